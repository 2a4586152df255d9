"""Lowers augmented assignments: a new value where nothing else refers to the old one, else a write.

y += x          y.1 = add y.0, x; stored into all of y.0 if the array has another name or the caller sees it
xs += ys        the list gets longer for all its names
"""

from __future__ import annotations

import operator
from dataclasses import replace
from typing import Any

import gast

from s2sad.analysis.inference import is_basic_index, known
from s2sad.errors import AliasingError, UnsupportedSyntaxError
from s2sad.frontend.assignments import Assignments
from s2sad.frontend.flat import is_flat, subscripted
from s2sad.frontend.misfits import refuse_cast
from s2sad.frontend.operators import BINARY
from s2sad.frontend.optional import assure, present
from s2sad.frontend.overloads import IN_PLACE_METHODS
from s2sad.frontend.own_numbers import is_held_by_nothing_else
from s2sad.frontend.sequences import is_numpy_value
from s2sad.frontend.state import (
    Binding,
    BoundMethod,
    Entries,
    Items,
    Pack,
    Ref,
    elements_of,
    holds_places,
    is_placed,
    is_unreached,
    storages_of,
)
from s2sad.frontend.structure import may_act
from s2sad.frontend.tuples import is_long_tuple
from s2sad.ir.leaves import may_be_integral
from s2sad.ir.ops import Const, Operand, Value
from s2sad.ir.types import NONE, Array, Type, Unknown, assured, elementwise_type
from s2sad.runtime import statements


