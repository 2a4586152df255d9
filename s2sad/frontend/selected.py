"""Names of one of several arrays or views that a loop passes round: which one it is, is carried as a number.

w = b[0]                     u_which = 0; w_which = 1                         0: u, 1: b[0]
for i in range(n):           for i in range(n):
    if i % 2:                    if i % 2:
        u, w = w, u                  u_which, w_which = w_which, u_which
    u[i] = 1.0                   if u_which == 0: u[i] = 1.0
                                 else: b[0][i] = 1.0

It is tried last where carried arrays are refused. Inside of the loop, and behind it, such a name is a choice like any
other, so that reads, writes and derivatives need nothing new.
"""

from __future__ import annotations

import operator
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from s2sad.errors import AliasingError
from s2sad.frontend.choices import is_followed, joined_type, read_again
from s2sad.frontend.pools import is_place
from s2sad.frontend.state import Binding, Choice, Ref, State, Storage, near
from s2sad.frontend.structure import RESULT
from s2sad.ir.ops import Const, If, Operand, Value
from s2sad.ir.types import Array

if TYPE_CHECKING:
    from s2sad.frontend.carried import Head


MAX_FAMILIES = 6
"""What a name may be at most: a view of a view in each run would be without end."""


@dataclass(frozen=True)
class Own:
    """An array that runs make for one carried name, in place of a reference."""

    key: Any


Family = Ref | Own
"""An array from before the loop, or a part of one of which indices may differ."""


@dataclass
class Families:
    """What names of arrays have been found to refer to: numbers of `known`, by carried name."""

    known: list[Family] = field(default_factory=list)
    members: dict[Any, dict[int, None]] = field(default_factory=dict)

    def number(self, family: Family) -> int:
        """The number of a family, which gets one if it is new."""
        for k, each in enumerate(self.known):
            if each == family or (isinstance(each, Ref) and isinstance(family, Ref) and _is_of(each, family)):
                return k
        self.known.append(family)
        return len(self.known) - 1

    def learn(self, key: Any, numbers: set[int]) -> bool:
        """Note what a name refers to; whether that is new."""
        members = self.members.setdefault(key, {})
        new = numbers - members.keys()
        members.update(dict.fromkeys(sorted(new)))
        return bool(new)


@dataclass
class _Found:
    """What a reference is one of: the number, the indices of each family, the array if it is the name's own."""

    which: Operand
    numbers: set[int]
    indices: dict[tuple[int, int], Operand] = field(default_factory=dict)
    own: Operand | None = None
    made: frozenset[Storage] = frozenset()


@dataclass(eq=False)
class _Name:
    """A carried name at the head of the loop; `storage` is the choice that it is, None if there is one family only."""

    label: str
    which: Operand
    numbers: tuple[int, ...]
    indices: dict[tuple[int, int], Operand]
    bound: Ref
    storage: Storage | None


