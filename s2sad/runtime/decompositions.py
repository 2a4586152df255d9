"""Tangents of matrix decompositions, for one matrix or a stack, and their transposes.

With `a = u s vh`: `u.T @ a_dot @ v` is split into a symmetric part, over differences of singular values, and an
antisymmetric one, over their sums. Equal values have no difference to divide by: see `spectra`. Giles 2008; Townsend
2016; Walter & Lehmann 2012 (QR).
"""

from __future__ import annotations

from typing import Any

import numpy as np

from s2sad.errors import MissingRuleError
from s2sad.runtime.linalg import dagger, divide_or_zero, half_tril, matrix_transpose
from s2sad.runtime.spectra import (
    check_eig,
    check_mixing,
    check_rest,
    check_turns,
    check_zeros,
    close_pairs,
    equal_part,
)


def inverse_gaps(w: Any) -> Any:
    """`1 / (w[j] - w[i])` at `[i, j]`, 0 where the two are equal."""
    close = close_pairs(w)
    return np.where(close, 0.0, 1.0 / (np.expand_dims(w, -2) - np.expand_dims(w, -1) + close))


def inverse_sums(s: Any) -> Any:
    """`1 / (s[j] + s[i])` at `[i, j]`, 0 where both are 0."""
    return divide_or_zero(1.0, np.expand_dims(s, -2) + np.expand_dims(s, -1))


def over_columns(x: Any, s: Any) -> Any:
    """Each column of `x` divided by its singular value, 0 where that is 0."""
    return divide_or_zero(x, np.expand_dims(s, -2))


def triangle_dot(a_dot: Any, uplo: str) -> Any:
    """The tangent of the hermitian matrix of which `a` holds one triangle."""
    half = half_tril(a_dot if uplo == "L" else dagger(a_dot))
    return half + dagger(half)


def triangle_bar(full: Any, hermitian: bool) -> Any:
    """The cotangent `full` of a matrix, as that of its lower triangle where only this is read."""
    return half_tril(full + dagger(full)) if hermitian else full


def eigh_dot(y: Any, a_dot: Any, uplo: str) -> Any:
    """The tangents of `w, v = eigh(a)` (Giles 2008, 3.1); the phases of complex vectors are kept."""
    w, v = y
    inside = dagger(v) @ triangle_dot(a_dot, uplo) @ v
    return np.real(np.diagonal(inside, 0, -2, -1)), v @ (inside * inverse_gaps(w) + check_turns(w, inside))


def eigh_bar(y_bar: Any, y: Any, uplo: str) -> Any:
    """The cotangent of `a` in `w, v = eigh(a)`: a triangle. A part of `y_bar` that is None is zero."""
    w, v = y
    w_bar, v_bar = y_bar
    conjugate = np.conj(v) if np.iscomplexobj(v) else v
    if v_bar is None:
        full = (conjugate * np.expand_dims(w_bar, -2)) @ matrix_transpose(v)
    else:
        full = conjugate @ eigh_inside(w, w_bar, matrix_transpose(v) @ v_bar) @ matrix_transpose(v)
    lower = half_tril(full + dagger(full))
    return lower if uplo == "L" else dagger(lower)


def eigh_inside(w: Any, w_bar: Any, h: Any) -> Any:
    """The cotangent of the tangent between the vectors of `w, v = eigh(a)`, where `h = v.T @ v_bar`."""
    if w_bar is None:
        return h * inverse_gaps(w) + equal_part(w, np.zeros_like(w), h)
    return h * inverse_gaps(w) + equal_part(w, w_bar, h) + with_diagonal(w_bar)


def mass_dot(y: Any, a_dot: Any, b_dot: Any, uplo: str) -> Any:
    """The tangents of `w, v = eigh(a, b)`: `a v = b v w` with `v.T b v = 1`; no `b_dot`: the matrix 1."""
    w, v = y
    inside = dagger(v) @ triangle_dot(a_dot, uplo) @ v
    if b_dot is None:
        return np.real(np.diagonal(inside, 0, -2, -1)), v @ (inside * inverse_gaps(w) + check_turns(w, inside))
    mass = dagger(v) @ triangle_dot(b_dot, uplo) @ v
    change = inside - mass * np.expand_dims(w, -2)
    turn = change * inverse_gaps(w) - 0.5 * mass * close_pairs(w) + check_turns(w, change)
    return np.real(np.diagonal(change, 0, -2, -1)), v @ turn


