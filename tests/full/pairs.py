"""A covering array over function, shape, dtype and second-order mode: every pair of levels occurs together.

Each function meets each shape, so there are at least (functions x shapes) rows, and there are no more: the dtype and
the mode of a row follow from the numbers of its function and its shape so that all their pairs occur, too.

    function 0: given/float64/0  scalar/float32/0  one element/complex128/0  vector/float64/1  matrix/float32/1 ...
    function 1: given/float32/1  scalar/complex128/1  ...
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tests.full.product import DTYPES, SHAPES, Combination, Pattern, patterns

MODES: tuple[tuple[str, Sequence[str]], ...] = (
    ("forward over forward", ("fwd",)),
    ("reverse over reverse", ("rev",)),
    ("all four", ("fwd", "rev")),
)


@dataclass(frozen=True)
class Row:
    """Levels of the four factors; the mode is a place in `MODES`."""

    function: str
    shape: str
    dtype: str
    mode: int


def functions() -> list[str]:
    """The names of the functions that have patterns."""
    return list(dict.fromkeys(pattern.name for pattern in patterns()))


def number_of(function: str) -> int:
    """A number for a function: its rows stay the same when others are added."""
    return zlib.crc32(function.encode())


def rows_of(function: str) -> Iterator[Row]:
    """The rows of one function."""
    number = number_of(function)
    for k, shape in enumerate(SHAPES):
        yield Row(function, shape, DTYPES[(k + number) % len(DTYPES)], (k // len(DTYPES) + number) % len(MODES))


def pattern_for(row: Row, candidates: Sequence[Pattern]) -> Combination | None:
    """The first pattern of the function for which the row makes sense."""
    for pattern in candidates:
        combination = Combination(pattern, row.shape, row.dtype)
        if combination.program() is not None:
            return combination
    return None
