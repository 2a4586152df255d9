"""Calls of functions that are defined elsewhere: results, keywords, writes to arguments."""

# ruff: noqa: B007, E741 - the forms under test

from __future__ import annotations

import numpy as np

from .programs import Programs

CALLS = Programs()
program = CALLS.add
X = np.array([0.5, 1.2, -0.3, 0.8])
FACTOR = 1.5
WEIGHTS = np.array([1.0, 2.0, 3.0, 4.0])


def helper(a, b=2.0, *, c=1.0):
    return a * b + c * a**2


def early(a):
    if a > 0:
        return a * 2
    return a * 3


def looped(a, n):
    for i in range(n):
        if a > 3:
            return a
        a = a * 1.5
    return a + 1


def fill(buffer, v):
    buffer[0] = v
    buffer[1:] *= v


def push(items, v):
    items.append(v * 2)


def two(a):
    return a, a**2


def many(a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q, r, s, t, u, v, w, x, y, z, aa, bb, cc, dd):
    return (
        a * b
        + c * d
        + e * f
        + g * h
        + i * j
        + k * l
        + m * n
        + o * p
        + q * r
        + s * t
        + u * v
        + w * x
        + y * z
        + aa * bb * cc * dd
    )


CALLS.add(*(0.1 * k + 0.1 for k in range(30)))(many)


class Model:
    """A callable with attributes."""

    def __init__(self, w, b):
        self.w = w
        self.b = b

    def apply(self, x):
        return np.tanh(self.w * x + self.b)


MODEL = Model(1.5, 0.2)


@program(0.7, order=2)
def calls_helper(x):
    return helper(x) + helper(x, x) + helper(b=x, a=2.0) + helper(x, c=x) + helper(*(x, 1.0))


@program(0.7)
def calls_early(x):
    return early(x) * early(-x) + early(early(x))


@program(0.7)
def calls_looped(x):
    return looped(x, 2) * looped(x, 7)


@program(0.7)
def calls_in_loop(x):
    for k in range(4):
        x = looped(x * 0.5, k) + early(x)
    return x


@program(X)
def callee_mutates(x):
    b = np.zeros(3, dtype=x.dtype)
    b[:] = x[1:]
    fill(b, x[0])
    fill(b, x[1])
    return np.sum(b**2)


@program(X)
def callee_mutates_view(x):
    b = x.copy()
    fill(b[1:], x[0])
    return np.sum(b**2)


@program(X)
def callee_mutates_argument(x):
    fill(x, 2.0 * x[2])
    return np.sum(x**2)


@program(X)
def callee_mutates_in_loop(x):
    b = x * 1.0
    for i in range(3):
        fill(b, x[i])
    return np.sum(b)


@program(0.7)
def callee_appends(x):
    items = [x]
    push(items, x)
    push(items, items[1])
    return items[0] * items[1] * items[2]


@program(0.7)
def callee_appends_in_loop(x):
    items = []
    for i in range(3):
        push(items, x * i)
    return sum(items) * items[-1]


@program(0.7)
def tuple_result(x):
    a, b = two(x)
    c = two(b)
    return a * b * c[0] + c[1]


@program(0.7)
def globals_read(x):
    return FACTOR * x * np.sum(WEIGHTS * x)


@program(0.7)
def function_returning_nothing(x):
    def check(v):
        assert v > 0, "positive"

    check(x)
    return x**2


@program(X)
def method_forms(x):
    return x.sum() * x.mean() + x.dot(x) + x.reshape(2, 2).T.ravel()[1] + x.max()


@program(X)
def helper_returns_argument(x):
    def same(v):
        return v

    b = x * 1.0
    c = same(b)
    c[0] = x[1] ** 2
    return np.sum(b * x)


@program(X)
def helper_returns_view(x):
    def tail(v):
        return v[1:]

    b = x * 1.0
    tail(b)[0] = x[0] ** 2
    c = tail(b)
    c += x[0]
    return np.sum(b * x)


@program(0.7)
def keywords_reordered(x):
    def f(a, b, c):
        return a * b**2 + c**3

    return f(c=x, a=x * 2, b=1 + x)


@program(0.7)
def kwargs_spread(x):
    options = {"b": x, "c": 2.0}
    return helper(x, **options)


@program(0.7, order=2)
def keywords_passed_on(x):
    def g(a, b=1.0, c=2.0):
        return a * b * c

    def f(*args, **kwargs):
        return g(*args, **kwargs) * len(kwargs)

    return f(x, c=x * x) + f(x, x, c=3.0)


@program(0.7)
def star_parameters(x):
    def f(*values):
        s = 0.0
        for v in values:
            s += v**2
        return s

    return f(x, 2 * x, x**2) + f()


@program(0.7)
def helper_shadows_name(x):
    def helper(a):
        return a * x

    return helper(x)


@program(0.7)
def return_in_both_branches_called(x):
    def f(v):
        if v > 1:
            return v
        else:
            return v**2

    s = 0.0
    for i in range(4):
        s += f(x * i)
    return s


@program(0.7)
def while_with_call_condition(x):
    def going(v):
        return v < 5

    while going(x):
        x = x * 1.7
    return x


@program(0.7)
def number_rebound_in_callee(x):
    def f(v):
        v += 1
        v *= x
        return v

    y = x
    return f(y) * y


@program(X)
def array_rebound_in_callee(x):
    def f(v):
        v = v + 1
        v[0] = 0.0
        return np.sum(v)

    y = x * 1.0
    return f(y) * np.sum(y)


@program(X)
def array_augmented_in_callee(x):
    def f(v):
        v += 1
        return np.sum(v)

    y = x * 1.0
    return f(y) * np.sum(y)


@program(0.7)
def global_object_method(x):
    return MODEL.apply(x) * MODEL.w


def keyword_only(x, *, scale, shift=0.5):
    return x * scale + shift


@program(0.7, order=2)
def keyword_only_parameters(x):
    return keyword_only(x, scale=x) * keyword_only(scale=2.0, x=x, shift=x)


@program(0.7, order=2)
def kwargs_read(x):
    def f(a, **options):
        s = a
        for k, v in options.items():
            s = s * v + len(k)
        return s * options["b"]

    return f(x, b=x * x, cc=2.0)
