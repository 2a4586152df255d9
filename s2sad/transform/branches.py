"""The adjoint of a branch: a branch on the same condition, of what reverses each side.

    if c: A else: B         if c: reverse of A else: reverse of B

What a side computed and its reverse needs, and cannot compute again from numbers, leaves the forward `if` as a
further result.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from s2sad.ir.builder import Builder
from s2sad.ir.ops import Call, Const, If, Operand, Operation, Region, Value, is_undefined, undefined
from s2sad.ir.rewrite import clone_op, defined_in, drop_dead, free_values, substitute
from s2sad.ir.types import Scalar
from s2sad.runtime import containers, tree
from s2sad.transform.apply import zero
from s2sad.transform.bars import Bar, Bars, contribute_joined
from s2sad.transform.inner_bars import InnerBars
from s2sad.transform.masks import mask_type, path_mask, side_mask
from s2sad.transform.parts import name_of
from s2sad.transform.tape import choose_tape

if TYPE_CHECKING:
    from s2sad.transform.adjoint import Adjoint


def if_adjoint(adjoint: Adjoint, op: If, bars: Bars) -> If:
    """Reverse an `if`; the forward `if`, which also gives what its reverse needs, is returned."""
    given = {k: bars.take(r) for k, r in enumerate(op.results) if r in adjoint.varied}
    given = {k: bar for k, bar in given.items() if bar is not None}
    if not given:
        return op
    inner, forwards = [], []
    for branch in (op.then, op.orelse):
        nested = bars.builder.nested()
        local = InnerBars(nested, defined_in(branch), bars.current, bars.exposed, lambda v: bars.of(v).mask)
        for k, bar in given.items():
            if branch.yields[k] in adjoint.varied and bar is not None:
                contribute_joined(local, branch.yields[k], bar, bars.bars[op.results[k]].mask, clean=True)
        forwards.append(adjoint.operations(branch.ops, local))
        inner.append(local)
    outer = list(dict.fromkeys(v for local in inner for v in local.touched_outside()))
    masks = {value: _masks_of_sides(bars, inner, value) for value in outer}
    yields: list[list[Operand]] = [[], []]
    for value in outer:
        for k, local in enumerate(inner):
            taken = local.take(value) if value in local.bars and local.bars[value].touched else bars.current(value)
            if taken is None:
                taken = _nothing(adjoint, local.builder, value, (op.condition, k))
            yields[k].append(taken)
    kept = _yielded_masks(adjoint, op.condition, inner, masks, yields)
    regions = [drop_dead(local.builder.region(*y)) for local, y in zip(inner, yields, strict=True)]
    regions = [_with_repeated(adjoint, *pair) for pair in zip(forwards, regions, strict=True)]
    forward, renaming = _exported(adjoint, op, forwards, regions)
    regions = [substitute(r, s) for r, s in zip(regions, renaming, strict=True)]
    results = tuple(Value(name_of(v), v.type) for v in outer)
    bars.builder.add(If((*results, *kept.values()), op.condition, regions[0], regions[1], None, op.span))
    for value, result in zip(outer, results, strict=True):
        mask = kept.get(value) or path_mask(bars.builder, op.condition, masks[value])
        bars.bars[value] = Bar(base=result, mask=mask, clean=True, touched=True)
    return forward


def _yielded_masks(
    adjoint: Adjoint,
    condition: Operand,
    inner: list[InnerBars],
    masks: dict[Value, tuple[Operand, Operand]],
    yields: list[list[Operand]],
) -> dict[Value, Value]:
    """Further results of a reversed branch: the masks of adjoints of which more is known than the path."""
    kept = {}
    for value, sides in masks.items():
        if any(isinstance(side, Value) for side in sides):
            made = [
                _side_mask(adjoint, local.builder, value, (side, sides[1 - k]), (condition, k))
                for k, (local, side) in enumerate(zip(inner, sides, strict=True))
            ]
            there = [mask for mask in made if mask is not None and not is_undefined(mask)]
            if None in made:
                masks[value] = Const(True), Const(True)
                continue
            for k, mask in enumerate(made):
                assert mask is not None
                yields[k].append(mask)
            kept[value] = Value("mask", mask_type(there[0], value))
    return kept


def _side_mask(
    adjoint: Adjoint, builder: Builder, value: Value, masks: tuple[Operand, Operand], place: tuple[Operand, int]
) -> Operand | None:
    """The mask that a branch yields, missing where the value is; None if it is not known whether it is."""
    if value not in adjoint.missing or isinstance(value.type, Scalar) or isinstance(masks[0], Value):
        return side_mask(builder, value, *masks)
    return undefined() if (value, *place) in adjoint.missing_sides else None


def _masks_of_sides(bars: Bars, inner: list[InnerBars], value: Operand) -> tuple[Operand, Operand]:
    """Where the adjoint of a value is not a strong zero after each side of a branch."""
    if value not in bars.exposed.paths:
        return Const(True), Const(True)
    found = []
    for local in inner:
        touched = value in local.bars and local.bars[value].touched
        found.append((local if touched else bars).lanes_with_adjoint(value))
    return found[0], found[1]


def _nothing(adjoint: Adjoint, builder: Builder, value: Operand, place: tuple[Operand, int]) -> Operand:
    """The adjoint of a value to which a branch contributes nothing: zero, or missing where the value itself is."""
    if value not in adjoint.missing or isinstance(value.type, Scalar):
        return zero(builder, value)
    if (value, *place) in adjoint.missing_sides:
        return undefined()
    return builder.call(tree.zeros_like, value, type=value.type, effect="pure", name=name_of(value))


def _with_repeated(adjoint: Adjoint, ops: tuple[Operation, ...], reverse: Region) -> Region:
    """The reverse branch with what it can compute again from numbers, so that it need not leave the forward branch."""
    inside = defined_in(Region(ops, ()))
    needed = [v for v in free_values(reverse) if v in inside]
    memory = {v for op in ops if isinstance(op, Call) for v in op.operands if not isinstance(v.type, Scalar)}
    indices = {op.result for op in ops if isinstance(op, Call) and op.callee in (containers.pack, slice)}
    _, repeated = choose_tape(ops, needed, inside, set(), adjoint.overwritten | adjoint.lists | (memory - indices))
    renaming: dict[Operand, Operand] = {}
    copies = [clone_op(each, renaming) for each in repeated]
    body = substitute(reverse, renaming)
    return Region((*copies, *body.ops), body.yields)


def _exported(
    adjoint: Adjoint, op: If, forwards: list[tuple[Operation, ...]], reverses: list[Region]
) -> tuple[If, list[dict[Operand, Operand]]]:
    """The forward `if` with the values that the reverse branches need as further results."""
    results, yields = list(op.results), [list(op.then.yields), list(op.orelse.yields)]
    renamings: list[dict[Operand, Operand]] = []
    for side, (ops, reverse) in enumerate(zip(forwards, reverses, strict=True)):
        inside = defined_in(Region(ops, ()))
        renaming: dict[Operand, Operand] = {}
        for value in free_values(reverse):
            if value in inside:
                kept = next((r for r, y in zip(results, yields[side], strict=True) if y is value), None)
                if kept is None or kept.type != value.type:
                    kept = _free_result(results, yields[side], len(op.results), value)
                if kept is None:
                    kept = Value(value.name, value.type)
                    results.append(kept)
                    yields[side].append(value)
                    yields[1 - side].append(undefined())
                renaming[value] = kept
                if value in adjoint.overwritten:
                    adjoint.overwritten.add(kept)
        renamings.append(renaming)
    then, orelse = (Region(ops, tuple(y)) for ops, y in zip(forwards, yields, strict=True))
    return replace(op, results=tuple(results), then=then, orelse=orelse), renamings


def _free_result(results: list[Value], yields: list[Operand], first: int, value: Value) -> Value | None:
    """A result that the other branch gives to its reverse, of which this branch may make the same use."""
    for k in range(first, len(results)):
        if is_undefined(yields[k]) and results[k].name == value.name and results[k].type == value.type:
            yields[k] = value
            return results[k]
    return None
