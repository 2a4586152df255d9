"""Names that are a number on one path and an array on another: followed, or refused; never a lost alias."""

import numpy as np
import pytest

from s2sad import grad
from s2sad.errors import AliasingError
from s2sad.testing import check_grads

X = np.array([0.1, 0.2, 0.3])


def two_views(x, n):
    v, w = x * 1.0, 0.0
    for _ in range(n):
        w = 0.5 * w + v
    p, o = w[1:], w[:-1]
    p += x[0]
    o *= 0.3
    return np.sum(np.sin(w)) + np.sum(p)


def array_written_afterwards(x, n):
    v, w = x * 1.0, 0.0
    for _ in range(n):
        w = v
    v[0] = 9 * x[1]
    return np.sum(w * v)


def array_written_after_a_branch(x, n):
    v, w = x * 1.0, 0.0
    if n > 0:
        w = v
    v[0] = 9 * x[1]
    return np.sum(w * v)


def name_augmented(x, n):
    v, w = x * 1.0, 0.0
    for _ in range(n):
        w = v
    w += x[0]
    return np.sum(w * v)


def augmented_after_a_branch(x, n):
    v, w = x * 1.0, 0.0
    if n > 0:
        w = v
    w *= x[1]
    return np.sum(w * v)


def element_written(x, n):
    w = 0.0
    for _ in range(n):
        w = 0.5 * w + x
    w[0] = x[1]
    return np.sum(w * w)


FUNCTIONS = [
    *(two_views, array_written_afterwards, array_written_after_a_branch, name_augmented),
    *(augmented_after_a_branch, element_written),
]


@pytest.mark.parametrize("function", FUNCTIONS, ids=lambda f: f.__name__)
def test_refused_where_the_number_of_runs_is_not_known(function) -> None:
    with pytest.raises(AliasingError) as found:
        grad(function)(X, 3)
    assert found.value.lineno


def test_a_short_loop_is_followed_run_by_run() -> None:
    def f(x):
        w = 0.0
        for _ in range(3):
            w = 0.5 * w + x
        p = w[1:]
        p += x[0]
        return np.sum(np.sin(w)) + np.sum(p)

    check_grads(f, (X,), order=2)


def test_a_number_that_becomes_an_array_of_its_own() -> None:
    def f(x, n):
        w = 0.0
        for _ in range(n):
            w = 0.5 * w + x
        w += x[0]
        return np.sum(w**2)

    check_grads(f, (X, 3), argnums=0, order=2)
