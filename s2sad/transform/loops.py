"""The adjoint of a loop: a loop over its tapes, backwards, of what reverses one run.

    for i in s: A           for tape, i in reversed: reverse of A       carried values carry their adjoints

What a run computed and its reverse needs is on a tape. The run that leaves the loop by its exit is reversed in front.
"""

from __future__ import annotations

import operator
from dataclasses import replace
from itertools import takewhile
from typing import TYPE_CHECKING, Any

import numpy as np

from s2sad.analysis.inference import known
from s2sad.ir.builder import Builder
from s2sad.ir.ops import Call, Const, Loop, Operand, Operation, Region, Source, Value
from s2sad.ir.rewrite import clone_op, defined_in, drop_dead, free_values, substitute
from s2sad.ir.types import BOOL, INT, Array, List, Scalar, Tuple, Unknown, dims_of
from s2sad.runtime import shaping, tree
from s2sad.transform.apply import zero
from s2sad.transform.backwards import REVERSED, backwards, only_source, reversed_source, reversible_source
from s2sad.transform.bars import Bar, Bars, contribute_joined
from s2sad.transform.forward_loop import forward_loop, is_uniform
from s2sad.transform.inner_bars import InnerBars
from s2sad.transform.last_run import LastRun
from s2sad.transform.masks import is_true, mask_type, side_mask
from s2sad.transform.parts import name_of
from s2sad.transform.tape import Path, choose_tape, kept_on_path, path_of_reads, with_elements_read

if TYPE_CHECKING:
    from s2sad.transform.adjoint import Adjoint


def loop_adjoint(adjoint: Adjoint, op: Loop, bars: Bars) -> Loop:
    """Reverse a loop; the forward loop, with its tape, is returned."""
    reads = [r for r in op.results if r in adjoint.varied and not bars.of(r).is_zero]
    if not reads:
        return op
    return _LoopAdjoint(adjoint, op, bars).run()


