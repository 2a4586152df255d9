"""Finds which object a name means: a local, a cell, a global, a builtin; and notes what that decision rests on.

Numbers and arrays of the outside are read at run time: a global by a `Global` operation, a closure cell as a hidden
parameter. Functions, modules and classes are taken as constants and guarded.
"""

from __future__ import annotations

import builtins
import enum
import functools
import inspect
import sys
import types as python_types
import weakref
from dataclasses import replace
from typing import Any

import gast

from s2sad.analysis.inference import STRUCTURAL
from s2sad.errors import UndefinedNameError, UnsupportedSyntaxError
from s2sad.frontend.builtins import HANDLERS
from s2sad.frontend.forwarding import passed_through
from s2sad.frontend.guards import NOTED, Guard, place_in_class, place_in_object
from s2sad.frontend.liveness import mark_liveness
from s2sad.frontend.outer_objects import OuterObjects
from s2sad.frontend.outside import path_key
from s2sad.frontend.preparing import lambda_definition, prepared_source
from s2sad.frontend.source import find_source
from s2sad.frontend.state import Binding, Frame, FunctionValue, Pack, Ref, is_python_function
from s2sad.frontend.structure import RESULT, structure
from s2sad.ir.joins import may_be_none
from s2sad.ir.ops import Const, Operand, Value, undefined
from s2sad.ir.types import Array, FixedList, List, Map, Never, Record, Scalar, Static, Unknown
from s2sad.ir.words import in_words
from s2sad.rules.table import RuleTable
from s2sad.runtime.names import Global
from s2sad.runtime.statements import bound, unassigned

CLOSED: weakref.WeakSet[Any] = weakref.WeakSet()
"""Functions that were made while compiling: nobody else has their cells, so that these never change."""


class NotFoldableError(Exception):
    """A helper that was to be specialised by types depends on values."""


_CONTAINERS = (List, FixedList, Record, Map)
"""Types of what Python changes in place."""


_HOLDS_NO_NUMBERS = type | python_types.FunctionType | python_types.MethodType | python_types.BuiltinFunctionType


def _can_change(owner: Any) -> bool:
    """Whether a number among the attributes of an object may be another one later."""
    module = (owner if isinstance(owner, type) else type(owner)).__module__.partition(".")[0]
    return module not in ("builtins", "numpy", "scipy", "math", "enum") and not isinstance(
        owner, enum.Enum | enum.EnumMeta
    )


