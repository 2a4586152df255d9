"""Runs many programs and counts outcomes: all, per construct, per refusal.

tally(range(300))  ->  [Record(seed=0, outcome='ok', ...), ...]
"""

from __future__ import annotations

import multiprocessing
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tests.fuzz.check import OUTCOMES, check, modes_for, worst
from tests.fuzz.constructs import CONSTRUCTS
from tests.fuzz.generate import generate
from tests.fuzz.grammar import CLASSES
from tests.fuzz.shrink import without_names

CHUNK = 50
"""Programs per process: what is compiled is kept as long as its process."""


@dataclass(frozen=True)
class Record:
    """What became of one program; `message` is that of the worst verdict."""

    seed: int
    outcome: str
    constructs: frozenset[str]
    classes: frozenset[str]
    plain: bool
    mode: str = ""
    message: str = ""


def record_of(seed: int, modes: Sequence[str]) -> Record:
    """Generate and check one program."""
    program = generate(seed)
    verdicts = check(program.text, seed, program.size, program.k, modes)
    outcome = worst(verdicts)
    first = next((v for v in verdicts if v.outcome == outcome), None)
    facts = (program.constructs, program.classes, program.plain)
    return Record(seed, outcome, *facts) if first is None else Record(seed, outcome, *facts, first.mode, first.message)


def _records_of(task: tuple[Sequence[int], int]) -> list[Record]:
    seeds, second = task
    return [record_of(seed, modes_for(seed, second)) for seed in seeds]


def tally(seeds: Sequence[int], second: int = 1, jobs: int = 1) -> Iterator[Record]:
    """The records of programs, in order."""
    if jobs == 1:
        yield from _records_of((seeds, second))
        return
    tasks = [(seeds[start : start + CHUNK], second) for start in range(0, len(seeds), CHUNK)]
    with multiprocessing.get_context("spawn").Pool(jobs, maxtasksperchild=1) as pool:
        for records in pool.imap(_records_of, tasks):
            yield from records


def valid(records: Sequence[Record]) -> list[Record]:
    """Those whose plain program runs."""
    return [record for record in records if record.outcome != "invalid"]


def counts(records: Sequence[Record]) -> dict[str, int]:
    """Outcome → number of programs."""
    found = Counter(record.outcome for record in records)
    return {outcome: found[outcome] for outcome in OUTCOMES}


def by_construct(records: Sequence[Record]) -> dict[str, dict[str, int]]:
    """Construct → outcome → number of programs that contain it."""
    return {c.name: counts([r for r in records if c.name in r.constructs]) for c in CONSTRUCTS}


def shares(records: Sequence[Record]) -> dict[str, float]:
    """Class of constructs → the part of the programs that has one of it."""
    return {each: sum(each in r.classes for r in records) / len(records) for each in CLASSES}


def refusals(records: Sequence[Record]) -> list[tuple[str, int]]:
    """Messages of refusals without names, the frequent ones first."""
    return Counter(without_names(r.message) for r in records if r.outcome == "refused").most_common()
