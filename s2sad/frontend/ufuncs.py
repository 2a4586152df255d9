"""Lowers what only ufuncs have: `out=`, `where=`, `dtype=`, and the methods `reduce`, `accumulate`, `outer`, `at`.

np.add(x, y, out=z)           z.1 = store z.0, ..., (np.add x, y)
np.sqrt(x, out=z, where=m)    z.1 = store z.0, ..., (np.where m, (np.sqrt x), z.0)
np.add.reduce(x)              np.sum x, axis=0
np.add.at(x, i, v)            x.1 = add_at x.0, i, v

`out=` of any other function of the rule table is lowered in the same way.
"""

from __future__ import annotations

import operator
from typing import TYPE_CHECKING, Any

import numpy as np

from s2sad.analysis.inference import known
from s2sad.errors import DifferentiationTypeError, UnsupportedCallError
from s2sad.frontend.misfits import refuse_cast
from s2sad.frontend.state import Binding, Keywords, Pack, Ref
from s2sad.ir.ops import Const, Operand, Value
from s2sad.ir.types import Array, Scalar, Type, dims_of
from s2sad.runtime import indexing
from s2sad.runtime.ufunc_methods import AT

if TYPE_CHECKING:
    from s2sad.frontend.lower import Lowering

REDUCTIONS: dict[Any, Any] = {
    np.add.reduce: np.sum,
    np.multiply.reduce: np.prod,
    np.maximum.reduce: np.max,
    np.minimum.reduce: np.min,
    np.logical_and.reduce: np.all,
    np.logical_or.reduce: np.any,
}
ACCUMULATIONS: dict[Any, Any] = {np.add.accumulate: np.cumsum, np.multiply.accumulate: np.cumprod}
_BROADCAST = (np.clip, np.fix, np.percentile, np.quantile, np.outer)
"""Functions that are no ufuncs, but write to all of an `out=` that has more axes."""
_NAMES = ("array", "axis", "dtype", "out", "keepdims", "initial", "where")


def lowered(low: Lowering, function: Any, args: list[Binding], kwargs: Keywords, name: str) -> Binding | None:
    """Lower a call that needs it; None where the rule table handles the call as it is."""
    if isinstance(function, np.ufunc):
        return _ufunc(low, function, args, kwargs, name)
    owner = getattr(function, "__self__", None)
    if isinstance(owner, np.ufunc) and function.__name__ in _METHODS:
        method: Binding | None = _METHODS[function.__name__](low, function, args, kwargs, name)
        if method is not None:
            return method
    if "out" in kwargs and function in low.rules:
        return _into(low, function, args, dict(kwargs), name)
    return None


def _ufunc(low: Lowering, function: np.ufunc, args: list[Binding], kwargs: Keywords, name: str) -> Binding | None:
    if len(args) > function.nin:
        kwargs = {**kwargs, "out": Pack(tuple(args[function.nin :]))}
        args = args[: function.nin]
    if not kwargs.keys() & {"out", "where", "dtype"}:
        return None
    rest = dict(kwargs)
    dtype = rest.pop("dtype", None)
    if dtype is not None and not _is_none(dtype):
        args = [_converted(low, a, known(low.read(dtype))) for a in args]
    if _is_true(rest.get("where")):
        rest.pop("where")
    if "out" in rest or "where" in rest:
        return _into(low, function, args, rest, name)
    return low.call_constant(Const(function), args, rest, name)


def _is_none(binding: Binding | None) -> bool:
    return isinstance(binding, Const) and binding.value is None


def _is_true(binding: Binding | None) -> bool:
    return isinstance(binding, Const) and binding.value is True


def _converted(low: Lowering, binding: Binding, dtype: Any) -> Binding:
    """An operand of a ufunc in the dtype in which it computes."""
    kind = low.read(binding).type
    try:
        target = np.dtype(dtype)
    except TypeError:
        target = np.dtype(object)
    if target.kind not in "fc" or not isinstance(kind, Array | Scalar):
        raise UnsupportedCallError(
            "`dtype=` of a ufunc is supported for floats and complex numbers only", low.span, "Convert with astype."
        )
    if not np.can_cast(np.dtype(kind.dtype), target, "same_kind"):
        raise UnsupportedCallError(f"`dtype={target}` would drop a part of {kind}", low.span)
    if isinstance(kind, Scalar):
        return low.call(Const(target.type), [binding], {})
    return low.call(Const(np.ndarray.astype), [binding, Const(target.type)], {})


