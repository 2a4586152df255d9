"""Rules of `solve_ivp` and `odeint`: a discrete adjoint on the steps that the solver took.

`y = solve_ivp(fun, t_span, y0).y` -> the call as it is; its derivative is that of the Runge-Kutta steps on the same
grid, with sizes that are constant apart from the ends and the asked times (Hairer, Nørsett & Wanner 1993). RK23,
RK45, DOP853 and Radau have their own steps; for BDF these are Radau's, for LSODA and odeint DOP853's, found to the
same tolerances.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import scipy.integrate as si

from s2sad.ir.types import BOOL, FLOAT, INT, UNKNOWN, Array, Tuple
from s2sad.rules.result_shapes import as_array, evaluated, like_second
from s2sad.rules.results import always
from s2sad.rules.scipy_optimize import vector_change
from s2sad.rules.table import RuleTable
from s2sad.runtime import trajectories
from s2sad.runtime.markers import stop_gradient
from s2sad.runtime.trajectories import Solved

TABLE = RuleTable()
_TIMES, _PLACES = Array("float64", (None,)), Array("int64", (None,))


def _state(y0: Any) -> Any:
    """The type of a state: in double precision, whatever the start is in."""
    start = as_array(y0)
    return UNKNOWN if start is None else Array(np.result_type(start.dtype, np.float64).name, start.dims or (1,))


def _flow_type(fun: Any, t_span: Any, y0: Any, *_: Any) -> Any:
    state = _state(y0)
    if not isinstance(state, Array):
        return UNKNOWN
    return Tuple((_TIMES, Array(state.dtype, (*state.dims, None)), _TIMES, _PLACES, BOOL, INT, INT))


def _odeint_type(func: Any, y0: Any, t: Any, *_: Any) -> Any:
    state, times = _state(y0), as_array(t)
    if not isinstance(state, Array) or times is None:
        return UNKNOWN
    return Tuple((Array(state.dtype, (*times.dims, *state.dims)), _TIMES, _PLACES))


def _time_and_state(y0: Any, turned: Any = False, **_: Any) -> Any:
    return (_state(y0), FLOAT) if turned else (FLOAT, _state(y0))


def _in_order(y0: Any, tfirst: Any, **_: Any) -> Any:
    return (FLOAT, _state(y0)) if tfirst else (_state(y0), FLOAT)


def _vector(x0: Any, **_: Any) -> Any:
    return (x0,)


def _first(y: Any, *_: Any) -> Any:
    return y


_TABLEAU = Tuple((Array("float64", (None, None)), Array("float64", (None,)), Array("float64", (None,))))
TABLE.constant(trajectories.flow, result=_flow_type, calls=_time_and_state, effect="may_raise", kept=True)
TABLE.constant(trajectories.odeint_flow, result=_odeint_type, calls=_in_order, effect="may_raise", kept=True)
TABLE.constant(trajectories.tableau, result=always(_TABLEAU), kept=True)
TABLE.constant(trajectories.is_implicit, result=evaluated(trajectories.is_implicit), kept=True)


@TABLE.custom(trajectories.stage_root, wrt="args", result=like_second, calls=_vector, effect="may_raise", kept=True)
def stage_root_jvp(y: Any, fun: Any, x0: Any, args: Any, args_dot: Any) -> Any:
    return vector_change(fun, y, args, args_dot)


@TABLE.composed(
    trajectories.states,
    wrt=("t_span", "y0", "times", "args"),
    result=_first,
    calls=_time_and_state,
    static=("method", "turned", "rows"),
    kept=True,
)
def states(
    y: Any, grid: Any, places: Any, fun: Any, t_span: Any, y0: Any, times: Any, args: Any, method: Any, turned: Any,
    rows: Any,
) -> Any:  # fmt: skip
    """The Runge-Kutta steps on the grid; `turned` is a function of (y, t), `rows` a result with times as rows."""
    moments = _moments(grid, places, t_span, times)
    asked = _steps(fun, moments, _start(y0), args, method, turned)[places]
    return asked if rows else np.transpose(asked)


def _steps(fun: Any, moments: Any, u: Any, args: Any, method: Any, turned: Any) -> Any:
    """The states at all moments, the first of which is u."""
    a, b, c = trajectories.tableau(method)
    found = np.expand_dims(0.0 * stop_gradient(moments), 1) * stop_gradient(u)
    found[0] = u
    for k in range(len(moments) - 1):
        t, step = moments[k], moments[k + 1] - moments[k]
        if trajectories.is_implicit(method):
            slopes = _implicit_slopes(fun, t, step, u, args, a, c)
        else:
            slopes = _explicit_slopes(fun, t, step, u, args, a, c, turned)
        u = u + step * (b @ slopes)
        found[k + 1] = u
    return found


def _moments(grid: Any, places: Any, t_span: Any, times: Any) -> Any:
    """The times of the grid as a function of those that were given."""
    moments = np.copy(grid)
    moments[0], moments[-1] = t_span[0], t_span[1]
    if times is not None:
        moments[places] = times
    return moments


def _start(y0: Any) -> Any:
    """The first state, in double precision, as SciPy has it."""
    first = np.atleast_1d(_row(y0))
    return np.asarray(first, dtype=np.result_type(first, np.float64))


def _row(state: Any) -> Any:
    """A state, which may be given as a list, as an array."""
    return np.array(state) if isinstance(state, list | tuple) else state


def _explicit_slopes(fun: Any, t: Any, step: Any, u: Any, args: Any, a: Any, c: Any, turned: Any) -> Any:
    slopes = np.expand_dims(0.0 * c, 1) * stop_gradient(u)
    for i in range(len(c)):
        at, state = t + c[i] * step, u + step * (a[i] @ slopes)
        slopes[i] = _row(fun(state, at, *args) if turned else fun(at, state, *args))
    return slopes


def _implicit_slopes(fun: Any, t: Any, step: Any, u: Any, args: Any, a: Any, c: Any) -> Any:
    def defect(z: Any) -> Any:
        slopes = np.reshape(z, (3, np.size(u)))
        wanted = [_row(fun(t + c[i] * step, u + step * (a[i] @ slopes), *args)) for i in (0, 1, 2)]
        return z - np.concatenate(wanted)

    start = stop_gradient(np.concatenate([_row(fun(t, u, *args)) for _ in (0, 1, 2)]))
    return np.reshape(trajectories.stage_root(defect, start, ()), (3, np.size(u)))


@TABLE.inlined(si.solve_ivp, static=("method",))
def solve_ivp(
    fun: Any, t_span: Any, y0: Any, method: Any = "RK45", t_eval: Any = None, *, args: Any = None, rtol: Any = 1e-3,
    atol: Any = 1e-6, max_step: Any = np.inf, first_step: Any = None,
) -> Any:  # fmt: skip
    rest = () if args is None else tuple(args)
    flow = trajectories.flow(fun, t_span, y0, method, t_eval, rest, rtol, atol, max_step, first_step)
    t, y, grid, places, success, status, count = flow
    y = trajectories.states(y, grid, places, fun, t_span, y0, t_eval, rest, method, False, False)
    return Solved(_result_times(t, places, t_span, t_eval), y, success, status, count)


def _result_times(t: Any, places: Any, t_span: Any, t_eval: Any) -> Any:
    """The times that were asked for, or those of the steps."""
    return _moments(t, places, t_span, None) if t_eval is None else t_eval


@TABLE.inlined(si.odeint, static=("tfirst",))
def odeint(
    func: Any, y0: Any, t: Any, args: Any = (), *, rtol: Any = None, atol: Any = None, tfirst: Any = False
) -> Any:
    y, grid, places = trajectories.odeint_flow(func, y0, t, args, tfirst, rtol, atol)
    return trajectories.states(y, grid, places, func, (t[0], t[-1]), y0, t, args, "DOP853", not tfirst, True)
