"""Programs that once gave a wrong number without a word: each is right now, or refused."""

import numpy as np
import pytest

from s2sad import S2SADError, grad, hessian, jacfwd, value_and_grad
from s2sad.testing import check_grads


def return_from_nested_loops(x):
    for _ in range(3):
        for _ in range(3):
            x = x * 2
            if x > 3:
                return x
    return x


def wave2(x, kind):
    if kind == "sin":
        return np.sin(x)
    if kind == "two":
        return wave2(x, "sin") * wave2(x, "exp")
    return np.exp(x)


def even(x, n):
    if n == 0:
        return x
    return odd(x * x, n - 1)


def odd(x, n):
    if n == 0:
        return 2 * x
    return even(3 * x, n - 1)


def swapped_rows(a):
    rows = [r.copy() for r in a]
    rows[0], rows[1] = rows[1], rows[0]
    return rows[1][0] * 3 + rows[0][0] ** 2


def row_kept_aside(a):
    rows = [r.copy() for r in a]
    first = rows[0]
    rows[0] = rows[1]
    rows[1] = first
    return rows[1][0] * 3 + rows[0][0] ** 2


def repeated_rows(x):
    rows = [[0.0] * 2] * 2
    rows[0][0] = x
    return rows[1][0] + rows[0][0] ** 2


def appended_until(x, n):
    seen = []
    s = x
    while s < n:
        seen.append(s)
        s = s * 1.7 + 0.1
        if len(seen) > 6:
            break
    total = 0.0
    for k, h in enumerate(seen):
        total += h * h / (k + 1)
    return total + s


def einsum_with_itself(x):
    return np.einsum("i,i->", x, x)


@pytest.mark.parametrize(
    ("function", "args", "argnums"),
    [
        (return_from_nested_loops, (1.0,), None),
        (wave2, (0.7, "two"), 0),
        (even, (1.1, 3), 0),
        (swapped_rows, (np.array([[1.0, 2.0], [3.0, 4.0]]),), None),
        (row_kept_aside, (np.array([[1.0, 2.0], [3.0, 4.0]]),), None),
        (repeated_rows, (1.5,), None),
        (appended_until, (0.4, 9.0), 0),
        (einsum_with_itself, (np.ones(2),), None),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_derivatives(function, args, argnums) -> None:
    check_grads(function, args, order=2, argnums=argnums)


def test_values() -> None:
    assert value_and_grad(return_from_nested_loops)(1.0) == (4.0, 4.0)
    assert hessian(einsum_with_itself)(np.ones(2)).tolist() == [[2.0, 0.0], [0.0, 2.0]]


def writes_its_argument(x):
    x[0] = x[0] * x[1]
    return x[0] ** 2


def writes_and_returns(x):
    x[0] = x[0] * x[1]
    return np.array([x[0], x[1] ** 2])


def test_columns_start_from_the_same_argument() -> None:
    assert hessian(writes_its_argument)(np.array([3.0, 2.0])).tolist() == [[8.0, 24.0], [24.0, 18.0]]
    assert jacfwd(writes_and_returns)(np.array([3.0, 2.0])).tolist() == [[2.0, 3.0], [0.0, 4.0]]


def one_buffer_in_a_list(x):
    b = np.zeros(2)
    rows = [b for _ in range(3)]
    rows[0][0] = x
    return rows[2][0] * x


def element_stored_twice(x):
    rows = [[x[i]] for i in range(2)]
    rows[1] = rows[0]
    rows[0][0] = x[1]
    return rows[0][0] ** 2 + 3 * rows[1][0]


@pytest.mark.parametrize(
    ("function", "argument"),
    [
        (one_buffer_in_a_list, 0.5),
        (element_stored_twice, np.array([0.5, 0.7])),
    ],
)
def test_refused_with_a_place(function, argument) -> None:
    with pytest.raises(S2SADError) as caught:
        grad(function)(argument)
    assert caught.value.lineno is not None


def total_from(x):
    return sum([x, x], start=x)


def total_of_generator_from(x):
    return sum((x * v for v in [1.0, 2.0]), start=x)


@pytest.mark.parametrize(("fun", "slope"), [(total_from, 3.0), (total_of_generator_from, 4.0)])
def test_the_start_of_a_sum_counts(fun, slope):
    assert grad(fun)(1.0) == slope
