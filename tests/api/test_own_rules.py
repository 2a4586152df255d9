# ruff: noqa: PLW0108 - lambdas are what is differentiated
"""What the functions of `custom_jvp` and `custom_vjp` may read, and what they must return."""

from typing import Any

import numpy as np
import pytest

from s2sad import RuleTable, custom_jvp, custom_vjp, grad, hessian, hvp, jacfwd, jacrev, jvp
from s2sad.errors import ArgumentError, DifferentiationTypeError, S2SADError, SignatureError

FACTOR = 3.0
WEIGHTS = np.array([1.0, 2.0])


@custom_jvp
def scaled(x):
    return x * FACTOR


@scaled.defjvp
def scaled_jvp(primals, tangents):
    return primals[0] * FACTOR, tangents[0] * FACTOR


@custom_vjp
def multiplied(x):
    return x * FACTOR


multiplied.defvjp(lambda x: (x * FACTOR, x), lambda x, g: (g * FACTOR,))


@custom_jvp
def weighted(x):
    return x * WEIGHTS


@weighted.defjvp
def weighted_jvp(primals, tangents):
    return primals[0] * WEIGHTS, tangents[0] * WEIGHTS


TABLE = RuleTable()


def tripled(x):
    return x * 3.0


@TABLE.elementwise(tripled)
def tripled_partials(y, x):
    return FACTOR


@custom_jvp
def sine(x):
    return np.sin(x)


@sine.defjvp
def sine_jvp(primals, tangents):
    return sine(primals[0]), sine(primals[0] + np.pi / 2) * tangents[0]


@custom_vjp
def sine2(x):
    return np.sin(x)


sine2.defvjp(lambda x: (sine2(x), np.cos(x)), lambda cos, g: (g * cos,))


@pytest.mark.parametrize("fun", [scaled, multiplied])
def test_a_rule_reads_a_number_of_its_module(fun: Any) -> None:
    assert grad(fun)(2.0) == 3.0
    assert grad(lambda x: fun(x) * x)(2.0) == 12.0
    assert jvp(lambda x: fun(x) * x, (2.0,), (1.0,))[1] == 12.0
    assert grad(lambda x: tripled(x) * x, rules=TABLE)(2.0) == 12.0


def test_a_rule_reads_an_array_of_its_module() -> None:
    np.testing.assert_array_equal(grad(lambda x: np.sum(weighted(x)))(np.ones(2)), WEIGHTS)


def test_another_value_or_type_of_what_a_rule_reads_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    slope = grad(lambda x: np.sum(scaled(x)))
    assert slope(2.0) == 3.0
    monkeypatch.setitem(globals(), "FACTOR", 5.0)
    assert slope(2.0) == 5.0
    monkeypatch.setitem(globals(), "FACTOR", np.array([1.0, 2.0]))
    np.testing.assert_array_equal(slope(np.ones(2)), [1.0, 2.0])


@pytest.mark.parametrize("fun", [sine, sine2])
@pytest.mark.parametrize("second", [hessian, lambda f: jacfwd(jacrev(f)), lambda f: jacrev(jacfwd(f))])
def test_second_derivatives_of_a_function_whose_rule_calls_it(fun: Any, second: Any) -> None:
    assert second(fun)(0.5) == pytest.approx(-np.sin(0.5))
    assert hvp(fun, (0.5,), (1.0,))[0] == pytest.approx(-np.sin(0.5))


def made_vjp(fwd: Any, bwd: Any, fun: Any = np.sum) -> Any:
    made = custom_vjp(lambda x: fun(x))
    made.defvjp(fwd, bwd)
    return made


@pytest.mark.parametrize(
    ("fwd", "bwd", "message"),
    [
        (lambda x: (np.sum(x), x), lambda r, g: g * r, "must return a tuple of 1"),
        (lambda x: (np.sum(x), x), lambda r, g: (g * r, g), "must return a tuple of 1"),
        (lambda x: np.sum(x), lambda r, g: (g * r,), "must return a pair"),
        (lambda x: (np.sum(x), x, x), lambda r, g: (g * r,), "must return a pair"),
        (lambda x: (np.sum(x), x), lambda r, g: (g * np.ones((2, 2)),), "2 axes"),
        (lambda x: (np.sum(x), x), lambda r, g: (g * 2.0,), "is a float"),
        (lambda x: (np.sum(x), x), lambda r, g: ({"a": g},), "is a dict"),
        (lambda x: (2.0 * x, x), lambda r, g: (np.sum(g) * r,), "the function itself"),
    ],
)
def test_wrong_results_of_fwd_and_bwd_are_refused(fwd: Any, bwd: Any, message: str) -> None:
    with pytest.raises(DifferentiationTypeError, match=message):
        grad(made_vjp(fwd, bwd))(np.ones(3))


def test_a_cotangent_of_another_length_is_refused_when_it_is_made() -> None:
    longer = made_vjp(lambda x: (np.sum(x), x), lambda r, g: (g * np.ones(4),))
    assert grad(lambda x: longer(x))(np.ones(4)).shape == (4,)
    with pytest.raises(ArgumentError, match=r"shape \(4,\), but belongs to an array of shape \(3,\)"):
        grad(lambda x: longer(x))(np.ones(3))


def test_one_cotangent_of_two_is_refused() -> None:
    product = custom_vjp(lambda x, y: x * y)
    product.defvjp(lambda x, y: (x * y, (x, y)), lambda r, g: (g * r[1],))
    with pytest.raises(DifferentiationTypeError, match="must return a tuple of 2"):
        grad(lambda x, y: product(x, y))(2.0, 3.0)


@pytest.mark.parametrize(
    "rule",
    [
        lambda p, t: p[0] * t[0],
        lambda p, t: (p[0] ** 2, np.ones(3) * t[0]),
        lambda p, t: (p[0] ** 2, {"a": t[0]}),
    ],
)
def test_wrong_results_of_a_jvp_are_refused(rule: Any) -> None:
    square = custom_jvp(lambda x: x * x)
    square.defjvp(rule)
    with pytest.raises(DifferentiationTypeError):
        grad(lambda x: square(x))(2.0)
    with pytest.raises(DifferentiationTypeError):
        jvp(lambda x: square(x), (2.0,), (1.0,))


def test_such_a_function_is_not_made_inside() -> None:
    with pytest.raises(S2SADError):
        grad(lambda x: custom_vjp(np.sin)(x))(1.0)


def test_a_dict_is_no_table_of_rules() -> None:
    with pytest.raises(SignatureError, match="RuleTable"):
        grad(lambda x: x, rules={})(1.0)  # type: ignore[arg-type] # it is what is refused


def called_nothing(x):
    function = None
    return function(x)


def test_what_is_no_function_is_not_called() -> None:
    with pytest.raises(DifferentiationTypeError, match="is called"):
        grad(called_nothing)(1.0)
