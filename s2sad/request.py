"""What the calling half asks of the compiler: which derivative, with respect to what, by which rules."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from s2sad.rules.table import RuleTable

Kind = Literal["primal", "grad", "value_and_grad", "jvp", "vjp", "pull"]


@dataclass(frozen=True)
class Request:
    """What is to be compiled.

    Attributes:
        kind: which derivative.
        argnums: positions of the parameters to differentiate with respect to.
        as_tuple: whether the gradient is a tuple though there is one argument only.
        has_aux: whether the function returns `(value, auxiliary)`.
        rules: the user's rules beside s2sad's own.
        optimize: whether the passes run.
    """

    kind: Kind
    argnums: tuple[int, ...] = (0,)
    as_tuple: bool = False
    has_aux: bool = False
    rules: RuleTable | None = None
    optimize: bool = True
