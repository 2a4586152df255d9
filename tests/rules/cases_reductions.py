"""Cases of reductions, cumulative functions and the helpers of their rules."""

from __future__ import annotations

from typing import Any

import numpy as np

from s2sad.runtime.reductions import (
    axes_back,
    axes_last,
    count,
    keep_axes,
    largest,
    least,
    product_except,
    products_before,
    scan,
    scan_back,
    spread,
)
from tests.rules.direct import Case

X = np.array([0.3, -0.71, 0.52, 1.4])
M = np.array([[0.37, 0.82, -0.55], [0.44, 0.16, 0.91]])
T = np.arange(1.0, 25.0).reshape(2, 3, 4) % 7 / 5 + np.arange(24).reshape(2, 3, 4) / 31 - 0.6
E0 = np.array([[0.0, 0.8, 0.0], [0.4, 0.0, 0.9]])
Z = np.array([0.3 + 0.4j, -0.7 + 0.2j, 0.1 - 0.9j])
F32 = np.ones((2, 3), np.float32)
I8 = np.array([[1, 2, 3], [4, 5, 6]], np.int8)
B = np.array([[True, False], [True, True]])
KEYWORDS: list[tuple[Any, dict[str, Any]]] = [
    (X, {}),
    (M, {}),
    (M, {"axis": 0}),
    (M, {"axis": -1}),
    (M, {"axis": 1, "keepdims": True}),
    (M, {"keepdims": True}),
    (T, {"axis": (0, 2)}),
    (T, {"axis": (-1, 0), "keepdims": True}),
    (T, {"axis": (2, 1)}),
    (np.array(0.7), {}),
]


def reduction(function: Any, method: Any, *, analytic: bool) -> list[Case]:
    """Cases of a reduction as a function and as a method."""
    return [Case(f, (x,), keywords, analytic=analytic) for f in (function, method) for x, keywords in KEYWORDS] + [
        Case(function, (M, 1), analytic=analytic),
        Case(function, (0.7,), analytic=analytic),
    ]


def statistic(function: Any, method: Any) -> list[Case]:
    """Cases of a variance or standard deviation."""
    varied = [(x, keywords) for x, keywords in KEYWORDS if np.ndim(x)]
    return [
        *(Case(f, (x,), keywords) for f in (function, method) for x, keywords in varied),
        *(Case(f, (x,), keywords | {"ddof": 1}) for f in (function, method) for x, keywords in varied),
        Case(function, (Z,)),
        Case(function, (M,), {"axis": 0, "ddof": 0.5}),
    ]


CUMULATIVE: list[tuple[Any, ...]] = [(X,), (M,), (M, 0), (M, 1), (T, 1), (T, -1), (X, 0)]

CASES: list[Case] = [
    *reduction(np.sum, np.ndarray.sum, analytic=True),
    *reduction(np.mean, np.ndarray.mean, analytic=True),
    *reduction(np.prod, np.ndarray.prod, analytic=True),
    *(Case(np.prod, (E0,), keywords, analytic=True) for keywords in ({}, {"axis": 0}, {"axis": 1}, {"axis": (1, 0)})),
    *(Case(f, (Z,)) for f in (np.sum, np.mean, np.prod, np.cumsum, np.cumprod)),
    *(Case(np.prod, (np.array(v),), analytic=True) for v in ([0.0, 2.0, 3.0], [0.0, 0.0, 3.0], [0.0, 0.0, 0.0], [2.0])),
    *(
        case
        for f in [(np.max, np.ndarray.max), (np.min, np.ndarray.min), (np.amax, np.amin)]
        for case in reduction(*f, analytic=False)
    ),
    *statistic(np.var, np.ndarray.var),
    *statistic(np.std, np.ndarray.std),
    *(
        Case(f, args, analytic=True)
        for f in (np.cumsum, np.ndarray.cumsum, np.cumprod, np.ndarray.cumprod)
        for args in CUMULATIVE
    ),
    *(Case(f, (0.7,), analytic=True) for f in (np.cumsum, np.cumprod)),
    *(Case(np.cumprod, (E0, *axis), analytic=True) for axis in [(), (0,), (1,)]),
    Case(spread, (M[0], M, 0), analytic=True),
    Case(keep_axes, (M[0], 0), analytic=True),
    Case(spread, (0.7, M), analytic=True),
    Case(spread, (M[:, :1], M, 1, True), analytic=True),
    Case(spread, (X, np.ones((2, 3, 4)), (0, 1)), analytic=True),
    Case(keep_axes, (X, (0, -1)), analytic=True),
    Case(keep_axes, (X,), analytic=True),
    Case(keep_axes, (M, 1, True), analytic=True),
    *(Case(axes_last, (T, *axis), analytic=True) for axis in [(), (1,), ((2, 0),), ((0, 1, 2),), ((),)]),
    *(
        Case(axes_back, (axes_last(T, *axis), np.ones_like(T), *axis), analytic=True)
        for axis in [(), (1,), ((2, 0),), ((0, 1, 2),), ((),)]
    ),
    *(Case(f, (M, *axis), k) for f in (largest, least) for axis in [(), (0,)] for k in ({}, {"keepdims": True})),
    *(Case(product_except, (x, *axis), analytic=True) for x in (T, E0[None]) for axis in [(), (1,), ((2, 0),)]),
    *(Case(products_before, (x,), analytic=True) for x in (X, M, T, E0)),
    *(Case(f, (x, x + 0.3), analytic=True) for f in (scan, scan_back) for x in (X, M, T, E0, X[:1], X[:0])),
    *(Case(f, (Z, Z[::-1])) for f in (scan, scan_back)),
]

_REDUCED = [(F32,), (I8,), (B,), (Z,), (F32, 0), (I8, 1), (B, (0, 1)), (2.0,), (3,), (np.float32(2),)]

TYPES: list[Case] = [
    *(
        Case(f, args)
        for f in (np.sum, np.mean, np.prod, np.max, np.min, np.var, np.std, np.all, np.any, np.count_nonzero)
        for args in _REDUCED
    ),
    *(Case(f, (M,), {"axis": 0, "keepdims": True}) for f in (np.all, np.any, np.count_nonzero, np.argmax, np.argmin)),
    *(Case(f, (M, *axis)) for f in (np.argmax, np.argmin, np.ndarray.argmax, np.ndarray.argmin) for axis in [(), (1,)]),
    *(Case(f, (B, *axis)) for f in (np.ndarray.all, np.ndarray.any) for axis in [(), (1,)]),
    *(Case(f, args) for f in (np.cumsum, np.cumprod) for args in [(F32,), (I8, 0), (B,), (Z,), (X[:1],), (M[:, :1],)]),
    *(Case(count, (M, *axis)) for axis in [(), (1,), ((0, 1),)]),
    Case(scan, (F32, F32)),
    Case(scan, (I8, F32[0])),
]
