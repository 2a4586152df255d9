"""Which values may be missing at run time: those of variables that were not assigned on every path.

t = if c: yield a       t is missing if c is false: nothing that reads it may move in front of a test of c
    else: yield undefined
"""

from __future__ import annotations

import operator
from collections import defaultdict
from collections.abc import Iterator

from s2sad.ir.ops import Call, Const, Function, If, Loop, Operand, index_key, is_undefined, walk
from s2sad.ir.types import BOOL, List, Unknown
from s2sad.runtime import tree

_Pair = tuple[Operand, Operand]
_Flow = dict[Operand, list[Operand]]

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


def _has_elements_of_a_list(op: Call) -> bool:
    """Whether a call gives an element, a part or a copy of a list."""
    return op.callee in (tree.copy, operator.getitem) and isinstance(op.args[0].type, List | Unknown)


def missing_sides(function: Function) -> set[tuple[Operand, Operand, int]]:
    """Where values are certainly missing: value, condition, and the branch (0 or 1) of an `if` with that condition."""
    found = {(value, flag, 1) for value, flag in _missing_without_flag(function)}
    for op in walk(function.body):
        if isinstance(op, If):
            for side, branch in enumerate((op.then, op.orelse)):
                yielded = zip(op.results, branch.yields, strict=False)
                found.update((result, op.condition, side) for result, y in yielded if is_undefined(y))
    return found | _read_from_tapes(function, found)


def _read_from_tapes(function: Function, found: set[tuple[Operand, Operand, int]]) -> set[tuple[Operand, Operand, int]]:
    """Values and conditions of one run of a loop, as another loop reads them from lists in step."""
    origin: dict[Operand, tuple[Loop, int, tuple[Operand | str, ...]]] = {}
    read: set[tuple[Operand, Operand, int]] = set()
    for op in walk(function.body):
        if isinstance(op, Call) and _has_elements_of_a_list(op) and op.args[0] in origin:
            loop, k, steps = origin[op.args[0]]
            origin[op.result] = loop, k, (*steps, *(index_key(each) for each in op.args[1:]))
        elif isinstance(op, Loop):
            origin.update((tape, (op, k, ())) for k, tape in enumerate(op.collected_results))
            in_step: dict[tuple[Loop, tuple[Operand | str, ...]], list[tuple[Operand, Operand]]] = defaultdict(list)
            for source in op.sources:
                if source.iterable in origin:
                    loop, k, steps = origin[source.iterable]
                    in_step[loop, steps].append((source.target, loop.collected[k]))
            for pairs in in_step.values():
                known = found | read
                read |= {
                    (value, flag, side)
                    for value, kept in pairs
                    for flag, kept_flag in pairs
                    for side in (0, 1)
                    if (kept, kept_flag, side) in known
                }
    return read


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
    """The values into which `undefined` may flow, also by way of lists that loops collect."""
    flows: _Flow = defaultdict(list)
    for targets, sources in _joins(function):
        for target, source in zip(targets, sources, strict=False):
            flows[source].append(target)
    elements, tapes = _lists(function, flows)
    undefined = {target for source, targets in flows.items() if is_undefined(source) for target in targets}
    undefined |= function.missing
    missing: set[Operand] = set()
    holding: set[Operand] = set()
    while True:
        found = _reached(flows, undefined | {each for tape in holding for each in elements[tape]})
        lists = _reached(flows, {tape for value in found for tape in tapes[value]})
        if (found, lists) == (missing, holding):
            return missing
        missing, holding = found, lists


def sources_of(function: Function) -> dict[Operand, list[Operand]]:
    """What may flow into each value, by joins and by calls that pass on what is missing."""
    sources: dict[Operand, list[Operand]] = defaultdict(list)
    for targets, given in _joins(function):
        for target, source in zip(targets, given, strict=False):
            sources[target].append(source)
    for op in walk(function.body):
        if isinstance(op, Call) and op.callee in _PASS_ON:
            sources[op.result].append(op.args[0])
    return sources


def _lists(function: Function, flows: _Flow) -> tuple[_Flow, _Flow]:
    """What is read from lists, and the lists that collect a value; what calls pass on is added to the flows."""
    elements: _Flow = defaultdict(list)
    tapes: _Flow = defaultdict(list)
    for op in walk(function.body):
        if isinstance(op, Call) and _has_elements_of_a_list(op):
            (flows if isinstance(op.result.type, List) else elements)[op.args[0]].append(op.result)
        elif isinstance(op, Call) and op.callee in _PASS_ON:
            flows[op.args[0]].append(op.result)
        elif isinstance(op, Loop):
            for kept, tape in zip(op.collected, op.collected_results, strict=True):
                tapes[kept].append(tape)
            for source in op.sources:
                elements[source.iterable].append(source.target)
    return elements, tapes


def _reached(flows: _Flow, start: set[Operand]) -> set[Operand]:
    """The values from which one starts, and all to which they flow."""
    found, queue = set(start), list(start)
    while queue:
        for target in flows.get(queue.pop(), ()):
            if target not in found:
                found.add(target)
                queue.append(target)
    return found
