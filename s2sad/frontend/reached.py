"""The values that bindings are or reach, to see whether a program has changed something.

rows = [a, b]       a, b
rows[n]             still a, b, though the display has become one value, that can be indexed
rows[0] = c         another value
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from s2sad.frontend.held import held_of
from s2sad.frontend.state import Entries, Items, Pack, Ref, State, elements_of
from s2sad.ir.builder import Builder
from s2sad.ir.ops import Call, Const, If, Loop, Operand, Operation, Value, regions_of
from s2sad.ir.types import Static
from s2sad.runtime import containers

_BUILT: dict[Any, int] = {containers.build_list: 0, containers.build_dict: 1, containers.build_object: 2}
"""What makes one value of a display, and how many operands come before its elements."""


class Reached:
    """What bindings are or reach: a display that has become one value, on some path even, reaches the same."""

    def __init__(self, state: State, builder: Builder | None) -> None:
        self.current = state.current
        self.made: dict[Operand, Operation] = {}
        while builder is not None:
            self._note(builder.ops)
            builder = builder.outer

    def _note(self, ops: Iterable[Operation]) -> None:
        self.made.update((result, op) for op in ops for result in op.results)

    def by(self, binding: Any) -> tuple[Any, ...]:
        """What a binding is or reaches, in order."""
        match binding:
            case None:
                return ()
            case Ref():
                return self._by_all((self.current.get(binding.storage), *(step.key for step in binding.path)))
            case Items():
                return self._by_elements(len(binding.elements), binding.elements)
            case Entries():
                return self._by_elements(tuple(key for key, _ in binding.entries), elements_of(binding))
            case Const():
                return (Static.of(binding.value),)
            case Value():
                return self._by_value(binding)
            case _:
                own = len(binding.elements) if isinstance(binding, Pack) else binding
                return self._by_elements(own, held_of(binding))

    def _by_all(self, bindings: Iterable[Any]) -> tuple[Any, ...]:
        return tuple(each for binding in bindings for each in self.by(binding))

    def _by_elements(self, keys: Any, elements: Iterable[Any]) -> tuple[Any, ...]:
        return (("keys", keys), *self._by_all(elements))

    def _by_value(self, value: Value) -> tuple[Any, ...]:
        op = self.made.get(value)
        if isinstance(op, Call) and op.callee in _BUILT:
            count = _BUILT[op.callee]
            keys = op.args[count - 1] if count else Const(len(op.args))
            return self._by_elements(keys.value if isinstance(keys, Const) else keys, op.args[count:])
        if isinstance(op, If):
            k = op.results.index(value)
            for region in regions_of(op):
                self._note(region.ops)
            then, orelse = (self.by(region.yields[k]) for region in regions_of(op))
            return then if then == orelse else (value,)
        if isinstance(op, Loop) and value in op.carried_results:
            k = op.results.index(value)
            ends = (op.next_values[k], *op.exit_values[k : k + 1])
            return self.by(op.inits[k]) if all(each is op.params[k] for each in ends) else (value,)
        return (value,)
