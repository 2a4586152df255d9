"""Tangents while forward mode runs: a value that has none here has the tangent zero.

t_dot = mul z, x_dot        of(t): t_dot        of(z): None        given(z): zeros like z
"""

from __future__ import annotations

from collections.abc import Collection

from s2sad.ir.builder import Builder
from s2sad.ir.ops import Operand, is_undefined, undefined
from s2sad.transform.apply import broadcast_full, zero


class Dots:
    """The tangents of values; those of which only parts are used (`partly`) may be infinite in the others.

    `masks` has the lanes outside of which a tangent is a strong zero, `bare` what it is before it is cut there.
    """

    def __init__(self, partly: Collection[Operand] = ()) -> None:
        self.partly = partly
        self.dots: dict[Operand, Operand] = {}
        self.masks: dict[Operand, Operand] = {}
        self.bare: dict[Operand, Operand] = {}

    def of(self, operand: Operand) -> Operand | None:
        """The tangent of an operand, None if it is zero."""
        return self.dots.get(operand)

    def given(self, builder: Builder, operand: Operand) -> Operand:
        """The tangent of an operand, zeros if it has none."""
        dot = self.of(operand)
        return dot if dot is not None else zero(builder, operand)

    def set_lanes(self, value: Operand, cut: Operand | None, before: Operand | None) -> None:
        """Note the lanes outside of which a tangent is a strong zero: those where it is cut, or was before."""
        lanes = cut if cut is not None else before
        if lanes is not None:
            self.masks[value] = lanes

    def forget_lanes(self, value: Operand) -> None:
        """A tangent is a sum: it has no lanes of its own."""
        self.masks.pop(value, None)
        self.bare.pop(value, None)

    def yielded(self, builder: Builder, operand: Operand) -> Operand:
        """The tangent of what a region yields."""
        if is_undefined(operand):
            return undefined()
        dot = self.given(builder, operand)
        return broadcast_full(builder, dot, operand)
