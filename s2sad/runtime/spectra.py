"""Equal eigenvalues and singular values: what their vectors pass on to a derivative, or a refusal.

The vectors of equal values are known only up to a rotation among them. A function that no such rotation changes has a
derivative, but the part of it between two equal values is a quotient 0/0. For `f = sum(b * (v * phi(w)) @ v.T)` and
`h = v.T @ v_bar` it is found in the cotangents: the entry `[i, j]` is that of the hermitian part of `h` times a factor
that is the same for all vectors of the block, and the diagonal shows it, since `w_bar[i] = factor * h[i, i]`:

    h = [[2, 1], [1, 4]], w_bar = [1, 2]     ->  [[0, 0.5], [0.5, 0]]
    h = [[2, 1], [1, 4]], w_bar = [1, 3]     ->  DegenerateSpectrumError: no such function
    h = [[0, 1], [-1, 0]]                    ->  DegenerateSpectrumError: the function is changed by a rotation
"""

from __future__ import annotations

from typing import Any

import numpy as np

from s2sad.errors import DegenerateSpectrumError
from s2sad.runtime.linalg import dagger, divide_or_zero, matrix_transpose

CLOSE = 0.75
"""Two values are equal if their gap, relative to the largest value, is below this power of the rounding unit."""

EXACT = 0.4
"""Two numbers of a cotangent agree if their difference is below this power of the rounding unit."""

SHOWN = 0.6
"""Vectors show a derivative if what they pass on is, relative to the values, above this power of the rounding unit."""

_HINT = (
    "Use functions of the matrix itself (np.trace, np.linalg.det, solve, inv), one decomposition for each function of"
    " the values, or a matrix without equal values."
)


def rounding(w: Any, power: float) -> float:
    """A power of the rounding unit of an array."""
    return float(np.finfo(np.asarray(w).dtype).eps ** power)


def close_pairs(w: Any) -> Any:
    """Which pairs of values are equal but for rounding (the diagonal among them).

    >>> close_pairs(np.array([1.0, 1.0 + 1e-15, 2.0])).tolist()
    [[True, True, False], [True, True, False], [False, False, True]]
    """
    gaps = np.abs(np.expand_dims(w, -2) - np.expand_dims(w, -1))
    largest = np.max(np.abs(w), axis=-1, keepdims=True, initial=0.0)[..., None]
    return gaps <= largest * rounding(w, CLOSE)


def equal_pairs(w: Any) -> Any:
    """Which pairs of different positions hold equal values."""
    return close_pairs(w) & ~np.eye(np.shape(w)[-1], dtype=bool)


def hermitian(h: Any) -> Any:
    """The hermitian part."""
    return (h + dagger(h)) / 2


def equal_part(w: Any, w_bar: Any, h: Any) -> Any:
    """The part of the cotangent of `inside` between equal values `w`, 0 elsewhere.

    `inside` is the tangent of the matrix between its vectors, `w_bar` the cotangent of the values and `h` the product
    of the vectors with their cotangent (for singular values the mean of both sides).

    Raises:
        DegenerateSpectrumError: where the cotangents are not those of a function of the matrix, or not of one function
            of its values.
    """
    equal = equal_pairs(w)
    if not equal.any():
        return np.zeros_like(h)
    block, diagonal = close_pairs(w), np.real(np.diagonal(h, 0, -2, -1))
    size = np.max(np.maximum(np.abs(h), np.abs(dagger(h))), axis=-1)
    small = size * rounding(w, EXACT)
    check_invariant(np.where(equal, h - dagger(h), 0.0), np.expand_dims(small, -2))
    mixed = np.where(equal, hermitian(h), 0.0)
    shown = np.max(np.where(block, np.abs(h), 0.0), axis=-1)
    check_shown(w, np.where(np.any(equal, axis=-1), w_bar, 0.0), w_bar, shown)
    return mixed * factors(block, w_bar, diagonal, mixed, small)[..., None]


def check_shown(w: Any, mixed_bar: Any, w_bar: Any, shown: Any) -> None:
    """Refuse where only `w_bar` says that equal values matter: `phi` is 0 there, or it is a function of `w` alone.

    `shown`: the largest product of each vector of equal values with the cotangents of the others.
    """
    largest = np.max(np.abs(w), axis=-1, keepdims=True)
    counts = np.abs(mixed_bar) > np.max(np.abs(w_bar), axis=-1, keepdims=True) * rounding(w, CLOSE)
    if np.any(counts & (shown <= np.abs(mixed_bar) * largest * rounding(w, SHOWN))):
        raise _ambiguous("gets nothing from the vectors of these values, which would show its derivative")


