"""Rules of scipy.special: differences of the primal, result types, special points, twins in complex arithmetic."""

from __future__ import annotations

import inspect
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

pytest.importorskip("scipy")
import scipy.special as sc

import s2sad.runtime.reductions
from s2sad import grad, vjp
from s2sad.errors import MissingRuleError
from s2sad.rules.scipy_special import TABLE, student_slope
from s2sad.rules.standard import RULES
from s2sad.testing import complex_step
from tests.rules import direct
from tests.rules.cases_scipy_special import CASES, TYPES
from tests.rules.compiled import check_first_order, check_second_order, first_of_each, floats, function, program
from tests.rules.direct import Case

X = np.array([0.31, 0.72, 0.55])
P = np.array([0.42, 1.31, 3.73])
S = np.array([0.8, -0.6, 1.7, -2.3])


@pytest.mark.parametrize("case", CASES, ids=str)
def test_derivative(case: Case) -> None:
    direct.check(case, TABLE.entries[case.primitive])


FIRST = first_of_each(CASES)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_first_order(case: Case) -> None:
    if floats(program(case)[1]):
        check_first_order(case)


@pytest.mark.parametrize("case", FIRST, ids=str)
def test_second_order(case: Case) -> None:
    check_second_order(case)


@pytest.mark.parametrize("case", CASES + TYPES, ids=str)
def test_result_type(case: Case) -> None:
    direct.check_result_type(case, TABLE.entries[case.primitive])


def test_every_rule_has_a_case() -> None:
    assert [p for p in TABLE if p not in [c.primitive for c in CASES + TYPES]] == []


@pytest.mark.parametrize("rule", list(dict.fromkeys(direct.rule_functions(TABLE))), ids=lambda f: f.__name__)
def test_rules_call_what_has_rules(rule: Any) -> None:
    elsewhere = [f for f in vars(s2sad.runtime.reductions).values() if inspect.isfunction(f)]
    elsewhere.append(student_slope)
    assert [f for f in direct.called(rule) if f not in RULES and f not in elsewhere] == []


def _agm(m: Any) -> tuple[Any, Any]:
    """K(m) and E(m) by the arithmetic-geometric mean (DLMF 19.8.5 and 19.8.6)."""
    a, g, c, total, power = 1.0, np.sqrt(1.0 - m), np.sqrt(m), 0.5 * m, 1.0
    for _ in range(8):
        a, g, c = 0.5 * (a + g), np.sqrt(a * g), 0.5 * (a - g)
        total, power = total + power * c * c, 2.0 * power
    k = 0.5 * np.pi / a
    return k, k * (1.0 - total)


ANGLES = (np.arange(60)[:, None] + 0.5) * np.pi / 60
TIMES = np.linspace(-7.0, 7.0, 1401)[:, None]


def _mean(values: Any) -> Any:
    """The integral over the angles by pi: DLMF 10.9.2 and 10.32.3."""
    return np.mean(values, axis=0)


def _tail(values: Any) -> Any:
    """The integral over the times by two: DLMF 10.32.9."""
    return np.sum(values, axis=0) * 0.005


