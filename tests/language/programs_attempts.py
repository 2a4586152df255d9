"""`try` with handlers: what they catch, what they see of the body, and how the body may be left."""

# ruff: noqa: E722, SIM105, F841 - the forms under test

from __future__ import annotations

import math

import numpy as np

from .programs import Programs

ATTEMPTS = Programs()
program = ATTEMPTS.add


def root(v):
    if v < 0:
        raise ValueError("negative")
    return math.sqrt(v)


@program(-0.7, order=2)
def try_that_fails(x):
    try:
        y = math.log(x)
    except ValueError:
        y = x * x
    return y * x


@program(0.7, order=2)
def try_that_succeeds(x):
    try:
        y = math.log(x)
    except ValueError:
        y = x * x
    return y * x


@program(-0.7, order=2)
def try_return(x):
    try:
        return math.log(x)
    except ValueError:
        return x * x


@program(0.7, order=2)
def several_handlers(x):
    out = 0.0
    for k in range(4):
        try:
            if k == 1:
                raise KeyError(k)
            if k == 2:
                raise ValueError("x")
            out = out + x ** (k + 1)
        except KeyError:
            out = out + math.sin(x)
        except (ValueError, ZeroDivisionError) as e:
            out = out * x + len(str(e))
        else:
            out = out + x
    return out


@program(np.array([0.5, -0.3, 2.0]), order=2)
def write_in_try(x):
    y = np.zeros_like(x)
    for i in range(3):
        try:
            y[i] = math.log(x[i])
        except ValueError:
            y[i] = x[i] * y[i - 1]
    return np.sum(y * y)


@program(np.array([0.5, -0.3, 2.0]), order=2)
def append_in_try(x):
    y = []
    for i in range(3):
        try:
            y.append(math.log(x[i]))
        except ValueError:
            continue
    return sum(y) * len(y)


@program(np.array([[-1.0, 0.2], [0.2, 1.0]]), order=2)
def retry_until_it_works(a):
    s = a + a.T
    shift = 0.1
    while True:
        try:
            L = np.linalg.cholesky(s + shift * np.eye(2))
            break
        except np.linalg.LinAlgError:
            shift = shift * 2
    return np.sum(L)


@program(0.7, order=2)
def name_kept_when_the_body_fails(x):
    y = x * 2
    try:
        y = math.log(-y)
    except ValueError:
        pass
    return y * y


@program(0.7, order=2)
def what_only_may_raise_is_computed(x):
    t = 1.0
    try:
        math.log(-x)
        t = 2.0
    except ValueError:
        t = 3.0
    return x * x * t


@program(0.7, order=2)
def except_and_finally(x):
    try:
        y = math.log(-x)
    except ValueError:
        y = x * x
    finally:
        z = 2.0
    return y * z


@program(0.7, order=2)
def raised_again(x):
    try:
        try:
            y = math.sqrt(-x)
        except ValueError:
            y = x * x
            raise
    except ValueError:
        z = x**3
    return z


@program(0.7, order=2)
def try_in_with(x):
    with np.errstate(all="raise"):
        try:
            y = np.log(np.float64(x) - x) * 0 + x
        except FloatingPointError:
            y = x * x * x
    return y


@program(np.array([0.5, -0.3, 2.0]), order=2)
def raise_in_helper(x):
    total = 0.0
    for v in x:
        try:
            total = total + root(v) * v
        except ValueError:
            total = total + v * v
    return total


@program(np.array([0.5, -0.3, 2.0]), order=2)
def half_written_and_not_read(x):
    y = np.zeros_like(x)
    try:
        y[0] = math.log(x[0])
        y[1] = math.log(x[1])
        s = np.sum(y)
    except ValueError:
        s = np.sum(x * x)
    return s


@program(np.array([0.5, -0.3, 2.0]), order=2)
def half_written_and_read(x):
    y = np.zeros_like(x)
    try:
        y[0] = math.log(x[0])
        y[1] = math.log(x[1])
    except ValueError:
        y[2] = 1.0
    return np.sum(y * x)


@program(np.array([0.5, -0.3, 2.0]), order=2)
def name_of_a_failed_body_read(x):
    try:
        a = x[0] * 2
        b = math.log(x[1])
    except ValueError:
        b = a
    return b


@program(np.array([0.5, 0.3, 2.0]), order=2)
def argument_written_in_try(x):
    try:
        x[0] = x[1] * x[2]
        y = math.log(-x[1])
    except ValueError:
        y = 3.0
    return y * 2.0


@program(np.array([0.5, 0.3, 2.0]), order=2)
def array_kept_when_the_body_fails(x):
    z = x * 2
    try:
        w = z + 1.0
        w = w * 3.0
        z = np.linalg.cholesky(w)
    except np.linalg.LinAlgError:
        pass
    return np.sum(z * z)


@program(0.7, order=2)
def try_in_inner_function(x):
    def safe(v):
        try:
            return math.sqrt(v)
        except ValueError:
            return v * v

    return sum([safe(v) for v in [x, -x, x - 1.0]])


@program([0.7, 0.3], order=2)
def index_error_ends_a_loop(xs):
    total = 0.0
    i = 0
    while True:
        try:
            total = total + xs[i] ** 2
        except IndexError:
            break
        i += 1
    return total


@program(0.7, order=2)
def conversion_in_try(x):
    s = "abc"
    try:
        n = int(s)
    except ValueError:
        n = 3
    return x**n


@program(0.7, order=2)
def try_else_finally_in_while(x):
    n = 0
    while n < 3:
        try:
            if n == 1:
                raise RuntimeError
            x = x * x
        except RuntimeError:
            x = x + 1
        else:
            x = x * 1.1
        finally:
            n += 1
    return x


@program(0.7, order=2)
def raise_from_in_handler(x):
    try:
        try:
            y = math.log(-x)
        except ValueError as e:
            raise RuntimeError("wrapped") from e
    except RuntimeError as e:
        y = x * len(str(e))
    return y


@program(0.7, order=2)
def bare_except(x):
    try:
        y = math.log(-x)
    except:
        y = x * x
    return y


@program(0.7, order=2)
def loop_in_try(x):
    total = 0.0
    try:
        for k in range(5):
            total = total + math.log(2.0 - x * k)
    except ValueError:
        total = x * x
    return total


@program(0.7, order=2)
def sum_of_a_failed_loop_read(x):
    total = 0.0
    try:
        for k in range(5):
            total = total + math.log(2.0 - x * k)
    except ValueError:
        pass
    return total * x


@program(-0.7, order=2)
def named_inside_of_what_raises(x):
    s = 2.0
    try:
        t = root((s := x * x) - 1.0)
    except ValueError:
        t = 1.0
    return s * t


@program(-0.7, order=2)
def scaled_by_what_is_named_and_raises(x):
    s = 2.0 * x
    try:
        s *= (s := x * x) + root(x)
    except ValueError:
        pass
    return s * x


@program(-0.7, order=2)
def named_before_the_only_read(x):
    try:
        t = root((s := x * x) + 1.0) * s
    except ValueError:
        t = 1.0
    return t * x
