"""Whether a variable of unknown type can be given a new value where `s += t` would change an array in place.

s = 0.0                        `s` is a number, or an array that nothing else holds: s = s + t
for v in x: s += f(v)
r = g(x); u = r; r += 1.0      `r` may be an array, which `u` is as well: refused when the derivative runs if it is one
"""

from __future__ import annotations

import builtins
import math
from functools import lru_cache
from typing import Any

import gast
import numpy as np

_FRESH = (gast.BinOp, gast.UnaryOp, gast.Compare, gast.Constant)
_OPERANDS = (*_FRESH, gast.AugAssign, gast.Return, gast.If, gast.While, gast.Assert, gast.Expr)
_REDUCTIONS = frozenset(["sum", "mean", "prod", "max", "min", "dot", "vdot", "linalg.norm"])
_BUILTINS = frozenset(["abs", "float", "int", "max", "min", "sum", "len", "print", "isinstance", "round", "bool"])


def is_held_by_nothing_else(tree: Any, name: str) -> bool:
    """Whether a variable of a function gets new objects only, and no use of it gives an array another name."""
    return name in _only_computed_with(tree)


@lru_cache(maxsize=256)
def _only_computed_with(tree: Any) -> frozenset[str]:
    found: dict[str, bool] = {}
    for parent in gast.walk(tree):
        for child in gast.iter_child_nodes(parent):
            if isinstance(child, gast.Name):
                found[child.id] = found.get(child.id, True) and _is_harmless(parent, child)
    return frozenset(name for name, harmless in found.items() if harmless)


def _is_harmless(parent: Any, name: Any) -> bool:
    if isinstance(name.ctx, gast.Load):
        return isinstance(parent, _OPERANDS) or (isinstance(parent, gast.Call) and _computes(parent.func))
    if isinstance(parent, gast.Assign) and parent.targets == [name]:
        return isinstance(parent.value, _FRESH) or (
            isinstance(parent.value, gast.Call) and _computes(parent.value.func)
        )
    return isinstance(parent, gast.AugAssign)


def _computes(node: Any) -> bool:
    """Whether an expression is a call that gives a new number or array, from its text."""
    if not isinstance(node, gast.Call):
        return False
    function = node.func
    if isinstance(function, gast.Name):
        return function.id in _BUILTINS and hasattr(builtins, function.id)
    path: list[str] = []
    while isinstance(function, gast.Attribute):
        path.insert(0, function.attr)
        function = function.value
    root = getattr(function, "id", "")
    if root == "math" and len(path) == 1:
        return hasattr(math, path[0])
    return root in ("np", "numpy") and (
        ".".join(path) in _REDUCTIONS or (len(path) == 1 and isinstance(getattr(np, path[0], None), np.ufunc))
    )
