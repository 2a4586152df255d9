"""Sizes of slices whose bounds are known only at run time: they have their names from the values of the bounds.

    row = A[i, k + 1:]      float64[A.1[k@7+1:]]: as long as any other slice of `A` by `k + 1`, in this run of the loop

A bound `k` has another value in the next run: what a loop carries or collects has no such name.
"""

from __future__ import annotations

import itertools
import operator
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from weakref import WeakKeyDictionary

from s2sad.ir.leaves import map_leaves
from s2sad.ir.ops import Call, Const, Operand, Value
from s2sad.ir.types import Array, Dim, Scalar, Static, Symbol, Tuple, Type

_NUMBERS: WeakKeyDictionary[Value, int] = WeakKeyDictionary()
_COUNT = itertools.count()
_MARK = "@"


def slice_type(bounds: Sequence[Operand], definitions: Mapping[Operand, Call]) -> Type:
    """The type of a slice; of a bound that is an int of the program it knows which."""
    return Tuple(tuple(_bound_type(bound, definitions) for bound in bounds), slice)


def _bound_type(bound: Operand, definitions: Mapping[Operand, Call]) -> Type:
    if isinstance(bound, Const):
        return Static.of(bound.value)
    kind = bound.type
    if not isinstance(kind, Scalar) or not kind.dtype.startswith("int") or kind.size is not None:
        return kind
    base: Operand = bound
    offset = 0
    while (call := definitions.get(base)) is not None and _is_shift(call):
        base, by = call.args
        assert isinstance(by, Const)
        offset += by.value if call.callee is operator.add else -by.value
    assert isinstance(base, Value)
    if isinstance(base.type, Scalar) and base.type.size is not None:
        return replace(kind, size=base.type.size.plus(offset))
    return replace(kind, size=Symbol(f"{base.name}{_MARK}{_number(base)}", offset, whole=False))


def _is_shift(call: Call) -> bool:
    """Whether a call adds a literal to an int of Python's or subtracts it."""
    if call.callee not in (operator.add, operator.sub) or not isinstance(call.args[0], Value):
        return False
    base, by = call.args
    is_int = isinstance(base.type, Scalar) and base.type.weak and base.type.dtype == "int64"
    return is_int and isinstance(by, Const) and type(by.value) is int


def _number(value: Value) -> int:
    """A number that no other value has."""
    return _NUMBERS.setdefault(value, next(_COUNT))


def is_of_run(dim: Dim) -> bool:
    """Whether a size has its name from a value of the program, which a loop may change."""
    return isinstance(dim, Symbol) and _MARK in dim.name


def without_sizes_of_runs(kind: Type, kept: Collection[str] = ()) -> Type:
    """The type of what leaves a run of a loop; `kept` are names that it had before the loop."""

    def leaf(each: Type) -> Type:
        if isinstance(each, Scalar) and is_of_run(each.size):
            return replace(each, size=None)
        if isinstance(each, Array) and any(map(is_of_run, each.dims)):
            dims = (d if not is_of_run(d) or (isinstance(d, Symbol) and d.name in kept) else None for d in each.dims)
            return replace(each, dims=tuple(dims))
        return each

    return map_leaves(leaf, kind)
