"""What a compiled derivative is specialised on: the types of the arguments, and the test that arguments have them.

f(0.7, np.ones((3, 2)))   ->   x: float, W: float64[W.0, W.1]
guard: type(x) is float and type(W) is ndarray and W.dtype is float64 and W.ndim == 2 and 1 not in W.shape
"""

from __future__ import annotations

import copy
import dataclasses
import functools
import types
from collections import OrderedDict, defaultdict, deque
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from s2sad.errors import DifferentiationTypeError, SignatureError
from s2sad.ir.joins import join
from s2sad.ir.leaves import map_leaves, with_value
from s2sad.ir.types import (
    UNKNOWN,
    UNNAMED,
    Array,
    FixedList,
    List,
    Never,
    Object,
    Range,
    Record,
    Scalar,
    Static,
    Symbol,
    Tuple,
    Type,
    Unknown,
    children,
    is_differentiable,
    scalar_of,
)
from s2sad.runtime.tree import attributes, slots_of

MAX_DEPTH = 32
_CONTAINERS = (list, dict, OrderedDict, defaultdict, deque)
_PARTS = "Pass what the function needs of it as arguments of their own."
_PYTHON = {"float64": "float", "int64": "int", "bool": "bool", "complex128": "complex"}


class EndlessTypeError(SignatureError):
    """A value that is part of itself, or too deep, has no type."""


def signature_type(value: Any, label: str = "x", above: tuple[int, ...] = ()) -> Type:
    """The type of a run-time value; `above` are the ids of the containers that it is in.

    >>> str(signature_type(np.ones((3, 1)), "W"))
    'float64[W.0, 1]'
    """
    scalar = scalar_of(value)
    if scalar is not None:
        return scalar
    kind = type(value)
    if kind is np.ndarray:
        if value.dtype.kind not in "biufc":
            return UNKNOWN
        return Array(
            value.dtype.name, tuple(1 if n == 1 else Symbol(f"{label}.{k}") for k, n in enumerate(value.shape))
        )
    if isinstance(value, np.ndarray):
        raise SignatureError(f"`{label}` is a {kind.__name__}: of NumPy's arrays only plain ones are supported")
    if isinstance(value, tuple) or kind in _CONTAINERS:
        if id(value) in above:
            raise EndlessTypeError(f"`{label}` contains itself", hint=_PARTS)
        return _container_type(value, label, (*above, id(value)))
    if kind is range:
        return Range()
    names = attributes(value)
    return _object_type(value, names, label, above) if names else static_type(value)


def _object_type(value: Any, names: tuple[str, ...], label: str, above: tuple[int, ...]) -> Object:
    if id(value) in above:
        raise EndlessTypeError(f"`{label}` leads back to an object that it is part of", hint=_PARTS)
    if len(above) > MAX_DEPTH:
        raise EndlessTypeError(f"`{label}` is nested more than {MAX_DEPTH} deep", hint=_PARTS)
    inner = (*above, id(value))
    return Object(type(value), tuple((n, signature_type(getattr(value, n), f"{label}.{n}", inner)) for n in names))


def refuse_other_containers(label: str, kind: Type) -> None:
    """Refuse an argument that is differentiated and holds floats in a container other than Python's plain ones."""
    if isinstance(kind, Static) and isinstance(kind.value, dict | list | deque):
        held = kind.value.values() if isinstance(kind.value, dict) else kind.value
        if any(is_differentiable(signature_type(each)) for each in held):
            plain = "dict" if isinstance(kind.value, dict) else "list"
            raise DifferentiationTypeError(
                f"cannot differentiate with respect to `{label}`: it holds floats in a container of the class"
                f" {type(kind.value).__name__}, which is taken for a constant",
                hint=f"Pass a {plain} in its place.",
            )
    for child in children(kind):
        refuse_other_containers(label, child)


def outside_type(value: Any, label: str = "x") -> Type:
    """The type of a value that is no argument: what has no end is taken as it is."""
    try:
        return signature_type(value, label)
    except EndlessTypeError:
        return static_type(value)


def _container_type(value: Any, label: str, above: tuple[int, ...]) -> Type:
    if isinstance(value, dict):
        return Record(tuple((k, signature_type(v, f"{label}.{k}", above)) for k, v in value.items()), type(value))
    if isinstance(value, list | deque):
        return _list_type(value, label, above)
    cls = type(value) if hasattr(type(value), "_fields") else None
    return Tuple(tuple(signature_type(v, f"{label}.{k}", above) for k, v in enumerate(value)), cls)


def static_type(value: Any) -> Static:
    """The type of a value that the code is specialised on: functions without an environment count by their code."""
    if isinstance(value, types.FunctionType) and not (value.__closure__ or value.__defaults__ or value.__kwdefaults__):
        return Static(value, ("code", value.__code__, id(value.__globals__)))
    try:
        hash(value)
    except TypeError:
        return Static.of(_copied(value))
    return Static.of(value)


