"""Arrays that lists and dicts hold beside other names: their elements are written again after a write to the array.

u = np.sin(x); a = [x, u]; b = [u]         the element 0 of `b` mirrors the element 1 of `a`, or `u`
a[1][0] = 2.0                              a[1][0] = 2.0; b[0] = a[1]

The mirror is one as long as it is known where in the container the array is. Containers which share an array in this
way only are known to be in step (`in_step`); all others that may share memory are not written while both are live.
"""

from __future__ import annotations

from typing import Any

from s2sad.frontend.state import Ref, State, Step, Storage
from s2sad.ir.ops import Const, Value
from s2sad.ir.types import Array
from s2sad.runtime import containers


def add_mirror(state: State, container: Storage, key: Any, element: Ref) -> None:
    """Note that a container has what `element` refers to under a key."""
    source = element.storage
    near = {source, *state.overlaps.get(source, frozenset())} - {container}
    before = state.overlaps.get(container, frozenset())
    in_step = state.in_step
    for other in near:
        explained = other is source or frozenset((source, other)) in in_step
        if explained and (other not in before or frozenset((container, other)) in in_step):
            state.add_overlap(container, other)
            state.in_step |= {frozenset((container, other))}
        else:
            state.add_overlap(container, other)
    state.mirrors[container, key] = element


def forget_mirrors(state: State, container: Storage) -> None:
    """The elements of a container may lie elsewhere now: nothing is known of what it shares with others."""
    for place in [place for place in state.mirrors if place[0] is container]:
        del state.mirrors[place]
    state.in_step = frozenset(pair for pair in state.in_step if container not in pair)


def forget_element(state: State, container: Storage, key: Any) -> None:
    """An element of a container is replaced."""
    if not _is_key(key):
        forget_mirrors(state, container)
    state.mirrors.pop((container, key), None)


def original(state: State, ref: Ref) -> Ref:
    """What an element mirrors, to which it is written in its place."""
    while ref.path and (found := state.mirrors.get((ref.storage, _key_of(ref.path[0])))) is not None:
        ref = Ref(found.storage, found.path + ref.path[1:])
    return ref


def keeps_step(state: State, ref: Ref, other: Storage) -> bool:
    """Whether `other` shares with what is written only elements that are written again afterwards."""
    if frozenset((ref.storage, other)) not in state.in_step:
        return False
    has_mirrors = any(container is ref.storage for container, _ in state.mirrors)
    return not has_mirrors or not ref.path or _is_key(_key_of(ref.path[0]))


def write_mirrors(low: Any, ref: Ref) -> list[Storage]:
    """After a write: what mirrors a part of it is written; the containers that this has changed."""
    state, written = low.state, _key_of(ref.path[0]) if ref.path else None
    changed = []
    for (container, key), element in list(state.mirrors.items()):
        part = _key_of(element.path[0]) if element.path else None
        if element.storage is not ref.storage or (_is_key(part) and _is_key(written) and part != written):
            continue
        whole, value = state.current[container], low.read(element)
        new = low.builder.call(containers.rejoined, whole, Const(key), value, name=container.label)
        state.current[container] = new
        changed += [container, *write_mirrors(low, Ref(container, (Step("item", Const(key)),)))]
    return changed


def joined_mirrors(merged: State, states: tuple[State, State]) -> None:
    """What two branches leave as it was before them."""
    merged.in_step &= states[0].in_step & states[1].in_step
    for place, element in list(merged.mirrors.items()):
        if any(state.mirrors.get(place) != element for state in states):
            forget_mirrors(merged, place[0])


def lost_mirrors(before: State, after: State) -> set[Storage]:
    """The containers of which a run of a loop does not leave the mirrors as they were."""
    lost = {place[0] for place, element in before.mirrors.items() if after.mirrors.get(place) != element}
    return lost | {storage for pair in before.in_step - after.in_step for storage in pair}


def is_in_step(state: State, storage: Storage) -> bool:
    """Whether elements of containers mirror what a storage is."""
    return any(storage in pair for pair in state.in_step)


def are_different(state: State, a: Any, b: Any) -> bool:
    """Whether two references are certainly different elements of one container."""
    if not (isinstance(a, Ref) and isinstance(b, Ref) and a.path and b.path and a.storage is b.storage):
        return False
    whole, content, keys = a.storage, state.current[a.storage], (_key_of(a.path[0]), _key_of(b.path[0]))
    if not isinstance(content, Value) or isinstance(content.type, Array) or whole.repeated:
        return False
    known = all(frozenset((whole, other)) in state.in_step for other in state.overlaps.get(whole, ()))
    return known and all(map(_is_key, keys)) and keys[0] != keys[1]


def mirrored(low: Any, element: Any) -> Ref | None:
    """The array that an element of a display refers to, as what is mirrored; None of anything else."""
    if not isinstance(element, Ref):
        return None
    found = original(low.state, element)
    content = low.state.current[found.storage]
    if not isinstance(content, Value) or found.storage in low.state.choices:
        return None
    return found if isinstance(low.read(found).type, Array) else None


def _key_of(step: Step) -> Any:
    """The literal key of a step into a container; None of any other step."""
    key = step.key.value if step.kind == "item" and isinstance(step.key, Const) else None
    return key if isinstance(key, str | int) else None


def _is_key(key: Any) -> bool:
    return isinstance(key, str) or (type(key) is int and key >= 0)