TWINS: list[tuple[str, Callable[..., Any], tuple[Any, ...]]] = [
    ("expit(x)", lambda x: 1.0 / (1.0 + np.exp(-x)), (S,)),
    ("log_expit(x)", lambda x: -np.log1p(np.exp(-x)), (S,)),
    ("logit(x)", lambda x: np.log(x / (1.0 - x)), (X,)),
    ("entr(x)", lambda x: -x * np.log(x), (P,)),
    ("rel_entr(x, y)", lambda x, y: x * np.log(x / y), (P, X)),
    ("kl_div(x, y)", lambda x, y: x * np.log(x / y) - x + y, (P, X)),
    ("xlogy(x, y)", lambda x, y: x * np.log(y), (P, X)),
    ("xlog1py(x, y)", lambda x, y: x * np.log(1.0 + y), (P, X)),
    ("gammaln(x)", sc.loggamma, (P,)),
    ("beta(x, y)", lambda x, y: sc.gamma(x) * sc.gamma(y) / sc.gamma(x + y), (P, X)),
    ("betaln(x, y)", lambda x, y: sc.loggamma(x) + sc.loggamma(y) - sc.loggamma(x + y), (P, X)),
    ("poch(x, y)", lambda x, y: sc.gamma(x + y) / sc.gamma(x), (P, X)),
    ("binom(x, y)", lambda x, y: sc.gamma(x + 1) / sc.gamma(y + 1) / sc.gamma(x - y + 1), (P + 1.0, X)),
    ("multigammaln(x, 2)", lambda x: 0.5 * np.log(np.pi) + sc.loggamma(x) + sc.loggamma(x - 0.5), (P + 1.0,)),
    ("gammainc(2, x)", lambda x: 1.0 - np.exp(-x) * (1.0 + x), (P,)),
    ("gammaincc(3, x)", lambda x: np.exp(-x) * (1.0 + x + 0.5 * x * x), (P,)),
    ("betainc(2, 3, x)", lambda x: 6.0 * x * x - 8.0 * x**3 + 3.0 * x**4, (X,)),
    ("erfcx(x)", lambda x: np.exp(x * x) * sc.erfc(x), (S,)),
    ("j0(x)", lambda x: _mean(np.cos(-x * np.sin(ANGLES))), (P,)),
    ("j1(x)", lambda x: _mean(np.cos(ANGLES - x * np.sin(ANGLES))), (P,)),
    ("jv(3, x)", lambda x: _mean(np.cos(3 * ANGLES - x * np.sin(ANGLES))), (P,)),
    ("i0(x)", lambda x: _mean(np.exp(x * np.cos(ANGLES))), (P,)),
    ("i1(x)", lambda x: _mean(np.exp(x * np.cos(ANGLES)) * np.cos(ANGLES)), (P,)),
    ("iv(2, x)", lambda x: _mean(np.exp(x * np.cos(ANGLES)) * np.cos(2 * ANGLES)), (P,)),
    ("i0e(x)", lambda x: _mean(np.exp(x * (np.cos(ANGLES) - 1.0))), (P,)),
    ("i1e(x)", lambda x: _mean(np.exp(x * (np.cos(ANGLES) - 1.0)) * np.cos(ANGLES)), (P,)),
    ("ive(2, x)", lambda x: _mean(np.exp(x * (np.cos(ANGLES) - 1.0)) * np.cos(2 * ANGLES)), (P,)),
    ("k0(x)", lambda x: _tail(np.exp(-x * np.cosh(TIMES))), (P,)),
    ("k1(x)", lambda x: _tail(np.exp(-x * np.cosh(TIMES)) * np.cosh(TIMES)), (P,)),
    ("kv(3, x)", lambda x: _tail(np.exp(-x * np.cosh(TIMES)) * np.cosh(3 * TIMES)), (P,)),
    ("exprel(x)", lambda x: (np.exp(x) - 1.0) / x, (S,)),
    ("expn(2, x)", lambda x: np.exp(-x) - x * sc.exp1(x), (P,)),
    ("ellipk(x)", lambda x: _agm(x)[0], (X,)),
    ("ellipe(x)", lambda x: _agm(x)[1], (X,)),
    ("pseudo_huber(x, y)", lambda x, y: x * x * (np.sqrt(1.0 + (y / x) ** 2) - 1.0), (P, X)),
    ("logsumexp(x)", lambda x: np.log(np.sum(np.exp(x))), (S,)),
    ("logsumexp(x, b=y)", lambda x, y: np.log(np.sum(y * np.exp(x))), (P, X)),
    ("softmax(x)", lambda x: np.exp(x) / np.sum(np.exp(x)), (S,)),
    ("log_softmax(x)", lambda x: x - np.log(np.sum(np.exp(x))), (S,)),
]


@pytest.mark.parametrize(("text", "twin", "args"), TWINS, ids=[t for t, *_ in TWINS])
def test_twins(text: str, twin: Callable[..., Any], args: tuple[Any, ...]) -> None:
    program = function(f"def program({', '.join('xy'[: len(args)])}):\n    return sc.{text}\n", sc=sc)
    rng = np.random.default_rng(0)
    y, pullback = vjp(program, *args)
    y_bar = rng.normal(size=np.shape(y))
    for k, (x, x_bar) in enumerate(zip(args, pullback(y_bar), strict=True)):
        x_dot = rng.normal(size=x.shape)
        expected = complex_step(lambda v, k=k: twin(*args[:k], v, *args[k + 1 :]), x, x_dot)
        np.testing.assert_allclose(np.sum(x_bar * x_dot), np.sum(y_bar * expected), rtol=1e-12, atol=1e-12)


