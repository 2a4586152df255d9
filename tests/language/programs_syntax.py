"""Statements and expressions that are written as plainer ones: `match`, `:=`, `try`/`finally`, comprehensions ..."""

# ruff: noqa: B007, B023, E731, PLW0120, PLW0602, RUF007 - the forms under test

from __future__ import annotations

import functools
from dataclasses import dataclass

import numpy as np

from .programs import Programs

SYNTAX = Programs()
program = SYNTAX.add
X = np.array([0.5, 1.2, -0.3, 0.8])
FACTOR = 2.0


@dataclass
class Circle:
    radius: float
    weight: float = 1.0


# -- loops with `else`, `:=`, `match`, `try` -----------------------------------------------------------------------


@program(0.7, order=2)
def for_else_runs(x):
    for i in range(3):
        x = x * 1.1
        if x > 5:
            break
    else:
        x = x * x
    return x


@program(0.7, order=2)
def for_else_does_not_run(x):
    for i in range(3):
        x = x * 1.5
        if x > 1.5:
            break
    else:
        x = x * x
    return x


@program(0.7, order=2)
def nested_loops_with_else(x):
    for i in range(3):
        for j in range(3):
            if i * j > 2:
                break
            x = x * 1.1
        else:
            x = x + 0.1 * i
            continue
        break
    else:
        x = x * x
    return x


@program(0.7, order=2)
def while_else(x):
    i = 0
    while i < 3:
        i += 1
        x = x * 1.5
        if x > 3.0:
            break
    else:
        x = x * x
    return x


@program(0.7, order=2)
def return_in_a_loop_with_else(x):
    for i in range(3):
        x = x * 1.5
        if x > 1.5:
            return x * i
    else:
        x = x * x
    return x


@program(0.7, order=2)
def walrus_in_a_test(x):
    if (y := x * x) > 0.1 and (z := y * x) < 10:
        return y * z
    return y


@program(0.7, order=2)
def walrus_behind_and(x):
    z = x
    if x > 0.1 and (z := x * x) > 0.2:
        return z * x
    return z


@program(0.7, order=2)
def walrus_in_while(x):
    z = x
    while (w := z * z) < 5.0:
        z = z + w + 0.5
    return z * w


@program(X, order=2)
def walrus_in_a_comprehension(x):
    ys = [y * v for v in x if (y := v * v) > 0.1]
    return sum(ys) * y


@program(0.7, 2, order=2)
def match_literals(x, k):
    match k:
        case 0:
            return x
        case 1 | 2:
            y = x * x
        case _:
            y = x**3
    return y * x


@program(0.7, order=2)
def match_sequences(x):
    match (x, x * x, x**3):
        case (a,):
            return a
        case (a, *rest) if a < rest[0]:
            return a
        case (a, *rest):
            return a * rest[1]


@program({"kind": "b", "w": 0.7, "u": 2.0}, order=2)
def match_mappings(d):
    match d:
        case {"kind": "a", "w": w}:
            return w
        case {"kind": "b", "w": w, **rest}:
            return w * w * rest["u"]


@program(Circle(0.7, 2.0), order=2)
def match_classes(shape):
    match shape:
        case Circle(radius=r, weight=0.0):
            return r
        case Circle(r, w) as c:
            return r * w * c.radius
        case _:
            return 0.0


@program(0.7, order=2)
def match_nested(x):
    total = 0.0
    for each in [("add", x), ("mul", (x, 2.0)), ("none", None)]:
        match each:
            case ("add", v):
                total = total + v
            case ("mul", (a, b)):
                total = total + a * b * x
            case (_, None):
                total = total * 2
    return total


@program(0.7, order=2)
def try_finally(x):
    try:
        y = x * x
    finally:
        factor = 3.0
    return y * factor


@program(0.7, order=2)
def return_before_finally(x):
    steps = []
    try:
        if x > 0.1:
            return x * x
        steps.append(x)
    finally:
        steps.append(x * x)
        x = steps[0]
    return x


@program(0.7, order=2)
def break_before_finally(x):
    y = x
    for i in range(5):
        try:
            if y > 2.0:
                break
            y = y * 1.7
        finally:
            y = y + x * i
    return y


@program(0.7)
def deleted(x):
    y = x * x
    z = y * x
    xs = [x, x * x, x**3, x**4]
    del y, xs[1], xs[:1]
    y = xs[0]
    return z * y + xs[-1]


@program(0.7, order=2)
def global_declared(x):
    global FACTOR
    return x * FACTOR


@program(0.7, order=2)
def nonlocal_counter(x):
    total = 0.0

    def add(v):
        nonlocal total
        total += v * x

    for i in range(3):
        add(x)
        if total > 0.6:
            add(total)
    return total


