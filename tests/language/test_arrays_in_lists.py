"""Arrays that lists and dicts hold beside other names: a write is followed, or refused where it cannot be."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from s2sad import grad
from s2sad.errors import AliasingError
from s2sad.testing import check_grads

X = np.array([0.3, 0.8, -0.5])
PROGRAMS: list[Callable[..., Any]] = []
REFUSED: list[Callable[..., Any]] = []


def add(program: Callable[..., Any]) -> Callable[..., Any]:
    PROGRAMS.append(program)
    return program


def refused(program: Callable[..., Any]) -> Callable[..., Any]:
    REFUSED.append(program)
    return program


@add
def array_in_two_lists(x):
    u = np.sin(x)
    items = [u, np.tanh(u)]
    rows = [x * 2, u]
    for i in range(len(x)):
        rows.append(np.tanh(rows[-1]) * u[i])
    return np.sum(rows[-1]) + np.sum(items[0])


@add
def array_in_a_dict_and_a_list(x):
    u = np.sin(x)
    st = {"p": u, "q": x * 3}
    rows = [x * 2, u]
    for i in range(len(x)):
        rows.append(np.tanh(rows[-1]) * u[i])
    st["p"][0] = 5.0
    return np.sum(rows[1]) + np.sum(u)


@add
def array_twice_in_a_list(x):
    u = np.sin(x)
    rows = [u, u]
    for i in range(len(x)):
        rows.append(np.tanh(rows[-1]) * u[i])
    u[0] = 3.0
    return np.sum(rows[0]) + np.sum(u)


@refused
def view_in_a_list(x):
    v = np.sin(x)
    w = v[::-1]
    rows = [x * 2, w]
    for i in range(len(x)):
        rows.append(np.tanh(rows[-1]) * w[i])
    v[0] = 3 * x[1]
    return np.sum(rows[1]) + np.sum(v)


@add
def written_by_a_loop_over_the_list(x):
    u = np.sin(x)
    rows = [u, x * 3]
    items = [u, x * 2]
    for _ in range(len(x)):
        rows.append(x * 2)
    for w in rows:
        w[:] = 2 * w
    return np.sum(rows[0] * rows[1]) + np.sum(items[0])


@add
def written_by_three_names(x):
    u = np.sin(x)
    rows = [u, x * 3]
    items = [u, x * 2]
    for _ in range(len(x)):
        rows.append(x * 2)
    for _ in range(len(x)):
        items.append(x * 2)
    for i in range(len(x)):
        rows[0][i] *= items[0][i - 1]
        items[0][i] += x[i] * rows[0][i]
        u[i] = np.sin(rows[0][i] * items[0][i])
    return np.sum(rows[0] * rows[1]) + np.sum(items[0] * items[-1])


@add
def elements_replaced_later(x):
    u = np.sin(x)
    rows = [u, x * 3]
    items = [u, x * 2]
    for i in range(len(x)):
        rows.append(x * 2)
        items.append(x * 3)
        rows[0][i] *= items[0][i - 1]
        items[0][i] += x[i] * rows[0][i]
        u[i] = np.sin(rows[0][i] * items[0][i])
    items[0] = x * 7
    items[0][0] = 3 * x[0]
    rows[0][1] = 3 * x[0]
    return np.sum(rows[0] * rows[1]) + np.sum(items[0] * items[-1]) + np.sum(u)


@refused
def views_that_overlap(x):
    v = np.sin(x)
    w = v[::-1]
    rows = [x * 2, w, v[1:]]
    for i in range(len(x)):
        rows.append(x * 2)
        v[i] *= x[0]
        if x[i] > 0:
            rows[1][0] += v[i]
    rows[2][0] *= 2
    v[2] = x[0]
    return np.sum(rows[0] * rows[1]) + np.sum(w * v) + np.sum(rows[2])


@add
def element_known_at_run_time(x):
    u = np.sin(x)
    rows = [u, x * 3]
    items = [u, x * 2]
    for _ in range(len(x)):
        rows.append(x * 2)
    rows[int(x[0])][0] *= 2
    rows[0][1] = x[1]
    return np.sum(rows[0] * rows[1]) + np.sum(items[0])


@add
def chosen_in_a_loop(x):
    u = x * 0.9
    v = np.sin(u)
    items = [v * v, v]
    for _ in range(len(x)):
        items.append(np.tanh(items[-1]) * v[0])
    for i in range(len(x)):
        w = u if x[0] < 0.7 else v
        w[0] = w[i]
    return np.sum(items[1]) + np.sum(u)


@add
def chosen_of_a_name_and_an_element(x):
    u = x * 0.9
    v = np.sin(u)
    items = [v * v, v]
    for _ in range(len(x)):
        items.append(np.tanh(items[-1]) * v[0])
    w = u if x[0] < 0.7 else v
    w[0] = 3 * w[1]
    items[1][1] *= 2
    w[2] *= v[1]
    return np.sum(items[1]) + np.sum(u * v) * np.sum(w)


@add
def chosen_of_elements(x):
    u = x * 0.9
    v = np.sin(u)
    items = [v * v, v]
    for _ in range(len(x)):
        items.append(np.tanh(items[-1]) * v[0])
    for i in range(len(x)):
        w = u if x[i] < 0.7 else items[0]
        w[0] = w[i]
        w = items[0] if x[i] < 0.5 else items[1]
        w[1] *= x[i]
    return np.sum(items[1]) + np.sum(u) + np.sum(w)


@add
def elements_in_another_list(x):
    items = [np.sin(x), x * 2]
    for _ in range(len(x)):
        items.append(items[-1] * 3)
    rows = [items[1], items[0]]
    for i in range(len(x)):
        rows.append(rows[-1] * 4)
        rows[0][i] *= 2
    rows[1][0] = x[1]
    return np.sum(items[0] * rows[0] * items[1]) + np.sum(items[-1] * rows[-1])


@add
def an_array_there_twice_is_scaled(x):
    u = np.sin(x)
    rows = [u, u]
    for _ in range(len(x)):
        rows.append(x * 2)
    for w in rows:
        w[:] = 2 * w
    return np.sum(rows[0] * rows[1])


@add
def appended_again(x):
    u = np.sin(x)
    rows = [u, u]
    for _ in range(len(x)):
        rows.append(u)
    u[0] = 2
    return np.sum(rows[0] * rows[1]) + np.sum(rows[2])


@add
def taken_out_on_one_path(x):
    u = np.sin(x)
    rows = [u, x * 3]
    items = [u, x * 2]
    for _ in range(len(x)):
        rows.append(x * 2)
    if x[0] > 0:
        rows.pop(0)
    else:
        items[0][1] = 2
    rows[0][1] = x[1]
    u[0] = 3 * x[1]
    return np.sum(rows[0] * rows[1]) + np.sum(items[0])


@add
def exchanged_in_one_run(x):
    u = np.sin(x)
    rows = [u, x * 3]
    items = [u, x * 2]
    for i in range(len(x)):
        rows.append(x * 2)
        if i == 1:
            rows[0], rows[1] = rows[1], rows[0]
        u[i] *= x[i]
        rows[0][0] += x[1]
    return np.sum(rows[0] * rows[1]) + np.sum(items[0])


@pytest.mark.parametrize("program", PROGRAMS, ids=lambda p: p.__name__)
def test_derivatives(program: Callable[..., Any]) -> None:
    check_grads(program, (X,))


@pytest.mark.parametrize("program", REFUSED, ids=lambda p: p.__name__)
def test_refused(program: Callable[..., Any]) -> None:
    with pytest.raises(AliasingError, match="same memory"):
        grad(program)(X)
