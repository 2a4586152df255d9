"""What lowering hands over beside the IR: the objects of the outside that the code rests on."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Guard:
    """What compiled code rests on: an object of the outside that must still be the same.

    Attributes:
        access: where it is: `("global", namespace, name)`, `(k,)` for argument k, or nothing for the function itself,
            and then the names of cells, of attributes: ".name", or items: "[0]".
        kind: "is" (the object), "code" (its code object and defaults), "layers" (which derivative of which code),
            "type" (its signature type), "dispatch" (for which class it calls which function), "apart" (no two
            arguments share memory), "outside" (what is written has no second name outside), "same" (two access paths
            lead to one object), "other" (they lead to two), "contiguous" (the part of an argument with the keys in
            `expected` is) or "fits" (two axes of arguments have one size).
        expected: what was found when compiling.
    """

    access: tuple[Any, ...]
    kind: str
    expected: Any


NOTED: ContextVar[dict[Any, Any] | None] = ContextVar("noted", default=None)
_RULE_GUARDS: ContextVar[dict[Any, Guard] | None] = ContextVar("rule_guards", default=None)


@contextmanager
def noting() -> Iterator[dict[Any, Any]]:
    """Collects the Python functions that are lowered meanwhile, by code: what the result depends on."""
    found: dict[Any, Any] = {}
    tokens = NOTED.set(found), _RULE_GUARDS.set({})
    try:
        yield found
    finally:
        NOTED.reset(tokens[0])
        _RULE_GUARDS.reset(tokens[1])


def note_guards(guards: Mapping[Any, Guard]) -> None:
    """Remember what a rule of the user rests on, which is lowered after the function that it is a rule of."""
    noted = _RULE_GUARDS.get()
    if noted is not None:
        noted.update(guards)


def guards_of_rules() -> tuple[Guard, ...]:
    """What the rules that were lowered since `noting` rest on."""
    return tuple((_RULE_GUARDS.get() or {}).values())


def place_in_class(cls: type, attr: str, *more: str) -> tuple[Any, ...]:
    """Where an attribute of a class is: by the name of the class in its module, or else by the class itself."""
    namespace = vars(sys.modules.get(cls.__module__, object))
    first, *inner = cls.__qualname__.split(".")
    found = namespace.get(first)
    for name in inner:  # of a class that was made inside a function, there is none
        found = getattr(found, name, None)
    if found is cls:
        return ("global", namespace, cls.__qualname__, f".{attr}", *more)
    return (*place_in_object(cls, attr), *more)


def place_in_object(holder: Any, attr: str) -> tuple[Any, ...]:
    """Where an attribute is of an object that the code rests on."""
    return ("global", {"holder": holder}, "holder", f".{attr}")
