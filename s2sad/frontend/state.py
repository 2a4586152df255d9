"""What names mean while a function is lowered: bindings, storages and their current versions.

z = 0.0          z -> Const                        a number
A = np.eye(3)    A -> Ref(storage of A, ())        something that can change in place
row = A[1]       row -> Ref(storage of A, (Item(1),))   read again whenever A has a new version
p = (A, z)       p -> Pack(Ref, Const)             a tuple keeps the identity of its elements
"""

from __future__ import annotations

import types as python_types
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeGuard

from s2sad.errors import SourceSpan
from s2sad.frontend.source import FunctionSource
from s2sad.ir.ops import Const, Operand, Value
from s2sad.ir.types import List, Never

ITERATED = "iterated "
"""The beginning of the hidden names of what loops run over: no legal Python names."""


@dataclass(eq=False)
class Storage:
    """A piece of memory that the program can write to.

    Attributes:
        label: how to call it in messages and generated code.
        visible: whether somebody outside the function can see a write (argument, global, cell).
        repeated: whether two elements of a list may be the same object, so that none may be written to.
        apart: containers that may hold the same elements, but are other objects than this one.
        made: where a dict was made, so that it can be made as one whose keys are known at run time.
        resized: how long the paths are of the lists in it that got or lost elements.
        copied: the `deque` from outside of which this is the list, to be read only.
        like: the class of a container that is lowered as a list or a dict but is a `deque` or an `OrderedDict`.
        is_pool: whether it is a list of the compiler, of arrays that a loop passes round.
        read_only: whether it is, on some path, a view that NumPy lets nobody write to.
        is_kept: whether it stands for what a function with a cache will give again.
        rearranged: whether a list in it was given another place, so that none may get longer or shorter.
    """

    label: str
    visible: bool = False
    repeated: bool = False
    apart: set[Storage] = field(default_factory=set)
    made: SourceSpan | None = None
    resized: list[int] = field(default_factory=list)
    copied: Operand | None = None
    like: type | None = None
    is_pool: bool = False
    read_only: bool = False
    rearranged: bool = False
    is_kept: bool = False

    def __repr__(self) -> str:
        return f"<storage {self.label}>"


@dataclass(frozen=True)
class Step:
    """One step of a path from a storage to a part of it: an index, an attribute, or a view function."""

    kind: str  # "item" | "attribute" | "view"
    key: Any  # Operand for items, str for attributes, callee for views
    arguments: tuple[Operand, ...] = ()


@dataclass(frozen=True)
class Ref:
    """A name for a storage or for a part of it."""

    storage: Storage
    path: tuple[Step, ...] = ()

    def step(self, step: Step) -> Ref:
        """The reference to a part of what this one refers to."""
        return Ref(self.storage, (*self.path, step))


@dataclass(frozen=True)
class Pack:
    """A tuple or named tuple whose elements keep their identity."""

    elements: tuple[Binding, ...]
    cls: type | None = None


@dataclass(frozen=True)
class DictView(Pack):
    """`d.items()`, `d.keys()` or `d.values()`: what the dict had when it was made; `owner` has what it has now."""

    owner: Any = None
    kind: str = "values"


class KeyedDict:
    """The class of packs that are dicts whose keys are known at run time: positions, keys, parts, factory."""


class KeyedSet:
    """The class of packs that are sets: members, keys."""


class BoundedDeque:
    """The class of packs that are a `deque` with `maxlen`: its list, the greatest length."""


class PlacedList:
    """The class of packs that are lists of arrays in the pool: their places there."""


@dataclass(frozen=True, eq=False)
class Items:
    """The current content of a list display: its elements keep their identity until the list becomes one value."""

    elements: tuple[Binding, ...]


@dataclass(frozen=True, eq=False)
class Entries:
    """The current content of a dict display with known keys, or of an object of a class that the program made."""

    entries: tuple[tuple[Any, Binding], ...]
    cls: type | None = None


@dataclass(eq=False)
class Frame:
    """One activation of a function being lowered: its source, globals and enclosing frame."""

    source: FunctionSource
    globals: dict[str, Any]
    cells: Mapping[str, Any] = field(default_factory=dict)
    parent: Frame | None = None
    function: Any = None
    folding: bool = False
    live_out: frozenset[str] = frozenset()
    access: tuple[str, ...] | None = None
    trusted: bool = False
    site: SourceSpan | None = None


