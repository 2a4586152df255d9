"""Dataclasses, named tuples and objects with parts: cached properties, copies, models, trees."""

# ruff: noqa: E741 - the forms under test

from __future__ import annotations

import copy
import functools
from dataclasses import asdict, dataclass, field, fields
from typing import NamedTuple

import numpy as np

from tests.language.programs import Programs

RECORDS = Programs()
program = RECORDS.add
X = np.array([0.5, 1.2, -0.3, 0.8])


class Box:
    def __init__(self, **kw):
        self.__dict__.update(kw)


@dataclass(frozen=True)
class Frozen:
    a: float
    w: np.ndarray


class Cached:
    def __init__(self, w):
        self.w = w

    @functools.cached_property
    def norm(self):
        return np.sqrt(np.sum(self.w**2))


@program(Cached(X * 1), 0.7, order=2)
def cached_prop(p, x):
    return p.norm * x + p.norm


class Config(NamedTuple):
    lr: float
    w: np.ndarray
    n: int = 2

    def step(self, g):
        return self.w - self.lr * g

    @property
    def size(self):
        return self.lr * self.n


@program(Config(0.1, X * 1), X * 2, order=2)
def named_tuple_method(c, g):
    return np.sum(c.step(g) ** 2) * c.size


@program(Config(0.1, X * 1), X * 2, order=2)
def named_tuple_replace(c, g):
    for _ in range(3):
        c = c._replace(w=c.step(g))
    return np.sum(c.w**2) + c[0]


@program(Config(0.1, X * 1), order=2)
def named_tuple_asdict(c):
    d = c._asdict()
    return d["lr"] * np.sum(d["w"])


@program(Config(0.1, X * 1), order=2)
def named_tuple_unpacked(c):
    lr, w, n = c
    return lr * np.sum(w) * n * len(c)


@program(Frozen(1.5, X * 1), order=2)
def dataclass_asdict(p):
    d = asdict(p)
    return d["a"] * np.sum(d["w"])


@program(Frozen(1.5, X * 1), order=2)
def dataclass_astuple_fields(p):
    s = 0.0
    for f in fields(p):
        if f.name in ("a",):
            s = s + getattr(p, f.name) ** 2
    return s + np.sum(p.w)


@program(Box(w=X * 1, b=0.5), 0.7, order=2)
def copied_object(o, x):
    q = copy.copy(o)
    q.b = x
    r = copy.deepcopy(o)
    r.w[0] = x
    return q.b * o.b + np.sum(r.w * o.w)


@program(X * 1, order=2)
def copied_array(x):
    y = copy.copy(x)
    y[0] = 2.0
    z = copy.deepcopy([x, y])
    z[0][1] = 3.0
    return np.sum(x * y * z[0])


@dataclass
class Layer:
    w: np.ndarray
    b: np.ndarray

    def __call__(self, x):
        return np.tanh(self.w @ x + self.b)


@dataclass
class Model:
    layers: list
    scale: float = 1.0

    def __call__(self, x):
        for l in self.layers:
            x = l(x)
        return self.scale * x

    def loss(self, x, y):
        return np.mean((self(x) - y) ** 2)


M = Model(
    [
        Layer(np.eye(4) * 0.3, np.ones(4) * 0.1),
        Layer(np.eye(4) * 0.5, np.zeros(4)),
        Layer(np.ones((2, 4)) * 0.2, np.zeros(2)),
    ]
)


@program(M, X * 1, np.ones(2), order=2)
def model_loss(m, x, y):
    return m.loss(x, y)


@dataclass
class Sgd:
    lr: float
    state: dict = field(default_factory=dict)
    t: int = 0

    def step(self, p, g):
        self.t += 1
        m = self.state.get("m", 0.0)
        self.state["m"] = 0.9 * m + g
        return p - self.lr * self.state["m"]


@program(Sgd(0.1, {"m": 0.0}), 0.7, order=2)
def optimiser_state(o, x):
    p = x
    for _ in range(3):
        p = o.step(p, 2 * p)
    return p**2 * o.t


@program(0.7, order=2)
def optimiser_made(x):
    o = Sgd(0.1)
    p = x
    for _ in range(3):
        p = o.step(p, 2 * p)
    return p**2 * o.t


class Counter:
    count = 0

    def __init__(self, x):
        self.x = x
        self.k = Counter.count

    def __repr__(self):
        return "c"

    def __len__(self):
        return 3


@program(0.7, order=2)
def class_attr(x):
    c = Counter(x)
    return c.x * len(c) + c.count


class Lazy:
    def __init__(self, x):
        self.x = x
        self._cache = None

    def get(self):
        if self._cache is None:
            self._cache = np.sin(self.x)
        return self._cache


@program(Lazy(0.7), 0.3, order=2)
def lazily_cached(l, x):
    return l.get() * l.get() * x


@program(0.3, order=2)
def lazily_cached_made(x):
    l = Lazy(x)
    return l.get() * l.get()


class Particle:
    def __init__(self, x, v):
        self.x = x
        self.v = v

    def force(self, o):
        return (o.x - self.x) / (1 + (o.x - self.x) ** 2)


@program([Particle(0.1, 0.2), Particle(1.0, -0.1), Particle(2.0, 0.3)], 0.1, order=2)
def nbody(ps, h):
    for _ in range(3):
        for i in range(len(ps)):
            f = 0.0
            for j in range(len(ps)):
                if i != j:
                    f = f + ps[i].force(ps[j])
            ps[i].v = ps[i].v + h * f
        for p in ps:
            p.x = p.x + h * p.v
    return sum(p.x**2 for p in ps)


@program(Box(a=1.0, f=np.sin, mode="x"), 0.7, order=2)
def function_attr(o, x):
    if o.mode == "x":
        return o.f(x) * o.a
    return o.a


@program(Box(a=1.0, f=lambda x: x * x), 0.7, order=2)
def lambda_attr(o, x):
    return o.f(x) * o.a


class Node:
    def __init__(self, v, kids=()):
        self.v = v
        self.kids = list(kids)


@program(Node(1.0, [Node(2.0), Node(3.0, [Node(4.0)])]), 0.5, order=2)
def tree_rec(t, x):
    return tsum(t, x)


def tsum(t, x):
    s = t.v * x
    for k in t.kids:
        s = s + tsum(k, x) ** 2
    return s


class Linked:
    def __init__(self, v, nxt):
        self.v = v
        self.nxt = nxt
