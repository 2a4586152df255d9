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


def multivariate_normal(x: Any, mean: Any, cov: Any) -> Any:
    """The logarithm of the normal density with a full covariance; 1.837… = log(2 pi)."""
    if np.ndim(cov) != 2:
        return None
    factor = np.linalg.cholesky(cov)
    deviation = x if mean is None else x - mean
    scaled = np.linalg.solve(factor, matrix_transpose(deviation) if np.ndim(deviation) > 1 else deviation)
    total = np.sum(scaled * scaled, axis=-2 if np.ndim(deviation) > 1 else 0) + np.shape(cov)[0] * 1.8378770664093453
    return -0.5 * total - np.sum(np.log(np.diagonal(factor)))
