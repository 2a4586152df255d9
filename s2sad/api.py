"""The functions that users call: thin compositions of the pipeline, with the names and conventions of JAX.

    grad(f)(x), value_and_grad(f)(x), jvp(f, (x,), (v,)), vjp(f, x), jacobian(f)(x), hessian(f)(x), source(f)
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from s2sad import dispatch
from s2sad.dispatch import MISS, Program
from s2sad.errors import ArgumentError, SignatureError
from s2sad.frontend.source import unwrap
from s2sad.pipeline import Kind, Request
from s2sad.rules.table import RuleTable

Argnums = int | str | Sequence[int | str]


class Derivative:
    """A derivative as an ordinary function: called, differentiated again, bound as a method, pickled.

    Attributes:
        fun: the function that is differentiated.
        request: what is asked for.
    """

    def __init__(self, fun: Callable[..., Any], kind: Kind, argnums: Argnums, has_aux: bool, rules: RuleTable | None):
        self.fun = fun
        self.options = (kind, argnums, has_aux)
        self.rules = rules
        self.shift = 0
        self.signature = dispatch.parameters_of(fun)
        positions = tuple(_position(self.signature, a, 0) for a in _listed(argnums))
        self.request = Request(kind, positions, not isinstance(argnums, int | str), has_aux, rules)
        self.count = len(self.signature.parameters)
        self.simple = all(
            p.kind in (p.POSITIONAL_ONLY, p.POSITIONAL_OR_KEYWORD) for p in self.signature.parameters.values()
        )
        self.last: Program | None = None
        functools.update_wrapper(self, fun)

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        if kwargs or len(args) != self.count or not self.simple:
            args = dispatch.bind(self.signature, self.__name__, args, kwargs)
        if self.last is not None:
            result = self.last.attempt(self.fun, *args)
            if result is not MISS:
                return result
        self.last, result = dispatch.find(self.fun, self.request, args)
        return result

    def source(self, *args: Any, **kwargs: Any) -> str:
        """The generated source for these example arguments."""
        values = dispatch.bind(self.signature, self.__name__, args, kwargs)
        program = dispatch.build(self.fun, self.request, values, set())
        return "\n\n".join(module.text for module in program.compiled.modules)


def _listed(argnums: Argnums) -> Sequence[int | str]:
    return (argnums,) if isinstance(argnums, int | str) else tuple(argnums)


def _position(signature: Any, argnum: int | str, shift: int) -> int:
    names = list(signature.parameters)
    if isinstance(argnum, str):
        if argnum not in names:
            raise SignatureError(f"argnums names `{argnum}`, which is not a parameter: {', '.join(names)}")
        return names.index(argnum)
    if isinstance(argnum, bool) or not isinstance(argnum, int):
        raise SignatureError(f"argnums must be an int, a parameter name or a sequence of them, not {argnum!r}")
    position = argnum + shift if argnum >= 0 else len(names) + argnum
    if not 0 <= position < len(names):
        raise SignatureError(f"argnums {argnum} is out of range: the function has {len(names)} parameters")
    return position


def _derivative(kind: Kind, fun: Any, argnums: Argnums, has_aux: bool, rules: RuleTable | None) -> Any:
    if fun is None:
        return functools.partial(_derivative, kind, argnums=argnums, has_aux=has_aux, rules=rules)
    return Derivative(fun, kind, argnums, has_aux, rules)


def grad(
    fun: Any = None, argnums: Argnums = 0, has_aux: bool = False, *, rules: RuleTable | None = None
) -> Any:
    """The gradient of a function of real scalar value, in reverse mode.

    Example:
        >>> grad(lambda x: x * x)(3.0)
        6.0
    """
    return _derivative("grad", fun, argnums, has_aux, rules)


def value_and_grad(
    fun: Any = None, argnums: Argnums = 0, has_aux: bool = False, *, rules: RuleTable | None = None
) -> Any:
    """The value of a function and its gradient, for the price of the gradient."""
    return _derivative("value_and_grad", fun, argnums, has_aux, rules)


def _argument_positions(fun: Any, count: int) -> tuple[int, ...]:
    return tuple(range(count))


def jvp(fun: Any, primals: Sequence[Any], tangents: Sequence[Any], *, rules: RuleTable | None = None) -> Any:
    """The value of `fun(*primals)` and its derivative in the direction of `tangents`."""
    if len(primals) != len(tangents):
        raise ArgumentError(f"{len(primals)} primals and {len(tangents)} tangents")
    request = Request("jvp", tuple(range(len(primals))), True, False, rules)
    return dispatch.find_with(fun, request, tuple(primals), tuple(tangents))


def source(
    fun: Any,
    mode: str = "reverse",
    argnums: Argnums = 0,
    *,
    args: Sequence[Any] | None = None,
    kwargs: dict[str, Any] | None = None,
    order: int = 1,
    optimize: bool = True,
) -> str:
    """The text of a derivative."""
    del order, optimize
    raw = unwrap(fun)
    kind: Kind = {"reverse": "grad", "forward": "jvp", "primal": "primal", "ssa": "primal"}[mode]  # type: ignore[assignment]
    values = tuple(args or ()) + tuple((kwargs or {}).values())
    request = Request(kind, tuple(_position(dispatch.parameters_of(raw), a, 0) for a in _listed(argnums)))
    program = dispatch.build(raw, request, values, set())
    return "\n\n".join(module.text for module in program.compiled.modules)


__all__ = ["grad", "jvp", "np", "source", "value_and_grad"]
