"""Which arrays are C-contiguous, so that a reshape of them is a view, and on which parameters that rests.

y.0 = mul m, 2.0            contiguous if m is
t.0 = np.reshape y.0, -1    a view of y.0: a write to t.0 is seen in y.0
z.0 = np.transpose m        not known to be
"""

from __future__ import annotations

import operator
from typing import Any

import numpy as np

from s2sad.analysis.inference import alias_of, known
from s2sad.ir.ops import Call, Comment, Const, Function, If, Loop, Operand, Operation, Region, Value
from s2sad.ir.types import Array, Scalar
from s2sad.rules.table import RuleTable
from s2sad.runtime import containers

Part = tuple[Any, ...]
"""A parameter or a part of it: its position, then keys; attributes with a dot."""

Layout = frozenset[Part] | None
"""The parts of parameters that must be contiguous, None if nothing is known."""

_NOTHING: frozenset[Part] = frozenset()
_ALLOCATIONS = (np.zeros, np.ones, np.empty, np.full, np.eye, np.identity, np.arange, np.linspace, np.outer)
_LIKE_THE_FIRST = (
    *(np.copy, np.array, np.zeros_like, np.ones_like, np.empty_like, np.full_like, np.where),
    *(np.concatenate, np.vstack, np.stack),
)
_PRODUCTS = (operator.matmul, np.matmul, np.dot, np.ndarray.dot)
_RESHAPES = (np.reshape, np.ndarray.reshape, np.ravel, np.ndarray.ravel)
_SAME_ARRAY = (containers.store, containers.rejoined)


class Layouts:
    """The layout of every value of a function, whose first `count` parameters can be asked for theirs."""

    def __init__(self, rules: RuleTable, function: Function, count: int) -> None:
        self.rules = rules
        self.of: dict[Operand, Layout] = {}
        self.parts: dict[Operand, Part] = {}
        for k, param in enumerate(function.params[:count]):
            self._is_part(param, (k,))
        self._region(function.body)

    def _is_part(self, value: Value, part: Part) -> None:
        self.parts[value] = part
        if isinstance(value.type, Array):
            self.of[value] = frozenset({part})

    def _region(self, region: Region) -> None:
        for op in region.ops:
            self._operation(op)

    def _operation(self, op: Operation) -> None:
        match op:
            case Call() if op.callee in (operator.getitem, containers.read_attribute) and op.args[0] in self.parts:
                self._element(op)
            case Call():
                if isinstance(op.result.type, Array):
                    self.of[op.result] = self._call(op)
            case If():
                self._region(op.then)
                self._region(op.orelse)
                for result, a, b in zip(op.results, op.then.yields, op.orelse.yields, strict=True):
                    self.of[result] = self._both(a, b)
            case Loop():
                self._loop(op)
            case Comment():
                pass

    def _loop(self, op: Loop) -> None:
        """Carried arrays are contiguous if they are before the loop and every run keeps them so."""
        head: dict[Operand, Layout] = dict(zip(op.params, map(self.of.get, op.inits), strict=True))
        while True:
            self.of.update(head)
            for region in op.regions:
                self._region(region)
            found: dict[Operand, Layout] = dict(zip(op.params, map(self._both, op.params, op.next_values), strict=True))
            if found == head:
                break
            head = found
        for k, (param, result) in enumerate(zip(op.params, op.carried_results, strict=True)):
            self.of[result] = self._both(param, op.exit_values[k]) if op.before is not None else self.of[param]

    def _both(self, a: Operand, b: Operand) -> Layout:
        found, other = self.of.get(a), self.of.get(b)
        return None if found is None or other is None else found | other

    def _call(self, op: Call) -> Layout:
        callee = op.callee
        if callee in _SAME_ARRAY or (callee in _RESHAPES and len(op.args) <= 2 and not op.kwargs):
            return self.of.get(op.args[0])
        if callee is operator.getitem:
            return self._part(op.args[0], known(op.args[1]))
        is_drawn = op.effect == "random"
        if is_drawn and not any(isinstance(a.type, Array) for a in op.operands):
            return _NOTHING
        if "order" in dict(op.kwargs) or not (is_drawn or alias_of(self.rules, callee, **dict(op.kwargs)) == "fresh"):
            return None
        if len(op.result.type.dims) == 1 or callee in _ALLOCATIONS or callee is np.ndarray.copy:  # type: ignore[union-attr] # an array
            return _NOTHING
        if callee in _PRODUCTS:
            return _NOTHING
        if callee in _LIKE_THE_FIRST or isinstance(callee, np.ufunc) or _is_operator(callee):
            return self._all(op.args)
        return None

    def _element(self, op: Call) -> None:
        """A part of a parameter that is a container, or of an array."""
        container, key = op.args
        name = known(key)
        if isinstance(container.type, Array):
            self.of[op.result] = self._part(container, name)
        elif isinstance(name, int | str):
            step = name if op.callee is operator.getitem else f".{name}"
            self._is_part(op.result, (*self.parts[container], step))

    def _all(self, operands: tuple[Operand, ...]) -> Layout:
        """What elementwise functions of NumPy give: the layout that all their operands have."""
        needed = _NOTHING
        for operand in operands:
            if isinstance(operand, Const) or not isinstance(operand.type, Array):
                continue
            found = self.of.get(operand)
            if found is None:
                return None
            needed |= found
        return needed

    def _part(self, array: Operand, index: object) -> Layout:
        """A part of an array that lies in one piece: `m[i]`, `m[1:]`."""
        rows = isinstance(index, slice) and index.step in (None, 1)
        row = isinstance(index, int) or (isinstance(index, Scalar) and index.dtype.startswith("int"))
        return self.of.get(array) if rows or row else None


def _is_operator(callee: object) -> bool:
    return getattr(callee, "__module__", None) == "_operator" and callee is not operator.getitem
