"""Arrays that a loop passes round while other names of them live on: they lie in one list, and names are places in it.

k = u                         pool = [u, v]; u_at = 0; v_at = 1
for i in range(n):            for i in range(n):
    v[i] = u[i]                   pool[v_at][i] = pool[u_at][i]
    u, v = v, u                   u_at, v_at = v_at, u_at
k[0] = 1.0                    pool[0][0] = 1.0

It is tried where carried arrays are refused. An index known only at run time is a path like any other, so that reads,
writes and derivatives need nothing new.
"""

from __future__ import annotations

from collections.abc import Container, Iterable
from typing import TypeGuard

from s2sad.analysis.inference import known
from s2sad.errors import AliasingError
from s2sad.frontend.state import Binding, Entries, Items, Poison, Ref, State, Step, Storage
from s2sad.frontend.storage import Storages
from s2sad.ir.ops import Call, Const, Operand, Value
from s2sad.ir.types import Array, FixedList, Scalar
from s2sad.runtime import containers

_PLACED = Poison("An array is read that has a place in a list now")


def has_place(content: Operand | Items | Entries) -> bool:
    """Whether a storage is read no more, as its array has got a place in a pool."""
    return isinstance(content, Const) and content.value is _PLACED


def whole_array(binding: Binding | None, state: State) -> Storage | None:
    """The storage of an array that a binding refers to as a whole."""
    if not isinstance(binding, Ref) or binding.path or binding.storage in state.choices:
        return None
    content = state.current.get(binding.storage)
    return binding.storage if isinstance(content, Value) and isinstance(content.type, Array) else None


def put_into_pool(low: Storages, pool: Storage, arrays: Iterable[Storage]) -> None:
    """Make the list; names of the arrays become places in it."""
    elements = tuple(Ref(storage) for storage in arrays)
    pool.visible = any(low.is_visible(ref.storage) for ref in elements)
    low.state.current[pool] = Items(elements)
    low.settle_display(pool)


def append_to_pool(low: Storages, pool: Storage, array: Ref) -> Ref:
    """Give an array a place in the list."""
    before = low.read(Ref(pool))
    kind = before.type
    at = Const(len(kind.elements)) if isinstance(kind, FixedList) else low.builder.call(len, before, name="at")
    place = Ref(pool, (Step("item", at),))
    pool.visible |= low.is_visible(array.storage)
    made = low.builder.definitions.get(before)
    if isinstance(made, Call) and made.callee is containers.build_list:
        after = low.builder.call(containers.build_list, *made.args, low.read(array), name=pool.label)
    else:
        after = low.builder.call(containers.appended, before, low.read(array), name=pool.label)
    low.state.current[pool] = after
    low.redirect(array.storage, place)
    low.state.current[array.storage] = Const(_PLACED)
    return place


def is_place_in(pool: Storage, binding: Binding) -> TypeGuard[Ref]:
    """Whether a binding is an array that lies in a pool."""
    return isinstance(binding, Ref) and binding.storage is pool and len(binding.path) == 1


def places(ref: Ref) -> list[int]:
    """The positions of the steps of a path that are indices; empty if other steps may change, too."""
    if not ref.path or any(step.kind != "item" for step in ref.path):
        return []
    return [k for k, step in enumerate(ref.path) if is_place(step.key)]


def is_place(key: Operand) -> bool:
    """Whether a key is an index."""
    value = known(key)
    return type(value) is int or (isinstance(value, Scalar) and value.dtype.startswith(("int", "uint")))


def with_places(ref: Ref, indices: dict[int, Operand]) -> Ref:
    """The reference with other indices."""
    steps = tuple(Step("item", indices[k]) if k in indices else step for k, step in enumerate(ref.path))
    return Ref(ref.storage, steps)


def places_of(low: Storages, name: str, head: Ref, end: Binding, outer: Container[Storage]) -> dict[int, Operand]:
    """The indices of what a carried name refers to at the end of a run; an array that the run made gets a place.

    Args:
        outer: arrays from before the loop.

    Raises:
        AliasingError: it is no place in the list of the one at the head.
    """
    array = whole_array(end, low.state)
    is_new = array is not None and array not in outer and not low.state.overlaps.get(array)
    if is_new and isinstance(end, Ref) and head.storage.is_pool:
        end = append_to_pool(low, head.storage, end)
    if not isinstance(end, Ref) or not differ_in_places(head, end):
        raise AliasingError(
            f"`{name}` is a part of another array after each run of the loop",
            low.span,
            "Make it an array of its own with `.copy()`, or loop over indices.",
        )
    return {k: end.path[k].key for k in places(head)}


def differ_in_places(a: Ref, b: Ref) -> bool:
    """Whether two references differ only in indices."""
    positions = places(a)
    return bool(positions) and (
        a.storage is b.storage
        and len(a.path) == len(b.path)
        and all(
            is_place(other.key) if k in positions else _same_step(step, other)
            for k, (step, other) in enumerate(zip(a.path, b.path, strict=True))
        )
    )


def _same_step(a: Step, b: Step) -> bool:
    keys = [step.key.value if isinstance(step.key, Const) else step.key for step in (a, b)]
    return a.kind == b.kind and (keys[0] is keys[1] or (type(keys[0]) is type(keys[1]) and keys[0] == keys[1]))
