"""A variable that a path did not assign raises as in Python, though the derivative would not read it."""

import numpy as np
import pytest

from s2sad import grad, value_and_grad


def one_path(x):
    if x > 0:
        y = x * x
    return y


def guarded(x, c):
    if c:
        y = np.array([x, 2.0])
    z = x
    if c:
        y[0] = 3 * x
        z = np.sum(y)
    return z * x


@pytest.mark.parametrize("derivative", [grad(one_path), value_and_grad(one_path), grad(grad(one_path))])
def test_unbound_variable_raises(derivative) -> None:
    with pytest.raises(UnboundLocalError):
        derivative(-1.0)


def test_bound_variables_pass() -> None:
    assert grad(one_path)(3.0) == 6.0
    assert grad(guarded)(1.5, True) == pytest.approx(11.0)
    assert grad(guarded)(1.5, False) == pytest.approx(3.0)
