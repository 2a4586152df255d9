"""Folding of runtime helpers: where types settle the question, the helper becomes plain NumPy or nothing.

t = match y_bar, x            y_bar, where both have one shape and dtype
t = power_partial x, 3        mul 3, (pow x, 2)
"""

from __future__ import annotations

import math
import operator
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np

from s2sad.ir.leaves import dtype_of, known_value
from s2sad.ir.ops import Call, Const, Operand
from s2sad.ir.types import (
    BOOL,
    FLOAT,
    INT,
    Array,
    Dim,
    FixedList,
    Scalar,
    Tuple,
    Type,
    dims_of,
    is_complex,
    is_inexact,
    is_numeric,
    size_type,
    with_dims,
)
from s2sad.optimize.fold_match import Folded, Known, Rule, arithmetic_type, literal, same_shape
from s2sad.runtime import containers, elementwise, linalg, products, shaping, tree

# --- shapes and dtypes ------------------------------------------------------------------------------------------------


def match(op: Call, known: Known) -> Folded:
    """`match(x_bar, x)` -> the sums over broadcast axes and the cast that it stands for."""
    x_bar, x = op.args
    if not is_numeric(x_bar.type) or not is_numeric(x.type):
        return None
    have, want = dims_of(x_bar.type), dims_of(x.type)
    sums = _axes_to_sum(have, want)
    if sums is None or (not have and isinstance(x_bar.type, Array)):
        return None
    leading, ones = sums
    dtype = dtype_of(x_bar.type)
    if have and not want:
        x_bar = known.emit(op, np.sum, x_bar, type=Scalar(dtype))
    elif leading:
        axes = Const(tuple(range(leading)) if leading > 1 else 0)
        x_bar = known.emit(op, np.sum, x_bar, type=with_dims(dtype, have[leading:]), axis=axes)
    if want and ones:
        axes = Const(ones if len(ones) > 1 else ones[0])
        x_bar = known.emit(op, np.sum, x_bar, type=Array(dtype, want), axis=axes, keepdims=Const(True))
    return _as_kind(op, known, x_bar, x.type)


def _axes_to_sum(have: tuple[Dim, ...], want: tuple[Dim, ...]) -> tuple[int, tuple[int, ...]] | None:
    """How many leading axes are surplus, and which of the others are to become one; None if that is not known."""
    extra = len(have) - len(want)
    if not want:
        return extra, ()
    if extra < 0:
        return None
    pairs = list(zip(have[extra:], want, strict=True))
    if any(w != 1 and (h != w or w is None) for h, w in pairs):
        return None
    return extra, tuple(k for k, (h, w) in enumerate(pairs) if w == 1 and h != 1)


def as_kind(op: Call, known: Known) -> Folded:
    """`as_kind(x_bar, x)` -> the real part and the cast that it stands for."""
    x_bar, x = op.args
    if not is_numeric(x_bar.type) or not is_numeric(x.type) or (x_bar.type == Array(dtype_of(x_bar.type), ())):
        return None
    return _as_kind(op, known, x_bar, x.type)


def _as_kind(op: Call, known: Known, x_bar: Operand, kind: Type) -> Folded:
    if is_complex(x_bar.type) and not is_complex(kind):
        real = np.empty(0, dtype_of(x_bar.type)).real.dtype.name
        x_bar = known.emit(op, np.real, x_bar, type=_with_dtype(x_bar.type, real))
    dtype = dtype_of(kind)
    if not is_inexact(kind) or dtype_of(x_bar.type) == dtype:
        return x_bar
    if isinstance(x_bar.type, Array) and x_bar.type.dims:
        return replace(op, callee=np.ndarray.astype, args=(x_bar, Const(np.dtype(dtype).type)))
    if op.callee is shaping.as_kind and x_bar is op.args[0]:
        return None
    return replace(op, callee=shaping.as_kind, args=(x_bar, op.args[1]))


