"""Lowers operators: on numbers and arrays an operation each, on sequences what Python makes of them.

x * z + 1        t.0 = mul x, z; t.1 = add t.0, 1
2 + 3            the constant 5
[a] + [b]        the list of both
"""

from __future__ import annotations

import operator
from collections.abc import Callable
from types import UnionType
from typing import TYPE_CHECKING, Any, cast

import gast
import numpy as np

from s2sad.analysis.inference import known
from s2sad.errors import DifferentiationTypeError, UnsupportedSyntaxError
from s2sad.frontend.chains import partial
from s2sad.frontend.cuts import cuts_of, holds_references, may_meet
from s2sad.frontend.misfits import refuse_operand, refuse_operands
from s2sad.frontend.overloads import Overloads
from s2sad.frontend.state import Binding, Items, Pack, Ref, is_keyed
from s2sad.frontend.tuples import as_tuple, is_long_tuple, lengthened, sum_of_tuples
from s2sad.ir.joins import element_type
from s2sad.ir.ops import Const, Operand, Value
from s2sad.ir.types import Scalar, Type
from s2sad.ir.words import in_words
from s2sad.runtime import containers, text

if TYPE_CHECKING:
    from s2sad.frontend.displays import Displays
    from s2sad.frontend.lower import Lowering

BINARY: dict[type, Callable[..., Any]] = {
    gast.Add: operator.add,
    gast.Sub: operator.sub,
    gast.Mult: operator.mul,
    gast.Div: operator.truediv,
    gast.FloorDiv: operator.floordiv,
    gast.Mod: operator.mod,
    gast.Pow: operator.pow,
    gast.MatMult: operator.matmul,
    gast.BitAnd: operator.and_,
    gast.BitOr: operator.or_,
    gast.BitXor: operator.xor,
    gast.LShift: operator.lshift,
    gast.RShift: operator.rshift,
}
UNARY: dict[type, Callable[..., Any]] = {
    gast.USub: operator.neg,
    gast.UAdd: operator.pos,
    gast.Not: operator.not_,
    gast.Invert: operator.invert,
}
COMPARISONS = (operator.lt, operator.le, operator.gt, operator.ge, operator.eq, operator.ne)
_FOLDABLE = (bool, int, str, bytes, type, UnionType, tuple, slice)


def is_foldable(value: Any) -> bool:
    """Whether operators on a constant may be decided when compiling: floats and arrays are computed at run time."""
    return value is None or isinstance(value, _FOLDABLE) or callable(value)


def _is_literal(number: Const) -> bool:
    """Whether a constant is a float that stands in the program, not one of a variable outside."""
    return type(number.value) is float and not number.path


