"""Cases for the rules of `s2sad/rules/joining.py` and `selecting.py`, and for compositions of `shaping.py`."""

from __future__ import annotations

from typing import Any

import numpy as np

from s2sad.runtime import moving, shaping
from tests.rules.cases_shaping import case

RNG = np.random.default_rng(11)


def arr(*shape: int) -> Any:
    return RNG.standard_normal(shape)


def cplx(*shape: int) -> Any:
    return arr(*shape) + 1j * arr(*shape)


ODD = np.array([True, False, True])
windows = np.lib.stride_tricks.sliding_window_view
strided = np.lib.stride_tricks.as_strided

TURNED: list[Any] = [
    case(np.reshape, arr(2, 3), (3, 2), order="F"),
    case(np.reshape, arr(2, 3), (3, 2), "C"),
    case(np.ravel, arr(2, 3), order="F"),
    case(np.ndarray.flatten, arr(2, 3), "F"),
    case(np.rot90, arr(2, 3)),
    case(np.rot90, arr(2, 3), 2),
    case(np.rot90, arr(2, 3, 2), -1, (1, 2)),
    case(np.rot90, arr(2, 3), k=4),
    case(np.fliplr, arr(2, 3)),
    case(np.flipud, arr(3)),
    case(np.rollaxis, arr(2, 3, 4), 2),
    case(np.rollaxis, arr(2, 3, 4), 0, 2),
    case(np.rollaxis, arr(2, 3, 4), -1, 3),
    case(np.atleast_1d, 1.5),
    case(np.atleast_1d, arr(2), 1.5),
    case(np.atleast_2d, arr(2, 2), arr(3)),
    case(np.atleast_3d, 1.5),
    case(np.atleast_3d, arr(3)),
    case(np.atleast_3d, arr(2, 3)),
    case(np.atleast_3d, arr(2, 3, 4), arr(2)),
    case(np.broadcast_arrays, arr(3), arr(2, 1), 1.5),
    case(np.diagflat, arr(2, 2)),
    case(np.diagflat, arr(3), -1),
    case(shaping.reshape_in_order, arr(6), arr(2, 3), "F"),
]
if hasattr(np, "matrix_transpose"):
    TURNED += [case(np.matrix_transpose, arr(2, 3, 4)), case(np.linalg.matrix_transpose, arr(2, 3))]

JOINED: list[Any] = [
    case(np.block, [[arr(2, 2), arr(2, 1)], [arr(1, 2), arr(1, 1)]]),
    case(np.block, [arr(2), arr(3)]),
    case(np.block, [[arr(2)], [arr(2)]]),
    case(np.block, [[1.5, arr(2)], [arr(3)]]),
    case(np.block, arr(2)),
    case(moving.unblock, arr(3, 3), [[arr(2, 2), arr(2, 1)], [arr(1, 2), arr(1, 1)]]),
    case(np.dstack, [arr(3), arr(3)]),
    case(np.dstack, (arr(2, 3), arr(2, 3, 2))),
    case(np.column_stack, [arr(3), arr(3, 2)]),
    case(np.column_stack, (arr(2), arr(2))),
    case(np.append, arr(3), 1.5),
    case(np.append, arr(2, 3), arr(2)),
    case(np.append, arr(2, 3), arr(1, 3), axis=0),
    case(np.array_split, arr(7), 3),
    case(np.array_split, arr(3, 4), [1], axis=1),
    case(np.hsplit, arr(2, 4), 2),
    case(np.hsplit, arr(4), [1, 3]),
    case(np.vsplit, arr(4, 2), 2),
    case(np.dsplit, arr(2, 2, 4), 2),
]

MOVED: list[Any] = [
    case(np.insert, arr(4), 1, 2.5),
    case(np.insert, arr(4), [0, 2, 2], arr(3)),
    case(np.insert, arr(2, 3), 1, arr(2), axis=1),
    case(np.insert, arr(2, 3), slice(0, 2), arr(2, 3), axis=0),
    case(np.insert, arr(2, 3), 3, 1.5),
    case(np.delete, arr(4), 1),
    case(np.delete, arr(4), [0, 2]),
    case(np.delete, arr(3, 4), slice(1, 3), axis=1),
    case(np.delete, arr(2, 3), 1, axis=0),
    case(np.delete, cplx(4), 1),
    case(np.resize, arr(3), (2, 4)),
    case(np.resize, arr(2, 3), 4),
    case(np.pad, arr(3), 2),
    case(np.pad, arr(2, 3), ((1, 2), (0, 1))),
    case(np.pad, arr(2, 3), (1, 0), "constant", constant_values=1.5),
    case(np.pad, arr(3), (1, 2), "edge"),
    case(np.pad, arr(3, 2), {0: (1, 2), -1: 1}),
    case(np.pad, arr(2, 3), 1, "reflect"),
    case(np.pad, arr(2, 3), ((2, 1), (0, 2)), mode="wrap"),
    case(np.pad, arr(3), (2, 1), mode="symmetric"),
    case(np.pad, cplx(3), 1, mode="edge"),
    case(moving.unpadded, arr(5), (1, 2)),
    case(moving.collected, arr(3), np.array([0, 1, 0]), arr(2)),
    case(moving.collected, arr(3), np.array([4, 1, 6]), arr(2), 4),
    case(moving.placed, arr(2), np.array([0, 1, 0, 5])),
]

