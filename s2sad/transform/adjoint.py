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

from typing_extensions import assert_never

from s2sad.analysis.activity import varied as varied_values
from s2sad.analysis.ownership import changed_lists, overwritten
from s2sad.analysis.singular import exposed
from s2sad.analysis.undefined import maybe_undefined, missing_sides
from s2sad.ir.builder import Builder
from s2sad.ir.leaves import has_known_shape
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
from s2sad.ir.types import FLOAT, UNKNOWN, Tuple, Unknown
from s2sad.runtime import containers
from s2sad.transform.adjoint_rules import Reversal, by_residuals, call_adjoint
from s2sad.transform.apply import Context, as_argument, refuse_unknown, zero
from s2sad.transform.bars import Bars
from s2sad.transform.branches import if_adjoint
from s2sad.transform.loops import loop_adjoint
from s2sad.transform.parts import name_of
from s2sad.transform.real_parts import as_wide
from s2sad.transform.tape import Path


class Adjoint:
    """One differentiation in reverse mode: what is varied, and how calls, branches and loops are reversed.

    `pairs` are the forward and reverse functions made for functions that are called by reference. `again` are the
    operations that took the place of a call in the forward sweep, and its reversal: what stands in a loop is reversed
    several times, as a part of its last run and of all others.
    """

    def __init__(
        self,
        context: Context,
        varied: set[Operand],
        overwritten: frozenset[Operand] = frozenset(),
        definitions: dict[Operand, Call] | None = None,
        pairs: Pairs | None = None,
    ) -> None:
        self.context = context
        self.varied = varied
        self.overwritten: set[Operand] = set(overwritten)
        self.definitions = definitions or {}
        self.pairs = pairs if pairs is not None else Pairs({})
        self.again: dict[Operand, tuple[tuple[Operation, ...], Reversal]] = {}
        self.lists: frozenset[Operand] = frozenset()
        """Lists that have other elements later."""
        self.on_paths: dict[tuple[Value, Path], If] = {}
        """Copies for tapes that one path alone needs."""
        self.missing: set[Operand] = set()
        self.missing_sides: set[tuple[Operand, Operand, int]] = set()

    def operations(self, ops: Sequence[Operation], bars: Bars) -> tuple[Operation, ...]:
        """Reverse operations into `bars.builder`; the forward operations, with what they tape, are returned."""
        forward: list[Operation] = []
        builder = bars.builder
        for op in reversed(ops):
            builder.origin = op.span or builder.origin
            forward.extend(reversed(self.operation(op, bars)))
        builder.origin = None
        return tuple(reversed(forward))

    def operation(self, op: Operation, bars: Bars) -> tuple[Operation, ...]:
        """Reverse one operation; what takes its place in the forward sweep is returned."""
        match op:
            case Call():
                refuse_unknown(self.context, op, self.varied)
                if any(r in self.varied and not bars.of(r).is_zero for r in op.results):
                    return self.call(op, bars)
                return (op,)
            case If():
                return (if_adjoint(self, op, bars),)
            case Loop():
                return (loop_adjoint(self, op, bars),)
            case Comment():
                return (op,)
            case _:
                assert_never(op)

    def call(self, op: Call, bars: Bars) -> tuple[Operation, ...]:
        """Reverse a call of a primitive, of a function by reference, or of one with residuals."""
        rule = self.context.rules.get(op.callee)
        if op.results[0] not in self.again:
            if isinstance(op.callee, FunctionRef):
                self.again[op.results[0]] = self.reference(op, op.callee)
            elif rule is not None and rule.fwd is not None:
                self.again[op.results[0]] = by_residuals(self.context, bars.builder.infer, op, rule, self.varied)
            else:
                call_adjoint(self.context, op, bars, self.varied)
                return (op,)
        forward, reverse = self.again[op.results[0]]
        reverse(bars)
        return (op,) if op in forward else forward

    def reference(self, op: Call, callee: FunctionRef) -> tuple[tuple[Operation, ...], Reversal]:
        """Reverse a call by reference: the forward sweep calls the function that tapes, the reverse sweep its twin."""
        active = tuple(k for k, a in enumerate(op.args) if a in self.varied)
        pair = self.pairs.of(self.context, callee.name, active)
        both = Value("t", Tuple((op.result.type, UNKNOWN)))
        tape = Value("tape", UNKNOWN)
        forward = (
            Call((both,), callee.paired(pair[0]), op.args, (), op.effect, op.span, op.origin),
            Call(op.results, operator.getitem, (both, Const(0)), (), "pure", op.span),
            Call((tape,), operator.getitem, (both, Const(1)), (), "pure", op.span),
        )
        params = self.pairs.functions[callee.name].params
        kinds = tuple(as_wide(op.args[k].type, params[k].type) for k in active)

        def reverse(bars: Bars) -> None:
            y_bar, build = bars.take(op.result), bars.builder.call
            if y_bar is None:
                return
            result = build(FunctionRef(pair[1]), tape, y_bar, type=Tuple(kinds), effect="may_raise", name="t")
            for n, k in enumerate(active):
                part = build(operator.getitem, result, Const(n), name=name_of(op.args[k]), effect="pure")
                bars.contribute(op.args[k], part)

        return forward, reverse


