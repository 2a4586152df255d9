"""The adjoint of a single call: by its rule, or by what the call does to the structure of a container.

y = np.sin(x)        x_bar += y_bar * np.cos(x)
x.2 = store x.1, i   v_bar += x_bar[i]; x_bar[i] = 0.0
p = pack a, b        a_bar += p_bar[0]; b_bar += p_bar[1]
"""

from __future__ import annotations

import operator
from collections.abc import Callable
from typing import Any

import numpy as np

from s2sad.analysis.activity import differentiable_operands
from s2sad.analysis.inference import known
from s2sad.errors import MissingRuleError
from s2sad.ir.builder import Builder
from s2sad.ir.ops import Call, Const, If, Operand, Operation, Region, Value
from s2sad.ir.types import (
    BOOL,
    Array,
    FixedList,
    List,
    Record,
    Scalar,
    Tuple,
    Type,
    Unknown,
    children,
    dims_of,
    is_complex,
    is_numeric,
)
from s2sad.rules.table import Rule
from s2sad.runtime import containers, indexing, tree
from s2sad.runtime.markers import identity
from s2sad.transform.apply import (
    Context,
    Nested,
    bound_arguments,
    broadcast_full,
    broadcasts,
    cast,
    find_rule,
    matched,
    partials_by_operand,
    refuse_partial,
    rule_arguments,
    rule_of_call,
)
from s2sad.transform.bars import Bars, container_keys, masked, name_of, part_position, read_part
from s2sad.transform.composed import composed_adjoint
from s2sad.transform.transpose import transposed_jvp

VIEWS = {np.transpose: np.transpose}


def call_adjoint(context: Context, op: Call, bars: Bars, varied: set[Operand]) -> None:
    """Add the contributions of one call to the adjoints of its operands."""
    structural = STRUCTURAL.get(op.callee) if callable(op.callee) else None
    if structural is not None:
        structural(context, op, bars, varied)
        return
    if op.callee is operator.getitem and not is_numeric(op.args[0].type):
        _container_getitem(context, op, bars, varied)
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
    y_bar, mask = bars.take_masked(op.result)
    if y_bar is None:
        return
    assert rule.partials is not None
    if isinstance(op.result.type, List | FixedList):
        raise MissingRuleError(
            "Lists of differentiated values are joined or repeated by an operator", op.span, "Use append in a loop."
        )
    start = len(bars.builder.ops)
    bound = bound_arguments(rule, op)
    positional, keywords = rule_arguments(rule, bound)
    partials = context.expand(context.rules, bars.builder, rule.partials, [op.result, *positional], keywords)
    for name, operand, partial in partials_by_operand(rule, bound, partials):
        if operand in varied:
            if isinstance(partial, Const) and partial.value is None:
                raise refuse_partial(op, name)
            _contribute_product(bars, op.result, operand, y_bar, mask, partial)
    if mask is not None:
        bars.builder.silence(start)


def _contribute_product(
    bars: Bars, y: Value, operand: Operand, y_bar: Operand, mask: Operand | None, partial: Nested
) -> None:
    builder = bars.builder
    own_mask: Operand | None = None
    if isinstance(partial, tuple):
        own_mask, partial = partial
    elif _is_mask(partial):
        own_mask, partial = partial, Const(1.0)
    value = product(builder, y_bar, partial, y)
    if own_mask is not None:
        mask = own_mask if mask is None else _both(builder, mask, own_mask)
    if broadcasts(y, operand):
        value = broadcast_full(builder, value, y)
        if mask is not None:
            value = _masked_value(builder, value, mask)
            mask = None
        value = matched(builder, value, operand)
    else:
        value = _real_part(builder, value, operand)
    bars.contribute(operand, value, mask)


def _masked_value(builder: Builder, value: Operand, mask: Operand) -> Operand:
    return masked(builder, value, mask, "t_bar")


def _real_part(builder: Builder, value: Operand, operand: Operand) -> Operand:
    """A contribution of the operand's shape, real if the operand is; where its type is not known, at run time."""
    if isinstance(value.type, Unknown) and is_numeric(operand.type):
        return matched(builder, value, operand)
    if is_complex(value.type) and not is_complex(operand.type):
        value = builder.call(np.real, value)
    return cast(builder, value, operand.type)


