"""Writes a case of a rule as the Python function that a user would write, and compiles it.

(np.sum, (x,), {"axis": 0})            def program(x0): return np.sum(x0, axis=0)
(np.ndarray.reshape, (x, (3, 2)), {})  def program(x0): return x0.reshape((3, 2))
(operator.getitem, (x, (0, s)), {})    def program(x0): return x0[0, 1:]
(np.stack, ([a, b],), {})              def program(x0, x1): return np.stack([x0, x1])
"""

from __future__ import annotations

import builtins
import importlib.util
import itertools
import linecache
import math
import operator
import re
from collections import Counter
from collections.abc import Callable, Iterable
from functools import cache
from typing import Any

import numpy as np
import pytest

from s2sad.rules.standard import RULES
from s2sad.runtime import (
    bands,
    cofactors,
    einsum,
    elementwise,
    fft,
    filters,
    indexing,
    linalg,
    moving,
    products,
    reductions,
    sampling,
    shaping,
    special,
    spectra,
    statistics,
    ufunc_methods,
)
from s2sad.testing import check_grads
from tests.rules.direct import Case

MODULES: list[Any] = [cofactors, einsum, elementwise, fft, indexing, linalg, moving, products, reductions]
MODULES += [bands, filters, sampling, shaping, special, spectra, statistics, ufunc_methods]
HELPERS = {m.__name__.rsplit(".", 1)[-1] + "_helpers": m for m in MODULES}
if importlib.util.find_spec("scipy"):
    for _name in ("images", "incomplete", "normals", "trajectories", "triangles", "quadrature"):
        HELPERS[f"{_name}_helpers"] = importlib.import_module(f"s2sad.runtime.{_name}")
SCIPY = {"scipy": importlib.import_module("scipy")} if importlib.util.find_spec("scipy") else {}
PARTS = ("special", "stats", "linalg", "signal", "ndimage", "integrate", "interpolate") if SCIPY else ()
for _part in PARTS:
    importlib.import_module(f"scipy.{_part}")
SCOPE: dict[str, Any] = {"np": np, "math": math, **SCIPY, "__name__": __name__, **HELPERS}
SYMBOLS = {
    operator.add: "{} + {}",
    operator.sub: "{} - {}",
    operator.mul: "{} * {}",
    operator.truediv: "{} / {}",
    operator.mod: "{} % {}",
    operator.floordiv: "{} // {}",
    operator.pow: "{} ** {}",
    operator.matmul: "{} @ {}",
    operator.neg: "-{}",
    operator.pos: "+{}",
    operator.abs: "abs({})",
    operator.getitem: "{}[{}]",
}
COUNTER = itertools.count()


def function(text: str, **scope: Any) -> Callable[..., Any]:
    """The function that a text defines; the same one for the same text, so that it is compiled once."""
    return _defined(text, scope) if scope else _shared(text)


@cache
def _shared(text: str) -> Callable[..., Any]:
    return _defined(text, {})


def _defined(text: str, scope: dict[str, Any]) -> Callable[..., Any]:
    """The function that a text defines; its source can be found."""
    filename = f"<rules {next(COUNTER)}>"
    linecache.cache[filename] = (len(text), None, text.splitlines(keepends=True), filename)
    names = {**SCOPE, **scope}
    exec(compile(text, filename, "exec"), names)
    return names[re.findall(r"^def (\w+)", text, re.MULTILINE)[-1]]


def program(case: Case, closed: bool = False) -> tuple[Callable[..., Any], list[Any]]:
    """A function of the numbers and arrays of the case that calls its primitive, and these arguments.

    `closed`: arrays of integers and booleans are globals instead of arguments.
    """
    params: list[Any] = []
    rule = RULES.get(case.primitive)
    assert rule is not None
    known = rule.facts.static
    names = [p.name for p in rule.parameters if p.kind is p.POSITIONAL_OR_KEYWORD] + [""] * len(case.args)
    args = [
        _written(a, None if name in known else params, k == 1 and case.primitive is operator.getitem)
        for k, (a, name) in enumerate(zip(case.args, names, strict=False))
    ]
    kwargs = {k: _written(v, None if k in known else params, False) for k, v in case.kwargs.items()}
    outside = {f"x{k}": v for k, v in enumerate(params) if closed and k not in floats(params)}
    names = [f"x{k}" for k in range(len(params)) if f"x{k}" not in outside]
    text = f"def program({', '.join(names)}):\n    return {_call(case.primitive, args, kwargs)}\n"
    return function(text, **outside), [params[int(name[1:])] for name in names]


