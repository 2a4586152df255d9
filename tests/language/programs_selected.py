"""Names of arrays that a loop swaps with views, rows and chosen arrays: which one each is, is a number."""

from __future__ import annotations

import numpy as np

from .programs import Programs

SELECTED = Programs()
program = SELECTED.add
X = np.array([0.3, -0.8, 1.1])


@program(X, 0.7, order=2)
def chosen_in_nested_branches(x, a):
    u = x * a
    v = np.cos(x)
    w = (u if x[0] > 0.1 else v) if a > 0 else v
    w[1] = a * a
    u[2] = x[0]
    return np.sum(u * v) + np.sum(w * u)


@program(X, 0.7, order=2)
def swapped_behind_continue(x, a):
    n = len(x)
    u = x * a
    v = np.cos(x)
    for i in range(n):
        if i == 1:
            continue
        if x[i] > 0:
            u, v = (v, u)
        elif a > 0:
            u[i] = v[i] * a
        v[0] = u[i]
    return np.sum(u * v) + np.sum(v)


@program(X, 0.7, order=2)
def rows_swapped_with_rows(x, a):
    n = len(x)
    b = np.outer(x, x)
    u = b[0]
    v = b[1]
    for i in range(n):
        u, v = (v, b[i])
        u[i] = v[i - 1] * a
    return np.sum(u * v) + np.sum(b * b)


@program(X, 0.7, order=2)
def last_row_kept(x, a):
    n = len(x)
    b = np.outer(x, x)
    prev = np.zeros(n)
    for row in b:
        row += 0.5 * prev  # noqa: PLW2901 - a view that is written to
        prev = row
        prev[0] = a
    return np.sum(prev) + np.sum(b * b)


@program(X, 0.7, order=2)
def best_of_two_written(x, a):
    n = len(x)
    u = x * a
    v = np.cos(x)
    best = u
    i = 0
    while i < n:
        if x[i] > a:
            best = v
        best[i] = best[i - 1] * a
        i += 1
        if i == 2:
            break
    return np.sum(u * v) + np.sum(best)


@program(X, 0.7, order=2)
def matrix_and_its_transpose(x, a):
    n = len(x)
    b = np.outer(x, x) * a
    c = b.T
    for i in range(n):
        b, c = (c, b)
        b[i, 0] = c[0, i] * x[i] + c[i, 0]
    return np.sum(b[0] * x) + np.sum(c[1])


@program(X, 0.7, order=2)
def two_slices_swapped(x, a):
    n = len(x)
    u = x * a
    lo = u[:1]
    hi = u[1:]
    for i in range(n):
        lo, hi = (hi, lo)
        lo[0] = hi[0] * x[i]
    return np.sum(u * u) + np.sum(lo) + 2 * np.sum(hi)


@program(X, 0.7, order=2)
def three_arrays_passed_round(x, a):
    n = len(x)
    u = x * a
    v = np.cos(x)
    w = np.exp(x)
    for i in range(n):
        u, v, w = (v, w, u)
        if x[i] > 0:
            v = u
        u[i] = w[i] + v[i] * a
    return np.sum(u * v) + np.sum(w * w)


@program(X, 0.7, order=2)
def whole_slice_swapped(x, a):
    n = len(x)
    u = x * a
    v = u[:]
    for i in range(n):
        u, v = (v, u)
        u[i] = a
    return np.sum(u * u)


@program(X, 0.7, order=2)
def list_of_swapped_arrays(x, a):
    n = len(x)
    u = np.tanh(x * a)
    v = np.zeros(n, dtype=x.dtype)
    if n > 1:
        u, v = (v, u)
    items = [u, np.sin(np.tanh(0.37 * x))]
    for i in range(n):
        if v[(i + 1) % n] > -0.29:
            items[0] = 0.83 * (u - 0.71 * u)
        items[1][i] = -0.53 * i
    return 0.9 * np.sum(np.sin(u))


@program(X, 0.7, order=2)
def reversed_view_swapped(x, a):
    n = len(x)
    u = x * 0.9
    v = u[::-1]
    v[1] = 0.2 * np.sum(v[::-1])
    for _ in range(2):
        u[0] = v[1] * a
        v, u = (u, v)
    i = 0
    while i < n - 1:
        i += 1
        if i == 2:
            continue
        if i % 2 == 1:
            u, v = (v, u)
    w = u
    u[0] = w[(i + 1) % n]
    total = 0.8 * np.sum(np.sin(u))
    total += 1.1 * np.sum(np.sin(v))
    return total


@program(X, 0.7, order=2)
def chosen_array_swapped(x, a):
    n = len(x)
    u = x * 0.9
    s = a
    v = x if u[2] else u
    for j in range(n):
        u, v = (v, u)
        u[j] = s
    return 0.9 * np.sum(u)


@program(X, 0.7, order=2)
def row_swapped_with_an_array(x, a):
    n = len(x)
    u = x * 0.9
    b = np.outer(x, x) * a
    v = b[0] if u[0] > 0.47 * a else a * u
    v *= np.sin(np.exp(-(v**2)))
    w = b[0]
    for i in range(n):
        if i % 2 == 0:
            u, w = (w, u)
        u[i] = 0.2 * ((0.47 * x + w[i]) @ np.sin(u))
    total = 1.3 * np.sum(np.sin(u)) + np.sum(v * x)
    return total


