"""Decorators, closures, recursion, derivatives inside, many parameters, functions given as values."""

# ruff: noqa: B905, E731, E741, PLC3002, RUF007 - the forms under test

from __future__ import annotations

import itertools
import math
from functools import cache, lru_cache, partial, wraps

import numpy as np

from s2sad import grad, hessian, hvp, jacobian, jvp, value_and_grad, vjp
from tests.language.programs import Programs

COMPOSED = Programs()
program = COMPOSED.add
X = np.array([0.5, 1.2, -0.3, 0.8])


class Box:
    def __init__(self, **kw):
        self.__dict__.update(kw)


def pw(x, y, /, z, *, k=2.0, **rest):
    s = x * y + z * k
    for value in rest.values():
        s = s * value
    return s


def deco(scale):
    def outer(f):
        @wraps(f)
        def inner(*a, **k):
            return scale * f(*a, **k)

        return inner

    return outer


@deco(2.0)
def decorated(x, p=2):
    return x**p


@cache
def coeff(n):
    return 1.0 / math.factorial(n)


@lru_cache
def table(n):
    return np.arange(1.0, n + 1)


@program(0.7, order=2)
def decorated_called(x):
    return decorated(x) + decorated(x, p=3)


@program(0.7, order=2)
def cached(x):
    s = 0.0
    for n in range(6):
        s = s + coeff(n) * x**n
    return s * np.sum(table(3) * x)


@lru_cache
def active_cached(x):
    return x * x


@program(0.7, order=2)
def cached_active(x):
    return active_cached(x) * x


def mutate(a):
    a[0] = a[1] * 2
    a *= 3


def mutlist(l, x):
    l.append(x * x)
    l[0] = x


def twovals(x):
    return x * x, {"s": np.sin(x), "l": [x, 2 * x]}


@program(X * 1, order=2)
def callee_mutates(x):
    y = x * x
    l = [x[0]]
    mutate(y)
    mutlist(l, x[1])
    return np.sum(y) * l[0] * l[1]


@program(X * 1, order=2)
def callee_mutates_argument(x):
    mutate(x)
    return np.sum(x**2)


@program(X * 1, order=2)
def callee_mutates_view(x):
    y = x * 1
    mutate(y[1:])
    return np.sum(y**2)


@program(0.7, order=2)
def returns_many(x):
    a, d = twovals(x)
    return a * d["s"] * d["l"][1]


def fact(x, n):
    return 1.0 if n == 0 else x * fact(x, n - 1)


def even(x, n):
    return x if n == 0 else odd(x * x, n - 1)


def odd(x, n):
    return x if n == 0 else even(x + 1, n - 1)


@program(0.7, order=2)
def recursion(x):
    return fact(x, 5) + even(x, 4)


def deep(x, n):
    if n == 0:
        return x
    return deep(np.sin(x) + x * 0.001, n - 1)


@program(0.7, order=1)
def deep_500(x):
    return deep(x, 500)


@program(0.7, order=2)
def inner_grad(x):
    f = lambda y: np.sin(y) * x
    return grad(f)(x) + value_and_grad(f)(x)[0]


@program(X * 1, order=2)
def inner_hess(x):
    def f(y):
        return np.sum(np.sin(y) * x)

    return np.sum(hessian(f)(x)) + np.sum(jacobian(lambda y: y * y * x)(x))


@program(X * 1, order=2)
def inner_jvp(x):
    out, dot = jvp(lambda y: np.sin(y) * x, (x,), (x,))
    out2, pull = vjp(lambda y: np.sum(y * x), x)
    return np.sum(out * dot) + np.sum(pull(1.0)[0]) * out2


@program(X * 1, 0.1, order=2)
def gd_inside(x, lr):
    w = np.zeros(4)
    for _ in range(3):
        w = w - lr * grad(lambda w: np.sum((w * x - 1) ** 2))(w)
    return np.sum((w * x - 1) ** 2)


@program(X * 1, order=2)
def hvp_inside(x):
    return np.sum(hvp(lambda y: np.sum(y**3), (x,), (x,))[0])


