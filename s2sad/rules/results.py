"""The result types of elementwise functions and reductions: argument types, or known values, to a type.

`ufunc_type(np.sin)(Scalar("int64"))` -> `Scalar("float64")`; `sum_type(Array("bool", (n, 3)), axis=0)` ->
`Array("int64", (3,))`. An argument known when compiling arrives as its value; `UNKNOWN` says that nothing can be said.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any

import numpy as np

from s2sad.ir import types
from s2sad.ir.joins import join
from s2sad.ir.leaves import known_value
from s2sad.ir.types import BOOL, COMPLEX, FLOAT, INT, UNKNOWN, Array, Perhaps, Scalar, Type, assured

ResultType = Callable[..., Type]
_WEAK_SAMPLES: dict[str, Any] = {"bool": np.dtype(bool), "int64": int, "float64": float, "complex128": complex}


def as_type(value: Any) -> Type:
    """The type of an argument: itself if it is a type already, else the type of the known value."""
    return value if isinstance(value, Type) else types.type_of(value)


def as_value(argument: Any) -> Any:
    """The known value of an argument; a type that is no `Static` stays as it is."""
    return argument.value if isinstance(argument, types.Static) else argument


def _is_weak(t: Type) -> bool:
    return isinstance(t, Scalar) and t.weak


def always(t: Type) -> ResultType:
    """The result type of a function that returns `t` whatever it is given."""

    def result(*_: Any, **__: Any) -> Type:
        return t

    return result


# --- elementwise -----------------------------------------------------------------------------------------------------


def _resolve(ufunc: Any, operands: Iterable[Type]) -> Type:
    numbers = [t for t in operands if isinstance(t, Scalar | Array)]
    dtypes = [_WEAK_SAMPLES[t.dtype] if isinstance(t, Scalar) and t.weak else np.dtype(t.dtype) for t in numbers]
    try:
        dtype = ufunc.resolve_dtypes((*dtypes, None))[-1]
    except TypeError:  # the ufunc has no loop for these
        return UNKNOWN
    return types.with_dims(dtype.name, types.broadcast_dims(map(types.dims_of, numbers)))


def ufunc_type(ufunc: Any) -> ResultType:
    """The result type of a NumPy ufunc, which never returns a Python number.

    >>> ufunc_type(np.sin)(1.5), ufunc_type(np.less)(FLOAT, Scalar("float32"))
    (Scalar(dtype='float64', weak=False), Scalar(dtype='bool', weak=False))
    """

    def result(*operands: Any) -> Type:
        operand_types = [as_type(operand) for operand in operands]
        return _resolve(ufunc, operand_types) if all(map(types.is_numeric, operand_types)) else UNKNOWN

    return result


def operator_type(ufunc: Any, python: ResultType) -> ResultType:
    """The result type of an operator: `python` of Python numbers, else that of the ufunc.

    >>> operator_type(np.true_divide, quotient_type)(INT, 2), operator_type(np.add, number_type)(INT, Scalar("int8"))
    (Scalar(dtype='float64', weak=True), Scalar(dtype='int8', weak=False))
    """
    of_arrays = ufunc_type(ufunc)

    def result(*operands: Any) -> Type:
        operands = tuple(assured(x) if isinstance(x, Perhaps) else x for x in operands)
        kinds = [as_type(x) for x in operands]
        if all(map(_is_weak, kinds)):
            return python(*operands)
        found, numbers = of_arrays(*operands), [t for t in kinds if isinstance(t, Scalar)]
        if not isinstance(found, Scalar) or len(numbers) < len(kinds):
            return found
        return replace(found, mixed=all(t.weak or t.mixed for t in numbers))

    return result


def number_type(*operands: Any) -> Type:
    """The type of `+ - * // %` of Python numbers, for which a bool is an int."""
    result = types.result_dtype([t for t in map(as_type, operands) if isinstance(t, Scalar)])
    return INT if result == BOOL else result


def sum_operator_type(x: Any, y: Any) -> Type:
    """The result type of `x + y`: `n + 1` is a size if n is one, and two shapes give a shape."""
    a, b = as_type(x), as_type(y)
    if isinstance(a, types.Tuple) and isinstance(b, types.Tuple) and _is_shape(a) and _is_shape(b):
        return types.Tuple((*a.elements, *b.elements))
    return shifted_size(x, y) or shifted_size(y, x) or operator_type(np.add, number_type)(x, y)


def difference_operator_type(x: Any, y: Any) -> Type:
    """The result type of `x - y`."""
    y_value = as_value(y)
    shifted = shifted_size(x, -y_value) if type(y_value) is int else None
    return shifted or operator_type(np.subtract, number_type)(x, y)


def shifted_size(size: Any, offset: Any) -> Type | None:
    """The type of the size of an array plus a constant."""
    size, offset = as_type(size), as_value(offset)
    if isinstance(size, Scalar) and size.size is not None and type(offset) is int:
        return types.size_type(size.size.plus(offset))
    return None


def _is_shape(kind: types.Tuple) -> bool:
    values = map(known_value, kind.elements)
    return kind.cls is None and all(type(v) is int or (isinstance(v, Scalar) and v.dtype == "int64") for v in values)


def length_type(sequence: Any) -> Type:
    """The result type of `len`."""
    kind = as_type(sequence)
    return types.size_type(kind.dims[0]) if isinstance(kind, Array) and kind.dims else INT


def size_of_array_type(a: Any, *axis: Any) -> Type:
    """The result type of `np.size`."""
    kind = as_type(a)
    return length_type(kind) if isinstance(kind, Array) and len(kind.dims) == 1 and not axis else INT


def conversion_type(dtype: str) -> Callable[..., Type]:
    """The result type of `np.float32(x)` and its like; an array stays one, but for one without axes."""

    def result(x: Any = 0.0) -> Type:
        kind = as_type(x)
        if isinstance(kind, Array):
            return Array(dtype, kind.dims) if kind.dims else Scalar(dtype)
        return Scalar(dtype) if isinstance(kind, Scalar) else UNKNOWN

    return result


def choice_type(x: Any, y: Any) -> Type:
    """The type of `max` and `min` of two numbers: one of them."""
    kinds = [as_type(x), as_type(y)]
    if kinds[0] == kinds[1]:
        return kinds[0]
    if BOOL in kinds and all(isinstance(t, Scalar) and t.weak for t in kinds):
        return number_type(x, y)
    return join(*kinds) if all(isinstance(t, Scalar) for t in kinds) else UNKNOWN


def magnitude_type(x: Any) -> Type:
    """The type of `abs` of a Python number."""
    return FLOAT if as_type(x) == COMPLEX else number_type(x)


def quotient_type(*operands: Any) -> Type:
    """The type of `/` of Python numbers."""
    return COMPLEX if COMPLEX in map(as_type, operands) else FLOAT


def power_type(x: Any, p: Any) -> Type:
    """The type of `**` of Python numbers: that of integers, int or float, depends on the sign of the exponent.

    A negative float to a fractional power is complex in Python; that case is typed as a float all the same.
    """
    dtype = number_type(x, p)
    if dtype != INT:
        return dtype
    if isinstance(p, int):
        return INT if p >= 0 else FLOAT
    return replace(FLOAT, mixed=True, integral=True)


def bits_type(*operands: Any) -> Type:
    """The type of `& | ^` of Python numbers: bool for bools."""
    return types.result_dtype([t for t in map(as_type, operands) if isinstance(t, Scalar)])


def equality_type(ufunc: Any) -> ResultType:
    """The result type of `==` or `!=`: also strings, None and containers are compared, to a Python bool."""
    of_numbers = operator_type(ufunc, always(BOOL))

    def result(x: Any, y: Any) -> Type:
        x, y = as_type(x), as_type(y)
        if types.is_numeric(x) and types.is_numeric(y):
            return of_numbers(x, y)
        plain = types.Tuple | types.List | types.FixedList | types.Record | types.Map | types.Range
        comparable = [isinstance(t, plain) or isinstance(as_value(t), str | type | None) for t in (x, y)]
        return BOOL if all(comparable) else UNKNOWN

    return result


def where_type(condition: Any, x: Any, y: Any) -> Type:
    """The result type of `np.where`, which returns an array even of scalars."""
    operands = [as_type(operand) for operand in (condition, x, y)]
    numbers = [t for t in operands if isinstance(t, Scalar | Array)]
    if len(numbers) < len(operands):
        return UNKNOWN
    return Array(types.result_dtype(numbers[1:]).dtype, types.broadcast_dims(map(types.dims_of, numbers)))


def clip_type(a: Any, a_min: Any = None, a_max: Any = None, *, min: Any = None, max: Any = None) -> Type:
    """The result type of `np.clip`; a bound may be None."""
    operands = [as_type(x) for x in (a, a_min, a_max, min, max) if as_value(x) is not None]
    t = types.elementwise_type(*operands)
    return types.with_dims(t.dtype, types.dims_of(t)) if isinstance(t, Scalar | Array) else UNKNOWN


def round_type(number: Any, ndigits: Any = None) -> Type:
    """The result type of the builtin `round`: an int without `ndigits`, else of the number's type."""
    t = as_type(number)
    if not isinstance(t, Scalar):
        return UNKNOWN
    if as_value(ndigits) is None:
        return INT
    return number_type(t) if t.weak else t


