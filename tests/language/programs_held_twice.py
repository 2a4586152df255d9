"""Lists, dicts and objects in a list or dict: moved, exchanged, and put in twice, when it is refused to change one."""

# ruff: noqa: B905, RUF005, RUF007 - the forms under test

from __future__ import annotations

from typing import Any

import numpy as np

from .programs import Programs

HELD_TWICE = Programs()
program = HELD_TWICE.add
X = np.array([0.3, -0.8, 1.1])


class Holder:
    """An object with one attribute."""

    def __init__(self, v: Any) -> None:
        self.v = v


def weighted(rows):
    """A sum in which every element counts differently."""
    return sum((j + 1) * (k + 2) * q for j, r in enumerate(rows) for k, q in enumerate(r))


# -- what only changes places -------------------------------------------------------------------------------------


@program(X, 0.7, order=2)
@program(X, -0.6)
def rows_exchanged_and_written(x, a):
    m = [[v * a] for v in x]
    for i in range(2):
        if m[i][0] > m[i + 1][0]:
            m[i], m[i + 1] = m[i + 1], m[i]
        m[i][0] *= a
    return weighted(m)


@program(X, 0.7, order=2)
def rows_shifted_for_a_new_one(x, a):
    m = [[v * a] for v in x]
    m[2], m[1], m[0] = m[1], m[0], [a]
    m[0][0] *= x[1]
    m[1][0] *= a
    return weighted(m)


@program(X, 0.7, order=2)
def attributes_exchanged_and_written(x, a):
    t = [Holder([v * a]) for v in x]
    t[0].v, t[1].v = t[1].v, t[0].v
    t[0].v[0] *= a
    return sum((i + 1) * q.v[0] for i, q in enumerate(t))


@program(X, 0.7, order=2)
def rows_rotated_and_written(x, a):
    m = [[v * a] for v in x]
    m = m[1:] + m[:1]
    m = [m[-1]] + m[:-1]
    m[:] = m[1:] + m[:1]
    for q in m:
        q[0] *= a
    return weighted(m)


@program(X, 0.7, order=2)
@program(X, -0.6)
def row_put_between_slices(x, a):
    m = [[v * a] for v in x]
    k = int(a > 0)
    m = m[:k] + [[a]] + m[k:]
    for q in m:
        q[0] *= a
    return weighted(m)


@program(X, 0.7, order=2)
@program(X, -0.6)
def rows_joined_after_they_were_split(x, a):
    m = [[v * a] for v in x]
    k = int(a > 0) + 1
    low, high = m[:k], m[k:]
    out = []
    out += high
    out += low
    for q in out:
        q[0] *= a
    return weighted(out)


@program(X, 0.7, order=2)
@program(X, -0.6)
def slice_turned_round_and_written(x, a):
    m = [[v * a] for v in x]
    i = int(a > 0)
    m[i:3] = m[i:3][::-1]
    m[0:2] = reversed(m[0:2])
    m.sort(key=lambda q: q[0])
    m[1][0] = a
    return weighted(m)


@program(X, 0.7, order=2)
def tuples_held_twice(x, a):
    m = [(v * a, v) for v in x]
    m[0] = max(m, key=lambda q: q[0])
    m = m + m[:1]
    m.append(m[0])
    return weighted(m)


@program(X, 0.7, order=2)
def array_of_a_loop_held_twice(x, a):
    out = []
    r = x * a
    for _ in x:
        out.append(r)
    out[0][0] = x[1] * x[2]
    return weighted(out)


# -- what nothing can change --------------------------------------------------------------------------------------


@program(X, 0.7, order=2)
@program(X, -0.6)
def values_of_a_dict_sorted_in_place(x, a):
    d = {i: v * a for i, v in enumerate(x)}
    values = list(d.values())
    values.sort()
    values[0] = a * x[0]
    return sum((k + 1) * v for k, v in enumerate(values)) + d[0]


@program(X, 0.7, order=2)
@program(X, -0.6)
def tuples_selected_and_kept(x, a):
    points = [(v, a) for v in x]
    right = [q for q in points if q[0] > 0]
    right.append((a, a))
    return sum(u * v for u, v in right) + points[0][0]


@program(X, 0.7, order=2)
@program(X, -0.6)
def tuples_kept_in_order(x, a):
    hull = []
    for q in [(v, a) for v in x]:
        while len(hull) > 1 and hull[-1][0] < q[0]:
            hull.pop()
        hull.append(q)
    return sum(u * v for u, v in hull)


@program(X, 0.7, order=2)
def tuples_replaced_in_two_lists(x, a):
    points = [(v, a) for v in x]
    kept = [points[0]]
    for q in points:
        kept.append(q)
    points[0] = (a, a)
    kept[1] = points[0]
    points[0] = (x[1], a)
    points[2] = kept[0]
    return sum(u * v * (i + 1) for i, (u, v) in enumerate(kept + points))


@program(X, 0.7, order=2)
def tuples_of_a_dict_sorted_and_put_back(x, a):
    d = {i: (v, a) for i, v in enumerate(x)}
    values = sorted(d.values())
    values[0] = (a, a)
    d[0] = values[0]
    return sum(u * v * (i + 1) for i, (u, v) in enumerate(values)) + d[0][0] + d[1][0]