def _with_dtype(kind: Type, dtype: str) -> Type:
    assert isinstance(kind, Scalar | Array)
    return Array(dtype, kind.dims) if isinstance(kind, Array) else Scalar(dtype, kind.weak)


def unstack(op: Call, known: Known) -> Folded:
    """`unstack(y_bar, [a, b])` -> `[y_bar[0], y_bar[1]]`, for numbers a and b."""
    y_bar, x = op.args
    of_numbers = isinstance(x.type, Tuple | FixedList) and all(_is_number(e) for e in x.type.elements)
    if not of_numbers or not isinstance(y_bar.type, Array) or y_bar.type.ndim != 1 or is_complex(y_bar.type):
        return None
    if any(is_inexact(e) and e.dtype != y_bar.type.dtype for e in x.type.elements if isinstance(e, Scalar)):  # type: ignore[union-attr] # of numbers
        return None  # each part has the precision of its number
    assert isinstance(x.type, Tuple | FixedList)
    kind = Scalar(y_bar.type.dtype)
    read = [known.emit(op, operator.getitem, y_bar, Const(k), type=kind) for k in range(len(x.type.elements))]
    build = containers.build_list if isinstance(x.type, FixedList) else containers.pack
    return replace(op, callee=build, args=tuple(read), effect="pure")


def _is_number(kind: Type) -> bool:
    value = known_value(kind)
    return isinstance(kind, Scalar) or isinstance(value, int | float)


def reshape_like(op: Call, known: Known) -> Folded:
    """`reshape_like(x_bar, x)` -> `x_bar`, `np.sum(x_bar)` for a number `x`, or a reshape."""
    x_bar, x = op.args
    if not is_numeric(x_bar.type) or not is_numeric(x.type):
        return None
    if not dims_of(x.type):
        scalar = isinstance(x_bar.type, Scalar)
        return x_bar if scalar and x_bar.type == op.result.type else replace(op, callee=np.sum, args=(x_bar,))
    if same_shape(x_bar, x):
        return x_bar
    shape = known.emit(op, np.shape, x, type=Tuple((INT,) * len(dims_of(x.type))))
    return replace(op, callee=np.reshape, args=(x_bar, shape))


def as_mask(op: Call, known: Known) -> Folded:
    """`as_mask(c)` -> `c` of an array of booleans."""
    kind = op.args[0].type
    return op.args[0] if isinstance(kind, Array) and kind.dtype == "bool" else None


# --- partial derivatives ----------------------------------------------------------------------------------------------


def power_partial(op: Call, known: Known) -> Folded:
    """`power_partial(x, 3)` -> `3 * x ** 2`, `power_partial(x, 3, 2)` -> `6 * x`; not where `**` may raise."""
    x, p, *orders = op.args
    power, order = literal(p), _order(orders)
    if power is None or order is None or op.kwargs or not is_inexact(x.type):
        return None
    factor, rest = math.prod(power - k for k in range(order)), power - order
    weak = isinstance(x.type, Scalar) and not known.is_numpy(x)
    if rest == 0 or factor == 0:
        return _constant(op, known, x, factor)
    if arithmetic_type(x, p) != op.result.type or (rest < 0 and (weak or power != 0.5)):
        return None
    if weak and power % 1:  # of a negative number it would be a complex one
        return None
    if rest == 1:
        return replace(op, callee=operator.mul, args=(Const(factor), x), effect="pure")
    exponent = Const(rest)
    # Where `np.power` of a Python number overflows, `**` would raise.
    callee = np.power if weak and known.raw_powers else operator.pow
    root = known.emit(op, callee, x, exponent, type=arithmetic_type(x, exponent), effect="may_raise")
    return replace(op, callee=operator.mul, args=(Const(factor), root))


def _order(orders: list[Operand]) -> int | None:
    """How often `power_partial` differentiates with respect to the base, if never with respect to the exponent."""
    n, m = [*map(literal, orders), 1, 0][:2] if len(orders) != 1 else (literal(orders[0]), 0)
    return n if isinstance(n, int) and m == 0 else None


