"""Which values may be missing at run time: those of variables that were not assigned on every path.

t = if c: yield a       t is missing if c is false: nothing that reads it may move in front of a test of c
    else: yield undefined
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from s2sad.ir.ops import Call, Const, Function, If, Loop, Operand, is_undefined, walk
from s2sad.ir.types import BOOL
from s2sad.runtime import tree

_Pair = tuple[Operand, Operand]

_PASS_ON = (tree.copy, tree.zeros_like)
"""Calls that may be given a missing value, and then give it back."""


def _joins(function: Function) -> Iterator[tuple[tuple[Operand, ...], tuple[Operand, ...]]]:
    """What each way into a join gives to its results."""
    for op in walk(function.body):
        if isinstance(op, If):
            yield op.results, op.then.yields
            yield op.results, op.orelse.yields
        elif isinstance(op, Loop):
            for carried in (op.inits, op.next_values, op.exit_values):
                yield op.params, carried
                yield op.carried_results, carried


def missing_sides(function: Function) -> set[tuple[Operand, Operand, int]]:
    """Where values are certainly missing: value, condition, and the branch (0 or 1) of an `if` with that condition."""
    found: set[tuple[Operand, Operand, int]] = set()
    for op in walk(function.body):
        if isinstance(op, If):
            for side, branch in enumerate((op.then, op.orelse)):
                yielded = zip(op.results, branch.yields, strict=False)
                found.update((result, op.condition, side) for result, y in yielded if is_undefined(y))
    return found | {(value, flag, 1) for value, flag in _missing_without_flag(function)}


def _missing_without_flag(function: Function) -> set[_Pair]:
    """Values and flags such that the value is missing wherever the flag is false, as of `return` in a loop.

    The greatest set that agrees with every join: all pairs of results at first, less those that some way into the
    join contradicts.
    """
    ways, same = _joined_pairs(function)
    found = set(ways)

    def holds(value: Operand, flag: Operand) -> bool:
        flag = same.get(flag, flag)
        return is_undefined(value) or _is_true(flag) or (value, flag) in found

    contradicted = found
    while contradicted:
        contradicted = {pair for pair in found if not all(holds(*way) for way in ways[pair])}
        found -= contradicted
    return found


def _joined_pairs(function: Function) -> tuple[dict[_Pair, list[_Pair]], dict[Operand, Operand]]:
    """What flows into pairs of a value and a flag that one join gives, and flags that are the same as others."""
    ways: dict[_Pair, list[_Pair]] = defaultdict(list)
    same: dict[Operand, Operand] = {}
    for targets, sources in _joins(function):
        for flag, its_source in zip(targets, sources, strict=False):
            if flag.type == BOOL:
                for value, source in zip(targets, sources, strict=False):
                    ways[value, flag].append((source, its_source))
    for op in walk(function.body):
        if isinstance(op, If):
            for result, *yielded in zip(op.results, op.then.yields, op.orelse.yields, strict=False):
                if _is_true(yielded[0]) and isinstance(yielded[1], Const) and yielded[1].value is False:
                    same[result] = same.get(op.condition, op.condition)
    return ways, same


def _is_true(operand: Operand) -> bool:
    return isinstance(operand, Const) and operand.value is True


def maybe_undefined(function: Function) -> set[Operand]:
    """The values into which `undefined` may flow."""
    targets: dict[Operand, list[Operand]] = defaultdict(list)
    missing: set[Operand] = set()
    for results, sources in _joins(function):
        for target, source in zip(results, sources, strict=False):
            targets[source].append(target)
            if is_undefined(source):
                missing.add(target)
    for op in walk(function.body):
        if isinstance(op, Call) and op.callee in _PASS_ON:
            targets[op.args[0]].append(op.result)
    queue = list(missing)
    while queue:
        for target in targets[queue.pop()]:
            if target not in missing:
                missing.add(target)
                queue.append(target)
    return missing
