"""Lowers augmented assignments: a new value where nothing else refers to the old one, else a write.

y += x          y.1 = add y.0, x; stored into all of y.0 if the array has another name or the caller sees it
xs += ys        the list gets longer for all its names
"""

from __future__ import annotations

import operator
from typing import Any

import gast

from s2sad.analysis.inference import is_basic_index, known
from s2sad.errors import UnsupportedSyntaxError
from s2sad.frontend.assignments import Assignments
from s2sad.frontend.operators import BINARY
from s2sad.frontend.state import Binding, Entries, Items, Ref, storages_of
from s2sad.ir.ops import Const, Operand
from s2sad.ir.types import Array, elementwise_type


class Augmented(Assignments):
    """The part of lowering that handles augmented assignments."""

    def _AugAssign(self, node: Any) -> None:
        callee = BINARY[type(node.op)]
        target = node.target
        if isinstance(target, gast.Name):
            self._augment_name(target, callee, self.resolve_name(target.id), self.expression(node.value))
        elif isinstance(target, gast.Attribute):
            owner = self.expression(target.value)
            old = self.attribute(owner, target.attr)
            value = self.expression(node.value)
            if isinstance(old, Ref) and self.is_list(old) and callee in (operator.add, operator.mul):
                self._augment_list(old, callee, value)
            elif isinstance(old, Ref) and isinstance(self.read(old).type, Array):
                self._augment_array(old, callee, value)
            else:
                self.store_attribute(owner, target.attr, self.binary(callee, old, value, "t"))
        else:
            owner = self.expression(target.value)
            index = self.index(target.slice)
            old = self.subscript(owner, index)
            if isinstance(old, Ref) and isinstance(self.read(old).type, Array) and not self._is_copied(owner, index):
                self._augment_array(old, callee, self.expression(node.value))
                return
            if isinstance(old, Ref) and self.is_list(old) and callee in (operator.add, operator.mul):
                self._augment_list(old, callee, self.expression(node.value))
                return
            new = self.binary(callee, old, self.expression(node.value), "t")
            if not isinstance(owner, Ref):
                raise UnsupportedSyntaxError("This object cannot be written to in place here", self.span)
            self.write(owner, index, self.read(new))

    def _is_copied(self, owner: Binding, index: Operand) -> bool:
        """Whether `owner[index]` selects elements of an array by arrays: what is read is a copy."""
        is_display = isinstance(owner, Ref) and isinstance(self.state.current[owner.storage], Items | Entries)
        return not is_display and isinstance(self.read(owner).type, Array) and not is_basic_index(known(index))

    def _augment_name(self, target: Any, callee: Any, old: Binding, value: Binding) -> None:
        name = target.id
        if isinstance(old, Ref):
            kind = self.read(old).type
            if isinstance(kind, Array):
                self._augment_array(old, callee, value, name)
                return
            if self.is_list(old) and callee in (operator.add, operator.mul):
                self._augment_list(old, callee, value)
                return
        self.assign(target, self.binary(callee, old, value, name))

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
        current, operand = self.read(old), self.read(self.array_of(value))
        result_type = elementwise_type(current.type, operand.type)
        same = isinstance(result_type, Array) and result_type == current.type
        own = not old.path and not self.is_visible(old.storage)
        if same and own and name is not None and not self._is_shared(old, name):
            new = self.builder.call(callee, current, operand, name=old.storage.label)
            self.state.names[self.frames[-1]][name] = self.bind_value(new, old.storage.label)
            return
        new = self.builder.call(callee, current, operand)
        self.write(old, Const(Ellipsis), new)

    def _is_shared(self, ref: Ref, name: str) -> bool:
        overlaps = self.state.overlaps.get(ref.storage, frozenset())
        for names in self.state.names.values():
            for other, binding in names.items():
                if other != name and any(s is ref.storage or s in overlaps for s in storages_of(binding, self.state)):
                    return True
        return False
