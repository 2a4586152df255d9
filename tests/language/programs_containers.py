"""Tuples, named tuples, dataclasses, and containers of containers."""

# ruff: noqa: RUF005, RUF059 - the forms under test

from __future__ import annotations

from collections import namedtuple
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np

from .programs import Programs

CONTAINERS = Programs()
program = CONTAINERS.add
X = np.array([0.5, 1.2, -0.3, 0.8])
M = np.array([[0.5, 1.2, -0.3], [0.8, -0.6, 0.2]])
Point = namedtuple("Point", "u v")


class State(NamedTuple):
    position: Any
    speed: Any


@dataclass
class Params:
    w: Any
    b: float
    name: str = "p"


@program((0.7, 1.3), order=2)
def tuple_argument(p):
    a, b = p
    return a * b + p[0] * p[-1]


@program([0.7, 1.3, 0.2])
def list_argument(p):
    return p[0] * p[1] + p[-1] ** 2 + len(p) * p[2]


@program([0.7, 1.3, 0.2], 1)
def list_runtime_index(p, i):
    return p[i] * p[i + 1] * p[0]


@program({"w": X, "b": 0.3}, order=2)
def dict_argument(p):
    return np.sum(p["w"] ** 2) * p["b"]


@program({"w": X, "b": [0.3, (0.1, X)]})
def nested_argument(p):
    return np.sum(p["w"] * p["b"][1][1]) * p["b"][0] * p["b"][1][0]


@program((X, [X * 2, 0.5]))
def nested_container_written(p):
    a, (b, c) = p
    b[0] = a[1] * c
    a *= 2
    return np.sum(a * b)


@program(Point(0.7, X))
def namedtuple_argument(p):
    u, v = p
    return p.u * np.sum(v) + p[0] * p.v[1]


@program(Params(X, 0.4))
def dataclass_argument(p):
    return np.sum(p.w * p.w) * p.b


@program(State(X, -X))
def namedtuple_replaced(s):
    for _ in range(3):
        s = State(s.position + 0.1 * s.speed, s.speed - 0.1 * s.position)
    return np.sum(s.position * s.speed)


@program(0.7)
def namedtuple_built(x):
    p = Point(x, v=x**2)
    q = Point(p.v, p.u)
    return p.u * q.u + q[1]


@program(0.7)
def namedtuple_result(x):
    return Point(x**2, [x, x**3])


@program(0.7)
def tuple_in_loop_state(x):
    state = (x, 1.0)
    for i in range(4):
        a, b = state
        state = (b, a * x + i)
    return state[0] * state[1]


@program(X)
def array_in_tuple_then_written(x):
    a = x * 1.0
    t = (a, 2.0)
    a[0] = x[1] ** 2
    return np.sum(t[0]) * t[1]


@program(0.7)
def tuple_unpacked_in_for(x):
    pairs = [(x, 1.0), (x**2, 2.0)]
    s = 0.0
    for a, b in pairs:
        s += a * b
    return s


@program(0.7)
def tuple_concat_slice(x):
    t = (x, x**2) + (1.0,)
    return t[1:][0] * t[-1] * len(t)


@program(0.7)
def dataclass_built(x):
    p = Params(x, x**2)
    return p.w * p.b


@program(0.7)
def empty_containers(x):
    a, b, c = [], (), {}
    if not a and not b and not c:
        return x * 2
    return x


@program(X, M, order=2)
def arrays_of_different_shapes(x, m):
    xs = [x, m, x[:2], x[0]]
    s = 0.0
    for a in xs:
        s = s + np.sum(a * a)
    xs[1] = xs[1] @ xs[1].T
    return s * np.sum(xs[1] * xs[2])


@program(X, M, order=2)
def arrays_made_of_parts(x, m):
    a = np.array([x[0], x[1] * x[2], 2.0])
    b = np.array([x, x * 2])
    c = np.array([[x[0], 1.0], [x[1] ** 2, x[2]]])
    d = np.stack([m[0], a], axis=1)
    return np.sum(a * m) + np.sum(b**2) + np.sum(c @ c) + np.sum(d * d)


@program(X, order=2)
def nested_unpacking_of_containers(x):
    d = {"a": (x[0], [x[1], {"b": x[2]}])}
    first, (second, inner) = d["a"]
    return first * second * inner["b"]
