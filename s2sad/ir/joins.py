"""The least type that covers others: what a value has after two branches, or around a loop.

join(FLOAT, Scalar("float64"))    ->  Scalar("float64")
join(INT, FLOAT)                  ->  FLOAT
element_type(Tuple((INT, INT)))   ->  INT
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from s2sad.ir.leaves import map_parts
from s2sad.ir.types import (
    INT,
    NONE,
    UNKNOWN,
    UNNAMED,
    Array,
    Dim,
    FixedList,
    Function,
    List,
    Made,
    Map,
    Never,
    Object,
    Perhaps,
    Range,
    Record,
    Scalar,
    Static,
    Symbol,
    Tuple,
    Type,
    Unknown,
    assured,
    children,
    result_dtype,
    scalar_of,
    type_of,
)

MAX_DEPTH = 3
"""How deep objects of a class may be inside of each other before all of them have one type."""


def is_certain(dim: Dim) -> bool:
    """Whether a dimension is known not to be one, so that nothing is ever broadcast along it."""
    return dim != 1 if isinstance(dim, int) else dim is not None and dim.is_certain


def _join_dims(a: tuple[Dim, ...], b: tuple[Dim, ...]) -> tuple[Dim, ...]:
    """Equal dims stay; two that are not one become one that is not one, of unknown size."""

    def joined(x: Dim, y: Dim) -> Dim:
        if x == y:
            return x
        return Symbol(UNNAMED) if is_certain(x) and is_certain(y) else None

    return tuple(map(joined, a, b))


def _join_scalars(a: Scalar, b: Scalar) -> Type:
    mixed = a.mixed or b.mixed or (a.dtype, a.weak) != (b.dtype, b.weak)
    integral = a.integral or b.integral or (np.dtype(a.dtype).kind in "iu") != (np.dtype(b.dtype).kind in "iu")
    a, b = Scalar(a.dtype, a.weak), Scalar(b.dtype, b.weak)
    if a.dtype == b.dtype:
        return Scalar(a.dtype, a.weak and b.weak, mixed=mixed, integral=integral)
    joined = result_dtype([a, b])
    if "bool" in (a.dtype, b.dtype) or (not joined.weak and joined.dtype not in (a.dtype, b.dtype)):
        return UNKNOWN
    return replace(joined, mixed=mixed, integral=integral)


def _is_mixed(kind: Type) -> bool:
    if isinstance(kind, Scalar | Array):
        return kind.integral or (isinstance(kind, Scalar) and kind.mixed)
    return any(map(_is_mixed, children(kind)))


def join(a: Type, b: Type) -> Type:  # noqa: C901 - one case per type
    """The least type that covers both: what a value has after two branches, or around a loop."""
    if a == b:
        return b if _is_mixed(b) else a
    match a, b:
        case Never(), _:
            return b
        case _, Never():
            return a
        case Scalar(), Scalar():
            return _join_scalars(a, b)
        case Static(), _ if scalar_of(a.value) is not None:
            return join(type_of(a.value), b)
        case _, Static() if scalar_of(b.value) is not None:
            return join(a, type_of(b.value))
        case Array(), Array() if a.dtype == b.dtype and a.ndim == b.ndim:
            return Array(a.dtype, _join_dims(a.dims, b.dims), a.integral or b.integral)
        case Tuple(), Tuple() if len(a.elements) == len(b.elements) and a.cls is b.cls:
            return Tuple(tuple(map(join, a.elements, b.elements)), a.cls)
        case ((Tuple() | List()), (Tuple() | List())) if _is_plain_tuple(a) and _is_plain_tuple(b):
            element = join(element_type(a), element_type(b))
            return UNKNOWN if isinstance(element, Unknown) else List(element, tuple)
        case FixedList(), FixedList() if len(a.elements) == len(b.elements) and a.cls is b.cls:
            return FixedList(tuple(map(join, a.elements, b.elements)), a.cls)
        case ((FixedList() | List()), (FixedList() | List())) if a.cls is b.cls:
            return List(join(element_type(a), element_type(b)), a.cls)
        case Record(), Record() if a.cls is b.cls and [k for k, _ in a.fields] == [k for k, _ in b.fields]:
            return Record(tuple((k, join(x, y)) for (k, x), (_, y) in zip(a.fields, b.fields, strict=True)), a.cls)
        case Object(), Object() if a.cls is b.cls and [k for k, _ in a.fields] == [k for k, _ in b.fields]:
            of = Object(a.cls, tuple((k, join(x, y)) for (k, x), (_, y) in zip(a.fields, b.fields, strict=True)))
            return _folded(of) if _depth(a.cls, of) > MAX_DEPTH else of
        case ((Perhaps() | Static()), _) | (_, (Perhaps() | Static())) if _may_be_none(a) or _may_be_none(b):
            return _perhaps(Never() if a == NONE else assured(a), Never() if b == NONE else assured(b))
        case ((Object() | Made()), (Object() | Made())) if a.cls is b.cls:
            return _folded(a, b)
        case Function(), Function() if a.code is b.code and len(a.captured) == len(b.captured):
            return Function(a.code, tuple(map(join, a.captured, b.captured)))
        case _:
            return UNKNOWN


def may_be_none(t: Type) -> bool:
    """Whether a value of a type is None in some run, or in all."""
    return t == NONE or isinstance(t, Unknown)


def _may_be_none(t: Type) -> bool:
    return t == NONE or isinstance(t, Perhaps)


def _perhaps(a: Type, b: Type) -> Type:
    """The type of what is None or of one of two types."""
    of = join(a, b)
    if isinstance(of, Object) and any(_holds(of.cls, t) for _, t in of.fields):
        return Perhaps(_folded(of, of))
    known = isinstance(of, Scalar | Array | Tuple | List | FixedList | Record | Map | Object | Made)
    return Perhaps(of) if known and (isinstance(of, Object | Made) or not _holds(None, of)) else UNKNOWN


def _holds(cls: type | None, t: Type) -> bool:
    """Whether a type is or holds that of an object of a class, or, of no class, what may be None."""
    if cls is None and isinstance(t, Perhaps):
        return True
    t = assured(t)
    return (isinstance(t, Object | Made) and t.cls is cls) or any(_holds(cls, each) for each in children(t))


def _depth(cls: type, t: Type) -> int:
    """How many objects of a class are inside of each other."""
    t = assured(t)
    inside = max((_depth(cls, each) for each in children(t)), default=0)
    return inside + (isinstance(t, Object) and t.cls is cls)


def _folded(*objects: Object | Made) -> Made:
    """The type of all objects of a class that are or are held by some: those in their attributes stand for any of them.

    Node(v: float, next: Node(v: int, next: None) or None)   ->   Node(v: float, next: ... or None)
    """
    cls, fields, todo = objects[0].cls, dict[str, Type](), list(objects)

    def put_aside(t: Type) -> Type:
        if isinstance(t, Object | Made) and t.cls is cls:
            todo.append(t)
            return Made(cls)
        return Perhaps(put_aside(t.of)) if isinstance(t, Perhaps) else map_parts(put_aside, t)

    while todo:
        for name, kind in todo.pop().fields:
            fields[name] = join(fields.get(name, Never()), put_aside(kind))
    return Made(cls, tuple(fields.items()))


def field_of(kind: Made, name: str) -> Type:
    """The type of an attribute of an object that holds others of its class."""

    def again(t: Type) -> Type:
        if isinstance(t, Perhaps):
            return Perhaps(again(t.of))
        return kind if t == Made(kind.cls) else map_parts(again, t)

    return again(dict(kind.fields).get(name, UNKNOWN))


def _is_plain_tuple(t: Tuple | List) -> bool:
    """Whether a type is that of tuples, not of named ones or of lists."""
    return t.cls is None if isinstance(t, Tuple) else t.cls is tuple


def element_type(t: Type) -> Type:
    """The join of the types that iterating over `t` gives; Never for an empty list."""
    match t:
        case List():
            return t.element
        case Tuple() | FixedList():
            result: Type = Never()
            for element in t.elements:
                result = join(result, element)
            return result
        case Range():
            return INT
        case Array() if t.ndim:
            return replace(t, dims=t.dims[1:]) if t.ndim > 1 else Scalar(t.dtype, integral=t.integral)
        case Map():
            return t.key
        case Never():
            return t
        case _:
            return UNKNOWN
