"""Forward mode: each operation is followed by its tangent; inactive operations have none.

    t = mul x, z        t = mul x, z
                        t_dot = add (mul z, x_dot), (mul x, z_dot)

Griewank & Walther, Evaluating Derivatives, ch. 3.
"""

from __future__ import annotations

import operator
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from typing_extensions import assert_never

from s2sad.analysis.activity import differentiable_operands
from s2sad.analysis.activity import varied as varied_values
from s2sad.analysis.singular import exposed
from s2sad.ir.builder import Builder
from s2sad.ir.ops import (
    Call,
    Comment,
    Const,
    Function,
    FunctionRef,
    If,
    Loop,
    Operand,
    Operation,
    Region,
    Source,
    Value,
)
from s2sad.ir.types import Tuple, is_numeric
from s2sad.rules.table import Rule
from s2sad.runtime import containers
from s2sad.transform.apply import Context, cast, dot_name, find_rule, rule_of_call
from s2sad.transform.composed import composition
from s2sad.transform.dots import Dots
from s2sad.transform.tangent_parts import STRUCTURAL, first_linear
from s2sad.transform.tangent_rules import BY_KIND


class Tangent(Dots):
    """One differentiation in forward mode."""

    def __init__(self, context: Context, varied: set[Operand], twins: Twins, partly: Collection[Operand] = ()) -> None:
        super().__init__(partly)
        self.context = context
        self.varied = varied
        self.twins = twins

    def region(self, region: Region, builder: Builder) -> None:
        """Add the operations of a region, each followed by its tangent."""
        for op in region.ops:
            builder.span, builder.origin = op.span, None
            self.operation(op, builder)

    def operation(self, op: Operation, builder: Builder) -> None:
        match op:
            case Call() if isinstance(op.callee, FunctionRef) and any(a in self.varied for a in op.args):
                self.reference(op, op.callee, builder)
            case Call():
                builder.add(op)
                for r in op.results:
                    builder.definitions[r] = op
                if any(r in self.varied for r in op.results):
                    builder.origin = op.span
                    first = len(builder.ops)
                    self.call(op, builder)
                    if op.quiet:
                        builder.silence(first)
                    builder.origin = None
            case If():
                self.branch(op, builder)
            case Loop():
                self.loop(op, builder)
            case Comment():
                builder.add(op)
            case _:
                assert_never(op)

    # -- calls ------------------------------------------------------------------------------------------------------

    def call(self, op: Call, builder: Builder) -> None:
        structural = STRUCTURAL.get(op.callee) if callable(op.callee) else None
        if structural is not None:
            self.set(op, structural(self, op, builder))
            return
        if op.callee is operator.getitem and not is_numeric(op.args[0].type):
            self.set(op, first_linear(self, op, builder))
            return
        rule = rule_of_call(find_rule(self.context, op), op)
        if rule.kind == "constant" or all(self.of(x) is None for x in differentiable_operands(self.context.rules, op)):
            return
        if rule.kind == "composed":
            self.set(op, self.composed(op, rule, builder))
        else:
            self.set(op, BY_KIND[rule.kind](self.context, self, op, rule, builder))

    def composed(self, op: Call, rule: Rule, builder: Builder) -> Operand:
        """The tangent of the composition that stands for the primitive."""
        function, active = composition(self.context, op, rule, self.varied)
        inner = Tangent(self.context, varied_values(self.context.rules, function, active), self.twins)
        inner.dots = {value: dot for value in active if (dot := self.of(value)) is not None}
        inner.region(function.body, builder)
        return cast(builder, inner.yielded(builder, function.result), op.result.type)

    def reference(self, op: Call, callee: FunctionRef, builder: Builder) -> None:
        """A call by reference: its twin gives the result and its tangent."""
        active = tuple(k for k, a in enumerate(op.args) if a in self.varied)
        name = self.twins.of(self.context, callee.name, active)
        dots = tuple(self.yielded(builder, op.args[k]) for k in active)
        both = builder.call(
            callee.paired(name), *op.args, *dots, type=Tuple((op.result.type, op.result.type)), effect=op.effect
        )
        builder.add(Call(op.results, operator.getitem, (both, Const(0)), (), "pure", op.span))
        self.dots[op.result] = builder.call(
            operator.getitem, both, Const(1), name=dot_name(op.result), type=op.result.type, effect="pure"
        )

    def set(self, op: Call, dot: Operand | None) -> None:
        if dot is not None:
            self.dots[op.result] = dot

    # -- control flow -----------------------------------------------------------------------------------------------

    def branch(self, op: If, builder: Builder) -> None:
        inner = []
        for branch in (op.then, op.orelse):
            inside = builder.nested()
            self.region(branch, inside)
            inner.append(inside)
        active = [
            k
            for k, r in enumerate(op.results)
            if r in self.varied and any(self.of(b.yields[k]) is not None for b in (op.then, op.orelse))
        ]
        regions = []
        for branch, inside in zip((op.then, op.orelse), inner, strict=True):
            dots = tuple(self.yielded(inside, branch.yields[k]) for k in active)
            regions.append(inside.region(*branch.yields, *dots))
        results = tuple(self.declared(op.results[k]) for k in active)
        builder.add(replace(op, results=(*op.results, *results), then=regions[0], orelse=regions[1]))

    def declared(self, value: Value) -> Value:
        """A new value as the tangent of another one."""
        dot = self.dots[value] = Value(dot_name(value), value.type)
        return dot

    def loop(self, op: Loop, builder: Builder) -> None:
        """A loop that carries, runs over and collects tangents beside the values."""
        active = [k for k, p in enumerate(op.params) if p in self.varied]
        inits = tuple(self.yielded(builder, op.inits[k]) for k in active)
        params = tuple(self.declared(op.params[k]) for k in active)
        iterables = [(s.target, dot) for s in op.sources if (dot := self.of(s.iterable)) is not None]
        sources = tuple(Source(self.declared(target), dot) for target, dot in iterables)
        before = self.before(op, builder, active)
        inside = builder.nested()
        self.region(op.after, inside)
        nexts = tuple(self.yielded(inside, op.next_values[k]) for k in active)
        n = len(op.params)
        first = len(op.before.yields) - 1 - n if op.before else 0
        lists = [k for k, c in enumerate(op.collected) if c in self.varied and self.of(c) is not None]
        late = [k for k in lists if k >= first]
        dots = tuple(self.yielded(inside, op.collected[k]) for k in late)
        after = inside.region(*op.next_values, *nexts, *op.after.yields[n:], *dots)
        carried = tuple(self.declared(op.carried_results[k]) for k in active)
        collected = op.collected_results
        early = tuple(self.declared(collected[k]) for k in lists if k < first)
        with_dots = (*collected[:first], *early, *collected[first:], *(self.declared(collected[k]) for k in late))
        builder.add(
            replace(
                op,
                sources=(*op.sources, *sources),
                params=(*op.params, *params),
                inits=(*op.inits, *inits),
                before=before,
                after=after,
                results=(*op.carried_results, *carried, *with_dots),
            )
        )

    def before(self, op: Loop, builder: Builder, active: list[int]) -> Region | None:
        """The part of a loop up to its exit, with tangents."""
        if op.before is None:
            return None
        inside = builder.nested()
        self.region(op.before, inside)
        n = len(op.params)
        exits = tuple(self.yielded(inside, op.exit_values[k]) for k in active)
        collected = op.before.yields[1 + n :]
        dots = tuple(self.yielded(inside, c) for c in collected if c in self.varied and self.of(c) is not None)
        return inside.region(op.before.yields[0], *op.exit_values, *exits, *collected, *dots)