PICKED: list[Any] = [
    case(np.take_along_axis, arr(2, 3), np.array([[0, 2], [1, 1]]), 1),
    case(np.take_along_axis, arr(3, 2), np.array([[2, 0]]), axis=0),
    case(np.take_along_axis, arr(2, 3), np.array([5, 0, 0]), axis=None),
    case(np.compress, ODD, arr(3)),
    case(np.compress, [True, False], arr(3, 2), axis=0),
    case(np.ndarray.compress, arr(2, 3), ODD, 1),
    case(np.extract, np.array([[True, False], [True, True]]), arr(2, 2)),
    case(np.ndarray.choose, np.array([0, 1, 1]), [arr(3), arr(3)]),
    case(np.choose, np.array([0, 1, 1]), [arr(3), arr(3)]),
    case(np.choose, np.array([[0, 1, 2]]), (arr(3), 1.5, arr(2, 1))),
    case(np.choose, np.array([0, 3, -1]), arr(2, 3), mode="wrap"),
    case(np.choose, np.array([0, 3, -1]), [arr(3), arr(3)], mode="clip"),
    case(moving.choose_bars, arr(3), np.array([0, 1, 1]), [arr(3), 1.5], "raise"),
    case(np.select, [ODD, ~ODD], [arr(3), 2.5]),
    case(np.select, [ODD, np.array([True, True, False]), ODD], [arr(3), arr(3), arr(3)], 0.5),
    case(np.select, [ODD], [arr(2, 3)], default=arr(3)),
    case(np.sort, arr(5)),
    case(np.sort, arr(2, 5), stable=True),
    case(np.sort, arr(3, 4), axis=0),
    case(np.sort, arr(2, 3), axis=None),
    case(np.sort, arr(2, 3), -1, "stable"),
    case(np.partition, arr(7), 2),
    case(np.partition, arr(3, 4), 1, axis=0),
    case(windows, arr(6), 3),
    case(windows, arr(4, 5), (2, 3)),
    case(windows, arr(4, 5), 2, axis=1),
    case(windows, arr(4, 5), (2, 2), (1, 0)),
    case(moving.windows_bar, arr(4, 3), arr(6), 3, None),
    case(strided, arr(6), (2, 3), (16, 8)),
    case(strided, arr(2, 3), (4,), (8,)),
]
MADE: list[Any] = [
    case(np.linspace, arr(3), arr(3), 4, axis=-1),
    case(np.logspace, 0.2, 1.3, 5),
    case(np.logspace, 0.2, 1.3, 4, base=2.5, endpoint=False),
    case(np.geomspace, 0.2, 1.3, 5),
    case(np.geomspace, arr(3) + 4, arr(3) + 5, 4),
    case(np.geomspace, -1.5, -4.5, 3),
    case(np.meshgrid, arr(3), arr(2)),
    case(np.meshgrid, arr(3), arr(2), 1.5, indexing="ij"),
    case(np.vander, arr(4)),
    case(np.vander, arr(3), 2, increasing=True),
    case(np.asanyarray, arr(3)),
    case(np.asfortranarray, arr(2, 3)),
    case(np.array, arr(3), ndmin=3),
    case(np.full, (2,), 1.5, order="F"),
    case(np.copy, arr(2, 3), order="K"),
]
CONSTANTS: list[Any] = [
    case(np.argpartition, arr(5), 2),
    case(np.argpartition, arr(2, 3), 1, axis=0),
    case(np.ndarray.argpartition, arr(5), 2),
    case(np.lexsort, (arr(3), arr(3))),
    case(np.broadcast_shapes, (2, 1), (3,)),
    case(np.nonzero, arr(2, 3)),
    case(np.ndarray.nonzero, arr(3)),
    case(np.flatnonzero, arr(2, 3)),
    case(np.argwhere, arr(2, 3)),
    case(np.searchsorted, arr(4), arr(3)),
    case(np.searchsorted, arr(4), 0.5, side="right"),
    case(np.ndarray.searchsorted, arr(4), 0.5),
    case(np.digitize, arr(3), np.array([0.0, 1.0])),
    case(np.ix_, [0, 2], np.array([True, False])),
    case(np.tril_indices, 3),
    case(np.triu_indices, 3, k=1),
    case(np.tril_indices_from, arr(3, 3)),
    case(np.triu_indices_from, arr(3, 3)),
    case(np.indices, (2, 3)),
    case(np.tri, 3),
    case(np.tri, 2, 3, -1, dtype=np.float32),
    case(np.unravel_index, np.array([1, 2]), (2, 3)),
    case(np.ravel_multi_index, (np.array([0, 1]), np.array([2, 0])), (2, 3)),
]
SELECTING = TURNED + JOINED + MOVED + PICKED + MADE
