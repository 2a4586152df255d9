"""Lowers calls: primitives become operations, the user's functions are lowered in place.

np.sin(x)        t.0 = np.sin x
helper(x, i)     the body of `helper`, its parameters bound to the very storages of the arguments
xs.append(v)     xs.2 = appended xs.1, v
"""

from __future__ import annotations

import dataclasses
import inspect
import types as python_types
from collections.abc import Callable
from typing import Any

import numpy as np

from s2sad.analysis.inference import STRUCTURAL, bind, known
from s2sad.analysis.views import undone_view
from s2sad.errors import S2SADError, SignatureError, UnsupportedCallError, UnsupportedSyntaxError
from s2sad.frontend import ufuncs
from s2sad.frontend.builtins import CONSUMERS, HANDLERS
from s2sad.frontend.expressions import BINARY, UNARY
from s2sad.frontend.inlined import Inlined
from s2sad.frontend.objects import Objects
from s2sad.frontend.resolve import NotFoldableError, OutsideDemand, StaticDemand
from s2sad.frontend.state import (
    Binding,
    BoundMethod,
    Entries,
    Frame,
    FunctionValue,
    Items,
    Iteration,
    Pack,
    Ref,
    Special,
    Step,
    is_python_function,
)
from s2sad.frontend.structure import RESULT
from s2sad.ir.ops import Call, Const, Lifted, Operand, Value
from s2sad.ir.printer import callee_name
from s2sad.ir.types import (
    NONE,
    UNKNOWN,
    Array,
    FixedList,
    List,
    Object,
    Record,
    Scalar,
    Static,
    Tuple,
    Type,
    Unknown,
    is_complex,
    is_numeric,
)
from s2sad.runtime import containers

Keywords = dict[str, Binding]
_VARIADIC_METHODS = {"reshape": 1, "transpose": 1}
HELPERS = "s2sad.runtime."
MAX_DEPTH = 200


