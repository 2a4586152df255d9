"""Lists that grow while names hold elements of them, some counted from the end, and arrays that one path reads."""

from __future__ import annotations

import numpy as np

from .programs import Programs

GROWING_AND_READ = Programs()
program = GROWING_AND_READ.add
X = np.array([0.7, -0.4, 1.3, 0.9])


@program(X, order=2)
def written_after_read(x):
    xs = [x * 1.0]
    for i in range(3):
        t = xs[-1]
        xs.append(np.sin(t) * x)
        xs[i][i] *= 2.0
        xs[-1][0] += t[1]
    return sum(np.sum(a * a) for a in xs)


@program(X, order=2)
def pushed_twice(x):
    xs = []
    for i in range(4):
        xs.append(x * (i + 1.0))
        if len(xs) > 2:
            a = xs.pop()
            b = xs.pop()
            xs.append(a * b + x[i])
            xs[-1][i] = a[0] * b[1]
    return sum(np.sum(np.tanh(a)) for a in xs)


@program(X, order=2)
def first_and_last(x):
    xs = [x[0], x[1]]
    for i in range(4):
        a, b = xs[0], xs[-1]
        xs.append(a * b + x[i])
        xs[0] = np.sin(xs[1])
    return sum(v * v for v in xs)


@program(X, order=2)
def grown_in_branches(x):
    xs = [x[0]]
    s = 0.0
    for i in range(4):
        if x[i] > 0:
            xs.append(xs[-1] * x[i])
        else:
            s += xs.pop() ** 2
            xs.append(x[0] * 2)
        if len(xs) > 2 and i > 2:
            break
        s += xs[-1] * xs[0]
    return s * xs[-1]


@program(X, order=2)
def two_grown_lists(x):
    a = [x * 1.0]
    b = []
    for i in range(3):
        b.append(a[-1] * x[i])
        a.append(b[-1] + a[0])
        a, b = (b, a) if i == 1 else (a, b)
    return sum(np.sum(u**2) for u in a) + sum(np.sum(np.sin(u)) for u in b)


@program(X, order=2)
def grown_lists_of_lists(x):
    L = [[x[0]]]
    for i in range(3):
        for j in range(i + 1):
            L[-1].append(L[-1][-1] * x[j])
        L.append([L[-1][0] + L[-1][-1]])
    return sum(v * v for r in L for v in r)


@program(X, order=2)
def arrays_at_three_returns(x):
    y = x * 1.0
    z = np.sin(x)
    for i in range(4):
        y[i] += z[i - 1]
        for j in range(3):
            z[j] *= y[i]
            if z[j] > 5:
                return np.sum(y * z)
            if y[i] < -5:
                return np.sum(z**2) + y[j]
            if i == 2 and j == 1:
                y[0] = 2.0 * z[1]
                return np.sum(np.tanh(y) * z)
        y[i] *= 0.5
    return np.sum(y)


@program(X, order=2)
def array_read_on_two_paths(x):
    y = x * 1.0
    s = 0.0
    k = 0
    while k < 5:
        y[k % 4] *= x[0]
        if y[k % 4] > 0.2:
            if k % 2:
                s += np.sum(y * y * x)
            else:
                s += np.sum(np.sin(y))
        y[(k + 1) % 4] += y[k % 4]
        k += 1
    return s


@program(X, -1, argnums=0, order=2)
def element_at_an_argument(x, k):
    xs = [x * 1.0, np.sin(x)]
    for i in range(2):
        t = xs[k]
        xs.append(x * x[i])
        t[0] = x[1] * t[1]
        xs.append(t * 2.0)
    return sum(np.sum(a * a * (j + 1)) for j, a in enumerate(xs))


@program(X, order=2)
def before_the_loop(x):
    xs = [x * 1.0, np.sin(x)]
    for _ in range(1):
        xs.append(x * 2.0)
    t = xs[-1]
    for i in range(3):
        xs.append(t * x[i])
        t[i] *= x[0]
    t[3] = 2.0 * x[1]
    return sum(np.sum(a * a * (j + 1)) for j, a in enumerate(xs)) + np.sum(t)


@program(X, order=2)
def row_before_the_first(x):
    rows = [x * 1.0, np.cos(x)]
    for i in range(3):
        row = rows[i - 1]
        rows.append(row * x)
        row[0] = x[1] ** 2
        rows[i][1] += row[2]
    return sum(np.sum(a * a * (j + 1)) for j, a in enumerate(rows))


@program(X, order=2)
def last_list_of_lists(x):
    L = [[x[0]]]
    for i in range(3):
        r = L[-1]
        L.append([x[i]])
        r.append(x[i] * x[1])
        L[-1].append(r[0])
    return sum(v * v * (k + 1) for r in L for k, v in enumerate(r))


@program(X, order=2)
def last_elements_in_a_dict(x):
    d = {"a": [x * 1.0], "b": [np.sin(x)]}
    for i in range(3):
        t = d["a"][-1]
        u = d["b"][-1]
        d["a"].append(t * u)
        d["b"].append(t + x)
        t[i] = u[0]
        u[1] *= 2
    return sum(np.sum(v * v) for k in d for v in d[k])


@program(X, order=2)
def kept_over_runs(x):
    xs = [x * 1.0]
    t = xs[-1]
    for i in range(3):
        xs.append(np.sin(t) * x[i])
        t[0] += x[i]
        if i == 1:
            t = xs[-1]
    t[1] = x[0]
    return sum(np.sum(a * a * (j + 1)) for j, a in enumerate(xs))


@program(X, order=2)
def names_of_the_last_two(x):
    xs = [x * 1.0, x * 2.0]
    for _ in range(2):
        a = xs[-1]
        b = xs[-2]
        xs.append(a * b)
        a[0], b[0] = b[1], a[1]
        xs.append(xs[-1] + a)
        b[2] = a[2] ** 2
    return sum(np.sum(a * a * (j + 1)) for j, a in enumerate(xs))


@program(X, order=2)
def index_of_run_time_from_the_end(x):
    xs = [x * 1.0]
    k = -1
    while len(xs) < 5:
        t = xs[k]
        xs.append(t * x)
        t[0] = np.sum(xs[k])
        k = -1 - len(xs) // 3
    return sum(np.sum(a * a * (j + 1)) for j, a in enumerate(xs))


@program(X, order=2)
def last_given_to_a_function(x):
    xs = [x * 1.0]

    def grow(v):
        xs.append(v * 2.0)
        v[0] = x[1]
        return xs[-1]

    for i in range(3):
        w = grow(xs[-1])
        xs[0][i] += w[1]
    return sum(np.sum(a * a * (j + 1)) for j, a in enumerate(xs))


@program(X, order=2)
def times_its_length(x):
    xs = [x[0]]
    for i in range(len(x)):
        xs.append(x[i] * (len(xs) + 1))
    return sum(xs) * xs[1]


@program(X, order=2)
def scaled_by_its_length(x):
    xs = [x[0]]
    while len(xs) < 4:
        n = len(xs)
        xs.append(x[1] * n)
        xs[0] = xs[0] * n * len(xs)
    return sum(xs) * xs[1]
