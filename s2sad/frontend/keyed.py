"""Dicts and sets whose keys are known only at run time: positions by key, which are not differentiated, and a list.

d = {}; d[k] = v      slots = dict(); slot = slots.setdefault(k, len parts); parts.1 = appended parts, v, or stored
y = d[k]              slot = slots[k]; y = getitem parts.1, slot
s = {1, 2}; k in s    members = set((1, 2)); t = contains members, k

The positions and the members are Python objects which the program changes in place, in order and once; what is
differentiated is the list. A list of keys is kept for their type only, and dropped if nobody reads it.
"""

from __future__ import annotations

import operator
from collections.abc import Callable
from typing import Any

import numpy as np

from s2sad.analysis.inference import known
from s2sad.errors import UnsupportedCallError, UnsupportedSyntaxError
from s2sad.frontend.dicts import Dicts
from s2sad.frontend.state import (
    Binding,
    BoundedDeque,
    BoundMethod,
    Items,
    KeyedDict,
    KeyedSet,
    Pack,
    Ref,
    is_keyed,
)
from s2sad.ir.joins import element_type
from s2sad.ir.ops import Const, Operand, Value
from s2sad.ir.types import BOOL, INT, UNKNOWN, List, Scalar, Type
from s2sad.runtime import containers

NOTHING = Const(None)
ABSENT = Const(-1)
_OPERATORS: dict[Any, str] = {
    operator.or_: "union",
    operator.and_: "intersection",
    operator.sub: "difference",
    operator.xor: "symmetric_difference",
}
_UPDATES: dict[Any, str] = {
    operator.or_: "update",
    operator.and_: "intersection_update",
    operator.sub: "difference_update",
    operator.xor: "symmetric_difference_update",
}
_RELATIONS = (operator.le, operator.lt, operator.ge, operator.gt, operator.eq, operator.ne)
_CHANGES = ("discard", "remove", "clear")
_TESTS = ("issubset", "issuperset", "isdisjoint")


