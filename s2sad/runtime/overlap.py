"""Whether arguments of a function that writes to them are different memory, and lie in one piece.

`refuse_overlap([a[:3], a[1:]])` raises: a write to one would be seen in the other.
`refuse_second_names([A, A[1:]], ...)` raises: the function writes to A, and reads A[1:] from outside.
`refuse_scattered(a.T)` raises: what a reshape of it gives is no view.
`in_order(x[:3], x[::2])` raises: `x[::2] = x[:3]` would read elements that it has written already.
`refuse_misfit(3, 4, span)` raises where NumPy would: a derivative need not do what raises.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from s2sad.errors import AliasingError, ArgumentError, SourceSpan
from s2sad.runtime.tree import attributes, parts_of

_WORK = 100_000
Parts = tuple[tuple[str, ...], ...]
"""Parts of a value by the steps that lead to them: `(".theta",)`, `("[0]", "['k']")`."""


def memory_in(value: Any, name: str, containers: bool) -> Iterator[tuple[str, Any]]:
    """The arrays of a tree, and if wanted the lists, dicts and objects, with how to write each."""
    if isinstance(value, np.ndarray):
        yield name, value
        return
    parts = parts_of(value)
    if parts is None:
        return
    if containers and not isinstance(value, tuple):
        yield name, value
    if isinstance(value, dict):
        names = [f"{name}[{key!r}]" for key in value]
    elif isinstance(value, tuple | list | deque):
        names = [f"{name}[{k}]" for k in range(len(parts))]
    else:
        names = [f"{name}.{attribute}" for attribute in attributes(value)]
    for part, inner in zip(parts, names, strict=True):
        yield from memory_in(part, inner, containers)


def _share(a: np.ndarray[Any, Any], b: np.ndarray[Any, Any]) -> bool:
    if not np.may_share_memory(a, b):
        return False
    try:
        found = np.shares_memory(a, b, max_work=_WORK)  # type: ignore[arg-type] # the stubs take 0 and -1 only
    except np.exceptions.TooHardError:
        return True
    return bool(found)


def _same(a: Any, b: Any) -> bool:
    if isinstance(a, np.ndarray) and isinstance(b, np.ndarray):
        return _share(a, b)
    return a is b


def refuse_overlap(values: Sequence[Any], names: Sequence[str], containers: bool) -> bool:
    """True if no two arrays share memory and, if `containers`, no list, dict or object is there twice.

    Raises:
        AliasingError: two of them do.
    """
    found = [place for value, name in zip(values, names, strict=True) for place in memory_in(value, name, containers)]
    for k, (name, a) in enumerate(found):
        for other, b in found[k + 1 :]:
            if _same(a, b):
                raise AliasingError(
                    f"`{name}` and `{other}` are the same memory, and the function writes to an argument in place",
                    hint=f"Pass a copy in the place of `{other}`.",
                )
    return True


def refuse_second_names(
    values: Sequence[Any],
    known: Sequence[tuple[str, bool, Parts, Parts]],
    containers: bool,
    span: SourceSpan | None,
) -> bool:
    """True if nothing that is written shares memory with anything else, other than an argument with an argument.

    Args:
        known: of each value its name, whether it is an argument, and the steps to the parts that are written and used;
            how many elements a container has may be used when compiling.

    Raises:
        AliasingError: something does.
    """
    found = []
    for value, (name, is_argument, written, used) in zip(values, known, strict=True):
        for place, memory in memory_in(value, name, containers):
            if not isinstance(memory, np.ndarray) or _is_part(place, name, used):
                found.append((place, memory, _is_part(place, name, written), is_argument))
    for k, (name, a, is_written, argument) in enumerate(found):
        if not is_written:
            continue
        for j, (other, b, is_written_too, argument_too) in enumerate(found):
            if (argument and argument_too) or j == k or (j < k and is_written_too) or not _same(a, b):
                continue
            raise AliasingError(
                f"`{name}` is written in place, and is the same memory as `{other}`",
                span,
                "Use one name for it, or make one of them a copy, for example with `.copy()`.",
            )
    return True


def _is_part(place: str, name: str, parts: Parts) -> bool:
    """Whether a place is, is part of, or has in it, one of these parts of what has this name."""
    for steps in parts:
        part = "".join((name, *steps))
        if place == part or place.startswith((f"{part}.", f"{part}[")) or part.startswith((f"{place}.", f"{place}[")):
            return True
    return False


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


def in_order(value: Any, target: np.ndarray[Any, Any]) -> Any:
    """`value`, which is about to be assigned to a vector `target` of the same array.

    NumPy copies vectors element by element, without a look at what they share unless one of them runs backwards
    (https://github.com/numpy/numpy/issues/6272): it may read an element that it has overwritten.

    Raises:
        AliasingError: it would.
    """
    if np.ndim(value) != 1 or value.strides == target.strides or not _share(value, target):
        return value
    (read,), (written,) = value.strides, target.strides
    if read * written < 0:
        return value
    at = np.arange(value.size)
    start = value.__array_interface__["data"][0] - target.__array_interface__["data"][0]
    _, writes, reads = np.intersect1d(at * written, start + at * read, return_indices=True)
    if np.any(writes < reads):
        raise AliasingError(
            "NumPy reads elements that it has overwritten already in this assignment",
            hint="Assign a copy: put `.copy()` behind the right side.",
        )
    return value


def refuse_misfit(a: int, b: int, span: SourceSpan | None) -> bool:
    """Refuse two sizes that do not fit.

    Raises:
        ArgumentError: always.
    """
    raise ArgumentError(f"arrays of sizes {a} and {b} cannot be combined", span, "They must have one size, or size 1.")
