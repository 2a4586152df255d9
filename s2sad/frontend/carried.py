"""What a loop carries from run to run: names assigned and storages written in the body, as they are at the head.

y = np.zeros(3); z = x      for i in range(n) carry z.1 = z.0, y.1 = y.0:
for i in range(n):              `z` is z.1, a storage of its own; `y` is still itself, its current version y.1
    z = z * 2.0; y[0] = z[0]
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from s2sad.errors import UnsupportedCallError
from s2sad.frontend.held import holds_function
from s2sad.frontend.pools import places, whole_array, with_places
from s2sad.frontend.selected import Families, Selection
from s2sad.frontend.state import (
    Binding,
    BoundMethod,
    Entries,
    FunctionValue,
    Items,
    Iteration,
    Pack,
    Poison,
    Ref,
    Special,
    State,
    Storage,
    elements_of,
    with_elements,
)
from s2sad.frontend.structure import RESULT
from s2sad.frontend.tuples import is_long_tuple, lengthened
from s2sad.ir.leaves import symbols_in
from s2sad.ir.ops import Const, Operand, Value, is_undefined, undefined
from s2sad.ir.run_sizes import without_sizes_of_runs
from s2sad.ir.types import Never, Static, Type, scalar_of

if TYPE_CHECKING:
    from s2sad.frontend.displays import Displays


@dataclass(eq=False)
class Leaf:
    """One carried value: what it is at the head of the loop."""

    label: str
    init: Operand
    type: Type
    storage: Storage | None = None
    origin: Storage | None = None
    outer: Storage | None = None
    param: Value | None = None


@dataclass
class Plan:
    """What is known about a loop from earlier attempts at lowering its body.

    Attributes:
        types: type of a carried leaf at the head, by name and position.
        references: leaves that are references though they have no value before the loop.
        tuples: leaves that are tuples of which the length is not known, though they have no value before the loop.
        storages: outer storages that the body writes to.
        packs: the lengths and classes of tuples that the body gives names which have no value before; None of what is
            a tuple in some runs only.
        values: names whose constant changes, so that it must be carried as a value.
        detached: containers of which the body replaces elements, so that names of elements are no paths into them.
        rebound: names of arrays that the body gives another array, others are only written to; elements of displays.
        settled: displays that become values, as they do not keep their keys.
        pinned: arrays that the body puts into a container of its own: they stay where they are.
        lengthening: names of tuples that have another length after a run.
        overlaps: pairs of leaves, or of a leaf and an outer storage, that may share memory.
        visible: leaves that somebody outside the function may see.
        repeated: leaves that are containers which may hold something twice.
        by_index: whether rows of iterated arrays are reached by index because somebody writes to them.
        pooling: whether arrays that the body passes round lie in a list, `pool`: those in `pooled`.
        selecting: whether names of arrays that the body passes round are numbers of `families`.
        refusal: what is wrong if nothing is learned any more, such as an element of a list that stays empty.
    """

    types: dict[Any, Type] = field(default_factory=dict)
    references: set[Any] = field(default_factory=set)
    tuples: set[Any] = field(default_factory=set)
    packs: dict[Any, tuple[int, type | None] | None] = field(default_factory=dict)
    storages: dict[Storage, None] = field(default_factory=dict)
    values: set[Any] = field(default_factory=set)
    detached: set[Storage] = field(default_factory=set)
    rebound: set[Any] = field(default_factory=set)
    settled: set[Storage] = field(default_factory=set)
    pinned: set[Storage] = field(default_factory=set)
    lengthening: set[Any] = field(default_factory=set)
    overlaps: set[frozenset[Any]] = field(default_factory=set)
    visible: set[Any] = field(default_factory=set)
    repeated: set[Any] = field(default_factory=set)
    by_index: bool = False
    pooling: bool = False
    pool: Storage = field(default_factory=lambda: Storage("pool", is_pool=True))
    pooled: dict[Storage, None] = field(default_factory=dict)
    selecting: bool = False
    families: Families = field(default_factory=Families)
    changed: bool = False
    refusal: UnsupportedCallError | None = None

    def learn(self, collection: set[Any], item: Any) -> None:
        """Add to one of the sets; the loop must be lowered again if that is new."""
        if item not in collection:
            collection.add(item)
            self.changed = True

    def learn_length(self, key: Any) -> None:
        """Let a tuple be a long one; what was found of other names may have held it."""
        if key not in self.lengthening:
            self.types, self.references, self.tuples = {}, set(), set()
            self.packs = {each: None for each, pack in self.packs.items() if pack is None or each == key}
            self.learn(self.lengthening, key)

    def learn_pack(self, key: Any, end: Pack) -> None:
        """Carry a tuple element by element."""
        self.packs[key] = len(end.elements), end.cls
        self.changed = True

    def learn_value(self, key: Any) -> None:
        """Carry as one value what is a tuple in some runs only."""
        self.packs[key] = None
        self.changed = True

    def learn_pooled(self, array: Storage | None) -> bool:
        """Let an array from before the loop lie in the pool; whether that is new."""
        if array is None or array in self.pooled:
            return False
        self.pooled[array] = None
        self.changed = True
        return True

    def keeps(self, storage: Storage, state: State) -> bool:
        """Whether a display stays one, of which the elements are carried."""
        return storage not in self.settled and (self.selecting or holds_function(storage, state))

    def suspect(self, outer: dict[Storage, Any], storage: Storage, refusal: UnsupportedCallError) -> bool:
        """Note what is wrong with an outer storage, unless the body turns out to change it; whether it is one."""
        if storage not in outer:
            return False
        if storage not in self.storages:
            self.storages[storage] = None
            self.changed = True
        self.refusal = refusal
        return True


class Head:
    """What names and storages are at the head of a loop, and the carried values that this makes."""

    def __init__(self, lowering: Displays, plan: Plan, names: list[str]) -> None:
        self.low = lowering
        self.plan = plan
        self.names = names
        self.frame = lowering.frames[-1]
        self.outer = lowering.state.copy()
        self.outer_overlaps = dict(lowering.state.overlaps)
        self.leaves: dict[Any, Leaf] = {}
        self.bound: dict[str, Binding] = {}
        self.displays: dict[Storage, Items | Entries] = {}
        self.selection = Selection(self)

    def bind(self) -> None:
        """Make the state at the head: names mean carried values; `state` keeps it for comparisons."""
        names = self.low.state.names[self.frame]
        for name in self.names:
            bound = self._binding(name, (name,), names.get(name))
            if bound is not None:
                names[name] = self.bound[name] = bound
            else:
                names.pop(name, None)
        self._carry_storages()
        self._carry_overlaps()
        self.low.state.paths = {}
        self.state = self.low.state.copy()

    def _binding(self, name: str, key: Any, init: Binding | None) -> Binding | None:
        if key in self.plan.lengthening and init is not None:
            return self._reference_leaf(name, key, lengthened(self.low, init, name))
        match init:
            case Pack():
                parts = [self._binding(name, (*key, k), e) for k, e in enumerate(init.elements)]
                return Pack(tuple(p for p in parts if p is not None), init.cls)
            case FunctionValue() | BoundMethod() | Special() | Iteration() | Poison():
                return init
            case Const() if scalar_of(init.value) is None and key not in self.plan.values:
                return init
            case Ref() if owner_of(key) not in self.plan.rebound:
                return init
            case Ref():
                selected = self.selection.bind(name, key, init) if self.plan.selecting else None
                return selected or self._place_leaves(name, key, init) or self._reference_leaf(name, key, init)
            case None:
                return self._first_binding(name, key)
            case _:
                assert isinstance(init, Value | Const)
                return self.new_leaf(name, key, init, Storage(name) if key in self.plan.references else None, None)

    def _first_binding(self, name: str, key: Any) -> Binding | None:
        """What a name that the body assigns first is at the head of a run: the value of the run before."""
        pack = self.plan.packs.get(key)
        if pack is not None:
            found = [self._first_binding(name, (*key, k)) for k in range(pack[0])]
            return Pack(tuple(p for p in found if p is not None), pack[1]) if None not in found else None
        if key not in self.plan.types:
            return None
        if key not in self.plan.references:
            return self.new_leaf(name, key, undefined(), None, None)
        like = tuple if key in self.plan.tuples else None
        return self.new_leaf(name, key, undefined(), Storage(name, repeated=key in self.plan.repeated, like=like), None)

    def _place_leaves(self, name: str, key: Any, init: Ref) -> Ref | None:
        """A name of a part of a list or array, of which the indices are carried; None for an array as a whole."""
        array = whole_array(init, self.low.state)
        if self.plan.pooling:
            self.plan.learn_pooled(array)
        if not self.plan.pooling or not places(init):
            return None
        params: dict[int, Operand] = {}
        for k in places(init):
            param = self.new_leaf(f"{name}_at", (*key, "at", k), init.path[k].key, None, None)
            assert isinstance(param, Value)
            params[k] = param
        return with_places(init, params)

    def _reference_leaf(self, name: str, key: Any, init: Ref) -> Binding:
        content = self.low.state.current[init.storage]
        if isinstance(content, Items | Entries):
            self.low.settle_display(init.storage)
            if isinstance(key[0], str):  # settled as a part of another one, it is a path now
                init = self._as_ref(self.low.state.names[self.frame].get(name)) or init
        value = self.low.read(init, name)
        visible = key in self.plan.visible or self.low.is_visible(init.storage)
        repeated = key in self.plan.repeated or init.storage.repeated
        like = tuple if is_long_tuple(init) else None
        storage = Storage(name, visible, repeated, like=like, read_only=init.storage.read_only)
        return self.new_leaf(name, key, value, storage, init.storage)

    def _as_ref(self, binding: Binding | None) -> Ref | None:
        return binding if isinstance(binding, Ref) else None

    def new_leaf(self, name: str, key: Any, init: Operand, storage: Storage | None, origin: Storage | None) -> Binding:
        """Carry a value; what it is at the head."""
        planned = self.plan.types.get(key)
        kind = (
            planned if planned is not None else (Never() if is_undefined(init) else carried_type(init.type, init.type))
        )
        leaf = Leaf(name.strip() or "result", init, kind, storage, origin)
        leaf.param = Value(leaf.label, kind)
        self.leaves[key] = leaf
        self.low.of_joins.add(leaf.param)
        if is_undefined(init) and name != RESULT:
            self.low.perhaps_unbound.add(leaf.param)
        if storage is not None:
            self.low.state.current[storage] = leaf.param
            return Ref(storage)
        return leaf.param

    def _carry_storages(self) -> None:
        self._keep_displays()
        for storage in self.plan.storages:
            content = self.low.state.current[storage]
            if isinstance(content, Items | Entries):
                continue
            planned = self.plan.types.get(storage)
            leaf = Leaf(
                storage.label, content, planned if planned is not None else content.type, storage, None, storage
            )
            leaf.param = Value(leaf.label, leaf.type)
            self.leaves[storage] = leaf
            self.low.state.current[storage] = leaf.param

    def _keep_displays(self) -> None:
        for storage in self.plan.storages:
            content = self.low.state.current[storage]
            if isinstance(content, Items | Entries):
                parts = (self._binding(storage.label, (storage, k), e) for k, e in enumerate(elements_of(content)))
                bound = with_elements(content, (part for part in parts if part is not None))
                self.low.state.current[storage] = self.displays[storage] = bound

    def _carry_overlaps(self) -> None:
        state = self.low.state
        for leaf in self.leaves.values():
            if leaf.storage is not None and leaf.origin is not None:
                state.add_overlap(leaf.storage, leaf.origin)
                for other in state.overlaps.get(leaf.origin, frozenset()):
                    state.add_overlap(leaf.storage, other)
        carried = [
            (x.origin, x.storage) for x in self.leaves.values() if x.origin is not None and x.storage is not None
        ]
        for origin, storage in carried:
            for other_origin, other in carried:
                if origin is other_origin or other_origin in self.outer_overlaps.get(origin, ()):
                    state.add_overlap(storage, other)
        self.low.entered = dict(state.overlaps)
        for pair in self.plan.overlaps:
            if any(not isinstance(key, Storage) and key not in self.leaves for key in pair):
                continue  # from before the arrays were put into a pool
            a_key, b_key = pair if len(pair) == 2 else (*pair, *pair)
            state.add_overlap(self.storage_at(a_key), self.storage_at(b_key))

    def storage_at(self, key: Any) -> Storage:
        """The storage that a leaf or an outer storage is at the head."""
        if isinstance(key, Storage):
            return key
        storage = self.leaves[key].storage
        assert storage is not None
        return storage


def owner_of(key: Any) -> Any:
    """Whose binding a leaf is a part of: that of a name, or of an element of a display."""
    return key[0] if isinstance(key[0], str) else key[:2]


def carried_type(kind: Type, head: Type) -> Type:
    """The type of a carried value that a run, which began with one of type `head`, leaves as a value of this type.

    A constant becomes a number; sizes that have their names from values of the run are unknown to the next.
    """
    if isinstance(kind, Static):
        return scalar_of(kind.value) or kind
    return without_sizes_of_runs(kind, symbols_in(head))