@dataclass(frozen=True)
class Forward:
    """A function with tangents: all operations, the result, its tangent, and the tangent parameters."""

    ops: tuple[Operation, ...]
    result: Operand
    result_dot: Operand
    dots: tuple[Value, ...]
    functions: dict[str, Function]


class Twins:
    """The tangent functions of functions that are called by reference, made when first asked for."""

    def __init__(self, functions: dict[str, Function], main: str = "") -> None:
        self.functions = functions
        self.main = main
        self.made: dict[str, Function] = {}
        self.names: dict[tuple[str, tuple[int, ...]], str] = {}

    def of(self, context: Context, name: str, active: tuple[int, ...]) -> str:
        """The name of the tangent function of `name` with these active arguments."""
        key = (name, active)
        if key not in self.names:
            number = sum(1 for other, _ in self.names if other == name) + (name == self.main)
            self.names[key] = f"{name}_jvp{number or ''}"
            function = self.functions[name]
            made = forward(context, function, [function.params[k] for k in active], self)
            self.made[self.names[key]] = _twin(context, function, made, self.names[key])
        return self.names[key]


def _twin(context: Context, function: Function, made: Forward, name: str) -> Function:
    tail = context.builder()
    both = tail.call(containers.pack, made.result, made.result_dot)
    body = Region((*made.ops, *tail.ops), (both,))
    return Function(name, (*function.params, *made.dots), body, span=function.span)


def forward(context: Context, function: Function, wrt: Sequence[Value], twins: Twins | None = None) -> Forward:
    """Differentiate a function in forward mode with respect to some of its parameters."""
    twins = twins if twins is not None else Twins(function.functions, function.name)
    varied = varied_values(context.rules, function, wrt)
    tangent = Tangent(context, varied, twins, exposed(context.rules, function, varied).partly)
    dots = tuple(Value(dot_name(p), p.type) for p in wrt)
    tangent.dots.update(zip(wrt, dots, strict=True))
    builder = context.builder()
    tangent.region(function.body, builder)
    builder.span = builder.origin = None
    result_dot = tangent.yielded(builder, function.result)
    return Forward(tuple(builder.ops), function.result, result_dot, dots, twins.made)


def jvp(context: Context, function: Function, wrt: Sequence[Value]) -> Function:
    """The function of the arguments and the tangents of `wrt` that returns the result and its tangent."""
    made = forward(context, function, wrt)
    twin = _twin(context, function, made, f"{function.name}_jvp_")
    functions = {**function.functions, **made.functions}
    return replace(
        function, name=f"{function.name}_jvp", params=twin.params, body=twin.body, fresh=((1,),), functions=functions
    )
