# ruff: noqa: PLW0108 - lambdas are what is differentiated
"""Operators on objects are their methods; what Python would refuse, or what cannot be followed, is refused."""

import math

import numpy as np
import pytest

from s2sad import S2SADError, grad, jvp


class Dual:
    """Nothing here means what it means for numbers, so that a confusion shows."""

    def __init__(self, a):
        self.a = a

    def __neg__(self):
        return Dual(-3 * self.a)

    def __invert__(self):
        return self.a * 13

    def __mul__(self, other):
        return NotImplemented if isinstance(other, Dual) else Dual(self.a * other * 2)

    def __rmul__(self, other):
        return Dual(self.a * other * 5) if isinstance(other, float) else Dual(self.a * other.a)

    def __add__(self, other):
        return Dual(self.a + other.a * 4)

    def __iadd__(self, other):
        self.a = self.a + other * 2
        return self

    def __abs__(self):
        return self.a * 7

    def __float__(self):
        return self.a * 11

    def __len__(self):
        return 4

    def __iter__(self):
        return iter((self.a, 2 * self.a))

    def __lt__(self, other):
        return self.a < other.a

    def __eq__(self, other):
        return self.a == other.a

    __hash__ = None

    def __bool__(self):
        return False

    def __contains__(self, x):
        return x > 1

    def __getitem__(self, k):
        return self.a * (k + 2)

    def __setitem__(self, k, v):
        self.a = v * k


class Wide(Dual):
    def __radd__(self, other):
        return self.a * other.a


def increased(v):
    v += v.a
    return v.a


def entered(v):
    v[3] = v.a
    return v.a


PROGRAMS = {
    "neg": (lambda v: (-v).a, -3.0),
    "invert": (lambda v: ~v, 13.0),
    "mul": (lambda v: (v * 2.0).a, 4.0),
    "reflected": (lambda v: (2.0 * v).a, 10.0),
    "declined": (lambda v: (v * v).a, 4.0),
    "add": (lambda v: (v + v).a, 5.0),
    "subclass first": (lambda v: v + Wide(v.a), 4.0),
    "abs": (lambda v: abs(v), 7.0),
    "float": (lambda v: float(v), 11.0),
    "sum": (lambda v: sum(v), 3.0),
    "len": (lambda v: len(v) * v.a, 4.0),
    "less": (lambda v: v.a * 3 if v < Dual(5.0) else v.a, 3.0),
    "mirrored": (lambda v: v.a * 3 if Dual(5.0) > v else v.a, 3.0),
    "equal": (lambda v: v.a * 3 if v == Dual(2.0) else v.a, 3.0),
    "unequal": (lambda v: v.a if v != Dual(2.0) else v.a * 3, 3.0),
    "bool": (lambda v: v.a if v else v.a * 3, 3.0),
    "not": (lambda v: v.a * 3 if not v else v.a, 3.0),
    "in": (lambda v: v.a * 3 if 2.0 in v else v.a, 3.0),
    "item": (lambda v: v[1], 3.0),
    "in place": (increased, 3.0),
    "set item": (entered, 3.0),
    "getattr": (lambda v: getattr(v, "a") ** 2, 4.0),  # noqa: B009 - it is what is tested
}


@pytest.mark.parametrize("name", PROGRAMS)
def test_operators_call_methods(name):
    fun, slope = PROGRAMS[name]
    if name not in ("in place", "set item"):
        assert grad(fun)(Dual(2.0)).a == slope
    assert grad(lambda a: fun(Dual(a)))(2.0) == slope
    assert jvp(lambda a: fun(Dual(a)), (2.0,), (1.0,))[1] == slope


class Bare:
    def __init__(self, a):
        self.a = a


def with_locals(v):
    a = v.a
    return locals()["a"] * a


@pytest.mark.parametrize(
    "fun",
    [
        lambda v: np.sin(v),
        lambda v: math.sin(v),
        lambda v: v.a - v,
        lambda v: v.__dict__["a"] ** 2,
        lambda v: vars(v)["a"] ** 2,
        lambda v: eval("v.a") ** 2,
        with_locals,
    ],
)
@pytest.mark.parametrize("cls", [Dual, Bare])
def test_what_cannot_be_followed_is_refused(fun, cls):
    with pytest.raises(S2SADError):
        grad(fun)(cls(2.0))
