"""Lambdas, and functions as arguments, elements and choices."""

# ruff: noqa: B023, E731 - the forms under test

from __future__ import annotations

import functools

import numpy as np

from .programs import Programs

LAMBDAS = Programs()
program = LAMBDAS.add
X = np.array([0.5, 1.2, -0.3, 0.8])
square, cube = lambda v: v * v, lambda v: v**3


def helper(a, b=2.0, *, c=1.0):
    return a * b + c * a**2


@program(0.7)
def lambdas_on_line(x):
    f, g = lambda v: v * x, lambda v: v + x
    return f(g(x)) * g(f(2.0))


@program(0.7)
def global_lambdas(x):
    return square(x) * cube(x)


@program(0.7)
def function_argument(x):
    def twice(f, v):
        return f(f(v))

    return twice(np.sin, x) + twice(lambda v: v * x, x) + twice(helper, x)


@program(0.7)
def functions_in_list(x):
    for f in [np.sin, np.cos, square]:
        x = f(x) + 0.1
    return x


@program(0.7)
def functions_in_dict(x):
    table = {"a": np.sin, "b": lambda v: v * x}
    return table["a"](x) * table["b"](x)


@program(0.7, order=2)
def functions_appended_in_a_loop(x):
    fs = []
    for k in range(3):
        fs.append(lambda v, k=k: v**k * x)
    return sum(f(x) for f in fs)


@program(0.7)
def conditional_function(x):
    f = np.sin if x > 0 else np.cos
    return f(x)


@program(0.7)
def partial_call(x):
    f = functools.partial(helper, b=x)
    return f(x) + f(2.0, c=x)


@program(0.7)
def lambda_default(x):
    fs = [lambda v, k=k: v * k for k in (1.0, 2.0, 3.0)]
    return fs[0](x) + fs[1](x) * fs[2](x)


@program(0.7, order=2)
def lambda_in_a_comprehension(x):
    k = 5.0
    fs = [lambda v: v * k for k in (2.0, 3.0)]
    return fs[0](x) * k


@program(X)
def lambda_over_written_array(x):
    y = x * 1.0
    f = lambda i: y[i] * x[i]
    a = f(0)
    y[0] = x[2] ** 2
    return a * f(0)
