"""The text of derivatives, for example values or assumed types."""

from __future__ import annotations

from typing import Any

from s2sad.assumptions import assumed_types
from s2sad.compiling import compile_for, compiled_for
from s2sad.ir.printer import to_text
from s2sad.request import Request
from s2sad.target import Target


def text_of(function: Any, request: Request, values: tuple[Any, ...]) -> str:
    """The generated text for example values."""
    _, compiled, _ = compiled_for(function, request, values, set())
    return "\n\n".join(module.text for module in compiled.modules)


def show(function: Any, target: Target, request: Request, values: tuple[Any, ...] | None, ssa: bool) -> str:
    """The generated text, or the IR, for example values, or for assumed types if there are none."""
    if values is None:
        types, assumed = assumed_types(target.root)
        compiled = compile_for(function, request, types, assumed)
    else:
        _, compiled, _ = compiled_for(function, request, values, set())
    if ssa:
        return to_text(compiled.functions[0])
    return "\n\n".join(module.text for module in compiled.modules)


__all__ = ["show", "text_of"]
