"""Cases of the methods of ufuncs that have rules of their own, and of the functions of values behind `at`."""

from __future__ import annotations

import numpy as np

from s2sad.runtime.ufunc_methods import (
    add_reduceat_bar,
    maximum_at,
    mentions,
    minimum_at,
    multiply_at,
    records,
    segments,
)
from tests.rules.cases_statistics import M, T, X
from tests.rules.direct import Case

I = np.array([0, 2, 2])  # noqa: E741 - an index
U = np.array([0.4, -0.7, 1.9])
BREAKS = np.array([0, 2, 1])

CASES: list[Case] = [
    *(Case(np.logaddexp.reduce, (M,), keywords) for keywords in ({}, {"axis": 1, "keepdims": True}, {"axis": None})),
    *(Case(f, (T, *axis)) for f in (np.maximum.accumulate, np.minimum.accumulate) for axis in [(), (1,), (-1,)]),
    *(
        Case(f, (T, BREAKS, *axis))
        for f in (np.add.reduceat, np.multiply.reduceat, np.maximum.reduceat, np.minimum.reduceat)
        for axis in [(1,), (2,)]
    ),
    Case(np.add.reduceat, (X, np.array([1, 3]))),
    Case(add_reduceat_bar, (T[0, :, :3], BREAKS, T[0], 1)),
    *(Case(f, (X, I, U)) for f in (multiply_at, maximum_at, minimum_at)),
    Case(multiply_at, (M, I // 2, U)),
]

TYPES: list[Case] = [
    Case(mentions, (I, X)),
    Case(segments, (BREAKS, 4)),
    Case(records, (M,)),
]
