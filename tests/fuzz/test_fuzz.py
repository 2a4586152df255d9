"""Random programs are right or refused, and the page about them shows the grammar that they come from."""

from collections.abc import Callable, Sequence

import pytest

from tests.fuzz.check import FIRST, SECOND, check, quick_modes_for
from tests.fuzz.constructs import CONSTRUCTS
from tests.fuzz.generate import generate
from tests.fuzz.grammar import CLASSES
from tests.fuzz.report import PAGE, grammar_page
from tests.fuzz.shrink import reduce
from tests.fuzz.tally import record_of

PROGRAMS = 300
QUICK = 100
PER_TEST = 25


def _run(start: int, modes: Callable[[int], Sequence[str]]) -> None:
    records = [record_of(seed, modes(seed)) for seed in range(start, start + PER_TEST)]
    assert [r for r in records if r.outcome in ("wrong", "crashed")] == []
    assert sum(r.outcome == "invalid" for r in records) <= 1


@pytest.mark.parametrize(
    "start",
    [pytest.param(k, marks=pytest.mark.slow if k >= QUICK else ()) for k in range(0, PROGRAMS, PER_TEST)],
)
def test_programs_are_right_or_refused(start: int, thorough: bool) -> None:
    """`python -m tests.fuzz --seed N --shrink` shows the program with the number N, and a small one."""
    _run(start, lambda seed: (*FIRST, *SECOND) if thorough else quick_modes_for(seed))


def test_a_seed_gives_one_text() -> None:
    assert generate(7) == generate(7)
    assert len({generate(seed).text for seed in range(50)}) == 50


def test_shares() -> None:
    programs = [generate(seed) for seed in range(1000)]
    for key, (title, least) in CLASSES.items():
        assert sum(key in p.classes for p in programs) >= least * len(programs), title
    for construct in CONSTRUCTS:
        expected = construct.share * len(programs)
        found = sum(construct.name in p.constructs for p in programs)
        assert abs(found - expected) <= 4.5 * expected**0.5, construct.name


WRONG_REFERENCE = """import numpy as np


def program(x, m, a, k):
    return np.sum(np.abs(x) * a)
"""


def test_the_check_sees_a_difference() -> None:
    """The complex step of |x| is not its derivative: the two disagree, and the check must say so."""
    outcomes = {verdict.outcome for verdict in check(WRONG_REFERENCE, 1, 4, 0, ["grad", "vjp", "jvp"])}
    assert outcomes == {"wrong"}


def test_programs_shrink() -> None:
    text = "def f(x):\n    y = x\n    if x:\n        y = y + g(x * 2)\n    return y"
    assert reduce(text, lambda candidate: "g(" in candidate) == "def f(x):\n    y = g(x)"


def test_the_page_shows_the_grammar() -> None:
    """`python -m tests.fuzz --count 5000 --write` writes the page."""
    assert grammar_page() in PAGE.read_text(encoding="utf-8")