@dataclass(frozen=True, eq=False)
class FunctionValue:
    """A function made by the program (`frame` is where) or a Python function object that it names.

    `bound` and `bound_keywords` are arguments given beforehand: by `functools.partial`, or the owner of a method;
    `cache` is what is known of a function that `functools.cache` was given.
    """

    source: FunctionSource
    frame: Frame | None
    function: Any = None
    defaults: tuple[Binding, ...] = ()
    keyword_defaults: tuple[tuple[str, Binding], ...] = ()
    access: tuple[str, ...] | None = None
    bound: tuple[Binding, ...] = ()
    bound_keywords: tuple[tuple[str, Binding], ...] = ()
    cache: Any = None

    @property
    def held(self) -> tuple[Binding, ...]:
        """What the function holds: defaults, and arguments that it was given beforehand."""
        keywords = (*self.keyword_defaults, *self.bound_keywords)
        return (*self.defaults, *self.bound, *(value for _, value in keywords))


@dataclass(frozen=True, eq=False)
class Super:
    """`super()`: the attributes of an object that classes after `cls` have."""

    owner: Binding
    cls: type


@dataclass(frozen=True)
class BoundMethod:
    """`owner.name`, about to be called."""

    owner: Binding
    name: str


@dataclass(frozen=True, eq=False)
class Iteration:
    """An iterator that a loop runs over in lockstep: "zip", "enumerate", "reversed", "map", or "generator", a list."""

    kind: str
    parts: tuple[Binding, ...]

    @property
    def sequences(self) -> tuple[Binding, ...]:
        """What it takes elements from."""
        if self.kind == "map":
            return self.parts[1:]
        return self.parts if self.kind == "zip" else self.parts[:1]


@dataclass(frozen=True, eq=False)
class Special:
    """Something callable that exists only while compiling: `grad(f)`, the pullback of `vjp`.

    Attributes:
        lower: `(lowering, args, kwargs, name) -> binding`.
        shape: its parameters, where it has the signature of a function.
    """

    lower: Any
    shape: Any = None

    def called(self, low: Any, args: list[Binding], kwargs: dict[str, Binding], name: str) -> Binding:
        """The result of a call."""
        result: Binding = self.lower(low, args, kwargs, name)
        return result


@dataclass(frozen=True, eq=False)
class Holding(Special):
    """One that holds bindings, as `partial(np.dot, k)` does: `lower` gets them first."""

    held: tuple[Binding, ...] = ()

    def called(self, low: Any, args: list[Binding], kwargs: dict[str, Binding], name: str) -> Binding:
        """The result of a call."""
        result: Binding = self.lower(low, self.held, args, kwargs, name)
        return result


@dataclass(frozen=True)
class Poison:
    """What a name means after branches that gave it things which cannot be joined; reading it is refused."""

    reason: str
    rewrite: str = "Give it one kind of value on every path."


Binding = Operand | Poison | Special | Super | Ref | Pack | FunctionValue | BoundMethod | Iteration
Keywords = dict[str, Binding]


@dataclass(frozen=True)
class Choice:
    """What a joined name refers to: `a` if the condition holds, else `b`."""

    condition: Operand
    a: Ref
    b: Ref


@dataclass
class State:
    """Everything that assignments change; copied for each branch."""

    names: dict[Frame, dict[str, Binding]] = field(default_factory=dict)
    current: dict[Storage, Operand | Items | Entries] = field(default_factory=dict)
    overlaps: dict[Storage, frozenset[Storage]] = field(default_factory=dict)
    paths: dict[tuple[Storage, tuple[Step, ...]], tuple[Operand, Value]] = field(default_factory=dict)
    choices: dict[Storage, Choice] = field(default_factory=dict)

    def copy(self) -> State:
        """An independent copy."""
        names = {frame: dict(bindings) for frame, bindings in self.names.items()}
        return State(names, dict(self.current), dict(self.overlaps), dict(self.paths), dict(self.choices))

    def add_overlap(self, a: Storage, b: Storage) -> None:
        """Note that two storages may share memory."""
        if a is not b:
            self.overlaps[a] = self.overlaps.get(a, frozenset()) | {b}
            self.overlaps[b] = self.overlaps.get(b, frozenset()) | {a}

    def remove_overlap(self, a: Storage, b: Storage) -> None:
        """Note that two storages do not share memory any more."""
        self.overlaps[a] = self.overlaps.get(a, frozenset()) - {b}
        self.overlaps[b] = self.overlaps.get(b, frozenset()) - {a}


