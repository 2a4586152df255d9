"""Functions of functions: operator, functools, itertools, builtins; parameters of every kind; deep recursion."""

# ruff: noqa: PLC0206 - the forms under test

from __future__ import annotations

import math
import operator
from functools import reduce

import numpy as np

from tests.language.programs import Programs

FUNCTIONAL = Programs()
program = FUNCTIONAL.add
X = np.array([0.5, 1.2, -0.3, 0.8])


class Box:
    def __init__(self, **kw):
        self.__dict__.update(kw)


@program(0.7, order=2)
def attrgetter_itemgetter(x):
    f = operator.itemgetter(1)
    g = operator.itemgetter(0, 2)
    a, b = g([x, x * x, x**3])
    return f([x, 2 * x]) * a * b


@program(Box(a=0.7, b=0.2), order=2)
def attrgetter(o):
    return operator.attrgetter("a")(o) * operator.attrgetter("b")(o)


@program(X * 1, order=2)
def methodcaller(x):
    return operator.methodcaller("sum")(x) * operator.methodcaller("dot", x)(x)


@program(0.7, 0.3, order=2)
def operator_functions(x, y):
    a = operator.add(x, y)
    b = operator.sub(x, y)
    c = operator.mul(a, b)
    d = operator.truediv(c, y)
    e = operator.pow(x, y)
    f = operator.neg(e)
    g = operator.abs(f)
    h = operator.pos(g)
    return d * f + h if operator.lt(y, x) else d


@program(X * 1, order=2)
def operator_inplace(x):
    y = x * 1
    y = operator.iadd(y, x)
    y = operator.imul(y, x)
    operator.setitem(y, 0, x[1])
    return operator.getitem(y, 0) * np.sum(y)


@program(X * 1, order=2)
def operator_matmul(x):
    return operator.matmul(x, x) * operator.floordiv(5, 2)


@program(X * 1, order=2)
def map_lambda(x):
    return sum(map(lambda v: v * v, x))


@program(X * 1, order=2)
def map_two(x):
    return sum(map(operator.mul, x, x[::-1]))


@program(X * 1, order=2)
def map_to_list(x):
    return np.sum(np.array(list(map(np.sin, x))) ** 2)


@program(X * 1, order=2)
def reduce_lambda(x):
    return reduce(lambda a, b: a * b + 1, x)


@program(X * 1, order=2)
def reduce_start(x):
    return reduce(operator.mul, x, 2.0)


@program([0.5, 0.3], 0.7, order=2)
def reduce_list(c, x):
    return reduce(lambda acc, a: acc * x + a, c, 0.0)


@program(X * 1, order=2)
def sum_gen(x):
    return sum(v * v for v in x if v > 0)


@program(X * 1, order=2)
def max_gen(x):
    return max(v * v for v in x)


@program(X * 1, order=2)
def min_gen_key(x):
    return min(v * v - v for v in x)


@program(X * 1, order=2)
def max_key(x):
    return max(x, key=lambda v: abs(v - 1))


@program(X * 1, order=2)
def max_default(x):
    return max((v for v in x if v > 100), default=0.0) + x[0] ** 2


@program(X * 1, order=2)
def sum_start(x):
    return sum((v**2 for v in x), start=x[0])


@program(X * 1, order=2)
def any_all(x):
    if any(v < 0 for v in x) and not all(v < 0 for v in x):
        return np.sum(x**2)
    return x[0]


def pw(x, y, /, z, *, k=2.0, **rest):
    s = x * y + z * k
    for n in rest:
        s = s * rest[n]
    return s


@program(0.7, 0.3, order=2)
def posonly_kwonly(x, y):
    return pw(x, y, z=x * y) + pw(x, y, 2.0, k=y, q=x) + pw(*(x, y), **{"z": x, "k": y})


def va(*a, s=1.0):
    t = 0.0
    for v in a:
        t = t + v * v
    return t * s


@program(0.7, 0.3, order=2)
def star_args(x, y):
    return va(x, y, x * y, s=y) * va(*[x, y]) * va() + va(x)


@program(0.7, 0.3, order=2)
def star_args_outer(*a):
    return va(*a, s=a[0])


@program(X * 1, 0.3, order=2)
def kwargs_forward(x, y):
    def f(x, **kw):
        return g(x, **kw)

    def g(x, scale, shift=0.0):
        return x * scale + shift

    return np.sum(f(x, scale=y, shift=y * y)) + np.sum(f(x, **dict(scale=2.0)))


def default_arr(x, a=X):
    return np.sum(x * a)


def default_mut(x, acc=None):
    if acc is None:
        acc = []
    acc.append(x)
    return acc


@program(0.7, order=2)
def defaults(x):
    return default_arr(x) + default_mut(x)[0] * default_mut(x * 2, [x])[0]


@program(0.7, order=2)
def returned_function(x):
    def make(a):
        def f(y):
            return a * y * x

        return f

    f = make(x)
    g = make(2.0)
    return f(x) * g(x)


@program(0.7, order=2)
def counter_closure(x):
    def make():
        total = 0.0

        def add(v):
            nonlocal total
            total = total + v
            return total

        return add

    a = make()
    b = make()
    a(x)
    a(x * x)
    b(x)
    return a(1.0) * b(2.0)


@program(0.7, order=2)
def compose(x):
    def comp(*fs):
        def h(v):
            for f in fs:
                v = f(v)
            return v

        return h

    return comp(np.sin, np.exp, lambda v: v * x)(x)


FUNS = {"sin": np.sin, "sq": lambda v: v * v}
LIST = [np.sin, lambda v: v * v, math.exp]


@program(0.7, order=2)
def function_tables(x):
    return FUNS["sq"](x) * FUNS["sin"](x) + sum(f(x) for f in LIST)


@program(0.7, "sq", order=2)
def function_by_argument(x, name):
    return FUNS[name](x)


@program(0.7, [np.sin, np.cos], order=2)
def function_list_argument(x, fs):
    for f in fs:
        x = f(x)
    return x


@program(0.7, {"act": np.tanh}, order=2)
def function_dict_argument(x, d):
    return d["act"](x) * x


@program(X * 1, order=2)
def chosen_function(x):
    f = np.sin if x[0] > 0 else np.cos
    return np.sum(f(x))


@program(X * 1, order=2)
def chosen_by_loop(x):
    s = 0.0
    for i, f in enumerate([np.sin, np.cos, np.tanh]):
        s = s + f(x[i])
    return s


@program(X, order=2)
def filtered(x):
    def small(v):
        return v < 1.0

    s = 0.0
    for k, v in enumerate(filter(small, x)):
        s += k * v * v
    for v in filter(lambda t: t > 0, [u * u for u in x]):
        s += np.sin(v)
    return s + sum(map(lambda v: v**3, filter(small, x))) + len(list(filter(None, x)))
