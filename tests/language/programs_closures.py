"""Functions inside of functions: what they capture, when they read it, what they write."""

# ruff: noqa: B006, B007, B008, B023, E731 - the forms under test

from __future__ import annotations

import functools

import numpy as np

from .programs import Programs

CLOSURES = Programs()
program = CLOSURES.add
X = np.array([0.5, 1.2, -0.3, 0.8])


@program(0.7)
def nested_def(x):
    def inner(y, scale=x):
        return y * scale + x

    return inner(x**2) + inner(1.0, 2.0) * inner(y=x)


@program(0.7)
def closure_late_binding(x):
    a = 1.0

    def inner():
        return a * x

    a = x**2
    return inner()


@program(0.7)
def closure_of_loop_value(x):
    s = 0.0
    for i in range(3):

        def inner(y):
            return y * i + s

        s = inner(x)
    return s


@program(0.7, 1.3)
def make_and_call(x, w):
    def make(a):
        return lambda v: a * v

    return make(w)(x) + make(x)(x)


@program(0.7)
def mutual_helpers(x):
    def g(v):
        return np.sin(v) * x

    def f(v):
        return g(v) + g(v * 2)

    return f(f(x))


@program(0.7)
def default_from_outer(x):
    def inner(a, b=None):
        if b is None:
            b = a
        return a * b

    return inner(x) + inner(x, 2 * x)


@program(0.7)
def nonlocal_free_counter(x):
    count = [0]

    def inner(v):
        count[0] += 1
        return v * count[0]

    return inner(x) + inner(x**2)


@program(0.7, order=2)
def nonlocal_counter(x):
    total = 0.0

    def add(v):
        nonlocal total
        total += v * x

    for i in range(3):
        add(x)
        if total > 0.6:
            add(total)
    return total


@program(X, order=2)
def nonlocal_parameter(x):
    def step(k):
        nonlocal x
        x = x * np.cos(x) + k

        def inner():
            nonlocal x
            x = x * 0.5

        inner()

    step(1.0)
    step(2.0)
    return np.sum(x)


def doubled(function):
    @functools.wraps(function)
    def wrapper(*args, **kwargs):
        return 2 * function(*args, **kwargs)

    return wrapper


@program(0.7, order=2)
def inner_function_decorated(x):
    @doubled
    def f(v, power=2):
        return v**power * x

    return f(x) + f(x, power=3)


@program(0.7, 1.3, order=2)
def captured_variable_assigned_on_one_path(x, y):
    f = lambda u: u * y
    if x > 0.2:
        y = y * x
    return f(x)


@program(X)
def closure_writes_array(x):
    b = np.zeros_like(x)

    def put(i, v):
        b[i] = v

    for i in range(4):
        put(i, x[i] ** 2)
    return np.sum(b * x)


@program(0.7)
def closure_appends(x):
    items = []

    def keep(v):
        items.append(v)
        return v * 2

    y = keep(keep(x) + 1)
    return y * items[0] * items[1]


@program(X)
def closure_reads_changed_array(x):
    b = x * 2.0

    def total():
        return np.sum(b**2)

    t = total()
    b[0] = x[1]
    return total() + t


@program(X)
def closure_alias_augmented(x):
    y = x * 1.0

    def total():
        return np.sum(y * x)

    z = y
    z *= x
    return total()


@program(X)
def function_default_shares_array(x):
    y = x * 1.0

    def f(z=y):
        return np.sum(z**2)

    y *= 2
    return f()


@program(0.7)
def unused_function(x):
    def unused(v):
        return v.foo.bar

    return x


@program(X, 0.7, order=2)
def loops_in_defaults(x, a):
    t = 1.0
    for k in range(3):

        def g(z, w=sum(v * a for v in x if v > t - 1.0), *, u=[v * t for v in x if v > 0]):
            return z * w + len(u) * u[0]

        t = t + g(x[k])

    def h(z, w=max(v * a for v in x), far=any(v > 5.0 for v in x)):
        return z * w * (2.0 if far else 3.0)

    return h(t)
