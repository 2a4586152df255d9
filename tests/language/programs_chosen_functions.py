"""Functions of which it is known only at run time which one is called, and what they hold; identity of objects."""

# ruff: noqa: E731, SIM108 - the forms under test

from __future__ import annotations

import functools
from typing import Any

import numpy as np

import s2sad

from .programs import Programs

CHOSEN_FUNCTIONS = Programs()
program = CHOSEN_FUNCTIONS.add
X = np.array([0.3, -0.8, 1.1])
TABLE = {"sin": np.sin, "cos": np.cos}


class Scaled:
    def __init__(self, w: Any) -> None:
        self.w = w

    def times(self, t: Any) -> Any:
        return t * self.w

    def plus(self, t: Any) -> Any:
        return t + self.w

    def __call__(self, t: Any) -> Any:
        return np.tanh(self.w * t)

    def __gt__(self, other: Scaled) -> Any:
        return self.w > other.w


@program(X, 0.7, order=2)
def function_of_a_list_by_index(x, a):
    functions = [np.sin, np.cos, lambda t: t * a]
    for i in range(len(x)):
        x = functions[i % 3](x)
    return np.sum(x)


@program(X, 0.7, order=2)
@program(-X, 0.7)
def function_of_a_tuple_by_sign(x, a):
    f = (np.sin, lambda t: t * a)[-1 if x[0] > 0 else -2]
    return np.sum(f(x))


@program(X, 0.7, order=2)
@program(X, -0.7)
def function_of_a_dict(x, a):
    f = TABLE["sin" if a > 0 else "cos"]
    return np.sum(f(x) * a)


@program(X, 0.7, order=2)
def interpreter(x, a):
    operations = {"+": lambda u, v: u + v, "*": lambda u, v: u * v}
    stack = []
    for token in "ab+a*" + "a+" * 5:
        if token in operations:
            right, left = stack.pop(), stack.pop()
            stack.append(operations[token](left, right))
        else:
            stack.append(x[0] if token == "a" else a)
    return stack[0]


@program(X, 0.7, order=2)
def function_of_a_list_that_writes(x, a):
    b = np.array([0.5])

    def grow(t):
        b[0] = b[0] * 2
        return t * b[0]

    functions = (np.sin, grow)
    for i in range(len(x)):
        x = functions[i % 2](x)
    return np.sum(x) * b[0] * a


@program(X, 0.7, order=2)
@program(X, -0.7)
def partials_of_two_paths(x, a):
    def scaled(k, t):
        return np.sin(t) * k

    if a > 0:
        k = np.sum(x)
        f = functools.partial(scaled, k)
    else:
        f = functools.partial(scaled, a * 2)
    return np.sum(f(x)) * a


@program(X, 0.7, order=2)
@program(X, -0.7)
def partial_or_function_in_a_loop(x, a):
    def scaled(k, t):
        return np.sin(t) * k

    for i in range(len(x)):
        if a > 0:
            k = i % 2 + a
            f = functools.partial(scaled, k)
        else:
            f = np.tanh
        x = f(x)
    return np.sum(x)


@program(X, 0.7, order=2)
@program(X, -0.7)
def defaults_of_two_paths(x, a):
    if a > 0:
        k = np.sum(x)
        f = lambda t, k=k: t * k
    else:
        f = lambda t, k=a: t + k
    return np.sum(f(x)) * a


@program(X, 0.7, order=2)
@program(X, -0.7)
def methods_of_two_paths(x, a):
    if a > 0:
        m = Scaled(x * a)
        f = m.times
    else:
        m = Scaled(x + a)
        f = m.plus
    m = None
    return np.sum(f(x)) * a


@program(X, 0.7, order=2)
@program(X, -0.7)
def method_of_an_array_of_a_path(x, a):
    if a > 0:
        y = x * a
        f = y.sum
    else:
        y = x + a
        f = y.max
    y = 0.0
    return f() * a


@program(X, 0.7, order=2)
@program(X, -0.7)
def function_of_one_path(x, a):
    def scaled(k, t):
        return np.sin(t) * k

    if a > 0:
        f = functools.partial(scaled, np.sum(x))
    y = x * 1.0
    if a > 0:
        y = f(y)
    return np.sum(y) * a


@program(X, 0.7, order=2)
@program(X, -0.7)
def partial_of_a_path_in_a_dict(x, a):
    if a > 0:
        d = {"f": functools.partial(np.multiply, a * x[0])}
    else:
        d = {"f": functools.partial(np.add, a * x[0])}
    return np.sum(d["f"](x)) * a


@program(X, 0.7, order=2)
def callables_of_a_list(x, a):
    layers = [Scaled(a), Scaled(a * 2)]
    for i in range(len(x)):
        x = layers[i % 2](x)
    return np.sum(x)


@program(X, 0.7, order=2)
def largest_by_a_function_that_branches(x, a):
    return functools.reduce(lambda p, q: q if q > p else p, x) * a


@program(X, 0.7, order=2)
def pairs_of_different_objects(x, a):
    bodies = [Scaled(a * x[0]), Scaled(x[1]), Scaled(x[2])]
    s = 0.0
    for p in bodies:
        for q in bodies:
            if q is not p:
                s += p.w * q.w
    return s


@program(X, 0.7, order=2)
def identity_of_objects(x, a):
    o = Scaled(a)
    other = Scaled(a)
    same = o
    objects = [o, other]
    s = 0.0
    if o is same and o is objects[0] and o == same and o != other:
        s += x[0]
    if o in objects and objects.count(other) == 1:
        s += x[1] * objects.index(other)
    objects.remove(o)
    return s * a * objects[0].w