def _copied(value: Any) -> Any:
    """A copy of something that may change; the thing itself if it cannot be copied."""
    try:
        return copy.copy(value)
    except Exception:
        # A class's own `__copy__` may raise anything. The object itself then stands for its value: another one does
        # not fit the code, and a change of it is not seen, as for everything that is compared by identity.
        return value


def _is_unknown(value: Any) -> bool:
    return signature_type(value) == UNKNOWN


def python_scalar_like(value: Any) -> bool:
    """Whether a value is an immutable number, string or None."""
    return value is None or type(value) in (bool, int, float, complex, str, bytes)


def _same_name(found: Any, expected: Any) -> bool:
    """Whether dtypes have one name: arrays that were unpickled have a dtype of their own that equals NumPy's."""
    return bool(found == expected or found.name == expected.name)


def _list_type(value: list[Any] | deque[Any], label: str, above: tuple[int, ...] = ()) -> Type:
    parts = tuple(signature_type(v, f"{label}.{k}", above) for k, v in enumerate(value))
    joined: Type = Never()
    for part in parts:
        joined = join(joined, part)
    if not parts or _is_vague(joined):
        return FixedList(parts, type(value))
    return List(map_leaves(_unnamed, joined), type(value))


def _unnamed(kind: Type) -> Type:
    """The type of an element of a list, of which others may have other sizes."""
    if not isinstance(kind, Array):
        return kind
    return Array(kind.dtype, tuple(Symbol(UNNAMED) if isinstance(d, Symbol) else d for d in kind.dims))


def _is_vague(kind: Type) -> bool:
    return isinstance(kind, Unknown) or any(map(_is_vague, children(kind)))


@functools.cache
def _number_of(classes: tuple[type, ...]) -> tuple[Type, bool]:
    """The type of numbers of these classes, in the order in which a list has them first, and whether it is mixed."""
    joined: Type = Never()
    for cls in classes:
        is_number = cls in (bool, int, float, complex) or issubclass(cls, np.number | np.bool_)
        joined = join(joined, (scalar_of(cls(0)) if is_number else None) or UNKNOWN)
    return joined, isinstance(joined, Scalar) and joined.mixed


def value_type(value: Any, label: str, static: bool) -> Type:
    """The type of an argument; those whose values are needed when compiling are static."""
    if static:
        return Static.of(value)
    found = signature_type(value, label)
    if isinstance(found, Static) and callable(value):
        if hasattr(value, "binding_at") and not isinstance(value, types.MethodType):
            return Static(value, ("callable", value.layers()))
        if isinstance(value, functools.partial) and isinstance(value.func, types.FunctionType):
            return Static(value, ("callable", functools.partial, value.func.__code__, id(value.func.__globals__)))
        if isinstance(value, types.FunctionType):
            return Static(value, ("callable", value.__code__, id(value.__globals__)))
    return found


Place = tuple[Any, ...]
"""A leaf of the arguments whose value counts: the position of an argument, then keys (attributes with a dot)."""


def types_of(labels: list[str], values: tuple[Any, ...], static: set[Place]) -> list[Type]:
    """The types of the arguments of a call; `static` are those, and the leaves of those, whose values count."""
    found = [value_type(v, label, (k,) in static) for k, (v, label) in enumerate(zip(values, labels, strict=False))]
    return with_values(found, values, static)


def with_values(types: list[Type], values: tuple[Any, ...], static: set[Place]) -> list[Type]:
    """The types with the values of some leaves in them."""
    found = list(types)
    for k, *keys in static:
        found[k] = with_value(found[k], values[k], keys)
    return found


