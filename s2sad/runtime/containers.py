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
        make: Any = cls
        return make._make(values)
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


def repeated(xs: list[Any], n: int) -> list[Any]:
    """A new list of the elements of a list, `n` times over: `xs * n`."""
    return list(xs) * n


def without(xs: list[Any], index: Any) -> list[Any]:
    """A new list without the element, or the slice, at `index`."""
    rest = list(xs)
    del rest[index]
    return rest


def with_slice(xs: list[Any], index: slice, ys: list[Any]) -> list[Any]:
    """A new list with the elements of `ys` in the place of a slice."""
    found = list(xs)
    found[index] = ys
    return found


def written_slice(xs: list[Any], index: slice, ys: list[Any]) -> slice:
    """Where the elements of `ys` are in `with_slice(xs, index, ys)`."""
    start, stop, step = index.indices(len(xs))
    if step == 1:
        return slice(start, start + len(ys))
    return slice(start, None if step < 0 and stop < 0 else stop, step)


def taken(xs: list[Any], index: Any) -> list[Any]:
    """The elements that `without(xs, index)` leaves out."""
    return xs[index] if isinstance(index, slice) else [xs[index]]


def put_back(rest: list[Any], index: Any, parts: list[Any]) -> list[Any]:
    """The list `xs` of which `rest` is `without(xs, index)`, and `parts` is `taken(xs, index)`."""
    count = len(rest) + len(parts)
    places = range(count)[index] if isinstance(index, slice) else [index % count]
    put, left = dict(zip(places, parts, strict=True)), iter(rest)
    return [put[k] if k in put else next(left) for k in range(count)]


def taken_slice(xs: list[Any], index: Any) -> slice:
    """The slice of `xs` that `taken(xs, index)` gives."""
    return index if isinstance(index, slice) else slice(index % len(xs), index % len(xs) + 1)


def times(xs: list[Any], ys: list[Any]) -> int:
    """How often `ys` is repeated in `xs`."""
    return len(xs) // len(ys) if ys else 0


def order_of(keys: list[Any], reverse: bool) -> list[int]:
    """The positions of elements in the order of their keys; equal ones stay in their order."""
    return sorted(range(len(keys)), key=keys.__getitem__, reverse=reverse)


def extreme(function: Any, values: Any) -> Any:
    """`max` or `min` of what is only known at run time to have elements."""
    return function(values)


def extreme_position(extreme: Any, keys: list[Any]) -> int:
    """The position of the first element whose key is the least (`min`) or the greatest (`max`)."""
    found: int = extreme(range(len(keys)), key=keys.__getitem__)
    return found


def ordered(xs: list[Any], order: list[int]) -> list[Any]:
    """The elements of a list in another order."""
    return [xs[k] for k in order]


def inverse_order(order: list[int]) -> list[int]:
    """The order that undoes an order."""
    return sorted(range(len(order)), key=order.__getitem__)


def index_of(xs: Any, v: Any, *bounds: int) -> int:
    """`xs.index(v)`."""
    found: int = xs.index(v, *bounds)
    return found


def count_of(xs: Any, v: Any) -> int:
    """`xs.count(v)`."""
    found: int = xs.count(v)
    return found


def keys_of(slots: Any, keys: Any = None) -> list[Any]:
    """The keys of a dict or a set; `keys` are those that it was given, in any order."""
    return list(slots)


def places_of(slots: dict[Any, int]) -> list[int]:
    """The positions that keys have."""
    return list(slots.values())


def pairs_of(slots: dict[Any, int]) -> list[tuple[Any, int]]:
    """Keys and their positions."""
    return list(slots.items())


def popped(members: set[Any], keys: Any = None) -> Any:
    """An element that is taken out of a set; `keys` are those that it was given."""
    return members.pop()


def popped_pair(slots: dict[Any, int], keys: Any = None) -> tuple[Any, int]:
    """The last key that is taken out of a dict, and its position; `keys` are those that it was given."""
    return slots.popitem()


def keyed(pairs: list[tuple[Any, int]], parts: list[Any]) -> dict[Any, Any]:
    """The dict with the parts at these positions."""
    return {key: parts[place] for key, place in pairs}


def unkeyed(entries: dict[Any, Any], pairs: list[tuple[Any, int]], zeros: list[Any]) -> list[Any]:
    """The list that has the entries of a dict at their positions, and zeros elsewhere."""
    found = list(zeros)
    for key, place in pairs:
        found[place] = entries[key]
    return found


def has_length(x: Any, count: int) -> None:
    """A mark: `x` is unpacked into `count` variables. Nothing is computed; it says how long an argument must be."""


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


def present(value: Any) -> Any:
    """`value`, which is not None, for the code that follows would raise."""
    return value


def call_outside(function: Any, *args: Any, **kwargs: Any) -> Any:
    """`function(*args, **kwargs)` of an object that the user's module holds."""
    return function(*args, **kwargs)


def call_method(owner: Any, name: str, *args: Any, **kwargs: Any) -> Any:
    """`owner.name(*args, **kwargs)` of an object of which nothing is known."""
    return getattr(owner, name)(*args, **kwargs)


class OfKeys(str):
    """The name of a method of the dict that holds positions of keys, or of a set."""

    __slots__ = ()


def counting(start: int) -> Iterator[int]:
    """The numbers of `enumerate`."""
    return itertools.count(start)
