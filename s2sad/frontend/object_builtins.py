"""Functions of the standard library that work on objects: they read attributes by name, copy, and make getters.

getattr(p, "w")           p.w                        copy.copy(p)            an object with the attributes of p
dataclasses.replace(p, a=x)   P(a=x, w=p.w)          operator.itemgetter(1)  lambda xs: xs[1]
"""

from __future__ import annotations

import copy
import dataclasses
import operator
from typing import TYPE_CHECKING, Any

import numpy as np

from s2sad.errors import UnsupportedCallError
from s2sad.frontend.combining import COMBINING
from s2sad.frontend.state import Binding, Entries, Holding, Pack, Special
from s2sad.ir.classes import classes_of
from s2sad.ir.ops import Const
from s2sad.ir.types import Array, Scalar, Static
from s2sad.runtime import tree

if TYPE_CHECKING:
    from s2sad.frontend.lower import Lowering

Words = dict[str, Binding]


def _text(low: Lowering, binding: Binding) -> str:
    """The name of an attribute."""
    operand = low.read(binding)
    if not isinstance(operand, Const) or not isinstance(operand.value, str):
        raise UnsupportedCallError("The name of an attribute is known only at run time", low.span, "Write `x.name`.")
    return operand.value


def _has(low: Lowering, owner: Binding, attr: str) -> bool:
    """Whether something has an attribute."""
    cls = low.user_class(owner)
    if cls is not None:
        return attr in low.attribute_names(owner) or hasattr(cls, attr)
    operand = low.read(owner)
    match operand.type:
        case Static() if isinstance(operand, Const):
            return hasattr(operand.value, attr)
        case _:
            answers = {hasattr(cls, attr) for cls in classes_of(operand.type)}
            if len(answers) == 1:
                return answers.pop()
            raise UnsupportedCallError(
                f"Whether this has an attribute `{attr}` is known only at run time",
                low.span,
                "Give it one type on every path, or ask isinstance.",
            )


def _getattr(low: Lowering, args: list[Binding], kwargs: Words, name: str) -> Binding:
    owner, attr, *default = args
    found = _text(low, attr)
    return default[0] if default and not _has(low, owner, found) else low.attribute(owner, found, name)


def _hasattr(low: Lowering, args: list[Binding], kwargs: Words, name: str) -> Binding:
    return Const(_has(low, args[0], _text(low, args[1])))


def _setattr(low: Lowering, args: list[Binding], kwargs: Words, name: str) -> Binding:
    low.store_attribute(args[0], _text(low, args[1]), args[2])
    return Const(None)


def _fields(low: Lowering, args: list[Binding], kwargs: Words, name: str) -> Binding:
    return Const(dataclasses.fields(_dataclass(low, args[0])))


def _dataclass(low: Lowering, owner: Binding) -> Any:
    cls = low.user_class(owner)
    if isinstance(owner, Const) and isinstance(owner.value, type):
        cls = owner.value
    if cls is None or not dataclasses.is_dataclass(cls):
        raise UnsupportedCallError("This is not known to be a dataclass", low.span, "Name its attributes.")
    return cls


def _replace(low: Lowering, args: list[Binding], kwargs: Words, name: str) -> Binding:
    cls = _dataclass(low, args[0])
    kept = [f.name for f in dataclasses.fields(cls) if f.init and f.name not in kwargs]
    return low.construct(cls, [], {**{k: low.attribute(args[0], k) for k in kept}, **kwargs}, name)


def _plain(low: Lowering, value: Binding, as_tuple: bool) -> Binding:
    """A dataclass as a dict or a tuple; its parts too, other things copied."""
    cls = low.user_class(value)
    if cls is None or not dataclasses.is_dataclass(cls):
        return _deepcopy(low, [value], {}, "t")
    parts = {f.name: _plain(low, low.attribute(value, f.name), as_tuple) for f in dataclasses.fields(cls)}
    return Pack(tuple(parts.values())) if as_tuple else low.new_items(Entries(tuple(parts.items())), "t")


def _asdict(low: Lowering, args: list[Binding], kwargs: Words, name: str) -> Binding:
    return _plain(low, args[0], False)


def _astuple(low: Lowering, args: list[Binding], kwargs: Words, name: str) -> Binding:
    return _plain(low, args[0], True)


