"""Rules of `scipy.integrate`: the rules for samples, which are sums of slices."""

from __future__ import annotations

from typing import Any

import numpy as np
import scipy.integrate as si

from s2sad.rules.table import RuleTable

TABLE = RuleTable()


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
    n = np.shape(rows)[-1]
    h = np.ones(n - 1) * dx if x is None else _gaps(x, axis)
    if n == 1:
        return np.sum(0.0 * rows, axis=-1)
    if n == 2:
        return np.sum((rows[..., 1:] + rows[..., :-1]) * 0.5 * h, axis=-1)
    if n % 2 == 1:
        return _parabolas(rows, h)
    return _parabolas(rows[..., :-1], h[..., :-1]) + _last_interval(rows[..., -3:], h[..., -2:])


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
