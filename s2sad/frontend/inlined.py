"""Lowers calls of primitives that are other functions written out.

np.append(x, 1.0)          np.concatenate((np.ravel(x), np.ravel(1.0)))
x.sort()                   x.2 = store x.1, ..., (np.sort x.1)
"""

from __future__ import annotations

from typing import Any

from s2sad.errors import SignatureError, UnsupportedCallError, UnsupportedSyntaxError
from s2sad.frontend.lifting import Lifting
from s2sad.frontend.state import Binding, FunctionValue
from s2sad.ir.ops import Const, Operand, Value


class Inlined(Lifting):
    """The part of lowering that writes primitives out."""

    def inlined(self, function: Any, args: list[Binding], kwargs: dict[str, Binding], name: str) -> Binding:
        """Lower what a primitive does in place of its call; kept as a call where the types do not say what it does."""
        rule = self.rules.get(function)
        assert rule is not None
        definition = self.python_function(rule.definition, None)
        label = getattr(function, "__name__", str(function))
        try:
            bound = self.bind_arguments(definition, args, kwargs)
        except SignatureError as error:
            raise UnsupportedCallError(
                f"The derivative rule of `{label}` does not handle this call: {error.message}",
                self.span,
                "Call it without that argument, or pass a rule with `rules=`.",
            ) from None
        for static in rule.facts.static:
            operand: Operand = self.read(bound[static])
            if isinstance(operand, Value):
                self.demand(operand, label, static)
        outer_state, outer, depth = self.state, self.builder, len(self.frames)
        self.state, self.builder = outer_state.copy(), outer.nested()
        try:
            result = self.inline(definition, args, kwargs, name)
        except UnsupportedSyntaxError as error:
            del self.frames[depth:]
            self.state, self.builder = outer_state, outer
            if any(isinstance(a, FunctionValue) for a in (*args, *kwargs.values())):
                raise UnsupportedCallError(
                    f"This call of `{label}` is not differentiated: {error}", self.span
                ) from None
            return self.opaque(Const(function), args, kwargs, name)
        for op in self.builder.ops:
            outer.add(op)
        self.builder = outer
        return result

    # -- given elsewhere ----------------------------------------------------------------------------------------

    def demand(self, operand: Value, label: str, static: str) -> None:
        """The value of an operand is needed when compiling: see `Primitives`."""
        raise NotImplementedError

    def opaque(self, callee: Const, args: list[Binding], kwargs: dict[str, Binding], name: str) -> Binding:
        """Call something of which nothing is known: see `Primitives`."""
        raise NotImplementedError
