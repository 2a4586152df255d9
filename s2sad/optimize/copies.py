"""Propagates copies: what is always another value becomes that value, tests that are settled go away.

r = for _ in s carry p = x:         r is x: the carried value never changes
  yield p
t = if c: yield a                   t is a
    else: yield a
t = if True: A; yield a             A; t is a
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from s2sad.ir.ops import (
    Call,
    Const,
    Function,
    If,
    Loop,
    Operand,
    Operation,
    Region,
    Source,
    Value,
    is_undefined,
    walk,
)
from s2sad.ir.rewrite import REMOVABLE, has_effect
from s2sad.ir.types import Array, List, Range
from s2sad.optimize.cse import callee_key, operand_key
from s2sad.optimize.fresh import is_buffer
from s2sad.optimize.identity import Identity, each_function, to_fixpoint

_DEPTH = 12


class _Copies(Identity):
    def __init__(self, definitions: dict[Operand, Call]) -> None:
        super().__init__()
        self.definitions = definitions

    # -- branches

    def branch(self, op: If, ops: list[Operation]) -> None:
        if isinstance(op.condition, Const) and not is_undefined(op.condition):
            self._settled(op, op.then if op.condition.value else op.orelse, ops)
            return
        op = self._joined(self.inside_branch(op))
        if op.results or has_effect(op):
            ops.append(op)

    def _settled(self, op: If, taken: Region, ops: list[Operation]) -> None:
        for each in taken.ops:
            self.operation(each, ops)
        for result, operand in zip(op.results, taken.yields, strict=True):
            self.replaced[result] = self.resolve(operand)

    def _joined(self, op: If) -> If:
        """The `if` without results that are one operand on both sides, or another result."""
        seen: dict[Any, Value] = {}
        keep = []
        for k, (result, a, b) in enumerate(zip(op.results, op.then.yields, op.orelse.yields, strict=True)):
            key = (operand_key(a), operand_key(b))
            if key[0] == key[1]:
                self.replaced[result] = a
            elif key in seen and seen[key].type == result.type:
                self.replaced[result] = seen[key]
            else:
                seen[key] = result
                keep.append(k)
        if len(keep) == len(op.results):
            return op
        then, orelse = (Region(r.ops, _at(r.yields, keep)) for r in (op.then, op.orelse))
        return replace(op, results=tuple(op.results[k] for k in keep), then=then, orelse=orelse)

    # -- loops

    def loop(self, op: Loop, ops: list[Operation]) -> None:
        op = self.inside_loop(self._distinct_sources(op))
        keep = [k for k in range(len(op.params)) if not self._never_changes(op, k)]
        keep = self._distinct(op, keep)
        lists = self._distinct_lists(op)
        if len(keep) < len(op.params) or len(lists) < len(op.collected):
            op = _selected(op, keep, lists)
        ops.append(op)

    def _distinct_sources(self, op: Loop) -> Loop:
        """The loop without the sources that run over what an earlier one runs over: lists and arrays, not iterators."""
        kept: list[Source] = []
        for source in op.sources:
            twin = next((s for s in kept if s.iterable is source.iterable), None)
            if twin is None or not isinstance(source.iterable.type, List | Array | Range):
                kept.append(source)
            else:
                self.replaced[source.target] = twin.target
        return op if len(kept) == len(op.sources) else replace(op, sources=tuple(kept))

    def _never_changes(self, op: Loop, k: int) -> bool:
        param, init = op.params[k], op.inits[k]
        ends = [op.next_values[k], *op.exit_values[k : k + 1]]
        if not all(end is param or operand_key(end) == operand_key(init) for end in ends):
            return False
        self.replaced[param] = init
        self.replaced[op.results[k]] = init
        return True

    def _distinct(self, op: Loop, keep: Sequence[int]) -> list[int]:
        """The carried values but those that always equal an earlier one."""
        kept: list[int] = []
        by_init: dict[Any, list[int]] = {}
        for k in keep:
            rivals = by_init.setdefault(operand_key(op.inits[k]), [])
            twin = next((j for j in rivals if self._are_twins(op, j, k)), None)
            if twin is None:
                rivals.append(k)
                kept.append(k)
            else:
                self.replaced[op.params[k]] = op.params[twin]
                self.replaced[op.results[k]] = op.results[twin]
        return kept

    def _are_twins(self, op: Loop, j: int, k: int) -> bool:
        if op.params[j].type != op.params[k].type:
            return False
        pair = (op.params[j], op.params[k])
        ends = [(op.next_values[j], op.next_values[k])]
        ends += [(op.exit_values[j], op.exit_values[k])] if op.before else []
        return all(self._equal(a, b, pair, _DEPTH) for a, b in ends)

    def _equal(self, a: Operand, b: Operand, pair: tuple[Value, Value], depth: int) -> bool:
        """Whether two operands are equal if the two parameters of `pair` are."""
        if operand_key(a) == operand_key(b) or (a, b) == pair:
            return True
        x, y = self.definitions.get(a), self.definitions.get(b)
        if x is None or y is None or depth == 0 or not _is_comparable(x) or not _is_comparable(y):
            return False
        if callee_key(x.callee) != callee_key(y.callee) or len(x.args) != len(y.args):
            return False
        if [name for name, _ in x.kwargs] != [name for name, _ in y.kwargs]:
            return False
        operands = zip(x.operands, y.operands, strict=True)
        return all(self._equal(self.resolve(u), self.resolve(v), pair, depth - 1) for u, v in operands)

    def _distinct_lists(self, op: Loop) -> list[int]:
        """The collected lists but those that collect what an earlier one does."""
        first = len(op.before.yields) - 1 - len(op.params) if op.before else 0
        seen: dict[Any, int] = {}
        kept = []
        for k, operand in enumerate(op.collected):
            twin = seen.setdefault((k < first, operand_key(operand)), k)
            if twin == k or op.collected_results[twin].type != op.collected_results[k].type:
                kept.append(k)
            else:
                self.replaced[op.collected_results[k]] = op.collected_results[twin]
        return kept


def _at(operands: tuple[Operand, ...], places: Sequence[int]) -> tuple[Operand, ...]:
    return tuple(operands[k] for k in places)


def _is_comparable(op: Call) -> bool:
    return op.effect in REMOVABLE and len(op.results) == 1 and not is_buffer(op)


def _selected(op: Loop, keep: Sequence[int], lists: Sequence[int]) -> Loop:
    """The loop with only these carried values and collected lists."""
    n = len(op.params)
    first = len(op.before.yields) - 1 - n if op.before else 0
    before = op.before
    if before is not None:
        yields = (before.yields[0], *_at(op.exit_values, keep), *(op.collected[k] for k in lists if k < first))
        before = Region(before.ops, yields)
    after = (*_at(op.next_values, keep), *(op.collected[k] for k in lists if k >= first))
    return replace(
        op,
        results=(*(op.results[k] for k in keep), *(op.results[n + k] for k in lists)),
        params=tuple(op.params[k] for k in keep),
        inits=_at(op.inits, keep),
        before=before,
        after=Region(op.after.ops, after),
    )


def propagate_copies(function: Function) -> Function:
    """Replace copies by what they copy, until nothing changes."""

    def sweep(body: Region) -> Region:
        definitions: dict[Operand, Call] = {r: op for op in walk(body) if isinstance(op, Call) for r in op.results}
        copies = _Copies(definitions)
        after = copies.region(body)
        return _substituted(after, copies.replaced) if after is not body else body

    return each_function(function, lambda each: to_fixpoint(each.body, sweep))


class _Substituted(Identity):
    def __init__(self, replaced: dict[Operand, Operand]) -> None:
        super().__init__()
        self.replaced = replaced


def _substituted(region: Region, replaced: dict[Operand, Operand]) -> Region:
    """The region once more: what was read before its replacement was known."""
    return _Substituted(replaced).region(region)
