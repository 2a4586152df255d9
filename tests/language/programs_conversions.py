"""Conversions between kinds of numbers, objects of which nothing is known, logging, builtins."""

from __future__ import annotations

import logging
import math

import numpy as np

from .programs import Programs

CONVERSIONS = Programs()
program = CONVERSIONS.add
X = np.array([0.5, 1.2, -0.3, 0.8])
M = np.array([[0.5, 1.2, -0.3], [0.8, -0.6, 0.2]])
LOG = logging.getLogger(__name__)


@program(X, order=2)
def numbers_of_an_array(x):
    return float(x[0]) * x[1].item() + x.tolist()[2] * np.sum(x).item() + x.item(3) + x[:1].item()


@program(M, order=2)
def nested_lists_of_an_array(x):
    rows = x.tolist()
    total = 0.0
    for row in rows:
        for v in row:
            total = total * x[0, 1] + v
    return total + rows[1][2] * len(rows)


@program(2.73, order=2)
def whole_parts(x):
    q, r = divmod(x, 1.0)
    return q * r * x + x // 1.0 + x % 1.0 + int(x) * x + round(x) * x + pow(x, 2) * pow(2, 3, 5)


@program(X, order=2)
def interpolated(x):
    t = 1.3 + 0.1 * x[0]
    i = int(t)
    return x[i] * (1 - (t - i)) + x[i + 1] * (t - i)


@program(X, order=2)
def extremes_by_a_key(x):
    a = max([x[0], x[1] * 2], key=lambda v: v * v)
    b = min(list(x), key=lambda v: abs(v - 0.7))
    return a * b * max(x[0], x[3], key=lambda v: -v)


@program(X, order=2)
def random_numbers(x):
    rng = np.random.default_rng(0)
    noise = rng.normal(size=4)
    return np.sum(x * noise) ** 2 + x[0] * rng.normal()


@program(X, order=2)
def logged(x):
    y = np.sum(x * x)
    LOG.info("y is %s", y)
    logging.debug("%s", x)
    return y * x[0]


@program(X)
def active_value_given_to_an_unknown_method(x):
    rng = np.random.default_rng(0)
    return rng.normal(x[0]) * x[1]


@program(X, order=2)
def type_is(x):
    if type(x) is np.ndarray and type(x[0]) is not int:
        return np.sum(x * x)
    return x[0]


@program(0.7, order=2)
def type_of_number(x):
    return x if type(x) is int else x * x


@program(X.astype(np.float32), order=2)
def float32_array(x):
    return x * np.float32(2) * x + 1


@program(np.array(0.7), order=2)
def array_without_axes(x):
    y = x * x
    return np.sin(y) * y.ndim + y[()] * x


@program(np.array(0.7), order=2)
def array_without_axes_written(x):
    y = np.array(x)
    y[()] = x * x
    y += x
    y[...] *= 2
    return y * x


@program(0.7, order=2)
def complex_intermediate(x):
    z = complex(x, 2 * x) * np.exp(1j * x)
    w = abs(z) + z.real * z.imag + np.conj(z).imag
    return w * np.angle(z)


@program(X, order=2)
def complex_array(x):
    z = np.fft.fft(x) * (1 + 2j)
    z[0] = 1j * x[0]
    return np.sum(np.abs(z) ** 2) + np.sum(z.real * z.imag)


@program(np.zeros((0, 3)), order=2)
def empty_matrix(x):
    return np.sum(x * x) + np.sum(np.sin(x), axis=0)


@program(0.7, order=2)
def empty_intermediate(x):
    y = np.zeros(0) * x
    s = np.sum(y) + x
    for v in y:
        s = s * v
    return s * x


@program(X, order=2)
def in_active_values(x):
    return x[0] ** 2 if 7.0 not in x and 7.0 not in x.tolist() else x[1]


@program(2.73, order=2)
def rounded(x):
    return round(x) * x + round(x, 1) * x**2 + int(x) * x + math.floor(x) * x + x // 0.5 * x


@program(2.73, order=2)
def divmod_and_remainder(x):
    q, r = divmod(x, 0.8)
    return q * r * x + x % 0.7 + x // 0.7


@program(X * 2.9, order=2)
def floor_of_arrays(x):
    return np.sum(np.floor(x) * x + np.round(x) * x + x // 0.7 * x + x.astype(int) * x + np.trunc(x) * x)


@program(7, 0.7, order=2)
def pow_with_a_modulus(n, x):
    return x ** pow(n, 3, 5) + pow(x, 2) + pow(2.0, x) + pow(x, x)


@program(X, 1.3, order=2)
def interpolated_table(values, t):
    i = int(t)
    f = t - i
    j = math.floor(2 * t)
    return (1 - f) * values[i] + f * values[i + 1] + values[j]


@program(X, order=2)
def interpolated_array(t):
    table = np.array([1.0, 3.0, 2.0, 5.0])
    s = np.abs(t) * 1.9
    i = s.astype(int)
    f = s - np.floor(s)
    return np.sum((1 - f) * table[i] + f * table[i + 1])


@program(X, order=2)
def minus_infinity(x):
    best = -np.inf
    for v in x:
        if best == -np.inf or v > best:
            best = v * x[0]
    return best


@program(X, order=2)
def bool_of_active(x):
    s = x[0]
    if x[1]:
        s = s * x[1]
    while bool(s > 3):
        s = s / 2
    return s if not x[2] < 0 else s * s


@program(X, order=2)
def full_like(x):
    a = np.full_like(x, x[0] * x[1])
    b = np.full((2, 2), x[2])
    return np.sum(a * x) + np.sum(b) ** 2


@program(-0.7, order=2)
def abs_of_number(x):
    return abs(x) * x + abs(complex(x, 1.0))


@program(X, order=2)
def isinstance_float(x):
    t = 0.0
    for v in x.tolist():
        if isinstance(v, float) and not isinstance(v, (np.ndarray, list)):
            t += v * v
    return t


@program(X, order=2)
def len_and_shape(x):
    return x[len(x) - 1] * x.shape[0] * x.size