class Pairs:
    """The forward and reverse functions of functions that are called by reference, made when first asked for."""

    def __init__(self, functions: dict[str, Function], main: str = "") -> None:
        self.functions = functions
        self.main = main
        self.made: dict[str, Function] = {}
        self.names: dict[tuple[str, tuple[int, ...]], tuple[str, str]] = {}

    def of(self, context: Context, name: str, active: tuple[int, ...]) -> tuple[str, str]:
        """The names of the two functions of `name` with these active arguments."""
        key = (name, active)
        if key in self.names:
            return self.names[key]
        number = sum(1 for other, _ in self.names if other == name) + (name == self.main)
        suffix = str(number) if number else ""
        pair = self.names[key] = (f"{name}_forward{suffix}", f"{name}_reverse{suffix}")
        function = self.functions[name]
        wrt = [function.params[k] for k in active]
        swept = sweeps(context, function, wrt, overwritten(context.rules, function), pairs=self)
        self.made[pair[0]], self.made[pair[1]] = _reference_pair(context, function, swept, pair)
        return pair


def _reference_pair(
    context: Context, function: Function, swept: Reverse, names: tuple[str, str]
) -> tuple[Function, Function]:
    reverse_region = drop_dead(Region(swept.reverse, swept.inputs))
    kept = tuple(v for v in free_values(reverse_region) if v is not swept.y_bar)
    tail = context.builder()
    packed = tail.call(
        containers.pack,
        *kept,
        type=_tape_type(replace(function, body=Region(swept.forward, ())), kept),
        effect="pure",
        name="tape",
    )
    both = tail.call(containers.pack, swept.result, packed)
    forward = Function(names[0], function.params, Region((*swept.forward, *tail.ops), (both,)), span=function.span)
    head = context.builder()
    tape = Value("tape", UNKNOWN)
    renaming: dict[Operand, Operand] = {}
    for k, value in enumerate(kept):
        renaming[value] = head.call(operator.getitem, tape, Const(k), name=value.name, type=value.type, effect="pure")
    tail = context.builder()
    result = tail.call(containers.pack, *swept.inputs)
    body = substitute(Region((*reverse_region.ops, *tail.ops), (result,)), renaming)
    region = Region((*head.ops, *body.ops), body.yields)
    return forward, Function(names[1], (tape, swept.y_bar), region, span=function.span)


def _tape_type(function: Function, kept: Sequence[Operand]) -> Tuple:
    """The type of a recursive call's tape; unknown where a value may be missing, so that its adjoints may be, too."""
    from_tapes = {
        op.result
        for op in walk(function.body)
        if isinstance(op, Call) and op.callee is operator.getitem and isinstance(op.args[0].type, Unknown)
    }
    missing = maybe_undefined(function) | from_tapes
    return Tuple(tuple(UNKNOWN if value in missing else value.type for value in kept))


@dataclass(frozen=True)
class Reverse:
    """A function's two sweeps: the forward operations, the reverse ones, and the adjoints of the inputs."""

    forward: tuple[Operation, ...]
    result: Operand
    y_bar: Value
    reverse: tuple[Operation, ...]
    inputs: tuple[Operand, ...]
    functions: dict[str, Function]


