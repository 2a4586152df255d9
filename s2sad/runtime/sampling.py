"""Functions of sampled functions: finite differences, quadrature, interpolation and convolution.

`convolve_bar(y_bar, v, x, "valid")` is the cotangent of x in `np.convolve(x, v, "valid")`.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from s2sad.runtime.markers import stop_gradient
from s2sad.runtime.statistics import kept_shape


def diff_back(y_bar: Any, a: Any, n: int = 1, axis: int = -1) -> Any:
    """The transpose of `np.diff(a, n, axis)`: differences again, with n zeros on both sides."""
    if np.size(y_bar) == 0:
        return np.zeros(np.shape(a), np.result_type(y_bar))
    shape = list(np.shape(y_bar))
    shape[axis] = n
    edge = np.zeros(shape, np.result_type(y_bar))
    return (-1) ** n * np.diff(np.concatenate((edge, y_bar, edge), axis), n, axis)


def slab(v: Any, a: Any, axis: int) -> Any:
    """What `np.diff` puts before or after `a`: an array as it is, a number as one layer."""
    if np.ndim(v) > 0:
        return v
    return np.broadcast_to(v, kept_shape(a, axis))


def trapezoid(y: Any, x: Any, dx: Any, axis: int) -> Any:
    """The trapezoidal rule along an axis."""
    rows = np.moveaxis(y, axis, -1)
    pairs = rows[..., 1:] + rows[..., :-1]
    if x is None:
        return np.sum(0.5 * dx * pairs, axis=-1)
    nodes = x if np.ndim(x) == 1 else np.moveaxis(x, axis, -1)
    return np.sum(0.5 * (nodes[..., 1:] - nodes[..., :-1]) * pairs, axis=-1)


def gradient_along(f: Any, h: Any, axis: int, edge_order: int) -> Any:
    """Second-order differences of `f` along one axis, on a grid with steps `h` (a number) or nodes `h`."""
    rows = np.moveaxis(f, axis, -1)
    steps = h if np.ndim(h) == 0 else h[1:] - h[:-1]
    if np.ndim(h) == 0:
        inner = (rows[..., 2:] - rows[..., :-2]) / (2.0 * steps)
        first, last = edges(rows, steps, steps, steps, steps, edge_order)
    else:
        a, b = steps[:-1], steps[1:]
        left, middle, right = -b / (a * (a + b)), (b - a) / (a * b), a / (b * (a + b))
        inner = left * rows[..., :-2] + middle * rows[..., 1:-1] + right * rows[..., 2:]
        first, last = edges(rows, steps[0], steps[1], steps[-1], steps[-2], edge_order)
    return np.moveaxis(np.concatenate((first, inner, last), axis=-1), -1, axis)


def edges(rows: Any, a: Any, b: Any, c: Any, d: Any, edge_order: int) -> tuple[Any, Any]:
    """One-sided differences at both ends: `a`, `b` are the first two steps, `c`, `d` the last two from the end."""
    if edge_order == 1:
        return (rows[..., 1:2] - rows[..., :1]) / a, (rows[..., -1:] - rows[..., -2:-1]) / c
    first = -(2.0 * a + b) / (a * (a + b)) * rows[..., :1] + (a + b) / (a * b) * rows[..., 1:2]
    last = (2.0 * c + d) / (c * (c + d)) * rows[..., -1:] - (c + d) / (c * d) * rows[..., -2:-1]
    return first - a / (b * (a + b)) * rows[..., 2:3], last + c / (d * (c + d)) * rows[..., -3:-2]


def interpolated(x: Any, xp: Any, fp: Any, left: Any, right: Any, period: Any) -> Any:
    """`np.interp`: linear between the nodes, constant outside of them."""
    if period is not None:
        x, xp = x % period, xp % period
        order = np.argsort(stop_gradient(xp))
        xp, fp = xp[order], fp[order]
        xp = np.concatenate((xp[-1:] - period, xp, xp[:1] + period))
        fp = np.concatenate((fp[-1:], fp, fp[:1]))
    inside = between(x, xp, fp, interval(stop_gradient(x), stop_gradient(xp))) if len(xp) > 1 else fp[0]
    below = np.where(x < xp[0], fp[0] if left is None else left, inside)
    return np.where(x > xp[-1], fp[-1] if right is None else right, below)


def between(x: Any, xp: Any, fp: Any, place: Any) -> Any:
    """The line through a node and the next one."""
    x0, f0 = xp[place], fp[place]
    return f0 + (fp[place + 1] - f0) * ((x - x0) / (xp[place + 1] - x0))


def interval(x: Any, xp: Any) -> Any:
    """The number of the node to the left of x, among those that have one to the right."""
    return np.clip(np.searchsorted(xp, x, side="right") - 1, 0, len(xp) - 2)


def embedded(y_bar: Any, n: int, m: int, mode: str) -> Any:
    """The part of a convolution of n and m entries that `mode` keeps, among zeros for the rest."""
    short = min(n, m)
    start = {"full": 0, "same": (short - 1) // 2, "valid": short - 1}[mode]
    result = np.zeros(n + m - 1, np.result_type(y_bar))
    result[start : start + np.shape(y_bar)[0]] = y_bar
    return result


def cut(full: Any, n: int, m: int, mode: str) -> Any:
    """The part of a full convolution that `mode` keeps: the transpose of `embedded`."""
    short, long = min(n, m), max(n, m)
    start = {"full": 0, "same": (short - 1) // 2, "valid": short - 1}[mode]
    length = {"full": n + m - 1, "same": long, "valid": long - short + 1}[mode]
    return full[start : start + length]


def correlated(a: Any, v: Any, mode: Any) -> Any:
    """`np.correlate` as a convolution with the conjugate of v reversed."""
    if np.shape(a)[0] >= np.shape(v)[0]:
        return np.convolve(a, np.conj(v)[::-1], mode)
    return np.convolve(np.conj(v), a[::-1], mode)[::-1]
