"""Orders a placed function into statements, still on values: what is assigned, moved, appended and returned.

z.2 = for _ in range(20) carry z.0 = 0.0 collect z.0      move z.0 <- 0.0; new list z_tape; for _ in range(20):
  z.1 = ...; yield z.1, z.0                                   append z.0; assign z.1; move z.0 <- z.1
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field, replace

from typing_extensions import assert_never

from s2sad.codegen.blocks import continued, end_of, is_mark, is_oracle
from s2sad.codegen.inlining import Inlining
from s2sad.codegen.stored import starts_as, stored_somewhere
from s2sad.codegen.writes import is_write
from s2sad.ir.ops import (
    Call,
    Comment,
    Const,
    Function,
    If,
    Loop,
    Operand,
    Operation,
    Region,
    Value,
    is_derivative,
    is_undefined,
    operands_of,
    regions_of,
    walk,
)
from s2sad.ir.rewrite import is_attempt, read_in
from s2sad.runtime import containers, statements


@dataclass(eq=False)
class Assign:
    """`value = expression`; a call whose result nobody reads is a statement of its own."""

    op: Call | If
    value: Value | None
    in_place: bool = False


@dataclass(eq=False)
class Write:
    """`x[i] = v`, `xs.append(v)`: the result is the same object as the first argument."""

    op: Call
    value: Value
    target: Operand


@dataclass(eq=False)
class Move:
    """`target = source`, several at once."""

    pairs: list[tuple[Value, Operand]]


@dataclass(eq=False)
class NewList:
    """`value = []`."""

    value: Value


@dataclass(eq=False)
class Append:
    """`target.append(source)`."""

    target: Value
    source: Operand


@dataclass(eq=False)
class Branch:
    """`if condition: then else: orelse`."""

    op: If
    then: list[Statement]
    orelse: list[Statement]


@dataclass(eq=False)
class Attempt:
    """`try: body; except kinds: handler; else: otherwise`; `caught` is what the handler has caught, if it is read."""

    op: If
    body: list[Statement]
    kinds: tuple[Operand, ...]
    caught: Value | None
    handler: list[Statement]
    otherwise: list[Statement]


@dataclass(eq=False)
class Around:
    """`with op as value: body`, or `try: body; finally: last`."""

    op: Call
    value: Value | None
    body: list[Statement]
    last: list[Statement] | None


@dataclass(eq=False)
class Iterate:
    """A loop: `before`, leave by `leaving` if `condition`, `after`.

    `unset` are results that only the exit sets: where the sources end the loop, nobody reads them.
    """

    op: Loop
    before: list[Statement]
    leaving: list[Statement]
    after: list[Statement]
    unset: tuple[Value, ...] = ()


@dataclass(eq=False)
class Return:
    """`return operand`."""

    operand: Operand


@dataclass(eq=False)
class Remark:
    """A comment line."""

    text: str


Statement = Assign | Write | Move | NewList | Append | Branch | Attempt | Around | Iterate | Return | Remark
BLOCKS = (Branch, Attempt, Around, Iterate)
"""Statements that hold others."""


@dataclass
class Schedule:
    """The statements of a function; `same` are values that share one variable in any case."""

    statements: list[Statement]
    inlining: Inlining
    same: list[tuple[Value, Value]] = field(default_factory=list)


class _Scheduler:
    def __init__(self, inlining: Inlining, accumulations: set[Call], needs_none: set[Value]) -> None:
        self.inlining = inlining
        self.accumulations = accumulations
        self.needs_none = needs_none
        self.same: list[tuple[Value, Value]] = []

    def region(self, region: Region, collected: Sequence[tuple[Value, Operand]] = ()) -> list[Statement]:
        """The statements of a region; collected values are appended where they are defined."""
        found: list[Statement] = []
        pending = list(collected)
        defined = {r for op in region.ops for r in op.results}
        for pair in [p for p in pending if p[1] not in defined]:
            found.append(Append(*pair))
            pending.remove(pair)
        self.ops(region.ops, found, pending)
        return found

    def ops(
        self, ops: Sequence[Operation], found: list[Statement], pending: list[tuple[Value, Operand]]
    ) -> list[Statement]:
        """The statements of operations in order, added to `found`."""
        k = 0
        while k < len(ops):
            op = ops[k]
            following = ops[k + 1] if k + 1 < len(ops) else None
            end = end_of(ops, k)
            if end is not None:
                found.append(self._around(ops, k, end, pending))
                k = end
            elif is_attempt(op):
                second = continued(op, following)
                found.append(self._attempt(op, second))
                k += second is not None
            else:
                found.extend(self.operation(op))
            done = [r for each in (op, ops[k]) for r in each.results] if not is_oracle(op) else []
            done += [op.condition] if is_attempt(op) and isinstance(op.condition, Value) else []
            for pair in [p for p in pending if p[1] in done]:
                found.append(Append(*pair))
                pending.remove(pair)
            k += 1
        return found

    def _around(self, ops: Sequence[Operation], start: int, end: int, pending: list[tuple[Value, Operand]]) -> Around:
        """A `with`, or a `try` with a `finally`, from its first mark to its last."""
        op = ops[start]
        assert isinstance(op, Call)
        middle = next((k for k in range(start, end) if is_mark(ops[k], statements.finally_, op)), None)
        inside = middle if middle is not None else end
        body = self.ops(ops[start + 1 : inside], [], pending)
        last = None if middle is None else self.ops(ops[middle + 1 : end], [], pending)
        marks = 1 if middle is None else 2
        return Around(op, op.result if self.reads[op.result] > marks else None, body, last)

    def _attempt(self, op: If, second: If | None) -> Attempt:
        """A `try`; what runs next on the same condition is its `else` and the rest of its handler."""
        caught = op.orelse.ops[0]
        assert isinstance(caught, Call)
        assert isinstance(op.condition, Value)
        rest = Region(op.orelse.ops[1:], op.orelse.yields)
        body = self.region(op.then) + self._moves(op.results, op.then.yields)
        handler = self.region(rest) + self._moves(op.results, op.orelse.yields)
        otherwise: list[Statement] = []
        if second is not None:
            otherwise = self.region(second.then) + self._moves(second.results, second.then.yields)
            handler += self.region(second.orelse) + self._moves(second.results, second.orelse.yields)
        if self.reads[op.condition] > (1 if second is None else 2):
            body.append(Move([(op.condition, Const(True))]))
            handler.insert(0, Move([(op.condition, Const(False))]))
        value = caught.result if caught.result in self.read else None
        return Attempt(op, body, caught.args, value, handler, otherwise)

    def operation(self, op: Operation) -> list[Statement]:
        match op:
            case Call():
                return self._call(op)
            case If():
                if len(op.results) == 1 and op.results[0] in self.inlining:
                    return []
                return self._branch(op)
            case Loop():
                return self._loop(op)
            case Comment():
                return [Remark(op.text)]
            case _:
                assert_never(op)

    def _call(self, op: Call) -> list[Statement]:
        if is_oracle(op):
            return []
        if op.results and op.results[0] in self.inlining:
            return []
        if is_write(op):
            taken, own = self._taken_over(op)
            return [*taken, Write(own, own.result, own.args[0])]
        if op.callee is containers.rejoined:
            parent = op.args[0]
            assert isinstance(parent, Value)
            self.same.append((op.result, parent))
            return []
        value = op.results[0] if op.results else None
        if op.effect not in ("pure", "may_raise") and value is not None and value not in self.read:
            return [Assign(op, None)]
        in_place = op in self.accumulations
        taken, own = self._taken_over(op) if in_place else ([], op)
        return [*taken, Assign(own, value, in_place=in_place)]

    def _taken_over(self, op: Call) -> tuple[list[Statement], Call]:
        """An adjoint that is summed in an array of the primal, which nobody reads then, has the adjoint's name."""
        base = op.args[0]
        if not is_derivative(op) or not isinstance(base, Value) or base not in self.primal:
            return [], op
        own = Value(op.result.name, base.type)
        return [Move([(own, base)])], replace(op, args=(own, *op.args[1:]))

    primal: set[Operand]
    """Results of calls of the primal."""
    read: set[Operand]
    reads: Counter[Operand]

    def _branch(self, op: If) -> list[Statement]:
        if len(op.results) == 1 and self._is_expression(op):
            return [Assign(op, op.results[0])]
        then = self.region(op.then) + self._moves(op.results, op.then.yields)
        orelse = self.region(op.orelse) + self._moves(op.results, op.orelse.yields)
        return [Branch(op, then, orelse)]

    def _is_expression(self, op: If) -> bool:
        inlined = all(
            isinstance(inner, Call) and inner.result in self.inlining
            for branch in (op.then, op.orelse)
            for inner in branch.ops
        )
        return inlined and not any(is_undefined(y) for y in (op.then.yields[0], op.orelse.yields[0]))

    def _moves(
        self, targets: tuple[Value, ...], sources: tuple[Operand, ...], wanted: Collection[Value] = ()
    ) -> list[Statement]:
        pairs = []
        for target, source in zip(targets, sources, strict=True):
            if not is_undefined(source) or target in self.needs_none or target in wanted:
                pairs.append((target, source))
        return [Move(pairs)] if pairs else []

    def _loop(self, op: Loop) -> list[Statement]:
        for param, result in zip(op.params, op.carried_results, strict=True):
            self.same.append((result, param))
        results = zip(op.params, op.carried_results, strict=True)
        stored = {p for k, (p, r) in enumerate(results) if r in self.needs_none and starts_as(op, k)}
        found = self._moves(op.params, op.inits, stored)
        found += [NewList(v) for v in op.collected_results]
        first = len(op.before.yields) - 1 - len(op.params) if op.before else 0
        lists = list(zip(op.collected_results, op.collected, strict=True))
        before: list[Statement] = []
        leaving: list[Statement] = []
        if op.before is not None:
            last = _last_words(op)
            staying = Region(tuple(each for each in op.before.ops if each not in last), op.before.yields)
            before = self.region(staying, lists[:first])
            for each in last:
                leaving += self.region(each.then) + self._moves(each.results, each.then.yields)
            leaving += self._moves(op.params, op.exit_values)
        ways = enumerate(zip(op.params, op.inits, op.next_values, strict=True))
        changing = [k for k, (p, a, b) in ways if p is not b and not _same_const(a, b)]
        moves = self._moves(tuple(op.params[k] for k in changing), tuple(op.next_values[k] for k in changing))
        after = self.region(op.after, lists[first:]) + moves
        carried = zip(op.params, op.inits, op.next_values, strict=True)
        unset = [p for p, init, following in carried if is_undefined(init) and following is p]
        unset = [p for p in unset if p not in stored and p not in self.needs_none]
        return [*found, Iterate(op, before, leaving, after, tuple(unset))]


