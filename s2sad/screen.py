"""What the command line prints: source, lists of functions, and one screen for a failure.

print_functions(covered())  ->  reductions
                                  np.sum (np.ndarray.sum)  linear  axis dtype keepdims initial where out
"""

from __future__ import annotations

import itertools
import textwrap
from collections.abc import Sequence
from pathlib import Path

import click
from rich.console import Console
from rich.syntax import Syntax
from rich.table import Table

from s2sad.coverage import ZERO, Covered

_PIPED = 160


class Failure(click.ClickException):
    """What keeps a command from being done: one screen, exit status 2."""

    exit_code = 2


def print_source(text: str, plain: bool = False) -> None:
    """Print Python source: highlighted on a terminal, as it is when piped."""
    console = Console(highlight=False)
    if plain or console.no_color or not console.is_terminal:
        click.echo(text, nl=not text.endswith("\n"))
        return
    highlighted = Syntax("", "python", theme="ansi_dark", background_color="default").highlight(text)
    console.print(highlighted, soft_wrap=True, end="")


def print_functions(functions: Sequence[Covered]) -> None:
    """Print what is covered, topic by topic; what has derivative zero in one line of each."""
    console = Console(highlight=False)
    if not console.is_terminal:
        console = Console(highlight=False, width=_PIPED)
    by_topic = sorted(functions, key=lambda one: [f.topic for f in functions].index(one.topic))
    for topic, members in itertools.groupby(by_topic, key=lambda one: one.topic):
        listed = list(members)
        console.print(f"[bold]{topic}[/bold]")
        console.print(_rows([one for one in listed if one.how != ZERO]))
        zeros = ", ".join(one.name for one in listed if one.how == ZERO)
        if zeros:
            lines = textwrap.wrap(f"{ZERO}: {zeros}", console.width - 2, break_on_hyphens=False)
            console.print("\n".join(f"  {line}" for line in lines), markup=False)
    count = sum(1 + len(one.aliases) for one in functions)
    console.print(f"{len(functions)} functions under {count} names; `s2sad functions NAME` prints a rule.")


def _rows(functions: Sequence[Covered]) -> Table:
    table = Table(box=None, show_header=False, padding=(0, 1))
    for one in functions:
        aliases = f" ({', '.join(one.aliases)})" if one.aliases else ""
        notes = [" ".join(one.keywords), f"not in: {' '.join(one.without)}" if one.without else ""]
        table.add_row(f" {one.name}{aliases}", one.how, "; ".join(filter(None, notes)))
    return table


def print_function(one: Covered) -> None:
    """Print what one function's rule handles, as comments, and its source."""
    lines = [
        f"{', '.join((one.name, *one.aliases))} ({one.topic}): {one.how}",
        f"modes: {one.modes}",
        f"keywords: {', '.join(one.keywords) or 'none'}",
    ]
    if one.refused:
        lines.append(f"refused: {', '.join(one.refused)}")
    if one.without:
        lines.append(f"refused as an active argument: {', '.join(one.without)}")
    comments = [f"# {part}" for line in lines for part in textwrap.wrap(line, 110, subsequent_indent="  ")]
    print_source("\n".join(comments) + "\n" + (f"\n{one.source}" if one.functions else ""))


def write(path: Path, text: str) -> None:
    """Write a file, or say why it cannot be written."""
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise Failure(f"{path} cannot be written: {error.strerror}") from None
