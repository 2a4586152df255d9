"""Sparse matrices: products and solves with constant ones and with those that are made of active values."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

pytest.importorskip("scipy")
import scipy.sparse
import scipy.sparse.linalg

from s2sad import grad
from s2sad.errors import S2SADError
from s2sad.rules.scipy_sparse import TABLE
from s2sad.runtime import sparse
from s2sad.runtime.splines import Pieces
from s2sad.runtime.tree import zeros_like
from s2sad.testing import check_grads

DENSE = np.array([[4.0, 1.0, 0.0], [0.0, 3.0, -0.7], [0.3, 0.0, 2.0]])
A = scipy.sparse.csc_matrix(DENSE)
ROWS = scipy.sparse.csr_array(DENSE[:2])
B = np.array([0.3, -1.2, 0.7])


def product(x: Any) -> Any:
    return (ROWS @ x) * (ROWS @ x)


def of_transpose(x: Any) -> Any:
    return A.T @ x * x


def solved(x: Any) -> Any:
    return scipy.sparse.linalg.spsolve(A, x * x)


def of_argument(x: Any, matrix: Any) -> Any:
    return np.sum((matrix @ x) ** 2)


@pytest.mark.parametrize("program", [product, of_transpose, solved], ids=lambda f: f.__name__)
def test_constant_matrices(program: Any) -> None:
    check_grads(program, (B,), order=2)


CONSTANT = {
    *(scipy.sparse.linalg.spsolve, sparse.constant_solved, sparse.transposed_solve),
    *(sparse.constant_entries, sparse.is_sparse),
}
MADE = {getattr(scipy.sparse, f"{kind}_{suffix}") for kind in ("csr", "csc", "coo") for suffix in ("array", "matrix")}
ACTIVE = {*MADE, scipy.sparse.diags, scipy.sparse.diags_array, sparse.product, sparse.solved, sparse.in_order}


def test_every_rule_has_a_test() -> None:
    assert set(TABLE) == CONSTANT | ACTIVE


@pytest.mark.filterwarnings("ignore:Comparing")
def test_a_matrix_as_an_argument() -> None:
    for matrix, dense in ((A, DENSE), (2.0 * A, 2.0 * DENSE)):
        np.testing.assert_allclose(grad(of_argument)(B, matrix), 2.0 * dense.T @ (dense @ B), rtol=1e-14)


# --- matrices of active values ----------------------------------------------------------------------------------------


INDICES, STARTS = np.array([0, 2, 0, 1]), np.array([0, 1, 2, 4])
PLACES = np.array([0, 2, 1, 0]), np.array([1, 1, 0, 2])
VALUES = np.array([0.4, 1.1, 0.8, 0.3])
EYE = scipy.sparse.eye_array(3).tocsr()


def rows(v: Any, x: Any) -> Any:
    return scipy.sparse.csr_array((v, INDICES, STARTS), shape=(3, 3)) @ x


def columns(v: Any, x: Any) -> Any:
    return x @ scipy.sparse.csc_matrix((v, INDICES, STARTS)).T + scipy.sparse.csc_array((v, INDICES, STARTS)).dot(x)


def places(v: Any, x: Any) -> Any:
    return scipy.sparse.coo_array((v, PLACES)).toarray() @ scipy.sparse.coo_matrix((v, PLACES)).toarray() * x


def one_row(v: Any, x: Any) -> Any:
    return scipy.sparse.csr_array((v[:3], np.arange(3), np.array([0, 3]))) @ x


def of_dense(v: Any, x: Any) -> Any:
    return scipy.sparse.csr_matrix(np.outer(x, v)) @ np.outer(v, x)


def sums(v: Any, x: Any) -> Any:
    matrix = scipy.sparse.csr_array((v, INDICES, STARTS), shape=(3, 3))
    return (EYE - matrix / x[0] + 2.0 * matrix + (-matrix).tocsc().tocoo().tocsr() * x[1]) @ x * matrix.nnz


def diagonals(v: Any, x: Any) -> Any:
    one = scipy.sparse.diags([v, x, -1.0], [0, 1, -2], shape=(4, 4), format="csr") @ v
    return one[1:] * (scipy.sparse.diags_array(x, offsets=1) @ v)[:3] + scipy.sparse.diags([x, v[:2]], [0, 1]) @ x


def solution(v: Any, x: Any) -> Any:
    return scipy.sparse.linalg.spsolve(scipy.sparse.csc_array((v, INDICES, STARTS), shape=(3, 3)) + EYE * 2.0, x * x)


def solutions(v: Any, x: Any) -> Any:
    matrix = scipy.sparse.csr_matrix((v, INDICES, STARTS), shape=(3, 3)).T
    return (
        scipy.sparse.linalg.spsolve(matrix, np.outer(x, v)) + scipy.sparse.linalg.spsolve(matrix, v[:3, None])[:, None]
    )


def steps(v: Any, x: Any) -> Any:
    matrix = scipy.sparse.csr_array((v, INDICES, STARTS), shape=(3, 3))
    for _ in range(3):
        x = np.tanh(matrix @ x)
    return np.sum(x)


PROGRAMS = [rows, columns, places, one_row, of_dense, sums, diagonals, solution, solutions, steps]


@pytest.mark.filterwarnings("ignore:spsolve")
@pytest.mark.parametrize("dtype", [np.float64, np.float32, np.complex128])
@pytest.mark.parametrize("program", PROGRAMS, ids=lambda f: f.__name__)
def test_active_values(program: Any, dtype: Any) -> None:
    check_grads(program, (VALUES.astype(dtype), B.astype(dtype)), order=2 if dtype == np.float64 else 1)


def test_objects_of_the_rules_have_zeros() -> None:
    assert not np.any(zeros_like(sparse.Sparse(VALUES, *PLACES, (3, 3))).data)
    assert not np.any(zeros_like(Pieces(B, VALUES, 3, True)).c)


@pytest.mark.parametrize(
    "program",
    [
        lambda v: scipy.sparse.coo_array((v, PLACES)).sum(),
        lambda v: scipy.sparse.coo_array((v, PLACES))[0, 1],
        lambda v: np.sum(scipy.sparse.coo_array((v, PLACES)) @ scipy.sparse.coo_array((v, PLACES))),
        lambda v: np.sum(scipy.sparse.coo_array((v, PLACES), dtype=float) @ v[:3]),
        lambda v: np.sum(scipy.sparse.linalg.splu(scipy.sparse.csc_array((v, PLACES))).solve(v[:3])),
    ],
)
def test_what_is_refused(program: Any) -> None:
    with pytest.raises(S2SADError):
        grad(program)(VALUES)


def test_entries_that_scipy_would_sort_in_the_arrays_of_the_user() -> None:
    """A program that reads them afterwards would find them changed."""
    data, b = np.array([1.0, 4.0, 3.0, 0.5, 2.0]), np.array([1.0, 2.0, 3.0])
    indices, indptr, rows = np.array([1, 0, 1, 2, 0]), np.array([0, 2, 3, 5]), np.array([0, 0, 1, 2, 2])

    def compressed(data: Any) -> Any:
        return np.sum(scipy.sparse.linalg.spsolve(scipy.sparse.csr_array((data, indices, indptr)).T, b))

    def of_columns(data: Any) -> Any:
        return np.sum(scipy.sparse.linalg.spsolve(scipy.sparse.csc_array((data, indices, indptr)), b))

    def placed(data: Any) -> Any:
        return np.sum(scipy.sparse.linalg.spsolve(scipy.sparse.coo_array((data, (rows, indices))).tocsr(), b) ** 2)

    for function in (compressed, of_columns):
        with pytest.raises(S2SADError, match="sorts the entries"):
            grad(function)(data)
    check_grads(placed, (data,), order=2)
    check_grads(lambda data: scipy.sparse.csr_array((data, indices, indptr)) @ b, (data,), order=2)
