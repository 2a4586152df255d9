"""The types of values: what a signature says about arguments and what inference says about results.

A type describes everything the compiler specialises on: kinds, dtypes, ranks and which dimensions are one. It never
holds a size or a float value. `float` -> `Scalar("float64", weak=True)`; a 3x2 array -> `Array("float64", (n, m))`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from s2sad.errors import without_addresses


@dataclass(frozen=True)
class Symbol:
    """A dimension that is not one (checked by the signature) plus a constant offset (then it may be one).

    The size of a slice has its name from what is cut, as `x.0[::2]`, and may be one as well: it is not `whole`.
    """

    name: str
    offset: int = 0
    whole: bool = True

    @property
    def is_certain(self) -> bool:
        """Whether the dimension is known not to be one, so that nothing is ever broadcast along it."""
        return self.whole and self.offset == 0

    def plus(self, count: int) -> Symbol | None:
        """The dimension with `count` entries more; None if that cannot be told."""
        if count == 0:
            return self
        return None if self.name == UNNAMED else replace(self, offset=self.offset + count)

    def __str__(self) -> str:
        return self.name if self.offset == 0 else f"{self.name}{self.offset:+d}"


def _name_of(cls: type, plain: type) -> str:
    """The name of a class in front of what it holds; nothing for a plain container."""
    return "" if cls is plain else cls.__name__


UNNAMED = "*"
"""The name of a dimension that is not one and of which nothing else is known."""

Dim = int | Symbol | None
"""A literal size, a symbolic size, or unknown."""


@dataclass(frozen=True)
class Scalar:
    """A number: Python's (`weak`, as in NEP 50) or NumPy's; an int that is the size of an array knows which.

    One that is `mixed` is joined from numbers of several classes: only run time knows of which it is. A float that is
    `integral` may turn out to be an integer.
    """

    dtype: str
    weak: bool = False
    size: Symbol | None = field(default=None, repr=False)
    mixed: bool = field(default=False, repr=False, compare=False)
    integral: bool = field(default=False, repr=False, compare=False)

    def __str__(self) -> str:
        if self.weak:
            return {"float64": "float", "int64": "int", "complex128": "complex", "bool": "bool"}[self.dtype]
        return self.dtype


@dataclass(frozen=True)
class Array:
    """A NumPy array of known dtype and rank; one of floats that is `integral` may turn out to be of integers."""

    dtype: str
    dims: tuple[Dim, ...]
    integral: bool = field(default=False, repr=False, compare=False)

    @property
    def ndim(self) -> int:
        return len(self.dims)

    def __str__(self) -> str:
        return f"{self.dtype}[{', '.join('?' if d is None else str(d) for d in self.dims)}]"


@dataclass(frozen=True)
class Tuple:
    """A tuple or named tuple (`cls`), one type per element."""

    elements: tuple[Type, ...]
    cls: type | None = None

    def __str__(self) -> str:
        inside = ", ".join(map(str, self.elements)) + ("," if len(self.elements) == 1 else "")
        return f"{self.cls.__name__ if self.cls else ''}({inside})"


@dataclass(frozen=True)
class List:
    """A list whose elements have one type; its length is known only at run time. Or a `deque` (`cls`)."""

    element: Type
    cls: type = list

    def __str__(self) -> str:
        return f"{self.cls.__name__}[{self.element}]"


@dataclass(frozen=True)
class FixedList:
    """A list of known length with a type per element. Or a `deque` (`cls`)."""

    elements: tuple[Type, ...]
    cls: type = list

    def __str__(self) -> str:
        return f"{_name_of(self.cls, list)}[{', '.join(map(str, self.elements))}]"


@dataclass(frozen=True)
class Record:
    """A dict with known keys, one type per key. Or an `OrderedDict`, a `defaultdict` (`cls`)."""

    fields: tuple[tuple[Any, Type], ...]
    cls: type = dict

    def __str__(self) -> str:
        return f"{_name_of(self.cls, dict)}{{{', '.join(f'{k!r}: {t}' for k, t in self.fields)}}}"


@dataclass(frozen=True)
class Map:
    """A dict whose keys are known only at run time."""

    key: Type
    value: Type

    def __str__(self) -> str:
        return f"dict[{self.key}, {self.value}]"


@dataclass(frozen=True)
class Object:
    """An instance of a user's class: dataclass, named fields, or plain attributes."""

    cls: type
    fields: tuple[tuple[str, Type], ...]

    def __str__(self) -> str:
        return f"{self.cls.__name__}({', '.join(f'{k}: {t}' for k, t in self.fields)})"


