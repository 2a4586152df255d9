"""Lists of arrays that lie in one pool: such a list holds places, so that an array may be there twice, or have names.

items = [u, u]                   pool = [x, v]; items = [0, 0]          `u` is pool[0]
for i in range(n):               for i in range(n):
    items.append(v)                  items.append(v_at)
    v = np.sin(v)                    v_at = len(pool); pool.append(np.sin(pool[v_at]))
items[0][1] = 3.0                pool[items[0]][1] = 3.0

It is tried last where a write is refused since other names or lists may mean the same array. Each array has one place,
so that whatever changes it changes it for all; an index known only at run time is a path like any other.
"""

from __future__ import annotations

import operator
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import lru_cache
from typing import Any

import gast

from s2sad.analysis.inference import known
from s2sad.errors import AliasingError, ElementsOfOtherKind, SourceSpan, UnsupportedCallError, UnsupportedSyntaxError
from s2sad.frontend.keyed_methods import KeyedMethods
from s2sad.frontend.pools import append_to_pool, is_place_in, whole_array
from s2sad.frontend.sequences import is_numpy_value
from s2sad.frontend.state import (
    Binding,
    FunctionValue,
    Items,
    Iteration,
    Pack,
    PlacedList,
    Ref,
    Step,
    Storage,
    is_placed,
    storages_of,
)
from s2sad.ir.ops import Const, Operand
from s2sad.ir.types import Array

_GROWING = ("append", "insert", "appendleft")
_OF_PLACES = ("reverse", "clear", "rotate")


