"""The leaves of types: to map them, to ask for what they hold, to put the value of one in.

with_value({'axis': int, 'w': float}, {"axis": 0, "w": 2.0}, ["axis"])   ->   {'axis': static 0, 'w': float}
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from s2sad.ir.types import (
    UNNAMED,
    Array,
    FixedList,
    Function,
    List,
    Map,
    Object,
    Record,
    Scalar,
    Static,
    Symbol,
    Tuple,
    Type,
    children,
    dims_of,
)


def is_foreign(t: Type) -> bool:
    """Whether a type is, or holds, that of a container that is like a list or a dict but is none."""
    own = (isinstance(t, List | FixedList) and t.cls is not list) or (isinstance(t, Record) and t.cls is not dict)
    return own or any(map(is_foreign, children(t)))


def is_empty(t: Type) -> bool:
    """Whether a type is that of a container that holds nothing, or only such containers."""
    return isinstance(t, Tuple | FixedList | List | Record) and all(map(is_empty, children(t)))


def has_known_shape(t: Type) -> bool:
    """Whether all values of a type have the same shape: arrays each of whose sizes has a name or is a number."""
    is_named = [isinstance(d, int) or (isinstance(d, Symbol) and d.name != UNNAMED) for d in dims_of(t)]
    return isinstance(t, Array) and all(is_named)


def dtype_of(t: Type) -> str:
    """The dtype of a number or array."""
    assert isinstance(t, Scalar | Array)
    return t.dtype


def map_parts(function: Callable[[Type], Type], t: Type) -> Type:
    """The type of a container with `function` applied to its parts; any other type as it is."""
    match t:
        case Tuple():
            return Tuple(tuple(map(function, t.elements)), t.cls)
        case FixedList():
            return FixedList(tuple(map(function, t.elements)), t.cls)
        case List():
            return List(function(t.element), t.cls)
        case Record():
            return Record(tuple((k, function(e)) for k, e in t.fields), t.cls)
        case Object():
            return Object(t.cls, tuple((k, function(e)) for k, e in t.fields))
        case Map():
            return Map(t.key, function(t.value))
        case Function():
            return Function(t.code, tuple(map(function, t.captured)))
        case _:
            return t


def map_leaves(function: Callable[[Type], Type], t: Type) -> Type:
    """The type with `function` applied to every part that is not a container."""
    if isinstance(t, Tuple | FixedList | List | Record | Object | Map | Function):
        return map_parts(partial(map_leaves, function), t)
    return function(t)


def may_be_integral(t: Type) -> bool:
    """Whether something in a type is a float that may turn out to be an integer."""
    return t.integral if isinstance(t, Scalar | Array) else any(map(may_be_integral, children(t)))


def as_integers(t: Type) -> Type:
    """The type if all that may be integers is that."""

    def leaf(each: Type) -> Type:
        if isinstance(each, Scalar) and each.integral:
            return Scalar("int64", each.weak)
        return Array("int64", each.dims) if isinstance(each, Array) and each.integral else each

    return map_leaves(leaf, t)


def symbols_in(t: Type) -> set[str]:
    """The names of the sizes in a type."""
    if isinstance(t, Array):
        return {d.name for d in t.dims if isinstance(d, Symbol) and d.name != UNNAMED}
    return {name for inner in children(t) for name in symbols_in(inner)}


def known_value(t: Type) -> Any:
    """The Python value that a type pins down (slices and tuples of known and unknown parts too), else the type.

    >>> known_value(Tuple((Static.of(2), Static.of(3))))
    (2, 3)
    """
    match t:
        case Static():
            return t.value
        case Tuple() if t.cls is slice:
            return slice(*map(known_value, t.elements))
        case Tuple() if t.cls is None:
            return tuple(map(known_value, t.elements))
        case _:
            return t


def with_value(kind: Type, value: Any, keys: Sequence[Any]) -> Type:
    """The type of `value` with the value of one leaf in it; `keys` lead there, attributes with a dot."""
    if not keys:
        return Static.of(value)
    key, rest = keys[0], keys[1:]
    match kind:
        case Record():
            return replace(
                kind, fields=tuple((n, with_value(t, value[n], rest) if n == key else t) for n, t in kind.fields)
            )
        case Object():
            return replace(
                kind,
                fields=tuple(
                    (n, with_value(t, getattr(value, n), rest) if f".{n}" == key else t) for n, t in kind.fields
                ),
            )
        case Tuple() | FixedList():
            parts = enumerate(kind.elements)
            return replace(kind, elements=tuple(with_value(t, value[n], rest) if n == key else t for n, t in parts))
        case _:
            return kind
