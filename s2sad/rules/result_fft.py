"""The result types of `np.fft`: complex of the precision given, of the same rank; an axis of new length is None."""

from __future__ import annotations

from typing import Any

import numpy as np

from s2sad.ir import types
from s2sad.ir.types import INT, UNKNOWN, Array, Dim, Static, Tuple, Type
from s2sad.rules.result_shapes import as_array, axis_of, is_known, parts
from s2sad.rules.results import as_value, known_axes
from s2sad.runtime.fft import opposite


def _complex(dtype: str) -> str:
    return str(np.fft.fft(np.zeros(1, dtype)).dtype)


def _real(dtype: str) -> str:
    return str(np.fft.fft(np.zeros(1, dtype)).real.dtype)


def _changed(a: Any, n: Any, axis: Any, dtype: Any, changes: bool) -> Type:
    """An array with another dtype whose axis has length `n`, or is of unknown length if it changes."""
    array = as_array(a)
    k = axis_of(axis, array.ndim) if array is not None else None
    if array is None or k is None:
        return UNKNOWN
    length = as_value(n)
    dim: Dim = length if isinstance(length, int) else None if length is not None or changes else array.dims[k]
    return Array(
        dtype(array.dtype), (*array.dims[:k], None if changes and length is None else dim, *array.dims[k + 1 :])
    )


def fft_type(a: Any, n: Any = None, axis: Any = -1, norm: Any = None) -> Type:
    """The result type of `np.fft.fft` and `np.fft.ifft`."""
    return _changed(a, n, axis, _complex, False)


def rfft_type(a: Any, n: Any = None, axis: Any = -1, norm: Any = None) -> Type:
    """The result type of `np.fft.rfft`: half as long."""
    length = as_value(n)
    return _changed(a, length // 2 + 1 if isinstance(length, int) else None, axis, _complex, True)


def irfft_type(a: Any, n: Any = None, axis: Any = -1, norm: Any = None) -> Type:
    """The result type of `np.fft.irfft`."""
    return _changed(a, n, axis, _real, True)


def _changed_axes(a: Any, s: Any, axes: Any, dtype: Any, half: bool) -> Type:
    array = as_array(a)
    if array is None:
        return UNKNOWN
    if as_value(s) is None and not half:
        return Array(dtype(array.dtype), array.dims)
    chosen = known_axes(axes, array.ndim)
    dims = tuple(None if chosen is None or k in chosen else d for k, d in enumerate(array.dims))
    return Array(dtype(array.dtype), dims)


def fftn_type(a: Any, s: Any = None, axes: Any = None, norm: Any = None) -> Type:
    """The result type of `np.fft.fftn` and `np.fft.ifftn`."""
    return _changed_axes(a, s, axes, _complex, False)


def rfftn_type(a: Any, s: Any = None, axes: Any = None, norm: Any = None) -> Type:
    """The result type of `np.fft.rfftn`."""
    return _changed_axes(a, s, axes, _complex, True)


def irfftn_type(a: Any, s: Any = None, axes: Any = None, norm: Any = None) -> Type:
    """The result type of `np.fft.irfftn`."""
    return _changed_axes(a, s, axes, _real, True)


def resized_type(v: Any, x: Any) -> Type:
    """The result type of `resized_like`: the dtype of `v`, the dims of `x`."""
    given, like = as_array(v), as_array(x)
    return UNKNOWN if given is None or like is None else Array(given.dtype, like.dims)


def opposite_type(norm: Any) -> Type:
    """The result type of `opposite`, which is evaluated."""
    return Static.of(opposite(norm)) if is_known(norm) else UNKNOWN


def weights_type(y: Any, half: Any, axis: Any) -> Type:
    """The result type of `half_weights`: an array of ones but for the axis."""
    array = as_array(half)
    k = axis_of(axis, array.ndim) if array is not None else None
    if array is None or k is None:
        return UNKNOWN
    return Array("float64", tuple(array.dims[k] if i == k else 1 for i in range(array.ndim)))


def sizes_type(x: Any, s: Any, axes: Any) -> Type:
    """The result type of `transform_sizes`: the axes are known when compiling."""
    array, chosen = as_array(x), as_value(axes)
    if array is None:
        return UNKNOWN
    if chosen is None:
        given = parts(s) if as_value(s) is not None else None
        if as_value(s) is not None and given is None:
            return UNKNOWN
        chosen = tuple(range(-(array.ndim if given is None else len(given)), 0))
    chosen = tuple(chosen)
    return Tuple((Tuple((INT,) * len(chosen)), types.type_of(chosen)))