@program(*[0.1 * i + 0.05 for i in range(60)], order=2)
def sixty(
    a0,
    a1,
    a2,
    a3,
    a4,
    a5,
    a6,
    a7,
    a8,
    a9,
    b0,
    b1,
    b2,
    b3,
    b4,
    b5,
    b6,
    b7,
    b8,
    b9,
    c0,
    c1,
    c2,
    c3,
    c4,
    c5,
    c6,
    c7,
    c8,
    c9,
    d0,
    d1,
    d2,
    d3,
    d4,
    d5,
    d6,
    d7,
    d8,
    d9,
    e0,
    e1,
    e2,
    e3,
    e4,
    e5,
    e6,
    e7,
    e8,
    e9,
    f0,
    f1,
    f2,
    f3,
    f4,
    f5,
    f6,
    f7,
    f8,
    f9,
):
    return (
        a0 * f9
        + a1 * a2 * a3
        + np.sin(a4 + b0) * (c5 + c6 * c7)
        + d1**2
        + d2 * d3
        + e4 * e5 * e6
        + b9 * f0
        + f1 * f2
        + f3
        + f4
        + f5 * f6
        - f7 / f8
        + b1 * b2 * b3 * b4
        + a5
        + a6
        + a7 * a8 * a9
        + b5
        + b6
        + b7 * b8
        + c0
        + c1
        + c2
        + c3 * c4
        + c8 * c9
        + d0
        + d4
        + d5
        + d6
        + d7
        + d8
        + d9
        + e0
        + e1
        + e2
        + e3
        + e7
        + e8 * e9
    )


@program(X * 1, order=2)
def generator_args(x):
    return np.sum(np.array([v * v for v in x])) + math.prod(v for v in x) + math.fsum(v * v for v in x)


@program(X * 1, order=2)
def itertools_used(x):
    s = 0.0
    for a, b in itertools.product(range(2), range(3)):
        s = s + x[a] * x[b]
    for a, b in itertools.combinations(range(4), 2):
        s = s + x[a] * x[b] ** 2
    return s


@program(X * 1, order=2)
def pairwise(x):
    return sum((b - a) ** 2 for a, b in zip(x, x[1:]))


G = 2.0


def uses_global(x):
    return x * G


@program(0.7, order=2)
def module_constant(x):
    return uses_global(x) * G


@program(partial(pw, 2.0), 0.7, order=2)
def partial_argument(f, x):
    return f(x, z=x * x)


@program(0.7, order=2)
def partial_made(x):
    f = partial(pw, x, z=x * x)
    g = partial(f, k=x)
    return f(2.0) * g(x)


@program(0.7, order=2)
def lambda_default(x):
    fs = [lambda v, i=i: v**i for i in range(1, 4)]
    return sum(f(x) for f in fs)


@program(0.7, order=2)
def immediate(x):
    return (lambda a, b=2: a**b)(x) * (lambda *a: a[1])(1.0, x)


@program(np.array([0.3, -0.8, 1.1]), 0.7, order=2)
def cached_inside(x, a):
    weights = [1, 2, 2]
    values = [a, x[0], x[1]]

    @cache
    def best(i, room):
        if i == 0:
            return 0.0
        found = best(i - 1, room)
        if weights[i - 1] <= room:
            found = max(found, best(i - 1, room - weights[i - 1]) + values[i - 1])
        return found

    @cache
    def basis(n):
        return np.cos(n * x) * scale

    scale = a * a
    t = np.zeros(3)
    for k in range(3):
        t += basis(k)
    return best(3, 4) + np.sum(t * basis(1))


@program(np.array([0.3, -0.8, 1.1]), 0.7)
def cached_and_what_it_reads_changes(x, a):
    s = a

    @cache
    def scaled(n):
        return n * s

    t = 0.0
    for k in range(3):
        t += scaled(2) * x[k]
        s = s * a
    return t


@program(np.array([0.3, -0.8, 1.1]), 0.7)
def cached_and_changes_something(x, a):
    seen = []

    @cache
    def scaled(n):
        seen.append(n * a)
        return x[n]

    return scaled(1) * scaled(1) * sum(seen)


@program(np.array([0.3, -0.8, 1.1]), 0.7)
def cached_and_its_result_is_written(x, a):
    t = table(3)
    t[0] = a
    return np.sum(table(3) * t * x)
