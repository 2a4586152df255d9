"""A variable that a path did not assign raises as in Python, though the derivative would not read it."""

import numpy as np
import pytest

from s2sad import grad, value_and_grad, vjp
from s2sad.testing import check_grads

X = np.array([0.3, 0.5, 0.7])


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


def returned_in_a_loop(x, m, k):
    u = np.sin(x)
    if m < 0.37:
        for i in range(2):
            if i == k:
                return x
            u = u * m
    return m * u


@pytest.mark.parametrize("m", [0.2, 0.5])
@pytest.mark.parametrize("k", [1, 5])
def test_result_of_a_loop_that_is_not_left(m: float, k: int) -> None:
    check_grads(lambda x, w: vjp(lambda x: returned_in_a_loop(x, m, k), x)[1](w)[0], (X, X + 0.1), order=2)


def power(x, n):
    return 1.0 if n == 0 else x * power(x, n - 1)


def test_third_derivative_through_a_derivative_of_a_recursive_function() -> None:
    def squared_slope(x):
        return grad(lambda y: power(y, 4))(x) ** 2

    assert grad(grad(grad(squared_slope)))(0.7) == pytest.approx(96 * 20 * 0.7**3, rel=1e-12)


def none_on_one_path(x, c):
    if c > 0:
        if c < 2:
            found = None
        elif c < 3:
            found = x * x
    if found is None:
        return 3.0 * x
    return found


def array_on_one_path(x, c):
    total = x
    for k in range(3):
        if k == c:
            last = None if c else np.array([x, 2.0 * x])
        if k > 0:
            total = total if last is None else total * np.sum(last)
    return total


@pytest.mark.parametrize("function", [none_on_one_path, array_on_one_path])
@pytest.mark.parametrize("derivative", [grad, lambda f: grad(grad(f)), lambda f: lambda x, c: vjp(f, x, c)])
def test_what_is_not_assigned_is_not_none(function, derivative) -> None:
    with pytest.raises(UnboundLocalError):
        function(1.5, 4)
    with pytest.raises(UnboundLocalError):
        derivative(function)(1.5, 4)


def test_none_is_assigned() -> None:
    assert grad(none_on_one_path)(1.5, 1) == 3.0
    assert grad(none_on_one_path)(1.5, 2) == 3.0
    assert grad(array_on_one_path)(1.5, 1) == 1.0
    assert grad(array_on_one_path)(1.5, 0) == pytest.approx(27.0 * 1.5**2)


def entering(v, c):
    if c < 0:
        return None
    for t in (v, 2 * v):
        if t > 0.5:
            return t
    return None


def test_result_of_a_loop_in_a_helper_that_may_return_none() -> None:
    def loss(x, c):
        found = entering(x, c)
        return c if found is None else found * c

    for x, c in ((0.7, 2.0), (0.3, 2.0), (0.1, 2.0), (0.3, -1.0)):
        check_grads(loss, (x, c), order=2)
    assert "bound(" not in grad(loss).source(0.7, 2.0)
