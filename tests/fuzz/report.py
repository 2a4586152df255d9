"""Writes docs/reliability.md: the grammar with its weights, and what became of the programs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from tests.fuzz import grammar
from tests.fuzz.check import SECOND_TOLERANCE, TOLERANCE
from tests.fuzz.constructs import HELPERS, TABLE
from tests.fuzz.tally import Record, by_construct, counts, refusals, shares, valid

PAGE = Path(__file__).parent.parent.parent / "docs" / "reliability.md"

INTRODUCTION = f"""# Reliability

Random programs are differentiated and compared with the complex step of their plain text (`tests/fuzz/`):
reverse (`grad`, `vjp`), forward (`jvp`) and second order (`jvp` of `grad`, `grad` of `jvp`, `jvp` of `vjp`, `vjp` of
`vjp`), the value, the dot-product identity, and what the program does to its arguments. Errors are relative to
max(1, |reference|); allowed are {TOLERANCE:.0e}, and {SECOND_TOLERANCE:.0e} at second order. A program is *refused* if
an `S2SADError` with file and line says so, *wrong* if any number differs, *crashed* if anything else is raised.

    python -m tests.fuzz --count 5000 --jobs 2 --write      # this page
    python -m tests.fuzz --seed 7 --shrink                  # one program, and the smallest that fails alike
"""


def _row(*cells: object) -> str:
    return "| " + " | ".join(str(cell).replace("|", "\\|") for cell in cells) + " |"


def _outcomes(records: Sequence[Record]) -> Iterator[str]:
    found = counts(records)
    yield "## Outcomes"
    yield ""
    yield _row("programs", *found)
    yield _row(*["---"] * (len(found) + 1))
    yield _row(len(records), *found.values())
    for title, plain in (("allocated with the dtype of the argument", False), ("plain allocations", True)):
        family = [r for r in records if r.plain is plain]
        yield _row(f"{len(family)}: {title}", *counts(family).values())
    yield ""


def _groups(records: Sequence[Record]) -> Iterator[str]:
    yield "| class of constructs | at least | in these programs |"
    yield "|---|---|---|"
    found = shares(records)
    for key, (title, least) in grammar.CLASSES.items():
        yield _row(title, f"{least:.0%}", f"{found[key]:.0%}")
    yield ""


def _constructs(records: Sequence[Record]) -> Iterator[str]:
    yield "## Outcomes per construct"
    yield ""
    yield "Constructs are drawn independently; a program counts in every row whose construct it contains."
    yield ""
    yield "| construct | programs | ok | refused | wrong | crashed |"
    yield "|---|---|---|---|---|---|"
    for name, found in by_construct(records).items():
        total = sum(found.values())
        refused = f"{found['refused']} ({found['refused'] / max(total, 1):.0%})"
        yield _row(f"`{name}`", total, found["ok"], refused, found["wrong"], found["crashed"])
    yield ""


def _refusals(records: Sequence[Record]) -> Iterator[str]:
    found = refusals(records)
    if not found:
        return
    yield "## Refusals"
    yield ""
    yield "| programs | message |"
    yield "|---|---|"
    for message, number in found[:30]:
        yield _row(number, message)
    yield ""


def grammar_page() -> str:
    """The grammar and its weights: the part of the page that does not depend on a run."""
    lines = ["## The grammar", "", "```"]
    doc = (grammar.__doc__ or "").split("\n\n", 1)[1].rstrip()
    lines += [*doc.split("\n"), "```", "", "| kind | expressions, each with its weight |", "|---|---|"]
    for kind, choices in grammar.EXPRESSIONS.items():
        lines.append(_row(f"`{kind}`", ", ".join(f"{weight:g}: `{text}`" for weight, text in choices)))
    plain = ", ".join(f"`{choices[0][1]}`" for choices in grammar.PLAIN_ALLOCATION.values())
    lines += ["", f"{grammar.PLAIN_SHARE:.0%} of the programs allocate with {plain} instead.", ""]
    lines += ["A construct: name, probability, classes, helpers; then its forms.", "", "```", TABLE.rstrip(), "```", ""]
    lines += ["The helpers:", "", "```", HELPERS.strip(), "```", ""]
    lines += ["Between the constructs stand, with these weights:", "", "| weight | statement |", "|---|---|"]
    lines += [*(_row(f"{weight:g}", f"`{text}`") for weight, text in grammar.FILLERS), ""]
    return "\n".join(lines)


def page(records: Sequence[Record]) -> str:
    """The whole page."""
    judged = valid(records)
    parts = [
        INTRODUCTION,
        *_outcomes(judged),
        *_groups(judged),
        *_constructs(judged),
        *_refusals(judged),
        grammar_page(),
    ]
    return "\n".join(parts)
