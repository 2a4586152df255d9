"""Special functions that neither NumPy nor math has, for derivatives of those that they have.

`math.gamma` has the derivative `gamma(x) * polygamma(x, 0)`, `np.i0` the derivative `bessel_i(x, 1)`, `np.sinc` the
derivative `sinc_derivative(x, 1)`; each of them is closed under differentiation.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np

_BERNOULLI = (1 / 6, -1 / 30, 1 / 42, -1 / 30, 5 / 66, -691 / 2730, 7 / 6, -3617 / 510, 43867 / 798, -174611 / 330)
"""B_2, B_4, ... B_20."""
_NODES, _WEIGHTS = np.polynomial.legendre.leggauss(20)
_NEAR = 1.0


def polygamma(x: float, n: int = 0) -> float:
    """The derivative of order n + 1 of log gamma(x): reflection, recurrence, then the asymptotic series.

    >>> round(polygamma(1.0), 12), round(polygamma(1.0, 1) - math.pi**2 / 6, 12)
    (-0.577215664902, 0.0)

    Reference: DLMF 5.5.2, 5.5.4, 5.11.2, 5.15.5, 5.15.8.
    """
    if x <= 0.0:
        return (-1.0 if n % 2 else 1.0) * polygamma(1.0 - x, n) - _cotangent(x, n)
    sign, result = (1.0 if n % 2 else -1.0), 0.0
    while x < 12.0 + n:
        result += sign * math.factorial(n) / x ** (n + 1)
        x += 1.0
    if n == 0:
        tail = sum(b / (2 * k * x ** (2 * k)) for k, b in enumerate(_BERNOULLI, 1))
        return result + math.log(x) - 0.5 / x - tail
    return float(result + sign * _asymptotic(x, n))


def _asymptotic(x: Any, n: int) -> Any:
    """The absolute value of `polygamma(x, n)` for n > 0 and a large x."""
    tail = sum(b * math.perm(2 * k + n - 1, n - 1) / x ** (2 * k + n) for k, b in enumerate(_BERNOULLI, 1))
    return math.factorial(n - 1) / x**n + 0.5 * math.factorial(n) / x ** (n + 1) + tail


def _cotangent(x: float, n: int) -> float:
    """The derivative of order n of pi cot(pi x)."""
    return float(_in_cotangent(n)(1.0 / math.tan(math.pi * (x - round(x)))))


def _in_cotangent(n: int) -> Any:
    """The derivative of order n of pi cot(pi x) as a polynomial in c = cot(pi x), because c' = -pi (1 + c^2)."""
    polynomial = np.polynomial.Polynomial([0.0, math.pi])
    for _ in range(n):
        polynomial = polynomial.deriv() * np.polynomial.Polynomial([-math.pi, 0.0, -math.pi])
    return polynomial


def complex_polygamma(z: Any, n: int) -> Any:
    """`polygamma(z, n)` for n > 0 and complex numbers, of which `scipy.special.polygamma` has none.

    >>> bool(abs(complex_polygamma(1.0 + 0.0j, 1) - math.pi**2 / 6) < 1e-14)
    True
    """
    left, sign, shifts = np.real(z) < 0.5, (1.0 if n % 2 else -1.0), 12 + n
    x = np.where(left, 1.0 - z, z)
    total = sum(math.factorial(n) / (x + k) ** (n + 1) for k in range(shifts)) + _asymptotic(x + shifts, n)
    with np.errstate(all="ignore"):
        cotangent = 1.0 / np.tan(np.pi * (z - np.round(np.real(z))))
        y = np.where(left, -total - _in_cotangent(n)(cotangent), sign * total)
    return y.astype(np.result_type(z))[()]


def sinc_derivative(x: Any, n: int = 1) -> Any:
    """The derivative of order n of `np.sinc`, without cancellation near 0.

    There it is the integral of (pi t)^n cos(pi x t + n pi / 2) over t from 0 to 1; elsewhere the recurrence that
    follows from x sinc(x) = sin(pi x) / pi.
    """
    y = np.sinc(x)
    near = np.abs(x) < _NEAR
    inside, outside = np.where(near, x, 0.0), np.where(near, _NEAR, x)
    total = np.zeros_like(inside)
    for node, weight in zip(0.5 * _NODES + 0.5, 0.5 * _WEIGHTS, strict=True):
        total = total + weight * (np.pi * node) ** n * np.cos(np.pi * node * inside + n * np.pi / 2)
    far = np.sinc(outside)
    for k in range(1, n + 1):
        far = (np.pi ** (k - 1) * np.sin(np.pi * outside + k * np.pi / 2) - k * far) / outside
    return np.where(near, total, far).astype(np.result_type(y))[()]


def bessel_i(x: Any, n: int = 0) -> Any:
    """The modified Bessel function I_n by the midpoint rule, which converges geometrically (DLMF 10.32.3)."""
    count = 20 + n + int(5 * np.sqrt(np.max(np.abs(x), initial=0.0, where=np.isfinite(x))))
    part = np.sinh if n % 2 else np.cosh
    total = np.zeros(np.shape(x))
    for angle in (np.arange(count) + 0.5) * np.pi / count:
        total = total + part(np.multiply(x, np.cos(angle))) * (np.cos(n * angle) / count)
    return total.astype(np.result_type(np.i0(x)))[()]
