"""Lowers statements, one after the other.

return y        the name of the result means y.0
assert c, m     assert_ c, m with the effect `io`: kept, in order, once
"""

from __future__ import annotations

from typing import Any

import gast

from s2sad.errors import S2SADError, UnsupportedSyntaxError
from s2sad.frontend.liveness import names_assigned
from s2sad.frontend.protected import Protected
from s2sad.frontend.structure import RESULT, may_act
from s2sad.ir.ops import Const, undefined
from s2sad.ir.types import NONE
from s2sad.runtime import statements


class Statements(Protected):
    """The part of lowering that handles statements."""

    def block(self, nodes: list[Any]) -> None:
        """Lower statements in order."""
        frame = self.frames[-1]
        for k, node in enumerate(nodes):
            self.copies.statements += 1
            outer = self.span
            if not frame.trusted:
                self.span = self.builder.span = frame.source.span(node)
            frame.live_out = getattr(node, "live_out", frozenset())
            if not self.trying:
                getattr(self, f"_{type(node).__name__}")(node)
            elif not self._tried(node):
                self._leave_undefined(nodes[k:])
                self.span = outer
                return
            for watch in self.watches:
                watch.look(self.state)
            self.span = outer

    def _leave_undefined(self, nodes: list[Any]) -> None:
        """What statements that are never reached would have assigned has no value, of no type."""
        names = self.state.names[self.frames[-1]]
        returned = any(isinstance(each, gast.Return) for node in nodes for each in gast.walk(node))
        for name in (*names_assigned(nodes), *([RESULT] if returned else [])):
            names[name] = undefined()

    def _tried(self, node: Any) -> bool:
        """Lower a statement in the body of a `try`; where it raises for certain, so does the code: then False."""
        builder, depth = self.builder, len(self.frames)
        try:
            getattr(self, f"_{type(node).__name__}")(node)
        except S2SADError as error:
            if error.python is None or self.builder is not builder or error.block not in (None, builder):
                error.python = error.block = None
                raise
            del self.frames[depth:]
            raised = self.call(Const(error.python), [Const(error.message)], {}, "error")
            self.builder.call(statements.raise_, self.read(raised), type=NONE, effect="io")
            return False
        return True

    def _Pass(self, node: Any) -> None:
        pass

    def _Expr(self, node: Any) -> None:
        if not isinstance(node.value, gast.Constant):
            self.expression(node.value)

    def _Return(self, node: Any) -> None:
        value = Const(None) if node.value is None else self.expression(node.value, "t")
        self.state.names[self.frames[-1]][RESULT] = value

    def _Global(self, node: Any) -> None:
        names = names_assigned(self.frames[-1].source.tree.body)
        written = next((name for name in node.names if name in names), None)
        if written is not None:
            raise UnsupportedSyntaxError(
                f"The global variable `{written}` is assigned in a differentiated function",
                self.span,
                "Return the value, and assign it where the function is called.",
            )

    def _Nonlocal(self, node: Any) -> None:
        raise UnsupportedSyntaxError(
            f"The variable `{node.names[0]}` of a function that is not differentiated with this one is assigned",
            self.span,
            "Pass the value as an argument and return its new value.",
        )

    def _If(self, node: Any) -> None:
        condition = self.condition(self.expression(node.test))
        self.branch(condition, lambda: self.block(node.body), lambda: self.block(node.orelse), node.live_out)

    def _FunctionDef(self, node: Any) -> None:
        if node.decorator_list:
            raise UnsupportedSyntaxError("A decorator inside a differentiated function is not supported", self.span)
        self.state.names[self.frames[-1]][node.name] = self.function_value(node)

    def _Assert(self, node: Any) -> None:
        condition = self.condition(self.expression(node.test))
        if node.msg is None or not may_act(node.msg):
            message = [self.operand(node.msg)] if node.msg is not None else []
            self.builder.call(statements.assert_, condition, *message, type=NONE, effect="io")
            return

        def fail() -> None:
            self.builder.call(statements.assert_, Const(False), self.operand(node.msg), type=NONE, effect="io")

        self.branch(condition, lambda: None, fail, self.frames[-1].live_out)

    def _Raise(self, node: Any) -> None:
        parts = [self.operand(p) for p in (node.exc, node.cause) if p is not None]
        self.builder.call(statements.raise_, *parts, type=NONE, effect="io")
