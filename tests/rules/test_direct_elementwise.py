"""Arithmetic and elementwise rules against differences of the primal, special points and result types."""

from __future__ import annotations

import math
import operator
from typing import Any

import numpy as np
import pytest

from s2sad.rules import arithmetic, choices, complex_parts, constants, elementwise, math_functions
from s2sad.rules.standard import RULES
from s2sad.runtime.elementwise import bounds, power_partial
from s2sad.runtime.shaping import match
from tests.rules import cases_elementwise, cases_functions, direct
from tests.rules.direct import Case

TABLE = (
    arithmetic.TABLE | elementwise.TABLE | choices.TABLE | complex_parts.TABLE | math_functions.TABLE | constants.TABLE
)
CASES = [*cases_elementwise.CASES, *cases_functions.CASES]
TYPES = [*cases_elementwise.TYPES, *cases_functions.TYPES]
INF, NAN = math.inf, math.nan


@pytest.mark.parametrize("case", CASES, ids=str)
def test_derivative(case: Case) -> None:
    direct.check(case, TABLE.entries[case.primitive])


@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # np.fix, from NumPy 2.5 on
@pytest.mark.parametrize("case", CASES + TYPES, ids=str)
def test_result_type(case: Case) -> None:
    direct.check_result_type(case, TABLE.entries[case.primitive])


def test_every_rule_has_a_case() -> None:
    assert direct.missing(CASES + TYPES, TABLE) == []


def test_every_constant_has_a_case() -> None:
    assert [p for p in TABLE if p not in [c.primitive for c in CASES + TYPES]] == []


@pytest.mark.parametrize("rule", list(dict.fromkeys(direct.rule_functions(TABLE))), ids=lambda f: f.__name__)
def test_rules_call_what_has_rules(rule: Any) -> None:
    elsewhere = {np.iscomplexobj, choices.clip_partials, choices.bounded_partials, bounds, match, tuple}
    assert [f for f in direct.called(rule) if f not in RULES and f not in elsewhere] == []


def bars(primitive: Any, *args: Any, y_bar: Any = 1.0) -> list[Any]:
    """The cotangents of the active arguments, NumPy's warnings off."""
    rule = TABLE.entries[primitive]
    with np.errstate(all="ignore"):
        y = primitive(*args)
        return [v.tolist() for v in direct.vjp(rule, y_bar, y, direct.bind(Case(primitive, args), rule)).values()]


SPECIAL: list[tuple[Any, tuple[Any, ...], list[Any]]] = [
    *((f, (0.0,), [INF]) for f in (np.sqrt, math.sqrt, np.cbrt, np.log)),
    *((f, (0.0,), [0.0]) for f in (np.absolute, abs, operator.abs, math.fabs, np.fabs)),
    *((f, (-2.0,), [-1.0]) for f in (np.absolute, abs, operator.abs, math.fabs, np.fabs)),
    (np.absolute, (0j,), [0j]),
    *((f, (1.0,), [INF]) for f in (np.arcsin, math.asin, np.arccosh, math.acosh, np.arctanh)),
    *((f, (1.0,), [-INF]) for f in (np.arccos, math.acos)),
    (np.log1p, (-1.0,), [INF]),
    (np.reciprocal, (0.0,), [-INF]),
    (np.true_divide, (1.0, 0.0), [INF, -INF]),
    (operator.truediv, (1.0, 1e-200), [1e200, -INF]),
    *((f, (0.0, 0.0), [0.0, 0.0]) for f in (np.hypot, np.arctan2, math.atan2)),
    (math.atan2, (1e-200, 1e-200), [5e199, -5e199]),
    *((f, (1.0, 1.0), [0.5, 0.5]) for f in (np.maximum, np.minimum, np.fmax, np.fmin)),
    (np.fmax, (1.0, NAN), [1.0, 0.0]),
    (np.fmin, (NAN, 1.0), [0.0, 1.0]),
    (np.maximum, (INF, 1.0), [1.0, 0.0]),
    (np.clip, (1.0, 0.0, 1.0), [0.5, 0.0, 0.5]),
    (np.clip, (0.0, 0.0, 1.0), [0.5, 0.5, 0.0]),
    (np.clip, (2.0, 3.0, 1.0), [0.0, 0.0, 1.0]),
    (np.clip, (2.0, 2.0, 2.0), [0.25, 0.25, 0.5]),
    *((f, (0.0, 2.0), [0.0, 0.0]) for f in (operator.pow, np.power, math.pow)),
    *((f, (0.0, 1.0), [1.0, 0.0]) for f in (operator.pow, np.power, math.pow)),
    *((f, (0.0, 0.0), [0.0, 0.0]) for f in (operator.pow, np.power, math.pow)),
    *((f, (0.0, 0.5), [INF, 0.0]) for f in (operator.pow, np.power, math.pow)),
    *((f, (0.0, 2), [0.0]) for f in (operator.pow, np.power, math.pow)),
    *((f, (-3.0, 2), [-6.0]) for f in (operator.pow, np.power, math.pow)),
    (operator.pow, (-3.0, 3.0), [27.0, NAN]),
    (operator.pow, (1e-200, -1.0), [-INF, 1e200 * math.log(1e-200)]),
    (math.log, (5e-324,), [INF]),
    (math.log, (5e-324, 0.9), [-INF, -math.log(5e-324) / 0.9 / math.log(0.9) ** 2]),
]


