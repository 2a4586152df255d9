"""Lowers expressions: each returns the binding of its value and adds the operations it needs.

(y := x * x)     y.0 = mul x, x
lambda t: t * x  a function with the names around it
f"{x:.2f}"       t.0 = FString("{:.2f}") x
"""

from __future__ import annotations

from typing import Any

import gast

from s2sad.errors import S2SADError, UnsupportedSyntaxError
from s2sad.frontend.conditions import Conditions
from s2sad.frontend.state import Binding, Iteration, Poison
from s2sad.frontend.structure import placed
from s2sad.frontend.subscripts import Subscripts
from s2sad.ir.ops import Const, Operand
from s2sad.ir.types import Unknown
from s2sad.runtime import text


class Expressions(Subscripts, Conditions):
    """The part of lowering that handles expressions."""

    def expression(self, node: Any, name: str = "t") -> Binding:
        """Lower an expression; `name` is how to call its value."""
        method = getattr(self, f"_{type(node).__name__}")
        outer = self.span
        if not self.frames[-1].trusted:
            self.span = self.builder.span = self.frames[-1].source.span(node)
        try:
            result: Binding = method(node, name)
        except S2SADError as error:
            if self.trying and error.python is not None:
                error.block = error.block or self.builder
            raise
        finally:
            self.span = outer
            self.builder.span = outer
        return result

    def _Constant(self, node: Any, name: str) -> Binding:
        return Const(node.value)

    def _Name(self, node: Any, name: str) -> Binding:
        found = self.resolve_name(node.id)
        if isinstance(found, Poison):
            self.read(found)
        if isinstance(found, Iteration) and self.reads_again(node):
            raise UnsupportedSyntaxError(
                f"The iterator `{node.id.strip()}` may be read more than once: after the first time it is empty",
                self.span,
                f"Make a list of it: {node.id.strip()} = list(...).",
            )
        return found

    def reads_again(self, node: Any) -> bool:
        """Whether a variable is read in several places, or in a loop that it was not made in."""
        frame = self.frames[-1]
        if node.id not in self.state.names[frame]:
            return True
        tree = frame.source.tree
        names = [n for n in gast.walk(tree) if isinstance(n, gast.Name) and n.id == node.id]
        if sum(isinstance(n.ctx, gast.Load) for n in names) > 1:
            return True
        for loop in gast.walk(tree):
            if isinstance(loop, gast.For | gast.While | gast.ListComp):
                parts = [loop.elt] if isinstance(loop, gast.ListComp) else loop.body
                inside = [n for part in parts for n in gast.walk(part) if n in names]
                if node in inside and not any(isinstance(n.ctx, gast.Store) for n in inside):
                    return True
        return False

    def _NamedExpr(self, node: Any, name: str) -> Binding:
        target = node.target
        if isinstance(target, gast.Name):
            self.assign(target, self.expression(node.value, target.id))
            return self.resolve_name(target.id)
        self.assign(target, self.expression(node.value))  # shared with an inner function
        return self.expression(placed(gast.Subscript(target.value, target.slice, gast.Load()), target), name)

    def _Lambda(self, node: Any, name: str) -> Binding:
        return self.function_value(node)

    def _JoinedStr(self, node: Any, name: str) -> Binding:
        pieces: list[Any] = []
        operands: list[Operand] = []
        for part in node.values:
            if isinstance(part, gast.Constant):
                pieces.append(part.value)
                continue
            spec = part.format_spec
            plain = all(isinstance(v, gast.Constant) for v in spec.values) if spec is not None else True
            if not plain:
                pieces.append(text.Field(-1, ""))
                operands.append(self._with_computed_format(part))
                continue
            written = "".join(v.value for v in spec.values) if spec is not None else ""
            pieces.append(text.Field(part.conversion, written))
            operands.append(self.operand(part.value))
        return self.builder.call(text.FString(tuple(pieces)), *operands, name=name, type=Unknown(), effect="may_raise")

    def _with_computed_format(self, part: Any) -> Operand:
        """`{value:{width}.2f}`: the text that `format` gives."""
        value = self.operand(part.value)
        if part.conversion != -1:
            value = self.builder.call(text.FString((text.Field(part.conversion, ""),)), value, type=Unknown())
        return self.builder.call(format, value, self.operand(part.format_spec))

    def _Refused(self, node: Any, name: str) -> Binding:
        raise UnsupportedSyntaxError(node.reason, self.span, node.rewrite)

    # -- given elsewhere ----------------------------------------------------------------------------------------

    def assign(self, target: Any, value: Binding) -> None:
        """Assign to a target: see `Assignments`."""
        raise NotImplementedError
