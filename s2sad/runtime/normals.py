"""Distribution functions of normal vectors, and their derivatives in terms of those of fewer components.

`normal_cdf(b, S)` is the probability that a vector with mean 0 and covariances S is nowhere above b; one more axis of
b and S in front is one more axis of the result. Its derivative in b[i] is a density times the probability of the other
components where that one is b[i]; its derivative in S is half the second derivative in b (Plackett 1954, *A Reduction
Formula for Normal Multivariate Integrals*; Genz & Bretz 2009, *Computation of Multivariate Normal and t Probabilities*,
section 2.1). This module is imported only when an object of `scipy.stats` is met.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import scipy.special as sc
from scipy import stats

from s2sad.runtime.densities import as_array, as_points, covariance_matrix
from s2sad.runtime.markers import stop_gradient

_NODES, _WEIGHTS = np.polynomial.legendre.leggauss(48)
_ANGLES, _PARTS = (_NODES + 1.0) * np.pi / 4.0, _WEIGHTS * np.pi / 4.0
_EXPONENTS = np.linspace(-3.4, 3.4, 120)
_STEPS = np.exp(_EXPONENTS - np.exp(-_EXPONENTS))
_WIDTHS = _STEPS * (1.0 + np.exp(-_EXPONENTS)) * (_EXPONENTS[1] - _EXPONENTS[0])
"""Nodes and weights of the double exponential rule on the half line (Takahasi & Mori 1974)."""
_STEEP = 0.99
"""Correlations from which on the integrand of `_of_pairs` is too steep for its nodes."""
_CLOSE_TO_SINGULAR, _MOST_COMPONENTS = 1e-3, 6
"""Eigenvalues of correlations below which, and components above which SciPy samples, in place of `_along_path`."""


def components(b: Any) -> Any:
    """A column of the indices of components."""
    return np.arange(np.shape(b)[-1])[:, None]


def others(b: Any) -> Any:
    """Row i has the indices of all components but i."""
    behind = np.arange(np.shape(b)[-1] - 1)
    return behind + (behind >= components(b))


def order(b: Any) -> Any:
    """Row i puts what belongs to component i and then what belongs to all others in the order of the components."""
    columns = components(b).T
    return np.where(columns == components(b), 0, columns + (columns < components(b)))


def normal_distribution(x: Any, mean: Any, cov: Any) -> Any:
    """The probability to be nowhere above points x."""
    points, matrix = as_points(x, mean, cov), covariance_matrix(mean, cov)
    b = points if mean is None else points - as_array(mean)
    if np.ndim(b) < 2:
        return normal_cdf(b, matrix)
    return np.squeeze(normal_cdf(b, np.broadcast_to(matrix, np.shape(b) + np.shape(b)[-1:])))


def bounded(b: Any, S: Any) -> Any:
    """Limits in numbers that one can compute with: what is 40 deviations away is infinitely far away."""
    far = 40.0 * np.sqrt(np.diagonal(stop_gradient(S), axis1=-2, axis2=-1))
    return np.clip(b, -far, far)


def conditioned(b: Any, S: Any) -> tuple[Any, Any, Any]:
    """For each component i its density at b[i], and the limits and covariances that the others have there."""
    b, rest, variance = bounded(b, S), others(b), np.diagonal(S, axis1=-2, axis2=-1)
    across = S[..., components(b), rest]
    share = across / variance[..., None]
    density = np.exp(-0.5 * b * b / variance) / np.sqrt(2.0 * np.pi * variance)
    covariance = S[..., rest[:, :, None], rest[:, None, :]] - share[..., :, None] * across[..., None, :]
    return density, b[..., rest] - share * b[..., None], covariance


def normal_slope(b: Any, S: Any) -> Any:
    """The gradient of `normal_cdf` in b."""
    density, limit, covariance = conditioned(b, S)
    return density * normal_cdf(limit, covariance)


def normal_curvature(b: Any, S: Any) -> Any:
    """The matrix of second derivatives of `normal_cdf` in b, twice its gradient in S."""
    density, limit, covariance = conditioned(b, S)
    mixed = density[..., None] * normal_slope(limit, covariance)
    pull = np.sum(S[..., components(b), others(b)] * mixed, axis=-1)
    pull = pull + bounded(b, S) * density * normal_cdf(limit, covariance)
    own = -pull / np.diagonal(S, axis1=-2, axis2=-1)
    return np.concatenate((own[..., None], mixed), axis=-1)[..., components(b), order(b)]


def normal_cdf(b: Any, S: Any) -> Any:
    """The probability that a normal vector with mean 0 and covariances S is nowhere above b."""
    b, S, n = np.asarray(b, np.float64), np.asarray(S, np.float64), np.shape(b)[-1]
    deviation = np.sqrt(np.diagonal(S, axis1=-2, axis2=-1))
    z, correlation = np.clip(b / deviation, -40.0, 40.0), S / (deviation[..., :, None] * deviation[..., None, :])
    if n < 2:
        return sc.ndtr(z[..., 0]) if n == 1 else np.ones(np.shape(b)[:-1])[()]
    if n == 2:
        return _of_pairs(z, correlation)
    if n > _MOST_COMPONENTS or np.min(np.linalg.eigvalsh(correlation), initial=1.0) < _CLOSE_TO_SINGULAR:
        return _of_scipy(z, correlation, np.ones(np.shape(z)[:-1], bool))
    return _along_path(z, correlation)


def _along_path(z: Any, correlation: Any) -> Any:
    """The integral of the derivative along the path from no correlation to all of it, sin(angle) times that there is.

    The derivative in the correlations is that of Plackett, in terms of two components less.
    """
    total = np.prod(sc.ndtr(z), axis=-1)
    alone = np.eye(np.shape(z)[-1])
    beside = correlation * (1.0 - alone)
    for angle, part in zip(_ANGLES, _PARTS, strict=True):
        density, limit, covariance = conditioned(z, alone + np.sin(angle) * beside)
        mixed = density[..., None] * normal_slope(limit, covariance)
        change = np.sum(beside[..., components(z), others(z)] * mixed, axis=(-2, -1))
        total = total + 0.5 * part * np.cos(angle) * change
    return total


def _of_pairs(z: Any, correlation: Any) -> Any:
    """The probability of two components: the integral over one"""
    low, high = np.min(z, axis=-1, keepdims=True), np.max(z, axis=-1, keepdims=True)
    steep = np.abs(correlation[..., 0, 1]) >= _STEEP
    r = np.where(steep, 0.0, correlation[..., 0, 1])[..., None]
    scale = 1.0 / np.hypot(1.0, np.minimum(low, 0.0))
    t = low - _STEPS * scale
    inner = np.exp(-0.5 * t * t) * sc.ndtr((high - r * t) / np.sqrt((1.0 - r) * (1.0 + r)))
    gentle = np.sum(inner * _WIDTHS * scale, axis=-1) / np.sqrt(2.0 * np.pi)
    return np.where(steep, _of_scipy(z, correlation, steep), gentle)[()] if np.any(steep) else gentle


def _of_scipy(z: Any, correlation: Any, chosen: Any) -> Any:
    """What SciPy computes of the chosen ones: for more than two components from points that are the same each time."""
    result = np.zeros(np.shape(z)[:-1])
    for place in np.argwhere(chosen):
        one, matrix = z[tuple(place)], correlation[tuple(place)]
        result[tuple(place)] = type(stats.multivariate_normal)(seed=0).cdf(one, cov=matrix, allow_singular=True)
    return result[()]
