"""Programs for the rules of SciPy that take more than one call to test: integrals of samples, interpolation."""

from __future__ import annotations

from typing import Any

import numpy as np
import scipy.integrate as si
import scipy.interpolate as sp
from scipy import stats

RNG = np.random.default_rng(31)


def arr(*shape: int) -> Any:
    return RNG.standard_normal(shape)


def places(n: int) -> Any:
    return np.cumsum(arr(n) ** 2 + 1)


SCIPY_PROGRAMS: list[Any] = [
    (si.trapezoid, "scipy.integrate.trapezoid(x)", (arr(5),)),
    (si.trapezoid, "scipy.integrate.trapezoid(x, y, axis=0)", (arr(4, 3), places(4))),
    (si.trapezoid, "scipy.integrate.trapezoid(x, dx=y)", (arr(4, 3), 0.3)),
    (si.cumulative_trapezoid, "scipy.integrate.cumulative_trapezoid(x, y, initial=0)", (arr(2, 4), places(4))),
    (si.cumulative_trapezoid, "scipy.integrate.cumulative_trapezoid(x, axis=0)", (arr(4, 2),)),
    (si.simpson, "scipy.integrate.simpson(x, x=y)", (arr(5), places(5))),
    (si.simpson, "scipy.integrate.simpson(x, x=y)", (arr(2, 6), places(6))),
    (si.simpson, "scipy.integrate.simpson(x, dx=0.3, axis=0)", (arr(6, 2),)),
    (si.simpson, "scipy.integrate.simpson(x)", (arr(2),)),
    (sp.interp1d, "scipy.interpolate.interp1d(x, y)(z)", (places(4), arr(4), np.array([3.3, 4.1, 5.2]))),
    # a line that is split at a sum in place, past which a read had been moved: once a wrong number
    (stats.gamma.pdf, "scipy.stats.gamma.pdf(y, 2.0, 0.0, x)", (0.7, np.array([1.3, 1.7]))),
]
