"""Takes a callable apart: the Python function whose source is compiled, and the arguments that it has already.

    model.loss                  ->  Model.loss, leading (model,)
    functools.partial(f, 2.0)   ->  f, leading (2.0,)

The values of a call are flat, one per parameter in order, the elements of `*args` one by one in its place.
"""

from __future__ import annotations

import functools
import inspect
import numbers
import types
import weakref
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from s2sad.errors import NoSourceError, S2SADError, SignatureError, place_of, trimmed
from s2sad.library import calling, of_library

Argnums = int | str | Sequence[int | str]
MAX_WRAPPERS = 1000
"""After so many steps from `__wrapped__` to `__wrapped__` they go in a circle."""


def plain(argnums: Argnums) -> Argnums:
    """The argnums with integers of NumPy as ints."""
    if isinstance(argnums, numbers.Integral) and not isinstance(argnums, int):
        return int(argnums)
    if isinstance(argnums, int | str) or not isinstance(argnums, Iterable):
        return argnums
    return tuple(a if isinstance(a, bool) else plain(a) for a in argnums)  # type: ignore[misc] # each is one argnum


@dataclass(frozen=True, eq=False)
class Parameters:
    """The parameters of a function.

    Attributes:
        signature: as `inspect` has it.
        names: in the order of flat values.
        positional: how many can be given by position.
        spread: the position of `*args`, None if there are none.
        keyword_only: how many can be given by name only.
        mapping: whether there are `**kwargs`.
        defaults: default values by name.
        unnamed: the names of those that cannot be given by name.
    """

    signature: inspect.Signature
    names: tuple[str, ...]
    positional: int
    spread: int | None
    keyword_only: int
    mapping: bool
    defaults: dict[str, Any]
    unnamed: frozenset[str]

    @property
    def plain(self) -> bool:
        """Whether positional arguments are flat values as they are."""
        return len(self.names) == self.positional + (self.spread is not None)

    def filled(self, args: tuple[Any, ...], kwargs: dict[str, Any]) -> tuple[Any, ...] | None:
        """The flat values of a call of the usual form, with keywords and defaults in their places; None for others."""
        if len(args) > self.positional or self.spread is not None or self.mapping:
            return None
        used = 0
        found = list(args)
        for name in self.names[len(args) :]:
            if name in kwargs and name not in self.unnamed:
                used += 1
                found.append(kwargs[name])
            elif name in self.defaults:
                found.append(self.defaults[name])
            else:
                return None
        return tuple(found) if used == len(kwargs) else None

    def labels(self, count: int) -> list[str]:
        """A name per flat value, for `count` values."""
        if self.spread is None:
            return list(self.names)
        extra = [f"{self.names[self.spread]}_{k}" for k in range(self.elements(count))]
        return [*self.names[: self.spread], *extra, *self.names[self.spread + 1 :]]

    def elements(self, count: int) -> int:
        """How many of `count` flat values belong to `*args`."""
        return count - len(self.names) + 1 if self.spread is not None else 0


_PARAMETERS: weakref.WeakKeyDictionary[Any, tuple[Any, Any, Parameters]] = weakref.WeakKeyDictionary()


def described(function: Any) -> Any:
    """The function whose parameters a call fills: of a wrapper that hands `*args` on, what it wraps."""
    for _ in range(MAX_WRAPPERS):
        wrapped = function.__dict__.get("__wrapped__")
        if (
            wrapped is None
            or not function.__code__.co_flags & inspect.CO_VARARGS
            or function.__code__.co_kwonlyargcount
        ):
            return function
        try:
            inner = take_apart(wrapped)
        except S2SADError:
            return function
        own, spread, mapping = _shape(function.__code__)
        theirs = parameters_of(inner.root)
        named = theirs.keyword_only or theirs.mapping
        if inner.leading or inner.keywords or own > theirs.positional or (named and not mapping) or not spread:
            return function
        function = inner.root
    raise _circle(function)


def _shape(code: types.CodeType) -> tuple[int, bool, bool]:
    """How many positional parameters a function has, and whether it has `*args` and `**kwargs`."""
    return code.co_argcount, bool(code.co_flags & inspect.CO_VARARGS), bool(code.co_flags & inspect.CO_VARKEYWORDS)


