"""Solves with sparse matrices: imported only when an object of `scipy.sparse` is met."""

from __future__ import annotations

from typing import Any

import numpy as np
import scipy.sparse.linalg


def transposed_solve(A: Any, b: Any) -> Any:
    """`inv(A.T) @ b`."""
    return np.asarray(scipy.sparse.linalg.spsolve(A.T.tocsc(), b))
