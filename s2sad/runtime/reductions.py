"""What the rules of reductions call: axes kept, moved and spread, and products that survive zeros.

`spread(y_bar, x, axis=0)` -> a view of `y_bar` with the shape of `x`. `products_after` and `product_except_tangent`
are compositions without a rule of their own; `keep_axes`, `spread` and `count` are inlined when types settle their
conditions.
"""

from __future__ import annotations

import itertools
import math
from typing import Any

import numpy as np


def keep_axes(y: Any, axis: Any = None, keepdims: Any = False) -> Any:
    """The result of a reduction with the reduced axes put back as dimensions of one."""
    if axis is None or keepdims:
        return y
    return np.expand_dims(y, axis)


def spread(y_bar: Any, x: Any, axis: Any = None, keepdims: Any = False) -> Any:
    """A view of the cotangent of a reduction that has the shape of the reduced `x`: the adjoint of a sum."""
    if axis is None or keepdims:
        return np.broadcast_to(y_bar, np.shape(x))
    return np.broadcast_to(np.expand_dims(y_bar, axis), np.shape(x))


def count(x: Any, axis: Any = None) -> Any:
    """How many elements of `x` go into one element of its reduction along `axis`."""
    if axis is None:
        return np.size(x)
    if np.ndim(axis) == 0:
        return np.shape(x)[axis]
    return math.prod([np.shape(x)[k] for k in axis])


def largest(a: Any, axis: Any = None, *, keepdims: Any = False) -> Any:
    """`np.max`, of no elements as well: nothing is less than infinity."""
    return np.max(a, axis=axis, keepdims=keepdims, initial=-math.inf)


def least(a: Any, axis: Any = None, *, keepdims: Any = False) -> Any:
    """`np.min`, of no elements as well: nothing is greater than infinity."""
    return np.min(a, axis=axis, keepdims=keepdims, initial=math.inf)


def axes_last(x: Any, axis: Any = None) -> Any:
    """`x` with the axes of a reduction moved to the end and flattened into one."""
    if axis is None:
        return np.reshape(x, -1)
    if np.ndim(axis) == 0:
        return np.moveaxis(x, axis, -1)
    moved = np.moveaxis(x, axis, range(-len(axis), 0))
    return np.reshape(moved, (*moved.shape[: moved.ndim - len(axis)], count(x, axis)))


def axes_back(rows: Any, x: Any, axis: Any = None) -> Any:
    """The inverse of `axes_last`: `rows` in the shape of `x`."""
    if axis is None:
        return np.reshape(rows, np.shape(x))
    if np.ndim(axis) == 0:
        return np.moveaxis(rows, -1, axis)
    unfolded = np.reshape(rows, (*rows.shape[:-1], *(np.shape(x)[k] for k in axis)))
    return np.moveaxis(unfolded, range(-len(axis), 0), axis)


def masked_variance(a: Any, axis: Any, keepdims: Any, where: Any, mean: Any, ddof: Any) -> Any:
    """The variance of the elements of `a` where `where` is true, about `mean` if it is given."""
    number = np.count_nonzero(np.broadcast_to(where, np.shape(a)), axis=axis, keepdims=True)
    center = np.sum(np.where(where, a, 0.0), axis=axis, keepdims=True) / number if mean is None else mean
    deviation = np.where(where, a - center, 0.0)
    total = np.sum(np.real(deviation * np.conj(deviation)), axis=axis, keepdims=keepdims)
    return total / (np.reshape(number, np.shape(total)) - ddof)


def products_before(x: Any) -> Any:
    """For each element the product of those before it on the last axis; 1 for the first."""
    result = np.ones_like(x)
    np.cumprod(x[..., :-1], axis=-1, out=result[..., 1:])
    return result


def products_after(x: Any) -> Any:
    """For each element the product of those after it on the last axis; 1 for the last."""
    return np.flip(products_before(np.flip(x, -1)), -1)


def product_except(x: Any, axis: Any = None) -> Any:
    """For each element the product of all others along `axis`, without a division: right if some are zero."""
    rows = axes_last(x, axis)
    return axes_back(products_before(rows) * products_after(rows), x, axis)


def product_except_tangent(x: Any, x_dot: Any, axis: Any = None) -> Any:
    """The tangent of `product_except`; inlined, so that it needs no rule."""
    rows = axes_last(x, axis)
    rows_dot = axes_last(x_dot, axis)
    before = products_before(rows)
    after = products_after(rows)
    y_dot = before * scan_back(rows, rows_dot * after) + after * scan(rows, rows_dot * before)
    return axes_back(y_dot, x, axis)


def scan(a: Any, b: Any) -> Any:
    """The linear recurrence `s[0] = 0`, `s[i + 1] = a[i] * s[i] + b[i]` along the last axis; `s` is as long as `a`.

    Its derivatives are linear recurrences again (Blelloch 1990, "Prefix sums and their applications").
    """
    a, b = np.broadcast_arrays(a, b)
    result = np.zeros(a.shape, np.result_type(a, b, 0.0))
    if a.ndim == 1 and a.size:
        pairs = zip(a[:-1].tolist(), b[:-1].tolist(), strict=True)
        result[:] = list(itertools.accumulate(pairs, lambda s, pair: pair[0] * s + pair[1], initial=0.0))
        return result
    for i in range(a.shape[-1] - 1):
        result[..., i + 1] = a[..., i] * result[..., i] + b[..., i]
    return result


def scan_back(a: Any, b: Any) -> Any:
    """The recurrence of `scan` from the end: `s[i] = a[i + 1] * s[i + 1] + b[i + 1]`, 0 for the last."""
    return np.flip(scan(np.flip(a, -1), np.flip(b, -1)), -1)
