"""The rules of the Bessel functions of scipy.special.

`y = sc.j0(x)` -> partial `-sc.j1(x)`. Formulas are those of DLMF 10.6 (J, Y) and 10.29 (I, K), the scaled functions by
the product rule. Derivatives with respect to the orders are not known: `None`.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import scipy.special as sc

from s2sad.rules.results import ufunc_type
from s2sad.rules.table import RuleTable

TABLE = RuleTable()


@TABLE.elementwise(sc.jv, result=ufunc_type(sc.jv))
def jv_partials(y: Any, v: Any, z: Any) -> Any:
    return None, 0.5 * (sc.jv(v - 1, z) - sc.jv(v + 1, z))


@TABLE.elementwise(sc.yv, result=ufunc_type(sc.yv))
def yv_partials(y: Any, v: Any, z: Any) -> Any:
    return None, 0.5 * (sc.yv(v - 1, z) - sc.yv(v + 1, z))


@TABLE.elementwise(sc.yn, result=ufunc_type(sc.yn))
def yn_partials(y: Any, n: Any, x: Any) -> Any:
    return None, 0.5 * (sc.yn(n - 1, x) - sc.yn(n + 1, x))


@TABLE.elementwise(sc.iv, result=ufunc_type(sc.iv))
def iv_partials(y: Any, v: Any, z: Any) -> Any:
    return None, 0.5 * (sc.iv(v - 1, z) + sc.iv(v + 1, z))


@TABLE.elementwise(sc.ive, result=ufunc_type(sc.ive))
def ive_partials(y: Any, v: Any, z: Any) -> Any:
    """Scaled by exp(-|Re z|), which is not analytic."""
    slope = 0.5 * (sc.ive(v - 1, z) + sc.ive(v + 1, z))
    return None, None if np.iscomplexobj(z) else slope - np.sign(z) * y


@TABLE.elementwise(sc.kv, result=ufunc_type(sc.kv))
def kv_partials(y: Any, v: Any, z: Any) -> Any:
    return None, -0.5 * (sc.kv(v - 1, z) + sc.kv(v + 1, z))


@TABLE.elementwise(sc.j0, result=ufunc_type(sc.j0))
def j0_partials(y: Any, x: Any) -> Any:
    return -sc.j1(x)


@TABLE.elementwise(sc.j1, result=ufunc_type(sc.j1))
def j1_partials(y: Any, x: Any) -> Any:
    return 0.5 * (sc.j0(x) - sc.jv(2, x))


@TABLE.elementwise(sc.y0, result=ufunc_type(sc.y0))
def y0_partials(y: Any, x: Any) -> Any:
    return -sc.y1(x)


@TABLE.elementwise(sc.y1, result=ufunc_type(sc.y1))
def y1_partials(y: Any, x: Any) -> Any:
    return sc.y0(x) - y / x


@TABLE.elementwise(sc.i0, result=ufunc_type(sc.i0))
def i0_partials(y: Any, x: Any) -> Any:
    return sc.i1(x)


@TABLE.elementwise(sc.i1, result=ufunc_type(sc.i1))
def i1_partials(y: Any, x: Any) -> Any:
    return 0.5 * (sc.i0(x) + sc.iv(2, x))


@TABLE.elementwise(sc.i0e, result=ufunc_type(sc.i0e))
def i0e_partials(y: Any, x: Any) -> Any:
    return sc.i1e(x) - np.sign(x) * y


@TABLE.elementwise(sc.i1e, result=ufunc_type(sc.i1e))
def i1e_partials(y: Any, x: Any) -> Any:
    return 0.5 * (sc.i0e(x) + sc.ive(2, x)) - np.sign(x) * y


@TABLE.elementwise(sc.k0, result=ufunc_type(sc.k0))
def k0_partials(y: Any, x: Any) -> Any:
    return -sc.k1(x)


@TABLE.elementwise(sc.k1, result=ufunc_type(sc.k1))
def k1_partials(y: Any, x: Any) -> Any:
    return -sc.k0(x) - y / x
