"""Rules of `scipy.integrate`: the rules for samples, which are sums of slices, and integrals of functions.

`y = quad(f, a, b, (t,))` -> `t_bar` is the integral of the cotangents of `f`, found to the same tolerances; an end that
moves by `b_dot` adds `f(b) * b_dot`. Initial value problems are in `scipy_trajectories`.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import scipy.integrate as si

from s2sad.ir.types import FLOAT, Array, Tuple
from s2sad.rules.results import always
from s2sad.rules.scipy_trajectories import TABLE as TRAJECTORIES
from s2sad.rules.table import RuleTable
from s2sad.runtime import markers, quadrature
from s2sad.runtime.products import axes_range

TABLE = RuleTable() | TRAJECTORIES


@TABLE.inlined(si.trapezoid, static=("axis",))
def trapezoid(y: Any, x: Any = None, dx: Any = 1.0, axis: Any = -1) -> Any:
    return np.sum(_panels(y, x, dx, axis), axis=-1)


@TABLE.inlined(si.cumulative_trapezoid, static=("axis",))
def cumulative_trapezoid(y: Any, x: Any = None, dx: Any = 1.0, axis: Any = -1, initial: Any = None) -> Any:
    sums = np.cumsum(_panels(y, x, dx, axis), axis=-1)
    if initial is not None:
        first = np.zeros_like(np.moveaxis(y, axis, -1)[..., :1]) + initial
        sums = np.concatenate([first, sums], -1)
    return np.moveaxis(sums, -1, axis)


def _panels(y: Any, x: Any, dx: Any, axis: Any) -> Any:
    """The area between each sample and the next."""
    rows = np.moveaxis(y, axis, -1)
    widths = dx if x is None else _gaps(x, axis)
    return (rows[..., 1:] + rows[..., :-1]) * 0.5 * widths


def _gaps(x: Any, axis: Any) -> Any:
    places = np.moveaxis(x, axis, -1) if np.ndim(x) > 1 else np.asarray(x)
    return places[..., 1:] - places[..., :-1]


@TABLE.inlined(si.simpson, static=("axis",))
def simpson(y: Any, *, x: Any = None, dx: Any = 1.0, axis: Any = -1) -> Any:
    """Parabolas through three samples each; of an even number of samples the last interval gets one of its own."""
    rows = np.moveaxis(y, axis, -1)
    if np.shape(rows)[-1] == 2:
        return np.sum(_panels(y, x, dx, axis), axis=-1)
    return _of_even_samples(rows, dx) if x is None else _of_samples(rows, _gaps(x, axis))


def _of_even_samples(y: Any, dx: Any) -> Any:
    n = np.shape(y)[-1]
    if n % 2 == 1:
        return _even_parabolas(y, dx)
    parabolas = _even_parabolas(y[..., :-1], dx)
    total = parabolas + _last_interval(y[..., -3:], np.ones(2) * dx)
    return total.astype(parabolas.dtype) if np.ndim(total) else total


def _of_samples(y: Any, gaps: Any) -> Any:
    n, h = np.shape(y)[-1], np.asarray(gaps, dtype=np.float64)
    if n % 2 == 1:
        return _parabolas(y, h)
    return _parabolas(y[..., :-1], h[..., :-1]) + _last_interval(y[..., -3:], h[..., -2:])


def _even_parabolas(y: Any, dx: Any) -> Any:
    return np.sum(y[..., :-2:2] + 4.0 * y[..., 1::2] + y[..., 2::2], axis=-1) * (dx / 3.0)


def _parabolas(y: Any, h: Any) -> Any:
    left, right = h[..., ::2], h[..., 1::2]
    both, ratio = left + right, left / right
    ends = y[..., :-2:2] * (2.0 - 1.0 / ratio) + y[..., 2::2] * (2.0 - ratio)
    return np.sum(both / 6.0 * (ends + y[..., 1::2] * both * both / (left * right)), axis=-1)


def _last_interval(y: Any, h: Any) -> Any:
    """The integral over the last interval of the parabola through the last three samples (Cartwright 2017)."""
    before, last = h[..., 0], h[..., 1]
    end = (2.0 * last**2 + 3.0 * before * last) / (6.0 * (before + last))
    middle = (last**2 + 3.0 * before * last) / (6.0 * before)
    return y[..., 2] * end + y[..., 1] * middle - y[..., 0] * last**3 / (6.0 * before * (before + last))


# --- integrals of functions -------------------------------------------------------------------------------------------


def _integral_type(f: Any, *_: Any) -> Any:
    """The result type of an integral: that of the function, if it is one of the IR."""
    kind = f.function.result.type if hasattr(f, "function") else FLOAT
    return Array(kind.dtype, kind.dims) if isinstance(kind, Array) else FLOAT


def _number(*_: Any, **__: Any) -> Any:
    """What an integrand is called with."""
    return (FLOAT,)


@TABLE.composed(si.quad, wrt=("a", "b", "args"), result=always(Tuple((FLOAT, FLOAT))), calls=_number)
def quad(
    func: Any, a: Any, b: Any, args: Any = (), *, epsabs: Any = 1.49e-8, epsrel: Any = 1.49e-8, limit: Any = 50,
    points: Any = None,
) -> Any:  # fmt: skip
    """The estimate of the error is a constant."""
    return quadrature.area(func, a, b, args, epsabs, epsrel, limit, points), 0.0


@TABLE.composed(quadrature.area, wrt=("a", "b", "args"), result=_integral_type, calls=_number, kept=True)
def area(f: Any, a: Any, b: Any, args: Any, epsabs: Any, epsrel: Any, limit: Any, points: Any) -> Any:
    ends = quadrature.at_end(f, b, args) - quadrature.at_end(f, a, args)
    return quadrature.area_between(f, a, b, args, epsabs, epsrel, limit, points) + ends


@TABLE.custom(quadrature.area_between, wrt="args", result=_integral_type, calls=_number, kept=True)
def area_between_jvp(
    y: Any, f: Any, a: Any, b: Any, args: Any, epsabs: Any, epsrel: Any, limit: Any, points: Any, args_dot: Any
) -> Any:
    def change(x: Any) -> Any:
        return markers.jvp(lambda *t: f(x, *t), args, args_dot)[1]

    return quadrature.area(change, a, b, (), epsabs, epsrel, limit, points)


@TABLE.custom(quadrature.area_between, wrt="args")
def area_between_vjp(
    y_bar: Any, y: Any, f: Any, a: Any, b: Any, args: Any, epsabs: Any, epsrel: Any, limit: Any, points: Any
) -> Any:
    def change(x: Any) -> Any:
        return _joined(markers.vjp(lambda *t: f(x, *t), *args)[1](y_bar))

    return _parted(quadrature.area(change, a, b, (), epsabs, epsrel, limit, points), args)


def _joined(parts: Any) -> Any:
    """Numbers and arrays as one number, if there is only this, or as one vector."""
    return parts[0] if len(parts) == 1 else np.concatenate([np.ravel(p) for p in parts])


def _parted(v: Any, like: Any) -> Any:
    """The parts of a vector in the shapes of others."""
    if len(like) == 1:
        return (v,)
    return tuple([_part(v, like, k) for k in axes_range(0, len(like))])


def _part(v: Any, like: Any, k: Any) -> Any:
    start = 0
    for each in axes_range(0, k):
        start = start + np.size(like[each])
    return np.reshape(v[start : start + np.size(like[k])], np.shape(like[k]))


@TABLE.custom(quadrature.at_end, wrt="b", result=lambda f, b, args: _integral_type(f), calls=_number, kept=True)
def at_end_jvp(y: Any, f: Any, b: Any, args: Any, b_dot: Any) -> Any:
    return f(b, *args) * b_dot


@TABLE.custom(quadrature.at_end, wrt="b")
def at_end_vjp(y_bar: Any, y: Any, f: Any, b: Any, args: Any) -> Any:
    return np.sum(y_bar * f(b, *args))
