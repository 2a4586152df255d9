"""Substitution and copying of IR: what passes and transforms share.

`substitute(region, {a: b})` reads `b` wherever `a` was read; `clone(region, {})` has new values throughout.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Any, assert_never

from s2sad.ir.ops import (
    Call,
    Comment,
    Function,
    If,
    Loop,
    Operand,
    Operation,
    Region,
    Source,
    Value,
    operands_of,
    regions_of,
    walk,
)

Substitution = Mapping[Operand, Operand]


def resolve(operand: Operand, substitution: Substitution) -> Operand:
    """The operand that stands for `operand`, through chains of substitutions."""
    while operand in substitution:
        operand = substitution[operand]
    return operand


def _all(operands: Iterable[Operand], s: Substitution) -> tuple[Operand, ...]:
    return tuple(resolve(operand, s) for operand in operands)


def substitute_op(op: Operation, s: Substitution) -> Operation:
    """The operation reading what `s` says; results are kept."""
    match op:
        case Call():
            return replace(op, args=_all(op.args, s), kwargs=tuple((k, resolve(v, s)) for k, v in op.kwargs))
        case If():
            return replace(
                op,
                condition=resolve(op.condition, s),
                then=substitute(op.then, s),
                orelse=substitute(op.orelse, s),
            )
        case Loop():
            return replace(
                op,
                sources=tuple(Source(x.target, resolve(x.iterable, s)) for x in op.sources),
                inits=_all(op.inits, s),
                before=substitute(op.before, s) if op.before else None,
                after=substitute(op.after, s),
            )
        case Comment():
            return op
        case _:
            assert_never(op)


def substitute(region: Region, s: Substitution) -> Region:
    """The region reading what `s` says."""
    if not s:
        return region
    return Region(tuple(substitute_op(op, s) for op in region.ops), _all(region.yields, s))


def _fresh(values: Iterable[Value], s: dict[Operand, Operand]) -> tuple[Value, ...]:
    new = []
    for value in values:
        copy = Value(value.name, value.type)
        s[value] = copy
        new.append(copy)
    return tuple(new)


def clone_op(op: Operation, s: dict[Operand, Operand], **changes: Any) -> Operation:
    """A copy of the operation with new results; `s` learns which new value stands for which."""
    match op:
        case Call():
            copy: Operation = replace(
                op, args=_all(op.args, s), kwargs=tuple((k, resolve(v, s)) for k, v in op.kwargs), **changes
            )
            return replace(copy, results=_fresh(op.results, s))
        case If():
            condition = resolve(op.condition, s)
            then, orelse = clone(op.then, s, **changes), clone(op.orelse, s, **changes)
            return replace(
                op, condition=condition, then=then, orelse=orelse, results=_fresh(op.results, s), **changes
            )
        case Loop():
            inits = _all(op.inits, s)
            iterables = _all((x.iterable for x in op.sources), s)
            targets = _fresh((x.target for x in op.sources), s)
            params = _fresh(op.params, s)
            before = clone(op.before, s, **changes) if op.before else None
            after = clone(op.after, s, **changes)
            sources = tuple(map(Source, targets, iterables))
            return replace(
                op,
                sources=sources,
                params=params,
                inits=inits,
                before=before,
                after=after,
                results=_fresh(op.results, s),
                **changes,
            )
        case Comment():
            return op
        case _:
            assert_never(op)


def clone(region: Region, s: dict[Operand, Operand], **changes: Any) -> Region:
    """A copy of the region with new values; `s` may hold replacements for values defined outside."""
    ops = tuple(clone_op(op, s, **changes) for op in region.ops)
    return Region(ops, _all(region.yields, s))


def map_regions(op: Operation, function: Callable[[Region], Region]) -> Operation:
    """The operation with `function` applied to each of its regions."""
    match op:
        case If():
            return replace(op, then=function(op.then), orelse=function(op.orelse))
        case Loop():
            before = function(op.before) if op.before else None
            return replace(op, before=before, after=function(op.after))
        case Call() | Comment():
            return op
        case _:
            assert_never(op)


def map_functions(function: Function, transform: Callable[[Region], Region]) -> Function:
    """The function, and those it calls, with `transform` applied to each body."""
    callees = {name: replace(f, body=transform(f.body)) for name, f in function.functions.items()}
    return replace(function, body=transform(function.body), functions=callees)


def defined_in(region: Region) -> set[Value]:
    """All values that the region and its inner regions define."""
    found: set[Value] = set()
    for op in walk(region):
        found.update(op.results)
        if isinstance(op, Loop):
            found.update(op.params)
            found.update(source.target for source in op.sources)
    return found


def read_in(region: Region) -> set[Operand]:
    """All operands that the region and its inner regions read, yields included."""
    found: set[Operand] = set(region.yields)
    for op in region.ops:
        found |= reads_of(op)
    return found


def reads_of(op: Operation) -> set[Operand]:
    """All operands that an operation reads, also inside its regions."""
    found = set(operands_of(op))
    for region in regions_of(op):
        found |= read_in(region)
    return found


def free_values(region: Region) -> list[Value]:
    """The values that a region reads and does not define, in the order of their first reading."""
    defined = defined_in(region)
    order: dict[Value, None] = {}

    def note(operands: Iterable[Operand]) -> None:
        for operand in operands:
            if isinstance(operand, Value) and operand not in defined:
                order[operand] = None

    for op in walk(region):
        note(operands_of(op))
        for inner in regions_of(op):
            note(inner.yields)
    note(region.yields)
    return list(order)