class _LoopAdjoint:
    def __init__(self, adjoint: Adjoint, op: Loop, bars: Bars) -> None:
        self.adjoint = adjoint
        self.op = op
        self.bars = bars
        # What the last run alone collects would have to be reversed with it.
        assert op.before is None or len(op.before.yields) == 1 + len(op.params) or is_uniform(op)
        self.inside: set[Value] = set(op.params) | {s.target for s in op.sources}
        for region in op.regions:
            self.inside |= defined_in(region)
        made, has_exit = adjoint.definitions, op.before is not None
        parts = (s.target for s in op.sources if has_exit or _is_part(s.iterable, made.get(s.iterable)))
        bars.exposed.running.update(parts)
        self.last = LastRun(adjoint, op, bars, self.inside)

    def run(self) -> Loop:
        op, bars = self.op, self.bars
        list_bars = {}
        for k, result in enumerate(op.collected_results):
            taken = bars.take(result) if result in self.adjoint.varied else None
            if taken is not None:
                list_bars[k] = taken
        self.path = self._path_mask()
        initial = self.last.reverse()
        useful = set(initial)
        while True:
            self._body(useful, list_bars)
            more = {
                k
                for k, p in enumerate(op.params)
                if k not in useful and p in self.adjoint.varied and self.local.take(p) is not None
            }
            if not more:
                break
            useful |= more
        return self._finish(sorted(useful), initial, list_bars)

    def _path_mask(self) -> Operand | None:
        """Whether the program's path uses what the loop computed: then all adjoints in it are under this mask."""
        varied = (r for r in self.op.results if r in self.adjoint.varied and not self.bars.of(r).is_zero)
        masks = {self.bars.of(r).mask for r in varied}
        mask = masks.pop() if len(masks) == 1 else None
        alike = self.op.before is None or is_uniform(self.op)
        return mask if isinstance(mask, Value) and isinstance(mask.type, Scalar) and alike else None

    def _body(self, useful: set[int], list_bars: dict[int, Operand]) -> None:
        op = self.op
        builder = self.bars.builder.nested()
        builder.in_loop = True
        self.outer: dict[Value, Value] = {}
        self.masks: dict[Value, tuple[Value, Operand]] = {}
        local = self.local = InnerBars(
            builder,
            self.inside,
            self._carried_outer,
            self.bars.exposed,
            self._carried_mask,
            True,
            self.adjoint.definitions,
        )
        self.carried = {k: Value(name_of(op.params[k]), op.params[k].type) for k in sorted(useful)}
        self.elements = {k: Value(name_of(op.collected[k]), op.collected[k].type) for k in list_bars}
        ends = op.exit_values if is_uniform(op) else op.next_values
        for k, bar in self.carried.items():
            if ends[k] in self.adjoint.varied:
                contribute_joined(local, ends[k], bar, self.path, clean=self.path is not None)
        self.element_masks = {k: mask for k in list_bars if (mask := self._element_mask(k)) is not None}
        for k, element in self.elements.items():
            local.contribute(op.collected[k], element, self.element_masks.get(k), clean=k in self.element_masks)
        self.after_ops = self.adjoint.operations(op.after.ops, local)
        self.before_ops = self.adjoint.operations(self.last.before_ops, local)

    def _element_mask(self, k: int) -> Operand | None:
        """The mask of the adjoint of what one run collected."""
        mask = self.bars.bars[self.op.collected_results[k]].mask
        if not isinstance(mask, Value) or not isinstance(mask.type, List):
            return mask
        return Value("mask", mask.type.element)

    def _carried_outer(self, value: Value) -> Operand | None:
        if value not in self.adjoint.varied:
            return None
        return self.outer.setdefault(value, Value(name_of(value), value.type))

    def _carried_mask(self, value: Value) -> Operand | None:
        """The mask that is carried beside an adjoint, if it is not known to be needed everywhere."""
        is_missing = value in self.adjoint.missing and not isinstance(value.type, Scalar)
        if value not in self.bars.exposed.paths or is_missing:
            return None
        start = self.bars.lanes_with_adjoint(value)
        if is_true(start):
            return None
        kind = Array("bool", value.type.dims) if isinstance(value.type, Array) else BOOL
        return self.masks.setdefault(value, (Value("mask", kind), start))[0]

    def _masks(self, outer: list[Value]) -> dict[Value, tuple[Value, Operand, Operand]]:
        """The masks of outer values that the reverse loop carries: parameter, at first, after a run."""
        found = {}
        for value in outer:
            mask = self.local.bars[value].mask
            if value in self.masks and isinstance(mask, Value):
                param, start = self.masks[value]
                if isinstance(param.type, Array) and not isinstance(start.type, Array):
                    start = side_mask(self.bars.builder, value, start, param)
                found[value] = param, start, side_mask(self.local.builder, value, mask, param)
        return found

    def _finish(self, useful: list[int], initial: dict[int, Operand], list_bars: dict[int, Operand]) -> Loop:
        op, builder = self.op, self.bars.builder
        builder.origin = op.span
        self.local.builder.origin = replace(op.span, text="") if op.span else None
        targets = self._target_bars()
        region, outer, masks = self._region(useful, targets)
        initial |= {k: bar for k in useful if k not in initial and (bar := self.last.zero_before(k)) is not None}
        self.before_ops = (*self.last.first_ops, *self.before_ops)
        forward, sources, body = self._tape(region, list_bars)
        kept = masks.values()
        params = (*(self.carried[k] for k in useful), *(self.outer[v] for v in outer), *(p for p, *_ in kept))
        inits = (*self._inits(useful, initial, outer), *(start for _, start, _ in kept))
        results = [Value(p.name, p.type) for p in params]
        lists = [Value(f"{s.target.name}_bars", List(s.target.type)) for s, _ in targets]
        element_masks = self._target_masks(targets)
        lists += [Value("masks", List(mask_type(mask, target))) for target, mask in element_masks.items()]
        builder.add(Loop((*results, *lists), tuple(sources), params, inits, None, body, None, op.span, lockstep=True))
        mask_results = dict(zip(masks, results[len(useful) + len(outer) :], strict=True))
        for value, result in zip(outer, results[len(useful) :], strict=False):
            self.bars.bars[value] = Bar(base=result, mask=mask_results.get(value), clean=True, touched=True)
        for k, result in zip(useful, results, strict=False):
            if op.inits[k] in self.adjoint.varied:
                contribute_joined(self.bars, op.inits[k], result)
        mask_lists = dict(zip(element_masks, lists[len(targets) :], strict=True))
        for (source, _), collected in zip(targets, lists, strict=False):
            self._contribute_elements(source, collected, mask_lists.get(source.target))
        return forward

    def _region(
        self, useful: list[int], targets: list[tuple[Source, Operand]]
    ) -> tuple[Region, list[Value], dict[Value, tuple[Value, Operand, Operand]]]:
        """The body of the reverse loop before it reads tapes, the outer values to whose adjoints it adds, and masks."""
        local = self.local
        nexts: list[Operand] = []
        for k in useful:
            taken = local.take(self.op.params[k])
            nexts.append(taken if taken is not None else zero(local.builder, self.op.params[k]))
        outer = [v for v in self.outer if v in local.bars and local.bars[v].touched]
        ends = [local.take(v) for v in outer]
        masks = self._masks(outer)
        carried = [*nexts, *(e for e in ends if e is not None), *(end for *_, end in masks.values())]
        elements = [*(bar for _, bar in targets), *self._target_masks(targets).values()]
        region = drop_dead(local.builder.region(*carried, *elements))
        unused: dict[Operand, Operand] = {p: start for v, (p, start) in self.masks.items() if v not in masks}
        return substitute(region, unused), outer, masks

    def _inits(self, useful: list[int], initial: dict[int, Operand], outer: list[Value]) -> tuple[Operand, ...]:
        """The adjoints with which the reverse loop begins."""
        builder = self.bars.builder
        inits = [initial[k] if k in initial else zero(builder, self.op.carried_results[k]) for k in useful]
        for value in outer:
            before = self.bars.current(value)
            inits.append(before if before is not None else zero(builder, value))
        return tuple(inits)

    def _target_bars(self) -> list[tuple[Source, Operand]]:
        """The sources whose elements have adjoints, which are collected; those of arrays are added in place."""
        found = []
        for source in self.op.sources:
            if source.target not in self.adjoint.varied:
                continue
            taken = self.local.take(source.target)
            if taken is not None:
                found.append((source, taken))
        return found

    def _target_masks(self, targets: list[tuple[Source, Operand]]) -> dict[Value, Value]:
        """The masks of the adjoints of elements of lists and arrays, which are collected, too."""
        found = {}
        for source, _ in targets:
            mask, target = self.local.bars[source.target].mask, source.target
            is_list = isinstance(source.iterable.type, List)
            is_array = isinstance(source.iterable.type, Array) and source.iterable in self.bars.exposed.lanes
            is_kept = is_list or (is_array and mask and len(dims_of(mask.type)) == len(dims_of(target.type)))
            if isinstance(mask, Value) and is_kept and source.iterable in self.bars.exposed.paths:
                found[target] = mask
        return found

    def _contribute_elements(self, source: Source, collected: Value, masks: Value | None = None) -> None:
        iterable = source.iterable
        found = self._in_order(collected, iterable)
        builder = self.bars.builder
        mask = None if masks is None else self._in_order(masks, iterable)
        if mask is not None and isinstance(iterable.type, Array):
            kind = Array("bool", iterable.type.dims)
            mask = builder.call(np.array, mask, dtype=Const(bool), type=kind, effect="pure", name="mask")
        if isinstance(iterable.type, Array):
            found = _array_of(builder, found, iterable, iterable.type)
        elif not isinstance(iterable.type, List):
            found = _converted(builder, found, iterable)
        self.bars.contribute(iterable, found, mask, clean=mask is not None)

    def _in_order(self, collected: Value, iterable: Operand) -> Operand:
        """What the reverse loop collected, in the order of what the loop runs over, and as long."""
        builder, kind = self.bars.builder, collected.type
        found: Operand = builder.call(
            operator.getitem, collected, Const(REVERSED), type=kind, effect="pure", name=collected.name
        )
        exact = only_source(self.adjoint, self.op) is not None and self.op.before is None
        return found if exact else builder.call(tree.padded, found, iterable, type=kind, effect="pure")

    def _tape(self, region: Region, list_bars: dict[int, Operand]) -> tuple[Loop, list[Source], Region]:
        """The forward loop with its tape, what the reverse loop runs over, and its body reading the tape."""
        builder = self.bars.builder
        ops = (*self.before_ops, *self.after_ops)
        inside = self.inside | defined_in(Region(ops, ()))
        region = with_elements_read(region, ops, self.adjoint.lists)
        needed = [v for v in free_values(region) if v in inside]
        free = reversible_source(self.adjoint, self.op)
        targets = {free.target} if free is not None else set()
        changed = self.adjoint.overwritten | self.adjoint.lists
        taped, repeated = choose_tape(ops, needed, inside, targets, changed)
        trips = self.last.trips
        if trips is None and not (taped or free or list_bars):
            trips = Value("trips", INT)
        before, after, on_tapes = self._on_paths(region, repeated, taped)
        forward, tapes = forward_loop(self.op, before, after, on_tapes, self.last.kept, trips)
        sources: list[Source] = []
        renaming: dict[Operand, Operand] = {}
        if free is not None:
            read = free.target in _read(region, repeated)
            if read or not (taped or list_bars):
                sources.append(reversed_source(self.adjoint, builder, free, read))
                renaming[free.target] = sources[0].target
        for value, tape in zip(taped, tapes, strict=True):
            renaming[value] = target = Value(value.name, value.type)
            sources.append(Source(target, backwards(builder, tape)))
        sources += [Source(element, backwards(builder, list_bars[k])) for k, element in self.elements.items()]
        for k, element_mask in self.element_masks.items():
            masks = self.bars.bars[self.op.collected_results[k]].mask
            if masks is not None and isinstance(element_mask, Value) and element_mask is not masks:
                sources.append(Source(element_mask, backwards(builder, masks)))
        if not sources:
            assert trips is not None
            sources.append(Source(Value("_", INT), builder.call(range, trips)))
        copies = [clone_op(each, renaming) for each in repeated]
        body = substitute(region, renaming)
        return forward, sources, Region((*copies, *body.ops), body.yields)

    def _on_paths(
        self, region: Region, repeated: list[Call], taped: list[Value]
    ) -> tuple[tuple[Operation, ...], tuple[Operation, ...], list[Value]]:
        """The operations of the forward loop, and what it tapes: copies of arrays only on the path that needs them."""
        before, after = self.before_ops, self.after_ops
        late = {r for op in after for r in op.results}
        top = late | {r for op in before for r in op.results}
        hidden = (defined_in(Region((*before, *after), ())) | defined_in(region)) - top
        found: list[Value] = []
        for value in taped:
            path: Path = ()
            if isinstance(value.type, Array) and value in self.adjoint.overwritten:
                whole = path_of_reads(region, repeated, value)
                path = tuple(takewhile(lambda step: step[0] not in hidden, whole))
            if not path:
                found.append(value)
                continue
            is_there = path == whole and value not in self.adjoint.missing
            kept = kept_on_path(path, value, np.copy if is_there else tree.copy)
            choice = self.adjoint.on_paths.setdefault((value, path), kept)
            found.append(choice.results[0])
            if choice in (*before, *after):
                continue
            if self.op.before is not None and late.isdisjoint({value, *(condition for condition, _ in path)}):
                before = (*before, choice)
            else:
                after = (*after, choice)
        return before, after, found


