"""What a check found: one line per mode, with its error, what is allowed, and the reference.

derivative of <lambda>    error  allowed  reference
forward                 1.1e-16  1.0e-12  complex step
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from s2sad.testing.references import error_of
from s2sad.testing.trees import Tree, Vector, pairs_of


@dataclass(frozen=True)
class Check:
    """One comparison: its error and what is allowed, both relative to max(1, |reference|)."""

    mode: str
    error: float
    tolerance: float
    reference: str

    @property
    def ok(self) -> bool:
        """Whether the error is allowed; NaN never is."""
        return self.error <= self.tolerance


@dataclass(frozen=True)
class Report:
    """What `check_grads` found: one `Check` per mode."""

    function: str
    checks: tuple[Check, ...]

    @property
    def ok(self) -> bool:
        """Whether every check passed."""
        return all(check.ok for check in self.checks)

    @property
    def errors(self) -> Mapping[str, float]:
        """Mode → error."""
        return {check.mode: check.error for check in self.checks}

    @property
    def references(self) -> Mapping[str, str]:
        """Mode → the reference that it was compared with."""
        return {check.mode: check.reference for check in self.checks}

    def __str__(self) -> str:
        title = f"derivative of {self.function}"
        width = max(len(title), *(len(check.mode) for check in self.checks)) if self.checks else len(title)
        lines = [f"{title:{width}}    error  allowed  reference"]
        for check in self.checks:
            verdict = "" if check.ok else "   <- wrong"
            lines.append(f"{check.mode:{width}}  {check.error:.1e}  {check.tolerance:.1e}  {check.reference}{verdict}")
        return "\n".join(lines)


def compare(mode: str, found: Vector | float, expected: Vector | float, tolerance: float, reference: str) -> Check:
    return Check(mode, error_of(np.atleast_1d(found), np.atleast_1d(expected)), tolerance, reference)


def require_alike(what: str, found: Tree, like: Tree) -> None:
    """A derivative has the structure, shapes and dtypes of the value that it belongs to."""
    try:
        pairs = pairs_of(like, found)
    except (ValueError, AttributeError, TypeError) as error:
        raise AssertionError(f"{what} has another structure than its primal: {error}") from error
    for expected, leaf in pairs:
        kinds = [(np.shape(value), np.asarray(value).dtype) for value in (leaf, expected)]
        if kinds[0] != kinds[1]:
            raise AssertionError(f"{what} has shape and dtype {kinds[0]}, its primal {kinds[1]}")
