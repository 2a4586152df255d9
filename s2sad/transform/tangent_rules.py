"""The tangent of a single call, by its rule.

y = np.sin(x)      y_dot = np.cos(x) * x_dot        elementwise
y = np.sum(x)      y_dot = np.sum(x_dot)            linear
y = a @ b          y_dot = a_dot @ b + a @ b_dot    multilinear
"""

from __future__ import annotations

import operator
from collections.abc import Callable
from typing import Any

import numpy as np

from s2sad.analysis.singular import is_finite
from s2sad.errors import MissingRuleError
from s2sad.ir.builder import Builder
from s2sad.ir.ops import Call, Const, Operand, Value
from s2sad.ir.printer import callee_name
from s2sad.ir.types import Array, FixedList, List, Scalar, Tuple, Unknown, is_complex
from s2sad.rules.table import Rule
from s2sad.runtime import elementwise, shaping
from s2sad.transform.apply import (
    Context,
    Nested,
    bound_arguments,
    broadcast_full,
    cast,
    differentiable_positions,
    dot_name,
    may_lack_value,
    packed,
    partials_by_operand,
    refuse_partial,
    rule_arguments,
)
from s2sad.transform.dots import Dots
from s2sad.transform.masks import lanes_of, masked
from s2sad.transform.parts import container_keys, read_part, rebuild
from s2sad.transform.transpose import transposed_vjp

_MAKES_REAL = (np.absolute, np.real, np.imag, np.angle, operator.abs, abs)
"""Elementwise functions that give real numbers for complex ones: where types are unknown, their tangents are cut."""


def _elementwise(context: Context, dots: Dots, op: Call, rule: Rule, builder: Builder) -> Operand | None:
    assert rule.partials is not None
    if isinstance(op.result.type, List | FixedList):
        raise MissingRuleError(
            "Lists of differentiated values are joined or repeated by an operator", op.span, "Use append in a loop."
        )
    bound = bound_arguments(rule, op)
    positional, keywords = rule_arguments(rule, bound)
    partials = context.expand(context.rules, builder, rule.partials, [op.result, *positional], keywords)
    total: Operand | None = None
    for name, operand, partial in partials_by_operand(rule, bound, partials):
        dot = dots.of(operand)
        if dot is None:
            continue
        if isinstance(partial, Const) and partial.value is None:
            raise refuse_partial(op, name)
        if _mask_of(partial) is not None:
            builder.silence_source(dot)
        term = _product(dots, builder, operand, partial, op)
        if term is not None and total is not None:
            dots.forget_lanes(op.result)
            term = builder.call(operator.add, total, term, name=dot_name(op.result))
        total = term if term is not None else total
    if total is None:
        return None
    unknown = isinstance(op.result.type, Unknown)
    if not unknown and is_complex(total.type) and not is_complex(op.result.type):
        total = builder.call(np.real, total)
    if unknown and (is_complex(total.type) or op.callee in _MAKES_REAL):
        total = builder.call(shaping.as_kind, total, op.result, type=op.result.type, effect="pure")
    return cast(builder, broadcast_full(builder, total, op.result), op.result.type)


def _product(dots: Dots, builder: Builder, operand: Operand, partial: Nested, op: Call) -> Operand | None:
    """A partial derivative times a tangent; where the tangent is a strong zero the product is, whatever the partial."""
    dot, lanes, own = dots.dots[operand], dots.masks.get(operand), _mask_of(partial)
    if own is not None:
        partial = partial[1] if isinstance(partial, tuple) else Const(1.0)
    assert not isinstance(partial, tuple)
    cut = own
    if own is None and lanes is not None and not is_finite(op.callee):
        dot, cut = dots.bare.get(operand, dot), lanes
    term = _scaled(builder, dot, partial)
    if term is None:
        return None
    if own is None and cut is not None:
        builder.silence_source(term)
    if isinstance(op.result.type, Array | Scalar) and (cut is not None or lanes is not None):
        dots.set_lanes(op.result, cut, lanes)
    if cut is None:
        return term
    dots.bare[op.result] = term
    return masked(builder, term, cut, dot_name(op.result))


