"""Adjoints while they are being summed: the contributions of a value's uses, in the order of the reverse sweep.

    t = x * z; y = t + x        x: y_bar, then y_bar * z           printed  x_bar = y_bar + z * t_bar
    a = x[i]; b = x[j]          x: a_bar at i, b_bar at j          printed  x_bar[i] += a_bar; x_bar[j] += b_bar

A contribution may lack axes (a scalar for an array of equal entries) and may carry a mask: lanes where it is zero
whatever its number is. Both are resolved when the sum is needed as a value.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np

from s2sad.analysis.inference import is_basic_index, known
from s2sad.analysis.singular import Exposed, cover_all
from s2sad.ir.builder import Builder
from s2sad.ir.ops import Call, Const, Operand, Value
from s2sad.ir.types import Array, Made, Object, Scalar, Tuple, Unknown, assured, dims_of, is_numeric
from s2sad.runtime import containers, indexing, tree
from s2sad.transform.apply import add, broadcast_full, covers, matched, zero
from s2sad.transform.masks import either, is_true, lanes_of, masked, with_lanes
from s2sad.transform.parts import container_keys, name_of, read_part, rebuild
from s2sad.transform.real_parts import narrowed


@dataclass(frozen=True)
class Piece:
    """A contribution to the elements at an index, zero outside of a mask; `clean` if its numbers are zero there."""

    index: Operand
    operand: Operand
    mask: Operand | None = None
    clean: bool = False


@dataclass(eq=False)
class Bar:
    """The adjoint of one value so far.

    Attributes:
        base: what earlier code holds (a carried adjoint), to which scattered contributions are added at once.
        dense: the sum of the other contributions.
        mask: lanes outside of it are strong zeros of the adjoint.
        clean: whether the numbers in those lanes are zero already, so that the mask need not be applied: it is only
            handed on, to what would make them something else.
        parts: adjoints of the parts of a container, by key.
        pieces: contributions to single elements, while there are no others: what the value was computed by may be
            reversed for these elements alone.
    """

    base: Operand | None = None
    dense: Operand | None = None
    mask: Operand | None = None
    clean: bool = False
    parts: dict[Any, Bar] = field(default_factory=dict)
    pieces: list[Piece] = field(default_factory=list)
    touched: bool = False

    @property
    def is_zero(self) -> bool:
        """Whether nothing has contributed and nothing was there before."""
        return (
            not self.pieces
            and self.base is None
            and self.dense is None
            and not any(not p.is_zero for p in self.parts.values())
        )


class Bars:
    """The adjoints of the values of a region; those that are `exposed` keep track of where they are strong zeros."""

    def __init__(self, builder: Builder, exposed: Exposed) -> None:
        self.builder = builder
        self.exposed = exposed
        self.bars: dict[Operand, Bar] = {}

    def of(self, value: Operand) -> Bar:
        """The adjoint of a value, made if it is new."""
        return self.bars.setdefault(value, Bar())

    def touched(self) -> list[Operand]:
        """The values that got contributions, in order."""
        return [v for v, bar in self.bars.items() if bar.touched]

    def contribute(self, value: Operand, operand: Operand, mask: Operand | None = None, clean: bool = False) -> None:
        """Add a contribution to the adjoint of a value: `clean` if it is zero where the mask does not hold."""
        if isinstance(value, Const) or is_zero(operand):
            return
        operand = narrowed(self.builder, operand, value.type)
        bar = self.of(value)
        bar.touched = True
        if isinstance(value.type, Array | Scalar) and mask is None:
            operand = _unspread(self.builder, operand)
        scatter = _scatter_of(self.builder, operand)
        if scatter is not None and mask is None and isinstance(value.type, Scalar | Array) and not dims_of(value.type):
            self._add_dense(value, bar, matched(self.builder, scatter[1], value), None)  # a number has one element
        elif scatter is not None and (mask is None or (clean and isinstance(mask.type, Scalar))):
            self.contribute_at(value, Piece(*scatter, mask, clean))
        else:
            self._add_dense(value, bar, operand, mask, clean)

    def contribute_at(self, value: Operand, piece: Piece) -> None:
        """Add to the elements of an array at an index."""
        bar = self.of(value)
        bar.touched = True
        is_tracked = value in self.exposed.lanes and isinstance(value.type, Array)
        if not is_tracked or (lanes_of(piece.index, value) is not None and is_true(piece.mask)):
            if bar.pieces:
                self._settle(value, bar)
            operand = piece.operand if piece.clean else masked(self.builder, piece.operand, piece.mask, "t_bar")
            path = piece.mask if piece.mask is not None and isinstance(piece.mask.type, Scalar) else None
            self._scatter(value, bar, piece.index, operand, path)
        elif bar.base is None and bar.dense is None:
            self._add_piece(bar, piece)
        else:
            self._settle(value, bar, [piece])

    def _add_piece(self, bar: Bar, piece: Piece) -> None:
        """Add a piece to others; of one index there is one."""
        for k, other in enumerate(bar.pieces):
            if _same_index(other.index, piece.index) and other.mask is None and piece.mask is None:
                total = add(self.builder, other.operand, piece.operand, "t_bar")
                bar.pieces[k] = Piece(piece.index, total)
                return
        bar.pieces.append(piece)

    def take_pieces(self, value: Operand) -> list[Piece]:
        """The adjoint as pieces, if it is nothing else, and few: they are taken out."""
        bar = self.bars.get(value)
        if bar is None or not bar.pieces or _cover(value, bar.pieces):
            return []
        numbers = [piece for piece in bar.pieces if _is_number(piece)]
        if len(numbers) > MOST_NUMBERS or len(bar.pieces) - len(numbers) > MOST_PIECES:
            return []
        pieces, bar.pieces = bar.pieces, []
        return pieces

    def _settle(self, value: Operand, bar: Bar, pieces: list[Piece] | None = None) -> None:
        """Let one buffer hold what the pieces are, and a mask say which of its elements they are."""
        if pieces is None:
            pieces, bar.pieces = bar.pieces, []
        was_full = not bar.is_zero and bar.mask is None
        mask = bar.mask if not bar.is_zero else None
        for piece in pieces:
            operand = piece.operand if piece.clean else masked(self.builder, piece.operand, piece.mask, "t_bar")
            self._scatter(value, bar, piece.index, operand)
        bar.mask, bar.clean = None, True
        if was_full or _cover(value, pieces):
            return
        numbers = [piece.index.value for piece in pieces if isinstance(piece.index, Const) and _is_number(piece)]
        if len(numbers) > 1:
            index = self.builder.call(containers.build_list, *map(Const, sorted(numbers)))
            mask = with_lanes(self.builder, value, mask, index, Const(True))
        for piece in pieces:
            if len(numbers) <= 1 or not _is_number(piece):
                inside = piece.mask if piece.mask is not None else Const(True)
                mask = with_lanes(self.builder, value, mask, piece.index, inside)
        bar.mask = mask if isinstance(mask, Value) else None

    def _add_dense(self, value: Operand, bar: Bar, operand: Operand, mask: Operand | None, clean: bool = False) -> None:
        if bar.pieces:
            self._settle(value, bar)
        if bar.dense is None:
            if bar.base is not None:
                mask, operand, clean = self._either(value, bar, operand, mask, clean)
            bar.dense, bar.mask, bar.clean = operand, mask, clean
            return
        if bar.mask is not mask or bar.clean is not clean:
            self._apply_mask(value, bar)
            mask, operand, clean = self._either(value, bar, operand, mask, clean)
        name = name_of(value) if bar.base is None else "t_bar"
        bar.dense = add(self.builder, bar.dense, operand, name)
        bar.mask, bar.clean = mask, clean

    def _either(
        self, value: Operand, bar: Bar, operand: Operand, mask: Operand | None, clean: bool
    ) -> tuple[Operand | None, Operand, bool]:
        """The mask of a sum whose first part is clean, and its second part, made clean."""
        if not clean:
            operand = masked(self.builder, operand, mask, name_of(value))
        if bar.mask is None or mask is None or bar.mask is mask or not is_numeric(value.type):
            return (mask if bar.mask is mask else None), operand, True
        return either(self.builder, bar.mask, mask), operand, True

    def _apply_mask(self, value: Operand, bar: Bar) -> None:
        if bar.dense is not None and bar.mask is not None and not bar.clean:
            bar.dense = masked(self.builder, bar.dense, bar.mask, name_of(value))
        bar.clean = True

    def _scatter(self, value: Operand, bar: Bar, index: Operand, operand: Operand, path: Operand | None = None) -> None:
        """Add at an index what is zero unless the program's `path` uses it."""
        name = name_of(value)
        self._apply_mask(value, bar)
        mask = lanes_of(index, value) or path
        if bar.is_zero:
            bar.mask = mask
        elif bar.mask is not mask:
            bar.mask = None if bar.mask is None or mask is None else either(self.builder, bar.mask, mask)
        if bar.base is None:
            if bar.dense is not None and covers(dims_of(bar.dense.type), dims_of(value.type)):
                bar.base, bar.dense = bar.dense, None
            else:
                bar.base = _renamed_zero(self.builder, value, name)
        cleared = self._cleared(bar.base, index)
        if cleared is not None:
            args = (cleared.args[0], index, operand)
            bar.base = self.builder.call(cleared.callee, *args, name=name, type=value.type, effect="may_raise")
            return
        callee: Any = indexing.add_at if is_numeric(value.type) else tree.list_add_at
        if isinstance(value.type, Unknown | Tuple):
            is_object = isinstance(assured(value.type), Object | Made)
            callee = tree.with_attribute_added if is_object else tree.with_part_added
        bar.base = self.builder.call(callee, bar.base, index, operand, name=name, type=value.type, effect="may_raise")

    def _cleared(self, base: Operand, index: Operand) -> Call | None:
        """The call that has just put zero where a contribution goes: what is added there is the new element."""
        op = self.builder.definitions.get(base)
        if op is None or len(op.args) != 3 or not (op.args[1] is index or op.args[1] == index):
            return None
        if op.callee is indexing.updated:
            return op if is_basic_index(known(index)) and is_zero(op.args[2]) else None
        if op.callee is tree.list_updated:
            put = self.builder.definitions.get(op.args[2])
            return op if put is not None and put.callee in (np.zeros_like, tree.zeros_like) else None
        return None

    def part(self, value: Operand, key: Any, element: Operand) -> Bars:
        """The adjoints of the parts of a container: contribute to `element` in what is returned."""
        bar = self.of(value)
        bar.touched, bar.mask = True, None
        inner = Bars(self.builder, self.exposed)
        inner.bars = {element: bar.parts.setdefault(key, Bar())}
        return inner

    def current(self, value: Operand) -> Operand | None:
        """The adjoint of a value, with what outer regions hold of it."""
        self.of(value)
        return self.take(value)

    def take(self, value: Operand, full: bool = True) -> Operand | None:
        """The adjoint of a value as an operand, None if it is zero; `full`: with all its axes."""
        bar = self.bars.get(value)
        if bar is None or bar.is_zero:
            return None
        if bar.pieces:
            self._settle(value, bar)
        self._apply_mask(value, bar)
        return self._total(value, bar, full)

    def _total(self, value: Operand, bar: Bar, full: bool) -> Operand | None:
        name = name_of(value)
        total = bar.base
        if bar.dense is not None:
            dense = bar.dense
            if total is not None:
                total = add(self.builder, total, dense, name)
            else:
                total = broadcast_full(self.builder, dense, value) if full else dense
        if any(not p.is_zero for p in bar.parts.values()):
            whole = self._gather(value, bar)
            total = whole if total is None else add(self.builder, total, whole, name)
        return total

    def _gather(self, value: Operand, bar: Bar) -> Operand:
        from_parts: list[Operand] = []
        keys = container_keys(value)
        for key in keys:
            element = read_part(self.builder, value, key)
            part = bar.parts.get(key)
            inner = Bars(self.builder, self.exposed)
            inner.bars = {element: part} if part is not None else {}
            taken = inner.take(element)
            from_parts.append(taken if taken is not None else zero(self.builder, element))
        return rebuild(self.builder, value, keys, from_parts)

    def take_masked(self, value: Operand) -> tuple[Operand | None, Operand | None, bool]:
        """The adjoint without its missing axes, its mask, and whether it is clean: for rules that pass them on."""
        bar = self.bars.get(value)
        if bar is None or bar.is_zero:
            return None, None, False
        if bar.pieces:
            self._settle(value, bar)
        if bar.parts or not isinstance(bar.mask, Value):
            return self.take(value, full=False), None, False
        if bar.base is not None:
            return self.take(value, full=False), bar.mask, True
        return bar.dense, bar.mask, bar.clean

    def lanes_with_adjoint(self, value: Operand) -> Operand:
        """The mask of an adjoint, False if it is zero."""
        bar = self.of(value)
        if bar.is_zero:
            return Const(False)
        if bar.pieces:
            self._settle(value, bar)
        is_list = bar.mask is not None and not is_numeric(bar.mask.type)
        return bar.mask if bar.mask is not None and not is_list else Const(True)

    def part_bar(self, value: Operand, key: Any, element: Operand) -> Operand | None:
        """The adjoint of one part of a container."""
        bar = self.bars.get(value)
        if bar is None or bar.is_zero:
            return None
        if bar.base is None and bar.dense is None:
            part = bar.parts.get(key)
            if part is None:
                return None
            inner = Bars(self.builder, self.exposed)
            inner.bars = {element: part}
            return inner.take(element)
        whole = self.take(value)
        assert whole is not None
        return read_part(self.builder, whole, key)


