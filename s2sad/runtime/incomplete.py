"""Derivatives of the incomplete gamma and beta functions in their shapes, by power series in the shapes.

`gamma_slope(a, x, 1)` is d/da P(a, x). A function of `a + e` and `b + d` is an array of its Taylor coefficients,
`u[i, j]` that of `e**i d**j`; series and continued fractions (DLMF 8.7.1, 8.9.2, 8.17.22) are summed in this
arithmetic, relative to their value, so that no accuracy is lost where P, Q or I is small.
This module is imported only when an object of `scipy.special` is met.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import scipy.special as sc

_TINY, _MOST = 1e-16, 100_000


def _indices(u: Any) -> Iterator[tuple[int, int]]:
    return ((i, j) for i in range(u.shape[0]) for j in range(u.shape[1]))


def _product(u: Any, v: Any) -> Any:
    w = np.zeros(np.broadcast_shapes(u.shape, v.shape))
    for i, j in _indices(w):
        w[i, j] = sum(u[p, q] * v[i - p, j - q] for p in range(i + 1) for q in range(j + 1))
    return w


def _reciprocal(v: Any) -> Any:
    w = np.zeros(v.shape)
    for i, j in _indices(w):
        inner = [v[p, q] * w[i - p, j - q] for p in range(i + 1) for q in range(j + 1) if p + q]
        w[i, j] = -sum(inner) / v[0, 0] if inner else 1.0 / v[0, 0]
    return w


def _exponential(u: Any) -> Any:
    w = np.zeros(u.shape)
    for i, j in _indices(w):
        if i:
            total = sum(p * u[p, q] * w[i - p, j - q] for p in range(1, i + 1) for q in range(j + 1))
            w[i, j] = total / i
        else:
            w[i, j] = sum(q * u[0, q] * w[0, j - q] for q in range(1, j + 1)) / j if j else np.exp(u[0, 0])
    return w


def _variable(value: Any, orders: tuple[int, int], axis: int | None) -> Any:
    """The series of `value`, plus e (axis 0) or d (axis 1)."""
    u = np.zeros((orders[0] + 1, orders[1] + 1, *np.shape(value)))
    u[0, 0] = value
    if axis is not None and orders[axis]:
        u[(1, 0) if axis == 0 else (0, 1)] = 1.0
    return u


def _log_gamma_change(value: Any, orders: tuple[int, int], in_e: bool, in_d: bool) -> Any:
    """The series of log gamma(value + e + d) without its constant."""
    u = _variable(0.0 * value, orders, None)
    for i, j in _indices(u):
        if i + j and (in_e or not i) and (in_d or not j):
            u[i, j] = sc.polygamma(i + j - 1, value) * math.comb(i + j, i) / math.factorial(i + j)
    return u


def _relative(factor: Any, u: Any, orders: tuple[int, int]) -> Any:
    """The last derivative of `exp(factor) * u` by the value of `u`."""
    whole = _product(_exponential(factor), u / u[0, 0])
    return whole[-1, -1] * math.factorial(orders[0]) * math.factorial(orders[1])


def _has_settled(change: Any, total: Any) -> bool:
    return bool(np.all(np.abs(change) <= _TINY * np.max(np.abs(total), axis=(0, 1))))


def _gamma_series(a: Any, x: Any, orders: tuple[int, int]) -> Any:
    """The sum of x^n / ((a + 1) ... (a + n))."""
    term = _variable(np.ones(a.shape), orders, None)
    total = term.copy()
    for n in range(1, _MOST):
        term = x * _product(term, _reciprocal(_variable(a + n, orders, 0)))
        total += term
        if _has_settled(term, total):
            break
    return total


def _fraction(start: Any, steps: Callable[[int], list[Any]]) -> Any:
    """A continued fraction 1 / (b0 + a1 / (b1 + ...)) by Lentz's method; a step gives pairs (a, b)."""
    d = h = _reciprocal(start)
    c: Any = None
    for n in range(1, _MOST):
        before = h
        for numerator, denominator in steps(n):
            d = _reciprocal(denominator + _product(numerator, d))
            c = denominator if c is None else denominator + _product(numerator, _reciprocal(c))
            h = _product(h, _product(c, d))
        if _has_settled(h - before, h):
            break
    return h


def _gamma_fraction(a: Any, x: Any, orders: tuple[int, int]) -> Any:
    shape = _variable(a, orders, 0)
    one = _variable(np.ones(a.shape), orders, None)

    def steps(n: int) -> list[Any]:
        return [(-n * (n * one - shape), (x + 2.0 * n + 1.0) * one - shape)]

    return _fraction((x + 1.0) * one - shape, steps)


def _piecewise(parts: list[tuple[Any, Callable[..., Any]]], *arrays: Any) -> Any:
    """Each function of the elements that its mask chooses."""
    y = np.full(arrays[0].shape, np.nan)
    for mask, function in parts:
        if np.any(mask):
            y[mask] = function(*(x[mask] for x in arrays))
    return y[()]


