"""What a program of the language tests is, and the decorator that puts one into a table."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Program:
    """A function, arguments to differentiate it at, and how far.

    Attributes:
        order: that of the derivatives in the quick run; all programs are checked to the second order in the full one.
    """

    function: Callable[..., Any]
    args: tuple[Any, ...]
    argnums: int | Sequence[int] | None = None
    order: int = 1

    @property
    def name(self) -> str:
        return self.function.__name__


class Programs(list[Program]):
    """The programs of one file, in the order in which they are written."""

    def add(
        self, *args: Any, argnums: int | Sequence[int] | None = None, order: int = 1
    ) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
        def register(function: Callable[..., Any]) -> Callable[..., Any]:
            self.append(Program(function, args, argnums, order))
            return function

        return register
