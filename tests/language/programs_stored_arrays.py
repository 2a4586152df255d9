"""Arrays that are stored into lists, dicts and objects, and written there: the container holds the array itself."""

# ruff: noqa: PLW2901 - the forms under test

from __future__ import annotations

import numpy as np

from .programs import Programs

STORED_ARRAYS = Programs()
program = STORED_ARRAYS.add
X = np.array([0.3, -0.8, 1.1])
Y = X * 0.5


class Pair:
    def __init__(self, u, v=0.0):
        self.u = u
        self.v = v


class Layers:
    def __init__(self, items):
        self.items = items


@program(Pair(X, X + 1.0), Y, order=2)
def equal_arrays_become_attributes(pair, x):
    pair.u = x * 2.0
    pair.v = x * 2.0
    pair.u[0] = 9.0
    return np.sum(pair.v**2)


@program({"u": X, "v": X + 1.0}, Y, order=2)
def equal_arrays_become_entries(d, x):
    d["u"] = x * 2.0
    d["v"] = x * 2.0
    d["u"][0] = 9.0
    return np.sum(d["v"] ** 2)


@program([X, X + 1.0], Y, order=2)
def equal_arrays_become_a_slice(items, x):
    items[:] = [x * 2.0, x * 2.0]
    items[-1][0] = 9.0
    return np.sum(items[-2] ** 2)


@program([Pair(X), Pair(X + 1.0)], Y)
def the_same_product_for_each_object(pairs, x):
    for pair in pairs:
        pair.u = x * 2.0
    for pair in pairs:
        pair.u[0] += 1.0
    return np.sum(pairs[0].u ** 2)


@program([Pair(X), Pair(X + 1.0)], Y)
def equal_objects_become_elements(pairs, x):
    pairs[0] = Pair(x * 2.0)
    pairs[1] = Pair(x * 2.0)
    pairs[0].u[0] += 1.0
    pairs[0].v = 5.0
    return np.sum(pairs[1].u ** 2) + pairs[1].v


@program(X, 3, argnums=0, order=2)
def the_same_function_for_each_place(x, n):
    items = [np.zeros(3) for _ in range(n)]
    for _ in range(2):
        for i in range(n):
            items[i] = np.tanh(x)
        for item in items:
            item *= x
    return np.sum(items[0] ** 2)


@program([X, X + 1.0], Y, order=2)
def result_stored_and_scaled(items, x):
    items[0] = np.tanh(x)
    items[0] *= 2.0
    return np.sum(items[0])


@program({"u": X}, Y, order=2)
def result_put_into_a_dict_and_scaled(d, x):
    d["u"] = np.exp(x)
    d["u"] *= 2.0
    return np.sum(d["u"])


@program(Pair(X), Y, order=2)
def result_put_into_an_attribute_and_scaled(pair, x):
    pair.u = np.exp(x)
    pair.u *= 2.0
    return np.sum(pair.u)


@program([X, X + 1.0], Y, order=2)
def operand_stored_and_shifted(items, x):
    t = x * 2.0
    y = t * t
    items[0] = t
    items[0] += 1.0
    return np.sum(y)


@program([Pair(X), Pair(X + 1.0)], Y)
def result_put_into_an_object_of_a_list(pairs, x):
    pairs[0].u = np.exp(x)
    pairs[0].u += 1.0
    return np.sum(pairs[0].u)


@program(Layers([X, X + 1.0]), Y)
def result_appended_to_a_list_of_an_object(layers, x):
    layers.items.append(np.exp(x))
    layers.items[-1] += 1.0
    return np.sum(layers.items[-1])


@program({"items": [X, X + 1.0]}, Y)
def result_appended_to_a_list_of_a_dict(d, x):
    d["items"].append(np.exp(x))
    d["items"][-1] += 1.0
    return np.sum(d["items"][-1])


@program(X)
def result_put_into_dicts_of_a_list(x):
    entries = [{"m": x * k} for k in range(len(x))]
    for entry in entries:
        entry["m"] = np.exp(x)
        entry["m"] += 1.0
    return np.sum(entries[0]["m"])
