"""The greatest of nothing is what Python raises for, where it is reached and only there."""

from __future__ import annotations

import functools
import operator

import numpy as np
import pytest

from s2sad import grad, jvp

X = np.array([0.3, -0.8, 1.1])


def greatest(x, a):
    found = []
    return x[0] * (max(found) if a > 0.0 else a)


def product(x, a):
    found = []
    return x[0] * (functools.reduce(operator.mul, found) if a > 0.0 else a)


@pytest.mark.parametrize(("program", "kind"), [(greatest, ValueError), (product, TypeError)])
def test_raised_where_it_is_reached(program, kind):
    assert np.array_equal(grad(program)(X, -2.0), [-2.0, 0.0, 0.0])
    with pytest.raises(kind, match="empty"):
        program(X, 1.0)
    with pytest.raises(kind, match="empty"):
        grad(program)(X, 1.0)
    with pytest.raises(kind, match="empty"):
        jvp(program, (X, 1.0), (X, 1.0))