def around_type(a: Any, decimals: Any = 0) -> Type:
    """The result type of `np.round`: NumPy's, of the same dtype."""
    t = as_type(a)
    if not isinstance(t, Scalar | Array) or t.dtype == "bool" or not types.is_numeric(as_type(decimals)):
        return UNKNOWN
    return types.with_dims(t.dtype, types.dims_of(t))


def isclose_type(a: Any, b: Any, *_: Any, **__: Any) -> Type:
    """The result type of `np.isclose`."""
    return ufunc_type(np.equal)(a, b)


def mask_type(condition: Any) -> Type:
    """The result type of `as_mask`: a boolean array of the condition's dims."""
    t = as_type(condition)
    return Array("bool", types.dims_of(t)) if isinstance(t, Scalar | Array) else UNKNOWN


def power_partial_type(x: Any, p: Any, *_: Any) -> Type:
    """The result type of `power_partial`: never an integer."""
    return quotient_type(x, p) if _is_weak(as_type(x)) and _is_weak(as_type(p)) else _inexact_type(x, p)


def _inexact_type(*operands: Any) -> Type:
    t = types.elementwise_type(*map(as_type, operands))
    if not isinstance(t, Scalar | Array):
        return UNKNOWN
    return types.with_dims(_inexact_name(t.dtype), types.dims_of(t))


