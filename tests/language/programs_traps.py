"""Programs where other tools return wrong numbers without a word."""

# ruff: noqa: B006, B023 - the forms under test

from __future__ import annotations

import numpy as np

from .programs import Programs

TRAPS = Programs()
program = TRAPS.add
X = np.array([0.5, 1.2, -0.3, 0.8])


@program(X, order=2)
def constant_mutated_after_use(x):
    c = np.ones(4)
    y = x * c
    c[:] = 5.0
    return np.sum(y * y) + np.sum(c)


@program(X, X + 1.0, order=2)
def argument_mutated_after_use(x, c):
    y = x * c * x
    c *= 3.0
    return np.sum(y * c)


@program(X, order=2)
def isinstance_decides(x):
    return np.sum(x**2) if isinstance(x, np.ndarray) else x


@program(X, order=2)
def isinstance_of_number_decides(x):
    y = x[0] * 2.0
    return y * y if isinstance(y, float | complex | np.generic) else y


@program(X, order=2)
def item_inside(x):
    return x[1].item() ** 2 * x.sum().item()


@program(X, order=2)
def full_like_active(x):
    return np.sum(np.full_like(x, x[0] * x[1]) * x)


@program(X, order=2)
def full_active(x):
    return np.sum(np.full(3, x[0] ** 2)) * x[1]


@program(X, order=2)
def sum_where(x):
    return np.sum(x**2, where=x > 0)


@program(X, order=2)
def mean_where(x):
    return np.mean(x**2, where=np.array([True, False, True, True]))


@program(X, order=2)
def sorted_in_place(x):
    y = x * x
    y.sort()
    return np.sum(y * np.arange(4.0))


@program(X, order=2)
def equals_minus_infinity(x):
    a = np.log(x[0])
    if a == -np.inf:
        return x[1] ** 2
    return a * x[1]


@program(X, order=2)
def while_on_active(x):
    y = x[0]
    while y < 10.0:
        y = y * 2.0 + x[1]
    return y * y


@program(X, order=2)
def two_views_in_turn(x):
    y = x * 1.0
    a, b = y[:3], y[1:]
    a[1] = x[0] ** 2
    b[0] *= 3.0
    a *= b
    return np.sum(y * y)


@program(X, order=2)
def tape_entry_written_later(x):
    y = x * x
    kept = []
    for _ in range(3):
        kept.append(y)
        y = np.sin(y)
        y[0] = kept[-1][1]
    return np.sum(kept[0] * kept[1] * kept[2])


@program(X, order=2)
def one_buffer_appended(x):
    buffer = np.zeros(4, dtype=x.dtype)
    rows = []
    for i in range(3):
        buffer[:] = x * i
        rows.append(buffer.copy())
    return np.sum(rows[0] + rows[1] * rows[2])


@program(X, order=2)
def loop_variable_in_lambdas(x):
    functions = []
    for i in range(1, 4):
        functions.append(lambda v: v**i)
    return functions[0](x[0]) * functions[1](x[1])


@program(X, order=2)
def loop_variable_in_defaults(x):
    functions = [lambda v, i=i: v**i for i in range(1, 4)]
    return functions[0](x[0]) * functions[2](x[1])


@program(X, order=2)
def active_loop_variable_in_lambdas(x):
    functions = []
    for v in (x[0], x[1]):
        functions.append(lambda w: w * v)
    return functions[0](2.0) * functions[1](x[2])


@program(X, order=2)
def copied_then_mutated(x):
    y = x.copy()
    z = y
    y[0] = x[1] ** 2
    return np.sum(z * y)


@program(X, order=2)
def augmented_aliases(x):
    y = x * 1.0
    z = y
    y += x
    return np.sum(z * z)


@program(X, order=2)
def mutable_default(x, acc=[]):
    return x[0] * x[1] * (1 + len(acc))


@program(X, order=2)
def start_of_sum(x):
    return sum((v**2 for v in x), start=x[0])


@program(X, order=2)
def break_inside_try(x):
    total = 0.0
    for v in x:
        try:
            if v < 0.0:
                break
            total = total + v * v
        finally:
            total = total * 1.5
    return total
