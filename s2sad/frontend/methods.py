"""Lowers calls of methods: of arrays, of lists and dicts, of objects of the user.

x.sum(0)         t.0 = np.sum x, 0
xs.append(v)     xs.2 = appended xs.1, v
p.force(r)       the body of `force`, with `self` bound to p
"""

from __future__ import annotations

import dataclasses
import inspect
from typing import Any

import numpy as np

from s2sad.analysis.inference import known
from s2sad.errors import SignatureError, UnsupportedCallError
from s2sad.frontend.functions import Functions
from s2sad.frontend.guards import place_in_class
from s2sad.frontend.keywords import out_by_name
from s2sad.frontend.objects import Objects
from s2sad.frontend.optional import assure
from s2sad.frontend.primitives import IN_PLACE_METHODS
from s2sad.frontend.state import (
    Binding,
    BoundMethod,
    Entries,
    FunctionValue,
    Items,
    Iteration,
    Keywords,
    Pack,
    Ref,
    Special,
    is_keyed,
    is_python_function,
)
from s2sad.ir.ops import Const, Operand
from s2sad.ir.types import (
    UNKNOWN,
    Array,
    FixedList,
    Instance,
    List,
    Made,
    Never,
    Object,
    Record,
    Scalar,
    Static,
    Tuple,
    Type,
    Unknown,
    assured,
    is_complex,
    is_numeric,
)
from s2sad.rules.result_drawn import drawn_type
from s2sad.runtime import containers

_ARRAY_METHODS = frozenset(n for n in dir(np.ndarray) if not n.startswith("_"))
_CHANGING_METHODS = {
    *("append", "appendleft", "extend", "insert", "pop", "popleft", "popitem", "remove", "reverse", "clear", "sort"),
    *("update", "setdefault", "add", "discard", "fill", "put", "partition"),
}
"""Methods of lists, dicts, sets and arrays that change what they belong to."""
_WRITING_METHODS = frozenset(("shuffle", "readinto", "update", "append", "extend"))
_VARIADIC_METHODS = {"reshape": 1, "transpose": 1}


