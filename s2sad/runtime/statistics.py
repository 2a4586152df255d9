"""Averages, order statistics, histograms and covariances in terms of functions that have rules.

`quantile(a, 0.3, ...)` is an interpolation between two entries of the sorted rows, which `gather_last` picks.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from s2sad.runtime.markers import stop_gradient
from s2sad.runtime.reductions import axes_last

_CONTINUOUS: dict[str, tuple[float, float]] = {
    "linear": (1.0, 1.0),
    "hazen": (0.5, 0.5),
    "weibull": (0.0, 0.0),
    "median_unbiased": (1 / 3, 1 / 3),
    "normal_unbiased": (0.375, 0.375),
    "interpolated_inverted_cdf": (0.0, 1.0),
}
"""alpha and beta of Hyndman & Fan 1996, Sample Quantiles in Statistical Packages."""


def left_out(a: Any, where: Any) -> Any:
    """Which elements a reduction that skips NaN leaves out; `where` says which others take part, None: all."""
    return np.isnan(a) if where is None else np.logical_or(np.isnan(a), np.logical_not(where))


def gather_last(x: Any, index: Any) -> Any:
    """The entries of the rows of `x` (along the last axis) at `index`, which has rows of its own."""
    return np.take_along_axis(x, index, -1)


def scatter_last(y_bar: Any, index: Any, x: Any) -> Any:
    """An array like `x`, zero but for `y_bar` added at `index`: the transpose of `gather_last`."""
    result = np.zeros(np.shape(x), np.result_type(y_bar))
    rows = np.indices(np.shape(index), sparse=True)[:-1]
    np.add.at(result, (*rows, index), y_bar)
    return result


def kept_shape(a: Any, axis: Any) -> tuple[int, ...]:
    """The shape of a reduction of `a` along `axis` that keeps its dimensions."""
    return tuple(np.sum(np.broadcast_to(0.0, np.shape(a)), axis=axis, keepdims=True).shape)


def quantile_method(method: str) -> tuple[float, float] | None:
    """alpha and beta of a method that interpolates; None for one that picks an entry."""
    return _CONTINUOUS.get(method)


def virtual_index(rows: Any, q: Any, method: str, skip_nan: bool) -> tuple[Any, Any]:
    """How many quantiles q there are in terms of entries: `(slope, offset)`, position = slope * q + offset."""
    number = np.sum(~np.isnan(rows), axis=-1, keepdims=True) if skip_nan else np.array([np.shape(rows)[-1]])
    alpha, beta = _CONTINUOUS.get(method, (1.0, 1.0))
    return number + (1.0 - alpha - beta), alpha - 1.0 + 0.0 * number


def neighbours(rows: Any, position: Any, method: str, skip_nan: bool) -> tuple[Any, Any, Any]:
    """Where the entries below and above a position are in the unsorted rows, and the position of the one below."""
    number = np.sum(~np.isnan(rows), axis=-1, keepdims=True) if skip_nan else np.array([np.shape(rows)[-1]])
    last = np.maximum(number - 1, 0)
    rounded = np.ceil(position) if method == "higher" else np.round(position) if method == "nearest" else position
    low = np.clip(np.floor(rounded), 0, last).astype(int)
    high = np.minimum(low + 1, last) if method in _CONTINUOUS or method == "midpoint" else low
    chosen = np.unique(np.concatenate((low, high), axis=None))
    order = np.argpartition(rows, chosen, axis=-1) if np.shape(rows)[-1] else np.argsort(rows, axis=-1)
    shape = (*np.shape(rows)[:-1], np.shape(position)[-1])
    below, above = (np.take_along_axis(order, np.broadcast_to(k, shape), -1) for k in (low, high))
    return below, above, low.astype(float)


def quantile(a: Any, q: Any, axis: Any, method: str, keepdims: bool, skip_nan: bool = False) -> Any:
    """`np.quantile`, linear between the two entries next to the position that q stands for."""
    if method not in ("lower", "higher", "nearest", "midpoint") and quantile_method(method) is None:
        return None
    rows = axes_last(a, axis)
    slope, offset = virtual_index(stop_gradient(rows), stop_gradient(q), method, skip_nan)
    position = slope * np.reshape(q, -1) + offset
    below, above, low = neighbours(stop_gradient(rows), stop_gradient(position), method, skip_nan)
    first, second = gather_last(rows, below), gather_last(rows, above)
    if method == "midpoint":
        share = np.where(stop_gradient(position) > low, 0.5, 0.0)
    elif quantile_method(method) is None:
        share = np.zeros_like(low)
    else:
        share = np.clip(position - low, 0.0, 1.0)
    picked = first + share * (second - first)
    result = picked[..., 0] if np.ndim(q) == 0 else np.moveaxis(picked, -1, 0)
    if np.ndim(q) < 2 and not keepdims:
        return result
    rest = kept_shape(a, axis) if keepdims else np.shape(picked)[:-1]
    return np.reshape(result, concatenated(np.shape(q), rest))


def concatenated(first: tuple[int, ...], second: tuple[int, ...]) -> tuple[int, ...]:
    """One tuple of two; the compiler reads no `*` in a display."""
    return first + second


def average(a: Any, axis: Any, weights: Any, keepdims: bool) -> tuple[Any, Any]:
    """`np.average` with weights, and their sum."""
    rows = axes_last(a, axis)
    across = axes_last(weights, axis) if np.ndim(weights) == np.ndim(a) else np.ravel(weights)
    total = np.sum(across * np.ones_like(rows), axis=-1)
    mean = np.sum(rows * across, axis=-1) / total
    if not keepdims:
        return mean, total
    return np.reshape(mean, kept_shape(a, axis)), np.reshape(total, kept_shape(a, axis))


def covariance(m: Any, y: Any, rowvar: bool, ddof: Any, fweights: Any, aweights: Any) -> Any:
    """`np.cov`: rows are variables, and weights count (`fweights`) or scale (`aweights`) the columns."""
    x = as_variables(m, rowvar) if y is None else np.concatenate((as_variables(m, rowvar), as_variables(y, rowvar)))
    if fweights is None and aweights is None:
        centered = x - np.mean(x, axis=1, keepdims=True)
        return squeezed((centered @ np.conj(centered.T)) / (np.shape(x)[1] - ddof))
    w = (1.0 if fweights is None else fweights) * (1.0 if aweights is None else aweights)
    total = np.sum(w)
    centered = x - np.sum(x * w, axis=1, keepdims=True) / total
    scale = total - (ddof if aweights is None else ddof * np.sum(w * aweights) / total)
    return squeezed(((centered * w) @ np.conj(centered.T)) / scale)


def as_variables(m: Any, rowvar: bool) -> Any:
    """Observations with one variable per row, in double precision."""
    x = np.asarray(m, dtype=np.result_type(m, np.float64))
    if np.ndim(x) < 2:
        return np.reshape(x, (1, -1))
    return x if rowvar else np.transpose(x)


def squeezed(c: Any) -> Any:
    """A matrix as it is, or the entry of a one by one matrix."""
    return np.reshape(c, ()) if np.size(c) == 1 else c


def correlation(c: Any) -> Any:
    """The correlation coefficients that belong to a covariance matrix."""
    if np.ndim(c) == 0:
        return c / c
    deviation = np.sqrt(np.real(np.diagonal(c)))
    return c / deviation[:, None] / deviation[None, :]


def histogram_bins(a: Any, edges: Any) -> Any:
    """The bin of each entry of `a`, -1 for none; the last bin has both its edges."""
    if len(edges) == 0:
        return np.full(np.shape(a), -1)
    found = np.searchsorted(edges, a, side="right") - 1
    found = np.where(a == edges[-1], len(edges) - 2, found)
    return np.where((a < edges[0]) | (a > edges[-1]), -1, found)


def extremes(data: Any) -> tuple[Any, Any]:
    """Between what `np.histogram` counts: the least and the largest entry; from 0 to 1 where there is none."""
    if np.size(data) == 0:
        return np.sum(data), np.sum(data) + 1.0
    low, high = np.min(data), np.max(data)
    wider = 0.5 * np.equal(low, high)
    return low - wider, high + wider


def sums(place: Any, weights: Any, length: Any) -> Any:
    """`np.bincount` in the dtype of the weights, complex ones and none at all, too: NumPy counts those in integers."""
    total = np.bincount(place, np.real(weights), length)
    whole = total + 1j * np.bincount(place, np.imag(weights), length) if np.iscomplexobj(weights) else total
    return whole.astype(weights.dtype)


def histogram(a: Any, bins: Any, limits: Any, density: bool, weights: Any) -> tuple[Any, Any]:
    """`np.histogram`: the counts are constant in `a` and linear in the weights; the edges follow the extrema."""
    data = np.ravel(a)
    if np.ndim(bins) == 0:
        low, high = extremes(data) if limits is None else limits
        edges = np.linspace(low, high, bins + 1)
    else:
        edges = np.asarray(bins)
    place = np.ravel(histogram_bins(stop_gradient(data), stop_gradient(edges)))
    filled = np.ones(np.shape(data)) if weights is None else np.ravel(weights)
    counts = sums(place + 1, filled, np.shape(edges)[0])[1:]
    return (counts / np.sum(counts) / np.diff(edges) if density else counts), edges
