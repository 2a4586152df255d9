"""Puts keyword arguments that are differentiated in their positions, which is where rules look for them.

np.dot(x, b=y)            np.dot(x, y)
np.sum(a=x, axis=0)       np.sum(x, axis=0)
np.sum(2.0, axis=0)       np.sum(2.0, axis=None): to NumPy, a number is a row of one
np.argmax(m, 0, i)        np.argmax(m, 0, out=i): where an array is written to, its keyword says so
"""

from __future__ import annotations

import inspect
from collections.abc import Mapping
from typing import Any

import numpy as np

from s2sad.frontend.state import Binding, Keywords
from s2sad.ir.ops import Const
from s2sad.ir.types import Array, Scalar, Type
from s2sad.rules.table import Rule

_REDUCTIONS = (
    *(np.sum, np.prod, np.max, np.min, np.amax, np.amin, np.ptp, np.any, np.all, np.count_nonzero),
    *(np.argmax, np.argmin, np.cumsum, np.cumprod, np.nancumsum, np.nancumprod),
    *(np.nansum, np.nanprod, np.nanmax, np.nanmin),
    *(getattr(np.ndarray, name) for name in ("sum", "prod", "max", "min", "any", "all", "argmax", "argmin")),
    *(np.ndarray.cumsum, np.ndarray.cumprod),
)
_SELECTIONS = (np.repeat, np.take, np.ndarray.repeat, np.ndarray.take)
AXIS_OF_NUMBER = {**dict.fromkeys(_REDUCTIONS, 1), **dict.fromkeys(_SELECTIONS, 2)}
"""The position of the axis in functions that take numbers along their first axis; others say that there is none."""


def in_positions(
    function: Any, rule: Rule | None, args: list[Binding], kwargs: Mapping[str, Binding]
) -> tuple[list[Binding], dict[str, Binding]]:
    """The arguments with leading keywords made positional, as far as there are some that a rule wants there."""
    if not kwargs:
        return args, dict(kwargs)
    names = _names(function, rule)
    given = len(args)
    while given < len(names) and names[given] in kwargs:
        given += 1
    while given > len(args) and not _is_wanted(rule, given - 1, names):
        given -= 1
    moved = names[len(args) : given]
    rest = {name: value for name, value in kwargs.items() if name not in moved}
    return [*args, *(kwargs[name] for name in moved)], rest


def out_by_name(function: Any, args: list[Binding], kwargs: Keywords) -> tuple[list[Binding], Keywords]:
    """The arguments of a function of NumPy or SciPy, from the one on that it writes its result to, by their names."""
    if len(args) < 2 or isinstance(function, np.ufunc):
        return args, kwargs
    names = list(parameter_names(function))
    first = names.index("out") if "out" in names else len(args)
    moved = dict(zip(names[first:], args[first:], strict=False))
    return args[:first], {**moved, **kwargs}


def parameter_names(function: Any) -> tuple[str, ...]:
    """The names of what a function may be given in positions; of a method of arrays that does not say so, its twin's.

    >>> parameter_names(np.argmax)
    ('a', 'axis', 'out')
    """
    try:
        parameters = inspect.signature(function).parameters.values()
    except (TypeError, ValueError):
        twin = getattr(np, getattr(function, "__name__", ""), None)
        is_method = getattr(function, "__objclass__", None) is np.ndarray
        return parameter_names(twin) if is_method and twin not in (None, function) else ()
    return tuple(p.name for p in parameters if p.kind in (p.POSITIONAL_ONLY, p.POSITIONAL_OR_KEYWORD))


def no_axis_of_number(
    function: Any, of: Type, args: list[Binding], kwargs: dict[str, Binding]
) -> tuple[list[Binding], dict[str, Binding]]:
    """The arguments of a function of a number without its axis, the only one that there could be."""
    is_number = isinstance(of, Scalar) or (isinstance(of, Array) and of.ndim == 0)
    if not is_number:
        return args, kwargs
    position = AXIS_OF_NUMBER[function]
    axis = args[position] if len(args) > position else kwargs.get("axis")
    if not isinstance(axis, Const) or type(axis.value) is not int or axis.value not in (0, -1):
        return args, kwargs
    if len(args) > position:
        return [*args[:position], Const(None), *args[position + 1 :]], kwargs
    return args, {name: value for name, value in kwargs.items() if name != "axis"}


def _names(function: Any, rule: Rule | None) -> list[str]:
    """The names of the parameters that may be given in their positions; of C functions, those that the rule knows."""
    try:
        parameters = list(inspect.signature(function).parameters.values())
    except (TypeError, ValueError):
        parameters = [p for p in rule.parameters if p.default is p.empty] if rule is not None else []
    names: list[str] = []
    for parameter in parameters:
        if parameter.kind not in (parameter.POSITIONAL_ONLY, parameter.POSITIONAL_OR_KEYWORD):
            break
        names.append(parameter.name)
    return names


def _is_wanted(rule: Rule | None, position: int, names: list[str]) -> bool:
    """Whether an argument belongs in its position: it is differentiated, or the rule has another name for it."""
    if rule is None or position == 0 or names[position] in rule.wrt:
        return True
    known = [p.name for p in rule.parameters]
    return position < len(known) and names[position] not in known and known[position] not in names
