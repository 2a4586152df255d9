"""Functions whose derivative is zero by nature: rounding, comparison, positions, properties of arrays.

`TABLE.constant(np.floor)`: the result is inactive, whatever the arguments are.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from s2sad.ir import types
from s2sad.rules import result_positions as positions
from s2sad.rules import results
from s2sad.rules.result_sampled import sampled
from s2sad.rules.results import always, ufunc_type
from s2sad.rules.table import RuleTable
from s2sad.runtime.elementwise import as_mask, holds_objects, is_mask

TABLE = RuleTable()

_ufunc: Any
for _ufunc in (np.floor, np.ceil, np.trunc, np.rint, np.isfinite, np.isnan, np.isinf, np.signbit):
    TABLE.constant(_ufunc, result=ufunc_type(_ufunc))
for _ufunc in (np.sign, np.spacing, np.gcd, np.lcm):
    TABLE.constant(_ufunc, result=ufunc_type(_ufunc))
TABLE.constant(np.fix, result=ufunc_type(np.trunc))
for _function in (np.isposinf, np.isneginf, np.isreal, np.iscomplex):
    TABLE.constant(_function, result=sampled(_function))
TABLE.constant(np.round, np.around, np.ndarray.round, result=results.around_type)
TABLE.constant(is_mask, result=always(types.BOOL))
TABLE.constant(holds_objects, result=lambda x: types.Static.of(False) if isinstance(x, types.Array) else types.BOOL)
TABLE.constant(as_mask, result=results.mask_type, alias="maybe")
TABLE.constant(np.isclose, result=results.isclose_type)
TABLE.constant(np.allclose, np.array_equal, np.array_equiv, np.isscalar, np.issubdtype, result=always(types.BOOL))
TABLE.constant(math.isnan, math.isinf, math.isfinite, math.isclose, result=always(types.BOOL))
TABLE.constant(math.floor, math.ceil, math.trunc, result=always(types.INT), effect="may_raise")
TABLE.constant(math.gcd, math.lcm, math.comb, math.perm, result=always(types.INT), effect="may_raise")
TABLE.constant(math.factorial, math.isqrt, result=always(types.INT), effect="may_raise")
TABLE.constant(math.ulp, result=always(types.FLOAT))

TABLE.constant(np.nonzero, np.ndarray.nonzero, result=positions.nonzero_type)
TABLE.constant(np.flatnonzero, result=always(types.Array("int64", (None,))))
TABLE.constant(np.argwhere, result=positions.argwhere_type)
TABLE.constant(np.searchsorted, np.ndarray.searchsorted, result=positions.searchsorted_type)
TABLE.constant(np.digitize, result=positions.digitize_type)
TABLE.constant(np.argpartition, np.ndarray.argpartition, result=positions.argpartition_type, static=("axis",))
TABLE.constant(np.lexsort, result=positions.lexsort_type, static=("axis",))
TABLE.constant(np.isin, result=positions.isin_type)
TABLE.constant(np.nanargmax, np.nanargmin, result=results.index_type, static=("axis", "keepdims"), effect="may_raise")
