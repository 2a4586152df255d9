"""The covering array covers what it says, and every row of it is right or refused."""

from __future__ import annotations

import itertools
from collections import defaultdict

import pytest

pytest.importorskip("scipy")

from tests.full.pairs import MODES, Row, functions, number_of, pattern_for, rows_of
from tests.full.product import DTYPES, SHAPES, Pattern, patterns
from tests.full.verdict import judge

BY_FUNCTION: dict[str, list[Pattern]] = defaultdict(list)
for _pattern in patterns():
    BY_FUNCTION[_pattern.name].append(_pattern)


def test_every_pair_of_levels_occurs() -> None:
    levels = (functions(), SHAPES, DTYPES, range(len(MODES)))
    rows = [(r.function, r.shape, r.dtype, r.mode) for f in functions() for r in rows_of(f)]
    for a, b in itertools.combinations(range(4), 2):
        assert {(row[a], row[b]) for row in rows} == set(itertools.product(levels[a], levels[b]))
    assert len(rows) == len(functions()) * len(SHAPES)


def complaints(function: str, rows: list[Row]) -> list[str]:
    """What is wrong in some rows of a function."""
    found = []
    for row in rows:
        combination = pattern_for(row, BY_FUNCTION[function])
        if combination is not None:
            said = judge(combination, MODES[row.mode][1]).complaints
            found += [f"{combination}, {MODES[row.mode][0]}\n{text}" for text in said[:1]]
    return found


@pytest.mark.parametrize("function", functions()[::3])
def test_one_row(function: str) -> None:
    """The shapes in turn."""
    rows = list(rows_of(function))
    assert not complaints(function, [rows[number_of(function) % len(rows)]])


@pytest.mark.slow
@pytest.mark.parametrize("function", functions())
def test_all_rows(function: str) -> None:
    assert not complaints(function, list(rows_of(function)))