def written(text: str, count: int) -> Callable[..., Any]:
    """The function of x, y, z that a text describes: an expression, or statements with a return."""
    body = text if "return" in text else f"return {text}"
    return function(f"def program({', '.join('xyz'[:count])}):\n    {body}\n")


def _written(value: Any, params: list[Any] | None, is_index: bool) -> str:
    """The text of an argument: numbers and arrays become parameters, what is known when compiling is a literal."""
    if isinstance(value, np.ndarray | np.generic | float | complex) and params is not None and not _is_infinite(value):
        params.append(value)
        return f"x{len(params) - 1}"
    if isinstance(value, list):
        return "[" + ", ".join(_written(v, params, False) for v in value) + "]"
    if isinstance(value, tuple):
        inner = ", ".join(_written(v, params, is_index) for v in value) + "," * (len(value) == 1)
        return inner if is_index and value else f"({inner})"
    if isinstance(value, slice):
        parts = ["" if p is None else str(p) for p in (value.start, value.stop)]
        step = "" if value.step is None else f":{value.step}"
        return f"{parts[0]}:{parts[1]}{step}" if is_index else f"slice({value.start}, {value.stop}, {value.step})"
    if value is Ellipsis:
        return "..."
    if _is_infinite(value):
        return "np.inf" if value > 0 else "-np.inf"
    if isinstance(value, type):
        return f"np.{value.__name__}" if issubclass(value, np.generic) else value.__name__
    return repr(value)


def _is_infinite(value: Any) -> bool:
    """Whether a value is the infinity that chooses a norm."""
    return isinstance(value, float) and math.isinf(value)


def _call(primitive: Any, args: list[str], kwargs: dict[str, str]) -> str:
    if primitive in SYMBOLS and not kwargs:
        return SYMBOLS[primitive].format(*args)
    keywords = [f"{k}={v}" for k, v in kwargs.items()]
    if getattr(primitive, "__objclass__", None) is np.ndarray:
        return f"{args[0]}.{primitive.__name__}({', '.join([*args[1:], *keywords])})"
    return f"{name_of(primitive)}({', '.join([*args, *keywords])})"


def name_of(primitive: Any) -> str:
    """How a program calls a primitive."""
    name = getattr(primitive, "__name__", "")
    places: dict[str, Any] = {"math.": math, "np.": np, "np.linalg.": np.linalg, "np.fft.": np.fft, "": builtins}
    places["np.lib.stride_tricks."] = np.lib.stride_tricks
    places |= {f"scipy.{part}.": getattr(scipy, part) for scipy in SCIPY.values() for part in PARTS}
    places |= {f"{k}.": m for k, m in HELPERS.items()}
    for prefix, place in places.items():
        if getattr(place, name, None) is primitive:
            return prefix + name
    owner = getattr(primitive, "__self__", None)
    if owner is not None:
        return f"{name_of(owner)}.{name}"
    for scipy in SCIPY.values():
        for label, value in vars(scipy.stats).items():
            if value is primitive:
                return f"scipy.stats.{label}"
    raise AssertionError(f"{primitive} has no name")


def as_case(case: Any) -> Case:
    """A case given as a tuple."""
    return case if isinstance(case, Case) else Case(*case)


def floats(values: Iterable[Any]) -> list[int]:
    """The positions of the arguments that have a derivative."""
    return [k for k, v in enumerate(values) if np.asarray(v).dtype.kind in "fc"]


def first_of_each(cases: Iterable[Case]) -> list[Case]:
    """The first case of each primitive."""
    return list({case.primitive: case for case in reversed([*cases])}.values())


def with_rest_slow(cases: Iterable[Any], key: Callable[[Any], Any], kept: int) -> list[Any]:
    """The cases; those after the first few with one key are heavier tests, of what is much the same."""
    seen: Counter[Any] = Counter()
    found = []
    for case in cases:
        seen[key(case)] += 1
        found.append(pytest.param(case, marks=pytest.mark.slow) if seen[key(case)] > kept else case)
    return found


def check_first_order(case: Case) -> None:
    """Both modes of a case."""
    made, args = program(case)
    check_grads(made, args, order=1)


def check_second_order(case: Case) -> None:
    """All compositions of the modes, of a case whose functions are closed under differentiation."""
    made, args = program(case, closed=True)
    check_grads(made, args, order=2)


def check_program(case: tuple[Any, str, tuple[Any, ...]]) -> None:
    """Both orders of a written program."""
    _, text, args = case
    check_grads(written(text, len(args)), args, order=2)
