"""Pullbacks as ordinary values: a function that uses one can be differentiated, as it is linear in the cotangent.

out, pullback = vjp(f, x);  grad(lambda c: pullback(c)[0])(1.0)   the generated reverse sweep is lowered like user code
"""

from __future__ import annotations

import copy
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from s2sad.codegen.load import portable, restored
from s2sad.runtime import tree


@dataclass(frozen=True, eq=False, repr=False)
class Pullback:
    """The linear map from cotangents of a result to cotangents of the arguments; it can be called many times.

    Attributes:
        reverse: the compiled reverse sweep.
        kept: what the forward sweep has kept for it.
        out: the structure and the shapes of the result.
        name: what messages call the result, and where the function is.
        zeros: for each argument its zero where the sweep has no cotangent for it, else nothing.
    """

    reverse: Callable[..., Any]
    kept: tuple[Any, ...]
    out: Any
    name: tree.Label
    zeros: tuple[tuple[Any, ...], ...]

    def __repr__(self) -> str:
        return f"<pullback of {self.name.span.function}>"

    def __reduce__(self) -> Any:
        return (_rebuilt, (portable(self.reverse), self.kept, self.out, self.name, self.zeros))

    def __deepcopy__(self, memo: dict[int, Any]) -> Pullback:
        return Pullback(self.reverse, *copy.deepcopy((self.kept, self.out, self.name, self.zeros), memo))

    def __call__(self, cotangent: Any) -> tuple[Any, ...]:
        bars = self.reverse(*self.kept, tree.fitted(cotangent, self.out, self.name, "cotangent"))
        result = []
        k = 0
        for zero in self.zeros:
            if zero:
                result.append(tree.copy(zero[0]))
            else:
                result.append(bars[k])
                k += 1
        return tuple(result)


def _rebuilt(reverse: tuple[Any, ...], *parts: Any) -> Pullback:
    """A pullback from what was pickled."""
    return Pullback(restored(*reverse), *parts)
