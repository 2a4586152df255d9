"""The text of derivatives, for example values or assumed types, with the parameters of the function.

def loss(x, *, k=2): ...   ->   def loss_grad(x, *, k=2): ...    what is called has all parameters by position
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from s2sad.assumptions import assumed_types
from s2sad.codegen.emit import emit
from s2sad.compiling import compile_for, compiled_for
from s2sad.errors import NonScalarError, SignatureError, place_of
from s2sad.frontend.outside import StaticDemand
from s2sad.header import header
from s2sad.ir.ops import Const, Function
from s2sad.ir.printer import to_text
from s2sad.ir.types import Static, Type
from s2sad.pipeline import Compiled, rules_of
from s2sad.request import Request
from s2sad.signature import python_scalar_like, signature_type
from s2sad.target import Parameters, Target, parameters_of, root_of


def text_of(function: Any, request: Request, values: tuple[Any, ...]) -> str:
    """The generated text for example values."""
    types, compiled, _ = compiled_for(function, request, values, set())
    return _text(function, request, compiled, types, None)


def show(function: Any, target: Target, request: Request, values: tuple[Any, ...] | None, ssa: bool) -> str:
    """The generated text, or the IR, for example values, or for assumed types if there are none."""
    try:
        return _shown(function, target, request, values, ssa)
    except NonScalarError:
        if request.kind != "grad":
            raise
        return _shown(function, target, replace(request, kind="pull"), values, ssa)


def _shown(function: Any, target: Target, request: Request, values: tuple[Any, ...] | None, ssa: bool) -> str:
    assumed = None
    if values is None:
        types, assumed = assumed_types(target.root, target.leading)
        compiled = _compiled_for_assumed(function, request, types, assumed)
    else:
        types, compiled, _ = compiled_for(function, request, values, set())
    return to_text(compiled.functions[0]) if ssa else _text(function, request, compiled, types, assumed)


def _compiled_for_assumed(function: Any, request: Request, types: list[Type], assumed: set[str]) -> Compiled:
    """Compiled for assumed types; what must be known when compiling is what the defaults say."""
    try:
        return compile_for(function, request, types, assumed)
    except StaticDemand as demand:
        k = demand.place[0]
        if demand.if_active is not None and k in request.argnums:
            raise demand.if_active from None
        parameters = parameters_of(root_of(function))
        label = parameters.labels(len(types))[k]
        if label not in parameters.defaults or isinstance(types[k], Static):
            raise SignatureError(
                f"the value of `{label}` must be known when compiling, and there is no default",
                place_of(root_of(function).__code__),
                f'Give an example: --at "{label}=..." on the command line, args=(...) of `source`.',
            ) from None
        types[k] = Static.of(parameters.defaults[label])
        return _compiled_for_assumed(function, request, types, assumed)


def _text(function: Any, request: Request, compiled: Compiled, types: Sequence[Type], assumed: set[str] | None) -> str:
    """The text of the modules, whose functions take what the function takes."""
    head = header(function, request, list(types), assumed)
    parameters = parameters_of(root_of(function))
    functions = [with_parameters(each, parameters, types) for each in compiled.functions]
    return "\n\n".join(emit(each, rules_of(request), head).text for each in functions)


def with_parameters(made: Function, parameters: Parameters, types: Sequence[Type]) -> Function:
    """A derivative with the defaults and the marks of its function; what it takes beside is at the end.

    A default is left out if the code is not made for it, or if a text cannot name it. What must be given after a
    parameter with a default is keyword-only.
    """
    labels = parameters.labels(len(types))
    if [p.name for p in made.params[: len(labels)]] != labels:
        return made  # the reverse sweep of a vjp
    named = parameters.keyword_only + parameters.mapping
    count = len(labels) - named
    found: dict[Any, Const] = {}
    for k, (param, label, kind) in enumerate(zip(made.params, labels, types, strict=False)):
        default = parameters.defaults.get(label, _MISSING)
        is_free = k >= count or parameters.spread is None
        if is_free and default is not _MISSING and _is_printed(default) and _is_made_for(default, kind):
            found[param] = Const(default)
    optional = [k for k in range(count) if made.params[k] in found]
    required = [k for k in range(count, len(made.params)) if made.params[k] not in found]
    first = next((k for k in range(optional[0], count) if k not in optional), count) if optional else count
    keyword_only = len(made.params) - first if named or (optional and required) or first < count else 0
    positional_only = min(sum(label in parameters.unnamed for label in labels), len(made.params) - keyword_only)
    return replace(made, defaults=found, positional_only=positional_only, keyword_only=keyword_only)


_MISSING = object()


def _is_printed(default: Any) -> bool:
    """Whether the text can name a default: numbers, strings, None, and tuples of such."""
    return python_scalar_like(default) or (type(default) is tuple and all(map(_is_printed, default)))


def _is_made_for(default: Any, kind: Type) -> bool:
    """Whether code for arguments of a type is right for a default."""
    return kind == (Static.of(default) if isinstance(kind, Static) else signature_type(default))


__all__ = ["show", "text_of"]
