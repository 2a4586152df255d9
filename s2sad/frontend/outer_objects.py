"""What is read from outside when the derivative runs: closure cells, as hidden parameters, and globals.

A[0] = x[0]; C[1]                     where C is A: one memory, guarded to be one
if x[0] > 0: A[0] = x[0]              A is written where it is first read: lowering starts again and reads it before
"""

from __future__ import annotations

from typing import Any

from s2sad.errors import UnsupportedSyntaxError
from s2sad.frontend.guards import Guard
from s2sad.frontend.outside import First, FirstInside, Outside, path_key
from s2sad.frontend.state import Binding, Poison, Ref, State, Storage
from s2sad.frontend.writes import Writes
from s2sad.ir.builder import Builder
from s2sad.ir.ops import Const, Value
from s2sad.runtime.names import Global


class OuterObjects(Writes):
    """The part of lowering that reads what is outside."""

    outside: Outside
    outer_bindings: dict[Any, Binding]
    outer_values: dict[Any, Value]
    outer_contents: dict[Storage, Value]
    """The first versions of the storages of what is from outside."""
    prologue: Builder
    outermost: Builder | None = None
    """Where the statements of the function itself go, outside of every block."""
    depth: int = 0
    """How many derivatives inside of each other the function is in that is lowered."""
    first_reads: dict[Storage, tuple[tuple[Any, ...], str, Any]]
    """Access path, name and value of what is read."""
    inside: dict[Storage, First]
    """What is first read in a block: the state around does not know that it can change."""

    def hidden_parameter(self, access: Any, value: Any, name: str) -> Binding:
        """What is read from outside before the derivative is called, and given to it."""
        if access is None:
            raise UnsupportedSyntaxError(
                f"`{name}` is a closure variable of a function that cannot be reached again when the derivative runs",
                self.span,
                "Pass it as an argument.",
            )
        key = path_key(access)
        if key not in self.outer_bindings and not self._is_known_object(value, access):
            made = Value(name, self.outside.type_of(value, name, access))
            self.outside.captured[key] = (access, made)
            self._note_outer(value, access, made)
        return self._outer_binding(key)

    def _is_known_object(self, value: Any, access: tuple[Any, ...]) -> bool:
        """Whether another path has led to this object: it is then one memory with two names, at each call."""
        first = next((path for path, known in self.outside.objects if known is value), None)
        if first is None:
            return False
        key, first_key = path_key(access), path_key(first)
        self.outer_bindings[key], self.outer_values[key] = self.outer_bindings[first_key], self.outer_values[first_key]
        self.outside.guards[("same", *key)] = Guard(access, "same", first)
        return True

    def _note_outer(self, value: Any, access: tuple[Any, ...], made: Value) -> None:
        key = path_key(access)
        self.outer_values[key] = made
        self.outside.origins[made] = access
        self.outer_bindings[key] = self.bind_value(made, made.name, visible=True)
        if self.is_reference(made.type):
            self.outside.objects.append((access, value))
        binding = self.outer_bindings[key]
        if isinstance(binding, Ref):
            self.first_reads[binding.storage] = access, made.name, value
            self._note_inside(binding.storage)

    def _note_inside(self, storage: Storage) -> None:
        if self.outermost not in (None, self.builder):
            self.inside[storage] = First(*self.first_reads[storage], self.depth)

    def _outer_binding(self, key: Any) -> Binding:
        """Something from outside, of which there is a version now."""
        binding, value = self.outer_bindings[key], self.outer_values[key]
        if isinstance(binding, Ref):
            self.outer_contents[binding.storage] = value
            if binding.storage not in self.state.current:  # it was read first in a derivative, or in another block
                self.state.current[binding.storage] = value
                self._note_inside(binding.storage)
        return binding

    def global_value(self, namespace: dict[str, Any], name: str, value: Any) -> Binding:
        """What a global holds when the derivative runs."""
        access = ("global", namespace, name)
        key = path_key(access)
        if key not in self.outer_bindings and not self._is_known_object(value, access):
            kind = self.outside.type_of(value, name, access)
            made = self.prologue.call(Global(namespace, name), name=name, type=kind, effect="pure")
            self._note_outer(value, access, made)
        return self._outer_binding(key)

    def read_first(self) -> None:
        """Read what blocks write, before them."""
        for each in self.outside.first:
            if each.depth != self.depth:
                continue
            if each.access[0] == "global" and len(each.access) == 3:
                self.global_value(each.access[1], each.access[2], each.value)
            else:
                self.hidden_parameter(each.access, each.value, each.name)

    def leave_changed(self, outer: State) -> None:
        """Behind a derivative: what the function inside has changed of what only that has read is not read any more."""
        for key, binding in self.outer_bindings.items():
            if isinstance(binding, Ref) and binding.storage not in outer.current:
                content = self.state.current.get(binding.storage)
                if content is not None and content is not self.outer_values[key]:
                    reason = f"`{binding.storage.label}` is changed inside of a derivative, and read after it"
                    outer.current[binding.storage] = Const(
                        Poison(reason, "Let the function inside return what it computes, or write to a copy.")
                    )

    def check_write(self, ref: Ref, elements: bool = False) -> None:
        """As for everything else; what is first read in a block is known around it, too.

        Raises:
            FirstInside: it is not.
        """
        for storage in (ref.storage, *self.state.overlaps.get(ref.storage, ())):
            if storage in self.inside:
                raise FirstInside(self.inside[storage])
        super().check_write(ref, elements)
