"""Objects, dicts and lists that hold a function, while what they hold besides changes in a loop."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np

from .programs import Programs

HELD_FUNCTIONS = Programs()
program = HELD_FUNCTIONS.add
X = np.array([0.3, -0.8, 1.1])


class Solver:
    """Steps of Adams and Bashforth."""

    def __init__(self, f: Any, y: Any) -> None:
        self.f = f
        self.y = y
        self.t = 0.0
        self.last: Any = None
        self.history: list[Any] = []

    def step(self, h: Any) -> None:
        """One step forward."""
        k = self.f(self.t, self.y)
        self.y = self.y + h * (k if self.last is None else 1.5 * k - 0.5 * self.last)
        self.last = k
        self.t += h
        self.history.append(self.y)


@dataclass
class Counted:
    """A function that counts its calls and sums up its arguments."""

    f: Any
    calls: int = 0
    total: Any = 0.0

    def __call__(self, z: Any) -> Any:
        self.calls += 1
        self.total = self.total + z
        return self.f(z)


class Driver:
    """Holds something that holds a function."""

    def __init__(self, solver: Any) -> None:
        self.solver = solver
        self.time = 0.0

    def go(self, h: Any) -> None:
        """One step forward."""
        self.time += h
        self.solver.step(h)


@program(X, 0.7, order=2)
def steps_of_a_solver(x, a):
    it = Solver(lambda t, y: -a * y + t, x)
    while it.t < 0.5:
        it.step(0.1)
    return np.sum(it.y) + it.t + sum(np.sum(y * y) for y in it.history)


@program(X, 0.7, order=2)
def solver_under_two_names(x, a):
    it = Solver(lambda t, y: -a * y * y, x)
    same = it
    for v in x:
        it.step(v)
        same.t += a
    return np.sum(same.y) * it.t


@program(X, 0.7, order=2)
def solver_on_some_paths(x, a):
    it = Solver(lambda t, y: -a * y + t, x)
    for v in x:
        if v > 0:
            it.step(v)
        else:
            it.t = it.t + a
        if it.t > 1.05:
            break
    return np.sum(it.y) * it.t


@program(X, 0.7, order=2)
def solvers_in_a_driver_in_a_list(x, a):
    drivers = [Driver(Solver(lambda t, y: -a * y + t, x)), Driver(Solver(lambda t, y: y * y, x))]
    for v in x:
        for driver in drivers:
            driver.go(v)
    return np.sum(drivers[0].solver.y) * drivers[1].time + np.sum(drivers[1].solver.y)


@program(X, 0.7, order=2)
def array_of_a_solver_written(x, a):
    it = Solver(lambda t, y: y, x.copy())
    other = x * 2
    for v in x:
        it.y += v * a
        it.y[0] = it.t
        it.t = it.t + v
        it.y, other = other, it.y
    return np.sum(it.y**2) * it.t + np.sum(other * x)


@program(X, 0.7, order=2)
def calls_counted_in_a_bisection(x, a):
    g = Counted(lambda z: z**3 - 2 - a)
    low, high = x[0], 3.0
    while high - low > 0.1:
        middle = 0.5 * (low + high)
        if g(middle) > 0:
            high = middle
        else:
            low = middle
    return g.total * low + g.calls


@program(X, 0.7, order=2)
def partial_function_counted(x, a):
    g = Counted(partial(lambda k, z: k * np.sin(z), a))
    s = 0.0
    for v in x:
        s = s * 0.5 + g(v + s)
    return g.total * s + g.calls


@program(X, 0.7, order=2)
def entry_beside_a_function(x, a):
    state = {"f": lambda y: -a * y, "n": 0.0, "rows": []}
    s = x
    for v in x:
        s = s + 0.1 * state["f"](s)
        state["n"] += v * s[0]
        state["rows"] = [*state["rows"], s[1]]
    return np.sum(s) * state["n"] + sum(state["rows"])


@program(X, 0.7, order=2)
def element_beside_a_function(x, a):
    state = [lambda y: -a * y, 0.0]

    def advance(v):
        state[1] += state[0](v * v)

    for v in x:
        advance(v)
    state[1] *= a
    return state[1] ** 2
