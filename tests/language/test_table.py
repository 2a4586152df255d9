"""The page docs/constructs.md says what the programs of these tests show: written by
`python -m tests.language.test_table`, compared here."""

from __future__ import annotations

from pathlib import Path

import pytest

from s2sad import S2SADError
from s2sad.testing import check_grads

from .programs import Program
from .test_programs import PROGRAMS, REFUSED

PAGE = Path(__file__).parents[2] / "docs" / "constructs.md"
HEAD = """# Constructs

Written from the programs of `tests/language`, each of which is differentiated in both modes and compared with
references that know nothing of the compiler. "2" means that second derivatives are compared, too; the names are those
of the programs.

## Differentiated
"""


def refusal(program: Program) -> S2SADError:
    """The error that refuses a program."""
    with pytest.raises(S2SADError) as caught:
        check_grads(program.function, program.args, order=1)
    return caught.value


def spoken(program: Program) -> str:
    """The name of a program in words."""
    return program.name.replace("_", " ")


def topics() -> dict[str, list[Program]]:
    """The programs by their files."""
    found: dict[str, list[Program]] = {}
    for program in PROGRAMS:
        found.setdefault(program.function.__module__.rpartition("programs_")[2].replace("_", " "), []).append(program)
    return found


def page() -> str:
    """The text of the page."""
    lines = [HEAD]
    for topic, programs in topics().items():
        lines += [f"### {topic.capitalize()}", "", "| construct | orders |", "|---|---|"]
        right = [p for p in programs if p.name not in REFUSED]
        lines += [f"| {spoken(p)} | {'1, 2' if p.order == 2 else '1'} |" for p in right]
        lines.append("")
    lines += ["## Refused", "", "| construct | error | what it says | what to write instead |", "|---|---|---|---|"]
    for program in sorted((p for p in PROGRAMS if p.name in REFUSED), key=lambda p: p.name):
        error = refusal(program)
        reason = str(error).partition("\n")[0].replace("|", "\\|")
        lines.append(f"| {spoken(program)} | `{type(error).__name__}` | {reason} | {error.hint} |")
    return "\n".join(lines) + "\n"


def test_the_page_is_as_the_programs_say() -> None:
    assert PAGE.read_text(encoding="utf-8") == page()


def test_every_refusal_says_what_to_do() -> None:
    silent = [p.name for p in PROGRAMS if p.name in REFUSED and not refusal(p).hint]
    assert not silent


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
