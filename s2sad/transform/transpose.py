"""One mode of a custom rule from the other: a jvp is linear in the tangents, a vjp in the cotangent.

y_dot = A x_dot   ->   x_bar = A^T y_bar, by reverse mode with respect to x_dot
x_bar = B y_bar   ->   y_dot = B^T x_dot, by reverse mode with respect to y_bar
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from s2sad.analysis.activity import varied
from s2sad.errors import MissingRuleError
from s2sad.ir.builder import Builder
from s2sad.ir.ops import Call, Function, Operand, Region, Value
from s2sad.ir.printer import callee_name
from s2sad.ir.rewrite import drop_dead, substitute
from s2sad.rules.table import Rule
from s2sad.runtime import containers
from s2sad.transform.apply import Context, bound_arguments, packed, rule_arguments
from s2sad.transform.linearity import is_linear

if TYPE_CHECKING:
    from s2sad.transform.adjoint import Reverse


def transposed_jvp(
    context: Context, op: Call, rule: Rule, builder: Builder, y_bar: Operand, varied: set[Operand]
) -> list[tuple[Operand, Operand]]:
    """The cotangents of the active arguments of a primitive that has only a jvp."""
    if rule.jvp is None:
        raise MissingRuleError(f"`{callee_name(op.callee)}` has neither a jvp nor a vjp", op.span)
    bound = bound_arguments(rule, op)
    dots = {name: Value(f"{name}_dot", bound[name].type) for name in rule.wrt}
    inner = context.builder(op.span)
    keywords: dict[str, Any] = {**bound, **{f"{name}_dot": dot for name, dot in dots.items()}}
    y_dot = packed(inner, context.expand(context.rules, inner, rule.jvp, [op.result], keywords))
    active = [name for name in rule.wrt if bound[name] in varied]
    function = Function("linear", tuple(dots.values()), inner.region(y_dot))
    _refuse_nonlinear(context, function, rule.jvp, op)
    swept = context.sweeps(context, function, [dots[name] for name in active])
    bars = _add(context, builder, swept, y_bar, {dot: bound[name] for name, dot in dots.items()}, op)
    return [(bound[name], bar) for name, bar in zip(active, bars, strict=True)]


def transposed_vjp(context: Context, op: Call, rule: Rule, builder: Builder, dots: dict[str, Operand]) -> Operand:
    """The tangent of a primitive that has only a vjp."""
    if rule.vjp is None:
        raise MissingRuleError(f"`{callee_name(op.callee)}` has neither a jvp nor a vjp", op.span)
    bound = bound_arguments(rule, op)
    positional, keywords = rule_arguments(rule, bound)
    y_bar = Value("y_bar", op.result.type)
    inner = context.builder(op.span)
    second: Operand = op.result
    if rule.fwd is not None:
        made = context.expand(context.rules, inner, rule.fwd, positional, keywords)
        assert isinstance(made, tuple)
        second = made[1]
    cotangents = context.expand(context.rules, inner, rule.vjp, [y_bar, second, *positional], keywords)
    listed = cotangents if isinstance(cotangents, tuple) else (cotangents,)
    bars = inner.call(containers.pack, *(packed(inner, c) for c in listed))
    function = Function("linear", (y_bar,), inner.region(bars))
    _refuse_nonlinear(context, function, rule.vjp, op)
    swept = context.sweeps(context, function, [y_bar])
    x_dots = builder.call(containers.pack, *(dots[name] for name in rule.wrt))
    return _add(context, builder, swept, x_dots, {y_bar: op.result}, op)[0]


def _refuse_nonlinear(context: Context, function: Function, given: Any, op: Call) -> None:
    """Refuse a rule of the user that is not linear; those of s2sad are, which the tests see in both modes."""
    own = (getattr(given, "__module__", None) or "").startswith("s2sad.rules.")
    if not own and not is_linear(context, function.body, function.params):
        raise _not_linear(op)


def _not_linear(op: Call) -> MissingRuleError:
    return MissingRuleError(
        f"The derivative given for `{callee_name(op.callee)}` is not linear, so that it cannot be transposed",
        op.span,
        "Give the rule of this mode too.",
    )


def _add(
    context: Context, builder: Builder, swept: Reverse, y_bar: Operand, arguments: dict[Operand, Operand], op: Call
) -> tuple[Operand, ...]:
    """Add what the cotangents need: the transpose of a linear map reads nothing but shapes of the map's argument.

    `arguments` says what has the shapes instead, for each argument of the map.
    """
    region = drop_dead(Region((*swept.forward, *swept.reverse), swept.inputs))
    params = tuple(p for p in arguments if isinstance(p, Value))
    dependent = varied(context.rules, Function("transposed", params, region), params)
    if any(y in dependent for y in region.yields):
        raise _not_linear(op)
    region = substitute(region, {**arguments, swept.y_bar: y_bar})
    for each in region.ops:
        builder.add(each)
    return region.yields
