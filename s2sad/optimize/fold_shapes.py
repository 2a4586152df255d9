"""Folding of shapes: broadcasts that arithmetic does anyway, reshapes and transposes that undo each other.

b = np.broadcast_to y, (np.shape x)
t = mul b, x                            mul y, x
"""

from __future__ import annotations

import operator
from dataclasses import replace
from typing import Any

import numpy as np

from s2sad.ir.leaves import dtype_of
from s2sad.ir.ops import Call, Const, Operand, Value
from s2sad.ir.types import (
    INT,
    UNNAMED,
    Array,
    Scalar,
    Symbol,
    Tuple,
    dims_of,
    elementwise_type,
    is_complex,
    is_numeric,
    result_dtype,
)
from s2sad.optimize.fold_match import Folded, Known, Rule, arithmetic_type, is_literal, literal, same_shape
from s2sad.runtime import containers, indexing

_REVERSED = slice(None, None, -1)
_SEARCHED = 16


def _spread(operand: Operand, known: Known) -> Operand | None:
    """What was broadcast to give `operand`."""
    call = known.definition(operand, np.broadcast_to)
    return call.args[0] if call is not None and not call.kwargs and is_numeric(call.args[0].type) else None


def without_broadcast(op: Call, known: Known) -> Folded:
    """`np.broadcast_to(a, np.shape(x)) * x` -> `a * x`."""
    for k, operand in enumerate(op.args):
        inner = _spread(operand, known)
        if inner is None or op.kwargs:
            continue
        args = (*op.args[:k], inner, *op.args[k + 1 :])
        full = any(same_shape(x, op.result) for i, x in enumerate(op.args) if i != k)
        numbers = (1, 2) if op.callee is np.where else (0, 1)
        old, new = (elementwise_type(*(xs[i].type for i in numbers)) for xs in (op.args, args))
        if full and getattr(old, "dtype", old) == getattr(new, "dtype", None):
            return replace(op, args=args)
    return None


def broadcast_later(op: Call, known: Known) -> Folded:
    """`2.0 * np.broadcast_to(a, shape)` -> `np.broadcast_to(2.0 * a, shape)` of a number `a`."""
    spread = [_spread(x, known) for x in op.args]
    at = next((k for k, inner in enumerate(spread) if inner is not None and same_shape(op.args[k], op.result)), None)
    if at is None or op.kwargs or not isinstance(op.result.type, Array):
        return None
    args = [x if inner is None else inner for x, inner in zip(op.args, spread, strict=True)]
    kind = arithmetic_type(*args)
    if any(dims_of(x.type) for x in args) or getattr(kind, "dtype", None) != op.result.type.dtype:
        return None
    number = known.emit(op, op.callee, *args, type=kind, effect=op.effect)
    return replace(op, callee=np.broadcast_to, args=(number, known.calls[op.args[at]].args[1]), effect="pure")


def broadcast_value(op: Call, known: Known) -> Folded:
    """`x[i] += np.broadcast_to(a, shape)` -> `x[i] += a`: writing broadcasts."""
    at = 0 if op.callee is indexing.scatter_add else 2
    inner = _spread(op.args[at], known)
    if inner is None or len(dims_of(inner.type)) > len(dims_of(op.args[at].type)):
        return None
    return replace(op, args=(*op.args[:at], inner, *op.args[at + 1 :]))


def broadcast(op: Call, known: Known) -> Folded:
    """`np.broadcast_to(a, np.shape(a))` -> `a`; of a broadcast or of new leading axes -> one broadcast."""
    a = op.args[0]
    if isinstance(a.type, Array) and same_shape(a, op.result):
        return a
    inner = _spread(a, known)
    if inner is None:
        inner = _without_leading_axes(a, known)
    return None if inner is None else replace(op, args=(inner, *op.args[1:]))


def _without_leading_axes(operand: Operand, known: Known) -> Operand | None:
    """`a` where `operand` is `np.expand_dims(a, 0)` or has only axes of one in front of those of `a`."""
    call = known.definition(operand, np.expand_dims)
    if call is None or call.kwargs or not isinstance(call.args[1], Const) or not is_numeric(call.args[0].type):
        return None
    axes = call.args[1].value if isinstance(call.args[1].value, tuple) else (call.args[1].value,)
    ndim = len(axes) + len(dims_of(call.args[0].type))
    return call.args[0] if sorted(axis % ndim for axis in axes) == list(range(len(axes))) else None


