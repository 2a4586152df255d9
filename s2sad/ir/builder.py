"""Builds regions: a list of operations with the types of their results inferred as they are added.

builder = Builder(infer); t = builder.call(np.sin, x, name="t"); region = builder.region(t)
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from s2sad.errors import SourceSpan
from s2sad.ir.ops import Call, Comment, Const, Operand, Operation, Region, Value
from s2sad.ir.types import Array, Scalar, Type

Infer = Callable[[Any, tuple[Operand, ...], tuple[tuple[str, Operand], ...]], tuple[Type, str]]
"""Callee and operands -> type of the result and effect of the call."""


class Builder:
    """Collects operations in order. `span` and `origin` are given to every operation added."""

    def __init__(self, infer: Infer, span: SourceSpan | None = None, origin: SourceSpan | None = None) -> None:
        self.infer = infer
        self.ops: list[Operation] = []
        self.definitions: dict[Operand, Call] = {}
        self.span = span
        self.origin = origin
        self.in_loop = False
        self.outer: Builder | None = None
        self.samples: dict[Type, Value] = {}
        """Arrays that are there all the time, by their types: in loops, others of the type need not be kept for
        their shape."""

    def nested(self) -> Builder:
        """An empty builder for a region inside this one."""
        inner = Builder(self.infer, self.span, self.origin)
        inner.in_loop, inner.samples, inner.outer = self.in_loop, self.samples, self
        return inner

    def has(self, result: Operand) -> bool:
        """Whether a result of an operation was computed in this region or in one around it."""
        if result in self.definitions or any(result in op.results for op in self.ops):
            return True
        return self.outer is not None and self.outer.has(result)

    def add(self, op: Operation) -> None:
        """Append an operation that is complete."""
        self.ops.append(op)
        if isinstance(op, Call):
            self.definitions.update(dict.fromkeys(op.results, op))

    def comment(self, text: str) -> None:
        """Append a remark."""
        self.ops.append(Comment(text))

    def call(
        self,
        callee: Any,
        *args: Operand,
        name: str = "t",
        type: Type | None = None,
        effect: str | None = None,
        **kwargs: Operand,
    ) -> Value:
        """Append a call of a primitive; type and effect are inferred unless given."""
        keywords = tuple(kwargs.items())
        if type is None or effect is None:
            inferred, inferred_effect = self.infer(callee, args, keywords)
            type = inferred if type is None else type
            effect = inferred_effect if effect is None else effect
        result = Value(name, type)
        call = Call((result,), callee, args, keywords, effect, self.span, self.origin)
        self.ops.append(call)
        self.definitions[result] = call
        return result

    def apply(self, callee: Any, args: tuple[Operand, ...], keywords: dict[str, Operand], name: str = "t") -> Value:
        """As `call`, with the keywords of the callee in a dict."""
        pairs = tuple(keywords.items())
        kind, effect = self.infer(callee, args, pairs)
        result = Value(name, kind)
        self.add(Call((result,), callee, args, pairs, effect, self.span, self.origin))
        return result

    def insert(self, position: int, ops: Sequence[Operation]) -> None:
        """Put complete operations before the one at a position."""
        self.ops[position:position] = ops
        for op in ops:
            if isinstance(op, Call):
                self.definitions.update(dict.fromkeys(op.results, op))

    def silence(self, first: int) -> None:
        """Let what was added from the op at `first` on not warn: a mask cuts what may be infinite."""
        for k in range(first, len(self.ops)):
            op = self.ops[k]
            if isinstance(op, Call) and _can_warn(op.result.type):
                self.ops[k] = self.definitions[op.result] = replace(op, quiet=True)

    def silence_source(self, operand: Operand) -> None:
        """Let the derivative code that `operand` is computed by not warn."""
        wanted = {operand}
        for k in range(len(self.ops) - 1, -1, -1):
            op = self.ops[k]
            if not isinstance(op, Call) or op.result not in wanted or op.origin is None:
                continue
            wanted.update(op.args)
            if not op.quiet and _can_warn(op.result.type):
                self.ops[k] = self.definitions[op.result] = replace(op, quiet=True)

    def region(self, *yields: Operand) -> Region:
        """The region of what was added so far."""
        return Region(tuple(self.ops), yields)


def _can_warn(kind: Type) -> bool:
    """Whether NumPy warns when it computes a value of this type: not of Python's own numbers."""
    plain = isinstance(kind, Scalar) and kind.weak
    return isinstance(kind, Array | Scalar) and not plain and np.dtype(kind.dtype).kind in "fc"


def const(value: Any, type: Type | None = None) -> Const:
    """A constant operand.

    >>> const(2.0).type
    Scalar(dtype='float64', weak=True)
    """
    return Const(value) if type is None else Const(value, type)
