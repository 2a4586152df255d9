"""Classes of containers that the compiler understands: what a call of one makes.

list(x)  ->  a list of the rows          defaultdict(list)  ->  a dict with keys of run time
"""

from __future__ import annotations

import collections
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from s2sad.errors import UnsupportedSyntaxError
from s2sad.frontend.state import Binding, BoundedDeque, Items, KeyedDict, KeyedSet, Pack, is_keyed
from s2sad.ir.ops import Const

if TYPE_CHECKING:
    from s2sad.frontend.lower import Lowering

Handler = Callable[["Lowering", list[Binding], dict[str, Binding], str], Binding | None]


def keyed_class(value: Binding) -> type | None:
    """The class of a container whose keys are known at run time; None of other things."""
    kinds: dict[Any, type] = {KeyedDict: dict, KeyedSet: set, BoundedDeque: collections.deque}
    return kinds[value.cls] if is_keyed(value) else None


def _list(low: Lowering, args: list[Binding], kwargs: dict[str, Binding], name: str) -> Binding:
    if not args:
        return low.new_items(Items(()), name)
    return low.listed(args[0], name)


def _tuple(low: Lowering, args: list[Binding], kwargs: dict[str, Binding], name: str) -> Binding:
    if args and not low.has_known_length(args[0]):
        reason = "A tuple is made whose length is known only at run time"
        raise UnsupportedSyntaxError(reason, low.span, "Write a list: `list(...)` in the place of `tuple(...)`.")
    return Pack(tuple(low.known_elements(args[0]))) if args else Pack(())


def _deque(low: Lowering, args: list[Binding], kwargs: dict[str, Binding], name: str) -> Binding:
    """A `deque` without a bound is a list with a few more methods."""
    bound = low.read(args[1] if len(args) > 1 else kwargs.get("maxlen", Const(None)))
    if isinstance(bound, Const) and bound.value is None:
        return _list(low, args[:1], {}, name)
    return low.bounded_deque(args[0] if args else None, bound, name)


def _dict(low: Lowering, args: list[Binding], kwargs: dict[str, Binding], name: str) -> Binding:
    if low.span in low.keyed_at:
        made = low.keyed_dict([], name=name)
        low.keyed_dict_update(made, *args, **kwargs)
        return made
    if args and is_keyed(args[0]) and not kwargs:
        return low.keyed_dict_copy(args[0])
    return low.new_dict(low.made_dict(args, kwargs), name)


def _defaultdict(low: Lowering, args: list[Binding], kwargs: dict[str, Binding], name: str) -> Binding:
    made = low.keyed_dict([], args[0] if args else Const(None), name)
    if args[1:] or kwargs:
        low.keyed_dict_update(made, *args[1:], **kwargs)
    return made


def _set(frozen: bool) -> Handler:
    def handler(low: Lowering, args: list[Binding], kwargs: dict[str, Binding], name: str) -> Binding:
        return low.keyed_set(args[0] if args else None, frozen)

    return handler


CONTAINERS: dict[Any, Handler] = {
    dict: _dict,
    collections.OrderedDict: _dict,
    collections.defaultdict: _defaultdict,
    set: _set(False),
    frozenset: _set(True),
    collections.deque: _deque,
    list: _list,
    tuple: _tuple,
}
