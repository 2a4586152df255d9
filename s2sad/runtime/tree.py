"""Cotangents of containers whose structure is known only at run time: zeros and sums, leaf by leaf.

`zeros_like([1.0, np.ones(2)])` -> `[0.0, array([0., 0.])]`
"""

from __future__ import annotations

import dataclasses
from collections import OrderedDict, defaultdict, deque
from collections.abc import Callable, Iterable
from typing import Any

import numpy as np

from s2sad.errors import ArgumentError, SourceSpan
from s2sad.runtime.indexing import add_at, updated

_HEAP_TYPE = 1 << 9
"""Python's flag of classes that are written in Python."""
_NEW: Any = object.__new__
_FLOATS = frozenset((float, np.float64))
_OTHERS = frozenset(("s2sad", "numpy", "scipy", "builtins", "functools", "threading", "logging", "enum", "re"))


class Label(str):
    """A name in messages that knows where in the user's source it belongs."""

    span: SourceSpan

    def __new__(cls, name: str, span: SourceSpan) -> Label:
        label = super().__new__(cls, name)
        label.span = span
        return label

    def __reduce__(self) -> Any:
        return (Label, (str(self), self.span))


def rebuilt(value: Any, parts: Any) -> Any:
    """A container like `value` with other parts, made without calling `__init__`."""
    if isinstance(value, tuple):
        return type(value)._make(parts) if hasattr(value, "_make") else tuple(parts)
    if isinstance(value, list):
        return list(parts)
    if isinstance(value, deque):
        return deque(parts, value.maxlen)
    if isinstance(value, dict):
        return _dict_like(value, zip(value, parts, strict=True))
    copy = object.__new__(type(value))
    for name, part in zip(attributes(value), parts, strict=True):
        object.__setattr__(copy, name, part)
    return copy


def _dict_like(value: dict[Any, Any], entries: Iterable[tuple[Any, Any]]) -> dict[Any, Any]:
    """A dict with other entries, of the class of `value` if that is one of the standard library."""
    if isinstance(value, defaultdict):
        return defaultdict(value.default_factory, entries)
    return OrderedDict(entries) if isinstance(value, OrderedDict) else dict(entries)


def attributes(value: Any) -> tuple[str, ...]:
    """The names of an object's attributes; none for a leaf."""
    cls = type(value)
    own = getattr(value, "__dict__", ())
    if dataclasses.is_dataclass(cls):
        names = tuple(f.name for f in dataclasses.fields(value) if hasattr(value, f.name))
        return (*names, *(n for n in own if n not in names))
    if not _is_plain(cls) or hasattr(value, "lower_call"):
        return ()
    return (*(s for s in slots_of(cls) if hasattr(value, s)), *own)


def _is_plain(cls: type) -> bool:
    """Whether instances of a class are nothing but their attributes."""
    return (
        bool(cls.__flags__ & _HEAP_TYPE)
        and getattr(cls, "__new__") is _NEW  # noqa: B009 - mypy compares the types of bound functions
        and not issubclass(cls, type)
        and all(c is object or c.__flags__ & _HEAP_TYPE for c in cls.__mro__)
        and cls.__module__.partition(".")[0] not in _OTHERS
    )


def slots_of(cls: type) -> tuple[str, ...]:
    """The names of the slots of a class and of what it inherits from."""
    return tuple(s for c in cls.__mro__ for s in _slots(c))


def _slots(cls: type) -> tuple[str, ...]:
    slots = cls.__dict__.get("__slots__", ())
    names = (slots,) if isinstance(slots, str) else tuple(slots)
    private = "_" + cls.__name__.lstrip("_")
    return tuple(
        private + n if n.startswith("__") and not n.endswith("__") else n
        for n in names
        if n not in ("__dict__", "__weakref__")
    )


def parts_of(value: Any) -> list[Any] | None:
    """The parts of a container in order, None for a leaf."""
    if isinstance(value, tuple | list | deque):
        return list(value)
    if isinstance(value, dict):
        return list(value.values())
    names = attributes(value)
    return [getattr(value, name) for name in names] if names else None


