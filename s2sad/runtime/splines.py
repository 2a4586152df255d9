"""Cubic splines as pieces: what `scipy.interpolate.CubicSpline` is in generated code.

`Pieces(x, c, 3, True)(t)` is the polynomial with the coefficients `c[:, i]` (falling powers) of `t - x[i]`, for the i
with `x[i] <= t < x[i + 1]`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from s2sad.errors import MissingRuleError
from s2sad.runtime.products import axes_range


@dataclass(eq=False)
class Pieces:
    """Polynomials between breakpoints; `extrapolate` is True, False (NaN outside) or "periodic"."""

    x: Any
    c: Any
    degree: Any
    extrapolate: Any

    def __call__(self, t: Any, nu: int = 0, extrapolate: Any = None) -> Any:
        """The values at t, or those of a derivative."""
        x, c, degree = self.x, self.c, self.degree
        beyond = self.extrapolate if extrapolate is None else extrapolate
        place = x[0] + np.mod(t - x[0], x[-1] - x[0]) if beyond == "periodic" else np.asarray(t)
        i = np.clip(np.searchsorted(x, place, side="right") - 1, 0, np.shape(x)[0] - 2)
        d = widened(place - x[i], np.ndim(c) - 2)
        value = factor(degree, nu) * c[0, i]
        for k in axes_range(1, degree + 1 - nu):
            value = value * d + factor(degree - k, nu) * c[k, i]
        if beyond is False:
            return np.where(widened((place < x[0]) | (place > x[-1]), np.ndim(c) - 2), np.nan, value)
        return value

    def derivative(self, nu: int = 1) -> Pieces:
        """The derivative, as pieces."""
        rows = [factor(self.degree - k, nu) * self.c[k] for k in axes_range(0, self.degree + 1 - nu)]
        return Pieces(self.x, np.stack(rows), self.degree - nu, self.extrapolate)

    def antiderivative(self) -> Pieces:
        """The integral from the first breakpoint, as pieces."""
        x, c, degree = self.x, self.c, self.degree
        h = widened(x[1:] - x[:-1], np.ndim(c) - 2)
        raised = [c[k] / (degree + 1 - k) for k in axes_range(0, degree + 1)]
        area = raised[0] * h
        for k in axes_range(1, degree + 1):
            area = (area + raised[k]) * h
        start = np.concatenate([np.zeros_like(area[:1]), np.cumsum(area, axis=0)[:-1]])
        return Pieces(x, np.stack([*raised, start]), degree + 1, self.extrapolate)

    def integrate(self, a: Any, b: Any) -> Any:
        """The integral from a to b."""
        whole = self.antiderivative()
        return whole(b) - whole(a)


def refuse_rows() -> Any:
    """Raise: a linear interpolation of rows has no rule."""
    raise MissingRuleError(
        "`scipy.interpolate.interp1d` has no derivative rule for values of several dimensions",
        hint="Interpolate row by row.",
    )


def widened(d: Any, count: int) -> Any:
    """An array with further axes of length one at its end."""
    return np.expand_dims(d, axes_range(np.ndim(d), np.ndim(d) + count)) if count else d


def factor(power: int, nu: int) -> float:
    """What the derivative of order nu of `d**power` has in front.

    >>> factor(3, 2)
    6.0
    """
    found = 1.0
    for k in range(nu):
        found *= power - k
    return found
