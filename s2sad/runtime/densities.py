"""Densities of vectors in terms of functions that have rules.

`multivariate_normal(x, m, C)` is the logarithm of the density: one triangular factor, no inverse and no determinant.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from s2sad.runtime.linalg import matrix_transpose


def completed(x: Any, alpha: Any) -> Any:
    """The point of a simplex, of which the last coordinate may be left out, with all coordinates."""
    if np.shape(x)[0] == np.shape(alpha)[0]:
        return x
    return np.concatenate((x, 1.0 - np.sum(x, axis=0, keepdims=True)), axis=0)


def as_array(value: Any) -> Any:
    """An array, which may be given as a list."""
    return np.array(value) if isinstance(value, list | tuple) else value


def is_number(mean: Any, cov: Any) -> bool:
    """Whether a normal variable has one component."""
    if mean is None:
        return np.ndim(cov) < 2 or np.shape(cov)[0] == 1
    return np.ndim(mean) == 0 or np.shape(mean)[0] == 1


def covariance_matrix(mean: Any, cov: Any) -> Any:
    """The covariances that SciPy takes: a matrix, variances, or one for all."""
    if is_number(mean, cov):
        return np.reshape(cov, (1, 1))
    if np.ndim(cov) == 0:
        return cov * np.eye(np.size(mean))
    return np.diag(cov) if np.ndim(cov) == 1 else as_array(cov)


def as_points(x: Any, mean: Any, cov: Any) -> Any:
    """Points with their components along the last axis, which SciPy adds to numbers."""
    return np.reshape(x, (-1, 1)) if np.ndim(x) < 2 and is_number(mean, cov) else as_array(x)


def multivariate_normal(x: Any, mean: Any, cov: Any) -> Any:
    """The logarithm of the normal density; 1.837… = log(2 pi)."""
    matrix = covariance_matrix(mean, cov)
    factor = np.linalg.cholesky(matrix)
    points = as_points(x, mean, cov)
    deviation = points if mean is None else points - as_array(mean)
    scaled = np.linalg.solve(factor, matrix_transpose(deviation) if np.ndim(deviation) > 1 else deviation)
    total = np.sum(scaled * scaled, axis=-2 if np.ndim(deviation) > 1 else 0) + np.shape(matrix)[0] * 1.8378770664093453
    return -0.5 * total - np.sum(np.log(np.diagonal(factor)))