def _constant(op: Call, known: Known, x: Operand, value: float) -> Folded:
    if isinstance(x.type, Scalar):
        return Const(float(value)) if op.result.type == FLOAT else None
    if x.type != op.result.type:
        return None
    if value in (0, 1):
        return replace(op, callee=np.ones_like if value else np.zeros_like, args=(x,), effect="pure")
    shape = known.emit(op, np.shape, x, type=Tuple(tuple(map(size_type, dims_of(x.type)))))
    return replace(op, callee=np.broadcast_to, args=(Const(float(value)), shape), effect="pure")


def abs_partial(op: Call, known: Known) -> Folded:
    """`abs_partial(x, y)` of a real `x` -> `np.sign(x)`, `math.copysign(x != 0.0, x)` of a float."""
    x = op.args[0]
    if not is_inexact(x.type) or is_complex(x.type):
        return None
    if isinstance(x.type, Array):
        return replace(op, callee=np.sign, args=(x,), kwargs=())
    if dtype_of(x.type) != "float64":
        return None
    nonzero = known.emit(op, operator.ne, x, Const(0.0), type=BOOL)
    return replace(op, callee=math.copysign, args=(nonzero, x), kwargs=())


def component(op: Call, known: Known) -> Folded:
    """`component(x, size)` -> `x / (size + (size == 0))`."""
    size = op.args[1].type
    if not is_inexact(op.args[0].type) or not is_inexact(size) or not isinstance(size, Scalar | Array):
        return None
    mask = Array("bool", size.dims) if isinstance(size, Array) else Scalar("bool", size.weak)
    zero = known.emit(op, operator.eq, op.args[1], Const(0), type=mask)
    divisor = known.emit(op, operator.add, op.args[1], zero, type=size)
    return replace(op, callee=operator.truediv, args=(op.args[0], divisor))


# --- trees of cotangents ----------------------------------------------------------------------------------------------


def tree_add(op: Call, known: Known) -> Folded:
    """`add(a, b)` of numbers or arrays -> `a + b`."""
    if all(is_inexact(x.type) for x in op.args) and arithmetic_type(*op.args) == op.result.type:
        return replace(op, callee=operator.add)
    return None


def tree_zeros(op: Call, known: Known) -> Folded:
    """`zeros_like(x)` of an array -> `np.zeros_like(x)`; 0.0 of a float."""
    kind = op.args[0].type
    if isinstance(kind, Array):
        return replace(op, callee=np.zeros_like)
    return Const(0.0) if isinstance(kind, Scalar) and kind.dtype == "float64" and not kind.integral else None


# --- values that are known when compiling -----------------------------------------------------------------------------


def evaluated(op: Call, known: Known) -> Folded:
    """`inverse_axes((1, 2, 0))` -> `(2, 0, 1)`: the type of the result is its value."""
    value = known_value(op.result.type)
    return Const(value) if _is_plain(value) else None


def _is_plain(value: Any) -> bool:
    if isinstance(value, tuple):
        return all(map(_is_plain, value))
    return value is None or isinstance(value, int | str)


_STATIC: tuple[Callable[..., Any], ...] = (
    shaping.inverse_axes,
    products.axes_range,
    products.contracted,
    products.rest,
    products.tensordot_left,
    products.tensordot_right,
    linalg.norm_kind,
    linalg.takes_vectors,
)

ANYWHERE: dict[Any, tuple[Rule, ...]] = {
    shaping.match: (match,),
    shaping.as_kind: (as_kind,),
    shaping.unstack: (unstack,),
    shaping.reshape_like: (reshape_like,),
    elementwise.as_mask: (as_mask,),
    elementwise.power_partial: (power_partial,),
    elementwise.abs_partial: (abs_partial,),
    elementwise.component: (component,),
    tree.add: (tree_add,),
    tree.zeros_like: (tree_zeros,),
    **dict.fromkeys(_STATIC, (evaluated,)),
}