def is_wrapper(function: Any) -> bool:
    """Whether a Python function wraps another one, as `functools.wraps` notes."""
    return type(function) is types.FunctionType and "__wrapped__" in function.__dict__


def parameters_of(function: Any) -> Parameters:
    """The parameters of a Python function with its defaults of now; kept per code object."""
    function = described(function)
    known = _PARAMETERS.get(function.__code__)
    if known is not None and known[0] is function.__defaults__ and known[1] is function.__kwdefaults__:
        return known[2]
    bare = types.FunctionType(function.__code__, {}, function.__name__, function.__defaults__, function.__closure__)
    bare.__kwdefaults__ = function.__kwdefaults__
    signature = inspect.signature(bare, follow_wrapped=False)
    kinds = [p.kind for p in signature.parameters.values()]
    found = Parameters(
        signature,
        tuple(signature.parameters),
        sum(k in (inspect.Parameter.POSITIONAL_ONLY, inspect.Parameter.POSITIONAL_OR_KEYWORD) for k in kinds),
        kinds.index(inspect.Parameter.VAR_POSITIONAL) if inspect.Parameter.VAR_POSITIONAL in kinds else None,
        kinds.count(inspect.Parameter.KEYWORD_ONLY),
        inspect.Parameter.VAR_KEYWORD in kinds,
        {p.name: p.default for p in signature.parameters.values() if p.default is not p.empty},
        frozenset(p.name for p in signature.parameters.values() if p.kind is p.POSITIONAL_ONLY),
    )
    _PARAMETERS[function.__code__] = (function.__defaults__, function.__kwdefaults__, found)
    return found


@dataclass(frozen=True, eq=False)
class Target:
    """What is differentiated.

    Attributes:
        function: a Python function, or a derivative object (then `layers` of it are differentiated again).
        root: the Python function under all derivatives.
        leading: values of its first parameters.
        keywords: values of other parameters.
    """

    function: Any
    root: Any
    leading: tuple[Any, ...] = ()
    keywords: dict[str, Any] = field(default_factory=dict)

    @property
    def parameters(self) -> Parameters:
        """The parameters of the root."""
        return parameters_of(self.root)

    @property
    def direct(self) -> bool:
        """Whether the positional arguments of a call are its flat values, if nothing is left to defaults."""
        return not self.leading and not self.keywords and self.parameters.plain

    def bind(self, args: tuple[Any, ...], kwargs: dict[str, Any]) -> tuple[Any, ...]:
        """The flat values of a call: defaults filled in."""
        parameters = self.parameters
        values = parameters.filled((*self.leading, *args), {**self.keywords, **kwargs})
        if values is not None:
            return values
        try:
            bound = parameters.signature.bind(*self.leading, *args, **{**self.keywords, **kwargs})
        except TypeError as error:
            raise SignatureError(f"{self.root.__name__}() {error}") from None
        bound.apply_defaults()
        found: list[Any] = []
        for k, name in enumerate(parameters.names):
            if k == parameters.spread:
                found.extend(bound.arguments[name])
            else:
                found.append(bound.arguments[name])
        return tuple(found)

    def position(self, argnum: int | str, shift: int, count: int) -> int | tuple[int, ...]:
        """Where a chosen parameter is among `count` flat values; all of `*args` if that is named."""
        parameters = self.parameters
        labels = parameters.labels(count)
        if isinstance(argnum, str):
            if argnum not in parameters.names:
                argnum = self._own_name(argnum)
            if argnum not in parameters.names:
                known = ", ".join(parameters.names[len(self.leading) :]) or "none"
                raise SignatureError(f"argnums names `{argnum}`, which is not a parameter: {known}")
            k = parameters.names.index(argnum)
            if k == parameters.spread:
                return tuple(range(k, k + parameters.elements(count)))
            return labels.index(argnum)
        if isinstance(argnum, bool) or not isinstance(argnum, int):
            raise SignatureError(f"argnums must be an int, a parameter name or a sequence of them, not {argnum!r}")
        first = len(self.leading) + shift
        total = len(labels) - parameters.mapping
        if parameters.spread is not None:
            total -= parameters.keyword_only
        found = argnum + first if argnum >= 0 else total + argnum
        if not first <= found < total:
            number = f"{total - first} argument" + ("s" if total - first != 1 else "")
            raise SignatureError(f"argnums {argnum} is out of range: the function has {number}")
        return found

    def _own_name(self, argnum: str) -> str:
        """How a wrapper with parameters of its own calls the parameter that has this name in what it wraps."""
        names = self.parameters.names[: self.parameters.positional]
        shown = list(inspect.signature(self.root).parameters) if is_wrapper(self.root) else []
        return names[shown.index(argnum)] if argnum in shown[: len(names)] else argnum