def _copy(low: Lowering, args: list[Binding], kwargs: Words, name: str) -> Binding:
    """`copy.copy`: the same parts in a new container."""
    value = args[0]
    cls = low.user_class(value)
    if cls is not None and not isinstance(value, Pack):
        parts = tuple((k, low.attribute(value, k)) for k in low.attribute_names(value))
        return low.new_items(Entries(parts, cls), name)
    if low.is_list(value):
        return low.listed(value, name)
    if low.is_record(value):
        return low.new_items(Entries(tuple(low.known_entries(value).items())), name)
    return _deepcopy(low, args, kwargs, name)


def _deepcopy(low: Lowering, args: list[Binding], kwargs: Words, name: str) -> Binding:
    """`copy.deepcopy`; of what cannot change the thing itself."""
    if isinstance(args[0], Pack):
        return Pack(tuple(_deepcopy(low, [e], {}, name) for e in args[0].elements), args[0].cls)
    operand = low.read(args[0])
    if isinstance(operand, Const) or isinstance(operand.type, Scalar):
        return operand
    if isinstance(operand.type, Array):
        return low.bind_value(low.builder.call(np.copy, operand, name=name), name)
    return low.bind_value(low.builder.call(tree.copy, operand, name=name, type=operand.type), name)


def _itemgetter(low: Lowering, args: list[Binding], kwargs: Words, name: str) -> Binding:
    def get(low: Lowering, indices: tuple[Binding, ...], given: list[Binding], kwargs: Words, name: str) -> Binding:
        found = tuple(low.subscript(given[0], low.read(index)) for index in indices)
        return found[0] if len(found) == 1 else Pack(found)

    return Holding(get, held=tuple(args))


def _attrgetter(low: Lowering, args: list[Binding], kwargs: Words, name: str) -> Binding:
    paths = [_text(low, a).split(".") for a in args]

    def follow(low: Lowering, value: Binding, path: list[str]) -> Binding:
        for attr in path:
            value = low.attribute(value, attr)
        return value

    def get(low: Lowering, given: list[Binding], kwargs: Words, name: str) -> Binding:
        found = tuple(follow(low, given[0], path) for path in paths)
        return found[0] if len(found) == 1 else Pack(found)

    return Special(get)


def _methodcaller(low: Lowering, args: list[Binding], kwargs: Words, name: str) -> Binding:
    method, *bound = args
    count, names = len(bound), list(kwargs)

    def run(low: Lowering, held: tuple[Binding, ...], given: list[Binding], words: Words, name: str) -> Binding:
        named = dict(zip(names, held[count:], strict=True))
        return low.call(low.attribute(given[0], _text(low, method)), list(held[:count]), named, name)

    return Holding(run, held=(*bound, *kwargs.values()))


def _in_place(function: Any) -> Any:
    """`operator.iadd(y, x)`: `y += x`, which gives `y`."""

    def handler(low: Lowering, args: list[Binding], kwargs: Words, name: str) -> Binding:
        return low.augmented(_IN_PLACE[function], args[0], args[1], name)

    return handler


def _setitem(low: Lowering, args: list[Binding], kwargs: Words, name: str) -> Binding:
    low.store_item(args[0], low.read(args[1]), args[2])
    return Const(None)


_IN_PLACE: dict[Any, Any] = {
    getattr(operator, f"i{name}"): getattr(operator, name)
    for name in ("add", "sub", "mul", "truediv", "floordiv", "mod", "pow", "matmul")
}
OBJECT_HANDLERS: dict[Any, Any] = {
    getattr: _getattr,
    hasattr: _hasattr,
    setattr: _setattr,
    dataclasses.fields: _fields,
    dataclasses.replace: _replace,
    dataclasses.asdict: _asdict,
    dataclasses.astuple: _astuple,
    copy.copy: _copy,
    copy.deepcopy: _deepcopy,
    operator.itemgetter: _itemgetter,
    operator.attrgetter: _attrgetter,
    operator.methodcaller: _methodcaller,
    operator.setitem: _setitem,
    **{function: _in_place(function) for function in _IN_PLACE},
    **COMBINING,
}
"""Callee -> how it is lowered, as in `builtins`."""
