"""Rules of `scipy.ndimage`: filters are convolutions of the image with a border put around it.

`correlate(x, w, mode="nearest")` -> `scipy.signal.correlate(np.pad(x, ..., mode="edge"), w, "valid")`.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import scipy.ndimage as sn
import scipy.signal as ss

from s2sad.ir.types import UNKNOWN, Array
from s2sad.rules import result_signal as found
from s2sad.rules.result_shapes import as_array, evaluated, same
from s2sad.rules.results import always
from s2sad.rules.table import RuleTable
from s2sad.runtime import images

TABLE = RuleTable()


def _filtered(input: Any, *_: Any, **__: Any) -> Any:
    """The result type of a spline filter: double precision."""
    image = as_array(input)
    return UNKNOWN if image is None else Array("float64", image.dims)


@TABLE.composed(sn.correlate, wrt=("input", "weights", "cval"), result=same, static=("mode", "origin"))
def correlate(input: Any, weights: Any, *, mode: Any = "reflect", cval: Any = 0.0, origin: Any = 0) -> Any:
    """Complex weights are conjugated, as in `np.correlate`."""
    if np.ndim(input) == 0:
        return input * np.conj(weights)
    widths = images.before(np.shape(input), np.shape(weights), origin)
    return ss.convolve(_bordered(input, widths, mode, cval), np.flip(np.conj(weights)), "valid")


@TABLE.composed(sn.convolve, wrt=("input", "weights", "cval"), result=same, static=("mode", "origin"))
def convolve(input: Any, weights: Any, *, mode: Any = "reflect", cval: Any = 0.0, origin: Any = 0) -> Any:
    if np.ndim(input) == 0:
        return input * weights
    widths = images.behind(np.shape(input), np.shape(weights), origin)
    return ss.convolve(_bordered(input, widths, mode, cval), weights, "valid")


def _bordered(x: Any, widths: Any, mode: Any, cval: Any) -> Any:
    """`x` with the border that a mode of `scipy.ndimage` means."""
    if mode in ("constant", "grid-constant"):
        return np.pad(x, widths, constant_values=cval)
    return np.pad(x, widths, images.border(mode))


@TABLE.composed(sn.correlate1d, wrt=("input", "weights", "cval"), result=same, static=("axis", "mode", "origin"))
def correlate1d(
    input: Any, weights: Any, axis: Any = -1, *, mode: Any = "reflect", cval: Any = 0.0, origin: Any = 0
) -> Any:
    full = np.expand_dims(weights, images.others(np.ndim(input), axis))
    return sn.correlate(input, full, mode=mode, cval=cval, origin=images.along(np.ndim(input), axis, origin))


@TABLE.composed(sn.convolve1d, wrt=("input", "weights", "cval"), result=same, static=("axis", "mode", "origin"))
def convolve1d(
    input: Any, weights: Any, axis: Any = -1, *, mode: Any = "reflect", cval: Any = 0.0, origin: Any = 0
) -> Any:
    full = np.expand_dims(weights, images.others(np.ndim(input), axis))
    return sn.convolve(input, full, mode=mode, cval=cval, origin=images.along(np.ndim(input), axis, origin))


# --- bells ------------------------------------------------------------------------------------------------------------


@TABLE.composed(
    sn.gaussian_filter1d, wrt=("input", "sigma", "cval"), result=same, static=("axis", "order", "mode", "radius")
)
def gaussian_filter1d(
    input: Any, sigma: Any, axis: Any = -1, order: Any = 0, *, mode: Any = "reflect", cval: Any = 0.0,
    truncate: Any = 4.0, radius: Any = None,
) -> Any:  # fmt: skip
    """The width of the bell is differentiated as well; where it is cut off is not."""
    places = images.bell_places(sigma, truncate, radius)
    bell = np.exp(-0.5 * (places / sigma) ** 2)
    weights = bell / np.sum(bell) * _slope(order, places, sigma * sigma)
    return sn.correlate1d(input, weights, axis, mode=mode, cval=cval)


def _slope(order: Any, x: Any, square: Any) -> Any:
    """What a bell is multiplied by to have its derivative, mirrored: Hermite polynomials."""
    lower, value = 0.0, 1.0
    for k in images.axes(order):
        lower, value = value, (x * value - k * lower) / square
    return value


@TABLE.composed(
    sn.gaussian_filter, wrt=("input", "sigma", "cval"), result=same, static=("order", "mode", "radius", "axes")
)
def gaussian_filter(
    input: Any, sigma: Any, order: Any = 0, *, mode: Any = "reflect", cval: Any = 0.0, truncate: Any = 4.0,
    radius: Any = None, axes: Any = None,
) -> Any:  # fmt: skip
    y = input
    for k, axis in enumerate(images.axes(np.ndim(input)) if axes is None else axes):
        at = _each(sigma, k), axis, _each(order, k)
        y = sn.gaussian_filter1d(y, *at, mode=_each(mode, k), cval=cval, truncate=truncate, radius=_each(radius, k))
    return y


def _each(values: Any, k: Any) -> Any:
    """What belongs to an axis of what is given for all of them at once or one by one."""
    several = isinstance(values, tuple | list) or (isinstance(values, np.ndarray) and np.ndim(values) > 0)
    return values[k] if several else values


# --- splines ----------------------------------------------------------------------------------------------------------


@TABLE.linear(sn.spline_filter1d, wrt="input", result=_filtered, static=("order", "axis", "mode"))
def spline_filter1d_vjp(y_bar: Any, y: Any, input: Any, order: Any = 3, axis: Any = -1, *, mode: Any = "mirror") -> Any:
    return images.transposed_filter(y_bar, order, axis, mode)


@TABLE.linear(images.transposed_filter, wrt="x", result=_filtered, static=("order", "axis", "mode"), kept=True)
def transposed_filter_vjp(y_bar: Any, y: Any, x: Any, order: Any, axis: Any, mode: Any) -> Any:
    return sn.spline_filter1d(y_bar, order, axis, mode=mode)


@TABLE.custom(images.spline_weights, wrt="t", result=found.spline_weights_type, static=("order", "n"), kept=True)
def spline_weights_jvp(y: Any, t: Any, order: Any, n: Any, t_dot: Any) -> Any:
    return images.spline_weights(t, order, n + 1) * t_dot


@TABLE.custom(images.spline_weights, wrt="t")
def spline_weights_vjp(y_bar: Any, y: Any, t: Any, order: Any, n: Any) -> Any:
    return np.sum(y_bar * images.spline_weights(t, order, n + 1), axis=0)


@TABLE.composed(
    sn.map_coordinates,
    wrt=("input", "coordinates", "cval"),
    result=found.coordinates_type,
    static=("order", "mode", "prefilter"),
)
def map_coordinates(
    input: Any, coordinates: Any, *, order: Any = 3, mode: Any = "constant", cval: Any = 0.0, prefilter: Any = True
) -> Any:
    """Tensor products of B-splines (Unser 1999); mode "grid-constant" is refused, and "nearest" without a filter."""
    if mode == "grid-constant" or (mode == "nearest" and order > 1 and not prefilter):
        return None
    spline, pad = _coefficients(input, order, mode) if order > 1 and prefilter else (input, 0)
    y = np.reshape(_spline_values(spline, coordinates, pad, order, mode), np.shape(coordinates)[1:])
    return np.where(images.beyond(coordinates, input), cval, y) if mode == "constant" else y


def _coefficients(input: Any, order: Any, mode: Any) -> Any:
    """Of the spline through the pixels, and how many more of these it has at each end."""
    pad = 12 if mode == "nearest" else 0
    samples = np.pad(input, images.around(np.shape(input), pad), "edge") if pad else input
    for axis in images.axes(np.ndim(samples)):
        samples = sn.spline_filter1d(samples, order, axis, mode=mode)
    return samples, pad


def _spline_values(samples: Any, coordinates: Any, pad: Any, order: Any, mode: Any) -> Any:
    """The spline with these coefficients at coordinates, one after the other."""
    places, weights = [], []
    for axis in images.axes(np.ndim(samples)):
        n = np.shape(samples)[axis]
        at = _inside(np.ravel(coordinates[axis]) + pad, n, mode)
        first = np.floor(at) - order // 2 if order % 2 else np.floor(at + 0.5) - order // 2
        steps = np.expand_dims(np.arange(order + 1), 1)
        places.append(images.neighbours((first + steps).astype(np.int64), n, mode, axis, np.ndim(samples)))
        weights.append(images.spline_weights(at - first - order // 2, order, 0))
    return np.einsum(images.products(np.ndim(samples)), samples[tuple(places)], *weights)


def _inside(x: Any, n: Any, mode: Any) -> Any:
    """The coordinate within the samples that a mode means by one outside."""
    if n == 1 and mode in ("mirror", "wrap"):
        return np.zeros_like(x)
    if mode == "nearest":
        return np.clip(x, 0.0, n - 1.0)
    if mode == "mirror":
        return n - 1.0 - np.abs(np.mod(x, 2.0 * n - 2.0) - (n - 1.0))
    if mode in ("reflect", "grid-mirror"):
        return n - 0.5 - np.abs(np.mod(x + 0.5, 2.0 * n) - n)
    if mode == "wrap":
        return np.where((x < 0.0) | (x > n - 1.0), np.mod(x, n - 1.0), x)
    return np.mod(x, 1.0 * n) if mode == "grid-wrap" else x


TABLE.constant(images.before, images.behind, images.around, result=always(UNKNOWN), kept=True)
TABLE.constant(images.bell_places, result=always(Array("int64", (None,))), kept=True)
TABLE.constant(images.neighbours, result=found.neighbours_type, kept=True)
TABLE.constant(images.beyond, result=found.beyond_type, kept=True)
for _known in (images.border, images.axes, images.others, images.along, images.products):
    TABLE.constant(_known, result=evaluated(_known), kept=True)
