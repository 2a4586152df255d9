"""Evaluates rules as plain functions and compares them with differences of the primal, without the compiler.

`Case(np.sum, (x,), {"axis": 0})` -> `check(case, rule)` compares vjp, jvp and result type with what NumPy does.
"""

from __future__ import annotations

import ast
import inspect
import itertools
import textwrap
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from s2sad.ir import types
from s2sad.ir.joins import join
from s2sad.rules.table import Rule, RuleTable


@dataclass(frozen=True)
class Case:
    """One call of a primitive; `analytic` primitives take complex numbers, so that the complex step applies."""

    primitive: Any
    args: tuple[Any, ...]
    kwargs: dict[str, Any] = field(default_factory=dict)
    analytic: bool = False

    def __str__(self) -> str:
        inside = [_describe(a) for a in self.args] + [f"{k}={v}" for k, v in self.kwargs.items()]
        return f"{getattr(self.primitive, '__name__', self.primitive)}({', '.join(inside)})"


def _describe(value: Any) -> str:
    return f"{value.dtype}{list(value.shape)}" if isinstance(value, np.ndarray) else repr(value)


def bind(case: Case, rule: Rule) -> dict[str, Any]:
    """The arguments of the call by the rule's names."""
    bound = rule.frequent.signature.bind(*case.args, **case.kwargs)
    bound.apply_defaults()
    return dict(bound.arguments)


def active(rule: Rule, arguments: dict[str, Any]) -> list[str]:
    """The names of the arguments that have a derivative."""
    return [name for name in rule.wrt if arguments[name] is not None and np.asarray(arguments[name]).dtype.kind in "fc"]


def call(case: Case, rule: Rule, changed: dict[str, Any]) -> Any:
    """The primitive with some arguments replaced, passed the way the case passes them."""
    names = [p.name for p in rule.parameters]
    args = [changed.get(name, value) for name, value in zip(names, case.args, strict=False)]
    return case.primitive(*args, **{k: changed.get(k, v) for k, v in case.kwargs.items()})


def match(x_bar: Any, x: Any) -> np.ndarray:
    """`x_bar` summed to the shape of `x`, real if `x` is."""
    x_bar, shape = np.asarray(x_bar), np.shape(x)
    x_bar = x_bar.sum(axis=tuple(range(x_bar.ndim - len(shape))))
    ones = tuple(k for k, (n, m) in enumerate(zip(x_bar.shape, shape, strict=True)) if m == 1 and n != 1)
    x_bar = x_bar.sum(axis=ones, keepdims=True)
    return x_bar if np.iscomplexobj(x) else x_bar.real


def times(partial: Any, factor: Any) -> Any:
    """A partial derivative times a tangent or cotangent: a mask is a strong zero."""
    if isinstance(partial, tuple):
        mask, partial = partial
        return np.where(mask, np.multiply(partial, factor), 0.0)
    if np.asarray(partial).dtype == bool:
        return np.where(partial, factor, 0.0)
    return np.multiply(partial, factor)


def _per_name(rule: Rule, values: Any) -> dict[str, Any]:
    return dict(zip(rule.wrt, (values,) if len(rule.wrt) == 1 else values, strict=True))


def partials_of(rule: Rule, y: Any, arguments: dict[str, Any]) -> dict[str, Any]:
    """The partials by name; those of inactive arguments, which the compiler drops, may be undefined."""
    assert rule.partials is not None
    with np.errstate(all="ignore"):
        return _per_name(rule, rule.partials(y, **arguments))


def vjp(rule: Rule, y_bar: Any, y: Any, arguments: dict[str, Any]) -> dict[str, np.ndarray]:
    """The cotangent of each active argument."""
    rule = rule.frequent
    if rule.partials is not None:
        partials = partials_of(rule, y, arguments)
        bars = {name: times(p, y_bar) for name, p in partials.items() if p is not None}
    else:
        assert rule.vjp is not None
        bars = _per_name(rule, rule.vjp(y_bar, y, **arguments))
    return {name: match(bars[name], arguments[name]) for name in active(rule, arguments)}


