"""Which values may be missing at run time: those of variables that were not assigned on every path.

t = if c: yield a       t is missing if c is false: nothing that reads it may move in front of a test of c
    else: yield undefined
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from s2sad.ir.ops import Function, If, Loop, Operand, is_undefined, walk


def _flows(function: Function) -> Iterator[tuple[Operand, Operand]]:
    """Where a value goes at joins: target and source."""
    for op in walk(function.body):
        if isinstance(op, If):
            yield from zip(op.results, op.then.yields, strict=False)
            yield from zip(op.results, op.orelse.yields, strict=False)
        elif isinstance(op, Loop):
            for carried in (op.inits, op.next_values, op.exit_values):
                yield from zip(op.params, carried, strict=False)
                yield from zip(op.carried_results, carried, strict=False)


def missing_sides(function: Function) -> set[tuple[Operand, Operand, int]]:
    """Where values are certainly missing: value, condition, and the branch (0 or 1) of an `if` with that condition."""
    found: set[tuple[Operand, Operand, int]] = set()
    for op in walk(function.body):
        if isinstance(op, If):
            for side, branch in enumerate((op.then, op.orelse)):
                yielded = zip(op.results, branch.yields, strict=False)
                found.update((result, op.condition, side) for result, y in yielded if is_undefined(y))
    return found


def maybe_undefined(function: Function) -> set[Operand]:
    """The values into which `undefined` may flow."""
    targets: dict[Operand, list[Operand]] = defaultdict(list)
    missing: set[Operand] = set()
    for target, source in _flows(function):
        targets[source].append(target)
        if is_undefined(source):
            missing.add(target)
    queue = list(missing)
    while queue:
        for target in targets[queue.pop()]:
            if target not in missing:
                missing.add(target)
                queue.append(target)
    return missing
