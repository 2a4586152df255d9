"""What happens around blocks also happens when a block raises; what may raise is computed though nobody needs it."""

from __future__ import annotations

import contextlib
import math

import numpy as np
import pytest

from s2sad import S2SADError, grad, jvp, source, value_and_grad, vjp
from s2sad.testing import check_grads

EVENTS: list[str] = []


class Noted:
    def __enter__(self):
        EVENTS.append("in")

    def __exit__(self, *exception):
        EVENTS.append("out")


class Swallowing:
    def __enter__(self):
        return self

    def __exit__(self, *exception):
        return True


NOTED, SWALLOWING = Noted(), Swallowing()


def note(text):
    EVENTS.append(text)


def finishing(x):
    try:
        y = math.log(x)
    finally:
        print("finished")  # noqa: T201 - what is under test
    return y


def test_finally_runs_when_the_body_raises(capsys: pytest.CaptureFixture[str]) -> None:
    assert grad(finishing)(2.0) == 0.5
    assert jvp(finishing, (2.0,), (1.0,))[1] == 0.5
    assert capsys.readouterr().out == "finished\n" * 2
    for derivative in (lambda x: jvp(finishing, (x,), (1.0,)), lambda x: vjp(finishing, x)):
        with pytest.raises(ValueError, match="math domain error"):
            derivative(-2.0)
        assert capsys.readouterr().out == "finished\n"


def restored(x):
    x[0] += 1.0
    try:
        y = math.log(x[0] - 3.0)
    finally:
        x[0] -= 1.0
    return y


def test_an_argument_is_restored_when_the_body_raises() -> None:
    for value, outcome in ((3.0, contextlib.nullcontext()), (0.5, pytest.raises(ValueError, match="domain"))):
        x = np.array([value])
        with outcome:
            assert vjp(restored, x)[0] == 0.0
        assert x[0] == value


def guarded(x):
    with NOTED:
        return math.log(x)


def test_a_context_manager_is_left_when_the_body_raises() -> None:
    EVENTS.clear()
    assert grad(guarded)(2.0) == 0.5
    with pytest.raises(ValueError, match="domain"):
        vjp(guarded, -2.0)
    assert EVENTS == ["in", "out"] * 2


def quiet(x):
    with np.errstate(invalid="raise"):
        return np.sum(np.sqrt(x))


def test_error_state_is_that_of_the_caller_afterwards() -> None:
    before = np.geterr()
    with pytest.raises(FloatingPointError):
        grad(quiet)(np.array([-1.0]))
    assert np.geterr() == before


def swallowed(x):
    y = x
    with SWALLOWING:
        y = math.log(x)
    return y


def test_a_manager_that_swallows_an_exception_is_refused_when_it_does() -> None:
    assert grad(swallowed)(2.0) == 0.5
    with pytest.raises(S2SADError, match="swallowed"):
        vjp(swallowed, -2.0)


def probed(x):
    try:
        math.sqrt(x)
    except ValueError:
        return x * x
    return 3.0 * x


def test_what_may_raise_is_computed_though_nobody_needs_it() -> None:
    assert grad(probed)(2.0) == 3.0
    assert grad(probed)(-2.0) == -4.0


def chosen(x):
    try:
        y = math.log(x)
    except ValueError:
        y = x * x
    else:
        y = 2.0 * y
    return y


def test_the_text_is_a_try() -> None:
    text = source(chosen, args=(-2.0,))
    assert "    try:\n        y = math.log(x)\n" in text
    assert "    except ValueError:\n" in text


def failing_else(x):
    try:
        y = math.sqrt(x)
    except ValueError:
        y = x * x
    else:
        y = math.log(1.0 - y)
    return y * y


def test_what_else_raises_is_not_caught() -> None:
    for derivative in (lambda x: vjp(failing_else, x), lambda x: jvp(failing_else, (x,), (1.0,))):
        with pytest.raises(ValueError, match="domain"):
            derivative(4.0)
    assert jvp(failing_else, (-2.0,), (1.0,)) == (16.0, -32.0)


# ---- what the types say that Python raises


def with_a_length(x):
    try:
        n = len(x)
    except TypeError:
        n = 1
    return n * np.sum(x * x)


def with_a_shape(x):
    try:
        y = x.shape[0] * x
    except (AttributeError, IndexError):
        y = 7.0 * x
    return np.sum(y * x)


def with_an_element(x):
    try:
        y = x[0] * 2.0
    except (TypeError, IndexError):
        y = x * 3.0
    return y * y


def size(x):
    return len(x)


def with_a_call(x):
    try:
        n = size(x)
    except TypeError:
        n = 4.0
    else:
        n = n * 10
    finally:
        pass
    return n * np.sum(x * x)


def with_a_return(x):
    try:
        return np.sum(x + "text")
    except TypeError:
        return np.sum(x * x * x)


def with_an_unhandled_one(x):
    try:
        n = x.no_such_attribute
    except ValueError:
        n = 1.0
    return n * x


def with_a_loop(x, n):
    total = 0.0
    for k in range(n):
        try:
            size = len(x)
        except TypeError:
            size = k + 1
        total = total + size * np.sum(np.sin(x))
    return total


def with_a_raise_before(x):
    try:
        if np.sum(x) > 0.0:
            raise ValueError
        y = len(x) * x
    except TypeError:
        y = 5.0 * x
    except ValueError:
        y = 3.0 * x
    return np.sum(y * x)


@pytest.mark.parametrize(
    "fun", [with_a_length, with_a_shape, with_an_element, with_a_call, with_a_return, with_a_raise_before]
)
def test_what_surely_raises_is_raised(fun):
    for x in (0.7, -0.7, np.float64(0.7), np.array([0.7, 0.3])):
        if np.ndim(fun(x)) == 0:
            check_grads(fun, (x,), order=2)
            assert value_and_grad(fun)(x)[0] == fun(x)


def test_in_a_loop():
    for x in (0.7, np.array([0.7, 0.3])):
        check_grads(lambda x: with_a_loop(x, 3), (x,), order=2)


def test_it_is_raised_where_no_handler_is_for_it():
    with pytest.raises(AttributeError):
        grad(with_an_unhandled_one)(0.7)


def test_a_key_that_is_not_there():
    def fun(p):
        try:
            w = p["w"]
        except KeyError:
            w = 2.0
        return w * p["x"] ** 2

    assert grad(fun)({"x": 3.0}) == {"x": 12.0}
    assert grad(fun)({"x": 3.0, "w": 5.0}) == {"x": 30.0, "w": 9.0}
    assert grad(grad_of_x)({"x": 3.0})["x"] == 4.0


def grad_of_x(p):
    def fun(p):
        try:
            w = p["w"]
        except KeyError:
            w = 2.0
        return w * p["x"] ** 2

    return grad(fun)(p)["x"]


def test_outside_of_a_try_it_is_refused():
    with pytest.raises(S2SADError, match="`len` of a float is a TypeError"):
        grad(lambda x: len(x) * x)(0.7)
