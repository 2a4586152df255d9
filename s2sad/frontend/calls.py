"""Lowers calls: finds out what is called, and hands over to the file that lowers that.

np.sin(x)        t.0 = np.sin x
helper(x, i)     the body of `helper`, its parameters bound to the very storages of the arguments
xs.append(v)     xs.2 = appended xs.1, v
"""

from __future__ import annotations

import dataclasses
import functools
import inspect
import math
import types as python_types
from collections.abc import Callable, Container
from typing import TYPE_CHECKING, Any, cast

import gast
import numpy as np

from s2sad.analysis.inference import STRUCTURAL
from s2sad.errors import (
    DifferentiationTypeError,
    SignatureError,
    UnsupportedCallError,
    UnsupportedSyntaxError,
    missing_rule,
)
from s2sad.frontend import ufuncs
from s2sad.frontend.builtins import CONSUMERS
from s2sad.frontend.cached import Cache, call_cached, with_cache_of_outside
from s2sad.frontend.combining import ONE_BY_ONE
from s2sad.frontend.flat import refuse_named
from s2sad.frontend.functions import handler_of, is_foreign
from s2sad.frontend.keywords import in_positions, out_by_name
from s2sad.frontend.methods import Methods
from s2sad.frontend.operators import BINARY, COMPARISONS
from s2sad.frontend.state import (
    Binding,
    BoundMethod,
    FunctionValue,
    Holding,
    Iteration,
    Keywords,
    Ref,
    Special,
    is_keyed,
    is_python_function,
    is_unreached,
)
from s2sad.ir.ops import Call, Const, Lifted, Value
from s2sad.ir.printer import callee_name
from s2sad.ir.types import NONE
from s2sad.runtime import containers, text

if TYPE_CHECKING:
    from s2sad.frontend.lower import Lowering

_TALKATIVE = frozenset(("logging", "warnings"))
_TELLING = frozenset(("debug", "info", "warning", "error", "critical", "exception", "log", "warn"))
"""Modules of which these functions only tell somebody something."""


_AT_ONCE = (list, tuple, sum, max, min, sorted)
"""What takes all elements of an iterator, and does nothing else meanwhile."""

_OF_LISTS = (math.prod, math.fsum)
"""Functions with a rule for lists, which take other iterables, too."""


_BINARY = frozenset(BINARY.values())


