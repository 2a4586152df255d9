"""Cases for the rules of `s2sad/rules/scipy_linalg.py`."""

from __future__ import annotations

from typing import Any

import numpy as np
import scipy
import scipy.linalg as sl

from s2sad.runtime import bands, triangles
from tests.rules.cases_shaping import case

RNG = np.random.default_rng(23)


def arr(*shape: int) -> Any:
    return RNG.standard_normal(shape)


def cplx(*shape: int) -> Any:
    return arr(*shape) + 1j * arr(*shape)


def definite(n: int) -> Any:
    """Eigenvalues 1, 2, 3, …: apart, so that differences of the vectors are sharp."""
    q = np.linalg.qr(arr(n, n))[0]
    return (q * np.arange(1.0, n + 1)) @ q.T


def regular(n: int) -> Any:
    return arr(n, n) + 3 * np.eye(n)


def positive(n: int) -> Any:
    return 0.3 * arr(n, n) + 2 * np.eye(n)


def stack(matrix: Any) -> Any:
    return np.stack([matrix(3), matrix(3)])


BAND = np.array([[0.0], [0.0], [5.0], [0.0]])
SCIPY_LINALG: list[Any] = [
    case(sl.solve, regular(3), arr(3)),
    case(sl.solve, regular(3), arr(3, 2)),
    case(sl.inv, regular(3)),
    case(sl.det, arr(3, 3)),
    case(sl.cholesky, definite(3)),
    case(sl.cholesky, definite(3), lower=True),
    case(sl.svd, arr(3, 2), False),
    case(sl.svd, arr(3, 3)),
    case(sl.svd, arr(2, 3), compute_uv=False),
    case(sl.qr, arr(4, 2), mode="economic"),
    case(sl.eigh, definite(3), lower=False, eigvals_only=True),
    case(sl.eigh, definite(3), definite(3)),
    *(
        case(sl.solve_triangular, a(3), b, trans, lower, unit)
        for a, b in [(regular, arr(3)), (regular, arr(3, 2))]
        for trans, lower, unit in [(0, False, False), (1, True, False), (2, True, True), ("T", False, True)]
    ),
    case(sl.solve_triangular, cplx(3, 3) + 3 * np.eye(3), cplx(3), 2, True),
    case(sl.solve_triangular, cplx(3, 3) + 3 * np.eye(3), cplx(3, 2), 1),
    case(sl.expm, arr(3, 3)),
    case(sl.expm, arr(2, 3, 3)),
    case(sl.expm, cplx(2, 2)),
    case(sl.logm, regular(3)),
    case(sl.sqrtm, np.array([[2.0, 0.3, 0.1], [0.2, 1.5, 0.4], [0.1, 0.2, 1.8]])),
    case(sl.solve_sylvester, regular(3), regular(2), arr(3, 2)),
    case(sl.block_diag, arr(2, 2), arr(1, 3), 1.5),
    case(sl.toeplitz, arr(3)),
    case(sl.toeplitz, arr(3), arr(4)),
    case(sl.circulant, arr(4)),
    case(sl.hankel, arr(3), arr(2)),
    case(sl.lu, regular(3)),
    *(case(sl.solve_banded, (1, 2), arr(4, 5) + BAND, b) for b in (arr(5), arr(5, 2))),
    case(sl.solve_banded, (2, 0), arr(3, 4) + np.array([[4.0], [0.0], [0.0]]), arr(4)),
    case(bands.banded_product, (1, 2), arr(4, 5), arr(5)),
    case(bands.banded_outer, (1, 2), arr(5), arr(5)),
    case(bands.transposed_band, (1, 2), arr(4, 5)),
    case(sl.solve_triangular, regular(3), arr(3)),
    case(sl.block_diag, arr(2, 1).astype(np.float32), arr(1, 2).astype(np.float32)),
    *(case(f, 1.7) for f in (sl.cholesky, sl.expm, sl.toeplitz, sl.circulant)),
]
TAKES_STACKS = np.lib.NumpyVersion(scipy.__version__) >= "1.16.0"
if TAKES_STACKS:
    SCIPY_LINALG += [
        *(case(sl.solve, a, b) for a in (regular(3), stack(regular)) for b in (arr(3), arr(3, 2), arr(2, 3, 1))),
        *(case(sl.solve_triangular, stack(regular), b, trans) for b in (arr(3), arr(2, 3, 1)) for trans in (0, 1)),
        case(sl.solve_triangular, regular(3), arr(2, 3, 1), 1, True),
        case(sl.cholesky, stack(definite)),
        case(sl.svd, arr(2, 3, 2), False),
        case(sl.svd, arr(2, 3, 2), compute_uv=False),
        case(sl.qr, arr(2, 4, 2), mode="economic"),
        case(sl.eigh, stack(definite), lower=False, eigvals_only=True),
        case(sl.lu, stack(regular)),
        case(sl.lu_factor, stack(regular)),
        case(sl.sqrtm, stack(positive)),
        case(sl.logm, stack(positive)),
        case(sl.solve_sylvester, stack(regular), regular(2), arr(3, 2)),
        case(sl.block_diag, arr(2, 1, 2), arr(2, 1)),
        case(sl.toeplitz, arr(2, 3), arr(4)),
        case(sl.circulant, arr(2, 3)),
    ]
