"""Solvers of SciPy as functions that give the solution alone: what `scipy.optimize.root(...)` is in generated code.

This module and the rules that use it are imported only when an object of `scipy.optimize` is met.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import scipy.optimize


class Solution(NamedTuple):
    """What a solver found."""

    x: Any


class Root(NamedTuple):
    """The root that a solver found."""

    root: Any


def root_point(fun: Any, x0: Any, args: Any, method: Any, tol: Any) -> Any:
    """Where `fun(x, *args)` is zero."""
    return scipy.optimize.root(fun, x0, args, method, tol=tol).x


def minimum_point(fun: Any, x0: Any, args: Any, method: Any, tol: Any) -> Any:
    """Where `fun(x, *args)` is smallest."""
    return scipy.optimize.minimize(fun, x0, args, method, tol=tol).x


def least_squares_point(fun: Any, x0: Any, args: Any, ftol: Any, xtol: Any, gtol: Any) -> Any:
    """Where the sum of the squares of `fun(x, *args)` is smallest."""
    return scipy.optimize.least_squares(fun, x0, args=args, ftol=ftol, xtol=xtol, gtol=gtol).x


def scalar_root(f: Any, args: Any, method: Any, bracket: Any, x0: Any, x1: Any, xtol: Any, rtol: Any) -> Any:
    """Where `f(x, *args)` of a number is zero."""
    options = {"method": method, "bracket": bracket, "x0": x0, "x1": x1, "xtol": xtol, "rtol": rtol}
    return float(scipy.optimize.root_scalar(f, args, **options).root)


def fixed_value(func: Any, x0: Any, args: Any, xtol: Any) -> Any:
    """Where `func(x, *args)` is `x`."""
    return np.asarray(scipy.optimize.fixed_point(func, x0, args, xtol))[()]
