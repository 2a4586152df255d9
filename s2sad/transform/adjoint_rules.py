"""The adjoint of a single call, by its rule.

y = np.sin(x)        x_bar += y_bar * np.cos(x)                  elementwise: by partial derivatives
y = a @ b            a_bar += y_bar @ b.T; b_bar += a.T @ y_bar  by the rule's own vjp
"""

from __future__ import annotations

import operator
from collections.abc import Callable
from typing import Any

import numpy as np

from s2sad.analysis.activity import differentiable_operands
from s2sad.errors import DifferentiationTypeError, MissingRuleError
from s2sad.ir.builder import Builder, Infer
from s2sad.ir.ops import Call, Const, Operand, Operation, Value
from s2sad.ir.printer import callee_name
from s2sad.ir.types import Array, FixedList, List, Scalar, Tuple, Type, Unknown, dims_of, is_complex, is_numeric
from s2sad.ir.words import in_words
from s2sad.rules.table import Rule
from s2sad.runtime import containers, elementwise, indexing
from s2sad.runtime.markers import identity
from s2sad.transform.adjoint_parts import STRUCTURAL, container_read
from s2sad.transform.apply import (
    Context,
    Nested,
    bound_arguments,
    broadcast_full,
    broadcasts,
    cast,
    find_rule,
    matched,
    may_lack_value,
    packed,
    partials_by_operand,
    refuse_partial,
    rule_arguments,
    rule_of_call,
)
from s2sad.transform.bars import Bars
from s2sad.transform.composed import composed_adjoint
from s2sad.transform.masks import both, masked, matched_mask
from s2sad.transform.parts import container_keys, read_part
from s2sad.transform.pieces import MOVES, moved_mask, reverse_pieces, reverse_read
from s2sad.transform.transpose import transposed_jvp

Taken = tuple[Operand, Operand | None, bool]
"""An adjoint, its mask, and whether it is zero where the mask does not hold."""


def call_adjoint(context: Context, op: Call, bars: Bars, varied: set[Operand]) -> None:
    """Add the contributions of one call to the adjoints of its operands."""
    structural = STRUCTURAL.get(op.callee) if callable(op.callee) else None
    if structural is not None:
        structural(op, bars, varied)
        return
    if op.callee is operator.getitem and not is_numeric(op.args[0].type):
        container_read(op, bars, varied)
        return
    rule = rule_of_call(find_rule(context, op), op)
    active = [x for x in differentiable_operands(context.rules, op) if x in varied]
    if rule.kind == "constant" or not active:
        return
    if rule.kind == "elementwise":
        _elementwise(context, op, rule, bars, varied)
    elif rule.kind == "composed":
        composed_adjoint(context, op, rule, bars, varied)
    else:
        _by_vjp(context, op, rule, bars, varied)


def _elementwise(context: Context, op: Call, rule: Rule, bars: Bars, varied: set[Operand]) -> None:
    if isinstance(op.result.type, List | FixedList):
        raise MissingRuleError(
            "Lists of differentiated values are joined or repeated by an operator", op.span, "Use append in a loop."
        )

    def reverse(call: Call, taken: Taken) -> None:
        _by_partials(context, call, rule, bars, varied, taken)

    if reverse_pieces(bars, op, varied, reverse):
        return
    y_bar, mask, clean = bars.take_masked(op.result)
    if y_bar is not None:
        reverse(op, (y_bar, mask, clean))


def _by_partials(context: Context, op: Call, rule: Rule, bars: Bars, varied: set[Operand], taken: Taken) -> None:
    assert rule.partials is not None
    start = len(bars.builder.ops)
    bound = bound_arguments(rule, op)
    positional, keywords = rule_arguments(rule, bound)
    partials = context.expand(context.rules, bars.builder, rule.partials, [op.result, *positional], keywords)
    for name, operand, partial in partials_by_operand(rule, bound, partials):
        if operand in varied:
            if isinstance(partial, Const) and partial.value is None:
                raise refuse_partial(op, name)
            _contribute_product(bars, op, operand, taken, partial)
    if taken[1] is not None:
        bars.builder.silence(start)


def _contribute_product(bars: Bars, op: Call, operand: Operand, taken: Taken, partial: Nested) -> None:
    builder, y = bars.builder, op.result
    y_bar, mask, clean = taken
    own_mask: Operand | None = None
    if isinstance(partial, tuple):
        own_mask, partial = partial
    elif _is_mask(partial):
        own_mask, partial = partial, Const(1.0)
    assert not isinstance(partial, tuple)
    value = _strong_product(builder, y_bar, partial) or _product(builder, y_bar, partial, y)
    # Zero times a number is zero; times anything else it may be NaN, which the mask cuts again.
    clean = clean and isinstance(partial, Const)
    if own_mask is not None:
        mask = own_mask if mask is None else both(builder, mask, own_mask)
        clean = False
    if broadcasts(op, operand):
        value = broadcast_full(builder, value, y)
        if mask is not None and not clean:
            value = masked(builder, value, mask, "t_bar")
        mask, clean = matched_mask(builder, mask, operand) if operand in bars.exposed.paths else None, True
        value = matched(builder, value, operand)
    else:
        value = _real_part(builder, value, operand)
    bars.contribute(operand, value, mask, clean)


