"""The result types of functions that find positions: `np.nonzero`, `np.searchsorted` and their like.

`nonzero_type(Array("float64", (n, m)))` -> two arrays of int64, of a length that only the values know.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from s2sad.ir.types import UNKNOWN, Array, Scalar, Tuple, Type, dims_of, with_dims
from s2sad.rules.result_sampled import sampled
from s2sad.rules.results import as_type, as_value


def nonzero_type(a: Any) -> Type:
    """The result type of `np.nonzero`."""
    t = as_type(a)
    return Tuple((Array("int64", (None,)),) * max(t.ndim, 1)) if isinstance(t, Array) else UNKNOWN


def argwhere_type(a: Any) -> Type:
    """The result type of `np.argwhere`."""
    t = as_type(a)
    return Array("int64", (None, t.ndim)) if isinstance(t, Array) else UNKNOWN


def _positions_of(values: Any) -> Type:
    t = as_type(values)
    return with_dims("int64", dims_of(t)) if isinstance(t, Scalar | Array) else UNKNOWN


def searchsorted_type(a: Any, v: Any, side: Any = "left", sorter: Any = None) -> Type:
    """The result type of `np.searchsorted`."""
    return _positions_of(v)


def digitize_type(x: Any, bins: Any, right: Any = False) -> Type:
    """The result type of `np.digitize`."""
    return _positions_of(x)


def isin_type(element: Any, test_elements: Any, **_: Any) -> Type:
    """The result type of `np.isin`: an array even for a number."""
    t = as_type(element)
    return Array("bool", dims_of(t)) if isinstance(t, Scalar | Array) else UNKNOWN


def argpartition_type(a: Any, kth: Any, axis: Any = -1, **_: Any) -> Type:
    """The result type of `np.argpartition`."""
    return sampled(np.argsort)(a, axis=as_value(axis))


def lexsort_type(keys: Any, axis: Any = -1) -> Type:
    """The result type of `np.lexsort`."""
    return sampled(np.lexsort)(keys, axis=as_value(axis))


def segments_type(count: int) -> Type:
    """The type of one vector of positions, or of several."""
    vector = Array("int64", (None,))
    return vector if count == 1 else Tuple((vector,) * count)
