"""Cases for the rules of `s2sad/rules/shaping.py` and `creation.py`: `(primitive, args, kwargs)`."""

from __future__ import annotations

from typing import Any

import numpy as np

from s2sad.runtime import shaping

RNG = np.random.default_rng(7)


def arr(*shape: int) -> Any:
    return RNG.standard_normal(shape)


def cplx(*shape: int) -> Any:
    return arr(*shape) + 1j * arr(*shape)


def case(primitive: Any, *args: Any, **kwargs: Any) -> tuple[Any, tuple[Any, ...], dict[str, Any]]:
    return primitive, args, kwargs


RESHAPED = [
    case(np.reshape, arr(2, 3), (3, 2)),
    case(np.reshape, arr(2, 3), (-1,)),
    case(np.reshape, arr(2, 3), -1),
    case(np.reshape, arr(6), (2, -1)),
    case(np.reshape, arr(5, 1), -1),
    case(np.reshape, arr(4, 5), (2, 2, 5)),
    case(np.reshape, arr(1), ()),
    case(np.reshape, 2.5, (1, 1)),
    case(np.reshape, cplx(2, 3), 6),
    case(np.reshape, arr(2, 3).astype("float32"), (3, 2)),
    case(np.ndarray.reshape, arr(2, 3), (3, 2)),
    case(np.ravel, arr(2, 3)),
    case(np.ravel, 1.5),
    case(np.ndarray.ravel, arr(3)),
    case(np.ndarray.flatten, arr(2, 2)),
    case(np.squeeze, arr(1, 3, 1)),
    case(np.squeeze, arr(1, 3, 1), axis=0),
    case(np.squeeze, arr(1, 3, 1), axis=(0, -1)),
    case(np.squeeze, arr(1)),
    case(np.ndarray.squeeze, arr(3, 1), 1),
    case(np.expand_dims, arr(3), 0),
    case(np.expand_dims, arr(3, 2), -1),
    case(np.expand_dims, arr(3, 2), (0, 2)),
    case(np.expand_dims, 2.0, 0),
    case(np.transpose, arr(2, 3)),
    case(np.transpose, arr(2, 3, 4), (1, 2, 0)),
    case(np.transpose, arr(2, 3, 4), (-1, 0, 1)),
    case(np.ndarray.transpose, arr(2, 3, 4)),
    case(np.ndarray.transpose, arr(2, 3, 4), (2, 0, 1)),
    case(np.swapaxes, arr(2, 3, 4), 0, 2),
    case(np.ndarray.swapaxes, arr(2, 3, 4), -1, 1),
    case(np.moveaxis, arr(2, 3, 4), 0, -1),
    case(np.moveaxis, arr(2, 3, 4, 5), (0, 1), (-1, 0)),
    case(np.broadcast_to, arr(3), (2, 3)),
    case(np.broadcast_to, arr(2, 1), (2, 3)),
    case(np.broadcast_to, 1.5, (2, 2)),
    case(np.broadcast_to, arr(1), (4,)),
    case(np.atleast_1d, 2.0),
    case(np.atleast_1d, arr(2, 3)),
    case(np.atleast_2d, arr(3)),
    case(np.atleast_2d, 2.0),
    case(np.flip, arr(3, 2)),
    case(np.flip, arr(3, 2), 0),
    case(np.flip, arr(3, 2), axis=(0, 1)),
    case(np.roll, arr(5), 2),
    case(np.roll, arr(3, 4), -1, axis=1),
    case(np.roll, arr(3, 4), (1, 2), axis=(0, 1)),
    case(np.roll, arr(3, 4), 3),
    case(np.tile, arr(3), 2),
    case(np.tile, arr(2, 3), (2, 1)),
    case(np.tile, arr(3), (2, 2)),
    case(np.tile, arr(2, 3), 2),
    case(np.repeat, arr(3), 2),
    case(np.repeat, arr(2, 3), 2),
    case(np.repeat, arr(2, 3), 2, axis=1),
    case(np.repeat, arr(2, 3), [1, 2], axis=0),
    case(np.ndarray.repeat, arr(2, 3), 3, -1),
]

