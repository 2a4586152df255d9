"""Checks of rule functions as they stand, without the compiler.

A case is `(primitive, args, kwargs)`. `check_derivative` compares the jvp with differences or the complex step, and
the vjp with the jvp by `<y_bar, J v> = <J^T y_bar, v>`; `check_result_type` compares `result=` with what comes out.
"""

from __future__ import annotations

import inspect
import re
from typing import Any

import numpy as np
import optree

from s2sad.ir.types import FLOAT, INT, UNKNOWN, Array, FixedList, List, Scalar, Static, Symbol, Tuple, scalar_of
from s2sad.rules.table import Rule, RuleTable

# --- derivatives ------------------------------------------------------------------------------------------------------


def is_inexact(leaf: Any) -> bool:
    return isinstance(leaf, float | complex | np.ndarray | np.generic) and np.asarray(leaf).dtype.kind in "fc"


def random_like(rng: np.random.Generator, tree: Any) -> Any:
    """Random numbers in the structure, shapes and dtypes of `tree`; zeros for what is not inexact."""

    def sample(leaf: Any) -> Any:
        if not is_inexact(leaf):
            return leaf * 0
        x = np.asarray(leaf)
        value = rng.standard_normal(x.shape) + (1j * rng.standard_normal(x.shape) if x.dtype.kind == "c" else 0)
        return value.astype(x.dtype) if isinstance(leaf, np.ndarray) else value.astype(x.dtype)[()]

    return optree.tree_map(sample, tree)


def inexact_leaves(tree: Any) -> list[np.ndarray]:
    return [np.asarray(x) for x in optree.tree_leaves(tree) if is_inexact(x)]


def pairing(a: Any, like_a: Any, b: Any) -> float:
    """Re sum(a * b) over the leaves that are inexact in `like_a`."""
    total = 0.0
    leaves = zip(*map(optree.tree_leaves, (a, like_a, b)), strict=True)
    for x, like, y in leaves:
        if is_inexact(like):
            total += np.real(np.sum(np.asarray(x) * np.asarray(y)))
    return float(total)


class Call:
    """A primitive with its arguments, as a function of the differentiable ones."""

    def __init__(self, rule: Rule, primitive: Any, args: tuple[Any, ...], kwargs: dict[str, Any]) -> None:
        self.rule, self.primitive = rule, primitive
        signature = inspect.Signature(list(rule.parameters))
        self.bound = signature.bind(*args, **kwargs)
        self.full = signature.bind(*args, **kwargs)
        self.full.apply_defaults()
        self.x = {name: self.full.arguments[name] for name in rule.wrt}

    def __call__(self, x: dict[str, Any]) -> Any:
        given = {k: v for k, v in x.items() if k in self.bound.arguments or is_inexact(self.full.arguments[k])}
        bound = inspect.BoundArguments(self.bound.signature, {**self.bound.arguments, **given})
        return self.primitive(*bound.args, **bound.kwargs)

    def along(self, x_dot: Any, t: Any) -> Any:
        def move(x: Any, dx: Any) -> Any:
            return x + t * dx if is_inexact(x) else x

        return self({name: optree.tree_map(move, self.x[name], x_dot[name]) for name in self.x})

    def jvp(self, y: Any, x_dot: dict[str, Any]) -> Any:
        if self.rule.kind == "linear":
            return self(x_dot)
        if self.rule.kind == "multilinear":
            return sum(self(moved) for moved in self.one_by_one(x_dot))
        if self.rule.kind == "elementwise":
            partials = self.rule.partials(y, *self.full.args)
            partials = partials if isinstance(partials, tuple) else (partials,)
            return sum(p * x_dot[name] for p, name in zip(partials, self.x, strict=True))
        dots = {f"{name}_dot": value for name, value in x_dot.items()}
        return self.rule.jvp(y, **self.full.arguments, **dots)

    def one_by_one(self, x_dot: dict[str, Any]) -> list[dict[str, Any]]:
        leaves, spec = optree.tree_flatten(self.x)
        dots = optree.tree_leaves(x_dot)
        return [
            optree.tree_unflatten(spec, [*leaves[:i], dots[i], *leaves[i + 1 :]])
            for i in range(len(leaves))
            if is_inexact(leaves[i])
        ]

    def vjp(self, y_bar: Any, y: Any) -> dict[str, Any]:
        if self.rule.kind == "elementwise":
            partials = self.rule.partials(y, *self.full.args)
            partials = partials if isinstance(partials, tuple) else (partials,)
            return {n: p * y_bar for p, n in zip(partials, self.x, strict=True)}
        x_bars = self.rule.vjp(y_bar, y, *self.full.args, **self.full.kwargs)
        return dict(zip(self.x, x_bars if len(self.x) > 1 else (x_bars,), strict=True))


