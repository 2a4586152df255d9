"""Lists of arrays that have other names, or are there twice: such lists hold places in a pool."""

# ruff: noqa: B905, PLW2901, RUF007 - the forms under test

from __future__ import annotations

import numpy as np

from .programs import Programs

LISTS_OF_PLACES = Programs()
program = LISTS_OF_PLACES.add
X = np.array([0.3, 0.4, 0.5])


@program(X, order=2)
def argument_there_twice(x):
    u = x
    items = [u, u]
    for _ in range(len(x)):
        items.append(u)
    items[-1][0] = x[1] * x[2]
    return np.sum(x * u)


@program(X, order=2)
def copies_and_second_names(x):
    u = np.sin(x)
    items = [u, x * 2]
    other = items.copy()
    third = items
    for i in range(len(x)):
        items.append(u)
        other[0][i] *= 2
    third.append(x * 3)
    other.append(x)
    return np.sum(items[-1] * items[0] * other[0]) + len(items) * np.sum(u) + np.sum(items[-2])


@program(X, order=2)
def popped_and_put_back(x):
    u = np.sin(x)
    items = [u, x * 2]
    for i in range(len(x)):
        v = items.pop()
        v[i] *= x[0]
        items.append(v)
        items.append(u)
    items[0][1] = x[2]
    return sum(np.sum(w * w) for w in items) + np.sum(u)


@program(X, order=2)
def inserted_reversed_and_sliced(x):
    u = np.sin(x)
    v = x * 2
    items = [u, v]
    for _ in range(len(x)):
        items.insert(0, items[-1])
        items.reverse()
    part = items[1:3]
    part[0][0] = 3 * x[1]
    u[1] *= 2
    v[2] *= x[0]
    return sum((np.sum(w * w * k) for k, w in enumerate(items)))


@program(X, order=2)
def grown_by_a_function(x):

    def grow(xs, w, n):
        for _ in range(n):
            xs.append(w)
            w = np.tanh(w) * x[0]
        return w

    u = np.sin(x)
    items = [u, u]
    z = grow(items, u, len(x))
    z[0] = x[1]
    u[1] = 2 * x[0]
    return np.sum(items[0] * items[-1]) + np.sum(z)


@program(X, order=2)
def one_of_two_appended(x):
    u = np.sin(x)
    v = np.cos(x)
    items = [u]
    for i in range(len(x)):
        if x[i] > 0.35:
            items.append(v)
        else:
            items.append(u)
        items[-1][i] *= x[0]
    v[0] = u[1]
    return sum((np.sum(w * w * (k + 1)) for k, w in enumerate(items)))


@program(X, order=2)
def left_by_a_return(x):
    u = np.sin(x)
    items = [u, u]
    for i in range(len(x)):
        items.append(u)
        if i == 1 and x[0] > 0:
            u[0] = x[1]
            return np.sum(items[0] * items[2] * x)
        u[i] *= 2
    return np.sum(u)


@program(X, order=2)
def empty_at_first(x):
    items = []
    for _ in range(len(x)):
        items.append(x)
    x[0] = x[1] * x[2]
    return sum((np.sum(w * w * (k + 1)) for k, w in enumerate(items)))


@program(X, order=2)
def matrices(x):
    A = np.outer(x, x)
    items = [A, A]
    for _ in range(len(x)):
        items.append(A)
    A[0] = x
    for row in items[1]:
        row *= 2
    items[-1][:, 1] += items[0][:, 0]
    return np.sum(A * items[0] * np.arange(9.0).reshape(3, 3))


@program(X, order=2)
def augmented_elements(x):
    u = np.sin(x)
    items = [u, x * 2]
    for _ in range(len(x)):
        items.append(u)
    items[2] += x
    u *= 2
    items[0] /= 3
    w = items[1]
    w **= 2
    return np.sum(items[-1] * u) + np.sum(items[1] * w)


@program(X, order=2)
def no_run(x):
    u = np.sin(x)
    items = [u, u]
    v = u
    for _ in range(len(x) - 3):
        items.append(v)
        v = v * 2
    v[0] = x[1]
    return sum((np.sum(w * w * (k + 1)) for k, w in enumerate(items))) + np.sum(v)


@program(X, order=2)
def elements_exchanged(x):
    u = np.sin(x)
    v = np.cos(x)
    items = [u, v]
    for i in range(len(x)):
        items[0], items[1] = (items[1], items[0])
        items[0][i] = items[1][0] * x[i]
        items.append(items[i])
    u[0] *= 3
    v[1] *= 2
    return sum((np.sum(w * w * (k + 1)) for k, w in enumerate(items)))


@program(X, order=2)
def lists_joined(x):
    u = np.sin(x)
    items = [u, x * 2]
    other = [u]
    for i in range(len(x)):
        other.append(items[i % 2])
    both = items + other
    both[-1][0] = 3 * x[1]
    u[2] = x[0]
    items += [u, u]
    items[-1][1] *= 4
    return sum((np.sum(w * w * (k + 1)) for k, w in enumerate(both))) + np.sum(items[2])