INVERSES: list[tuple[str, Any]] = [
    ("erf(sc.erfinv(x))", S / 3),
    ("erfc(sc.erfcinv(x))", X),
    ("ndtr(sc.ndtri(x))", X),
    ("gammainc(2.5, sc.gammaincinv(2.5, x))", X),
    ("gammaincc(2.5, sc.gammainccinv(2.5, x))", X),
    ("betainc(2.5, 0.7, sc.betaincinv(2.5, 0.7, x))", X),
    ("lambertw(x * np.exp(x)).real", P),
]


@pytest.mark.parametrize(("text", "x"), INVERSES, ids=[t for t, _ in INVERSES])
def test_inverses(text: str, x: Any) -> None:
    program = function(f"def program(x):\n    return np.sum(sc.{text})\n", sc=sc)
    np.testing.assert_allclose(grad(program)(x), np.ones(x.shape), rtol=1e-12)


POINTS: list[tuple[str, float, float]] = [
    ("ellipk", 0.0, np.pi / 8),
    ("ellipe", 0.0, -np.pi / 8),
    ("exprel", 0.0, 0.5),
    ("j1", 0.0, 0.5),
    ("i1", 0.0, 0.5),
    ("expit", 800.0, 0.0),
    ("expit", 40.0, np.exp(-40.0)),
    ("log_expit", -800.0, 1.0),
    ("log_ndtr", -40.0, 40.02496884720726),
    ("gammaln", 1e300, np.log(1e300)),
]


@pytest.mark.parametrize(("name", "x", "expected"), POINTS)
def test_points(name: str, x: float, expected: float) -> None:
    program = function(f"def program(x):\n    return sc.{name}(x)\n", sc=sc)
    np.testing.assert_allclose(grad(program)(x), expected, rtol=1e-13, atol=1e-300)


def test_infinite_entries_of_logsumexp() -> None:
    x = np.array([[0.3, -np.inf, 0.7], [-np.inf, -np.inf, -np.inf]])
    x_bar = grad(lambda x: np.sum(sc.logsumexp(x, axis=1)[:1]))(x)
    np.testing.assert_allclose(x_bar, [[sc.expit(-0.4), 0.0, sc.expit(0.4)], [0.0, 0.0, 0.0]], rtol=1e-14)
    assert grad(lambda x: 1.0 * sc.logsumexp(x))(np.array([1e4, 0.0])).tolist() == [1.0, 0.0]


def test_derivatives_in_orders_are_refused() -> None:
    with pytest.raises(MissingRuleError, match=r"`scipy.special.jv` with respect to `v`"):
        grad(lambda v: sc.jv(v, 0.7))(0.5)


# Integrals of 60 digits, differentiated by differences of 10^-18.
SLOPES = [
    (sc.gammainc, 0, (1e-6, 3.0), -0.013048430585709),
    (sc.gammainc, 0, (50.0, 55.0), -0.0426039806240815),
    (sc.gammainc, 0, (3000.0, 3300.0), -5.38532214636667e-9),
    (sc.betainc, 1, (0.001, 200.0, 1e-9), 4.93861628977767e-6),
]


@pytest.mark.parametrize(("function", "argnum", "args", "expected"), SLOPES)
def test_derivatives_in_shapes(function: Any, argnum: int, args: Any, expected: float) -> None:
    assert grad(lambda *a: 1.0 * function(*a), argnums=argnum)(*args) == pytest.approx(expected, rel=1e-9)


def test_rules_are_loaded_when_an_object_of_the_package_is_met(tmp_path: Path) -> None:
    program = tmp_path / "loading.py"
    program.write_text(LOADING)
    subprocess.run([sys.executable, str(program)], check=True)


LOADING = """
import sys
import numpy as np
from s2sad import grad

def smooth(x):
    return np.sum(np.sin(x))

def special(x):
    return np.sum(sc.erf(x))

grad(smooth)(np.ones(2))
assert not [name for name in sys.modules if name.startswith(("scipy", "s2sad.rules.scipy"))]
import scipy.special as sc
grad(smooth)(np.ones(3))
assert "s2sad.rules.scipy_special" not in sys.modules
grad(special)(np.ones(3))
assert "s2sad.rules.scipy_special" in sys.modules
assert "s2sad.rules.scipy_stats" not in sys.modules
"""