@dataclass
class GuardWriter:
    """Writes the test that values have given types; `constants` are the objects that it names."""

    constants: dict[str, Any] = field(default_factory=lambda: {"ndarray": np.ndarray, "list": list, "dict": dict})
    loops: list[str] = field(default_factory=list)
    mixed: list[str] = field(default_factory=list)

    def constant(self, value: Any) -> str:
        """A name for an object."""
        for name, known in self.constants.items():
            if known is value:
                return name
        name = f"c{len(self.constants)}"
        self.constants[name] = value
        return name

    def conditions(self, kind: Type, expression: str) -> list[str]:
        """Conditions that hold when the value of `expression` has the type."""
        match kind:
            case Scalar():
                return self._scalar(kind, expression)
            case Array():
                return self._array(kind, expression)
            case Tuple():
                cls = "tuple" if kind.cls is None else self.constant(kind.cls)
                return [f"type({expression}) is {cls}", *self._elements(kind.elements, expression)]
            case FixedList() | List():
                return self._list(kind, expression)
            case Record():
                keys = [k for k, _ in kind.fields]
                inner = [c for k, t in kind.fields for c in self.conditions(t, f"{expression}[{self._key(k)}]")]
                cls = self.constant(kind.cls)
                return [f"type({expression}) is {cls}", f"list({expression}) == {self.constant(keys)}", *inner]
            case Object():
                inner = [c for k, t in kind.fields for c in self.conditions(t, f"{expression}.{k}")]
                return [f"type({expression}) is {self.constant(kind.cls)}", *self._attributes(kind, expression), *inner]
            case Range():
                return [f"type({expression}) is range"]
            case Static():
                return self._static(kind, expression)
            case Unknown():
                return [f"{self.constant(_is_unknown)}({expression})"]
            case _:
                return []

    def _scalar(self, kind: Scalar, expression: str) -> list[str]:
        if kind.mixed and self.loops:
            classes = f"tuple(dict.fromkeys(type({expression}) {' '.join(self.loops)}))"
            self.mixed.append(f"{self.constant(_number_of)}({classes}) == {self.constant((kind, True))}")
            return []
        cls = _PYTHON[kind.dtype] if kind.weak else self.constant(np.dtype(kind.dtype).type)
        return [f"type({expression}) is {cls}"]

    def _attributes(self, kind: Object, expression: str) -> list[str]:
        """No other attributes than these: one of the object hides one of its class.

        Fields of a dataclass may be the class's own, so that the object itself may have fewer.
        """
        names = frozenset(name for name, _ in kind.fields)
        slots = slots_of(kind.cls)
        found = [f"not hasattr({expression}, {s!r})" for s in slots if s not in names]
        if kind.cls.__dictoffset__:
            test = "<=" if dataclasses.is_dataclass(kind.cls) else "=="
            found.append(f"{expression}.__dict__.keys() {test} {self.constant(names.difference(slots))}")
        return found

    def _list(self, kind: FixedList | List, expression: str) -> list[str]:
        inner = (
            self._each(kind.element, expression)
            if isinstance(kind, List)
            else self._elements(kind.elements, expression)
        )
        return [f"type({expression}) is {self.constant(kind.cls)}", *inner]

    def _array(self, kind: Array, expression: str) -> list[str]:
        dtype = self.constant(np.dtype(kind.dtype))
        found = [
            f"type({expression}) is ndarray",
            f"({expression}.dtype is {dtype} or {self.constant(_same_name)}({expression}.dtype, {dtype}))",
            f"{expression}.ndim == {kind.ndim}",
        ]
        if kind.ndim == 1 and isinstance(kind.dims[0], Symbol):
            return [*found, f"len({expression}) != 1"]  # takes half the time of the general test
        if all(isinstance(d, Symbol) for d in kind.dims):
            return [*found, f"1 not in {expression}.shape"] if kind.dims else found
        for k, dim in enumerate(kind.dims):
            if dim is not None:
                found.append(f"{expression}.shape[{k}] {'==' if dim == 1 else '!='} 1")
        return found

    def _elements(self, kinds: tuple[Type, ...], expression: str) -> list[str]:
        inner = [c for k, t in enumerate(kinds) for c in self.conditions(t, f"{expression}[{k}]")]
        return [f"len({expression}) == {len(kinds)}", *inner]

    def _each(self, kind: Type, expression: str) -> list[str]:
        name = f"e{len(self.loops) + 1}"
        self.loops.append(f"for {name} in {expression}")
        inner = self.conditions(kind, name)
        self.loops.pop()
        found = [f"all({' and '.join(inner)} for {name} in {expression})"] if inner else []
        if not self.loops:
            found.extend(self.mixed)  # of all numbers at once: whether they are of several classes
            self.mixed.clear()
        return found

    def _key(self, key: Any) -> str:
        return repr(key) if type(key) in (str, int, bool) else self.constant(key)

    def _static(self, kind: Static, expression: str) -> list[str]:
        value = kind.value
        if value is None or isinstance(value, bool):
            return [f"{expression} is {value}"]
        if type(value) in (int, str):
            return [f"type({expression}) is {type(value).__name__}", f"{expression} == {value!r}"]
        if isinstance(kind.identity, tuple) and kind.identity[0] == "code":
            code, namespace = self.constant(value.__code__), self.constant(value.__globals__)
            return [
                f"type({expression}) is {self.constant(types.FunctionType)}",
                f"{expression}.__code__ is {code}",
                f"{expression}.__globals__ is {namespace}",
                f"not {expression}.__defaults__",
                f"not {expression}.__kwdefaults__",
            ]
        if isinstance(kind.identity, tuple) and kind.identity[0] == "callable":
            return []  # its guards come with the functions that were lowered
        if vars(object)["__eq__"] is not getattr(type(value), "__eq__", None):
            return [f"type({expression}) is {self.constant(type(value))}", f"{expression} == {self.constant(value)}"]
        return [f"{expression} is {self.constant(value)}"]
