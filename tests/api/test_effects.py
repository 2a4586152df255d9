"""What a function does besides returning its value is done once where its derivatives are put together, or refused."""

from typing import Any

import numpy as np
import pytest

from s2sad import elementwise_grad, grad, hessian, hvp, jacfwd, jacrev, jvp, value_and_grad, vjp
from s2sad.errors import DifferentiationTypeError


def overwriting(x):
    x[0] = x[0] * x[1]
    return np.sum(x**3)


def appending(xs):
    product = xs[0] * xs[1]
    xs.append(3.0)
    return product


def talking(x):
    print("called")  # noqa: T201 - that it is printed once is what is tested
    return np.sum(x**3)


def drawing(x):
    return np.sum(x**2) * np.random.rand()


def seeded(x):
    return np.sum(x**2 * np.random.default_rng(0).random(3))


CALLS: dict[str, Any] = {
    "grad": grad(overwriting),
    "value_and_grad": value_and_grad(overwriting),
    "jacfwd": jacfwd(overwriting),
    "jacrev": jacrev(overwriting),
    "hessian": hessian(overwriting),
    "elementwise_grad": elementwise_grad(overwriting),
    "jvp": lambda x: jvp(overwriting, (x,), (np.ones(3),)),
    "vjp": lambda x: vjp(overwriting, x)[1](1.0),
    "hvp": lambda x: hvp(overwriting, (x,), (np.ones(3),)),
}


@pytest.mark.parametrize("name", CALLS)
def test_arguments_are_written_once(name: str) -> None:
    x = np.array([2.0, 3.0, 4.0])
    CALLS[name](x)
    assert x.tolist() == [6.0, 3.0, 4.0]


def test_matrices_of_functions_that_write() -> None:
    x = np.array([2.0, 3.0, 4.0])
    gradient = grad(overwriting)(x.copy())
    assert np.allclose(jacfwd(overwriting)(x.copy()), gradient, rtol=1e-15)
    assert np.allclose(jacrev(overwriting)(x.copy()), gradient, rtol=1e-15)
    product = hvp(overwriting, (x.copy(),), (np.array([1.0, 2.0, 3.0]),))[0]
    assert np.allclose(hessian(overwriting)(x.copy()) @ [1.0, 2.0, 3.0], product, rtol=1e-14)
    for derivative, expected in ((jacfwd, [5.0, 2.0]), (jacrev, [5.0, 2.0]), (hessian, [[0.0, 1.0], [1.0, 0.0]])):
        xs = [2.0, 5.0]
        assert derivative(appending)(xs) == expected
        assert xs == [2.0, 5.0, 3.0]


@pytest.mark.parametrize("derivative", [grad, value_and_grad, jacrev, elementwise_grad])
def test_one_run_prints_once(derivative: Any, capsys: pytest.CaptureFixture[str]) -> None:
    derivative(talking)(np.ones(3))
    assert capsys.readouterr().out == "called\n"


@pytest.mark.parametrize("derivative", [jacfwd, hessian])
def test_runs_must_agree(derivative: Any) -> None:
    with pytest.raises(DifferentiationTypeError, match="different values at one point"):
        derivative(drawing)(np.ones(3))
    assert np.allclose(derivative(seeded)(np.ones(3)), np.asarray(derivative(seeded)(np.ones(3))))
