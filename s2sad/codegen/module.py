"""What code generation hands over: the text of a module and what it needs to run."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass
class Module:
    """The text of a generated module and what it needs to run.

    Attributes:
        text: the source.
        name: the function that it defines.
        objects: objects that the text names and that it cannot import.
        modules: namespaces of the user's modules, by the alias that the text uses.
    """

    text: str
    name: str
    objects: dict[str, Any] = field(default_factory=dict)
    modules: dict[str, dict[str, Any]] = field(default_factory=dict)
