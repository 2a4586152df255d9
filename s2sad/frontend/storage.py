"""Reads through references: what a name holds is a version of a storage, or a part of one.

x = A[i]; y = A.T        x.0 = getitem A.1, i; y.0 = np.transpose A.1
A[i] = v; z = x[j]       A.2 = store A.1, i, v; x.1 = getitem A.2, i; z.0 = getitem x.1, j
"""

from __future__ import annotations

import operator
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

from s2sad.analysis.inference import alias_of, infer, is_basic_index, known
from s2sad.errors import SourceSpan, UnsupportedCallError, UnsupportedSyntaxError
from s2sad.frontend.cuts import Cut, is_array, is_fixed
from s2sad.frontend.rebinding import rebind
from s2sad.frontend.reshapes import Reshapes
from s2sad.frontend.state import (
    Binding,
    BoundMethod,
    Entries,
    Frame,
    FunctionValue,
    Items,
    Pack,
    Poison,
    Ref,
    Special,
    State,
    Step,
    Storage,
    elements_of,
    is_keyed,
    is_poisoned,
    is_tuple_value,
    near,
    storages_of,
)
from s2sad.frontend.written import Watch
from s2sad.ir.builder import Builder
from s2sad.ir.classes import field_names
from s2sad.ir.ops import Const, Operand, Value
from s2sad.ir.run_sizes import slice_type
from s2sad.ir.types import Array, FixedList, List, Map, Object, Record, Static, Tuple, Type, Unknown, assured
from s2sad.rules.table import RuleTable
from s2sad.runtime import containers

_REFERENCES = (Array, List, FixedList, Record, Map, Object, Tuple)


