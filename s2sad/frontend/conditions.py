"""Lowers comparisons and what is chosen by them; what is known when compiling is decided then.

a < b < c        t.1 = if (lt a, b): yield lt b, c else: yield lt a, b
a if c else b    t.0 = if c: yield a else: yield b
x is None        a constant, by the type of x
"""

from __future__ import annotations

import operator
from collections.abc import Callable
from typing import Any

import gast

from s2sad.frontend.identity import is_compared_by_identity, is_same_object, where_it_is
from s2sad.frontend.operators import Operators, is_foldable
from s2sad.frontend.state import Binding, Entries, FunctionValue, Items, Pack, Ref, is_keyed
from s2sad.frontend.structure import may_act
from s2sad.ir.ops import Const, Operand, Value
from s2sad.ir.types import BOOL, Array, FixedList, Object, Record, Scalar, Static, Tuple, Unknown

COMPARE: dict[type, Callable[..., Any]] = {
    gast.Eq: operator.eq,
    gast.NotEq: operator.ne,
    gast.Lt: operator.lt,
    gast.LtE: operator.le,
    gast.Gt: operator.gt,
    gast.GtE: operator.ge,
    gast.Is: operator.is_,
    gast.IsNot: operator.is_not,
    gast.In: operator.contains,
    gast.NotIn: operator.contains,
}


def _are_different(value: Operand, constant: Operand) -> bool:
    """An array is neither True nor False."""
    return isinstance(value.type, Array) and isinstance(constant, Const) and isinstance(constant.value, bool)


def _is_number_and_text(number: Operand, text: Operand) -> bool:
    """A number is no text."""
    return isinstance(number.type, Scalar) and isinstance(text, Const) and isinstance(text.value, str)


