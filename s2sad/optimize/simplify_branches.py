"""Simplifies branches: inside the branch of a test, the same test is settled.

if c:                   if c:
  t = if c: yield a       t is a
      else: yield b
t = if c: yield True    t is c
    else: yield False
t = if c: yield a       t is a, which is there in any case
    else: yield undefined
t = if c: yield x[1]    t is x[1]
    else: yield x[1]

t = if c: ...           t, u = if c: ...; ...
u = if c: ...
"""

from __future__ import annotations

import operator
from dataclasses import replace

from s2sad.ir.ops import Call, Const, Function, If, Loop, Operand, Operation, Region, Value, is_undefined, walk
from s2sad.ir.rewrite import defined_in, free_values, is_attempt, substitute
from s2sad.ir.types import BOOL
from s2sad.optimize.identity import Identity, each_function
from s2sad.runtime.statements import bound


class _Settled(Identity):
    """`checked`: the program asks whether a variable was assigned, so that a missing value may not be anything."""

    def __init__(self, checked: bool) -> None:
        super().__init__()
        self.checked = checked
        self.truth: dict[Operand, bool] = {}
        self.negations: dict[Operand, Operand] = {}

    def call(self, op: Call, ops: list[Operation]) -> None:
        if op.callee is operator.not_ and len(op.args) == 1:
            self.negations[op.result] = op.args[0]
        ops.append(op)

    def _known(self, condition: Operand) -> bool | None:
        if condition in self.truth:
            return self.truth[condition]
        if isinstance(condition, Const) and isinstance(condition.value, bool):
            return condition.value
        inner = self.negations.get(condition)
        found = None if inner is None else self._known(inner)
        return None if found is None else not found

    def branch(self, op: If, ops: list[Operation]) -> None:
        known = self._known(op.condition)
        if known is None:
            then, orelse = self._under(op, op.then, True), self._under(op, op.orelse, False)
            same = then is op.then and orelse is op.orelse
            for result, *yielded in zip(op.results, then.yields, orelse.yields, strict=True):
                read = _read_by_both((then, orelse), yielded)
                if read is not None and read.result.type == result.type:
                    self.replaced[result] = made = Value(result.name, result.type)
                    ops.append(replace(read, results=(made,)))
            _append(op if same else replace(op, then=then, orelse=orelse), ops)
            for result, *yielded in zip(op.results, then.yields, orelse.yields, strict=True):
                if op.condition.type == BOOL and _is_bool(yielded[0], True) and _is_bool(yielded[1], False):
                    self.replaced[result] = op.condition
                elif not self.checked and result not in self.replaced:
                    self._one_sided(result, (then, orelse), yielded)
            return
        taken = op.then if known else op.orelse
        for each in taken.ops:
            self.operation(each, ops)
        for result, operand in zip(op.results, taken.yields, strict=True):
            self.replaced[result] = self.resolve(operand)

    def _one_sided(self, result: Value, branches: tuple[Region, Region], yielded: list[Operand]) -> None:
        """Where one branch gives nothing and the other what is there without it, the result is that."""
        for k in range(2):
            given = yielded[1 - k]
            if is_undefined(yielded[k]) and given.type == result.type and given not in defined_in(branches[1 - k]):
                self.replaced[result] = given

    def _under(self, op: If, region: Region, truth: bool) -> Region:
        outer = self.truth
        self.truth = {**outer, **self._consequences(op.condition, truth)}
        after = self.region(region)
        self.truth = outer
        return after

    def loop(self, op: Loop, ops: list[Operation]) -> None:
        """What runs after the test of a loop's exit runs only if that was false, and the exit only if it was true."""
        if op.before is None:
            ops.append(self.inside_loop(op))
            return
        before = self.region(op.before)
        condition = before.yields[0]
        outer = self.truth
        self.truth = {**outer, **self._consequences(condition, False)}
        after = self.region(op.after)
        self.truth = outer
        n = 1 + len(op.params)
        collects = bool(before.yields[n:])  # then the last run is like the others, and stays so
        leaving, staying = ({}, {}) if collects else _decided(before, condition)
        exits = tuple(leaving.get(y, y) for y in before.yields[1:n])
        if any(a is not b for a, b in zip(exits, before.yields[1:n], strict=True)):
            before = Region(before.ops, (condition, *exits, *before.yields[n:]))
        after = substitute(after, staying)
        same = before is op.before and after is op.after
        loop = op if same else replace(op, before=before, after=after)
        ops.append(loop)
        if not loop.sources:
            self._known_at_exit(loop)

    def _known_at_exit(self, op: Loop) -> None:
        """A loop that ends by its exit only: what is constant there is so behind the loop."""
        for result, given in zip(op.carried_results, op.exit_values, strict=True):
            if isinstance(given, Const) and isinstance(given.value, bool):
                self.replaced[result] = given

    def _consequences(self, condition: Operand, truth: bool) -> dict[Operand, bool]:
        found = {condition: truth}
        inner = self.negations.get(condition)
        while inner is not None:
            truth = not truth
            found[inner] = truth
            inner = self.negations.get(inner)
        return found


