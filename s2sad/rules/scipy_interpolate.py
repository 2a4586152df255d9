"""Rules of `scipy.interpolate`: a linear `interp1d` is `np.interp` that refuses places outside."""

from __future__ import annotations

from typing import Any

import numpy as np
import scipy.interpolate as sp

from s2sad.rules.table import RuleTable

TABLE = RuleTable()


@TABLE.inlined(sp.interp1d)
def interp1d(x: Any, y: Any) -> Any:
    """Values of one dimension at increasing places; other kinds and keywords are refused."""

    def interpolated(t: Any) -> Any:
        if np.any(t < x[0]) or np.any(t > x[-1]):
            raise ValueError("a value in x_new is outside of the interpolation range")
        return np.interp(t, x, y)

    return interpolated
