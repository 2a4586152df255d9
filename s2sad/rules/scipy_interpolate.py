"""Rules of `scipy.interpolate`: a linear `interp1d` is `np.interp` that refuses places outside; splines are pieces."""

from __future__ import annotations

from typing import Any

import numpy as np
import scipy.interpolate as sp
import scipy.linalg as sl

from s2sad.ir.types import UNKNOWN
from s2sad.rules.result_shapes import evaluated
from s2sad.rules.results import always
from s2sad.rules.table import RuleTable
from s2sad.runtime import splines
from s2sad.runtime.markers import stop_gradient
from s2sad.runtime.splines import Pieces

TABLE = RuleTable()


@TABLE.inlined(sp.interp1d)
def interp1d(x: Any, y: Any) -> Any:
    """Values of one dimension, which are copied; other kinds and keywords are refused."""
    order = np.argsort(x, kind="stable")
    places, values = np.asarray(x)[order], np.asarray(y)[order]
    return lambda t: _between(_listed(t), places, values)


def _listed(values: Any) -> Any:
    """An array, which may be given as a list."""
    return np.array(values) if isinstance(values, list | tuple) else values


def _between(t: Any, x: Any, y: Any) -> Any:
    """Values at places, all of which must be between the first and the last known one."""
    if np.ndim(y) != 1:
        return splines.refuse_rows()
    if np.any(t < x[0]) or np.any(t > x[-1]):
        raise ValueError("a value in x_new is outside of the interpolation range")
    return np.interp(t, x, y).astype(np.result_type(x, y, np.asarray(t)))


# --- cubic splines ----------------------------------------------------------------------------------------------------


@TABLE.inlined(sp.CubicSpline)
def cubic_spline(x: Any, y: Any, *, bc_type: Any = "not-a-knot", extrapolate: Any = None) -> Any:
    """The slopes at the places solve a tridiagonal system (de Boor 1978, ch. IV)."""
    places, values = np.asarray(x, dtype=np.float64), _listed(y)
    values = np.asarray(values, dtype=np.result_type(values, np.float64))
    c = _cubics(places[1:] - places[:-1], values, bc_type)
    beyond = "periodic" if bc_type == "periodic" else True
    return Pieces(places, c, 3, beyond if extrapolate is None else extrapolate)


def _cubics(h: Any, y: Any, bc_type: Any) -> Any:
    """The coefficients of the pieces, which are h wide."""
    wide = splines.widened(h, np.ndim(y) - 1)
    secants = (y[1:] - y[:-1]) / wide
    s = _periodic_slopes(h, wide, secants) if bc_type == "periodic" else _slopes(h, wide, secants, bc_type)
    bend = (s[:-1] + s[1:] - 2.0 * secants) / wide
    return np.stack([bend / wide, (secants - s[:-1]) / wide - bend, s[:-1], y[:-1]])


def _slopes(h: Any, wide: Any, secants: Any, bc_type: Any) -> Any:
    """The slopes for conditions at the ends; without any, two points are joined by a line, three by a parabola."""
    first, last = (bc_type, bc_type) if isinstance(bc_type, str) else bc_type
    count = np.shape(secants)[0]
    if count == 1:
        return _from_ends(h, wide, secants, _of_two(first, secants), _of_two(last, secants))
    if first == "not-a-knot" and last == "not-a-knot" and count == 2:
        bend = (secants[1] - secants[0]) / (wide[0] + wide[1])
        return np.stack([secants[0] - bend * wide[0], secants[0] + bend * wide[0], secants[1] + bend * wide[1]])
    return _from_ends(h, wide, secants, first, last)


def _of_two(condition: Any, secants: Any) -> Any:
    return (1, secants[0]) if condition == "not-a-knot" else condition


def _from_ends(h: Any, wide: Any, secants: Any, first: Any, last: Any) -> Any:
    a0, b0, r0 = _end(h, wide, secants, first, 1.0)
    a1, b1, r1 = _end(np.flip(h), np.flip(wide, 0), np.flip(secants, 0), last, -1.0)
    inner = 3.0 * (wide[1:] * secants[:-1] + wide[:-1] * secants[1:])
    upper = np.concatenate([np.array([0.0, b0]), h[:-1]])
    middle = np.concatenate([np.array([a0]), 2.0 * (h[:-1] + h[1:]), np.array([a1])])
    lower = np.concatenate([h[1:], np.array([b1, 0.0])])
    right = np.concatenate([np.expand_dims(r0, 0), inner, np.expand_dims(r1, 0)])
    return _solved(np.stack([upper, middle, lower]), right)


def _end(h: Any, wide: Any, secants: Any, condition: Any, side: Any) -> Any:
    """The equation at an end: the entry on the diagonal, the one beside it, the right-hand side."""
    if condition == "not-a-knot":
        both = wide[0] + wide[1]
        right = ((wide[0] + 2.0 * both) * wide[1] * secants[0] + wide[0] ** 2 * secants[1]) / both
        return h[1], h[0] + h[1], right
    order, value = {"natural": (2, 0.0), "clamped": (1, 0.0)}[condition] if isinstance(condition, str) else condition
    if order == 1:
        return 1.0, 0.0, value + 0.0 * stop_gradient(secants[0])
    return 2.0 * h[0], h[0], 3.0 * wide[0] * secants[0] - 0.5 * side * value * wide[0] ** 2


def _periodic_slopes(h: Any, wide: Any, secants: Any) -> Any:
    """The slope at the end is that at the start: the last unknown is eliminated from a cyclic system."""
    before, behind = np.roll(wide, 1, 0), np.roll(secants, 1, 0)
    right = 3.0 * (wide * behind + before * secants)
    middle, n = 2.0 * (h + np.roll(h, 1)), np.shape(h)[0]
    upper, lower = np.roll(h, 1)[: n - 1], h[1:n]
    band = np.stack([np.concatenate([np.zeros(1), upper[:-1]]), middle[:-1], np.concatenate([lower[:-1], np.zeros(1)])])
    corner = np.concatenate([h[:1], np.zeros(n - 2)]) + np.concatenate([np.zeros(n - 2), upper[-1:]])
    p, q = _solved(band, right[:-1]), splines.widened(_solved(band, corner), np.ndim(wide) - 1)
    known = right[-1] - wide[n - 2] * p[0] - wide[n - 1] * p[-1]
    last = known / (middle[-1] - wide[n - 2] * q[0] - wide[n - 1] * q[-1])
    return np.concatenate([p - last * q, np.expand_dims(last, 0), np.expand_dims(p[0] - last * q[0], 0)])


def _solved(band: Any, right: Any) -> Any:
    rows = np.reshape(right, (np.shape(right)[0], -1)) if np.ndim(right) > 2 else right
    return np.reshape(sl.solve_banded((1, 1), band, rows), np.shape(right))


TABLE.constant(splines.factor, result=evaluated(splines.factor), kept=True)
TABLE.constant(splines.refuse_rows, effect="io", result=always(UNKNOWN))  # an effect: nothing active comes of it