class Placed(KeyedMethods):
    """The part of lowering that handles lists of places.

    Attributes:
        placing: whether lists of arrays that the program makes are such lists.
        pool: where the arrays are.
        of_others: displays that are none, as they get other elements than arrays.
        made_at: where lists of places were made.
    """

    placing = False
    pool: Storage
    of_others: frozenset[SourceSpan | None]
    made_at: dict[Storage, SourceSpan | None]

    @contextmanager
    def own_pool(self) -> Iterator[None]:
        """Around the lowering of a function: it has a pool of its own."""
        if not self.placing:
            yield
            return
        outer = self.pool
        self.pool = Storage("pool", is_pool=True)
        self.state.current[self.pool] = Items(())
        self.settle_display(self.pool)
        try:
            yield
        finally:
            self.pool = outer

    def place_arguments(self) -> None:
        """Give the arguments that go into lists their places."""
        names = self.state.names[self.frames[-1]]
        for name in list(names) if self.placing and not self.frames[-1].trusted else ():
            self.place_if_listed(name, names[name])

    # -- making -------------------------------------------------------------------------------------------------

    def placed(self, target: Any, value: Binding) -> Binding:
        """What is about to be assigned to a variable: lists of arrays as lists of places, arrays that go into lists."""
        if not self.placing or not isinstance(target, gast.Name) or self.frames[-1].trusted:
            return value
        display = self.display_of(value)
        if display is None:
            return self.place_if_listed(target.id, value)
        if isinstance(value, Ref) and self._has_names(value.storage):
            return value
        if self.span in self.of_others or not all(map(self._may_be_placed, display.elements)):
            return value
        return self._of_places(self._places_of(display.elements), target.id)

    def _has_names(self, storage: Storage) -> bool:
        """Whether a list has a name, or is in something that has one."""
        bound = (binding for names in self.state.names.values() for binding in names.values())
        return any(storage in storages_of(binding, self.state) for binding in bound)

    def _places_of(self, elements: Iterable[Binding]) -> list[Operand]:
        """The places of several elements, of which one may be there twice."""
        found, waiting = [], list(elements)
        with self.keeping(waiting):
            for k in range(len(waiting)):
                found.append(self.place_of(waiting[k]))
        return found

    def place_if_listed(self, name: str, value: Binding) -> Binding:
        """The place of an array, if the function puts a variable of this name into a list; others as they are."""
        array = whole_array(value, self.state)
        if array is None or self.state.overlaps.get(array) or name not in self._names_in_lists():
            return value
        return append_to_pool(self, self.pool, Ref(array))

    def _names_in_lists(self) -> frozenset[str]:
        return _names_in_lists(self.frames[-1].source.tree)

    def _is_whole(self, binding: Binding) -> bool:
        return isinstance(binding, Ref) and isinstance(self.read(binding).type, Array)

    def _may_be_placed(self, binding: Binding) -> bool:
        array = whole_array(binding, self.state)
        return is_place_in(self.pool, binding) or (array is not None and not self.state.overlaps.get(array))

    def place_of(self, binding: Binding) -> Operand:
        """The place of an array, which gets one if it has none.

        Raises:
            AliasingError: it is a part of something, or may be something that has another name.
        """
        if isinstance(binding, Ref) and is_place_in(self.pool, binding):
            key: Operand = binding.path[0].key
            return key
        array = whole_array(binding, self.state)
        if array is None or self.state.overlaps.get(array):
            raise AliasingError("A part of an array is put into a list", self.span, "Put copies into the list.")
        place: Operand = append_to_pool(self, self.pool, Ref(array)).path[0].key
        return place

    def _of_places(self, places: list[Operand], name: str) -> Pack:
        made = self.new_items(Items(tuple(places)), name)
        self.made_at[made.storage] = self.span
        return Pack((made,), PlacedList)

    def _added(self, owner: Pack, value: Binding) -> Operand:
        """The place of what becomes an element of a list."""
        self._check_elements(owner, [value])
        return self.place_of(value)

    def _check_elements(self, owner: Pack, elements: Iterable[Binding]) -> None:
        if not all(map(self._is_whole, elements)):
            places = owner.elements[0]
            raise ElementsOfOtherKind(self.made_at.get(places.storage) if isinstance(places, Ref) else None, self.span)

    # -- reading ------------------------------------------------------------------------------------------------

    def subscript(self, owner: Binding, index: Operand, name: str = "t") -> Binding:
        """`owner[index]`: a slice of a list of places is another one."""
        if is_placed(owner) and isinstance(known(index), slice):
            return Pack((super().subscript(owner.elements[0], index, name),), PlacedList)
        return super().subscript(owner, index, name)

    def located(self, owner: Binding, index: Operand) -> tuple[Binding, Operand]:
        """Where an element is that is read or changed."""
        if not is_placed(owner):
            return super().located(owner, index)
        return Ref(self.pool), self.read(self.subscript(owner.elements[0], index))

    def iterated(self, binding: Binding) -> Binding:
        """What a loop over a list of places runs over: the arrays there."""
        if not is_placed(binding):
            return super().iterated(binding)
        element = self.callable_binding(_element)
        assert isinstance(element, FunctionValue)
        return Iteration("map", (replace(element, bound=(Ref(self.pool),)), binding.elements[0]))

    def keyed_length(self, owner: Binding) -> Operand:
        """`len(owner)`."""
        return self.length(owner.elements[0]) if is_placed(owner) else super().keyed_length(owner)

    def keyed_contains(self, owner: Binding, key: Operand) -> Operand:
        """`key in owner`."""
        if is_placed(owner):
            raise UnsupportedSyntaxError("Arrays are looked for in a list", self.span)
        return super().keyed_contains(owner, key)

    def keyed_value(self, owner: Pack, name: str) -> Operand:
        """The list as one value: what it is at the end."""
        if not is_placed(owner):
            return super().keyed_value(owner, name)
        if not self.at_the_end:
            raise UnsupportedSyntaxError("A list of arrays that have other names is part of something else", self.span)
        return self.read(self.gathered(owner), name)

    def gathered(self, owner: Binding) -> Binding:
        """A new list of the arrays; other things as they are."""
        if not is_placed(owner):
            return owner
        return self.call(self.callable_binding(_elements), [Ref(self.pool), owner.elements[0]], {})

    # -- changing -----------------------------------------------------------------------------------------------

    def keyed_store(self, owner: Binding, key: Binding, value: Binding) -> None:
        """`owner[key] = value`."""
        if not is_placed(owner):
            super().keyed_store(owner, key, value)
            return
        if isinstance(known(self.read(key)), slice):
            raise UnsupportedSyntaxError("A slice of a list of arrays is replaced", self.span, "Replace elements.")
        self.store_item(owner.elements[0], self.read(key), self._added(owner, value))

    def keyed_operator(self, callee: Any, left: Binding, right: Binding) -> Binding | None:
        """`xs + ys` and `xs * n`."""
        if not is_placed(left) and not is_placed(right):
            return super().keyed_operator(callee, left, right)
        if callee is operator.mul:
            a, b = (each.elements[0] if is_placed(each) else each for each in (left, right))
            return Pack((self.binary(callee, a, b, "t"),), PlacedList)
        if callee is not operator.add:
            return None
        made = self._of_places([], "t")
        self._extend(made, left)
        self._extend(made, right)
        return made

    def extend_placed(self, owner: Pack, callee: Any, value: Binding) -> None:
        """`xs += ys`, for all names of the list."""
        if callee is not operator.add:
            raise UnsupportedSyntaxError("A list of arrays is repeated in place", self.span, "Write `xs = xs * n`.")
        if isinstance(value, Ref) and is_numpy_value(self.read(value).type):
            reason = "An array is added to a list of arrays in place: NumPy makes one array of both"
            raise UnsupportedSyntaxError(reason, self.span, "Write `np.array(xs) + ...`, or `xs.extend(...)`.")
        self._extend(owner, value)

    def _extend(self, owner: Pack, values: Binding) -> None:
        if is_placed(values):
            self.list_extend(owner.elements[0], values.elements[0])
            return
        if not self.has_known_length(values):
            raise UnsupportedSyntaxError(
                "A list of arrays is extended by how many is known only at run time", self.span, "Append in a loop."
            )
        elements = self.known_elements(values)
        self._check_elements(owner, elements)
        for place in self._places_of(elements):
            self.list_append(owner.elements[0], place)

    def keyed_method(self, owner: Pack, name: str, args: list[Binding], kwargs: dict[str, Binding]) -> Binding:
        """`owner.name(...)`."""
        if not is_placed(owner):
            return super().keyed_method(owner, name, args, kwargs)
        places = owner.elements[0]
        handler = getattr(self, f"list_{name}", None)
        if handler is not None:
            self._check_method(handler, name, args, kwargs)
        if name in _GROWING:
            *at, value = args
            result: Binding = getattr(self, f"list_{name}")(places, *at, self._added(owner, value))
            return result
        if name == "extend":
            self._extend(owner, args[0])
            return Const(None)
        if name in ("pop", "popleft"):
            at_place = self.read(getattr(self, f"list_{name}")(places, *args))
            return self.settle(Ref(self.pool).step(Step("item", at_place)))
        if name == "copy":
            return Pack((self.list_copy(places),), PlacedList)
        if name in _OF_PLACES:
            changed: Binding = getattr(self, f"list_{name}")(places, *args)
            return changed
        raise UnsupportedCallError(f"The method `{name}` is not supported here", self.span)

    def snapshot(self, binding: Binding) -> Binding:
        """An array in the pool stays in its place."""
        return binding if self.placing and is_place_in(self.pool, binding) else super().snapshot(binding)