def abs_partial_type(x: Any, y: Any) -> Type:
    """The result type of `abs_partial`: that of the argument, a float for a Python number."""
    del y
    t = as_type(x)
    return t if isinstance(t, Scalar) else types.elementwise_type(t)


# --- reductions ------------------------------------------------------------------------------------------------------


def _real_name(dtype: str) -> str:
    return str(np.empty(0, dtype).real.dtype)


def _inexact_name(dtype: str) -> str:
    return dtype if np.dtype(dtype).kind in "fc" else "float64"


def _sum_name(dtype: str) -> str:
    return str(np.empty(0, dtype).sum().dtype)


def _same_name(dtype: str) -> str:
    return dtype


def _spread_name(dtype: str) -> str:
    return _real_name(_inexact_name(dtype))


def known_axes(axis: Any, ndim: int) -> tuple[int, ...] | None:
    """The axes that `axis` names, counted from the left; None if they are not known."""
    axis = as_value(axis)
    if axis is None:
        return tuple(range(ndim))
    axes = axis if isinstance(axis, tuple) else (axis,)
    if not all(isinstance(k, int | np.integer) and -ndim <= k < ndim for k in axes):
        return None
    return tuple(int(k) % ndim for k in axes)


def reduced_dims(dims: tuple[types.Dim, ...], axis: Any, keepdims: Any) -> tuple[types.Dim, ...] | None:
    """The dims of a reduction; None if they are not known.

    >>> reduced_dims((2, 3, 4), axis=-1, keepdims=False), reduced_dims((2, 3, 4), axis=(0, 1), keepdims=True)
    ((2, 3), (1, 1, 4))
    """
    axes, keepdims = known_axes(axis, len(dims)), as_value(keepdims)
    if axes is None or not isinstance(keepdims, bool):
        return None
    if keepdims:
        return tuple(1 if k in axes else dim for k, dim in enumerate(dims))
    return tuple(dim for k, dim in enumerate(dims) if k not in axes)