def leading_axes(op: Call, known: Known) -> Folded:
    """`np.expand_dims(a, 0) * x` -> `a * x`, where `x` has all axes."""
    for k, operand in enumerate(op.args):
        inner = _without_leading_axes(operand, known)
        if inner is None or op.kwargs:
            continue
        if any(same_shape(x, op.result) for i, x in enumerate(op.args) if i != k):
            return replace(op, args=(*op.args[:k], inner, *op.args[k + 1 :]))
    return None


def transposed_twice(op: Call, known: Known) -> Folded:
    """`np.transpose(np.transpose(x))` -> `x`."""
    inner = known.operand_of(op.args[0], np.transpose) if len(op.operands) == 1 else None
    return inner if inner is not None and isinstance(inner.type, Array) else None


def reshaped(op: Call, known: Known) -> Folded:
    """`np.reshape(x, np.shape(y))` -> `x` of the same shape; a reshape of a reshape -> one reshape."""
    x, shape = op.args[:2] if len(op.args) == 2 else (op.args[0], None)
    if shape is None or op.kwargs:
        return None
    like = known.operand_of(shape, np.shape)
    if like is not None and same_shape(x, like) and isinstance(x.type, Array):
        return x
    inner = known.definition(x, np.reshape)
    if inner is not None and len(inner.operands) == 2 and isinstance(inner.args[0].type, Array):
        return replace(op, args=(inner.args[0], shape))
    return None


def as_array(op: Call, known: Known) -> Folded:
    """`np.asarray(x, dtype=bool)` -> `x` of an array of booleans."""
    x, *rest = op.operands
    if not isinstance(x.type, Array) or len(rest) > 1:
        return None
    wanted = rest[0].value if rest and isinstance(rest[0], Const) else None
    if rest and wanted is None:
        return None
    return x if wanted is None or np.dtype(wanted) == x.type.dtype else None


def rank(op: Call, known: Known) -> Folded:
    """`np.ndim(x)` -> the rank."""
    kind = op.args[0].type
    return Const(len(dims_of(kind))) if is_numeric(kind) else None


def is_complex_object(op: Call, known: Known) -> Folded:
    """`np.iscomplexobj(x)` -> whether it is."""
    kind = op.args[0].type
    return Const(is_complex(kind)) if is_numeric(kind) else None


def size_of_one(op: Call, known: Known) -> Folded:
    """`np.shape(x)[k]` -> 1 where the signature says so."""
    container, index = op.args
    x, k = known.operand_of(container, np.shape), literal(index)
    if x is None or not isinstance(k, int) or not is_numeric(x.type):
        return None
    dims = dims_of(x.type)
    return Const(1) if -len(dims) <= k < len(dims) and dims[k] == 1 else None


def of_source(op: Call, known: Known) -> Folded:
    """`np.shape(np.sin(x))` -> `np.shape(x)`: the shape of a result is asked of what is there anyway."""
    at = 2 if op.callee is indexing.scatter_add else 0
    operand, dtype_matters = op.args[at], op.callee not in (np.shape, np.size)
    source = _source(operand, known, dtype_matters)
    return None if source is operand else replace(op, args=(*op.args[:at], source, *op.args[at + 1 :]))


def _source(operand: Operand, known: Known, dtype_matters: bool) -> Operand:
    """A parameter of the same shape from which `operand` is computed, or what else is read, or `operand`."""
    other: Operand = operand
    seen, queue = {operand}, [operand]
    while queue and len(seen) < _SEARCHED:
        each = queue.pop(0)
        call = known.calls.get(each)
        if call is None:
            return each
        if other is operand and known.uses[operand] == 1 and known.uses[each] > 1:
            other = each
        for x in call.args if _keeps_sizes(call) or _has_names(operand) else ():
            if isinstance(x, Value) and x not in seen and _is_like(x, operand, dtype_matters):
                seen.add(x)
                queue.append(x)
    return other


def _keeps_sizes(call: Call) -> bool:
    """Whether an operand with as many axes as the result, none of them one, must have the shape of the result."""
    return (isinstance(call.callee, np.ufunc) and call.callee is not np.matmul) or call.callee in _ELEMENTWISE


def _has_names(operand: Operand) -> bool:
    """Whether all sizes have names: two sizes without a name need not be equal."""
    return not any(isinstance(d, Symbol) and d.name == UNNAMED for d in dims_of(operand.type))


