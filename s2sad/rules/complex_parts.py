"""The rules of the parts of complex numbers: no conjugation in the adjoint, as in JAX and autograd.

`y = np.imag(x)` -> `x_bar = -1j * y_bar`; the engine takes the real part where x is real.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from s2sad.rules import result_complex
from s2sad.rules.results import ufunc_type
from s2sad.rules.table import RuleTable

TABLE = RuleTable()


@TABLE.linear(np.real, wrt="x", result=result_complex.part_type, alias="maybe")
def real_vjp(y_bar: Any, y: Any, x: Any) -> Any:
    return y_bar


@TABLE.linear(np.imag, wrt="x", result=result_complex.part_type, alias="maybe")
def imag_vjp(y_bar: Any, y: Any, x: Any) -> Any:
    return -1j * y_bar


@TABLE.linear(np.conj, wrt="x", result=ufunc_type(np.conj))
@TABLE.linear(np.ndarray.conj, np.ndarray.conjugate, wrt="x", result=ufunc_type(np.conj), alias="maybe")
def conj_vjp(y_bar: Any, y: Any, x: Any) -> Any:
    return np.conj(y_bar)


@TABLE.elementwise(np.angle, wrt="z", result=result_complex.angle_type, static=("deg",))
def angle_partials(y: Any, z: Any, deg: Any = False) -> Any:
    """d arg z = Re(-i dz / z), 0 at 0 like that of arctan2; the engine takes the real part."""
    return np.divide((-57.29577951308232j if deg else -1j) * (z != 0), z + (z == 0))


@TABLE.elementwise(np.real_if_close, wrt="a", result=result_complex.real_if_close_type, alias="maybe")
def real_if_close_partials(y: Any, a: Any, tol: Any = 100) -> Any:
    return 1.0
