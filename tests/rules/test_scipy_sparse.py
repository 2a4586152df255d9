"""Sparse matrices: products with constant ones, solves, and the refusal of those that are made of active values."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

pytest.importorskip("scipy")
import scipy.sparse
import scipy.sparse.linalg

from s2sad import grad
from s2sad.errors import UnsupportedCallError
from s2sad.rules.scipy_sparse import TABLE
from s2sad.runtime.sparse import transposed_solve
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


def test_every_rule_has_a_test() -> None:
    assert set(TABLE) == {scipy.sparse.linalg.spsolve, transposed_solve}


@pytest.mark.filterwarnings("ignore:Comparing")
def test_a_matrix_as_an_argument() -> None:
    for matrix, dense in ((A, DENSE), (2.0 * A, 2.0 * DENSE)):
        np.testing.assert_allclose(grad(of_argument)(B, matrix), 2.0 * dense.T @ (dense @ B), rtol=1e-14)


def test_matrices_of_active_values_are_refused() -> None:
    def program(values: Any) -> Any:
        return np.sum(scipy.sparse.coo_matrix((values, ([0, 1, 1], [0, 0, 1])), shape=(2, 2)) @ np.ones(2))

    with pytest.raises(UnsupportedCallError, match="coo_matrix"):
        grad(program)(B)
