"""Buffers that are used again, swapped around a loop, or chosen by a condition before a write."""

# ruff: noqa: B007, SIM108 - the forms under test

from __future__ import annotations

import numpy as np

from .programs import Programs

BUFFERS = Programs()
program = BUFFERS.add
X = np.array([0.5, 1.2, -0.3, 0.8])


@program(X)
def scratch_reused(x):
    buf = np.zeros_like(x)
    s = 0.0
    for i in range(3):
        buf[:] = x * i
        buf[0] = s
        s = s + np.sum(buf**2)
    return s


@program(X)
def scratch_elements(x):
    buf = np.zeros(2, dtype=x.dtype)
    s = 0.0
    for i in range(4):
        buf[0] = x[i]
        buf[1] = buf[0] * buf[1]
        buf[1] += s
        s = buf[0] * buf[1] + s * 0.5
    return s


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
def double_buffer(x):
    a, b = x * 1.0, np.zeros_like(x)
    for i in range(4):
        b[1:-1] = a[1:-1] + 0.3 * (a[2:] - 2 * a[1:-1] + a[:-2]) * x[0]
        b[0], b[-1] = a[0], a[-1]
        a, b = b, a
    return np.sum(a**2)


@program(X)
def double_buffer_temp(x):
    a = x.copy()
    b = a.copy()
    for i in range(5):
        for j in range(1, 3):
            b[j] = a[j] * a[j - 1] + a[j + 1]
        t = a
        a = b
        b = t
    return np.sum(a * x) + np.sum(b)


@program(X)
def triple_buffer(x):
    a, b, c = x * 1.0, x * 2.0, x * 3.0
    for i in range(4):
        c[:] = a * 0.5 + b * x
        a, b, c = b, c, a
    return np.sum(a * b * c)


@program(X)
def rotating_buffers_longer(x):
    a, b, c, d = x * 1.0, x * 2.0, x * 3.0, x * 4.0
    for i in range(5):
        d[:] = np.sin(a) * b + x
        a, b, c, d = b, c, d, a
    return np.sum(a * b * c * d)


@program(X)
def double_buffer_break(x):
    a, b = x * 1.0, np.zeros_like(x)
    for i in range(6):
        b[:] = np.sin(a) + x
        if i == 3:
            break
        a, b = b, a
    return np.sum(a * b)


@program(X)
def double_buffer_conditional_swap(x):
    a, b = x * 1.0, np.zeros_like(x)
    for i in range(5):
        b[:] = np.sin(a) * x
        if i % 2:
            a, b = b, a
    return np.sum(a * b)


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
def two_d_history_swapped(x):
    h = np.zeros((2, 4), dtype=x.dtype)
    h[0] = x
    for t in range(4):
        now, nxt = t % 2, (t + 1) % 2
        h[nxt] = np.sin(h[now]) * x
    return np.sum(h[0] * h[1])


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
def row_buffer_views(x):
    a = np.zeros((2, 4), dtype=x.dtype)
    u, v = a[0], a[1]
    u[:] = x
    for i in range(3):
        v[:] = u * x
        u[:] = v + 0.1
    return np.sum(a)


@program(X)
def join_then_write(x):
    u, v = x * 1.0, x * 2.0
    w = u if x[0] > 0 else v
    w[0] = x[1] ** 2
    return np.sum(u * v * w)


@program(X)
def join_statement_then_write(x):
    u, v = x * 1.0, x * 2.0
    if x[0] > 0:
        w = u
    else:
        w = v
    w[0] = x[1] ** 2
    return np.sum(u * v)


@program(X)
def join_fresh_or_alias(x):
    u = x * 1.0
    w = u
    if x[0] < 0:
        w = u.copy()
    w[0] = x[1] ** 2
    return np.sum(u * w)
