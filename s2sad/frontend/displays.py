"""Lowers displays, and says what is known of a container: its elements, its entries, its length.

[a, b]           a list of two bindings; no operation until it is needed as a value
(*xs, c)         the elements of `xs`, whose length is known, and c
{"w": w, **d}    a dict whose keys are known
"""

from __future__ import annotations

from typing import Any

import gast

from s2sad.errors import KeysAtRunTime, SourceSpan, UnsupportedSyntaxError
from s2sad.frontend.cuts import Cut
from s2sad.frontend.misfits import refuse_operand
from s2sad.frontend.special_methods import SpecialMethods
from s2sad.frontend.state import Binding, Entries, Items, Iteration, Pack, Ref, Step, is_keyed
from s2sad.frontend.tuples import as_tuple
from s2sad.ir.ops import Const, Operand, Value
from s2sad.ir.types import INT, Array, FixedList, Function, List, Map, Record, Static, Tuple, Unknown

NOTHING = Const(None)


class Displays(SpecialMethods):
    """The part of lowering that handles displays."""

    def _Tuple(self, node: Any, name: str) -> Binding:
        if not any(isinstance(each, gast.Starred) for each in node.elts):
            return Pack(tuple(self.elements(node.elts)))
        made = self._spread_list(node.elts, name)
        display = self.display_of(made)
        return as_tuple(self, made) if display is None else Pack(display.elements)

    def _List(self, node: Any, name: str) -> Binding:
        if not any(isinstance(each, gast.Starred) for each in node.elts):
            return self.new_items(Items(tuple(self.elements(node.elts))), name)
        return self._spread_list(node.elts, name)

    def _spread_list(self, nodes: list[Any], name: str) -> Binding:
        """`[a, *xs]`: a new list that gets `a`, then the elements of `xs`."""
        made: list[Binding] = [self.new_items(Items(()), name)]
        with self.keeping(made):
            for node in nodes:
                if isinstance(node, gast.Starred):
                    self.list_extend(made[0], self.iterated(self.expression(node.value)))
                else:
                    self.list_append(made[0], self.expression(node))
        return made[0]

    def operand(self, node: Any, name: str = "t") -> Operand:
        """Lower an expression to an operand."""
        return self.read(self.expression(node, name), name)

    def elements(self, nodes: list[Any]) -> list[Binding]:
        """Lower elements of a display or arguments of a call; a starred sequence of known length is spread."""
        found: list[Binding] = []
        with self.keeping(found):
            for node in nodes:
                if isinstance(node, gast.Starred):
                    found.extend(self.known_elements(self.expression(node.value)))
                else:
                    found.append(self.expression(node))
        return found

    def _Dict(self, node: Any, name: str) -> Binding:
        if self.span in self.keyed_at:
            return self._keyed_display(node, name)
        entries: list[tuple[Any, Binding]] = []
        for key, value in zip(node.keys, node.values, strict=True):
            if key is None:
                spread = self.expression(value)
                if is_keyed(spread):
                    raise KeysAtRunTime(self.span, self.span)
                entries += self.known_entries(spread).items()
                continue
            operand = self.operand(key)
            if not isinstance(operand, Const):
                raise KeysAtRunTime(self.span, self.span)
            entries.append((operand.value, self.expression(value)))
        return self.new_dict(dict(entries), name)

    def new_dict(self, entries: dict[Any, Binding], name: str) -> Ref:
        """A new dict whose keys are known, which can be made as another one."""
        made = self.new_items(Entries(tuple(entries.items())), name)
        made.storage.made = self.span
        return made

    keyed_at: frozenset[SourceSpan | None]

    def _keyed_display(self, node: Any, name: str) -> Binding:
        """A dict display that gets keys of run time."""
        made = self.keyed_dict([], name=name)
        for key, value in zip(node.keys, node.values, strict=True):
            if key is None:
                self.keyed_dict_update(made, self.expression(value))
            else:
                self.keyed_store(made, self.expression(key), self.expression(value))
        return made

    def _Set(self, node: Any, name: str) -> Binding:
        return self.keyed_set(self.new_items(Items(tuple(self.elements(node.elts))), "t"))

    # -- what is known of containers ----------------------------------------------------------------------------

    def display_of(self, binding: Binding) -> Items | None:
        """The elements of a list that is not a value yet; None of other things."""
        content = self.state.current[binding.storage] if isinstance(binding, Ref) and not binding.path else None
        return content if isinstance(content, Items) else None

    def known_elements(self, binding: Binding) -> list[Binding]:
        """The elements of a sequence whose length is known."""
        binding = self.as_it_is_now(binding)
        if isinstance(binding, Pack) and not is_keyed(binding):
            return list(binding.elements)
        display = self.display_of(binding)
        if display is not None:
            return list(display.elements)
        if isinstance(binding, Iteration) and self.has_known_length(binding):
            return self.unrolled_elements(binding)
        if isinstance(binding, Const) and isinstance(binding.value, tuple | list | range | str):
            return [Const(v) for v in binding.value]
        if self.is_record(binding):
            return [Const(k) for k in self.known_entries(binding)]
        operand = self.read(binding)
        if isinstance(operand.type, Tuple | FixedList):
            return [self.step(binding, Step("item", Const(k))) for k in range(len(operand.type.elements))]
        raise UnsupportedSyntaxError(
            "The length of this sequence is known only at run time",
            self.span,
            "Index its elements instead: `[x[0] for x in xs]`.",
        )

    def tuple_elements(self, binding: Binding) -> list[Binding] | None:
        """The elements of a tuple; None of other things."""
        if isinstance(binding, Pack):
            return None if binding.cls is slice or is_keyed(binding) else list(binding.elements)
        if isinstance(binding, Const):
            return [Const(v) for v in binding.value] if isinstance(binding.value, tuple) else None
        if not isinstance(binding, Ref | Value):
            return None
        content = self.state.current[binding.storage] if isinstance(binding, Ref) and not binding.path else None
        if isinstance(content, Items | Entries):
            return None
        kind = self.read(binding).type
        return self.known_elements(binding) if isinstance(kind, Tuple) and kind.cls is not slice else None

    def is_list(self, binding: Binding) -> bool:
        """Whether a binding is a list."""
        if not isinstance(binding, Ref):
            return False
        if not binding.path and isinstance(self.state.current[binding.storage], Items | Entries):
            return isinstance(self.state.current[binding.storage], Items)
        return isinstance(self.read(binding).type, List | FixedList)

    def is_record(self, binding: Binding) -> bool:
        """Whether a binding is a dict whose keys are known."""
        if not isinstance(binding, Ref):
            return False
        content = self.state.current[binding.storage]
        if not binding.path and isinstance(content, Items | Entries):
            return isinstance(content, Entries) and content.cls is None
        return isinstance(self.read(binding).type, Record)

    def length(self, binding: Binding) -> Operand:
        """`len(binding)`."""
        binding = self.as_it_is_now(binding)
        if is_keyed(binding):
            return self.keyed_length(binding)
        counted = self.by_special(binding, "__len__", [])
        if counted is not None:
            return self.read(counted)
        if isinstance(binding, Pack):
            return Const(len(binding.elements))
        content = self.state.current[binding.storage] if isinstance(binding, Ref) and not binding.path else None
        if isinstance(content, Items):
            return Const(len(content.elements))
        if isinstance(content, Entries):
            return Const(len(content.entries))
        operand = self.read(binding)
        refuse_operand(len, operand, self.span)
        match operand.type:
            case Tuple() | FixedList():
                return Const(len(operand.type.elements))
            case Record():
                return Const(len(operand.type.fields))
            case Array():
                return self.builder.call(len, operand)
            case List() | Map() | Static() | Function() | Unknown() | _:
                return self.builder.call(len, operand, type=INT, effect="pure")

    # -- given elsewhere ----------------------------------------------------------------------------------------

    def keyed_dict(self, entries: list[tuple[Binding, Binding]], factory: Binding = NOTHING, name: str = "t") -> Pack:
        """A dict with keys of run time: see `Keyed`."""
        raise NotImplementedError

    def keyed_store(self, owner: Binding, key: Binding, value: Binding) -> None:
        """`owner[key] = value`: see `Keyed`."""
        raise NotImplementedError

    def keyed_dict_update(self, owner: Binding, *others: Binding, **more: Binding) -> Binding:
        """`owner.update(...)`: see `Keyed`."""
        raise NotImplementedError

    def keyed_set(self, elements: Binding | None, frozen: bool = False) -> Pack:
        """A set: see `Keyed`."""
        raise NotImplementedError

    def keyed_length(self, owner: Binding) -> Operand:
        """The number of keys of a dict or set: see `Keyed`."""
        raise NotImplementedError

    def fresh_list(self, operand: Operand, *sources: Binding, name: str = "t", cuts: tuple[Cut, ...] = ()) -> Binding:
        """A new list with elements of others: see `Lists`."""
        raise NotImplementedError

    def list_append(self, owner: Binding, value: Binding) -> Binding:
        """`xs.append(v)`: see `Lists`."""
        raise NotImplementedError

    def list_extend(self, owner: Binding, values: Binding) -> Binding:
        """`xs.extend(ys)`: see `Lists`."""
        raise NotImplementedError

    def iterated(self, binding: Binding) -> Binding:
        """What a loop over `binding` runs over: see `Overloads`."""
        raise NotImplementedError

    def has_known_length(self, binding: Binding) -> bool:
        """Whether the elements of a sequence can be listed when compiling: see `Unrolling`."""
        raise NotImplementedError

    def unrolled_elements(self, iterable: Binding) -> list[Binding]:
        """The elements of an iterable of known length: see `Unrolling`."""
        raise NotImplementedError

    def as_it_is_now(self, binding: Binding) -> Binding:
        """What a view of a dict shows now: see `Dicts`."""
        raise NotImplementedError

    def known_entries(self, binding: Binding) -> dict[Any, Binding]:
        """The entries of a dict whose keys are known: see `Dicts`."""
        raise NotImplementedError