class Calls(Objects, Inlined):
    """The part of lowering that handles calls."""

    parameters: dict[Value, int]

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

    def callable_binding(self, function: Any) -> Binding:
        """The binding of a callable Python object."""
        return self.python_function(function, None) if is_python_function(function) else Const(function)

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
        handler: Callable[..., Binding | None] | None = _lookup(HANDLERS, function)
        if handler is not None:
            handled = handler(self, args, kwargs, name)
            if handled is not None:
                return handled
        of_ufunc: Binding | None = ufuncs.lowered(self, function, args, kwargs, name)  # type: ignore[arg-type]
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

    # -- primitives ---------------------------------------------------------------------------------------------

    def primitive(self, function: Any, args: list[Binding], kwargs: Keywords, name: str = "t") -> Binding:
        """Call a primitive of the rule table."""
        if self.rules.get(function).definition is not None:  # type: ignore[union-attr]
            return self.inlined(function, args, kwargs, name)
        helper = self.specialised(function, args, kwargs, name)
        if helper is not None:
            return helper
        rule = self.rules.get(function)
        assert rule is not None
        args, kwargs = self.function_arguments(function, rule, args, kwargs)
        args, kwargs = self.array_arguments(function, rule, args, kwargs)
        operands = tuple(self.read(a) for a in args)
        keywords = {k: self.read(v) for k, v in kwargs.items()}
        if rule.parameters:
            self.check_arguments(function, rule, operands, keywords)
        result = self.builder.apply(function, operands, keywords, name)
        alias = rule.facts.alias
        copied = keywords.get("copy")
        if copied is not None and known(copied) is not True:
            alias = "maybe"
        if alias == "view" and isinstance(args[0], Ref) and not keywords and undone_view(function, operands[1:]):
            return self.settle(args[0].step(Step("view", function, operands[1:])), result.name)
        binding = self.bind_value(result, name)
        if alias != "fresh" and isinstance(binding, Ref):
            for argument in (*args, *kwargs.values()):
                self.share(binding.storage, argument)
        return binding

    def check_arguments(
        self, function: Any, rule: Any, operands: tuple[Operand, ...], keywords: dict[str, Operand]
    ) -> None:
        """Refuse arguments that the rule does not know, and ask for the values of static ones."""
        label = getattr(function, "__name__", str(function))
        try:
            bound = bind(rule, operands, tuple(keywords.items()))
        except TypeError as error:
            raise UnsupportedCallError(
                f"The derivative rule of `{label}` does not handle this call: {error}", self.span
            ) from None
        for static in rule.facts.static:
            operand = bound.get(static)
            if isinstance(operand, Value):
                self.demand(operand, label, static)

    def demand(self, operand: Value, label: str, static: str) -> None:
        """The value of an operand is needed when compiling."""
        value = known(operand)
        if not _has_unknown(value) and value is not operand.type:
            return
        self.demand_sources(operand)
        raise UnsupportedCallError(
            f"`{static}` of `{label}` must be known when the derivative is compiled",
            self.span,
            "Write it as a literal, or make it an argument of the differentiated function.",
        )

    def demand_sources(self, operand: Value) -> None:
        """Ask for the values of the arguments and of the numbers from outside that an operand is computed from."""
        if operand in self.parameters:
            raise StaticDemand(self.parameters[operand])
        if operand in self.outside.origins and _is_immutable(operand.type):
            raise OutsideDemand(self.outside.origins[operand])
        made = self.builder.definitions.get(operand)
        if isinstance(made, Call) and made.callee in _COMPUTED_WHEN_COMPILING:
            for arg in made.args:
                if isinstance(arg, Value):
                    self.demand_sources(arg)

    def specialised(self, function: Any, args: list[Binding], kwargs: Keywords, name: str) -> Binding | None:
        """A helper of the runtime whose branches are decided by types, lowered in place; None if it is not one."""
        if not is_python_function(function) or not (function.__module__ or "").startswith(HELPERS):
            return None
        rule = self.rules.get(function)
        if rule is not None and (rule.facts.kept or (rule.kind != "custom" and _is_kept(function))):
            return None
        outer_state, outer = self.state, self.builder
        self.state, self.builder = outer_state.copy(), outer.nested()
        depth = len(self.frames)
        try:
            result = self.inline(self.python_function(function, None), args, kwargs, name, folding=True)
        except (NotFoldableError, S2SADError):
            del self.frames[depth:]
            self.state, self.builder = outer_state, outer
            return None
        for op in self.builder.ops:
            outer.add(op)
        self.builder = outer
        return result

    def opaque(self, callee: Const, args: list[Binding], kwargs: Keywords, name: str) -> Binding:
        """Call something of which nothing is known: kept in place, and no derivative passes through it."""
        self.refuse_folding()
        if _writes_in_place(callee.value):
            raise UnsupportedCallError(
                f"`{callee_name(callee.value)}` writes to its argument in a way that is not followed",
                self.span,
                "Write the elements by index: y[i] = ..., y[i] += ...",
            )
        operands = tuple(self.read(a) for a in args)
        keywords = {k: self.read(v) for k, v in kwargs.items()}
        if callee.path:
            return self.builder.call(
                containers.call_outside, callee, *operands, name=name, type=UNKNOWN, effect="unknown", **keywords
            )
        return self.builder.call(callee.value, *operands, name=name, type=UNKNOWN, effect="unknown", **keywords)

    # -- methods ------------------------------------------------------------------------------------------------

    def call_method(self, method: BoundMethod, args: list[Binding], kwargs: Keywords, name: str) -> Binding:
        """`owner.name(...)`."""
        owner = method.owner
        if isinstance(owner, Pack):
            raise UnsupportedCallError(f"The method `{method.name}` of a tuple is not supported", self.span)
        content = self.state.current[owner.storage] if isinstance(owner, Ref) and not owner.path else None
        kind = self.read(owner).type if not isinstance(content, Items | Entries) else None
        if isinstance(kind, Array | Scalar | Unknown):
            return self.array_method(owner, method.name, args, kwargs, name)
        own = content.cls if isinstance(content, Entries) else None
        if isinstance(kind, Object) or own is not None:
            cls = kind.cls if isinstance(kind, Object) else own
            assert cls is not None
            if isinstance(inspect.getattr_static(cls, method.name, None), classmethod | staticmethod):
                return self.call(self.callable_binding(getattr(cls, method.name)), args, kwargs, name)
            found = self.method_of(owner, cls, method.name)
            if found is not None:
                return self.call_function(found, args, kwargs, name)
        handler = getattr(self, f"list_{method.name}", None) if _is_list(kind, content) else None
        if handler is None and (isinstance(content, Entries) or isinstance(kind, Record)):
            handler = getattr(self, f"dict_{method.name}", None)
        if handler is not None:
            self._check_method(handler, method.name, args, kwargs)
            result: Binding = handler(owner, *args, **kwargs)
            return result
        raise UnsupportedCallError(f"The method `{method.name}` is not supported here", self.span)

    def method_of(self, owner: Binding, cls: type, name: str) -> FunctionValue | None:
        """A method of a class that is written in Python, bound to what it is given first."""
        found = inspect.getattr_static(cls, name, None)
        if isinstance(found, staticmethod) and is_python_function(found.__func__):
            return self.python_function(found.__func__, None)
        if isinstance(found, classmethod) and is_python_function(found.__func__):
            owner, found = Const(cls), found.__func__
        if not is_python_function(found):
            return None
        return dataclasses.replace(self.python_function(found, None), bound=(owner,))

    def _check_method(self, handler: Any, name: str, args: list[Binding], kwargs: Keywords) -> None:
        try:
            inspect.signature(handler).bind(None, *args, **kwargs)
        except TypeError as error:
            raise SignatureError(f"{name}(): {error}", self.span) from None

    def array_method(self, owner: Binding, method: str, args: list[Binding], kwargs: Keywords, name: str) -> Binding:
        """A method of an array is the function of NumPy that means the same."""
        kind = self.read(owner).type
        if method in ("conj", "conjugate") and is_numeric(kind) and not is_complex(kind):
            return owner
        special = self.conversion(owner, method, args, kwargs, name)
        if special is not None:
            return special
        function = getattr(np.ndarray, method, None)
        if function is None or function not in self.rules:
            free = getattr(np, method, None)
            if free is None or free not in self.rules or method in _IN_PLACE_METHODS:
                raise UnsupportedCallError(
                    f"The array method `{method}` has no derivative rule",
                    self.span,
                    "Use a function of NumPy that s2sad knows.",
                )
            function = free
        if method in _VARIADIC_METHODS and len(args) > 1:
            args = [Pack(tuple(args))]
        if self.rules.get(function).definition is not None:  # type: ignore[union-attr]
            return self.primitive(function, [owner, *args], kwargs, name)
        free = self.rules.get(getattr(np, method, None))
        known_words = free is not None and kwargs.keys() <= {p.name for p in free.parameters}
        preferred = getattr(np, method) if known_words or function not in self.rules else function
        return self.primitive(preferred, [owner, *args], kwargs, name)

    def conversion(
        self, owner: Binding, method: str, args: list[Binding], kwargs: Keywords, name: str
    ) -> Binding | None:
        """`x.item()`, `x.tolist()`, and methods of objects of which nothing is known; None of other methods."""
        operand = self.read(owner)
        if isinstance(operand.type, Unknown):
            return None if method in _ARRAY_METHODS else self._opaque_method(operand, method, args, kwargs, name)
        if method == "tolist" and not args and not kwargs:
            return self._as_python(owner, name)
        if method == "item" and len(args) < 2 and not kwargs:
            if args:
                owner = self.subscript(self.call(Const(np.ravel), [owner], {}), self.read(args[0]))
            elif isinstance(operand.type, Array) and operand.type.ndim:
                owner = self.call(Const(np.reshape), [owner, Pack(())], {})
            return self._as_python(owner, name)
        return None

    def _as_python(self, owner: Binding, name: str) -> Binding:
        """A number of Python, or nested lists of such."""
        kind = self.read(owner).type
        assert isinstance(kind, Array | Scalar)
        if isinstance(kind, Array) and kind.ndim:
            convert = Special(lambda low, args, kwargs, label: low._as_python(args[0], label))
            return self.listed(Iteration("map", (convert, owner)), name)
        makers = {"f": float, "c": complex, "i": int, "u": int, "b": bool}
        return self.call(Const(makers[np.dtype(kind.dtype).kind]), [owner], {}, name)

    def _opaque_method(self, owner: Operand, method: str, args: list[Binding], kwargs: Keywords, name: str) -> Binding:
        """A method that is called as it is, in place and once: no derivative passes through it."""
        self.refuse_folding()
        operands = tuple(self.read(a) for a in args)
        keywords = {k: self.read(v) for k, v in kwargs.items()}
        if method in _WRITING_METHODS and any(isinstance(o.type, Array | List | FixedList) for o in operands):
            raise UnsupportedCallError(f"The method `{method}` writes to its argument", self.span, "Use a copy.")
        return self.builder.call(
            containers.call_method, owner, Const(method), *operands,
            name=name, type=UNKNOWN, effect="unknown", **keywords,
        )  # fmt: skip

    # -- functions ----------------------------------------------------------------------------------------------

    def call_function(self, function: FunctionValue, args: list[Binding], kwargs: Keywords, name: str) -> Binding:
        """Call a function of the user: lowered in place, or by reference if it is recursive."""
        if function.bound or function.bound_keywords:
            args = [*function.bound, *args]
            kwargs = {**dict(function.bound_keywords), **kwargs}
            function = dataclasses.replace(function, bound=(), bound_keywords=())
        handler: Callable[..., Binding | None] | None = _lookup(HANDLERS, function.function)
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

    def primitive_helper(self, function: Any, args: list[Binding], kwargs: Keywords, name: str) -> Binding:
        """A helper that could not be specialised: a call of it."""
        operands = tuple(self.read(a) for a in args)
        keywords = {k: self.read(v) for k, v in kwargs.items()}
        result = self.builder.apply(function, operands, keywords, name)
        return Const(result.type.value) if isinstance(result.type, Static) else self.bind_value(result, name)

    def is_recursive(self, function: FunctionValue) -> bool:
        """Whether the function is being lowered already."""
        return False

    def call_recursive(self, function: FunctionValue, args: list[Binding], kwargs: Keywords, name: str) -> Binding:
        """Call by reference: see `Lowering`."""
        raise NotImplementedError

    def inline(
        self, function: FunctionValue, args: list[Binding], kwargs: Keywords, name: str, folding: bool = False
    ) -> Binding:
        """Lower the body of a function with its parameters bound to the arguments."""
        if len(self.frames) > MAX_DEPTH:
            raise UnsupportedCallError("Calls are nested too deeply to be compiled", self.span)
        frame = self.new_frame(function, folding or bool(self.frames and self.frames[-1].folding))
        names = self.bind_arguments(function, args, kwargs)
        self.state.names[frame] = names
        outer_span = self.span
        self.frames.append(frame)
        self.block(function.source.tree.body)
        frame.live_out = frozenset()
        self.frames.pop()
        self.span = self.builder.span = outer_span
        return self.state.names[frame].get(RESULT, Const(None))

    def new_frame(self, function: FunctionValue, folding: bool = False) -> Frame:
        """The frame of a call."""
        if function.frame is not None:
            return Frame(
                function.source,
                function.frame.globals,
                parent=function.frame,
                folding=folding,
                trusted=function.frame.trusted,
            )
        raw = function.function
        cells = dict(zip(raw.__code__.co_freevars, raw.__closure__ or (), strict=True))
        trusted = raw.__module__.startswith("s2sad.r") if raw.__module__ else False
        return Frame(
            function.source, raw.__globals__, cells, None, raw, folding, access=function.access, trusted=trusted
        )

    def bind_arguments(self, function: FunctionValue, args: list[Binding], kwargs: Keywords) -> dict[str, Binding]:
        """Bind arguments to parameters as Python does."""
        spec = function.source.tree.args
        positional = [a.id for a in (*spec.posonlyargs, *spec.args)]
        names: dict[str, Binding] = dict(zip(positional, args, strict=False))
        if len(args) > len(positional) and spec.vararg is None:
            self._wrong_call(function, f"takes {len(positional)} positional arguments but {len(args)} were given")
        if spec.vararg is not None:
            names[spec.vararg.id] = Pack(tuple(args[len(positional) :]))
        keyword_only = [a.id for a in spec.kwonlyargs]
        extra: Keywords = {}
        for key, value in kwargs.items():
            if key in names and key in positional:
                self._wrong_call(function, f"got multiple values for argument '{key}'")
            if key in positional or key in keyword_only:
                names[key] = value
            else:
                extra[key] = value
        if extra and spec.kwarg is None:
            self._wrong_call(function, f"got an unexpected keyword argument '{next(iter(extra))}'")
        if spec.kwarg is not None:
            names[spec.kwarg.id] = self.new_items(Entries(tuple(extra.items())), spec.kwarg.id)
        defaults = dict(zip(positional[len(positional) - len(function.defaults) :], function.defaults, strict=True))
        for key, value in {**defaults, **dict(function.keyword_defaults)}.items():
            names.setdefault(key, value)
        missing = [p for p in (*positional, *keyword_only) if p not in names]
        if missing:
            self._wrong_call(function, f"missing argument '{missing[0]}'")
        return names

    def _wrong_call(self, function: FunctionValue, what: str) -> None:
        raise SignatureError(f"{function.source.name}() {what}", self.span)

    # -- given elsewhere ----------------------------------------------------------------------------------------

    def block(self, statements: list[Any]) -> None:
        """Lower statements: see `Statements`."""
        raise NotImplementedError