def factors(block: Any, w_bar: Any, diagonal: Any, mixed: Any, small: Any) -> Any:
    """The factor of each block for which `w_bar = factor * diagonal`, or with a constant added if three values agree.

    It is needed where `mixed`, what it will be applied to, is not `small`.
    """
    count, needed = np.sum(block, axis=-1), np.max(np.abs(mixed), axis=-1) > small

    def total(x: Any) -> Any:
        return np.sum(np.where(block, np.expand_dims(x, -2), 0.0), axis=-1)

    def misfit(factor: Any, shift: Any) -> Any:
        return np.abs(w_bar - factor * diagonal - shift) > total(np.abs(w_bar)) * rounding(w_bar, EXACT)

    factor = divide_or_zero(total(w_bar * diagonal), total(diagonal * diagonal))
    wrong = misfit(factor, 0.0)
    if np.any(needed & (np.sqrt(total(diagonal * diagonal)) <= total(np.abs(mixed).sum(-1)) * rounding(w_bar, EXACT))):
        raise _ambiguous("depends on nothing but different vectors of these values, which do not show its derivative")
    if not np.any(needed & wrong):
        return factor
    means = total(w_bar) / count, total(diagonal) / count
    spread = total(diagonal * diagonal) - count * means[1] ** 2
    slope = divide_or_zero(total(w_bar * diagonal) - count * means[0] * means[1], spread)
    wrong_block = total(wrong) > 0
    poor = (total(misfit(slope, means[0] - slope * means[1])) > 0) | (count < 3)
    if np.any(needed & wrong_block & poor):
        raise _ambiguous("is not one function of the values applied to the matrix, so that its derivative is not known")
    return np.where(wrong_block, slope, factor)


def check_invariant(change: Any, small: Any) -> None:
    """Refuse a function that a rotation among vectors of equal values changes, at the rate `change`."""
    if np.any(np.abs(change) > small):
        raise DegenerateSpectrumError(
            "The derivative does not exist: eigenvalues or singular values are equal, and the function tells their"
            " vectors apart",
            hint="Use the vectors of equal values in products that a rotation among them does not change, such as"
            " v @ v.T; or a matrix without equal values.",
        )


def _ambiguous(what: str) -> DegenerateSpectrumError:
    return DegenerateSpectrumError(f"Eigenvalues or singular values are equal, and the function {what}", hint=_HINT)


def check_turns(w: Any, inside: Any) -> float:
    """0.0; refuse a direction that splits equal values: in which basis is not known to who computes one tangent."""
    mixed = np.where(equal_pairs(w), np.abs(hermitian(inside)), 0.0)
    if np.any(mixed > np.max(np.abs(inside), axis=(-2, -1), keepdims=True, initial=0.0) * rounding(w, EXACT)):
        raise _turning()
    return 0.0


def _turning() -> DegenerateSpectrumError:
    return DegenerateSpectrumError(
        "Eigenvalues or singular values are equal, and the direction of the tangent turns their vectors",
        hint="Use reverse mode (grad, vjp), or a matrix without equal values.",
    )


def check_second(w: Any, h: Any) -> Any:
    """Zeros like `h`; refuse equal values: what their vectors pass on has no derivative that is known."""
    if equal_pairs(w).any():
        raise DegenerateSpectrumError(
            "Eigenvalues or singular values are equal: second derivatives through their vectors are not known",
            hint="Use a matrix without equal values.",
        )
    return np.zeros_like(h)


def check_zeros(s: Any, s_bar: Any, left_bar: Any, right_bar: Any) -> Any:
    """`s_bar`; refuse singular values of 0 that matter where their vectors are needed, beside each other or the rest.

    The vectors of a value 0 turn freely on either side, so that the cotangents do not show the derivative. The only
    vectors of a real square matrix do not turn.
    """
    zero = np.equal(s, 0)
    rows, columns = np.shape(left_bar)[-2], np.shape(right_bar)[-2]
    if not zero.any() or (rows == columns and not np.iscomplexobj(left_bar) and np.max(np.sum(zero, -1)) < 2):
        return s_bar
    used = np.abs(s_bar) + np.sum(np.abs(left_bar), axis=-2) + np.sum(np.abs(right_bar), axis=-2)
    if np.any(zero & (used > 0)):
        raise _ambiguous("needs the vectors of singular values of 0, which turn freely on either side")
    return s_bar


def check_rest(rest: Any, rest_bar: Any) -> Any:
    """`rest_bar`; refuse a function that tells apart the vectors which belong to no value and are only orthogonal."""
    if np.shape(rest)[-2] == np.shape(rest)[-1]:
        return rest_bar  # all vectors: those of a matrix without elements are constant
    h = matrix_transpose(rest) @ rest_bar
    change = np.where(np.eye(np.shape(h)[-1], dtype=bool), 0.0, h - dagger(h))
    check_invariant(change, np.max(np.abs(rest_bar), initial=0.0) * rounding(rest, EXACT))
    return rest_bar


def check_mixing(w: Any, inside: Any) -> float:
    """0.0; refuse a direction in which the vectors of equal eigenvalues of a general matrix turn."""
    mixed = np.where(equal_pairs(w), np.abs(inside), 0.0)
    if np.any(mixed > np.max(np.abs(inside), axis=(-2, -1), keepdims=True, initial=0.0) * rounding(w, EXACT)):
        raise _turning()
    return 0.0


def check_eig(w: Any, w_bar: Any, h: Any) -> Any:
    """`w_bar`; refuse equal eigenvalues of a general matrix that matter: their vectors show nothing of it."""
    equal = equal_pairs(w)
    if not equal.any():
        return w_bar
    used = np.maximum(np.where(equal, np.abs(h), 0.0), np.where(np.any(equal, -1), np.abs(w_bar), 0.0)[..., None])
    largest = np.max(np.abs(h), axis=(-2, -1), keepdims=True) + np.max(np.abs(w_bar), axis=-1)[..., None, None]
    if np.any(used > largest * rounding(w, EXACT)):
        raise _ambiguous("needs their vectors, which show nothing of it for a matrix that is not hermitian")
    return w_bar
