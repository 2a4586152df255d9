"""Which values of an assignment to elements are elements that only change places.

xs[i], xs[j] = xs[j], xs[i]     both: no element is in the list more often than before
xs[0], xs[1] = xs[1], xs[1]     none: one element is there twice from now on
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import gast

_STEADY = (gast.Name, gast.Constant, gast.BinOp, gast.UnaryOp, gast.operator, gast.unaryop, gast.expr_context)
_PARTS = (gast.Subscript, gast.Attribute)


def exchanged(target: Any, value: Any) -> frozenset[int]:
    """The positions of values that leave one of the places which are assigned to, each for one other place."""
    sides = (gast.Tuple, gast.List)
    if not isinstance(target, sides) or not isinstance(value, sides) or len(target.elts) != len(value.elts):
        return frozenset()
    stored = {k: each for k, each in enumerate(target.elts) if isinstance(each, _PARTS)}
    rest = [each for k, each in enumerate(target.elts) if k not in stored]
    if not all(isinstance(each, gast.Name) for each in rest) or not _stay(stored.values(), {e.id for e in rest}):
        return frozenset()
    places = [_text(each) for each in stored.values()]
    moved = {k: _text(value.elts[k]) for k in stored if _text(value.elts[k]) in places}
    is_once = len(set(moved.values())) == len(moved)
    return frozenset(moved) if is_once and _are_apart(stored.values()) else frozenset()


def _stay(places: Iterable[Any], assigned: set[str]) -> bool:
    """Whether places mean the same before the assignment and while it happens."""
    texts = [_text(place) for place in places]
    owners = {_text(place.value) for place in places}
    for place in places:
        inside = [node for node in gast.walk(place) if node is not place]
        steady = all(isinstance(node, (*_STEADY, *_PARTS)) for node in inside)
        if not steady or any(isinstance(node, gast.Name) and node.id in assigned for node in inside):
            return False
        if any(_text(node) in texts for node in inside if isinstance(node, _PARTS)):
            return False
        index = gast.walk(place.slice) if isinstance(place, gast.Subscript) else ()
        if any(_text(node.value) in owners for node in index if isinstance(node, _PARTS)):
            return False
    return True


def _are_apart(places: Iterable[Any]) -> bool:
    """Whether places differ; of two it does not matter, as an element that stays is there once."""
    keys = [_key(place) for place in places]
    return len(keys) <= 2 or (None not in keys and len(set(keys)) == len(keys))


def _key(place: Any) -> Any:
    """The key of a place that is written as a constant, None of others and of indices from the end."""
    if isinstance(place, gast.Attribute):
        return place.attr
    return place.slice.value if isinstance(place.slice, gast.Constant) else None


def _text(node: Any) -> str:
    """An expression without its context, to be compared."""
    return str(gast.dump(node)).replace("ctx=Store()", "ctx=Load()")
