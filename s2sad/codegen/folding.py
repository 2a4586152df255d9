"""Folds the headers of loops over many tapes, which no naming of subexpressions makes shorter.

for i, a, b in zip(range(n), a_tape[::-1], b_tape[::-1]):      for i, a, b in zip(
                                                                   range(n), a_tape[::-1], b_tape[::-1]
                                                               ):
"""

from __future__ import annotations

import re

_HEADER = re.compile(r"(\s*)for (.*) in (zip|enumerate)\((.*)\):")


def folded(line: str, columns: int) -> list[str]:
    """The lines of a header that is longer than `columns`; other lines as they are.

    >>> folded("for a, b in zip(xs[::-1], ys[::-1]):", 24)
    ['for a, b in zip(', '    xs[::-1], ys[::-1]', '):']
    """
    match = _HEADER.fullmatch(line)
    if len(line) <= columns or match is None:
        return [line]
    indent, targets, function, sources = match.groups()
    head = [f"{indent}for {targets} in {function}("]
    if len(head[0]) > columns:
        head = [f"{indent}for (", *_filled(targets, indent + "    ", columns), f"{indent}) in {function}("]
    return [*head, *_filled(sources, indent + "    ", columns), f"{indent}):"]


def _filled(text: str, indent: str, columns: int) -> list[str]:
    """The elements of a list that is written with commas, as many to a line as fit."""
    lines: list[str] = []
    for element in _elements(text):
        if lines and len(lines[-1]) + len(element) + 2 < columns:
            lines[-1] += f" {element},"
        else:
            lines.append(f"{indent}{element},")
    lines[-1] = lines[-1][:-1]
    return lines


def _elements(text: str) -> list[str]:
    """What stands between the commas that are in no bracket."""
    found, depth, start = [], 0, 0
    for k, character in enumerate(text):
        depth += (character in "([{") - (character in ")]}")
        if character == "," and depth == 0:
            found.append(text[start:k].strip())
            start = k + 1
    return [*found, text[start:].strip()]
