"""Lists of arrays, exclusive branches, repeated indices: what once went wrong is right now, or refused."""

from typing import NamedTuple

import numpy as np
import pytest

from s2sad import grad, jvp, vjp
from s2sad.errors import S2SADError
from s2sad.testing import check_grads

X = np.array([0.3, -0.7, 0.5, 0.9])


def buffers_by_index(x):
    bufs = [x * 2, x * 3, x * 4]
    for k in range(2):
        bufs[k] = bufs[k + 1] * x
    return np.sum((bufs[0] + bufs[1] + bufs[2]) ** 2)


def sum_of_two_buffers(x):
    bufs = [x * 2, x * 3]
    for k in range(2):
        bufs[k] = bufs[1 - k] * x
    return bufs[0] + bufs[1]


def three_time_levels(x):
    u = [x * 1.0, x + 0.1, np.zeros(4, dtype=x.dtype)]
    for n in range(5):
        a, b, c = n % 3, (n + 1) % 3, (n + 2) % 3
        u[c][1:-1] = 2 * u[b][1:-1] - u[a][1:-1] + 0.1 * (u[b][2:] - 2 * u[b][1:-1] + u[b][:-2])
    return np.sum((u[0] + u[1] + u[2]) ** 2)


def one_array_twice(x):
    u = x * 1.0
    pair = (u, u)
    both = np.concatenate(pair)
    u[0] += 0.5
    return np.sum(both**2) + np.sum(u**3)


def listed_twice(x):
    v = x * 1.0
    items = [v, v]
    for i, w in enumerate(items):
        w[i] += np.stack(items).mean(axis=0) @ items[1]
    return np.sum(v)


def written_in_either_branch(x):
    v = x * 1.0
    w = v
    if w[1] > 0:
        v *= w
    else:
        v[1] = 1
    return np.sum(v * w)


def elements_become_numbers(x):
    items = [x, 0.83]
    for i in range(2):
        items[i] = 0.5
    return np.sum(x) * items[0]


def element_replaced_in_a_loop(x):
    u = x * 0.9
    items = [u, x]
    for _ in range(2):
        items[0] = 1
    return 1.1 + np.sum(np.sin(u)) * items[0]


def put_into_a_list_of_the_loop(x):
    u = np.zeros(len(x), dtype=x.dtype)
    for i in range(len(x), 1, -1):
        items = [0.37, u]
        for _ in range(i, 1):
            items.append(0.5)
        u[1] = x[0] * i
    return np.sum(u)


def append_in_a_dict(x):
    d = {"a": x[2], "b": [x[1]]}
    d["a"] += x[0]
    d["b"].append(x[2])
    return d["a"] * sum(d["b"])


def append_by_index(x):
    groups = [[], []]
    for i in range(3):
        groups[i % 2].append(x[i])
    return sum(groups[0]) * sum(groups[1])


def last_write_wins(x):
    y = np.zeros(3, dtype=x.dtype)
    y[[1, 1]] = x[:2]
    return y * 2


def lists_as_arrays(x):
    items = []
    for i in range(3):
        items.append(x[i] * x)
    return np.sum(items) + np.dot([x[0], x[1], 1.0], (x[2], x[1], x[0])) + np.sum(x[:3] * [1.0, 2.0, x[0]])


def lists_in_a_concatenation(x):
    return np.sum(np.concatenate(([x[0]], x[1:] * x[:3], [x[1], 3.0])) ** 2)


def missing_before_a_write(x):
    u = x.copy()
    for i in range(2):
        if i:
            continue
        if x[0] < -0.29:
            u = np.exp(x)
        u[3] = i
        u = u * x
    return np.sum(u)


def tuples_from_recursion(x):
    def climb(a, b, n):
        if n == 0:
            return a, b
        c, d = climb(a * b, b * a, n - 1)
        return c + a, d * b

    return climb(x[0], x[1], 3)[0]


def added_at(x):
    y = np.zeros(3, dtype=x.dtype)
    np.add.at(y, [0, 0], x[:2])
    return np.sum(y * y)


def copied_to(x):
    y = np.zeros(3, dtype=x.dtype)
    np.copyto(y, x[:3])
    return np.sum(y * x[:3])


def list_made_in_a_loop(x):
    u = x * 2
    items = [u, u]
    total = 0.0
    for _ in range(3):
        rows = [u, x]
        for k in range(2):
            rows[k] = np.sin(rows[k]) * x
        total += np.sum(items[0] * items[1] * rows[0])
    return total


def tuples_of_arrays_beside_a_list(x):
    u = x * 2
    pairs = [(u, 1.0), (u, x[1])]
    for _ in range(3):
        rows = [u, x]
        for k in range(2):
            rows[k] = np.sin(rows[k]) * x
    return np.sum(pairs[0][0] * pairs[1][1] * rows[0])


def slice_of_a_grown_list(x):
    items = []
    for _ in range(3):
        items.append(x)
    for _ in range(3):
        rows = items[1:]
        for k in range(2):
            rows[k] = np.sin(rows[k]) * x
        items.append(rows[0])
    return np.sum(items[0] * items[-1])


