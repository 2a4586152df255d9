"""The tables of docs/language.md say what the tests show, and every construct has a test of both modes and orders."""

from __future__ import annotations

import pytest

from .constructs_kinds import REFUSED as REFUSED_CONSTRUCTS
from .every_program import PROGRAMS, REFUSED
from .page import HEADINGS, PAGE, refusal, rows, status, updated

EACH = [pytest.param(names, id=f"{heading}: {construct}") for heading, construct, names in rows()]


def test_the_page_is_as_the_tests_say() -> None:
    text = PAGE.read_text(encoding="utf-8")
    assert updated(text) == text, "python -m tests.language.page"


@pytest.mark.parametrize("names", EACH)
def test_a_construct_is_supported_or_refused(names: list[str]) -> None:
    """Supported by all that shows it, in reverse, forward and second order, or not, by the one that shows it."""
    found = [status(name) for name in names]
    assert set(found) == {"supported"} or found in (["refused"], ["not yet"]), dict(zip(names, found, strict=True))


def test_every_refused_program_is_in_the_table() -> None:
    in_headings = {names[0] for _, _, names in rows() if status(names[0]) == "refused"}
    others = {name for names in REFUSED_CONSTRUCTS.values() for name in names.split()}
    assert in_headings | others == REFUSED
    assert not in_headings & others


def test_refused_names_are_those_of_programs() -> None:
    assert {p.name for p in PROGRAMS} >= REFUSED


def test_every_refusal_says_what_to_do() -> None:
    assert not [p.name for p in PROGRAMS if p.name in REFUSED and not refusal(p).hint]


def test_no_construct_is_listed_twice() -> None:
    constructs = [construct for table in HEADINGS.values() for construct in table]
    assert len(constructs) == len(set(constructs))