def gamma_slope(a: Any, x: Any, n: int) -> Any:
    """The derivative of order n of `scipy.special.gammainc(a, x)` in a."""
    a, x = np.broadcast_arrays(np.asarray(a, float), np.asarray(x, float))
    orders = (n, 0)

    def lower(a: Any, x: Any) -> Any:
        factor = _variable(0.0 * a, orders, 0) * np.log(x) - _log_gamma_change(a + 1.0, orders, True, False)
        return sc.gammainc(a, x) * _relative(factor, _gamma_series(a, x, orders), orders)

    def upper(a: Any, x: Any) -> Any:
        factor = _variable(0.0 * a, orders, 0) * np.log(x) - _log_gamma_change(a + 1.0, orders, True, False)
        fraction = _product(_gamma_fraction(a, x, orders), _variable(a, orders, 0))
        return -sc.gammaincc(a, x) * _relative(factor, fraction, orders)

    ends = ((x == 0.0) | np.isposinf(x)) & (a > 0.0)
    inside = (x > 0.0) & np.isfinite(x) & (a > 0.0) & np.isfinite(a)
    near = x <= a + 1.0
    return _piecewise([(ends, lambda a, x: 0.0 * a), (inside & near, lower), (inside & ~near, upper)], a, x)


def gamma_density(a: Any, x: Any, n: int) -> Any:
    """The derivative of order n of `x**(a - 1) * exp(-x) / gamma(a)` in a."""
    a, x = np.broadcast_arrays(np.asarray(a, float), np.asarray(x, float))
    orders = (n, 0)
    value = np.exp(sc.xlogy(a - 1.0, x) - x - sc.gammaln(a))
    if n == 0:
        return value
    safe = np.where(x > 0.0, x, 1.0)
    factor = _variable(0.0 * a, orders, 0) * np.log(safe) - _log_gamma_change(a, orders, True, False)
    return np.where(x > 0.0, value * _relative(factor, _variable(1.0 + 0.0 * a, orders, None), orders), 0.0)[()]


def _beta_factor(a: Any, b: Any, x: Any, orders: tuple[int, int], shift: float = 0.0) -> Any:
    """The series of the logarithm of `x**a (1 - x)**b / B(a, b)` without its constant; with shift 1 divided by a."""
    zero = 0.0 * a
    change = _variable(zero, orders, 0) * np.log(x) + _variable(zero, orders, 1) * np.log1p(-x)
    change = change - _log_gamma_change(a + shift, orders, True, False) - _log_gamma_change(b, orders, False, True)
    return change + _log_gamma_change(a + b, orders, True, True)


def _beta_fraction(a: Any, b: Any, x: Any, orders: tuple[int, int]) -> Any:
    first, second = _variable(a, orders, 0), _variable(b, orders, 1)
    one = _variable(np.ones(a.shape), orders, None)

    def steps(m: int) -> list[Any]:
        k = m - 1
        odd = _product(first + k * one, first + second + k * one) * -x
        even = _product(m * (second - m * one), one) * x
        low, middle, high = (first + (2 * k + j) * one for j in range(3))
        return [
            (_product(odd, _reciprocal(_product(low, middle))), one),
            (_product(even, _reciprocal(_product(middle, high))), one),
        ]

    return _fraction(one, steps)


def beta_slope(a: Any, b: Any, x: Any, i: int, j: int) -> Any:
    """The derivative of order i in a and j in b of `scipy.special.betainc(a, b, x)`."""
    a, b, x = np.broadcast_arrays(*(np.asarray(each, float) for each in (a, b, x)))

    def lower(a: Any, b: Any, x: Any) -> Any:
        return sc.betainc(a, b, x) * _beta_change(a, b, x, (i, j))

    def upper(a: Any, b: Any, x: Any) -> Any:
        return -sc.betainc(b, a, 1.0 - x) * _beta_change(b, a, 1.0 - x, (j, i))

    known = (a > 0.0) & (b > 0.0) & np.isfinite(a + b)
    ends = known & ((x == 0.0) | (x == 1.0))
    inside = known & (x > 0.0) & (x < 1.0)
    near = x * (a + b + 2.0) <= a + 1.0
    return _piecewise([(ends, lambda a, b, x: 0.0 * a), (inside & near, lower), (inside & ~near, upper)], a, b, x)


def _beta_change(a: Any, b: Any, x: Any, orders: tuple[int, int]) -> Any:
    return _relative(_beta_factor(a, b, x, orders, 1.0), _beta_fraction(a, b, x, orders), orders)


def beta_density(a: Any, b: Any, x: Any, i: int, j: int) -> Any:
    """The derivative of order i in a and j in b of `x**(a - 1) * (1 - x)**(b - 1) / beta(a, b)`."""
    a, b, x = np.broadcast_arrays(*(np.asarray(each, float) for each in (a, b, x)))
    value = np.exp(sc.xlogy(a - 1.0, x) + sc.xlog1py(b - 1.0, -x) - sc.betaln(a, b))
    if i + j == 0:
        return value
    inside = (x > 0.0) & (x < 1.0)
    factor = _beta_factor(a, b, np.where(inside, x, 0.5), (i, j))
    return np.where(inside, value * _relative(factor, _variable(1.0 + 0.0 * a, (i, j), None), (i, j)), 0.0)[()]


def hazard(x: Any) -> Any:
    """The normal density by the distribution function, both scaled by exp(x^2 / 2); 0.707… = 1 / sqrt(2)."""
    return 0.7978845608028654 / sc.erfcx(-0.7071067811865476 * x)
