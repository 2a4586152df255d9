"""Methods of lists: each is the list that it leaves behind, and what it gives.

v = xs.pop()            v = getitem xs.1, -1; xs.2 = without_last xs.1
xs.insert(1, v)         xs.2 = joined (appended xs.1[:1], v), xs.1[1:]
"""

from __future__ import annotations

import operator
from typing import Any

from s2sad.analysis.inference import known
from s2sad.errors import UnsupportedCallError
from s2sad.frontend.identity import where_it_is
from s2sad.frontend.lists import WHOLE, Lists
from s2sad.frontend.state import Binding, Items, Pack, Ref, Step
from s2sad.ir.ops import Const, Operand
from s2sad.ir.types import FixedList, Never
from s2sad.runtime import containers

FIRST = Const(0)
LAST = Const(-1)


class ListMethods(Lists):
    """The part of lowering that handles methods of lists that do more than to append."""

    def list_extend(self, owner: Binding, values: Binding) -> Binding:
        """`xs.extend(ys)`, and `xs += ys`."""
        items = self.items_of(owner)
        if items is not None and self.has_known_length(values):
            return self.set_items(owner, [*items, *self.known_elements(values)])
        values = self.as_list(values)
        return self.set_list(owner, lambda xs: self.joined(xs, self.read(values)), values)

    def list_insert(self, owner: Binding, index: Binding, value: Binding) -> Binding:
        """`xs.insert(i, v)`."""
        at = self.read(index)
        items = self.items_of(owner)
        key = known(at)
        if items is not None and isinstance(key, int):
            items.insert(key, value)
            return self.set_items(owner, items)

        def inserted(xs: Operand) -> Operand:
            first = self.builder.call(containers.appended, self.slice_of(xs, None, at), self.as_value(inside[0]))
            return self.joined(first, self.slice_of(xs, at, None))

        assert isinstance(owner, Ref)
        inside = [value]
        with self.keeping(inside):
            self.settle_display(owner.storage)
        self.set_list(owner, inserted)
        return self._hold(owner, inside[0])

    def list_pop(self, owner: Binding, index: Binding = LAST) -> Binding:
        """`xs.pop(i)`."""
        at = self.read(index)
        items = self.items_of(owner)
        key = known(at)
        if items is not None and isinstance(key, int) and -len(items) <= key < len(items):
            value = items.pop(key)
            self.set_items(owner, items)
            return value
        assert isinstance(owner, Ref)
        if self.settled_length(owner) == 0:
            # In a loop, an earlier run may have filled the list: it is lowered again.
            refusal = UnsupportedCallError("An element is taken from an empty list", self.span)
            if not any(suspected(owner.storage, refusal) for suspected in self.attempts):
                raise refusal
            return self.builder.call(operator.getitem, self.read(owner), at, type=Never(), effect="may_raise")
        popped = [self.step(owner, Step("item", at))]
        with self.keeping(popped):
            self._take_out(owner, at)
        return self._no_element(owner, popped[0])

    def _no_element(self, owner: Ref, popped: Binding) -> Binding:
        """What was taken out of a list is no part of it any more."""
        if isinstance(popped, Ref) and not popped.path and not owner.storage.repeated and not owner.path:
            popped.storage.visible |= self.is_visible(owner.storage)
            self.state.remove_overlap(popped.storage, owner.storage)
        return popped

    def _take_out(self, owner: Binding, at: Operand) -> None:
        def rest(xs: Operand) -> Operand:
            if known(at) == -1:
                return self.builder.call(containers.without_last, xs, name="t")
            return self.builder.call(containers.without, xs, at)

        self.set_list(owner, rest)

    def settled_length(self, owner: Ref) -> int | None:
        """The length of a list, where it is known."""
        self.settle_display(owner.storage)
        kind = self.read(owner).type
        return len(kind.elements) if isinstance(kind, FixedList) else None

    def list_appendleft(self, owner: Binding, value: Binding) -> Binding:
        """`xs.appendleft(v)` of a deque."""
        return self.list_insert(owner, FIRST, value)

    def list_popleft(self, owner: Binding) -> Binding:
        """`xs.popleft()` of a deque."""
        return self.list_pop(owner, FIRST)

    def list_extendleft(self, owner: Binding, values: Binding) -> Binding:
        """`xs.extendleft(ys)` of a deque."""
        values = self.as_list(values)
        backwards = self.subscript(values, Const(slice(None, None, -1)))
        return self.store_slice_of(owner, Const(slice(0, 0)), backwards)

    def list_rotate(self, owner: Binding, steps: Binding = Const(1)) -> Binding:  # noqa: B008 - a constant
        """`xs.rotate(n)` of a deque."""
        count = self.length(owner)
        by = self.binary(operator.mod, steps, count, "t")
        at = self.binary(operator.sub, count, by, "t")
        first = self.subscript(owner, self.read(Pack((at, Const(None), Const(None)), slice)))
        rest = self.subscript(owner, self.read(Pack((Const(None), at, Const(None)), slice)))
        return self.store_slice_of(owner, WHOLE, self.binary(operator.add, first, rest, "t"))

    def store_slice_of(self, owner: Binding, index: Operand, value: Binding) -> Binding:
        """`owner[index] = value` at a slice."""
        assert isinstance(owner, Ref)
        self.store_slice(owner, index, value)
        return Const(None)

    def list_reverse(self, owner: Binding) -> Binding:
        """`xs.reverse()`."""
        items = self.items_of(owner)
        if items is not None:
            return self.set_items(owner, items[::-1])
        return self.set_list(owner, lambda xs: self.builder.call(operator.getitem, xs, Const(slice(None, None, -1))))

    def list_clear(self, owner: Binding) -> Binding:
        """`xs.clear()`."""
        if self.items_of(owner) is not None:
            return self.set_items(owner, ())
        return self.set_list(owner, lambda xs: self.slice_of(xs, None, Const(0)))

    def list_copy(self, owner: Binding) -> Binding:
        """`xs.copy()`."""
        items = self.items_of(owner)
        if items is not None:
            return self.new_items(Items(tuple(items)), "t")
        return self.fresh_list(self.builder.call(operator.getitem, self.read(owner), WHOLE), owner)

    def list_index(self, owner: Binding, *args: Binding) -> Binding:
        """`xs.index(v)` of things that are not differentiated."""
        items = self.items_of(owner)
        places = where_it_is(self, items, args[0]) if items is not None and len(args) == 1 else None
        if places:
            return Const(places[0])
        return self._looked_up(containers.index_of, owner, *args)

    def list_count(self, owner: Binding, value: Binding) -> Binding:
        """`xs.count(v)`."""
        items = self.items_of(owner)
        places = where_it_is(self, items, value) if items is not None else None
        if places is not None:
            return Const(len(places))
        return self._looked_up(containers.count_of, owner, value)

    def _looked_up(self, callee: Any, owner: Binding, *args: Binding) -> Binding:
        operands = [self.read(owner), *map(self.read, args)]
        return self.builder.call(callee, *operands)

    def list_remove(self, owner: Binding, value: Binding) -> Binding:
        """`xs.remove(v)`."""
        items = self.items_of(owner)
        places = where_it_is(self, items, value) if items is not None else None
        if items is not None and places:
            del items[places[0]]
            return self.set_items(owner, items)
        wanted = self.read(value)
        constants = items is not None and all(isinstance(e, Const) for e in items)
        if items is not None and constants and isinstance(wanted, Const):
            values = [e.value for e in items if isinstance(e, Const)]
            if wanted.value in values:
                del items[values.index(wanted.value)]
                return self.set_items(owner, items)
        assert isinstance(owner, Ref)
        self.settle_display(owner.storage)
        at = self._looked_up(containers.index_of, owner, value)
        self._take_out(owner, self.read(at))
        return Const(None)

    def list_sort(self, owner: Binding, **kwargs: Binding) -> Binding:
        """`xs.sort()`: `xs[:] = sorted(xs)`."""
        found = self.call(Const(sorted), [owner], kwargs)
        items = self.items_of(owner)
        if items is not None and self.has_known_length(found):
            return self.set_items(owner, self.known_elements(found))
        return self.set_list(owner, lambda xs: self.read(found), found, at=WHOLE)

    def list___len__(self, owner: Binding) -> Binding:
        """`xs.__len__()`."""
        return self.length(owner)