def _same_const(a: Operand, b: Operand) -> bool:
    """Whether a carried value is the same constant before each run: `left`, until the loop is left."""
    if not isinstance(a, Const) or not isinstance(b, Const) or type(a.value) is not type(b.value):
        return False
    return type(a.value) in (bool, int) and bool(a.value == b.value)


def _last_words(op: Loop) -> list[If]:
    """The branches that run only if the loop is left right after: they are printed in front of its `break`."""
    assert op.before is not None
    condition, *yields = op.before.yields
    read = read_in(op.after) | set(yields[len(op.params) :])
    found: list[If] = []
    for each in reversed(op.before.ops):
        is_last = isinstance(each, If) and each.condition is condition and not each.orelse.ops
        if not is_last or any(r in read for r in each.results):
            break
        assert isinstance(each, If)
        found.append(each)
    return found[::-1]


def schedule(function: Function, inlining: Inlining, accumulations: set[Call]) -> Schedule:
    """The statements of a placed function."""
    scheduler = _Scheduler(inlining, accumulations, stored_somewhere(function.body))
    scheduler.primal = _results_of_primal(function)
    scheduler.read = _all_reads(function.body)
    scheduler.reads = Counter(_each_read(function.body))
    found = scheduler.region(function.body)
    found.append(Return(function.result))
    return Schedule(found, inlining, scheduler.same)


def _results_of_primal(function: Function) -> set[Operand]:
    """What calls of the primal give; empty for the primal itself."""
    calls = [op for op in walk(function.body) if isinstance(op, Call)]
    return {r for op in calls if not is_derivative(op) for r in op.results} if any(map(is_derivative, calls)) else set()


def _each_read(region: Region) -> Iterator[Operand]:
    yield from region.yields
    for op in walk(region):
        yield from operands_of(op)
        for inner in regions_of(op):
            yield from inner.yields


def _all_reads(region: Region) -> set[Operand]:
    return read_in(region)