def _is_like(x: Operand, y: Operand, dtype_matters: bool) -> bool:
    return isinstance(x.type, Array) and (x.type == y.type or not dtype_matters) and same_shape(x, y)


def sum_of_broadcast(op: Call, known: Known) -> Folded:
    """`np.sum(np.broadcast_to(a, s), axis=1, keepdims=True)` -> `np.broadcast_to(a * s[1], (s[0], 1))`, of a number."""
    call, keywords = known.definition(op.args[0], np.broadcast_to), dict(op.kwargs)
    if call is None or call.kwargs or keywords.keys() != {"axis", "keepdims"}:
        return None
    (number, shape), (axis, kept) = call.args, (keywords["axis"], keywords["keepdims"])
    if not isinstance(number.type, Scalar) or not isinstance(kept, Const) or kept.value is not True:
        return None
    at, dims = literal(axis), dims_of(op.result.type)
    if not isinstance(at, int) or not dims:
        return None
    sizes: list[Operand] = [known.emit(op, operator.getitem, shape, Const(k), type=INT) for k in range(len(dims))]
    total = known.emit(op, operator.mul, number, sizes[at], type=number.type)
    sizes[at] = Const(1)
    made = known.emit(op, containers.pack, *sizes, type=Tuple(tuple(s.type for s in sizes)))
    return replace(op, callee=np.broadcast_to, args=(total, made), kwargs=(), effect="pure")


def without_units(op: Call, known: Known) -> Folded:
    """`np.einsum(",ij->ji", 1.0, a)` -> `np.einsum("ij->ji", a)`."""
    first, *operands = op.args
    subscripts = first.value if isinstance(first, Const) else None
    inputs, arrow, output = subscripts.partition("->") if isinstance(subscripts, str) else ("", "", "")
    terms = inputs.split(",")
    kept = [k for k, x in enumerate(operands) if not (is_literal(x, 1) and not terms[k].strip())] if arrow else []
    others = [operands[k].type for k in kept]
    if not kept or len(kept) == len(operands) or not all(isinstance(t, Array | Scalar) for t in others):
        return None
    if result_dtype(t for t in others if isinstance(t, Array | Scalar)).dtype != dtype_of(op.result.type):
        return None
    rest = Const(",".join(terms[k] for k in kept) + arrow + output)
    return replace(op, args=(rest, *(operands[k] for k in kept)))


def reversed_twice(op: Call, known: Known) -> Folded:
    """`xs[::-1][::-1]` -> `xs`."""
    xs, index = op.args
    inner = known.definition(xs, operator.getitem)
    if inner is None or not _is_reversal(index) or not _is_reversal(inner.args[1]):
        return None
    return inner.args[0]


def _is_reversal(index: Operand) -> bool:
    return isinstance(index, Const) and isinstance(index.value, slice) and index.value == _REVERSED


def of_a_number(op: Call, known: Known) -> Folded:
    """`x[()]` -> `x`, where `x` is a number already: one of Python, such as 0 in the place of a mask, has no index."""
    x, index = op.args
    return (
        x
        if isinstance(index, Const) and type(index.value) is tuple and not index.value and isinstance(x.type, Scalar)
        else None
    )


_ELEMENTWISE = (operator.add, operator.sub, operator.mul, operator.truediv, operator.pow)
_UFUNCS = (np.add, np.subtract, np.multiply, np.divide, np.power, np.maximum, np.minimum)

ANYWHERE: dict[Any, tuple[Rule, ...]] = {
    np.ndim: (rank,),
    np.iscomplexobj: (is_complex_object,),
    operator.getitem: (size_of_one, of_a_number),
}

IN_DERIVATIVES: dict[Any, tuple[Rule, ...]] = {
    **{f: (without_broadcast, broadcast_later, leading_axes) for f in (*_ELEMENTWISE, *_UFUNCS)},
    operator.neg: (broadcast_later,),
    np.where: (without_broadcast,),
    np.shape: (of_source,),
    np.size: (of_source,),
    np.zeros_like: (of_source,),
    np.ones_like: (of_source,),
    indexing.add_at: (broadcast_value,),
    indexing.updated: (broadcast_value,),
    indexing.scatter_add: (broadcast_value, of_source),
    np.broadcast_to: (broadcast,),
    np.transpose: (transposed_twice,),
    np.reshape: (reshaped,),
    np.asarray: (as_array,),
    np.einsum: (without_units,),
    np.sum: (sum_of_broadcast,),
    operator.getitem: (reversed_twice,),
}
