"""Cases of averages, order statistics, NaN-skipping reductions, histograms, and functions of sampled functions."""

from __future__ import annotations

from typing import Any

import numpy as np

from s2sad.runtime.sampling import cut, diff_back, embedded, interval
from s2sad.runtime.statistics import (
    gather_last,
    histogram_bins,
    kept_shape,
    neighbours,
    quantile_method,
    scatter_last,
    sums,
    virtual_index,
)
from tests.rules.cases_reductions import F32, I8, KEYWORDS, B, M, T, X, Z
from tests.rules.direct import Case

KEPT = M > -0.5
N = np.array([[0.37, np.nan, -0.55, 1.3], [np.nan, 0.16, 0.91, 0.2]])
KEPT_OF_N = np.array([[True, True, False, True], [True, True, True, False]])
W = np.array([0.2, 0.5, 0.3])
METHODS = ["linear", "lower", "higher", "midpoint", "nearest", "hazen", "weibull", "median_unbiased"]
MASKED: list[dict[str, Any]] = [
    {"where": KEPT},
    {"where": KEPT, "axis": 0},
    {"where": KEPT[0], "axis": 1, "keepdims": True},
    {"where": KEPT[:, :1] | True},
]
VARIED: list[tuple[Any, dict[str, Any]]] = [(x, keywords) for x, keywords in KEYWORDS if np.ndim(x)]
WITH_NAN: list[dict[str, Any]] = [{}, {"axis": 0}, {"axis": 1, "keepdims": True}]
GRID = np.array([0.0, 0.3, 0.5, 1.1])
Q2 = np.array([0.15, 0.62])

CUMULATIVE = [getattr(np, name) for name in ("cumulative_sum", "cumulative_prod") if hasattr(np, name)]
TRAPEZOID = np.trapezoid if hasattr(np, "trapezoid") else np.trapz

RARE: list[Case] = [
    *(Case(f, (M,), keywords) for f in (np.sum, np.mean, np.ndarray.sum, np.ndarray.mean) for keywords in MASKED),
    *(Case(f, (M,), keywords) for f in (np.prod, np.ndarray.prod) for keywords in MASKED),
    *(Case(f, (M,), keywords | {"initial": 0.3}) for f in (np.sum, np.prod) for keywords in [*MASKED, {"axis": 0}]),
    *(Case(np.max, (M,), keywords | {"initial": -2.0}) for keywords in [*MASKED, {"axis": 0}]),
    *(Case(np.min, (M,), keywords | {"initial": 2.0}) for keywords in [*MASKED, {"axis": 0}]),
    *(Case(f, (M,), {"initial": 0.2, "axis": 1}) for f in (np.max, np.amax, np.ndarray.max, np.min, np.ndarray.min)),
    *(Case(f, (M,), keywords) for f in (np.var, np.std, np.ndarray.var) for keywords in MASKED[:1] + MASKED[2:]),
    *(Case(f, (M,), {"correction": 1, "axis": 1}) for f in (np.var, np.std)),
    *(Case(f, (M,), {"mean": M.mean(1, keepdims=True), "axis": 1}) for f in (np.var, np.std, np.ndarray.std)),
    Case(np.var, (Z,), {"where": np.array([True, True, False])}),
    *(Case(f, (M,), {"dtype": np.float64}) for f in (np.sum, np.mean, np.prod, np.cumsum, np.cumprod, np.var, np.std)),
]

