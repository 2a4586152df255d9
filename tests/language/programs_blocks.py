"""Blocks that are written as plainer ones: loops with `else`, `match`, `try` with `finally`."""

# ruff: noqa: B007, PLW0120 - the forms under test

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .programs import Programs

BLOCKS = Programs()
program = BLOCKS.add
X3 = np.array([0.3, -0.8, 1.1])


@dataclass
class Circle:
    radius: float
    weight: float = 1.0


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


@program(X3, 0.7, order=2)
def match_of_what_is_no_sequence(x, a):
    match [a, x[2]]:
        case ("k", [u, v]):
            return u * v
        case [u, v]:
            return u * v**2
    return a


@program(X3, 0.7, order=2)
@program(X3, -0.7, order=2)
def no_sequence_behind_a_condition(x, a):
    if a > 0 and isinstance(x[2], tuple) and len(x[2]) == 2:
        return a
    return x[2] * a