def seen_from(error: S2SADError, function: Any) -> S2SADError:
    """The error as users get it: at the place of the function that they have called, if it has none of its own."""
    if error.span is None:
        try:
            error.locate(place_of(take_apart(function).root.__code__))
        except S2SADError:  # what was called is no function with a source: there is no place
            error.locate(None)
    return trimmed(error)


def root_of(function: Any) -> Any:
    """The user's function under derivative objects."""
    while hasattr(function, "target") or hasattr(function, "lower_with"):
        function = function.target.root if hasattr(function, "target") else function.fun
    return function


def labels_of(function: Any, count: int) -> list[str]:
    """A name per flat value of a call; a pullback has its cotangent last."""
    labels = parameters_of(root_of(function)).labels(count)
    return labels + ["y_bar"] * (count - len(labels))


def take_apart(function: Any) -> Target:
    """The target of a callable.

    Raises:
        SignatureError: it is no function.
        NoSourceError: it is a function, but not one that is written in Python.
    """
    leading: tuple[Any, ...] = ()
    keywords: dict[str, Any] = {}
    for _ in range(MAX_WRAPPERS):
        kind = type(function)
        if of_library(function):
            function = calling(function)
        elif kind is types.FunctionType:
            return Target(function, function, leading, keywords)
        elif kind is types.MethodType:
            leading, function = (function.__self__, *leading), function.__func__
        elif isinstance(function, functools.partial):
            leading, keywords = (*function.args, *leading), {**function.keywords, **keywords}
            function = function.func
        elif hasattr(function, "lower_call") and hasattr(function, "target"):  # a derivative
            target = function.target
            function.settle(leading)
            return Target(function, target.root, (*target.leading, *leading), {**target.keywords, **keywords})
        elif hasattr(function, "lower_call") and hasattr(function, "fun"):  # custom_jvp, custom_vjp
            return Target(function, take_apart(function.fun).root, leading, keywords)
        elif kind is np.vectorize:
            return Target(function, take_apart(function.pyfunc).root, leading, keywords)
        else:
            leading, function = _inner(function, leading)
    raise _circle(function)


def _circle(function: Any) -> NoSourceError:
    return NoSourceError(f"the `__wrapped__` of {function!r} leads back to itself", hint="Pass the inner function.")


def _inner(function: Any, leading: tuple[Any, ...]) -> tuple[tuple[Any, ...], Any]:
    """One step into an object that is called like a function."""
    if isinstance(function, staticmethod):
        return leading, function.__func__
    if not callable(function):
        raise SignatureError(f"a function is needed, not {function!r}")
    call = next((vars(c)["__call__"] for c in type(function).__mro__ if "__call__" in vars(c)), None)
    if isinstance(call, types.FunctionType) and not isinstance(function, type):
        return (function, *leading), call
    wrapped = getattr(function, "__wrapped__", None)
    if wrapped is not None and not isinstance(function, type):
        return leading, wrapped
    name = getattr(function, "__qualname__", None) or getattr(function, "__name__", None) or repr(function)
    what = "a class" if isinstance(function, type) else "not written in Python"
    raise NoSourceError(
        f"the source text of `{name}` is not available: it is {what}",
        hint="Wrap it in a function: lambda x: " + f"{getattr(function, '__name__', 'f')}(x).",
    )
