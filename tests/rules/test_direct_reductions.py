"""Rules of reductions against differences of the primal, special points and result types."""

from __future__ import annotations

import inspect
from typing import Any

import numpy as np
import pytest

import s2sad.runtime.reductions
import s2sad.runtime.sampling
import s2sad.runtime.statistics
from s2sad.rules import reductions, sampling, statistics
from s2sad.rules.standard import RULES
from s2sad.runtime.reductions import count, scan, spread
from s2sad.runtime.statistics import neighbours
from tests.rules import cases_reductions, cases_statistics, direct
from tests.rules.direct import Case

TABLE = reductions.TABLE | statistics.TABLE | sampling.TABLE
CASES = [*cases_reductions.CASES, *cases_statistics.CASES]
TYPES = [*cases_reductions.TYPES, *cases_statistics.TYPES]
BOTH = [np.max, np.min, np.ndarray.max, np.ndarray.min]


@pytest.mark.parametrize("case", CASES, ids=lambda v: getattr(v, "__name__", str(v)))
def test_derivative(case: Case) -> None:
    direct.check(case, TABLE.entries[case.primitive])


@pytest.mark.parametrize("case", CASES + TYPES, ids=lambda v: getattr(v, "__name__", str(v)))
def test_result_type(case: Case) -> None:
    direct.check_result_type(case, TABLE.entries[case.primitive])


def test_every_rule_has_a_case() -> None:
    assert direct.missing(CASES, TABLE) == []


def test_every_constant_has_a_case() -> None:
    assert [p for p in TABLE if p not in [c.primitive for c in CASES + TYPES]] == []


@pytest.mark.parametrize("rule", list(dict.fromkeys(direct.rule_functions(TABLE))), ids=lambda f: f.__name__)
def test_rules_call_what_has_rules(rule: Any) -> None:
    built = (
        s2sad.runtime.statistics,
        s2sad.runtime.sampling,
        s2sad.runtime.reductions,
    )  # compositions, lowered in place
    elsewhere = [f for module in built for f in vars(module).values() if inspect.isfunction(f)]
    elsewhere += [tuple, range, enumerate, isinstance]
    assert [f for f in direct.called(rule) if f not in RULES and f not in elsewhere] == []


def bar(primitive: Any, x: Any, y_bar: Any = 1.0, **keywords: Any) -> Any:
    """The cotangent of `x`."""
    rule = TABLE.entries[primitive]
    arguments = direct.bind(Case(primitive, (x,), keywords), rule)
    return next(iter(direct.vjp(rule, y_bar, primitive(x, **keywords), arguments).values()))


@pytest.mark.parametrize("primitive", BOTH, ids=lambda v: getattr(v, "__name__", str(v)))
def test_ties_share_equally(primitive: Any) -> None:
    x = np.array([[1.0, 1.0, 1.0], [1.0, 0.0, 2.0]])
    ties = (x == primitive(x, 1, keepdims=True)).astype(float)
    np.testing.assert_array_equal(bar(primitive, x[0]), np.full(3, 1 / 3))
    np.testing.assert_array_equal(bar(primitive, x, np.ones(2), axis=1), ties / ties.sum(axis=1, keepdims=True))


@pytest.mark.parametrize("primitive", BOTH, ids=lambda v: getattr(v, "__name__", str(v)))
def test_elements_not_taken_are_strongly_zero(primitive: Any) -> None:
    x = np.array([1.0, 2.0])
    assert np.isnan(bar(primitive, x, np.nan)).tolist() == (x == primitive(x)).tolist()


@pytest.mark.parametrize("primitive", BOTH, ids=lambda v: getattr(v, "__name__", str(v)))
def test_nan_does_not_divide_by_zero(primitive: Any) -> None:
    assert np.isfinite(bar(primitive, np.array([1.0, np.nan]))).all()


@pytest.mark.parametrize("keywords", [{}, {"ddof": 1}, {"axis": 0}])
def test_std_at_zero(keywords: dict[str, Any]) -> None:
    np.testing.assert_array_equal(bar(np.std, np.full(3, 2.0), **keywords), np.zeros(3))


def test_var_without_degrees_of_freedom_does_not_raise() -> None:
    with np.errstate(all="ignore"), pytest.warns(RuntimeWarning, match="Degrees of freedom"):
        assert np.isnan(bar(np.var, np.array([2.0]), ddof=1)).all()


def test_products_survive_zeros_overflow_and_underflow() -> None:
    assert bar(np.prod, np.array([0.0, 2.0, 3.0])).tolist() == [6.0, 0.0, 0.0]
    assert bar(np.prod, np.array([0.0, 0.0, 3.0])).tolist() == [0.0, 0.0, 0.0]
    assert bar(np.prod, np.array([1e-200, 1e-200])).tolist() == [1e-200, 1e-200]
    with np.errstate(over="ignore"):
        assert bar(np.prod, np.array([1e200, 1e200])).tolist() == [1e200, 1e200]
    assert bar(np.cumprod, np.array([0.0, 2.0, 3.0]), np.ones(3)).tolist() == [9.0, 0.0, 0.0]


def test_gradient_of_a_complex_variance() -> None:
    """dL/dx - i dL/dy."""
    z = np.array([1 + 2j, 3 - 1j])
    np.testing.assert_allclose(bar(np.var, z), np.conj(z - z.mean()))


def test_spread_is_a_view() -> None:
    y_bar = np.ones(3)
    assert np.shares_memory(spread(y_bar, np.ones((2, 3)), 0), y_bar)


@pytest.mark.parametrize("axis", [None, 1, -1, (0, 2), ()])
def test_count(axis: Any) -> None:
    x = np.zeros((2, 3, 4))
    assert count(x, axis) == np.sum(x == 0, axis=axis).flat[0]


@pytest.mark.parametrize("shape", [(5,), (2, 5), (0,), (3, 0)])
def test_scan_is_the_recurrence(shape: tuple[int, ...]) -> None:
    a, b = np.random.default_rng(0).normal(size=(2, *shape))
    expected = np.zeros(shape)
    for i in range(shape[-1] - 1):
        expected[..., i + 1] = a[..., i] * expected[..., i] + b[..., i]
    np.testing.assert_allclose(scan(a, b), expected, rtol=1e-15)


@pytest.mark.parametrize("skip_nan", [False, True])
def test_quantiles_partition(monkeypatch: pytest.MonkeyPatch, skip_nan: bool) -> None:
    """Where the primal takes time proportional to the number of entries, so does the derivative: nothing is sorted."""
    monkeypatch.setattr(np, "argsort", None)
    rows = np.random.default_rng(0).normal(size=(3, 101))
    rows[1, 7:9] = np.nan if skip_nan else 0.5
    below, above, _ = neighbours(rows, np.array([[0.3], [49.5], [97.9]]), "linear", skip_nan)
    found = [np.take_along_axis(rows, k, -1)[:, 0].tolist() for k in (below, above)]
    assert found == [np.sort(rows)[np.arange(3), k].tolist() for k in ([0, 49, 97], [1, 50, 98])]
