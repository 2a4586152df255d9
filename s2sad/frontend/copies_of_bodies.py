"""Counts the copies of functions that are lowered in place of their calls: those of which there are many are called.

def f3(x): return f2(x) * f2(x + 1.0)        each level doubles the copies of f0: from some number on, a function
def f4(x): return f3(x) * f3(x + 1.0)        is lowered once and called by reference, as recursive ones are
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from s2sad.errors import SourceSpan

SOME_COPIES = 4
MANY_COPIES = 32
MANY_STATEMENTS = 1000


class TooManyCopies(Exception):
    """Functions were lowered in place too often: lowering starts again and calls those of which that comes."""

    def __init__(self, trees: frozenset[Any]) -> None:
        super().__init__()
        self.trees = trees


class CopiesOfBodies:
    """The copies so far, by function.

    Attributes:
        unlimited: whether all are allowed: what is called by reference may do less.
        statements: how many statements were lowered, in all functions.
    """

    def __init__(self) -> None:
        self.unlimited = False
        self.statements = 0
        self._places: dict[Any, set[tuple[SourceSpan | None, ...]]] = {}
        self._statements: dict[Any, int] = {}

    def add(self, tree: Any, calls: Sequence[SourceSpan | None], before: int) -> None:
        """Note a copy at the end of a chain of calls, begun when `before` statements were lowered."""
        places = self._places.setdefault(tree, set())
        if tuple(calls) in places:  # a loop body is lowered until its types are known
            return
        places.add(tuple(calls))
        self._statements[tree] = total = self._statements.get(tree, 0) + self.statements - before
        if len(places) > MANY_COPIES and total > MANY_STATEMENTS and not self.unlimited:
            raise TooManyCopies(frozenset(filter(self._counts, self._places)))

    def _counts(self, tree: Any) -> bool:
        """Whether a function has a part in the copies: the one found, and those that call it."""
        return len(self._places[tree]) >= SOME_COPIES and self._statements[tree] > MANY_STATEMENTS // 4
