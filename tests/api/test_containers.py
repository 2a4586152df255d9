"""Containers among the chosen arguments: empty ones have an empty gradient, all but the plain ones are refused."""

from collections import OrderedDict, defaultdict, deque
from typing import Any

import pytest

from s2sad import elementwise_grad, grad, hessian, jacfwd, jacrev, jvp, value_and_grad, vjp
from s2sad.errors import DifferentiationTypeError


class Parameters(dict):  # type: ignore[type-arg] # of a class of the user
    """A dict that is more than a dict."""


def doubled(x, rest):
    return 2.0 * x * x + len(rest)


@pytest.mark.parametrize("empty", [[], (), {}, [[]], {"a": ()}])
def test_empty_ones(empty: Any) -> None:
    assert grad(doubled, argnums=(0, 1))(1.0, empty) == (4.0, empty)
    assert value_and_grad(doubled, argnums=1)(1.0, empty) == (2.0 + len(empty), empty)
    assert jacrev(doubled, argnums=(0, 1))(1.0, empty) == (4.0, empty)
    assert jacfwd(doubled, argnums=(0, 1))(1.0, empty) == (4.0, empty)
    assert hessian(doubled, argnums=(0, 1))(1.0, empty) == ((4.0, empty), empty)
    assert vjp(doubled, 1.0, empty)[1](1.0) == (4.0, empty)
    assert jvp(doubled, (1.0, empty), (1.0, empty))[1] == 4.0


@pytest.mark.parametrize(
    "held",
    [
        OrderedDict(a=2.0),
        defaultdict(float, {"a": 2.0}),
        Parameters(a=2.0),
        deque([2.0]),
        {"inner": OrderedDict(a=2.0), "x": 1.0},
        [1.0, deque([2.0])],
    ],
)
def test_other_ones_are_refused(held: Any) -> None:
    def constant(p):
        return 1.0 * len(p)

    calls = [lambda d=d: d(constant)(held) for d in (grad, value_and_grad, jacrev, jacfwd, hessian, elementwise_grad)]
    for call in (*calls, lambda: vjp(constant, held), lambda: jvp(constant, (held,), (held,))):
        with pytest.raises(DifferentiationTypeError, match="holds floats in a container of the class") as caught:
            call()
        assert caught.value.lineno is not None
    assert grad(lambda x, p: x * len(p))(3.0, held) == len(held)
