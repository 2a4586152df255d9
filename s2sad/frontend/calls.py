"""Lowers calls: finds out what is called, and hands over to the file that lowers that.

np.sin(x)        t.0 = np.sin x
helper(x, i)     the body of `helper`, its parameters bound to the very storages of the arguments
xs.append(v)     xs.2 = appended xs.1, v
"""

from __future__ import annotations

import dataclasses
import inspect
import types as python_types
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, cast

from s2sad.analysis.inference import STRUCTURAL
from s2sad.errors import SignatureError, UnsupportedCallError, UnsupportedSyntaxError
from s2sad.frontend import ufuncs
from s2sad.frontend.builtins import CONSUMERS
from s2sad.frontend.functions import handler_of
from s2sad.frontend.methods import Methods
from s2sad.frontend.state import (
    Binding,
    BoundMethod,
    FunctionValue,
    Iteration,
    Keywords,
    Ref,
    Special,
    is_python_function,
)
from s2sad.ir.ops import Const, Lifted
from s2sad.ir.types import NONE, Object
from s2sad.runtime import containers

if TYPE_CHECKING:
    from s2sad.frontend.lower import Lowering

_TALKATIVE = frozenset(("logging", "warnings"))
"""Modules whose functions only tell somebody something."""


class Calls(Methods):
    """The part of lowering that handles calls."""

    def _Call(self, node: Any, name: str) -> Binding:
        callee, *args = self.elements([node.func, *node.args])
        held = [callee, *args]
        self.held.append(held)
        try:
            names = self._keyword_arguments(node, held)
        finally:
            self.held.pop()
        count = len(args) + 1
        if any(isinstance(each, Iteration) and each.kind == "generator" for each in held):
            self._check_consumer(held[0])
        return self.call(held[0], held[1:count], dict(zip(names, held[count:], strict=True)), name)

    def _check_consumer(self, callee: Binding) -> None:
        """A generator is given to what consumes it at once."""
        function = callee.value if isinstance(callee, Const) else None
        if isinstance(callee, BoundMethod) or function in CONSUMERS:
            return
        raise UnsupportedSyntaxError("A generator is given to a function", self.span, "Write a list: `[...]`.")

    def _keyword_arguments(self, node: Any, held: list[Binding]) -> list[str]:
        """Add the values of keyword arguments to `held`; their names."""
        names: list[str] = []
        for keyword in node.keywords:
            value = self.expression(keyword.value)
            entries = {keyword.arg: value} if keyword.arg is not None else self.known_entries(value)
            names += entries
            held += entries.values()
        repeated = next((n for k, n in enumerate(names) if n in names[:k]), None)
        if repeated is not None:
            raise SignatureError(f"The keyword argument '{repeated}' is given twice", self.span)
        return names

    def call(self, callee: Binding, args: list[Binding], kwargs: Keywords, name: str = "t") -> Binding:
        """Call a binding."""
        match callee:
            case FunctionValue():
                return self.call_function(callee, args, kwargs, name)
            case BoundMethod():
                return self.call_method(callee, args, kwargs, name)
            case Special():
                special: Binding = callee.lower(self, args, kwargs, name)
                return special
            case Const(value=Lifted() as lifted):
                return self.call_lifted(lifted, args, name)
            case Const():
                return self.call_constant(callee, args, kwargs, name)
            case Ref() if isinstance(self.read(callee).type, Object):
                return self.call_method(BoundMethod(callee, "__call__"), args, kwargs, name)
        raise UnsupportedCallError(
            "Which function is called here is known only at run time",
            self.span,
            "Choose between results instead of between functions: `f(x) if c else g(x)`.",
        )

    def partial(self, callee: Binding, args: list[Binding], kwargs: Keywords) -> Binding:
        """`functools.partial(callee, *args, **kwargs)`."""
        if isinstance(callee, BoundMethod):
            kind = self.read(callee.owner).type
            callee = (
                self.method_of(callee.owner, kind.cls, callee.name) if isinstance(kind, Object) else None
            ) or callee
        if isinstance(callee, FunctionValue):
            keywords = {**dict(callee.bound_keywords), **kwargs}
            bound = (*callee.bound, *args)
            return dataclasses.replace(callee, bound=bound, bound_keywords=tuple(keywords.items()))
        values = [self.read(a) for a in args]
        named = {k: self.read(v) for k, v in kwargs.items()}
        if any(self.is_reference(v.type) for v in (*values, *named.values())):
            raise UnsupportedCallError(
                "An array is given to `partial` of a function that is not written in Python",
                self.span,
                "Write a lambda.",
            )
        return Special(lambda low, more, words, name: low.call(callee, [*values, *more], {**named, **words}, name))

    def call_constant(self, callee: Const, args: list[Binding], kwargs: Keywords, name: str) -> Binding:
        """Call an object known when compiling."""
        function = callee.value
        lower = getattr(function, "lower_call", None)
        if lower is not None:
            special: Binding = lower(self, args, kwargs, name)
            return special
        if getattr(function, "__module__", None) in _TALKATIVE and not isinstance(function, type):
            told = tuple(self.read(a) for a in args)
            words = {k: self.read(v) for k, v in kwargs.items()}
            self.builder.call(containers.call_outside, callee, *told, name=name, type=NONE, effect="io", **words)
            return Const(None)
        handler: Callable[..., Binding | None] | None = handler_of(function)
        if handler is not None:
            handled = handler(self, args, kwargs, name)
            if handled is not None:
                return handled
        # The class that is made of all these parts is the only one that is instantiated.
        of_ufunc = ufuncs.lowered(cast("Lowering", self), function, args, kwargs, name)
        if of_ufunc is not None:
            return of_ufunc
        if function in self.rules:
            return self.primitive(function, args, kwargs, name)
        if is_python_function(function) and function in STRUCTURAL:
            return self.primitive_helper(function, args, kwargs, name)
        python, leading = _python_part(function)
        if python is not None and (python is function or self.is_inlined(python)):
            return self.call_function(self.python_function(python, None), [*leading, *args], kwargs, name)
        if isinstance(function, type) and not issubclass(function, BaseException):
            return self.construct(function, args, kwargs, name)
        return self.opaque(callee, args, kwargs, name)


def _python_part(function: Any) -> tuple[Any, tuple[Binding, ...]]:
    """The function written in Python that a call runs, None if there is none, and arguments that it has already.

    That of an object written in C is what it wraps: a cache of `functools`, say.
    """
    if is_python_function(function):
        return function, ()
    if isinstance(function, python_types.MethodType):
        return function.__func__, (Const(function.__self__),)
    written = is_python_function(inspect.getattr_static(type(function), "__call__", None))
    return (None if written or isinstance(function, type) else getattr(function, "__wrapped__", None)), ()
