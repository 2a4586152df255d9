"""Checks one combination: right, refused, or what is wrong with it."""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from s2sad.errors import S2SADError
from s2sad.testing import check_grads
from tests.full.product import Combination

RIGHT, REFUSED, ABSENT = "right", "refused", "absent"
EVERY: Sequence[str] = ("fwd", "rev")


@dataclass(frozen=True)
class Verdict:
    """What came of a combination at first order and at second order: `right`, `refused`, `absent`, or the complaint."""

    first: str
    second: str

    @property
    def complaints(self) -> list[str]:
        """What is wrong."""
        return [v for v in (self.first, self.second) if v not in (RIGHT, REFUSED, ABSENT)]


def judge(combination: Combination, modes: Sequence[str] = EVERY) -> Verdict:
    """Check a combination in both modes at first order, and at second order in all compositions of `modes`."""
    made = combination.program()
    if made is None:
        return Verdict(ABSENT, ABSENT)
    first = _judged(made, 1, EVERY)
    return Verdict(first, _judged(made, 2, modes) if first == RIGHT else first)


def _judged(made: object, order: int, modes: Sequence[str]) -> str:
    fun, values = made  # type: ignore[misc] # a function and its arguments
    try:
        with warnings.catch_warnings(), np.errstate(all="ignore"):
            warnings.simplefilter("ignore")
            check_grads(fun, values, order=order, modes=modes)
    except S2SADError as error:
        return f"internal: {error}" if "bug of s2sad" in str(error) else REFUSED
    except Exception as error:  # a wrong derivative, or whatever should have been an error of s2sad
        return f"{type(error).__name__}: {error}"
    return RIGHT
