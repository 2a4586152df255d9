"""Which values may be missing at run time: those of variables that were not assigned on every path.

    t = if c: yield a       t is missing if c is false: nothing that reads it may move in front of a test of c
        else: yield undefined
"""

from __future__ import annotations

from collections import defaultdict

from s2sad.ir.ops import Function, If, Loop, Operand, is_undefined, walk


def maybe_undefined(function: Function) -> set[Operand]:
    """The values into which `undefined` may flow."""
    flows: dict[Operand, list[Operand]] = defaultdict(list)
    missing: set[Operand] = set()

    def flow(targets: tuple[Operand, ...], sources: tuple[Operand, ...]) -> None:
        for target, source in zip(targets, sources, strict=False):
            if is_undefined(source):
                missing.add(target)
            else:
                flows[source].append(target)

    for op in walk(function.body):
        if isinstance(op, If):
            flow(op.results, op.then.yields)
            flow(op.results, op.orelse.yields)
        elif isinstance(op, Loop):
            for carried in (op.inits, op.next_values, op.exit_values):
                flow(op.params, carried)
                flow(op.carried_results, carried)
    queue = list(missing)
    while queue:
        for target in flows[queue.pop()]:
            if target not in missing:
                missing.add(target)
                queue.append(target)
    return missing
