"""What lowering asks of the outside: the values that it reads there, and those that it must know when compiling.

x * SCALE           captured: ("global", namespace, "SCALE"), read at run time
np.sum(x, axis=k)   StaticDemand(index of k), OutsideDemand(path of k): lowering starts again and knows the value
"""

from __future__ import annotations

import ast
from dataclasses import dataclass, field
from typing import Any

from s2sad.errors import S2SADError
from s2sad.frontend.guards import Guard
from s2sad.ir.leaves import symbols_in, with_value
from s2sad.ir.ops import Operand, Value
from s2sad.ir.types import Type


class StaticDemand(Exception):
    """The value of a parameter, or of a leaf of it, is needed when compiling: the signature must hold it.

    Attributes:
        place: the position of the parameter, then the keys of the leaf.
        if_active: the refusal of a float that is differentiated, for a value that is known has no derivative.
    """

    def __init__(self, place: tuple[Any, ...], if_active: S2SADError | None = None) -> None:
        super().__init__(place)
        self.place = place
        self.if_active = if_active


class OutsideDemand(Exception):
    """The value of something from outside is needed when compiling: lowering starts again and takes it as it is."""

    def __init__(self, access: tuple[Any, ...]) -> None:
        super().__init__(access)
        self.access = access


@dataclass(frozen=True)
class First:
    """What is read before anything else.

    Attributes:
        depth: in how many derivatives inside of each other the function is that reads it.
    """

    access: tuple[Any, ...]
    name: str
    value: Any
    depth: int


class FirstInside(Exception):
    """Something from outside is written in the block that reads it first: lowering starts again and reads it before."""

    def __init__(self, found: First) -> None:
        super().__init__(found)
        self.found = found


@dataclass
class Outside:
    """What lowering asks of the outside, and what it found there.

    Attributes:
        signature_type: gives the type of a run-time value.
        captured: access paths and hidden parameters, in order; by `path_key`, for a path may name a namespace.
        guards: what the compiled code rests on.
        origins: access paths of the values that are read at run time.
        fixed: what is taken as it is when compiling, and guarded; by `path_key`.
        objects: the access paths of what can change in place, with the objects themselves.
        first: what is read before anything else.
        sizes: the names of sizes that are taken: an array from outside has sizes of its own.
    """

    signature_type: Any
    captured: dict[Any, tuple[tuple[Any, ...], Value]] = field(default_factory=dict)
    guards: dict[tuple[Any, ...], Guard] = field(default_factory=dict)
    origins: dict[Operand, tuple[Any, ...]] = field(default_factory=dict)
    fixed: set[tuple[Any, ...]] = field(default_factory=set)
    objects: list[tuple[tuple[Any, ...], Any]] = field(default_factory=list)
    first: tuple[First, ...] = ()
    sizes: set[str] = field(default_factory=set)

    def type_of(self, value: Any, name: str, access: tuple[Any, ...]) -> Type:
        """The type of what is at an access path, with sizes that nothing else has and the values that must be known."""
        found: Type = self.signature_type(value, name)
        while not self.sizes.isdisjoint(symbols_in(found)):
            name += "'"
            found = self.signature_type(value, name)
        self.sizes.update(symbols_in(found))
        return self.with_leaves(found, value, access)

    def with_leaves(self, kind: Type, value: Any, access: tuple[Any, ...]) -> Type:
        """The type of what is at an access path, with the values of its leaves that must be known."""
        key = path_key(access)
        for path in self.fixed:
            if path[: len(key)] == key and len(path) > len(key):
                keys = [ast.literal_eval(s[1:-1]) if s.startswith("[") else s for s in path[len(key) :]]
                kind = with_value(kind, value, keys)
        return kind


def path_key(access: tuple[Any, ...]) -> tuple[Any, ...]:
    """What distinguishes access paths: namespaces count by identity."""
    return tuple(a if isinstance(a, str | int) else id(a) for a in access)
