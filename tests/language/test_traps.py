"""Traps where other tools return wrong numbers without a word: here the derivative is right, or it is refused."""

# ruff: noqa: B006, B023 - the forms under test

from __future__ import annotations

import copy
from typing import Any

import numpy as np
import pytest

from s2sad import S2SADError, grad, jvp, vjp
from s2sad.testing import check_grads

X = np.array([0.5, 1.2, -0.3, 0.8])
SCALE = 2.0
BUFFER = np.ones(4)


def constant_mutated_after_use(x):
    c = np.ones(4)
    y = x * c
    c[:] = 5.0
    return np.sum(y * y) + np.sum(c)


def argument_mutated_after_use(x, c):
    y = x * c * x
    c *= 3.0
    return np.sum(y * c)


def isinstance_decides(x):
    return np.sum(x**2) if isinstance(x, np.ndarray) else x


def isinstance_of_number_decides(x):
    y = x[0] * 2.0
    return y * y if isinstance(y, float | complex | np.generic) else y


def item_inside(x):
    return x[1].item() ** 2 * x.sum().item()


def full_like_active(x):
    return np.sum(np.full_like(x, x[0] * x[1]) * x)


def full_active(x):
    return np.sum(np.full(3, x[0] ** 2)) * x[1]


def sum_where(x):
    return np.sum(x**2, where=x > 0)


def mean_where(x):
    return np.mean(x**2, where=np.array([True, False, True, True]))


def sorted_in_place(x):
    y = x * x
    y.sort()
    return np.sum(y * np.arange(4.0))


def equals_minus_infinity(x):
    a = np.log(x[0])
    if a == -np.inf:
        return x[1] ** 2
    return a * x[1]


def while_on_active(x):
    y = x[0]
    while y < 10.0:
        y = y * 2.0 + x[1]
    return y * y


def two_views_in_turn(x):
    y = x * 1.0
    a, b = y[:3], y[1:]
    a[1] = x[0] ** 2
    b[0] *= 3.0
    a *= b
    return np.sum(y * y)


def tape_entry_written_later(x):
    y = x * x
    kept = []
    for _ in range(3):
        kept.append(y)
        y = np.sin(y)
        y[0] = kept[-1][1]
    return np.sum(kept[0] * kept[1] * kept[2])


def one_buffer_appended(x):
    buffer = np.zeros(4, dtype=x.dtype)
    rows = []
    for i in range(3):
        buffer[:] = x * i
        rows.append(buffer.copy())
    return np.sum(rows[0] + rows[1] * rows[2])


def loop_variable_in_lambdas(x):
    functions = []
    for i in range(1, 4):
        functions.append(lambda v: v**i)
    return functions[0](x[0]) * functions[1](x[1])


def loop_variable_in_defaults(x):
    functions = [lambda v, i=i: v**i for i in range(1, 4)]
    return functions[0](x[0]) * functions[2](x[1])


def active_loop_variable_in_lambdas(x):
    functions = []
    for v in (x[0], x[1]):
        functions.append(lambda w: w * v)
    return functions[0](2.0) * functions[1](x[2])


def copied_then_mutated(x):
    y = x.copy()
    z = y
    y[0] = x[1] ** 2
    return np.sum(z * y)


def augmented_aliases(x):
    y = x * 1.0
    z = y
    y += x
    return np.sum(z * z)


def mutable_default(x, acc=[]):
    return x[0] * x[1] * (1 + len(acc))


def start_of_sum(x):
    return sum((v**2 for v in x), start=x[0])


RIGHT = [
    (constant_mutated_after_use, (X,)),
    (argument_mutated_after_use, (X, X + 1.0)),
    (isinstance_decides, (X,)),
    (isinstance_of_number_decides, (X,)),
    (item_inside, (X,)),
    (full_like_active, (X,)),
    (full_active, (X,)),
    (sum_where, (X,)),
    (mean_where, (X,)),
    (sorted_in_place, (X,)),
    (equals_minus_infinity, (X,)),
    (while_on_active, (X,)),
    (two_views_in_turn, (X,)),
    (tape_entry_written_later, (X,)),
    (one_buffer_appended, (X,)),
    (loop_variable_in_lambdas, (X,)),
    (loop_variable_in_defaults, (X,)),
    (active_loop_variable_in_lambdas, (X,)),
    (copied_then_mutated, (X,)),
    (augmented_aliases, (X,)),
    (mutable_default, (X,)),
    (start_of_sum, (X,)),
]


@pytest.mark.parametrize(("function", "args"), [pytest.param(*r, id=r[0].__name__) for r in RIGHT])
def test_right_or_refused(function: Any, args: tuple[Any, ...]) -> None:
    try:
        grad(function)(*copy.deepcopy(args))
    except S2SADError as error:
        refusal = error
    else:
        check_grads(function, args, order=2)
        return
    assert refusal.lineno is not None
    assert refusal.hint


