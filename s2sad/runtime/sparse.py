"""Sparse matrices in generated code: entries with their places; imported only when an object of `scipy.sparse` is met.

`product(data, rows, columns, shape, x)` is `A @ x`. Its derivative in x is the product with the transpose, that in the
data is one product of two numbers for each entry.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import scipy.sparse
import scipy.sparse.linalg

from s2sad.errors import MissingRuleError


@dataclass(eq=False)
class Sparse:
    """A matrix with `data[k]` at `(rows[k], columns[k])`, added up where a place occurs again, and 0 elsewhere.

    `is_compressed` says that SciPy has these very arrays, and sorts them for a solve.
    """

    data: Any
    rows: Any
    columns: Any
    shape: Any
    is_compressed: Any = False
    __array_ufunc__ = None

    def __matmul__(self, x: Any) -> Any:
        return product(self.data, self.rows, self.columns, self.shape, x)

    def __rmatmul__(self, x: Any) -> Any:
        return np.transpose(self.transpose() @ np.transpose(x))

    def dot(self, x: Any) -> Any:
        """The product with a vector or a matrix."""
        return self @ x

    def transpose(self) -> Sparse:
        """The transposed matrix."""
        return Sparse(self.data, self.columns, self.rows, turned(self.shape), self.is_compressed)

    @property
    def T(self) -> Sparse:
        """The transposed matrix."""
        return self.transpose()

    def toarray(self) -> Any:
        """The matrix with its zeros."""
        full = np.zeros(self.shape, self.data.dtype)
        np.add.at(full, (self.rows, self.columns), self.data)
        return full

    @property
    def nnz(self) -> Any:
        """How many entries there are."""
        return len(self.data)

    def tocsr(self) -> Sparse:
        """The same: there is one format."""
        return self

    def tocsc(self) -> Sparse:
        """The same: there is one format."""
        return self

    def tocoo(self) -> Sparse:
        """The same: there is one format."""
        return self

    def __neg__(self) -> Sparse:
        return Sparse(-self.data, self.rows, self.columns, self.shape)

    def __mul__(self, factor: float) -> Sparse:
        return Sparse(self.data * number(factor), self.rows, self.columns, self.shape)

    def __rmul__(self, factor: float) -> Any:
        return self * factor

    def __truediv__(self, divisor: float) -> Sparse:
        return Sparse(self.data / number(divisor), self.rows, self.columns, self.shape)

    def __add__(self, other: Any) -> Any:
        data, rows, columns = entries(other)
        places = np.concatenate((self.rows, rows)), np.concatenate((self.columns, columns))
        return Sparse(np.concatenate((self.data, data)), places[0], places[1], self.shape)

    def __radd__(self, other: Any) -> Any:
        return self + other

    def __sub__(self, other: Any) -> Any:
        return -(-self + other)

    def __rsub__(self, other: Any) -> Any:
        return -self + other


def is_sparse(matrix: Any) -> bool:
    """Whether a matrix is made of active values; one of SciPy is not, and a value of unknown type is taken for such."""
    return isinstance(matrix, Sparse)


def entries(matrix: Any) -> tuple[Any, Any, Any]:
    """The data, the rows and the columns of a matrix."""
    if is_sparse(matrix):
        return matrix.data, matrix.rows, matrix.columns
    return constant_entries(matrix)


def constant_entries(matrix: Any) -> tuple[Any, Any, Any]:
    """The same for a matrix of SciPy, which has no active values."""
    found = scipy.sparse.coo_array(matrix)
    return found.data * 1.0, *found.coords


def number(factor: Any) -> Any:
    """The factor of a matrix: what an array does depends on the class of the matrix."""
    if np.ndim(factor) > 0:
        raise NotImplementedError("sparse matrices of active values are multiplied by numbers and with @")
    return factor


def turned(shape: Any) -> tuple[Any, Any]:
    """The shape of the transposed matrix."""
    return shape[1], shape[0]


def product(data: Any, rows: Any, columns: Any, shape: Any, x: Any) -> Any:
    """The product of a matrix with a vector or a matrix.

    >>> product(np.array([2.0, 3.0]), np.array([0, 0]), np.array([0, 1]), (1, 2), np.array([1.0, 10.0]))
    array([32.])
    """
    return scipy.sparse.csr_array((data, (rows, columns)), shape) @ x


def solved(data: Any, rows: Any, columns: Any, shape: Any, b: Any) -> Any:
    """The solution `y` of `A @ y = b`."""
    return np.asarray(scipy.sparse.linalg.spsolve(scipy.sparse.coo_array((data, (rows, columns)), shape).tocsc(), b))


def in_order(data: Any, rows: Any, columns: Any) -> Any:
    """The data of rows, or of columns, that lie behind one another.

    Raises:
        MissingRuleError: the entries are not in order, and SciPy sorts them in the arrays that it was given.
    """
    for major, minor in ((rows, columns), (columns, rows)):
        steps, inner = np.diff(major), np.diff(minor)
        if np.all((steps > 0) | ((steps == 0) & (inner > 0))):
            return data
    raise MissingRuleError(
        "scipy.sparse.linalg.spsolve sorts the entries of this matrix in the arrays that it was made of",
        hint="Give them in order, or make the matrix by scipy.sparse.coo_array((data, (rows, columns))).",
    )


def pairs(u: Any, v: Any, rows: Any, columns: Any) -> Any:
    """The entries of `u @ v.T` that belong to those of a matrix."""
    return u[rows] * v[columns] if np.ndim(u) == 1 else np.sum(u[rows] * v[columns], axis=-1)


def constant_solved(A: Any, b: Any) -> Any:
    """`inv(A) @ b` for a matrix of SciPy."""
    return scipy.sparse.linalg.spsolve(A, b)


def transposed_solve(A: Any, b: Any) -> Any:
    """`inv(A.T) @ b`."""
    return np.asarray(scipy.sparse.linalg.spsolve(A.T.tocsc(), b))
