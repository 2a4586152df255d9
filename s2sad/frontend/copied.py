"""`copy.copy` and `copy.deepcopy`: by what is copied, a new array, new parts, or the value itself.

copy.copy(x)          np.copy x                 x an array
copy.copy(d)          dict(d)                   a list or dict: new, with the same elements
copy.deepcopy(d)      {"a": np.copy d["a"]}     all arrays in it are new
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from s2sad.errors import UnsupportedCallError
from s2sad.frontend.state import Binding, Entries, FunctionValue, Items, Pack, Ref, Step, storages_of
from s2sad.ir.ops import Const
from s2sad.ir.types import Array, FixedList, Function, List, Object, Record, Scalar, Static, Type, children
from s2sad.runtime import tree

if TYPE_CHECKING:
    from s2sad.frontend.lower import Lowering

_OWN = ("__copy__", "__deepcopy__", "__reduce__", "__getstate__", "__setstate__")


def shallow(low: Lowering, args: list[Binding], kwargs: dict[str, Binding], name: str) -> Binding:
    """`copy.copy(x)`."""
    (x,) = args
    content = _display(low, x)
    kind = None if content is not None else _kind(low, x)
    if isinstance(content, Entries) and content.cls is not None:
        _check(low, content.cls)
        return low.new_items(content, name)
    match kind:
        case Object():
            _check(low, kind.cls)
            parts = [(k, low.step(x, Step("attribute", k))) for k, _ in kind.fields]
            return low.new_items(Entries(tuple(parts), kind.cls), name)
        case Array():
            return low.call(Const(np.copy), [x], {}, name)
        case List() | FixedList():
            return low.listed(x, name)
    if isinstance(content, Items):
        return low.listed(x, name)
    if isinstance(content, Entries) or isinstance(kind, Record):
        return low.new_items(Entries(tuple(low.known_entries(x).items())), name)
    return _same(low, x, kind)


def deep(low: Lowering, args: list[Binding], kwargs: dict[str, Binding], name: str) -> Binding:
    """`copy.deepcopy(x)`."""
    (x,) = args
    held = list(storages_of(x, low.state))
    if len(set(held)) < len(held):
        raise UnsupportedCallError(
            "`deepcopy` of what holds one array or list twice is not followed", low.span, "Copy its parts one by one."
        )
    return _deep(low, x, name)


def _deep(low: Lowering, x: Binding, name: str) -> Binding:
    content = _display(low, x)
    if isinstance(x, Pack):
        return Pack(tuple(_deep(low, e, name) for e in x.elements), x.cls)
    if isinstance(content, Items):
        return low.new_items(Items(tuple(_deep(low, e, name) for e in content.elements)), name)
    if isinstance(content, Entries):
        if content.cls is not None:
            _check(low, content.cls)
        return low.new_items(Entries(tuple((k, _deep(low, e, name)) for k, e in content.entries), content.cls), name)
    kind = _kind(low, x)
    if isinstance(kind, Array):
        return low.call(Const(np.copy), [x], {}, name)
    if isinstance(kind, Record | Object | List | FixedList):
        for cls in _classes(kind):
            _check(low, cls)
        return low.call(Const(tree.copy), [x], {}, name)
    return _same(low, x, kind)


def _display(low: Lowering, x: Binding) -> Items | Entries | None:
    """The parts of what is known part by part."""
    content = low.state.current[x.storage] if isinstance(x, Ref) and not x.path else None
    return content if isinstance(content, Items | Entries) else None


def _kind(low: Lowering, x: Binding) -> Type | None:
    """The type of a value; None of a function that the program makes, or of a tuple."""
    return None if isinstance(x, Pack | FunctionValue) else low.read(x).type


def _same(low: Lowering, x: Binding, kind: Type | None) -> Binding:
    """What is not copied, as it cannot change."""
    if kind is None or isinstance(kind, Scalar | Static | Function):
        return x
    raise UnsupportedCallError("A copy is made of something that is known only at run time", low.span)


def _classes(kind: Type) -> list[type]:
    own = [kind.cls] if isinstance(kind, Object) else []
    return own + [cls for child in children(kind) for cls in _classes(child)]


def _check(low: Lowering, cls: Any) -> None:
    """Refuse a class that says itself how it is copied."""
    if any(getattr(cls, name, None) is not getattr(object, name, None) for name in _OWN):
        raise UnsupportedCallError(
            f"The class `{cls.__name__}` has a way of its own to be copied", low.span, "Make the copy by its parts."
        )