@dataclass(frozen=True)
class Function:
    """A function value: the code it runs and the types of what it captured."""

    code: Any
    captured: tuple[Type, ...] = ()

    def __str__(self) -> str:
        return f"function {getattr(self.code, 'name', self.code)}"


@dataclass(frozen=True)
class Range:
    """A `range` of integers."""

    def __str__(self) -> str:
        return "range"


@dataclass(frozen=True)
class Static:
    """A value the compiler knows: None, a string, a module, a class, a function of NumPy, an axis."""

    value: Any = field(compare=False)
    identity: Any = None

    @staticmethod
    def of(value: Any) -> Static:
        """Wrap `value`; equality is by value where it can be hashed, by identity otherwise."""
        try:
            hash(value)
        except TypeError:
            return Static(value, (type(value), id(value)))
        return Static(value, (type(value), value))

    def __str__(self) -> str:
        return without_addresses(f"static {self.value!r}")


@dataclass(frozen=True)
class Unknown:
    """Nothing is known; helpers that are right for anything are used."""

    def __str__(self) -> str:
        return "?"


@dataclass(frozen=True)
class Instance(Unknown):
    """An object made by a class that is not read, of which is known what its methods return: a random generator."""

    cls: type

    def __str__(self) -> str:
        return self.cls.__name__


@dataclass(frozen=True)
class Perhaps(Unknown):
    """None or a value of one type, as only the run knows: what is read of it is there, or Python raises."""

    of: Type

    def __str__(self) -> str:
        return f"{self.of} or None"


@dataclass(frozen=True)
class Made(Unknown):
    """An object that may hold others of its class, which stand in `fields` without theirs: a node of a list."""

    cls: type
    fields: tuple[tuple[str, Type], ...] = ()

    def __str__(self) -> str:
        return f"{self.cls.__name__}({', '.join(f'{k}: {t}' for k, t in self.fields)})" if self.fields else "..."


@dataclass(frozen=True)
class Never:
    """The type of a value that is not there: the variable of a branch that did not assign it."""

    def __str__(self) -> str:
        return "never"


Type = Scalar | Array | Tuple | List | FixedList | Record | Map | Object | Function | Range | Static | Unknown | Never

FLOAT = Scalar("float64", weak=True)
INT = Scalar("int64", weak=True)
BOOL = Scalar("bool", weak=True)
COMPLEX = Scalar("complex128", weak=True)
NONE = Static.of(None)
UNKNOWN = Unknown()

_PYTHON_SCALARS: dict[type, Scalar] = {bool: BOOL, int: INT, float: FLOAT, complex: COMPLEX}
_SAMPLES: dict[str, Any] = {"bool": True, "int64": 1, "float64": 1.0, "complex128": 1j}


def is_numeric(t: Type) -> bool:
    """Whether `t` is a number or an array."""
    return isinstance(t, Scalar | Array)


def is_int(t: Type) -> bool:
    """Whether a value is a Python int, the size of an array or not."""
    return isinstance(t, Scalar) and t.weak and t.dtype == "int64"


def is_inexact(t: Type) -> bool:
    """Whether `t` is a real or complex floating-point number or array: something with a derivative."""
    return isinstance(t, Scalar | Array) and np.dtype(t.dtype).kind in "fc"


def is_complex(t: Type) -> bool:
    """Whether `t` is a complex number or array."""
    return isinstance(t, Scalar | Array) and np.dtype(t.dtype).kind == "c"


def children(t: Type) -> tuple[Type, ...]:
    """The types of the parts of a container; none for a leaf."""
    match t:
        case Tuple() | FixedList():
            return t.elements
        case List():
            return (t.element,)
        case Record() | Object():
            return tuple(child for _, child in t.fields)
        case Map():
            return (t.value,)
        case Function():
            return t.captured
        case _:
            return ()


def assured(t: Type) -> Type:
    """The type of a value that is not None, for the code that uses it would raise."""
    return t.of if isinstance(t, Perhaps) else t