TOP = np.array([4.0, 1.0, 0.3, 0.2])
SCIPY_LINALG_PROGRAMS: list[Any] = [
    (sl.solve_toeplitz, "scipy.linalg.solve_toeplitz(x, y)", (TOP, arr(4))),
    (sl.solve_toeplitz, "scipy.linalg.solve_toeplitz((x, y), z)", (TOP, arr(4), arr(4, 2))),
    (bands.toeplitz_solve, "scipy.linalg.solve_toeplitz((x, y), y)", (TOP, arr(4))),
    (sl.cho_factor, "scipy.linalg.cho_solve(scipy.linalg.cho_factor(x), y)", (definite(3), arr(3))),
    (sl.cho_solve, "scipy.linalg.cho_solve(scipy.linalg.cho_factor(x, lower=True), y)", (definite(3), arr(3, 2))),
    (sl.cho_solve, "scipy.linalg.cho_solve((x, True), y)", (np.tril(regular(3)), arr(3))),
    (sl.lu_factor, "scipy.linalg.lu_solve(scipy.linalg.lu_factor(x), y)", (arr(3, 3), arr(3))),
    (sl.lu_solve, "scipy.linalg.lu_solve(scipy.linalg.lu_factor(x), y, trans=1)", (arr(3, 3), arr(3, 2))),
    (sl.lu_factor, "np.sum(np.log(np.abs(np.diag(scipy.linalg.lu_factor(x)[0]))))", (arr(4, 4),)),
    *(
        (sl.eigh, f"w, v = scipy.linalg.eigh({a}); return (v * w[:, None]) @ np.swapaxes(v, 1, 2)", values)
        for a, values in [("x", (stack(definite),)), ("x, y", (stack(definite), definite(3)))]
        if TAKES_STACKS
    ),
    *(
        (sl.lu_solve, f"scipy.linalg.lu_solve(scipy.linalg.lu_factor(x), y, trans={trans})", (stack(regular), b))
        for b in (arr(3), arr(2, 3, 1))
        for trans in (0, 1)
        if TAKES_STACKS
    ),
    (sl.eigh, "w, v = scipy.linalg.eigh(x); return w * np.abs(v)", (definite(3),)),
    (sl.eigh, "w, v = scipy.linalg.eigh(x, y); return (v * w) @ v.T", (definite(3), definite(3))),
]
LATER = np.random.default_rng(29)  # of its own: the values above stay


def later(*shape: int) -> Any:
    return LATER.standard_normal(shape)


SCIPY_LINALG_PROGRAMS += [
    (sl.lu, "scipy.linalg.lu(x)[1]", (np.zeros((0, 0)),)),
    (sl.solve_toeplitz, "scipy.linalg.solve_toeplitz(x, y)", (np.zeros(0), np.zeros(0))),
    (sl.solve_toeplitz, "scipy.linalg.solve_toeplitz(x, y)", (TOP, np.zeros((4, 0)))),
]
SHAPES = [(3, 3), (4, 2), (2, 4)]
SCIPY_LINALG += [
    *(case(f, later(*shape)) for f in (sl.lu, sl.lu_factor) for shape in SHAPES[1:]),
    case(triangles.factored, later(3, 3)),
    *(case(f, later(*s), later(*s)) for f in (triangles.packed_change, triangles.packed_change_bar) for s in SHAPES),
]
if TAKES_STACKS:
    BANDS, TOPS = later(2, 4, 5) + BAND, np.stack([TOP, 2.0 * TOP[::-1] + TOP])
    SCIPY_LINALG += [
        *(case(sl.solve_banded, (1, 2), BANDS, b) for b in (later(5), later(5, 2), later(2, 5, 1))),
        case(sl.solve_banded, (1, 2), BANDS[0], later(2, 5, 1)),
        case(bands.banded_product, (1, 2), BANDS, later(5, 2)),
        case(bands.banded_outer, (1, 2), later(2, 5, 3), later(5, 3)),
        case(bands.transposed_band, (1, 2), BANDS),
    ]
    SCIPY_LINALG_PROGRAMS += [
        *(
            (sl.cho_solve, f"scipy.linalg.cho_solve(scipy.linalg.cho_factor(x, lower={lower}), y)", (a, b))
            for lower in (True, False)
            for a, b in [(stack(definite), later(3)), (stack(definite), later(2, 3, 2)), (definite(3), later(2, 3, 2))]
        ),
        (sl.cho_factor, "c, lower = scipy.linalg.cho_factor(x); return np.triu(c)[~lower]", (stack(definite),)),
        *(
            (sl.solve_toeplitz, "scipy.linalg.solve_toeplitz(x, y)", (c, b))
            for c, b in [(TOPS, later(4)), (TOPS, later(2, 4, 2)), (TOPS, later(4, 1)), (TOP, later(3, 4, 1))]
        ),
        (sl.solve_toeplitz, "scipy.linalg.solve_toeplitz((x, y), z)", (TOPS, TOP / 2.0, later(2, 4, 2))),
    ]
SCIPY_LINALG += [
    case(sl.solve, later(3, 3) + 4 * np.eye(3), later(3), lower=lower, assume_a=kind)
    for kind in ("general", "sym", "her", "pos", "diagonal", "tridiagonal", "upper triangular", "lower triangular")
    for lower in (False, True)
    if TAKES_STACKS  # some of them are not older
]