@program(X, 0.7)
def arrays_of_kept_tuples_written(x, a):
    points = [(x * v, a) for v in x]
    kept = [points[0]]
    for q in points:
        kept.append(q)
    kept[1][0][0] = a
    return sum(u[0] * v for u, v in kept) + points[0][0][0]


# -- what is there twice ------------------------------------------------------------------------------------------


@program(X, 0.7)
def rows_shifted_by_two_targets(x, a):
    m = [[v * a] for v in x]
    m[2], m[1] = m[1], m[0]
    m[0][0] = a
    return weighted(m)


@program(X, 0.7)
def row_copied_beside_a_number(x, a):
    m = [x * i for i in range(len(x))]
    m[0], s = m[2], a
    m[2][0] = s
    return weighted(m)


@program(X, 0.7)
def three_rows_at_indices_of_run_time(x, a):
    m = [[v * a] for v in x]
    for i in range(2):
        m[i], m[i + 1], m[0] = m[i + 1], m[i], m[0]
    m[0][0] = a
    return weighted(m)


@program([[0.3], [-0.8], [1.1]], 0.7)
def rows_of_an_argument_shifted(m, a):
    m[2], m[1] = m[1], m[0]
    m[0][0] = a
    return weighted(m)


@program(X, 0.7)
def attributes_of_one_object(x, a):
    t = [Holder([v]) for v in x]
    t[0].v, t[1].v = t[1].v, t[1].v
    t[0].v[0] = x[0] * a
    return sum((i + 1) * q.v[0] for i, q in enumerate(t))


@program(X, 0.7)
def new_row_at_two_places(x, a):
    m = [[v * a] for v in x]
    m[0] = m[1] = [a]
    m[0][0] *= x[2]
    return weighted(m)


@program(X, 0.7)
def new_row_appended_twice(x, a):
    m = [[v * a] for v in x]
    r = [a]
    m.append(r)
    m.append(r)
    for q in m:
        q[0] *= a
    return weighted(m)


@program(X, 0.7)
def new_row_at_both_ends(x, a):
    m = [[v * a] for v in x]
    r = [a]
    m = [r] + m + [r]
    for q in m:
        q[0] *= a
    return weighted(m)


@program(X, 0.7)
def popped_row_at_two_places(x, a):
    m = [[v * a] for v in x]
    r = m.pop(0)
    m[0] = r
    m[1] = r
    for q in m:
        q[0] *= a
    return weighted(m)


@program(X, 0.7)
def extended_by_one_row_twice(x, a):
    m = [[v * a] for v in x]
    m += [[a]] * 2
    for q in m:
        q[0] += x[0]
    return weighted(m)


@program(X, 0.7)
def new_row_under_two_keys(x, a):
    g = {i: [v] for i, v in enumerate(x)}
    r = [a]
    g[0] = r
    g[1] = r
    g[0][0] *= x[2]
    return g[1][0] * 2 + g[0][0] + g[2][0]


@program(X, 0.7)
def row_found_under_another_key(x, a):
    g = {i: [v] for i, v in enumerate(x)}
    g[9] = g.get(1)
    g[9][0] *= a
    return sum(map(sum, g.values()))


@program(X, 0.7)
def polygon_closed_and_moved(x, a):
    points = [[v, v * v] for v in x]
    points = points + points[:1]
    for q in points:
        q[0] += a
    return sum(u[0] * v[1] - u[1] * v[0] for u, v in zip(points, points[1:]))


@program(X, 0.7)
def slice_replaced_by_the_first_row(x, a):
    m = [[v * a] for v in x]
    m[1:2] = m[:1]
    m[0][0] = a
    return weighted(m)


@program(X, 0.7)
def best_row_kept_twice(x, a):
    rows = [[v * a, v] for v in x]
    rows[0] = max(rows, key=lambda q: q[0])
    for q in rows:
        q[1] += a * q[0]
    return weighted(rows)


@program(X, 0.7)
def row_of_a_copied_list_put_back(x, a):
    m = [[v * a] for v in x]
    n = m[:]
    m[0] = n[1]
    m[1][0] = a
    return weighted(m)


@program(X, 0.7)
def rows_appended_by_a_loop_to_a_slice(x, a):
    m = [x * v for v in x]
    out = m[:1]
    for q in m:
        out.append(q)
    out[0][0] = a
    return weighted(out)


@program(X, 0.7)
def repeated_list_turned_round(x, a):
    m = [[v * a] for v in x]
    m = m * 2
    m = list(reversed(m))
    m[0][0] = a * x[0]
    return weighted(m)


@program(X, 0.7)
def one_row_mapped_to_all(x, a):
    r = [a]
    m = list(map(lambda v: r, x))
    m[0][0] = a * x[0]
    return weighted(m)


@program(X, 0.7)
def neighbours_zipped_and_written(x, a):
    m = [x * v for v in x]
    m = list(zip(m, m[1:]))
    m[0][1][0] = a * x[0]
    return weighted([q[0] for q in m])


@program(X, 0.7)
def array_of_a_stored_tuple_written(x, a):
    m = [(x * i, 1.0) for i in range(3)]
    u = a * x
    m[0] = (u, a)
    u[0] = 5.0
    return m[0][0][0] * a + m[1][0][1]


@program(X, 0.7)
def array_of_a_tuple_in_an_attribute_written(x, a):
    t = [Holder((x * i, a)) for i in range(len(x))]
    u = a * x
    t[0].v = (u, a)
    u[0] = 5.0
    return t[0].v[0][0] * a + t[0].v[0][1]
