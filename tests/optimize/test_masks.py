"""Masks of adjoints: none is made where nothing is left out."""

import numpy as np

from s2sad import grad
from s2sad.testing import check_grads


def pushed_apart(x):
    places = np.zeros((3, 2))
    places[:, 0] = x
    for i in range(2):
        for j in range(i + 1, 3):
            d = places[j] - places[i]
            u = 0.1 * d / np.sqrt(d @ d)
            places[i] -= u
            places[j] += u
    return np.sum(places[:, 0] * [1, 2, 3])


def roots_in_turn(x):
    roots = np.sqrt(np.zeros(3))
    for k in range(3):
        roots[k] = x[k]
        roots[k] += x[0] * roots[k - 1]
        roots[k] *= 2.0
    return roots @ roots


def test_rows_that_are_added_to_need_no_mask_of_the_whole() -> None:
    assert "np.ones(" not in grad(pushed_apart).source(np.ones(3))
    check_grads(pushed_apart, (np.array([0.5, -0.3, 0.8]),), order=2)


def test_what_is_written_over_stays_a_strong_zero() -> None:
    check_grads(roots_in_turn, (np.array([0.5, -0.3, 0.8]),), order=2)
