"""Derivatives along a direction that know nothing of the compiler: complex step and extrapolated differences.

    complex_step(np.exp, 0.0, 1.0)    ->  imag(exp(1e-100j)) / 1e-100 = 1.0

The complex step evaluates f(x + i h v), whose imaginary part over h is the derivative along v without cancellation
(Squire & Trapp 1998). It is wrong, silently, where a function is not analytic; so it counts only where it agrees
with Richardson-extrapolated central differences (Ridders 1982).
"""

from __future__ import annotations

import warnings
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from s2sad.testing.trees import (
    Tree,
    Vector,
    is_differentiable,
    mapped,
    pairs_of,
    require_direction,
    shifted,
    vector,
    zeros,
)

COMPLEX_STEP = "complex step"
RICHARDSON = "Richardson"

SHARP = 1e-12
"""Allowed error against the complex step, relative to max(1, |reference|)."""

COARSE = 1e-7
"""Allowed error against Richardson extrapolation, relative to max(1, |reference|)."""

AGREEMENT = 1e-6
"""How close the complex step must come to Richardson extrapolation to be believed."""

FIRST_STEP = 2.0**-6
LEVELS = 12
OUT_OF_DOMAIN = (ArithmeticError, ValueError, np.linalg.LinAlgError)


def complex_step(fun: Callable[[Any], Tree], x: Tree, v: Tree, h: float = 1e-100) -> Tree:
    """The derivative of an analytic function along a direction, `imag(fun(x + 1j * h * v)) / h`.

    Exact to rounding, because nothing is subtracted. The square of the default `h` does not underflow, so that
    derivatives as small as 1e-200 in intermediate steps survive.

    Parameters:
        fun: a function of one argument that computes with complex numbers as well as with real ones.
        x: a float, an array, or nested containers of them.
        v: the direction, of the structure and shapes of `x`.
        h: the step.

    Returns:
        The derivative, of the structure of `fun(x)`; leaves that are not numbers stay as they are.

    Raises:
        ArgumentError: (a ValueError) `v` does not fit `x`, or moves an int.
        ComplexWarning: where `fun` drops an imaginary part.

    Example:
        >>> float(complex_step(np.exp, 0.0, 1.0))
        1.0
    """
    require_direction(x, v)
    with warnings.catch_warnings():
        warnings.simplefilter("error", np.exceptions.ComplexWarning)
        out = fun(shifted(x, v, 1j * h))
    return mapped(lambda leaf: np.imag(leaf) / h if is_differentiable(leaf) else zeros(leaf), out)


def richardson(fun: Callable[[Any], Tree], x: Tree, v: Tree, like: Tree) -> Vector:
    """Central differences with halved steps, extrapolated to step 0; for each component the entry that settled best."""

    def difference(step: float) -> Vector:
        try:
            forward = vector(fun(shifted(x, v, step)), like)
            backward = vector(fun(shifted(x, v, -step)), like)
        except OUT_OF_DOMAIN:
            return np.full_like(vector(like, like), np.nan)
        return (forward - backward) / (2 * step)

    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")
        differences = [difference(FIRST_STEP / 2**level) for level in range(LEVELS)]
        return _extrapolated(differences)


def _extrapolated(differences: Sequence[Vector]) -> Vector:
    """Neville's tableau in step²; the entry whose two parents differ least from it, for each component."""
    best = differences[-1].copy()
    smallest = np.full(best.shape, np.inf)
    row = [differences[0]]
    for estimate in differences[1:]:
        new = [estimate]
        for order, above in enumerate(row, start=1):
            entry = new[-1] + (new[-1] - above) / (4.0**order - 1.0)
            error = np.maximum(np.abs(entry - new[-1]), np.abs(entry - above))
            better = error < smallest
            best[better], smallest[better] = entry[better], error[better]
            new.append(entry)
        row = new
    return best


@dataclass(frozen=True)
class Reference:
    """A derivative along a direction, found without the compiler's help, and how."""

    value: Vector
    method: str

    @property
    def tolerance(self) -> float:
        return SHARP if self.method == COMPLEX_STEP else COARSE

    def along(self, cotangent: Tree, like: Tree) -> float:
        """The product with a cotangent, as `pairing`."""
        return float(np.real(np.sum(vector(cotangent, like) * self.value)))


def reference_of(fun: Callable[[Any], Tree], x: Tree, v: Tree, like: Tree) -> Reference:
    """Richardson extrapolation, or the complex step where it runs and agrees."""
    coarse = richardson(fun, x, v, like)
    if any(np.iscomplexobj(leaf) for (leaf,) in [*pairs_of(x), *pairs_of(like)]):
        return Reference(coarse, RICHARDSON)
    try:
        with warnings.catch_warnings(), np.errstate(all="ignore"):
            warnings.simplefilter("ignore")
            sharp = vector(complex_step(fun, x, v), like)
    except Exception:
        # A function that was not written for complex numbers may raise anything; the report names the other reference.
        return Reference(coarse, RICHARDSON)
    if sharp.shape == coarse.shape and error_of(sharp, coarse) <= AGREEMENT:
        return Reference(sharp, COMPLEX_STEP)
    return Reference(coarse, RICHARDSON)


def error_of(found: Vector, expected: Vector) -> float:
    """The largest difference, relative to max(1, |expected|); NaN where there is one."""
    return float(np.max(np.abs(found - expected) / np.maximum(1.0, np.abs(expected)), initial=0.0))
