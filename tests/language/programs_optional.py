"""Names that are None at first or on some paths, and then an array, a list or an object."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np

from .programs import Programs

OPTIONAL = Programs()
program = OPTIONAL.add
X = np.array([0.3, -0.8, 1.1])


@dataclass
class Hit:
    """Where a ray meets a surface."""

    t: Any
    p: Any
    n: Any = None

    def shade(self, light: Any) -> Any:
        """The light that is reflected."""
        return max(float(self.n @ light), 0.0) * self.t

    @property
    def size(self) -> Any:
        """The squared distance from the origin."""
        return self.p @ self.p

    def scale(self, k: Any) -> Any:
        """Change it in place."""
        self.t = self.t * k
        self.p *= k
        return self.t


class Pair(NamedTuple):
    """A value and where it was found."""

    v: Any
    w: Any

    def prod(self) -> Any:
        """Their product."""
        return self.v * self.w


class Sphere:
    """A surface that a ray may miss."""

    def __init__(self, c: Any, r: Any) -> None:
        self.c = c
        self.r = r

    def hit(self, o: Any, d: Any) -> Hit | None:
        """The first point on the ray, if there is one."""
        oc = o - self.c
        b = oc @ d
        disc = b * b - (oc @ oc - self.r**2)
        if disc < 0:
            return None
        t = -b - np.sqrt(disc)
        if t < 0:
            return None
        p = o + t * d
        return Hit(t, p, (p - self.c) / self.r)


@program(X, 0.7, order=2)
def nearest_of_spheres(x: Any, a: Any) -> Any:
    spheres = [Sphere(x, 1.0), Sphere(x * 0.5, 1.5), Sphere(x + 3.0, 0.5)]
    total = 0.0
    for i in range(4):
        d = np.array([0.05 * i, 0.1 * a, 1.0])
        d = d / np.sqrt(d @ d)
        closest = None
        for s in spheres:
            h = s.hit(np.array([0.1, 0.2, -5.0]), d)
            if h is not None and (closest is None or h.t < closest.t):
                closest = h
        if closest is None:
            total += 0.1 * a
        else:
            total += closest.shade(np.array([0.3, 0.5, -0.8])) + closest.size * 0.01
    return total


@program(X, 0.5, order=2)
@program(X, -2.0, order=2)
def best_object(x: Any, a: Any) -> Any:
    best = None
    for k in range(len(x)):
        v = (x[k] - a) ** 2
        if best is None or v < best.t:
            best = Hit(v, x * x[k])
    return best.t * best.p[1]


@program(X, 0.5, order=2)
def best_named_tuple(x: Any, a: Any) -> Any:
    best = None
    for k in range(len(x)):
        v = (x[k] - a) ** 2 * (k + 1)
        if best is None or v < best.v:
            best = Pair(v, x[k])
    return best.prod() + best.v


@program(X, 0.7, order=2)
@program(-X * X, 0.7, order=2)
def found_and_left(x: Any, a: Any) -> Any:
    hit = None
    for k in range(len(x)):
        if x[k] > 0.5:
            hit = Hit(x[k], a * x)
            break
    if hit is None:
        return a * x[0]
    return hit.t * hit.size


@program(X, 0.7, order=2)
def taken_and_dropped(x: Any, a: Any) -> Any:
    h = None
    s = 0.0
    for k in range(2 * len(x)):
        v = x[k % 3]
        if h is None:
            h = Hit(v * a, x * k, x * a)
        elif h.t > 0.1:
            s += h.t * h.p[1] + h.n[0]
            h = None
        else:
            s += h.shade(x)
            h.scale(v)
    if h is not None:
        s += h.t
    return s


@program(X, 0.7, order=2)
def object_made_when_needed(x: Any, a: Any) -> Any:
    h = None
    s = 0.0
    for k in range(len(x)):
        if h is None:
            h = Hit(x[k] * a, x * k)
        h.p[0] += x[k]
        h.p *= a
        h.t = h.t * x[k]
        s += h.p[0] * h.t
    return s


@program(X, 0.7, order=2)
def object_or_none_matched(x: Any, a: Any) -> Any:
    h = None
    s = 0.0
    for k in range(len(x)):
        if x[k] > 0:
            h = Hit(x[k] * a, x * k)
        match h:
            case None:
                s += a
            case Hit(t=t, p=q):
                s += t * q[0]
        s += h.t if h else a
        if isinstance(h, Hit):
            s += h.p[1]
    return s


@program(X, 0.7, order=2)
def objects_or_none_in_lists(x: Any, a: Any) -> Any:
    out = [None] * len(x)
    for k in range(len(x)):
        if x[k] > 0:
            out[k] = Hit(x[k] * a, x * k)
    other = [Hit(v, x) if v > 0 else None for v in x]
    s = 0.0
    for h in out:
        if h is not None:
            s += h.t * h.p[0]
    return s + sum(h.t for h in other if h) ** 2


@program(X, 0.7, order=2)
def array_made_when_needed(x: Any, a: Any) -> Any:
    m = None
    s = 0.0
    for k in range(4):
        g = x * (k + a)
        if m is None:
            m = np.zeros_like(g)
        m *= 0.9
        m += 0.1 * g
        s += np.sum(m**2)
    return s


@program(X, 0.7, order=2)
@program(X, -0.7, order=2)
def array_or_none_written(x: Any, a: Any) -> Any:
    w = None
    if a > 0:
        w = x * 1.0
    if w is None:
        w = np.ones_like(x)
    w[0] += x[1]
    return np.sum(w * x)


@program(X, 0.7, order=2)
@program(-X * X, 0.7, order=2)
def array_or_none_behind_a_guard(x: Any, a: Any) -> Any:
    m = None
    for k in range(len(x)):
        if x[k] > 0:
            m = x * x[k]
    if m is None:
        return a * x[0]
    m[0] = a * 2
    m += x
    return np.sum(m**2)


class Adam:
    """An optimiser that makes its state in its first step."""

    def __init__(self, lr: Any) -> None:
        self.lr = lr
        self.m = None
        self.v = None

    def step(self, p: Any, g: Any) -> None:
        """Change the parameters in place."""
        if self.m is None:
            self.m = np.zeros_like(p)
            self.v = np.zeros_like(p)
        self.m[:] = 0.9 * self.m + 0.1 * g
        self.v += 0.01 * (g * g - self.v)
        p -= self.lr * self.m / (np.sqrt(self.v) + 0.1)


@program(X, 0.7, order=2)
def optimiser_with_state(x: Any, a: Any) -> Any:
    y = x * 1.0
    adam = Adam(0.1 * a)
    for _ in range(5):
        adam.step(y, 2 * y * a)
    return y @ y


class Momentum:
    """An optimiser of a dict of parameters."""

    def __init__(self) -> None:
        self.state: Any = None

    def update(self, params: Any, grads: Any, lr: Any) -> None:
        """Change the parameters in place."""
        if self.state is None:
            self.state = {}
            for k, v in params.items():
                self.state[k] = np.zeros_like(v)
        for k in params:
            self.state[k] *= 0.9
            self.state[k] += grads[k]
            params[k] -= lr * self.state[k]


@program(X, 0.7, order=2)
def optimiser_of_a_dict(x: Any, a: Any) -> Any:
    params = {"w": x * 1.0, "b": x[:2] * a}
    momentum = Momentum()
    for _ in range(4):
        grads = {"w": 2 * params["w"] * a, "b": params["b"] ** 2 + params["w"][:2]}
        momentum.update(params, grads, 0.1)
    return np.sum(params["w"]) + np.sum(params["b"] ** 2)


class Layer:
    """A layer that keeps what it was given, and collects its gradient."""

    def __init__(self, w: Any) -> None:
        self.w = w
        self.x: Any = None
        self.gw: Any = None

    def forward(self, x: Any) -> Any:
        """The output."""
        self.x = x
        return np.tanh(self.w * x)

    def backward(self, g: Any) -> Any:
        """The gradient of the input."""
        d = g * (1 - np.tanh(self.w * self.x) ** 2)
        if self.gw is None:
            self.gw = np.zeros(3, dtype=self.w.dtype)
        self.gw += d * self.x
        return d * self.w


@program(X, 0.7, order=2)
def layers_with_gradients(x: Any, a: Any) -> Any:
    layers = [Layer(x * 0.5), Layer(x + a)]
    for k in range(3):
        y = x * (k + 1) * 0.3
        for each in layers:
            y = each.forward(y)
        g = 2 * y
        for each in reversed(layers):
            g = each.backward(g)
    return sum(np.sum(each.gw**2) for each in layers)


@program(X, 0.7, order=2)
def list_made_when_needed(x: Any, a: Any) -> Any:
    history = None
    for k in range(len(x)):
        if x[k] > -1:
            if history is None:
                history = []
            history.append(x[k] * a)
    return sum(history) + history[0] ** 2


@program(X, order=2)
def list_that_is_none_first(x: Any) -> Any:
    xs = None
    for v in x:
        if xs is None:
            xs = []
        xs.append(v * v)
    return sum(xs)


@program(X, 0.7, order=2)
def previous_of_a_pair(x: Any, a: Any) -> Any:
    before, slope = None, None
    y = x * 1.0
    for _ in range(4):
        g = y * a
        if before is not None:
            dy, dg = y - before, g - slope
            step = (dy @ dg) / (dg @ dg + 1.0)
        else:
            step = 0.1
        before, slope = y.copy(), g
        y -= step * g
    return y @ y


@program(X, 0.7, order=2)
def number_or_none(x: Any, a: Any) -> Any:
    average = None
    for v in x:
        average = v if average is None else a * average + (1 - a) * v
    return average**2


@program(X, 0.7)
def chosen_object_written(x: Any, a: Any) -> Any:
    found = None
    hits = [Hit(x[0], x * 1.0), Hit(x[1], x * 2.0)]
    for h in hits:
        if h.t > a - 1.0:
            found = h
            break
    found.t = a
    return sum(h.t for h in hits)