def _real_part(builder: Builder, value: Operand, operand: Operand) -> Operand:
    """A contribution of the operand's shape, real if the operand is; where its type is not known, at run time."""
    if isinstance(value.type, Unknown) and is_numeric(operand.type):
        return matched(builder, value, operand)
    if is_complex(value.type) and not is_complex(operand.type):
        value = builder.call(np.real, value)
    return cast(builder, value, operand.type)


def _is_mask(partial: Nested) -> bool:
    return not isinstance(partial, tuple) and isinstance(partial.type, Scalar | Array) and partial.type.dtype == "bool"


def _strong_product(builder: Builder, y_bar: Operand, partial: Operand) -> Operand | None:
    """The product where a zero counts against a derivative in an exponent that may be NaN; None of others."""
    made = builder.definitions.get(partial)
    if made is None or not may_lack_value(made) or _is_first_in_number(builder, made):
        return None
    return builder.call(elementwise.part_along, partial, y_bar, name="t_bar")


def _is_first_in_number(builder: Builder, partial: Call) -> bool:
    """Whether it is the first derivative in an exponent that is no part of a container: NaN is its own fault then."""
    made = builder.definitions.get(partial.args[1])
    is_part = made.callee in (operator.getitem, containers.read_attribute) if made is not None else builder.in_loop
    return not is_part and [a.value for a in partial.args[2:] if isinstance(a, Const)] == [0, 1]


def _product(builder: Builder, y_bar: Operand, partial: Nested, y: Value) -> Operand:
    """`y_bar * partial`, written as one would: `-y_bar`, `y_bar / y`, `x * y_bar`."""
    assert not isinstance(partial, tuple)
    if isinstance(partial, Const):
        if isinstance(partial.value, int | float) and partial.value == 1:
            return y_bar
        if isinstance(partial.value, int | float) and partial.value == -1:
            return builder.call(operator.neg, y_bar, name="t_bar")
        if isinstance(partial.value, int | float) and partial.value == 0:
            return Const(0.0)
    if isinstance(y_bar, Const) and isinstance(y_bar.value, float) and y_bar.value == 1.0:
        return partial
    definition = builder.definitions.get(partial)
    if definition is not None and definition.callee is operator.truediv:
        numerator, denominator = definition.args
        if isinstance(numerator, Const) and numerator.value == 1 and isinstance(numerator.value, int | float):
            return builder.call(operator.truediv, y_bar, denominator, name="t_bar")
        if _is_negated(builder, numerator, y):  # the quotient is the dividend's adjoint
            divide = operator.truediv if _is_plain(y.type) or not _is_plain(denominator.type) else np.divide
            share = builder.call(divide, y_bar, denominator, name="t_bar")
            return builder.call(operator.neg, builder.call(operator.mul, y, share, name="t_bar"), name="t_bar")
    if definition is None:
        return builder.call(operator.mul, partial, y_bar, name="t_bar")
    return builder.call(operator.mul, y_bar, partial, name="t_bar")


def _is_plain(kind: Type) -> bool:
    """Whether a value is a number of Python, division by which raises."""
    return isinstance(kind, Scalar) and kind.weak


def _is_negated(builder: Builder, operand: Operand, y: Operand) -> bool:
    """Whether an operand is `-y`."""
    definition = builder.definitions.get(operand)
    return definition is not None and definition.callee is operator.neg and definition.args[0] is y


def _by_vjp(context: Context, op: Call, rule: Rule, bars: Bars, varied: set[Operand]) -> None:
    if reverse_read(bars, op):
        return
    taken = bars.take_masked(op.result)
    y_bar = bars.take(op.result)
    if y_bar is None:
        return
    bound = bound_arguments(rule, op)
    mask_of = _masks(context, op, rule, bars, taken[1])
    if rule.vjp is None:
        for operand, cotangent in transposed_jvp(context, op, rule, bars.builder, y_bar, varied):
            _contribute_nested(bars, operand, cotangent, mask_of(operand))
        return
    positional, keywords = rule_arguments(rule, bound)
    given = _parts(bars, op.result) if rule.facts.parts and isinstance(op.result.type, Tuple) else y_bar
    cotangents = context.expand(context.rules, bars.builder, rule.vjp, [given, op.result, *positional], keywords)
    moves = op.callee in MOVES
    _contribute_all(context, rule, bound, bars, varied, cotangents, mask_of, moves)


MaskOf = Callable[[Operand], Operand | None]
"""The lanes of an operand that may have an adjoint."""


def _no_mask(operand: Operand) -> None:
    return None


