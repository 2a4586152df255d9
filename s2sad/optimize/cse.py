"""Eliminates common subexpressions: what an enclosing or earlier operation computed is not computed again.

    a = np.sin x        a = np.sin x
    b = np.sin x        c = mul a, a
    c = mul a, b

A branch or a loop body sees what its surroundings computed; what it computes itself ends with it.
"""

from __future__ import annotations

import math
import operator
import types
from dataclasses import replace
from typing import Any

import numpy as np

from s2sad.analysis.ownership import overwritten
from s2sad.ir.ops import Call, Const, Function, If, Loop, Operand, Operation, Region, Value
from s2sad.ir.rewrite import REMOVABLE, map_regions
from s2sad.ir.types import List, is_numeric
from s2sad.optimize.fresh import is_buffer
from s2sad.optimize.identity import Identity, each_function
from s2sad.rules.table import RuleTable
from s2sad.runtime import statements

_COMMUTATIVE = (operator.add, operator.mul, np.add, np.multiply)
_BY_VALUE = (int, bool, str, bytes, type(None))


def constant_key(value: Any) -> Any:
    """What tells constants apart: 1, 1.0, True, 0.0 and -0.0 are five; NaN is itself only.

    >>> constant_key(0.0) == constant_key(-0.0), constant_key((1, 2)) == constant_key((1, 2))
    (False, True)
    """
    kind = type(value)
    if kind in _BY_VALUE:
        return kind, value
    if kind is float and not math.isnan(value):
        return kind, value.hex()
    if kind is tuple:
        return kind, tuple(map(constant_key, value))
    if kind is slice:
        return kind, constant_key((value.start, value.stop, value.step))
    if isinstance(value, np.generic):
        return kind, value.tobytes()
    return kind, id(value)


def operand_key(operand: Operand) -> Any:
    """What tells operands apart: values by identity, constants by type and value."""
    return constant_key(operand.value) if isinstance(operand, Const) else operand


def callee_key(callee: Any) -> Any:
    """What tells callees apart: s2sad's own records by value, all else by identity."""
    kind = type(callee)
    own = kind is not types.FunctionType and str(kind.__module__).startswith("s2sad.")
    return callee if own else id(callee)


def call_key(op: Call) -> Any:
    """What tells calls apart that have one result: of sums and products of numbers not the order of the two."""
    keywords = tuple((name, operand_key(operand)) for name, operand in op.kwargs)
    arguments: Any = tuple(map(operand_key, op.args))
    if len(arguments) == 2 and op.callee in _COMMUTATIVE and all(is_numeric(x.type) for x in op.args):
        arguments = frozenset(arguments)
    return callee_key(op.callee), arguments, keywords


class _Merging(Identity):
    def __init__(self, written: frozenset[Operand]) -> None:
        super().__init__()
        self.written = written
        self.known: dict[Any, Call] = {}
        self.added: list[Any] = []
        self.protected: list[int] = []
        self.silenced: set[Operand] = set()

    def call(self, op: Call, ops: list[Operation]) -> None:
        if op.callee is statements.protect:
            self.protected.append(len(self.added))
        elif op.callee is statements.finally_:  # the body may not have come to what it computes
            self._forget(self.protected.pop())
        if op.effect not in REMOVABLE or len(op.results) != 1 or is_buffer(op) or op.result in self.written:
            ops.append(op)
            return
        key = call_key(op)
        earlier = self.known.get(key)
        if earlier is not None and earlier.result.type == op.result.type:
            self.replaced[op.result] = earlier.result
            if op.quiet and earlier.origin is not None:
                self.silenced.add(earlier.result)
            return
        if earlier is None:
            self.known[key] = op
            self.added.append(key)
        ops.append(op)

    def inside_branch(self, op: If) -> If:
        then = self._scoped(op.then)
        orelse = self._scoped(op.orelse)
        return (
            op
            if then is op.then and orelse is op.orelse
            else If(op.results, op.condition, then, orelse, op.span, op.origin)
        )

    def inside_loop(self, op: Loop) -> Loop:
        start = len(self.added)
        op = self._read_once(op)
        loop = super().inside_loop(op)
        self._forget(start)
        return loop

    def _read_once(self, op: Loop) -> Loop:
        """The loop with one source for each tape that it walks."""
        first: dict[Operand, Value] = {}
        for source in op.sources:
            if not isinstance(source.iterable.type, List):
                continue
            if source.iterable in first:
                self.replaced[source.target] = first[source.iterable]
            first.setdefault(source.iterable, source.target)
        kept = tuple(s for s in op.sources if s.target not in self.replaced)
        return op if len(kept) == len(op.sources) else replace(op, sources=kept)

    def _scoped(self, region: Region) -> Region:
        start = len(self.added)
        after = self.region(region)
        self._forget(start)
        return after

    def _forget(self, start: int) -> None:
        for key in self.added[start:]:
            del self.known[key]
        del self.added[start:]


def eliminate_common_subexpressions(function: Function, rules: RuleTable) -> Function:
    """Compute equal calls once, where the first dominates the others."""

    def merged(each: Function) -> Region:
        merging = _Merging(overwritten(rules, each))
        region = merging.region(each.body)
        return _silenced(region, merging.silenced) if merging.silenced else region

    return each_function(function, merged)


def _silenced(region: Region, results: set[Operand]) -> Region:
    """The region with derivative code not warning that is now also computed for what is under a mask."""
    ops: list[Operation] = []
    for op in region.ops:
        if isinstance(op, Call):
            ops.append(replace(op, quiet=True) if not op.quiet and not results.isdisjoint(op.results) else op)
        else:
            ops.append(map_regions(op, lambda inner: _silenced(inner, results)))
    return Region(tuple(ops), region.yields)