@pytest.mark.parametrize(("primitive", "args", "expected"), SPECIAL, ids=lambda v: getattr(v, "__name__", str(v)))
def test_special_points(primitive: Any, args: tuple[Any, ...], expected: list[Any]) -> None:
    np.testing.assert_allclose(bars(primitive, *args), expected, rtol=1e-14)


def test_power_of_arrays_with_zeros() -> None:
    x, p = np.array([0.0, 0.0, 0.0, 0.0, -2.0]), np.array([2.0, 1.0, 0.0, 0.5, 3.0])
    np.testing.assert_array_equal(bars(operator.pow, x, p, y_bar=np.ones(5))[0], [0.0, 1.0, 0.0, INF, 12.0])
    np.testing.assert_array_equal(bars(operator.pow, x, np.arange(5))[0], [0.0, 1.0, 0.0, 0.0, -32.0])


@pytest.mark.parametrize(
    ("x", "p", "n", "expected"), [(0.0, 2, 2, 2.0), (0.0, 1, 2, 0.0), (0.0, 0, 3, 0.0), (-2.0, 3, 2, -12.0)]
)
def test_higher_derivatives_of_powers(x: float, p: int, n: int, expected: float) -> None:
    assert power_partial(x, p, n) == expected
    assert power_partial(np.array([x]), p, n).tolist() == [expected]


def test_power_partial_never_warns() -> None:
    assert power_partial(0.0, 0.5) == INF
    assert power_partial(np.zeros(1), -0.5).tolist() == [-INF]
    assert power_partial(1e-300, -1.0) == -INF


def test_masks_are_strong_zeros() -> None:
    x = np.array([1.0, -1.0])
    assert bars(np.where, x > 0, x, 0.0, y_bar=np.array([2.0, NAN]))[0] == [2.0, 0.0]
    assert bars(np.maximum, x, 0.0, y_bar=np.array([2.0, INF]))[0] == [2.0, 0.0]
    assert bars(np.clip, x, 0.0, 3.0, y_bar=np.array([2.0, NAN]))[0] == [2.0, 0.0]


def test_gradient_of_a_real_loss_in_a_complex_number() -> None:
    """dL/dx - i dL/dy, as JAX and autograd have it."""
    z = 0.6 - 0.8j
    assert bars(np.absolute, z) == [pytest.approx(0.6 + 0.8j)]
    assert bars(np.real, z) == [1.0]
    assert bars(np.imag, z) == [-1j]
    assert bars(np.angle, z) == [pytest.approx(0.8 - 0.6j)]


@pytest.mark.parametrize("dtype", [np.float32, np.complex64])
@pytest.mark.parametrize(
    "primitive", [np.sin, np.exp, np.sqrt, np.log, np.tanh, np.absolute, np.square], ids=lambda f: f.__name__
)
def test_partials_keep_single_precision(primitive: Any, dtype: Any) -> None:
    x = np.array([0.5, 0.25], dtype)
    partial = TABLE.entries[primitive].partials(primitive(x), x)
    assert partial.dtype == dtype