def jvp(case: Case, rule: Rule, y: Any, arguments: dict[str, Any], dots: dict[str, Any]) -> Any:
    """The tangent of the result."""
    rule = rule.frequent
    if rule.partials is not None:
        partials = partials_of(rule, y, arguments)
        y_dot = np.broadcast_to(sum(times(partials[name], dot) for name, dot in dots.items()), np.shape(y))
    elif rule.jvp is not None:
        zeros = {name: np.zeros(np.shape(arguments[name])) for name in rule.wrt}
        y_dot = rule.jvp(y, **arguments, **{f"{name}_dot": dot for name, dot in (zeros | dots).items()})
    elif rule.kind == "linear":
        y_dot = call(case, rule, dots)
    else:
        y_dot = sum(call(case, rule, {name: dot}) for name, dot in dots.items())
    return y_dot if np.iscomplexobj(y) else np.real(y_dot)


def inner(a: Any, b: Any) -> float:
    """The real inner product that pairs cotangents with tangents: no conjugation."""
    return float(np.real(np.sum(np.multiply(a, b))))


def _complex_step(f: Callable[[Any], Any], x: Any, x_dot: Any) -> Any:
    return np.imag(f(_like(x + 1e-30j * x_dot, x))) / 1e-30


def _central(f: Callable[[Any], Any], x: Any, x_dot: Any, h: float) -> Any:
    forward, backward = (np.asarray(f(_like(x + s * x_dot, x))) for s in (h, -h))
    return (forward - backward) / (2 * h)


def _like(value: Any, x: Any) -> Any:
    if isinstance(x, np.ndarray):
        return np.asarray(value)
    return value if np.iscomplexobj(value) else type(x)(value)


def _richardson(f: Callable[[Any], Any], x: Any, x_dot: Any, h: float = 2e-3) -> Any:
    """Central differences extrapolated twice: error of order h to the sixth."""
    d = [_central(f, x, x_dot, h / 2**k) for k in range(3)]
    first = [(4 * b - a) / 3 for a, b in itertools.pairwise(d)]
    return (16 * first[1] - first[0]) / 15


def numerical_jvp(case: Case, rule: Rule, arguments: dict[str, Any], dots: dict[str, Any]) -> Any:
    """The tangent by differences of the primal, one argument after the other."""
    step = _complex_step if case.analytic else _richardson
    return sum(step(lambda v, n=name: call(case, rule, {n: v}), arguments[name], dot) for name, dot in dots.items())


def random_like(x: Any, rng: np.random.Generator) -> Any:
    """A tangent or cotangent for `x`; complex for a complex one."""
    value = rng.normal(size=np.shape(x))
    if np.iscomplexobj(x):
        value = value + 1j * rng.normal(size=np.shape(x))
    return np.asarray(value) if isinstance(x, np.ndarray) else np.asarray(value)[()]


def check(case: Case, rule: Rule, seed: int = 0) -> None:
    """Compare jvp with differences and vjp with the jvp, and see that no argument was changed."""
    rng = np.random.default_rng(seed)
    if rule.kind == "constant":
        return  # zero by nature, or lowered to something else
    given = rule.signature.bind(*case.args, **case.kwargs).arguments
    if rule.kind == "composed" or any(name in given for name in rule.rare):
        check_body(case, rule)
        return
    rule = rule.frequent
    arguments = bind(case, rule)
    if any(p.kind is p.VAR_POSITIONAL for p in rule.parameters):
        return  # checked through the compiler only
    before = {name: np.copy(value) for name, value in arguments.items() if isinstance(value, np.ndarray)}
    y = call(case, rule, {})
    tolerance = 1e-12 if case.analytic else 1e-7
    for name in (name for name in active(rule, arguments) if name in given):
        dots = {name: random_like(arguments[name], rng)}
        y_dot = jvp(case, rule, y, arguments, dots)
        expected = numerical_jvp(case, rule, arguments, dots)
        np.testing.assert_allclose(y_dot, expected, rtol=tolerance, atol=tolerance, err_msg=f"jvp in {name}")
        assert np.shape(y_dot) == np.shape(y)
        y_bar = random_like(y, rng)
        x_bar = vjp(rule, y_bar, y, arguments)[name]
        assert np.shape(x_bar) == np.shape(arguments[name])
        np.testing.assert_allclose(
            inner(x_bar, dots[name]), inner(y_bar, y_dot), rtol=1e-12, atol=1e-12, err_msg=f"vjp in {name}"
        )
    for name, value in before.items():
        np.testing.assert_array_equal(arguments[name], value)


