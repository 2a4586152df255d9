"""f-strings as primitives: `FString(("loss ", Field(-1, ".3f")))(y)` is `f"loss {y:.3f}"`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

_CONVERSIONS: dict[int, Callable[[Any], str]] = {ord("s"): str, ord("r"): repr, ord("a"): ascii}


def formatted(template: str, *values: Any, **named: Any) -> str:
    """`template.format(*values, **named)`."""
    return template.format(*values, **named)


def percent(template: str, values: Any) -> str:
    """`template % values`."""
    written: str = template % values
    return written


@dataclass(frozen=True)
class Field:
    """A replacement field: conversion (`!r` as its code point, -1 for none) and format specification."""

    conversion: int
    specification: str


@dataclass(frozen=True)
class FString:
    """An f-string: literal pieces and fields; the values of the fields are its arguments."""

    pieces: tuple[str | Field, ...]

    def __call__(self, *values: Any) -> str:
        remaining = iter(values)
        parts = []
        for piece in self.pieces:
            if isinstance(piece, str):
                parts.append(piece)
                continue
            value = next(remaining)
            convert = _CONVERSIONS.get(piece.conversion)
            parts.append(format(convert(value) if convert else value, piece.specification))
        return "".join(parts)
