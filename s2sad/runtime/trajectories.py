"""Initial value problems: what SciPy finds, with the steps on which the derivative of the solution is taken.

`flow(fun, (0.0, 1.0), y0, "RK45", ...)` -> t, y as `scipy.integrate.solve_ivp` has them, the grid of all steps and
asked times, and where the asked ones are in it. Imported only when an object of `scipy.integrate` is met.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import scipy.integrate
import scipy.optimize

from s2sad.errors import MissingRuleError

_MOST_STEPS = 20_000
_ROOT = np.sqrt(6.0)
_RADAU = np.array(
    [
        [(88 - 7 * _ROOT) / 360, (296 - 169 * _ROOT) / 1800, (-2 + 3 * _ROOT) / 225],
        [(296 + 169 * _ROOT) / 1800, (88 + 7 * _ROOT) / 360, (-2 - 3 * _ROOT) / 225],
        [(16 - _ROOT) / 36, (16 + _ROOT) / 36, 1 / 9],
    ]
)
"""Radau IIA of order 5 (Hairer & Wanner II, IV.5); its last row are the weights."""


class Solved(NamedTuple):
    """What `scipy.integrate.solve_ivp` gives, as far as it is differentiated or constant."""

    t: Any
    y: Any
    success: Any
    status: Any
    nfev: Any


def is_implicit(method: Any) -> bool:
    """Whether the derivative of a method's solution is taken on steps of Radau IIA."""
    return _name(method) in ("Radau", "BDF")


def tableau(method: Any) -> tuple[Any, Any, Any]:
    """The coefficients (A, B, C) of the Runge-Kutta steps on which the derivative is taken."""
    if is_implicit(method):
        return _RADAU, _RADAU[-1], np.sum(_RADAU, axis=1)
    found = getattr(scipy.integrate, "DOP853" if _name(method) == "LSODA" else _name(method))
    stages = len(found.C)
    return np.pad(found.A, ((0, 0), (0, stages - np.shape(found.A)[1]))), np.array(found.B), np.array(found.C)


def _name(method: Any) -> str:
    return method if isinstance(method, str) else str(method.__name__)


def flow(
    fun: Any, t_span: Any, y0: Any, method: Any, t_eval: Any, args: Any, rtol: Any, atol: Any, max_step: Any, first: Any
) -> tuple[Any, ...]:
    """The solution as SciPy finds it: t, y, grid, places of t in the grid, success, status, number of evaluations."""
    options = {"rtol": rtol, "atol": atol, "max_step": max_step, "first_step": first, "args": args or None}
    dense = t_eval is not None
    found = scipy.integrate.solve_ivp(fun, t_span, y0, method, t_eval, dense, **options)
    steps = found.sol.ts if dense else found.t
    other = {"LSODA": "DOP853", "BDF": "Radau"}.get(_name(method))
    if other is not None and found.success:
        steps = _steps(getattr(scipy.integrate, other), fun, t_span, y0, args, rtol, atol, max_step)
    grid, places = _united(steps, found.t)
    return found.t, found.y, grid, places, bool(found.success), int(found.status), int(found.nfev)


def odeint_flow(func: Any, y0: Any, t: Any, args: Any, tfirst: Any, rtol: Any, atol: Any) -> tuple[Any, Any, Any]:
    """The solution as `scipy.integrate.odeint` finds it, with the grid and the places of the times in it."""
    y = scipy.integrate.odeint(func, y0, t, args, rtol=rtol, atol=atol, tfirst=tfirst)
    flowing = func if tfirst else lambda time, state, *rest: func(state, time, *rest)
    bound = 1.49012e-8  # what odeint takes if nothing is said
    tolerances = (bound if rtol is None else rtol, bound if atol is None else atol)
    steps = _steps(scipy.integrate.DOP853, flowing, (t[0], t[-1]), y0, args, *tolerances, np.inf)
    return y, *_united(steps, np.asarray(t))


def _steps(kind: Any, fun: Any, t_span: Any, y0: Any, args: Any, rtol: Any, atol: Any, max_step: Any) -> Any:
    """The steps of another method to the same tolerances."""
    start, end = map(float, t_span)
    state = np.atleast_1d(y0 if np.iscomplexobj(y0) else np.asarray(y0, float))

    def flowing(time: Any, state: Any) -> Any:
        return np.asarray(fun(time, state, *args))

    solver = kind(flowing, start, state, end, rtol=max(rtol, 1e-13), atol=atol, max_step=max_step)
    steps = [start]
    while solver.status == "running" and len(steps) <= _MOST_STEPS:
        solver.step()
        steps.append(solver.t)
    if solver.status != "finished":
        raise MissingRuleError(
            f"The solution has no derivative: {kind.__name__} does not reach the end of the time span in {_MOST_STEPS} "
            "steps (a stiff problem is solved with method='Radau' or 'BDF' of solve_ivp)"
        )
    return np.array(steps)


def _united(steps: Any, times: Any) -> tuple[Any, Any]:
    """All times in order, and where `times` are among them.

    >>> _united(np.array([2.0, 1.5, 0.0]), np.array([2.0, 1.0]))
    (array([2. , 1.5, 1. , 0. ]), array([0, 2]))
    """
    sign = -1.0 if steps[-1] < steps[0] else 1.0
    grid = np.unique(np.concatenate([sign * steps, sign * times]))
    return sign * grid, np.searchsorted(grid, sign * times)


def states(
    y: Any, grid: Any, places: Any, fun: Any, t_span: Any, y0: Any, times: Any, args: Any, method: Any, turned: Any,
    rows: Any,
) -> Any:  # fmt: skip
    """The solution `y` at the places of a grid, as a function of what it depends on."""
    return y


def stage_root(fun: Any, x0: Any, args: Any) -> Any:
    """Where `fun(x, *args)` is zero: the slopes of an implicit step, to full precision."""
    found = scipy.optimize.root(fun, x0, args, tol=1e-13).x
    if np.max(np.abs(fun(found, *args))) > 1e-8 * (1.0 + np.max(np.abs(found))):
        raise MissingRuleError("The solution has no derivative: an implicit step has no solution")
    return found
