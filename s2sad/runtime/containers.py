"""The constructors and functional updates of containers: what list and dict syntax means in the value language.

`appended(xs, v)` is the list that `xs.append(v)` leaves behind; codegen prints the method where the old list is dead.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from typing import Any


def pack(*elements: Any) -> tuple[Any, ...]:
    """`(a, b)`."""
    return elements


def build_list(*elements: Any) -> list[Any]:
    """`[a, b]`."""
    return list(elements)


def build_dict(keys: tuple[Any, ...], *values: Any) -> dict[Any, Any]:
    """`{k: v}`."""
    return dict(zip(keys, values, strict=True))


def build_object(cls: type, names: tuple[str, ...], *values: Any) -> Any:
    """An instance of `cls` with these attributes, made without calling `__init__`; a named tuple by `_make`."""
    if issubclass(cls, tuple):
        return cls._make(values)  # type: ignore[attr-defined]
    instance = object.__new__(cls)
    for name, value in zip(names, values, strict=True):
        object.__setattr__(instance, name, value)
    return instance


def appended(xs: list[Any], v: Any) -> list[Any]:
    """`xs` with `v` at its end."""
    return [*xs, v]


def without_last(xs: list[Any]) -> list[Any]:
    """`xs` without its last element."""
    return xs[:-1]


def joined(a: list[Any], b: list[Any]) -> list[Any]:
    """A new list of the elements of two: `a + b`."""
    return [*a, *b]


def rejoined(parent: Any, key: Any, part: Any) -> Any:
    """`parent` after its part at `key`, a view or an element, became `part`; the write itself happened there."""
    raise AssertionError("a rejoin is resolved by `place`")


def store(x: Any, index: Any, v: Any) -> Any:
    """`x[index] = v`; the result is `x`, changed in place."""
    x[index] = v
    return x


def read_attribute(x: Any, name: str) -> Any:
    """`x.name`."""
    return getattr(x, name)


def call_outside(function: Any, *args: Any, **kwargs: Any) -> Any:
    """`function(*args, **kwargs)` of an object that the user's module holds."""
    return function(*args, **kwargs)


def counting(start: int) -> Iterator[int]:
    """The numbers of `enumerate`."""
    return itertools.count(start)
