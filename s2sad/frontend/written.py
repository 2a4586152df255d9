"""What the body of a `try` has written when it raises: all of it, nothing, or something in between.

try:
    c.bump(x)           def bump(self, x):
except E: ...               self.v += x[0]      <- from here on c is written, and
                            if x[1] < 0: raise  <- this may still raise: a handler does not know c
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from s2sad.analysis.ownership import FUNCTIONAL
from s2sad.frontend.state import State, Storage
from s2sad.ir.builder import Builder
from s2sad.ir.ops import Call, Operation, Region, walk
from s2sad.runtime import containers, statements

_STRUCTURE = frozenset(
    (containers.pack, containers.build_list, containers.build_dict, containers.build_object, containers.rejoined)
)
_STORES = frozenset((containers.store, containers.appended, containers.without_last))


@dataclass
class Watch:
    """The body of a `try` while it is lowered.

    Attributes:
        builder: where the operations of the body go.
        contents: what storages held before it.
        first: how many operations stand before the first write to one of them; None while there is none.
    """

    builder: Builder
    contents: dict[Storage, Any]
    first: int | None = None

    def look(self, state: State) -> None:
        """Called behind each statement: attributes and elements of what is no value yet are written by no operation."""
        if self.first is None and any(state.current.get(s) is not each for s, each in self.contents.items()):
            self.first = _runs_from(self.builder.ops)

    def is_partly(self, state: State) -> bool:
        """Whether something may be raised after a write: the last write of a body happens wholly or not at all."""
        ops = self.builder.ops
        if self.first is not None and any(map(raises, walk(Region(tuple(ops[self.first :]), ())))):
            return True
        versions = {state.current[s] for s, each in self.contents.items() if state.current[s] is not each}
        writes = [k for k, op in enumerate(ops) if any(_writes(each, versions) for each in walk(Region((op,), ())))]
        if not writes:
            return False
        return not isinstance(ops[writes[0]], Call) or any(map(raises, ops[writes[0] + 1 :]))


def raises(op: Operation) -> bool:
    """Whether an operation may raise: not one that only puts things together."""
    return not isinstance(op, Call) or (op.callee not in _STRUCTURE if callable(op.callee) else True)


def _writes(op: Operation, versions: set[Any]) -> bool:
    writes = isinstance(op, Call) and (op.effect == "memory" or op.callee in _STORES or op.callee in FUNCTIONAL)
    return writes or any(result in versions for result in op.results)


def _runs_from(ops: list[Operation]) -> int:
    """The operation from which on what is added now may be run: in a `finally`, all of those that it is behind."""
    open_ = {op.args[0] for op in ops if isinstance(op, Call) and op.callee is statements.finally_}
    open_ -= {op.args[0] for op in ops if isinstance(op, Call) and op.callee is statements.released}
    return next((k for k, op in enumerate(ops) if any(each in open_ for each in op.results)), len(ops))
