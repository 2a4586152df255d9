"""Names that clash, shadowed builtins, long functions, statements that stay as they are."""

# ruff: noqa: B002, B007, E701, E702, E731, F841, T201 - the forms under test

from __future__ import annotations

import numpy as np

from .programs import Programs

NAMES = Programs()
program = NAMES.add
X = np.array([0.5, 1.2, -0.3, 0.8])


@program(0.7)
def generated_names(x):
    x_bar = x**2
    t = x_bar * x
    t_bar = np.sin(t)
    x_dot = t_bar * t
    z_tape = x_dot + 1
    for i in range(3):
        z_tape = np.sin(z_tape) * x_bar
    return z_tape * t_bar


@program(0.7)
def tape_names(z):
    z_tape = 1.0
    z_bar = 0.5
    for i in range(3):
        z_tape = z_tape * z
        z = np.sin(z * z_bar)
        z_bar = z_bar + z
    return z * z_tape


@program(0.7)
def numpy_name_shadowed(x):
    np_ = np.sin(x)
    y = np_ * x
    return y


def _np_parameter(np, x):
    return np * x + x**2


NAMES.add(0.7, 1.3)(_np_parameter)


@program(0.7)
def builtin_names(x):
    range_, zip, len, list, reversed = x, x**2, 3.0, [x], 2
    enumerate = zip * list[0]
    s = range_ * zip * len + enumerate * reversed
    for i in range(3):
        s = np.sin(s) * zip
    return s


@program(0.7, 3)
def range_is_a_number(range, n):
    s = 1.0
    while n > 0:
        s = s * range + np.sin(s)
        n -= 1
    return s


@program(0.7)
def sum_shadowed(x):
    sum = 0.0
    for abs in (x, x**2):
        sum += abs
    return sum * abs


@program(0.7)
def function_name_as_variable(x):
    function_name_as_variable = x * 2
    return function_name_as_variable**2


@program(0.7)
def underscores(x):
    _ = x * 2
    __ = _ * x
    for _ in range(3):
        __ = __ * x
    return __ * _ + x


@program(0.7)
def numbered_names(x):
    x1 = x * 2
    x2 = x1 * x
    x_1 = x2 * x1
    x_bar1 = x_1 * x
    x = x_bar1 * x1
    return x * x2


@program(0.7)
def index_names(x):
    i = x * 2
    n = i * x
    for k in range(3):
        for i2 in range(2):
            n = n * x + i
    return n


@program(0.7)
def print_and_assert(x):
    y = x**2
    assert y > 0, f"y is {y}"
    if y < 0:
        raise ValueError(f"negative: {x:.3f}")
    return y * x


@program(0.7)
def fstring_in_message(x):
    for i in range(3):
        if x > 100:
            raise RuntimeError(f"step {i}: {x!r} too large")
        x = x * 1.1
    return x


@program(0.7)
def raise_in_else(x):
    if x > 0:
        y = x**2
    else:
        raise ValueError("x")
    return y * x


@program(0.7)
def raise_in_loop_end(x):
    for i in range(10):
        x = np.sin(x)
        if i == 4:
            return x
    raise ValueError("not reached")


@program(0.7)
def assert_in_loop(x):
    for i in range(3):
        assert np.isfinite(x)
        x = x * x
        assert x < 10, "too large"
    return x


@program(0.7)
def type_conversions(x):
    n = int(3.7)
    y = float(x) * n
    return y * float(n) + bool(n) * x + abs(-x) + round(2.6) * x


@program(0.7)
def isinstance_test(x):
    if isinstance(x, float):
        return x * 2
    return x


@program(X)
def lengths_and_shapes(x):
    n = len(x)
    (m,) = x.shape
    s = 0.0
    for i in range(n // 2):
        s += x[i] * x[m - 1 - i]
    return s / n + x.size * x.ndim * x[0]


@program(0.7, lambda v: v * v)
def function_as_argument(x, f):
    return f(x) * x + f(f(x))


@program(0.7)
def deep_expression(x):
    return ((((((x + 1) * x + 1) * x + 1) * x + 1) * x + 1) * x + 1) * x / (((x + 2) * x + 2) * x + 2) ** 2


@program(0.7)
def power_forms(x):
    return x**2 + 2**x + x**x + pow(x, 3) + x**-1 + (-x) ** 2 + x**0 + x**1


@program(0.7)
def unary_forms(x):
    return -x + +x - -x * -(-x)


@program(2)
def nothing_active_but(x):
    return 1.0 * x


NAMES.pop()


@program(0.7)
def unused_results(x):
    y = np.sin(x)
    z = y * 2
    np.cos(x)
    x * 3
    return y


@program(0.7)
def same_variable_many(x):
    x = x * x
    x = x + x
    x = np.sin(x) * x
    x = x / (1 + x)
    return x


@program(0.7)
def lambda_as_name(x):
    lambda_ = lambda: x * 2
    class_ = lambda_() * x
    return class_


@program(0.7)
def grad_names(f):
    y_grad = f * 2
    f_grad = y_grad * f
    return f_grad * y_grad


@program(0.7)
def array_name_used(x):
    indexing = x * 2
    arrays = indexing * x
    tree = arrays + indexing
    match = tree * x
    return match


@program(0.7)
def self_name(self):
    return self * self


# fmt: off
@program(0.7, order=2)
def comments_and_one_liners(x):
    # a comment
    y = x * x; z = y * x  # two statements on a line
    if y > 0: z = z + y
    for i in range(3): z *= 1 + 0.1 * i
    while z > 2: z /= 2
    return (z  # in an expression
            * y)
# fmt: on


@program(0.7, order=2)
def printed(x):
    y = x * x
    print("y is", y, f"{x:.2f}", end="")
    return y * x