class Storages:
    """The part of lowering that knows about memory. The builder and the state are those of the current block."""

    def __init__(self, rules: RuleTable, builder: Builder | None = None) -> None:
        self.rules = rules
        self.builder = builder or Builder(lambda *call: infer(self.rules, *call))
        self.state = State()
        self.frames: list[Frame] = []
        self.span: SourceSpan | None = None
        self.pinned: frozenset[Storage] | set[Storage] = frozenset()
        self.rows: dict[Storage, Value] = {}
        self.decided: dict[Operand, bool] = {}
        self.indices: set[Value] = set()
        self.entered: dict[Storage, frozenset[Storage]] = {}
        self.enclosing_rows: frozenset[Storage] = frozenset()
        self.attempts: tuple[Callable[[Storage, UnsupportedCallError], bool], ...] = ()
        self.held: list[list[Binding]] = []
        self.reshapes = Reshapes()
        self.at_the_end = False
        self.handing_over = False
        self.trying = 0
        self.watches: list[Watch] = []
        self.of_joins: set[Operand] = set()
        self.classes: set[type] = set()
        self.cuts: dict[Operand, tuple[Cut, ...]] = {}

    def bind_value(self, value: Operand, label: str = "t", visible: bool = False) -> Binding:
        """The binding of a value: a reference with a storage of its own if it can change in place."""
        if isinstance(value, Const):
            return value
        if isinstance(value.type, Static):
            return Const(value.type.value)
        if is_tuple_value(value):
            return self.made_like(self.bind_reference(value, label, visible), tuple)
        if isinstance(value.type, List | FixedList) and value.type.cls is not list:
            return self._list_of_deque(value, label, visible)
        return self.bind_reference(value, label, visible) if isinstance(assured(value.type), _REFERENCES) else value

    def _list_of_deque(self, deque: Operand, label: str, visible: bool) -> Ref:
        """A `deque` from outside is read as a list of its elements, which has slices and more."""
        assert isinstance(deque.type, List | FixedList)
        made = self.builder.call(list, deque, name=label, type=replace(deque.type, cls=list))
        ref = self.bind_reference(made, label, visible)
        ref.storage.copied = deque
        return self.made_like(ref, deque.type.cls)

    def made_like(self, ref: Ref, cls: type) -> Ref:
        """A container that is lowered as a list or a dict, but is of another class."""
        ref.storage.like = cls
        self.classes.add(cls)
        return ref

    def bind_reference(self, value: Operand, label: str = "t", visible: bool = False) -> Ref:
        """A reference with a storage of its own."""
        storage = Storage(label, visible)
        self.state.current[storage] = value
        return Ref(storage)

    def is_reference(self, kind: Type) -> bool:
        """Whether values of a type are objects that can change in place, or may be."""
        return isinstance(kind, (*_REFERENCES, Unknown))

    def new_items(self, content: Items | Entries, label: str) -> Ref:
        """A reference to a new list or dict display."""
        storage = Storage(label)
        self.state.current[storage] = content
        return Ref(storage)

    def read(self, binding: Binding, name: str = "t") -> Operand:
        """The operand that holds the current value of a binding."""
        match binding:
            case Value() | Const():
                return binding
            case Ref():
                copied = binding.storage.copied
                leaves = self.at_the_end or self.handing_over
                if copied is not None and leaves and not binding.path:
                    return copied
                is_tuple = leaves and not binding.path and binding.storage.like is tuple
                return self.as_value(binding, name) if is_tuple else self._read_ref(binding, name)
            case Pack():
                return self._read_pack(binding, name)
            case _:
                return self._no_value(binding)

    def as_value(self, binding: Binding, name: str = "t") -> Operand:
        """The operand of a binding where it becomes part of something else: a tuple is a tuple there."""
        content = self.state.current.get(binding.storage) if isinstance(binding, Ref) and not binding.path else None
        if isinstance(content, Value | Const) and is_tuple_value(content):
            return content
        if not isinstance(binding, Ref) or binding.path or binding.storage.like is not tuple:
            return self.read(binding, name)
        found = self._read_ref(binding, name)
        if not isinstance(found.type, List):
            return found
        return self.builder.call(tuple, found, name=name, type=replace(found.type, cls=tuple), effect="pure")

    def _read_pack(self, pack: Pack, name: str) -> Operand:
        if is_keyed(pack):
            return self.keyed_value(pack, name)
        parts = [self.as_value(e) for e in pack.elements]
        if pack.cls is not None and pack.cls is not slice:
            names = Const(field_names(pack.cls))
            return self.builder.call(containers.build_object, Const(pack.cls), names, *parts, name=name)
        if all(isinstance(p, Const) for p in parts):
            values = [p.value for p in parts if isinstance(p, Const)]
            return Const(slice(*values) if pack.cls is slice else tuple(values))
        if pack.cls is slice:
            kind = slice_type(parts, self.builder.definitions)
            return self.builder.call(slice, *parts, name=name, type=kind)
        return self.builder.call(containers.pack, *parts, name=name)

    def keyed_value(self, owner: Pack, name: str) -> Operand:
        """A dict or set with keys of run time as one value: see `Keyed`."""
        raise NotImplementedError

    def _no_value(self, binding: Binding) -> Operand:
        if isinstance(binding, Poison):
            raise UnsupportedSyntaxError(binding.reason, self.span, binding.rewrite)
        attr, owner = (binding.name, binding.owner) if isinstance(binding, BoundMethod) else ("", None)
        if isinstance(owner, Value | Ref) and isinstance(self.read(owner).type, Unknown):
            raise UnsupportedSyntaxError(
                f"The attribute `{attr}` is read of something whose type is known only at run time",
                self.span,
                "Give it one type on every path, elements of lists one type, and objects all attributes when made.",
            )
        if isinstance(binding, BoundMethod):
            raise UnsupportedSyntaxError(
                f"`{binding.name}` is not called here: a method as a value is not supported", self.span, "Call it."
            )
        names: dict[type, str] = {FunctionValue: "A function", Special: "A derivative"}
        what = names.get(type(binding), "An iterator")
        raise UnsupportedSyntaxError(
            f"{what} is used as a value in a way that is known only at run time",
            self.span,
            "Call it where it is named, or pass it to a function that is differentiated with it.",
            if_carried=True,
        )

    def _read_ref(self, ref: Ref, name: str) -> Operand:
        content = self.state.current[ref.storage]
        if is_poisoned(content):
            return self._no_value(content.value)
        if isinstance(content, Items | Entries):
            return self._read_display(content, ref, name)
        if not ref.path:
            return self._opened(ref.storage, content) if is_tuple_value(content) else content
        cached = self.state.paths.get((ref.storage, ref.path))
        if cached is not None and cached[0] is content:
            return cached[1]
        parent = self._read_ref(Ref(ref.storage, ref.path[:-1]), name)
        self.reshapes.read(ref, content, parent)
        value = self.take_step(parent, ref.path[-1], name)
        if isinstance(value, Value):
            self.state.paths[ref.storage, ref.path] = (content, value)
        return value

    def _opened(self, storage: Storage, content: Operand) -> Operand:
        """The list of the elements of a tuple that was carried round a loop or is the result of a branch."""
        cached = self.state.paths.get((storage, ()))
        if cached is not None and cached[0] is content:
            return cached[1]
        assert isinstance(content.type, List)
        opened = self.builder.call(list, content, name=storage.label, type=List(content.type.element), effect="pure")
        self.state.paths[storage, ()] = (content, opened)
        return opened

    def take_step(self, parent: Operand, step: Step, name: str = "t") -> Operand:
        """The value one step down a path."""
        if step.kind == "item":
            if isinstance(parent.type, Record) and isinstance(step.key, Const):
                self._check_key(parent.type, step.key.value)
            return self.builder.call(operator.getitem, parent, step.key, name=name)
        if step.kind == "attribute":
            return self.builder.call(containers.read_attribute, parent, Const(step.key), name=name)
        return self.builder.call(step.key, parent, *step.arguments, name=name)

    def _check_key(self, kind: Record, key: Any) -> None:
        if key not in [k for k, _ in kind.fields]:
            known = ", ".join(repr(k) for k, _ in kind.fields) or "none"
            missing = UnsupportedSyntaxError(f"The dict has no key {key!r}; its keys are: {known}", self.span)
            raise missing if kind.cls is defaultdict else missing.is_raised(KeyError)

    def _read_display(self, content: Items | Entries, ref: Ref, name: str) -> Operand:
        if ref.path:
            inner = self.display_item(content, _display_key(content, ref.path[0]))
            if inner is None:
                self.settle_display(ref.storage)
                return self._read_ref(ref, name)
            for step in ref.path[1:]:
                inner = self.step(inner, step)
            return self.read(inner, name)
        if isinstance(content, Items):
            return self.builder.call(containers.build_list, *map(self.as_value, content.elements), name=name)
        keys = Const(tuple(k for k, _ in content.entries))
        if content.cls is not None:
            parts = [self.as_value(v) for _, v in content.entries]
            return self.builder.call(containers.build_object, Const(content.cls), keys, *parts, name=name)
        return self.builder.call(
            containers.build_dict, keys, *(self.as_value(v) for _, v in content.entries), name=name
        )

    def display_item(self, content: Items | Entries, key: Any) -> Binding | None:
        """The element of a display at a known key, None if the key is not known."""
        if isinstance(content, Items):
            if isinstance(key, int) and -len(content.elements) <= key < len(content.elements):
                return content.elements[key]
            return None
        return next((v for k, v in content.entries if k == key), None)

    @contextmanager
    def keeping(self, bindings: list[Binding]) -> Iterator[None]:
        """Around what may make names parts of something: these bindings, which have no names, become it as well."""
        self.held.append(bindings)
        try:
            yield
        finally:
            self.held.pop()

    def settle_display(self, storage: Storage) -> None:
        """Turn a display, and those in it, into one value: their elements are from now on parts of it."""
        content = self.state.current[storage]
        if isinstance(content, Items | Entries):
            for element in elements_of(content):
                if isinstance(element, Ref) and not element.path and element.storage not in self.pinned:
                    self.settle_display(element.storage)
            content = self.state.current[storage]
            assert isinstance(content, Items | Entries)
            value = self.read(Ref(storage), storage.label)
            self.state.current[storage] = value
            self._move_elements(storage, content)

    def _move_elements(self, storage: Storage, content: Items | Entries) -> None:
        """Names of arrays that were put into a container become paths into it."""
        entries = list(enumerate(content.elements)) if isinstance(content, Items) else list(content.entries)
        is_object = isinstance(content, Entries) and content.cls is not None
        entries = [(key, element) for key, element in entries if not is_fixed(self, element)]
        reached = [near(element, self.state) for _, element in entries]
        of_arrays = isinstance(content, Items) and all(is_array(self, element) for _, element in entries)
        before = self.state.overlaps.get(storage, frozenset())
        for k, (key, element) in enumerate(entries):
            twice = any(reached[k] & others for j, others in enumerate(reached) if j != k)
            is_root = isinstance(element, Ref) and not element.path and element.storage not in self.pinned
            if isinstance(element, Ref) and is_root and not twice:
                if self.is_visible(element.storage):
                    self.state.add_overlap(storage, element.storage)
                for other in self.state.overlaps.get(element.storage, ()):
                    self.state.add_overlap(storage, other)
                inner = Ref(storage, (Step("attribute", key) if is_object else Step("item", Const(key)),))
                self.redirect(element.storage, inner)
            else:
                storage.repeated |= twice
                for other in reached[k]:
                    self.state.add_overlap(storage, other)
        if of_arrays:  # whatever else holds them is another list
            storage.apart |= self.state.overlaps.get(storage, frozenset()) - before

    def is_visible(self, storage: Storage) -> bool:
        """Whether a write to the storage may be seen from outside."""
        return storage.visible or any(other.visible for other in self.state.overlaps.get(storage, ()))

    def share(self, storage: Storage, binding: Binding) -> None:
        """Note that a storage may share memory with whatever a binding reaches."""
        for other in near(binding, self.state):
            self.state.add_overlap(storage, other)

    def hold(self, storage: Storage, binding: Binding) -> None:
        """Note that a container may hold whatever a binding reaches: what changes the one changes the other."""
        self.share(storage, binding)
        for other in set(storages_of(binding, self.state)):
            for each in {other} | self.state.overlaps.get(other, frozenset()):
                storage.apart.discard(each)
                each.apart.discard(storage)

    def redirect(self, old: Storage, new: Ref) -> None:
        """Names of one storage become names of a part of another one."""

        def moved(ref: Ref) -> Binding:
            return Ref(new.storage, new.path + ref.path) if ref.storage is old else ref

        rebind(self.state, self.held, moved)

    def move_paths(self, old: Storage, new: Storage) -> None:
        """Names of parts of one storage become names of parts of another one."""

        def moved(ref: Ref) -> Binding:
            return Ref(new, ref.path) if ref.storage is old and ref.path else ref

        rebind(self.state, self.held, moved)

    def step(self, binding: Binding, step: Step, name: str = "t") -> Binding:
        """The binding of a part: a reference if it can change in place, else its value."""
        if isinstance(binding, Pack) and step.kind == "item":
            key = known(step.key)
            if isinstance(key, int):
                return binding.elements[key]
        if isinstance(binding, Ref):
            content = self.state.current[binding.storage]
            if isinstance(content, Items | Entries) and not binding.path and step.kind != "view":
                inner = self.display_item(content, _display_key(content, step))
                if inner is not None:
                    return inner
                self.settle_display(binding.storage)
            return self.settle(binding.step(step), name)
        return self.bind_value(self.take_step(self.read(binding), step, name))

    def view(self, ref: Ref, step: Step, name: str) -> Binding:
        """The binding of a view of what a reference refers to."""
        self.reshapes.made(step, self.state.current[ref.storage], self.span)
        return self.settle(ref.step(step), name)

    def settle(self, ref: Ref, name: str = "t") -> Binding:
        """The reference itself, or the value if what it refers to cannot change in place or is new memory."""
        value = self.read(ref, name)
        if isinstance(value, Const):
            return value
        if isinstance(value.type, Static):
            return Const(value.type.value)
        if not isinstance(value.type, _REFERENCES) and not isinstance(value.type, Unknown):
            return value
        if isinstance(value.type, Array) and not self._is_view(ref):
            return self.bind_value(value, ref.storage.label)
        if isinstance(value.type, List | FixedList) and value.type.cls is not list:
            made = self.bind_value(value, ref.storage.label)
            assert isinstance(made, Ref)
            self.share(made.storage, ref)
            return made
        return ref

    def _is_view(self, ref: Ref) -> bool:
        step = ref.path[-1]
        if step.kind == "view":
            return alias_of(self.rules, step.key) != "fresh"
        if step.kind != "item" or is_basic_index(known(step.key)):
            return True
        return isinstance(self.read(Ref(ref.storage, ref.path[:-1])).type, List | FixedList | Tuple)


def _display_key(content: Items | Entries, step: Step) -> Any:
    """The key of a display that a step means; one that is not there if it means none."""
    is_object = isinstance(content, Entries) and content.cls is not None
    if (step.kind == "attribute") != is_object:
        return Ellipsis
    return step.key if is_object else known(step.key)
