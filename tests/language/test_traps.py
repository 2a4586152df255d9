"""Traps of more than one call, where other tools return wrong numbers without a word; the others are programs."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from s2sad import S2SADError, grad, jvp, vjp

from .programs_traps import equals_minus_infinity

X = np.array([0.5, 1.2, -0.3, 0.8])
SCALE = 2.0
BUFFER = np.ones(4)


def test_branch_at_minus_infinity() -> None:
    at = np.array([0.0, 3.0, 1.0, 1.0])
    with np.errstate(divide="ignore"):
        np.testing.assert_allclose(grad(equals_minus_infinity)(at), [0.0, 6.0, 0.0, 0.0])


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
