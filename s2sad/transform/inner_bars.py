"""Adjoints inside the region of a branch or a loop: those of values from outside go on from what they were there.

if c: s = a * x             a: a_bar, from before the branch        if c: a_bar = a_bar + s_bar * x
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from s2sad.analysis.singular import Exposed
from s2sad.ir.builder import Builder
from s2sad.ir.ops import Call, Const, Operand, Value
from s2sad.runtime import containers
from s2sad.transform.bars import Bar, Bars, Piece
from s2sad.transform.masks import is_true, lanes_of


class InnerBars(Bars):
    """Adjoints inside a region: those of outer values start from what `base_of` gives, with the masks of `mask_of`.

    In a loop, elements that are read at an index known only at run time are taken to be all elements in the end,
    unless the index runs over a part of them, or is read under a condition.
    """

    def __init__(
        self,
        builder: Builder,
        inside: set[Value],
        base_of: Callable[[Value], Operand | None],
        exposed: Exposed,
        mask_of: Callable[[Value], Operand | None] = lambda _: None,
        in_loop: bool = False,
        indices: Mapping[Operand, Call] = MappingProxyType({}),
    ) -> None:
        super().__init__(builder, exposed)
        self.inside = inside
        self.base_of = base_of
        self.mask_of = mask_of
        self.in_loop = in_loop
        self.indices = indices

    def of(self, value: Operand) -> Bar:
        """The adjoint of a value, started from outside if the value is from outside."""
        if value not in self.bars:
            outer = self._outer(value)
            bar = self.bars[value] = Bar(base=self.base_of(outer) if outer is not None else None)
            if bar.base is not None and outer is not None:
                bar.mask, bar.clean = self.mask_of(outer), True
        return self.bars[value]

    def contribute_at(self, value: Operand, piece: Piece) -> None:
        """Add to the elements of an array at an index."""
        super().contribute_at(value, piece)
        if self.in_loop and self._outer(value) is not None and self._reads_all(value, piece):
            self.bars[value].mask = None

    def _reads_all(self, value: Operand, piece: Piece) -> bool:
        """Whether all runs of a loop together are taken to contribute to all elements."""
        if isinstance(piece.index, Const) or lanes_of(piece.index, value) is not None or not is_true(piece.mask):
            return False
        made = self.builder.definitions.get(piece.index) or self.indices.get(piece.index)
        parts = made.args if made is not None and made.callee is containers.pack else (piece.index,)
        return not any(part in self.exposed.running for part in parts)

    def _outer(self, value: Operand) -> Value | None:
        return value if isinstance(value, Value) and value not in self.inside else None

    def touched_outside(self) -> list[Value]:
        """The outer values that got contributions."""
        return [v for v in self.touched() if isinstance(v, Value) and v not in self.inside]
