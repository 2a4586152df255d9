"""Cases for the rules of `s2sad/rules/indexing.py`."""

from __future__ import annotations

import operator

import numpy as np

from s2sad.runtime import indexing
from tests.rules.cases_shaping import arr, case, cplx

FULL = slice(None)
INDICES = [
    ((5,), 2),
    ((5,), -1),
    ((5,), np.int64(2)),
    ((5,), slice(1, -1)),
    ((5,), slice(1, None)),
    ((5,), slice(None, -2)),
    ((5,), slice(None, None, -1)),
    ((5,), slice(0, 4, 2)),
    ((5,), slice(-2, None)),
    ((5,), slice(7, None)),
    ((5,), slice(1, 3)),
    ((1,), slice(1, None)),
    ((5,), Ellipsis),
    ((5,), (Ellipsis, 0)),
    ((5,), None),
    ((5,), [0, 2, 2]),
    ((5,), np.array([[0, 1], [1, 4]])),
    ((5,), np.array(3)),
    ((5,), np.array([True, False, True, False, False])),
    ((5,), [True, False, True, False, False]),
    ((3, 4), 1),
    ((3, 4), (1, 2)),
    ((3, 4), (slice(1, None), slice(None, -1))),
    ((3, 4), (FULL, 0)),
    ((3, 4), (Ellipsis, 1)),
    ((3, 4), (None, FULL, 1)),
    ((3, 4), (FULL, None, slice(1, 3))),
    ((3, 4), (np.array([0, 1, 1]), np.array([2, 2, 2]))),
    ((3, 4), (FULL, [0, 0, 1])),
    ((3, 4), (np.array([[0], [1]]), np.array([0, 1, 1]))),
    ((3, 4), np.eye(3, 4, dtype=bool)),
    ((3, 4), (np.array([True, False, True]), 1)),
    ((3, 4), (np.array([True, False, True]), FULL)),
    ((2, 3, 4), (0, FULL, [0, 2, 2])),
    ((2, 3, 4), (FULL, [0, 1, 1], [0, 2, 2])),
    ((2, 3, 4), ([0, 1], FULL, [0, 2])),
    ((2, 3, 4), (Ellipsis, [1, 1])),
    ((2, 3, 4), (FULL, [0, 1], None, [0, 2])),
    ((2, 3, 4), (1, FULL, 2)),
    ((2, 3, 4), (0, [0, 1], FULL)),
    ((2, 3, 4), (np.array([[True, False, True], [False, True, True]]), 0)),
]

READS = [case(operator.getitem, arr(*shape), index) for shape, index in INDICES]
READS += [
    case(operator.getitem, cplx(3), slice(1, None)),
    case(operator.getitem, arr(3).astype("float32"), 0),
    case(operator.getitem, np.float64(1.5), ()),
    case(operator.getitem, np.array(1.5), ()),
    case(operator.getitem, np.array(1.5), Ellipsis),
    case(operator.getitem, arr(3), ()),
]
TRANSPOSES = [case(indexing.scatter_add, arr(*shape)[index], index, arr(*shape)) for shape, index in INDICES]
WRITES = [case(indexing.updated, arr(*shape), index, arr(*shape)[index]) for shape, index in INDICES]
WRITES += [case(indexing.updated, arr(*shape), index, 2.5) for shape, index in INDICES]
WRITES += [
    case(indexing.updated, arr(3, 4), 1, arr(1, 4)),
    case(indexing.updated, arr(3, 4), FULL, arr(4)),
    case(indexing.updated, cplx(3), 0, 1.5),
    case(indexing.updated, arr(3, 4).astype("float32"), 0, arr(4)),
]
ADDITIONS = [case(indexing.add_at, arr(*shape), index, arr(*shape)[index]) for shape, index in INDICES]
ADDITIONS += [case(indexing.add_at, arr(*shape), index, 2.5) for shape, index in INDICES]
HIDDEN = [case(indexing.read_written, arr(*shape), index) for shape, index in INDICES]
TAKES = [
    case(np.take, arr(5), [0, 2, 2]),
    case(np.take, arr(5), 3),
    case(np.take, arr(3, 4), 7),
    case(np.take, arr(3, 4), np.array([[0, 1], [5, 5]])),
    case(np.take, arr(3, 4), [0, 2, 2], axis=0),
    case(np.take, arr(3, 4), [0, 2, 2], axis=-1),
    case(np.take, arr(2, 3, 4), 1, axis=1),
    case(np.take, arr(2, 3, 4), np.array([[0, 1], [1, 1]]), axis=-2),
    case(np.ndarray.take, arr(3, 4), [0, 2], 1),
]
INDEXING = READS + TRANSPOSES + WRITES + ADDITIONS + HIDDEN + TAKES
