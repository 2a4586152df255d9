"""Helpers of the rules of `scipy.signal`: the frame that a mode cuts off, and products at each lag."""

from __future__ import annotations

from typing import Any

import numpy as np
import scipy.signal

from s2sad.errors import MissingRuleError

_NONE = "SciPy gives an array without elements, of another shape: leave the call out where np.size(...) is 0."


def _window(in1: Any, in2: Any, mode: str) -> tuple[slice, ...]:
    """Which part of a full convolution a mode keeps."""
    parts = []
    for n, m in zip(np.shape(in1), np.shape(in2), strict=True):
        kept = {"full": n + m - 1, "same": n, "valid": max(n, m) - min(n, m) + 1}[mode]
        start = min(n, m) - 1 if mode == "valid" else (n + m - 1 - kept) // 2
        parts.append(slice(start, start + kept))
    return tuple(parts)


def framed(v: Any, in1: Any, in2: Any, mode: str) -> Any:
    """`v`, the part of a full convolution that `mode` keeps, with zeros for the rest.

    >>> framed(np.array([1.0, 2.0]), np.zeros(2), np.zeros(3), "same")
    array([0., 1., 2., 0.])
    """
    if np.size(in1) == 0 or np.size(in2) == 0:
        raise MissingRuleError("convolutions have no derivative rule for arrays without elements", hint=_NONE)
    if mode == "full":
        return v
    w = np.zeros([n + m - 1 for n, m in zip(np.shape(in1), np.shape(in2), strict=True)], np.result_type(v))
    w[_window(in1, in2, mode)] = v
    return w


def cut(w: Any, v: Any, in1: Any, in2: Any, mode: str) -> Any:
    """The part of a full convolution `w` that `mode` keeps; `v` is of its shape."""
    return w[_window(in1, in2, mode)]


def lags(w: Any, x: Any, like: Any, axis: int) -> Any:
    """The sums of `w[n] * x[n - k]` along an axis, for as many lags k as `like` has entries.

    >>> lags(np.array([1.0, 2.0, 3.0]), np.array([1.0, 10.0, 100.0]), np.zeros(2), -1)
    array([321.,  32.])
    """
    w, x = np.moveaxis(w, axis, 0), np.moveaxis(x, axis, 0)
    n = len(x)
    return np.array([np.sum(w[k:] * x[: max(n - k, 0)]) for k in range(len(like))])


def response(weights: Any, x: Any, axis: int) -> Any:
    """What a filter with these weights, which may be none, makes of `x`."""
    if np.size(weights) == 0 or np.size(x) == 0:
        return np.zeros(np.shape(x), np.result_type(weights, x))
    return scipy.signal.lfilter(weights, np.ones(1, np.result_type(weights)), x, axis)