def contribute_joined(
    bars: Bars, operand: Operand, bar: Operand, mask: Operand | None = None, clean: bool = False
) -> None:
    """Contribute the adjoint of a join to one of its operands, which may be a number where another is an array."""
    if operand.type != bar.type:
        bar = matched(bars.builder, bar if clean else masked(bars.builder, bar, mask, "t_bar"), operand)
        mask = None
    bars.contribute(operand, bar, mask, clean)


def is_zero(operand: Operand) -> bool:
    """Whether an operand is the number zero, which contributes nothing."""
    return isinstance(operand, Const) and isinstance(operand.value, int | float) and operand.value == 0


MOST_PIECES = 2
MOST_NUMBERS = 4
"""Contributions to more indices than these (single numbers) are added in one buffer, with a mask of its elements."""


def _is_number(piece: Piece) -> bool:
    return isinstance(piece.index, Const) and isinstance(piece.index.value, int) and piece.mask is None


def _same_index(a: Operand, b: Operand) -> bool:
    return a is b or (isinstance(a, Const) and isinstance(b, Const) and repr(a.value) == repr(b.value))


def _cover(value: Operand, pieces: list[Piece]) -> bool:
    return all(piece.mask is None for piece in pieces) and cover_all(value, [piece.index for piece in pieces])


def _unspread(builder: Builder, operand: Operand) -> Operand:
    """What was broadcast to give `operand`, if it was a number."""
    op = builder.definitions.get(operand)
    if op is not None and op.callee is np.broadcast_to and not dims_of(op.args[0].type):
        return op.args[0]
    return operand


def _scatter_of(builder: Builder, operand: Operand) -> tuple[Operand, Operand] | None:
    """Index and value of an operand that is zero but at an index."""
    op = builder.definitions.get(operand)
    if op is not None and op.callee is indexing.scatter_add:
        return op.args[1], op.args[0]
    return None


def _renamed_zero(builder: Builder, value: Operand, name: str) -> Operand:
    made = zero(builder, value)
    if isinstance(made, Const):
        return made
    last = builder.ops.pop()
    assert isinstance(last, Call)
    return builder.call(last.callee, *last.args, name=name, type=made.type, effect="pure")
