"""Cases of the less common elementwise functions, of `math`, and of functions with a derivative of zero by nature."""

from __future__ import annotations

import math
import sys
from typing import Any

import numpy as np

from s2sad.runtime.special import bessel_i, complex_polygamma, polygamma, sinc_derivative
from tests.rules.cases_elementwise import F32, I8, B, M, S, X, Z
from tests.rules.direct import Case

NAN = np.array([0.3, np.nan, 0.7, np.inf, -np.inf])
PHASES = np.array([0.2, 3.0, 6.1, 9.4, 9.0, 2.2])
UNWRAPPED: list[tuple[Any, dict[str, Any]]] = [
    (PHASES, {}),
    (PHASES, {"discont": 4.0}),
    (PHASES, {"period": 4.0}),
    (PHASES.reshape(2, 3), {"axis": 0}),
]
CLIPPED: list[dict[str, Any]] = [
    {"min": 0.4},
    {"max": 0.4},
    {"min": 0.35, "max": 0.6},
    {"min": X, "max": M[:, :1] + 0.3},
    {"a_min": 0.3, "a_max": None},
]

CASES: list[Case] = [
    *(Case(np.sinc, (x,), analytic=True) for x in (0.3, 1.7, S, M, np.array([0.02, 0.4, 3.3]))),
    *(Case(sinc_derivative, (x, n)) for x in (0.3, S, M) for n in (1, 2, 3)),
    *(Case(complex_polygamma, (Z, n)) for n in (1, 2, 3)),
    *(Case(np.i0, (x,)) for x in (0.3, S, 5.0 * M)),
    *(Case(bessel_i, (x, n)) for x in (0.3, S, 5.0 * M) for n in (0, 1, 2, 3)),
    *(Case(np.unwrap, (p,), keywords) for p, keywords in UNWRAPPED),
    *(Case(np.ldexp, (x, i)) for x, i in [(0.3, 2), (S, 3), (S, np.array([1, -2, 0, 4])), (M, -1)]),
    *(Case(np.nextafter, (x, y)) for x, y in [(0.3, 1.0), (X, M)]),
    *(
        Case(f, (x, y))
        for f in (divmod, np.divmod)
        for x, y in [(7.3, 2.1), (-7.3, 2.1), (3.0 * S, 0.7), (S, M[:, :1])]
    ),
    *(Case(f, (x,)) for f in (np.modf, np.frexp) for x in (1.7, 3.0 * S, M)),
    *(Case(np.clip, (M,), keywords) for keywords in CLIPPED),
    *(Case(np.nan_to_num, (x,), analytic=True) for x in (0.3, M)),
    Case(np.nan_to_num, (M,), {"nan": 0.5, "posinf": 3.0, "neginf": -2.0}),
    *(Case(np.heaviside, (x, h)) for x, h in [(S, 0.5), (np.array([0, 1, -1]), X), (0, 0.3)]),
    *(Case(np.angle, (Z,), {"deg": deg}) for deg in (True, False)),
    Case(np.real_if_close, (S,)),
    *(Case(np.sign, (x,)) for x in (Z, 0.3 + 0.4j)),
    *(Case(math.hypot, args) for args in [(0.7,), (0.7, -0.4, 1.9), (0.7, 0.4, 0.3, 0.2)]),
    *(Case(f, (x,)) for f in (math.gamma, math.lgamma) for x in (0.3, 1.4, 4.7, -1.6)),
    *(Case(polygamma, (x, n)) for x in (0.3, 4.7, -1.6) for n in (0, 1, 2)),
    Case(math.ldexp, (0.7, 3)),
    Case(math.nextafter, (0.7, 1.0)),
    *(Case(f, (x,)) for f in (math.modf, math.frexp) for x in (1.7, -5.3)),
    *(Case(math.fsum, (x,)) for x in ([0.3, 0.4, -2.0], X, [0.3])),
    *(Case(math.prod, (x,)) for x in ([0.3, 0.4, -2.0], X, [0.0, 0.3])),
    Case(math.prod, ([0.3, 0.4],), {"start": 2.0}),
    Case(math.prod, ([X, X + 1.0],)),
    *(Case(math.dist, (p, q)) for p, q in [((0.3, 0.4), (1.0, -2.0)), ([0.3, 0.4, 1.0], [1.0, -2.0, 0.0]), (X, S[:3])]),
]
if sys.version_info >= (3, 12):
    CASES += [Case(math.sumprod, ([0.3, 0.4, -2.0], [1.5, 0.2, 0.3]))]
if sys.version_info >= (3, 13):
    CASES += [Case(math.fma, (0.3, 0.4, -2.0))]

SORTED = np.array([0.1, 0.4, 0.6, 0.9])

TYPES: list[Case] = [
    *(Case(f, (x,)) for f in (np.sinc, np.i0, np.nan_to_num, np.real_if_close) for x in (F32, 0.5, np.float32(0.5))),
    *(Case(f, (F32,)) for f in (np.modf, np.frexp, np.unwrap)),
    *(Case(f, pair) for f in (divmod, np.divmod) for pair in [(7, 2), (F32, 2.0), (I8, 2)]),
    *(Case(np.nan_to_num, (NAN,), keywords) for keywords in ({}, {"nan": 1.0})),
    *(Case(f, (x,)) for f in (np.spacing, np.fix) for x in (1.5, X, F32)),
    *(Case(f, (x,)) for f in (np.isposinf, np.isneginf, np.isreal, np.iscomplex) for x in (1.5, NAN, F32)),
    *(Case(f, (6, 4)) for f in (np.gcd, np.lcm, math.lcm, math.perm)),
    Case(np.array_equiv, (X, X)),
    Case(np.isscalar, (1.0,)),
    Case(np.issubdtype, (float, np.floating)),
    Case(math.ulp, (1.0,)),
    *(Case(f, (x,)) for f in (np.nonzero, np.ndarray.nonzero, np.flatnonzero, np.argwhere) for x in (M > 0.5, S, B)),
    *(Case(np.searchsorted, (SORTED, v)) for v in (0.3, M, X)),
    Case(np.searchsorted, (SORTED, X), {"side": "right"}),
    Case(np.ndarray.searchsorted, (SORTED, X)),
    *(Case(np.digitize, (x, SORTED)) for x in (X, M)),
    *(Case(f, (M, 1)) for f in (np.argpartition, np.ndarray.argpartition)),
    Case(np.argpartition, (M, 1), {"axis": None}),
    *(Case(np.lexsort, (x,)) for x in ((X, X[::-1]), M)),
    *(Case(np.isin, (x, [1, 2])) for x in (I8, 1)),
    *(Case(f, (M,), keywords) for f in (np.nanargmax, np.nanargmin) for keywords in ({}, {"axis": 1})),
]
