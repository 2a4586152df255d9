"""Lowers calls of functions of the user: in place, or by reference if they are recursive.

helper(x, i)             the body of `helper`
fact(x, n - 1) in fact   t.0 = fact x, n - 1
partial(f, a)(b)         f(a, b)
"""

from __future__ import annotations

import dataclasses
import functools
from collections.abc import Callable
from typing import Any

from s2sad.errors import UnsupportedCallError
from s2sad.frontend.builtins import HANDLERS
from s2sad.frontend.guards import Guard
from s2sad.frontend.outside import path_key
from s2sad.frontend.primitives import HELPERS, Primitives
from s2sad.frontend.state import Binding, FunctionValue, Keywords, is_python_function
from s2sad.ir.classes import classes_of
from s2sad.ir.ops import Const

_FOREIGN = frozenset(("numpy", "scipy", "re"))
_SINGLE_DISPATCH = getattr(functools.singledispatch(len), "__code__", None)
"""The code that all functions with `@singledispatch` share."""


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
        if is_single_dispatch(function.function):
            return self.call_function(self._dispatched(function, args), args, kwargs, name)
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
        elif is_foreign(function.function):
            return self.opaque(Const(function.function), args, kwargs, name)
        return self.inline(function, args, kwargs, name)

    def _dispatched(self, function: FunctionValue, args: list[Binding]) -> FunctionValue:
        """What `functools.singledispatch` chooses by the class of the first argument."""
        classes = classes_of(self.read(args[0]).type) if args else ()
        if len(classes) != 1:
            raise UnsupportedCallError("The class that this call is dispatched on is known only at run time", self.span)
        (cls,) = classes
        chosen = function.function.dispatch(cls)
        access = function.access
        if access is not None:
            self.outside.guards[(*path_key(access), "dispatch", cls.__qualname__)] = Guard(
                access, "dispatch", (cls, chosen)
            )
        return self.python_function(chosen, None)

    def is_recursive(self, function: FunctionValue) -> bool:
        """Whether the function is being lowered already."""
        return False

    def call_recursive(self, function: FunctionValue, args: list[Binding], kwargs: Keywords, name: str) -> Binding:
        """Call by reference: see `Lowering`."""
        raise NotImplementedError


def is_foreign(function: Any) -> bool:
    """Whether a callable belongs to a package of which only the rule table says what its functions do."""
    owners = (type(function), function)
    return any(str(getattr(o, "__module__", "")).partition(".")[0] in _FOREIGN for o in owners)


def is_single_dispatch(function: Any) -> bool:
    """Whether a function is what `functools.singledispatch` makes."""
    return is_python_function(function) and function.__code__ is _SINGLE_DISPATCH


def handler_of(function: Any) -> Callable[..., Binding | None] | None:
    """The lowering of a builtin that has one of its own."""
    try:
        return HANDLERS.get(function)
    except TypeError:
        return None
