"""Lists that change: what they are afterwards, and what they share with others.

xs.append(v)            xs.2 = appended xs.1, v
xs[1:3] = ys            xs.2 = joined (joined xs.1[:1], ys), xs.1[3:]

A list of known elements (a display) stays one. A list that the caller sees is written: `xs[:] = ...`.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Sequence
from typing import Any

from s2sad.analysis.inference import known
from s2sad.errors import AliasingError, UnsupportedCallError
from s2sad.frontend.cuts import Cut, can_change, cuts_beside, cuts_of, holds_references, may_hold, may_meet, repeats
from s2sad.frontend.expressions import Expressions
from s2sad.frontend.rebinding import rebind
from s2sad.frontend.state import Binding, Entries, Items, Pack, Ref, Step
from s2sad.frontend.writes import step_key
from s2sad.ir.ops import Const, Operand
from s2sad.ir.types import INT, Array, FixedList, List, Scalar, Static, Tuple, children, is_numeric
from s2sad.runtime import containers

WHOLE = Const(slice(None))


def _may_be_counted_from_the_end(step: Step) -> bool:
    """Whether an index is negative, for all one knows."""
    if step.kind != "item":
        return False
    key = known(step.key)
    return key < 0 if isinstance(key, int) else isinstance(step.key.type, Scalar)


class Lists(Expressions):
    """The part of lowering that changes lists."""

    # -- what a list is after a change ---------------------------------------------------------------------------

    def items_of(self, owner: Binding) -> list[Binding] | None:
        """The elements of a list display; None of a list that is a value."""
        content = self.state.current[owner.storage] if isinstance(owner, Ref) and not owner.path else None
        return list(content.elements) if isinstance(content, Items) else None

    def set_items(self, owner: Binding, elements: Sequence[Binding]) -> Binding:
        """The list display has these elements now."""
        assert isinstance(owner, Ref)
        self.check_write(Ref(owner.storage), elements=True)
        self.state.current[owner.storage] = Items(tuple(elements))
        return Const(None)

    def set_list(
        self, owner: Binding, change: Callable[[Operand], Operand], *added: Binding, at: Operand | None = None
    ) -> Binding:
        """The list is `change(the list)` now: has the elements of `added`, too, in place of those `at` a slice."""
        assert isinstance(owner, Ref)
        holding = list(added)
        with self.keeping(holding):
            self.settle_display(owner.storage)
        rest = cuts_of(self, owner) if at is None else cuts_beside(self, owner, at)
        more = [cuts_of(self, each) for each in holding]
        twice = any(may_meet(rest, each) for each in more)
        self.check_write(owner, elements=True)
        self._refuse_twice(owner)
        owner.storage.resized.append(len(owner.path))
        self.detach(owner)
        chain = [self.read(Ref(owner.storage, owner.path[:k])) for k in range(len(owner.path) + 1)]
        new = change(chain[-1])
        self.cuts[new] = (*rest, *(each for cuts in more for each in cuts))
        label = owner.storage.label
        if self.is_visible(owner.storage):
            new = self.builder.call(containers.store, chain[-1], WHOLE, new, name=label, effect="memory")
            self.replace_parts(owner, chain, new)
        elif owner.path and isinstance(chain[-2].type, Tuple):  # which keeps this list
            self.replace_parts(owner, chain, self.builder.call(containers.store, chain[-1], WHOLE, new, name=label))
        elif owner.path:
            new = self.builder.call(containers.store, chain[-2], self._key(owner.path[-1]), new, name=label)
            self.replace_parts(Ref(owner.storage, owner.path[:-1]), chain[:-1], new)
        else:
            self.state.current[owner.storage] = new
        for binding in holding:
            self._share(owner, binding)
        owner.storage.repeated |= twice and holds_references(self, owner)
        return Const(None)

    def _refuse_twice(self, owner: Ref) -> None:
        """Refuse to make a list longer or shorter that its container may hold, or has held, at another place, too."""
        if owner.path and (owner.storage.repeated or owner.storage.rearranged):
            reason = f"A list that {self.called(owner.storage)} has held at another place, too, gets or loses elements"
            raise AliasingError(reason, self.span, "Put copies into it: `xs[:]`.")

    def _key(self, step: Step) -> Operand:
        if step.kind != "item":
            raise UnsupportedCallError(
                "A list in an attribute is changed in a way that is not supported",
                self.span,
                "Assign a new list: `p.xs = p.xs[:-1]`.",
            )
        key: Operand = step.key
        return key

    def _share(self, owner: Ref, binding: Binding) -> None:
        """The list may hold what is reached from a binding."""
        if not holds_references(self, owner):
            return
        source = binding.storage if isinstance(binding, Ref) else None
        before, twice = self.state.overlaps.get(owner.storage, frozenset()), repeats(self, binding)
        self.hold(owner.storage, binding)
        if source is not None:
            owner.storage.repeated |= twice
            owner.storage.apart.add(source)
            if self._holds_arrays(binding):  # whatever else holds them is another list
                owner.storage.apart |= self.state.overlaps.get(owner.storage, frozenset()) - before

    def _hold(self, owner: Binding, value: Binding) -> Binding:
        """The list has `value` itself as an element now: whatever changes the one changes the other."""
        assert isinstance(owner, Ref)
        if not can_change(self, self.as_value(value).type):
            return Const(None)
        owner.storage.repeated |= may_hold(self, owner.storage, value)
        before = self.state.overlaps.get(owner.storage, frozenset())
        apart = {*owner.storage.apart, *(each for each in before if owner.storage in each.apart)}
        self.hold(owner.storage, value)
        if isinstance(value, Ref) and isinstance(
            self.read(value).type, Array
        ):  # whatever else holds it is another list
            owner.storage.apart |= apart | (self.state.overlaps.get(owner.storage, frozenset()) - before)
        return Const(None)

    def _holds_arrays(self, binding: Binding) -> bool:
        """Whether the elements of a list are arrays or numbers, not lists."""
        kind = self.read(binding).type
        flat = all(is_numeric(child) or isinstance(child, Static) for child in children(kind))
        return isinstance(kind, List | FixedList) and flat

    def fresh_list(self, operand: Operand, *sources: Binding, name: str = "t", cuts: tuple[Cut, ...] = ()) -> Binding:
        """A new list with elements of `sources`, made of `cuts`."""
        self.cuts[operand] = cuts
        made = self.bind_value(operand, name)
        if isinstance(made, Ref):
            for source in sources:
                self._share(made, source)
        return made

    def slice_of(self, xs: Operand, start: Operand | None, stop: Operand | None) -> Operand:
        """`xs[start:stop]`."""
        parts = [Const(None) if p is None else p for p in (start, stop)]
        index = self.read(Pack((*parts, Const(None)), slice))
        return self.builder.call(operator.getitem, xs, index)

    def joined(self, a: Operand, b: Operand) -> Operand:
        """`a + b`."""
        return self.builder.call(containers.joined, a, b)

    # -- methods ------------------------------------------------------------------------------------------------

    def list_append(self, owner: Binding, value: Binding) -> Binding:
        """`xs.append(v)`."""
        assert isinstance(owner, Ref)
        if not isinstance(self.state.current[owner.storage], Items) or owner.path:
            self._count_from_the_start(owner)
        return self.grow(owner, value)

    def grow(self, owner: Binding, value: Binding) -> Binding:
        """What `append` does to a list of which no element is named by its place from the end."""
        assert isinstance(owner, Ref)
        owner.storage.resized.append(len(owner.path))
        self.check_write(owner, elements=True)
        self._refuse_twice(owner)
        content = self.state.current[owner.storage]
        if isinstance(content, Items) and not owner.path:
            self.state.current[owner.storage] = Items((*content.elements, value))
            return Const(None)
        chain = [self.read(Ref(owner.storage, owner.path[:k])) for k in range(len(owner.path) + 1)]
        effect = "memory" if self.is_visible(owner.storage) else "pure"
        new = self.builder.call(
            containers.appended, chain[-1], self.as_value(value), name=owner.storage.label, effect=effect
        )
        self.replace_parts(owner, chain, new)
        return self._hold(owner, value)

    def _count_from_the_start(self, owner: Ref) -> None:
        """Before a list grows: names of elements that may have been counted from its end keep what they name."""
        depth = len(owner.path)
        places: dict[Any, Operand] = {}

        def counted(each: Ref) -> Binding:
            if each.storage is not owner.storage or len(each.path) <= depth:
                return each
            before, step, rest = each.path[:depth], each.path[depth], each.path[depth + 1 :]
            xs = self.read(Ref(each.storage, before)) if _may_be_counted_from_the_end(step) else None
            if xs is None or not isinstance(xs.type, List | FixedList):
                return each
            key = tuple(map(step_key, each.path[: depth + 1]))
            if key not in places:
                size = self.builder.call(len, xs, type=INT, effect="pure")
                way = operator.add if isinstance(step.key, Const) else operator.mod
                terms = (size, step.key) if isinstance(step.key, Const) else (step.key, size)
                places[key] = self.builder.call(way, *terms, type=INT, effect="pure", name="at")
            return Ref(each.storage, (*before, Step("item", places[key]), *rest))

        rebind(self.state, self.held, counted)

    # -- slices ------------------------------------------------------------------------------------------------

    def store_slice(self, owner: Ref, index: Operand, value: Binding | None) -> None:
        """`xs[a:b] = ys`; without a value, `del xs[a:b]`."""
        items = self.items_of(owner)
        key = known(index)
        plain = all(p is None or isinstance(p, int) for p in (key.start, key.stop, key.step))
        if items is not None and plain and (value is None or self.has_known_length(value)):
            if value is None:
                del items[key]
            else:
                items[key] = self.known_elements(value)
            self.set_items(owner, items)
            return
        if value is None:
            self.set_list(owner, lambda xs: self.builder.call(containers.without, xs, index))
            return
        value = self.as_list(value)
        new = self.as_value(value)
        if isinstance(index, Const) and index.value == slice(None):
            self.set_list(owner, lambda xs: self.builder.call(operator.getitem, new, WHOLE), value, at=WHOLE)
            return
        self.set_list(owner, lambda xs: self.builder.call(containers.with_slice, xs, index, new), value, at=index)

    def as_list(self, values: Binding) -> Binding:
        """A sequence as a list; lists as they are."""
        if isinstance(values, Ref) and self.items_of(values) is None:
            content = self.state.current[values.storage]
            if not isinstance(content, Entries) and isinstance(self.read(values).type, List | FixedList):
                return values
        return self.listed(values, "t")

    def listed(self, binding: Binding, name: str) -> Binding:
        """`list(binding)`: see `Collecting`."""
        raise NotImplementedError
