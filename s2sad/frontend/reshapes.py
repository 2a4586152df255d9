"""Reshapes as views: taken for views while lowering, and proven to be views, or not, when the function is complete.

flat = m.reshape(-1); flat[0] = v     m.2 = rejoined m.1, np.reshape, flat.2      if m is contiguous
t = m.T.ravel(); t[0] = v             t is new memory: lowered again as such
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from s2sad.analysis.layout import Layouts, Part
from s2sad.errors import SourceSpan
from s2sad.frontend.state import Ref, Step
from s2sad.ir.ops import Function, Loop, Operand, walk
from s2sad.rules.table import RuleTable

_RESHAPES: dict[Any, int] = {np.reshape: 2, np.ndarray.reshape: 2, np.ravel: 1, np.ndarray.ravel: 1}


class CopiedReshapes(Exception):
    """Reshapes that may be copies were written to: lowering starts again and does not take them for views."""

    def __init__(self, sites: frozenset[SourceSpan | None]) -> None:
        super().__init__()
        self.sites = sites


class Reshapes:
    """The reshapes that were taken for views, and the arrays that must be contiguous for that."""

    def __init__(self) -> None:
        self.copied: frozenset[SourceSpan | None] = frozenset()
        self.steps: dict[Step, tuple[SourceSpan | None, Any]] = {}
        self.assumed: list[tuple[SourceSpan | None, Operand]] = []

    def is_view(self, function: Any, operands: tuple[Operand, ...], span: SourceSpan | None) -> bool:
        """Whether a call is a reshape that is taken for a view."""
        return _RESHAPES.get(function) == len(operands) and span not in self.copied

    def made(self, step: Step, content: Any, span: SourceSpan | None) -> None:
        """Note a view, and the version of the storage that it was made of."""
        if step.key in _RESHAPES:
            self.steps[step] = span, content

    def read(self, ref: Ref, content: Any, parent: Operand) -> None:
        """Note that a view is read: again, if the storage has another version than when the view was made."""
        site = self.steps.get(ref.path[-1]) if ref.path[-1].kind == "view" else None
        if site is not None and site[1] is not content:
            self.assumed.append((site[0], parent))

    def written(self, step: Step, parent: Operand) -> None:
        """Note that a view is written to."""
        if step in self.steps:
            self.assumed.append((self.steps[step][0], parent))

    def settle(self, rules: RuleTable, function: Function, count: int) -> Iterator[tuple[SourceSpan | None, Part]]:
        """The sites, and the parts of the first `count` parameters that must be contiguous for them.

        Raises:
            CopiedReshapes: some of the reshapes may be copies.
        """
        if not self.assumed:
            return
        layouts = Layouts(rules, function, count).of
        there = set(_values(function))
        wanted = [(site, layouts.get(parent)) for site, parent in self.assumed if parent in there]
        copied = frozenset(site for site, layout in wanted if layout is None)
        if copied:
            raise CopiedReshapes(self.copied | copied)
        yield from dict.fromkeys((site, part) for site, layout in wanted for part in sorted(layout or (), key=repr))

    def settle_inner(self, rules: RuleTable, function: Function, operands: Sequence[Operand]) -> None:
        """As `settle`, for a function that is called with operands of the one around it."""
        for site, part in list(self.settle(rules, function, len(operands))):
            if len(part) > 1:
                raise CopiedReshapes(self.copied | {site})
            self.assumed.append((site, operands[part[0]]))


def _values(function: Function) -> Iterator[Operand]:
    """All values of a function, and of those that it calls by reference."""
    for each in (function, *function.functions.values()):
        yield from each.params
        for op in walk(each.body):
            yield from op.results
            if isinstance(op, Loop):
                yield from op.params
                yield from (s.target for s in op.sources)