def _into(low: Lowering, function: Any, args: list[Binding], kwargs: Keywords, name: str) -> Binding:
    """`function(..., out=out, where=where)`: a write to `out`, which is also the result."""
    out = kwargs.pop("out", Const(None))
    mask = kwargs.pop("where", None) if isinstance(function, np.ufunc) else None
    if isinstance(out, Pack) and len(out.elements) == 1:
        out = out.elements[0]
    if _is_none(out):
        if mask is not None:
            raise UnsupportedCallError(
                "Without `out=`, entries where the mask of `where=` is false are not initialised",
                low.span,
                "Give an array with `out=`, or use np.where.",
            )
        return low.call_constant(Const(function), args, kwargs, name)
    if not isinstance(out, Ref) or not isinstance(low.read(out).type, Array):
        raise UnsupportedCallError("`out=` is supported for one array that is known when compiling", low.span)
    first = len(low.builder.ops)
    value: Operand = low.read(low.call_constant(Const(function), args, kwargs, name))
    _refuse_misfit(low, function, value.type, low.read(out).type)
    if mask is not None:
        low.builder.silence(first)
        value = low.builder.call(np.where, low.read(mask), value, low.read(out), name=name)
    low.write(out, Const(Ellipsis), value)
    return out


def _refuse_misfit(low: Lowering, function: Any, kind: Type, out: Type) -> None:
    """Refuse an `out=` that NumPy does not take, though the result could be written to it."""
    refuse_cast(kind, out, low.span)
    if not isinstance(kind, Array | Scalar) or not isinstance(out, Array):
        return
    dims = dims_of(kind)
    exact = not isinstance(function, np.ufunc) and function not in _BROADCAST
    spread = any(a == 1 and b != 1 for a, b in zip(dims, out.dims, strict=False))
    if len(dims) > out.ndim or (exact and (len(dims) < out.ndim or spread)):
        reason = f"The result of `{function.__name__}` has {len(dims)} axes, and the array of `out=` {out.ndim}"
        error = DifferentiationTypeError(
            "The array of `out=` has not the shape of the result: NumPy raises a ValueError" if spread else reason,
            low.span,
            "Assign the result: `y[...] = ...`.",
        )
        raise error.is_raised(ValueError)


# -- methods ----------------------------------------------------------------------------------------------------------


def _reduce(low: Lowering, method: Any, args: list[Binding], kwargs: Keywords, name: str) -> Binding | None:
    function = REDUCTIONS.get(method, ACCUMULATIONS.get(method))
    if function is None:
        return None
    bound: Keywords = {**dict(zip(_NAMES, args, strict=False)), **kwargs}
    array = bound.pop("array")
    bound.setdefault("axis", Const(0))
    if isinstance(low.read(array).type, Scalar) or getattr(low.read(array).type, "ndim", 1) == 0:
        bound["axis"] = Const(None)
    if _is_none(bound.get("dtype")):
        bound.pop("dtype")
    if isinstance(low.read(bound["axis"]).type, Array):
        return None
    return low.call(Const(function), [array], bound, name)


def _outer(low: Lowering, method: Any, args: list[Binding], kwargs: Keywords, name: str) -> Binding:
    """`f.outer(a, b)` is f of `a` with as many axes more as `b` has, and `b`."""
    a, b = args
    kinds = [low.read(x).type for x in args]
    if not all(isinstance(kind, Array | Scalar) for kind in kinds):
        raise UnsupportedCallError("`outer` is supported for arrays and numbers", low.span, "Use np.array(...).")
    if isinstance(kinds[0], Array) and isinstance(kinds[1], Array) and kinds[1].ndim:
        index = (Ellipsis, *(None,) * kinds[1].ndim)
        a = low.builder.call(operator.getitem, low.read(a), Const(index), name=name)
    return low.call(Const(method.__self__), [a, b], kwargs, name)


def _at(low: Lowering, method: Any, args: list[Binding], kwargs: Keywords, name: str) -> Binding | None:
    """`f.at(x, index, v)`: a new version of x."""
    helper = AT.get(method.__self__)
    if helper is None or len(args) != 3 or not isinstance(args[0], Ref):
        return None
    x, index, v = args[0], low.read(args[1]), low.read(low.array_of(args[2]))
    is_choice = x.storage in low.state.choices
    if not is_choice:
        low.check_write(x)
    low.settle_display(x.storage)
    current = low.read(x)
    if method.__self__ is np.subtract:
        helper, v = indexing.add_at, low.builder.call(np.negative, v)
    new: Value = low.builder.call(helper, current, index, v, name=x.storage.label)
    if is_choice or x.path or low.is_visible(x.storage):
        low.write(x, Const(Ellipsis), new)
    else:
        low.replace_parts(x, [current], new)
    return Const(None)


_METHODS: dict[str, Any] = {"reduce": _reduce, "accumulate": _reduce, "outer": _outer, "at": _at}
