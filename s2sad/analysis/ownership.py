"""Which values may share memory, and which memory is written to.

t = getitem x, 1:-1     t and x are one class
v.2 = store v.1, i, t   v.1 and v.2 are one class, and it is written
s = add x, 1            s is new memory
"""

from __future__ import annotations

import operator
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from s2sad.analysis.inference import alias_of, known, may_be_view
from s2sad.ir.ops import (
    Call,
    Comment,
    Const,
    Function,
    FunctionRef,
    If,
    Loop,
    Operand,
    Operation,
    Region,
    Value,
    operands_of,
    walk,
)
from s2sad.ir.types import Array, FixedList, List, Map, Object, Record, Scalar, Tuple, Type, Unknown, children
from s2sad.rules.table import RuleTable
from s2sad.runtime import containers, indexing, tree

IN_PLACE = (containers.store, containers.rejoined, containers.appended, containers.without_last)
ELEMENT_WRITES = (tree.list_add_at, tree.part_updated, tree.part_added)
"""Writes to what a list holds: an element is another one afterwards."""
FUNCTIONAL = (indexing.updated, indexing.add_at, tree.list_updated, *ELEMENT_WRITES)
HOLDERS = (
    containers.pack,
    containers.build_list,
    containers.build_dict,
    containers.build_object,
    containers.appended,
    containers.joined,
    containers.repeated,
    containers.without,
    containers.with_slice,
    containers.taken,
    containers.put_back,
    tree.padded,
    tree.list_updated,
)
_NEW_LISTS = (containers.joined, containers.repeated, containers.taken)
"""What makes a new list of elements of others: it shares nothing with those if these are numbers."""


def contents_read(op: Operation) -> tuple[Operand, ...]:
    """The operands that an operation reads, other than for their shape."""
    if isinstance(op, Call) and op.callee in (np.zeros_like, np.ones_like, np.shape, np.size):
        return op.operands[1:]
    return operands_of(op)


def is_memory(kind: Type) -> bool:
    """Whether values of a type are, or hold, memory that can change."""
    match kind:
        case Array() | List() | FixedList() | Record() | Map() | Object() | Unknown():
            return True
        case Tuple():
            return any(map(is_memory, kind.elements))
        case _:
            return False


@dataclass
class Classes:
    """Values grouped by the memory they may share."""

    parent: dict[Operand, Operand] = field(default_factory=dict)

    def find(self, value: Operand) -> Operand:
        """The representative of a value's class."""
        root = value
        while root in self.parent:
            root = self.parent[root]
        while value is not root:
            self.parent[value], value = root, self.parent[value]
        return root

    def unite(self, a: Operand, b: Operand) -> None:
        """Note that two values may share memory."""
        if isinstance(a, Const) or isinstance(b, Const) or not is_memory(a.type) or not is_memory(b.type):
            return
        ra, rb = self.find(a), self.find(b)
        if ra is not rb:
            self.parent[ra] = rb

    def region(self, rules: RuleTable, region: Region) -> None:
        """Group the values of a region."""
        for op in region.ops:
            self.operation(rules, op)

    def operation(self, rules: RuleTable, op: Operation) -> None:
        """Group the values of an operation."""
        match op:
            case Call():
                for operand in shared_operands(rules, op):
                    for result in op.results:
                        self.unite(result, operand)
            case If():
                for branch in (op.then, op.orelse):
                    self.region(rules, branch)
                    self._pairs(op.results, branch.yields)
            case Loop():
                for source in op.sources:
                    self.unite(source.target, source.iterable)
                self._pairs(op.params, op.inits)
                for region in op.regions:
                    self.region(rules, region)
                self._pairs(op.params, op.next_values)
                self._pairs(op.carried_results, op.params)
                self._pairs(op.carried_results, op.exit_values)
                self._pairs(op.collected_results, op.collected)
            case Comment():
                pass

    def _pairs(self, a: Iterable[Operand], b: Iterable[Operand]) -> None:
        for x, y in zip(a, b, strict=False):
            self.unite(x, y)


