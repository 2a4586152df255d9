"""Finds the blocks of `try` and `with` among operations: what their marks mean is said in `runtime/statements.py`.

e = enter m; A; leave e                              with m as e: A
c = attempt; if c: A else: caught E; B               try: A; except E: B
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from s2sad.ir.ops import Call, If, Operation, Value
from s2sad.ir.rewrite import is_attempt
from s2sad.runtime import statements

MARKS = (statements.enter, statements.leave, statements.protect, statements.finally_, statements.released)
"""Where a block begins or ends: no expression crosses it."""

_ENDS: dict[Any, Any] = {statements.enter: statements.leave, statements.protect: statements.released}


def is_oracle(op: Operation) -> bool:
    """Whether an operation is the condition of a `try`, which is known behind it."""
    return isinstance(op, Call) and op.callee is statements.attempt


def continued(op: Operation | None, following: Operation | None) -> If | None:
    """What follows a `try`, if that is its `else` and the rest of its handler."""
    is_second = op is not None and is_attempt(op) and isinstance(following, If) and following.condition is op.condition
    return following if is_second else None  # type: ignore[return-value]


def managers_of(ops: Sequence[Operation]) -> Iterator[Value]:
    """The context managers that are made right before they are entered: `with np.errstate(...)`."""
    for k, op in enumerate(ops):
        wanted = op.args[0] if isinstance(op, Call) and op.callee is statements.enter else None
        for made in reversed(ops[:k]):
            if wanted is None or not isinstance(made, Call) or made.results != (wanted,):
                break
            yield made.result
            wanted = made.args[0] if made.callee is statements.propagating else None


def is_mark(op: Operation, mark: Any, start: Call) -> bool:
    """Whether an operation is a mark of the block that `start` begins."""
    return isinstance(op, Call) and op.callee is mark and op.args[0] is start.result


def end_of(ops: Sequence[Operation], start: int) -> int | None:
    """Where the block ends that an operation begins; None if it begins none."""
    op = ops[start]
    mark = next((end for begin, end in _ENDS.items() if isinstance(op, Call) and op.callee is begin), None)
    if mark is None:
        return None
    assert isinstance(op, Call)
    return next(k for k in range(start, len(ops)) if is_mark(ops[k], mark, op))
