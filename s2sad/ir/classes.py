"""The Python classes of values of a type.

class_of(Scalar("float64", weak=True))    ->  float
class_of(Array("float64", (2,)))          ->  np.ndarray
"""

from __future__ import annotations

import inspect
from types import MemberDescriptorType
from typing import Any

import numpy as np

from s2sad.ir.types import Array, FixedList, List, Map, Object, Range, Record, Scalar, Static, Tuple, Type

_WEAK = {"bool": bool, "int64": int, "float64": float, "complex128": complex}
_CONTAINERS: dict[type, type] = {Map: dict, Range: range}


def class_of(kind: Type) -> type | None:
    """The Python class of values of a type, None if it is not known."""
    match kind:
        case Scalar():
            return _WEAK[kind.dtype] if kind.weak else np.dtype(kind.dtype).type
        case Array():
            return np.ndarray
        case Tuple():
            return kind.cls or tuple
        case Object() | List() | FixedList() | Record():
            return kind.cls
        case Static():
            return type(kind.value)
        case _:
            return _CONTAINERS.get(type(kind))


def classes_of(kind: Type) -> tuple[type, ...]:
    """All classes that values of a type may have; none if they are not known."""
    if isinstance(kind, Scalar) and kind.mixed:
        narrower = [np.dtype(c) for c in "bhilefd" + "FD" if np.can_cast(c, kind.dtype)]
        python = [cls for dtype, cls in _WEAK.items() if dtype != "bool" and np.can_cast(dtype, kind.dtype)]
        return (*python, *(() if kind.weak else (each.type for each in narrower)))
    cls = class_of(kind)
    return () if cls is None else (cls,)


def field_names(cls: Any) -> tuple[str, ...]:
    """The names of the fields of a class of named tuples."""
    names: tuple[str, ...] = cls._fields
    return names


def may_set(cls: type, name: str) -> bool:
    """Whether `x.name = v` for an instance of a class does nothing but set the attribute: it is not frozen."""
    if inspect.getattr_static(cls, "__setattr__") is not inspect.getattr_static(object, "__setattr__"):
        return False
    found = inspect.getattr_static(cls, name, None)
    return isinstance(found, MemberDescriptorType) or not hasattr(type(found), "__set__")