def _has_unknown(value: Any) -> bool:
    """Whether a value that is known in parts holds a number that is not."""
    return isinstance(value, Scalar) or (isinstance(value, tuple | list) and any(map(_has_unknown, value)))


_COMPUTED_WHEN_COMPILING = frozenset((containers.pack, *BINARY.values(), *UNARY.values()))


def _is_immutable(kind: Type) -> bool:
    return isinstance(kind, Scalar | Static) or (isinstance(kind, Tuple) and all(map(_is_immutable, kind.elements)))


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


def _is_list(kind: Any, content: Any) -> bool:
    return isinstance(content, Items) or isinstance(kind, List | FixedList)


_ARRAY_METHODS = frozenset(n for n in dir(np.ndarray) if not n.startswith("_"))
_WRITING_METHODS = frozenset(("shuffle", "readinto", "update", "append", "extend"))
_TALKATIVE = frozenset(("logging", "warnings"))
"""Modules whose functions only tell somebody something."""
_IN_PLACE_METHODS = frozenset(("sort", "partition", "put", "fill", "resize", "byteswap"))
_WRITERS = (
    *(np.copyto, np.put, np.place, np.putmask, np.fill_diagonal, np.put_along_axis, np.random.shuffle),
    *(getattr(np.ndarray, name) for name in _IN_PLACE_METHODS),
)


def _writes_in_place(function: Any) -> bool:
    """Whether a function of NumPy is known to change its argument."""
    owner = getattr(function, "__self__", None)
    is_method = isinstance(owner, np.ufunc) and getattr(function, "__name__", "") == "at"
    return is_method or any(function is each for each in _WRITERS)


def _lookup(table: dict[Any, Any], key: Any) -> Any:
    try:
        return table.get(key)
    except TypeError:
        return None


def _is_kept(function: Any) -> bool:
    return getattr(function, "__name__", "") in ("updated", "add_at", "scatter_add", "stop_gradient", "identity")