CASES: list[Case] = [
    *RARE,
    *(Case(np.ptp, (x,), keywords) for x, keywords in VARIED),
    Case(np.average, (M,)),
    Case(np.average, (M, 0), {"keepdims": True}),
    *(Case(np.average, (M,), {"weights": np.abs(M), "axis": axis}) for axis in (None, 0, 1)),
    *(Case(np.average, (M, 1, W), keywords) for keywords in ({}, {"returned": True}, {"keepdims": True})),
    Case(np.average, (Z,), {"weights": W}),
    Case(np.average, (X,), {"returned": True}),
    *(Case(np.median, (x,), keywords) for x, keywords in VARIED),
    *(Case(np.quantile, (x, 0.37), keywords) for x, keywords in VARIED),
    *(Case(np.quantile, (X, 0.37), {"method": method}) for method in METHODS),
    *(Case(np.quantile, (T, Q2), keywords) for keywords in ({}, {"axis": 1}, {"axis": (0, 2), "keepdims": True})),
    Case(np.quantile, (X, Q2), {"method": "weibull"}),
    *(Case(np.percentile, (T, 37.0), keywords) for keywords in ({}, {"axis": 1})),
    Case(np.percentile, (X, 100.0 * Q2)),
    *(Case(f, (x,), keywords) for f in (np.nanmedian,) for x in (M, N) for keywords in WITH_NAN),
    *(Case(np.nanquantile, (N, q), keywords) for q in (0.37, Q2) for keywords in WITH_NAN),
    Case(np.nanpercentile, (N, 37.0), {"axis": 1}),
    *(
        Case(f, (x,), keywords)
        for f in (np.nansum, np.nanprod, np.nanmean, np.nanmax, np.nanmin, np.nanvar, np.nanstd)
        for x in (M, N)
        for keywords in ({}, {"axis": 1, "keepdims": True})
    ),
    Case(np.nanvar, (N,), {"axis": 1, "ddof": 1}),
    *(Case(f, (N,), {"where": KEPT_OF_N}) for f in (np.nansum, np.nanprod, np.nanmean, np.nanvar, np.nanstd)),
    *(Case(f, (N, 1), {"initial": 0.4}) for f in (np.nansum, np.nanprod, np.nanmax, np.nanmin)),
    *(Case(f, (N,), {"initial": 0.4, "where": KEPT_OF_N}) for f in (np.nansum, np.nanmax, np.nanmin)),
    Case(np.nanstd, (X[:1],)),
    *(Case(f, (N,), keywords) for f in (np.nancumsum, np.nancumprod) for keywords in ({}, {"axis": 1})),
    Case(gather_last, (M, np.array([[0, 2], [1, 1]]))),
    Case(scatter_last, (M[:, :2], np.array([[0, 2], [1, 1]]), M)),
    *(Case(np.cov, (T[0],), keywords) for keywords in ({}, {"bias": True}, {"ddof": 0}, {"rowvar": False})),
    *(Case(np.cov, args) for args in [(X,), (X, X[::-1] ** 2), (T[0], T[1])]),
    Case(np.cov, (T[0],), {"aweights": np.array([0.3, 0.2, 0.4, 0.6])}),
    Case(np.cov, (T[0],), {"fweights": np.array([1, 2, 1, 3])}),
    Case(np.cov, (T[0] + 1j * T[1],)),
    *(Case(np.corrcoef, args) for args in [(T[0],), (X, X[::-1] ** 2), (T[0], T[1]), (X,)]),
    Case(np.corrcoef, (T[0],), {"rowvar": False}),
    Case(np.bincount, (np.array([0, 2, 2, 5]), X)),
    Case(np.bincount, (np.array([0, 2, 2, 1]), X), {"minlength": 7}),
    *(Case(np.histogram, (T[0], bins), {"weights": np.abs(T[1])}) for bins in (4, GRID)),
    *(Case(np.histogram, (T[0],), keywords) for keywords in ({}, {"bins": 3, "density": True})),
    Case(np.histogram, (T[0], 3), {"range": (-0.5, 1.0), "weights": T[1], "density": True}),
    Case(sums, (np.array([0, 2, 2, 1]), X, 4)),
    *(Case(np.diff, (M,), keywords) for keywords in ({}, {"n": 2}, {"axis": 0}, {"n": 0})),
    *(Case(np.diff, (T, 1, axis)) for axis in (0, 1, 2)),
    Case(np.diff, (M,), {"prepend": 0.3, "append": M[:, :2]}),
    Case(np.diff, (M,), {"append": 0.3, "axis": 0, "n": 2}),
    *(Case(diff_back, (T[0, : 3 - n], T[0], n, 0)) for n in (1, 2)),
    *(Case(diff_back, (T[0, :, n:], T[0], n, -1)) for n in (1, 2)),
    *(Case(np.ediff1d, (x,)) for x in (X, M)),
    Case(np.ediff1d, (X,), {"to_end": M[0], "to_begin": 0.3}),
    Case(np.gradient, (X,)),
    *(Case(np.gradient, (X, h)) for h in (0.3, GRID)),
    *(Case(np.gradient, (X, h), {"edge_order": 2}) for h in (0.3, GRID)),
    *(Case(np.gradient, (T,), keywords) for keywords in ({"axis": 1}, {"axis": (0, 2)}, {})),
    Case(np.gradient, (T, 0.3, GRID), {"axis": (1, 2), "edge_order": 2}),
    *(Case(TRAPEZOID, (y,), {"dx": 0.3}) for y in (X, M)),
    Case(TRAPEZOID, (X, GRID)),
    Case(TRAPEZOID, (M,), {"x": np.array([0.1, 0.4]), "axis": 0}),
    Case(TRAPEZOID, (M, np.cumsum(np.abs(M), 1))),
    *(Case(np.interp, (x, GRID, X)) for x in (0.37, np.array([0.1, 0.35, 0.99]), np.array([[0.2, 0.7]]))),
    Case(np.interp, (np.array([-0.5, 0.37, 1.5]), GRID, X)),
    Case(np.interp, (np.array([-0.5, 0.37, 1.5]), GRID, X), {"left": 0.3, "right": -0.2}),
    Case(np.interp, (np.array([-0.5, 0.37, 1.25]), GRID + 0.05, X), {"period": 1.4}),
    *(Case(f, (X,), keywords) for f in CUMULATIVE for keywords in ({}, {"axis": 0})),
    *(Case(f, (M,), {"axis": 1, "include_initial": True}) for f in CUMULATIVE),
    *(
        Case(f, (a, v, mode))
        for f in (np.convolve, np.correlate)
        for mode in ("full", "same", "valid")
        for a, v in [(X, W), (W, X), (X, X[:2]), (W[:2], X), (X[:1], X)]
    ),
    Case(np.convolve, (Z, X)),
    *(Case(np.correlate, pair) for pair in [(Z, Z[::-1]), (X, Z), (Z, X)]),
    *(Case(embedded, (T[0, 0], n, m, mode)) for n, m, mode in [(2, 3, "full"), (4, 3, "same"), (3, 6, "valid")]),
    *(Case(cut, (T[0, 0], 2, 3, mode)) for mode in ("full", "same", "valid")),
]

SIGNED = np.array([-0.2, 0.1, 0.45, 1.1, 2.0])

TYPES: list[Case] = [
    *(Case(f, (x,)) for f in (np.ptp, np.median, np.nansum, np.nanmean, np.nanmax, np.nanprod) for x in (F32, X)),
    *(Case(f, (F32,), {"axis": 0}) for f in (np.ptp, np.average, np.median, np.nanstd, np.diff, np.nancumsum)),
    *(Case(f, (F32[0], F32[1])) for f in (np.convolve, np.correlate)),
    *(Case(np.sum, (x,), {"dtype": np.float32}) for x in (X, I8, B)),
    Case(np.bincount, (np.array([0, 1, 1]),)),
    *(Case(np.histogram, (x, bins)) for x in (X, F32) for bins in (3, GRID)),
    Case(histogram_bins, (SIGNED, GRID)),
    Case(interval, (SIGNED, GRID)),
    *(Case(kept_shape, (T, axis)) for axis in (None, 1, (0, 2))),
    *(Case(quantile_method, (method,)) for method in ("linear", "lower")),
    Case(virtual_index, (M, np.array([0.3]), "linear", False)),
    Case(neighbours, (M, np.array([0.3]), "linear", False)),
]