def differences(call: Call, x_dot: Any, h: float) -> list[Any]:
    """Central differences, extrapolated once: exact for polynomials of degree four."""

    def central(step: float) -> list[Any]:
        ahead, behind = (inexact_leaves(call.along(x_dot, t)) for t in (step, -step))
        return [(a - b) / (2 * step) for a, b in zip(ahead, behind, strict=True)]

    return [(4 * fine - coarse) / 3 for fine, coarse in zip(central(h / 2), central(h), strict=True)]


def numeric_jvp(call: Call, x_dot: Any, analytic: bool) -> tuple[list[Any], float]:
    """The derivative along `x_dot` and the tolerance for it."""
    if call.rule.kind in ("linear", "multilinear"):
        return differences(call, x_dot, 1.0), 1e-12
    if analytic and not any(x.dtype.kind == "c" for x in inexact_leaves(call.x)):
        return [np.imag(leaf) / 1e-30 for leaf in inexact_leaves(call.along(x_dot, 1e-30j))], 1e-12
    return differences(call, x_dot, 1e-3), 1e-7


def check_derivative(table: RuleTable, case: tuple[Any, ...], analytic: bool) -> None:
    """Check the jvp and the vjp of a case, and that neither changes what it is given."""
    primitive, args, kwargs = case
    if table.get(primitive).definition is not None:
        return check_definition(table.get(primitive), case)
    rng = np.random.default_rng(0)
    call = Call(table.get(primitive), primitive, args, kwargs)
    before = optree.tree_map(np.copy, [x for x in optree.tree_leaves(call.x) if is_inexact(x)])
    y, x_dot = call(call.x), random_like(rng, call.x)
    y_dot = call.jvp(y, x_dot)
    expected, tolerance = numeric_jvp(call, x_dot, analytic)
    single = any(x.dtype.itemsize == (8 if x.dtype.kind == "c" else 4) for x in inexact_leaves((call.x, y)))
    tolerance = 1e-3 if single else tolerance
    got = [
        np.asarray(t)
        for t, like in zip(optree.tree_leaves(y_dot), optree.tree_leaves(y), strict=True)
        if is_inexact(like)
    ]
    for a, b in zip(got, expected, strict=True):
        assert a.shape == b.shape
        np.testing.assert_allclose(a, b, rtol=tolerance, atol=tolerance)
    if call.rule.vjp is None:  # the compiler transposes the jvp
        return
    y_bar = random_like(rng, y)
    kept = optree.tree_map(np.copy, y_bar)
    x_bar = call.vjp(y_bar, y)
    for x, bar in zip(optree.tree_leaves(call.x), optree.tree_leaves(x_bar), strict=True):
        if is_inexact(x):
            assert np.shape(bar) == np.shape(x)
            assert np.asarray(bar).dtype == np.asarray(x).dtype
    lhs, rhs = pairing(y_bar, y, y_dot), pairing(x_bar, call.x, x_dot)
    limit = 1e-4 if single else 1e-12
    assert abs(lhs - rhs) <= limit * max(1.0, abs(lhs)) * max(1, sum(map(np.size, optree.tree_leaves(y_dot))))
    assert optree.tree_structure(x_bar) == optree.tree_structure(call.x)
    for x, old in zip(inexact_leaves(call.x), before, strict=True):
        np.testing.assert_array_equal(x, old)
    optree.tree_map(np.testing.assert_array_equal, y_bar, kept)


def check_definition(rule: Rule, case: tuple[Any, ...]) -> None:
    """An inlined primitive does what its definition says, but for rounding."""
    primitive, args, kwargs = case
    found, expected = rule.definition(*args, **kwargs), primitive(*args, **kwargs)
    leaves = zip(optree.tree_leaves(found), optree.tree_leaves(expected), strict=True)
    for a, b in leaves:
        np.testing.assert_allclose(a, b, rtol=1e-13, atol=1e-13)


# --- result types -----------------------------------------------------------------------------------------------------


def symbolic(n: int) -> Any:
    return 1 if n == 1 else Symbol(f"n{n}")


