"""Methods of dicts and sets whose keys are known only at run time.

d.get(k)                slot = slots.get(k, -1); y = parts[slot] if slot >= 0 else None
"""

from __future__ import annotations

from dataclasses import replace

from s2sad.frontend.keyed import ABSENT, NOTHING, Keyed, may_be_active
from s2sad.frontend.state import Binding, FunctionValue, Iteration, KeyedDict, Pack, is_keyed
from s2sad.ir.joins import element_type
from s2sad.ir.ops import Const
from s2sad.ir.types import INT, List, Tuple
from s2sad.runtime import containers


class KeyedMethods(Keyed):
    """The part of lowering that handles methods of dicts and sets with keys of run time."""

    def keyed_set_copy(self, owner: Binding) -> Binding:
        """`s.copy()`."""
        return self.keyed_set(owner)

    def keyed_set_pop(self, owner: Binding) -> Binding:
        """`s.pop()`."""
        members, keys = self._parts(owner)
        key = element_type(self.read(keys).type)
        traced = [self.read(keys)] if may_be_active(key) else []
        return self.bind_value(self._outside(containers.popped, members, *traced, kind=key))

    def keyed_dict_get(self, owner: Binding, key: Binding, default: Binding = NOTHING) -> Binding:
        """`d.get(k, default)`."""
        slots, _, parts, *_ = self._parts(owner)
        slot = self._asked(slots, "get", self.as_value(key), ABSENT, name="slot", kind=INT)
        return self._chosen(slot, parts, default, "t")

    def keyed_dict_setdefault(self, owner: Binding, key: Binding, default: Binding = NOTHING) -> Binding:
        """`d.setdefault(k, default)`."""
        _, keys, parts, *_ = self._parts(owner)
        slot, is_new = self._slot(owner, self.as_value(key))

        def add() -> None:
            self.grow(keys, key)
            self.grow(parts, default)

        self.branch(is_new, add, lambda: None, self.frames[-1].live_out)
        return self.subscript(parts, slot)

    def keyed_dict_pop(self, owner: Binding, key: Binding, *default: Binding) -> Binding:
        """`d.pop(k, default)`."""
        slots, _, parts, *_ = self._parts(owner)
        missing = (ABSENT,) if default else ()
        slot = self._asked(slots, "pop", self.as_value(key), *missing, name="slot", kind=INT)
        return self._chosen(slot, parts, default[0], "t") if default else self.subscript(parts, slot)

    def keyed_dict_popitem(self, owner: Binding) -> Binding:
        """`d.popitem()`."""
        slots, keys, parts, *_ = self._parts(owner)
        key = element_type(self.read(keys).type)
        kind = Tuple((key, INT))
        if may_be_active(key):
            pair = self._outside(containers.popped_pair, slots, self.read(keys), name="pair", kind=kind)
        else:
            pair = self._asked(slots, "popitem", name="pair", kind=kind)
        found, slot = self.known_elements(self.bind_value(pair, "pair"))
        return Pack((found, self.subscript(parts, self.read(slot))))

    def keyed_dict_keys(self, owner: Binding) -> Binding:
        """`d.keys()`."""
        return self.iterated(owner)

    def keyed_dict_values(self, owner: Binding) -> Binding:
        """`d.values()`: the elements at the positions, in the order of the keys."""
        slots, _, parts, *_ = self._parts(owner)
        order = self.bind_value(self._outside(containers.places_of, slots, name="order", kind=List(INT)), "order")
        element = self.callable_binding(_part)
        assert isinstance(element, FunctionValue)
        return Iteration("map", (replace(element, bound=(parts,)), order))

    def keyed_dict_items(self, owner: Binding) -> Binding:
        """`d.items()`."""
        return Iteration("zip", (self.iterated(owner), self.keyed_dict_values(owner)))

    def keyed_dict_copy(self, owner: Binding) -> Binding:
        """`d.copy()`."""
        slots, keys, parts, factory = self._parts(owner)
        return Pack((self._outside(dict, slots), self._list_of_keys([keys]), self.list_copy(parts), factory), KeyedDict)

    def keyed_dict_update(self, owner: Binding, *others: Binding, **more: Binding) -> Binding:
        """`d.update(other, key=value)`."""
        for other in others:
            if not self.is_record(other):
                code = _update if is_keyed(other) else _update_from_pairs
                self.call(self.callable_binding(code), [owner, other], {})
                continue
            for key, value in self.known_entries(other).items():
                self.keyed_store(owner, Const(key), value)
        for name, value in more.items():
            self.keyed_store(owner, Const(name), value)
        return NOTHING


def _part(parts, slot):  # type: ignore[no-untyped-def] # lowered like a function of the user
    return parts[slot]


def _update(target, source):  # type: ignore[no-untyped-def] # lowered like a function of the user
    for key, value in source.items():
        target[key] = value


def _update_from_pairs(target, pairs):  # type: ignore[no-untyped-def] # lowered like a function of the user
    for key, value in pairs:
        target[key] = value
