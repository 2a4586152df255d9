"""Lowers assignments: names, unpacked tuples, elements of arrays and containers, attributes; `del`.

a, *b = x       a.0 = getitem x, 0; b.0 = getitem x, slice(1, None)
y[i] = v        y.1 = store y.0, i, v: every name of the array means y.1 from here on
"""

from __future__ import annotations

import operator
from collections.abc import Collection
from typing import TYPE_CHECKING, Any, cast

import gast

from s2sad.analysis.inference import known
from s2sad.errors import UnsupportedSyntaxError
from s2sad.frontend.collecting import Collecting
from s2sad.frontend.cuts import can_change, may_hold
from s2sad.frontend.exchanges import exchanged
from s2sad.frontend.flat import is_flat, refuse_named, store_flat, subscripted
from s2sad.frontend.misfits import refuse_depth
from s2sad.frontend.state import (
    Binding,
    BoundMethod,
    Entries,
    Items,
    Iteration,
    Pack,
    Ref,
    is_keyed,
    is_unreached,
    near,
)
from s2sad.frontend.structure import RESULT
from s2sad.frontend.tuples import refuse_long_index
from s2sad.ir.ops import Const, Operand, Value
from s2sad.ir.types import NONE, Array, FixedList, List, Never, Record, Unknown
from s2sad.runtime import containers

if TYPE_CHECKING:
    from s2sad.frontend.lower import Lowering


