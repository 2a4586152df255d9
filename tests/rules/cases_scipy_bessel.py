"""Cases of the Bessel functions of scipy.special."""

from __future__ import annotations

from typing import Any

import numpy as np
import scipy.special as sc

from tests.rules.direct import Case

M = np.array([[0.37, 0.82, 0.55], [0.44, 0.16, 0.91]])
C = np.array([[0.25], [0.64]])
S = np.array([0.8, -0.6, 1.7, -2.3])
P = np.array([0.4, 1.3, 3.7])
Z = np.array([0.3 + 0.4j, 0.7 - 0.2j])
F32 = np.full((2, 3), 0.5, np.float32)

ANYWHERE: list[Any] = [sc.j0, sc.j1, sc.i0, sc.i1, sc.i0e, sc.i1e]
POSITIVE: list[Any] = [sc.y0, sc.y1, sc.k0, sc.k1]
ORDERS: list[Any] = [sc.jv, sc.yv, sc.iv, sc.ive, sc.kv]

CASES: list[Case] = [
    *(Case(f, (x,)) for f in ANYWHERE for x in (0.45, S, M, C)),
    *(Case(f, (x,)) for f in POSITIVE for x in (0.45, P, M)),
    *(Case(f, (v, x)) for f in ORDERS for v in (0, 1, 2, np.array([0, 1, 2])) for x in (P,)),
    *(Case(f, (1, Z)) for f in (sc.jv, sc.yv, sc.iv, sc.kv)),
    *(Case(sc.yn, (n, P)) for n in (0, 1, 3)),
]

TYPES: list[Case] = [Case(sc.j0, (x,)) for x in (F32, 2, np.float32(0.5))]