def sweeps(
    context: Context,
    function: Function,
    wrt: Sequence[Value],
    overwritten: frozenset[Operand] = frozenset(),
    y_bar: Value | None = None,
    pairs: Pairs | None = None,
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
    definitions: dict[Operand, Call] = {r: op for op in walk(function.body) if isinstance(op, Call) for r in op.results}
    builder = context.builder()
    if pairs is None:
        pairs = Pairs(function.functions, function.name)
        builder.samples = {p.type: p for p in reversed(function.params) if has_known_shape(p.type)}
    adjoint = Adjoint(context, varied, overwritten, definitions, pairs)
    adjoint.lists = changed_lists(context.rules, function)
    result = function.result
    if y_bar is None:
        y_bar = Value(_bar_name(result), result.type)
    adjoint.missing, adjoint.missing_sides = maybe_undefined(function), missing_sides(function)
    bars = Bars(builder, exposed(context.rules, function, varied))
    if result in varied:
        bars.contribute(result, y_bar)
    forward = adjoint.operations(function.body.ops, bars)
    gradients = []
    for value in wrt:
        taken = bars.take(value)
        gradients.append(as_argument(bars.builder, taken if taken is not None else zero(bars.builder, value), value))
    return Reverse(forward, result, y_bar, tuple(bars.builder.ops), tuple(gradients), pairs.made)


def reverse_into(context: Context, function: Function, wrt: Sequence[Value], bars: Bars) -> tuple[Operation, ...]:
    """Reverse a function whose adjoints are summed in `bars`, that of its result included; its forward operations."""
    definitions: dict[Operand, Call] = {r: op for op in walk(function.body) if isinstance(op, Call) for r in op.results}
    varied = varied_values(context.rules, function, wrt)
    adjoint = Adjoint(context, varied, definitions=definitions)
    bars.exposed.include(exposed(context.rules, function, varied))
    adjoint.missing = maybe_undefined(function)
    return adjoint.operations(function.body.ops, bars)


def _bar_name(result: Operand) -> str:
    return name_of(result) if isinstance(result, Value) and result.name != "t" else "y_bar"


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
    swept = sweeps(context, function, wrt, overwritten, Value(_bar_name(function.result), FLOAT))
    tail = context.builder()
    result = _packed(tail, swept.inputs, as_tuple)
    if with_value:
        value = swept.result if aux is None else tail.call(containers.pack, swept.result, aux)
        result = tail.call(containers.pack, value, result)
    elif aux is not None:
        result = tail.call(containers.pack, result, aux)
    forward = (op for op in swept.forward if not isinstance(op, Comment))  # the headings of an inner gradient
    ops = (Comment("forward sweep"), *forward, Comment("reverse sweep"), *swept.reverse, *tail.ops)
    name = f"{function.name}_{'value_and_grad' if with_value else 'grad'}"
    fresh: tuple[tuple[int, ...], ...] = ((1,),) if with_value else ((0,),) if aux is not None else ((),)
    functions = {**function.functions, **swept.functions}
    body = substitute(Region(ops, (result,)), {swept.y_bar: Const(1.0)})
    return replace(function, name=name, body=body, fresh=fresh, functions=functions)


def pull(
    context: Context, function: Function, wrt: Sequence[Value], overwritten: frozenset[Operand], as_tuple: bool = True
) -> Function:
    """The function of the arguments and the cotangent of the result that returns the cotangents of the arguments."""
    swept = sweeps(context, function, wrt, overwritten)
    tail = context.builder()
    result = _packed(tail, swept.inputs, as_tuple)
    ops = (*swept.forward, *swept.reverse, *tail.ops)
    params = (*function.params, swept.y_bar)
    functions = {**function.functions, **swept.functions}
    body = Region(ops, (result,))
    return replace(function, name=f"{function.name}_vjp", params=params, body=body, fresh=((),), functions=functions)


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
        function,
        name=f"{function.name}_forward",
        body=Region(forward_ops, (both,)),
        fresh=((1,),),
        functions={**function.functions, **swept.functions},
    )
    tail = context.builder()
    result = _packed(tail, swept.inputs, True)
    params, renaming = _parameters(kept)
    body = substitute(Region((*reverse_region.ops, *tail.ops), (result,)), renaming)
    reverse_params = (*params, swept.y_bar)
    name = f"{function.name}_reverse"
    perhaps = maybe_undefined(forward)
    missing = frozenset(param for param, value in zip(params, kept, strict=True) if value in perhaps)
    return forward, Function(name, reverse_params, body, forward.functions, function.span, fresh=((),), missing=missing)


def _parameters(kept: tuple[Value, ...]) -> tuple[tuple[Value, ...], dict[Operand, Operand]]:
    params = tuple(Value(v.name, v.type) for v in kept)
    return params, dict(zip(kept, params, strict=True))


def _packed(tail: Builder, inputs: tuple[Operand, ...], as_tuple: bool) -> Operand:
    return tail.call(containers.pack, *inputs) if as_tuple else inputs[0]
