"""Objects of the user's classes that a program makes and changes."""

# ruff: noqa: B007 - the forms under test

from __future__ import annotations

import collections
from dataclasses import dataclass, field

import numpy as np

from .programs import Programs

OBJECTS = Programs()
program = OBJECTS.add
X = np.array([0.5, 1.2, -0.3, 0.8])


class Particle:
    friction = 0.1

    def __init__(self, position, speed=0.0):
        self.position = position
        self.speed = speed

    def step(self, force, h):
        self.speed += h * (force - self.friction * self.speed)
        self.position = self.position + h * self.speed
        return self

    @property
    def energy(self):
        return self.position**2 + self.speed**2


class Charged(Particle):
    def __init__(self, position, charge):
        super().__init__(position)
        self.charge = charge
        self.path = []

    def step(self, force, h):
        super().step(force * self.charge, h)
        self.path.append(self.position)
        return self


@dataclass
class Circle:
    radius: float
    points: list = field(default_factory=list)
    area: float = 0.0

    def __post_init__(self):
        self.area = 3.14 * self.radius**2


@dataclass(frozen=True)
class Pair:
    a: float
    b: float = 2.0


@program(0.7, order=2)
def made_and_changed(x):
    p = Particle(x)
    p.step(x * x, 0.1).step(x, 0.2)
    p.mass = 2 * x
    return p.energy * p.mass


@program(0.7, order=2)
def changed_in_a_loop(x):
    p = Particle(x, speed=1.0)
    for i in range(4):
        p.step(-p.position * x, 0.1)
    return p.energy + p.speed


@program(0.7, order=2)
def changed_on_one_path(x):
    p = Particle(x)
    q = p
    if x > 0.1:
        p.position = x * x
    else:
        p.speed = x
    return q.position * p.energy


@program(0.7, order=2)
def inherited(x):
    p = Charged(x, 2.0 * x)
    for i in range(3):
        p.step(x, 0.1)
    return p.path[0] * p.path[-1] * p.energy * len(p.path)


@program(X, order=2)
def arrays_in_attributes(x):
    p = Particle(x * 1, x * 2)
    position = p.position
    p.position[0] = x[1]
    p.speed += x
    p.step(x * x, 0.1)
    return np.sum(position * p.position) + np.sum(p.energy)


@program(0.7, order=2)
def dataclasses_made(x):
    c = Circle(x)
    c.points.append(c.area)
    d = Circle(radius=2 * x, points=[x])
    return c.points[0] * d.area + d.points[0] + len(c.points)


@program(0.7, order=2)
def objects_in_a_list(x):
    ps = [Particle(x * i) for i in range(3)]
    for p in ps:
        p.step(x, 0.1)
    return sum(p.energy for p in ps)


@program(0.7)
def object_returned(x):
    p = Particle(x, x * x)
    p.position = p.position * 2
    return p.position, p.speed


@program(0.7, order=2)
def frozen_dataclass_made(x):
    p = Pair(x)
    return p.a * p.b + Pair(x, b=x).b


@program(Particle(0.7), 0.3)
def attribute_of_an_argument_changed(p, x):
    p.speed = x
    return p.speed * x


@program(0.7, order=2)
def double_ended_queue(x):
    q = collections.deque([x, x * x])
    q.append(x**3)
    q.appendleft(2 * x)
    a = q.popleft()
    for i in range(3):
        q.append(q.popleft() * x)
    return a * q[0] + q.pop() * len(q)