JOINED = [
    case(np.concatenate, [arr(2), arr(3)]),
    case(np.concatenate, (arr(2), arr(3), arr(1))),
    case(np.concatenate, [arr(2, 3), arr(2, 1)], axis=1),
    case(np.concatenate, (arr(2, 3), arr(2, 3)), axis=-1),
    case(np.concatenate, [arr(2, 3), arr(2)], axis=None),
    case(np.concatenate, arr(2, 3, 4)),
    case(np.concatenate, [arr(2).astype("float32"), arr(3)]),
    case(np.concatenate, [arr(2), np.arange(3)]),
    case(np.concatenate, [cplx(2), arr(3)]),
    case(np.stack, [arr(3), arr(3)]),
    case(np.stack, (arr(2, 3), arr(2, 3)), axis=1),
    case(np.stack, [arr(2, 3), arr(2, 3), arr(2, 3)], axis=-1),
    case(np.stack, [np.float64(1.0), np.float64(2.0)]),
    case(np.vstack, [arr(3), arr(3)]),
    case(np.vstack, (arr(2, 3), arr(3))),
    case(np.hstack, [arr(3), arr(2)]),
    case(np.hstack, [arr(2, 3), arr(2, 1)]),
    case(np.hstack, (1.5, arr(2))),
    case(np.split, arr(6), 3),
    case(np.split, arr(4, 3), 2, axis=0),
    case(np.split, arr(6), [1, 3]),
    case(np.split, arr(2, 6), [2], axis=1),
]

DIAGONALS = [
    case(np.diag, arr(3)),
    case(np.diag, arr(3), 1),
    case(np.diag, arr(3), k=-2),
    case(np.diag, arr(3, 3)),
    case(np.diag, arr(2, 4), 1),
    case(np.diag, arr(4, 2), -1),
    case(np.diag, arr(2, 3), 5),
    case(np.diagonal, arr(3, 3)),
    case(np.diagonal, arr(2, 3, 4), 1, 1, 2),
    case(np.diagonal, arr(2, 3, 4), 0, 2, 0),
    case(np.ndarray.diagonal, arr(3, 4), -1),
    case(np.trace, arr(3, 3)),
    case(np.trace, arr(2, 4), offset=1),
    case(np.trace, arr(2, 3, 3), axis1=1, axis2=2),
    case(np.trace, cplx(2, 2)),
    case(np.ndarray.trace, arr(3, 3)),
    case(np.tril, arr(3, 3)),
    case(np.tril, arr(2, 3, 4), -1),
    case(np.triu, arr(3, 4), 1),
    case(np.triu, arr(3)),
]

HELPERS = [
    case(shaping.of_shape, arr(3, 2), arr(3, 2), "it"),
    case(shaping.match, arr(3, 2), arr(2)),
    case(shaping.match, arr(3, 2), arr(3, 1)),
    case(shaping.match, arr(3, 2), 1.5),
    case(shaping.match, cplx(3, 2), arr(1, 2)),
    case(shaping.match, arr(3), cplx(3)),
    case(shaping.match, arr(3), arr(1, 3)),
    case(shaping.match, arr(3), arr(1, 1)),
    case(shaping.match, 2.0, arr(3)),
    case(shaping.match, arr(3), arr(3).astype("float32")),
    case(shaping.as_kind, cplx(3), arr(3)),
    case(shaping.as_kind, arr(3), arr(2).astype("float32")),
    case(shaping.as_kind, 1.5, arr(3)),
    case(shaping.reshape_like, arr(6), arr(2, 3)),
    case(shaping.reshape_like, arr(1, 1), 2.0),
    case(shaping.split_like, arr(5), [arr(2), arr(3)]),
    case(shaping.split_like, arr(2, 5), (arr(2, 2), arr(2, 3)), 1),
    case(shaping.split_like, arr(6), [arr(2, 2), arr(2)], None),
    case(shaping.unstack_like, arr(2, 3), [arr(3), arr(3)]),
    case(shaping.unstack_like, arr(3, 2), (arr(3), arr(3)), 1),
    case(shaping.unvstack, arr(3, 2), [arr(2), arr(2, 2)]),
    case(shaping.unhstack, arr(3), (arr(1), arr(2))),
    case(shaping.untile, arr(4, 3), arr(2, 3), (2, 1)),
    case(shaping.diagonal_bar, arr(3), arr(3, 3)),
    case(shaping.diagonal_bar, arr(2, 1), arr(2, 3, 3), 0, 1, 2),
]

