"""Functions with derivatives of the user's own: `custom_jvp` and `custom_vjp`, as in JAX.

    @custom_vjp
    def f(x): ...
    f.defvjp(lambda x: (f(x), x), lambda x, y_bar: (y_bar * df(x),))

The other mode follows by transposition: both maps are linear in the tangent or cotangent.
"""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable, Sequence
from typing import Any

from s2sad import deferred
from s2sad.import_paths import is_found_by_name, remember_text, text_of
from s2sad.rules.table import Facts, Rule


class _Custom:
    """A function that is called as it is, and differentiated by a rule that comes with it."""

    def __init__(self, fun: Callable[..., Any], nondiff_argnums: Sequence[int] = ()) -> None:
        self.fun = fun
        self.parameters = list(inspect.signature(fun).parameters.values())
        count = len(self.parameters)
        self.nondiff = tuple(sorted(k % count for k in nondiff_argnums))
        self.diff = tuple(k for k in range(count) if k not in self.nondiff)
        self.rule: Rule | None = None
        functools.update_wrapper(self, fun)

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        return self.fun(*args, **kwargs)

    def __reduce_ex__(self, protocol: Any) -> Any:
        return self.fun.__qualname__ if is_found_by_name(self) else super().__reduce_ex__(protocol)

    def __getstate__(self) -> Any:
        parts: tuple[Any, ...] = (self.rule.jvp, self.rule.vjp, self.rule.fwd) if self.rule is not None else ()
        functions = [self.fun, *(part.function for part in parts if part is not None)]
        return self.__dict__, [text_of(function) for function in functions]

    def __setstate__(self, state: Any) -> None:
        for text in state[1]:
            remember_text(text)
        self.__dict__.update(state[0])

    @property
    def positional(self) -> int:
        """How many parameters can be given by position."""
        return sum(p.kind is not p.KEYWORD_ONLY for p in self.parameters)

    def names(self, positions: Sequence[int]) -> list[str]:
        """Names of parameters."""
        return [self.parameters[k].name for k in positions]

    def enter(self, **given: Any) -> None:
        """Make the rule from a jvp or a vjp."""
        plain = tuple(p.replace(annotation=p.empty) for p in self.parameters)
        self.rule = Rule("custom", plain, tuple(self.names(self.diff)), facts=Facts(alias="maybe"), **given)

    def lower_call(self, *call: Any) -> Any:
        """A call in a differentiated function: a primitive with the rule."""
        return deferred.own_objects.lower_custom(self, *call)

    kind = ""


class _Part:
    """One of the functions that the user gives, as a function of the rule: `owner` says how to call it."""

    suffix = ""

    def __init__(self, owner: _Custom, function: Callable[..., Any]) -> None:
        self.owner = owner
        self.function = function
        self.__name__ = f"{owner.fun.__name__}_{self.suffix}"


class _JvpRule(_Part):
    """The user's jvp as a rule of the table."""

    suffix = "jvp"

    def lower_call(self, *call: Any) -> Any:
        """The tangent of the result."""
        return deferred.own_rules.lower_tangent(self, *call)


class _ForwardRule(_Part):
    """The user's `fwd` as a rule: the result and the residuals."""

    suffix = "fwd"

    def lower_call(self, *call: Any) -> Any:
        """The pair that `fwd` returns."""
        return deferred.own_rules.lower_forward(self, *call)


class _BackwardRule(_Part):
    """The user's `bwd` as a rule: the cotangents of the differentiable arguments."""

    suffix = "bwd"

    def lower_call(self, *call: Any) -> Any:
        """The cotangents, from the cotangent, the residuals and the primal's arguments."""
        return deferred.own_rules.lower_backward(self, *call)


class custom_jvp(_Custom):
    """A function whose tangent the user gives.

    Args:
        fun: the function.
        nondiff_argnums: positions of arguments that are not differentiated; they come first in the jvp.

    Example:
        >>> @custom_jvp
        ... def square(x):
        ...     return x * x
        >>> _ = square.defjvp(lambda primals, tangents: (primals[0] ** 2, 2.0 * primals[0] * tangents[0]))
        >>> square(3.0)
        9.0
    """

    kind = "jvp"

    def defjvp(self, function: Callable[..., Any]) -> Callable[..., Any]:
        """Give the jvp: `(primals, tangents) -> (out, out_dot)`."""
        self.enter(jvp=_JvpRule(self, function))
        return function


class custom_vjp(_Custom):
    """A function whose pullback the user gives.

    Args:
        fun: the function.
        nondiff_argnums: positions of arguments that are not differentiated; they come first in `bwd`.

    Example:
        >>> @custom_vjp
        ... def square(x):
        ...     return x * x
        >>> square.defvjp(lambda x: (x * x, x), lambda x, y_bar: (2.0 * x * y_bar,))
        >>> square(3.0)
        9.0
    """

    kind = "vjp"

    def defvjp(self, fwd: Callable[..., Any], bwd: Callable[..., Any]) -> None:
        """Give the pullback: `fwd(*args) -> (out, residuals)` and `bwd(residuals, y_bar) -> cotangents`."""
        self.enter(fwd=_ForwardRule(self, fwd), vjp=_BackwardRule(self, bwd))
