"""Writes the tables of docs/language.md from the programs of these tests and from the errors that refuse some of them.

    python -m tests.language.page

The text between `<!-- NAME: ... -->` and `<!-- end of NAME -->` is replaced; the rest of the page is written by hand.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Callable, Iterator
from pathlib import Path

from s2sad import S2SADError, vjp
from s2sad.frontend.syntax import REASONS, REFUSED_FORMS, Refusal
from tests.programs.table import CASES

from . import constructs_flow, constructs_kinds, constructs_storage
from .every_program import PROGRAMS, REFUSED
from .programs import Program
from .test_strong_zeros import FUNCTIONS, OF_PATHS

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "language.md"
HEADINGS = {
    "Control flow": constructs_flow.CONTROL_FLOW,
    "Functions": constructs_flow.FUNCTIONS,
    "Containers": constructs_storage.CONTAINERS,
    "Arrays in place": constructs_storage.IN_PLACE,
    "Typical programs": constructs_storage.TYPICAL,
    "Conversions and kinds": constructs_kinds.CONVERSIONS,
    "Strong zeros": constructs_kinds.STRONG_ZEROS,
    "Known traps": constructs_kinds.TRAPS,
}
ZEROS = {function.__name__ for function in (*FUNCTIONS, *OF_PATHS)}
BY_NAME: dict[str, list[Program]] = {}
for _program in PROGRAMS:
    BY_NAME.setdefault(_program.name, []).append(_program)
CELLS = {
    "supported": "yes",
    "refused": "[refused](#what-is-refused-and-what-to-write-instead)",
    "not yet": "not yet: NaN",
}


def rows() -> Iterator[tuple[str, str, list[str]]]:
    """Heading, construct, and what shows it."""
    for heading, constructs in HEADINGS.items():
        for construct, shown in constructs.items():
            yield heading, construct, shown.split()


def status(name: str) -> str:
    """`supported` in reverse, forward and second order, `refused`, `not yet` (an expected failure), or what is missing.

    A name alone is that of a program here; `programs/NAME` one of tests/programs, `zeros/NAME` a function of
    test_strong_zeros.py, `FOLDER/FILE.py/NAME` a test.
    """
    place, _, last = name.rpartition("/")
    if not place:
        found = BY_NAME.get(name)
        return "unknown" if not found else "refused" if name in REFUSED else "supported"
    if place == "programs":
        return "supported" if any(c.name == last and c.order == 2 for c in CASES) else "not of second order"
    if place == "zeros":
        return "supported" if last in ZEROS else "unknown"
    path = ROOT / "tests" / place
    found = re.search(rf"^(@[^\n]*\n)*def {last}\(", path.read_text(encoding="utf-8"), re.MULTILINE)
    return "unknown" if found is None else "not yet" if "xfail" in found[0] else "supported"


def refusal(program: Program) -> S2SADError:
    """The error that refuses a program."""
    try:
        vjp(program.function, *copy.deepcopy(program.args))
    except S2SADError as error:
        return error
    raise AssertionError(f"{program.name} is not refused")


def compiled() -> str:
    """The table of what is named as part of the language."""
    lines: list[str] = []
    for heading, constructs in HEADINGS.items():
        lines += [f"### {heading}", "", "| construct | supported | shown by |", "|---|---|---|"]
        for construct, shown in constructs.items():
            names = shown.split()
            cell = CELLS[status(names[0])]
            lines.append(f"| {escaped(construct)} | {cell} | {', '.join(map(short, names))} |")
        lines.append("")
    return "\n".join(lines[:-1])


def short(name: str) -> str:
    """The name of a program or test in words."""
    return name.rpartition("/")[2].removeprefix("test_").replace("_", " ")


def escaped(text: str) -> str:
    return text.replace("|", "\\|")


def refused() -> str:
    """The table of what is refused when types and values are known: construct, error, message, rewrite."""
    lines = ["| construct | error | what it says | what to write instead |", "|---|---|---|---|"]
    of_headings = {c: names[0] for _, c, names in rows() if status(names[0]) == "refused"}
    for construct, shown in {**of_headings, **constructs_kinds.REFUSED}.items():
        error = refusal(BY_NAME[shown.split()[0]][0])
        reason = str(error).partition("\n")[0]
        cells = (construct, f"`{type(error).__name__}`", reason, error.hint)
        lines.append(f"| {' | '.join(map(escaped, cells))} |")
    return "\n".join(lines)


def refusals() -> list[Refusal]:
    """What the syntax alone refuses."""
    found = [*REASONS.values(), *(form.refusal for forms in REFUSED_FORMS.values() for form in forms)]
    return list(dict.fromkeys(found))


def syntax() -> str:
    """The table of what is refused by its form alone."""
    lines = ["| construct | what to write instead |", "|---|---|"]
    lines += [f"| {escaped(named(r.reason))} | {escaped(r.rewrite)} |" for r in refusals()]
    return "\n".join(lines)


def named(reason: str) -> str:
    """The construct in the reason of a refusal: "generators are not differentiated" -> "generators"."""
    return re.sub(r",? (is|are) not differentiated$", "", reason)


def programs() -> str:
    """The table of all programs by the files that they are in."""
    found: dict[str, list[str]] = {}
    for program in PROGRAMS:
        topic = program.function.__module__.rpartition("programs_")[2].replace("_", " ")
        if program.name not in REFUSED:
            found.setdefault(topic, []).append(short(program.name))
    lines = ["| topic | programs |", "|---|---|"]
    lines += [f"| {topic} | {', '.join(names)} |" for topic, names in found.items()]
    return "\n".join(lines)


TABLES: dict[str, Callable[[], str]] = {
    "constructs": compiled,
    "syntax": syntax,
    "refusals": refused,
    "programs": programs,
}


def updated(text: str) -> str:
    """The page with its tables written again."""
    for name, table in TABLES.items():
        pattern = rf"(<!-- {name}: [^\n]* -->\n\n).*?(\n\n<!-- end of {name} -->)"
        parts = re.search(pattern, text, re.DOTALL)
        assert parts is not None, f"the page has no place for {name}"
        text = text[: parts.start()] + parts[1] + table() + parts[2] + text[parts.end() :]
    return text


if __name__ == "__main__":
    PAGE.write_text(updated(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
