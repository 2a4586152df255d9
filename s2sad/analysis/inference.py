"""The type and the effect of a call, from the types of its operands and the facts of the rule table.

`infer(np.sin, (x: float,))` -> `(float64, "pure")`; what nothing is known of is `Unknown` with effect "unknown".
"""

from __future__ import annotations

import operator
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np

from s2sad.ir.classes import field_names, may_set
from s2sad.ir.joins import element_type, field_of, join
from s2sad.ir.leaves import as_integers, known_value, may_be_integral
from s2sad.ir.ops import Const, Operand, Value, is_undefined
from s2sad.ir.types import (
    INT,
    UNKNOWN,
    Array,
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
    Tuple,
    Type,
    Unknown,
    assured,
    elementwise_type,
    is_inexact,
    is_numeric,
    scalar_of,
    type_of,
)
from s2sad.rules.result_unruled import makes_new_arrays
from s2sad.rules.table import Rule, RuleTable
from s2sad.runtime import containers

Keywords = tuple[tuple[str, Operand], ...]


def known(operand: Operand) -> Any:
    """The operand's value where it is known when compiling, else its type."""
    if isinstance(operand, Const) and not is_undefined(operand):
        return operand.value
    return known_value(operand.type)


def part_type(operand: Operand) -> Type:
    """The type of an operand as a part of a tuple: a known value stays known."""
    if isinstance(operand, Const) and not is_undefined(operand):
        return Static.of(operand.value)
    return operand.type


def container_item(container: Type, index: Any) -> Type | None:
    """The type of `container[index]`; None if `container` is not a Python container."""
    match container:
        case Tuple() | FixedList():
            if isinstance(index, int) and -len(container.elements) <= index < len(container.elements):
                return container.elements[index]
            if isinstance(index, slice) and all(p is None or isinstance(p, int) for p in _parts(index)):
                part = container.elements[index]
                return Tuple(part) if isinstance(container, Tuple) else FixedList(part)
            return List(element_type(container)) if isinstance(index, slice) else element_type(container)
        case List():
            return container if isinstance(index, slice) else container.element
        case Record():
            fields = dict(container.fields)
            return fields.get(index, UNKNOWN) if isinstance(index, str | int) else UNKNOWN
        case Map():
            return container.value
        case Range():
            return Range() if isinstance(index, slice) else INT
        case _:
            return None


def written_part(container: Type, key: Any) -> Type | None:
    """The type of the part of a container that may be written to at a key or an attribute; None if there is none."""
    if isinstance(container, Object):
        return dict(container.fields).get(key) if isinstance(key, str) and may_set(container.cls, key) else None
    is_mutable = isinstance(container, List | FixedList | Record) and container.cls is not tuple
    return container_item(container, key) if is_mutable else None


def _parts(index: slice) -> tuple[Any, Any, Any]:
    return index.start, index.stop, index.step


def _pack(args: tuple[Operand, ...]) -> Type:
    return Tuple(tuple(map(part_type, args)))


def _slice(args: tuple[Operand, ...]) -> Type:
    return Tuple(tuple(map(part_type, args)), slice)


def _list(args: tuple[Operand, ...]) -> Type:
    types = [a.type for a in args]
    if types and all(t == types[0] for t in types):
        return FixedList(tuple(types))
    return FixedList(tuple(types))


def _dict(args: tuple[Operand, ...]) -> Type:
    keys = known(args[0])
    return Record(tuple(zip(keys, (a.type for a in args[1:]), strict=True)))


def _object(args: tuple[Operand, ...]) -> Type:
    cls, names = known(args[0]), known(args[1])
    types = tuple(a.type for a in args[2:])
    if issubclass(cls, tuple):
        return Tuple(types, cls)
    return Object(cls, tuple(zip(names, types, strict=True)))


def _appended(args: tuple[Operand, ...]) -> Type:
    xs, v = args
    if isinstance(xs.type, List):
        return List(join(xs.type.element, v.type))
    if isinstance(xs.type, FixedList):
        return List(join(element_type(xs.type), v.type))
    return UNKNOWN


def _joined(args: tuple[Operand, ...]) -> Type:
    a, b = args[0].type, args[1].type
    if isinstance(a, FixedList) and isinstance(b, FixedList):
        return FixedList((*a.elements, *b.elements))
    return List(join(element_type(a), element_type(b)))