class Selection:
    """The names of arrays of one loop."""

    def __init__(self, head: Head) -> None:
        self.head = head
        self.low = head.low
        self.families = head.plan.families
        self.names: dict[Any, _Name] = {}
        self.own: dict[Any, Storage] = {}

    def bind(self, label: str, key: Any, init: Ref) -> Ref | None:
        """What a name of an array is at the head; None of anything else."""
        if not isinstance(self.low.state.current[init.storage], Value):
            return None
        value = self.low.read(init, label)
        if not isinstance(value.type, Array) or key[0] == RESULT or value in self.low.perhaps_unbound:
            return None  # what a path may not have made cannot be copied
        found = self._find(key, init)
        self.families.learn(key, found.numbers)
        numbers = tuple(self.families.members[key])
        which = found.which
        if len(numbers) > 1:
            which = self._leaf(f"{label}_which", (*key, "which"), found.which)
        indices = {
            at: self._leaf(f"{label}_at", (*key, *at), found.indices.get(at, Const(0))) for at in self._places(numbers)
        }
        if any(self.families.known[number] == Own(key) for number in numbers):
            copied = self.low.builder.call(np.copy, value, name=label)
            self.own[key] = Storage(label)
            self.head.new_leaf(label, (*key, "own"), copied, self.own[key], None)
        only = self.families.known[numbers[0]]
        if len(numbers) == 1 and isinstance(only, Ref):
            bound = _with_indices(only, numbers[0], indices)
            self.names[key] = _Name(label, which, numbers, indices, bound, None)
            return bound
        storage = Storage(label)
        self.low.state.current[storage] = value
        self.names[key] = _Name(label, which, numbers, indices, Ref(storage), storage)
        return Ref(storage)

    def _leaf(self, label: str, key: Any, init: Operand) -> Operand:
        made = self.head.new_leaf(label, key, init, None, None)
        assert isinstance(made, Value)
        return made

    def _places(self, numbers: tuple[int, ...]) -> list[tuple[int, int]]:
        families = [(number, self.families.known[number]) for number in numbers]
        return [(number, k) for number, each in families if isinstance(each, Ref) for k in _indices(each)]

    def set_up(self) -> None:
        """In a run: make the names choices."""
        for name in self.names.values():
            if name.storage is not None:
                self._choose(name, name.which, name.indices, self.own, name.storage)

    def after(self, key: Any, results: dict[Any, Value], storages: dict[Any, Storage]) -> Ref:
        """What a name is behind the loop."""
        name = self.names[key]
        indices = {at: results[(*key, *at)] for at in name.indices}
        if name.storage is None:
            family = self.families.known[name.numbers[0]]
            assert isinstance(family, Ref)
            return _with_indices(family, name.numbers[0], indices)
        own = {each: storages[(*each, "own")] for each in self.own}
        which = results[(*key, "which")] if len(name.numbers) > 1 else name.which
        return self._choose(name, which, indices, own, Storage(name.label))

    def _choose(
        self,
        name: _Name,
        which: Operand,
        indices: Mapping[tuple[int, int], Operand],
        own: dict[Any, Storage],
        storage: Storage,
    ) -> Ref:
        state = self.low.state
        sides = []
        for number in name.numbers:
            family = self.families.known[number]
            sides.append(Ref(own[family.key]) if isinstance(family, Own) else _with_indices(family, number, indices))
        last = sides.pop()
        for number, side in reversed(list(zip(name.numbers, sides, strict=False))):
            made = storage if number == name.numbers[0] else Storage(name.label)
            condition = self.low.builder.call(operator.eq, which, Const(number), name="t")
            choice = Choice(condition, side, last)
            state.choices[made] = choice
            for each in (side, last):
                made.visible |= self.low.is_visible(each.storage)
                made.read_only |= each.storage.read_only
                for other in near(each, state):
                    state.add_overlap(made, other)
            state.current[made] = read_again(self.low, made, choice)
            last = Ref(made)
        return last

    def yields(self, ends: dict[Any, Binding | None]) -> dict[Any, Operand]:
        """What is carried of the names at the end of a run; nothing if something was learned."""
        found: dict[Any, _Found] = {}
        for key, end in ends.items():
            found[key] = self._find(key, end)
        learned = [self.families.learn(key, each.numbers) for key, each in found.items()]
        for key, members in self.families.members.items():
            if len(members) > MAX_FAMILIES:
                raise self._refusal(key)
        if any(learned):
            self.head.plan.changed = True
            return {}
        self._check_own(found)
        carried: dict[Any, Operand] = {}
        for key, each in found.items():
            name = self.names[key]
            carried[(*key, "which")] = each.which
            for at, param in name.indices.items():
                carried[(*key, *at)] = each.indices.get(at, param)
            if key in self.own:
                carried[(*key, "own")] = each.own if each.own is not None else self.low.read(Ref(self.own[key]))
        return carried

    def _check_own(self, found: dict[Any, _Found]) -> None:
        """An array that a run makes is that of one name, and what it takes the place of has no other name."""
        for key, each in found.items():
            for other, of_other in found.items():
                if other == key or each.own is None:
                    continue
                number = self.families.number(Own(key))
                if each.made & of_other.made or number in of_other.numbers:
                    raise self._refusal(key)

    def _refusal(self, key: Any) -> AliasingError:
        return AliasingError(
            f"`{key[0]}` is another array after each run of the loop, and so are other names of it",
            self.low.span,
            "Make it an array of its own with `.copy()`, or loop over indices.",
        )

    def _find(self, key: Any, binding: Binding | None) -> _Found:
        """What a binding is one of.

        Raises:
            AliasingError: that cannot be said with numbers.
        """
        if not isinstance(binding, Ref):
            raise self._refusal(key)
        name = next((each for each in self.names.values() if each.storage is binding.storage), None)
        if name is not None and not binding.path:
            return _Found(name.which, set(name.numbers), dict(name.indices))
        choice = self.low.state.choices.get(binding.storage)
        if choice is not None:
            sides = (self._find(key, Ref(each.storage, each.path + binding.path)) for each in (choice.a, choice.b))
            return self._either(key, choice.condition, *sides)
        owner = next((each for each, storage in self.own.items() if storage is binding.storage), None)
        if owner is not None and not binding.path:
            number = self.families.number(Own(owner))
            return _Found(Const(number), {number})
        if binding.storage in self.head.outer.current:
            return self._in_family(key, binding)
        if binding.path or not self._is_new(binding.storage, self.low.state):
            raise self._refusal(key)
        number = self.families.number(Own(key))
        return _Found(Const(number), {number}, own=self.low.read(binding), made=frozenset((binding.storage,)))

    def _is_new(self, storage: Storage, state: State) -> bool:
        """Whether an array that a run has made has no names but those that are choices of it."""
        others = state.overlaps.get(storage, frozenset())
        return all(is_followed(state, storage, each) or self.low.live_name(each) is None for each in others)

    def _in_family(self, key: Any, ref: Ref) -> _Found:
        number = self.families.number(ref)
        family = self.families.known[number]
        assert isinstance(family, Ref)
        inside = {step.key for k, step in enumerate(ref.path) if k not in _indices(family)}
        if any(isinstance(each, Value) and each not in self._keys_from_before() for each in inside):
            raise self._refusal(key)
        return _Found(Const(number), {number}, {(number, k): ref.path[k].key for k in _indices(family)})

    def _keys_from_before(self) -> set[Operand]:
        """The keys of the parts of arrays that names from before the loop are."""
        bound = (binding for names in self.head.outer.names.values() for binding in names.values())
        return {step.key for each in bound if isinstance(each, Ref) for step in each.path}

    def _either(self, key: Any, condition: Operand, a: _Found, b: _Found) -> _Found:
        places = dict.fromkeys((*a.indices, *b.indices))
        indices = {at: self._phi(condition, a.indices.get(at, Const(0)), b.indices.get(at, Const(0))) for at in places}
        own: Operand | None = None
        if a.own is not None or b.own is not None:
            before = self.low.read(Ref(self.own[key])) if key in self.own else (a.own or b.own)
            assert before is not None
            own = self._phi(condition, a.own or before, b.own or before)
        which = self._phi(condition, a.which, b.which)
        return _Found(which, a.numbers | b.numbers, indices, own, a.made | b.made)

    def _phi(self, condition: Operand, a: Operand, b: Operand) -> Operand:
        if a is b or (isinstance(a, Const) and isinstance(b, Const) and a.value == b.value):
            return a
        builder = self.low.builder
        result = Value("t", joined_type(a, b))
        regions = [builder.nested().region(each) for each in (a, b)]
        builder.add(If((result,), condition, regions[0], regions[1], self.low.span))
        return result


def _indices(ref: Ref) -> list[int]:
    """The positions of the steps of a path that are indices of run time."""
    steps = enumerate(ref.path)
    return [k for k, step in steps if step.kind == "item" and isinstance(step.key, Value) and is_place(step.key)]


def _is_of(family: Ref, ref: Ref) -> bool:
    """Whether a part of an array is one of a family."""
    if family.storage is not ref.storage or len(family.path) != len(ref.path) or _indices(family) != _indices(ref):
        return False
    pairs = enumerate(zip(family.path, ref.path, strict=True))
    return all(k in _indices(family) or _is_same(a, b) for k, (a, b) in pairs)


def _is_same(a: Any, b: Any) -> bool:
    keys = [step.key.value if isinstance(step.key, Const) else step.key for step in (a, b)]
    return a.kind == b.kind and a.arguments == b.arguments and type(keys[0]) is type(keys[1]) and keys[0] == keys[1]


def _with_indices(family: Ref, number: int, indices: Mapping[tuple[int, int], Operand]) -> Ref:
    steps = (
        replace(step, key=indices[number, k]) if (number, k) in indices else step for k, step in enumerate(family.path)
    )
    return Ref(family.storage, tuple(steps))