@program(X, 0.7, order=2)
def variable_of_a_comprehension_that_a_closure_reads(x, a):
    def current():
        return a

    return sum([current() for a in x]) + sum(tuple(current() * a for a in x))


@program(X, 0.7, order=2)
def mapped_once_for_each_run(x, a):
    n = 0.0

    def count(v):
        nonlocal n
        n += 1
        return v

    for v, w in zip([x[0], a], map(count, (1.0, 2.0))):  # noqa: B905
        n = n * 10 * v * w
    return n * x[0]


@program(X, 0.7, order=2)
def generator_over_a_generator(x, a):
    n = a
    r = x[0]

    def count(v):
        nonlocal n
        n += 1
        return v

    for w in (u * n for u in (count(v) for v in x if v > -5) if u < 10):
        r = r * 2 + w
    return r + sum(u * n for u in (count(v) for v in x))


@program(X, 0.7, order=2)
def sums_that_start_at_zero(x, a):
    c = sum([x > 0.0, x > 1.0])
    s = sum([x])
    s *= a
    return np.sum(c * x) * a + np.sum(x * s) + sum((x[0],), start=0.0)


@program(X, 0.7, order=2)
def copy_given_to_an_inner_derivative(x, a):
    def changing(y):
        y[0] = y[0] * a
        return np.sum(y**3)

    g = s2sad.grad(changing)(x.copy())
    return np.sum(x) + np.sum(g)


@program(X, 0.7)
def argument_changed_inside_of_a_derivative(x, a):
    def changing(y):
        y[0] = y[0] * a
        return np.sum(y**3)

    g = s2sad.grad(changing)(x)
    return np.sum(x) + np.sum(g)


@program([Scaled(1.0), Scaled(2.0)], 3.0)
def object_of_a_copied_list_changed(objects, a):
    copied = objects[:]
    copied[0].w = a * a
    return objects[0].w


@program([[1.0, 2.0], [3.0, 4.0]], 0.7, order=2)
def rows_read_and_overwritten(m, a):
    for i in range(2):
        m[1][i] = a * m[0][i]
    m[0][0] = 0.0
    return m[1][0] * m[1][1]


@program(Scaled(X), 0.7, order=2)
def attribute_held_by_a_tuple(o, a):
    t = (o.w, a)
    for _ in range(3):
        o.w = o.w * a
    return np.sum(t[0] * o.w) * a


@program((Scaled(1.0), Scaled(2.0)), 3.0)
def elements_of_a_tuple_swapped(pair, a):
    o, q = pair
    k = 0
    while k < 3:
        o.w = q.w * a
        o, q = q, o
        k += 1
    return o.w


@program(X, 1, 0.7)
def array_out_of_a_tuple_written(x, i, a):
    y = x * 1.0
    o = (x * a, y)[i]
    o[0] = a * a
    return y[0] * x[1]


@program(X, 0.7, order=2)
@program(X, -0.7)
def array_out_of_a_list_by_a_comparison(x, a):
    pair = [x * 1.0, x * a]
    pair[bool(a > 0)][0] = a * a
    return np.sum(pair[1]) + np.sum(pair[0] * x)


@program(X, 0.7)
def array_of_unknown_type_with_two_names(x, a):
    s = np.fromstring("1 2 3", sep=" ")
    t = s
    s += x
    return np.sum(t * t) * a


@program(X, 0.7, order=2)
def number_of_unknown_type_accumulated(x, a):
    s = 0.0
    for v in np.fromstring("1 2 3", sep=" "):
        s += v * a
    return s * np.sum(x)


@program(X, 0.7, order=2)
@program(-X, 0.7, order=2)
def function_that_only_one_path_defines(x, a):
    if x[0] > 0:

        def scale(t):
            return t * a

    try:
        return np.sum(scale(x)) * a
    except UnboundLocalError:
        return x[0] * a


@program(X, 0.7, order=2)
def parameter_named_like_a_variable(x, a):
    def last(ys):
        return ys[-1]

    kept = [x * a]
    for _ in range(3):
        ys = [*kept, x]
        kept.append(ys[0] * 2)
    return np.sum(last(kept) * x)


@program(X, 0.7, order=2)
@program(X, -0.7)
def lists_of_other_lengths_extended(x, a):
    m = [[x[0], a], [v for v in x]]
    if a > 0:
        m = [m[0][:], m[1][:]]
    m[0].extend([a, a])
    return sum(m[0]) * m[1][2]


@program(X, 0.7, order=2)
def tuple_made_in_a_loop_written(x, a):
    y = x * a
    for v in x:
        t = (a, x * v)
        t[1][0] = v * a
    u = t
    u[1][1] = a
    return t[1][1] * y[0] + t[1][0]


@program(X, 0.7)
def tuple_made_in_a_loop_beside_its_array(x, a):
    y = x * a
    for v in x:
        t = (v, y)
    y[1] = a
    return t[1][1] * x[0]


@program(X, 0.7)
def tuple_of_one_path_beside_its_array(x, a):
    y = x * a
    t = None
    if a > 0:
        t = (a, y)
    y[1] = a
    return t[1][1] * x[0] if t is not None else a


@program(X, 0.7)
def largest_of_objects(x, a):
    return max(Scaled(x[0]), Scaled(a)).w
