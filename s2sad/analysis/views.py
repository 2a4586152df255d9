"""Views that cover the whole of an array: a write through one is undone by another view.

s = np.moveaxis(x, 0, 1); s[0] = v      x = np.moveaxis(s, 1, 0)

Others are read-only: np.diagonal(m), np.broadcast_to(x, shape), sliding_window_view(x, n)
"""

from __future__ import annotations

from typing import Any

import numpy as np

from s2sad.analysis.inference import known
from s2sad.ir.ops import Const, Operand
from s2sad.ir.types import Array

_SELF_INVERSE = (np.swapaxes, np.ndarray.swapaxes, np.flip)
_RESHAPED = (
    *(np.expand_dims, np.squeeze, np.ndarray.squeeze),
    *(np.reshape, np.ndarray.reshape, np.ravel, np.ndarray.ravel),
)
_READ_ONLY = (
    *(np.diagonal, np.ndarray.diagonal, np.broadcast_to),
    np.lib.stride_tricks.sliding_window_view,
)


def is_read_only(function: Any, first: Operand) -> bool:
    """Whether a call gives a view of its first argument that NumPy lets nobody write to."""
    of_matrix = isinstance(first.type, Array) and first.type.ndim == 2
    return function in _READ_ONLY or (function is np.diag and of_matrix)


def undone_view(view: Any, arguments: tuple[Operand, ...]) -> tuple[Any, tuple[Operand, ...]] | None:
    """The call that undoes `view(x, *arguments)`, `np.reshape` without arguments for one to the shape of x; or None."""
    if view in _RESHAPED:
        return np.reshape, ()
    if view in _SELF_INVERSE:
        return view, arguments
    if view is np.moveaxis and len(arguments) == 2:
        return np.moveaxis, (arguments[1], arguments[0])
    if view is np.transpose and not arguments:
        return np.transpose, ()
    axes = known(arguments[0]) if view is np.transpose and len(arguments) == 1 else None
    if isinstance(axes, tuple) and all(type(axis) is int for axis in axes):
        order = tuple(int(k) for k in np.argsort([axis % len(axes) for axis in axes]))
        return np.transpose, (Const(order),)
    return None
