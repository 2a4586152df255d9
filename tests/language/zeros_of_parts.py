"""Programs that use a part of what is infinite or NaN elsewhere: what they leave out has derivative zero.

`np.sqrt(x)[2:]` has gradient 0 at `x[0] == 0`, as `np.where` has: slices, arrays of integers, masks written as indices,
writes over what is infinite, and what is done with it before it is read.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np


def sliced(x):
    return np.sum(np.sqrt(x)[2:] ** 2)


def sliced_two_deep(x):
    return np.sum(np.log(np.sqrt(x))[2:] ** 2)


def sliced_twice(x):
    return np.sum(np.sqrt(x)[1:][1:] ** 3)


def sliced_product(x):
    return np.sum((x * np.log(x))[2:])


def sliced_reciprocal(x):
    return np.sum((1 / x)[2:] ** 2)


def sliced_power(x):
    return np.sum((x**0.3)[2:] ** 2)


def sliced_arcsin(x):
    return np.sum(np.arcsin(1 - x / 4)[2:] ** 2)


def sliced_overflow(x):
    return np.sum(np.exp(-800 * x)[2:])


def sliced_and_read(x):
    w = (np.log(x) + 1) ** 2
    return np.sum(w[2:]) + w[3]


def sliced_backwards(x):
    return np.sum(np.sqrt(x)[::-1][:2] ** 3)


def elements(x):
    y = np.sqrt(x)
    return y[2] * y[-1]


def many_elements(x):
    y = np.sqrt(np.concatenate([x, x, x]))
    return y[2] * y[3] * y[6] * y[7] * y[10] * y[11]


def by_integers(x):
    return np.sum(np.sqrt(x)[np.array([2, 3, 3])] ** 3)


def by_nonzero(x):
    return np.sum(np.sqrt(x)[np.nonzero(x > 0)] ** 3)


def by_flatnonzero(x):
    return np.sum(np.log(x)[np.flatnonzero(x > 0)] ** 3)


def by_where(x):
    return np.sum(np.log(x)[np.where(x > 0)] ** 3)


def by_argsort(x):
    return np.sum(np.sqrt(x)[np.argsort(x)[2:]] ** 3)


def by_list(x):
    positive = [i for i in range(4) if x[i] > 0]
    return np.sum(np.log(x)[positive] ** 2)


def compressed(x):
    return np.sum(np.compress(x > 0, np.sqrt(x)) ** 3)


def taken(x):
    return np.sum(np.take(1 / x, np.flatnonzero(x > 0)) ** 3)


def deleted(x):
    return np.sum(np.delete(np.sqrt(x), [0, 1]) ** 3)


def by_mask_of_rows(x):
    m = x > 0
    return np.sum(np.sqrt(np.outer(x, x))[m][:, m] ** 3)


def by_grid(x):
    return np.sum(np.log(x[:, None] * x[None, :])[np.ix_([2, 3], [2, 3])] ** 2)


def by_triangle(x):
    return np.sum(np.sqrt(np.abs(x[:, None] - x[None, :]))[np.triu_indices(4, 1)])


def block_of_quotients(x):
    return np.sum((x[:, None] / x[None, :])[2:, 2:] ** 2)


def columns(x):
    return np.sum(np.sqrt(x[None, :] * np.ones((3, 1)))[:, 2:] ** 3)


def reshaped(x):
    return np.sum(np.sqrt(x).reshape(2, 2)[1] ** 3)


def transposed(x):
    return np.sum(np.sqrt(x.reshape(2, 2)).T[:, 1] ** 3)


def concatenated(x):
    return np.sum(np.concatenate([np.sqrt(x), x])[2:])


def stacked(x):
    return np.sum(np.stack([np.sqrt(x), np.log(x)])[:, 2:] ** 2)


def sliced_under_where(x):
    return np.sum(np.where(x[1:] > 0, np.sqrt(x)[1:], 0.0) ** 3)


def smallest_of_slice(x):
    return np.min(np.sqrt(x)[x > 0]) * x[2]


def differences_of_slice(x):
    return np.sum(np.diff(np.sqrt(x)[2:]) ** 2)


def in_a_helper(x):
    def h(v):
        return np.sqrt(v) * np.log(v)

    return np.sum(h(x)[2:] * h(x)[2:])


def overwritten_by_slice(x):
    y = 1 / x
    y[:2] = 1.0
    return np.sum(y * y * x)


def overwritten_by_values(x):
    y = np.log(x)
    y[:2] = x[2:] * 3
    return np.sum(y * y * x)


def overwritten_by_integers(x):
    y = np.sqrt(x)
    y[np.array([0, 1])] = 0.0
    return np.sum(y * y * x)


def overwritten_by_elements(x):
    y = np.sqrt(x)
    y[0] = x[2]
    y[1] = y[0] * 2
    return np.prod(y)


def overwritten_by_put(x):
    y = np.log(x)
    np.put(y, [0, 1], 0.0)
    return np.sum(y * y)


def written_by_slice(x):
    y = np.zeros_like(x)
    y[2:] = np.log(x)[2:]
    return np.sum(y * y * x)


def diagonal_overwritten(x):
    a = 1 / np.abs(x[:, None] - x[None, :])
    np.fill_diagonal(a, 0.0)
    return np.sum(a * a)


def diagonal_overwritten_by_indices(x):
    a = np.log(np.abs(x[:, None] - x[None, :]))
    a[np.diag_indices(4)] = 0.0
    return np.sum(a)


def diagonal_infinite(x):
    a = np.abs(x[:, None] - x[None, :])
    np.fill_diagonal(a, np.inf)
    return np.sum(np.sqrt(np.min(a, axis=1))) + np.sum(1 / a)


def traced_beside(x):
    return np.trace(np.sqrt(x).reshape(2, 2), -1)


def chosen(x):
    return np.sum(np.choose((x > 0).astype(int), [x, np.sqrt(x)]))


FUNCTIONS: list[Callable[..., Any]] = [
    sliced, sliced_two_deep, sliced_twice, sliced_product, sliced_reciprocal, sliced_power, sliced_arcsin,
    sliced_overflow, sliced_and_read, sliced_backwards, by_integers, by_nonzero,
    by_flatnonzero, by_where, by_argsort, by_list, compressed, taken, deleted, by_mask_of_rows, by_grid, by_triangle,
    block_of_quotients, columns, reshaped, transposed, concatenated, stacked, sliced_under_where, smallest_of_slice,
    differences_of_slice, in_a_helper, overwritten_by_slice, overwritten_by_values, overwritten_by_integers,
    overwritten_by_elements, overwritten_by_put, written_by_slice,
    diagonal_overwritten_by_indices, diagonal_infinite,
]  # fmt: skip

WARN: list[Callable[..., Any]] = [elements, many_elements, diagonal_overwritten, traced_beside, chosen]
"""Those whose derivatives may warn where they themselves do not."""
