"""Combinations that once failed, or that look as if they could."""

# ruff: noqa: B007, B905, E731 - the forms under test

from __future__ import annotations

import numpy as np

from .programs import Programs

HARD = Programs()
program = HARD.add
X = np.array([0.5, 1.2, -0.3, 0.8])
M = np.array([[0.5, 1.2, -0.3], [0.8, -0.6, 0.2]])


def put(buffer, i, v):
    buffer[i] = v
    return v


@program(X)
def ternary_with_side_effect(x):
    y = x * 1.0
    t = put(y, 0, x[1] ** 2) if x[0] > 0 else 0.0
    return np.sum(y * x) + t


@program(X)
def short_circuit_side_effect(x):
    y = x * 1.0
    if x[0] > 0 and put(y, 0, x[1] ** 2) > 0:
        y[1] += y[0]
    return np.sum(y * x)


@program(X)
def break_uses_element(x):
    s = 1.0
    for i, v in enumerate(x):
        if v < 0:
            s = s * v
            break
        s += v**2
    return s * i


@program([0.5, 1.2, -0.3, 0.8])
def break_uses_list_element(xs):
    s = 1.0
    for v in xs:
        if v < 0:
            break
        s += v**2
    return s * v


@program(M)
def break_uses_row(m):
    s = 1.0
    for row in m:
        s += row[0]
        if row[1] < 0:
            s = s * np.sum(row**2)
            break
    return s


@program(X, X[::-1].copy())
def break_in_zip(x, y):
    s = 1.0
    for a, b in zip(x, y):
        s = s + a * b
        if a < 0:
            s = s * b * a
            break
    return s


@program(M)
def nested_break_with_tape(m):
    s = 1.0
    for i in range(2):
        for j in range(3):
            s = np.sin(s) + m[i, j]
            if s * m[i, j] < -0.2:
                s = s * m[i, 0]
                break
        while s > 0.5:
            s = s * 0.7
            if s < 0.6:
                break
            s -= 0.05
        if s < 0:
            s = s * s
            break
    return s


@program(X)
def rotating_buffers_longer(x):
    a, b, c, d = x * 1.0, x * 2.0, x * 3.0, x * 4.0
    for i in range(5):
        d[:] = np.sin(a) * b + x
        a, b, c, d = b, c, d, a
    return np.sum(a * b * c * d)


@program(X)
def scratch_in_nested_loop(x):
    buf = np.zeros_like(x)
    s = 0.0
    for i in range(3):
        for j in range(4):
            buf[j] = x[j] * (i + 1) + s
        for j in range(1, 4):
            buf[j] += buf[j - 1] ** 2
        s = buf[3] * 0.1
    return s


@program(X)
def buffer_taken_before_overwritten(x):
    buf = x * 1.0
    kept = []
    for i in range(3):
        kept.append(buf[i] * 2)
        buf[i] = 0.0
        buf[i + 1] *= kept[i]
    return kept[0] * kept[1] * kept[2] + np.sum(buf)


@program(X)
def same_buffer_appended(x):
    buf = x * 1.0
    kept = []
    for i in range(3):
        buf[i] = buf[i + 1] ** 2
        kept.append(buf)
    return np.sum(kept[0] * kept[2])


@program(X)
def view_kept_in_list(x):
    y = x * 1.0
    parts = [y[:2], y[2:]]
    parts[0][1] = x[3] ** 2
    y[0] = 3.0 * x[1]
    return np.sum(parts[0] * parts[1])


@program(X)
def conditional_alias_then_read(x):
    y = x * 1.0
    z = y if x[0] > 0 else x
    t = np.sum(z**2)
    return t * np.sum(y)


@program(X)
def loop_rebinds_alias(x):
    y = x * 1.0
    z = y
    for i in range(3):
        z = z * x
    y[0] = 5.0
    return np.sum(z * y)


@program(X)
def loop_writes_alias_of_outer(x):
    y = x * 1.0
    z = y
    for i in range(3):
        z[i] = z[i + 1] * x[i]
    return np.sum(y**2)


@program(X)
def while_swaps_until(x):
    a, b = x * 1.0, x * 0.5
    k = 0
    while np.sum(a) > 0.3 and k < 6:
        b[:] = a * 0.6
        a, b = b, a
        k += 1
    return np.sum(a * a) + np.sum(b) * k


@program(X)
def early_return_after_writes(x):
    y = x * 1.0
    for i in range(4):
        y[i] *= y[i - 1]
        for j in range(i):
            if y[j] < -10:
                return y[0]
            y[j] += 0.1 * y[i]
            if i == 2 and j == 1:
                return np.sum(y * y)
    return np.sum(y)


@program(0.7)
def variable_defined_in_loop_only(x):
    for i in range(3):
        last = x**i
        if i == 1:
            keep = last * 2
    return last * keep


