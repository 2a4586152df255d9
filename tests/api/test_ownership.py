"""What a derivative returns belongs to the caller, and what it needs later it has copied."""

import numpy as np
import pytest

from s2sad import grad, value_and_grad, vjp


def test_pullback_twice() -> None:
    def f(x, y):
        z = x * y
        return z * np.sin(z)

    x, y = np.linspace(0.1, 1.0, 4), np.linspace(1.0, 2.0, 4)
    z = x * y
    slope = np.sin(z) + z * np.cos(z)
    x0, y0 = x.copy(), y.copy()
    out, pullback = vjp(f, x, y)
    w = np.ones(4)
    first = pullback(w)
    kept = [g.copy() for g in first]
    out[:] = np.nan
    x[:] = np.nan
    y[:] = np.nan
    w[:] = np.nan
    for g in first:
        g[:] = np.nan
    np.testing.assert_allclose(kept, (slope * y0, slope * x0))
    second = pullback(2 * np.ones(4))
    np.testing.assert_allclose(second, (2 * slope * y0, 2 * slope * x0))


def test_pullback_of_a_program_with_a_tape() -> None:
    def f(x, steps):
        z = x.copy()
        for k in range(steps):
            z[k] = z[k] * x[k]
            z = np.sin(z * x)
        return z

    x = np.linspace(0.1, 1.0, 4)
    expected = vjp(f, x.copy(), 3)[1](np.arange(4.0))[0].copy()
    out, pullback = vjp(f, x, 3)
    x[:], out[:] = np.nan, np.nan
    pullback(np.ones(4))[0][:] = np.nan
    np.testing.assert_allclose(pullback(np.arange(4.0))[0], expected)


def test_identity() -> None:
    _, pullback = vjp(lambda x: x, np.ones(2))
    w = np.array([1.0, 2.0])
    (bar,) = pullback(w)
    bar[:] = 7.0
    np.testing.assert_allclose(w, [1.0, 2.0])
    assert not np.shares_memory(bar, w)


def test_gradients_are_independent() -> None:
    def f(x, y, d):
        return np.sum(x + y) + np.sum(d["a"] + d["b"])

    x = np.ones(3)
    gx, gy, gd = grad(f, argnums=(0, 1, 2))(x, x, {"a": x, "b": x})
    arrays = [gx, gy, gd["a"], gd["b"]]
    for k, a in enumerate(arrays):
        assert a.flags.writeable
        assert not np.shares_memory(a, x)
        for b in arrays[k + 1 :]:
            assert not np.shares_memory(a, b)
    gx[:] = 5.0
    np.testing.assert_allclose([gy, gd["a"], gd["b"]], 1.0)


def test_aux_updated_in_place() -> None:
    def f(x, log):
        log[0] = x[0] * 2.0
        y = x.copy()
        y *= 3.0
        return np.sum(y * y), (log, y, x)

    x, log = np.ones(2), np.zeros(2)
    (value, (kept, y, same)), gradient = value_and_grad(f, has_aux=True)(x, log)
    assert value == 18.0
    np.testing.assert_allclose(gradient, [18.0, 18.0])
    assert log[0] == 2.0
    assert kept is log
    assert same is x
    y[:] = kept[:] = np.nan
    np.testing.assert_allclose(gradient, [18.0, 18.0])
    np.testing.assert_allclose(x, 1.0)


def test_arguments_are_not_changed() -> None:
    def f(x, w):
        return np.sum(x * w) ** 2

    x, w = np.ones(3), np.arange(3.0)
    grad(f, argnums=(0, 1))(x, w)
    np.testing.assert_allclose(x, 1.0)
    np.testing.assert_allclose(w, [0, 1, 2])


def test_output_cotangent_of_a_container_is_kept() -> None:
    _, pullback = vjp(lambda x: {"a": x, "b": 2.0 * x}, np.ones(2))
    w = {"a": np.ones(2), "b": np.ones(2)}
    (bar,) = pullback(w)
    bar += 1.0
    np.testing.assert_allclose(w["a"], 1.0)
    np.testing.assert_allclose(pullback(w)[0], 3.0)


WEIGHTS, PARTS, PLACES = np.ones(2), [np.ones(2)], [0, 1]


@pytest.mark.parametrize(
    ("fun", "change"),
    [
        (lambda x: x * WEIGHTS, lambda: WEIGHTS.__setitem__(slice(None), 5.0)),
        (lambda x: x * PARTS[0], lambda: PARTS[0].__setitem__(slice(None), 5.0)),
        (lambda x: x[PLACES] * 1.0, lambda: PLACES.__setitem__(0, 1)),
    ],
)
def test_a_pullback_keeps_what_it_read_of_a_module(fun, change):
    _, pullback = vjp(fun, np.ones(2))
    change()
    np.testing.assert_array_equal(pullback(np.ones(2))[0], np.ones(2))