def mass_bars(y_bar: Any, y: Any, b: Any, uplo: str) -> Any:
    """The cotangents of `a` and `b` in `w, v = eigh(a, b)`: `mass_dot` transposed."""
    if b is None:
        return eigh_bar(y_bar, y, uplo), None
    w, v = y
    w_bar, v_bar = y_bar
    conjugate, back = np.conj(v) if np.iscomplexobj(v) else v, matrix_transpose(v)
    if v_bar is None:
        inside = with_diagonal(w_bar)
        mass = -with_diagonal(w_bar * w)
    else:
        h = back @ v_bar
        inside = eigh_inside(w, w_bar, h)
        mass = -inside * np.expand_dims(w, -2) - 0.5 * h * close_pairs(w)
    a_full, b_full = conjugate @ inside @ back, conjugate @ mass @ back
    a_bar, b_bar = half_tril(a_full + dagger(a_full)), half_tril(b_full + dagger(b_full))
    return (a_bar, b_bar) if uplo == "L" else (dagger(a_bar), dagger(b_bar))


def with_diagonal(w: Any) -> Any:
    """The diagonal matrices of a stack of diagonals."""
    return np.expand_dims(w, -1) * np.eye(np.shape(w)[-1])


def svd_dot(y: Any, a_dot: Any, full_matrices: bool) -> Any:
    """The tangents of `u, s, vh = svd(a, full_matrices)`."""
    u, s, vh = y
    k = np.shape(s)[-1]
    left = u[..., :k] if full_matrices else u
    right = dagger(vh[..., :k, :] if full_matrices else vh)
    inside = dagger(left) @ a_dot @ right
    flipped = dagger(inside)
    by_gap = (inside + flipped) / 2 * inverse_gaps(s) + check_turns(s, inside)
    by_sum = (inside - flipped) / 2 * inverse_sums(s)
    s_dot = np.real(np.diagonal(inside, 0, -2, -1))
    left_dot = left @ (by_gap + by_sum) + over_columns(a_dot @ right - left @ inside, s)
    right_dot = right @ (by_gap - by_sum) + over_columns(dagger(a_dot) @ left - right @ flipped, s)
    if full_matrices:
        left_dot, right_dot = completed(left_dot, left, u, k), completed(right_dot, right, dagger(vh), k)
    return left_dot, s_dot, dagger(right_dot)


def svd_bar(y_bar: Any, y: Any, full_matrices: bool) -> Any:
    """The cotangent of `a` in `u, s, vh = svd(a, full_matrices)`: `svd_dot` transposed. A part that is None is zero."""
    u, s, vh = y
    u_bar, s_bar, vh_bar = y_bar
    k = np.shape(s)[-1]
    left = u[..., :k] if full_matrices else u
    row = vh[..., :k, :] if full_matrices else vh
    conjugate = np.conj(left) if np.iscomplexobj(left) else left
    back = np.conj(row) if np.iscomplexobj(row) else row
    if u_bar is None and vh_bar is None:
        return (conjugate * np.expand_dims(s_bar, -2)) @ back
    left_bar = vectors_bar(u_bar, u, left, full_matrices)
    right_bar = vectors_bar(None if vh_bar is None else dagger(vh_bar), dagger(vh), dagger(row), full_matrices)
    values_bar = check_zeros(s, np.zeros_like(s) if s_bar is None else s_bar, left_bar, right_bar)
    h, turned = matrix_transpose(left) @ left_bar, np.conj(row) @ right_bar
    by_gap = (h + turned) * inverse_gaps(s) + equal_part(s, values_bar, (h + turned) / 2)
    by_sum = (h - turned) * inverse_sums(s)
    inside = (by_gap + dagger(by_gap) + by_sum - dagger(by_sum)) / 2 + with_diagonal(values_bar)
    columns, rows = over_columns(left_bar, s), dagger(over_columns(right_bar, s))
    outside = (columns - conjugate @ (matrix_transpose(left) @ columns)) @ back
    return conjugate @ inside @ back + outside + conjugate @ (rows - rows @ matrix_transpose(row) @ back)


def vectors_bar(u_bar: Any, u: Any, left: Any, full_matrices: bool) -> Any:
    """The cotangent of the vectors that belong to values, with that of the others, which `completed` makes of them."""
    if u_bar is None:
        return np.zeros_like(left)
    if not full_matrices:
        return u_bar
    k = np.shape(left)[-1]
    rest_bar = check_rest(u[..., k:], u_bar[..., k:])
    return u_bar[..., :k] - np.conj(u[..., k:] @ matrix_transpose(rest_bar) @ left)


