"""Compiles for the arguments of a call: asks for static values until the compiler has all, and places its failures.

f(x, axis=0)  ->  types (float64[x.0], static 0), the generated modules, and the functions that they rest on
"""

from __future__ import annotations

from typing import Any

from s2sad.errors import DifferentiationTypeError, InternalError, S2SADError, SourceSpan, UnsupportedSyntaxError
from s2sad.frontend.guards import noting
from s2sad.frontend.outside import StaticDemand
from s2sad.header import header
from s2sad.ir.types import UNKNOWN, Type
from s2sad.pipeline import Compiled, compile_derivative
from s2sad.request import Request
from s2sad.rules.standard import RULES
from s2sad.rules.table import Rule, RuleTable
from s2sad.signature import Place, types_of
from s2sad.target import labels_of, parameters_of, root_of


def compiled_for(
    function: Any, request: Request, values: tuple[Any, ...], static: set[Place]
) -> tuple[list[Type], Compiled, dict[Any, Any]]:
    """Compile for these arguments; `static` grows by those whose values were asked for."""
    from_start = True
    while from_start:
        types = types_of(labels_of(function, len(values)), values, static)
        _check_known(function, request, types)
        try:
            with noting() as functions:
                return types, compile_for(function, request, types), functions
        except StaticDemand as demand:
            if demand.if_active is not None and demand.place[0] in request.argnums:
                raise demand.if_active from None
            from_start = demand.place not in static
            static.add(demand.place)
    raise InternalError("a static argument was asked for twice", _place(function))


def foreign(rules: RuleTable) -> dict[Any, Rule]:
    """The entries of a table that are not s2sad's own."""
    return {primitive: rule for primitive, rule in rules.entries.items() if RULES.entries.get(primitive) is not rule}


def _check_known(function: Any, request: Request, types: list[Type]) -> None:
    labels = parameters_of(root_of(function)).labels(len(types))
    for k in request.argnums:
        if types[k] == UNKNOWN:
            raise DifferentiationTypeError(
                f"cannot differentiate with respect to `{labels[k]}`: it is an array of something that is no number"
            )


def compile_for(function: Any, request: Request, types: list[Type], assumed: set[str] | None = None) -> Compiled:
    """Compile for types; whatever goes wrong in the compiler itself is an InternalError with the function's place."""
    try:
        return compile_derivative(function, types, request, header(function, request, types, assumed))
    except (S2SADError, StaticDemand):
        raise
    except RecursionError:
        raise UnsupportedSyntaxError(
            f"an expression in `{root_of(function).__name__}` is nested too deeply for the compiler",
            _place(function),
            "Split it into several statements.",
        ) from None
    except Exception as error:  # nothing is swallowed: the place in the user's code is added
        raise InternalError(
            f"the compiler failed on `{root_of(function).__name__}`: {type(error).__name__}: {error}",
            _place(function),
            "This is a bug of s2sad.",
        ) from error


def _place(function: Any) -> SourceSpan:
    code = root_of(function).__code__
    return SourceSpan(code.co_filename, code.co_firstlineno, function=code.co_name)


__all__ = ["RULES", "compile_for", "compiled_for", "foreign"]
