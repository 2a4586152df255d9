"""Reverse mode: the forward sweep is the primal with the tape, the reverse sweep walks each region backwards.

    func f(x):               func f_grad(x, y_bar):
      t = np.sin x             t = np.sin x            # forward sweep
      y = mul t, x             y = mul t, x
      return y                 t_bar = mul x, y_bar    # reverse sweep
                               x_bar = add (mul t, y_bar), (mul t_bar, (np.cos x))
                               return x_bar

Griewank & Walther, Evaluating Derivatives, ch. 3 and 4; Hascoët & Pascual 2013 for what must be taped.
"""

from __future__ import annotations

import operator
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import assert_never

from s2sad.analysis.activity import varied as varied_values
from s2sad.errors import SourceSpan
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
    Value,
    walk,
)
from s2sad.ir.rewrite import drop_dead, free_values, substitute
from s2sad.runtime import containers
from s2sad.transform.apply import Context, zero
from s2sad.transform.bars import Bars, name_of
from s2sad.transform.control_flow import if_adjoint, loop_adjoint
from s2sad.transform.primitives import call_adjoint


class Adjoint:
    """One differentiation in reverse mode: what is varied, and how calls, branches and loops are reversed."""

    def __init__(self, context: Context, varied: set[Operand], overwritten: frozenset[Operand] = frozenset(), definitions: dict[Operand, Call] | None = None) -> None:
        self.context = context
        self.varied = varied
        self.overwritten = overwritten
        self.definitions = definitions or {}

    def operations(self, ops: Sequence[Operation], bars: Bars) -> tuple[Operation, ...]:
        """Reverse operations into `bars.builder`; the forward operations, with what they tape, are returned."""
        forward: list[Operation] = []
        builder = bars.builder
        for op in reversed(ops):
            builder.origin = op.span or builder.origin
            forward.append(self.operation(op, bars))
        builder.origin = None
        return tuple(reversed(forward))

    def operation(self, op: Operation, bars: Bars) -> Operation:
        """Reverse one operation; what takes its place in the forward sweep is returned."""
        match op:
            case Call():
                if any(r in self.varied and not bars.of(r).is_zero for r in op.results):
                    assert not isinstance(op.callee, FunctionRef)
                    call_adjoint(self.context, op, bars, self.varied)
                return op
            case If():
                return if_adjoint(self, op, bars)
            case Loop():
                return loop_adjoint(self, op, bars)
            case Comment():
                return op
            case _:
                assert_never(op)

    def new_builder(self, like: Builder) -> Builder:
        """An empty builder for a region of the reverse sweep."""
        return like.nested()


@dataclass(frozen=True)
class Reverse:
    """A function's two sweeps: the forward operations, the reverse ones, and the adjoints of the inputs."""

    forward: tuple[Operation, ...]
    result: Operand
    y_bar: Value
    reverse: tuple[Operation, ...]
    inputs: tuple[Operand, ...]


def sweeps(
    context: Context,
    function: Function,
    wrt: Sequence[Value],
    overwritten: frozenset[Operand] = frozenset(),
    y_bar: Value | None = None,
) -> Reverse:
    """Differentiate a function with respect to some of its parameters.

    Args:
        context: rules and their expansion.
        function: the primal.
        wrt: the parameters to differentiate with respect to.
        overwritten: values whose memory is written to later, so that keeping them costs a copy.
        y_bar: the parameter that holds the cotangent of the result; made if not given.
    """
    varied = varied_values(context.rules, function, wrt)
    definitions = {r: op for op in walk(function.body) if isinstance(op, Call) for r in op.results}
    adjoint = Adjoint(context, varied, overwritten, definitions)
    result = function.result
    if y_bar is None:
        named = isinstance(result, Value) and result.name != "t"
        y_bar = Value(name_of(result) if named else "y_bar", result.type)
    bars = Bars(context.builder())
    if result in varied:
        bars.contribute(result, y_bar)
    forward = adjoint.operations(function.body.ops, bars)
    gradients = []
    for value in wrt:
        taken = bars.take(value)
        gradients.append(taken if taken is not None else zero(bars.builder, value))
    return Reverse(forward, result, y_bar, tuple(bars.builder.ops), tuple(gradients))