def completed(left_dot: Any, left: Any, u: Any, k: int) -> Any:
    """The tangent of all columns of `u`: those after the k-th stay orthogonal to the first."""
    rest = u[..., k:]
    return np.concatenate([left_dot, -left @ (dagger(left_dot) @ rest)], -1)


def right_solve(a: Any, r: Any) -> Any:
    """`a @ inv(r)`."""
    return matrix_transpose(np.linalg.solve(matrix_transpose(r), matrix_transpose(a)))


def qr_dot(y: Any, a_dot: Any) -> Any:
    """The tangents of `q, r = qr(a)` of a matrix whose first columns are independent."""
    q, r = y
    k = np.shape(q)[-1]
    scaled = right_solve(a_dot[..., :k], r[..., :k])
    inside = dagger(q) @ scaled
    turn = rotation(inside)
    return q @ (turn - inside) + scaled, np.triu(dagger(q) @ a_dot - turn @ r)


def rotation(inside: Any) -> Any:
    """The antihermitian matrix with the lower triangle of `inside` and the imaginary part of its diagonal."""
    lower = np.tril(inside, -1)
    if np.iscomplexobj(inside):
        return lower - dagger(lower) + 1j * np.imag(inside) * np.eye(np.shape(inside)[-1])
    return lower - dagger(lower)


def eig_dot(y: Any, a_dot: Any) -> Any:
    """The tangents of `w, v = eig(a)`; the vectors keep length one, and turn as little as possible."""
    w, v = y
    inside = np.linalg.solve(v, a_dot @ v)
    free = v @ (inside * inverse_gaps(w) + check_mixing(w, inside))
    along = np.real(np.sum(np.conj(v) * free, axis=-2, keepdims=True))
    return np.diagonal(inside, 0, -2, -1), free - v * along


def eig_bar(y_bar: Any, y: Any) -> Any:
    """The cotangent of `a` in `w, v = eig(a)`: `eig_dot` transposed. A part of `y_bar` that is None is zero."""
    w, v = y
    w_bar, v_bar = y_bar
    if v_bar is None:
        return np.linalg.solve(matrix_transpose(v), np.expand_dims(w_bar, -1) * matrix_transpose(v))
    along = np.real(np.sum(v * v_bar, axis=-2, keepdims=True))
    h = matrix_transpose(v) @ (v_bar - np.conj(v) * along)
    values_bar = check_eig(w, np.zeros_like(w) if w_bar is None else w_bar, h)
    inside = h * inverse_gaps(w) + with_diagonal(values_bar)
    return matrix_transpose(v @ matrix_transpose(inside) @ np.linalg.inv(v))


def pinv_dot(p: Any, a: Any, a_dot: Any) -> Any:
    """The tangent of `p = pinv(a)` while the rank stays the same (Golub & Pereyra 1973)."""
    back, eye_rows, eye_columns = dagger(a_dot), np.eye(np.shape(a)[-2]), np.eye(np.shape(a)[-1])
    return -p @ a_dot @ p + p @ dagger(p) @ back @ (eye_rows - a @ p) + (eye_columns - p @ a) @ back @ dagger(p) @ p


def least_squares_dot(x: Any, a: Any, b: Any, a_dot: Any, b_dot: Any) -> Any:
    """The tangent of the shortest `x` that makes `a @ x - b` smallest."""
    p = np.linalg.pinv(a)
    back = dagger(a_dot)
    inside = p @ (b_dot - a_dot @ x) + p @ (dagger(p) @ (back @ (b - a @ x)))
    outside = back @ (dagger(p) @ x)
    return inside + outside - p @ (a @ outside)


def residuals_dot(residuals: Any, x: Any, a: Any, b: Any, a_dot: Any, b_dot: Any) -> Any:
    """The tangent of the sums of squares that are left; none where the function reports none."""
    change = np.sum(np.real(np.conj(b - a @ x) * (b_dot - a_dot @ x)), axis=0)
    return 2 * np.broadcast_to(change, np.shape(residuals)) if np.size(residuals) else np.zeros_like(residuals)


def refuse_mode(mode: str) -> Any:
    """Raise: this mode of `np.linalg.qr` has no rule."""
    raise MissingRuleError(f"np.linalg.qr with mode={mode!r} has no derivative rule", hint="Use 'reduced' or 'r'.")
