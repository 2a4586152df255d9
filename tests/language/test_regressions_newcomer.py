"""What a newcomer's programs found: each was wrong, or refused without need."""

import numpy as np
import pytest

from s2sad import grad, jvp, value_and_grad
from s2sad.errors import AliasingError, DifferentiationTypeError, UnsupportedCallError
from s2sad.testing import check_grads

X = np.array([0.3, -0.7, 1.2])
WEIGHTS = np.array([1.0, 2.0, 3.0])


def accumulates(v, seen=[]):  # noqa: B006 - the default that all calls share is the point
    seen.append(v)
    return sum(seen)


class Register:
    values = []  # noqa: RUF012 - a list of the class is the point


def registered(x):
    Register.values.append(x)
    return Register.values[-1] * x


def test_a_list_as_default_is_one_list_for_all_calls():
    accumulates.__defaults__[0].clear()
    assert value_and_grad(lambda x: accumulates(x) * x)(0.5) == (0.25, 1.0)
    assert value_and_grad(lambda x: accumulates(x) * x)(0.5) == (0.5, 1.5)
    assert accumulates.__defaults__ == ([0.5, 0.5],)


def test_a_list_of_a_class():
    Register.values.clear()
    assert grad(registered)(0.5) == 1.0
    assert Register.values == [0.5]


def first_then_product(x, n):
    z = None
    for _ in range(n):
        z = x if z is None else z * x
    return z


def largest(xs):
    best = None
    for v in xs:
        if best is None or v > best:
            best = v
    return best * best


def stack_of_one(x, n):
    a, kept = x, []
    for i in range(n):
        if i % 2 == 0:
            kept.append(a * x)
            continue
        a = a + kept.pop()
    return a


def pairs_taken(x, n):
    kept, s = [], 0.0
    for i in range(n):
        while len(kept) > 1:
            s = s + kept.pop() * kept.pop()
        kept.append(x * i)
    return s + kept[0]


def normalised(A):
    for axis in (0, 1):
        A = A / A.sum(axis=axis, keepdims=True)
    return np.sum(A * A)


def clipped_into(x):
    out = np.zeros_like(x)
    x.clip(-1, 1, out=out)
    return np.sum(out * out)


@pytest.mark.parametrize(
    ("function", "args"),
    [
        (first_then_product, (0.5, 3)),
        (first_then_product, (0.5, 1)),
        (largest, (X,)),
        (stack_of_one, (0.5, 4)),
        (stack_of_one, (0.5, 5)),
        (pairs_taken, (0.5, 5)),
        (normalised, (np.outer(X, X) + 2.0,)),
        (clipped_into, (X,)),
        (lambda x: x @ (1, 2, 3), (X,)),
        (lambda x: x @ range(3), (X,)),
        (lambda x: np.sum(x ** (1, 2, 3)), (X,)),
        (lambda x: np.einsum("i,i", x**2, [1, 2, 3]), (X,)),
        (lambda x: np.einsum("i,i", x**2, [x[0], 2, x[1]]), (X,)),
        (lambda x: max(x) * min(x), (X,)),
        (lambda A: A.item(0, 1) * A.item(2), (np.outer(X, X),)),
    ],
    ids=lambda case: getattr(case, "__name__", ""),
)
def test_derivatives(function, args):
    check_grads(function, args, order=2)


def test_a_list_that_stays_empty():
    def f(x, n):
        kept = []
        for _ in range(n):
            x = x + kept.pop()
        return x

    with pytest.raises(UnsupportedCallError, match="empty list"):
        grad(f)(0.5, 2)


def chosen_then_viewed(x, m):
    u = x
    v = u if x[0] > 0.61 else np.tanh(m[2])
    u[:] = v
    w = v[::1]
    w[2] = 0.0
    return np.sum(v * WEIGHTS) + np.sum(u * u)


def test_a_part_of_a_copy_is_not_a_part_of_the_original():
    """A view of an array that may be another one's memory, written to after that one was."""
    m = np.arange(9.0).reshape(3, 3) / 10.0
    for x in (X, X + 1.0):
        value, x_dot = jvp(lambda x: chosen_then_viewed(x, m), (x.copy(),), (np.ones(3),))
        assert value == chosen_then_viewed(x.copy(), m)
        np.testing.assert_allclose(x_dot, np.sum(grad(chosen_then_viewed)(x.copy(), m)), rtol=1e-12)


def test_a_list_that_holds_an_array_and_a_view_of_it():
    def f(x, n):
        v = x * 1.0
        items = [v[::-1], v]
        for _ in range(n):
            items.append(v * 0.5)
        v[0] = 2.0
        return np.sum(items[0] * WEIGHTS)

    with pytest.raises(AliasingError, match="may be the same memory"):
        grad(f)(X, 0)


