"""A value that is the same in every run of a loop is on no tape, and is right when it is overwritten afterwards."""

import numpy as np

from s2sad import source
from s2sad.testing import check_grads

X, B = np.array([0.3, 0.7, -0.2]), np.array([0.5, 0.2, 0.9])


def hoisted_factor(x, b):
    r = x + 1.0
    for _ in range(3):
        r = r * np.exp(x * b)
    return np.sum(r)


def overwritten_afterwards(x, b):
    p = x * b
    r = x + 1.0
    for _ in range(3):
        r = np.tanh(p * r)
    p[0] = 5.0 * b[1]
    return np.sum(r * p)


def test_one_tape() -> None:
    text = source(hoisted_factor, args=(X, B))
    assert text.count("_tape = []") == 1
    assert "zip(" not in text


def test_right() -> None:
    check_grads(hoisted_factor, (X, B), order=2)
    check_grads(overwritten_afterwards, (X, B), order=2)


def summed_generator(x, b):
    return sum(v * np.sin(v) for v in x) * sum(b)


def test_a_list_that_is_only_summed_has_no_list_of_adjoints() -> None:
    text = source(summed_generator, args=(X, B))
    assert "pop()" not in text
    assert "items" not in text.partition("# reverse sweep")[2]
    check_grads(summed_generator, (X, B), order=2)
