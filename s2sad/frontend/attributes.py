"""Lowers attributes: of modules, tuples, arrays, objects and of `super()`.

np.pi                 a constant                     x.T          np.transpose x
p.w                   read_attribute p, "w"          p.force      a method, bound to p
"""

from __future__ import annotations

from typing import Any

import numpy as np

from s2sad.errors import UnsupportedSyntaxError
from s2sad.frontend.patterns import matched_attribute
from s2sad.frontend.sequences import Sequences
from s2sad.frontend.state import Binding, BoundMethod, Entries, FunctionValue, Items, Pack, Ref, Special, Step, Super
from s2sad.ir.classes import class_of, classes_of, field_names
from s2sad.ir.ops import Const
from s2sad.ir.types import Array, Made, Never, Object, Perhaps, Scalar, Tuple, Type, Unknown, is_complex, is_numeric
from s2sad.ir.words import in_words
from s2sad.runtime import containers

_CONTAINERS = (np.ndarray, list, dict, set)
_ARRAY_METHODS = frozenset(n for n in dir(np.ndarray) if not n.startswith("_"))


class Attributes(Sequences):
    """The part of lowering that handles attributes."""

    def _Attribute(self, node: Any, name: str) -> Binding:
        return self.attribute(self.expression(node.value), node.attr, name)

    def attribute(self, owner: Binding, attr: str, name: str = "t") -> Binding:
        """`owner.attr`."""
        if attr == "__dict__" and not isinstance(owner, Const):
            raise UnsupportedSyntaxError("The attributes of an object are read as a dict", self.span, "Write `v.name`.")
        if isinstance(owner, Const):
            return self.static_attribute(owner, attr)
        if attr == "__class__":
            return self.call(Const(type), [owner], {})
        if isinstance(owner, Pack):
            return self._tuple_attribute(owner, attr)
        if isinstance(owner, Super):
            return self._inherited(owner, attr)
        if isinstance(owner, FunctionValue):
            raise UnsupportedSyntaxError(f"The attribute `{attr}` of a function is not available", self.span)
        content = self.state.current[owner.storage] if isinstance(owner, Ref) and not owner.path else None
        if isinstance(content, Entries) and content.cls is not None:
            return self._own_attribute(owner, dict(content.entries), content.cls, attr)
        if isinstance(content, Items | Entries):
            return BoundMethod(owner, attr)
        return self._value_attribute(owner, attr, name)

    def _tuple_attribute(self, owner: Pack, attr: str) -> Binding:
        """`owner.attr` of a tuple: a field, what its class holds, or a method."""
        fields = ("start", "stop", "step") if owner.cls is slice else getattr(owner.cls, "_fields", ())
        if attr in fields:
            return owner.elements[fields.index(attr)]
        if owner.cls is not None and not callable(getattr(owner.cls, attr, callable)):
            return self.class_attribute(owner, owner.cls, attr)
        return BoundMethod(owner, attr)

    def _own_attribute(self, owner: Binding, own: dict[str, Binding], cls: type, attr: str) -> Binding:
        """`owner.attr` of an object that the program made."""
        if attr in own:
            return own[attr]
        if hasattr(cls, attr) and not callable(getattr(cls, attr)):
            return self.class_attribute(owner, cls, attr)
        if not hasattr(cls, attr):
            raise UnsupportedSyntaxError(f"The object of class `{cls.__name__}` has no attribute `{attr}`", self.span)
        return BoundMethod(owner, attr)

    def _value_attribute(self, owner: Binding, attr: str, name: str) -> Binding:
        kind = self.read(owner).type if not isinstance(owner, BoundMethod) else Unknown()
        if isinstance(kind, Perhaps) and isinstance(kind.of, Object | Made | Tuple):
            kind = kind.of
        match kind:
            case Array() | Scalar() | Unknown() if attr in _ARRAY_METHODS and self._is_there(kind, attr):
                return self._array_attribute(owner, attr, name)
            case Array() | Scalar():
                error = UnsupportedSyntaxError(
                    f"The attribute `{attr}` is read of what is {in_words(kind)}",
                    self.span,
                    "It has no such attribute.",
                )
                missing = not any(hasattr(cls, attr) for cls in classes_of(kind))
                raise error.is_raised(AttributeError) if missing else error
            case Object() | Made() if attr in dict(kind.fields):
                return self.step(owner, Step("attribute", attr), name)
            case Object() | Made() if not callable(getattr(kind.cls, attr, None)):
                return self.class_attribute(owner, kind.cls, attr)
            case Tuple() if kind.cls is not None and attr in getattr(kind.cls, "_fields", ()):
                return self.step(owner, Step("item", Const(field_names(kind.cls).index(attr))))
            case Tuple() if kind.cls not in (None, slice) and not callable(getattr(kind.cls, attr, callable)):
                return self.class_attribute(owner, kind.cls, attr)
            case Never() if not any(callable(getattr(each, attr, None)) for each in _CONTAINERS):  # not known yet
                read = containers.read_attribute
                return self.builder.call(read, self.read(owner), Const(attr), name=name, type=Never())
            case _:
                return BoundMethod(owner, attr)

    def _is_there(self, kind: Type, attr: str) -> bool:
        """Whether a value has an attribute; rules may ask a number of Python for what an array has."""
        return isinstance(kind, Unknown) or self.frames[-1].trusted or hasattr(class_of(kind), attr)

    def _inherited(self, parent: Super, attr: str) -> Binding:
        """`super().attr`."""
        kind = self.read(parent.owner).type
        mro = kind.cls.__mro__ if isinstance(kind, Object) else ()
        for cls in mro[mro.index(parent.cls) + 1 :] if parent.cls in mro else ():
            found = self.method_of(parent.owner, cls, attr) if attr in vars(cls) else None
            if found is not None:
                return found
            if attr == "__init__" and attr in vars(cls):  # of `object`
                return Special(lambda low, args, kwargs, name: Const(None))
            if isinstance(vars(cls).get(attr), property):
                return self.class_attribute(parent.owner, cls, attr)
        raise UnsupportedSyntaxError(f"`super().{attr}` is not a method written in Python", self.span)

    def method_of(self, owner: Binding, cls: type, name: str) -> FunctionValue | None:
        """A method of a class, bound to its owner: see `Methods`."""
        raise NotImplementedError

    def _array_attribute(self, owner: Binding, attr: str, name: str) -> Binding:
        kind = self.read(owner).type
        match attr:
            case "T":
                if isinstance(owner, Ref):
                    return self.settle(owner.step(Step("view", np.transpose)), name)
                return (
                    owner if isinstance(kind, Scalar) else self.builder.call(np.transpose, self.read(owner), name=name)
                )
            case "real" | "imag":
                return self._complex_part(owner, attr, name)
            case "flat" if isinstance(kind, Array):
                return owner if kind.ndim == 1 else self.call(Const(np.ravel), [owner], {}, name)
            case "mT" if isinstance(kind, Array):
                return self.call(Const(np.swapaxes), [owner, Const(-1), Const(-2)], {}, name)
        return self._array_fact(owner, attr, name)

    def _array_fact(self, owner: Binding, attr: str, name: str) -> Binding:
        """An attribute that is no array, or a method."""
        kind = self.read(owner).type
        match attr:
            case "shape" | "size":
                return self.builder.call(getattr(np, attr), self.read(owner), name=name)
            case "ndim" if is_numeric(kind):
                return Const(kind.ndim if isinstance(kind, Array) else 0)
            case "dtype" if isinstance(kind, Array | Scalar):
                return Const(np.dtype(kind.dtype))
            case _ if callable(getattr(np.ndarray, attr)) or isinstance(kind, Unknown):
                return BoundMethod(owner, attr)
        raise UnsupportedSyntaxError(
            f"The attribute `{attr}` of an array is not supported", self.span, "Use indices, or a function of NumPy."
        )

    def _complex_part(self, owner: Binding, attr: str, name: str) -> Binding:
        """`x.real` or `x.imag`: a view of a complex array; the real part of a real array is the array itself."""
        kind = self.read(owner).type
        if attr == "real" and is_numeric(kind) and not is_complex(kind):
            return owner
        part = self.bind_value(self.builder.call(getattr(np, attr), self.read(owner), name=name))
        if isinstance(part, Ref):
            self.share(part.storage, owner)
        return part

    def _MatchedAttribute(self, node: Any, name: str) -> Binding:
        cls = self.expression(node.cls)
        value = self.expression(node.value)
        if not isinstance(cls, Const):
            raise UnsupportedSyntaxError("The class of this pattern is known only at run time", self.span)
        attribute = matched_attribute(cls.value, node.position)
        return self.attribute(value, attribute, name) if attribute else value
