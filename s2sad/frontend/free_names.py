"""The names that a function may read of the functions around it, and of the module.

def scaled(u, n):                      free: s
    return u[n] * s
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Any

import gast

from s2sad.frontend.cells import own_statements, parameters

_FUNCTIONS = (gast.FunctionDef, gast.Lambda)


@lru_cache(256)
def free_names(function: Any) -> tuple[str, ...]:
    """The names that a function, or one inside it, reads and does not bind, in the order of the text."""
    own = own_statements(function)
    bound = {*parameters(function), *_bound_by(own)}
    return tuple(dict.fromkeys(name for name in _read_by(own) if name not in bound))


def _read_by(nodes: list[Any]) -> Iterator[str]:
    for node in nodes:
        if isinstance(node, gast.Name):
            yield node.id
        elif isinstance(node, _FUNCTIONS):
            yield from free_names(node)
            for decorator in getattr(node, "decorator_list", ()):
                yield from (each.id for each in gast.walk(decorator) if isinstance(each, gast.Name))


def _bound_by(nodes: list[Any]) -> Iterator[str]:
    """What statements bind; a variable of a comprehension is one there only."""
    apart = {each for node in nodes if isinstance(node, gast.comprehension) for each in gast.walk(node.target)}
    for node in nodes:
        if isinstance(node, gast.Name) and isinstance(node.ctx, gast.Store) and node not in apart:
            yield node.id
        elif isinstance(node, gast.FunctionDef):
            yield node.name
