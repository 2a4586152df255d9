"""Programs for the rules of SciPy that take more than one call to test: integrals of samples, interpolation."""

from __future__ import annotations

from typing import Any

import numpy as np
import scipy.integrate as si
import scipy.interpolate as sp
from scipy import stats

from s2sad.runtime import quadrature, trajectories

RNG = np.random.default_rng(31)


def arr(*shape: int) -> Any:
    return RNG.standard_normal(shape)


def places(n: int) -> Any:
    return np.cumsum(arr(n) ** 2 + 1)


PENDULUM = "lambda t, u: [u[1], -x * np.sin(u[0]) + t], (0.0, z), y"
ENDS = ["'natural'", "'clamped'", "((1, 0.3), (2, 0.7))", "('not-a-knot', 'natural')"]
Z = np.array([1.7, 3.4])
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
    (si.quad, "scipy.integrate.quad(lambda s: np.exp(-x * s) * s, y, z)[0]", (0.7, 0.2, 1.3)),
    (si.quad, "scipy.integrate.quad(lambda s: np.exp(-x * s * s), -np.inf, np.inf)[0]", (0.7,)),
    (quadrature.area, "scipy.integrate.quad(lambda s, p: np.sum(x * s) * p, 0.0, 1.0, args=y)[0]", (arr(2), 0.3)),
    (quadrature.area_between, "scipy.integrate.quad(lambda s: np.sin(x * s), 0.0, 1.0)[0]", (0.4,)),
    (quadrature.at_end, "scipy.integrate.quad(np.sin, 0.0, x)[0]", (0.4,)),
    *(
        (each, f"scipy.integrate.solve_ivp({PENDULUM}, rtol=1e-11, atol=1e-11).y[:, -1]", (1.3, arr(2), 0.5))
        for each in (si.solve_ivp, trajectories.states)
    ),
    (
        si.odeint,
        "scipy.integrate.odeint(lambda u, t: [u[1], -x * u[0]], y, [0.0, 0.1, 0.3], rtol=1e-11, atol=1e-11)",
        (1.3, arr(2)),
    ),
    (trajectories.stage_root, f"scipy.integrate.solve_ivp({PENDULUM}, method='Radau').y[:, -1]", (1.3, arr(2), 0.2)),
    *((sp.CubicSpline, f"scipy.interpolate.CubicSpline(x, y, bc_type={bc})(z)", (places(5), arr(5), Z)) for bc in ENDS),
    (sp.CubicSpline, "scipy.interpolate.CubicSpline(x, y).derivative(2)(z)", (places(4), arr(4, 2), 3.3)),
    (sp.CubicSpline, "scipy.interpolate.CubicSpline(x, y).integrate(z[0], z[1])", (places(3), arr(3), Z)),
    (sp.CubicSpline, "scipy.interpolate.CubicSpline(x, y, extrapolate=False)(z, 1)", (places(2) - 1.0, arr(2), Z[:1])),
    (
        sp.CubicSpline,
        "scipy.interpolate.CubicSpline(x, np.append(y[:3], y[0]), bc_type='periodic')(z)",
        (places(4), arr(4), Z),
    ),
    (sp.interp1d, "scipy.interpolate.interp1d(x, y)(z)", (places(4), arr(4), np.array([3.3, 4.1, 5.2]))),
    # a line that is split at a sum in place, past which a read had been moved: once a wrong number
    (stats.gamma.pdf, "scipy.stats.gamma.pdf(y, 2.0, 0.0, x)", (0.7, np.array([1.3, 1.7]))),
    *(
        (
            getattr(stats.multivariate_normal, m),
            f"scipy.stats.multivariate_normal.{m}(x, y, z @ np.swapaxes(z, -1, -2))",
            (arr(3, 2), arr(2), arr(2, 2)),
        )
        for m in ("cdf", "logcdf")
    ),
]