@program(X, order=2)
def stacked_and_mapped(x):
    u = np.sin(x)
    items = [u, u]
    for _ in range(len(x)):
        items.append(u)
    u[0] = x[1]
    s = np.stack(items)
    t = [w * 2 for w in items]
    u[1] = x[2]
    t[0][0] = 5.0
    return np.sum(s * s) + np.sum(t[0] * t[1]) + np.sum(np.array(items)) + np.sum(np.concatenate(items) ** 2)


@program(X, order=2)
def lists_of_two_calls(x):

    def f(x):
        items = [x, x]
        for _ in range(len(x)):
            items.append(x)
        items[2][0] *= 2
        return items

    a = f(x)
    b = f(x * 3)
    a[0][1] = b[0][2]
    return np.sum(a[-1] * b[-1]) + np.sum(x)


@program(X, order=2)
def entry_of_a_dict(x):
    u = np.sin(x)
    d = {"u": u}
    items = [u]
    k = 0
    while True:
        items.append(d["u"])
        d["u"][k] *= 2
        k += 1
        if k >= len(x) or items[-1][0] > 50:
            break
    u[0] = x[1]
    return sum((np.sum(w * w * (k + 1)) for k, w in enumerate(items))) + np.sum(d["u"])


@program(X, order=2)
def nested_loops(x):
    u = np.sin(x)
    items = [u, u]
    for i in range(len(x)):
        v = x * (i + 1)
        for j in range(i):
            items.append(v)
            v[j] *= u[i]
            items[j][i] += v[j]
    u[0] *= 2
    return sum((np.sum(w * w * (k + 1)) for k, w in enumerate(items)))


@program(X, order=2)
def name_with_new_arrays(x):
    items = [x, x.copy()]
    for i in range(len(x)):
        y = items[-1]
        items.append(y)
        y[i] = y[i - 1] * 2
        y = y * 3
        y[0] = 1.5
        items.append(y)
    x[1] = 4.0
    return sum((np.sum(w * w * (k + 1)) for k, w in enumerate(items)))


@program(X, order=2)
def in_a_try(x):
    u = np.sin(x)
    items = [u, u]
    try:
        for i in range(len(x)):
            items.append(u)
            u[i] *= 2
    finally:
        u[0] = x[1]
    del items[0]
    items.pop(0)[1] *= 3
    return sum((np.sum(w * w * (k + 1)) for k, w in enumerate(items)))


@program(X, order=2)
def returned_as_a_list(x):
    u = np.sin(x)
    items = [u, u]
    for _ in range(len(x)):
        items.append(u)
    u[0] = x[1]
    return items


@program(X, order=2)
def grown_by_a_closure(x):
    u = np.sin(x)
    items = [u, u]

    def push(w):
        items.append(w)

    for _ in range(len(x)):
        push(u)

    def change():
        items[0][1] *= x[0]

    change()
    u[2] = x[1]
    return np.sum(items[-1] * items[0])


@program(X, order=2)
def list_made_again_in_each_run(x):
    u = np.sin(x)
    items = [u]
    for i in range(len(x)):
        items = [items[-1], u]
        for _ in range(i):
            items.append(items[0])
        items[-1][i] *= 2
        u[0] += x[i]
    return np.sum(items[0] * items[-1])


@program(X, order=2)
def two_lists_exchanged(x):
    u = np.sin(x)
    a = [u, x * 2]
    b = [u]
    for i in range(len(x)):
        a.append(u)
        a, b = (b, a)
        b[0][i] *= 2
    return sum(np.sum(w * w) for w in a) + sum(np.sum(w) * 2 for w in b) + np.sum(u)


@program(X, order=2)
def beside_a_list_of_numbers(x):
    u = np.sin(x)
    items = []
    arr = [u, u]
    for i in range(len(x)):
        items.append(x[i] * 2)
        arr.append(u)
    u[0] = items[1]
    return np.sum(arr[-1]) * items[0] + sum(items)


@program(X, order=2)
def element_taken_out(x):
    u = np.sin(x)
    v = x * 3
    items = [u, v, u]
    for i in range(len(x)):
        items.append(v)
        items[-i - 1][i] *= x[0]
    del items[1]
    n = len(items)
    items[n - 1][0] = 2 * x[2]
    return sum((np.sum(w * w * (k + 1)) for k, w in enumerate(items)))


@program(X, order=2)
def zipped_and_reversed(x):
    u = np.sin(x)
    v = np.cos(x)
    items = [u, v, u]
    for _ in range(len(x)):
        items.append(v)
    for k, w in enumerate(items):
        w[k % 3] *= x[0]
    for a, b in zip(items, items[1:]):
        a[0] += b[1]
    for w in reversed(items):
        w *= 1.5
    return sum((np.sum(w * w * (k + 1)) for k, w in enumerate(items)))


@program(X, order=2)
def written_by_ufuncs(x):
    u = np.sin(x)
    items = [u, u]
    for _ in range(len(x)):
        items.append(u)
    out = np.zeros_like(x)
    np.add(items[0], x, out=items[1])
    np.multiply(u, 2, out=out)
    items[2].sort()
    items[0].fill(x[1]) if x[0] > 1 else None
    return np.sum(out * items[0] * x)
