"""Programs whose path does not use a value that has an infinite derivative: it has no influence on theirs.

`a = np.log(x[0])`, then `if a == -np.inf: return x[1]`: the gradient in `x[0]` is 0, not 0 * inf. Branches, loops that
leave runs out, loops over rows, and what is None at first.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np


def branch_at_infinity(x):
    a = np.log(x[0])
    if a == -np.inf:
        return x[2] ** 2 * x[3]
    return a * x[2]


def chosen_number(x):
    c = float(x[0])
    q = math.sqrt(c)
    return (q if c > 0 else c) * x[2]


def two_branches(x):
    a = np.log(x[0])
    y = 0.0
    if a > 0:
        y = a
    if a > -1:
        y = y + a * x[2]
    return y + x[3] ** 2


def branch_of_arrays(x):
    y = np.sqrt(x)
    s = np.sum(y) if x[0] > 0 else np.sum(y[2:])
    return s**2


def branch_of_sums(x):
    n = np.sum(np.sqrt(x))
    return n if x[0] > 0 else x[2] ** 2


def nested_branches(x):
    a = np.log(x[0])
    s = x[1]
    if x[2] > 0:
        if x[0] > 0:
            s = a
        s = s + x[2] ** 3
    elif x[3] > 0:
        s = a * a
    return s * x[3]


def chain_of_branches(x):
    y = np.sqrt(x)
    if x[0] > 0:
        s = y[0]
    elif x[1] > 0:
        s = y[1]
    elif x[2] > 0:
        s = y[2]
    else:
        s = y[3]
    return s * s * s


def early_return(x):
    r = np.sqrt(x[0])
    if r == 0:
        return x[2] ** 2 * x[3]
    return x[3] / r


def quotient_not_used(x):
    a = np.divide(x, x[0])
    return a.sum() if x[0] != 0 else x[3] * x[2]


def used_by_neither(x):
    a = np.divide(x[1], x[0])
    y = a if x[0] != 0 else x[3] * x[2]
    z = a if x[0] > 5 else x[3] ** 2
    return y * z


def norm_not_used(x):
    n = np.linalg.norm(x[:1])
    u = x[:1] / n
    return np.sum(u) if n > 0 else x[2] ** 2 * x[3]


def entry_not_used(x):
    d = {"r": np.sqrt(x[0]), "s": np.sqrt(x[2])}
    return d["s"] * x[3] if x[0] <= 0 else d["r"]


def entry_none_first(x):
    d = {"a": None}
    q = np.sqrt(x[0])
    d["a"] = q if x[0] > 0 else x[2] ** 2
    return d["a"] * x[3]


def entry_none_first_in_a_loop(x):
    d = {"a": None, "b": 1.0}
    for i in range(3):
        q = np.sqrt(x[i])
        d["a"] = q if x[i] > 0 else d["b"]
    return d["a"] * x[3]


def name_none_first(x):
    best = None
    for i in range(4):
        q = np.sqrt(x[i])
        if best is None:
            best = q if x[i] > 0 else x[2]
        elif x[i] > 0:
            best = best + q
    return best


def runs_left_out(x):
    y = np.sqrt(x)
    s = 0.0
    for i in range(4):
        if x[i] > 0:
            s = s + y[i] ** 3
    return s


def runs_continued(x):
    y = np.sqrt(x)
    s, i = 0.0, 0
    while i < 4:
        if x[i] > 0:
            s += y[i] * x[i]
        i += 1
    return s


def runs_broken_off(x):
    y = np.sqrt(x)
    s = 0.0
    for i in range(3, -1, -1):
        if x[i] <= 0:
            break
        s += y[i] ** 3
    return s


def range_of_a_part(x):
    r = np.sqrt(x)
    y = np.zeros_like(x)
    for i in range(2, 4):
        y[i] = r[i] * x[i]
    return np.sum(y * y)


def computed_in_the_run(x):
    s = 0.0
    for v in x:
        w = np.sqrt(v) * np.log(v)
        if v > 0:
            s = s + w
    return s


def rows_left_out(x):
    s = 0.0
    for a, b in zip(np.sqrt(x), x, strict=True):
        if b > 0:
            s = s + a * b
    return s


def numbered_rows_left_out(x):
    s = 0.0
    for i, a in enumerate(np.log(x)):
        s = s + (a if x[i] > 0 else x[i])
    return s


def pairs_left_out(x):
    y = np.log(x)
    s = 0.0
    for i in range(4):
        if x[i] > 0:
            for j in range(4):
                if x[j] > 0:
                    s += y[i] * y[j] * x[2]
    return s


def generated(x):
    y = np.log(x)
    return sum(y[i] ** 2 for i in range(4) if x[i] > 0)


def collected(x):
    y = np.sqrt(x)
    out = []
    for i in range(4):
        if x[i] > 0:
            out.append(y[i])
    return np.sum(np.array(out) ** 3)


def returned_from_a_helper(x):
    def f(v):
        w = np.log(v)
        if v <= 0:
            return v * 0.0
        return w

    return sum(f(v) for v in x)


def sum_not_used(x):
    s = 0.0
    for v in x:
        s = s + np.sqrt(np.abs(v))
    return s if x[0] > 0 else x[2] ** 3


def pairs_of_distances(x):
    d = np.sqrt((x[:, None] - x[None, :]) ** 2)
    energy = 0.0
    for i in range(len(x)):
        for j in range(i + 1, len(x)):
            energy += 1 / d[i, j]
    return energy


def pairs_of_others(x):
    d = np.sqrt((x[:, None] - x[None, :]) ** 2)
    energy = 0.0
    for i in range(4):
        for j in range(4):
            if i != j:
                energy += 1 / d[i, j]
    return energy


def logarithms_in_range(x):
    y = np.log(x)
    total = 0.0
    for i in range(4):
        if y[i] > -2.0:
            total += y[i] ** 2
    return total


def masked_in_a_loop(x):
    total = 0.0
    for _ in range(2):
        total = total + np.where(x > 0, np.sqrt(x), 0.0) * x
    return np.sum(total)


def masked_again_and_again(x):
    y = x.copy()
    for _ in range(2):
        y = np.where(y > 0, np.sqrt(y), y)
    return np.sum(y)


FUNCTIONS: list[Callable[..., Any]] = [
    branch_at_infinity, chosen_number, two_branches, branch_of_arrays, branch_of_sums, nested_branches,
    chain_of_branches, early_return, quotient_not_used, used_by_neither, norm_not_used, entry_not_used,
    entry_none_first, entry_none_first_in_a_loop, name_none_first, runs_left_out, runs_continued, runs_broken_off,
    range_of_a_part, computed_in_the_run, rows_left_out, numbered_rows_left_out, pairs_left_out, generated, collected,
    returned_from_a_helper, sum_not_used, pairs_of_distances, pairs_of_others, logarithms_in_range, masked_in_a_loop,
    masked_again_and_again,
]  # fmt: skip