def storages_of(binding: Binding, state: State) -> Iterator[Storage]:  # noqa: C901 - one case per binding
    """The storages that can be reached from a binding."""
    match binding:
        case Ref():
            yield binding.storage
            for element in elements_of(state.current.get(binding.storage)):
                yield from storages_of(element, state)
        case Pack():
            for element in binding.elements:
                yield from storages_of(element, state)
        case Iteration():
            for part in binding.parts:
                yield from storages_of(part, state)
        case BoundMethod():
            yield from storages_of(binding.owner, state)
        case FunctionValue() | Holding():
            for held in binding.held:
                yield from storages_of(held, state)
        case Super():
            yield from storages_of(binding.owner, state)
        case _:
            return


def elements_of(content: Operand | Items | Entries | None) -> tuple[Binding, ...]:
    """The elements of a display; nothing of other contents."""
    if isinstance(content, Items):
        return content.elements
    return tuple(value for _, value in content.entries) if isinstance(content, Entries) else ()


def with_elements(content: Items | Entries, elements: Iterable[Binding]) -> Items | Entries:
    """A display with other elements."""
    if isinstance(content, Items):
        return Items(tuple(elements))
    pairs = zip(content.entries, elements, strict=True)
    return Entries(tuple((key, element) for (key, _), element in pairs), content.cls)


def are_alike(a: Any, b: Any) -> bool:
    """Whether two contents are displays with the same keys."""
    if isinstance(a, Items) and isinstance(b, Items):
        return len(a.elements) == len(b.elements)
    if isinstance(a, Entries) and isinstance(b, Entries) and a.cls is b.cls:
        keys = [[(type(key), key) for key, _ in content.entries] for content in (a, b)]
        return keys[0] == keys[1]
    return False


def near(binding: Binding, state: State) -> set[Storage]:
    """The storages that can be reached from a binding, and those that may share memory with one of them."""
    reached = set(storages_of(binding, state))
    return reached.union(*(state.overlaps.get(each, frozenset()) for each in reached))


def holds_twice(binding: Binding, state: State) -> bool:
    """Whether two elements of a container may be the same object."""
    if not isinstance(binding, Ref) or binding.path:
        return False
    reached = [near(each, state) for each in elements_of(state.current.get(binding.storage))]
    return binding.storage.repeated or any(a & b for k, a in enumerate(reached) for b in reached[:k])


def meets_itself(binding: Binding, state: State) -> bool:
    """Whether two parts of a tuple or a container, at any depth, may be the same object, or share memory."""
    content = state.current.get(binding.storage) if isinstance(binding, Ref) and not binding.path else None
    parts = binding.elements if isinstance(binding, Pack) else elements_of(content)
    reached = [near(each, state) for each in parts]
    meet = any(a & b for k, a in enumerate(reached) for b in reached[:k])
    return meet or holds_twice(binding, state) or any(meets_itself(each, state) for each in parts)


def is_python_function(value: Any) -> bool:
    """Whether `value` is a function written in Python."""
    return isinstance(value, python_types.FunctionType)


def is_unreached(binding: Binding) -> bool:
    """Whether a binding is the result of a recursive call of which nothing is known yet: it is lowered again."""
    return isinstance(binding, Value) and isinstance(binding.type, Never)


def is_keyed(binding: Binding) -> TypeGuard[Pack]:
    """Whether a binding is a dict or a set whose keys are known only at run time, a bounded deque, a list of places."""
    return isinstance(binding, Pack) and binding.cls in (KeyedDict, KeyedSet, BoundedDeque, PlacedList)


def is_placed(binding: Binding) -> TypeGuard[Pack]:
    """Whether a binding is a list of places of arrays."""
    return isinstance(binding, Pack) and binding.cls is PlacedList


def holds_places(binding: Binding, state: State) -> bool:
    """Whether a binding is a list of places of arrays, or has one in it."""
    if isinstance(binding, Pack):
        return is_placed(binding) or any(holds_places(each, state) for each in binding.elements)
    content = state.current.get(binding.storage) if isinstance(binding, Ref) and not binding.path else None
    return any(holds_places(each, state) for each in elements_of(content))


def is_poisoned(content: Operand | Items | Entries) -> TypeGuard[Const]:
    """Whether reading the content of a storage is refused: it may have been written or not."""
    return isinstance(content, Const) and isinstance(content.value, Poison)


def is_tuple_value(operand: Operand) -> bool:
    """Whether an operand is a tuple whose length is known only at run time."""
    return isinstance(operand.type, List) and operand.type.cls is tuple
