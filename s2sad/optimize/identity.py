"""The pass that changes nothing: a pass writes only its difference from it.

t = mul x, 1        a subclass overrides `call`, notes `replaced[t] = x` and appends nothing:
y = np.sin t        y = np.sin x
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from typing_extensions import assert_never

from s2sad.ir.ops import Call, Comment, Function, If, Loop, Operand, Operation, Region, Source


class Identity:
    """Goes over operations in order, reading `replaced[v]` for `v`; what does not change stays the same object."""

    def __init__(self) -> None:
        self.replaced: dict[Operand, Operand] = {}

    def resolve(self, operand: Operand) -> Operand:
        """The operand that stands for `operand` now."""
        while operand in self.replaced:
            operand = self.replaced[operand]
        return operand

    def region(self, region: Region) -> Region:
        """The region after the pass."""
        ops: list[Operation] = []
        for op in region.ops:
            self.operation(op, ops)
        yields = self.all(region.yields)
        same = len(ops) == len(region.ops) and all(map(_is, ops, region.ops)) and yields is region.yields
        return region if same else Region(tuple(ops), yields)

    def all(self, operands: tuple[Operand, ...]) -> tuple[Operand, ...]:
        """The operands that stand for `operands` now."""
        if not any(operand in self.replaced for operand in operands):
            return operands
        return tuple(map(self.resolve, operands))

    def operation(self, op: Operation, ops: list[Operation]) -> None:
        """Append what takes the place of an operation."""
        match op:
            case Call():
                self.call(self._current_call(op), ops)
            case If():
                condition = self.resolve(op.condition)
                self.branch(op if condition is op.condition else replace(op, condition=condition), ops)
            case Loop():
                self.loop(self._current_loop(op), ops)
            case Comment():
                ops.append(op)
            case _:
                assert_never(op)

    def call(self, op: Call, ops: list[Operation]) -> None:
        """Append what takes the place of a call."""
        ops.append(op)

    def branch(self, op: If, ops: list[Operation]) -> None:
        """Append what takes the place of an `if`."""
        ops.append(self.inside_branch(op))

    def loop(self, op: Loop, ops: list[Operation]) -> None:
        """Append what takes the place of a loop."""
        ops.append(self.inside_loop(op))

    def inside_branch(self, op: If) -> If:
        """The `if` with its branches after the pass."""
        then, orelse = self.region(op.then), self.region(op.orelse)
        return op if then is op.then and orelse is op.orelse else replace(op, then=then, orelse=orelse)

    def inside_loop(self, op: Loop) -> Loop:
        """The loop with its body after the pass."""
        before = self.region(op.before) if op.before else None
        after = self.region(op.after)
        return op if before is op.before and after is op.after else replace(op, before=before, after=after)

    def _current_call(self, op: Call) -> Call:
        args = self.all(op.args)
        if any(operand in self.replaced for _, operand in op.kwargs):
            return replace(op, args=args, kwargs=tuple((k, self.resolve(v)) for k, v in op.kwargs))
        return op if args is op.args else replace(op, args=args)

    def _current_loop(self, op: Loop) -> Loop:
        inits = self.all(op.inits)
        if any(source.iterable in self.replaced for source in op.sources):
            sources = tuple(Source(s.target, self.resolve(s.iterable)) for s in op.sources)
            return replace(op, inits=inits, sources=sources)
        return op if inits is op.inits else replace(op, inits=inits)


def _is(a: object, b: object) -> bool:
    return a is b


def each_function(function: Function, transform: Callable[[Function], Region]) -> Function:
    """The function, and those that it calls, with the bodies that `transform` gives them."""
    functions = {name: replace(f, body=transform(f)) for name, f in function.functions.items()}
    return replace(function, body=transform(function), functions=functions)


def to_fixpoint(region: Region, transform: Callable[[Region], Region], limit: int = 6) -> Region:
    """The region after `transform` was applied until nothing changes, `limit` times at most."""
    for _ in range(limit):
        after = transform(region)
        if after is region:
            break
        region = after
    return region