@program(X, order=2)
def nonlocal_parameter(x):
    def step(k):
        nonlocal x
        x = x * np.cos(x) + k

        def inner():
            nonlocal x
            x = x * 0.5

        inner()

    step(1.0)
    step(2.0)
    return np.sum(x)


def doubled(function):
    @functools.wraps(function)
    def wrapper(*args, **kwargs):
        return 2 * function(*args, **kwargs)

    return wrapper


@program(0.7, order=2)
def inner_function_decorated(x):
    @doubled
    def f(v, power=2):
        return v**power * x

    return f(x) + f(x, power=3)


@program(0.7, 1.3, order=2)
def captured_variable_assigned_on_one_path(x, y):
    f = lambda u: u * y
    if x > 0.2:
        y = y * x
    return f(x)


# -- comprehensions and generators ---------------------------------------------------------------------------------


@program(X, order=2)
def condition_on_an_active_value(x):
    return sum([v * v for v in x if v > 0])


@program(0.7, order=2)
def loops_and_conditions(x):
    return sum([x**i * j for i in range(4) if i for j in range(i) if (i + j) % 2])


@program(0.7, order=2)
def comprehension_in_a_comprehension(x):
    m = [[x**i * j for j in range(3) if j] for i in range(3)]
    return m[1][1] * m[2][0]


@program(X, order=2)
def generator_in_sum_max_min(x):
    return sum(v * v for v in x) * max(list(v * v for v in x)) + min([v for v in x])


@program(X, order=2)
def any_and_all_stop_early(x):
    factor = 2.0 if all(v < 5 for v in x) else 1.0
    small = any(1.0 / (v - 1.3) < -5.0 for v in x if v < 1.25)
    first = any(v > 0.4 and 1.0 / (v - x[0] + 1.0) > 0 for v in x)
    return x[0] * x[1] * factor * (1.0 if small else 3.0) if first else x[1]


@program(0.7, 1.3, order=2)
def break_out_of_a_tuple(x, y):
    for e in (x, y, x * y):
        if e > 1.0:
            return e * e
    return x


@program(0.7, 1.3, order=2)
def break_out_of_a_slice(x, y):
    xs = [x, y, x * y]
    total = 0.0
    for k, e in enumerate(xs[1:], 2):
        if e < 1.0:
            break
        total = total + e * k * x
    return total


@program(0.7, order=2)
def functions_appended_in_a_loop(x):
    fs = []
    for k in range(3):
        fs.append(lambda v, k=k: v**k * x)
    return sum(f(x) for f in fs)


@program(X, order=2)
def loop_over_a_generator(x):
    total = 0.0
    for v in (u * u for u in x if u > 0):
        if v > 1.0:
            continue
        total = total * x[1] + v
    return total


@program(0.7)
def generator_given_a_name(x):
    g = (x * i for i in range(3))
    x = 2 * x
    return sum(g) * x


@program(0.7)
def iterator_read_twice(x):
    pairs = zip([x, x * x], [1.0, 2.0], strict=True)
    return sum([a * b for a, b in pairs]) + sum([a for a, b in pairs])


@program(X, order=2)
def iterator_read_once(x):
    pairs = zip(x, x[1:], strict=False)
    return sum([a * b for a, b in pairs])


@program(0.7, order=2)
def lambda_in_a_comprehension(x):
    k = 5.0
    fs = [lambda v: v * k for k in (2.0, 3.0)]
    return fs[0](x) * k


@program(0.7, order=2)
def dict_of_a_dict(x):
    d = {"a": x, "b": x * x}
    e = {k: 2 * v for k, v in d.items()}
    return e["a"] * e["b"]


@program(0.7, order=2)
def starred_targets(x):
    a, *rest = [x, x * x, x**3]
    *first, b = (x, 2 * x)
    (c, *middle, d), e = [x**i for i in range(5)], x
    return a * rest[1] + len(rest) + first[0] * b + c * middle[1] * d * e


@program(X, order=2)
def starred_target_of_an_array(x):
    a, *rest = x
    return a * rest[1] + len(rest)


@program(X, order=2)
def starred_displays(x):
    a = [x[0], x[1]]
    b = (x[2],)
    c = [*a, *b, x[3]]
    t = (*a, *b)
    return c[1] * c[2] + len(c) + t[2] * t[0]


@program(0.7, order=2)
def zip_of_unpacked_pairs(x):
    pairs = [(x, x * x), (x**3, 2 * x)]
    a, b = zip(*pairs, strict=True)
    return a[0] * b[1] + a[1]


@program(0.7, order=2)
def keywords_passed_on(x):
    def g(a, b=1.0, c=2.0):
        return a * b * c

    def f(*args, **kwargs):
        return g(*args, **kwargs) * len(kwargs)

    return f(x, c=x * x) + f(x, x, c=3.0)
