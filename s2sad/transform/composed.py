"""The derivative of a primitive that a rule composes of others: that of the composition.

y = np.ptp(x)   ->   the reverse sweep of `np.max(x) - np.min(x)`, whose own result is dead: the primal stays `np.ptp`
"""

from __future__ import annotations

from s2sad.errors import MissingRuleError
from s2sad.ir.builder import Builder
from s2sad.ir.ops import Call, Const, Function, Operand, Region, Value
from s2sad.ir.printer import callee_name
from s2sad.ir.rewrite import substitute
from s2sad.ir.types import is_numeric
from s2sad.rules.table import Rule
from s2sad.runtime import containers
from s2sad.transform.apply import Context, Nested, bound_arguments, broadcast_full, rule_arguments


def composition(context: Context, op: Call, rule: Rule, varied: set[Operand]) -> tuple[Function, list[Value]]:
    """The composition at the operands of a call, as a function of its varied operands, and these."""
    assert rule.body is not None
    bound = bound_arguments(rule, op)
    positional, keywords = rule_arguments(rule, bound)
    inner = context.builder(op.span)
    result = _one(inner, context.expand(context.rules, inner, rule.body, positional, keywords))
    if isinstance(result, Const) and result.value is None:
        raise MissingRuleError(
            f"The derivative rule of `{callee_name(op.callee)}` does not handle these arguments",
            op.span,
            "Compute the same with other functions, or register a rule.",
        )
    operands = [each for name in rule.wrt for each in _spread(bound[name])]
    active = [each for each in dict.fromkeys(operands) if isinstance(each, Value) and each in varied]
    return Function("composed", tuple(active), inner.region(result)), active


def composed_adjoint(
    context: Context, op: Call, rule: Rule, builder: Builder, y_bar: Operand, varied: set[Operand]
) -> list[tuple[Operand, Operand]]:
    """The cotangents of the varied operands: both sweeps of the composition, of which the first is dead in part."""
    function, active = composition(context, op, rule, varied)
    swept = context.sweeps(context, function, active)
    if is_numeric(y_bar.type):
        y_bar = broadcast_full(builder, y_bar, op.result)
    region = substitute(Region((*swept.forward, *swept.reverse), swept.inputs), {swept.y_bar: y_bar})
    for each in region.ops:
        builder.add(each)
    return list(zip(active, region.yields, strict=True))


def _spread(bound: Operand | tuple[Operand, ...]) -> tuple[Operand, ...]:
    return bound if isinstance(bound, tuple) else (bound,)


def _one(builder: Builder, nested: Nested) -> Operand:
    if isinstance(nested, tuple):
        return builder.call(containers.pack, *(_one(builder, n) for n in nested))
    return nested