def mapped(function: Callable[..., Any], *values: Any) -> Any:
    """The first value with `function` of its leaves and of those of the others in the same places.

    Without recursion, for the tape of a recursive function is deep.
    """
    done: list[Any] = []
    todo: list[tuple[tuple[Any, ...], int]] = [(values, -1)]
    while todo:
        places, count = todo.pop()
        if count >= 0:
            start = len(done) - count
            done[start:] = [rebuilt(places[0], done[start:])]
            continue
        parts = parts_of(places[0])
        if parts is None:
            done.append(function(*places))
        else:
            others = (parts_of(other) or () for other in places[1:])
            rows = list(zip(parts, *others, strict=True))
            todo.append((places, len(rows)))
            todo.extend((row, -1) for row in reversed(rows))
    return done[0]


def zeros_like(value: Any) -> Any:
    """The zero of the cotangent space of `value`: 0 and False for ints and bools, what is no number as it is."""
    if _is_list_of_floats(value):
        return [type(each)(0) for each in value]
    return mapped(_zero, value)


def _zero(value: Any) -> Any:
    if isinstance(value, np.ndarray):
        return np.zeros_like(value) if value.dtype.kind in "biufc" else _zero_objects(value)
    if isinstance(value, bool | int | float | complex | np.generic):
        return type(value)(0)
    return value


def _zero_objects(value: Any) -> Any:
    """The zeros of the elements of an array of objects; texts and dates as they are."""
    if value.dtype != object:
        return value
    zeros = np.empty_like(value)
    for index in np.ndindex(value.shape):
        zeros[index] = zeros_like(value[index])
    return zeros


def add(a: Any, b: Any) -> Any:
    """The sum of two cotangents of one value, leaf by leaf."""
    if _is_list_of_floats(a) and _is_list_of_floats(b):
        return [x + y for x, y in zip(a, b, strict=True)]
    return mapped(_sum, a, b)


def _is_list_of_floats(value: Any) -> bool:
    return type(value) is list and _FLOATS.issuperset(map(type, value))


def _sum(a: Any, b: Any) -> Any:
    if a is None:  # one run of a loop has put nothing there yet
        return b
    if b is None or isinstance(a, bool | str | slice | range) or a is Ellipsis or callable(a):
        return a
    return a + b


def zeros_at(y_bar: Any, xs: Any, index: Any) -> Any:
    """The zero of the cotangent space of `xs[index]`; of arrays and numbers it is that of `y_bar[index]`."""
    if isinstance(y_bar[index], (list, tuple, dict)):
        return zeros_like(xs[index])
    return zeros_like(y_bar[index])


def list_add_at(xs: list[Any], index: Any, v: Any) -> list[Any]:
    """A copy of `xs` with `v` added to the element at `index`."""
    copy = list(xs)
    copy[index] = add(copy[index], v)
    return copy


def with_part_added(value: Any, key: Any, v: Any) -> Any:
    """A copy of a container or array of unknown kind with `v` added to the part at `key`."""
    return add_at(value, key, v) if parts_of(value) is None else _with_part(value, key, add(_part(value, key), v))


def with_attribute_added(value: Any, name: str, v: Any) -> Any:
    """A copy of an object with `v` added to an attribute."""
    return _with_part(value, name, add(getattr(value, name), v))


def _part(value: Any, key: Any) -> Any:
    """The part at `key`: of an object, the attribute of that name."""
    is_object = not isinstance(value, np.ndarray | tuple | list | deque | dict)
    return getattr(value, key) if is_object else value[key]


def _with_part(value: Any, key: Any, part: Any) -> Any:
    parts = parts_of(value) or []
    names = list(value) if isinstance(value, dict) else attributes(value)
    parts[names.index(key) if names else key] = part
    return rebuilt(value, parts)


def folded(y_bar: list[Any], xs: list[Any]) -> list[Any]:
    """The cotangent of `xs`, which `y_bar`, a cotangent of `xs * n`, repeats: the sum over its copies."""
    count = len(xs)
    found = zeros_like(xs)
    for k in range(0, len(y_bar), count or 1):
        found = add(found, y_bar[k : k + count])
    return list(found)


def list_updated(xs: list[Any], index: Any, v: Any) -> list[Any]:
    """A copy of `xs` with `v` at `index`."""
    copy = list(xs)
    copy[index] = v
    return copy


def part_updated(xs: Any, v: Any, *path: Any) -> Any:
    """A copy of `xs` with `v` at the end of a path: `xs[i].w[j] = v` for the path `i, 'w', j`."""
    first, *rest = path
    if rest:
        return _with_part(xs, first, part_updated(_part(xs, first), v, *rest))
    return updated(xs, first, v) if isinstance(xs, np.ndarray) else _with_part(xs, first, v)


