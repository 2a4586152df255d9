"""Assignments, branches and loops."""

# ruff: noqa: B007, B905, PLR1730 - the forms under test

from __future__ import annotations

import math

import numpy as np

from .programs import Programs

FLOW = Programs()
program = FLOW.add
X = np.array([0.5, 1.2, -0.3, 0.8])
M = np.array([[0.5, 1.2, -0.3], [0.8, -0.6, 0.2]])


@program(0.7, order=2)
def chain_assign(x):
    a = b = c = np.sin(x)
    a *= 2
    return a * b + c


@program(0.7, 1.3)
def tuple_swap(x, y):
    x, y = y, x * y
    x, y = y + x, x
    return x * y**2


@program(0.7, 1.3)
def nested_unpack(x, y):
    (a, b), c = (x * y, y), x
    [d, e] = [a + 1, b * c]
    return a * b * c + d * e


@program(0.7)
def starred_unpack(x):
    first, *rest = (x, x**2, x**3)
    *init, last = rest
    return first * rest[0] + last * init[0]


@program(0.7, order=2)
def augmented_all(x):
    y = x
    y += 2
    y *= x
    y -= x**2 / 3
    y /= 1 + x
    y **= 2
    return y


@program(2.7)
def floor_and_mod(x):
    n = x // 1
    r = x % 1.0
    return n * r + r**2


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


@program(0.7, 1.3)
def or_value(x, y):
    z = (x > 5 and x) or y
    return z * x


@program(0.7)
def for_range_one(x):
    s = 0
    for i in range(5):
        s += x**i
    return s


@program(0.7, order=2)
def for_range_two(x):
    s = 0.0
    for i in range(2, 6):
        s = s * x + i
    return s


@program(0.7)
def for_range_negative(x):
    s = 1.0
    for i in range(10, 0, -3):
        s = np.sin(s * i) + x
    return s * i


@program(0.7)
def for_zero_trip(x):
    s = x
    for i in range(0):
        s = s * x * i
    for i in range(3, 1):
        s = s * x * i
    return s**2


@program(0.7, 3)
def for_runtime_range(x, n):
    s = x
    for i in range(1, n + 1):
        s = np.sin(s) * i
    return s


@program(0.7, 0)
def for_runtime_zero_range(x, n):
    s = x
    for _ in range(n):
        s = np.sin(s)
    return s * x


@program(0.7, 5, 0, -2)
def for_runtime_step(x, a, b, c):
    s = x
    for i in range(a, b, c):
        s = np.sin(s * i) + x
    return s


@program(X, order=2)
def for_array(x):
    s = 0.0
    for v in x:
        s = s * v + np.sin(v)
    return s


@program(M)
def for_rows(m):
    s = 0.0
    for row in m:
        s += np.prod(row) * row[0]
    return s


@program(M)
def for_rows_nested(m):
    s = 1.0
    for row in m:
        for v in row:
            s = s * 0.5 + v * v
    return s


@program(0.7, 1.3)
def for_list_of_floats(x, y):
    s = 1.0
    for v in [x, y, x * y]:
        s = s * v + v
    return s


@program([0.7, 0.4, 1.1])
def for_list_argument(xs):
    s = 1.0
    for v in xs:
        s = np.sin(s * v)
    return s


@program([(M, X[:2]), (M.T @ M @ M.T @ M[:, :2] @ M[:2, :2], X[:3])][:1], X[:3])
def for_layers(layers, z):
    for w, b in layers:
        z = np.tanh(w @ z + b)
    return np.sum(z**2)


@program([(M @ M.T, X[:2]), (M @ M.T * 2, X[1:3])], X[:2], order=2)
def for_layers_same(layers, z):
    for w, b in layers:
        z = np.tanh(w @ z + b)
    return np.sum(z**2)


@program(X, X[::-1].copy())
def for_zip(x, y):
    s = 0.0
    for a, b in zip(x, y):
        s += a * b**2
    return s


@program(X, [0.1, 0.2, 0.3], (1.0, 2.0, 3.0, 4.0))
def for_zip_three(x, y, z):
    s = 1.0
    for a, b, c in zip(x, y, z):
        s = s * a + b * c
    return s


