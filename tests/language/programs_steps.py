"""`try` whose handler, or what follows, reads what the body has done before it raised, or left by a jump."""

from __future__ import annotations

import math

import numpy as np

from .programs import Programs

STEPS = Programs()
program = STEPS.add
X = np.array([0.5, 0.3, 2.0, 0.7])


def root(v):
    if v < 0.4:
        raise ValueError("too small")
    return math.sqrt(v)


@program(X, order=2)
def break_in_try_behind_assignments(x):
    total = 0.0
    y = 1.0
    for v in x:
        try:
            y = math.log(v - 0.4)
            if v > 1.0:
                break
            total += y
        except ValueError:
            total = total + v
    return total * y


@program(X, order=2)
def continue_in_try_behind_assignments(x):
    total = 0.0
    y = 1.0
    for v in x:
        try:
            y = root(v)
            if v > 1.0:
                continue
            total += y
        except ValueError:
            total = total + v * y
            continue
        total += y * y
    return total * y


@program(X, order=2)
def return_in_try_behind_assignments(x):
    t = 1.0
    for v in x:
        try:
            t = t * v
            if v > 1.0:
                return t * root(v - 0.2)
            t = t + root(v - 0.2)
        except ValueError:
            t = t + 1.0
        else:
            t = t * 2.0
    return t


@program(X, order=2)
def loop_ended_by_an_index_error(x):
    t = 0.0
    k = 0
    try:
        while True:
            t += x[k] * x[0]
            k += 1
            t *= 1.1
    except IndexError:
        pass
    return t * k


@program(X, order=2)
def test_of_a_loop_that_raises(x):
    i = 0
    t = 1.0
    try:
        while x[i] * t < 100.0:
            t = t + x[i] * t
            i += 1
    except IndexError:
        t = t * t
    else:
        t = t * 3.0
    return t


@program(X, order=2)
def elements_written_before_it_raises(x):
    y = np.zeros_like(x)
    s = 1.0
    try:
        for i, v in enumerate(x):
            s = s * v
            y[i] = root(v) * s
    except ValueError:
        y[i] = s
    return np.sum(y * x)


@program(X, order=2)
def swapped_before_it_raises(x):
    y = x * 2
    try:
        y[0], y[1] = y[1], root(y[0])
        y[2], y[7] = y[1], root(y[0])
    except IndexError:
        y[3] *= y[2]
    return np.sum(y * x)


@program(X, order=2)
def appended_before_it_raises(x):
    out = []
    try:
        for v in x:
            out.append(v * v)
            out.append(root(v))
    except ValueError as error:
        out.append(x[3] * len(str(error)))
    return sum(out) * out[-1] * len(out)


@program(X, order=2)
def entries_changed_before_it_raises(x):
    d = {"a": x[0], "b": 0.0}
    try:
        d["a"] = d["a"] * 2
        d["b"] = root(x[1])
        d["a"] = 0.0
    except ValueError:
        d["b"] += 3.0 * d["a"]
    return d["a"] * d["b"]


@program(X, order=2)
def several_ways_out_of_a_try(x):
    s = 1.0
    k = 0
    for v in x:
        try:
            s = s * v
            if v > 1.0:
                raise KeyError(k)
            s = s + root(v)
            k += 1
        except KeyError:
            s = s * k
            continue
        except ValueError:
            s = s - 1.0
            if k > 3:
                break
        else:
            s = s * 1.01
        finally:
            k += 1
    return s * k


@program(X, order=2)
def branches_in_a_try(x):
    t = 1.0
    try:
        if x[0] > 0.4:
            t = t * x[0]
            t = root(x[1])
        else:
            t = t * x[2]
        t = 99.0 * t
    except ValueError:
        t = t * x[3]
    return t


@program(X, order=2)
def variable_of_the_function_around_changed_in_try(x):
    n = 1.0

    def f(v):
        nonlocal n
        try:
            n = n * v
            n = n + root(v)
        except ValueError:
            n = n * 2.0

    for v in x:
        f(v)
    return n


@program(X, order=2)
def array_changed_as_a_whole_in_try(x):
    y = x * 1.0
    try:
        y += x
        y *= root(x[1])
    except ValueError:
        y -= 3.0 * x * x
    return np.sum(y * x)


@program(X)
def another_name_written_in_try(x):
    y = x * 1.0
    w = y[1:]
    try:
        w[0] = x[0] * 3.0
        y[2] = root(x[1])
    except ValueError:
        pass
    return np.sum(y * y)


@program(X)
def finally_in_a_try_that_handles(x):
    t = 0.0
    for v in x:
        try:
            try:
                y = root(v)
            finally:
                t = t + 0.5 * v
        except ValueError:
            y = v
        t += y
    return t


@program(X)
def popped_until_it_raises(x):
    stack = [x[0], x[1], x[2]]
    total = 0.0
    try:
        while True:
            v = stack.pop()
            total = total * v + v
            if total > 3 and len(stack) == 2:
                stack.append(total)
    except IndexError:
        total = total * x[3]
    return total
