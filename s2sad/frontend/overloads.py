"""Lowers operators and builtins of objects whose class gives them a meaning: calls of its special methods.

a + b            Vec.__add__(a, b), else Vec.__radd__(b, a)
a[i]; len(a)     Vec.__getitem__(a, i); Vec.__len__(a)
a < b; not a     Vec.__lt__(a, b), else Vec.__gt__(b, a); Vec.__bool__(a)
"""

from __future__ import annotations

import inspect
import operator
from collections.abc import Callable
from typing import Any

from s2sad.frontend.displays import Displays
from s2sad.frontend.state import Binding, Entries, FunctionValue, Items, Pack, Ref
from s2sad.ir.ops import Const
from s2sad.ir.types import Object, Tuple

_ARITHMETIC: dict[Callable[..., Any], str] = {
    operator.add: "add",
    operator.sub: "sub",
    operator.mul: "mul",
    operator.truediv: "truediv",
    operator.floordiv: "floordiv",
    operator.mod: "mod",
    operator.pow: "pow",
    operator.matmul: "matmul",
    operator.and_: "and",
    operator.or_: "or",
    operator.xor: "xor",
    operator.lshift: "lshift",
    operator.rshift: "rshift",
}
BINARY_METHODS: dict[Callable[..., Any], tuple[str, str]] = {
    **{function: (f"__{name}__", f"__r{name}__") for function, name in _ARITHMETIC.items()},
    operator.eq: ("__eq__", "__eq__"),
    operator.ne: ("__ne__", "__ne__"),
    operator.lt: ("__lt__", "__gt__"),
    operator.gt: ("__gt__", "__lt__"),
    operator.le: ("__le__", "__ge__"),
    operator.ge: ("__ge__", "__le__"),
}
"""Function of `operator` -> the method of the left operand, and that of the right one."""
IN_PLACE_METHODS: dict[Callable[..., Any], str] = {f: f"__i{name}__" for f, name in _ARITHMETIC.items()}
UNARY_METHODS: dict[Callable[..., Any], str] = {
    operator.neg: "__neg__",
    operator.pos: "__pos__",
    operator.invert: "__invert__",
    abs: "__abs__",
    len: "__len__",
    float: "__float__",
    int: "__int__",
    round: "__round__",
}


class Overloads(Displays):
    """The part of lowering that handles special methods."""

    def user_class(self, binding: Binding) -> type | None:
        """The class of an object of the user, None of anything else."""
        if isinstance(binding, Pack):
            return binding.cls if binding.cls is not slice else None
        if not isinstance(binding, Ref):
            return None
        content = self.state.current[binding.storage]
        if isinstance(content, Items | Entries) and not binding.path:
            return content.cls if isinstance(content, Entries) else None
        kind = self.read(binding).type
        return kind.cls if isinstance(kind, Object | Tuple) and kind.cls is not slice else None

    def special(self, owner: Binding, method: str, *args: Binding) -> Binding | None:
        """A call of a special method; None if its class does not write it, or it does not know these arguments."""
        cls = self.user_class(owner)
        found = None if cls is None else inspect.getattr_static(cls, method, None)
        generated = getattr(getattr(found, "__code__", None), "co_filename", "<string>") == "<string>"
        function = self.method_of(owner, cls, method) if cls is not None and not generated else None
        if function is None:  # there is none, or that of a dataclass, which has no text
            return None
        result = self.call_function(function, list(args), {}, "t")
        return None if isinstance(result, Const) and result.value is NotImplemented else result

    def overloaded(self, callee: Any, left: Binding, right: Binding) -> Binding | None:
        """A binary operator as a call of a special method of one of the operands; None if neither has it."""
        names = BINARY_METHODS.get(callee)
        a, b = self.user_class(left), self.user_class(right)
        if names is None or (a is None and b is None):
            return None
        method, reflected = names
        first = self.special(right, reflected, left) if b is not a and a and b and issubclass(b, a) else None
        found = first or self.special(left, method, right)
        if found is not None:
            return found
        if callee is operator.ne:
            equal = self.overloaded(operator.eq, left, right)
            return None if equal is None else self.negated(equal)
        comparison = callee not in _ARITHMETIC
        return self.special(right, reflected, left) if a is not b or comparison else None

    def iterated(self, binding: Binding) -> Binding:
        """What iterating over something runs over: what `__iter__` gives, where its class writes that."""
        found = self.special(binding, "__iter__")
        return binding if found is None else found

    # -- given elsewhere ----------------------------------------------------------------------------------------

    def negated(self, binding: Binding) -> Binding:
        """`not binding`: see `Conditions`."""
        raise NotImplementedError

    def call_function(
        self, function: FunctionValue, args: list[Binding], kwargs: dict[str, Binding], name: str
    ) -> Binding:
        """Call a function of the user: see `Functions`."""
        raise NotImplementedError
