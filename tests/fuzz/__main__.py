"""`python -m tests.fuzz --count 5000 --write`: see `docs/reliability.md`."""

from __future__ import annotations

import argparse
import sys
from collections import Counter

from tests.fuzz.check import FIRST, SECOND, check, worst
from tests.fuzz.generate import generate
from tests.fuzz.report import PAGE, page
from tests.fuzz.shrink import shrink
from tests.fuzz.tally import Record, tally


def _one(seed: int, smaller: bool) -> int:
    program = generate(seed)
    verdicts = check(program.text, seed, program.size, program.k, (*FIRST, *SECOND))
    write = sys.stdout.write
    write(f"{program.text}\n# size {program.size}, k = {program.k}: {', '.join(sorted(program.constructs))}\n")
    for verdict in verdicts:
        write(f"{verdict}\n")
    outcome = worst(verdicts)
    if smaller and outcome not in ("ok", "invalid"):
        verdict = next(v for v in verdicts if v.outcome == outcome)
        write(f"\n# {outcome} in {verdict.mode}, as small as it gets\n")
        write(shrink(program.text, seed, program.size, program.k, verdict) + "\n")
    return int(outcome in ("wrong", "crashed"))


def _many(arguments: argparse.Namespace) -> int:
    records: list[Record] = []
    found: Counter[str] = Counter()
    seeds = range(arguments.start, arguments.start + arguments.count)
    for record in tally(seeds, arguments.second, arguments.jobs):
        records.append(record)
        found[record.outcome] += 1
        if record.outcome in ("wrong", "crashed"):
            sys.stdout.write(f"{record.seed}: {record.outcome} in {record.mode}: {record.message.splitlines()[0]}\n")
    sys.stdout.write(f"{dict(found)}\n")
    if arguments.write:
        PAGE.write_text(page(records), encoding="utf-8")
    return int(found["wrong"] + found["crashed"] > 0)


def main() -> int:
    """Fuzz, and say whether there was nothing wrong and no crash."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("--count", type=int, default=300, help="how many programs")
    parser.add_argument("--start", type=int, default=0, help="the first seed")
    parser.add_argument("--second", type=int, default=2, help="how many modes of second order per program, 0 to 4")
    parser.add_argument("--jobs", type=int, default=1, help="processes")
    parser.add_argument("--write", action="store_true", help="write docs/reliability.md")
    parser.add_argument("--seed", type=int, help="show and check one program")
    parser.add_argument("--shrink", action="store_true", help="with --seed: make it small")
    arguments = parser.parse_args()
    return _many(arguments) if arguments.seed is None else _one(arguments.seed, arguments.shrink)


if __name__ == "__main__":
    sys.exit(main())
