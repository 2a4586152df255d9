"""The product of functions, argument patterns, shapes and dtypes, made from the cases of the rules.

    Case(np.sum, (M,), {"axis": 0})  x  SHAPES  x  DTYPES  ->  Combination("np.sum", "batch", "float32", ...)

A combination counts where the function itself computes finite floats from it: what the shapes and dtypes do not make
sense for, NumPy and SciPy refuse by themselves.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

import numpy as np
import optree

from s2sad import coverage
from tests.rules import cases_ufuncs, test_compiled
from tests.rules.cases_scipy_linalg import SCIPY_LINALG_PROGRAMS
from tests.rules.cases_scipy_programs import SCIPY_PROGRAMS
from tests.rules.cases_scipy_special import CASES as SCIPY_SPECIAL
from tests.rules.cases_scipy_stats import CASES as SCIPY_STATS
from tests.rules.compiled import program, written
from tests.rules.direct import Case
from tests.rules.test_compiled_scipy import ALL as SCIPY_CALLS

SHAPES = ("given", "scalar", "one element", "vector", "matrix", "batch", "broadcast", "empty")
DTYPES = ("float64", "float32", "complex128")
SENSELESS: tuple[tuple[str, Callable[[Any], bool]], ...] = (
    ("np.lib.stride_tricks.as_strided", lambda c: c.shape != "given" or c.dtype != "float64"),  # strides count bytes
    ("scipy.stats.", lambda c: c.dtype == "complex128"),  # densities of real numbers
    *(  # phases of vectors are free
        (f"{p}.linalg.{f}", lambda c: c.dtype == "complex128") for p in ("np", "scipy") for f in ("eig", "svd")
    ),
    ("scipy.linalg.solve_sylvester", lambda c: c.shape == "empty"),  # no square matrices, which SciPy does not check
    ("np.einsum", lambda c: c.shape == "empty" and "ii->" in c.pattern.label),  # NumPy reads memory that is not there
    ("np.place", lambda c: c.shape in ("matrix", "batch") and c.dtype == "complex128"),  # numbers beside 0, a jump
    *(  # rows that are proportional: where a singular value is 0, its sign is rounding
        ("np.linalg.norm", lambda c, kind=kind: c.shape == "batch" and kind in c.pattern.label)
        for kind in ("'nuc', (", "-2, (")
    ),
    ("np.linalg.qr", lambda c: c.dtype == "float32" and "[2, 2, 4]" in c.pattern.label),  # badly conditioned
    ("np.linalg.pinv", lambda c: c.shape == "empty" and "hermitian" in c.pattern.label),  # no square matrices
    ("scipy.interpolate.interp1d", lambda c: c.dtype == "complex128"),  # places in an order
    ("scipy.special.logsumexp", lambda c: c.shape == "empty" and "return_sign" in c.pattern.label),  # complex
    ("np.polyval", lambda c: c.shape == "empty" and c.dtype == "complex128"),  # no coefficients: no say in the dtype
    *((f"np.{f}", lambda c: c.shape == "empty") for f in ("cov", "corrcoef")),  # float64, whatever the dtype
    *((f"np.nan{f}", lambda c: c.shape == "empty") for f in ("quantile", "percentile")),  # the shape forgets q
    ("scipy.signal.fftconvolve", lambda c: c.shape == "empty"),  # no numbers, whatever the shapes
    *((f"np.fft.{f}", lambda c: c.shape == "empty") for f in ("irfft", "hfft")),  # NumPy reads memory that is not there
    ("np.histogram", lambda c: c.shape in ("scalar", "one element")),  # a number on an edge, where the counts jump
    ("np.histogram", lambda c: c.shape == "batch" and c.dtype == "float32"),  # close to an edge, as below
    ("np.ndarray.astype", lambda c: c.dtype == "float32"),  # differences of numbers in single precision
)
CLOSER = 0.97
"""The factor between the members of a batch: most domains of definition are star-shaped around 0."""


@dataclass(frozen=True)
class Pattern:
    """One way to call a function.

    Attributes:
        name: of the function, as in docs/functions.md.
        label: the call.
        args: its arguments, those by keyword last.
        make: arguments -> a Python function, and the values to call it with.
    """

    name: str
    label: str
    args: tuple[Any, ...]
    make: Callable[[tuple[Any, ...]], tuple[Callable[..., Any], list[Any]]]


@dataclass(frozen=True)
class Combination:
    """A pattern with arguments of one shape and one dtype."""

    pattern: Pattern
    shape: str
    dtype: str

    def __str__(self) -> str:
        return f"{self.pattern.label}, {self.shape}, {self.dtype}"

    @property
    def makes_sense(self) -> bool:
        """Whether NumPy or SciPy say what it means, though they may compute something."""
        return not any(self.pattern.name.startswith(name) and condition(self) for name, condition in SENSELESS)

    def program(self) -> tuple[Callable[..., Any], list[Any]] | None:
        """The function and its arguments; None if it computes nothing that has a derivative."""
        args = shaped(self.pattern.args, self.shape) if self.makes_sense else None
        typed = None if args is None else _typed(args, self.dtype)
        if typed is None:
            return None
        fun, values = self.pattern.make(typed)
        with warnings.catch_warnings(), np.errstate(all="raise", under="ignore"):
            warnings.simplefilter("error")
            try:
                result = fun(*[np.copy(v) if isinstance(v, np.ndarray) else v for v in values])
            except Exception:  # whatever NumPy and SciPy raise for arguments that make no sense
                return None
        return (fun, values) if _has_derivative(values) and _has_derivative([result]) else None


def _has_derivative(tree: Any) -> bool:
    """Whether there are floats, all of them finite."""
    numbers = (float, complex, np.ndarray, np.generic)
    leaves = [np.asarray(leaf) for leaf in optree.tree_leaves(tree) if isinstance(leaf, numbers)]
    inexact = [leaf for leaf in leaves if leaf.dtype.kind in "fc"]
    return bool(inexact) and all(np.isfinite(leaf).all() for leaf in inexact)


# ---- shapes and dtypes


def _mapped(f: Callable[[Any], Any], value: Any) -> Any:
    """Apply a function to the arrays of floats in an argument."""
    if isinstance(value, list | tuple):
        return type(value)(_mapped(f, v) for v in value)
    return f(value) if isinstance(value, np.ndarray) and value.dtype.kind in "fc" else value


def _arrays(args: tuple[Any, ...]) -> list[Any]:
    found: list[Any] = []
    _mapped(lambda x: found.append(x) or x, args)  # type: ignore[func-returns-value]
    return found


def _batch(x: Any) -> Any:
    return np.stack([x, CLOSER * x])


def _matrix(x: Any) -> Any:
    if x.ndim < 2:
        return np.stack([x.ravel(), CLOSER * x.ravel()])
    return x.reshape(-1, x.shape[-1]) if x.size else x


_SHAPED: dict[str, Callable[[Any], Any]] = {
    "given": lambda x: x,
    "scalar": lambda x: x.dtype.type(x.flat[0]) if x.size else x,
    "one element": lambda x: x[(slice(0, 1),) * x.ndim],
    "vector": np.ravel,
    "matrix": _matrix,
    "batch": _batch,
    "empty": lambda x: x[:0] if x.ndim else x,
}


def shaped(args: tuple[Any, ...], shape: str) -> tuple[Any, ...] | None:
    """The arguments with arrays of another shape; None if they have that one, or there is one array to broadcast."""
    if shape == "broadcast":
        if len(_arrays(args)) < 2:
            return None
        first = next(k for k, a in enumerate(args) if _arrays((a,)))
        return tuple(_mapped(_batch, a) if k == first else a for k, a in enumerate(args))
    new: tuple[Any, ...] = _mapped(_SHAPED[shape], args)
    same = [np.shape(a) for a in _arrays(new)] == [np.shape(a) for a in _arrays(args)]
    return None if same and shape != "given" else new


def _typed(args: tuple[Any, ...], dtype: str) -> tuple[Any, ...] | None:
    """The arguments with arrays of another dtype; None where they are complex already, or there is no array."""
    arrays = _arrays(args)
    has_complex = any(np.iscomplexobj(a) for a in arrays)
    if dtype == "float64":
        return args
    if dtype == "float32" and arrays:
        return _mapped(lambda x: x.astype(np.complex64 if np.iscomplexobj(x) else np.float32), args)  # type: ignore[no-any-return]
    if dtype == "complex128" and arrays and not has_complex:
        return _mapped(lambda x: x + 0.3j * np.roll(x, 1), args)  # type: ignore[no-any-return]
    return None


# ---- patterns


@cache
def patterns() -> tuple[Pattern, ...]:
    """One pattern for each way in which the cases of the rules call a function that has a public name."""
    names = {p: one.name for one in coverage.covered() for p in one.primitives}
    found: dict[Any, Pattern] = {}
    for case in _cases():
        if case.primitive in names:
            values = (*case.args, *case.kwargs.values())
            made = Pattern(names[case.primitive], str(case), values, _of_case(case))
            found.setdefault(_way(case), made)
    for primitive, text, args in _programs():
        if primitive in names:
            found[text] = Pattern(names[primitive], text, tuple(args), _of_text(text, len(args)))
    return tuple(found.values())


def _cases() -> Iterator[Case]:
    yield from test_compiled.ACTIVE
    yield from cases_ufuncs.CASES
    for each in (*SCIPY_CALLS, *SCIPY_SPECIAL, *SCIPY_STATS):
        yield each if isinstance(each, Case) else Case(*each)


def _programs() -> Iterator[Any]:
    yield from test_compiled.WRITTEN
    yield from SCIPY_LINALG_PROGRAMS
    yield from SCIPY_PROGRAMS


def _way(case: Case) -> Any:
    """What makes a call another pattern: all but the floats, and the number of axes of arrays."""

    def outline(value: Any) -> Any:
        if isinstance(value, list | tuple):
            return type(value).__name__, tuple(map(outline, value))
        if isinstance(value, np.ndarray):
            return value.dtype.kind, value.ndim
        return type(value).__name__ if isinstance(value, float | complex) else repr(value)

    return case.primitive, outline(case.args), tuple((k, outline(v)) for k, v in case.kwargs.items())


def _of_case(case: Case) -> Callable[[tuple[Any, ...]], Any]:
    count = len(case.args)

    def make(values: tuple[Any, ...]) -> Any:
        keywords = dict(zip(case.kwargs, values[count:], strict=True))
        return program(replace(case, args=values[:count], kwargs=keywords), closed=True)

    return make


def _of_text(text: str, count: int) -> Callable[[tuple[Any, ...]], Any]:
    return lambda args: (written(text, count), list(args))


def combinations() -> Iterator[Combination]:
    """The full product, without what certainly makes no sense."""
    for pattern in patterns():
        for shape in SHAPES:
            for dtype in DTYPES:
                yield Combination(pattern, shape, dtype)
