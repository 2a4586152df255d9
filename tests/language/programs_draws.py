"""Random numbers and other new arrays of functions without rules: written to, and drawn as often as in the source."""

from __future__ import annotations

from typing import Any

import numpy as np

from .programs import Programs

DRAWS = Programs()
program = DRAWS.add
X = np.array([0.3, -0.8, 1.1])


class Model:
    """Weights drawn by the generator that it is given, and changed in place."""

    def __init__(self, rng: Any) -> None:
        self.rng = rng
        self.weights = rng.normal(size=3)

    def step(self, rate: Any) -> Any:
        self.weights -= rate * self.weights * self.rng.random()
        return np.sum(self.weights)


@program(X, 0.7, order=2)
def writes_to_what_was_drawn(x, a):
    rng = np.random.default_rng(0)
    s = rng.normal(size=4) * 0.1
    s[0] = a
    s[1:] *= x
    return np.sum(s * s)


@program(X, 0.7, order=2)
def writes_to_draws_under_two_names(x, a):
    s = np.random.RandomState(0).randn(3)
    t, rows = s[1:], [s]
    s += a * x
    return np.sum(t * t) * np.sum(rows[0])


@program(X, 0.7, order=2)
def walk_with_noise(x, a):
    rng = np.random.default_rng(1)
    path = a + rng.normal(size=(4, 3))
    for i in range(1, 4):
        path[i] += 0.5 * path[i - 1] * x
    return np.sum(path**2)


@program(X, 0.7, order=2)
def draws_in_a_loop(x, a):
    rng = np.random.default_rng(2)
    y = x
    for k in range(4):
        noise = rng.normal(0.0, 0.1, size=3)
        if rng.random() < 0.6:  # noqa: SIM108 - the form under test
            y = np.sin(y + noise * a)
        else:
            y = y * rng.uniform(0.5, 1.5) + k
    return np.sum(y)


@program(X, 0.7, order=2)
def draws_of_indices(x, a):
    rng = np.random.default_rng(3)
    n = len(x)
    order = rng.permutation(n)
    picked = x[rng.choice(n, size=5)]
    k = rng.integers(n)
    return np.sum(x[order] * np.arange(n)) * a + np.sum(picked) * x[k] + rng.integers(0, 5) * a


@program(X, 0.7, order=2)
def mean_of_a_list_with_draws(x, a):
    rng = np.random.default_rng(4)
    energies = []
    for _ in range(4):
        energies.append(np.sum(x) + a * rng.normal())
    return np.mean(energies) + np.std(energies) + np.dot(energies, energies) + np.max(np.exp(energies))


@program(X, 0.7, order=2)
def draws_of_an_object(x, a):
    model = Model(np.random.default_rng(5))
    total = 0.0
    for k in range(3):
        total += model.step(a) * x[k]
    return total + np.sum(model.weights)


@program(X, 0.7, order=2)
def reshaped_draws(x, a):
    s = np.random.default_rng(6).normal(size=(2, 3))
    r = s.reshape(3, 2)
    s *= x
    return np.sum(r[0] * a) + np.sum(np.sort(s, axis=1)[:, 0])


@program(X, 0.7, order=2)
def draws_of_a_helper(x, a, rng=None):
    def noisy(v, rng):
        return v + 0.1 * rng.standard_normal(v.shape)

    if rng is None:
        rng = np.random.default_rng(7)
    y = noisy(x, rng)
    y[0] = a
    return np.sum(noisy(y, rng) ** 2)


@program(X, 0.7)
def writes_by_the_out_of_a_draw(x, a):
    rng = np.random.default_rng(0)
    noise = np.empty(3)
    rng.standard_normal(out=noise)
    return np.sum(noise * x) * a


@program(X, 0.7)
def shuffled_by_a_generator(x, a):
    s = x * a
    np.random.default_rng(0).shuffle(s)
    return s[0]


@program(X, 0.7, order=2)
def writes_to_windows_and_nodes(x, a):
    n = len(x)
    window = np.hanning(n + 2)
    other = window
    window[1:-1] *= x
    nodes, weights = np.polynomial.legendre.leggauss(n)
    nodes *= a
    weights[0] = x[1]
    return np.sum(weights * np.exp(nodes * x)) + np.sum(other)


@program(X, 0.7, order=2)
def writes_to_grids(x, a):
    n = len(x)
    i, j = np.mgrid[0:n, 0:n]
    d = (i - j) * 1.0
    d[0] = x
    rows, columns = np.ogrid[0:1:4j, 0:3]
    rows += a
    return np.sum(np.exp(-a * d**2)) + np.sum((rows * x) ** 2 + columns * a)


@program(X, 0.7, order=2)
def writes_to_unique_values(x, a):
    values, counts = np.unique(np.array([2.0, 1.0, 2.0]), return_counts=True)
    other = values
    values *= a
    return np.sum(other * counts) * x[1]
