"""Classes of containers that the compiler understands: what a call of one makes.

list(x)  ->  a list of the rows          defaultdict(list)  ->  a dict with keys of run time
"""

from __future__ import annotations

import collections
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from s2sad.errors import UnsupportedCallError
from s2sad.frontend.state import (
    Binding,
    BoundedDeque,
    Entries,
    Items,
    Iteration,
    KeyedDict,
    KeyedSet,
    Pack,
    PlacedList,
    Ref,
    is_keyed,
)
from s2sad.frontend.tuples import long_tuple
from s2sad.ir.classes import class_of
from s2sad.ir.ops import Const

if TYPE_CHECKING:
    from s2sad.frontend.lower import Lowering

Handler = Callable[["Lowering", list[Binding], dict[str, Binding], str], Binding | None]


def container_class(low: Lowering, value: Binding, asked: Any) -> type | None:
    """The class of a container of a class that is lowered as another one; None of other things.

    Raises:
        UnsupportedCallError: it may be of several classes, of which not all are, or none is, among those asked for.
    """
    kinds: dict[Any, type] = {KeyedDict: dict, KeyedSet: set, BoundedDeque: collections.deque, PlacedList: list}
    if is_keyed(value):
        return kinds[value.cls]
    if not isinstance(value, Ref) or not low.classes:
        return None
    if not value.path and value.storage.like is not None:
        return value.storage.like
    content = low.state.current[value.storage] if not value.path else None
    kind = None if isinstance(content, Items | Entries) else class_of(low.read(value).type)
    if kind in (list, dict) and any(_tells_apart(asked, kind, other) for other in low.classes - {tuple}):
        raise UnsupportedCallError(
            f"Whether this is a {kind.__name__} or of another class is not followed here",
            low.span,
            "Ask before the container is put into another one, or takes part in a loop or branch.",
        )
    return None


def _tells_apart(asked: Any, kind: type, other: type) -> bool:
    """Whether a question after a class has another answer for `other`, which is lowered as `kind`."""
    if issubclass(other, dict) != issubclass(kind, dict):
        return False
    return asked is None or issubclass(kind, asked) != issubclass(other, asked)


def _list(low: Lowering, args: list[Binding], kwargs: dict[str, Binding], name: str) -> Binding:
    if not args:
        return low.new_items(Items(()), name)
    return low.listed(args[0], name)


def _tuple(low: Lowering, args: list[Binding], kwargs: dict[str, Binding], name: str) -> Binding:
    if args and not low.has_known_length(args[0]):
        return long_tuple(low, args[0], name)
    return Pack(tuple(low.known_elements(args[0]))) if args else Pack(())


def _deque(low: Lowering, args: list[Binding], kwargs: dict[str, Binding], name: str) -> Binding:
    """A `deque` without a bound is a list with a few more methods."""
    bound = low.read(args[1] if len(args) > 1 else kwargs.get("maxlen", Const(None)))
    if isinstance(bound, Const) and bound.value is None:
        made = low.listed(args[0], name) if args else low.new_items(Items(()), name)
        return low.made_like(made, collections.deque) if isinstance(made, Ref) else made
    return low.bounded_deque(args[0] if args else None, bound, name)


def _dict(low: Lowering, args: list[Binding], kwargs: dict[str, Binding], name: str) -> Binding:
    if low.span in low.keyed_at:
        made = low.keyed_dict([], name=name)
        low.keyed_dict_update(made, *args, **kwargs)
        return made
    if args and is_keyed(args[0]) and not kwargs:
        return low.keyed_dict_copy(args[0])
    return low.new_dict(low.made_dict(args, kwargs), name)


def _from_keys(low: Lowering, args: list[Binding], kwargs: dict[str, Binding], name: str) -> Binding | None:
    """`dict.fromkeys(keys, value)`: each key has the same object."""
    keys = low.unrolled_elements(args[0]) if low.count_of(args[0]) is not None else None
    value = args[1] if len(args) > 1 else Const(None)
    if keys is None or not all(isinstance(each, Const) for each in keys):
        made = low.keyed_dict([], name=name)
        given = low.iterated(args[0])
        given = low.as_list(given) if isinstance(given, Iteration) else given
        low.call(low.callable_binding(_give_to_keys), [made, given, value], {})
        return made
    entries = {each.value: value for each in keys if isinstance(each, Const)}
    if low.span not in low.keyed_at:
        return low.new_dict(entries, name)
    made = low.keyed_dict([], name=name)
    low.keyed_dict_update(made, low.new_items(Entries(tuple(entries.items())), name))
    return made


def _give_to_keys(target, keys, value):  # type: ignore[no-untyped-def] # lowered like a function of the user
    for key in keys:
        target[key] = value


def _ordered(low: Lowering, args: list[Binding], kwargs: dict[str, Binding], name: str) -> Binding:
    made = _dict(low, args, kwargs, name)
    return low.made_like(made, collections.OrderedDict) if isinstance(made, Ref) else made


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
    dict.fromkeys: _from_keys,
    collections.OrderedDict: _ordered,
    collections.defaultdict: _defaultdict,
    set: _set(False),
    frozenset: _set(True),
    collections.deque: _deque,
    list: _list,
    tuple: _tuple,
}
