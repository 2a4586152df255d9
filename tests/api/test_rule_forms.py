"""A rule whose parameters are not those that it is called with is refused where it is entered."""

from typing import Any

import numpy as np
import pytest

from s2sad import RuleTable, grad, jvp
from s2sad.errors import SignatureError


def like_jax(primals, tangents):
    return primals[0], tangents[0]


def like_jax_vjp(residuals, y_bar):
    return (y_bar,)


def other_tangent(y, x, t_dot):
    return t_dot


def without_tangent(y, x):
    return y


def only_result(y):
    return y


def enter(kind: str, rule: Any, **more: Any) -> None:
    getattr(RuleTable(), kind)(np.sinc, **more)(rule)


@pytest.mark.parametrize(
    ("kind", "rule", "message"),
    [
        ("custom", like_jax, r"`like_jax` has \(primals, tangents\)"),
        ("custom", like_jax_vjp, r"\(y_bar, y, \*args\)"),
        ("custom", other_tangent, "a tangent `x_dot` for each"),
        ("custom", without_tangent, r"\(y, \*args, \*tangents\)"),
        ("custom", lambda y, x: y, "<lambda>"),
        ("elementwise", only_result, r"partial derivatives has the parameters \(y, \*args\)"),
        ("multilinear", without_tangent, r"gives cotangents has the parameters \(y_bar, y, \*args\)"),
    ],
)
def test_forms(kind: str, rule: Any, message: str) -> None:
    with pytest.raises(SignatureError, match=message) as caught:
        enter(kind, rule)
    assert caught.value.filename == __file__
    assert "def f_jvp(y, x, x_dot)" in caught.value.hint


def test_names_of_arguments() -> None:
    with pytest.raises(SignatureError, match="cotangents"):
        enter("linear", lambda y_bar, y, x: y_bar, wrt="z")
    with pytest.raises(SignatureError, match="a tangent `x_dot` for each"):
        enter("custom", lambda y, x, n, x_dot: x_dot, wrt=("x", "n"))


def test_right_forms() -> None:
    table = RuleTable()
    table.custom(np.sinc)(lambda y, x, x_dot: 7.0 * x_dot)
    assert jvp(lambda x: np.sinc(x), (0.5,), (1.0,), rules=table)[1] == 7.0  # noqa: PLW0108 - is what is differentiated
    assert grad(lambda x: np.sinc(x) * x, rules=table)(0.5) == pytest.approx(3.5 + np.sinc(0.5))
