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

from s2sad.errors import SignatureError
from s2sad.frontend.lower import Lowering
from s2sad.frontend.state import Binding, Pack, Step
from s2sad.ir.ops import Const
from s2sad.rules.table import Facts, Rule


def _element(lowering: Lowering, binding: Binding, k: int) -> Binding:
    return lowering.step(binding, Step("item", Const(k)))


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

    def names(self, positions: Sequence[int]) -> list[str]:
        """Names of parameters."""
        return [self.parameters[k].name for k in positions]

    def enter(self, **given: Any) -> None:
        """Make the rule from a jvp or a vjp."""
        plain = tuple(p.replace(annotation=p.empty) for p in self.parameters)
        self.rule = Rule("custom", plain, tuple(self.names(self.diff)), facts=Facts(alias="maybe"), **given)

    def lower_call(self, lowering: Lowering, args: list[Binding], kwargs: dict[str, Binding], name: str) -> Binding:
        """A call in a differentiated function: a primitive whose result has the type of what the body returns."""
        if self.rule is None:
            raise SignatureError(f"`{self.fun.__name__}` has no derivative yet: call its def{self.kind}", lowering.span)
        function = lowering.python_function(self.fun, None)
        names = lowering.bind_arguments(function, args, kwargs)
        bindings = [names[p.name] for p in self.parameters]
        outlined, operands = lowering.outline(function, bindings, name)
        kind = outlined.result.type
        return lowering.bind_value(lowering.builder.call(self, *operands, name=name, type=kind, effect="pure"), name)

    kind = ""


class _JvpRule:
    """The user's jvp as a rule of the table."""

    def __init__(self, owner: _Custom, function: Callable[..., Any]) -> None:
        self.owner = owner
        self.function = function
        self.__name__ = f"{owner.fun.__name__}_jvp"

    def lower_call(self, lowering: Lowering, args: list[Binding], kwargs: dict[str, Binding], name: str) -> Binding:
        """The tangent of the result."""
        owner = self.owner
        primals = Pack(tuple(kwargs[n] for n in owner.names(owner.diff)))
        tangents = Pack(tuple(kwargs[f"{n}_dot"] for n in owner.names(owner.diff)))
        fixed = [kwargs[n] for n in owner.names(owner.nondiff)]
        result = lowering.call(lowering.callable_binding(self.function), [*fixed, primals, tangents], {}, name)
        return _element(lowering, result, 1)


class _ForwardRule:
    """The user's `fwd` as a rule: the result and the residuals."""

    def __init__(self, owner: _Custom, function: Callable[..., Any]) -> None:
        self.owner = owner
        self.function = function
        self.__name__ = f"{owner.fun.__name__}_fwd"

    def lower_call(self, lowering: Lowering, args: list[Binding], kwargs: dict[str, Binding], name: str) -> Binding:
        """The pair that `fwd` returns."""
        result = lowering.call(lowering.callable_binding(self.function), args, kwargs, name)
        return Pack((_element(lowering, result, 0), lowering.bind_value(lowering.read(_element(lowering, result, 1)))))


class _BackwardRule:
    """The user's `bwd` as a rule: the cotangents of the differentiable arguments."""

    def __init__(self, owner: _Custom, function: Callable[..., Any]) -> None:
        self.owner = owner
        self.function = function
        self.__name__ = f"{owner.fun.__name__}_bwd"

    def lower_call(self, lowering: Lowering, args: list[Binding], kwargs: dict[str, Binding], name: str) -> Binding:
        """`args`: the cotangent, the residuals, then the primal's arguments."""
        y_bar, residuals, *primals = args
        fixed = [primals[k] for k in self.owner.nondiff]
        result = lowering.call(lowering.callable_binding(self.function), [*fixed, residuals, y_bar], {}, name)
        parts = tuple(_element(lowering, result, k) for k in range(len(self.owner.diff)))
        return Pack(parts) if len(parts) > 1 else parts[0]


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
