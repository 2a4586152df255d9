"""Rules of the decompositions in `np.linalg`: singular values, eigenvalues, QR, and what is made of them.

Where there is only a tangent, the compiler transposes it. Eigenvalues alone: the diagonal of `inv(v) a_dot v`.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from s2sad.ir.types import FLOAT, UNKNOWN
from s2sad.rules import result_linalg as found
from s2sad.rules.results import always
from s2sad.rules.table import RuleTable
from s2sad.runtime.decompositions import (
    eig_bar,
    eig_dot,
    least_squares_dot,
    pinv_dot,
    qr_dot,
    refuse_mode,
    residuals_dot,
    right_solve,
    svd_bar,
    svd_dot,
    triangle_bar,
    triangle_dot,
)
from s2sad.runtime.moving import is_counted, joined_shape, size_of
from s2sad.runtime.products import axes_range
from s2sad.runtime.spectra import (
    check_eig,
    check_mixing,
    check_rest,
    check_second,
    check_turns,
    check_zeros,
    close_pairs,
    equal_part,
)

TABLE = RuleTable()


@TABLE.custom(
    np.linalg.svd,
    result=found.svd_type,
    effect="may_raise",
    static=("full_matrices", "compute_uv", "hermitian"),
    parts=True,
)
def svd_vjp(
    y_bar: Any, y: Any, a: Any, full_matrices: Any = True, compute_uv: Any = True, hermitian: Any = False
) -> Any:
    if compute_uv:
        return triangle_bar(svd_bar(y_bar, y, full_matrices), hermitian)
    u, s, vh = np.linalg.svd(a, False, True, hermitian)
    return triangle_bar(svd_bar((None, y_bar, None), (u, s, vh), False), hermitian)


@TABLE.custom(np.linalg.svd)
def svd_jvp(
    y: Any, a: Any, a_dot: Any, full_matrices: Any = True, compute_uv: Any = True, hermitian: Any = False
) -> Any:
    whole_dot = triangle_dot(a_dot, "L") if hermitian else a_dot
    if compute_uv:
        return svd_dot(y, whole_dot, full_matrices)
    u, _, vh = np.linalg.svd(a, False, True, hermitian)
    return np.real(np.einsum("...ji,...jk,...ik->...i", np.conj(u), whole_dot, np.conj(vh)))


if hasattr(np.linalg, "svdvals"):  # NumPy 2

    @TABLE.inlined(np.linalg.svdvals)
    def svdvals(x: Any, /) -> Any:
        return np.linalg.svd(x, compute_uv=False)


@TABLE.custom(np.linalg.qr, result=found.qr_type, effect="may_raise", static=("mode",))
def qr_jvp(y: Any, a: Any, a_dot: Any, mode: Any = "reduced") -> Any:
    if mode == "r":
        return qr_dot((_orthogonal(a, y), y), a_dot)[1]
    return qr_dot(y, a_dot) if mode == "reduced" else refuse_mode(mode)


def _orthogonal(a: Any, r: Any) -> Any:
    """The q of a = q r, which mode "r" leaves out."""
    return right_solve(a[..., : np.shape(r)[-2]], r[..., : np.shape(r)[-2]])


@TABLE.custom(np.linalg.eig, result=found.eig_type, effect="may_raise", parts=True)
def eig_vjp(y_bar: Any, y: Any, a: Any) -> Any:
    return eig_bar(y_bar, y)


@TABLE.custom(np.linalg.eig)
def eig_jvp(y: Any, a: Any, a_dot: Any) -> Any:
    return eig_dot(y, a_dot)


@TABLE.custom(np.linalg.eigvals, result=found.eigvals_type, effect="may_raise")
def eigvals_jvp(y: Any, a: Any, a_dot: Any) -> Any:
    _, v = np.linalg.eig(a)
    return np.diagonal(np.linalg.solve(v, a_dot @ v), 0, -2, -1)


@TABLE.inlined(np.linalg.eigvalsh, static=("UPLO",))
def eigvalsh(a: Any, UPLO: Any = "L") -> Any:
    """The vectors cost as much again as the values, and the derivative needs them."""
    return np.linalg.eigh(a, UPLO)[0]


@TABLE.custom(np.linalg.pinv, wrt="a", result=found.pinv_type, effect="may_raise", static=("hermitian",))
def pinv_jvp(y: Any, a: Any, a_dot: Any, rcond: Any = None, hermitian: Any = False, *, rtol: Any = None) -> Any:
    if hermitian:
        return pinv_dot(y, triangle_dot(a, "L"), triangle_dot(a_dot, "L"))
    return pinv_dot(y, a, a_dot)


@TABLE.custom(np.linalg.lstsq, wrt=("a", "b"), result=found.lstsq_type, effect="may_raise", linear=("b",))
def lstsq_jvp(y: Any, a: Any, b: Any, a_dot: Any, b_dot: Any, rcond: Any = None) -> Any:
    x, residuals, _, _ = y
    u, _, vh = np.linalg.svd(a, False)
    s_dot = np.real(np.einsum("ji,jk,ik->i", np.conj(u), a_dot, np.conj(vh)))
    x_dot = least_squares_dot(x, a, b, a_dot, b_dot)
    return x_dot, residuals_dot(residuals, x, a, b, a_dot, b_dot), 0, s_dot


# --- compositions -----------------------------------------------------------------------------------------------------


@TABLE.inlined(np.linalg.cond, static=("p",))
def cond(x: Any, p: Any = None) -> Any:
    if p in (None, 2, -2):
        s = np.linalg.svd(x, compute_uv=False)
        return s[..., -1] / s[..., 0] if p == -2 else s[..., 0] / s[..., -1]
    return np.linalg.norm(x, p, (-2, -1)) * np.linalg.norm(np.linalg.inv(x), p, (-2, -1))


@TABLE.inlined(np.linalg.matrix_power, static=("n",))
def matrix_power(a: Any, n: Any) -> Any:
    if n < 0:
        return np.linalg.matrix_power(np.linalg.inv(a), -n)
    if n < 2:
        return a if n == 1 else _ones_on_diagonal(a)
    return _squared(np.linalg.matrix_power(a, n // 2), a, n % 2)


def _squared(half: Any, a: Any, rest: Any) -> Any:
    """The power of `a` whose exponent is twice that of `half`, or one more."""
    return half @ half if rest == 0 else half @ half @ a


def _ones_on_diagonal(a: Any) -> Any:
    """An identity for each matrix of `a`."""
    return np.zeros_like(a) + np.eye(np.shape(a)[-1], dtype=np.asarray(a).dtype)


@TABLE.inlined(np.linalg.multi_dot)
def multi_dot(arrays: Any) -> Any:
    """One after the other, from the end that is cheaper for three arrays; from the start if their number is unknown."""
    if not is_counted(arrays) or len(arrays) == 2:
        return np.dot(arrays[0], arrays[1]) if is_counted(arrays) else _dots(arrays)
    if _is_start_cheaper(arrays[0], arrays[-1]):
        return np.linalg.multi_dot(_first_product([x for x in arrays]))
    return np.linalg.multi_dot(_last_product([x for x in arrays]))


def _first_product(parts: Any) -> Any:
    """Factors, of which the first two are multiplied."""
    return [np.dot(parts[0], parts[1])] + parts[2:]  # noqa: RUF005 - the language has no `*`


def _last_product(parts: Any) -> Any:
    """Factors, of which the last two are multiplied."""
    return parts[:-2] + [np.dot(parts[-2], parts[-1])]  # noqa: RUF005 - the language has no `*`


def _is_start_cheaper(first: Any, last: Any) -> Any:
    return np.ndim(first) == 1 or (np.ndim(last) > 1 and np.shape(first)[0] <= np.shape(last)[-1])


def _dots(arrays: Any) -> Any:
    y = arrays[0]
    for x in arrays[1:]:
        y = np.dot(y, x)
    return y


@TABLE.inlined(np.linalg.tensorinv, static=("ind",))
def tensorinv(a: Any, ind: Any = 2) -> Any:
    shape = np.shape(a)
    square = np.reshape(a, (-1, size_of(shape[ind:])))
    return np.reshape(np.linalg.inv(square), joined_shape(shape[ind:], shape[:ind]))


@TABLE.inlined(np.linalg.tensorsolve, static=("axes",))
def tensorsolve(a: Any, b: Any, axes: Any = None) -> Any:
    moved = a if axes is None else np.moveaxis(a, axes, axes_range(np.ndim(a) - len(axes), np.ndim(a)))
    shape = np.shape(moved)[np.ndim(b) :]
    square = np.reshape(moved, (-1, size_of(shape)))
    return np.reshape(np.linalg.solve(square, np.ravel(b)), shape)


def _norm_of_all(x: Any, ord: Any, keepdims: Any) -> Any:
    flat = np.linalg.norm(np.ravel(x), ord)
    return np.reshape(flat, (1,) * np.ndim(x)) if keepdims else flat


def _norm_along(x: Any, ord: Any, axes: Any, keepdims: Any) -> Any:
    """The norm of the vector that lies along several axes."""
    rows = np.moveaxis(x, axes, axes_range(np.ndim(x) - len(axes), np.ndim(x)))
    flat = np.linalg.norm(np.reshape(rows, joined_shape(np.shape(rows)[: -len(axes)], (-1,))), ord, -1)
    return np.expand_dims(flat, axes) if keepdims else flat


if hasattr(np.linalg, "matrix_norm"):  # NumPy 2

    @TABLE.inlined(np.linalg.matrix_norm, static=("ord", "keepdims"))
    def matrix_norm(x: Any, /, *, keepdims: Any = False, ord: Any = "fro") -> Any:
        return np.linalg.norm(x, ord, (-2, -1), keepdims)

    @TABLE.inlined(np.linalg.vector_norm, static=("axis", "ord", "keepdims"))
    def vector_norm(x: Any, /, *, axis: Any = None, keepdims: Any = False, ord: Any = 2) -> Any:
        if axis is None:
            return _norm_of_all(x, ord, keepdims)
        return np.linalg.norm(x, ord, axis, keepdims) if isinstance(axis, int) else _norm_along(x, ord, axis, keepdims)

    @TABLE.inlined(np.linalg.outer)
    def outer(x1: Any, x2: Any, /) -> Any:
        return np.outer(x1, x2)

    @TABLE.inlined(np.linalg.trace)
    def trace(x: Any, /, *, offset: Any = 0) -> Any:
        return np.trace(x, offset, -2, -1)

    @TABLE.inlined(np.linalg.diagonal)
    def diagonal(x: Any, /, *, offset: Any = 0) -> Any:
        return np.diagonal(x, offset, -2, -1)

    @TABLE.inlined(np.linalg.cross)
    def cross(x1: Any, x2: Any, /, *, axis: Any = -1) -> Any:
        return np.cross(x1, x2, axis=axis)

    @TABLE.inlined(np.linalg.matmul)
    def matmul(x1: Any, x2: Any, /) -> Any:
        return np.matmul(x1, x2)

    @TABLE.inlined(np.linalg.tensordot)
    def tensordot(x1: Any, x2: Any, /, *, axes: Any = 2) -> Any:
        return np.tensordot(x1, x2, axes)

    @TABLE.inlined(np.linalg.vecdot)
    def vecdot(x1: Any, x2: Any, /, *, axis: Any = -1) -> Any:
        return np.vecdot(x1, x2, axis=axis)  # type: ignore[call-overload] # NumPy 2.1's stubs want dtypes


TABLE.constant(np.linalg.matrix_rank, result=always(UNKNOWN), effect="may_raise")
TABLE.constant(is_counted, result=found.counted_type, kept=True)
TABLE.constant(size_of, result=found.size_type, kept=True)

# --- equal values -----------------------------------------------------------------------------------------------------


@TABLE.custom(equal_part, result=found.third_type, kept=True)
def equal_part_vjp(y_bar: Any, y: Any, w: Any, w_bar: Any, h: Any) -> Any:
    return 0.0, 0.0, check_second(w, h)


@TABLE.custom(equal_part)
def equal_part_jvp(y: Any, w: Any, w_bar: Any, h: Any, w_dot: Any, w_bar_dot: Any, h_dot: Any) -> Any:
    return check_second(w, h)


@TABLE.custom(check_turns, check_mixing, result=always(FLOAT), kept=True, effect="may_raise")
def check_turns_vjp(y_bar: Any, y: Any, w: Any, inside: Any) -> Any:
    return 0.0, check_second(w, inside)


@TABLE.custom(check_turns, check_mixing)
def check_turns_jvp(y: Any, w: Any, inside: Any, w_dot: Any, inside_dot: Any) -> Any:
    return 0.0 * np.sum(check_second(w, inside))


@TABLE.custom(check_zeros, wrt="s_bar", result=found.second_type, kept=True, effect="may_raise")
def check_zeros_vjp(y_bar: Any, y: Any, s: Any, s_bar: Any, left_bar: Any, right_bar: Any) -> Any:
    return y_bar


@TABLE.custom(check_zeros, wrt="s_bar")
def check_zeros_jvp(y: Any, s: Any, s_bar: Any, left_bar: Any, right_bar: Any, s_bar_dot: Any) -> Any:
    return s_bar_dot


@TABLE.custom(check_eig, wrt="w_bar", result=found.second_type, kept=True, effect="may_raise")
def check_eig_vjp(y_bar: Any, y: Any, w: Any, w_bar: Any, h: Any) -> Any:
    return y_bar


@TABLE.custom(check_eig, wrt="w_bar")
def check_eig_jvp(y: Any, w: Any, w_bar: Any, h: Any, w_bar_dot: Any) -> Any:
    return w_bar_dot


@TABLE.custom(check_rest, wrt="rest_bar", result=found.second_type, kept=True, effect="may_raise")
def check_rest_vjp(y_bar: Any, y: Any, rest: Any, rest_bar: Any) -> Any:
    return y_bar


@TABLE.custom(check_rest, wrt="rest_bar")
def check_rest_jvp(y: Any, rest: Any, rest_bar: Any, rest_bar_dot: Any) -> Any:
    return rest_bar_dot


TABLE.constant(close_pairs, result=found.close_pairs_type, kept=True)
TABLE.constant(check_second, result=found.second_type, kept=True, effect="may_raise")