def _without_aux(context: Context, function: Function, has_aux: bool) -> tuple[Function, Operand | None]:
    """The function that returns only the value to be differentiated, and the auxiliary result."""
    if not has_aux:
        return function, None
    tail = context.builder()
    value = tail.call(operator.getitem, function.result, Const(0), name="y")
    aux = tail.call(operator.getitem, function.result, Const(1), name="aux")
    ops = (*function.body.ops, *tail.ops)
    return replace(function, body=Region(ops, (value,))), aux


def gradient(
    context: Context,
    function: Function,
    wrt: Sequence[Value],
    overwritten: frozenset[Operand],
    with_value: bool,
    as_tuple: bool,
    has_aux: bool = False,
) -> Function:
    """The function that returns the gradient, or the value and the gradient: forward and reverse sweep in one."""
    function, aux = _without_aux(context, function, has_aux)
    swept = sweeps(context, function, wrt, overwritten)
    tail = context.builder()
    result = _packed(tail, swept.inputs, as_tuple)
    if with_value:
        value = swept.result if aux is None else tail.call(containers.pack, swept.result, aux)
        result = tail.call(containers.pack, value, result)
    elif aux is not None:
        result = tail.call(containers.pack, result, aux)
    ops = (Comment("forward sweep"), *swept.forward, Comment("reverse sweep"), *swept.reverse, *tail.ops)
    name = f"{function.name}_{'value_and_grad' if with_value else 'grad'}"
    params = (*function.params, swept.y_bar)
    defaults = {swept.y_bar: Const(1.0)}
    fresh: tuple[tuple[int, ...], ...] = ((1,),) if with_value else ((0,),) if aux is not None else ((),)
    return replace(
        function, name=name, params=params, body=Region(ops, (result,)), defaults=defaults, fresh=fresh
    )


def pull(context: Context, function: Function, wrt: Sequence[Value], overwritten: frozenset[Operand]) -> Function:
    """The function of the arguments and the cotangent of the result that returns the cotangents of the arguments."""
    swept = sweeps(context, function, wrt, overwritten)
    tail = context.builder()
    result = _packed(tail, swept.inputs, True)
    ops = (*swept.forward, *swept.reverse, *tail.ops)
    params = (*function.params, swept.y_bar)
    return replace(function, name=f"{function.name}_pull", params=params, body=Region(ops, (result,)), fresh=((),))


def split(
    context: Context,
    function: Function,
    wrt: Sequence[Value],
    overwritten: frozenset[Operand],
    has_aux: bool = False,
) -> tuple[Function, Function]:
    """The sweeps as two functions: `forward(args) -> (result, kept values)`, `reverse(*kept, y_bar) -> cotangents`."""
    function, aux = _without_aux(context, function, has_aux)
    swept = sweeps(context, function, wrt, overwritten)
    reverse_region = drop_dead(Region(swept.reverse, swept.inputs))
    kept = tuple(v for v in free_values(reverse_region) if v is not swept.y_bar)
    tail = context.builder()
    packed = tail.call(containers.pack, *kept, name="tape")
    parts = (swept.result, packed) if aux is None else (swept.result, packed, aux)
    both = tail.call(containers.pack, *parts)
    forward_ops = (*swept.forward, *tail.ops)
    forward = replace(
        function, name=f"{function.name}_forward", body=Region(forward_ops, (both,)), fresh=((1,),)
    )
    tail = context.builder()
    result = _packed(tail, swept.inputs, True)
    params, renaming = _parameters(kept)
    body = substitute(Region((*reverse_region.ops, *tail.ops), (result,)), renaming)
    reverse_params = (*params, swept.y_bar)
    name = f"{function.name}_reverse"
    return forward, Function(name, reverse_params, body, function.functions, function.span, fresh=((),))


def _parameters(kept: tuple[Value, ...]) -> tuple[tuple[Value, ...], dict[Operand, Operand]]:
    params = tuple(Value(v.name, v.type) for v in kept)
    return params, dict(zip(kept, params, strict=True))


def _packed(tail: Builder, inputs: tuple[Operand, ...], as_tuple: bool) -> Operand:
    return tail.call(containers.pack, *inputs) if as_tuple else inputs[0]

