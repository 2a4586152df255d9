"""`python -m tests.full --shard 2/16`: the full product for the functions of a shard; the counts go to a file.

The file holds one entry for each function, so that shards may run at any time, and a shard that runs again replaces
what it wrote; docs/functions.md shows it. Exit status 1 if anything is wrong.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import click

from tests.full.pairs import functions
from tests.full.product import Combination, combinations
from tests.full.verdict import ABSENT, REFUSED, RIGHT, judge

COUNTS = Path(__file__).with_name("counts.json")


class Shard(click.ParamType):
    """`i/n`, from 1 to n."""

    name = "i/n"

    def convert(self, value: object, param: object, ctx: object) -> tuple[int, int]:
        first, _, last = str(value).partition("/")
        if first.isdigit() and last.isdigit() and 1 <= int(first) <= int(last):
            return int(first), int(last)
        return self.fail(f"{value!r} is not i/n with i from 1 to n")


@click.command()
@click.option("--shard", type=Shard(), default="1/1", show_default=True, help="Every nth function, from the ith on.")
@click.option("--output", type=click.Path(path_type=Path, dir_okay=False), default=COUNTS, help="The file of counts.")
def main(shard: tuple[int, int], output: Path) -> None:
    """Check every function x argument pattern x shape x dtype in both modes and in all four second orders."""
    total: Counter[str] = Counter()
    for name in functions()[shard[0] - 1 :: shard[1]]:
        count = _counted([c for c in combinations() if c.pattern.name == name])
        total += count
        known = json.loads(output.read_text(encoding="utf-8")) if output.exists() else {}
        known[name] = dict(sorted(count.items()))
        lines = [f"{json.dumps(name)}: {json.dumps(known[name])}" for name in sorted(known)]
        output.write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")
    click.echo(", ".join(f"{key}: {number}" for key, number in sorted(total.items())))
    raise SystemExit(any("wrong" in key for key in total))


def _counted(chosen: Sequence[Combination]) -> Counter[str]:
    """How many combinations are right, refused and wrong; the complaints are printed."""
    count: Counter[str] = Counter()
    for combination in chosen:
        verdict = judge(combination)
        for order, said in (("first", verdict.first), ("second", verdict.second)):
            if said != ABSENT:
                count[f"{order} {said if said in (RIGHT, REFUSED) else 'wrong'}"] += 1
        for complaint in verdict.complaints[:1]:
            click.echo(f"{combination}\n{complaint}\n")
    return count


if __name__ == "__main__":
    main()
