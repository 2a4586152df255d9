"""Lists and tuples where NumPy or SciPy want an array: the conversion that they do themselves becomes a call.

np.sum([a, b])               ->  np.sum(np.array([a, b]))
x * [1.0, 2.0]               ->  x * np.array([1.0, 2.0])
np.concatenate(([a], x))     ->  np.concatenate((np.array([a]), x))
"""

from __future__ import annotations

from typing import Any

import numpy as np

from s2sad.errors import UnsupportedSyntaxError
from s2sad.frontend.resolve import Resolver
from s2sad.frontend.state import Binding, Items, Pack, Ref, Step
from s2sad.ir.ops import Const
from s2sad.ir.types import Array, FixedList, List, Range, Scalar, Static, Tuple, Type, Unknown, children, is_numeric
from s2sad.rules.table import Rule

SEQUENCES = frozenset(
    ("arrays", "tup", "object", "arys", "seq", "choicelist", "choices", "condlist", "operands", "xi", "sigma")
)
"""Parameters of NumPy and SciPy that take a sequence of arrays, or of numbers for one axis each."""
_OF_ARRAYS = (
    "numpy",
    *(f"scipy.{each}" for each in ("interpolate", "linalg", "ndimage", "signal", "special", "stats")),
)
"""Packages whose functions take arrays; those of other functions, and of what they call, say what they take."""


class Sequences(Resolver):
    """The part of lowering that turns sequences into arrays."""

    def array_arguments(
        self, function: Any, rule: Rule, args: list[Binding], kwargs: dict[str, Binding]
    ) -> tuple[list[Binding], dict[str, Binding]]:
        """The arguments of a function of arrays, with arrays in the place of sequences that are differentiated."""
        if not _takes_arrays(function):
            return args, kwargs
        names = [p.name for p in rule.parameters]
        spread = next((k for k, p in enumerate(rule.parameters) if p.kind is p.VAR_POSITIONAL), len(args))
        converted = [
            self._converted(names[k], a) if k < min(spread, len(names)) and names[k] in rule.wrt else a
            for k, a in enumerate(args[:spread])
        ]
        rest = args[spread:]
        if rest and names[spread] in rule.wrt:
            rest = [self.array_of(a) for a in rest]
        converted += rest
        return converted, {k: self._converted(k, v) if k in rule.wrt else v for k, v in kwargs.items()}

    def array_operands(self, left: Binding, right: Binding) -> tuple[Binding, Binding]:
        """The operands of an operator: a sequence beside an array is an array."""
        kinds = self.read(left).type, self.read(right).type
        if is_numpy_value(kinds[0]):
            right = self.array_of(right)
        elif is_numpy_value(kinds[1]):
            left = self.array_of(left)
        elif any(isinstance(kind, Unknown) for kind in kinds) and any(map(_has_elements, kinds)):
            text = "An operator on a list and a value of which it is not known whether it is an array is not supported"
            raise UnsupportedSyntaxError(text, self.span, "Write np.array(...) around the list.")
        return left, right

    def array_of(self, binding: Binding) -> Binding:
        """`np.array(binding)` of a sequence, other things as they are."""
        if not _is_sequence(self.read(binding).type):
            return binding
        return self.call(Const(np.array), [binding], {})

    def _converted(self, name: str, binding: Binding) -> Binding:
        if name not in SEQUENCES:
            return self.array_of(binding)
        elements = self._elements(binding)
        arrays = tuple(map(self.array_of, elements))
        return binding if all(a is b for a, b in zip(arrays, elements, strict=True)) else Pack(arrays)

    def _elements(self, binding: Binding) -> tuple[Binding, ...]:
        """The elements of a sequence of known length; none of others."""
        if isinstance(binding, Pack):
            return binding.elements
        content = self.state.current.get(binding.storage) if isinstance(binding, Ref) and not binding.path else None
        if isinstance(content, Items):
            return content.elements
        kind = self.read(binding).type
        count = len(kind.elements) if isinstance(kind, FixedList | Tuple) else 0
        return tuple(self.step(binding, Step("item", Const(k))) for k in range(count))


def _takes_arrays(function: Any) -> bool:
    if function in (np.array, np.asarray, np.asanyarray, np.asfortranarray, np.block):
        return False
    owner = getattr(function, "__objclass__", None)
    module = getattr(function, "__module__", None) or ""
    own = any(f"{module}.".startswith(f"{package}.") for package in _OF_ARRAYS)
    return isinstance(function, np.ufunc) or owner is np.ndarray or own


def is_numpy_value(kind: Type | None) -> bool:
    """Whether a type is that of an array or a number of NumPy: a list beside it is an array."""
    return isinstance(kind, Array) or (isinstance(kind, Scalar) and not kind.weak)


def _is_sequence(kind: Type) -> bool:
    """Whether a type is that of a list, tuple or range of numbers, or of such, or of what may be numbers."""
    if isinstance(kind, Static):
        return isinstance(kind.value, tuple | range) and all(isinstance(x, _NUMBERS) for x in kind.value)
    if isinstance(kind, Range):
        return True
    return _has_elements(kind) and all(_may_be_numeric(element) for element in children(kind))


def _may_be_numeric(kind: Type) -> bool:
    """Whether a type is that of a number or a sequence, or not known: NumPy itself asks what is there."""
    return isinstance(kind, Unknown) or _is_number(kind) or _is_sequence(kind)


def _has_elements(kind: Type) -> bool:
    """Whether a type is that of a list or a tuple."""
    return isinstance(kind, List | FixedList) or (isinstance(kind, Tuple) and kind.cls is not slice)


def _is_number(kind: Type) -> bool:
    return is_numeric(kind) or (isinstance(kind, Static) and isinstance(kind.value, _NUMBERS))


_NUMBERS = (int, float, complex)
