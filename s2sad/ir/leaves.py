"""Types that hold the values of some of their leaves.

with_value({'axis': int, 'w': float}, {"axis": 0, "w": 2.0}, ["axis"])   ->   {'axis': static 0, 'w': float}
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from s2sad.ir.types import FixedList, Object, Record, Static, Tuple, Type


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