def _without_last(args: tuple[Operand, ...]) -> Type:
    xs = args[0].type
    return FixedList(xs.elements[:-1]) if isinstance(xs, FixedList) else xs


def _repeated(args: tuple[Operand, ...]) -> Type:
    return List(element_type(args[0].type))


def _without(args: tuple[Operand, ...]) -> Type:
    xs, index = args[0].type, known(args[1])
    if isinstance(xs, FixedList) and isinstance(index, int) and -len(xs.elements) <= index < len(xs.elements):
        elements = list(xs.elements)
        del elements[index]
        return FixedList(tuple(elements))
    return List(element_type(xs))


def _with_slice(args: tuple[Operand, ...]) -> Type:
    return List(join(element_type(args[0].type), element_type(args[2].type)))


def _taken(args: tuple[Operand, ...]) -> Type:
    return List(element_type(args[0].type))


def _attribute(args: tuple[Operand, ...]) -> Type:
    owner, name = assured(args[0].type), known(args[1])
    if isinstance(owner, Object):
        return dict(owner.fields).get(name, UNKNOWN)
    if isinstance(owner, Made):
        return field_of(owner, name)
    if isinstance(owner, Tuple) and owner.cls is not None:
        return owner.elements[field_names(owner.cls).index(name)]
    return UNKNOWN


def _first(args: tuple[Operand, ...]) -> Type:
    return args[0].type


def _with_part(args: tuple[Operand, ...]) -> Type:
    """The type of a container after one of its parts was replaced; an array keeps its own."""
    owner, key, part = args[0].type, known(args[1]), args[-1].type
    part = Scalar(part.dtype, part.weak) if isinstance(part, Scalar) else (scalar_of(known(args[-1])) or part)
    if isinstance(owner, FixedList | List) and key == slice(None):
        return part
    match owner:
        case FixedList(elements, cls):
            count = len(elements)
            return FixedList(tuple(_replaced(e, _matches(key, k, count), part) for k, e in enumerate(elements)), cls)
        case Tuple(elements, cls):
            count = len(elements)
            return Tuple(tuple(_replaced(e, _matches(key, k, count), part) for k, e in enumerate(elements)), cls)
        case List(element, cls):
            return List(join(element, part), cls)
        case Record(fields, cls):
            return Record(tuple((k, _replaced(t, _is_key(key, k), part)) for k, t in fields), cls)
        case Object(cls, attributes):
            return Object(cls, tuple({**dict(attributes), key: part}.items()))
        case Map():
            return Map(owner.key, join(owner.value, part))
        case _:
            return owner


def _matches(key: Any, k: int, count: int) -> bool | None:
    """Whether an index names element k of `count`; None if that is known only at run time."""
    return k == key % count if type(key) is int and -count <= key < count else None


def _is_key(key: Any, k: Any) -> bool | None:
    return type(key) is type(k) and key == k if isinstance(key, str | int) else None


def _replaced(kind: Type, matches: bool | None, part: Type) -> Type:
    if matches is None:
        return join(kind, part)
    return part if matches else kind


STRUCTURAL: dict[Any, Callable[[tuple[Operand, ...]], Type]] = {
    containers.pack: _pack,
    containers.build_list: _list,
    containers.build_dict: _dict,
    containers.build_object: _object,
    containers.appended: _appended,
    containers.joined: _joined,
    containers.repeated: _repeated,
    containers.without: _without,
    containers.with_slice: _with_slice,
    containers.taken: _taken,
    containers.put_back: _with_slice,
    containers.without_last: _without_last,
    containers.rejoined: _with_part,
    containers.store: _with_part,
    containers.read_attribute: _attribute,
    slice: _slice,
    range: lambda args: Range(),
}
"""Calls whose results have structure: container -> type function."""


def bind(rule: Rule, args: tuple[Operand, ...], kwargs: Keywords) -> dict[str, Operand | tuple[Operand, ...]]:
    """The operands by the names that the rule uses; defaults are constants. TypeError if they do not fit."""
    bound = rule.signature.bind(*args, **dict(kwargs))
    bound.apply_defaults()
    return {
        name: value if isinstance(value, Const | tuple) or hasattr(value, "type") else Const(value)
        for name, value in bound.arguments.items()
    }


def _type_from(found: Any) -> Type:
    """A type of which known parts may still be values, as `known` gives them."""
    if isinstance(found, Type):
        return found
    if type(found) is tuple:
        return Tuple(tuple(map(_type_from, found)))
    return type_of(found)