@program(X)
def for_enumerate(x):
    s = 0.0
    for i, v in enumerate(x):
        s += (i + 1) * v**2 * x[i - 1]
    return s


@program(X)
def for_enumerate_start(x):
    s = 0.0
    for i, v in enumerate(x, 3):
        s += i * np.sin(v)
    return s * i * v


@program(X, X + 1)
def for_enumerate_zip(x, y):
    s = 0.0
    for i, (a, b) in enumerate(zip(x, y)):
        s += (i + 1) * a * b
    return s


@program(M)
def nested_ranges(m):
    s = 0.0
    for i in range(m.shape[0]):
        for j in range(m.shape[1]):
            if i != j:
                s += m[i, j] ** 2 * m[0, j]
    return s


@program(0.7)
def triple_nested(x):
    s = x
    for i in range(3):
        for j in range(i):
            for k in range(j + 1):
                s = np.sin(s + k) * x
            s += j
        s *= 1.1
    return s


@program(0.7, order=2)
def while_plain(x):
    n = 0
    while n < 5:
        x = np.sin(x) * 1.2
        n += 1
    return x


@program(3.7)
def while_float(x):
    s = 0.0
    while x > 0.5:
        x = x / 1.7
        s += x**2
    return s


@program(0.2)
def while_zero_trip(x):
    while x > 0.5:
        x = x / 2
    return x**3


@program(3.7)
def while_true_break(x):
    k = 0
    while True:
        x = np.sqrt(x)
        k += 1
        if k > 3:
            break
        x = x * 1.5
    return x * k


@program(3.7)
def while_two_breaks(x):
    k = 0
    s = x
    while True:
        k += 1
        if k > 10:
            break
        s = s * 0.7 + x
        if s > 9:
            s = s * x
            break
        s += 0.1
    return s


@program(3.7)
def while_else_flag(x):
    done = False
    while not done:
        x = x * 0.6
        if x < 1:
            done = True
    return x * x


@program(X)
def break_in_for(x):
    s = 0.0
    for v in x:
        if v < 0:
            break
        s += v**2
    return s * v


@program(X)
def break_at_end(x):
    s = 1.0
    for v in x:
        s = s * v
        if s > 0.55:
            break
    return s


@program(X)
def break_never(x):
    s = 1.0
    for v in x:
        s = s * v + 1
        if s > 1e6:
            break
    return s


@program(X)
def break_first(x):
    s = 2.0
    for v in x:
        if v > -5:
            break
        s = s * v
    return s * x[0]


@program(X)
def continue_first(x):
    s = 0.0
    for v in x:
        if v < 0:
            continue
        s += v**3
    return s


@program(X)
def continue_middle_break(x):
    s = 0.0
    t = 1.0
    for i, v in enumerate(x):
        t = t * v
        if i == 1:
            s += t
            continue
        if t < -0.1:
            s *= 2
            break
        s += np.sin(v)
    return s * t


@program(0.7)
def continue_in_while(x):
    i = 0
    while i < 6:
        i += 1
        if i % 2 == 0:
            x = np.cos(x)
            continue
        if i == 5:
            break
        x = x * 1.3
    return x


@program(M)
def break_nested(m):
    s = 0.0
    for row in m:
        for v in row:
            if v < 0:
                break
            s += v**2
        else_part = s * 2
        s += else_part * row[1]
    return s


@program(X)
def early_return_loop(x):
    s = 0.0
    for v in x:
        s += v**2
        if s > 1:
            return s * v
    return s


@program(X * 0.1)
def early_return_never(x):
    s = 0.0
    for v in x:
        s += v**2
        if s > 1:
            return s * v
    return s * 2


@program(M)
def early_return_nested(m):
    s = 1.0
    for i in range(2):
        for j in range(3):
            s = s * 0.9 + m[i, j] ** 2
            if i == 1 and j == 1:
                return s * m[i, j]
            if s > 100:
                return s
        s += 0.1
    return s


@program(M)
def return_in_inner_while(m):
    i = 0
    s = 0.0
    while i < 2:
        j = 0
        while True:
            s += m[i, j] ** 2
            if j == 2:
                break
            if s > 2:
                return s * 3
            j += 1
        i += 1
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


