"""What dispatch and the compiler see of a callable that is more than a Python function: its IR is made by `lower_with`.

grad(f) in hessian(grad(f))      Core: the IR of the gradient
functools.wraps(f)(wrapper)      Wrapped: the IR of a call of the wrapper
"""

from __future__ import annotations

from typing import Any

from s2sad import deferred, dispatch
from s2sad.request import Request
from s2sad.rules.table import RuleTable
from s2sad.target import Target, described, is_wrapper


class Core:
    """A derivative of a Python function (or of another core) for a known number of values: the IR of it.

    Attributes:
        fun: the function or core that is differentiated.
        request: what is asked for.
    """

    def __init__(self, fun: Any, request: Request) -> None:
        self.fun = fun
        self.request = request

    def key(self) -> tuple[Any, ...]:
        """What distinguishes derivatives of one function."""
        return ("core", dispatch.request_key(self.request))

    def lower_with(self, *arguments: Any) -> Any:
        """The IR of the derivative, for types of arguments and rules."""
        return deferred.own_objects.lower_core(self, *arguments)


class Pulled:
    """The function of the arguments and a cotangent that returns the cotangents of arguments: it has derivatives."""

    def __init__(self, fun: Any, argnums: tuple[int, ...], rules: RuleTable | None) -> None:
        self.fun = fun
        self.argnums = argnums
        self.rules = rules

    def key(self) -> tuple[Any, ...]:
        """What distinguishes pullbacks of one function."""
        return ("pull", self.argnums, (dispatch.rules_key(self.rules),))

    def lower_with(self, *arguments: Any) -> Any:
        """The IR of the pullback, for types of arguments and rules."""
        return deferred.own_objects.lower_pulled(self, *arguments)


class Custom:
    """A function that brings its own derivative rule, as the outermost function: its body is one call."""

    def __init__(self, function: Any, root: Any) -> None:
        self.function = function
        self.fun = root

    def key(self) -> tuple[Any, ...]:
        """Each such function has programs of its own."""
        return ("custom", (dispatch.Same(self.function),))

    def lower_with(self, *arguments: Any) -> Any:
        """The IR of a function that calls it, for types of arguments and rules."""
        return deferred.own_objects.lower_custom_core(self, *arguments)


class Wrapped:
    """A wrapper, as `functools.wraps` makes them: its body is compiled, for the parameters that it stands for."""

    def __init__(self, wrapper: Any) -> None:
        self.fun = wrapper

    def key(self) -> tuple[Any, ...]:
        """What tells the functions apart that one decorator has wrapped; what they do is guarded."""
        function = described(self.fun)
        return ("wrapped", function.__module__, function.__qualname__, (None,))

    def lower_with(self, *arguments: Any) -> Any:
        """The IR of a call of the wrapper, for types of arguments and rules."""
        return deferred.own_objects.lower_wrapped(self, *arguments)


def core_of(function: Any, target: Target, count: int) -> Any:
    """What is compiled for a callable: its root, or the core of a derivative."""
    if function is target.root:
        return Wrapped(function) if is_wrapper(function) else function
    return function.core(count) if hasattr(function, "core") else Custom(function, target.root)


class MatrixCore:
    """A Jacobian or Hessian as the function that is differentiated."""

    def __init__(self, matrix: Any) -> None:
        self.matrix = matrix
        self.fun = matrix.target.root
        self.mode = matrix.options[0]

    def key(self) -> tuple[Any, ...]:
        """What distinguishes matrices of one function."""
        return ("matrix", self.matrix.layers(), (dispatch.rules_key(self.matrix.rules),))

    def lower_with(self, *arguments: Any) -> Any:
        """The IR of the matrix, for types of arguments and rules."""
        return deferred.own_objects.lower_matrix_core(self, *arguments)
