"""Asks shapes of what is there anyway: an array that is read only for its shape need not be kept or computed.

    t = matmul a, b                         printed  np.broadcast_to(y_bar, (a.shape[0], b.shape[1]))
    s = np.shape t
    for z in z_tape[::-1]:
      z_bar = np.zeros_like z               printed  z_bar = np.zeros_like(x), of an `x` with the dims of `z`

The dims of types say which sizes are equal. Only derivative code is changed, and what asks for the shape of what that
made.
"""

from __future__ import annotations

import operator
from collections.abc import Iterable
from dataclasses import replace

import numpy as np

from s2sad.analysis.undefined import maybe_undefined
from s2sad.ir.leaves import has_known_shape
from s2sad.ir.ops import (
    Call,
    Const,
    Function,
    Loop,
    Operand,
    Operation,
    Region,
    Value,
    is_derivative,
    operands_of,
    regions_of,
    walk,
)
from s2sad.ir.rewrite import REMOVABLE, drop_dead
from s2sad.ir.types import Array, Dim, Tuple, dims_of, is_numeric, size_type
from s2sad.optimize.fresh import is_buffer
from s2sad.optimize.identity import Identity, each_function
from s2sad.runtime import containers

_SHAPES = (np.shape, np.zeros_like, np.ones_like)


def _is_shape_read(op: Operation) -> bool:
    return isinstance(op, Call) and any(op.callee is c for c in _SHAPES) and len(op.operands) == 1


def _read_for_values(body: Region) -> set[Operand]:
    """The operands that something other than their shape is asked of, by what is itself not read for its shape only."""
    found: set[Operand] = set()

    def visit(region: Region) -> None:
        found.update(region.yields)
        for op in reversed(region.ops):
            if isinstance(op, Call) and op.effect in REMOVABLE and found.isdisjoint(op.results):
                continue
            if not _is_shape_read(op):
                found.update(operands_of(op))
            for inner in regions_of(op):
                visit(inner)

    visit(body)
    return found


def _dispensable(body: Region) -> set[Value]:
    """What need not be computed or kept if it is not read: results of pure calls, elements of tapes."""
    found: set[Value] = set()
    for op in walk(body):
        if isinstance(op, Loop):
            found.update(source.target for source in op.sources)
        elif isinstance(op, Call) and op.effect in REMOVABLE and not is_buffer(op):
            found.update(op.results)
    return found


def _is_arithmetic(op: Call) -> bool:
    """Whether a call can only work on operands that are there; containers may hold what was not assigned."""
    if isinstance(op.callee, np.ufunc):
        return True
    if op.callee is operator.getitem and not isinstance(op.args[0].type, Array):
        return False  # another path may have left its place on the tape empty
    return is_numeric(op.result.type) and getattr(op.callee, "__module__", None) in ("numpy", "_operator")


class _Asking(Identity):
    def __init__(self, function: Function, body: Region) -> None:
        super().__init__()
        self.params = function.params
        self.there = _read_for_values(body) | set(function.params)
        self.missing = maybe_undefined(function)
        self.dispensable = _dispensable(body)
        self.derivatives = {op.results for op in walk(body) if isinstance(op, Call) and is_derivative(op)}
        self.arrays: dict[Value, None] = {}
        self.sizes: dict[Dim, list[tuple[Value, int]]] = {}
        self.packed: dict[Operand, tuple[Operand, ...]] = {}

    def _note(self, values: Iterable[Value]) -> None:
        """What comes next can ask these values for their shape: they are there, whatever path was taken."""
        for value in values:
            if value in self.there and isinstance(value.type, Array) and value not in self.arrays:
                self.arrays[value] = None
                for axis, dim in enumerate(value.type.dims):
                    if value in self.params:
                        self.sizes.setdefault(dim, []).append((value, axis))

    def region(self, region: Region) -> Region:
        """The region; what it defines is forgotten behind it."""
        count = len(self.arrays)
        after = super().region(region)
        while len(self.arrays) > count:
            self.arrays.popitem()
        return after

    def operation(self, op: Operation, ops: list[Operation]) -> None:
        """Append what takes the place of an operation; what it has read or made is there for the next."""
        super().operation(op, ops)
        if isinstance(op, Call) and _is_arithmetic(op) and not (_is_shape_read(op) and op.args[0] in self.missing):
            self._note(x for x in (*op.operands, *op.results) if isinstance(x, Value))

    def call(self, op: Call, ops: list[Operation]) -> None:
        """Append the call, asking something else for the shape if only that is asked of its operand."""
        if op.callee is operator.getitem and op.args[0] in self.packed and isinstance(op.args[1], Const):
            self.replaced[op.result] = self.packed[op.args[0]][op.args[1].value]
            return
        derivative = is_derivative(op) or op.args[:1] in self.derivatives
        if not _is_shape_read(op) or not derivative or op.args[0] in self.there:
            ops.append(op)
            return
        like = op.args[0]
        dims = dims_of(like.type)
        needed = like not in self.dispensable and op.callee is not np.shape
        if needed or not has_known_shape(like.type):
            ops.append(op)
            return
        same = next((x for x in self.arrays if dims_of(x.type) == dims and self._fits(op, x, like)), None)
        if same is not None:
            ops.append(replace(op, args=(same,)))
        elif op.callee is np.shape and all(isinstance(d, int) or self._owner(d) is not None for d in dims):
            ops.extend(self._packed(op, dims))
        else:
            ops.append(op)

    def _fits(self, op: Call, x: Value, like: Operand) -> bool:
        return op.callee is np.shape or x.type == like.type

    def _owner(self, dim: Dim) -> tuple[Value, int] | None:
        """A parameter with an axis of this size."""
        return next((pair for pair in self.sizes.get(dim, ()) if pair[0] in self.arrays), None)

    def _packed(self, op: Call, dims: tuple[Dim, ...]) -> list[Operation]:
        """The shape as a tuple of the sizes of parameters."""
        made: list[Operation] = []
        sizes: list[Operand] = []
        for dim in dims:
            if isinstance(dim, int):
                sizes.append(Const(dim))
                continue
            found = self._owner(dim)
            assert found is not None
            owner, axis = found
            shape = Value("t", Tuple(tuple(map(size_type, dims_of(owner.type)))))
            size = Value("t", size_type(dim))
            made.append(replace(op, results=(shape,), callee=np.shape, args=(owner,), effect="pure"))
            made.append(replace(op, results=(size,), callee=operator.getitem, args=(shape, Const(axis)), effect="pure"))
            sizes.append(size)
        self.packed[op.result] = tuple(sizes)
        return [*made, replace(op, callee=containers.pack, args=self.packed[op.result], effect="pure")]


def ask_shapes(function: Function) -> Function:
    """Read shapes from arrays that are kept for another reason."""

    def asked(each: Function) -> Region:
        body = drop_dead(each.body)
        return drop_dead(_Asking(each, body).region(body))

    return each_function(function, asked)