class Resolver(OuterObjects):
    """The part of lowering that finds the meaning of names."""

    def refuse_folding(self) -> None:
        """Called where control depends on a value: helpers being specialised give up."""
        if self.frames[-1].folding:
            raise NotFoldableError

    def resolve_name(self, name: str) -> Binding:
        """The binding of a name in the current frame."""
        return self.resolve_in(self.frames[-1], name)

    def resolve_in(self, start: Frame, name: str) -> Binding:
        """The binding of a name in a frame."""
        frame: Frame | None = start
        while frame is not None:
            binding = self.state.names.get(frame, {}).get(name)
            if binding is not None:
                return self.checked_binding(name, binding, frame)
            if name in frame.cells:
                return self.cell(frame, name)
            if any(frame is other and name in names for other, names in self.assigned_later):
                return Value(name, Never())
            outermost = frame
            frame = frame.parent
        if name in outermost.globals:
            return self.global_binding(outermost.globals, name, outermost.trusted)
        if hasattr(builtins, name):
            return Const(getattr(builtins, name))
        if name == RESULT:  # behind a `return` that is known not to be reached
            return undefined()
        raise UndefinedNameError(f"`{name}` has no value here", self.span, "Assign it on every path before it is read.")

    perhaps_unbound: set[Operand]
    assigned_later: tuple[tuple[Frame, frozenset[str]], ...] = ()
    """What a run of a loop around assigns, which a later run may read though it has no value yet."""

    def checked_binding(self, name: str, binding: Binding, frame: Frame) -> Binding:
        """The binding of a name; a variable that not every path assigned is checked when it is read first."""
        checked = self._checked(name, binding) if name.isidentifier() else binding
        if checked is not binding:
            self.state.names[frame][name] = checked
        return checked

    def _checked(self, name: str, binding: Binding) -> Binding:
        """The binding behind a check; of the elements of a tuple, which have their values together, of the first."""
        if isinstance(binding, Pack) and binding.elements:
            first, *others = binding.elements
            checked_first = self._checked(name, first)
            return binding if checked_first is first else Pack((checked_first, *others), binding.cls)
        content = self.state.current[binding.storage] if isinstance(binding, Ref) and not binding.path else binding
        if not isinstance(content, Value) or content not in self.perhaps_unbound:
            return binding
        args = (Const(name), Const(unassigned)) if may_be_none(content.type) else (Const(name),)
        checked = self.builder.call(bound, content, *args, name=content.name, type=content.type, effect="io")
        if not isinstance(binding, Ref):
            return checked
        self.state.current[binding.storage] = checked
        return binding

    def cell(self, frame: Frame, name: str) -> Binding:
        """What a closure variable of a Python function object holds."""
        value = frame.cells[name].cell_contents
        if frame.function in CLOSED or (frame.trusted and not self.is_inlined(value)):
            return Const(value)
        access = None if frame.access is None else (*frame.access, name)
        return self._outside_value(value, access, lambda: self.hidden_parameter(access, value, name))

    def _outside_value(self, value: Any, access: Any, run_time: Any) -> Binding:
        if self.is_inlined(value):
            self.guard_code(access, value)
            return self.python_function(value, access)
        if access is not None and isinstance(value, functools.partial) and self.is_inlined(value.func):
            return self._outside_partial(value, access)
        if access is not None and hasattr(value, "binding_at") and not isinstance(value, python_types.MethodType):
            self.guard(access, "layers", value.layers())
            derivative: Binding = value.binding_at(self, access)
            return derivative
        if isinstance(value, RuleTable):
            self.guard(access, "layers", value.layers())
            return Const(value)
        found = self.outside.signature_type(value)
        if isinstance(found, Static | Unknown) or (access is not None and path_key(access) in self.outside.fixed):
            self.guard(access, "is", value)
            return Const(value, path=self.path_of(access, value))
        self.guard(access, "type", found if access is None else self.outside.with_leaves(found, value, access))
        binding: Binding = run_time()
        return binding

    def _outside_partial(self, value: Any, access: Any) -> Binding:
        """A `functools.partial` of the outside: what it holds is read at run time."""
        function = self._outside_value(value.func, (*access, ".func"), None)
        assert isinstance(function, FunctionValue)
        self.guard((*access, ".args"), "type", self.outside.signature_type(value.args))
        self.guard((*access, ".keywords"), "type", self.outside.signature_type(value.keywords))

        def held(found: Any, name: str, *steps: str) -> Binding:
            place = (*access, *steps)
            return self._outside_value(found, place, lambda: self.hidden_parameter(place, found, name))

        bound = tuple(held(v, f"arg{k}", ".args", f"[{k}]") for k, v in enumerate(value.args))
        keywords = tuple((k, held(v, k, ".keywords", f"[{k!r}]")) for k, v in value.keywords.items())
        return replace(function, bound=bound, bound_keywords=keywords)

    def is_inlined(self, value: Any) -> bool:
        """Whether calls of a Python function are lowered: it is no primitive, and has no lowering of its own."""
        if not is_python_function(value) or hasattr(value, "lower_call"):
            return False
        return value not in self.rules and value not in STRUCTURAL and value not in HANDLERS

    def path_of(self, access: Any, value: Any) -> Any:
        """Where a constant is read again: a global, or an object of the user whose attributes may change."""
        if access and access[0] == "global" and len(access) == 3:
            return Global(*access[1:])
        return access if access and _can_change(value) and not isinstance(value, _HOLDS_NO_NUMBERS) else ""

    def guard_held(self, owner: Any, attr: str, found: Any) -> None:
        """Compiled code rests on what a class, or an object that has no numbers, holds: taken as it is."""
        if self.frames[-1].trusted or not _can_change(owner):
            return
        cls = isinstance(owner, type)
        access = place_in_class(owner, attr) if cls else place_in_object(owner, attr)
        function = getattr(found, "__func__", None)
        if is_python_function(found) or is_python_function(function):
            self.guard_code(access if function is None else (*access, ".__func__"), function or found)
        held = inspect.getattr_static(owner, attr, None)
        if held is found or (isinstance(held, staticmethod) and held.__func__ is found):
            self.guard(access, "is", found)

    def guard(self, access: Any, kind: str, expected: Any) -> None:
        if access is not None:
            self.outside.guards.setdefault(path_key(access), Guard(access, kind, expected))

    def guard_code(self, access: Any, function: Any) -> None:
        """Compiled code rests on what a function of the outside does."""
        if is_python_function(function) and not (self.frames and self.frames[-1].trusted):
            self.guard(access, "code", (function.__code__, function.__defaults__, function.__kwdefaults__))

    def global_binding(self, namespace: dict[str, Any], name: str, trusted: bool = False) -> Binding:
        """What a global name of a module holds."""
        value = namespace[name]
        if trusted and not self.is_inlined(value):
            return Const(value)
        access = None if trusted else ("global", namespace, name)
        if isinstance(value, python_types.ModuleType):
            self.guard(access, "is", value)
            return Const(value)
        return self._outside_value(value, access, lambda: self.global_value(namespace, name, value))

    def static_attribute(self, owner: Const, attr: str) -> Binding:
        """`owner.attr` of a constant: of a module, a class, a dtype."""
        value = owner.value
        if isinstance(value, python_types.ModuleType) and hasattr(value, attr):
            if value.__name__.split(".")[0] in ("numpy", "math", "scipy", "operator", "logging", "warnings"):
                return Const(getattr(value, attr))
            return self.global_binding(value.__dict__, attr, self.frames[-1].trusted)
        try:
            found = getattr(value, attr)
        except AttributeError as error:
            raise UnsupportedSyntaxError(str(error), self.span) from None
        kind = self.outside.signature_type(found)
        changing = isinstance(kind, _CONTAINERS) or (isinstance(kind, Scalar | Array) and _can_change(value))
        if isinstance(value, type) and isinstance(kind, Scalar | Array):
            changing = False
        if not changing:
            self.guard_held(value, attr, found)
        if is_python_function(found):
            return self.python_function(found, None)
        method = isinstance(found, python_types.MethodType) and found.__module__ not in ("logging", "warnings")
        if method and is_python_function(found.__func__) and found not in self.rules:
            return replace(self.python_function(found.__func__, None), bound=(Const(found.__self__, path=owner.path),))
        if isinstance(value, type) and isinstance(kind, Scalar | Array):
            return Const(found)
        if changing:
            return self._changing_attribute(owner, attr, found)
        path = Global(owner.path.namespace, f"{owner.path.name}.{attr}") if isinstance(owner.path, Global) else ""
        return Const(found, path=path)

    def _changing_attribute(self, owner: Const, attr: str, found: Any) -> Binding:
        """A number or container that a class or an object of the outside holds: read at run time."""
        if isinstance(owner.path, tuple):
            access: tuple[Any, ...] = (*owner.path, f".{attr}")
            return self._outside_value(found, access, lambda: self.hidden_parameter(access, found, attr))
        path = owner.path if isinstance(owner.path, Global) else self._path_of_class(owner.value)
        if path is None:
            raise UnsupportedSyntaxError(
                f"`{attr}` of {in_words(Static.of(owner.value))} cannot be read again when the derivative runs",
                self.span,
                "Pass the number or the object as an argument.",
            )
        name = f"{path.name}.{attr}"
        access = ("global", path.namespace, name)
        return self._outside_value(found, access, lambda: self.global_value(path.namespace, name, found))

    def _path_of_class(self, cls: Any) -> Global | None:
        """Where a class can be read when the derivative runs; None if it is no class, or not at its import path."""
        module = sys.modules.get(cls.__module__) if isinstance(cls, type) else None
        if module is None:
            return None
        path = Global(vars(module), cls.__qualname__)
        try:
            if path() is not cls:
                return None
        except (KeyError, AttributeError):  # a class that was made inside a function
            return None
        self.guard(("global", path.namespace, path.name), "is", cls)
        return path

    def class_attribute(self, owner: Binding, cls: type, attr: str) -> Binding:
        """An attribute that the class of an object holds, not the object."""
        if not hasattr(cls, attr):
            missing = UnsupportedSyntaxError(f"`{cls.__name__}` has no attribute `{attr}`", self.span)
            raise missing if hasattr(cls, "__getattr__") else missing.is_raised(AttributeError)
        value = getattr(cls, attr)
        if isinstance(value, property) and is_python_function(value.fget):
            self.guard_code(place_in_class(cls, attr, ".fget"), value.fget)
            return self.call(self.python_function(value.fget, None), [owner], {})
        if isinstance(value, functools.cached_property):
            return self.cached_attribute(owner, cls, attr, value.func)
        kind = self.outside.signature_type(value)
        if isinstance(kind, _CONTAINERS):
            return self._changing_attribute(Const(cls), attr, value)
        self.guard_held(cls, attr, value)
        return Const(value)

    # -- functions ----------------------------------------------------------------------------------------------

    def python_function(self, function: Any, access: Any) -> FunctionValue:
        """A Python function object that the program names."""
        noted = NOTED.get()
        if noted is not None:
            noted[function.__code__] = function
        defaults = tuple(
            self._default(value, access, ".__defaults__", f"[{k}]")
            for k, value in enumerate(function.__defaults__ or ())
        )
        keywords = tuple(
            (name, self._default(value, access, ".__kwdefaults__", f"[{name!r}]"))
            for name, value in (function.__kwdefaults__ or {}).items()
        )
        try:
            source = prepared_source(function)
        except UnsupportedSyntaxError:
            inner = self._inside(function, access) if "__wrapped__" in function.__dict__ else None
            if inner is None:
                raise
            return inner
        return FunctionValue(source, None, function, defaults, keywords, access)

    def _default(self, value: Any, access: Any, *steps: str) -> Binding:
        """The value of a default: a container is one object for all calls, which may change it."""
        if not isinstance(self.outside.signature_type(value), _CONTAINERS):
            return Const(value)
        place = None if access is None else (*access, *steps)
        return self._outside_value(value, place, lambda: self.hidden_parameter(place, value, "default"))

    def _inside(self, wrapper: Any, access: Any) -> FunctionValue | None:
        """What a wrapper that cannot be compiled calls, if that does not change a value; else None."""
        name = passed_through(find_source(wrapper))
        if name not in wrapper.__code__.co_freevars:
            return None
        function = wrapper.__closure__[wrapper.__code__.co_freevars.index(name)].cell_contents
        if not self.is_inlined(function):
            return None
        path = None if access is None else (*access, name)
        self.guard_code(path, function)
        return self.python_function(function, path)

    def function_value(self, node: Any) -> FunctionValue:
        """A function that the program defines: a nested `def` or a lambda."""
        frame = self.frames[-1]
        if isinstance(node, gast.Lambda):
            if not hasattr(node, "definition"):
                node.definition = lambda_definition(node)
                structure(node.definition)
                mark_liveness(node.definition)
            node = node.definition
        elif not hasattr(node, "marked"):
            mark_liveness(node)
            node.marked = True
        defaults = tuple(self.expression(d) for d in node.args.defaults)
        keywords = tuple(
            (a.id, self.expression(d))
            for a, d in zip(node.args.kwonlyargs, node.args.kw_defaults, strict=True)
            if d is not None
        )
        source = replace(frame.source, tree=node, name=node.name)
        return FunctionValue(source, frame, None, defaults, keywords)

    def cached_attribute(self, owner: Binding, cls: type, attr: str, function: Any) -> Binding:
        """A `functools.cached_property`: see `Objects`."""
        raise NotImplementedError

    def call(self, callee: Binding, args: list[Binding], kwargs: dict[str, Binding], name: str = "t") -> Binding:
        """Call a binding: see `Calls`."""
        raise NotImplementedError

    def expression(self, node: Any, name: str = "t") -> Binding:
        """Lower an expression: see `Expressions`."""
        raise NotImplementedError