def _both(builder: Builder, a: Operand, b: Operand) -> Operand:
    """Where two masks hold: `a and b` of numbers."""
    if not isinstance(a.type, Scalar) or not isinstance(b.type, Scalar):
        return builder.call(np.logical_and, a, b)
    result = Value("t", BOOL)
    builder.add(If((result,), a, Region((), (b,)), Region((), (a,)), builder.span, builder.origin))
    return result


def _is_mask(partial: Nested) -> bool:
    return not isinstance(partial, tuple) and isinstance(partial.type, Scalar | Array) and partial.type.dtype == "bool"


def product(builder: Builder, y_bar: Operand, partial: Nested, y: Operand) -> Operand:
    """`y_bar * partial`, written as one would: `-y_bar`, `y_bar / y`, `x * y_bar`."""
    assert not isinstance(partial, tuple)
    if isinstance(partial, Const):
        if partial.value == 1 and isinstance(partial.value, int | float):
            return y_bar
        if partial.value == -1 and isinstance(partial.value, int | float):
            return builder.call(operator.neg, y_bar, name=_bar(y))
        if isinstance(partial.value, int | float) and partial.value == 0:
            return Const(0.0)
    if isinstance(y_bar, Const) and isinstance(y_bar.value, float) and y_bar.value == 1.0:
        return partial
    definition = builder.definitions.get(partial)
    if definition is not None and definition.callee is operator.truediv:
        numerator, denominator = definition.args
        if isinstance(numerator, Const) and numerator.value == 1 and isinstance(numerator.value, int | float):
            return builder.call(operator.truediv, y_bar, denominator, name="t_bar")
    if definition is None:
        return builder.call(operator.mul, partial, y_bar, name="t_bar")
    return builder.call(operator.mul, y_bar, partial, name="t_bar")


def _bar(y: Operand) -> str:
    return "t_bar"


def _by_vjp(context: Context, op: Call, rule: Rule, bars: Bars, varied: set[Operand]) -> None:
    y_bar = bars.take(op.result)
    if y_bar is None:
        return
    bound = bound_arguments(rule, op)
    if rule.vjp is None:
        for operand, cotangent in transposed_jvp(context, op, rule, bars.builder, y_bar, varied):
            _contribute_nested(bars, operand, cotangent)
        return
    positional, keywords = rule_arguments(rule, bound)
    cotangents = context.expand(context.rules, bars.builder, rule.vjp, [y_bar, op.result, *positional], keywords)
    _contribute_all(context, rule, bound, bars, varied, cotangents)


def by_residuals(context: Context, op: Call, rule: Rule, bars: Bars, varied: set[Operand]) -> tuple[Operation, ...]:
    """Reverse a `custom_vjp`; the forward sweep runs the user's `fwd` in place of the function."""
    y_bar = bars.take(op.result)
    if y_bar is None or rule.fwd is None or rule.vjp is None:
        return (op,)
    bound = bound_arguments(rule, op)
    positional, keywords = rule_arguments(rule, bound)
    forward = Builder(bars.builder.infer, op.span)
    made = context.expand(context.rules, forward, rule.fwd, positional, keywords)
    assert isinstance(made, tuple)
    result, residuals = made
    forward.add(Call(op.results, identity, (result,), (), "pure", op.span))
    cotangents = context.expand(context.rules, bars.builder, rule.vjp, [y_bar, residuals, *positional], keywords)
    _contribute_all(context, rule, bound, bars, varied, cotangents)
    return tuple(forward.ops)


def _contribute_all(
    context: Context, rule: Rule, bound: dict[str, Any], bars: Bars, varied: set[Operand], cotangents: Nested
) -> None:
    """Contributions to the differentiable arguments, from what a vjp returned."""
    spread_out = any(isinstance(bound[name], tuple) for name in rule.wrt)
    listed = (cotangents,) if len(rule.wrt) == 1 and not spread_out else cotangents
    for name, cotangent in zip(rule.wrt, listed if isinstance(listed, tuple) else (listed,), strict=False):
        if isinstance(bound[name], tuple):
            _contribute_each(context, bars, bound[name], cotangents, varied)
        elif bound[name] in varied:
            _contribute_nested(bars, bound[name], cotangent)


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