def is_differentiable(t: Type) -> bool:
    """Whether a value of this type can carry a derivative."""
    if isinstance(t, Perhaps):
        return is_differentiable(t.of)
    unknown = isinstance(t, Unknown) and not isinstance(t, Instance)
    return unknown or is_inexact(t) or any(is_differentiable(c) for c in children(t))


def scalar_of(value: Any) -> Scalar | None:
    """The type of a Python or NumPy number, None for anything else.

    >>> scalar_of(1.5), scalar_of(np.float32(1.5))
    (Scalar(dtype='float64', weak=True), Scalar(dtype='float32', weak=False))
    """
    known = _PYTHON_SCALARS.get(type(value))
    if known is not None:
        return known
    if isinstance(value, np.generic) and value.dtype.kind in "biufc":
        return Scalar(value.dtype.name)
    if isinstance(value, bool | int | float | complex):
        return next(t for c, t in _PYTHON_SCALARS.items() if isinstance(value, c))
    return None


def result_dtype(operands: Iterable[Scalar | Array]) -> Scalar:
    """The dtype (and weakness) of an arithmetic result, by NumPy's promotion rules (NEP 50).

    >>> result_dtype([Scalar("float32"), FLOAT])
    Scalar(dtype='float32', weak=False)
    """
    operands = list(operands)
    samples = [_SAMPLES[t.dtype] if isinstance(t, Scalar) and t.weak else np.dtype(t.dtype) for t in operands]
    weak = all(isinstance(t, Scalar) and t.weak for t in operands)
    dtype = np.result_type(*samples).name
    certain = any(isinstance(t, Array) or (not t.mixed and (t.dtype, t.weak) == (dtype, weak)) for t in operands)
    return Scalar(dtype, weak, mixed=not certain and any(isinstance(t, Scalar) and t.mixed for t in operands))


def broadcast_dim(a: Dim, b: Dim) -> Dim:
    """The dimension that two broadcast dimensions give."""
    if b in (a, 1):
        return a
    if a == 1:
        return b
    for known in (a, b):
        if isinstance(known, int) or (isinstance(known, Symbol) and known.is_certain):
            return known
    return None


def broadcast_dims(shapes: Iterable[tuple[Dim, ...]]) -> tuple[Dim, ...]:
    """The dims of the broadcast of several shapes, aligned at the right."""
    result: tuple[Dim, ...] = ()
    for shape in shapes:
        longer, shorter = (result, shape) if len(result) >= len(shape) else (shape, result)
        padded = (1,) * (len(longer) - len(shorter)) + shorter
        result = tuple(broadcast_dim(a, b) for a, b in zip(longer, padded, strict=True))
    return result


def size_type(dim: Dim) -> Type:
    """The type of the int that is a dimension of an array."""
    if isinstance(dim, int):
        return Static.of(dim)
    return INT if dim is None or dim.name == UNNAMED else Scalar("int64", True, dim)


def dims_of(t: Type) -> tuple[Dim, ...]:
    """The dims of a number or array: a scalar has none."""
    return t.dims if isinstance(t, Array) else ()


def with_dims(dtype: Scalar | str, dims: tuple[Dim, ...]) -> Type:
    """An array of these dims; without dims a scalar: what NumPy's ufuncs and reductions return."""
    if isinstance(dtype, str):
        dtype = Scalar(dtype)
    return Array(dtype.dtype, dims) if dims else dtype


def elementwise_type(*operands: Type) -> Type:
    """The type of an elementwise arithmetic result (0-d arrays give NumPy scalars)."""
    if not all(isinstance(t, Scalar | Array) for t in operands):
        return UNKNOWN
    numbers = [t for t in operands if isinstance(t, Scalar | Array)]
    return with_dims(result_dtype(numbers), broadcast_dims(map(dims_of, numbers)))


def type_of(value: Any) -> Type:
    """The type of a constant that appears in a program: a number, or a `Static` of anything else.

    >>> str(type_of(2.0)), str(type_of((1, None)))
    ('float', '(static 1, static None)')
    """
    scalar = scalar_of(value)
    if scalar is not None:
        return scalar
    if type(value) is tuple:
        return Tuple(tuple(map(Static.of, value)))
    return Static.of(value)
