"""Conversions between kinds, text, logging, and names of the module."""

# ruff: noqa: B009, PLW0602, UP031, UP032 - the forms under test

from __future__ import annotations

import logging
import math

import numpy as np

from .programs import Programs

KINDS = Programs()
program = KINDS.add
X3 = np.array([0.5, 0.3, 2.0])
LOG = logging.getLogger("programs")
G = 2.5


@program(0.7, order=2)
def float_used(x):
    return float(x) * float(x * 2)


@program(X3, order=2)
def item_of_elements(x):
    return x[0].item() * x[1:2].item() + x.item(2) ** 2


@program(X3, order=2)
def tolist_used(x):
    v = x.tolist()
    return v[0] * v[1] + sum(v) ** 2


@program(X3, order=2)
def nested_tolist(x):
    v = np.outer(x, x).tolist()
    return v[0][1] * v[2][2]


@program(0.7, order=2)
def complex_used(x):
    z = complex(x, x * x)
    return abs(z) ** 2 + z.real * z.imag


@program(0.7, order=2)
def complex_of_one(x):
    z = complex(x) * 1j + x
    return (z * z.conjugate()).real


@program(2.7, order=2)
def divmod_used(x):
    q, r = divmod(x, 0.8)
    return q * x + r * r


@program(X3, order=2)
def divmod_arr(x):
    q, r = divmod(x, 0.37)
    return np.sum(q * x + r * r)


@program(2.7, order=2)
def round_used(x):
    return round(x) * x + round(x, 1) * x * x


@program(X3, order=2)
def round_arr(x):
    return np.sum(np.round(x, 1) * x * x)


@program(2.7, order=2)
def interpolation_by_int(t):
    v = [1.0, 3.0, 2.0, 5.0]
    i = int(t)
    f = t - i
    return (1 - f) * v[i] + f * v[i + 1] * t


@program(2.7, order=2)
def floor_and_remainder(x):
    return (x - math.floor(x)) ** 2 * (x // 1) + (x % 0.8) ** 2


@program(2.7, order=2)
def pow_of_two(x):
    return pow(x, 3) + pow(2.0, x)


@program(2.7, order=2)
def pow_of_three(x):
    return x * x * pow(3, 4, 5)


@program(0.7, order=2)
def bool_used(x):
    return x * x if bool(x) else x


@program(X3, order=2)
def len_used(x):
    return np.sum(x * x) * len(x)


@program(X3, order=2)
def isinstance_of_array(x):
    if isinstance(x, np.ndarray):
        return np.sum(x * x)
    return 0.0


@program(0.7, order=2)
def isinstance_of_number(x):
    if isinstance(x, (int, float)):
        return x * x
    return 0.0


@program(0.7, order=2)
def is_none_used(x):
    y = None
    if y is None:
        y = x * x
    return y * (1.0 if y is not None else 2.0)


@program(X3, order=2)
def in_list_used(x):
    return x[0] ** 2 * (2.0 if x[0] in [x[0], 1.0] else 1.0)


@program(0.7, order=2)
def fstring_with_computed_format(x):
    w = 8
    s = f"{x:{w}.2f}|{'a' if x > 0 else 'b'}"
    return x * x * len(s)


@program(0.7, order=2)
def format_and_percent(x):
    s = "{:.2f}".format(x) + "%.3f" % x
    return x * x * len(s)


@program(0.7, order=2)
def logging_used(x):
    LOG.debug("x is %s", x)
    logging.getLogger("u").info(f"{x}")
    return x * x


@program(X3 * 0.97, order=2)
def astype_int(x):
    return np.sum(x.astype(int) * x) + np.sum(x.astype(float) ** 2)


@program(np.float32(0.7), order=2)
def float32_kept(x):
    return x * x * np.float32(2.0)


@program(0.7, order=2)
def float64_called(x):
    return np.float64(x) * np.float64(x)


@program(np.array(0.7), order=2)
def zero_dimensional(x):
    return x * x + float(x) ** 2


@program(np.array(0.7), order=2)
def item_of_zero_dimensional(x):
    return x.item() * x[()]


@program(np.zeros((0,)), order=2)
def empty_array(x):
    return np.sum(x * x)


@program(0.7, order=2)
def abs_used(x):
    return abs(-x) * abs(x)


@program(0.7, order=2)
def global_read(x):
    global G
    return x * x * G


@program(0.7, order=2)
def str_ops(x):
    name = "sq"
    if name.startswith("s") and name.upper() == "SQ":
        return x * x
    return x


@program(0.7, order=2)
def dispatch(x):
    ops = {"sin": math.sin, "cos": math.cos}
    t = 0.0
    for name in ("sin", "cos"):
        t = t + ops[name](x)
    return t


@program(0.7, order=2)
def assert_with_message(x):
    assert x > 0, f"bad {x}"
    return x * x


@program(0.7, order=2)
def raise_on_one_path(x):
    if x < 0:
        raise ValueError(f"negative {x}")
    return x * x


@program(X3, order=2)
def math_trunc(x):
    return math.trunc(x[2] * 1.3) * x[0] ** 2 + math.ceil(x[1]) * x[1]


@program(X3, order=2)
def int_and_float_of_text(x):
    return x[0] ** 2 * int("12") * float("1.5")


@program(0.7, order=2)
def isfinite(x):
    return x * x if math.isfinite(x) and not math.isnan(x) else 0.0


@program(0.7, order=2)
def complex_poly(x):
    z = (x + 2j) ** 2
    return z.real * z.imag


@program(X3, order=2)
def reversed_list(x):
    t = 0.0
    for k, v in enumerate(reversed(list(x))):
        t = t * x[0] + v * k
    return t


@program(X3, order=2)
def sorted_inactive(x):
    t = 0.0
    for k in sorted([2, 0, 1], reverse=True):
        t = t * x[0] + x[k]
    return t


@program(X3, order=2)
def numpy_integers(x):
    t = 0.0
    for i in np.arange(3):
        t = t + x[i] * x[int(i) - 1]
    return t


@program(X3, order=2)
def dict_items_loop(x):
    d = {"a": x[0], "b": x[1] * x[2]}
    t = 0.0
    for k, v in d.items():
        t = t + v * v * len(k)
    return t


@program(X3, order=2)
def match_with_guards(x):
    t = 0.0
    for i in range(3):
        match i:
            case 0:
                t = t + x[i]
            case 1 | 2 if x[i] > 1:
                t = t * x[i]
            case _:
                t = t + x[i] ** 2
    return t


@program(X3, order=2)
def while_else(x):
    i = 0
    t = 0.0
    while i < 3:
        t = t + x[i] ** 2
        i += 1
    t = t * x[0]
    return t


@program(X3, order=2)
def min_max_list(x):
    return max([x[0], x[1]]) * min(x[1], x[2]) + max(x.tolist())


@program(X3, order=2)
def max_default(x):
    return max([v for v in x if v > 100], default=x[0] * x[1])


@program(0.7, order=2)
def callable_used(x):
    return x * x if callable(math.sin) else x


@program(X3, order=2)
def getattr_used(x):
    return getattr(x, "T") @ getattr(np, "sin")(x)


@program(X3, order=2)
def hasattr_used(x):
    return np.sum(x * x) if hasattr(x, "shape") else 0.0