def _contribute_nested(bars: Bars, operand: Operand, cotangent: Nested) -> None:
    if isinstance(cotangent, tuple):
        cotangent = bars.builder.call(containers.pack, *(c for c in cotangent if not isinstance(c, tuple)))
    if isinstance(cotangent, Const) and cotangent.value is None:
        return
    if is_numeric(operand.type) and is_numeric(cotangent.type) and not _is_scatter(bars.builder, cotangent):
        cotangent = matched(bars.builder, cotangent, operand)
    bars.contribute(operand, cotangent)


def _is_scatter(builder: Builder, operand: Operand) -> bool:
    definition = builder.definitions.get(operand)
    return definition is not None and definition.callee in (indexing.scatter_add, np.broadcast_to)


# -- containers and memory ----------------------------------------------------------------------------------------


def _container_getitem(context: Context, op: Call, bars: Bars, varied: set[Operand]) -> None:
    container, index = op.args
    y_bar = bars.take(op.result)
    if y_bar is None:
        return
    key = known(index)
    if isinstance(container.type, Tuple | FixedList | Record) and isinstance(key, int | str):
        if isinstance(container.type, Tuple | FixedList) and isinstance(key, int) and key < 0:
            key += len(container.type.elements)
        bars.part(container, key, op.result).contribute(op.result, y_bar)
        return
    if isinstance(index, Const) and isinstance(index.value, slice) and index.value == slice(None, None, -1):
        bars.contribute(container, bars.builder.call(operator.getitem, y_bar, index))
        return
    if isinstance(key, slice):
        whole = bars.builder.call(tree.zeros_like, container, type=container.type, effect="pure")
        filled = bars.builder.call(
            tree.list_updated, whole, index, y_bar, type=container.type, effect="pure", name=name_of(container)
        )
        bars.contribute(container, filled)
        return
    scattered = bars.builder.call(
        indexing.scatter_add, y_bar, index, container, type=container.type, effect="may_raise"
    )
    bars.contribute(container, scattered)


def _pack(context: Context, op: Call, bars: Bars, varied: set[Operand]) -> None:
    for k, element in enumerate(op.args):
        _to_part(op, bars, varied, k, element)


def _to_part(op: Call, bars: Bars, varied: set[Operand], key: Any, element: Operand) -> None:
    if element in varied:
        part = bars.part_bar(op.result, key, element)
        if part is not None:
            bars.contribute(element, part)


def _build_dict(context: Context, op: Call, bars: Bars, varied: set[Operand]) -> None:
    for key, element in zip(known(op.args[0]), op.args[1:], strict=True):
        _to_part(op, bars, varied, key, element)


def _build_object(context: Context, op: Call, bars: Bars, varied: set[Operand]) -> None:
    is_tuple = isinstance(op.result.type, Tuple)
    for k, (name, element) in enumerate(zip(known(op.args[1]), op.args[2:], strict=True)):
        _to_part(op, bars, varied, k if is_tuple else name, element)


def _read_attribute(context: Context, op: Call, bars: Bars, varied: set[Operand]) -> None:
    y_bar = bars.take(op.result)
    if y_bar is not None:
        owner, name = op.args
        key = known(name)
        if isinstance(owner.type, Tuple):
            key = owner.type.cls._fields.index(key)  # type: ignore[union-attr]
        bars.part(owner, key, op.result).contribute(op.result, y_bar)


def _appended(context: Context, op: Call, bars: Bars, varied: set[Operand]) -> None:
    xs, v = op.args
    xs_bar = bars.take(op.result)
    if xs_bar is None:
        return
    if v in varied:
        last = bars.builder.call(operator.getitem, xs_bar, Const(-1), type=v.type, effect="pure", name=name_of(v))
        bars.contribute(v, last)
    if xs in varied:
        rest = bars.builder.call(containers.without_last, xs_bar, type=xs.type, effect="pure", name=name_of(xs))
        bars.contribute(xs, rest)


