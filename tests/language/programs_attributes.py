"""Attributes of objects that are arguments, assigned; operators that a class defines."""

from __future__ import annotations

import numpy as np

from tests.language.programs import Programs

ATTRIBUTES = Programs()
program = ATTRIBUTES.add
X = np.array([0.5, 1.2, -0.3, 0.8])


class Net:
    def __init__(self, w, b):
        self.w = w
        self.b = b
        self.h = 0.0

    def forward(self, x):
        self.h = np.tanh(self.w @ x + self.b)
        return self.h

    def layer(self, x):
        self.pre = self.w @ x
        self.post = np.tanh(self.pre)
        return self.post


class Rnn:
    def __init__(self, w, u):
        self.w = w
        self.u = u
        self.h = np.zeros(3)

    def step(self, x):
        self.h = np.tanh(self.w @ self.h + self.u * x)
        return self.h

    def run(self, xs):
        for x in xs:
            self.step(x)
        return np.sum(self.h**2)


class Acc:
    def __init__(self):
        self.total = 0.0
        self.count = 0
        self.hist = []

    def add(self, v):
        self.total += v
        self.count += 1
        self.hist.append(v)
        return self

    @property
    def mean(self):
        return self.total / self.count


class Box:
    def __init__(self, **kw):
        self.__dict__.update(kw)


W = np.array([[0.1, 0.2, 0.3, 0.4], [0.5, -0.6, 0.7, 0.8], [0.9, 1.0, -1.1, 1.2]])


@program(Net(W, np.ones(3)), X, order=2)
def net_forward(net, x):
    return np.sum(net.forward(x) ** 2)


@program(Net(W, np.ones(3)), X, order=2)
def net_forward_read_after(net, x):
    net.forward(x)
    return np.sum(net.h**2 * net.b)


@program(Net(W, np.ones(3)), X, order=2)
def net_new_attr(net, x):
    net.layer(x)
    return np.sum(net.post) + np.sum(net.pre)


@program(Rnn(np.eye(3) * 0.5 + 0.1, np.ones(3)), X, order=2)
def rnn(net, xs):
    return net.run(xs)


@program(Acc(), X, order=2)
def acc(a, x):
    for v in x:
        a.add(v * v)
    return a.mean


@program(Acc(), 0.7, order=2)
def acc2(a, x):
    a.add(x * x)
    a.add(x)
    return a.mean * a.hist[0]


@program(Box(w=X * 1, s=2.0), X, order=2)
def obj_aug_attr(o, x):
    o.w += x
    o.s *= 2
    return np.sum(o.w**2) * o.s


@program(Box(buf=np.zeros(4), s=2.0), X, order=2)
def obj_buf_elem(o, x):
    for i in range(4):
        o.buf[i] = x[i] ** 2 * o.s
    return np.sum(o.buf**2)


@program(Box(buf=np.ones(4), s=2.0), X, order=2)
def obj_buf_alias(o, x):
    b = o.buf
    o.buf[1] = x[0]
    b[2] *= x[1]
    return np.sum(o.buf**3) * o.s + b[2]


@program(Box(p=Box(x=1.0, v=X * 1), h=0.1), 0.7, order=2)
def nested_attr(o, x):
    o.p.x = o.p.x + o.h * x
    o.p.v = o.p.v * x
    return o.p.x * np.sum(o.p.v**2)


@program(Box(p=Box(x=1.0, v=X * 1), h=0.1), 0.7, order=2)
def nested_attr2(o, x):
    p = o.p
    p.x = o.p.x + o.h * x
    p.v[1] = x
    return o.p.x * np.sum(o.p.v**2)


@program([Box(x=1.0, v=0.5), Box(x=2.0, v=-0.5)], 0.1, order=2)
def list_of_objects_changed(ps, h):
    for _ in range(3):
        for p in ps:
            p.v = p.v - h * p.x
            p.x = p.x + h * p.v
    return sum(p.x**2 + p.v**2 for p in ps)


@program([Box(x=1.0, v=0.5), Box(x=2.0, v=-0.5)], 0.1, order=2)
def list_of_objects_read(ps, h):
    e = 0.0
    for p in ps:
        e = e + p.x * p.x + h * p.v
    return e


@program({"a": Box(x=1.0)}, 0.3, order=2)
def dict_of_objects_changed(d, x):
    d["a"].x = d["a"].x * x
    return d["a"].x ** 2


@program(Box(x=1.0), 0.3, order=2)
def changed_in_branch(o, x):
    if x > 0:
        o.x = o.x * x
    else:
        o.x = 0.0
    return o.x**2


@program(Box(x=1.0), 0.3, order=2)
def changed_in_while(o, x):
    while o.x < 3:
        o.x = o.x * 2 + x
    return o.x**2


@program(Box(x=1.0), 0.3, order=2)
def changed_by_helper(o, x):
    bump(o, x)
    bump(o, x)
    return o.x**2


def bump(o, x):
    o.x = o.x * x + 1


def rec(o, x, n):
    if n == 0:
        return o.x
    o.x = o.x * x + 1
    return rec(o, x, n - 1) * x


@program(Box(xs=[1.0, 2.0]), 0.3, order=2)
def obj_list_append(o, x):
    o.xs.append(x)
    o.xs[0] = x * x
    return sum(o.xs)


@program(Box(d={"a": 1.0}), 0.3, order=2)
def obj_dict(o, x):
    o.d["a"] = o.d["a"] * x
    return o.d["a"] ** 2


@program(Box(x=1.0, n=3), 0.3, order=2)
def int_attr(o, x):
    o.n += 1
    return x**2 * o.n


@program(Box(x=X * 1), X * 2, order=2)
def attr_array_rebound(o, x):
    old = o.x
    o.x = o.x * x
    return np.sum(old * o.x)


@program(Box(x=X * 1), X * 2, order=2)
def attr_set_to_argument(o, x):
    o.x = x
    return np.sum(o.x**2)


@program(Box(x=1.0), 0.3, order=2)
def setattr_getattr(o, x):
    o.x = o.x * x
    return o.x**2 + getattr(o, "zz", 2.0)


@program(Box(x=1.0), 0.3, order=2)
def hasattr_used(o, x):
    if hasattr(o, "y"):
        return o.y
    return o.x * x**2


@program(Box(x=1.0), 0.3, order=2)
def attr_none_then_value(o, x):
    o.cache = None
    if o.cache is None:
        o.cache = x * x
    return o.cache * o.x


@program(Box(x=1.0), 0.3, order=2)
def returns_object(o, x):
    o.x = o.x * x
    return o
