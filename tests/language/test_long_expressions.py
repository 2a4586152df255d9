"""Expressions of very many terms: Python nests one level for each, the compiler does not."""

import linecache
from typing import Any

import numpy as np
import pytest

from s2sad import grad, jvp, source
from s2sad.errors import S2SADError, UnsupportedSyntaxError
from s2sad.testing import check_grads


def made(name: str, expression: str, parameters: str = "x") -> Any:
    """A function that returns an expression, with a text that the compiler finds."""
    text = f"def f({parameters}):\n    return {expression}\n"
    filename = f"<long {name}>"
    linecache.cache[filename] = (len(text), None, text.splitlines(keepends=True), filename)
    namespace: dict[str, Any] = {"np": np, "square": lambda x: x * x}
    exec(compile(text, filename, "exec", dont_inherit=True), namespace)
    return namespace["f"]


@pytest.mark.slow
@pytest.mark.parametrize("count", [40, 41, 42])
def test_short_and_long_ones_agree(count: int) -> None:
    signs = ["+", "-", "*", "/"]
    terms = [f"np.sin({k}.0 * x) {signs[k % 4]} (2.0 + x)" for k in range(count)]
    f = made(f"mixed {count}", " + ".join(terms))
    check_grads(f, (0.3,))
    assert np.isclose(grad(f)(0.3), jvp(f, (0.3,), (1.0,))[1])


@pytest.mark.slow
@pytest.mark.parametrize("expression", ["x[{0}] * {1}.0", "square(x[{0}]) * {1}.0", "np.sin({1}.0 * x[{0}])"])
def test_second_order(expression: str) -> None:
    f = made(expression, " - ".join(expression.format(k % 3, k % 7) for k in range(100)))
    check_grads(f, (np.array([0.9, 1.0, 1.1]),), order=2)


@pytest.mark.slow
def test_products_and_matrices() -> None:
    power = made("power", " * ".join(["x"] * 300))
    assert np.isclose(grad(power)(1.0), 300.0)
    turned = made("turned", "np.sum(" + " @ ".join(["a"] * 60) + " @ v)", "a, v")
    a = np.array([[0.6, -0.8], [0.8, 0.6]])
    check_grads(turned, (a, np.array([1.0, 2.0])), order=2)
    assert "float64[a.0, a.1]" in source(turned)


def test_fifteen_hundred_terms() -> None:
    f = made("many", " + ".join(f"x * {k}.0" for k in range(1500)))
    assert grad(f)(2.0) == sum(range(1500))


def test_deep_calls_work_or_are_refused_with_a_place() -> None:
    f = made("deep", "np.sin(" * 90 + "x" + ")" * 90)
    assert np.isclose(grad(f)(0.3), jvp(f, (0.3,), (1.0,))[1])
    f = made("deepest", "x" + ".real" * 900)
    with pytest.raises(UnsupportedSyntaxError, match="nested too deeply") as caught:
        grad(f)(0.3)
    assert caught.value.filename == "<long deepest>"
    assert caught.value.lineno is not None


def test_operands_that_do_not_fit_are_shown() -> None:
    f = made("misfit", " + ".join(["x"] * 60) + " + 'text'")
    with pytest.raises(S2SADError) as caught:
        grad(f)(0.3)
    assert caught.value.lineno == 2