def part_added(xs: Any, v: Any, *path: Any) -> Any:
    """A copy of `xs` with `v` added to what is at the end of a path: `xs[i].w[j] += v` for the path `i, 'w', j`."""
    first, *rest = path
    return _with_part(xs, first, part_added(_part(xs, first), v, *rest)) if rest else with_part_added(xs, first, v)


def part_of(xs: Any, *path: Any) -> Any:
    """What is at the end of a path: `xs[i].w[j]` for the path `i, 'w', j`."""
    for key in path:
        xs = _part(xs, key)
    return xs


def padded(xs_bar: list[Any], xs: Any) -> list[Any]:
    """`xs_bar` with zeros at its end for the elements of `xs` that a loop did not reach."""
    return [*xs_bar, *map(zeros_like, xs[len(xs_bar) :])]


def restored(bar: Any, value: Any) -> Any:
    """A cotangent in the containers of its value: an `OrderedDict`, a `defaultdict` or a `deque` where that has one."""
    parts, values = parts_of(bar), parts_of(value)
    if parts is None or values is None:
        return bar
    if isinstance(bar, dict) and isinstance(value, dict):
        parts = [bar[key] for key in value]
    return rebuilt(value, [restored(part, whole) for part, whole in zip(parts, values, strict=True)])


def copy(value: Any) -> Any:
    """`value` with all its arrays copied."""
    return mapped(lambda leaf: np.array(leaf) if isinstance(leaf, np.ndarray) else leaf, value)


def is_close(a: Any, b: Any) -> bool:
    """Whether two values of one function agree to rounding."""
    parts, others = parts_of(a), parts_of(b)
    if parts is not None and others is not None:
        return len(parts) == len(others) and all(map(is_close, parts, others))
    if not all(isinstance(leaf, float | complex | np.generic | np.ndarray) for leaf in (a, b)):
        return True
    if np.shape(a) != np.shape(b) or np.array_equal(a, b) or np.asarray(a).dtype.kind not in "fc":
        return bool(np.shape(a) == np.shape(b))
    return bool(np.allclose(a, b, rtol=1e-5, atol=1e-12, equal_nan=True))


def template(value: Any) -> Any:
    """The structure and the shapes of `value`, without its memory."""
    return mapped(_shape_only, value)


def _shape_only(value: Any) -> Any:
    return np.broadcast_to(np.zeros((), value.dtype), value.shape) if isinstance(value, np.ndarray) else value


def fitted(direction: Any, value: Any, name: str, what: str) -> Any:
    """A tangent or cotangent in the structure, shapes and dtypes of what it belongs to.

    Raises:
        ArgumentError: it does not fit.
    """
    parts = parts_of(value)
    if parts is not None:
        given = _parts_like(direction, value)
        if given is None or len(given) != len(parts):
            raise _refusal(f"the {what} of `{name}` has another structure than the value", name)
        return rebuilt(value, [fitted(d, v, name, what) for d, v in zip(given, parts, strict=True)])
    if not isinstance(value, np.ndarray | np.generic | float | complex) or isinstance(value, np.bool_ | np.integer):
        return zeros_like(value)
    try:
        fits = np.shape(direction) == np.shape(value)
    except ValueError:
        raise _refusal(f"the {what} of `{name}` has another structure than the value", name) from None
    if not fits:
        shapes = f"has shape {np.shape(direction)}, the value has shape {np.shape(value)}"
        raise _refusal(f"the {what} of `{name}` {shapes}", name)
    return _cast(direction, value, name, what)


def _refusal(message: str, name: str) -> ArgumentError:
    return ArgumentError(message, name.span if isinstance(name, Label) else None)


def _parts_like(direction: Any, value: Any) -> list[Any] | None:
    """The parts of a direction in the order of the value's, None if it is another container."""
    if type(direction) is not type(value):
        return None
    if isinstance(value, dict):
        return [direction[k] for k in value] if direction.keys() == value.keys() else None
    return parts_of(direction) if attributes(direction) == attributes(value) else None


def _cast(direction: Any, value: Any, name: str, what: str) -> Any:
    if np.iscomplexobj(direction) and not np.iscomplexobj(value):
        raise _refusal(f"the {what} of `{name}` is complex, the value is real", name)
    if np.asarray(direction).dtype.kind not in "biufc":
        raise _refusal(f"the {what} of `{name}` is no number: {direction!r}", name)
    if isinstance(value, np.ndarray):
        return np.asarray(direction, dtype=value.dtype)
    return type(value)(direction)