def _reduction(dtype_name: Callable[[str], str]) -> ResultType:
    def result(a: Any, axis: Any = None, dtype: Any = None, *, keepdims: Any = False, **_: Any) -> Type:
        t, name = as_type(a), as_value(dtype)
        if not isinstance(t, Scalar | Array) or isinstance(name, Type):
            return UNKNOWN
        dims = reduced_dims(types.dims_of(t), axis, keepdims)
        wanted = dtype_name(t.dtype) if name is None else np.dtype(name).name
        return UNKNOWN if dims is None else types.with_dims(wanted, dims)

    return result


sum_type = _reduction(_sum_name)
mean_type = _reduction(_inexact_name)
extremum_type = _reduction(_same_name)
variance_type = _reduction(_spread_name)
index_type = _reduction(lambda _: "int64")
truth_type = _reduction(lambda _: "bool")


def cumulative_type(a: Any, axis: Any = None, dtype: Any = None) -> Type:
    """The result type of `np.cumsum` and `np.cumprod`, which flatten without an axis."""
    t, name = as_type(a), as_value(dtype)
    if not isinstance(t, Scalar | Array) or isinstance(name, Type):
        return UNKNOWN
    wanted = _sum_name(t.dtype) if name is None else np.dtype(name).name
    if as_value(axis) is not None:
        return Array(wanted, types.dims_of(t))
    return Array(wanted, flat_dims(types.dims_of(t)))


def flat_dims(dims: tuple[types.Dim, ...]) -> tuple[types.Dim, ...]:
    others = [dim for dim in dims if dim != 1]
    if len(others) > 1:
        return (None,)
    return tuple(others) or (1,)


def count_nonzero_type(a: Any, axis: Any = None, *, keepdims: Any = False) -> Type:
    """The result type of `np.count_nonzero`; a total was a Python int before NumPy 2.4."""
    total = as_value(axis) is None and as_value(keepdims) is False
    return types.type_of(np.count_nonzero([1])) if total else index_type(a, axis, keepdims=keepdims)


def spread_type(y_bar: Any, x: Any, axis: Any = None, keepdims: Any = False) -> Type:
    """The result type of `spread`: an array of `x`'s dims."""
    del axis, keepdims
    y_bar, x = as_type(y_bar), as_type(x)
    if not isinstance(y_bar, Scalar | Array) or not isinstance(x, Scalar | Array):
        return UNKNOWN
    return Array(y_bar.dtype, types.dims_of(x))


def keep_axes_type(y: Any, axis: Any = None, keepdims: Any = False) -> Type:
    """The result type of `keep_axes`: the reduced axes are dimensions of one again."""
    t, axis, keepdims = as_type(y), as_value(axis), as_value(keepdims)
    if not isinstance(t, Scalar | Array) or isinstance(axis, Type) or isinstance(keepdims, Type):
        return UNKNOWN
    if axis is None or keepdims:
        return t
    count = len(axis) if isinstance(axis, tuple) else 1
    axes = known_axes(axis, len(types.dims_of(t)) + count)
    rest = iter(types.dims_of(t))
    if axes is None:
        return UNKNOWN
    return Array(t.dtype, tuple(1 if k in axes else next(rest) for k in range(len(types.dims_of(t)) + count)))


def scan_type(a: Any, b: Any) -> Type:
    """The result type of `scan`: always an array, of floats at least."""
    t = types.elementwise_type(as_type(a), as_type(b))
    return Array(_inexact_name(t.dtype), types.dims_of(t)) if isinstance(t, Scalar | Array) else UNKNOWN
