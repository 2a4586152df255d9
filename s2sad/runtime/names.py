"""Globals of the user's modules as primitives: `Global(namespace, "N")()` reads `N` now."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Global:
    """A name in a module's namespace, possibly dotted: `rng`, `config.N`."""

    namespace: dict[str, Any] = field(compare=False, hash=False, repr=False)
    name: str
    module: str = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "module", self.namespace.get("__name__", "__main__"))

    def __call__(self) -> Any:
        first, *rest = self.name.split(".")
        value = self.namespace[first]
        for part in rest:
            value = getattr(value, part)
        return value
