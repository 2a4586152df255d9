"""The derivative of a primitive that a rule composes of others: that of the composition.

y = np.ptp(x)   ->   the reverse sweep of `np.max(x) - np.min(x)`, whose own result is dead: the primal stays `np.ptp`
"""

from __future__ import annotations

import operator
from typing import Any

import numpy as np

from s2sad.errors import MissingRuleError
from s2sad.ir.builder import Builder
from s2sad.ir.ops import Call, Const, Function, Operand, Value
from s2sad.ir.printer import callee_name
from s2sad.ir.types import UNKNOWN, Array, FixedList, Tuple, Type, Unknown
from s2sad.rules.table import Rule
from s2sad.runtime import containers
from s2sad.transform.apply import Context, Nested, bound_arguments, cast, rule_arguments
from s2sad.transform.bars import Bars


def composition(context: Context, op: Call, rule: Rule, varied: set[Operand]) -> tuple[Function, list[Value]]:
    """The composition at the operands of a call, as a function of its varied operands, and these."""
    assert rule.body is not None
    bound = bound_arguments(rule, op)
    inner = context.builder(op.span)
    positional, keywords = rule_arguments(rule, {name: _parts(inner, value) for name, value in bound.items()})
    result = _one(inner, context.expand(context.rules, inner, rule.body, positional, keywords), op.result.type)
    if isinstance(result, Const) and result.value is None:
        raise MissingRuleError(
            f"The derivative rule of `{callee_name(op.callee)}` does not handle these arguments",
            op.span,
            "Compute the same with other functions, or register a rule.",
        )
    operands = [each for name in rule.wrt for each in _spread(bound[name])]
    active = [each for each in dict.fromkeys(operands) if isinstance(each, Value) and each in varied]
    return Function("composed", tuple(active), inner.region(result)), active


def _parts(builder: Builder, operand: Any) -> Any:
    """A tuple as its elements, read once: loops of the composition then carry the adjoints of these."""
    if not isinstance(operand, Value) or not isinstance(operand.type, Tuple) or operand.type.cls is not None:
        return operand
    kinds = enumerate(operand.type.elements)
    read = (builder.call(operator.getitem, operand, Const(k), type=kind, effect="pure") for k, kind in kinds)
    return tuple(_parts(builder, each) for each in read)


def composed_adjoint(context: Context, op: Call, rule: Rule, bars: Bars, varied: set[Operand]) -> None:
    """Both sweeps of the composition, of which the first is dead in part; a mask goes on through it."""
    y_bar, mask, clean = bars.take_masked(op.result)
    if y_bar is None:
        return
    function, active = composition(context, op, rule, varied)
    outside, first = {*bars.bars, *active}, len(bars.builder.ops)
    bars.contribute(function.result, y_bar, mask, clean)
    forward = context.reverse(context, function, active, bars)
    bars.builder.insert(first, forward)
    for value in [value for value in bars.bars if value not in outside]:
        del bars.bars[value]


def _spread(bound: Operand | tuple[Operand, ...]) -> tuple[Operand, ...]:
    return bound if isinstance(bound, tuple) else (bound,)


def _one(builder: Builder, nested: Nested, kind: Type) -> Operand:
    """One operand, with the dtype of the primitive's result."""
    if isinstance(nested, tuple):
        kinds = kind.elements if isinstance(kind, Tuple | FixedList) else (UNKNOWN,) * len(nested)
        return builder.call(containers.pack, *(_one(builder, *pair) for pair in zip(nested, kinds, strict=True)))
    if isinstance(kind, Array) and isinstance(nested.type, Unknown):
        return builder.call(np.asarray, nested, dtype=Const(np.dtype(kind.dtype).type), type=kind, effect="pure")
    return cast(builder, nested, kind)
