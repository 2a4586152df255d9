"""Rules of `scipy.optimize` by the implicit function theorem: one linear solve at the solution.

`f(y, t) = 0` -> `y_dot = -solve(df/dy, df/dt t_dot)`; a minimum is a zero of the gradient. What the solution depends on
is passed by `args=`; where the solver starts has no influence. Griewank & Walther (2008), 15.1.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import scipy.optimize as so

from s2sad.ir.types import FLOAT, UNKNOWN, Array, Scalar
from s2sad.rules.result_products import inexact_name
from s2sad.rules.result_shapes import as_array
from s2sad.rules.results import always
from s2sad.rules.table import RuleTable
from s2sad.runtime import markers, solvers
from s2sad.runtime.solvers import Root, Solution

TABLE = RuleTable()


def _like_start(fun: Any, x0: Any, *_: Any, **__: Any) -> Any:
    """The type of a solution: floats in the shape of the start."""
    start = as_array(x0)
    return UNKNOWN if start is None else Array(inexact_name(start.dtype), start.dims or (1,))


def _like_point(func: Any, x0: Any, *_: Any, **__: Any) -> Any:
    """The type of a fixed point: a number for a number."""
    start = as_array(x0)
    return Scalar("float64") if start is not None and not start.dims else _like_start(func, x0)


def _point(x0: Any, **_: Any) -> Any:
    """What a function is called with that maps a number or an array to its like."""
    return (_like_point(None, x0),)


def _number(*_: Any, **__: Any) -> Any:
    """What a function of one number is called with."""
    return (FLOAT,)


def _vector(x0: Any, **_: Any) -> Any:
    """What a function of a vector is called with."""
    return (_like_start(None, x0),)


def scalar_change(f: Any, y: Any, args: Any, args_dot: Any) -> Any:
    """How a root of a function of one number moves."""
    slope = markers.jvp(lambda x: f(x, *args), (y,), (1.0,))[1]
    return -markers.jvp(lambda *t: f(y, *t), args, args_dot)[1] / slope


def vector_change(f: Any, y: Any, args: Any, args_dot: Any) -> Any:
    """How a root of a function of a vector moves."""
    slope = markers.jacfwd(lambda x: f(x, *args))(y)
    return -np.linalg.solve(slope, markers.jvp(lambda *t: f(y, *t), args, args_dot)[1])


@TABLE.custom(
    so.brentq, so.brenth, so.bisect, so.ridder, wrt="args", result=always(FLOAT), effect="may_raise", calls=_number
)
def bracketed_jvp(
    y: Any, f: Any, a: Any, b: Any, args_dot: Any, args: Any = (), xtol: Any = None, rtol: Any = None
) -> Any:
    return scalar_change(f, y, args, args_dot)


@TABLE.custom(solvers.scalar_root, wrt="args", result=always(FLOAT), effect="may_raise", calls=_number, kept=True)
def scalar_root_jvp(
    y: Any, f: Any, args: Any, method: Any, bracket: Any, x0: Any, x1: Any, xtol: Any, rtol: Any, args_dot: Any
) -> Any:
    return scalar_change(f, y, args, args_dot)


@TABLE.custom(solvers.root_point, wrt="args", result=_like_start, effect="may_raise", calls=_vector, kept=True)
def root_point_jvp(y: Any, fun: Any, x0: Any, args: Any, method: Any, tol: Any, args_dot: Any) -> Any:
    return vector_change(fun, y, args, args_dot)


@TABLE.custom(solvers.minimum_point, wrt="args", result=_like_start, effect="may_raise", calls=_vector, kept=True)
def minimum_point_jvp(y: Any, fun: Any, x0: Any, args: Any, method: Any, tol: Any, args_dot: Any) -> Any:
    return vector_change(lambda x, *t: markers.grad(lambda z: fun(z, *t))(x), y, args, args_dot)


@TABLE.custom(solvers.least_squares_point, wrt="args", result=_like_start, effect="may_raise", calls=_vector, kept=True)
def least_squares_point_jvp(
    y: Any, fun: Any, x0: Any, args: Any, ftol: Any, xtol: Any, gtol: Any, args_dot: Any
) -> Any:
    return vector_change(lambda x, *t: markers.grad(lambda z: np.sum(fun(z, *t) ** 2))(x), y, args, args_dot)


@TABLE.custom(solvers.fixed_value, wrt="args", result=_like_point, effect="may_raise", calls=_point, kept=True)
def fixed_value_jvp(y: Any, func: Any, x0: Any, args: Any, xtol: Any, args_dot: Any) -> Any:
    change = scalar_change if np.ndim(x0) == 0 else vector_change
    return change(lambda x, *t: func(x, *t) - x, y, args, args_dot)


# --- what the user calls ----------------------------------------------------------------------------------------------


@TABLE.inlined(so.root_scalar)
def root_scalar(
    f: Any,
    args: Any = (),
    method: Any = None,
    bracket: Any = None,
    *,
    x0: Any = None,
    x1: Any = None,
    xtol: Any = None,
    rtol: Any = None,
) -> Any:
    return Root(solvers.scalar_root(f, args, method, bracket, x0, x1, xtol, rtol))


@TABLE.inlined(so.root)
def root(fun: Any, x0: Any, args: Any = (), method: Any = "hybr", *, tol: Any = None) -> Any:
    return Solution(solvers.root_point(fun, x0, args, method, tol))


@TABLE.inlined(so.minimize)
def minimize(fun: Any, x0: Any, args: Any = (), method: Any = None, *, tol: Any = None) -> Any:
    return Solution(solvers.minimum_point(fun, x0, args, method, tol))


@TABLE.inlined(so.least_squares)
def least_squares(fun: Any, x0: Any, *, args: Any = (), ftol: Any = 1e-8, xtol: Any = 1e-8, gtol: Any = 1e-8) -> Any:
    return Solution(solvers.least_squares_point(fun, x0, args, ftol, xtol, gtol))


@TABLE.inlined(so.fixed_point)
def fixed_point(func: Any, x0: Any, args: Any = (), xtol: Any = 1e-8) -> Any:
    return solvers.fixed_value(func, x0, args, xtol)