class Calls(Methods):
    """The part of lowering that handles calls."""

    def _Call(self, node: Any, name: str) -> Binding:
        zipped = self._zipped(node) if len(node.args) == 1 and isinstance(node.args[0], gast.Starred) else None
        if zipped is not None:
            return zipped
        for each in node.args:
            each.taken_by = None if node.keywords else node.func
        callee, *args = self.elements([node.func, *node.args])
        self._check_taken(callee, node)
        held = [callee, *args]
        with self.keeping(held):
            names = self._keyword_arguments(node, held)
        if isinstance(held[0], FunctionValue):
            for each in (*node.args, *(k.value for k in node.keywords)):
                refuse_named(self, each)
        count = len(args) + 1
        if any(isinstance(each, Iteration) and each.kind == "generator" for each in held):
            self._check_consumer(held[0])
        return self.call(held[0], held[1:count], dict(zip(names, held[count:], strict=True)), name)

    def _check_taken(self, callee: Binding, node: Any) -> None:
        """What makes its elements one by one must be given to what takes them all at once."""
        if not isinstance(callee, Const) or not _is_one_of(callee.value, ONE_BY_ONE):
            return
        if getattr(node, "is_taken_at_once", False):
            return
        taker = self.expression(node.taken_by) if isinstance(getattr(node, "taken_by", None), gast.Name) else None
        if not isinstance(taker, Const) or not _is_one_of(taker.value, _AT_ONCE):
            called = f"itertools.{callee.value.__name__}"
            raise UnsupportedCallError(
                f"`{called}` makes its elements one by one", self.span, f"Make a list of it: list({called}(...))."
            )

    def _zipped(self, node: Any) -> Binding | None:
        """`zip(*rows)`, also of rows whose number is known only at run time; None of other calls."""
        words = [k for k in node.keywords if k.arg != "strict" or not isinstance(k.value, gast.Constant)]
        if not isinstance(node.func, gast.Name) or words:
            return None
        if getattr(self.expression(node.func), "value", None) is not zip:
            return None
        rows = self.expression(node.args[0].value)
        found = cast("Lowering", self).columns(rows)
        return found if found is not None else Iteration("zip", tuple(self.known_elements(rows)))

    def _check_consumer(self, callee: Binding) -> None:
        """A generator is given to what consumes it at once."""
        function = callee.value if isinstance(callee, Const) else None
        if isinstance(callee, BoundMethod) or _is_one_of(function, CONSUMERS) or _is_join(function):
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
            case FunctionValue(cache=Cache() as cache):
                return call_cached(cast("Lowering", self), callee, cache, args, kwargs, name)
            case FunctionValue():
                return self.call_function(callee, args, kwargs, name)
            case BoundMethod():
                return self.call_method(callee, args, kwargs, name)
            case Special():
                return callee.called(self, args, kwargs, name)
            case Const(value=Lifted() as lifted):
                return self.call_lifted(lifted, args, name)
            case Const():
                return self.call_constant(callee, args, kwargs, name)
            case Ref() if self.class_of_object(callee) is not None:
                return self.call_method(BoundMethod(callee, "__call__"), args, kwargs, name)
        if is_unreached(callee):
            return self.array_method(callee, "__call__", args, kwargs, name)
        called = self.read(callee) if isinstance(callee, Ref) else callee
        made = self.builder.definitions.get(called) if isinstance(called, Value) else None
        if isinstance(made, Call) and is_foreign(made.callee):
            raise missing_rule(callee_name(made.callee), self.span, "what it returns is called")
        raise UnsupportedCallError(
            "Which function is called here is known only at run time",
            self.span,
            "Choose between results instead of between functions: `f(x) if c else g(x)`.",
        )

    def _by_object(self, function: Any, args: list[Binding], name: str) -> Binding | None:
        """What `abs(a)` or `operator.lt(a, b)` means for objects whose class says it; None for anything else."""
        if len(args) == 2 and _is_one_of(function, COMPARISONS):
            return self.by_comparison(function, args[0], args[1], name)
        if len(args) == 2 and _is_one_of(function, _BINARY) and any(self.user_class(a) for a in args):
            return self.binary(function, args[0], args[1], name)
        if len(args) == 1 and function is len:
            return self.by_special(args[0], "__len__", [], name)
        return self.by_builtin(function, args, name)

    def partial(self, callee: Binding, args: list[Binding], kwargs: Keywords) -> Binding:
        """`functools.partial(callee, *args, **kwargs)`."""
        if isinstance(callee, BoundMethod):
            cls = self.class_of_object(callee.owner)
            callee = (None if cls is None else self.method_of(callee.owner, cls, callee.name)) or callee
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
        words, count = list(named), len(values)

        def lower(low: Any, held: tuple[Binding, ...], more: list[Binding], others: Keywords, name: str) -> Binding:
            given = dict(zip(words, held[1 + count :], strict=True))
            found: Binding = low.call(held[0], [*held[1 : 1 + count], *more], {**given, **others}, name)
            return found

        return Holding(lower, held=(callee, *values, *named.values()))

    def call_constant(self, callee: Const, args: list[Binding], kwargs: Keywords, name: str) -> Binding:
        """Call an object known when compiling."""
        function = callee.value
        bound = isinstance(function, type | python_types.MethodType)  # a method shows the attributes of its function
        lower = None if bound else getattr(function, "lower_call", None)
        if lower is not None:
            special: Binding = lower(self, args, kwargs, name)
            return special
        if not callable(function) and not _is_one_of(function, self.rules):
            raise DifferentiationTypeError(f"`{callee_name(function)}` is called, which is no function", self.span)
        told = self._told(callee, args, kwargs, name)
        if told is not None:
            return told
        args = self._iterated_arguments(function, args)
        if is_foreign(function) or getattr(function, "__objclass__", None) is np.ndarray:
            args, kwargs = out_by_name(function, args, kwargs)
        handled = self._handled(function, args, kwargs, name)
        if handled is not None:
            return handled
        if function in self.rules:
            return self.primitive(function, args, kwargs, name)
        if is_python_function(function) and function in STRUCTURAL:
            return self.primitive_helper(function, args, kwargs, name)
        return self._call_object(callee, args, kwargs, name)

    def _handled(self, function: Any, args: list[Binding], kwargs: Keywords, name: str) -> Binding | None:
        """A call that the compiler understands by itself, or that is one of a method of the argument."""
        by_object = self._by_object(function, args, name)
        if by_object is not None:
            return by_object
        handler: Callable[..., Binding | None] | None = handler_of(function)
        if handler is not None:
            positions, words = in_positions(function, self.rules.get(function), args, kwargs)
            handled = handler(self, positions, words, name)
            if handled is not None:
                return handled
        # The class that is made of all these parts is the only one that is instantiated.
        return ufuncs.lowered(cast("Lowering", self), function, args, kwargs, name)

    def _iterated_arguments(self, function: Any, args: list[Binding]) -> list[Binding]:
        """The arguments of a function that takes iterables."""
        if _is_one_of(function, CONSUMERS):
            taken_whole = _is_one_of(function, (set, frozenset, dict))
            args = [a if taken_whole and is_keyed(a) else self.iterated(a) for a in args]
        elif _is_one_of(function, self.rules):
            args = [self.gathered(a) for a in args]
        if _is_one_of(function, _OF_LISTS) or _is_join(function):
            args = [self.as_list(a) if isinstance(a, Iteration) else a for a in args]
        return args

    def _call_object(self, callee: Const, args: list[Binding], kwargs: Keywords, name: str) -> Binding:
        """Call an object of which no table knows: what it does is in its own text, or in that of what it holds."""
        function = callee.value
        if isinstance(function, functools.partial):
            words: Keywords = {k: Const(v) for k, v in function.keywords.items()}
            given = [*map(Const, function.args), *args]
            return self.call(self.callable_binding(function.func), given, {**words, **kwargs}, name)
        if isinstance(function, python_types.MethodType) and hasattr(function, "lower_call"):  # of a class
            return self.call(Const(function.__func__), [Const(function.__self__), *args], kwargs, name)
        if is_foreign(function):
            return self._call_foreign(callee, args, kwargs, name)
        python, leading = _python_part(callee)
        if python is not None and (python is function or self.is_inlined(python)):
            found = self.python_function(python, None)
            is_kept = isinstance(function, functools._lru_cache_wrapper)
            return self.call(
                with_cache_of_outside(cast("Lowering", self), found) if is_kept else found,
                [*leading, *args],
                kwargs,
                name,
            )
        if isinstance(function, type) and not issubclass(function, BaseException):
            return self.construct(function, args, kwargs, name)
        return self.opaque(callee, args, kwargs, name)

    def _told(self, callee: Const, args: list[Binding], kwargs: Keywords, name: str) -> Binding | None:
        """The call of something that only tells somebody something, or writes a text; None of others."""
        function = callee.value
        is_format = isinstance(getattr(function, "__self__", None), str) and function.__name__ == "format"
        if not is_format and (getattr(function, "__module__", None) not in _TALKATIVE or isinstance(function, type)):
            return None
        operands, words = tuple(map(self.read, args)), {k: self.read(v) for k, v in kwargs.items()}
        if is_format:
            return self.builder.apply(text.formatted, (Const(function.__self__), *operands), words, name)
        if getattr(function, "__name__", "") not in _TELLING:
            return self.opaque(callee, args, kwargs, name)
        self.builder.call(containers.call_outside, callee, *operands, name=name, type=NONE, effect="io", **words)
        return Const(None)

    def _call_foreign(self, callee: Const, args: list[Binding], kwargs: Keywords, name: str) -> Binding:
        """Call what no rule knows of a package whose own files are not read."""
        function = callee.value
        if isinstance(function, np.vectorize) and not function.signature and not function.excluded:
            words: Keywords = {"otypes": Const(function.otypes)} if function.otypes else {}
            each = self.call(Const(np.vectorize), [self.callable_binding(function.pyfunc)], words, name)
            return self.call(each, args, kwargs, name)
        return self.opaque(callee, args, kwargs, name)


def _is_join(function: Any) -> bool:
    """Whether a function is `", ".join`."""
    return isinstance(getattr(function, "__self__", None), str) and function.__name__ == "join"


def _is_one_of(function: Any, known: Container[Any]) -> bool:
    try:
        return function in known
    except TypeError:  # it has no hash
        return False


def _python_part(callee: Const) -> tuple[Any, tuple[Binding, ...]]:
    """The function written in Python that a call runs, None if there is none, and arguments that it has already.

    That of an object of the user is the `__call__` of its class, that of one written in C is what it wraps: a cache
    of `functools`, say.
    """
    function = callee.value
    if is_python_function(function):
        return function, ()
    if isinstance(function, python_types.MethodType):
        return function.__func__, (Const(function.__self__),)
    written = inspect.getattr_static(type(function), "__call__", None)
    if is_python_function(written) and not isinstance(function, type):
        return written, (callee,)
    return (None if isinstance(function, type) else getattr(function, "__wrapped__", None)), ()