class Keyed(Dicts):
    """The part of lowering that handles dicts and sets with keys of run time."""

    at_the_end: bool

    # -- making -------------------------------------------------------------------------------------------------

    def keyed_dict(self, entries: list[tuple[Binding, Binding]], factory: Binding = NOTHING, name: str = "t") -> Pack:
        """A new dict; `factory` makes what is missing, as that of a `defaultdict` does."""
        slots = self._outside(dict, name="slots")
        made = Pack((slots, self._new_list("keys"), self._new_list(name), factory), KeyedDict)
        for key, value in entries:
            self.keyed_store(made, key, value)
        return made

    def keyed_set(self, elements: Binding | None, frozen: bool = False) -> Pack:
        """A new set of what an iterable gives."""
        kind = frozenset if frozen else set
        if elements is None:
            return Pack((self._outside(kind, name="members"), self._new_list("keys")), KeyedSet)
        if is_keyed(elements):
            members, keys = self._parts(elements)[:2]
            return Pack((self._outside(kind, members, name="members"), self._list_of_keys([keys])), KeyedSet)
        listed = self.listed(elements, "t")
        constants = self.items_of(listed)
        operand = self.as_value(listed)
        if constants is not None and all(isinstance(c, Const) for c in constants):
            operand = Const(tuple(c.value for c in constants if isinstance(c, Const)))
        return Pack((self._outside(kind, operand, name="members"), self._list_of_keys([listed])), KeyedSet)

    def _new_list(self, label: str) -> Ref:
        made = self.new_items(Items(()), "t" if label == "t" else label)
        self.settle_display(made.storage)
        return made

    def _list_of_keys(self, lists: list[Binding]) -> Binding:
        """A list of the keys of others: only its type counts."""
        made = self._new_list("keys")
        for each in lists:
            self.list_extend(made, each)
        return made

    def _outside(self, function: Any, *args: Operand, name: str = "t", kind: Type = UNKNOWN) -> Value:
        """A call that changes positions or members, or reads them as they are now."""
        return self.builder.call(function, *args, name=name, type=kind, effect="unknown")

    def _asked(self, owner: Operand, method: str, *args: Operand, name: str = "t", kind: Type = UNKNOWN) -> Value:
        called = Const(containers.OfKeys(method))
        return self._outside(containers.call_method, owner, called, *args, name=name, kind=kind)

    def _parts(self, owner: Binding) -> tuple[Any, ...]:
        assert isinstance(owner, Pack)
        return (self.read(owner.elements[0]), *owner.elements[1:])

    # -- reading ------------------------------------------------------------------------------------------------

    def iterated(self, binding: Binding) -> Binding:
        """What a loop over a dict or a set runs over: its keys; other things as they are."""
        if not is_keyed(binding):
            return super().iterated(binding)
        if binding.cls is BoundedDeque:
            return binding.elements[0]
        slots, keys, *_ = self._parts(binding)
        key = element_type(self.read(keys).type)
        traced = [self.read(keys)] if may_be_active(key) else []
        found = self._outside(containers.keys_of, slots, *traced, name="keys", kind=List(key))
        return self.bind_value(found, "keys")

    def keyed_length(self, owner: Binding) -> Operand:
        """`len(owner)`."""
        if isinstance(owner, Pack) and owner.cls is BoundedDeque:
            return self.length(owner.elements[0])
        return self._outside(len, self._parts(owner)[0], kind=INT)

    def keyed_contains(self, owner: Binding, key: Operand) -> Operand:
        """`key in owner`."""
        if isinstance(owner, Pack) and owner.cls is BoundedDeque:
            return self.builder.call(operator.contains, self.read(owner.elements[0]), key)
        return self._outside(operator.contains, self._parts(owner)[0], key, kind=BOOL)

    def located(self, owner: Binding, index: Operand) -> tuple[Binding, Operand]:
        """Where an element is that is read or replaced: of a dict, its list and the position in it."""
        if not is_keyed(owner):
            return owner, index
        if owner.cls is BoundedDeque:
            return owner.elements[0], index
        slots, keys, parts, *factory = self._parts(owner)
        if not factory:
            raise UnsupportedSyntaxError("A set has no elements by index", self.span)
        if isinstance(factory[0], Const) and factory[0].value is None:
            return parts, self._outside(operator.getitem, slots, index, name="slot", kind=INT)
        slot, is_new = self._slot(owner, index)

        def add() -> None:
            self.grow(keys, index)
            self.grow(parts, self.call(factory[0], [], {}))

        self.branch(is_new, add, lambda: None, self.frames[-1].live_out)
        return parts, slot

    def _slot(self, owner: Binding, key: Operand) -> tuple[Value, Operand]:
        """The position of a key, which it gets now if it has none; and whether it had none."""
        slots, _, parts, *_ = self._parts(owner)
        count = self.length(parts)
        slot = self._asked(slots, "setdefault", key, count, name="slot", kind=INT)
        return slot, self.builder.call(operator.eq, slot, count)

    def _chosen(self, slot: Value, parts: Binding, default: Binding, name: str) -> Binding:
        is_there = self.builder.call(operator.ge, slot, Const(0))
        return self.choose(is_there, lambda: self.subscript(parts, slot), lambda: default, name)

    def keyed_value(self, owner: Pack, name: str) -> Operand:
        """The dict, set or deque as one value: what it is at the end."""
        if not self.at_the_end:
            raise UnsupportedSyntaxError(
                "A dict or set whose keys are known only at run time, or a bounded deque, is part of something else",
                self.span,
                "Use a variable for each, or a list of lists.",
            )
        if owner.cls is BoundedDeque:
            return self.read(owner.elements[0], name)
        if owner.cls is KeyedSet:
            members = self._parts(owner)[0]
            return self._outside(set, members, name=name)
        slots, keys, parts, *_ = self._parts(owner)
        pairs = self._outside(containers.pairs_of, slots, name="slots", kind=UNKNOWN)
        del keys
        return self.builder.call(containers.keyed, pairs, self.read(parts), name=name)

    # -- changing -----------------------------------------------------------------------------------------------

    def keyed_store(self, owner: Binding, key: Binding, value: Binding) -> None:
        """`owner[key] = value`."""
        _, keys, parts, *_ = self._parts(owner)
        slot, is_new = self._slot(owner, self.as_value(key))

        def add() -> None:
            self.grow(keys, key)
            self.grow(parts, value)

        self.branch(is_new, add, lambda: self.store_item(parts, slot, value), self.frames[-1].live_out)

    def keyed_operator(self, callee: Any, left: Binding, right: Binding) -> Binding | None:
        """`a | b` and the like of sets, `a | b` of dicts; None of other things."""
        dicts = [is_keyed(each) and each.cls is KeyedDict for each in (left, right)]
        if callee is operator.or_ and any(dicts):
            made = self.keyed_dict([])
            self.keyed_dict_update(made, left, right)
            return made
        if not (_is_set(left) and _is_set(right)) or callee not in _OPERATORS:
            return None
        return self._combined(_OPERATORS[callee], left, right)

    def _combined(self, method: str, left: Binding, *others: Binding) -> Binding:
        members, keys = self._parts(left)
        operands = [self._set_operand(other) for other in others]
        more = [self._parts(other)[1] if is_keyed(other) else other for other in others]
        found = self._asked(members, method, *operands, name="members")
        return Pack((found, self._list_of_keys([keys, *more])), KeyedSet)

    def _set_operand(self, other: Binding) -> Operand:
        operand: Operand = self._parts(other)[0] if is_keyed(other) else self.read(self.as_list(other))
        return operand

    def keyed_relation(self, callee: Any, left: Binding, right: Binding) -> Operand:
        """`a <= b` and the like of sets."""
        if not (_is_set(left) and _is_set(right)) or callee not in _RELATIONS:
            raise UnsupportedSyntaxError("This comparison of dicts is not supported", self.span, "Compare entries.")
        return self._outside(callee, self._parts(left)[0], self._parts(right)[0], kind=BOOL)

    # -- methods ------------------------------------------------------------------------------------------------

    def keyed_method(self, owner: Pack, name: str, args: list[Binding], kwargs: dict[str, Binding]) -> Binding:
        """`owner.name(...)`."""
        if owner.cls is BoundedDeque:
            return self._bounded_method(owner, name, args, kwargs)
        prefix = "keyed_set" if owner.cls is KeyedSet else "keyed_dict"
        handler: Callable[..., Binding] | None = getattr(self, f"{prefix}_{name}", None)
        if handler is not None:
            self._check_method(handler, name, args, kwargs)
            return handler(owner, *args, **kwargs)
        members = self._parts(owner)[0]
        if owner.cls is KeyedSet and name in _OPERATORS.values():
            return self._combined(name, owner, *args)
        if owner.cls is KeyedSet and name in _UPDATES.values():
            return self._update_members(owner, name, *args)
        if owner.cls is KeyedSet and name in _TESTS:
            return self._asked(members, name, *map(self._set_operand, args), kind=BOOL)
        if (owner.cls is KeyedSet and name in _CHANGES) or name == "clear":
            self._asked(members, name, *map(self.as_value, args))
            return NOTHING
        raise UnsupportedCallError(f"The method `{name}` is not supported here", self.span)

    def bounded_deque(self, elements: Binding | None, bound: Operand, name: str) -> Pack:
        """A new `deque` with `maxlen`."""
        made = Pack((self._new_list(name), bound), BoundedDeque)
        if elements is not None:
            self._bounded_method(made, "extend", [elements], {})
        return made

    def _bounded_method(self, owner: Pack, name: str, args: list[Binding], kwargs: dict[str, Binding]) -> Binding:
        """A method of a bounded deque: that of the list, and then what is too much goes at the other end."""
        parts, bound = owner.elements
        if name not in ("append", "appendleft", "extend", "extendleft"):
            return self.call(BoundMethod(parts, name), args, kwargs, "t")
        self.call(BoundMethod(parts, name), args, kwargs, "t")
        excess = self.binary(operator.sub, self.length(parts), bound, "t")
        start: Binding = Const(None)
        stop = excess
        if name.endswith("left"):
            start, stop = bound, Const(None)
        cut = self.read(Pack((start, stop, Const(None)), slice))
        is_long = self.fold_or_call(operator.gt, self.read(excess), Const(0))
        assert isinstance(parts, Ref)
        deque = parts
        self.branch(is_long, lambda: self.store_slice(deque, cut, None), lambda: None, self.frames[-1].live_out)
        return NOTHING

    def keyed_set_add(self, owner: Binding, key: Binding) -> Binding:
        """`s.add(k)`."""
        members, keys = self._parts(owner)
        self._asked(members, "add", self.as_value(key))
        self.grow(keys, key)
        return NOTHING

    def update_set(self, owner: Binding, callee: Any, value: Binding) -> bool:
        """`s |= t` and the like of sets, which change the set for all its names; whether it was that."""
        if not _is_set(owner) or not _is_set(value) or callee not in _UPDATES or self._is_frozen(owner):
            return False
        self._update_members(owner, _UPDATES[callee], value)
        return True

    def _is_frozen(self, owner: Binding) -> bool:
        """Whether a set was made as a `frozenset`, or of one by an operator."""
        made = self.builder.definitions.get(self._parts(owner)[0])
        while made is not None and made.callee is containers.call_method:
            made = self.builder.definitions.get(made.args[0])
        return made is not None and frozenset in (made.callee, *(known(arg) for arg in made.args[:1]))

    def _update_members(self, owner: Binding, method: str, *others: Binding) -> Binding:
        members, keys = self._parts(owner)
        for other in others:
            self._asked(members, method, self._set_operand(other))
            self.list_extend(keys, self._parts(other)[1] if is_keyed(other) else other)
        return NOTHING

    # -- given elsewhere ----------------------------------------------------------------------------------------

    def _check_method(self, handler: Any, name: str, args: list[Binding], kwargs: dict[str, Binding]) -> None:
        raise NotImplementedError

    def callable_binding(self, function: Any) -> Binding:
        """The binding of a callable Python object: see `Functions`."""
        raise NotImplementedError


def _is_set(binding: Binding) -> bool:
    return isinstance(binding, Pack) and binding.cls is KeyedSet


def may_be_active(key: Type) -> bool:
    """Whether keys could be what is differentiated: then they are followed, and refused if they are."""
    return not (isinstance(key, Scalar) and np.dtype(key.dtype).kind in "biu")
