"""Lowers calls of functions of the user: in place, or by reference if they are recursive.

helper(x, i)             the body of `helper`
fact(x, n - 1) in fact   t.0 = fact x, n - 1
partial(f, a)(b)         f(a, b)
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from typing import Any

from s2sad.frontend.builtins import HANDLERS
from s2sad.frontend.primitives import HELPERS, Primitives
from s2sad.frontend.state import Binding, FunctionValue, Keywords, is_python_function
from s2sad.ir.ops import Const


class Functions(Primitives):
    """The part of lowering that handles calls of functions written in Python."""

    def callable_binding(self, function: Any) -> Binding:
        """The binding of a callable Python object."""
        return self.python_function(function, None) if is_python_function(function) else Const(function)

    def call_function(self, function: FunctionValue, args: list[Binding], kwargs: Keywords, name: str) -> Binding:
        """Call a function of the user: lowered in place, or by reference if it is recursive."""
        if function.bound or function.bound_keywords:
            args = [*function.bound, *args]
            kwargs = {**dict(function.bound_keywords), **kwargs}
            function = dataclasses.replace(function, bound=(), bound_keywords=())
        handler: Callable[..., Binding | None] | None = handler_of(function.function)
        handled = handler(self, args, kwargs, name) if handler is not None else None
        if handled is not None:
            return handled
        if self.is_recursive(function):
            return self.call_recursive(function, args, kwargs, name)
        if function.function is not None and (function.function.__module__ or "").startswith(HELPERS):
            helper = self.specialised(function.function, args, kwargs, name)
            if helper is not None:
                return helper
            if function.function in self.rules:
                return self.primitive_helper(function.function, args, kwargs, name)
        elif function.function is not None and function.function in self.rules:
            return self.primitive(function.function, args, kwargs, name)
        return self.inline(function, args, kwargs, name)

    def is_recursive(self, function: FunctionValue) -> bool:
        """Whether the function is being lowered already."""
        return False

    def call_recursive(self, function: FunctionValue, args: list[Binding], kwargs: Keywords, name: str) -> Binding:
        """Call by reference: see `Lowering`."""
        raise NotImplementedError


def handler_of(function: Any) -> Callable[..., Binding | None] | None:
    """The lowering of a builtin that has one of its own."""
    try:
        return HANDLERS.get(function)
    except TypeError:
        return None