def _mask_of(partial: Nested) -> Operand | None:
    """The mask that a partial derivative is, or has."""
    if isinstance(partial, tuple):
        mask: Operand = partial[0]
        return mask
    return partial if isinstance(partial.type, Scalar | Array) and partial.type.dtype == "bool" else None


def _scaled(builder: Builder, dot: Operand, partial: Operand) -> Operand | None:
    if isinstance(partial, Const) and isinstance(partial.value, int | float):
        if partial.value == 1:
            return dot
        if partial.value == 0:
            return None
        if partial.value == -1:
            return builder.call(operator.neg, dot, name="t_dot")
    definition = builder.definitions.get(partial)
    if may_lack_value(definition) and not isinstance(dot, Const):
        return builder.call(elementwise.part_along, partial, dot, name="t_dot")
    if definition is not None and definition.callee is operator.truediv:
        numerator, denominator = definition.args
        if isinstance(numerator, Const) and numerator.value == 1 and isinstance(numerator.value, int | float):
            return builder.call(operator.truediv, dot, denominator, name="t_dot")
    return builder.call(operator.mul, partial, dot, name="t_dot")


def _linear(context: Context, dots: Dots, op: Call, rule: Rule, builder: Builder) -> Operand | None:
    positions = differentiable_positions(rule, op)
    is_masked = op.callee is operator.getitem and lanes_of(op.args[1], op.args[0]) is not None
    if is_masked or op.args[0] in dots.partly:
        builder.silence_source(dots.given(builder, op.args[0]))
    args = tuple(dots.given(builder, a) if k in positions else a for k, a in enumerate(op.args))
    kwargs = {k: dots.given(builder, v) if k in rule.wrt else v for k, v in op.kwargs}
    return builder.call(op.callee, *args, name=dot_name(op.result), type=op.result.type, effect=op.effect, **kwargs)


def _multilinear(context: Context, dots: Dots, op: Call, rule: Rule, builder: Builder) -> Operand | None:
    total: Operand | None = None
    given = dict(op.kwargs)
    places: list[int | str] = [*sorted(differentiable_positions(rule, op) - {-1}), *(k for k in given if k in rule.wrt)]
    for place in places:
        dot = dots.of(given[place] if isinstance(place, str) else op.args[place])
        if dot is None:
            continue
        args = tuple(dot if k == place else a for k, a in enumerate(op.args))
        kwargs = {k: dot if k == place else v for k, v in given.items()}
        term = builder.call(op.callee, *args, name="t_dot", type=op.result.type, effect=op.effect, **kwargs)
        total = term if total is None else builder.call(operator.add, total, term, name=dot_name(op.result))
    return total


def _custom(context: Context, dots: Dots, op: Call, rule: Rule, builder: Builder) -> Operand | None:
    bound = bound_arguments(rule, op)
    positional: dict[str, Any] = dict(bound)
    given = {f"{name}_dot": dots.given(builder, bound[name]) for name in rule.wrt}
    if rule.jvp is None:
        return transposed_vjp(context, op, rule, builder, {name: given[f"{name}_dot"] for name in rule.wrt})
    result = context.expand(context.rules, builder, rule.jvp, [op.result], {**positional, **given})
    if isinstance(result, Value) and isinstance(result.type, Tuple) and result.type.cls is None:
        result = tuple(read_part(builder, result, k) for k in container_keys(result))
    if isinstance(result, tuple):
        if isinstance(op.result.type, Unknown):
            raise MissingRuleError(f"`{callee_name(op.callee)}` has no derivative rule for these arguments", op.span)
        kinds = getattr(op.result.type, "elements", (op.result.type,) * len(result))
        parts = [cast(builder, packed(builder, r), kind) for r, kind in zip(result, kinds, strict=True)]
        return rebuild(builder, op.result, list(range(len(parts))), parts, dot_name(op.result))
    return cast(builder, result, op.result.type)


BY_KIND: dict[str, Callable[[Context, Dots, Call, Rule, Builder], Operand | None]] = {
    "elementwise": _elementwise,
    "linear": _linear,
    "multilinear": _multilinear,
    "custom": _custom,
}
"""The tangent of a call, by the kind of its rule."""