def check_body(case: Case, rule: Rule) -> None:
    """A composition computes what the primitive does; the compiled tests check its derivative."""
    assert rule.body is not None
    bound = rule.signature.bind(*case.args, **case.kwargs)
    bound.apply_defaults()
    expected, found = case.primitive(*case.args, **case.kwargs), rule.body(*bound.args, **bound.kwargs)
    if isinstance(expected, tuple | list):
        assert len(found) == len(expected)
        for part, other in zip(found, expected, strict=True):
            np.testing.assert_allclose(part, other, rtol=1e-12, atol=1e-14)
    else:
        np.testing.assert_allclose(found, expected, rtol=1e-12, atol=1e-14)


# --- result types ----------------------------------------------------------------------------------------------------


def symbolic(value: Any) -> Any:
    """The type of an argument: arrays with symbols for sizes other than one; what is no number stays a value."""
    if isinstance(value, np.ndarray):
        return types.Array(value.dtype.name, tuple(1 if n == 1 else types.Symbol(f"n{n}") for n in value.shape))
    return types.scalar_of(value) or value


def check_result_type(case: Case, rule: Rule) -> None:
    """The rule's `result` agrees with what the call returns, for known and unknown numbers."""
    assert rule.facts.result is not None, "no result type"
    y = case.primitive(*case.args, **case.kwargs)
    names = [p.name for p in rule.parameters]
    static = [names[k] in rule.facts.static if k < len(names) else False for k in range(len(case.args))]
    args = [a if s else symbolic(a) for a, s in zip(case.args, static, strict=True)]
    _agree(rule.facts.result(*args, **case.kwargs), y)
    literal = [symbolic(a) if isinstance(a, np.ndarray | np.generic) else a for a in case.args]
    _agree(rule.facts.result(*literal, **case.kwargs), y)


def _agree(t: Any, y: Any) -> None:
    if isinstance(t, types.Unknown):
        return
    if isinstance(t, types.Static):
        assert t.value == y
    elif isinstance(t, types.Tuple | types.FixedList):
        for element, part in zip(t.elements, y, strict=True):
            _agree(element, part)
    elif isinstance(y, np.ndarray):
        assert isinstance(t, types.Array), f"{t} for an array"
        assert (t.dtype, t.ndim) == (y.dtype.name, y.ndim)
        for dim, n in zip(t.dims, y.shape, strict=True):
            known = int(dim.name[1:]) + dim.offset if isinstance(dim, types.Symbol) else dim
            assert known is None or max(known, 0) == n, f"{t}, {y.shape}"
    elif isinstance(t, types.Scalar) and t.mixed:  # one of several classes
        assert join(types.scalar_of(y), t) == t, f"{t} for {y!r}"
    else:
        size = t.size if isinstance(t, types.Scalar) else None
        assert replace(t, size=None) == types.scalar_of(y), f"{t} for {y!r}"
        assert size is None or size.name == f"n{y}", f"size {size} for {y!r}"


# --- the set is closed -----------------------------------------------------------------------------------------------


def called(function: Callable[..., Any]) -> Iterable[Any]:
    """The objects that a rule's body calls by a global name."""
    tree = ast.parse(textwrap.dedent(inspect.getsource(function)))
    body = next(s for s in tree.body if isinstance(s, ast.FunctionDef)).body
    scope = {**vars(__import__("builtins")), **function.__globals__}
    for expression in (e for statement in body for e in ast.walk(statement) if isinstance(e, ast.Call)):
        root, path = expression.func, []
        while isinstance(root, ast.Attribute):
            root, path = root.value, [root.attr, *path]
        assert isinstance(root, ast.Name), "a call of something without a global name"
        target = scope[root.id]
        for name in path:
            target = getattr(target, name)
        yield target


def rule_functions(table: RuleTable) -> Iterable[Callable[..., Any]]:
    """Every function in a table."""
    for rule in table.entries.values():
        yield from (f for f in (rule.partials, rule.vjp, rule.jvp, rule.body) if f is not None)


def missing(cases: Iterable[Case], table: RuleTable) -> list[Any]:
    """The primitives with a derivative for which there is no case."""
    seen = [case.primitive for case in cases]
    return [p for p, rule in table.entries.items() if rule.kind != "constant" and p not in seen]
