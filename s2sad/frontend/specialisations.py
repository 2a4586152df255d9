"""Recursive functions for one signature each: what is known of them, and what makes a lowering start again.

power(2.0, n)        power(x: float, n: int): its result, the parameters that it changes, those that its result may be
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

from s2sad.frontend.state import Binding, Storage
from s2sad.frontend.surroundings import Surrounding
from s2sad.ir.leaves import map_leaves
from s2sad.ir.ops import Const, Operand, Region, Value
from s2sad.ir.types import (
    Array,
    FixedList,
    List,
    Never,
    Object,
    Record,
    Scalar,
    Static,
    Symbol,
    Tuple,
    Type,
    children,
    scalar_of,
)


class RecursionFound(Exception):
    """A function that is being lowered in place calls itself: lowering starts again and calls it by reference."""

    def __init__(self, tree: Any) -> None:
        super().__init__()
        self.tree = tree


class ArgumentGrows(Exception):
    """A recursive function gives a list that it is passed other elements: it is lowered again for lists of these."""

    def __init__(self, parameter: tuple[Any, str], kind: Type) -> None:
        super().__init__()
        self.parameter, self.kind = parameter, kind


class SurroundingChanges(Exception):
    """A recursive function changes what a variable around it means: lowering starts again and passes it."""

    def __init__(self, tree: Any, variable: tuple[Any, str]) -> None:
        super().__init__()
        self.tree, self.variable = tree, variable


@dataclass(eq=False)
class Specialisation:
    """A recursive function for one signature.

    Attributes:
        name: its name in the IR.
        params: one value per parameter that is not a constant.
        result: what is known of the type of its result.
        region: its body, once it is lowered.
        extra: outer values that it reads.
        writes: the parameters that it changes in place.
        shares: the parameters whose memory its result may share.
        shares_outside: what else its result may share: memory around it or from outside, and what a cache gives again.
        repeats: whether its result may hold something twice.
        around: what it may read of the functions around it, as that is where it is lowered.
        outside: the versions there of what is from outside.
        changed: the values that were in the memory of arguments which it changes.
        parts: what had been read of lists and arrays where it is lowered: elsewhere they may not be there.
    """

    name: str
    params: tuple[Value, ...]
    result: Type = field(default_factory=Never)
    region: Region | None = None
    extra: dict[Value, None] = field(default_factory=dict)
    writes: frozenset[str] = frozenset()
    shares: frozenset[str] = frozenset()
    shares_outside: frozenset[Storage] = frozenset()
    repeats: bool = False
    around: tuple[Surrounding, ...] = ()
    outside: dict[Storage, Any] = field(default_factory=dict)
    changed: set[Operand] = field(default_factory=set)
    parts: frozenset[Value] = frozenset()

    @property
    def written(self) -> tuple[int, ...]:
        """The positions of the parameters that it changes in place."""
        return tuple(k for k, p in enumerate(self.params) if p.name in self.writes)

    @property
    def found(self) -> tuple[Any, ...]:
        """What is found by iteration."""
        return self.result, self.writes, self.shares, self.shares_outside, self.repeats


def general(kind: Type) -> Type:
    """The type without sizes that change from call to call: `x[1:]` has the type of `x[2:]`."""

    def leaf(each: Type) -> Type:
        if isinstance(each, Scalar):
            return Scalar(each.dtype, each.weak)
        if not isinstance(each, Array):
            return each
        dims = tuple(None if isinstance(d, Symbol) and not d.is_certain else d for d in each.dims)
        return replace(each, dims=dims)

    return map_leaves(leaf, kind)


def is_known(kind: Type) -> bool:
    """Whether a type says all about its values and what is in them."""
    is_container = isinstance(kind, List | FixedList | Tuple | Record | Object)
    return isinstance(kind, Array | Scalar | Static | Never) or (is_container and all(map(is_known, children(kind))))


def is_array(operand: Operand) -> bool:
    """Whether an operand is an array."""
    return isinstance(operand.type, Array)


def widened(kind: Type) -> Type:
    """The type of an argument that other calls give other values."""
    return (scalar_of(kind.value) or kind) if isinstance(kind, Static) else general(kind)


def identity_of(binding: Binding) -> Any:
    """What tells a fixed argument of one specialisation from that of another."""
    return Static.of(binding.value) if isinstance(binding, Const) else binding
