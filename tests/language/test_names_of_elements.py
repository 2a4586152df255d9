"""Arrays with several names and places: right, or refused; a write through one of them was lost once."""

# ruff: noqa: B007 - the forms under test

from __future__ import annotations

from contextlib import suppress
from typing import Any

import numpy as np
import pytest

from s2sad.errors import AliasingError
from s2sad.testing import check_grads


class Pair:
    def __init__(self, u: Any, v: Any) -> None:
        self.u = u
        self.v = v


def put_twice_by_a_slice(x, a):
    u = x * a
    v = x + a
    L = [u, v]
    k = 1 if x[0] > 0 else 0
    L[k:k] = [u]
    L[0][1] = a
    return np.sum(L[0] ** 2) + np.sum(L[1] ** 3)


def list_in_an_attribute(x, a):
    o = Pair(x * a, [x * 0.9, x])
    for k in range(len(x)):
        o.v[0] = o.u
        o.u = o.v[1]
        o.v[1] = o.v[0] * a
    return np.sum(o.u * o.v[0]) + np.sum(o.v[1])


def one_array_in_two_attributes(x, a):
    o = Pair(x * a, x * 0.9)
    for k in range(len(x)):
        o.u = o.v = o.u * a
    o.u[0] = a
    return np.sum(o.u * o.v)


def one_array_twice_in_each_run(x, a):
    for j in range(len(x)):
        v = np.sin(x)
        d = [v, v]
    d[0][2] = a
    return np.sum(d[1] ** 2)


def inner_list_that_has_a_name(x, a):
    u = x * a
    E = [u, [u]]
    R = E[1]
    if a > 0:
        E.append(x)
    R.append(x)
    return a * len(E[1])


def lists_reversed_in_a_loop(x, a):
    u = x * a
    v = x + a
    D = [[u], [v]]
    for i in range(len(x)):
        D.reverse()
    u[1] = a
    return np.sum(D[0][0] ** 2)


def swapped_by_a_closure(x, a):
    b = x.copy()
    v = x + a
    L = [x]

    def f():
        nonlocal v, x
        if b[1] > 0.0:
            L[0], v = v, L[0]

    if a > 0.0:
        f()
    v[1] = a * a
    return np.sum(x * a) * len(L)


def rebound_by_a_closure_on_a_path(x, a):
    v = x + a
    L = [x]

    def f():
        nonlocal v, x
        if a > 0.5:
            L[0], v = v, L[0]

    if a > 0:
        f()
    v[1] = a * a
    return np.sum(x * a) * len(L)


def named_by_a_closure_on_a_path(x, a):
    v = x + a
    L = [x]

    def f():
        nonlocal v, x
        if a > 0.5:
            v = x

    if a > 0:
        f()
    v[1] = a * a
    return np.sum(x * a) * len(L)


def entry_replaced_before_a_break(x, a):
    v = x * a
    w = x + a
    d = {"p": v}
    for i in range(len(x)):
        if x[i] > 0:
            d["p"] = w
            break
        v[i] = a
    v[1] = a * a
    w[0] = a
    return np.sum(d["p"] ** 2)


def list_in_a_dict_grown_or_replaced(x, a):
    v = x * a
    w = x + a
    d = {"p": v, "q": [v, w]}
    if a > 0:
        d["q"].append(x)
    else:
        d["q"] = [w]
    v[1] = a
    return np.sum(d["q"][0] ** 2) + np.sum(d["p"])


def inner_list_replaced_on_a_path(x, a):
    u = x * a
    v = x + a
    L = [u, [v]]
    if a > 0:
        L[1] = [x * 2]
    u[1] = a * a
    v[0] = a
    return np.sum(L[0] ** 2) + np.sum(L[1][0])


def inner_list_replaced_and_grown(x, a):
    u = x * a
    v = x + a
    inner = [v]
    L = [u, inner]
    if a > 0:
        L[1] = [x * 2]
    inner.append(u)
    u[1] = a * a
    v[0] = a
    return np.sum(L[0] ** 2) + np.sum(L[1][0]) + len(L[1])


def chosen_from_one_array(x, a):
    v = x + a
    xs = [v for _ in range(len(x) - 1)]
    xs = [z if z[0] > 0.0 else xs[0] for z in xs]
    xs[1][1:] = xs[1][:-1] * a
    return np.sum(xs[-1] * x)


def _add_once(x: Any, d: int) -> None:
    if d:
        return
    x[d] += 0.5
    _add_once(x, d + 1)


def changed_by_recursion_while_it_is_chosen(x, a):
    m = x * a
    items = [x, m] if a > 0 else [m, x]
    for _ in range(len(x)):
        _add_once(x, 0)
    return np.sum(items[0] * m)


@pytest.mark.parametrize("args", [(np.array([0.3, 0.8, 1.1]), 0.7), (np.array([-0.5, 0.2, 0.9, -0.4]), -0.6)])
@pytest.mark.parametrize(
    "program",
    [
        chosen_from_one_array,
        changed_by_recursion_while_it_is_chosen,
        put_twice_by_a_slice,
        list_in_an_attribute,
        one_array_in_two_attributes,
        one_array_twice_in_each_run,
        inner_list_that_has_a_name,
        lists_reversed_in_a_loop,
        swapped_by_a_closure,
        rebound_by_a_closure_on_a_path,
        named_by_a_closure_on_a_path,
        entry_replaced_before_a_break,
        list_in_a_dict_grown_or_replaced,
        inner_list_replaced_on_a_path,
        inner_list_replaced_and_grown,
    ],
)
def test_it_is_right_or_refused(program: Any, args: Any) -> None:
    with suppress(AliasingError):
        check_grads(program, args, order=2)