def _store(context: Context, op: Call, bars: Bars, varied: set[Operand]) -> None:
    x, index, v = op.args
    _write(context, op, bars, varied, x, index, v)


def _write(
    context: Context, op: Call, bars: Bars, varied: set[Operand], x: Operand, index: Operand, v: Operand
) -> None:
    """The adjoint of a write: the part written belongs to `v`, and to `x` no more."""
    y_bar = bars.take(op.result)
    if y_bar is None:
        return
    builder = bars.builder
    if not is_numeric(x.type):
        _list_write(builder, bars, varied, y_bar, x, index, v)
        return
    # A number has one element, which every write to it replaces.
    whole = (isinstance(index, Const) and index.value is Ellipsis) or not dims_of(x.type)
    if v in varied:
        callee: Any = indexing.read_written if indexing.may_repeat_type(known(index)) else operator.getitem
        if whole:
            part: Operand = y_bar
        else:
            part = builder.call(callee, y_bar, index, name=name_of(v))
        bars.contribute(v, matched(builder, part, v))
    if x in varied and not whole:
        rest = builder.call(indexing.updated, y_bar, index, Const(0.0), name=name_of(x), type=y_bar.type)
        bars.contribute(x, rest)


def _list_write(
    builder: Builder, bars: Bars, varied: set[Operand], y_bar: Operand, x: Operand, index: Operand, v: Operand
) -> None:
    if isinstance(index, Const) and index.value == slice(None):  # all of a list is replaced
        if v in varied:
            bars.contribute(v, y_bar)
        return
    if v in varied:
        part = builder.call(operator.getitem, y_bar, index, type=v.type, effect="pure", name=name_of(v))
        bars.contribute(v, part)
    if x in varied:
        like = x if _has_list(v.type) else y_bar  # the list that was there may have had another length
        old = builder.call(operator.getitem, like, index, type=v.type, effect="pure")
        nothing = builder.call(tree.zeros_like, old, type=v.type, effect="pure")
        rest = builder.call(tree.list_updated, y_bar, index, nothing, type=x.type, effect="pure", name=name_of(x))
        bars.contribute(x, rest)


def _has_list(kind: Type) -> bool:
    return isinstance(kind, List | Unknown) or any(map(_has_list, children(kind)))


def _rejoined(context: Context, op: Call, bars: Bars, varied: set[Operand]) -> None:
    parent, key, *arguments, part = op.args
    if isinstance(key, Const) and callable(key.value) and not isinstance(key.value, type(Ellipsis)):
        _rejoined_view(op, bars, varied, key.value, tuple(arguments), part)
        return
    position = part_position(parent, known(key))
    if position is not None:
        _rejoined_part(op, bars, varied, parent, position, part)
    else:
        _write(context, op, bars, varied, parent, key, part)


def _rejoined_view(
    op: Call, bars: Bars, varied: set[Operand], view: Any, arguments: tuple[Operand, ...], part: Operand
) -> None:
    """A write through a view that covers the whole array: its adjoint is the view of the adjoint."""
    y_bar = bars.take(op.result)
    if y_bar is not None and part in varied:
        bars.contribute(part, bars.builder.call(view, y_bar, *arguments, name=name_of(part), type=part.type))


def _rejoined_part(op: Call, bars: Bars, varied: set[Operand], parent: Operand, key: Any, part: Operand) -> None:
    for each in container_keys(parent):
        element: Operand = part if each == key else read_part(bars.builder, parent, each)
        y_bar = bars.part_bar(op.result, each, element)
        if y_bar is None:
            continue
        if each == key:
            bars.contribute(part, y_bar)
        elif parent in varied:
            bars.part(parent, each, element).contribute(element, y_bar)


STRUCTURAL: dict[Any, Callable[[Context, Call, Bars, set[Operand]], None]] = {
    containers.pack: _pack,
    containers.build_list: _pack,
    containers.build_dict: _build_dict,
    containers.build_object: _build_object,
    containers.read_attribute: _read_attribute,
    containers.appended: _appended,
    containers.store: _store,
    containers.rejoined: _rejoined,
}