def abstract(value: Any, dim: Any, hide_ints: bool) -> Any:
    """What a `result=` function is given for a value: arrays and floats as types, the rest known or hidden."""
    if isinstance(value, np.ndarray):
        return Array(value.dtype.name, tuple(map(dim, value.shape)))
    if type(value) is tuple:
        return tuple(abstract(v, dim, hide_ints) for v in value)
    if isinstance(value, tuple):
        return Tuple(tuple(abstract(v, dim, hide_ints) for v in value), type(value))
    if isinstance(value, list):
        inside = tuple(abstract(v, dim, hide_ints) for v in value)
        if any(not isinstance(v, Array | Scalar | FixedList) for v in inside):
            return value
        return List(inside[0]) if hide_ints and len(set(inside)) == 1 else FixedList(inside)
    if isinstance(value, slice):
        return slice(*(abstract(v, dim, hide_ints) for v in (value.start, value.stop, value.step)))
    if isinstance(value, float):
        return FLOAT if type(value) is float else Scalar("float64")
    if type(value) is int and hide_ints:
        return INT
    return (scalar_of(value) or value) if isinstance(value, complex | np.generic) else value


def fits_dim(dim: Any, n: int) -> bool:
    if isinstance(dim, Symbol):
        return n == size_of(str(dim))
    return dim is None or dim == n


def size_of(name: str) -> int:
    """The size that a dim has by its name: `n5-1[::2]` is that of `[::2]` of 4 entries."""
    first, *steps = re.findall(r"n\d+|[+-]\d+|\[[^]]*\]", name)
    size = int(first[1:])
    for step in steps:
        if step.startswith("["):
            bounds = [int(bound) if bound else None for bound in step[1:-1].split(":")]
            size = len(range(size)[slice(*bounds)])
        else:
            size = max(size + int(step), 0)
    return size


def fits(t: Any, value: Any) -> bool:
    """Whether the type `t` describes `value`."""
    if isinstance(t, Static):
        return t.value == value
    if isinstance(t, Array):
        dims = zip(t.dims, value.shape, strict=False) if isinstance(value, np.ndarray) else ()
        return (
            isinstance(value, np.ndarray)
            and (t.dtype, t.ndim) == (value.dtype.name, value.ndim)
            and all(fits_dim(d, n) for d, n in dims)
        )
    if isinstance(t, Scalar):
        found = scalar_of(value)
        return found is not None and found.dtype == t.dtype and (t.weak <= found.weak)
    if isinstance(t, Tuple | FixedList):
        kind = t.cls or tuple if isinstance(t, Tuple) else list
        return type(value) is kind and all(fits(e, v) for e, v in zip(t.elements, value, strict=True))
    if isinstance(t, List):
        return isinstance(value, list) and all(fits(t.element, v) for v in value)
    return t == UNKNOWN


UNTYPED = (np.roots, np.linalg.eig, np.linalg.eigvals)
"""Functions whose results are real or complex as their values want it."""


def check_result_type(table: RuleTable, case: tuple[Any, ...]) -> None:
    """Check `result=` for known sizes, symbolic sizes, unknown sizes and unknown integers."""
    primitive, args, kwargs = case
    rule, value = table.get(primitive), primitive(*args, **kwargs)
    if rule.facts.result is None:
        return
    for dim, hide_ints in ((int, False), (symbolic, False), (lambda n: None, False), (symbolic, True)):
        static = set(rule.facts.static)
        names = [p.name for p in rule.parameters] + [None] * len(args)
        positional = [abstract(a, dim, hide_ints and n not in static) for a, n in zip(args, names, strict=False)]
        keywords = {k: abstract(v, dim, hide_ints and k not in static) for k, v in kwargs.items()}
        t = rule.facts.result(*positional, **keywords)
        assert fits(t, value), f"{t} is not the type of {value!r} of shape {np.shape(value)}"
        if dim is int and not hide_ints and primitive not in UNTYPED:
            assert t != UNKNOWN


# --- coverage ---------------------------------------------------------------------------------------------------------


def case_name(case: tuple[Any, ...]) -> str:
    """A name for a case: the primitive and the shapes of its arguments."""
    primitive, args, kwargs = case
    shown = [str(np.shape(a)) if isinstance(a, np.ndarray) else repr(a)[:20] for a in args]
    return f"{primitive.__name__}-{'-'.join([*shown, *(f'{k}={v}' for k, v in kwargs.items())])}"


def _has_rule(rule: Rule) -> bool:
    return any(r is not None for r in (rule.jvp, rule.vjp, rule.partials, rule.definition))


def check_all_covered(table: RuleTable, cases: list[tuple[Any, ...]]) -> None:
    """Every entry that is not constant has a case, a result type and a sound signature."""
    active = {p for p in table if table.get(p).kind != "constant" and _has_rule(table.get(p))}
    missing = active - {c[0] for c in cases}
    assert not missing, missing
    for primitive in table:
        rule = table.get(primitive)
        assert rule.definition is not None or rule.facts.result is not None, primitive
