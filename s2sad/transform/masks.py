"""Masks of adjoints: where one is a strong zero, whatever its number, and how masks are put together.

y = np.where(m, f(x), 0.0)      f(x)_bar: y_bar under m                 printed  x_bar = np.where(m, ..., 0.0)
a = y[1:]; b = y[k]             y_bar: zero but for two reads           mask[1:] = True; mask[k] = True
"""

from __future__ import annotations

import operator

import numpy as np

from s2sad.ir.builder import Builder
from s2sad.ir.ops import Const, If, Operand, Region, Value, index_key
from s2sad.ir.types import BOOL, Array, List, Scalar, Type, dims_of
from s2sad.runtime import indexing
from s2sad.runtime.shaping import lanes_like
from s2sad.transform.apply import same_shape


def masked(builder: Builder, operand: Operand, mask: Operand | None, name: str) -> Operand:
    """`operand` in the lanes of the mask, zero elsewhere."""
    if mask is None:
        return operand
    if isinstance(mask.type, Scalar) and not isinstance(operand.type, Array):
        result = Value(name, operand.type)
        builder.add(
            If((result,), mask, Region((), (operand,)), Region((), (Const(0.0),)), builder.span, builder.origin)
        )
        return result
    return builder.call(np.where, mask, operand, Const(0.0), name=name)


def either(builder: Builder, a: Operand, b: Operand) -> Operand:
    """Where one of two masks holds."""
    if isinstance(a.type, Array) or isinstance(b.type, Array):
        return builder.call(np.logical_or, a, b)
    result = Value("t", BOOL)
    builder.add(If((result,), a, Region((), (a,)), Region((), (b,)), builder.span, builder.origin))
    return result


def lanes_of(index: Operand, value: Operand) -> Operand | None:
    """The mask of the elements that an index selects: an array of booleans for all axes; None of other indices."""
    kind, whole = index.type, value.type
    if not isinstance(kind, Array) or not isinstance(whole, Array) or kind.dtype != "bool":
        return None
    return index if len(kind.dims) == len(whole.dims) else None


def with_lanes(builder: Builder, value: Operand, mask: Operand | None, index: Operand, inside: Operand) -> Operand:
    """A mask, of no lanes if None, to which the lanes of `value` that an index selects are added (where `inside`)."""
    lanes = lanes_of(index, value)
    if isinstance(mask, Const) and mask.value is True:
        return mask
    if isinstance(mask, Value) and is_true(inside) and _lacks_only(builder, mask, index):
        return Const(True)
    if lanes is not None and is_true(inside):
        return lanes if mask is None else either(builder, mask, lanes)
    mask = uniform(builder, value, False) if mask is None else as_array(builder, value, mask)
    if not is_true(inside):
        before = builder.call(operator.getitem, mask, index, name="mask")
        inside = either(builder, before, inside)
    return builder.call(indexing.updated, mask, index, inside, name="mask", type=mask.type, effect="may_raise")


def _lacks_only(builder: Builder, mask: Value, index: Operand) -> bool:
    """Whether a mask is what `without_lanes` gives for an index: `x[i] += v` reads what it writes."""
    made = builder.definitions.get(mask)
    if made is None or made.callee is not indexing.updated or index_key(made.args[1]) != index_key(index):
        return False
    all_lanes = builder.definitions.get(made.args[0])
    is_whole = all_lanes is not None and all_lanes.callee is np.ones
    return is_whole and isinstance(made.args[2], Const) and made.args[2].value is False


def without_lanes(builder: Builder, value: Operand, index: Operand) -> Operand:
    """The lanes of `value` that an index does not select."""
    lanes = lanes_of(index, value)
    if lanes is not None:
        return builder.call(np.logical_not, lanes)
    mask = uniform(builder, value, True)
    return builder.call(indexing.updated, mask, index, Const(False), name="mask", type=mask.type, effect="may_raise")


def uniform(builder: Builder, value: Operand, truth: bool) -> Operand:
    """The mask of all lanes of `value`, or of none."""
    if not dims_of(value.type):
        return Const(truth)
    shape = builder.call(np.shape, value)
    made = np.ones if truth else np.zeros
    kind = Array("bool", dims_of(value.type))
    return builder.call(made, shape, dtype=Const(bool), name="mask", type=kind, effect="pure")


def matched_mask(builder: Builder, mask: Operand | None, like: Operand) -> Operand | None:
    """The mask of what was broadcast, from one of the result."""
    if not isinstance(mask, Value) or isinstance(mask.type, Scalar):
        return mask
    if not isinstance(like.type, Array):
        return builder.call(np.any, mask, name="mask", type=BOOL, effect="pure")
    if same_shape(mask, like):
        return mask
    kind = Array("bool", like.type.dims)
    return builder.call(lanes_like, mask, like, name="mask", type=kind, effect="pure")


def side_mask(builder: Builder, value: Operand, mask: Operand, other: Operand) -> Operand:
    """A mask as an array, if another one with which it is joined is one."""
    return as_array(builder, value, mask) if isinstance(other.type, Array) else mask


def mask_type(mask: Operand, value: Operand) -> Type:
    """The type of a mask that leaves a region: its sizes are those of the value, which are known outside."""
    return _like(mask.type, value.type)


def _like(mask: Type, value: Type) -> Type:
    if isinstance(mask, List) and isinstance(value, List):
        return List(_like(mask.element, value.element))
    return Array("bool", dims_of(value)) if isinstance(mask, Array) else mask


def as_array(builder: Builder, value: Operand, mask: Operand) -> Operand:
    """A mask as an array, of the shape of its value."""
    if isinstance(mask.type, Array):
        return mask
    if isinstance(mask, Const):
        return uniform(builder, value, mask.value is True)
    kind = Array("bool", dims_of(value.type))
    return builder.call(np.logical_and, uniform(builder, value, True), mask, name="mask", type=kind, effect="pure")


def path_mask(builder: Builder, condition: Operand, sides: tuple[Operand, Operand]) -> Operand | None:
    """The mask after a branch whose sides are known to contribute, or known not to."""
    then, orelse = (isinstance(side, Const) and side.value is True for side in sides)
    if then == orelse:
        return None
    return condition if then else builder.call(operator.not_, condition, name="mask")


def is_true(mask: Operand | None) -> bool:
    """Whether a mask says nothing: it holds everywhere."""
    return mask is None or (isinstance(mask, Const) and mask.value is True)


def both(builder: Builder, a: Operand, b: Operand) -> Operand:
    """Where two masks hold: `a and b` of numbers."""
    if not isinstance(a.type, Scalar) or not isinstance(b.type, Scalar):
        return builder.call(np.logical_and, a, b)
    result = Value("t", BOOL)
    builder.add(If((result,), a, Region((), (b,)), Region((), (a,)), builder.span, builder.origin))
    return result
