"""The rules of functions that choose: extrema of two arguments, `where`, `clip`, and what replaces NaN.

A boolean partial is a mask, a pair is a mask and a factor: `z = np.where(c, x, y)` -> `(c, np.logical_not(c))`, so
that what is infinite in a lane not taken is cut. Equal arguments of an extremum share equally.
"""

from __future__ import annotations

import builtins
import math
from typing import Any

import numpy as np

from s2sad.rules import results
from s2sad.rules.result_sampled import sampled
from s2sad.rules.results import ufunc_type
from s2sad.rules.table import RuleTable
from s2sad.runtime.elementwise import as_mask, bounds, is_mask

TABLE = RuleTable()


@TABLE.elementwise(np.where, wrt=("x", "y"), result=results.where_type, linear=("x", "y"))
def where_partials(z: Any, condition: Any, x: Any, y: Any) -> Any:
    mask = condition if is_mask(condition) else as_mask(condition)  # one mask in both orders of a second derivative
    return mask, np.logical_not(mask)


@TABLE.elementwise(np.maximum, result=ufunc_type(np.maximum))
def maximum_partials(z: Any, x: Any, y: Any) -> Any:
    share = 1.0 - 0.5 * (x == y)
    return (x >= y, share), (y >= x, share)


@TABLE.elementwise(np.minimum, result=ufunc_type(np.minimum))
def minimum_partials(z: Any, x: Any, y: Any) -> Any:
    share = 1.0 - 0.5 * (x == y)
    return (x <= y, share), (y <= x, share)


@TABLE.elementwise(builtins.max, result=results.choice_type)
def max_partials(z: Any, x: Any, y: Any) -> Any:
    share = 1.0 - 0.5 * (x == y)
    return (x >= y, share), (y >= x, share)


@TABLE.elementwise(builtins.min, result=results.choice_type)
def min_partials(z: Any, x: Any, y: Any) -> Any:
    share = 1.0 - 0.5 * (x == y)
    return (x <= y, share), (y <= x, share)


@TABLE.elementwise(np.fmax, result=ufunc_type(np.fmax))
def fmax_partials(z: Any, x: Any, y: Any) -> Any:
    """A number wins against NaN."""
    share = 1.0 - 0.5 * (x == y)
    return (np.logical_or(x >= y, np.isnan(y)), share), (np.logical_or(y >= x, np.isnan(x)), share)


@TABLE.elementwise(np.fmin, result=ufunc_type(np.fmin))
def fmin_partials(z: Any, x: Any, y: Any) -> Any:
    share = 1.0 - 0.5 * (x == y)
    return (np.logical_or(x <= y, np.isnan(y)), share), (np.logical_or(y <= x, np.isnan(x)), share)


@TABLE.elementwise(np.clip, wrt=("a", "a_min", "a_max", "min", "max"), result=results.clip_type)
def clip_partials(y: Any, a: Any, a_min: Any = None, a_max: Any = None, *, min: Any = None, max: Any = None) -> Any:
    """Either bound has two names."""
    low, high = bounds(a_min, a_max, min, max)
    by_a, by_low, by_high = bounded_partials(a, low, high)
    return by_a, by_low, by_high, by_low, by_high


def bounded_partials(a: Any, low: Any, high: Any) -> Any:
    """As of `np.minimum(np.maximum(a, low), high)`: `a` shares with a bound that it equals."""
    inside = np.logical_and(a >= low, a <= high)
    above = np.logical_and(low >= a, low <= high)
    share, bounds_share = (1.0 - 0.5 * (a == low)), (1.0 - 0.5 * (np.maximum(a, low) == high))
    return (inside, share * bounds_share), (above, share * bounds_share), (np.maximum(a, low) >= high, bounds_share)


@TABLE.elementwise(
    np.ndarray.clip, wrt=("a", "min", "max"), result=lambda a, min=None, max=None: results.clip_type(a, min, max)
)
def clip_method_partials(y: Any, a: Any, min: Any = None, max: Any = None) -> Any:
    return clip_partials(y, a, min, max)[:3]


@TABLE.elementwise(np.nan_to_num, wrt=("x", "nan", "posinf", "neginf"), result=sampled(np.nan_to_num))
def nan_to_num_partials(y: Any, x: Any, *, nan: Any = 0.0, posinf: Any = None, neginf: Any = None) -> Any:
    return np.isfinite(x), np.isnan(x), x == math.inf, x == -math.inf


@TABLE.elementwise(np.heaviside, wrt="x2", result=ufunc_type(np.heaviside))
def heaviside_partials(y: Any, x1: Any, x2: Any) -> Any:
    return x1 == 0