class Augmented(Assignments):
    """The part of lowering that handles augmented assignments."""

    def _AugAssign(self, node: Any) -> None:
        callee = BINARY[type(node.op)]
        target = node.target
        if isinstance(target, gast.Name):
            old, value = self._with_value(node, self.resolve_name(target.id))
            if self.state.names[self.frames[-1]].get(target.id) not in (
                None,
                old,
            ):  # the value was computed by changing it
                self.state.names[self.frames[-1]][target.id] = old
            self._augment_name(target, callee, old, value)
        elif isinstance(target, gast.Attribute):
            self._augment_attribute(node, callee)
        else:
            self._augment_item(node, callee)

    def _with_value(self, node: Any, *old: Binding) -> list[Binding]:
        """Bindings that were evaluated before the value of an augmented assignment, and that value."""
        kept = list(old)
        with self.keeping(kept):
            kept.append(self.expression(node.value))
        return kept

    def _augment_attribute(self, node: Any, callee: Any) -> None:
        owner, attr = self.expression(node.target.value), node.target.attr
        owner, old, value = self._with_value(node, owner, self.attribute(owner, attr))
        if not self._changed_in_place(callee, old, value):
            self.store_attribute(owner, attr, self.updated(callee, old, value, "t"))
        elif self.runs_a_setter(owner, attr) or (may_act(node.value) and self.attribute(owner, attr) != old):
            self.store_attribute(owner, attr, old)

    def _changed_in_place(self, callee: Any, old: Binding, value: Binding) -> bool:
        """Whether an operation changes a list, dict or array itself; it is done then."""
        assure(self, old)
        if self._merge(old, callee, value):
            return True
        if isinstance(old, Ref) and self._changes_list(old, callee, value):
            self._augment_list(old, callee, value)
            return True
        if isinstance(old, Ref) and isinstance(assured(self.read(old).type), Array):
            self._augment_array(old, callee, value)
            return True
        return False

    def _augment_item(self, node: Any, callee: Any) -> None:
        owner = subscripted(self, node.target.value)
        index = self.index(node.target.slice)
        if is_flat(owner):
            owner, old, value = self._with_value(node, owner, self.subscript(owner, index))
            self.store_item(owner, index, self.binary(callee, old, value, "t"))
            return
        container, key, places = owner, index, self._places_in(owner)
        owner, index = self.located(owner, index)
        if is_long_tuple(owner) or (isinstance(owner, Pack) and issubclass(owner.cls or tuple, tuple)):
            raise UnsupportedSyntaxError("A tuple does not support item assignment", self.span, "Make a list of it.")
        has_method = self.special(owner, "__setitem__") is not None
        owner, old, value = self._with_value(node, owner, self.subscript(owner, index))
        if not self._is_copied(owner, index) and self._changed_in_place(callee, old, value):
            if self._places_in(container) is not places:
                self.store_item(container, key, old)
            elif has_method or (
                self._is_display(owner) and may_act(node.value) and self.subscript(owner, index) != old
            ):
                self.store_item(owner, index, old)
            return
        is_display = self._is_display(owner)
        of_an_array = isinstance(owner, Ref) and not is_display and isinstance(self.read(owner).type, Array)
        new = self.updated(callee, old, value, "t", of_an_array)
        if is_display or self.user_class(owner) is not None:
            self.store_item(owner, index, new)
            return
        if is_unreached(owner):
            return
        if not isinstance(owner, Ref):
            raise UnsupportedSyntaxError("This object cannot be written to in place here", self.span)
        self.write(owner, index, self.as_value(new))

    def _is_display(self, owner: Binding) -> bool:
        """Whether a binding is a list or dict of which the elements are known, and are not parts of a value."""
        return isinstance(owner, Ref) and not owner.path and bool(elements_of(self.state.current[owner.storage]))

    def _places_in(self, owner: Binding) -> Any:
        """The places that a list of places has now."""
        held = owner.elements[0] if is_placed(owner) else None
        return self.state.current[held.storage] if isinstance(held, Ref) else None

    def _is_copied(self, owner: Binding, index: Operand) -> bool:
        """Whether `owner[index]` selects elements of an array by arrays: what is read is a copy."""
        is_display = isinstance(owner, Ref) and isinstance(self.state.current[owner.storage], Items | Entries)
        return not is_display and isinstance(self.read(owner).type, Array) and not is_basic_index(known(index))

    def _augment_name(self, target: Any, callee: Any, old: Binding, value: Binding) -> None:
        name = target.id
        assure(self, old)
        if self._merge(old, callee, value):
            return
        changed = self.by_special(old, f"__i{callee.__name__.strip('_')}__", [value], name)
        if changed is not None:
            self.assign(target, changed)
            return
        if isinstance(old, Ref):
            kind = assured(self.read(old).type)
            if isinstance(kind, Array):
                self._augment_array(old, callee, value, name)
                return
            if self._changes_list(old, callee, value):
                self._augment_list(old, callee, value)
                return
            if isinstance(kind, Unknown) and (old.path or self._is_shared(old, name)):
                raise AliasingError(
                    f"`{name}` may be an array here, which another variable may share, or a number",
                    self.span,
                    f"Write `{name} = {name} ...`, or give it one kind of value on every path.",
                )
        if not is_held_by_nothing_else(self.frames[-1].source.tree, name):
            self._refuse_when_run(old)
        self.assign(target, self.binary(callee, old, value, name))

    def augmented(self, callee: Any, old: Binding, value: Binding, name: str) -> Binding:
        """What `operator.iadd(old, value)` gives: an array or a list itself, changed."""
        assure(self, old)
        if isinstance(old, Ref) and isinstance(self.read(old).type, Array):
            self._augment_array(old, callee, value)
            return old
        if isinstance(old, Ref) and self._changes_list(old, callee, value):
            self._augment_list(old, callee, value)
            return old
        return self.updated(callee, old, value, name)

    def updated(self, callee: Any, old: Binding, value: Binding, name: str, of_an_array: bool = False) -> Binding:
        """What an augmented assignment gives a number or an object; elements of an array are stored in any case."""
        changed = self.by_special(old, IN_PLACE_METHODS[callee], [value])
        if changed is not None:
            return changed
        if not of_an_array:
            self._refuse_when_run(old)
        return self.binary(callee, old, value, name)

    def _refuse_when_run(self, old: Binding) -> None:
        """A new value in place of one of unknown type: refused when the derivative runs if it is an array."""
        operand = self.read(old) if isinstance(old, Ref | Value) else Const(None)
        if isinstance(operand.type, Unknown) and not isinstance(operand, Const) and not self.frames[-1].trusted:
            self.builder.call(statements.refuse_array, operand, Const(self.place()), type=NONE, effect="io")

    def _merge(self, old: Binding, callee: Any, value: Binding) -> bool:
        """`d |= other` changes the dict for all its names, and `xs += ys` a list of places."""
        if is_placed(old):
            self.extend_placed(old, callee, value)
            return True
        if self.update_set(old, callee, value):
            return True
        if callee is not operator.or_ or not self.is_record(old):
            return False
        self.call_method(BoundMethod(old, "update"), [value], {}, "t")
        return True

    def _changes_list(self, old: Ref, callee: Any, value: Binding) -> bool:
        """Whether an operation changes a list itself: beside an array, NumPy computes a new array of its elements."""
        if callee not in (operator.add, operator.mul) or is_long_tuple(old) or not self.is_list(old):
            return False
        is_other = isinstance(value, Ref) and not self.is_list(value) and not self.is_record(value)
        kind = self.read(value).type if is_other or isinstance(value, Value) else None
        if isinstance(kind, Unknown) and callee is operator.add:
            text = "A list is extended by `+=` with a value of which it is not known whether it is an array"
            raise UnsupportedSyntaxError(text, self.span, "Write `xs.extend(...)`, or np.array(...) around the list.")
        return not (is_numpy_value(kind) and (callee is operator.add or isinstance(kind, Array)))

    def _augment_list(self, old: Ref, callee: Any, value: Binding) -> None:
        """`xs += ys` and `xs *= n` change the list for all its names."""
        if callee is operator.add:
            self.list_extend(old, value)
            return
        new = self.binary(operator.mul, old, value, "t")
        items = self.items_of(new)
        if items is not None and self.items_of(old) is not None:
            self.set_items(old, items)
        else:
            self.set_list(old, lambda xs: self.read(new), new)

    def _augment_array(self, old: Ref, callee: Any, value: Binding, name: str | None = None) -> None:
        current, operand = present(self, self.read(old)), self.read(self.array_of(value))
        if old.storage.read_only:
            self.check_write(old)
        computed, _ = self.builder.infer(callee, (current, operand), ())
        refuse_cast(computed, current.type, self.span)
        result_type = elementwise_type(current.type, operand.type)
        if may_be_integral(computed) and isinstance(result_type, Array):
            result_type = replace(result_type, integral=True)
        same = isinstance(result_type, Array) and result_type == current.type
        own = not old.path and not self.is_visible(old.storage)
        if same and own and name is not None and not self._is_shared(old, name):
            new = self.builder.call(callee, current, operand, name=old.storage.label)
            self.state.names[self.frames[-1]][name] = self.bind_value(new, old.storage.label)
            return
        new = self.builder.call(callee, current, operand, type=_fitted(result_type, current.type))
        self.write(old, Const(Ellipsis), new)

    def _is_shared(self, ref: Ref, name: str) -> bool:
        overlaps = self.state.overlaps.get(ref.storage, frozenset())
        in_pool = ref.storage.is_pool or any(other.is_pool for other in overlaps)
        for frame, names in self.state.names.items():
            for other, binding in names.items():
                if frame is self.frames[-1] and other == name:
                    continue
                if any(s is ref.storage or s in overlaps for s in storages_of(binding, self.state)):
                    return True
                if in_pool and holds_places(binding, self.state):
                    return True
        return False


def _fitted(result: Type, target: Type) -> Type:
    """The type of what an in-place operation computes: NumPy raises unless it has the sizes of its target."""
    return replace(result, dims=target.dims) if isinstance(result, Array) and isinstance(target, Array) else result