def _read_by_both(branches: tuple[Region, Region], yielded: list[Operand]) -> Call | None:
    """The read that both branches give: the same element of what was there before them."""
    reads = []
    for region, operand in zip(branches, yielded, strict=True):
        found = next((each for each in region.ops if isinstance(each, Call) and operand in each.results), None)
        if found is None or found.callee is not operator.getitem:
            return None
        reads.append(found)
    a, b = reads
    same_key = a.args[1] is b.args[1] or _is_same_int(a.args[1], b.args[1])
    return a if a.args[0] is b.args[0] and same_key else None


def _is_same_int(a: Operand, b: Operand) -> bool:
    return (
        isinstance(a, Const) and isinstance(b, Const) and type(a.value) is int is type(b.value) and a.value == b.value
    )


def _append(op: If, ops: list[Operation]) -> None:
    """Add an `if`, to the one in front of it if that tests the same."""
    first = ops[-1] if ops else None
    merged = _merged(first, op) if isinstance(first, If) and first.condition is op.condition else None
    if merged is None:
        ops.append(op)
    else:
        ops[-1] = merged


def _merged(first: If, second: If) -> If | None:
    """One `if` for two of one condition; None if the second may ask for what the first did not give.

    What follows the body of a `try` is not protected by it.
    """
    if is_attempt(first):
        return None
    regions = []
    for a, b in ((first.then, second.then), (first.orelse, second.orelse)):
        given: dict[Operand, Operand] = dict(zip(first.results, a.yields, strict=True))
        if any(is_undefined(given[v]) for v in (*free_values(b), *b.yields) if v in given):
            return None
        following = substitute(b, given)
        regions.append(Region((*a.ops, *following.ops), (*a.yields, *following.yields)))
    return replace(first, results=(*first.results, *second.results), then=regions[0], orelse=regions[1])


def _decided(before: Region, condition: Operand) -> tuple[dict[Operand, Operand], dict[Operand, Operand]]:
    """What results of an `if` on the exit's test are when the loop is left, and when it goes on."""
    leaving: dict[Operand, Operand] = {condition: Const(True)} if condition.type == BOOL else {}
    staying: dict[Operand, Operand] = {condition: Const(False)} if condition.type == BOOL else {}
    for op in before.ops:
        if isinstance(op, If) and op.condition is condition:
            for result, then, orelse in zip(op.results, op.then.yields, op.orelse.yields, strict=True):
                if then not in defined_in(op.then):
                    leaving[result] = then
                if orelse not in defined_in(op.orelse):
                    staying[result] = orelse
    return leaving, staying


def _is_bool(operand: Operand, truth: bool) -> bool:
    return isinstance(operand, Const) and operand.value is truth


def simplify_branches(function: Function) -> Function:
    """Replace an `if` by its branch where an enclosing `if` has tested the same value."""
    functions = (function, *function.functions.values())
    checked = any(isinstance(op, Call) and op.callee is bound for each in functions for op in walk(each.body))
    return each_function(function, lambda each: _Settled(checked).region(each.body))
