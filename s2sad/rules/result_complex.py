"""The result types of the parts of complex numbers.

`part_type(Scalar("complex128", weak=True))` -> a float; `angle_type(Array("complex64", (n,)))` -> float32 numbers.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from s2sad.ir import types
from s2sad.ir.types import COMPLEX, UNKNOWN, Array, Scalar, Type
from s2sad.rules.results import as_type, number_type, ufunc_type


def _real_name(dtype: str) -> str:
    return str(np.empty(0, dtype).real.dtype)


def part_type(x: Any) -> Type:
    """The result type of `np.real` and `np.imag`, which keep Python numbers and 0-d arrays as they are."""
    match as_type(x):
        case Scalar() as t:
            return number_type(t) if t.weak and t != COMPLEX else Scalar(_real_name(t.dtype), t.weak)
        case Array() as t:
            return Array(_real_name(t.dtype), t.dims)
        case _:
            return UNKNOWN


def real_if_close_type(a: Any, tol: Any = 100) -> Type:
    """The result type of `np.real_if_close`: an array; of complex numbers it depends on the values."""
    t = as_type(a)
    if not isinstance(t, Scalar | Array) or types.is_complex(t):
        return UNKNOWN
    return Array(t.dtype, types.dims_of(t))


def angle_type(z: Any, deg: Any = False) -> Type:
    """The result type of `np.angle`."""
    part = part_type(z)
    return ufunc_type(np.arctan2)(part, part)
