"""Rules of `np.fft`: linear, and the matrix of a transform along an axis is symmetric, so it is its own transpose.

`y = np.fft.fft(a, n)` -> `a_bar = np.fft.fft(y_bar)`, cut or padded to the length of `a`. Real transforms keep half of
a spectrum: the other half is put back (`rfft`) or counted twice (`irfft`).
"""

from __future__ import annotations

from typing import Any

import numpy as np

from s2sad.rules import result_fft as transformed
from s2sad.rules.result_shapes import same
from s2sad.rules.table import RuleTable
from s2sad.runtime.fft import half_weights, opposite, resized_like, transform_sizes
from s2sad.runtime.shaping import as_kind

TABLE = RuleTable()


@TABLE.linear(resized_like, wrt="v", result=transformed.resized_type, kept=True)
def resized_like_vjp(y_bar: Any, y: Any, v: Any, x: Any) -> Any:
    return resized_like(y_bar, v)


@TABLE.linear(np.fft.fft, wrt="a", result=transformed.fft_type, static=("axis", "norm"))
def fft_vjp(y_bar: Any, y: Any, a: Any, n: Any = None, axis: Any = -1, norm: Any = None) -> Any:
    return as_kind(resized_like(np.fft.fft(y_bar, None, axis, norm), a), a)


@TABLE.linear(np.fft.ifft, wrt="a", result=transformed.fft_type, static=("axis", "norm"))
def ifft_vjp(y_bar: Any, y: Any, a: Any, n: Any = None, axis: Any = -1, norm: Any = None) -> Any:
    return as_kind(resized_like(np.fft.ifft(y_bar, None, axis, norm), a), a)


@TABLE.linear(np.fft.fftn, wrt="a", result=transformed.fftn_type, static=("axes", "norm"))
def fftn_vjp(y_bar: Any, y: Any, a: Any, s: Any = None, axes: Any = None, norm: Any = None) -> Any:
    sizes, axes = transform_sizes(y_bar, s, axes)
    return as_kind(resized_like(np.fft.fftn(y_bar, sizes, axes, norm), a), a)


@TABLE.linear(np.fft.ifftn, wrt="a", result=transformed.fftn_type, static=("axes", "norm"))
def ifftn_vjp(y_bar: Any, y: Any, a: Any, s: Any = None, axes: Any = None, norm: Any = None) -> Any:
    sizes, axes = transform_sizes(y_bar, s, axes)
    return as_kind(resized_like(np.fft.ifftn(y_bar, sizes, axes, norm), a), a)


@TABLE.linear(np.fft.rfft, wrt="a", result=transformed.rfft_type, static=("axis", "norm"))
def rfft_vjp(y_bar: Any, y: Any, a: Any, n: Any = None, axis: Any = -1, norm: Any = None) -> Any:
    length = np.shape(a)[axis] if n is None else n
    return as_kind(resized_like(np.real(np.fft.fft(y_bar, length, axis, norm)), a), a)


@TABLE.linear(np.fft.rfftn, wrt="a", result=transformed.rfftn_type, static=("axes", "norm"))
def rfftn_vjp(y_bar: Any, y: Any, a: Any, s: Any = None, axes: Any = None, norm: Any = None) -> Any:
    sizes, axes = transform_sizes(a, s, axes)
    return as_kind(resized_like(np.real(np.fft.fftn(y_bar, sizes, axes, norm)), a), a)


@TABLE.linear(np.fft.irfft, wrt="a", result=transformed.irfft_type, static=("axis", "norm"))
def irfft_vjp(y_bar: Any, y: Any, a: Any, n: Any = None, axis: Any = -1, norm: Any = None) -> Any:
    half = np.conj(np.fft.rfft(y_bar, None, axis, opposite(norm)))
    return as_kind(resized_like(half_weights(y_bar, half, axis) * half, a), a)


@TABLE.linear(np.fft.irfftn, wrt="a", result=transformed.irfftn_type, static=("axes", "norm"))
def irfftn_vjp(y_bar: Any, y: Any, a: Any, s: Any = None, axes: Any = None, norm: Any = None) -> Any:
    sizes, axes = transform_sizes(y_bar, s, axes)
    half = np.conj(np.fft.rfftn(y_bar, sizes, axes, opposite(norm)))
    return as_kind(resized_like(half_weights(y_bar, half, axes[-1]) * half, a), a)


@TABLE.inlined(np.fft.fft2)
def fft2(a: Any, s: Any = None, axes: Any = (-2, -1), norm: Any = None) -> Any:
    return np.fft.fftn(a, s, axes, norm)


@TABLE.inlined(np.fft.ifft2)
def ifft2(a: Any, s: Any = None, axes: Any = (-2, -1), norm: Any = None) -> Any:
    return np.fft.ifftn(a, s, axes, norm)


@TABLE.inlined(np.fft.rfft2)
def rfft2(a: Any, s: Any = None, axes: Any = (-2, -1), norm: Any = None) -> Any:
    return np.fft.rfftn(a, s, axes, norm)


@TABLE.inlined(np.fft.irfft2)
def irfft2(a: Any, s: Any = None, axes: Any = (-2, -1), norm: Any = None) -> Any:
    return np.fft.irfftn(a, s, axes, norm)


@TABLE.inlined(np.fft.hfft)
def hfft(a: Any, n: Any = None, axis: Any = -1, norm: Any = None) -> Any:
    return np.fft.irfft(np.conj(a), n, axis, opposite(norm))


@TABLE.inlined(np.fft.ihfft)
def ihfft(a: Any, n: Any = None, axis: Any = -1, norm: Any = None) -> Any:
    return np.conj(np.fft.rfft(a, n, axis, opposite(norm)))


@TABLE.linear(np.fft.fftshift, wrt="x", result=same, static=("axes",))
def fftshift_vjp(y_bar: Any, y: Any, x: Any, axes: Any = None) -> Any:
    return np.fft.ifftshift(y_bar, axes)


@TABLE.linear(np.fft.ifftshift, wrt="x", result=same, static=("axes",))
def ifftshift_vjp(y_bar: Any, y: Any, x: Any, axes: Any = None) -> Any:
    return np.fft.fftshift(y_bar, axes)


@TABLE.inlined(np.fft.fftfreq)
def fftfreq(n: Any, d: Any = 1.0) -> Any:
    return np.concatenate((np.arange(0, (n - 1) // 2 + 1), np.arange(-(n // 2), 0))) * (1.0 / (n * d))


@TABLE.inlined(np.fft.rfftfreq)
def rfftfreq(n: Any, d: Any = 1.0) -> Any:
    return np.arange(0, n // 2 + 1) * (1.0 / (n * d))


TABLE.constant(opposite, result=transformed.opposite_type)
TABLE.constant(half_weights, result=transformed.weights_type, kept=True)
TABLE.constant(transform_sizes, result=transformed.sizes_type, kept=True)
