"""Classes as people write them: private names, properties, inheritance, slots, frozen and cached parts, copies."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass, replace

import numpy as np

from tests.language.programs import Programs

CLASSES = Programs()
program = CLASSES.add
X = np.array([0.5, 1.2, -0.3, 0.8])


class Box:
    def __init__(self, **kw):
        self.__dict__.update(kw)


@dataclass(frozen=True)
class Frozen:
    a: float
    w: np.ndarray
    n: int = 3
    name: str = "f"

    def __post_init__(self):
        if not isinstance(self.a, (float, complex, np.generic)):
            raise TypeError(type(self.a))

    def value(self, x):
        return self.a * x + np.sum(self.w) * self.n

    @property
    def norm(self):
        return np.sqrt(np.sum(self.w**2))

    @classmethod
    def make(cls, a, w):
        return cls(a, w * 2)

    @staticmethod
    def sq(x):
        return x * x


@dataclass(frozen=True, slots=True)
class Slotted:
    a: float
    w: np.ndarray
    _p: float = 1.0


class Slots:
    __slots__ = ("__y", "x")

    def __init__(self, x, y):
        self.x = x
        self.__y = y

    @property
    def y(self):
        return self.__y

    @y.setter
    def y(self, v):
        self.__y = v * 1.0


class SlotsChild(Slots):
    __slots__ = ("z",)

    def __init__(self, x, y, z):
        super().__init__(x, y)
        self.z = z


@program(Frozen(1.5, X * 1), 0.7, order=2)
def frozen(p, x):
    return p.value(x) * p.norm * p.sq(x)


@program(Frozen(1.5, X * 1), 0.7, order=2)
def frozen_replace(p, x):
    q = replace(p, a=x * p.a)
    return q.value(x) + q.a


@program(Frozen(1.5, X * 1), 0.7, order=2)
def frozen_make(p, x):
    q = Frozen.make(x, p.w)
    r = type(p)(x, p.w)
    s = p.make(x, p.w)
    return q.value(x) + r.a * s.norm


@program(Slotted(1.5, X * 1), 0.7, order=2)
def slotted(p, x):
    return p.a * x * np.sum(p.w) * p._p


@program(Slotted(1.5, X * 1), order=2)
def slotted_returned(p):
    return Slotted(p.a * 2, p.w**2)


@program(Slots(1.0, 2.0), 0.7, order=2)
def slots_private(p, x):
    return p.x * p.y * x


@program(Slots(1.0, 2.0), 0.7, order=2)
def slots_setter(p, x):
    p.y = x * p.x
    p.x = p.y * x
    return p.x * p.y * x


@program(SlotsChild(1.0, 2.0, 3.0), 0.7, order=2)
def slots_child(p, x):
    p.z = p.z * x
    return p.x * p.y * p.z


class Validated:
    def __init__(self, v):
        raise RuntimeError("never called")


def mk():
    v = object.__new__(Validated)
    v.v = 2.0
    return v


@program(mk(), 0.7, order=2)
def no_init(p, x):
    return p.v * x


class Private:
    def __init__(self, w):
        self.__w = w
        self._b = 1.0

    def f(self, x):
        return self.__w * x + self._b

    def g(self, x):
        self.__w = self.__w * x
        return self.__w**2


@program(Private(2.0), 0.7, order=2)
def private(p, x):
    return p.f(x)


@program(Private(2.0), 0.7, order=2)
def private_written(p, x):
    return p.g(x) * p.g(x)


class Base(ABC):
    scale = 2.0

    def __init__(self, w):
        self.w = w

    @abstractmethod
    def f(self, x): ...
    def run(self, x):
        return self.f(x) * self.scale


class Child(Base):
    def __init__(self, w, b):
        super().__init__(w)
        self.b = b

    def f(self, x):
        return self.w * x + self.b


class GrandChild(Child):
    scale = 3.0

    def f(self, x):
        return super().f(x) ** 2

    def run(self, x):
        return super().run(x) + Base.run(self, x)


@program(Child(2.0, 1.0), 0.7, order=2)
def abstract_child(p, x):
    return p.run(x)


@program(GrandChild(2.0, 1.0), 0.7, order=2)
def grand_child(p, x):
    return p.run(x)


class Mixin:
    def twice(self, x):
        return 2 * self.f(x)


class Multi(Mixin, Child):
    pass


@program(Multi(2.0, 1.0), 0.7, order=2)
def multiple_inheritance(p, x):
    return p.twice(x) + p.run(x)


class PropSetter:
    def __init__(self, v):
        self._v = v
        self.calls = 0

    @property
    def v(self):
        return self._v * 2

    @v.setter
    def v(self, value):
        self._v = value / 2
        self.calls += 1


@program(PropSetter(1.0), 0.7, order=2)
def property_setter(p, x):
    p.v = x * x
    p.v += x
    return p.v * p._v * p.calls


class Shape(ABC):
    def __init__(self, size):
        self.size = size

    @abstractmethod
    def area(self): ...

    def doubled(self):
        return 2.0 * self.area()


class Square(Shape):
    def area(self):
        return self.size**2


@dataclass
class Disc(Shape):
    size: float

    def area(self):
        return np.pi * self.size**2


@program(X, order=2)
def objects_of_abstract_bases(x):
    total = 0.0
    for shape in [Square(x[0]), Disc(x[1])]:
        total += shape.doubled() if isinstance(shape, Shape) else 0.0
    return total * x[2]


class Weighted:
    """Scales, and sums up what it was given."""

    def __init__(self, k):
        self.k = k
        self.seen = 0.0

    def value(self, v):
        self.seen += v
        return self.k * v * v


class Waving(Weighted):
    """Of another class."""

    def value(self, v):
        return np.sin(self.k * v)


class Applied:
    """Holds a function."""

    def __init__(self, function):
        self.function = function
        self.calls = 0

    def value(self, v):
        self.calls += 1
        return self.function(v)


@program(X, 0.7, order=2)
@program(X[:1], 0.7, order=2)
@program(X[:2], 0.7, order=2)
def objects_of_two_classes_beside_an_array(x, a):
    s = 0.0
    terms = [Weighted(a), Waving(a), Weighted(x[0])]
    for k, (term, v) in enumerate(zip(terms, x)):  # noqa: B905 - the form under test
        s += term.value(v) * (k + 1)
        if s > 3.0:
            break
    return s * terms[0].seen


@program(X, 0.7, order=2)
@program(X[:1], 0.7, order=2)
def objects_with_functions_beside_rows(x, a):
    m = np.outer(x, x)
    s = 0.0
    terms = [Applied(np.sin), Waving(a), Applied(lambda z: z * a)]
    for term, row, n in zip(terms, m, range(len(x))):  # noqa: B905 - the form
        row *= a  # noqa: PLW2901 - the form under test
        s += np.sum(term.value(row)) * (n + terms[0].calls)
    return s + np.sum(m)


@program(X, 0.7, order=2)
def objects_beside_parts_of_an_array(x, a):
    terms = [Applied(np.sin), Applied(lambda z: z * a)]
    for j in range(len(x)):
        s = 0.0
        for k, (term, v) in enumerate(zip(terms, x[j:]), 1):  # noqa: B905 - the form under test
            s += term.value(v) * k
            if s > 1.0:
                return s * terms[0].calls
    return s * terms[0].calls + terms[1].calls
