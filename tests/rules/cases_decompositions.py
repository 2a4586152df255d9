"""Cases for the rules of `s2sad/rules/decompositions.py`, and for the norms and keywords of `linalg.py`."""

from __future__ import annotations

from typing import Any

import numpy as np

from s2sad.runtime import spectra
from tests.rules.cases_shaping import case

RNG = np.random.default_rng(17)


def arr(*shape: int) -> Any:
    return RNG.standard_normal(shape)


def cplx(*shape: int) -> Any:
    return arr(*shape) + 1j * arr(*shape)


def definite(*shape: int) -> Any:
    """Eigenvalues 1, 2, 3, …: apart, so that differences of the vectors are sharp."""
    q = np.linalg.qr(arr(*shape))[0]
    return (q * np.arange(1.0, shape[-1] + 1)) @ np.swapaxes(q, -1, -2)


ORDERS = [None, "fro", "nuc", 1, -1, 2, -2, np.inf, -np.inf]
NORMS: list[Any] = [
    *(case(np.linalg.norm, arr(4), ord) for ord in (3, 0.5, -1, -np.inf, 0, 2.5)),
    *(case(np.linalg.norm, arr(3, 4), ord, 0) for ord in (3, -np.inf)),
    *(case(np.linalg.norm, arr(3, 4), ord) for ord in ORDERS),
    *(case(np.linalg.norm, arr(2, 3, 4), ord, (0, 2), True) for ord in ORDERS),
    *(case(np.linalg.norm, cplx(3, 3), ord, (1, 0)) for ord in ORDERS),
    case(np.linalg.norm, cplx(3), 3),
    *(case(np.linalg.cond, arr(3, 3), p) for p in (None, -2, 1, "fro", np.inf)),
    case(np.linalg.cond, arr(2, 3, 4)),
]
COMPOSED: list[Any] = [
    *(case(np.linalg.matrix_power, arr(3, 3), n) for n in (0, 1, 2, 3, 5, -1, -2)),
    case(np.linalg.matrix_power, arr(2, 3, 3), 3),
    case(np.linalg.multi_dot, [arr(2, 3), arr(3, 4)]),
    case(np.linalg.multi_dot, [arr(4, 3), arr(3, 4), arr(4, 2)]),
    case(np.linalg.multi_dot, (arr(3), arr(3, 4), arr(4, 3), arr(3))),
    case(np.linalg.tensorinv, arr(2, 3, 3, 2)),
    case(np.linalg.tensorinv, arr(6, 2, 3), ind=1),
    case(np.linalg.tensorsolve, arr(2, 3, 6), arr(2, 3)),
    case(np.linalg.tensorsolve, arr(2, 6, 3), arr(2, 3), axes=(1,)),
]
if hasattr(np.linalg, "matrix_norm"):
    COMPOSED += [
        case(np.linalg.matrix_norm, arr(2, 3, 4), ord="nuc"),
        case(np.linalg.matrix_norm, arr(3, 4), keepdims=True),
        case(np.linalg.vector_norm, arr(3, 4)),
        case(np.linalg.vector_norm, arr(3, 4), keepdims=True, ord=3),
        case(np.linalg.vector_norm, arr(3, 4), axis=1, ord=1),
        case(np.linalg.vector_norm, arr(2, 3, 4), axis=(0, 2), keepdims=True),
        case(np.linalg.outer, arr(2), arr(3)),
        case(np.linalg.trace, arr(2, 3, 3), offset=1),
        case(np.linalg.diagonal, arr(2, 3, 3)),
        case(np.linalg.cross, arr(3, 2), arr(3, 2), axis=0),
        case(np.linalg.matmul, arr(2, 3), arr(3, 2)),
        case(np.linalg.tensordot, arr(2, 3), arr(3, 2), axes=1),
        case(np.linalg.vecdot, arr(2, 3), arr(3)),
        case(np.linalg.svdvals, arr(2, 3)),
        case(np.linalg.cholesky, definite(3, 3), upper=True),
        case(np.linalg.cholesky, definite(2, 2, 2) + 0.5j * np.array([[0, 1], [-1, 0]]), upper=True),
    ]
