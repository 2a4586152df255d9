"""The tangent of what a call does to a container or to memory: the same call, of tangents.

p = pack a, b           p_dot = pack a_dot, b_dot
x.2 = store x.1, i, v   x_dot.2 = updated x_dot.1, i, v_dot
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from s2sad.analysis.inference import known
from s2sad.analysis.views import undone_view
from s2sad.errors import MissingRuleError
from s2sad.ir.builder import Builder
from s2sad.ir.ops import Call, Const, Operand, Value
from s2sad.ir.types import Object, Static, Tuple, Type, is_numeric
from s2sad.runtime import containers, indexing, tree
from s2sad.transform.apply import dot_name
from s2sad.transform.dots import Dots
from s2sad.transform.masks import lanes_of
from s2sad.transform.parts import container_keys, part_position, read_part, rebuild


def _each_linear(dots: Dots, op: Call, builder: Builder) -> Operand:
    leading = {containers.build_dict: 1, containers.build_object: 2}.get(op.callee, 0)
    parts = tuple(dots.given(builder, a) if _is_part(a) else a for a in op.args[leading:])
    args = (*op.args[:leading], *parts)
    kind: Type | None = op.result.type
    if isinstance(kind, Tuple) and any(isinstance(e, Static) and isinstance(e.value, float) for e in kind.elements):
        kind = None  # the tangent of a number that is known when compiling is another one: zero
    return builder.call(op.callee, *args, name=dot_name(op.result), type=kind, effect=op.effect)


def _is_part(operand: Operand) -> bool:
    """Whether an operand of a constructor is a part, not a name or a class."""
    return isinstance(operand, Value) or isinstance(operand.value, int | float | complex | tuple)


def first_linear(dots: Dots, op: Call, builder: Builder) -> Operand | None:
    """The same call of the tangent of its first operand."""
    dot = dots.of(op.args[0])
    if dot is None:
        return None
    return builder.call(op.callee, dot, *op.args[1:], name=dot_name(op.result), type=op.result.type, effect=op.effect)


def _write(dots: Dots, op: Call, builder: Builder) -> Operand:
    x, index, v = op.args
    if isinstance(index, Const) and index.value == slice(None) and not is_numeric(op.result.type):
        return dots.given(builder, v)
    x_dot, v_dot = dots.given(builder, x), dots.given(builder, v)
    if isinstance(x.type, Object):
        return _with_part(builder, op.result, x_dot, known(index), v_dot)
    if x in dots.partly:
        builder.silence_source(x_dot)
    return _updated(builder, op, x_dot, index, v_dot)


def _with_part(builder: Builder, whole: Value, whole_dot: Operand, key: Any, part_dot: Operand) -> Operand:
    """The tangent of a container of known structure that got another part, which an object may not have had."""
    keys = container_keys(whole)
    parts = [part_dot if k == key else read_part(builder, whole_dot, k) for k in keys]
    return rebuild(builder, whole, keys, parts, dot_name(whole))


def _updated(builder: Builder, op: Call, x_dot: Operand, index: Operand, v_dot: Operand) -> Operand:
    if lanes_of(index, op.result) is not None:
        builder.silence_source(x_dot)
        builder.silence_source(v_dot)
    callee = indexing.updated if is_numeric(op.result.type) else tree.list_updated
    name = dot_name(op.result)
    return builder.call(callee, x_dot, index, v_dot, name=name, type=op.result.type, effect="may_raise")


def _rejoined(dots: Dots, op: Call, builder: Builder) -> Operand:
    """The tangent of a write through a path, as a function of values."""
    parent, key, *arguments, part = op.args
    parent_dot, part_dot = dots.given(builder, parent), dots.given(builder, part)
    name = dot_name(op.result)
    if isinstance(key, Const) and callable(key.value):
        return _undo_view(builder, key.value, tuple(arguments), parent, part_dot, name)
    position = part_position(op.result, known(key))
    if position is not None:
        return _with_part(builder, op.result, parent_dot, position, part_dot)
    return _updated(builder, op, parent_dot, key, part_dot)


def _undo_view(
    builder: Builder, view: Any, arguments: tuple[Operand, ...], parent: Operand, part: Operand, name: str
) -> Operand:
    """The array of which `part` is a view that covers it: transposed back, or reshaped."""
    undone = undone_view(view, arguments)
    if undone is None:
        raise MissingRuleError("A write through this view has no tangent", builder.span, "Write to a copy.")
    callee, inverse = undone
    inverse = inverse or ((builder.call(np.shape, parent),) if callee is np.reshape else ())
    return builder.call(callee, part, *inverse, name=name, type=parent.type)


def _appended(dots: Dots, op: Call, builder: Builder) -> Operand:
    xs, v = op.args
    xs_dot, v_dot = dots.given(builder, xs), dots.given(builder, v)
    return builder.call(
        containers.appended, xs_dot, v_dot, name=dot_name(op.result), type=op.result.type, effect="pure"
    )


STRUCTURAL: dict[Any, Callable[[Dots, Call, Builder], Operand | None]] = {
    containers.pack: _each_linear,
    containers.build_list: _each_linear,
    containers.build_dict: _each_linear,
    containers.build_object: _each_linear,
    containers.read_attribute: first_linear,
    containers.store: _write,
    containers.rejoined: _rejoined,
    containers.appended: _appended,
    containers.without_last: first_linear,
}
"""How a call that makes, reads or writes parts passes tangents on."""
