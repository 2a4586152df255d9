"""Operators on objects of the user's classes: calls of the methods that Python would call.

v * 2           V.__mul__(v, 2)         2 * v           V.__rmul__(v, 2)
-v, abs(v)      V.__neg__(v), ...       v[i], v == w    V.__getitem__(v, i), ...
"""

from __future__ import annotations

import inspect
import operator
import sys
from typing import Any

from s2sad.errors import DifferentiationTypeError, UnsupportedSyntaxError
from s2sad.frontend.attributes import Attributes
from s2sad.frontend.state import Binding, Entries, FunctionValue, Items, Pack, Ref, is_keyed, is_python_function
from s2sad.ir.ops import Const, Value
from s2sad.ir.types import Array, Object, Scalar, Tuple

_BINARY = {
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
_UNARY = {operator.neg: "__neg__", operator.pos: "__pos__", operator.invert: "__invert__"}
_BUILTINS = {abs: "__abs__", float: "__float__", int: "__int__", complex: "__complex__", round: "__round__"}
_MIRRORED = {
    operator.lt: "__gt__",
    operator.le: "__ge__",
    operator.gt: "__lt__",
    operator.ge: "__le__",
    operator.eq: "__eq__",
    operator.ne: "__ne__",
}


class SpecialMethods(Attributes):
    """The part of lowering that calls the methods behind operators."""

    def class_of_object(self, binding: Binding) -> type | None:
        """The class of an object, or of a named tuple; None of what has no methods of the user."""
        if isinstance(binding, Pack):
            return None if binding.cls is slice or is_keyed(binding) else binding.cls
        if isinstance(binding, Const):
            return type(binding.value) if _is_foreign(type(binding.value)) else None
        if not isinstance(binding, Ref | Value):
            return None
        if isinstance(binding, Ref) and not binding.path:
            content = self.state.current[binding.storage]
            if isinstance(content, Items | Entries):
                return content.cls if isinstance(content, Entries) else None
        kind = self.read(binding).type
        return kind.cls if isinstance(kind, Object) or (isinstance(kind, Tuple) and kind.cls is not slice) else None

    def special(self, owner: Binding, name: str) -> FunctionValue | None:
        """The special method of an object, if it is written in Python; one that `dataclass` wrote has no text."""
        cls = self.class_of_object(owner)
        found = None if cls is None else inspect.getattr_static(cls, name, None)
        if cls is None or not is_python_function(found):
            return None
        generated = getattr(found, "__code__").co_filename == "<string>"  # noqa: B009 - its type is not narrowed
        return None if generated else self.method_of(owner, cls, name)

    def by_special(self, owner: Binding, method: str, args: list[Binding], name: str = "t") -> Binding | None:
        """What a special method gives; None if there is none, or it is not meant for these arguments."""
        found = self.special(owner, method)
        if found is None:
            return None
        result = self.call(found, args, {}, name)
        is_declined = isinstance(result, Const) and result.value is NotImplemented
        return None if is_declined else result

    def by_operator(self, callee: Any, left: Binding, right: Binding, name: str) -> Binding | None:
        """A binary operator with an object; None if there is none."""
        one, other = self.class_of_object(left), self.class_of_object(right)
        if one is None and other is None:
            return None
        stem = _BINARY[callee]
        attempts = [(left, f"__{stem}__", right), (right, f"__r{stem}__", left)]
        if one is not None and other is not None and one is not other and issubclass(other, one):
            attempts.reverse()
        for owner, method, argument in attempts:
            if owner is right and self.special(owner, method) is not None:
                self._refuse_elementwise(left, other)
            result = self.by_special(owner, method, [argument], name)
            if result is not None:
                return result
        self.refuse_missing(f"`{stem}`", left, right)
        return None

    def _refuse_elementwise(self, left: Binding, cls: type | None) -> None:
        """An array calls the reflected method for each of its elements, unless the class asks it not to."""
        kind = self.read(left).type if not isinstance(left, Const | Pack) else None
        is_array = isinstance(kind, Array) or (isinstance(kind, Scalar) and not kind.weak)
        if is_array and not hasattr(cls, "__array_ufunc__") and not hasattr(cls, "__array_priority__"):
            hint = "Write the object first, or set `__array_ufunc__ = None` in its class."
            raise UnsupportedSyntaxError("NumPy applies this operator to each element of the array", self.span, hint)

    def refuse_missing(self, what: str, *bindings: Binding) -> None:
        """Refuse an operator on an object that has no such method; named tuples are tuples, constants are left."""
        for binding in bindings:
            cls = self.class_of_object(binding)
            if cls is not None and not issubclass(cls, tuple) and not isinstance(binding, Const):
                raise DifferentiationTypeError(
                    f"`{cls.__name__}` has no method written in Python for {what}", self.span
                )

    def by_unary(self, callee: Any, operand: Binding, name: str) -> Binding | None:
        """A unary operator of an object; None of other things."""
        method = _UNARY.get(callee)
        if method is None:
            return None
        result = self.by_special(operand, method, [], name)
        if result is None:
            self.refuse_missing(f"`{method}`", operand)
        return result

    def by_builtin(self, function: Any, args: list[Binding], name: str) -> Binding | None:
        """A call of a builtin that calls a method of its argument: `abs(v)`, `float(v)`; None of other calls."""
        method = _BUILTINS.get(function) if callable(function) and type(function).__hash__ is not None else None
        return None if method is None or not args else self.by_special(args[0], method, args[1:], name)

    def by_comparison(self, callee: Any, left: Binding, right: Binding, name: str) -> Binding | None:
        """A comparison of an object by its own method; None if it has none."""
        attempts = [(left, f"__{callee.__name__.strip('_')}__", right), (right, _MIRRORED[callee], left)]
        for owner, method, argument in attempts:
            result = self.by_special(owner, method, [argument], name)
            if result is not None:
                return result
        if callee is operator.ne:  # `object.__ne__` is what `__eq__` is not
            return self._unequal(left, right, name)
        return None

    def _unequal(self, left: Binding, right: Binding, name: str) -> Binding | None:
        result = self.by_comparison(operator.eq, left, right, name)
        return None if result is None else self.negated(result, name)

    # -- given elsewhere ----------------------------------------------------------------------------------------

    def negated(self, binding: Binding, name: str) -> Binding:
        """`not binding`: see `Operators`."""
        raise NotImplementedError


def _is_foreign(cls: type) -> bool:
    """Whether a class is neither Python's nor of the libraries whose objects are known."""
    package = cls.__module__.partition(".")[0]
    return package not in sys.stdlib_module_names and package not in ("numpy", "scipy", "s2sad", "builtins")
