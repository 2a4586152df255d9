"""The loop of the forward sweep: the primal's, with tapes and with what its last run and its count leave behind.

    for i in xs carry y:       for i in xs carry y, trips collect t:
      ...                        ...
      yield y                    yield y, trips + 1, t

A tape is nothing else than a collected value.
"""

from __future__ import annotations

import operator
from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from s2sad.ir.ops import Call, Const, Loop, Operand, Operation, Region, Value
from s2sad.ir.types import INT, List


class Carried(NamedTuple):
    """A further carried value: its result, and what it is at first, at the exit and in the next run."""

    result: Value
    init: Operand
    exit_value: Operand
    next_value: Operand

    def following(self, param: Value) -> Operand:
        """What it is in the next run: itself, where it was not changed."""
        init, following = self.init, self.next_value
        unchanged = isinstance(init, Const) and isinstance(following, Const) and init.value is following.value
        return param if unchanged else following


def is_uniform(op: Loop) -> bool:
    """Whether the exit is at the end of the body, so that all runs are alike."""
    return op.before is not None and not op.after.ops and op.exit_values == op.next_values


def forward_loop(
    op: Loop,
    before: tuple[Operation, ...],
    after: tuple[Operation, ...],
    taped: Sequence[Value],
    kept: Sequence[Carried],
    trips: Value | None,
) -> tuple[Loop, list[Value]]:
    """The loop of the forward sweep and its tapes.

    Args:
        op: the loop of the primal.
        before: its operations up to the exit, in the forward sweep.
        after: its operations after the exit.
        taped: what is collected.
        kept: what is carried beside the primal's values.
        trips: the result that counts the runs, if they are counted.
    """
    extra = list(kept)
    params = [Value(each.result.name, each.result.type) for each in extra]
    if trips is not None:
        params.append(Value(trips.name, trips.type))
        step, counter = _counted(trips, params[-1], is_uniform(op))
        extra.append(counter)
        before, after = ((*before, step), after) if is_uniform(op) else (before, (*after, step))
    lists = [Value(f"{v.name}_tape", List(v.type)) for v in taped]
    forward = replace(
        op,
        results=(*op.carried_results, *(e.result for e in extra), *_all_lists(op, lists)),
        params=(*op.params, *params),
        inits=(*op.inits, *(e.init for e in extra)),
        before=_before(op, before, extra, taped),
        after=_after(op, after, [e.following(p) for e, p in zip(extra, params, strict=True)], taped),
    )
    return forward, lists


def _all_lists(op: Loop, lists: list[Value]) -> tuple[Value, ...]:
    """The collected results: the tapes stand behind what is collected in the same region."""
    first = len(op.before.yields) - 1 - len(op.params) if op.before and is_uniform(op) else len(op.collected_results)
    return (*op.collected_results[:first], *lists, *op.collected_results[first:])


def _before(op: Loop, ops: tuple[Operation, ...], extra: list[Carried], taped: Sequence[Value]) -> Region | None:
    if op.before is None:
        return None
    collected = tuple(taped) if is_uniform(op) else ()
    exits = tuple(e.exit_value for e in extra)
    rest = op.before.yields[1 + len(op.params) :]
    return Region(ops, (op.before.yields[0], *op.exit_values, *exits, *rest, *collected))


def _after(op: Loop, ops: tuple[Operation, ...], extra: list[Operand], taped: Sequence[Value]) -> Region:
    collected = () if is_uniform(op) else tuple(taped)
    return Region(ops, (*op.next_values, *extra, *op.after.yields[len(op.params) :], *collected))


def _counted(trips: Value, param: Value, uniform: bool) -> tuple[Call, Carried]:
    """The operation and the carried value that count the runs of a loop."""
    following = Value("trips", INT)
    step = Call((following,), operator.add, (param, Const(1)))
    return step, Carried(trips, Const(0), following if uniform else param, following)
