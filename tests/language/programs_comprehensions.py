"""Comprehensions, generators and iterators."""

# ruff: noqa: RUF007 - the forms under test

from __future__ import annotations

import numpy as np

from .programs import Programs

COMPREHENSIONS = Programs()
program = COMPREHENSIONS.add
X = np.array([0.5, 1.2, -0.3, 0.8])
M = np.array([[0.5, 1.2, -0.3], [0.8, -0.6, 0.2]])


def put(buffer, i, v):
    buffer[i] = v
    return v


@program(X)
def comprehension(x):
    return sum([v**2 for v in x]) + np.sum(np.array([np.sin(v) for v in x]))


@program(X, order=2)
def comprehension_condition(x):
    kept = [v * 2 for v in x if v > 0]
    return sum(kept) * kept[0]


@program(M)
def comprehension_nested(m):
    return sum([v * w for row in m for v in row for w in (1.0, 2.0)])


@program(X)
def comprehension_of_lists(x):
    table = [[v, v**2] for v in x]
    return table[0][1] * table[2][0]


@program(X)
def comprehension_enumerate(x):
    ys = [i * v for i, v in enumerate(x)]
    return ys[3] * ys[1]


@program(0.7)
def comprehension_scope(x):
    v = x
    ys = [v * 2 for v in (1.0, x)]
    return v * ys[1] + ys[0]


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


@program(0.7, order=2)
def loops_and_conditions(x):
    return sum([x**i * j for i in range(4) if i for j in range(i) if (i + j) % 2])


@program(0.7, order=2)
def comprehension_in_a_comprehension(x):
    m = [[x**i * j for j in range(3) if j] for i in range(3)]
    return m[1][1] * m[2][0]


@program(X, order=2)
def generator_in_sum_max_min(x):
    return sum(v * v for v in x) * max(list(v * v for v in x)) + min([v for v in x])


@program(X, order=2)
def any_and_all_stop_early(x):
    factor = 2.0 if all(v < 5 for v in x) else 1.0
    small = any(1.0 / (v - 1.3) < -5.0 for v in x if v < 1.25)
    first = any(v > 0.4 and 1.0 / (v - x[0] + 1.0) > 0 for v in x)
    return x[0] * x[1] * factor * (1.0 if small else 3.0) if first else x[1]


@program(X, order=2)
def loop_over_a_generator(x):
    total = 0.0
    for v in (u * u for u in x if u > 0):
        if v > 1.0:
            continue
        total = total * x[1] + v
    return total


@program(0.7)
def generator_given_a_name(x):
    g = (x * i for i in range(3))
    x = 2 * x
    return sum(g) * x


@program(0.7)
def iterator_read_twice(x):
    pairs = zip([x, x * x], [1.0, 2.0], strict=True)
    return sum([a * b for a, b in pairs]) + sum([a for a, b in pairs])


@program(X, order=2)
def iterator_read_once(x):
    pairs = zip(x, x[1:], strict=False)
    return sum([a * b for a, b in pairs])


@program(X)
def map_free_comprehension_call(x):
    def f(v):
        return v**2 if v > 0 else -v

    return sum([f(v) for v in x])


@program(X, order=2)
def generators_consumed(x):
    xs = list(v * v for v in x)
    t = [*(v * 2 for v in x), x[1]]
    a = np.array(list(v**3 for v in x))
    b = np.stack([x * k for k in range(3)])
    c = np.stack(list(x * k for k in range(3)))
    return xs[0] * t[1] + np.sum(a) + np.sum(b * c)


@program(X, order=2)
def set_comprehension_with_a_condition(x):
    ks = {k // 2 for k in range(4) if k != 1}
    return sum([x[k] ** 2 for k in sorted(ks)])


@program(X, order=2)
def dict_comprehension_nested(x):
    d = {k: {j: x[k] * x[j] for j in range(2) if j != k} for k in range(3) if k}
    return d[1][0] * d[2][1]


@program(X, order=2)
def tuple_of_a_known_length(x):
    t = tuple(v * x[2] for v in (x[0], x[1]))
    u = tuple(x[k] for k in range(3))
    return t[0] * t[1] + len(u) * u[2]


@program(X, order=2)
def starred_display_of_run_time(x):
    kept = [v * v for v in x if v > 0]
    ys = [x[1], *kept, 2.0, *(v**3 for v in x), *x[:2], *range(2)]
    ys[0] = ys[1] * ys[5]
    return sum(ys[:-2]) * ys[0] + len(ys) * kept[0]


@program(X, order=2)
def starred_display_of_arrays(x):
    rows = [x * k for k in range(3)]
    more = [*rows, x]
    more[1] = more[2] * x[2] ** 2
    more.append(x)
    return np.sum(rows[1] * more[2]) * len(rows) + np.sum(more[4] * more[1])


class Total:
    def __init__(self, v, b):
        self.v = v
        self.b = b

    def add(self, w):
        self.v = self.v + w
        return self.v


@program(X, 0.7, order=2)
def element_changes_an_object_that_holds_an_array(x, a):
    b = x.copy()
    o = Total(x[0], b)
    t = [o.add(v) for v in x]
    b[1] = a
    return o.b[1] * t[0]


@program(X, 0.7, order=2)
def element_appends_to_a_list_that_holds_an_array(x, a):
    u = x.copy()
    held = [u]

    def f(v):
        held.append(v * u)
        return held[-1][0]

    t = [f(v) for v in x]
    u[0] = a
    return sum(np.sum(each) for each in held) * t[0]


@program(X, 0.7, order=2)
def elements_of_a_tuple_change_an_object(x, a):
    b = x.copy()
    c = x * a
    o = Total(x[0], b)

    def g(k):
        for v in x:
            o.v = o.v + v
        return o.v * k

    t = tuple(g(k) for k in range(2))
    s = [g(0) + np.sum(u) for u in (b, c)]
    b[1] = a
    return o.b[1] * t[1] + s[0] * s[1]


@program(X, 0.7, order=2)
def variable_of_a_comprehension_hides_an_array(x, a):
    b = x.copy()
    o = Total(x[0], b)
    t = [o.add(b) if b > 0 else 2.0 for b in x]
    s = [o.add(b) for b in (x[0], x[1])]
    b[1] = a
    return o.b[1] * t[0] + s[1]


@program(X, 0.7, order=2)
def states_collected_that_an_object_keeps(x, a):
    o = Total(x[0], x * a)

    def step(k):
        o.b = np.sin(o.b) * a + k
        return o.b

    t = [step(k) for k in range(12)]
    return sum([np.sum(u) for u in t]) * o.b[0] * t[11][1]


@program(X, 0.7, order=2)
def state_written_that_an_object_keeps(x, a):
    o = Total(x[0], None)

    def step(k):
        o.b = x * k
        return o.b

    t = [step(k) for k in range(2)]
    t[1][0] = a
    return o.b[0] * t[0][1] + t[1][1]


@program(X, 0.7, order=2)
def same_array_mapped_and_written(x, a):
    u = x.copy()
    t = list(map(lambda k: u, range(len(x))))
    t[0][0] = a
    return t[1][0] * u[1]