def _rule_type(rule: Rule, args: tuple[Operand, ...], kwargs: Keywords) -> Type:
    result = rule.facts.result
    if result is not None:
        found = result(*map(known, args), **{k: known(v) for k, v in kwargs})
        return UNKNOWN if found is None or _is_of_other_things(found) else _type_from(found)
    if rule.kind == "elementwise":
        return elementwise_type(*(assured(a.type) for a in args))
    return UNKNOWN


def _is_of_other_things(found: Any) -> bool:
    """Whether an array holds objects or strings, which may stand for floats."""
    return isinstance(found, Array) and found.dtype.startswith(("object", "str", "bytes"))


def infer(rules: RuleTable, callee: Any, args: tuple[Operand, ...], kwargs: Keywords = ()) -> tuple[Type, str]:
    """The type of the result and the effect of `callee(*args, **kwargs)`."""
    kind, effect = _infer(rules, callee, args, kwargs)
    if isinstance(kind, Scalar | Array) and any(may_be_integral(a.type) for a in args):
        other, _ = _infer(rules, callee, tuple(map(_integral, args)), kwargs)
        if isinstance(other, Scalar | Array) and is_inexact(kind) and not is_inexact(other):
            kind = replace(kind, integral=True)
    return kind, effect


def _integral(operand: Operand) -> Operand:
    """The operand if all of it that may be integers is that."""
    return Value("t", as_integers(operand.type)) if may_be_integral(operand.type) else operand


def _infer(rules: RuleTable, callee: Any, args: tuple[Operand, ...], kwargs: Keywords) -> tuple[Type, str]:
    if any(isinstance(a, Value) and isinstance(a.type, Never) for a in args):
        return Never(), "may_raise"  # the result of a recursive call of which nothing is known yet
    structural = STRUCTURAL.get(callee) if _is_plain(callee) else None
    if structural is not None:
        may_raise = callee is containers.read_attribute and isinstance(args[0].type, Perhaps)
        return structural(args), "may_raise" if may_raise else "pure"
    if callee is operator.getitem:
        item = container_item(assured(args[0].type), known(args[1]))
        if item is not None:
            return item, "may_raise"
    if callee in (operator.add, operator.mul) and isinstance(args[0].type, List | FixedList):
        return List(
            join(element_type(args[0].type), element_type(args[1].type) if callee is operator.add else Never())
        ), "pure"
    rule = rules.get(callee)
    if rule is None:
        return UNKNOWN, "unknown"
    return _rule_type(rule, args, kwargs), rule.facts.effect


def _is_plain(callee: Any) -> bool:
    return callable(callee) and type(callee).__hash__ is not None


def _is_object(dtype: Any) -> bool:
    return dtype is object or (isinstance(dtype, str | np.dtype) and dtype in ("O", "object"))


def alias_of(rules: RuleTable, callee: Any, *args: Operand, **kwargs: Operand) -> str:
    """Whether the result of a call is "fresh", a "view" of its first argument, or "maybe" one."""
    if "copy" in kwargs and known(kwargs["copy"]) is not True:  # x.astype(float, copy=False)
        return "maybe"
    if callee is np.array and any(_is_object(known(each)) for each in (*args[1:], *kwargs.values())):
        return "maybe"  # rows of different lengths are its elements
    if callee in (operator.getitem, containers.read_attribute):
        return "view"
    rule = rules.get(callee)
    if rule is None:
        return "fresh" if makes_new_arrays(callee) else "maybe"
    return rule.facts.alias


__all__ = ["Array", "Function", "alias_of", "bind", "infer", "is_numeric", "known", "part_type", "type_of"]


def is_basic_index(index: Any) -> bool:
    """Whether an index (with known parts as values, others as types) selects a view."""
    if isinstance(index, tuple):
        return all(map(is_basic_index, index))
    if isinstance(index, Scalar):
        return index.dtype != "bool"
    if isinstance(index, bool):
        return False
    if isinstance(index, str):
        return True
    number = scalar_of(index)
    return index is None or index is Ellipsis or isinstance(index, slice | np.integer) or number is not None


def may_be_view(index: Any) -> bool:
    """Whether an index may select a view: it does, or its type is not known."""
    if isinstance(index, tuple):
        return all(map(may_be_view, index))
    return is_basic_index(index) or isinstance(index, Unknown | Never)
