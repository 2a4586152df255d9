"""Rules of `scipy.signal`: convolutions, which are bilinear, and recursive filters.

`y = convolve(a, b)` -> `a_bar = convolve(y_bar, np.flip(b), "valid")`; the modes "same" and "valid" cut `y`, so that
`y_bar` is put back into its frame of zeros first. A filter `y = lfilter(b, a, x)` goes backwards in time.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import scipy.signal as ss

from s2sad.rules import result_signal as found
from s2sad.rules.result_shapes import like_second
from s2sad.rules.table import RuleTable
from s2sad.runtime import filters
from s2sad.runtime.shaping import as_kind

TABLE = RuleTable()


@TABLE.multilinear(ss.convolve, wrt=("in1", "in2"), result=found.convolve_type, static=("mode", "method"))
def convolve_vjp(y_bar: Any, y: Any, in1: Any, in2: Any, mode: Any = "full", method: Any = "auto") -> Any:
    v = filters.framed(y_bar, in1, in2, mode)
    in1_bar = ss.convolve(v, np.flip(in2), "valid", method)
    return as_kind(in1_bar, in1), as_kind(ss.convolve(v, np.flip(in1), "valid", method), in2)


@TABLE.multilinear(ss.fftconvolve, wrt=("in1", "in2"), result=found.convolve_type, static=("mode",))
def fftconvolve_vjp(y_bar: Any, y: Any, in1: Any, in2: Any, mode: Any = "full") -> Any:
    v = filters.framed(y_bar, in1, in2, mode)
    in1_bar = ss.fftconvolve(v, np.flip(in2), "valid")
    return as_kind(in1_bar, in1), as_kind(ss.fftconvolve(v, np.flip(in1), "valid"), in2)


@TABLE.linear(filters.framed, wrt="v", result=found.framed_type, static=("mode",), kept=True)
def framed_vjp(y_bar: Any, y: Any, v: Any, in1: Any, in2: Any, mode: Any) -> Any:
    return filters.cut(y_bar, v, in1, in2, mode)


@TABLE.linear(filters.cut, wrt="w", result=like_second, static=("mode",), kept=True)
def cut_vjp(y_bar: Any, y: Any, w: Any, v: Any, in1: Any, in2: Any, mode: Any) -> Any:
    return filters.framed(y_bar, in1, in2, mode)


@TABLE.composed(ss.correlate, wrt=("in1", "in2"), result=found.convolve_type, static=("mode", "method"))
def correlate(in1: Any, in2: Any, mode: Any = "full", method: Any = "auto") -> Any:
    turned = np.flip(in2)
    return ss.convolve(in1, np.conj(turned) if np.iscomplexobj(in2) else turned, mode, method)


@TABLE.custom(ss.lfilter, wrt=("b", "a", "x"), result=found.lfilter_type, static=("axis",), linear=("x",))
def lfilter_vjp(y_bar: Any, y: Any, b: Any, a: Any, x: Any, axis: Any = -1) -> Any:
    """`w` is what the filter `1 / a`, run backwards, makes of `y_bar`: each lag of `w` and `x` belongs to a weight."""
    w = np.flip(ss.lfilter(np.ones(1), a, np.flip(y_bar, axis), axis), axis)
    x_bar = np.flip(ss.lfilter(b, a, np.flip(y_bar, axis), axis), axis)
    return filters.lags(w, x, b, axis), -filters.lags(w, y, a, axis), x_bar


@TABLE.custom(ss.lfilter, wrt=("b", "a", "x"))
def lfilter_jvp(y: Any, b: Any, a: Any, x: Any, b_dot: Any, a_dot: Any, x_dot: Any, axis: Any = -1) -> Any:
    by_weights = ss.lfilter(b_dot, a, x, axis) - ss.lfilter(a_dot, a, y, axis)
    return ss.lfilter(b, a, x_dot, axis) + by_weights


@TABLE.multilinear(filters.lags, wrt=("w", "x"), result=found.lags_type, static=("axis",), kept=True)
def lags_vjp(y_bar: Any, y: Any, w: Any, x: Any, like: Any, axis: Any) -> Any:
    return filters.response(y_bar, x, axis), np.flip(filters.response(y_bar, np.flip(w, axis), axis), axis)


@TABLE.multilinear(filters.response, wrt=("weights", "x"), result=found.response_type, static=("axis",), kept=True)
def response_vjp(y_bar: Any, y: Any, weights: Any, x: Any, axis: Any) -> Any:
    return filters.lags(y_bar, x, weights, axis), np.flip(filters.response(weights, np.flip(y_bar, axis), axis), axis)
