"""Views that cover the whole of an array: a write through one is undone by another view.

s = np.moveaxis(x, 0, 1); s[0] = v      x = np.moveaxis(s, 1, 0)
"""

from __future__ import annotations

from typing import Any

import numpy as np

from s2sad.analysis.inference import known
from s2sad.ir.ops import Const, Operand

_SELF_INVERSE = (np.swapaxes, np.ndarray.swapaxes, np.flip)
_RESHAPED = (
    *(np.expand_dims, np.squeeze, np.ndarray.squeeze),
    *(np.reshape, np.ndarray.reshape, np.ravel, np.ndarray.ravel),
)


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
