"""Objects of the user's classes that the program makes and changes: attributes by name, as of a dict display.

p = Point(x, y)         p -> {x, y} of class Point; `__init__` and `__post_init__` are lowered in place
p.x = v                 the same object with another x; one that is a value becomes its parts first
"""

from __future__ import annotations

import abc
import dataclasses
import inspect
from typing import Any

import numpy as np

from s2sad.errors import SignatureError, UnsupportedCallError, UnsupportedSyntaxError
from s2sad.frontend.cuts import may_hold
from s2sad.frontend.flat import refuse_overlap
from s2sad.frontend.optional import assure
from s2sad.frontend.placed import Placed
from s2sad.frontend.state import (
    Binding,
    Entries,
    FunctionValue,
    Pack,
    Ref,
    Step,
    Storage,
    is_python_function,
)
from s2sad.ir.ops import Const
from s2sad.ir.types import Array, Object, dims_of

_INSTEAD = "Return the value instead of storing it."
_PLAIN_CLASSES = (type, abc.ABCMeta)
"""The classes of classes whose calls make an object and run `__init__`; what is abstract they refuse."""


def _own(cls: type, name: str) -> bool:
    """Whether a class has a special method of its own."""
    return getattr(cls, name) is not getattr(object, name)


class Objects(Placed):
    """The part of lowering that makes objects and assigns to attributes."""

    def construct(self, cls: type, args: list[Binding], kwargs: dict[str, Binding], name: str) -> Binding:
        """An instance of a user's class."""
        fields = getattr(cls, "_fields", None)
        if issubclass(cls, tuple) and fields is not None:
            values = dict(zip(fields, args, strict=False)) | kwargs
            defaults = getattr(cls, "_field_defaults", {})
            return Pack(tuple(values[f] if f in values else Const(defaults[f]) for f in fields), cls)
        init = inspect.getattr_static(cls, "__init__")
        is_made_plainly = type(cls) in _PLAIN_CLASSES and not inspect.isabstract(cls)
        plain = is_made_plainly and not _own(cls, "__new__") and not _own(cls, "__setattr__")
        if cls.__module__.partition(".")[0] == "s2sad" and not cls.__module__.startswith("s2sad.runtime."):
            raise UnsupportedCallError(f"Making a `{cls.__name__}` is not supported", self.span, "Make it outside.")
        if dataclasses.is_dataclass(cls) and is_made_plainly and "__init__" in cls.__dict__:
            return self._dataclass(cls, args, kwargs, name)
        if plain and is_python_function(init):
            made = self.new_items(Entries((), cls), name)
            self.call_function(self._method(cls, made, "__init__"), args, kwargs, name)
            return made
        if plain and init is object.__init__ and not args and not kwargs and cls.__module__ != "builtins":
            return self.new_items(Entries((), cls), name)
        instead = (
            "Write a comprehension or a loop." if cls.__module__ in ("builtins", "itertools") else "Make it outside."
        )
        raise UnsupportedCallError(f"Making a `{cls.__name__}` is not supported", self.span, instead)

    def is_made_object(self, binding: Binding) -> bool:
        """Whether a binding is an object whose attributes are known one by one."""
        content = self.state.current[binding.storage] if isinstance(binding, Ref) and not binding.path else None
        return isinstance(content, Entries) and content.cls is not None

    def _method(self, cls: type, owner: Binding, name: str) -> FunctionValue:
        method = self.method_of(owner, cls, name)
        if method is None:
            raise UnsupportedCallError(f"`{cls.__name__}.{name}` is not written in Python", self.span)
        return method

    def _dataclass(self, cls: type, args: list[Binding], kwargs: dict[str, Binding], name: str) -> Binding:
        """An instance of a dataclass: its fields in order, then `__post_init__`."""
        fields = [f for f in dataclasses.fields(cls) if f.init]
        names = [f.name for f in fields if not f.kw_only]
        if len(args) > len(names) or not kwargs.keys() <= {f.name for f in fields}:
            raise SignatureError(f"{cls.__name__}() got arguments that it does not have", self.span)
        given = dict(zip(names, args, strict=False)) | kwargs
        entries: list[tuple[str, Binding]] = []
        for item in dataclasses.fields(cls):
            if item.name in given:
                entries.append((item.name, given[item.name]))
            elif item.default is not dataclasses.MISSING:
                entries.append((item.name, Const(item.default)))
            elif item.default_factory is not dataclasses.MISSING:
                entries.append((item.name, self.call(self.callable_binding(item.default_factory), [], {}, item.name)))
            elif item.init:
                raise SignatureError(f"{cls.__name__}() is missing the field '{item.name}'", self.span)
        made = self.new_items(Entries(tuple(entries), cls), name)
        if hasattr(cls, "__post_init__"):
            self.call_function(self._method(cls, made, "__post_init__"), [], {}, name)
        return made

    def store_attribute(self, owner: Binding, attr: str, value: Binding, moved: bool = False) -> None:
        """`owner.attr = value`; what is `moved` leaves another place in exchange."""
        assure(self, owner)
        content = self.state.current[owner.storage] if isinstance(owner, Ref) and not owner.path else None
        made = content if isinstance(content, Entries) and content.cls is not None else None
        kind = self.read(owner).type if made is None else None
        cls = made.cls if made is not None else kind.cls if isinstance(kind, Object) else None
        if attr == "flat" and isinstance(owner, Ref) and isinstance(kind, Array):
            self._store_flat(owner, kind, value)
            return
        if cls is None or not isinstance(owner, Ref):
            raise UnsupportedSyntaxError(
                "An attribute is assigned of something that is no object of a class written in Python",
                self.span,
                "Write to its elements: `x[...] = v`." if isinstance(kind, Array) else _INSTEAD,
            )
        if not self._by_setter(owner, cls, attr, value):
            self._set(owner, made, attr, value, moved)

    def _store_flat(self, owner: Ref, kind: Array, value: Binding) -> None:
        """`a.flat = v`: in the order of C, as often as it fits."""
        value = self.array_of(value)
        refuse_overlap(self.state, owner, value, self.span)
        dims = dims_of(self.read(value).type)
        if dims and (dims != kind.dims or None in dims):
            shape = self.builder.call(np.shape, self.read(owner))
            value = self.call(Const(np.resize), [value, shape], {})
        self.store_item(owner, Const(Ellipsis), value)

    def cached_attribute(self, owner: Binding, cls: type, attr: str, function: Any) -> Binding:
        """A `functools.cached_property`: computed once, then an attribute of the object."""
        value = self.call(self.python_function(function, None), [owner], {}, attr)
        if isinstance(owner, Ref) and not _own(cls, "__setattr__"):
            content = self.state.current[owner.storage] if not owner.path else None
            self._set(owner, content if isinstance(content, Entries) else None, attr, value)
        return value

    def attribute_names(self, owner: Binding) -> tuple[str, ...]:
        """The names of the attributes that an object itself has."""
        if isinstance(owner, Pack):
            return getattr(owner.cls, "_fields", ())
        content = self.state.current[owner.storage] if isinstance(owner, Ref) and not owner.path else None
        if isinstance(content, Entries):
            return tuple(k for k, _ in content.entries)
        kind = self.read(owner).type
        if isinstance(kind, Object):
            return tuple(k for k, _ in kind.fields)
        return getattr(getattr(kind, "cls", None), "_fields", ())

    def _set(self, owner: Ref, made: Entries | None, attr: str, value: Binding, moved: bool = False) -> None:
        """Give an object another attribute, whatever its class says."""
        if made is None and not owner.path and not self.is_visible(owner.storage):
            kept = [value]
            with self.keeping(kept):
                made = self._as_parts(owner)
            (value,) = kept
        if made is None:
            self._store_part(owner, attr, value, moved)
            return
        self.check_write(Ref(owner.storage), elements=True)
        self.state.current[owner.storage] = Entries(tuple({**dict(made.entries), attr: value}.items()), made.cls)

    def runs_a_setter(self, owner: Binding, attr: str) -> bool:
        """Whether assigning to an attribute does more than to store."""
        cls = self.class_of_object(owner)
        found = None if cls is None else inspect.getattr_static(cls, attr, None)
        return cls is not None and (isinstance(found, property) or _own(cls, "__setattr__"))

    def _by_setter(self, owner: Ref, cls: type, attr: str, value: Binding) -> bool:
        """Assign to a property that has a setter; False of attributes that the object itself holds."""
        found = inspect.getattr_static(cls, attr, None)
        if isinstance(found, property) and is_python_function(found.fset):
            self.call_function(self.python_function(found.fset, None), [owner, value], {}, "t")
            return True
        # A member of `__slots__` is a descriptor too, which does nothing but store.
        special = hasattr(type(found), "__set__") and not inspect.ismemberdescriptor(found)
        if special or _own(cls, "__setattr__"):
            reason = f"Assigning to `{attr}` runs code of its own or is forbidden"
            raise UnsupportedSyntaxError(reason, self.span, _INSTEAD)
        return False

    def _store_part(self, owner: Ref, attr: str, value: Binding, moved: bool) -> None:
        """`owner.attr = value` of an object that others see, or that is part of something: a write."""
        if isinstance(value, Ref) and not value.path:
            self.settle_display(value.storage)
        twice = not moved and may_hold(self, owner.storage, value)
        self.write(owner, Const(attr), self.as_value(value))
        owner.storage.repeated |= twice
        if not isinstance(value, Ref):
            self.share(owner.storage, value)
            return
        if value.path or value.storage in self.pinned or value.storage is owner.storage:
            self.share(owner.storage, value)
            return
        if self.is_visible(value.storage):
            self.share(owner.storage, value)
        self.redirect(value.storage, owner.step(Step("attribute", attr)))

    def _as_parts(self, owner: Ref) -> Entries:
        """The attributes of an object that nobody else sees, which is a value."""
        kind = self.read(owner).type
        assert isinstance(kind, Object)
        hidden = Storage(owner.storage.label)
        self.state.current[hidden] = self.read(owner)
        for other in self.state.overlaps.get(owner.storage, frozenset()):
            self.state.add_overlap(hidden, other)
        self.move_paths(owner.storage, hidden)
        entries = tuple((k, self.step(Ref(hidden), Step("attribute", k))) for k, _ in kind.fields)
        found = self.state.current[owner.storage] = Entries(entries, kind.cls)
        return found

    # -- given elsewhere ----------------------------------------------------------------------------------------

    def call_function(
        self, function: FunctionValue, args: list[Binding], kwargs: dict[str, Binding], name: str
    ) -> Binding:
        """Call a function of the user: see `Functions`."""
        raise NotImplementedError

    def callable_binding(self, function: Any) -> Binding:
        """The binding of a callable Python object: see `Functions`."""
        raise NotImplementedError