def _element(pool, place):  # type: ignore[no-untyped-def] # lowered like a function of the user
    return pool[place]


def _elements(pool, places):  # type: ignore[no-untyped-def] # lowered like a function of the user
    return [pool[place] for place in places]


@lru_cache(256)
def _names_in_lists(tree: Any) -> frozenset[str]:
    """The variables that a function puts into lists."""
    found: set[str] = set()
    lists = {target.id for node in gast.walk(tree) for target in _targets_of_lists(node)}
    for node in gast.walk(tree):
        elements: list[Any] = []
        if isinstance(node, gast.List):
            elements = node.elts
        elif isinstance(node, gast.Call) and isinstance(node.func, gast.Attribute) and node.func.attr in _GROWING:
            elements = node.args
        elif isinstance(node, gast.Assign) and any(_is_element_of(lists, target) for target in node.targets):
            elements = [node.value]
        found.update(each.id for each in elements if isinstance(each, gast.Name))
    return frozenset(found)


def _targets_of_lists(node: Any) -> list[Any]:
    """The variables that a statement makes lists."""
    if not isinstance(node, gast.Assign) or not isinstance(node.value, gast.List | gast.ListComp):
        return []
    return [target for target in node.targets if isinstance(target, gast.Name)]


def _is_element_of(lists: set[str], target: Any) -> bool:
    return isinstance(target, gast.Subscript) and isinstance(target.value, gast.Name) and target.value.id in lists
