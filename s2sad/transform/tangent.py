"""Forward mode: each operation is followed by its tangent; inactive operations have none.

    t = mul x, z        t = mul x, z
                        t_dot = add (mul z, x_dot), (mul x, z_dot)

Griewank & Walther, Evaluating Derivatives, ch. 3.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from typing_extensions import assert_never

from s2sad.analysis.activity import differentiable_operands
from s2sad.analysis.activity import varied as varied_values
from s2sad.analysis.inference import known
from s2sad.analysis.views import undone_view
from s2sad.errors import MissingRuleError
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
    is_undefined,
    undefined,
)
from s2sad.ir.types import Array, FixedList, List, Scalar, Static, Tuple, Type, Unknown, is_complex, is_numeric
from s2sad.rules.table import Rule
from s2sad.runtime import containers, indexing, shaping, tree
from s2sad.transform.apply import (
    Context,
    Nested,
    bound_arguments,
    broadcast_full,
    cast,
    differentiable_positions,
    dot_name,
    find_rule,
    partials_by_operand,
    refuse_partial,
    rule_arguments,
    rule_of_call,
    zero,
)
from s2sad.transform.bars import container_keys, masked, part_position, read_part, rebuild
from s2sad.transform.composed import composition
from s2sad.transform.transpose import transposed_vjp

_MAKES_REAL = (np.absolute, np.real, np.imag, np.angle, operator.abs, abs)
"""Elementwise functions that give real numbers for complex ones: where types are unknown, their tangents are cut."""


class Tangent:
    """One differentiation in forward mode; `dots` holds the tangents of values that have one."""

    def __init__(self, context: Context, varied: set[Operand], twins: Twins) -> None:
        self.context = context
        self.varied = varied
        self.twins = twins
        self.dots: dict[Operand, Operand] = {}

    def of(self, operand: Operand) -> Operand | None:
        """The tangent of an operand, None if it is zero."""
        return self.dots.get(operand)

    def given(self, builder: Builder, operand: Operand) -> Operand:
        """The tangent of an operand, zeros if it has none."""
        dot = self.of(operand)
        return dot if dot is not None else tangent_zero(builder, operand)

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
        structural = _STRUCTURAL.get(op.callee) if callable(op.callee) else None
        if structural is not None:
            self.set(op, structural(self, op, builder))
            return
        if op.callee is operator.getitem and not is_numeric(op.args[0].type):
            self.set(op, _first_linear(self, op, builder))
            return
        rule = rule_of_call(find_rule(self.context, op), op)
        if rule.kind == "constant" or all(self.of(x) is None for x in differentiable_operands(self.context.rules, op)):
            return
        by_kind: dict[str, Callable[[Tangent, Call, Rule, Builder], Operand | None]] = {
            "elementwise": _elementwise,
            "linear": _linear,
            "multilinear": _multilinear,
            "custom": _custom,
            "composed": _composed,
        }
        self.set(op, by_kind[rule.kind](self, op, rule, builder))

    def reference(self, op: Call, callee: FunctionRef, builder: Builder) -> None:
        """A call by reference: its twin gives the result and its tangent."""
        active = tuple(k for k, a in enumerate(op.args) if a in self.varied)
        name = self.twins.of(self.context, callee.name, active)
        dots = tuple(self.yielded(builder, op.args[k]) for k in active)
        both = builder.call(
            FunctionRef(name), *op.args, *dots, type=Tuple((op.result.type, op.result.type)), effect=op.effect
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
        results = tuple(Value(dot_name(op.results[k]), op.results[k].type) for k in active)
        builder.add(replace(op, results=(*op.results, *results), then=regions[0], orelse=regions[1]))
        for k, result in zip(active, results, strict=True):
            self.dots[op.results[k]] = result

    def yielded(self, builder: Builder, operand: Operand) -> Operand:
        """The tangent of what a region yields."""
        if is_undefined(operand):
            return undefined()
        dot = self.given(builder, operand)
        return broadcast_full(builder, dot, operand)

    def loop(self, op: Loop, builder: Builder) -> None:
        active = [k for k, p in enumerate(op.params) if p in self.varied]
        inits = tuple(self.yielded(builder, op.inits[k]) for k in active)
        params = tuple(Value(dot_name(op.params[k]), op.params[k].type) for k in active)
        for k, param in zip(active, params, strict=True):
            self.dots[op.params[k]] = param
        sources = list(op.sources)
        for source in op.sources:
            dot = self.of(source.iterable)
            if dot is not None:
                target = Value(dot_name(source.target), source.target.type)
                sources.append(Source(target, dot))
                self.dots[source.target] = target
        before = self.before(op, builder, active)
        inside = builder.nested()
        self.region(op.after, inside)
        nexts = tuple(self.yielded(inside, op.next_values[k]) for k in active)
        n = len(op.params)
        rest = op.after.yields[n:]
        lists = [k for k, c in enumerate(op.collected) if c in self.varied and self.of(c) is not None]
        first = len(op.before.yields) - 1 - n if op.before else 0
        late = tuple(self.yielded(inside, op.collected[k]) for k in lists if k >= first)
        after = inside.region(*op.next_values, *nexts, *rest, *late)
        results = tuple(Value(dot_name(op.carried_results[k]), op.carried_results[k].type) for k in active)
        collected = op.collected_results
        early_lists = [Value(dot_name(collected[k]), collected[k].type) for k in lists if k < first]
        late_lists = [Value(dot_name(collected[k]), collected[k].type) for k in lists if k >= first]
        all_lists = (*collected[:first], *early_lists, *collected[first:], *late_lists)
        builder.add(
            replace(
                op,
                sources=tuple(sources),
                params=(*op.params, *params),
                inits=(*op.inits, *inits),
                before=before,
                after=after,
                results=(*op.carried_results, *results, *all_lists),
            )
        )
        for k, result in zip(active, results, strict=True):
            self.dots[op.carried_results[k]] = result
        for k, value in zip(
            [*filter(lambda k: k < first, lists), *filter(lambda k: k >= first, lists)],
            [*early_lists, *late_lists],
            strict=True,
        ):
            self.dots[op.collected_results[k]] = value

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


def tangent_zero(builder: Builder, operand: Operand) -> Operand:
    """The zero tangent of an operand."""
    return zero(builder, operand)


def _elementwise(tangent: Tangent, op: Call, rule: Rule, builder: Builder) -> Operand | None:
    assert rule.partials is not None
    if isinstance(op.result.type, List | FixedList):
        raise MissingRuleError(
            "Lists of differentiated values are joined or repeated by an operator", op.span, "Use append in a loop."
        )
    bound = bound_arguments(rule, op)
    positional, keywords = rule_arguments(rule, bound)
    context = tangent.context
    partials = context.expand(context.rules, builder, rule.partials, [op.result, *positional], keywords)
    total: Operand | None = None
    for name, operand, partial in partials_by_operand(rule, bound, partials):
        dot = tangent.of(operand)
        if dot is None:
            continue
        if isinstance(partial, Const) and partial.value is None:
            raise refuse_partial(op, name)
        term = _product(builder, dot, partial, op.result)
        if term is not None:
            total = term if total is None else builder.call(operator.add, total, term, name=dot_name(op.result))
    if total is None:
        return None
    if isinstance(op.result.type, Unknown):
        may_be_real = is_complex(total.type) or op.callee in _MAKES_REAL
    else:
        may_be_real = False
        total = builder.call(np.real, total) if is_complex(total.type) and not is_complex(op.result.type) else total
    if may_be_real:
        total = builder.call(shaping.as_kind, total, op.result, type=op.result.type, effect="pure")
    return cast(builder, broadcast_full(builder, total, op.result), op.result.type)


def _product(builder: Builder, dot: Operand, partial: Nested, y: Value) -> Operand | None:
    mask: Operand | None = None
    if isinstance(partial, tuple):
        mask, partial = partial
    elif isinstance(partial.type, Scalar | Array) and partial.type.dtype == "bool":
        mask, partial = partial, Const(1.0)
    assert not isinstance(partial, tuple)
    term = _scaled(builder, dot, partial)
    if mask is None or term is None:
        return term
    return masked(builder, term, mask, dot_name(y))


def _scaled(builder: Builder, dot: Operand, partial: Operand) -> Operand | None:
    if isinstance(partial, Const) and isinstance(partial.value, int | float):
        if partial.value == 1:
            return dot
        if partial.value == 0:
            return None
        if partial.value == -1:
            return builder.call(operator.neg, dot, name="t_dot")
    definition = builder.definitions.get(partial)
    if definition is not None and definition.callee is operator.truediv:
        numerator, denominator = definition.args
        if isinstance(numerator, Const) and numerator.value == 1 and isinstance(numerator.value, int | float):
            return builder.call(operator.truediv, dot, denominator, name="t_dot")
    return builder.call(operator.mul, partial, dot, name="t_dot")


def _linear(tangent: Tangent, op: Call, rule: Rule, builder: Builder) -> Operand | None:
    positions = differentiable_positions(rule, op)
    args = tuple(tangent.given(builder, a) if k in positions else a for k, a in enumerate(op.args))
    kwargs = {k: tangent.given(builder, v) if k in rule.wrt else v for k, v in op.kwargs}
    return builder.call(op.callee, *args, name=dot_name(op.result), type=op.result.type, effect=op.effect, **kwargs)


def _multilinear(tangent: Tangent, op: Call, rule: Rule, builder: Builder) -> Operand | None:
    total: Operand | None = None
    for k in sorted(differentiable_positions(rule, op) - {-1}):
        dot = tangent.of(op.args[k])
        if dot is None:
            continue
        args = (*op.args[:k], dot, *op.args[k + 1 :])
        term = builder.call(op.callee, *args, name="t_dot", type=op.result.type, effect=op.effect, **dict(op.kwargs))
        total = term if total is None else builder.call(operator.add, total, term, name=dot_name(op.result))
    return total


def _custom(tangent: Tangent, op: Call, rule: Rule, builder: Builder) -> Operand | None:
    bound = bound_arguments(rule, op)
    positional: dict[str, Any] = dict(bound)
    dots = {f"{name}_dot": tangent.given(builder, bound[name]) for name in rule.wrt}
    context = tangent.context
    if rule.jvp is None:
        return transposed_vjp(context, op, rule, builder, {name: dots[f"{name}_dot"] for name in rule.wrt})
    result = context.expand(context.rules, builder, rule.jvp, [op.result], {**positional, **dots})
    if isinstance(result, Value) and isinstance(result.type, Tuple) and result.type.cls is None:
        result = tuple(read_part(builder, result, k) for k in container_keys(result))
    if isinstance(result, tuple):
        parts = [r for r in result if not isinstance(r, tuple)]
        return rebuild(builder, op.result, list(range(len(parts))), parts, dot_name(op.result))
    return cast(builder, result, op.result.type)


def _composed(tangent: Tangent, op: Call, rule: Rule, builder: Builder) -> Operand | None:
    """The tangent of the composition that stands for the primitive."""
    function, active = composition(tangent.context, op, rule, tangent.varied)
    inner = Tangent(tangent.context, varied_values(tangent.context.rules, function, active), tangent.twins)
    inner.dots = {value: dot for value in active if (dot := tangent.of(value)) is not None}
    inner.region(function.body, builder)
    return cast(builder, inner.yielded(builder, function.result), op.result.type)


# -- containers and memory --------------------------------------------------------------------------------------------


def _each_linear(tangent: Tangent, op: Call, builder: Builder) -> Operand:
    args = tuple(tangent.given(builder, a) if is_part(a) else a for a in op.args)
    kind: Type | None = op.result.type
    if isinstance(kind, Tuple) and any(isinstance(e, Static) and isinstance(e.value, float) for e in kind.elements):
        kind = None  # the tangent of a number that is known when compiling is another one: zero
    return builder.call(op.callee, *args, name=dot_name(op.result), type=kind, effect=op.effect)


def is_part(operand: Operand) -> bool:
    """Whether an operand of a constructor is a part, not a name or a class."""
    return isinstance(operand, Value) or isinstance(operand.value, int | float | complex)


def _first_linear(tangent: Tangent, op: Call, builder: Builder) -> Operand | None:
    dot = tangent.of(op.args[0])
    if dot is None:
        return None
    return builder.call(op.callee, dot, *op.args[1:], name=dot_name(op.result), type=op.result.type, effect=op.effect)


def _write(tangent: Tangent, op: Call, builder: Builder) -> Operand:
    x, index, v = op.args
    if isinstance(index, Const) and index.value == slice(None) and not is_numeric(op.result.type):
        return tangent.given(builder, v)
    x_dot, v_dot = tangent.given(builder, x), tangent.given(builder, v)
    return _updated(builder, op, x_dot, index, v_dot)


def _updated(builder: Builder, op: Call, x_dot: Operand, index: Operand, v_dot: Operand) -> Operand:
    callee = indexing.updated if is_numeric(op.result.type) else tree.list_updated
    name = dot_name(op.result)
    return builder.call(callee, x_dot, index, v_dot, name=name, type=op.result.type, effect="may_raise")


def _rejoined(tangent: Tangent, op: Call, builder: Builder) -> Operand:
    """The tangent of a write through a path, as a function of values."""
    parent, key, *arguments, part = op.args
    parent_dot, part_dot = tangent.given(builder, parent), tangent.given(builder, part)
    name = dot_name(op.result)
    if isinstance(key, Const) and callable(key.value):
        return undo_view(builder, key.value, tuple(arguments), parent, part_dot, name)
    position = part_position(parent, known(key))
    if position is not None:
        keys = container_keys(parent)
        parts = [part_dot if k == position else read_part(builder, parent_dot, k) for k in keys]
        return rebuild(builder, parent, keys, parts)
    return _updated(builder, op, parent_dot, key, part_dot)


def undo_view(
    builder: Builder, view: Any, arguments: tuple[Operand, ...], parent: Operand, part: Operand, name: str
) -> Operand:
    """The array of which `part` is a view that covers it: transposed back, or reshaped."""
    undone = undone_view(view, arguments)
    if undone is None:
        raise MissingRuleError("A write through this view has no tangent", builder.span, "Write to a copy.")
    callee, inverse = undone
    inverse = inverse or ((builder.call(np.shape, parent),) if callee is np.reshape else ())
    return builder.call(callee, part, *inverse, name=name, type=parent.type)


def _appended(tangent: Tangent, op: Call, builder: Builder) -> Operand:
    xs, v = op.args
    xs_dot, v_dot = tangent.given(builder, xs), tangent.given(builder, v)
    return builder.call(
        containers.appended, xs_dot, v_dot, name=dot_name(op.result), type=op.result.type, effect="pure"
    )


_STRUCTURAL: dict[Any, Callable[[Tangent, Call, Builder], Operand | None]] = {
    containers.pack: _each_linear,
    containers.build_list: _each_linear,
    containers.build_dict: _each_linear,
    containers.build_object: _each_linear,
    containers.read_attribute: _first_linear,
    containers.store: _write,
    containers.rejoined: _rejoined,
    containers.appended: _appended,
    containers.without_last: _first_linear,
}


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
    tangent = Tangent(context, varied_values(context.rules, function, wrt), twins)
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
    return replace(function, name=f"{function.name}_jvp", params=twin.params, body=twin.body, functions=functions)
