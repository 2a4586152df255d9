"""Functions of NumPy that call a function of the user: lowered as the loops that they are.

`np.apply_along_axis(f, 0, x)` -> `np.stack([f(row) for row in np.moveaxis(x, 0, -1)])`, in the shape of the rest.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from s2sad.ir.types import UNKNOWN
from s2sad.rules.result_moving import joined_shape_type
from s2sad.rules.results import always
from s2sad.rules.table import RuleTable
from s2sad.runtime.moving import joined_shape, refuse_several, size_of
from s2sad.runtime.products import axes_range

TABLE = RuleTable()


@TABLE.inlined(np.apply_along_axis)
def apply_along_axis(func1d: Any, axis: Any, arr: Any, *args: Any) -> Any:
    rows = np.moveaxis(arr, axis, -1)
    others = np.shape(rows)[:-1]
    results = np.stack([func1d(row, *args) for row in np.reshape(rows, (size_of(others), np.shape(rows)[-1]))])
    return _along_places(results, others, axis, arr)


def _along_places(results: Any, others: Any, axis: Any, arr: Any) -> Any:
    """Results along the axes that they get, of which numbers need none."""
    if np.ndim(results) == 1:
        return np.reshape(results, others)
    joined = np.reshape(results, joined_shape(others, np.shape(results)[1:]))
    return np.moveaxis(joined, axes_range(np.ndim(arr) - 1, np.ndim(joined)), _places(axis, arr, joined))


def _places(axis: Any, arr: Any, joined: Any) -> Any:
    """The axes that the results get: from `axis` on."""
    first = axis % np.ndim(arr)
    return axes_range(first, first + np.ndim(joined) - np.ndim(arr) + 1)


@TABLE.inlined(np.apply_over_axes)
def apply_over_axes(func: Any, a: Any, axes: Any) -> Any:
    """A reduction along one axis after the other; the axes stay, with length one."""
    if isinstance(axes, int):
        return _with_axis(func(a, axes), a, axes)
    first = _with_axis(func(a, axes[0]), a, axes[0])
    return first if len(axes) == 1 else np.apply_over_axes(func, first, axes[1:])


def _with_axis(reduced: Any, a: Any, axis: Any) -> Any:
    return np.expand_dims(reduced, axis) if np.ndim(reduced) < np.ndim(a) else reduced


@TABLE.inlined(np.vectorize)
def vectorize(pyfunc: Any, otypes: Any = None) -> Any:
    """The function over the elements of its broadcast arguments."""

    def vectorized(*args: Any) -> Any:
        return _over_elements(pyfunc, otypes, np.broadcast_arrays(*args))

    return vectorized


def _over_elements(pyfunc: Any, otypes: Any, full: Any) -> Any:
    """What the function gives for each element of arrays of one shape, in that shape."""
    results = [pyfunc(*each) for each in zip(*[np.ravel(x) for x in full], strict=True)]
    made = np.reshape(_one_result(results), np.shape(full[0]))
    return made if otypes is None else made.astype(otypes[0])


def _one_result(results: Any) -> Any:
    return refuse_several("np.vectorize") if isinstance(results[0], tuple) else np.array(results)


@TABLE.inlined(np.piecewise)
def piecewise(x: Any, condlist: Any, funclist: Any, *args: Any) -> Any:
    """Each function of the elements for which its condition holds; one more function for the elements without one."""
    conditions = condlist if isinstance(condlist, list | tuple) else [condlist]
    x = np.asarray(x)
    return _by_pieces(x, conditions, funclist, args)


def _by_pieces(x: Any, conditions: Any, functions: Any, args: Any) -> Any:
    """An array in which each condition says what is written where."""
    y = np.zeros_like(x)
    for condition, function in zip(conditions, functions[: len(conditions)], strict=True):
        y[condition] = _piece(function, x[condition], args)
    if len(functions) > len(conditions):
        rest = np.logical_not(np.any(np.stack(conditions), axis=0))
        y[rest] = _piece(functions[-1], x[rest], args)
    return y


def _piece(function: Any, x: Any, args: Any) -> Any:
    return function(x, *args) if callable(function) else function


TABLE.constant(joined_shape, result=joined_shape_type, kept=True)
# An effect, so that it is not removed though nothing active comes of it.
TABLE.constant(refuse_several, effect="io", result=always(UNKNOWN))