class Operators(Overloads):
    """The part of lowering that handles unary and binary operators."""

    def fold_or_call(self, callee: Any, *args: Operand, name: str = "t") -> Operand:
        """The constant result where all operands are known and none is a float, unless it is compared; else a call."""
        may_be_float = any(callee is each for each in COMPARISONS)
        if all(isinstance(a, Const) and (is_foldable(a.value) or (may_be_float and _is_literal(a))) for a in args):
            try:
                return Const(callee(*(a.value for a in args if isinstance(a, Const))))
            except Exception:
                # Whatever an operator raises for these constants, the program raises when it comes here.
                return self.builder.call(callee, *args, name=name)
        return self.builder.call(callee, *args, name=name)

    def _BinOp(self, node: Any, name: str) -> Binding:
        left, right = self.elements([node.left, node.right])
        return self.binary(BINARY[type(node.op)], left, right, name)

    def _Chain(self, node: Any, name: str) -> Binding:
        found = [self.expression(node.operands[0])]
        last = len(node.operators)
        with self.keeping(found):
            for k, (operator_, operand) in enumerate(zip(node.operators, node.operands[1:], strict=True), 1):
                right = self.expression(operand)
                if not self.frames[-1].trusted:
                    self.span = self.builder.span = self.frames[-1].source.span(partial(node, k + 1))
                found[0] = self.binary(BINARY[type(operator_)], found[0], right, name if k == last else "t")
        return found[0]

    def binary(self, callee: Any, left: Binding, right: Binding, name: str) -> Binding:
        """A binary operator on numbers, arrays or sequences."""
        if callee is operator.mod and isinstance(left, Const) and isinstance(left.value, str):
            return self.builder.call(text.percent, left, self.read(right), name=name)
        merged = self._dicts(callee, left, right)
        if merged is not None:
            return merged
        by_object = self.by_operator(callee, left, right, name) if callee in BINARY.values() else None
        if by_object is not None:
            return by_object
        sequences = self._sequences(callee, left, right)
        if sequences is not None:
            return sequences
        left, right = self.array_operands(left, right)
        if not self.frames[-1].trusted:
            refuse_operands(callee, self.read(left), self.read(right), self.span)
        return self.bind_value(self.fold_or_call(callee, self.read(left), self.read(right), name=name), name)

    def _sequences(self, callee: Any, left: Binding, right: Binding) -> Binding | None:
        if callee is operator.add:
            long = sum_of_tuples(cast("Lowering", self), left, right)
            if long is not None:
                return long
            first, second = self.tuple_elements(left), self.tuple_elements(right)
            if first is not None and second is not None:
                return Pack((*first, *second))
            a, b = self.display_of(left), self.display_of(right)
            if a is not None and b is not None:
                return self.new_items(Items(a.elements + b.elements), "t")
            if self.is_list(left) and self.is_list(right):
                return self._joined_lists(left, right)
        if callee is operator.mul:
            sequence, times = (left, right) if self._is_sequence(left) else (right, left)
            if self._is_sequence(sequence):
                return self._repeated(sequence, times)
        return None

    def _dicts(self, callee: Any, left: Binding, right: Binding) -> Binding | None:
        """An operator on dicts or sets; None of other things."""
        if is_keyed(left) or is_keyed(right):
            found = self.keyed_operator(callee, left, right)
        elif self.is_record(left) and self.is_record(right) and callee is operator.or_:
            found = self.new_dict({**self.known_entries(left), **self.known_entries(right)}, "t")
        else:
            return None
        if found is None:
            raise UnsupportedSyntaxError("This operator is not supported on a dict or set", self.span, "Use a loop.")
        return found

    def _is_sequence(self, binding: Binding) -> bool:
        return self.tuple_elements(binding) is not None or self.is_list(binding)

    def _repeated(self, sequence: Binding, times: Binding) -> Binding | None:
        """`sequence * times`, an integer of Python or of NumPy; None of an array, beside which a list is one, too."""
        count = known(times) if isinstance(times, Const | Value) else None
        elements = self.tuple_elements(sequence)
        if isinstance(count, int):
            times = Const(count)
            if elements is not None:
                return Pack(tuple(elements * count))
            display = self.display_of(sequence)
            if display is not None:
                return self.new_items(Items(display.elements * count), "t")
        kind = self.read(times).type
        if not _may_be_count(kind):
            if isinstance(kind, Scalar) and not kind.weak and not self.frames[-1].trusted:
                reason = f"A list or tuple is multiplied by {in_words(kind)}: a TypeError"
                raise DifferentiationTypeError(reason, self.span, "Write `np.array(...) * n`.").is_raised(TypeError)
            return None
        if elements is not None:
            sequence = lengthened(cast("Displays", self), sequence, "t")
        operands = self.read(sequence), self.read(times)
        made = self.bind_value(self.builder.call(containers.repeated, *operands))
        assert isinstance(made, Ref)
        if self.is_reference(element_type(self.read(made).type)):
            made.storage.repeated = True
            self.share(made.storage, sequence)
        return as_tuple(self, made) if is_long_tuple(sequence) else made

    def _joined_lists(self, left: Binding, right: Binding) -> Binding:
        joined = self.builder.call(containers.joined, self.read(left), self.read(right))
        low = cast("Lowering", self)
        first, second = cuts_of(low, left), cuts_of(low, right)
        made = self.fresh_list(joined, left, right, cuts=(*first, *second))
        if isinstance(made, Ref) and holds_references(low, made):
            made.storage.repeated |= may_meet(first, second)
        return made

    def keyed_operator(self, callee: Any, left: Binding, right: Binding) -> Binding | None:
        """An operator on sets: see `Keyed`."""
        raise NotImplementedError

    def _UnaryOp(self, node: Any, name: str) -> Binding:
        binding = self.expression(node.operand)
        if isinstance(node.op, gast.Not):
            return self.negated(binding, name)
        by_object = self.by_unary(UNARY[type(node.op)], binding, name)
        if by_object is not None:
            return by_object
        operand = self.read(binding)
        if not self.frames[-1].trusted and not self.frames[-1].folding:
            refuse_operand(UNARY[type(node.op)], operand, self.span)
        if isinstance(node.op, gast.USub) and isinstance(operand, Const) and isinstance(operand.value, int | float):
            return Const(-operand.value)
        return self.bind_value(self.fold_or_call(UNARY[type(node.op)], operand, name=name), name)

    def negated(self, binding: Binding, name: str) -> Binding:
        """`not binding`."""
        return self.bind_value(self.fold_or_call(operator.not_, self.condition(binding), name=name), name)

    # -- given elsewhere ----------------------------------------------------------------------------------------

    def condition(self, binding: Binding) -> Operand:
        """The operand that decides a branch: see `Conditions`."""
        raise NotImplementedError


def _may_be_count(kind: Type) -> bool:
    """Whether a number may be an integer: Python repeats a list by those of NumPy, too."""
    return isinstance(kind, Scalar) and (np.dtype(kind.dtype).kind in "iu" or kind.integral)
