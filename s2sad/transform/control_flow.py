"""The adjoints of branches and loops.

    if c: A else: B         if c: reverse of A else: reverse of B
    for i in s: A           for tape, i in reversed: reverse of A       carried values carry their adjoints

What a branch or a run of a loop computed and its reverse needs leaves the forward sweep as a further result: of an
`if` by name, of a loop on a tape.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from s2sad.analysis.inference import known
from s2sad.errors import UnsupportedSyntaxError
from s2sad.ir.builder import Builder
from s2sad.ir.ops import (
    Call,
    Const,
    If,
    Loop,
    Operand,
    Operation,
    Region,
    Source,
    Value,
    is_undefined,
    undefined,
)
from s2sad.ir.rewrite import clone_op, defined_in, drop_dead, free_values, substitute
from s2sad.ir.types import BOOL, INT, Array, List, Range, Scalar, Tuple
from s2sad.runtime import containers, indexing, tree
from s2sad.transform.apply import matched, zero
from s2sad.transform.bars import Bar, Bars, name_of
from s2sad.transform.tape import choose_tape

if TYPE_CHECKING:
    from s2sad.transform.adjoint import Adjoint

_REVERSED = slice(None, None, -1)


class InnerBars(Bars):
    """Adjoints inside a region: those of outer values start from what `base_of` gives."""

    def __init__(self, builder: Builder, inside: set[Value], base_of: Callable[[Value], Operand | None]) -> None:
        super().__init__(builder)
        self.inside = inside
        self.base_of = base_of

    def of(self, value: Operand) -> Bar:
        """The adjoint of a value, started from outside if the value is from outside."""
        if value not in self.bars:
            outer = isinstance(value, Value) and value not in self.inside
            self.bars[value] = Bar(base=self.base_of(value) if outer else None)  # type: ignore[arg-type]
        return self.bars[value]

    def touched_outside(self) -> list[Value]:
        """The outer values that got contributions."""
        return [v for v in self.touched() if isinstance(v, Value) and v not in self.inside]


def contribute_joined(bars: Bars, operand: Operand, bar: Operand) -> None:
    """Contribute the adjoint of a join to one of its operands, which may be a number where another is an array."""
    if operand.type != bar.type:
        bar = matched(bars.builder, bar, operand)
    bars.contribute(operand, bar)


# -- branches -----------------------------------------------------------------------------------------------------


def if_adjoint(adjoint: Adjoint, op: If, bars: Bars) -> If:
    """Reverse an `if`; the forward `if`, which also gives what its reverse needs, is returned."""
    given = {k: bars.take(r) for k, r in enumerate(op.results) if r in adjoint.varied}
    given = {k: bar for k, bar in given.items() if bar is not None}
    if not given:
        return op
    inner, forwards = [], []
    for branch in (op.then, op.orelse):
        local = InnerBars(adjoint.new_builder(bars.builder), defined_in(branch), bars.current)
        for k, bar in given.items():
            if branch.yields[k] in adjoint.varied and bar is not None:
                contribute_joined(local, branch.yields[k], bar)
        forwards.append(adjoint.operations(branch.ops, local))
        inner.append(local)
    outer = list(dict.fromkeys(v for local in inner for v in local.touched_outside()))
    yields: list[list[Operand]] = [[], []]
    for value in outer:
        for k, local in enumerate(inner):
            taken = local.take(value) if value in local.bars and local.bars[value].touched else bars.current(value)
            if taken is None:
                taken = _nothing(adjoint, local.builder, value, (op.condition, k))
            yields[k].append(taken)
    regions = [drop_dead(local.builder.region(*y)) for local, y in zip(inner, yields, strict=True)]
    regions = [_with_repeated(adjoint, *pair) for pair in zip(forwards, regions, strict=True)]
    forward, renaming = _exported(op, forwards, regions)
    regions = [substitute(r, s) for r, s in zip(regions, renaming, strict=True)]
    results = tuple(Value(name_of(v), v.type) for v in outer)
    bars.builder.add(If(results, op.condition, regions[0], regions[1], None, op.span))
    for value, result in zip(outer, results, strict=True):
        bars.bars[value] = Bar(base=result, touched=True)
    return forward


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
    _, repeated = choose_tape(ops, needed, inside, set(), adjoint.overwritten | (memory - indices))
    renaming: dict[Operand, Operand] = {}
    copies = [clone_op(each, renaming) for each in repeated]
    body = substitute(reverse, renaming)
    return Region((*copies, *body.ops), body.yields)


def _exported(
    op: If, forwards: list[tuple[Operation, ...]], reverses: list[Region]
) -> tuple[If, list[dict[Operand, Operand]]]:
    """The forward `if` with the values that the reverse branches need as further results."""
    results, yields = list(op.results), [list(op.then.yields), list(op.orelse.yields)]
    renamings: list[dict[Operand, Operand]] = []
    for side, (ops, reverse) in enumerate(zip(forwards, reverses, strict=True)):
        inside = defined_in(Region(ops, ()))
        renaming: dict[Operand, Operand] = {}
        for value in free_values(reverse):
            if value in inside:
                known = next((r for r, y in zip(results, yields[side], strict=True) if y is value), None)
                if known is None or not _same(known.type, value.type):
                    known = _free_result(results, yields[side], len(op.results), value)
                if known is None:
                    known = Value(value.name, value.type)
                    results.append(known)
                    yields[side].append(value)
                    yields[1 - side].append(undefined())
                renaming[value] = known
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


def _same(a: object, b: object) -> bool:
    return a == b


# -- loops --------------------------------------------------------------------------------------------------------


def is_uniform(op: Loop) -> bool:
    """Whether the exit is at the end of the body, so that all runs are alike."""
    return op.before is not None and not op.after.ops and op.exit_values == op.next_values


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
        self.uniform = is_uniform(op)
        self.inside: set[Value] = set(op.params) | {s.target for s in op.sources}
        for region in op.regions:
            self.inside |= defined_in(region)
        self.extra_params: list[tuple[Value, Operand, Operand, Operand]] = []
        self.flag: Value | None = None
        self.trips: Value | None = None
        self.before_ops: tuple[Operation, ...] = op.before.ops if op.before is not None else ()

    def run(self) -> Loop:
        op, bars = self.op, self.bars
        list_bars = {}
        for k, result in enumerate(op.collected_results):
            taken = bars.take(result) if result in self.adjoint.varied else None
            if taken is not None:
                list_bars[k] = taken
        initial = self._initial()
        self.first_before = self.before_ops
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

    # the last, incomplete run

    def _initial(self) -> dict[int, Operand]:
        """The adjoints of the carried values at the end of the last complete run."""
        op, bars = self.op, self.bars
        given = {k: bars.take(r) for k, r in enumerate(op.carried_results) if r in self.adjoint.varied}
        results = {k: bar for k, bar in given.items() if bar is not None}
        if op.before is None or self.uniform:
            return results
        if all(op.exit_values[k] is op.params[k] for k in results):
            return results
        if not op.sources:
            return self._last_run(results)
        return self._maybe_last_run(results)

    def _reverse_before(self, local: Bars, results: dict[int, Operand]) -> None:
        assert self.op.before is not None
        for k, bar in results.items():
            if self.op.exit_values[k] in self.adjoint.varied:
                contribute_joined(local, self.op.exit_values[k], bar)
        local.builder.origin = self.op.span
        self.before_ops = self.adjoint.operations(self.op.before.ops, local)

    def _last_run(self, results: dict[int, Operand]) -> dict[int, Operand]:
        builder = self.bars.builder
        start = len(builder.ops)
        self._reverse_before(self.bars, results)
        initial: dict[int, Operand] = {}
        for k, param in enumerate(self.op.params):
            taken = self.bars.take(param) if param in self.adjoint.varied else None
            if taken is not None:
                initial[k] = taken
            self.bars.bars.pop(param, None)
        for value in [v for v in self.bars.bars if v in self.inside]:
            self.bars.bars.pop(value)
        added = Region(tuple(builder.ops[start:]), tuple(initial.values()))
        renaming = self._kept_of_last_run(added)
        replaced = substitute(added, renaming)
        builder.ops[start:] = list(replaced.ops)
        for op in replaced.ops:
            if isinstance(op, Call):
                for r in op.results:
                    builder.definitions[r] = op
        for bar in self.bars.bars.values():
            _rename_bar(bar, renaming)
        return dict(zip(initial, replaced.yields, strict=True))

    def _kept_of_last_run(self, region: Region) -> dict[Operand, Operand]:
        """Results of the loop that hold the values of the last run which `region` reads."""
        renaming: dict[Operand, Operand] = {}
        condition = self.op.exit_condition
        inside = self.inside | defined_in(Region(self.before_ops, ()))
        for value in free_values(region):
            if value is condition:
                renaming[value] = Const(True)
            elif value in inside:
                result = Value(value.name, value.type)
                self.extra_params.append((result, undefined(), value, undefined()))
                renaming[value] = result
        return renaming

    def _last_elements(self, local: Bars) -> None:
        """The elements that the last run took have adjoints too: it is run number `trips` of all."""
        for source in self.op.sources:
            taken = local.take(source.target) if source.target in self.adjoint.varied else None
            if taken is None:
                continue
            kind = source.iterable.type
            if not isinstance(kind, Array | List):
                raise UnsupportedSyntaxError(
                    "A `break` out of a loop over a tuple whose elements are differentiated is not supported",
                    self.op.span,
                    "Loop over a list or an array.",
                )
            self.trips = self.trips or Value("trips", INT)
            scattered = local.builder.call(
                indexing.scatter_add, taken, self.trips, source.iterable, type=kind, effect="may_raise"
            )
            local.contribute(source.iterable, scattered)

    def _maybe_last_run(self, results: dict[int, Operand]) -> dict[int, Operand]:
        """The loop may also end with its sources: whether it left by the exit is a flag."""
        builder, bars = self.bars.builder, self.bars
        self.flag = Value("left", BOOL)
        self.extra_params.append((self.flag, Const(False), Const(True), Const(False)))
        local = InnerBars(builder.nested(), self.inside, bars.current)
        self._reverse_before(local, results)
        self._last_elements(local)
        ends = {k: local.take(p) for k, p in enumerate(self.op.params) if p in self.adjoint.varied}
        keys = [k for k, bar in ends.items() if bar is not None or k in results]
        outer = local.touched_outside()
        other = builder.nested()
        yes: list[Operand] = []
        no: list[Operand] = []
        for k in keys:
            end, param = ends[k], self.op.params[k]
            yes.append(end if end is not None else zero(local.builder, param))
            no.append(results[k] if k in results else zero(other, self.op.carried_results[k]))
        for value in outer:
            taken, before = local.take(value), bars.current(value)
            yes.append(taken if taken is not None else zero(local.builder, value))
            no.append(before if before is not None else zero(other, value))
        then = drop_dead(local.builder.region(*yes))
        then = substitute(then, self._kept_of_last_run(then))
        values = tuple(Value(name_of(v), v.type) for v in (*(self.op.params[k] for k in keys), *outer))
        builder.add(If(values, self.flag, then, other.region(*no), None, self.op.span))
        for value, result in zip(outer, values[len(keys) :], strict=True):
            bars.bars[value] = Bar(base=result, touched=True)
        return dict(zip(keys, values, strict=False))

    # one complete run

    def _body(self, useful: set[int], list_bars: dict[int, Operand]) -> None:
        op = self.op
        builder = self.adjoint.new_builder(self.bars.builder)
        self.outer: dict[Value, Value] = {}
        local = self.local = InnerBars(builder, self.inside, self._carried_outer)
        self.carried = {k: Value(name_of(op.params[k]), op.params[k].type) for k in sorted(useful)}
        self.elements = {k: Value(name_of(op.collected[k]), op.collected[k].type) for k in list_bars}
        ends = op.exit_values if self.uniform else op.next_values
        for k, bar in self.carried.items():
            if ends[k] in self.adjoint.varied:
                contribute_joined(local, ends[k], bar)
        for k, element in self.elements.items():
            local.contribute(op.collected[k], element)
        self.after_ops = self.adjoint.operations(op.after.ops, local)
        self.before_ops = self.adjoint.operations(self.first_before, local)

    def _carried_outer(self, value: Value) -> Operand | None:
        if value not in self.adjoint.varied:
            return None
        return self.outer.setdefault(value, Value(name_of(value), value.type))

    # the two loops

    def _finish(self, useful: list[int], initial: dict[int, Operand], list_bars: dict[int, Operand]) -> Loop:
        op, local, builder = self.op, self.local, self.bars.builder
        builder.origin = op.span
        local.builder.origin = replace(op.span, text="") if op.span else None
        targets = self._target_bars()
        nexts: list[Operand] = []
        for k in useful:
            taken = local.take(op.params[k])
            nexts.append(taken if taken is not None else zero(local.builder, op.params[k]))
        outer = [v for v in self.outer if v in local.bars and local.bars[v].touched]
        ends = [local.take(v) for v in outer]
        yields = [*nexts, *(e for e in ends if e is not None), *(bar for _, bar in targets)]
        region = drop_dead(local.builder.region(*yields))
        forward, sources, body = self._tape(region, list_bars)
        params = tuple(self.carried[k] for k in useful) + tuple(self.outer[v] for v in outer)
        inits: list[Operand] = []
        for k in useful:
            inits.append(initial[k] if k in initial else zero(builder, op.carried_results[k]))
        for value in outer:
            before = self.bars.current(value)
            inits.append(before if before is not None else zero(builder, value))
        results = [Value(p.name, p.type) for p in params]
        lists = [Value(f"{s.target.name}_bars", List(s.target.type)) for s, _ in targets]
        builder.add(
            Loop((*results, *lists), tuple(sources), params, tuple(inits), None, body, None, op.span, lockstep=True)
        )
        for value, result in zip(outer, results[len(useful) :], strict=True):
            self.bars.bars[value] = Bar(base=result, touched=True)
        for k, result in zip(useful, results, strict=False):
            self._contribute_init(op.inits[k], result)
        for (source, _), collected in zip(targets, lists, strict=True):
            self._contribute_elements(source, collected)
        return forward

    def _contribute_init(self, init: Operand, result: Value) -> None:
        if init in self.adjoint.varied:
            contribute_joined(self.bars, init, result)

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

    def _contribute_elements(self, source: Source, collected: Value) -> None:
        builder = self.bars.builder
        iterable = source.iterable
        backwards: Operand = builder.call(
            operator.getitem, collected, Const(_REVERSED), type=collected.type, effect="pure", name=collected.name
        )
        others = [s for s in self.op.sources if not _is_counter(self.adjoint, s)]
        exact = len(others) == 1 and self.op.before is None
        if not exact:
            backwards = builder.call(tree.padded, backwards, iterable, type=collected.type, effect="pure")
        if isinstance(iterable.type, Array):
            whole = builder.call(np.array, backwards, type=iterable.type, effect="pure", name=name_of(iterable))
            self.bars.contribute(iterable, whole)
        else:
            if not isinstance(iterable.type, List):
                backwards = replace_type(builder, backwards, iterable)
            self.bars.contribute(iterable, backwards)

    def _tape(self, region: Region, list_bars: dict[int, Operand]) -> tuple[Loop, list[Source], Region]:
        """The forward loop with its tape, what the reverse loop runs over, and its body reading the tape."""
        ops = (*self.before_ops, *self.after_ops)
        self.inside |= defined_in(Region(ops, ()))
        needed = [v for v in free_values(region) if v in self.inside]
        free_source = self._reversible_source(needed)
        free = {free_source.target} if free_source is not None else set()
        taped, repeated = choose_tape(ops, needed, self.inside, free, self.adjoint.overwritten)
        forward, lists = self._forward(taped, not taped and free_source is None and not list_bars)
        builder = self.bars.builder
        sources: list[Source] = []
        renaming: dict[Operand, Operand] = {}
        if free_source is not None and (free_source.target in _read(region, repeated) or not (taped or list_bars)):
            source = self._reversed_source(free_source, free_source.target in _read(region, repeated))
            sources.append(source)
            renaming[free_source.target] = source.target
        for value, tape in zip(taped, lists, strict=False):
            target = Value(value.name, value.type)
            renaming[value] = target
            sources.append(Source(target, self._backwards(tape)))
        for k, element in self.elements.items():
            sources.append(Source(element, self._backwards(list_bars[k])))
        if not sources:
            trips = forward.results[len(forward.params) - 1]
            sources.append(Source(Value("_", INT), builder.call(range, trips)))
        copies = [clone_op(each, renaming) for each in repeated]
        body = substitute(region, renaming)
        return forward, sources, Region((*copies, *body.ops), body.yields)

    def _backwards(self, tape: Operand) -> Operand:
        return self.bars.builder.call(operator.getitem, tape, Const(_REVERSED), type=tape.type, effect="pure", name="t")

    def _reversible_source(self, needed: Iterable[Value]) -> Source | None:
        """The source that the reverse loop can run over backwards: the only one, of a loop without exit."""
        op = self.op
        if op.before is not None or not op.sources:
            return None
        others = [s for s in op.sources if not _is_counter(self.adjoint, s)]
        if len(others) != 1:
            return None
        source = others[0]
        if source.iterable in self.adjoint.overwritten:
            return None
        if isinstance(source.iterable.type, Range | Array | List | Tuple) or isinstance(source.iterable, Const):
            return source
        return None

    def _reversed_source(self, source: Source, read: bool) -> Source:
        builder = self.bars.builder
        definition = self._definition(source.iterable)
        target = Value(source.target.name if read else "_", source.target.type)
        if not read and isinstance(source.iterable.type, Range):
            return Source(target, source.iterable)
        if definition is not None and definition.callee is range:
            reverse = reversed_range(builder, definition.args)
            if reverse is not None:
                return Source(target, reverse)
        return Source(target, self._backwards(source.iterable))

    def _definition(self, operand: Operand) -> Call | None:
        return self.adjoint.definitions.get(operand)

    def _forward(self, taped: list[Value], count: bool) -> tuple[Loop, list[Value]]:
        """The loop of the forward sweep: tape, values of the last run, and the number of runs if `count`."""
        op = self.op
        lists = [Value(f"{v.name}_tape", List(v.type)) for v in taped]
        extra = list(self.extra_params)
        trips_ops: tuple[Operation, ...] = ()
        count = count or self.trips is not None
        if count:
            trips_ops, entry = _counted(self.trips or Value("trips", INT))
            extra.append(entry)
        params = [Value(result.name, result.type) for result, *_ in extra]
        if count:
            trips_ops = tuple(_with_param(o, params[-1]) for o in trips_ops)
            result, init, exit_value, next_value = extra[-1]
            exit_value = params[-1] if not self.uniform else exit_value
            extra[-1] = (result, init, exit_value, next_value)
        n = len(op.params)
        after_collect = () if self.uniform else tuple(taped)
        after = Region(
            (*self.after_ops, *(() if self.uniform else trips_ops)),
            (*op.next_values, *map(_next_extra, extra, params), *op.after.yields[n:], *after_collect),
        )
        before = None
        if op.before is not None:
            exits = tuple(e[2] for e in extra)
            before_collect = tuple(taped) if self.uniform else ()
            before = Region(
                (*self.before_ops, *(trips_ops if self.uniform else ())),
                (op.before.yields[0], *op.exit_values, *exits, *op.before.yields[1 + n :], *before_collect),
            )
        first = len(op.before.yields) - 1 - n if op.before else 0
        old_lists = op.collected_results
        all_lists = (*old_lists[:first], *lists, *old_lists[first:]) if self.uniform else (*old_lists, *lists)
        forward = replace(
            op,
            results=(*op.carried_results, *(e[0] for e in extra), *all_lists),
            params=(*op.params, *params),
            inits=(*op.inits, *(e[1] for e in extra)),
            before=before,
            after=after,
        )
        return forward, lists


def _next_extra(entry: tuple[Value, Operand, Operand, Operand], param: Value) -> Operand:
    """What a further carried value is in the next run: itself, where it was not changed."""
    _, init, _, following = entry
    unchanged = isinstance(init, Const) and isinstance(following, Const) and init.value is following.value
    return param if unchanged else following


def _with_param(op: Operation, param: Value) -> Operation:
    assert isinstance(op, Call)
    return replace(op, args=tuple(param if is_undefined(a) else a for a in op.args))


def _counted(trips: Value) -> tuple[tuple[Operation, ...], tuple[Value, Operand, Operand, Operand]]:
    """Operations and carried value that count the runs of a loop; the parameter is filled in by the caller."""
    following = Value("trips", INT)
    step = Call((following,), operator.add, (undefined(), Const(1)))
    return (step,), (trips, Const(0), following, following)


def _is_counter(adjoint: Adjoint, source: Source) -> bool:
    definition = adjoint.definitions.get(source.iterable)
    return definition is not None and definition.callee is containers.counting


def _read(region: Region, repeated: list[Call]) -> set[Operand]:
    read: set[Operand] = set(free_values(region))
    for op in repeated:
        read |= set(op.operands)
    return read


def _rename_bar(bar: Bar, renaming: dict[Operand, Operand]) -> None:
    if bar.base is not None:
        bar.base = renaming.get(bar.base, bar.base)
    if bar.dense is not None:
        bar.dense = renaming.get(bar.dense, bar.dense)


def replace_type(builder: Builder, operand: Operand, like: Operand) -> Operand:
    """A run-time list as the cotangent of a tuple or list display of known length."""
    if isinstance(like.type, Tuple):
        return builder.call(tuple, operand, type=like.type, effect="pure")
    return builder.call(list, operand, type=like.type, effect="pure")


def reversed_range(builder: Builder, args: tuple[Operand, ...]) -> Operand | None:
    """`range(n)` -> `range(n - 1, -1, -1)`, `range(b - 1, a - 1, -1)` -> `range(a, b)`; None for other steps."""
    step = known(args[2]) if len(args) == 3 else 1
    if step not in (1, -1):
        return None
    start: Operand = args[0] if len(args) > 1 else Const(0)
    stop = args[1] if len(args) > 1 else args[0]

    def moved(operand: Operand) -> Operand:
        if isinstance(operand, Const):
            return Const(operand.value - step)
        return builder.call(operator.sub if step == 1 else operator.add, operand, Const(1))

    if step == 1:
        return builder.call(range, moved(stop), moved(start), Const(-1))
    return builder.call(range, moved(stop), moved(start))
