"""Containers among the chosen arguments: empty ones, those of `collections`, and others, which are refused."""

from collections import OrderedDict, defaultdict, deque
from typing import Any

import numpy as np
import pytest

from s2sad import elementwise_grad, grad, hessian, hvp, jacfwd, jacrev, jvp, value_and_grad, vjp
from s2sad.errors import DifferentiationTypeError, S2SADError
from s2sad.testing import check_grads


class Parameters(dict):  # type: ignore[type-arg] # of a class of the user
    """A dict that is more than a dict."""


def doubled(x, rest):
    return 2.0 * x * x + len(rest)


@pytest.mark.parametrize("empty", [[], (), {}, [[]], {"a": ()}])
def test_empty_ones(empty: Any) -> None:
    assert grad(doubled, argnums=(0, 1))(1.0, empty) == (4.0, empty)
    assert value_and_grad(doubled, argnums=1)(1.0, empty) == (2.0 + len(empty), empty)
    assert jacrev(doubled, argnums=(0, 1))(1.0, empty) == (4.0, empty)
    assert jacfwd(doubled, argnums=(0, 1))(1.0, empty) == (4.0, empty)
    assert hessian(doubled, argnums=(0, 1))(1.0, empty) == ((4.0, empty), empty)
    assert vjp(doubled, 1.0, empty)[1](1.0) == (4.0, empty)
    assert jvp(doubled, (1.0, empty), (1.0, empty))[1] == 4.0


@pytest.mark.parametrize(
    "held",
    [
        Parameters(a=2.0),
        {"inner": Parameters(a=2.0), "x": 1.0},
        [1.0, Parameters(a=2.0)],
    ],
)
def test_other_ones_are_refused(held: Any) -> None:
    def constant(p):
        return 1.0 * len(p)

    calls = [lambda d=d: d(constant)(held) for d in (grad, value_and_grad, jacrev, jacfwd, hessian, elementwise_grad)]
    for call in (*calls, lambda: vjp(constant, held), lambda: jvp(constant, (held,), (held,))):
        with pytest.raises(DifferentiationTypeError, match="holds floats in a container of the class") as caught:
            call()
        assert caught.value.lineno is not None
    assert grad(lambda x, p: x * len(p))(3.0, held) == len(held)


# ---- those of `collections`


def of_entries(d):
    return d["a"] ** 2 * np.sum(d["b"] ** 2)


def of_values(d):
    return sum(np.sum(v * v * v) for v in d.values()) * d.get("a", 0.0)


def of_a_deque(q):
    total = 0.0
    for k, v in enumerate(q):
        total += (k + 1) * np.sum(v * v)
    return total + np.sum(q[-1]) * np.sum(q[0]) ** 2


def of_nested(p):
    total = 0.0
    for layer in p["layers"]:
        total = total + np.sum(layer["w"] ** 2)
    for v in p["history"]:
        total = total * v
    return total


ORDERED = OrderedDict(b=np.array([1.0, 2.0]), a=2.0)
DEFAULT = defaultdict(float, {"a": 2.0, "b": np.array([1.0, 3.0])})
BOUNDED = deque([1.0, 2.0, 3.0], maxlen=5)
ARRAYS = deque([np.ones(2), np.array([1.0, 2.0, 3.0])])
NESTED = {
    "layers": [OrderedDict(w=np.ones(2)), OrderedDict(w=np.ones(3))],
    "history": deque([2.0, 3.0], maxlen=3),
    "counts": defaultdict(int, {"k": 1}),
}


def assert_same_classes(found: Any, expected: Any) -> None:
    """Containers of the same classes, default factories and bounds, with leaves of the same shapes."""
    if isinstance(expected, dict | list | tuple | deque):
        assert type(found) is type(expected)
        assert getattr(found, "default_factory", None) is getattr(expected, "default_factory", None)
        assert getattr(found, "maxlen", None) == getattr(expected, "maxlen", None)
        inner = list(expected) if isinstance(expected, dict) else range(len(expected))
        assert len(found) == len(expected)
        assert not isinstance(expected, dict) or list(found) == inner
        for key in inner:
            assert_same_classes(found[key], expected[key])
    else:
        assert np.shape(found) == np.shape(expected)