def is_list_slice(op: Call) -> bool:
    """Whether a call makes a new list of elements of another one."""
    if op.callee is not operator.getitem or not isinstance(op.args[0].type, List):
        return False
    return isinstance(op.result.type, List) and not isinstance(op.args[1].type, Scalar)


def shared_operands(rules: RuleTable, op: Call) -> tuple[Operand, ...]:
    """The operands whose memory the result of a call may share, written in place or not."""
    if op.callee in IN_PLACE[:2]:  # an array takes numbers, a container what it is given itself
        return op.args[:1] if isinstance(op.args[0].type, Array) else (op.args[0], op.args[-1])
    if op.callee in _NEW_LISTS and not any(map(is_memory, children(op.result.type))):
        return ()
    if op.callee in HOLDERS or isinstance(op.callee, FunctionRef):
        return op.operands
    if op.callee in FUNCTIONAL or op.callee is containers.without_last:
        return (op.args[0],)
    if op.callee is operator.getitem:
        if isinstance(op.args[0].type, Array) and not may_be_view(known(op.args[1])):
            return ()
        of_numbers = is_list_slice(op) and isinstance(op.result.type, List) and not is_memory(op.result.type.element)
        return () if of_numbers else (op.args[0],)
    if op.effect == "random" or alias_of(rules, op.callee, *op.args, **dict(op.kwargs)) == "fresh" or not op.args:
        return ()
    first = next((k for k, a in enumerate(op.args) if not isinstance(a, Const)), 0)  # einsum starts with subscripts
    return op.operands if op.effect == "unknown" or op.callee is np.ix_ else (op.args[first],)


def overwritten(rules: RuleTable, function: Function) -> frozenset[Operand]:
    """The values whose memory a `store` of the function may write to."""
    return _written_later(rules, function, (containers.store,))


def changed_lists(rules: RuleTable, function: Function) -> frozenset[Operand]:
    """The lists that have other elements later: what is read of them is kept in their place."""
    found = _written_later(rules, function, (containers.appended, containers.without_last))
    return frozenset(v for v in found if isinstance(v.type, List | FixedList))


def written_elements(rules: RuleTable, function: Function) -> frozenset[Operand]:
    """The arrays that become elements of lists and dicts of which an element is written to later."""
    held: set[Operand] = set()
    for op in walk(function.body):
        if isinstance(op, Loop):
            held.update(op.collected)
        elif isinstance(op, Call) and op.callee in HOLDERS:
            held.update(op.operands)
        elif isinstance(op, Call) and op.callee is containers.store and not isinstance(op.args[0].type, Array):
            held.add(op.args[-1])
    if not any(isinstance(v, Value) and isinstance(v.type, Array) for v in held):
        return frozenset()
    return _written_later(rules, function, (containers.store, *FUNCTIONAL)) & held


def _written_later(rules: RuleTable, function: Function, writes: tuple[Any, ...]) -> frozenset[Operand]:
    classes = Classes()
    classes.region(rules, function.body)
    written: set[Operand] = set()
    values: set[Operand] = set(function.params)

    def visit(region: Region) -> None:
        for op in region.ops:
            values.update(op.results)
            match op:
                case Call() if op.callee in writes:
                    written.add(classes.find(op.args[0]))
                case Call(callee=FunctionRef() as callee):
                    written.update(classes.find(op.args[k]) for k in callee.writes)
                case If():
                    visit(op.then)
                    visit(op.orelse)
                case Loop():
                    values.update(op.params)
                    values.update(s.target for s in op.sources)
                    for inner in op.regions:
                        visit(inner)
                case _:
                    pass

    visit(function.body)
    return frozenset(v for v in values if is_memory(v.type) and classes.find(v) in written)
