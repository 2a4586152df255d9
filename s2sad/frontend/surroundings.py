"""What a function that is called by reference reads of the functions around it, as that is at one call.

s = a
def scaled(u, n): ... u[n] * s ...      at this call `s` is a
scaled(u, 3); s = 2 * a; scaled(u, 3)   at the second one it is another value: another function of the IR
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from s2sad.frontend.free_names import free_names
from s2sad.frontend.held import held_of
from s2sad.frontend.state import Binding, Frame, FunctionValue, Ref, State, elements_of, near, storages_of
from s2sad.ir.ops import Const, Operand, Value
from s2sad.ir.types import Static


@dataclass(frozen=True, eq=False)
class Surrounding:
    """A variable of a function around, and what is in the memory that it reaches."""

    frame: Frame
    name: str
    binding: Binding
    contents: tuple[tuple[Any, Any], ...]

    def is_still(self, other: Surrounding) -> bool:
        """Whether two calls find the same."""
        if self.frame is not other.frame or self.name != other.name or not _is_same(self.binding, other.binding):
            return False
        return len(self.contents) == len(other.contents) and all(
            a[0] is b[0] and _is_same(a[1], b[1]) for a, b in zip(self.contents, other.contents, strict=True)
        )


def surroundings_of(functions: Iterable[Binding], state: State) -> tuple[Surrounding, ...]:
    """The variables of functions around that some functions, and those that these call, may read."""
    found: dict[tuple[Frame, str], Surrounding] = {}
    waiting = list(functions)
    while waiting:
        function = waiting.pop()
        waiting += held_of(function)
        if isinstance(function, Ref):
            waiting += elements_of(state.current.get(function.storage))
        if not isinstance(function, FunctionValue):
            continue
        for name in free_names(function.source.tree):
            frame = function.frame
            while frame is not None and name not in state.names.get(frame, {}):
                frame = frame.parent
            if frame is None or (frame, name) in found:
                continue
            binding = state.names[frame][name]
            contents = tuple((storage, state.current.get(storage)) for storage in storages_of(binding, state))
            found[frame, name] = Surrounding(frame, name, binding, contents)
            waiting.append(binding)
    return tuple(found.values())


def are_still(before: tuple[Surrounding, ...], now: tuple[Surrounding, ...]) -> bool:
    """Whether two calls find the same around them."""
    return len(before) == len(now) and all(a.is_still(b) for a, b in zip(before, now, strict=True))


def values_near(binding: Binding, state: State) -> set[Operand]:
    """What is read of the memory that a binding reaches, or may share, as long as nobody writes to it."""
    storages = near(binding, state)
    found = {state.current[each] for each in storages if each in state.current}
    parts = {value for (s, _), (whole, value) in state.paths.items() if s in storages and state.current.get(s) is whole}
    return {each for each in (*found, *parts) if isinstance(each, Value)}


def _is_same(a: Any, b: Any) -> bool:
    if isinstance(a, Const) and isinstance(b, Const):
        return a.value is b.value or Static.of(a.value) == Static.of(b.value)
    if isinstance(a, Ref) and isinstance(b, Ref):
        pairs = list(zip(a.path, b.path, strict=False))
        same_steps = all(x.kind == y.kind and x.arguments == y.arguments and _is_same(x.key, y.key) for x, y in pairs)
        return a.storage is b.storage and len(a.path) == len(b.path) and same_steps
    held, others = held_of(a), held_of(b)
    if type(a) is type(b) and held and not isinstance(a, FunctionValue):
        return len(held) == len(others) and all(map(_is_same, held, others))
    return a is b or (isinstance(a, str) and a == b)
