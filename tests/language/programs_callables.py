"""Methods as values, `partial`, `reduce`, `map`, `sorted`, class and static methods, `super`, properties."""

# ruff: noqa: E731, RUF005 - the forms under test

from __future__ import annotations

import functools
import operator
from dataclasses import dataclass
from functools import partial

import numpy as np

from .programs import Programs

CALLABLES = Programs()
program = CALLABLES.add
X = np.array([0.5, 1.2, -0.3, 0.8])


@dataclass
class Spring:
    stiffness: float
    rest = 0.25

    def force(self, x):
        return -self.stiffness * (x - self.rest)

    @property
    def twice(self):
        return 2 * self.stiffness

    @staticmethod
    def square(x):
        return x * x

    @classmethod
    def scaled(cls, x):
        return cls.square(x) * cls.rest

    def __call__(self, x):
        return self.force(x) * self.twice


@dataclass
class Damped(Spring):
    damping: float = 0.1

    def force(self, x):
        return super().force(x) * self.damping

    @property
    def twice(self):
        return super().twice + self.damping


SPRING = Spring(2.0)


@program(Spring(2.0), 0.7, order=2)
def method_as_a_value(spring, x):
    force = spring.force
    for _ in range(3):
        x = x + 0.1 * force(x)
    return x * spring.twice


@program(Spring(2.0), 0.7, order=2)
def methods_of_classes(spring, x):
    total = spring.square(x) + spring.scaled(x) + Spring.square(x) + Spring.scaled(x)
    f = spring.force if x > 0 else spring.square
    return total * spring(x) * f(x)


@program(Damped(2.0, 0.3), 0.7, order=2)
def inherited_methods(spring, x):
    return spring.force(x) * spring.twice + spring(x)


@program(0.7, order=2)
def methods_of_a_global_object(x):
    f = SPRING.force
    return f(x) * SPRING(x) + SPRING.scaled(x)


@program(X, 0.7, order=2)
def partial_of_functions(x, a):
    f = lambda u, v, w=1.0: np.sum(u * v) * w
    g = partial(f, x, w=a * a)
    h = functools.partial(g, w=a)
    p = partial(np.power, a)
    return g(x) + h(2 * x) * p(3.0)


@program(X, order=2)
def partial_of_a_written_array(x):
    y = x * 1
    f = partial(lambda u, v: np.sum(u * v), y)
    ys = [y, x]
    for i in range(2):
        ys[0][i] = x[3] * i
    return f(x)


@program(Spring(2.0), 0.7, order=2)
def partial_of_a_method(spring, x):
    f = partial(spring.force, x)
    return f() * x


@program(0.7, order=2)
def reduced(x):
    a = functools.reduce(lambda u, v: u * v + x, [x, x * x, 2.0])
    b = functools.reduce(operator.mul, [x, x * x], x)
    return a * b


@program(X, order=2)
def reduced_at_run_time(x):
    squares = [v * v for v in x]
    return functools.reduce(operator.add, squares) * functools.reduce(lambda a, b: a * b + x[0], squares, 1.0)


@program(X, order=2)
def mapped(x):
    ys = list(map(np.sin, x))
    zs = map(lambda a, b: a * b, x, ys)
    return sum(map(lambda v: v * v, x)) * ys[1] + sum(zs)


@program(X, order=2)
def operators(x):
    return operator.add(x[0], x[1]) * operator.getitem(x, 2) + operator.truediv(x[0], operator.neg(x[3]))


@program(X, order=2)
def sorted_by_a_key(x):
    order = sorted(range(len(x)), key=lambda i: x[i])
    ys = sorted([v * v for v in x], reverse=True)
    pairs = sorted([(v * x[0], v) for v in x], key=lambda p: p[1])
    return x[order[0]] * x[order[1]] + ys[0] * ys[2] + pairs[0][0] * pairs[1][1]


@program(0.7, order=2)
def sorted_constants(x):
    total = 0.0
    for k in sorted([3, 1, 2]):
        total = total * x + k
    for name in sorted({"bb": 1, "a": 2}):
        total = total * x + len(name)
    return total


@program(0.7)
def quicksort(x):
    def ordered(xs):
        if len(xs) < 2:
            return xs
        pivot = xs[0]
        low = ordered([v for v in xs[1:] if v < pivot])
        return low + [pivot] + ordered([v for v in xs[1:] if v >= pivot])

    ys = ordered([x, x * x, x**3, 2.0 * x])
    return ys[0] + 2 * ys[1] + 3 * ys[2]


def rectified(z):
    return np.maximum(z, 0.0)


class Dense:
    def __init__(self, w, act):
        self.w = w
        self.act = act

    def __call__(self, h, k=1.0):
        return self.act(h * self.w * k)


@program(X, 0.7, order=2)
def objects_called_that_hold_functions(x, a):
    h = x
    for layer in [Dense(a, rectified), Dense(x[0], np.sin), Dense(a, lambda v: v * a)]:
        h = layer(h)
    twice = functools.partial(Dense(a, rectified), k=2.0)
    return np.sum(h) + np.sum(twice(x)) * sum(map(Dense(x[1], np.cos), x))


@program(X, 0.7, order=2)
@program(X[:2], 0.7)
def functions_beside_an_array(x, a):
    fs = [np.sin, np.cos, lambda v, w=2.0: v * a * w]
    s = 0.0
    for f, v in zip(fs, x, strict=False):
        s = s * a + f(v)
    for k, (f, v) in enumerate(zip((np.tan, rectified), x, strict=False)):
        s = s + f(v) * k
    return s * sum([g(u) for u, g in zip(x, fs, strict=False)])