FACTORS: list[Any] = [
    case(np.linalg.svd, arr(3, 3)),
    case(np.linalg.svd, arr(4, 3), False),
    case(np.linalg.svd, arr(2, 2, 3), full_matrices=False),
    case(np.linalg.svd, arr(3, 2)),
    case(np.linalg.svd, arr(2, 3)),
    case(np.linalg.svd, arr(3, 4), compute_uv=False),
    case(np.linalg.svd, cplx(2, 3, 3), compute_uv=False),
    case(np.linalg.qr, arr(3, 3)),
    case(np.linalg.qr, arr(4, 2)),
    case(np.linalg.qr, arr(2, 2, 4)),
    case(np.linalg.qr, arr(4, 3), mode="r"),
    case(np.linalg.qr, cplx(4, 2)),
    case(np.linalg.eigvals, cplx(3, 3)),
    case(np.linalg.eigvals, arr(2, 3, 3)),
    case(np.linalg.eig, definite(3, 3)),
    case(np.linalg.eigvalsh, definite(3, 3)),
    case(np.linalg.eigvalsh, definite(2, 3, 3), UPLO="U"),
    case(np.linalg.pinv, arr(4, 3)),
    case(np.linalg.pinv, arr(2, 2, 3)),
    case(np.linalg.pinv, cplx(2, 3)),
    case(np.linalg.pinv, arr(3, 3)),
]
CHECKS: list[Any] = [
    case(spectra.equal_part, arr(3), arr(3), arr(3, 3)),
    case(spectra.equal_part, arr(2, 3), arr(2, 3), cplx(2, 3, 3)),
    case(spectra.check_turns, arr(3), arr(3, 3)),
    case(spectra.check_mixing, arr(3), arr(3, 3)),
    case(spectra.check_zeros, arr(3), arr(3), arr(4, 3), arr(3, 3)),
    case(spectra.check_eig, cplx(3), cplx(3), cplx(3, 3)),
    case(spectra.check_rest, arr(3, 1), arr(3, 1)),
]
UNFIT = [np.linalg.svd, np.linalg.eig]
DECOMPOSITIONS = NORMS + COMPOSED + FACTORS
PROGRAMS: list[Any] = [
    (np.linalg.lstsq, "np.linalg.lstsq(x, y)[0]", (arr(4, 2), arr(4))),
    (np.linalg.lstsq, "np.linalg.lstsq(x, y, rcond=None)[0]", (arr(4, 2), arr(4, 3))),
    (np.linalg.lstsq, "np.linalg.lstsq(x, y)[0]", (arr(2, 4), arr(2))),
    (np.linalg.lstsq, "p, res, rank, s = np.linalg.lstsq(x, y); return p * s + np.sum(res)", (arr(4, 2), arr(4))),
    (np.linalg.eigh, "w, v = np.linalg.eigh(x @ np.conj(x.T)); return (v * np.exp(w)) @ np.conj(v.T)", (cplx(3, 3),)),
    (np.linalg.eigh, "w, v = np.linalg.eigh(x @ x.T, UPLO='U'); return w[0] * np.abs(v)", (arr(3, 3),)),
    (np.linalg.svd, "u, s, vh = np.linalg.svd(x, False); return (u * s ** 2) @ vh", (cplx(4, 2),)),
    (np.linalg.svd, "u, s, vh = np.linalg.svd(x); return np.abs(u[:, 0]) * s[1]", (cplx(3, 3),)),
    (np.linalg.svd, "u, s, vh = np.linalg.svd(x); return u[:, 2:] @ u[:, 2:].T", (arr(4, 2),)),
    (np.linalg.eig, "w, v = np.linalg.eig(x); return np.real((v * np.exp(w)) @ np.linalg.inv(v))", (arr(3, 3),)),
    (np.linalg.eig, "return np.real(np.linalg.eig(x + np.diag([3.0, 6.0, 9.0]))[0])", (arr(3, 3),)),
    (np.linalg.eig, "w, v = np.linalg.eig(x); return np.abs(v) * np.abs(w)", (cplx(3, 3),)),
    (np.linalg.eigvals, "np.sum(np.linalg.eigvals(x) ** 3).real", (arr(3, 3),)),
    (np.linalg.pinv, "np.linalg.pinv(x, hermitian=True)", (definite(3, 3),)),
    (np.linalg.svd, "np.linalg.svd(x, compute_uv=False, hermitian=True)", (definite(3, 3),)),
    (np.linalg.svd, "u, s, vh = np.linalg.svd(x, hermitian=True); return (u * s ** 2) @ vh", (arr(3, 3),)),
    (np.linalg.matrix_rank, "np.linalg.matrix_rank(x) * np.sum(x)", (arr(3, 3),)),
    (np.linalg.slogdet, "np.linalg.slogdet(x).logabsdet", (arr(3, 3),)),
]