class Methods(Functions, Objects):
    """The part of lowering that handles calls of methods."""

    def call_method(self, method: BoundMethod, args: list[Binding], kwargs: Keywords, name: str) -> Binding:
        """`owner.name(...)`."""
        owner = method.owner
        assure(self, owner)
        if isinstance(owner, Pack) or (isinstance(owner, Ref) and isinstance(self._kind_of(owner), Tuple)):
            return self._tuple_method(owner, method.name, args, kwargs, name)
        content = self.state.current[owner.storage] if isinstance(owner, Ref) and not owner.path else None
        kind = assured(self.read(owner).type) if not isinstance(content, Items | Entries) else None
        if isinstance(kind, Array | Scalar | Unknown | Never) and not isinstance(kind, Made):
            return self.array_method(owner, method.name, args, kwargs, name)
        if isinstance(kind, Static) and isinstance(kind.value, str):  # a loop may make it another one
            return self._opaque_method(self.read(owner), method.name, args, kwargs, name)
        own = content.cls if isinstance(content, Entries) else None
        if isinstance(kind, Object | Made) or own is not None:
            cls = kind.cls if isinstance(kind, Object | Made) else own
            assert cls is not None
            static = inspect.getattr_static(cls, method.name, None)
            if isinstance(static, classmethod | staticmethod) or getattr(static, "of_class", False):
                self.guard_code(place_in_class(cls, method.name), getattr(static, "__func__", None))
                return self.call(self.callable_binding(getattr(cls, method.name)), args, kwargs, name)
            if hasattr(static, "lower_call"):  # a derivative object: a method if Python binds it
                bound = hasattr(static, "__get__") and static.__get__(owner, cls) is not static
                return self.call(Const(static), [owner, *args] if bound else args, kwargs, name)
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

    def _kind_of(self, owner: Ref) -> Any:
        """The type of what a name refers to; None of a display."""
        content = self.state.current[owner.storage] if not owner.path else None
        return None if isinstance(content, Items | Entries) else self.read(owner).type

    def _tuple_method(self, owner: Binding, method: str, args: list[Binding], kwargs: Keywords, name: str) -> Binding:
        """A method of a named tuple, or of a dict or set with keys of run time."""
        if is_keyed(owner):
            return self.keyed_method(owner, method, args, kwargs)
        cls = self.user_class(owner)
        fields = getattr(cls, "_fields", ())
        if method in ("_replace", "_asdict") and fields:
            parts = {f: self.attribute(owner, f) for f in fields} | kwargs
            return Pack(tuple(parts.values()), cls) if method == "_replace" else self.call(Const(dict), [], parts, name)
        if cls is not None and isinstance(inspect.getattr_static(cls, method, None), classmethod | staticmethod):
            return self.call(self.callable_binding(getattr(cls, method)), args, kwargs, name)
        found = None if cls is None else self.method_of(owner, cls, method)
        if found is None:
            raise UnsupportedCallError(
                f"The method `{method}` of a tuple is not supported", self.span, "Write a loop, or use a list."
            )
        return self.call_function(found, args, kwargs, name)

    def method_of(self, owner: Binding, cls: type, name: str) -> FunctionValue | None:
        """A method of a class that is written in Python, bound to what it is given first."""
        found = inspect.getattr_static(cls, name, None)
        self.guard_code(place_in_class(cls, name), getattr(found, "__func__", found))
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
        if isinstance(kind, Never):  # an element of what is still empty
            operands = (self.read(owner), Const(method), *map(self.read, args))
            return self.builder.call(containers.call_method, *operands, name=name, type=kind, effect="may_raise")
        if method in ("conj", "conjugate") and is_numeric(kind) and not is_complex(kind):
            return owner
        if isinstance(kind, Scalar) and method in IN_PLACE_METHODS:
            raise UnsupportedCallError(
                f"The method `{method}` changes an array, and this is a number", self.span, "Assign a new number."
            )
        special = self.conversion(owner, method, args, kwargs, name)
        if special is not None:
            return special
        function = getattr(np.ndarray, method, None)
        if function is None or function not in self.rules:
            free = getattr(np, method, None)
            if free is None or free not in self.rules or method in IN_PLACE_METHODS:
                raise UnsupportedCallError(
                    f"The array method `{method}` has no derivative rule",
                    self.span,
                    "Use a function of NumPy that s2sad knows.",
                )
            function = free
        if method in _VARIADIC_METHODS and len(args) > 1:
            args = [Pack(tuple(args))]
        (_, *args), kwargs = out_by_name(getattr(np.ndarray, method, function), [owner, *args], kwargs)
        rule = self.rules.get(function)
        if rule is not None and rule.definition is not None:
            return self.primitive(function, [owner, *args], kwargs, name)
        free = self.rules.get(getattr(np, method, None))
        known_words = free is not None and kwargs.keys() <= {"out", *(p.name for p in free.parameters)}
        preferred = getattr(np, method) if known_words or function not in self.rules else function
        if "out" in kwargs:
            return self.call(Const(preferred), [owner, *args], kwargs, name)
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
        if method == "item" and not kwargs:
            if len(args) > 1:
                owner = self.subscript(owner, self.read(Pack(tuple(args))))
            elif args:
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
            made = self.listed(Iteration("map", (convert, owner)), name)
            assert isinstance(made, Ref)
            for other in self.state.overlaps.get(made.storage, ()):  # all of it is new
                self.state.remove_overlap(made.storage, other)
            return made
        makers = {"f": float, "c": complex, "i": int, "u": int, "b": bool}
        return self.call(Const(makers[np.dtype(kind.dtype).kind]), [owner], {}, name)

    def _check_joined(self, owner: Operand, method: str) -> None:
        """Refuse to change what is a list on some paths and something else on others: nobody would follow it."""
        if owner in self.of_joins and isinstance(owner.type, Unknown) and method in _CHANGING_METHODS:
            raise UnsupportedCallError(
                f"The method `{method}` changes what is one kind of value on some paths and another on others",
                self.span,
                "Make it a list on every path: `xs = []` instead of `xs = None`.",
            )

    def _opaque_method(self, owner: Operand, method: str, args: list[Binding], kwargs: Keywords, name: str) -> Binding:
        """A method that is called as it is, in place and once: no derivative passes through it."""
        self.refuse_folding()
        self._check_joined(owner, method)
        operands = tuple(self.read(a) for a in args)
        keywords = {k: self.read(v) for k, v in kwargs.items()}
        if method in _WRITING_METHODS and any(isinstance(o.type, Array | List | FixedList) for o in operands):
            shuffled = "Use indices: x = x[rng.permutation(len(x))]."
            raise UnsupportedCallError(
                f"The method `{method}` writes to its argument",
                self.span,
                shuffled if method == "shuffle" else "Use a copy.",
            )
        drawn: Type = UNKNOWN
        if isinstance(owner.type, Instance):
            words = {k: known(v) for k, v in keywords.items()}
            drawn = drawn_type(owner.type.cls, method, tuple(map(known, operands)), words)
        return self.called_as_it_is(containers.call_method, (owner, Const(method), *operands), keywords, drawn, name)


def _is_list(kind: Any, content: Any) -> bool:
    return isinstance(content, Items) or isinstance(kind, List | FixedList)
