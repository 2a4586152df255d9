"""Parts of containers of known structure: which there are, how they are read, and a container made of others.

(a, b)_bar = c_bar        a_bar = c_bar[0]; b_bar = c_bar[1]
"""

from __future__ import annotations

import operator
from typing import Any

from s2sad.ir.builder import Builder
from s2sad.ir.classes import field_names
from s2sad.ir.ops import Const, Operand, Value
from s2sad.ir.types import FixedList, Made, Object, Record, Tuple, assured
from s2sad.runtime import containers


def name_of(value: Operand) -> str:
    """The name of a value's adjoint."""
    return f"{value.name}_bar" if isinstance(value, Value) else "t_bar"


def container_keys(value: Operand) -> list[Any]:
    """The keys of a container of known structure."""
    match value.type:
        case Tuple() | FixedList():
            return list(range(len(value.type.elements)))
        case Record() | Object():
            return [k for k, _ in value.type.fields]
        case _:
            raise AssertionError(f"{value.type} has no parts")


def part_position(value: Operand, key: Any) -> int | str | None:
    """The key of a part of a container of known structure, None if structure or key is known only at run time."""
    match value.type:
        case Tuple() | FixedList() if isinstance(key, int):
            return key % len(value.type.elements) if -len(value.type.elements) <= key else key
        case Record() | Object() if isinstance(key, int | str):
            return key
        case _:
            return None


def read_part(builder: Builder, value: Operand, key: Any) -> Operand:
    """One part of a container of known structure."""
    if isinstance(assured(value.type), Object | Made):
        return builder.call(containers.read_attribute, value, Const(key))
    return builder.call(operator.getitem, value, Const(key))


def rebuild(
    builder: Builder, value: Operand, keys: list[Any], parts: list[Operand], name: str | None = None
) -> Operand:
    """A container like `value` with other parts."""
    name = name or name_of(value)
    match value.type:
        case Tuple() if value.type.cls is not None:
            fields = Const(field_names(value.type.cls))
            return builder.call(containers.build_object, Const(value.type.cls), fields, *parts, name=name)
        case Tuple():
            return builder.call(containers.pack, *parts, name=name)
        case FixedList():
            return builder.call(containers.build_list, *parts, name=name)
        case Record():
            return builder.call(containers.build_dict, Const(tuple(keys)), *parts, name=name)
        case Object():
            return builder.call(containers.build_object, Const(value.type.cls), Const(tuple(keys)), *parts, name=name)
        case _:
            raise AssertionError(f"{value.type} cannot be rebuilt")
