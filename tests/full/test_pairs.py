"""The covering array covers what it says, and every row of it is right or refused."""

from __future__ import annotations

import itertools
from collections import defaultdict

import pytest

pytest.importorskip("scipy")

from tests.full.pairs import MODES, functions, pattern_for, rows_of
from tests.full.product import DTYPES, SHAPES, Pattern, patterns
from tests.full.verdict import judge

NUMBERED = list(enumerate(functions()))
BY_FUNCTION: dict[str, list[Pattern]] = defaultdict(list)
for _pattern in patterns():
    BY_FUNCTION[_pattern.name].append(_pattern)


def test_every_pair_of_levels_occurs() -> None:
    levels = (functions(), SHAPES, DTYPES, range(len(MODES)))
    rows = [(r.function, r.shape, r.dtype, r.mode) for n, f in NUMBERED for r in rows_of(f, n)]
    for a, b in itertools.combinations(range(4), 2):
        assert {(row[a], row[b]) for row in rows} == set(itertools.product(levels[a], levels[b]))
    assert len(rows) == len(functions()) * len(SHAPES)


def complaints(function: str, number: int, chosen: slice) -> list[str]:
    """What is wrong in some rows of a function."""
    found = []
    for row in list(rows_of(function, number))[chosen]:
        combination = pattern_for(row, BY_FUNCTION[function])
        if combination is not None:
            said = judge(combination, MODES[row.mode][1]).complaints
            found += [f"{combination}, {MODES[row.mode][0]}\n{text}" for text in said[:1]]
    return found


KNOWN = {
    "np.select": "a tangent of another dtype",
    "np.linalg.eigh": "complex phases are seen, which LAPACK chooses: both modes agree, differences do not",
    "np.linalg.svd": "complex phases are seen, which LAPACK chooses: both modes agree, differences do not",
    "np.linalg.eig": "complex phases are seen, which LAPACK chooses: both modes agree, differences do not",
    "np.roots": "an empty polynomial raises in the primal",
    "scipy.linalg.eigh": "batches of eigenvalues alone raise in the reverse sweep",
    "scipy.linalg.solve_triangular": "see docs/roadmap.md",
    "scipy.linalg.toeplitz": "see docs/roadmap.md",
    "scipy.linalg.circulant": "see docs/roadmap.md",
    "scipy.linalg.lu_solve": "see docs/roadmap.md",
}


def rows() -> list[object]:
    """Every function with its number; what is known to fail is expected to."""
    marks = {f: pytest.mark.xfail(strict=True, reason=why) for f, why in KNOWN.items()}
    return [pytest.param(n, f, id=f"{n}-{f}", marks=marks.get(f, ())) for n, f in NUMBERED]


@pytest.mark.parametrize(("number", "function"), rows())
def test_one_row(number: int, function: str) -> None:
    """The shapes in turn."""
    k = number % len(SHAPES)
    assert not complaints(function, number, slice(k, k + 1))