class Assignments(Collecting):
    """The part of lowering that handles assignments."""

    def _Assign(self, node: Any) -> None:
        target = node.targets[0]
        name = target.id.strip() if isinstance(target, gast.Name) else "t"
        refuse_named(self, node.value)
        value = self.expression(node.value, name)
        value = self.placed(target, value)
        kept = [value]
        with self.keeping(kept):
            moved = exchanged(target, node.value) if len(node.targets) == 1 else frozenset()
            for each in node.targets:
                self.assign(each, kept[0], moved)

    def _AnnAssign(self, node: Any) -> None:
        if node.value is not None:
            name = node.target.id if isinstance(node.target, gast.Name) else "t"
            self.assign(node.target, self.placed(node.target, self.expression(node.value, name)))

    def assign(self, target: Any, value: Binding, moved: Collection[int] = ()) -> None:
        """Assign a value to a target; those of its elements that are `moved` only change places."""
        match target:
            case gast.Name():
                if isinstance(value, Iteration) and value.kind == "generator" and target.id != RESULT:
                    raise UnsupportedSyntaxError("A generator is given a name", self.span, "Write a list: `[...]`.")
                self.state.names[self.frames[-1]][target.id] = value
                self._label(value, target.id)
            case gast.Tuple() | gast.List():
                if isinstance(value, Iteration) and value.kind == "generator":  # read at once, to its end
                    (value,) = value.parts
                elements = self.unpacked(value, target.elts)
                if any(isinstance(each, gast.Subscript | gast.Attribute) for each in target.elts):
                    elements = list(map(self.snapshot, elements))
                with self.keeping(elements):
                    for k, each in enumerate(target.elts):
                        if k in moved:
                            self._assign_part(each, elements[k], True)
                        else:
                            self.assign(each, elements[k])
            case gast.Starred():
                self.assign(target.value, value)
            case _:
                self._assign_part(target, value, False)

    def _assign_part(self, target: Any, value: Binding, moved: bool) -> None:
        kept = [value]
        match target:
            case gast.Attribute():
                with self.keeping(kept):
                    owner = self.expression(target.value)
                self.store_attribute(owner, target.attr, kept[0], moved)
            case gast.Subscript():
                with self.keeping(kept):
                    kept.append(subscripted(self, target.value))
                    index = self.index(target.slice)
                self.store_item(kept[1], index, kept[0], moved)
            case _:
                raise UnsupportedSyntaxError("This assignment is not supported", self.span)

    def _label(self, value: Binding, name: str) -> None:
        """Call what has no name yet by the variable that it is assigned to."""
        if isinstance(value, Ref) and not value.path and value.storage.label == "t":
            value.storage.label = name.strip()
        if isinstance(value, Ref):
            content = self.state.current[value.storage]
            if isinstance(content, Items | Entries):
                return
            value = self.read(value)
        if isinstance(value, Value) and value.name == "t" and value not in self.named:
            value.rename(name.strip())

    def unpacked(self, value: Binding, targets: list[Any]) -> list[Binding]:
        """The values of the targets of an assignment; one of them may be starred."""
        value = self.iterated(value)
        star = next((k for k, t in enumerate(targets) if isinstance(t, gast.Starred)), None)
        if star is None:
            return self._unpack(value, len(targets))
        last = len(targets) - 1 - star
        if not self.has_known_length(value):
            value = self.as_list(value)
            length = self.length(value)
            stop = self.binary(operator.sub, length, Const(last), "t") if last else length
            rest = self.subscript(value, self.read(Pack((Const(star), stop, Const(None)), slice)))
            first = [self.subscript(value, Const(k)) for k in range(star)]
            return [*first, rest, *(self.subscript(value, Const(k - last)) for k in range(last))]
        elements = self.known_elements(value)
        if len(elements) < len(targets) - 1:
            raise UnsupportedSyntaxError(f"{len(elements)} values are unpacked into {len(targets)} names", self.span)
        end = len(elements) - last
        taken = self.new_items(Items(tuple(elements[star:end])), "t")
        return [*elements[:star], taken, *elements[end:]]

    def _unpack(self, value: Binding, count: int) -> list[Binding]:
        if not self.has_known_length(value):
            operand = self.read(value)
            if isinstance(operand.type, Array) and operand.type.dims:
                self._check_length(operand, operand.type.dims[0], count)
            if isinstance(operand.type, Array | List | Unknown | Never):
                return [self.subscript(value, Const(k)) for k in range(count)]
        elements = self.known_elements(value)
        if len(elements) != count:
            raise UnsupportedSyntaxError(f"{len(elements)} values are unpacked into {count} names", self.span)
        return elements

    def _check_length(self, operand: Operand, length: Any, count: int) -> None:
        """What is unpacked must have as many elements as there are variables: of arguments the call makes sure."""
        if isinstance(length, int) and length != count:
            raise UnsupportedSyntaxError(
                f"{length} values are unpacked into {count} names", self.span, "Give it as many."
            ).is_raised(ValueError)
        if not isinstance(length, int):
            self.builder.call(containers.has_length, operand, Const(count), type=NONE, effect="pure")

    def store_item(self, owner: Binding, index: Operand, value: Binding, moved: bool = False) -> None:
        """`owner[index] = value` at an index that was evaluated; what is `moved` leaves another place in exchange."""
        if self._stores_itself(owner, index, value):
            return
        refuse_long_index(index, lambda: self.read(owner), self.span)
        if isinstance(owner, Ref) and self.entries_of(owner) is None and not self.is_list(owner):
            kind, key = self.read(owner).type, known(index)
            is_new = isinstance(kind, Record) and isinstance(key, str | int) and key not in dict(kind.fields)
            if is_new and not owner.path and not self.is_visible(owner.storage):
                kept = [value]
                with self.keeping(kept):
                    self.as_display(owner)
                (value,) = kept
        if isinstance(known(index), slice) and self.is_list(owner):
            assert isinstance(owner, Ref)
            self.store_slice(owner, index, value)
            return
        if isinstance(owner, Ref) and not owner.path:
            content = self.state.current[owner.storage]
            changed = _with_element(content, known(index), value)
            if changed is not None:
                self.check_write(Ref(owner.storage), elements=True)
                self.state.current[owner.storage] = changed
                return
        if is_unreached(owner):
            return
        if not isinstance(owner, Ref):
            raise UnsupportedSyntaxError(
                "This object cannot be written to in place here",
                self.span,
                "Write to what is an array or list from the start, on every path.",
            )
        kept = [value]
        with self.keeping(kept):
            self.settle_display(owner.storage)
        (value,) = kept
        if isinstance(self.read(owner).type, Array):
            self._store_in_array(owner, index, value)
        else:
            self._store_in_container(owner, index, value, moved)

    def _store_in_container(self, owner: Ref, index: Operand, value: Binding, moved: bool) -> None:
        twice = not moved and may_hold(self, owner.storage, value)
        is_own_part = isinstance(value, Ref) and owner.storage in near(value, self.state)
        self.write(owner, index, self.as_value(value))
        owner.storage.repeated |= twice
        if isinstance(value, Ref | Pack) and can_change(self, self.as_value(value).type):
            self.hold(owner.storage, value)
        if is_own_part:
            owner.storage.rearranged |= isinstance(self.read(value).type, List | FixedList)

    def _store_in_array(self, owner: Ref, index: Operand, value: Binding) -> None:
        array = self.array_of(value)
        if array is not value:
            part, _ = self.builder.infer(operator.getitem, (self.read(owner), index), ())
            refuse_depth(part, self.read(array).type, self.span)
        self.write(owner, index, self.as_value(array))

    def _stores_itself(self, owner: Binding, index: Operand, value: Binding) -> bool:
        """Store into `y.flat`, a dict with keys of run time, an object with a method for it; False of other things."""
        if is_flat(owner):
            store_flat(cast("Lowering", self), owner, index, value)
            return True
        if not is_keyed(owner):
            return self.by_special(owner, "__setitem__", [index, value]) is not None
        self.keyed_store(owner, index, value)
        return True

    def _Delete(self, node: Any) -> None:
        for target in node.targets:
            match target:
                case gast.Name():
                    if self.state.names[self.frames[-1]].pop(target.id, None) is None:
                        self.resolve_name(target.id)
                case gast.Subscript():
                    self._delete_item(self.expression(target.value), self.index(target.slice))
                case gast.Tuple() | gast.List():
                    self._Delete(gast.Delete(targets=target.elts))
                case _:
                    raise UnsupportedSyntaxError("This `del` is not supported", self.span)

    def _delete_item(self, owner: Binding, index: Operand) -> None:
        if self.is_list(owner):
            if isinstance(known(index), slice):
                assert isinstance(owner, Ref)
                self.store_slice(owner, index, None)
            else:
                self.list_pop(owner, index)
            return
        self.call_method(BoundMethod(owner, "pop"), [index], {}, "t")


def _with_element(content: Any, key: Any, value: Binding) -> Items | Entries | None:
    """A display with another element at a known key; None if there is no such thing."""
    if isinstance(content, Items) and isinstance(key, int) and -len(content.elements) <= key < len(content.elements):
        elements = list(content.elements)
        elements[key] = value
        return Items(tuple(elements))
    if isinstance(content, Entries) and content.cls is None and isinstance(key, str | int):
        return Entries(tuple({**dict(content.entries), key: value}.items()))
    return None