def _is_part(iterable: Operand, made: Call | None) -> bool:
    """Whether a loop runs over a part of the numbers from 0, for all that is known."""
    if made is None or made.callee is not range:
        return isinstance(iterable.type, List)
    step = known(made.args[2]) if len(made.args) == 3 else 1
    end = made.args[1] if step == -1 else made.args[0]
    return len(made.args) > 1 and known(end) != (-1 if step == -1 else 0)


def _read(region: Region, repeated: list[Call]) -> set[Operand]:
    read: set[Operand] = set(free_values(region))
    for op in repeated:
        read |= set(op.operands)
    return read


def _array_of(builder: Builder, rows: Operand, iterable: Operand, kind: Array) -> Operand:
    """A list of adjoints as the array that they are the rows of, also where there are none."""
    dtype = np.dtype(kind.dtype)
    keywords: dict[str, Any] = {} if dtype == np.float64 else {"dtype": Const(dtype.type)}
    if kind.ndim < 2:
        return builder.call(np.array, rows, type=kind, effect="pure", name=name_of(iterable), **keywords)
    loose = Array(kind.dtype, (None,) * kind.ndim)
    found = builder.call(np.array, rows, type=loose, effect="pure", **keywords)
    shape = builder.call(np.shape, iterable)
    return builder.call(np.reshape, found, shape, type=kind, effect="pure", name=name_of(iterable))


def _converted(builder: Builder, operand: Operand, like: Operand) -> Operand:
    """A run-time list as the cotangent of a tuple or list display of known length, or of what may be an array."""
    if isinstance(like.type, Tuple):
        return builder.call(tuple, operand, type=like.type, effect="pure")
    if isinstance(like.type, Unknown):
        return builder.call(shaping.in_structure, operand, like, type=like.type, effect="pure")
    return builder.call(list, operand, type=like.type, effect="pure")
