"""Types as messages to the user call them: `float64[x.0]` is "an array of float64 with 1 axis"."""

from __future__ import annotations

from typing import Any

from s2sad.ir.types import Array, FixedList, List, Map, Object, Range, Record, Scalar, Static, Tuple, Type


def in_words(kind: Type) -> str:
    """What a value of a type is, as messages to the user call it: `a float`, `an array of float64`, `None`."""
    match kind:
        case Scalar():
            return "an int" if str(kind) == "int" else f"a {kind}"
        case Array():
            return f"an array of {kind.dtype} with {kind.ndim} {'axis' if kind.ndim == 1 else 'axes'}"
        case Tuple():
            return f"a {kind.cls.__name__}" if kind.cls else f"a tuple of {len(kind.elements)}"
        case List() | FixedList() | Record():
            return f"{'an' if kind.cls.__name__[0] in 'AEIOU' else 'a'} {kind.cls.__name__}"
        case Map():
            return "a dict"
        case Object():
            return f"an object of the class {kind.cls.__name__}"
        case Range():
            return "a range"
        case Static():
            return _constant_in_words(kind.value)
        case _:
            return "something that is known only at run time"


def _constant_in_words(value: Any) -> str:
    if value is None or isinstance(value, str | bytes | int | float | complex):
        return "None" if value is None else f"the {type(value).__name__} {value!r}"
    if isinstance(value, type):
        return f"the class {value.__name__}"
    if callable(value) and hasattr(value, "__name__"):
        return "a lambda" if value.__name__ == "<lambda>" else f"the function {value.__name__}"
    return f"an object of the class {type(value).__name__}"
