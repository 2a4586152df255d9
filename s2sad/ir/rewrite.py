"""Substitution and copying of IR: what passes and transforms share.

`substitute(region, {a: b})` reads `b` wherever `a` was read; `clone(region, {})` has new values throughout.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Any, TypeGuard

from typing_extensions import assert_never

from s2sad.ir.ops import (
    Call,
    Comment,
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
from s2sad.runtime import statements

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
            copy = replace(op, args=_all(op.args, s), kwargs=tuple((k, resolve(v, s)) for k, v in op.kwargs), **changes)
            return replace(copy, results=_fresh(op.results, s))
        case If():
            condition = resolve(op.condition, s)
            then, orelse = clone(op.then, s, **changes), clone(op.orelse, s, **changes)
            return replace(op, condition=condition, then=then, orelse=orelse, results=_fresh(op.results, s), **changes)
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


def defined_in(region: Region) -> set[Value]:
    """All values that the region and its inner regions define."""
    found: set[Value] = set()
    for op in walk(region):
        found.update(op.results)
        if isinstance(op, Loop):
            found.update(op.params)
            found.update(source.target for source in op.sources)
    return found


def read_in(region: Region, reads: Callable[[Operation], Iterable[Operand]] = operands_of) -> set[Operand]:
    """All operands that the region and its inner regions read, yields included."""
    found: set[Operand] = set(region.yields)
    for op in region.ops:
        found |= reads_of(op, reads)
    return found


def reads_of(op: Operation, reads: Callable[[Operation], Iterable[Operand]] = operands_of) -> set[Operand]:
    """All operands that an operation reads, also inside its regions; `reads`: what an operation itself reads."""
    found = set(reads(op))
    for region in regions_of(op):
        found |= read_in(region, reads)
    return found


def free_values(region: Region, reads: Callable[[Operation], Iterable[Operand]] = operands_of) -> list[Value]:
    """The values that a region reads and does not define, in the order of their first reading.

    Args:
        region: the region.
        reads: what an operation itself reads.
    """
    defined = defined_in(region)
    order: dict[Value, None] = {}

    def note(operands: Iterable[Operand]) -> None:
        for operand in operands:
            if isinstance(operand, Value) and operand not in defined:
                order[operand] = None

    for op in walk(region):
        note(reads(op))
        for inner in regions_of(op):
            note(inner.yields)
    note(region.yields)
    return list(order)


REMOVABLE = ("pure", "may_raise")


def drop_dead(region: Region, wanted: Iterable[Operand] = ()) -> Region:
    """The region without operations whose results nobody reads; effects are kept."""
    live: set[Operand] = set(region.yields) | set(wanted)
    kept: list[Operation] = []
    for op in reversed(region.ops):
        slim = _slim(op, live)
        if slim is not None:
            kept.append(slim)
            live |= reads_of(slim)
    return Region(tuple(reversed(kept)), region.yields)


def is_attempt(op: Operation) -> TypeGuard[If]:
    """Whether a branch is a `try`: it catches something instead."""
    first = op.orelse.ops[0] if isinstance(op, If) and op.orelse.ops else None
    return isinstance(first, Call) and first.callee is statements.caught


def has_effect(op: Operation) -> bool:
    """Whether an operation does more than give results."""
    if isinstance(op, Call):
        return op.effect not in REMOVABLE
    return any(has_effect(inner) for region in regions_of(op) for inner in region.ops)


def _slim(op: Operation, live: set[Operand]) -> Operation | None:
    match op:
        case Call():
            return op if op.effect not in REMOVABLE or any(r in live for r in op.results) else None
        case Comment():
            return op
        case If():
            keep = [k for k, r in enumerate(op.results) if r in live]
            branches = [drop_dead(Region(b.ops, tuple(b.yields[k] for k in keep))) for b in (op.then, op.orelse)]
            slim = replace(op, results=tuple(op.results[k] for k in keep), then=branches[0], orelse=branches[1])
            return slim if slim.results or has_effect(slim) else None
        case Loop():
            return _slim_loop(op, live)
        case _:
            assert_never(op)


def _slim_loop(op: Loop, live: set[Operand]) -> Operation | None:
    n = len(op.params)
    if not has_effect(op) and not any(r in live for r in op.results):
        return None
    wanted = {k for k in range(n) if op.results[k] in live}
    while True:
        loop = _select(op, wanted, live)
        read = set().union(*(read_in_ops(r) for r in loop.regions), *(set(loop.collected),))
        if loop.before:
            read.add(loop.before.yields[0])
        kept_params = {op.params[k]: k for k in range(n)}
        direct = set(loop.next_values) | set(loop.exit_values)
        more = {k for p, k in kept_params.items() if p in read or p in direct} - wanted
        if not more:
            return _fewer_sources(loop) if loop.lockstep else loop
        wanted |= more


def _fewer_sources(loop: Loop) -> Loop:
    """The loop without sources of equal length whose elements nobody reads; one stays, to count."""
    read = set().union(*(read_in(region) for region in loop.regions))
    kept = tuple(s for s in loop.sources if s.target in read) or loop.sources[:1]
    return replace(loop, sources=kept)


def read_in_ops(region: Region) -> set[Operand]:
    """The operands that the operations of a region read, its yields excluded."""
    found: set[Operand] = set()
    for op in region.ops:
        found |= reads_of(op)
    return found


def _select(op: Loop, wanted: set[int], live: set[Operand]) -> Loop:
    """The loop with only some of its carried values, and the collected lists that are live."""
    n = len(op.params)
    keep = sorted(wanted)
    before = op.before
    first = len(before.yields) - 1 - n if before else 0
    lists = [k for k, r in enumerate(op.collected_results) if r in live]
    slim_before = None
    after_yields = [op.after.yields[k] for k in keep] + [op.after.yields[n + k - first] for k in lists if k >= first]
    after = drop_dead(Region(op.after.ops, tuple(after_yields)))
    if before is not None:
        yields = [before.yields[0], *(before.yields[1 + k] for k in keep)]
        yields += [before.yields[1 + n + k] for k in lists if k < first]
        slim_before = drop_dead(Region(before.ops, tuple(yields)), read_in(after))
    return replace(
        op,
        params=tuple(op.params[k] for k in keep),
        inits=tuple(op.inits[k] for k in keep),
        results=tuple(op.results[k] for k in keep) + tuple(op.collected_results[k] for k in lists),
        before=slim_before,
        after=after,
    )
