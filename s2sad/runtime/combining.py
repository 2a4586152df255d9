"""Combinations of elements by their places."""

from __future__ import annotations

from typing import Any


def places(function: Any, count: int | None, *lengths: int) -> list[tuple[int, ...]]:
    """The places of the elements that a function of `itertools` combines, of sequences of these lengths.

    >>> from itertools import combinations, product
    >>> places(combinations, 2, 3)
    [(0, 1), (0, 2), (1, 2)]
    >>> places(product, None, 2, 1)
    [(0, 0), (1, 0)]
    """
    ranges = map(range, lengths)
    return list(function(*ranges) if count is None else function(*ranges, count))


def at_places(pools: tuple[Any, ...], combined: list[tuple[int, ...]]) -> list[tuple[Any, ...]]:
    """The elements at places: of each tuple of places, one place in each of the sequences."""
    return [tuple(pool[k] for pool, k in zip(pools, each, strict=True)) for each in combined]


def accumulated(values: list[Any], function: Any) -> list[Any]:
    """What `itertools.accumulate` gives."""
    found = values[:1]
    for value in values[1:]:
        found.append(function(found[-1], value))
    return found


def accumulated_from(values: list[Any], function: Any, start: Any) -> list[Any]:
    """What `itertools.accumulate` gives with an `initial` value."""
    found = [start]
    for value in values:
        found.append(function(found[-1], value))
    return found
