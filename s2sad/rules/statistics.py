"""The rules of averages, order statistics, histograms and covariances, and of the reductions that skip NaN.

`y = np.ptp(x)` is `np.max(x) - np.min(x)`; `np.nansum` is a masked sum, so that NaN has a strongly zero derivative.
Quantiles are differentiable in the data and in q; of equal entries, `np.argpartition` decides which one is picked.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from s2sad.rules import result_statistics, results
from s2sad.rules.result_sampled import sampled
from s2sad.rules.table import RuleTable
from s2sad.runtime.reductions import largest, least
from s2sad.runtime.statistics import (
    average,
    correlation,
    covariance,
    gather_last,
    histogram,
    histogram_bins,
    kept_shape,
    left_out,
    neighbours,
    quantile,
    quantile_method,
    scatter_last,
    sums,
    virtual_index,
)

TABLE = RuleTable()
_AXES = ("axis", "keepdims")
_QUANTILE = ("axis", "keepdims", "method")


@TABLE.composed(np.ptp, result=sampled(np.ptp), static=_AXES, effect="may_raise")
def ptp_body(a: Any, axis: Any = None, *, keepdims: Any = False) -> Any:
    return np.max(a, axis=axis, keepdims=keepdims) - np.min(a, axis=axis, keepdims=keepdims)


@TABLE.composed(
    np.average, result=result_statistics.average_type, static=("axis", "keepdims", "returned"), effect="may_raise"
)
def average_body(a: Any, axis: Any = None, weights: Any = None, returned: Any = False, *, keepdims: Any = False) -> Any:
    if weights is None:
        weights = np.ones_like(a)
    mean, total = average(a, axis, weights, keepdims)
    return (mean, total) if returned else mean


# --- order statistics ------------------------------------------------------------------------------------------------


@TABLE.composed(np.median, result=sampled(np.median), static=_AXES)
def median_body(a: Any, axis: Any = None, *, keepdims: Any = False) -> Any:
    return quantile(a, 0.5, axis, "linear", keepdims)


@TABLE.composed(np.quantile, result=sampled(np.quantile), static=_QUANTILE, effect="may_raise")
def quantile_body(a: Any, q: Any, axis: Any = None, *, method: Any = "linear", keepdims: Any = False) -> Any:
    return quantile(a, q, axis, method, keepdims)


@TABLE.composed(np.percentile, result=sampled(np.percentile), static=_QUANTILE, effect="may_raise")
def percentile_body(a: Any, q: Any, axis: Any = None, *, method: Any = "linear", keepdims: Any = False) -> Any:
    return quantile(a, q / 100.0, axis, method, keepdims)


@TABLE.composed(np.nanmedian, result=sampled(np.nanmedian), static=_AXES)
def nanmedian_body(a: Any, axis: Any = None, *, keepdims: Any = False) -> Any:
    return quantile(a, 0.5, axis, "linear", keepdims, True)


@TABLE.composed(np.nanquantile, result=sampled(np.nanquantile), static=_QUANTILE, effect="may_raise")
def nanquantile_body(a: Any, q: Any, axis: Any = None, *, method: Any = "linear", keepdims: Any = False) -> Any:
    return quantile(a, q, axis, method, keepdims, True)


@TABLE.composed(np.nanpercentile, result=sampled(np.nanpercentile), static=_QUANTILE, effect="may_raise")
def nanpercentile_body(a: Any, q: Any, axis: Any = None, *, method: Any = "linear", keepdims: Any = False) -> Any:
    return quantile(a, q / 100.0, axis, method, keepdims, True)


@TABLE.linear(gather_last, wrt="x", result=result_statistics.gather_type)
def gather_last_vjp(y_bar: Any, y: Any, x: Any, index: Any) -> Any:
    return scatter_last(y_bar, index, x)


@TABLE.linear(scatter_last, wrt="y_bar", result=result_statistics.scatter_type)
def scatter_last_vjp(z_bar: Any, z: Any, y_bar: Any, index: Any, x: Any) -> Any:
    return gather_last(z_bar, index)


TABLE.constant(neighbours, result=sampled(neighbours), static=("method", "skip_nan"))
TABLE.constant(virtual_index, result=sampled(virtual_index), static=("method", "skip_nan"))
TABLE.constant(kept_shape, result=result_statistics.kept_shape_type, static=("axis",))
TABLE.constant(quantile_method, result=result_statistics.quantile_method_type, static=("method",))


# --- reductions without NaN ------------------------------------------------------------------------------------------


@TABLE.composed(np.nansum, result=results.sum_type, static=(*_AXES, "dtype"))
def nansum_body(
    a: Any, axis: Any = None, dtype: Any = None, *, keepdims: Any = False, initial: Any = None, where: Any = None
) -> Any:
    total = np.sum(np.where(left_out(a, where), 0.0, a), axis=axis, keepdims=keepdims)
    return total if initial is None else total + initial


@TABLE.composed(np.nanprod, result=results.sum_type, static=(*_AXES, "dtype"))
def nanprod_body(
    a: Any, axis: Any = None, dtype: Any = None, *, keepdims: Any = False, initial: Any = None, where: Any = None
) -> Any:
    total = np.prod(np.where(left_out(a, where), 1.0, a), axis=axis, keepdims=keepdims)
    return total if initial is None else total * initial


@TABLE.composed(np.nanmean, result=results.mean_type, static=(*_AXES, "dtype"))
def nanmean_body(a: Any, axis: Any = None, dtype: Any = None, *, keepdims: Any = False, where: Any = None) -> Any:
    return np.mean(a, axis=axis, keepdims=keepdims, where=np.logical_not(left_out(a, where)))


@TABLE.composed(np.nanvar, result=results.variance_type, static=(*_AXES, "dtype"))
def nanvar_body(
    a: Any, axis: Any = None, dtype: Any = None, *, ddof: Any = 0, keepdims: Any = False, where: Any = None
) -> Any:
    return np.var(a, axis=axis, ddof=ddof, keepdims=keepdims, where=np.logical_not(left_out(a, where)))


@TABLE.composed(np.nanstd, result=results.variance_type, static=(*_AXES, "dtype"))
def nanstd_body(
    a: Any, axis: Any = None, dtype: Any = None, *, ddof: Any = 0, keepdims: Any = False, where: Any = None
) -> Any:
    return np.std(a, axis=axis, ddof=ddof, keepdims=keepdims, where=np.logical_not(left_out(a, where)))


@TABLE.composed(np.nanmax, result=results.extremum_type, static=_AXES, effect="may_raise")
def nanmax_body(a: Any, axis: Any = None, *, keepdims: Any = False, initial: Any = None, where: Any = None) -> Any:
    kept = np.where(left_out(a, where), -math.inf, a)
    if initial is None:
        return np.max(kept, axis=axis, keepdims=keepdims)
    return np.maximum(largest(kept, axis, keepdims=keepdims), initial)


@TABLE.composed(np.nanmin, result=results.extremum_type, static=_AXES, effect="may_raise")
def nanmin_body(a: Any, axis: Any = None, *, keepdims: Any = False, initial: Any = None, where: Any = None) -> Any:
    kept = np.where(left_out(a, where), math.inf, a)
    if initial is None:
        return np.min(kept, axis=axis, keepdims=keepdims)
    return np.minimum(least(kept, axis, keepdims=keepdims), initial)


@TABLE.composed(np.nancumsum, result=results.cumulative_type, static=("axis", "dtype"))
def nancumsum_body(a: Any, axis: Any = None, dtype: Any = None) -> Any:
    return np.cumsum(np.where(np.isnan(a), 0.0, a), axis=axis)


@TABLE.composed(np.nancumprod, result=results.cumulative_type, static=("axis", "dtype"))
def nancumprod_body(a: Any, axis: Any = None, dtype: Any = None) -> Any:
    return np.cumprod(np.where(np.isnan(a), 1.0, a), axis=axis)


# --- covariances and histograms --------------------------------------------------------------------------------------


@TABLE.composed(np.cov, result=result_statistics.covariance_type(np.cov), static=("rowvar", "bias"), effect="may_raise")
def cov_body(
    m: Any,
    y: Any = None,
    rowvar: Any = True,
    bias: Any = False,
    ddof: Any = None,
    fweights: Any = None,
    aweights: Any = None,
) -> Any:
    return covariance(m, y, rowvar, (0 if bias else 1) if ddof is None else ddof, fweights, aweights)


@TABLE.composed(
    np.corrcoef, result=result_statistics.covariance_type(np.corrcoef), static=("rowvar",), effect="may_raise"
)
def corrcoef_body(x: Any, y: Any = None, rowvar: Any = True) -> Any:
    return correlation(covariance(x, y, rowvar, 1, None, None))


@TABLE.composed(np.histogram, result=result_statistics.histogram_type, static=("density",), effect="may_raise")
def histogram_body(a: Any, bins: Any = 10, range: Any = None, density: Any = None, weights: Any = None) -> Any:
    return histogram(a, bins, range, bool(density), weights)


@TABLE.linear(np.bincount, wrt="weights", result=result_statistics.bincount_type, effect="may_raise")
def bincount_vjp(y_bar: Any, y: Any, x: Any, weights: Any = None, minlength: Any = 0) -> Any:
    return y_bar[x]


@TABLE.linear(sums, wrt="weights", result=result_statistics.sums_type, kept=True)
def sums_vjp(y_bar: Any, y: Any, place: Any, weights: Any, length: Any) -> Any:
    return y_bar[place]


TABLE.constant(histogram_bins, result=sampled(histogram_bins))
