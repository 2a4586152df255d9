"""The result types of convolutions and filters: of the rank of the first argument; only "same" keeps its dims."""

from __future__ import annotations

from typing import Any

import numpy as np

from s2sad.ir.types import UNKNOWN, Array, Type
from s2sad.rules.result_products import inexact_name
from s2sad.rules.result_shapes import as_array
from s2sad.rules.results import as_value


def convolve_type(in1: Any, in2: Any, mode: Any = "full", method: Any = "auto") -> Type:
    """The result type of `scipy.signal.convolve` and its kin."""
    a, b = as_array(in1), as_array(in2)
    if a is None or b is None:
        return UNKNOWN
    dims = a.dims if as_value(mode) == "same" else (None,) * a.ndim
    return Array(np.result_type(a.dtype, b.dtype).name, dims)


def framed_type(v: Any, *_: Any) -> Type:
    """The result type of `framed`."""
    a = as_array(v)
    return UNKNOWN if a is None else Array(a.dtype, (None,) * a.ndim)


def lfilter_type(b: Any, a: Any, x: Any, axis: Any = -1) -> Type:
    """The result type of `scipy.signal.lfilter`: like the signal."""
    parts = [as_array(each) for each in (b, a, x)]
    known = [each for each in parts if each is not None]
    if len(known) < len(parts):
        return UNKNOWN
    return Array(inexact_name(np.result_type(*(each.dtype for each in known)).name), known[2].dims)


def response_type(weights: Any, x: Any, axis: Any) -> Type:
    """The result type of `response`: like the signal."""
    return lfilter_type(weights, weights, x, axis)


def lags_type(w: Any, x: Any, like: Any, axis: Any) -> Type:
    """The result type of `lags`: as many as `like` has."""
    a, b, weights = as_array(w), as_array(x), as_array(like)
    if a is None or b is None or weights is None:
        return UNKNOWN
    return Array(np.result_type(a.dtype, b.dtype).name, weights.dims)


def coordinates_type(input: Any, coordinates: Any, **_: Any) -> Type:
    """The result type of `scipy.ndimage.map_coordinates`: the dtype of the image, the dims of the places."""
    image, places = as_array(input), as_array(coordinates)
    return UNKNOWN if image is None or places is None else Array(image.dtype, places.dims[1:])


def neighbours_type(first: Any, n: Any, mode: Any, axis: Any, ndim: Any) -> Type:
    """The result type of `neighbours`: an axis for each of the image, and the places."""
    return Array("int64", (None,) * (ndim + 1)) if isinstance(ndim, int) else UNKNOWN


def beyond_type(coordinates: Any, input: Any) -> Type:
    """The result type of `beyond`: one truth value per place."""
    places = as_array(coordinates)
    return UNKNOWN if places is None else Array("bool", places.dims[1:])


def spline_weights_type(t: Any, order: Any, n: Any) -> Type:
    """The result type of `spline_weights`: one row per neighbour."""
    places = as_array(t)
    return Array("float64", (order + 1, *places.dims)) if places is not None and isinstance(order, int) else UNKNOWN
