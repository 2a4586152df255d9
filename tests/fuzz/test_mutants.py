"""The random programs find faults of the compiler: each mutant within as many programs as the fixed test has."""

import pytest

from tests.fuzz.check import modes_for
from tests.fuzz.mutants import MUTANTS
from tests.fuzz.tally import record_of

PROGRAMS = 300
FOUND = ("wrong", "crashed")


def test_there_are_twenty() -> None:
    assert len(MUTANTS) >= 20


@pytest.mark.slow
@pytest.mark.parametrize("name", MUTANTS)
def test_a_mutant_is_found(name: str) -> None:
    for seed in range(PROGRAMS):
        with MUTANTS[name].applied():
            outcome = record_of(seed, modes_for(seed)).outcome
        if outcome in FOUND:
            assert record_of(seed, modes_for(seed)).outcome not in FOUND
            return
    pytest.fail(f"{PROGRAMS} programs did not find: {name}")
