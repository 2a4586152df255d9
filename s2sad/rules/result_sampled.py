"""The result type of a function that nobody has to state: it is called on small samples of its arguments' types.

`sampled(np.ptp)(Array("float32", (n, m)), axis=0)` calls `np.ptp` on arrays of 5 × 11 and of 7 × 17 elements:
5 -> 11, 7 -> 17 says that the result has the dim m, in float32. What fails on a sample, or whose dims follow no
argument, is unknown. The sizes of two runs differ by another number for each symbol, so that no two are confused.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np

from s2sad.ir import types
from s2sad.ir.types import UNKNOWN, Array, FixedList, Scalar, Static, Symbol, Tuple, Type

_SIZES = ((5, 11, 17, 23, 31, 41), (7, 17, 29, 41, 55, 71))
_WEAK: dict[str, Any] = {"bool": bool, "int64": int, "float64": float, "complex128": complex}


class _NoSampleError(Exception):
    """An argument of which no sample can be made."""


class _Run:
    """One call on samples: `sizes` gives the symbols their lengths in the order in which they are met."""

    def __init__(self, number: int) -> None:
        self.number = number
        self.sizes: dict[Any, int] = {}

    def size(self, dim: Any) -> int:
        if isinstance(dim, int):
            return dim
        key = object() if dim is None else replace(dim, offset=0)
        if len(self.sizes) >= len(_SIZES[0]):
            raise _NoSampleError
        length = self.sizes.setdefault(key, _SIZES[self.number][len(self.sizes)])
        return max(length + (0 if dim is None else dim.offset), 0)

    def of(self, argument: Any) -> Any:
        """A sample of a type; what is known is its own sample."""
        match argument:
            case Static():
                return argument.value
            case Scalar():
                fill = {"f": 0.5, "c": 0.5, "b": self.number}.get(np.dtype(argument.dtype).kind, 1 + self.number)
                return (_WEAK[argument.dtype] if argument.weak else np.dtype(argument.dtype).type)(fill)
            case Array():
                shape = tuple(map(self.size, argument.dims))
                count = int(np.prod(shape))
                kind = np.dtype(argument.dtype).kind
                filled = np.linspace(0.25, 0.75, count) if kind in "fc" else np.full(count, 1 + self.number)
                return filled.astype(argument.dtype).reshape(shape)
            case Tuple() | FixedList() if getattr(argument, "cls", None) is None:
                parts = map(self.of, argument.elements)
                return tuple(parts) if isinstance(argument, Tuple) else list(parts)
            case tuple() | list():
                return type(argument)(map(self.of, argument))
        if isinstance(argument, Type):
            raise _NoSampleError
        return argument


def sampled(function: Callable[..., Any]) -> Callable[..., Type]:
    """The result type of `function`, had by calling it.

    >>> sampled(np.ptp)(Array("float32", (Symbol("n"), Symbol("m"))), axis=0)
    Array(dtype='float32', dims=(Symbol(name='m', offset=0, whole=True),))
    """

    def result(*args: Any, **kwargs: Any) -> Type:
        runs = _Run(0), _Run(1)
        try:
            first, second = (_called(run, function, args, kwargs) for run in runs)
        except _NoSampleError:
            return UNKNOWN
        found = _type_of(first, second, *runs)
        return UNKNOWN if _has_unknown(found) else found

    return result


def _called(run: _Run, function: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
    positional, keywords = [run.of(a) for a in args], {k: run.of(v) for k, v in kwargs.items()}
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")
        try:
            return function(*positional, **keywords)
        except Exception as error:
            # Functions of NumPy and SciPy raise what they like for samples that they do not take (classes of their own
            # among it). The type is then unknown, which is right for every function.
            raise _NoSampleError from error


def _type_of(first: Any, second: Any, *runs: _Run) -> Type:
    if type(first) is not type(second):
        return UNKNOWN
    if isinstance(first, np.ndarray):
        if first.ndim != second.ndim or first.dtype != second.dtype or first.dtype.kind not in "biufc":
            return UNKNOWN
        dims = (_dim(pair, *runs) for pair in zip(first.shape, second.shape, strict=True))
        return Array(first.dtype.name, tuple(dims))
    if type(first) in (tuple, list) and len(first) == len(second):
        parts = tuple(_type_of(a, b, *runs) for a, b in zip(first, second, strict=True))
        return Tuple(parts) if isinstance(first, tuple) else FixedList(parts)
    return types.scalar_of(first) or UNKNOWN


def _has_unknown(t: Type) -> bool:
    return t == UNKNOWN or any(map(_has_unknown, types.children(t)))


def _dim(pair: tuple[int, int], first: _Run, second: _Run) -> types.Dim:
    if pair[0] == pair[1]:
        return pair[0]
    for name, size in first.sizes.items():
        offset = pair[0] - size
        if isinstance(name, Symbol) and pair[1] - second.sizes[name] == offset:
            return name.plus(offset)
    return None
