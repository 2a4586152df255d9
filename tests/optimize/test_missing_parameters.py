"""What a sweep keeps that only some paths assign is missing for the other one, too."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from s2sad import jvp, vjp

X, W = np.array([0.3, -0.8, 1.1]), np.array([0.7, 0.2, -1.3])


def returned_row(x: Any, m: Any) -> Any:
    for v in m:
        if v[1] > 0:
            while x[0] > 9.0:
                v[:] *= x
        elif v[1] > -0.3:
            x = 0.29 * v
        else:
            return v
    return x


def adjoint(x: Any, m: Any, w: Any) -> Any:
    return vjp(returned_row, x, m)[1](w)


@pytest.mark.parametrize("signs", [(1, 1, 1), (1, -1, 1), (1, -0.1, 1), (1, -0.1, -1)])
def test_the_adjoint_of_an_adjoint(signs: Any) -> None:
    m = np.abs(np.outer(W, X)) * np.array(signs)[:, None] + np.array(signs)[:, None]
    u = (W, np.outer(X, W), X)
    x_bar, m_bar, w_bar = vjp(adjoint, X, m, W)[1]((np.ones(3), np.ones((3, 3))))
    dots = jvp(adjoint, (X, m, W), u)[1]
    found = np.sum(x_bar * u[0]) + np.sum(m_bar * u[1]) + np.sum(w_bar * u[2])
    np.testing.assert_allclose(found, np.sum(dots[0]) + np.sum(dots[1]), rtol=1e-12)
