"""Integrals of functions: what the derivative of `scipy.integrate.quad` is made of.

This module and the rules that use it are imported only when an object of `scipy.integrate` is met.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import scipy.integrate


def area(f: Any, a: Any, b: Any, args: Any, epsabs: Any, epsrel: Any, limit: Any, points: Any) -> Any:
    """The integral of `f(x, *args)`, a number or an array, from a to b.

    >>> area(lambda x, n: np.array([x, n]), 0.0, 2.0, (3.0,), 1e-10, 1e-10, 50, None)
    array([2., 6.])
    """
    if np.ndim(f(0.5 * (a + b) if np.isfinite(a + b) else _inside(a, b), *args)) == 0:
        return scipy.integrate.quad(f, a, b, args, 0, epsabs, epsrel, limit, points)[0]
    options = {"limit": 200 * limit, "points": points, "args": args, "norm": "max"}
    return scipy.integrate.quad_vec(f, a, b, epsabs, epsrel, **options)[0]


def _inside(a: Any, b: Any) -> float:
    """A place of an unbounded interval."""
    return float(a) + 1.0 if np.isfinite(a) else float(b) - 1.0 if np.isfinite(b) else 0.0


def area_between(f: Any, a: Any, b: Any, args: Any, epsabs: Any, epsrel: Any, limit: Any, points: Any) -> Any:
    """The same, as a function of `args` alone: the ends stay where they are."""
    return area(f, a, b, args, epsabs, epsrel, limit, points)


def at_end(f: Any, b: Any, args: Any) -> Any:
    """What the movement of an end adds to an integral: nothing, with the derivative `f(b, *args)`."""
    return np.zeros(np.shape(f(b, *args)))[()]
