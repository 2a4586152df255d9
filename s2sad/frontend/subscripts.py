"""Lowers subscripts: a part of something that can change in place is a path, other parts are values.

x[i, 1:]         the path of `x` with the step (i, slice(1, None)): read again after each write to x
x[mask]          t.0 = getitem x, mask
(a, b)[0]        a
"""

from __future__ import annotations

import operator
from typing import TYPE_CHECKING, Any, cast

import gast
import numpy as np

from s2sad.analysis.inference import container_item, is_basic_index, known, may_be_view
from s2sad.errors import KeysAtRunTime, UnsupportedSyntaxError
from s2sad.frontend.chosen import function_at
from s2sad.frontend.cuts import cuts_at
from s2sad.frontend.flat import flat_item, is_flat, subscripted
from s2sad.frontend.misfits import refuse_index
from s2sad.frontend.operators import Operators
from s2sad.frontend.state import Binding, Entries, Items, Pack, Ref, Step, is_keyed
from s2sad.frontend.tuples import as_tuple, is_long_tuple, refuse_long_index
from s2sad.ir.ops import Const, Operand
from s2sad.ir.types import Array, FixedList, List, Record, Scalar, Tuple, Unknown, is_differentiable

if TYPE_CHECKING:
    from s2sad.frontend.lower import Lowering


def _is_known_slice(key: slice) -> bool:
    return all(p is None or isinstance(p, int | np.integer) for p in (key.start, key.stop, key.step))


def _is_deque(owner: Binding) -> bool:
    """Whether a binding is a `deque` that is an argument or comes from outside."""
    return isinstance(owner, Ref) and owner.storage.copied is not None


class Subscripts(Operators):
    """The part of lowering that handles subscripts."""

    def _Subscript(self, node: Any, name: str) -> Binding:
        owner = subscripted(self, node.value)
        if isinstance(owner, Const) and owner.value in self.rules:  # np.r_[a, b]
            parts = node.slice.elts if isinstance(node.slice, gast.Tuple) else [node.slice]
            return self.call(owner, list(map(self._index, parts)), {}, name)
        if isinstance(node.slice, gast.Slice) and _is_deque(owner):
            raise UnsupportedSyntaxError("A deque has no slices", self.span, "Take those of list(q).")
        return self.subscript(owner, self.index(node.slice), name)

    def index(self, node: Any) -> Operand:
        """The operand of an index expression."""
        return self.as_value(self._index(node))

    def _index(self, node: Any) -> Binding:
        if isinstance(node, gast.Slice):
            parts = (node.lower, node.upper, node.step)
            return Pack(tuple(Const(None) if p is None else self.expression(p) for p in parts), slice)
        if isinstance(node, gast.Tuple):
            return Pack(tuple(self.read(self._index(e)) for e in node.elts))
        return self.expression(node)

    def subscript(  # noqa: C901 - one case per kind of owner
        self, owner: Binding, index: Operand, name: str = "t"
    ) -> Binding:
        """`owner[index]`."""
        if is_keyed(owner):
            owner, index = self.located(owner, index)
        if is_flat(owner):
            return flat_item(cast("Lowering", self), owner, index, name)
        picked = function_at(self, owner, index)
        if picked is not None:
            return picked
        refuse_long_index(index, lambda: self.read(owner), self.span)
        by_object = self.by_special(owner, "__getitem__", [index], name)
        if by_object is not None:
            return by_object
        self.refuse_missing("`[...]`", owner)
        key = known(index)
        if isinstance(key, slice) and (isinstance(owner, Pack) or self._is_active_tuple(owner)):
            return self._tuple_slice(owner, key)
        if isinstance(owner, Pack) and isinstance(key, int):
            return owner.elements[key]
        if isinstance(owner, Const) and owner.value is np.s_:
            return index
        if isinstance(owner, Const) and isinstance(index, Const):
            return self.bind_value(self.fold_or_call(operator.getitem, owner, index, name=name))
        if isinstance(owner, Ref) and not owner.path and isinstance(self.state.current[owner.storage], Entries):
            return self._part(owner, index, name)
        display = self.display_of(owner)
        if isinstance(key, slice) and not _is_known_slice(key):
            display = None  # how many elements there are is known only at run time
        if display is not None and isinstance(key, slice):
            return self.new_items(Items(display.elements[key]), name)
        if not isinstance(owner, Ref):
            if isinstance(self.read(owner).type, Scalar) and key == ():
                return owner
            if not self.frames[-1].trusted:
                refuse_index(self.read(owner), key, self.span)
            found = self.bind_value(self.builder.call(operator.getitem, self.read(owner), index, name=name), name)
            if isinstance(found, Ref):
                self.share(found.storage, owner)
            return found
        owner_type = self.read(owner).type if display is None else None
        if isinstance(owner_type, List | FixedList) and isinstance(key, slice):
            part = self.builder.call(operator.getitem, self.read(owner), index, name=name)
            made = self.fresh_list(part, owner, name=name, cuts=cuts_at(cast("Lowering", self), owner, index))
            return as_tuple(self, made) if is_long_tuple(owner) else made
        if isinstance(owner_type, Array) and not is_basic_index(key):
            selected = self.builder.call(operator.getitem, self.read(owner), index, name=name)
            if not may_be_view(key):
                return self.bind_value(selected, name)
            made = self.bind_reference(selected, name)
            self.share(made.storage, owner)
            return made
        if isinstance(owner_type, Unknown):
            return self.settle(owner.step(Step("item", index)), name)
        return self._part(owner, index, name)

    def callable_binding(self, function: Any) -> Binding:
        """The binding of a callable Python object: see `Functions`."""
        raise NotImplementedError

    def located(self, owner: Binding, index: Operand) -> tuple[Binding, Operand]:
        """Where an element is that is read or replaced: see `Keyed`."""
        raise NotImplementedError

    def _is_active_tuple(self, owner: Binding) -> bool:
        elements = self.tuple_elements(owner)
        return elements is not None and any(is_differentiable(self.read(e).type) for e in elements)

    def _tuple_slice(self, owner: Binding, key: slice) -> Binding:
        if not _is_known_slice(key):
            hint = "Write a list, or a loop over indices."
            raise UnsupportedSyntaxError("This slice of a tuple is known only at run time", self.span, hint)
        return Pack(tuple(self.known_elements(owner)[key]))

    def _part(self, owner: Ref, index: Operand, name: str) -> Binding:
        content = self.state.current[owner.storage]
        made = None if owner.path else owner.storage.made
        if made is not None and not isinstance(index, Const) and not isinstance(known(index), str | int):
            raise KeysAtRunTime(made, self.span)
        if isinstance(content, Items | Entries) and not owner.path:
            return self.step(owner, Step("item", index))
        kind = self.read(owner).type
        if isinstance(kind, Record | Tuple | FixedList) and container_item(kind, known(index)) is None:
            raise UnsupportedSyntaxError("This key is not in the container", self.span)
        return self.settle(owner.step(Step("item", index)), name)
