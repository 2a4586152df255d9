"""Operators and builtins that a class of the user defines."""

from __future__ import annotations

import numpy as np

from tests.language.programs import Programs

OVERLOADS = Programs()
program = OVERLOADS.add
X = np.array([0.5, 1.2, -0.3, 0.8])


class Box:
    def __init__(self, **kw):
        self.__dict__.update(kw)


class Vec:
    def __init__(self, x, y):
        self.x = x
        self.y = y

    def __add__(self, o):
        return Vec(self.x + o.x, self.y + o.y)

    def __mul__(self, s):
        return Vec(self.x * s, self.y * s)

    __rmul__ = __mul__

    def __sub__(self, o):
        return Vec(self.x - o.x, self.y - o.y)

    def __neg__(self):
        return Vec(-self.x, -self.y)

    def __getitem__(self, i):
        return (self.x, self.y)[i]

    def __len__(self):
        return 2

    def __iter__(self):
        return iter((self.x, self.y))

    def __eq__(self, o):
        return self.x == o.x

    def __lt__(self, o):
        return self.x < o.x

    def __call__(self, t):
        return self.x + t * self.y

    def __matmul__(self, o):
        return self.x * o.x + self.y * o.y

    def __abs__(self):
        return np.sqrt(self.x**2 + self.y**2)

    def __bool__(self):
        return True

    def __contains__(self, v):
        return v == self.x

    def __truediv__(self, s):
        return Vec(self.x / s, self.y / s)

    def __pow__(self, n):
        return Vec(self.x**n, self.y**n)

    def __iadd__(self, o):
        self.x += o.x
        self.y += o.y
        return self

    def __hash__(self):
        return 1

    def __setitem__(self, i, v):
        if i == 0:
            self.x = v
        else:
            self.y = v


@program(Vec(1.0, 2.0), Vec(0.3, 0.4), order=2)
def op_add(a, b):
    c = a + b
    return c.x * c.y


@program(Vec(1.0, 2.0), 0.7, order=2)
def op_mul(a, s):
    c = a * s + 2.0 * a - (-a)
    return c.x * c.y


@program(Vec(1.0, 2.0), Vec(0.3, 0.4), order=2)
def op_matmul_abs(a, b):
    return (a @ b) * abs(a)


@program(Vec(1.0, 2.0), Vec(0.3, 0.4), order=2)
def op_div_pow(a, b):
    return ((a / 2.0) ** 2).x * b.y


@program(Vec(1.0, 2.0), 0.3, order=2)
def op_call(a, t):
    return a(t) ** 2


@program(Vec(1.0, 2.0), 0.3, order=2)
def op_getitem(a, t):
    return a[0] * a[1] * t


@program(Vec(1.0, 2.0), 0.3, order=2)
def op_setitem(a, t):
    a[0] = t * a[1]
    return a.x**2 * a.y


@program(Vec(1.0, 2.0), Vec(0.3, 0.4), order=2)
def op_compare(a, b):
    if a < b:
        return a.x
    if a == b:
        return b.x
    if a:
        return a.x * b.x * len(a)
    return a.y


@program(Vec(1.0, 2.0), Vec(0.3, 0.4), order=2)
def op_iter(a, b):
    x, y = a
    s = 0.0
    for v in b:
        s = s + v * v
    return x * y * s


@program(Vec(1.0, 2.0), Vec(0.3, 0.4), order=2)
def op_iadd(a, b):
    a += b
    return a.x * a.y


@program(0.3, order=2)
def op_made(t):
    a = Vec(t, t * t)
    b = Vec(1.0, t)
    for _ in range(3):
        a = a + b * 0.1
    a += b
    a[0] = a[0] * 2
    x, y = a
    return x * y + a @ b + abs(a)
