"""Rules that take more than one call to test: writes, functions of functions, subscripts, loops over indices.

A case is `(primitive, text, arguments)`; the text is an expression in x, y, z, or the body of a function of them.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from tests.rules.cases_selecting import arr

ProgramCase = tuple[Any, str, tuple[Any, ...]]
ORDERED = np.array([0.1, 0.2, 0.7])

MAPPED: list[ProgramCase] = [
    (np.apply_along_axis, "np.apply_along_axis(lambda r: np.sum(r * r), 0, x)", (arr(3, 4),)),
    (np.apply_along_axis, "np.apply_along_axis(lambda r: r * r, 1, x)", (arr(3, 4),)),
    (
        np.apply_along_axis,
        "np.apply_along_axis(lambda r, s: np.array([np.sum(r), r[0] * s]), 1, x, y)",
        (arr(2, 3, 4), 1.5),
    ),
    (np.apply_over_axes, "np.apply_over_axes(np.sum, x * x, (0, 2))", (arr(2, 3, 4),)),
    (np.apply_over_axes, "np.apply_over_axes(np.sum, x * x, 1)", (arr(2, 3, 4),)),
    (np.vectorize, "np.vectorize(lambda a, b: a * np.sin(b))(x, y)", (arr(2, 3), arr(3))),
    (np.vectorize, "f = np.vectorize(lambda a: a * a if a > 0 else np.sin(a)); return f(x)", (arr(2, 3),)),
    (np.piecewise, "np.piecewise(x, [x < 0, x >= 0], [lambda t: t * t, np.sin])", (arr(5),)),
    (np.piecewise, "np.piecewise(x, [x < 0, x > 1], [lambda t: t * t, 2.0, lambda t: np.sin(t)])", (arr(7),)),
    (np.piecewise, "np.piecewise(x, [x < 0], [lambda t: t * t, lambda t: t])", (arr(7),)),
    (np.piecewise, "np.piecewise(x, [x < 0], [lambda t, s: t * s, lambda t, s: t], y)", (arr(7), 1.5)),
    (np.vectorize, "np.vectorize(lambda a: a * a, otypes=[float])(x)", (arr(3),)),
]
SUBSCRIPTS: list[ProgramCase] = [
    (np.r_, "np.r_[x, 1.5, y]", (arr(3), arr(2))),
    (np.r_, "np.r_[x * x, 0:3, y[0]]", (arr(3), arr(2))),
    (np.r_, "np.r_[-1:1:3j, x]", (arr(2),)),
    (np.c_, "np.c_[x, y]", (arr(3), arr(3))),
    (np.pad, "np.pad(x, (1, 2), constant_values=(1.0, 2.0)) ** 2", (arr(3),)),
    (np.int64, "x[np.int64(1)] * np.intp(2) ** 2", (arr(3),)),
    (complex, "abs(complex(x, y) ** 2) + complex(x).real + complex(imag=y).imag", (0.3, 0.4)),
    (complex, "(complex(x) ** 2).imag", (0.3 + 0.4j,)),
    (np.c_, "np.c_[x, y]", (arr(3, 2), arr(3))),
    (np.ix_, "x[np.ix_([0, 2], [1, 0])] ** 2", (arr(3, 3),)),
    (np.triu_indices, "x[np.triu_indices(3)] ** 2", (arr(3, 3),)),
    (np.nonzero, "x[np.nonzero(x > 0)] ** 2", (np.array([[1.5, -0.7], [0.9, 2.0]]),)),
    (np.searchsorted, "x[np.searchsorted(y, 0.5)] ** 2", (arr(4), ORDERED)),
]
LOOPS: list[ProgramCase] = [
    (
        np.ndindex,
        "s = 0.0\n    for i, j in np.ndindex(2, 3):\n        s += x[i, j] ** (i + j)\n    return s",
        (arr(2, 3),),
    ),
    (np.ndindex, "s = 0.0\n    for i in np.ndindex(x.shape):\n        s += x[i] ** 2\n    return s", (arr(2, 3),)),
    (
        np.ndenumerate,
        "s = 0.0\n    for (i, j), v in np.ndenumerate(x):\n        s += v * v * (i + j)\n    return s",
        (arr(2, 3),),
    ),
    (np.moveaxis, "return [p * p for p in np.hsplit(x, 2)]", (arr(2, 4),)),
]
if hasattr(np, "unstack"):
    LOOPS += [(np.unstack, "a, b = np.unstack(x); return a * b", (arr(2, 3),))]
    LOOPS += [(np.unstack, "a, b = np.unstack(x, axis=1); return a * b", (arr(3, 2),))]


def write(primitive: Any, statement: str, *arguments: Any) -> ProgramCase:
    """A write to `t`, which holds the squares of x."""
    return primitive, f"t = x * x\n    {statement}\n    return t * t * np.ravel(x)[0]", arguments


WRITES: list[ProgramCase] = [
    write(np.ndarray.sort, "t.sort()", arr(5)),
    write(np.ndarray.sort, "t.sort(axis=0)", arr(3, 2)),
    write(np.ndarray.fill, "t.fill(x[0])", arr(4)),
    write(np.ndarray.partition, "t.partition(2)", arr(5)),
    write(np.ndarray.put, "t.put([0, 2], x[:2])", arr(4)),
    write(np.put, "np.put(t, [0, 3], x[0, :2])", arr(2, 3)),
    write(np.put_along_axis, "np.put_along_axis(t, np.array([[0], [1]]), x[:, :1] ** 3, 1)", arr(2, 3)),
    write(np.copyto, "np.copyto(t, y)", arr(2, 3), arr(3)),
    write(np.copyto, "np.copyto(t, y, where=x > 0)", arr(2, 3), arr(3)),
    write(np.fill_diagonal, "np.fill_diagonal(t, y)", arr(3, 3), 1.5),
    write(np.putmask, "np.putmask(t, x > 0, y)", arr(2, 3), arr(2, 3)),
    write(np.place, "np.place(t, x > 0, y)", arr(7), arr(2)),
]
KEYWORDS: list[ProgramCase] = [
    (np.compress, "x.compress([True, False, True], axis=1) ** 2", (arr(2, 3),)),
    (np.ravel, "np.swapaxes(x, 0, 1).ravel(order='F') ** 2", (arr(2, 3),)),
    (np.reshape, "x.reshape(3, 2, order='F') ** 2", (arr(2, 3),)),
    (np.meshgrid, "np.meshgrid(x, y)[0] * np.meshgrid(x, y)[1]", (arr(3), arr(2))),
    (np.meshgrid, "a, b = np.meshgrid(x, y, indexing='ij'); return a * b", (arr(3), arr(2))),
    (np.meshgrid, "a, b = np.meshgrid(x, y, sparse=True); return a * b", (arr(3), arr(2))),
    (np.array, "np.array(x, ndmin=2) ** 2", (arr(3),)),
    (np.array, "np.array([x, y], copy=True)", (1.5, 2.5)),
    (np.asanyarray, "np.asanyarray(x) ** 2", (arr(3),)),
    (np.asfortranarray, "np.asfortranarray(x) ** 2", (arr(3, 2),)),
    (np.copy, "np.copy(x, order='K') ** 2", (arr(3, 2),)),
    (np.ndarray.astype, "x.astype(float, copy=False) ** 2", (arr(3, 2),)),
    (np.full, "np.full((2, 3), x, order='C')", (1.5,)),
    (np.concatenate, "np.concatenate([x, y], axis=0, dtype=np.float64) ** 2", (arr(3), arr(2))),
    (np.stack, "np.stack([x, y], axis=0, dtype=np.float64) ** 2", (arr(3), arr(3))),
]
MIXED: list[ProgramCase] = [
    (np.append, "np.append([x, y], 3.0)", (1.5, 2.5)),
    (np.sort, "np.sort([x, y, 1.0])", (1.5, 0.5)),
    (np.meshgrid, "a, b = np.meshgrid(x, x); a[0, 0] = 5.0; return a * b", (arr(3),)),
    (np.linalg.matrix_power, "t = x * x; b = np.linalg.matrix_power(t, 1); b[0, 0] = 2.0; return t @ b", (arr(2, 2),)),
    (np.sort, "k = np.sort(np.array([3, 1, 2])); return x[k - 1] * k", (arr(3),)),
    (np.insert, "np.insert(x, [1, 2], [y, 2.0])", (arr(4), 1.5)),
    (np.nonzero, "x[np.where(x > 0)[0]] ** 2", (np.array([1.0, -2.0, 3.0]),)),
    (np.block, "np.block([[x, np.zeros((2, 1))], [np.ones((1, 2)), y]])", (arr(2, 2), arr(1, 1))),
    (np.fft.ifft, "np.fft.ifft(np.fft.fft(x) * np.conj(np.fft.fft(y))).real", (arr(5), arr(5))),
]
PROGRAMS = MIXED + MAPPED + SUBSCRIPTS + LOOPS + WRITES + KEYWORDS