@pytest.mark.parametrize("power", [0.5, 1.5, -0.5])
def test_powers_that_are_complex_have_no_gradient(power):
    def f(x, p=power):
        return x**p

    np.testing.assert_allclose(grad(f)(2.0), power * 2.0 ** (power - 1.0), rtol=1e-15)
    with pytest.raises(DifferentiationTypeError, match="complex"):
        grad(f)(-2.0)


HUGE = 10**400


@pytest.mark.parametrize(
    "fun",
    [
        lambda x: x * 10**400,
        lambda x: 10**400 * x,
        lambda x: x / 10**400,
        lambda x: x ** (10**400),
        lambda x: np.sum(x * 10**400),
        lambda x: x * float(10**400),
        lambda x: x * HUGE,
        lambda x: x * -(10**5000),
    ],
)
def test_an_int_that_no_float_can_hold_is_an_overflow_error(fun):
    for x in (1.5, np.float64(1.5)):
        with pytest.raises(OverflowError, match="int too large"):
            grad(fun)(x)
        with pytest.raises(OverflowError, match="int too large"):
            jvp(fun, (x,), (1.0,))


def test_such_an_int_may_be_computed_with():
    assert grad(lambda x: x * (10**400 // 10**399))(1.0) == 10.0
    assert grad(lambda x: x * x if x < 10**400 else -x)(1.5) == 3.0
    assert jvp(lambda x: (x, -(10**5000)), (1.0,), (1.0,))[0] == (1.0, -(10**5000))


def number_of_two_classes(x, c):
    return 1.0 if c > 0 else np.sin(x)


@pytest.mark.parametrize("cls", [np.floating, np.generic, np.float64, float, (int, np.ndarray), (np.float64, str)])
def test_isinstance_of_a_number_of_two_classes_is_asked_at_run_time(cls):
    def fun(x, c):
        y = number_of_two_classes(x, c)
        return (2.0 * x if isinstance(y, cls) else 3.0 * x) * y

    def of_product(x, c):
        return 2.0 * x if isinstance(number_of_two_classes(x, c) * 2.0, cls) else 3.0 * x

    for c in (0.0, 1.0):
        for each in (fun, of_product):
            assert jvp(each, (1.3, c), (1.0, 0.0))[0] == each(1.3, c)
            slope = (each(1.301, c) - each(1.299, c)) / 0.002
            assert np.isclose(grad(each)(1.3, c), slope, rtol=1e-5)
            bend = (grad(each)(1.301, c) - grad(each)(1.299, c)) / 0.002
            assert np.isclose(grad(grad(each))(1.3, c), bend, rtol=1e-4, atol=1e-9)


@pytest.mark.parametrize(
    "asked",
    [
        lambda y: hasattr(y, "shape"),
        lambda y: hasattr(y * 2.0, "dtype"),
        lambda y: getattr(y, "ndim", 5) == 5,
        lambda y: type(y) is float,
    ],
)
def test_what_depends_on_the_class_of_such_a_number_is_refused(asked):
    with pytest.raises(UnsupportedCallError, match="known only at run time"):
        grad(lambda x, c: 2.0 * x if asked(number_of_two_classes(x, c)) else 3.0 * x)(1.3, 0.0)


def test_a_ufunc_makes_such_a_number_one_of_numpy():
    def fun(x, c):
        return 2.0 * x if hasattr(np.sin(number_of_two_classes(x, c)), "shape") else 3.0 * x

    def summed(x, n):
        total = 0.0
        for _ in range(n):
            total += np.sin(x)
        return 2.0 * x if isinstance(total, np.floating) else 3.0 * x

    assert grad(fun)(1.3, 1.0) == 2.0
    assert grad(summed)(1.3, 0) == 3.0
    assert grad(summed)(1.3, 2) == 2.0
    assert grad(lambda x, c: 2.0 * x if hasattr(number_of_two_classes(x, c), "real") else 3.0 * x)(1.3, 0.0) == 2.0


def written_through_a_sum(x, n):
    xs = [x * k for k in range(n)]
    (xs + xs)[0][0] = 1.0
    return np.sum(xs[0])


def written_through_a_name(x, n):
    t = [x * k for k in range(n)]
    u = t + t[:1]
    u[0][0] = 1.0
    return np.sum(t[0])


def test_an_aliasing_error_names_variables_of_the_user_only():
    with pytest.raises(
        AliasingError, match=r"^An object that has no name is written in place, and `xs` may be"
    ) as caught:
        grad(written_through_a_sum)(X, 2)
    assert caught.value.hint == "Make them different arrays, for example with `.copy()`."
    with pytest.raises(AliasingError, match=r"^`u` is written in place, and `t` may be") as caught:
        grad(written_through_a_name)(X, 2)
    assert caught.value.hint == "Make them different arrays, for example u = u.copy()."