@program(0.7, 2)
def undefined_kept_over_loops(x, n):
    for i in range(n):
        if i > 0:
            t = x * i
            x = x * t
    return x


@program(0.7)
def dict_state_in_while(x):
    state = {"v": x, "n": 0}
    while state["n"] < 3:
        state["v"] = np.sin(state["v"]) + x
        state["n"] += 1
    return state["v"] * state["n"]


@program({"w": X, "b": 0.3})
def dict_argument_updated(p):
    for i in range(3):
        p["b"] = p["b"] * np.sum(p["w"])
        p["w"] = p["w"] * 0.5
    return p["b"] + np.sum(p["w"])


@program([X, X * 2, X * 3])
def list_of_arrays_negative_index(xs):
    xs[-1][0] = xs[0][1] ** 2
    xs[-2] *= xs[-1]
    return np.sum(xs[1] * xs[2])


@program((X, [X * 2, 0.5]))
def nested_container_written(p):
    a, (b, c) = p
    b[0] = a[1] * c
    a *= 2
    return np.sum(a * b)


@program(X)
def function_default_shares_array(x):
    y = x * 1.0

    def f(z=y):
        return np.sum(z**2)

    y *= 2
    return f()


@program(X)
def closure_alias_augmented(x):
    y = x * 1.0

    def total():
        return np.sum(y * x)

    z = y
    z *= x
    return total()


@program(X)
def lambda_over_written_array(x):
    y = x * 1.0
    f = lambda i: y[i] * x[i]
    a = f(0)
    y[0] = x[2] ** 2
    return a * f(0)


@program(X)
def boolean_mask_then_loop(x):
    y = x.copy()
    for i in range(3):
        y[y < 0.6] += 0.3 * x[0]
        y[[0, 2]] *= y[[1, 3]]
    return np.sum(y * x)


@program(X)
def newton_like(x):
    z = x[1]
    for _ in range(20):
        step = (z**2 - x[1]) / (2 * z)
        z -= step
        if abs(step) < 1e-12:
            break
    return z


@program(0.7)
def collatz_like(x):
    n, s = 6, x
    while n != 1:
        if n % 2 == 0:
            n = n // 2
            s = s * 1.1
        else:
            n = 3 * n + 1
            s = np.sin(s) + x
    return s


@program(X)
def comprehension_of_written(x):
    y = x * 1.0
    squares = [v**2 for v in y]
    y[0] = 9.0
    return squares[0] * squares[1] * y[0]


@program(X)
def comprehension_with_call_and_index(x):
    y = x * 1.0
    z = [put(y, i, y[i] * 2) + y[0] for i in range(4)]
    return z[0] * z[3] + np.sum(y)


@program(X)
def reversed_loop(x):
    s = 1.0
    for v in reversed(x):
        s = s * v + 1
    return s


@program(X)
def list_reversed_and_slices(x):
    xs = [v**2 for v in x]
    s = 0.0
    for v in xs[1:]:
        s = s * v + xs[0]
    for v in xs[::-1]:
        s += s * v
    return s


@program(X)
def two_d_history_swapped(x):
    h = np.zeros((2, 4), dtype=x.dtype)
    h[0] = x
    for t in range(4):
        now, nxt = t % 2, (t + 1) % 2
        h[nxt] = np.sin(h[now]) * x
    return np.sum(h[0] * h[1])


@program(X)
def game_of_indices(x):
    y = x * 1.0
    i = 0
    for k in range(5):
        y[i] = y[(i + 1) % 4] * 1.5
        i = (i + 3) % 4
    return np.sum(y * y)


@program(X)
def result_and_argument_written(x):
    x[1:] += x[:-1]
    y = x
    y[0] = x[3] * 2
    return y, np.sum(x)


@program(0.7)
def number_rebound_in_callee(x):
    def f(v):
        v += 1
        v *= x
        return v

    y = x
    return f(y) * y


@program(X)
def array_rebound_in_callee(x):
    def f(v):
        v = v + 1
        v[0] = 0.0
        return np.sum(v)

    y = x * 1.0
    return f(y) * np.sum(y)


@program(X)
def array_augmented_in_callee(x):
    def f(v):
        v += 1
        return np.sum(v)

    y = x * 1.0
    return f(y) * np.sum(y)


@program(0.7, np.array([0.1, 0.2, 0.3]))
def scalar_grows_to_array(x, y):
    s = x
    for i in range(3):
        if i > 0:
            s = s + y * i
    return np.sum(s**2)


@program(X)
def row_buffer_views(x):
    a = np.zeros((2, 4), dtype=x.dtype)
    u, v = a[0], a[1]
    u[:] = x
    for i in range(3):
        v[:] = u * x
        u[:] = v + 0.1
    return np.sum(a)


@program(X)
def diagonal_writes(x):
    a = np.outer(x, x)
    for i in range(4):
        a[i, i] = 1.0
        a[i] *= a[:, i]
    return np.sum(a * a)
