"""Recursive functions that give themselves arguments of a new type each time: a list or tuple that gets longer.

def walk(i, w): ... walk(i - 1, w + [x[i]])     w: list[float], after a few calls with lists of known lengths
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from s2sad.errors import SourceSpan, UnsupportedSyntaxError
from s2sad.frontend.specialisations import ArgumentGrows, Specialisation, is_known
from s2sad.ir.joins import join
from s2sad.ir.types import Type, children

_FEW, _MANY = 8, 24


def refuse_growth(
    tree: Any, kinds: dict[str, Type], known: Mapping[Any, Specialisation], span: SourceSpan | None
) -> None:
    """Stop a function that is lowered for longer and longer arguments, one inside of the other.

    Raises:
        ArgumentGrows: a list or tuple may be one of any length, or an array.
        UnsupportedSyntaxError: nothing helps.
    """
    lowering = [each for (key, _), each in known.items() if key[0] is tree and each.region is None]
    if len(lowering) < _FEW:
        return
    before = {p.name: p.type for p in lowering[-1].params}
    passed = [name for name in kinds if name in before]
    growing = [name for name in passed if _size(before[name]) < _size(kinds[name])]
    is_endless = len(lowering) >= _MANY and all(_size(before[name]) <= _size(kinds[name]) for name in passed)
    for name in passed if is_endless else growing:
        wider = join(before[name], kinds[name])
        if is_known(wider) and wider != kinds[name]:
            raise ArgumentGrows((tree, name), wider)
    if is_endless:
        which = f"its argument `{growing[0]}` grows" if growing else "it is given other types, functions or constants"
        raise UnsupportedSyntaxError(
            f"The recursive function `{tree.name}` calls itself without an end that is known when compiling, and "
            f"{which} with each call",
            span,
            "Give it arguments of the same types each time: a longer list of numbers, but no new function or string.",
        )


def _size(kind: Type) -> int:
    """How many parts a type has."""
    return 1 + sum(map(_size, children(kind)))
