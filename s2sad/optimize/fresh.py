"""Calls whose result is a new object that later code may write to: they are neither merged nor moved.

a = np.zeros n      a and b start equal and become different arrays
b = np.zeros n
"""

from __future__ import annotations

from typing import Any

import numpy as np

from s2sad.analysis.ownership import ELEMENT_WRITES
from s2sad.ir.ops import Call, FunctionRef
from s2sad.runtime import containers, indexing, tree

_BUFFERS: tuple[Any, ...] = (
    np.zeros,
    np.ones,
    np.empty,
    np.full,
    np.zeros_like,
    np.ones_like,
    np.empty_like,
    np.full_like,
    np.array,
    np.copy,
    np.ndarray.copy,
    np.ndarray.flatten,
    containers.build_list,
    containers.build_dict,
    containers.build_object,
    containers.counting,
    list,
    dict,
    tree.zeros_like,
)
_UPDATES: tuple[Any, ...] = (
    containers.store,
    containers.rejoined,
    containers.appended,
    containers.without_last,
    indexing.updated,
    indexing.add_at,
    indexing.scatter_add,
    tree.list_updated,
    *ELEMENT_WRITES,
)
_CALLEES = frozenset(map(id, _BUFFERS + _UPDATES))


def is_buffer(op: Call) -> bool:
    """Whether a call makes an object of its own or a new version of one."""
    return id(op.callee) in _CALLEES or isinstance(op.callee, FunctionRef)