@program(X, 0.7, order=2)
def element_replaced_beside_a_written_one(x, a):
    n = len(x)
    b = np.outer(x, x) * a
    v = b[1]
    rows = [v, np.sin(b[0])]
    for i in range(n):
        if n > 1:
            rows[0] = 0.61 * np.sin(rows[1] * x)
        rows[1][i] = np.sin(a)
    return 1.3 * np.sum(np.sin(v))


@program(X, 0.7, order=2)
def dict_of_arrays_swapped_later(x, a):
    n = len(x)
    u = np.sin(x)
    v = x * a
    state = {"p": v, "q": v[2] * (0.71 * x + u[0])}
    if a < -0.53:
        state["p"] = u
    v[1] = a
    for i in range(n):
        if i % 2 == 0:
            u, v = (v, u)
        u[i] = v[i]
    total = 0.8 * np.sum(np.sin(u))
    total += np.sum(state["p"] - 0.7 * state["q"])
    return total * np.sum(0.7 * u + 0.8 * v)


@program(X, 0.7, order=2)
def reversed_view_swapped_on_a_path(x, a):
    n = len(x)
    u = x
    v = u[::-1]
    for j in range(n):
        if j:
            v, u = (u, v)
        v[j] = 0.2 * a
    return np.sum(v)


@program(X, 0.7, order=2)
def rows_of_a_loop_swapped(x, a):
    u = x * a
    b = np.outer(x, x)
    for w in b:
        u, w = (w, u)  # noqa: PLW2901 - the name of a row is swapped
    u[1] = w[0] * a
    return np.sum(u) + np.sum(b * u)


@program(X, 0.7, order=2)
def row_before_changed(x, a):
    b = np.outer(x, x)
    u = x * a
    for v in b:
        p = u
        p *= a
        u = v
    return np.sum(b * b) + np.sum(u)


@program(X, 0.7, order=2)
def part_of_a_new_array_on_a_path(x, a):
    d = {"p": x, "q": np.exp(x)}
    if a > 0:
        d["p"] = np.array([np.mean(x), a, x[0], x[1]])[:3]
    x[1] = a * x[0]
    return np.sum(d["p"] * d["q"]) + np.sum(x)


@program(X, 0.7, order=2)
def reversed_new_array_on_a_path(x, a):
    u = x * a
    w = u
    for i in range(len(x)):
        if x[i] > 0:
            w = np.cos(x * i)[::-1]
        u[i] = a * w[0]
        w[1] = 2 * a
    return np.sum(w * w) + np.sum(u)


@program(X, 0.7, order=2)
def element_replaced_beside_a_written_view(x, a):
    b = np.outer(x, x)
    w = b[0]
    items = [w, w]
    for i in range(len(x)):
        items[0] = np.tanh(w)
        w[0] += i * a
    return np.sum(items[0] * items[1])


def rows_swapped_beside_a_range(x, a):
    m = np.outer(x, x)
    s = 0.0
    for k, v in zip(reversed(range(3, 6)), m, strict=False):
        v[0] = k * a
        m[1] = v * k
        s = s + k * v[1]
    return s + np.sum(m)


@program(X, 0.7, order=2)
def rows_swapped_beside_a_counted_range(x, a):
    m = np.outer(x, x)
    s = 0.0
    for (j, k), v in zip(enumerate(range(3, 6)), m, strict=False):
        v[0] = k * a
        m[1] = v * k
        s = s + k * v[1] + j * v[2]
    return s + np.sum(m)


@program(X, 0.7, order=2)
def rows_swapped_beside_a_tuple(x, a):
    m = np.outer(x, x)
    s = 0.0
    for v, c in zip(m, (a, x[0], 3.0), strict=False):
        v[0] = c * a
        m[1] = v * c
        s = s + c * v[1]
    return s + np.sum(m)


def _with_a_count(counts, v):
    counts["p"] = counts["q"] * v
    counts["n"] = counts.get("n", 0.0) + v


@program(X, 0.7, order=2)
def key_added_by_a_function_in_a_loop(x, a):
    s = a * x[0]
    counts = {"p": s if s > 0.2 else a, "q": s * s}
    counts["q"] *= counts["p"]
    for _ in range(len(x)):
        _with_a_count(counts, sum(counts.values()))
    return s + sum([q * q for q in counts.values()])


@program(X, 0.7, order=2)
def returned_beside_a_display_that_a_loop_keeps(x, a):
    u = np.sin(x)
    v = a * x
    for _ in range(2):
        for i in range(len(x)):
            if len(x) > 3:
                return np.sum(np.tanh(x))
            items = [u, np.cos(x)]
            for j in range(len(x)):
                if u[1] > -0.53:
                    items[0] = a * x * x
                items[1][j] = np.sum(x)
            v[i] = u[i] * items[0][i]
    return np.sum(v * v)