@pytest.mark.parametrize(
    "function",
    [
        added_at,
        copied_to,
        buffers_by_index,
        sum_of_two_buffers,
        three_time_levels,
        one_array_twice,
        listed_twice,
        written_in_either_branch,
        elements_become_numbers,
        element_replaced_in_a_loop,
        put_into_a_list_of_the_loop,
        append_in_a_dict,
        last_write_wins,
        lists_as_arrays,
        lists_in_a_concatenation,
        missing_before_a_write,
        tuples_from_recursion,
        list_made_in_a_loop,
        tuples_of_arrays_beside_a_list,
        slice_of_a_grown_list,
    ],
)
def test_right(function) -> None:
    check_grads(function, (X,), order=2)


def test_append_by_index() -> None:
    check_grads(append_by_index, (X,), order=1)


def test_cotangent_is_not_changed() -> None:
    weight = np.ones(4)
    vjp(sum_of_two_buffers, X)[1](weight)
    assert np.all(weight == 1.0)


def test_write_in_a_branch_reaches_the_argument() -> None:
    def program(x):
        v = x
        if v[1] > 0:
            x *= v
        else:
            x[1] = 1
        return np.sum(x)

    x = X.copy()
    grad(program)(x)
    assert x[1] == 1.0


def test_permuting_einsum_is_no_view_of_the_cotangent() -> None:
    weight = np.ones((4, 3))
    (found,) = vjp(lambda x: np.einsum("ij->ji", x), np.ones((3, 4)))[1](weight)
    assert not np.shares_memory(found, weight)


@pytest.mark.parametrize("make", [lambda x: x[()] * x, lambda x: np.array(x)[()] * x])
def test_array_without_axes(make) -> None:
    check_grads(make, (np.array(0.3),), order=2)


def test_recursion_that_changes_what_is_around_it() -> None:
    def outside(x):
        found = [0.0]

        def visit(n, v):
            if n == 0:
                return
            found.append(v * v)
            visit(n - 1, v * x[n])

        visit(3, x[1])
        return sum(found)

    check_grads(outside, (X,), order=2)


def merged(x):
    both = {"a": x} | {"b": x * x}
    return both["a"] * both["b"]


def merged_in_place(x):
    entries = {"a": x}
    other = entries
    entries |= {"b": x * x, "a": 2 * x}
    return other["a"] * entries["b"]


def merged_elsewhere(x):
    outer = {"inner": {"a": x}}
    inner = outer["inner"]
    outer["inner"] |= {"a": 3 * x}
    return inner["a"] * x


def merged_apart(x):
    entries = {"a": x}
    other = entries
    entries = entries | {"a": 2 * x}
    return other["a"] * entries["a"]


@pytest.mark.parametrize(
    ("fun", "slope"), [(merged, 12.0), (merged_in_place, 24.0), (merged_elsewhere, 12.0), (merged_apart, 8.0)]
)
def test_united_dicts(fun, slope):
    assert grad(fun)(2.0) == slope
    assert jvp(fun, (2.0,), (1.0,))[1] == slope


def longer(c):
    c = (1.0, *c)
    c += (c[1],)
    total = 0.0
    for v in c:
        total = total + v * v
    return total


def read_by_index(c, n):
    total = 0.0
    for i in range(n):
        total = total + c[i] * i
    return total


class Pair(NamedTuple):
    a: float
    b: float


@pytest.mark.parametrize(
    ("fun", "args", "expected"),
    [
        (lambda c: (c + c)[3], ((2.0, 5.0),), (0.0, 1.0)),
        (lambda c: (c * 2)[3], ((2.0, 5.0),), (0.0, 1.0)),
        (lambda c: (2 * c)[3], ((2.0, 5.0),), (0.0, 1.0)),
        (lambda c: ((1.0,) + c)[2], (Pair(2.0, 5.0),), Pair(0.0, 1.0)),  # noqa: RUF005 - a sum is what is tested
        (lambda c: c[1:][0] * c[::2][1], ((1.0, 2.0, 3.0),), (0.0, 3.0, 2.0)),
        (longer, ((2.0, 5.0),), (8.0, 10.0)),
        (read_by_index, ((1.0, 2.0, 3.0), 3), (0.0, 1.0, 2.0)),
        (lambda x, k: (x, x * x, x**3)[k], (2.0, 1), 4.0),
    ],
)
def test_operators_and_indices_of_tuples(fun, args, expected):
    assert grad(fun)(*args) == expected


def test_a_slice_of_a_tuple_at_run_time_is_refused():
    with pytest.raises(S2SADError, match="slice of a tuple"):
        grad(lambda c, k: sum(c[k:]))((1.0, 2.0), 1)


def test_copy_of_a_copy_of_what_a_branch_left_out() -> None:
    def program(x, m):
        u = x * 1.0
        if x[1] > 0:
            u = np.tanh(m)
        for v in [u, u]:
            v[0] = 1
        return u

    def pulled_back(x, m, w):
        return vjp(program, x, m)[1](w)[1]

    for x in (X, -X):
        (_, found, bar) = vjp(pulled_back, x, X, X)[1](X)
        slope = (1 - np.tanh(X) ** 2) * (x[1] > 0) * np.array([0, 1, 1, 1])
        assert np.allclose(bar, X * slope)
        assert np.allclose(found, -2 * np.tanh(X) * slope * X * X)
