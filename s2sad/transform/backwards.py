"""What a reverse loop runs over: the sources of the forward loop and its tapes, backwards.

for i in range(n)          for i in range(n - 1, -1, -1)
for v in xs                for v in xs[::-1]
"""

from __future__ import annotations

import operator
from typing import TYPE_CHECKING

import numpy as np

from s2sad.analysis.inference import known
from s2sad.ir.builder import Builder
from s2sad.ir.ops import Const, Loop, Operand, Source, Value
from s2sad.ir.types import Array, List, Range, Tuple
from s2sad.runtime import containers

if TYPE_CHECKING:
    from s2sad.transform.adjoint import Adjoint

REVERSED = slice(None, None, -1)
_SLICED = (range, tuple, list, str, bytes, np.ndarray)
"""Classes of constants that can be read backwards; sets, views of dicts and iterators cannot."""


def backwards(builder: Builder, tape: Operand) -> Operand:
    """A list or an array from its end to its start."""
    return builder.call(operator.getitem, tape, Const(REVERSED), type=tape.type, effect="pure", name="t")


def only_source(adjoint: Adjoint, op: Loop) -> Source | None:
    """The source of a loop, None if it has several; one that only counts the runs is none."""
    sources = [s for s in op.sources if not _is_counter(adjoint, s)]
    return sources[0] if len(sources) == 1 else None


def _is_counter(adjoint: Adjoint, source: Source) -> bool:
    definition = adjoint.definitions.get(source.iterable)
    return definition is not None and definition.callee is containers.counting


def reversible_source(adjoint: Adjoint, op: Loop) -> Source | None:
    """The source that the reverse loop can run over backwards: the only one, of a loop without exit."""
    source = only_source(adjoint, op) if op.before is None else None
    if source is None or source.iterable in adjoint.overwritten:
        return None
    if isinstance(source.iterable, Const):
        return source if isinstance(source.iterable.value, _SLICED) else None
    return source if isinstance(source.iterable.type, Range | Array | List | Tuple) else None


def reversed_source(adjoint: Adjoint, builder: Builder, source: Source, read: bool) -> Source:
    """A source that gives the elements of another one backwards; their order is no matter if they are not `read`."""
    definition = adjoint.definitions.get(source.iterable)
    target = Value(source.target.name if read else "_", source.target.type)
    if not read and isinstance(source.iterable.type, Range):
        return Source(target, source.iterable)
    if definition is not None and definition.callee is range:
        reverse = reversed_range(builder, definition.args)
        if reverse is not None:
            return Source(target, reverse)
    return Source(target, backwards(builder, source.iterable))


def reversed_range(builder: Builder, args: tuple[Operand, ...]) -> Operand | None:
    """`range(n)` -> `range(n - 1, -1, -1)`, `range(b - 1, a - 1, -1)` -> `range(a, b)`; None for other steps."""
    step = known(args[2]) if len(args) == 3 else 1
    if step not in (1, -1):
        return None
    start: Operand = args[0] if len(args) > 1 else Const(0)
    stop = args[1] if len(args) > 1 else args[0]

    def moved(operand: Operand) -> Operand:
        if isinstance(operand, Const):
            return Const(operand.value - step)
        return builder.call(operator.sub if step == 1 else operator.add, operand, Const(1))

    if step == 1:
        return builder.call(range, moved(stop), moved(start), Const(-1))
    return builder.call(range, moved(stop), moved(start))