SHAPING = RESHAPED + JOINED + DIAGONALS + HELPERS

CREATION = [
    case(np.full, 3, 1.5),
    case(np.full, (2, 3), arr(3)),
    case(np.full, (2, 3), 2.0, dtype=np.float32),
    case(np.full_like, arr(2, 3), 1.5),
    case(np.full_like, arr(2, 3), arr(3)),
    case(np.linspace, 0.0, 2.0, 5),
    case(np.linspace, 1.0, 2.0, num=4, endpoint=False),
    case(np.linspace, arr(3), arr(3), 4),
    case(np.linspace, arr(3), 1.0, 4),
    case(np.linspace, 0.5, 1.5, 1),
    case(np.array, [1.5, 2.5]),
    case(np.array, [[1.5, 2.5], [3.5, 4.5]]),
    case(np.array, [arr(2), arr(2)]),
    case(np.array, (1.5, 2, 3.5)),
    case(np.array, arr(2, 3)),
    case(np.array, 2.5),
    case(np.array, [np.float32(1.5), 2.5]),
    case(np.array, [1.5, 2.5], dtype=np.float32),
    case(np.asarray, arr(3)),
    case(np.asarray, [arr(2), [1.5, 2.0]]),
    case(np.copy, arr(2, 3)),
    case(np.ndarray.copy, arr(3)),
    case(np.ascontiguousarray, arr(2, 3)),
    case(np.ndarray.astype, arr(3), np.float32),
    case(np.ndarray.astype, arr(3), complex),
    case(np.ndarray.astype, arr(3), "float64"),
    case(shaping.unstack, arr(2, 2), [[1.5, 2.5], [3.5, 4.5]]),
    case(shaping.unstack, arr(2), arr(2)),
]

STEPPED = [case(np.arange, 0.5, 1.9, 0.25), case(np.arange, 2.5, -1.1, step=-0.5)]

CONSTANTS = [
    case(np.zeros, 3),
    case(np.zeros, (2, 3)),
    case(np.zeros, (2, 3), dtype=int),
    case(np.zeros, ()),
    case(np.ones, [2, 3], np.float32),
    case(np.empty, (0, 2)),
    case(np.zeros_like, arr(2, 3)),
    case(np.zeros_like, 2.0),
    case(np.ones_like, np.arange(3), dtype=float),
    case(np.empty_like, arr(2, 0)),
    case(np.eye, 3),
    case(np.eye, 2, 3, k=1),
    case(np.eye, 2, dtype=np.float32),
    case(np.identity, 3),
    case(np.arange, 5),
    case(np.arange, 1, 7, 2),
    case(np.arange, 0.0, 1.0, 0.25),
    case(np.arange, 5, dtype=float),
    case(np.shape, arr(2, 3)),
    case(np.shape, 1.5),
    case(np.ndim, arr(2, 3)),
    case(np.result_type, arr(2), 1.5),
    case(np.result_type, arr(2).astype(np.float32), np.float64),
    case(np.size, arr(2, 3)),
    case(np.argmax, arr(2, 3)),
    case(np.argmin, arr(2, 3), axis=1),
    case(np.ndarray.argmax, arr(4)),
    case(np.ndarray.argmin, arr(2, 3), 0),
    case(np.argsort, arr(4)),
    case(np.argsort, arr(2, 3), axis=0),
    case(np.argsort, arr(2, 3), axis=None),
    case(np.ndarray.argsort, arr(4)),
    case(np.iscomplexobj, arr(2)),
    case(np.isrealobj, arr(2)),
    case(shaping.linspace_weights, arr(4, 2), 4, True),
    case(shaping.inverse_axes, (1, 2, 0)),
]
