"""Branches: what is assigned, chosen or returned on some paths only."""

from __future__ import annotations

import math

import numpy as np

from .programs import Programs

BRANCHES = Programs()
program = BRANCHES.add
X = np.array([0.5, 1.2, -0.3, 0.8])


def put(buffer, i, v):
    buffer[i] = v
    return v


@program(0.7, 1.3)
def one_branch_only(x, y):
    z = x
    if y > 1:
        z = x * y
        w = z**2
        z = z + w
    return z * y


@program(0.7, 1.3)
def assigned_in_both(x, y):
    if x > y:
        z = x
    elif x * y > 100:
        z = y
    else:
        z = x * y
        z += x
    return z


@program(0.7)
def undefined_until_used(x):
    if x > 0:
        t = x**2
    if x > 0:
        return t * x
    return x


@program(0.7, 1.3, order=2)
def ternaries(x, y):
    a = x if x > y else y
    return (a if a < 1 else a * x) * (y if x < 0 else x**2)


@program(X)
def ternary_with_side_effect(x):
    y = x * 1.0
    t = put(y, 0, x[1] ** 2) if x[0] > 0 else 0.0
    return np.sum(y * x) + t


@program(0.7, 1.3)
def chained_comparison(x, y):
    if 0 < x < y < 2:
        return x * y
    return x


@program(0.7, 1.3)
def short_circuit(x, y):
    if x > 1 and 1 / (x - 0.7) > 0:
        return y
    if x < 1 or math.sqrt(x - 1) > 0:
        y = y * x
    if not (x > 5) and (y < 0 or x < 3):
        return y * x
    return y


@program(X)
def short_circuit_side_effect(x):
    y = x * 1.0
    if x[0] > 0 and put(y, 0, x[1] ** 2) > 0:
        y[1] += y[0]
    return np.sum(y * x)


@program(0.7, 1.3)
def or_value(x, y):
    z = (x > 5 and x) or y
    return z * x


@program(0.7)
def walrus_free_bool(x):
    flag = x > 0.5
    s = x
    for _ in range(3):
        if flag:
            s = s * x
        flag = not flag
    return s


@program(0.7, 1.3)
def early_returns(x, y):
    if x > 1:
        return x
    if y > 1:
        if x > 0.5:
            return x * y
        y = y**2
    return y


@program(0.7)
def pass_and_docstring(x):
    """A docstring."""
    pass
    y: float = x * 2
    z: float
    z = y
    return z


@program(X)
def return_tuple(x):
    s = 0.0
    for v in x:
        if v < 0:
            return s, v
        s += v * v
    return s, s


@program(0.7)
def return_dict(x):
    if x > 0:
        return {"a": x**2, "b": [x, x * 3]}
    return {"a": x, "b": [x, x]}


@program(0.7)
def constant_result_on_one_path(x):
    if x < 0:
        return 0.0
    return x**2


@program(-0.7)
def constant_result_taken(x):
    if x < 0:
        return 0.0
    return x**2


@program(0.7)
def del_free_none_return(x):
    y = None
    if x > 0:
        y = x * x
    return y


@program(0.7, "sin")
def string_argument(x, kind):
    if kind == "sin":
        return np.sin(x)
    return np.cos(x)


@program(0.7, True)
def bool_argument(x, flag):
    return np.sin(x) if flag else x


@program(0.7, None)
def none_argument(x, y):
    if y is None:
        y = x
    return x * y


@program(0.7, order=2)
def and_or_not(x):
    if not (x > 1 and math.sqrt(1 - x) > 0) or math.log(-x) > 0:
        return x * x
    return x
