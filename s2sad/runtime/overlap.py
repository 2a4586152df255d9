"""Whether arguments of a function that writes to them are different memory, and lie in one piece.

`refuse_overlap([a[:3], a[1:]])` raises: a write to one would be seen in the other.
`refuse_scattered(a.T)` raises: what a reshape of it gives is no view.
`refuse_misfit(3, 4, span)` raises where NumPy would: a derivative need not do what raises.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from s2sad.errors import AliasingError, ArgumentError, SourceSpan
from s2sad.runtime.tree import parts_of

_WORK = 100_000


def arrays_in(value: Any) -> Iterator[np.ndarray[Any, Any]]:
    """The arrays of a tree."""
    if isinstance(value, np.ndarray):
        yield value
        return
    for part in parts_of(value) or ():
        yield from arrays_in(part)


def _share(a: np.ndarray[Any, Any], b: np.ndarray[Any, Any]) -> bool:
    if not np.may_share_memory(a, b):
        return False
    try:
        found = np.shares_memory(a, b, max_work=_WORK)  # type: ignore[arg-type] # the stubs take 0 and -1 only
    except np.exceptions.TooHardError:
        return True
    return bool(found)


def refuse_overlap(values: Sequence[Any]) -> bool:
    """True if no two arrays share memory.

    Raises:
        AliasingError: two of them do.
    """
    arrays = [a for value in values for a in arrays_in(value)]
    for k, a in enumerate(arrays):
        for b in arrays[k + 1 :]:
            if _share(a, b):
                raise AliasingError(
                    "two arguments share memory, and the function writes to an argument in place",
                    hint="Pass a copy of one of them: x.copy().",
                )
    return True


def refuse_scattered(array: np.ndarray[Any, Any]) -> bool:
    """True if an array is C-contiguous.

    Raises:
        AliasingError: it is not.
    """
    if not array.flags.c_contiguous:
        raise AliasingError(
            "the function writes through a reshape of an argument that is not C-contiguous: NumPy makes a copy there",
            hint="Pass np.ascontiguousarray(x).",
        )
    return True


def refuse_misfit(a: int, b: int, span: SourceSpan | None) -> bool:
    """Refuse two sizes that do not fit.

    Raises:
        ArgumentError: always.
    """
    raise ArgumentError(f"arrays of sizes {a} and {b} cannot be combined", span, "They must have one size, or size 1.")