@pytest.mark.parametrize(
    ("fun", "held"),
    [
        (of_entries, ORDERED),
        (of_values, ORDERED),
        (of_entries, DEFAULT),
        (of_values, DEFAULT),
        (of_a_deque, BOUNDED),
        (of_a_deque, ARRAYS),
        (of_nested, NESTED),
    ],
)
def test_of_collections(fun: Any, held: Any) -> None:
    check_grads(fun, (held,), order=2)
    found = [grad(fun)(held), value_and_grad(fun)(held)[1], jacrev(fun)(held), jacfwd(fun)(held)]
    for each in (*found, vjp(fun, held)[1](1.0)[0], hvp(fun, (held,), (held,))[0]):
        assert_same_classes(each, held)
    assert jvp(fun, (held,), (held,))[0] == fun(held)
    assert type(hessian(fun)(held)) is type(held)


def test_their_class_is_seen() -> None:
    def scaled(d):
        factor = 2.0 if isinstance(d, OrderedDict) else 3.0
        return d["a"] * factor * (5.0 if type(d) is dict else 7.0)

    assert grad(scaled)(OrderedDict(a=1.0)) == {"a": 14.0}
    assert grad(scaled)({"a": 1.0}) == {"a": 15.0}
    assert grad(scaled)(defaultdict(float, a=1.0)) == {"a": 21.0}

    def of_either(q):
        return q[0] * (2.0 if isinstance(q, deque) else 3.0)

    assert list(grad(of_either)(deque([1.0]))) == [2.0]
    assert grad(of_either)([1.0]) == [3.0]

    def made_inside(x):
        q, d = deque([x]), OrderedDict(u=x)
        factor = 2.0 if isinstance(q, list) else 3.0
        return q[0] * d["u"] * factor * (5.0 if isinstance(d, OrderedDict) else 7.0) * (1.0 if type(d) is dict else 2.0)

    assert grad(made_inside)(1.0) == 60.0


def test_their_class_is_not_followed_through_a_loop() -> None:
    def exchanged(x, n):
        q, r = deque([x]), [x]
        for _ in range(n):
            q, r = r, q
        return q[0] * (2.0 if isinstance(q, deque) else 3.0)

    with pytest.raises(S2SADError, match="Whether this is a list or of another class"):
        grad(exchanged)(2.0, 3)


def test_they_are_returned_as_they_are() -> None:
    def returned(q, d):
        return q, d, q[0] * d["a"]

    d = OrderedDict(a=3.0)
    (q1, d1, _), (q_dot, d_dot, dot) = jvp(returned, (BOUNDED, d), (BOUNDED, d))
    assert_same_classes((q1, d1, q_dot, d_dot), (BOUNDED, d, BOUNDED, d))
    assert dot == 6.0
    _, pullback = vjp(returned, BOUNDED, d)
    q_bar, d_bar = pullback((BOUNDED, d, 1.0))
    assert_same_classes((q_bar, d_bar), (BOUNDED, d))
    assert list(q_bar) == [4.0, 2.0, 3.0]
    assert d_bar == {"a": 4.0}


def test_gradients_inside_have_their_class() -> None:
    def inner(q):
        g = grad(lambda e: e[0] ** 3 * e[1])(q)
        return g[0] * g[1] * (1.0 if isinstance(g, deque) else 100.0)

    assert_same_classes(grad(inner)(BOUNDED), BOUNDED)
    assert list(grad(inner)(BOUNDED)) == [30.0, 3.0, 0.0]  # 3 x^5 y


@pytest.mark.parametrize(
    "changed",
    [
        lambda q: (q.append(q[0]), q[-1] * q[0])[1],
        lambda q: q.pop() ** 2,
        lambda q: (q.__setitem__(0, q[1]), q[0])[1],
    ],
)
def test_a_deque_of_the_caller_is_not_changed(changed: Any) -> None:
    with pytest.raises(S2SADError):
        grad(changed)(deque([1.0, 2.0]))


def test_slices_of_a_deque() -> None:
    with pytest.raises(S2SADError, match="A deque has no slices"):
        grad(lambda q: sum(q[1:]))(deque([1.0, 2.0]))


HISTORY = deque([1.0, 2.0])
SCALES = OrderedDict(a=3.0)


def test_global_ones_are_read_when_called() -> None:
    derivative = grad(lambda x: x * HISTORY[0] * SCALES["a"] + sum(HISTORY) * x)
    assert derivative(3.0) == 6.0
    SCALES["a"] = 5.0
    HISTORY.append(1.0)
    try:
        assert derivative(3.0) == 9.0
    finally:
        SCALES["a"] = 3.0
        HISTORY.pop()
