"""The text of derivatives, for example values or assumed types."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from s2sad.assumptions import assumed_types
from s2sad.compiling import compile_for, compiled_for
from s2sad.errors import NonScalarError
from s2sad.ir.printer import to_text
from s2sad.pipeline import Compiled
from s2sad.request import Request
from s2sad.target import Target


def text_of(function: Any, request: Request, values: tuple[Any, ...]) -> str:
    """The generated text for example values."""
    _, compiled, _ = compiled_for(function, request, values, set())
    return "\n\n".join(module.text for module in compiled.modules)


def show(function: Any, target: Target, request: Request, values: tuple[Any, ...] | None, ssa: bool) -> str:
    """The generated text, or the IR, for example values, or for assumed types if there are none."""
    try:
        compiled = _compiled(function, target, request, values)
    except NonScalarError:
        if request.kind != "grad":
            raise
        compiled = _compiled(function, target, replace(request, kind="pull"), values)
    if ssa:
        return to_text(compiled.functions[0])
    return "\n\n".join(module.text for module in compiled.modules)


def _compiled(function: Any, target: Target, request: Request, values: tuple[Any, ...] | None) -> Compiled:
    if values is None:
        types, assumed = assumed_types(target.root, target.leading)
        return compile_for(function, request, types, assumed)
    _, compiled, _ = compiled_for(function, request, values, set())
    return compiled


__all__ = ["show", "text_of"]
