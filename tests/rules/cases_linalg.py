"""Cases for the rules of `s2sad/rules/linalg.py`."""

from __future__ import annotations

from typing import Any

import numpy as np

from s2sad.runtime import cofactors, linalg
from tests.rules.cases_shaping import arr, case, cplx


def definite(*shape: int) -> Any:
    """Eigenvalues 1, 2, 3, …: apart, so that differences of the vectors are sharp."""
    q = np.linalg.qr(arr(*shape))[0]
    return (q * np.arange(1.0, shape[-1] + 1)) @ np.swapaxes(q, -1, -2)


def singular(n: int, rank: int) -> Any:
    return arr(n, rank) @ arr(rank, n)


def hermitian(n: int) -> Any:
    a = cplx(n, n)
    return a @ a.conj().T + np.eye(n)


NORMS = [
    case(np.linalg.norm, arr(3)),
    case(np.linalg.norm, arr(3), 2),
    case(np.linalg.norm, arr(3), 1),
    case(np.linalg.norm, arr(3), ord=np.inf),
    case(np.linalg.norm, arr(2, 3)),
    case(np.linalg.norm, arr(2, 3), "fro"),
    case(np.linalg.norm, arr(2, 3), axis=1),
    case(np.linalg.norm, arr(2, 3), axis=-1, keepdims=True),
    case(np.linalg.norm, arr(2, 3), ord=1, axis=0),
    case(np.linalg.norm, arr(2, 3), ord=np.inf, axis=1),
    case(np.linalg.norm, arr(2, 3, 4), axis=(1, 2)),
    case(np.linalg.norm, arr(2, 3, 4), ord="fro", axis=(0, 2), keepdims=True),
    case(np.linalg.norm, arr(2, 3), keepdims=True),
    case(np.linalg.norm, cplx(3)),
    case(np.linalg.norm, cplx(2, 3), axis=0),
    case(np.linalg.norm, cplx(3), 1),
    case(np.linalg.norm, arr(3).astype("float32")),
]
SOLVES = [
    case(np.linalg.solve, definite(3, 3), arr(3)),
    case(np.linalg.solve, definite(3, 3), arr(3, 2)),
    case(np.linalg.solve, definite(2, 3, 3), arr(2, 3, 2)),
    case(np.linalg.solve, definite(2, 3, 3), arr(3, 2)),
    case(np.linalg.solve, definite(3, 3), arr(2, 3, 2)),
    case(np.linalg.solve, definite(2, 3, 3), arr(3)),
    case(np.linalg.solve, hermitian(3), cplx(3)),
    case(np.linalg.solve, definite(3, 3), cplx(3)),
]
LINALG = [
    *NORMS,
    *SOLVES,
    case(np.linalg.inv, definite(3, 3)),
    case(np.linalg.inv, definite(2, 3, 3)),
    case(np.linalg.inv, hermitian(2)),
    case(np.linalg.det, arr(3, 3)),
    case(np.linalg.det, arr(1, 1)),
    case(np.linalg.det, arr(2, 3, 3)),
    case(np.linalg.det, singular(3, 2)),
    case(np.linalg.det, singular(4, 2)),
    case(np.linalg.det, np.zeros((3, 3))),
    case(np.linalg.det, cplx(3, 3)),
    case(np.linalg.slogdet, arr(3, 3) + 4 * np.eye(3)),
    case(np.linalg.slogdet, arr(2, 3, 3) - 4 * np.eye(3)),
    case(np.linalg.slogdet, cplx(3, 3) + 4 * np.eye(3)),
    case(np.linalg.cholesky, definite(3, 3)),
    case(np.linalg.cholesky, definite(2, 3, 3)),
    case(np.linalg.cholesky, hermitian(3)),
    case(np.linalg.eigh, definite(3, 3)),
    case(np.linalg.eigh, definite(2, 3, 3), UPLO="U"),
    case(cofactors.cofactors, arr(3, 3)),
    case(cofactors.cofactors, singular(3, 2)),
    case(cofactors.cofactors, singular(4, 2)),
    case(cofactors.cofactors, arr(2, 3, 3)),
    case(cofactors.cofactors, cplx(3, 3)),
    case(cofactors.cofactors_derivative, arr(3, 3), arr(3, 3)),
    case(cofactors.cofactors_derivative, singular(4, 1), arr(4, 4)),
    case(cofactors.cofactors_derivative, arr(2, 3, 3), arr(2, 3, 3)),
    case(linalg.divide_or_zero, arr(3), arr(3)),
    case(linalg.divide_or_zero, 2.5, 1.5),
]
NOT_ANALYTIC = {
    np.linalg.norm,
    np.linalg.slogdet,
    np.linalg.cholesky,
    np.linalg.eigh,
    cofactors.cofactors,
    cofactors.cofactors_derivative,
}