@pytest.mark.xfail(strict=True, reason="The zero of a value that only the other branch uses is a number, not strong")
def test_branch_at_minus_infinity() -> None:
    at = np.array([0.0, 3.0, 1.0, 1.0])
    with np.errstate(divide="ignore"):
        np.testing.assert_allclose(grad(equals_minus_infinity)(at), [0.0, 6.0, 0.0, 0.0])


def break_inside_try(x):
    total = 0.0
    for v in x:
        try:
            if v < 0.0:
                break
            total = total + v * v
        finally:
            total = total * 1.5
    return total


def test_break_inside_try() -> None:
    check_grads(break_inside_try, (X,), order=2)


def scaled(x):
    return x * x * SCALE


def test_global_changed_between_calls(monkeypatch: pytest.MonkeyPatch) -> None:
    derivative = grad(scaled)
    assert derivative(3.0) == 12.0
    monkeypatch.setitem(scaled.__globals__, "SCALE", 5.0)
    assert derivative(3.0) == 30.0
    monkeypatch.setitem(scaled.__globals__, "SCALE", np.array([1.0, 2.0]))
    np.testing.assert_array_equal(vjp(scaled, 3.0)[1](np.ones(2))[0], 18.0)


def test_global_array_mutated_between_calls() -> None:
    def function(x):
        return np.sum(x * BUFFER)

    derivative = grad(function)
    assert derivative(X)[0] == 1.0
    BUFFER[0] = 7.0
    try:
        assert derivative(X)[0] == 7.0
    finally:
        BUFFER[0] = 1.0


def test_cell_changed_between_calls() -> None:
    factor = 2.0

    def function(x):
        return x * factor

    derivative = grad(function)
    assert derivative(1.0) == 2.0
    factor = 3.0
    assert derivative(1.0) == 3.0
    factor = np.float32(4.0)
    assert derivative(1.0) == 4.0


def _helper(x):
    return x * x


def calls_helper(x):
    return _helper(x) * 2.0


def test_helper_replaced_between_calls(monkeypatch: pytest.MonkeyPatch) -> None:
    derivative = grad(calls_helper)
    assert derivative(3.0) == 12.0
    monkeypatch.setitem(calls_helper.__globals__, "_helper", lambda x: x**3)
    assert derivative(3.0) == 54.0


def test_types_lengths_and_layouts_changed_between_calls() -> None:
    def total(xs):
        return sum(v * v for v in xs) if isinstance(xs, list) else np.sum(np.ravel(xs) ** 3)

    derivative = grad(total)
    assert derivative([1.0, 2.0]) == [2.0, 4.0]
    assert derivative([1.0, 2.0, 3.0]) == [2.0, 4.0, 6.0]
    a = np.arange(6.0).reshape(2, 3)
    for each in (a, np.asfortranarray(a), a[:, ::-1], a.astype(np.float32)):
        found = derivative(each)
        assert found.dtype == each.dtype
        np.testing.assert_allclose(found, 3 * each**2)


def test_exception_half_way_then_a_second_call() -> None:
    def function(x, limit):
        y = x * x
        for k in range(3):
            y = y * x
            if k == 1 and limit > 0:
                raise ValueError("stop")
        return np.sum(y)

    derivative = grad(function)
    with pytest.raises(ValueError, match="stop"):
        derivative(X, 1)
    np.testing.assert_allclose(derivative(X, 0), 5 * X**4)
    _, dot = jvp(function, (X, 0), (np.ones(4), 0))
    np.testing.assert_allclose(dot, np.sum(5 * X**4))


class _Pair:
    def __init__(self, first: Any, second: Any) -> None:
        self.first = first
        self.second = second


def reads_fields(p):
    return np.sum(p.first * p.second**2)


def writes_field(p):
    p.first[0] = 3.0
    return np.sum(p.first * p.second)


def test_shared_fields_are_two_leaves_while_they_are_read() -> None:
    found = grad(reads_fields)(_Pair(X, X))
    np.testing.assert_allclose(found.first, X**2)
    np.testing.assert_allclose(found.second, 2 * X**2)


def test_shared_fields_that_are_written_are_refused_by_name() -> None:
    shared = X.copy()
    with pytest.raises(S2SADError, match=r"`p\.first` and `p\.second` are the same memory"):
        grad(writes_field)(_Pair(shared, shared))


def test_a_cycle_is_refused_by_its_path() -> None:
    p = _Pair(1.0, None)
    p.second = _Pair(2.0, p)
    with pytest.raises(S2SADError, match=r"`p\.second\.second` leads back"):
        grad(reads_fields)(p)


def writes_attribute(ps):
    ps[0].first = 3.0
    return ps[0].first * ps[1].first


def test_one_object_twice_is_refused_if_an_attribute_is_assigned() -> None:
    p = _Pair(1.0, 2.0)
    with pytest.raises(S2SADError, match=r"`ps\[0\]` and `ps\[1\]`"):
        grad(writes_attribute)([p, p])