@program(X)
def loop_variable_after(x):
    for i in range(len(x)):
        for v in x:
            pass
    return v * x[i] * i


@program(0.7)
def int_then_float(x):
    s = 0
    for i in range(4):
        s = s + x * i
    return s


@program(X)
def float_then_array(x):
    s = 0.0
    for i in range(3):
        s = s + x * i
    return np.sum(s**2)


@program(X)
def int_then_array(x):
    s = 0
    for i in range(3):
        s = s + x**i
    return np.sum(s**2)


@program(X)
def zero_then_array_augmented(x):
    s = 0
    for i in range(3):
        s += x**i
    return np.sum(s**2)


@program(0.7)
def none_then_float(x):
    best = None
    for i in range(3):
        v = np.sin(x * i)
        if best is None or v > best:
            best = v
    return best * x


@program(0.7)
def running_max(x):
    best = -np.inf
    for i in range(4):
        v = np.sin(x * i)
        if v > best:
            best = v
    return best * x


@program(0.7, 2)
def for_else_free_flag(x, n):
    found = False
    for i in range(5):
        if i == n:
            found = True
            break
        x = x * 1.1
    if found:
        return x * i
    return x


@program(0.7)
def pass_and_docstring(x):
    """A docstring."""
    pass
    y: float = x * 2
    z: float
    z = y
    return z


@program(0.7)
def fibonacci_carry(x):
    a, b = x, x**2
    for _ in range(5):
        a, b = b, a + b * 0.5
    return a * b


@program(0.7)
def rotate_three(x):
    a, b, c = x, x**2, 1.0
    for i in range(7):
        a, b, c = b, c, a * 0.9 + i * 0.01
    return a + 2 * b + 3 * c


@program(0.7)
def condition_changes(x):
    s = 0.0
    for i in range(6):
        if i % 3 == 0:
            s += x
        elif i % 3 == 1:
            s *= x + 1
        else:
            s = np.sin(s)
    return s


@program(0.7)
def if_in_while_reassigned_condition(x):
    k = 5
    while k:
        if k % 2:
            x = x**1.1
        k -= 1
    return x


@program(X)
def vector_loop(x):
    y = x
    for i in range(3):
        y = np.sin(y) + x * i
    return np.sum(y)


@program(X, order=2)
def while_norm(x):
    n = 0
    while np.sum(x**2) > 0.3:
        x = x * 0.8
        n += 1
    return np.sum(x**3) * n


@program(X)
def min_index_search(x):
    best = x[0]
    at = 0
    for i in range(1, len(x)):
        if x[i] < best:
            best = x[i]
            at = i
    return best**2 + x[at - 1]


@program(0.7)
def nested_continue(x):
    s = 0.0
    for i in range(4):
        if i == 1:
            continue
        for j in range(4):
            if j == 2:
                continue
            if j > i + 1:
                break
            s += x ** (i + j)
        s *= 1.01
    return s


@program(0.7)
def break_two_levels(x):
    s = x
    stop = False
    for i in range(4):
        for j in range(4):
            s = np.sin(s) + 0.1 * j
            if i * j == 2:
                stop = True
                break
        if stop:
            break
        s *= x
    return s


@program(0.7)
def walrus_free_bool(x):
    flag = x > 0.5
    s = x
    for _ in range(3):
        if flag:
            s = s * x
        flag = not flag
    return s


@program(X)
def range_len_reversed(x):
    s = 1.0
    for i in range(len(x) - 1, -1, -1):
        s = s * 0.5 + x[i] ** 2
    return s


@program(X)
def for_over_slice(x):
    s = 1.0
    for v in x[1:]:
        s = s * v + x[0]
    for v in x[::-1]:
        s = s + s * v
    return s


@program(0.7)
def for_over_tuple_literal(x):
    s = 1.0
    for a, b in ((1, x), (2, x**2), (3, 0.5)):
        s += a * b * s
    return s


@program(0.7)
def for_over_constants(x):
    s = 0.0
    for c in (0.1, 0.2, 0.3):
        s += c * x
    for name in ["a", "b"]:
        if name == "a":
            s *= x
    return s


@program(0.7)
def while_break_before_work(x):
    i = 0
    while True:
        if i >= 3:
            break
        x = np.sin(x)
        i += 1
    return x


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
