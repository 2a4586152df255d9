"""Rules of `scipy.sparse`: matrices that are made of active values, products and solves.

`A = csr_array((data, indices, indptr))` is a `Sparse`; `A @ x` -> `data_bar = y_bar[rows] * x[columns]`,
`x_bar = A.T @ y_bar`; `y = spsolve(A, b)` -> `b_bar = spsolve(A.T, y_bar)`, `data_bar = -b_bar[rows] * y[columns]`.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import scipy.sparse as sp
import scipy.sparse.linalg as sl

from s2sad.ir.types import UNKNOWN, Array, Object, Static, Type
from s2sad.rules import result_linalg as found
from s2sad.rules.result_products import inexact_name
from s2sad.rules.result_shapes import as_array, shape_dims
from s2sad.rules.results import as_type, as_value
from s2sad.rules.table import RuleTable
from s2sad.runtime import sparse
from s2sad.runtime.shaping import as_kind
from s2sad.runtime.sparse import Sparse, pairs, turned

TABLE = RuleTable()


def _is_ours(matrix: Any) -> bool:
    kind = as_type(matrix)
    return isinstance(kind, Object) and kind.cls is Sparse


def _product_type(data: Any, rows: Any, columns: Any, shape: Any, x: Any) -> Any:
    values, right, dims = as_array(data), as_array(x), shape_dims(shape)
    if values is None or right is None or dims is None or not right.ndim:
        return UNKNOWN
    return Array(np.result_type(values.dtype, right.dtype).name, (dims[0], *right.dims[1:]))


def _constant_type(A: Any, b: Any) -> Any:
    """The result type of a solve with a matrix of SciPy, whose dtype is known if the matrix is."""
    matrix, right = as_value(A), as_array(b)
    if right is None or (right.dtype != "complex128" and not isinstance(matrix, sp.sparray | sp.spmatrix)):
        return UNKNOWN
    return _solution_type(right if isinstance(matrix, Type) else Array(matrix.dtype.name, ()), b)


def _solution_type(data: Any, b: Any) -> Any:
    """The result type of a solve: floats in the shape of the right-hand side, a vector for one column."""
    values, right = as_array(data), as_array(b)
    if values is None or right is None or not right.ndim:
        return UNKNOWN
    is_column = right.ndim == 2 and right.dims[1] == 1
    return Array(
        inexact_name(np.result_type(values.dtype, right.dtype).name), right.dims[:1] if is_column else right.dims
    )


def _solved_type(data: Any, rows: Any, columns: Any, shape: Any, b: Any) -> Any:
    return _solution_type(data, b)


# --- made of active values --------------------------------------------------------------------------------------------


@TABLE.inlined(sp.csr_matrix, sp.csr_array)
def csr(arg1: Any, shape: Any = None) -> Any:
    return _compressed(arg1, shape) if isinstance(arg1, tuple) and len(arg1) == 3 else _placed(arg1, shape)


@TABLE.inlined(sp.csc_matrix, sp.csc_array)
def csc(arg1: Any, shape: Any = None) -> Any:
    if isinstance(arg1, tuple) and len(arg1) == 3:
        return _compressed(arg1, None if shape is None else turned(shape)).transpose()
    return _placed(arg1, shape)


def _compressed(arg1: Any, shape: Any) -> Any:
    """Rows that lie behind one another, from the data, the columns and where each row begins."""
    data, indices, indptr = arg1
    n, columns = len(indptr) - 1, np.asarray(indices)
    size = (n, np.max(columns) + 1) if shape is None else shape
    return Sparse(np.asarray(data), np.repeat(np.arange(n), np.diff(indptr)), columns, size, True)


@TABLE.inlined(sp.coo_matrix, sp.coo_array)
def coo(arg1: Any, shape: Any = None) -> Any:
    return _placed(arg1, shape)


@TABLE.inlined(sp.diags, sp.diags_array)
def diags(diagonals: Any, offsets: Any = 0, shape: Any = None, format: Any = None) -> Any:
    """One format serves for all; a number fills its diagonal, where the shape is given."""
    if isinstance(offsets, int):
        return _banded(diagonals if isinstance(diagonals, list | tuple) else [diagonals], [offsets], shape)
    return _banded(diagonals, offsets, shape)


def _banded(diagonals: Any, offsets: Any, given: Any) -> Any:
    shape = (len(diagonals[0]) + abs(offsets[0]),) * 2 if given is None else given
    counts = [np.arange(min(shape[0] + min(k, 0), shape[1] - max(k, 0))) for k in offsets]
    data = [np.broadcast_to(d, (len(count),)) for d, count in zip(diagonals, counts, strict=True)]
    rows = [count - min(k, 0) for k, count in zip(offsets, counts, strict=True)]
    columns = [count + max(k, 0) for k, count in zip(offsets, counts, strict=True)]
    return Sparse(np.concatenate(data), np.concatenate(rows), np.concatenate(columns), shape)


def _placed(arg1: Any, shape: Any) -> Any:
    """The entries with their places; of an array, those that are not zero."""
    if sparse.is_sparse(arg1):
        return arg1
    if isinstance(arg1, tuple):
        data, (row, column) = arg1
        rows, columns = np.asarray(row), np.asarray(column)
        return Sparse(
            np.asarray(data), rows, columns, (np.max(rows) + 1, np.max(columns) + 1) if shape is None else shape
        )
    rows, columns = np.nonzero(arg1)
    return Sparse(arg1[rows, columns], rows, columns, np.shape(arg1))


@TABLE.multilinear(
    sparse.product,
    wrt=("data", "x"),
    result=_product_type,
    effect="may_raise",
    kept=True,
)
def product_vjp(y_bar: Any, y: Any, data: Any, rows: Any, columns: Any, shape: Any, x: Any) -> Any:
    x_bar = sparse.product(data, columns, rows, turned(shape), y_bar)
    return as_kind(pairs(y_bar, x, rows, columns), data), as_kind(x_bar, x)


@TABLE.custom(
    sparse.solved,
    wrt=("data", "b"),
    result=_solved_type,
    effect="may_raise",
    kept=True,
    linear=("b",),
)
def solved_vjp(y_bar: Any, y: Any, data: Any, rows: Any, columns: Any, shape: Any, b: Any) -> Any:
    b_bar = sparse.solved(data, columns, rows, turned(shape), y_bar)
    return as_kind(-pairs(b_bar, y, rows, columns), data), np.reshape(as_kind(b_bar, b), np.shape(b))


@TABLE.custom(sparse.solved, wrt=("data", "b"))
def solved_jvp(y: Any, data: Any, rows: Any, columns: Any, shape: Any, b: Any, data_dot: Any, b_dot: Any) -> Any:
    change = np.reshape(b_dot, np.shape(y)) - sparse.product(data_dot, rows, columns, shape, y)
    return sparse.solved(data, rows, columns, shape, change)


@TABLE.inlined(sl.spsolve)
def spsolve(A: Any, b: Any) -> Any:
    if sparse.is_sparse(A):
        data = sparse.in_order(A.data, A.rows, A.columns) if A.is_compressed else A.data
        return sparse.solved(data, A.rows, A.columns, A.shape, b)
    return sparse.constant_solved(A, b)


@TABLE.linear(sparse.in_order, wrt="data", result=found.first_type, effect="may_raise", kept=True, alias="maybe")
def in_order_vjp(y_bar: Any, y: Any, data: Any, rows: Any, columns: Any) -> Any:
    return y_bar


# --- constant matrices ------------------------------------------------------------------------------------------------


@TABLE.linear(sparse.constant_solved, wrt="b", result=_constant_type, effect="may_raise", kept=True)
def constant_solved_vjp(y_bar: Any, y: Any, A: Any, b: Any) -> Any:
    return np.reshape(as_kind(sparse.transposed_solve(A, y_bar), b), np.shape(b))


@TABLE.linear(sparse.transposed_solve, wrt="b", result=_constant_type, effect="may_raise", kept=True)
def transposed_solve_vjp(y_bar: Any, y: Any, A: Any, b: Any) -> Any:
    return np.reshape(as_kind(sparse.constant_solved(A, y_bar), b), np.shape(b))


TABLE.constant(sparse.constant_entries, result=lambda matrix: UNKNOWN, kept=True)
TABLE.constant(sparse.is_sparse, result=lambda matrix: Static.of(_is_ours(matrix)), kept=True)