class Conditions(Operators):
    """The part of lowering that handles comparisons and conditional expressions."""

    def _Compare(self, node: Any, name: str) -> Binding:
        result = self._chain_of(self.expression(node.left), list(zip(node.ops, node.comparators, strict=True)), name)
        return self.bind_value(result, name) if isinstance(result.type, Array) else result

    def _chain_of(self, left: Binding, rest: list[tuple[Any, Any]], name: str) -> Operand:
        """`left < a < b`, whose later operands are evaluated only if what is before holds."""
        (op, node), *others = rest
        operands = [left]
        with self.keeping(operands):
            operands.append(self.expression(node))
            ahead = (
                [self.expression(n) for _, n in others]
                if not any(may_act(n, gast.Subscript) for _, n in others)
                else None
            )
        result = self.compare(op, operands[0], operands[1], name)
        if not others:
            return result
        if ahead is not None:
            return self._all_hold(result, operands[1], [(o, b) for (o, _), b in zip(others, ahead, strict=True)], name)
        return self.read(self.choose(result, lambda: self._chain_of(operands[1], others, name), lambda: result, name))

    def _all_hold(self, result: Operand, left: Binding, rest: list[tuple[Any, Binding]], name: str) -> Operand:
        for op, right in rest:

            def later(op: Any = op, a: Binding = left, b: Binding = right) -> Binding:
                return self.compare(op, a, b, name)

            def kept(previous: Operand = result) -> Binding:
                return previous

            result = self.read(self.choose(result, later, kept, name))
            left = right
        return result

    def compare(self, op: Any, left: Binding, right: Binding, name: str) -> Operand:
        """One comparison; `is` folds by type."""
        if isinstance(op, gast.Is | gast.IsNot):
            return self._identity(left, right, isinstance(op, gast.Is), name)
        if isinstance(op, gast.In | gast.NotIn) and is_keyed(right):
            inside = self.keyed_contains(right, self.as_value(left))
            return inside if isinstance(op, gast.In) else self.builder.call(operator.not_, inside, name=name)
        if is_keyed(left) or is_keyed(right):
            return self.keyed_relation(COMPARE[type(op)], left, right)
        if isinstance(op, gast.In | gast.NotIn):
            by_object = self.by_special(right, "__contains__", [left], name)
            inside = self._contains(left, right, name) if by_object is None else self.truth(by_object)
            return inside if isinstance(op, gast.In) else self.fold_or_call(operator.not_, inside, name=name)
        compared = self.by_comparison(COMPARE[type(op)], left, right, name)
        if compared is not None:
            return self.read(compared)
        if isinstance(op, gast.Eq | gast.NotEq) and any(is_compared_by_identity(self, each) for each in (left, right)):
            return self._identity(left, right, isinstance(op, gast.Eq), name)
        a, b = self.as_value(left), self.as_value(right)
        if isinstance(op, gast.Eq | gast.NotEq) and (_is_number_and_text(a, b) or _is_number_and_text(b, a)):
            return Const(isinstance(op, gast.NotEq))
        return self.fold_or_call(COMPARE[type(op)], a, b, name=name)

    def _contains(self, left: Binding, right: Binding, name: str) -> Operand:
        display = self.state.current[right.storage] if isinstance(right, Ref) and not right.path else None
        listed = right if isinstance(right, Pack) else display
        places = where_it_is(self, listed.elements, left) if isinstance(listed, Items | Pack) else None
        if places is not None:
            return Const(bool(places))
        a = self.as_value(left)
        if isinstance(display, Entries) and display.cls is None:
            keys = tuple(key for key, _ in display.entries)
            return (
                Const(a.value in keys) if isinstance(a, Const) else self.fold_or_call(operator.contains, Const(keys), a)
            )
        b = self.read(right)
        if isinstance(a, Const) and isinstance(b.type, Record):
            return Const(a.value in dict(b.type.fields))
        return self.fold_or_call(operator.contains, b, a, name=name)

    def _identity(self, left: Binding, right: Binding, same: bool, name: str) -> Operand:
        for one, other in ((left, right), (right, left)):
            if isinstance(other, Const) and other.value is None:
                compared = self._unless_display(one)
                if isinstance(compared, Const):
                    return Const((compared.value is None) == same)
                kind = None if compared is None else compared.type
                if not isinstance(kind, Unknown):
                    return Const((isinstance(kind, Static) and kind.value is None) == same)
        if isinstance(left, Const) and isinstance(right, Const):
            return Const((left.value is right.value) == same)
        is_same = is_same_object(self, left, right)
        if is_same is not None:
            return Const(is_same == same)
        a, b = self.read(left), self.read(right)
        if _are_different(a, b) or _are_different(b, a):
            return Const(not same)
        return self.builder.call(operator.is_ if same else operator.is_not, a, b, name=name)

    def _unless_display(self, binding: Binding) -> Operand | None:
        """A value, or what a name refers to; None for displays and functions."""
        if isinstance(binding, Ref):
            shown = not binding.path and isinstance(self.state.current[binding.storage], Items | Entries)
            return None if shown else self.read(binding)
        return binding if isinstance(binding, Value | Const) else None

    def _BoolOp(self, node: Any, name: str) -> Binding:
        result: Binding = self.expression(node.values[0], name)
        ends = False  # the operand before decides, whatever those before it were
        for value in node.values[1:]:
            previous = result

            def later(value: Any = value) -> Binding:
                nonlocal ends
                found = self.expression(value, name)
                if isinstance(found, Const) and is_foldable(found.value):
                    ends = bool(found.value) != isinstance(node.op, gast.And)
                return found

            def kept(previous: Binding = previous) -> Binding:
                return previous

            then, orelse = (later, kept) if isinstance(node.op, gast.And) else (kept, later)
            result = self.choose(self.condition(previous), then, orelse, name)
            if ends:
                break
        return result

    def _IfExp(self, node: Any, name: str) -> Binding:
        condition = self.condition(self.expression(node.test))
        return self.choose(
            condition, lambda: self.expression(node.body, name), lambda: self.expression(node.orelse, name), name
        )

    def condition(self, binding: Binding) -> Operand:
        """The operand that decides a branch; containers of known length are decided now."""
        if is_keyed(binding):
            return self.length(binding)
        if isinstance(binding, Pack):
            return Const(bool(binding.elements))
        if isinstance(binding, FunctionValue):
            return Const(True)
        for method in ("__bool__", "__len__"):
            decided = self.by_special(binding, method, [])
            if decided is not None:
                return self.condition(decided)
        operand = self.read(binding)
        if isinstance(operand.type, Object) or self.class_of_object(binding) is not None:
            return Const(True)
        if isinstance(operand, Const) and is_foldable(operand.value):
            return Const(bool(operand.value))
        if isinstance(operand.type, FixedList | Tuple):
            return Const(bool(operand.type.elements))
        if isinstance(operand.type, Record):
            return Const(bool(operand.type.fields))
        return operand

    def truth(self, binding: Binding) -> Operand:
        """`bool(binding)`."""
        condition = self.condition(binding)
        return condition if isinstance(condition, Const) else self.builder.call(bool, condition, type=BOOL)

    def choose(
        self, condition: Operand, then: Callable[[], Binding], orelse: Callable[[], Binding], name: str
    ) -> Binding:
        """A value chosen by a condition: decided now where it is known, else an `if` that yields it."""
        if isinstance(condition, Const):
            return then() if condition.value else orelse()
        frame = self.frames[-1]
        hidden = name.strip() + "\t"
        while hidden in self.state.names[frame]:
            hidden += "\t"

        def keep(branch: Callable[[], Binding]) -> Callable[[], None]:
            def assign() -> None:
                value = branch()
                self.state.names[frame][hidden] = value

            return assign

        self.branch(condition, keep(then), keep(orelse), frame.live_out | {hidden})
        return self.state.names[frame].pop(hidden)

    # -- given elsewhere ----------------------------------------------------------------------------------------

    def keyed_contains(self, owner: Binding, key: Operand) -> Operand:
        """`key in owner` of a dict or set with keys of run time: see `Keyed`."""
        raise NotImplementedError

    def keyed_relation(self, callee: Any, left: Binding, right: Binding) -> Operand:
        """A comparison of sets: see `Keyed`."""
        raise NotImplementedError

    def branch(self, condition: Operand, then: Any, orelse: Any, live: frozenset[str]) -> None:
        """Lower and join two branches: see `Branches`."""
        raise NotImplementedError
