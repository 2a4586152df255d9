"""The adjoint of the last run of a loop that is left by its exit: it is reversed first, in front of the reverse loop.

    while True:             reverse of A, of the last run
      A                     for ... in reversed tapes:
      if c: break             reverse of B
      B                       reverse of A

What it needs of the last run is carried out of the forward loop.
"""

from __future__ import annotations

import operator
from typing import TYPE_CHECKING

from s2sad.errors import UnsupportedSyntaxError
from s2sad.ir.builder import Builder
from s2sad.ir.ops import Call, Const, If, Loop, Operand, Operation, Region, Value, undefined
from s2sad.ir.rewrite import defined_in, drop_dead, free_values, substitute
from s2sad.ir.types import BOOL, INT, Array, FixedList, List, Scalar, Tuple
from s2sad.runtime import indexing, tree
from s2sad.transform.apply import zero
from s2sad.transform.bars import Bar, Bars, Piece, contribute_joined
from s2sad.transform.forward_loop import Carried, is_uniform
from s2sad.transform.growth import Growth, growth
from s2sad.transform.inner_bars import InnerBars
from s2sad.transform.parts import name_of

if TYPE_CHECKING:
    from s2sad.transform.adjoint import Adjoint


class LastRun:
    """The reverse of the last run of a loop.

    Attributes:
        kept: what the forward loop carries for it.
        trips: the number of runs, if it needs that.
        first_ops: operations at the beginning of each run of the forward loop: what they make is kept.
        before_ops: the operations up to the exit, as they are in the forward sweep.
    """

    def __init__(self, adjoint: Adjoint, op: Loop, bars: Bars, inside: set[Value]) -> None:
        self.adjoint = adjoint
        self.op = op
        self.bars = bars
        self.inside = inside
        self.kept: list[Carried] = []
        self.trips: Value | None = None
        self.first_ops: tuple[Operation, ...] = ()
        self._left: Value | None = None
        self.before_ops: tuple[Operation, ...] = op.before.ops if op.before is not None else ()

    def reverse(self) -> dict[int, Operand]:
        """The adjoints of the carried values at the end of the last complete run."""
        op, bars = self.op, self.bars
        given = {k: bars.take(r) for k, r in enumerate(op.carried_results) if r in self.adjoint.varied}
        results = {k: bar for k, bar in given.items() if bar is not None}
        if op.before is None or is_uniform(op):
            return results
        if all(op.exit_values[k] is op.params[k] for k in results):
            return results
        if not op.sources:
            return self._certain(results)
        return self._possible(results)

    def _reverse_before(self, local: Bars, results: dict[int, Operand]) -> None:
        assert self.op.before is not None
        for k, bar in results.items():
            if self.op.exit_values[k] in self.adjoint.varied:
                contribute_joined(local, self.op.exit_values[k], bar)
        local.builder.origin = self.op.span
        self.before_ops = self.adjoint.operations(self.op.before.ops, local)

    def _certain(self, results: dict[int, Operand]) -> dict[int, Operand]:
        """The loop ends by its exit only: the last run is reversed where the loop stands."""
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
        renaming = self._kept_for(added)
        replaced = substitute(added, renaming)
        builder.ops[start:] = list(replaced.ops)
        for op in replaced.ops:
            if isinstance(op, Call):
                for r in op.results:
                    builder.definitions[r] = op
        for bar in self.bars.bars.values():
            _rename_bar(bar, renaming)
        return dict(zip(initial, replaced.yields, strict=True))

    def _kept_for(self, region: Region) -> dict[Operand, Operand]:
        """Results of the loop that hold the values of the last run which `region` reads."""
        renaming: dict[Operand, Operand] = {}
        condition = self.op.before.yields[0] if self.op.before is not None else None
        inside = self.inside | defined_in(Region(self.before_ops, ()))
        for value in free_values(region):
            if value is condition and isinstance(value.type, Scalar) and value.type.dtype == "bool":
                renaming[value] = Const(True)
            elif value in inside:
                renaming[value] = self._kept_value(value)
        return renaming

    def _last_elements(self, local: Bars) -> None:
        """The elements that the last run took have adjoints too: it is run number `trips` of all."""
        for source in self.op.sources:
            taken = local.take(source.target) if source.target in self.adjoint.varied else None
            if taken is None:
                continue
            self.trips = self.trips or Value("trips", INT)
            local.contribute(source.iterable, self._at_last(local.builder, taken, source.iterable))

    def _at_last(self, builder: Builder, taken: Operand, iterable: Operand) -> Operand:
        """The adjoint of what the loop runs over, of which the last run took one element."""
        assert self.trips is not None
        kind = iterable.type
        if isinstance(kind, Array | List):
            return builder.call(indexing.scatter_add, taken, self.trips, iterable, type=kind, effect="may_raise")
        if not isinstance(kind, FixedList | Tuple):
            raise UnsupportedSyntaxError(
                "A `break` out of a loop over something of which the type is not known is not supported",
                self.op.span,
                "Loop over a list or an array.",
            )
        listed = FixedList(kind.elements) if isinstance(kind, Tuple) else kind
        name = name_of(iterable)
        bar = builder.call(tree.zeros_like, iterable, type=kind, effect="pure", name=name)
        if isinstance(kind, Tuple):
            bar = builder.call(list, bar, type=listed, effect="pure", name=name)
        bar = builder.call(tree.list_add_at, bar, self.trips, taken, type=listed, name=name)
        return builder.call(tuple, bar, type=kind, effect="pure", name=name) if isinstance(kind, Tuple) else bar

    def _flag(self) -> Value:
        """Whether the loop was left by its exit: a variable of the program that says so, or a new one."""
        op = self.op
        if self._left is not None:
            return self._left
        carried = zip(op.carried_results, op.params, op.inits, op.exit_values, op.next_values, strict=True)
        for result, param, init, leaving, going_on in carried:
            if _is(init, False) and _is(leaving, True) and (going_on is param or _is(going_on, False)):
                return result
        left = self._left = Value("left", BOOL)
        self.kept.append(Carried(left, Const(False), Const(True), Const(False)))
        return left

    def _possible(self, results: dict[int, Operand]) -> dict[int, Operand]:
        """The loop may also end with its sources: whether it left by the exit is a flag."""
        builder, bars = self.bars.builder, self.bars
        left = self._flag()
        local = InnerBars(builder.nested(), self.inside, bars.current, bars.exposed)
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
        then = substitute(then, self._kept_for(then))
        values = tuple(Value(name_of(v), v.type) for v in (*(self.op.params[k] for k in keys), *outer))
        builder.add(If(values, left, then, other.region(*no), None, self.op.span))
        for value, result in zip(outer, values[len(keys) :], strict=True):
            bars.bars[value] = Bar(base=result, touched=True)
        return dict(zip(keys, values, strict=False))

    def zero_before(self, k: int) -> Operand | None:
        """The zero of a carried value as it was before the run that left, if it may differ from that at the end."""
        op, builder = self.op, self.bars.builder
        if op.before is None or is_uniform(op):
            return None
        change = growth(op.before, op.exit_values[k], op.params[k])
        if change is Growth.SAME:
            return None
        if not op.sources:
            return self._zero_before(builder, k, change)
        then, other = builder.nested(), builder.nested()
        found, end = self._zero_before(then, k, change), zero(other, op.carried_results[k])
        result = Value(name_of(op.params[k]), found.type)
        builder.add(If((result,), self._flag(), then.region(found), other.region(end), None, op.span))
        return result

    def _zero_before(self, builder: Builder, k: int, change: Growth) -> Operand:
        param, result = self.op.params[k], self.op.carried_results[k]
        if change is Growth.OTHER:
            return zero(builder, self._kept_value(param))
        length = Value("n", INT)
        self.first_ops += (Call((length,), len, (param,)),)
        part = builder.call(slice, Const(None), self._kept_value(length), Const(None))
        before = builder.call(operator.getitem, result, part, type=result.type, effect="pure")
        return zero(builder, before)

    def _kept_value(self, value: Value) -> Value:
        """The result of the loop that holds a value of the run that left."""
        found = next((each.result for each in self.kept if each.exit_value is value), None)
        if found is None:
            found = Value(value.name, value.type)
            self.kept.append(Carried(found, undefined(), value, undefined()))
        return found


def _is(operand: Operand, truth: bool) -> bool:
    return isinstance(operand, Const) and operand.value is truth


def _rename_bar(bar: Bar, renaming: dict[Operand, Operand]) -> None:
    def renamed(operand: Operand) -> Operand:
        return renaming.get(operand, operand)

    def if_any(operand: Operand | None) -> Operand | None:
        return None if operand is None else renamed(operand)

    bar.base, bar.dense, bar.mask = if_any(bar.base), if_any(bar.dense), if_any(bar.mask)
    bar.pieces = [
        Piece(renamed(each.index), renamed(each.operand), if_any(each.mask), each.clean) for each in bar.pieces
    ]
