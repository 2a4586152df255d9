"""Rules of `scipy.ndimage`: filters are convolutions of the image with a border put around it.

`correlate(x, w, mode="nearest")` -> `scipy.signal.correlate(np.pad(x, ..., mode="edge"), w, "valid")`.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import scipy.ndimage as sn
import scipy.signal as ss

from s2sad.ir.types import UNKNOWN
from s2sad.rules import result_signal as found
from s2sad.rules.result_shapes import evaluated, same
from s2sad.rules.results import always
from s2sad.rules.table import RuleTable
from s2sad.runtime import images

TABLE = RuleTable()


@TABLE.composed(sn.correlate, wrt=("input", "weights", "cval"), result=same, static=("mode",))
def correlate(input: Any, weights: Any, *, mode: Any = "reflect", cval: Any = 0.0) -> Any:
    """Complex weights are conjugated, as in `np.correlate`."""
    return ss.convolve(_bordered(input, images.before(weights), mode, cval), np.flip(np.conj(weights)), "valid")


@TABLE.composed(sn.convolve, wrt=("input", "weights", "cval"), result=same, static=("mode",))
def convolve(input: Any, weights: Any, *, mode: Any = "reflect", cval: Any = 0.0) -> Any:
    return ss.convolve(_bordered(input, images.behind(weights), mode, cval), weights, "valid")


def _bordered(x: Any, widths: Any, mode: Any, cval: Any) -> Any:
    """`x` with the border that a mode of `scipy.ndimage` means."""
    if mode in ("constant", "grid-constant"):
        return np.pad(x, widths, constant_values=cval)
    return np.pad(x, widths, images.border(mode))


@TABLE.composed(sn.correlate1d, wrt=("input", "weights", "cval"), result=same, static=("axis", "mode"))
def correlate1d(input: Any, weights: Any, axis: Any = -1, *, mode: Any = "reflect", cval: Any = 0.0) -> Any:
    return sn.correlate(input, np.expand_dims(weights, images.others(np.ndim(input), axis)), mode=mode, cval=cval)


@TABLE.composed(sn.convolve1d, wrt=("input", "weights", "cval"), result=same, static=("axis", "mode"))
def convolve1d(input: Any, weights: Any, axis: Any = -1, *, mode: Any = "reflect", cval: Any = 0.0) -> Any:
    return sn.convolve(input, np.expand_dims(weights, images.others(np.ndim(input), axis)), mode=mode, cval=cval)


@TABLE.composed(sn.gaussian_filter1d, wrt=("input", "sigma", "cval"), result=same, static=("axis", "mode"))
def gaussian_filter1d(
    input: Any, sigma: Any, axis: Any = -1, *, mode: Any = "reflect", cval: Any = 0.0, truncate: Any = 4.0
) -> Any:
    """The width of the bell is differentiated as well; where it is cut off is not."""
    places = images.bell_places(sigma, truncate)
    bell = np.exp(-0.5 * (places / sigma) ** 2)
    return sn.correlate1d(input, bell / np.sum(bell), axis, mode=mode, cval=cval)


@TABLE.composed(sn.gaussian_filter, wrt=("input", "sigma", "cval"), result=same, static=("mode",))
def gaussian_filter(input: Any, sigma: Any, *, mode: Any = "reflect", cval: Any = 0.0, truncate: Any = 4.0) -> Any:
    y = input
    for axis in images.axes(np.ndim(input)):
        y = sn.gaussian_filter1d(y, sigma, axis, mode=mode, cval=cval, truncate=truncate)
    return y


@TABLE.composed(
    sn.map_coordinates, wrt=("input", "coordinates", "cval"), result=found.coordinates_type, static=("order", "mode")
)
def map_coordinates(
    input: Any, coordinates: Any, *, order: Any = 3, mode: Any = "constant", cval: Any = 0.0, prefilter: Any = True
) -> Any:
    """Linear interpolation (order 1) between the corners of a cell; other orders are refused."""
    if order != 1 or mode not in ("constant", "nearest"):
        return None
    ends = [np.shape(input)[k] - 1 for k in images.axes(np.ndim(input))]
    at = [np.clip(coordinates[k], 0, ends[k]) for k in images.axes(np.ndim(input))]
    places = [np.clip(np.floor(at[k]), 0, ends[k] - 1).astype(np.int64) for k in images.axes(np.ndim(input))]
    y = _between(input, places, [at[k] - places[k] for k in images.axes(np.ndim(input))])
    if mode == "nearest":
        return y
    beyond = [(coordinates[k] < 0) | (coordinates[k] > ends[k]) for k in images.axes(np.ndim(input))]
    return np.where(np.any(np.stack(beyond), axis=0), cval, y)


def _between(input: Any, places: Any, parts: Any) -> Any:
    """The corners of the cells, each weighted by what lies at the other side."""
    y = 0.0
    for corner in images.corners(len(places)):
        index = tuple([places[k] + corner[k] for k in images.axes(len(places))])
        weight = 1.0
        for k in images.axes(len(places)):
            weight = weight * (parts[k] if corner[k] else 1.0 - parts[k])
        y = y + weight * input[index]
    return y


TABLE.constant(images.before, images.behind, images.bell_places, result=always(UNKNOWN), kept=True)
TABLE.constant(images.corners, result=evaluated(images.corners), kept=True)
TABLE.constant(images.border, result=evaluated(images.border), kept=True)
TABLE.constant(images.axes, result=evaluated(images.axes), kept=True)
TABLE.constant(images.others, result=evaluated(images.others), kept=True)
