"""Arrays whose size is known only at run time may have one element, and are broadcast then."""

import numpy as np
import pytest

from s2sad.testing import check_grads

X = np.array([0.3, -0.7, 1.2])


def scaled_rest(a, s):
    w = np.zeros_like(a[:1])
    w[0] = s
    z = a.copy()
    z[1:] *= w
    return np.sum(z * z)


def first_added(a, n):
    z = np.zeros(n)
    z += a[:1]
    return np.sum(z * z)


def first_written(a):
    z = np.zeros_like(a)
    z[1:] = a[:1]
    z[1:] *= a[-1:]
    return np.sum(z**2)


def grows(a, w):
    s = a[:1]
    for _ in range(3):
        s = s * a
    return np.sum(s * w)


def selected(a, w):
    z = a[a > 1.0]
    z = z * w
    z[:] = np.sin(z) * a[a > 1.0]
    return np.sum(z * z)


def rows(A):
    m = A[:1]
    m = m * m
    Z = A.copy()
    Z[1:] -= m
    Z[1:] *= m
    return np.sum(Z**2)


def part_of_a_part(a):
    z = a[::2][1:]
    y = a * z
    y[1:] += z
    return np.sum(y * y * z)


@pytest.mark.parametrize(
    ("function", "args"),
    [
        (scaled_rest, (X, 0.8)),
        (first_added, (X, 4)),
        (first_written, (X,)),
        (grows, (X, X + 1.0)),
        (selected, (X, X + 1.0)),
        (rows, (np.outer(X, X) + 1.0,)),
        (part_of_a_part, (X,)),
    ],
    ids=lambda case: getattr(case, "__name__", ""),
)
def test_derivatives(function, args):
    check_grads(function, args, order=2)