def _masks(context: Context, op: Call, rule: Rule, bars: Bars, mask: Operand | None) -> MaskOf:
    """The lanes of operands that have an adjoint, if only those lanes of the result have one where `mask` holds."""
    if not any(x in bars.exposed.paths for x in op.operands):
        return _no_mask
    return lambda operand: moved_mask(context, bars, op, rule, operand, mask)


def _parts(bars: Bars, result: Value) -> tuple[Operand, ...]:
    """The cotangents of the parts of a tuple, None for those that are zero."""
    found = []
    for key in container_keys(result):
        taken = bars.part_bar(result, key, read_part(bars.builder, result, key))
        found.append(Const(None) if taken is None else taken)
    return tuple(found)


Reversal = Callable[[Bars], None]
"""Takes the adjoint of what an operation made, and adds to those of its operands."""


def by_residuals(
    context: Context, infer: Infer, op: Call, rule: Rule, varied: set[Operand]
) -> tuple[tuple[Operation, ...], Reversal]:
    """Reverse a `custom_vjp`; the forward sweep runs the user's `fwd` in place of the function."""
    assert rule.fwd is not None
    bound = bound_arguments(rule, op)
    positional, keywords = rule_arguments(rule, bound)
    forward = Builder(infer, op.span)
    made = context.expand(context.rules, forward, rule.fwd, positional, keywords)
    assert isinstance(made, tuple)
    result, residuals = packed(forward, made[0]), made[1]
    kinds = result.type, op.result.type
    if all(map(is_numeric, kinds)) and len(dims_of(kinds[0])) != len(dims_of(kinds[1])):
        words = tuple(map(in_words, kinds))
        raise DifferentiationTypeError(
            f"the fwd of `{callee_name(op.callee)}` returns {words[0]}, the function itself {words[1]}", op.span
        )
    forward.add(Call(op.results, identity, (result,), (), "pure", op.span))

    def reverse(bars: Bars) -> None:
        y_bar = bars.take(op.result)
        if y_bar is None or rule.vjp is None:
            return
        cotangents = context.expand(context.rules, bars.builder, rule.vjp, [y_bar, residuals, *positional], keywords)
        _contribute_all(context, rule, bound, bars, varied, cotangents)

    return tuple(forward.ops), reverse


def _contribute_all(
    context: Context,
    rule: Rule,
    bound: dict[str, Any],
    bars: Bars,
    varied: set[Operand],
    cotangents: Nested,
    mask_of: MaskOf = _no_mask,
    moves: bool = False,
) -> None:
    """Contributions to the differentiable arguments, from what a vjp returned; zero for zero if it `moves` elements."""
    spread_out = any(isinstance(bound[name], tuple) for name in rule.wrt)
    listed = (cotangents,) if len(rule.wrt) == 1 and not spread_out else cotangents
    for name, cotangent in zip(rule.wrt, listed if isinstance(listed, tuple) else (listed,), strict=False):
        if isinstance(bound[name], tuple):
            _contribute_each(context, bars, bound[name], cotangents, varied)
        elif bound[name] in varied:
            _contribute_nested(bars, bound[name], cotangent, mask_of(bound[name]), moves)


def _contribute_each(
    context: Context, bars: Bars, operands: tuple[Operand, ...], cotangents: Nested, varied: set[Operand]
) -> None:
    """Contributions to the operands of `*args`; the rule gives a tuple, at compile or at run time."""
    for k, operand in enumerate(operands):
        if operand in varied:
            if isinstance(cotangents, tuple):
                part: Nested = cotangents[k]
            else:
                part = bars.builder.call(operator.getitem, cotangents, Const(k), type=operand.type, effect="pure")
            _contribute_nested(bars, operand, part)


def _contribute_nested(
    bars: Bars, operand: Operand, cotangent: Nested, mask: Operand | None = None, moves: bool = False
) -> None:
    cotangent = packed(bars.builder, cotangent)
    if isinstance(cotangent, Const) and cotangent.value is None:
        return
    may_differ = is_numeric(cotangent.type) or isinstance(cotangent.type, Unknown)
    if is_numeric(operand.type) and may_differ and not _is_scatter(bars.builder, cotangent):
        # A rule gives the operand's shape, other than where its types say that axes were broadcast.
        fits = is_numeric(cotangent.type) and dims_of(cotangent.type) == dims_of(operand.type)
        fix = _real_part if fits else matched
        cotangent = fix(bars.builder, cotangent, operand)
    if mask is not None and is_numeric(operand.type) != is_numeric(mask.type):
        mask = None
    clean = mask is not None and (moves or not isinstance(mask.type, Scalar))
    bars.contribute(operand, cotangent, mask, clean)


def _is_scatter(builder: Builder, operand: Operand) -> bool:
    definition = builder.definitions.get(operand)
    return definition is not None and definition.callee in (indexing.scatter_add, np.broadcast_to)
