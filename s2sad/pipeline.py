"""Source -> IR -> derivative -> optimised -> placed -> source -> function: the page to read first.

primal = lower(function, signature)         # source -> IR
derivative = adjoint(primal, wrt, rules)    # IR -> IR, changes the meaning
optimized = run(PASSES, derivative)         # IR -> IR, keeps the meaning
placed = place(optimized)                   # values -> storage: what happens in place
return load(emit(placed), like=function)    # IR -> source -> function
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from s2sad.analysis.ownership import overwritten
from s2sad.codegen.emit import emit
from s2sad.codegen.module import Module
from s2sad.codegen.place import place
from s2sad.errors import DifferentiationTypeError, NonScalarError
from s2sad.frontend.guards import guards_of_rules
from s2sad.frontend.lower import Lowered, Lowering, expand_rule
from s2sad.frontend.outside import StaticDemand, path_key
from s2sad.ir.leaves import is_empty
from s2sad.ir.ops import Function
from s2sad.ir.types import (
    Array,
    Scalar,
    Static,
    Tuple,
    Type,
    Unknown,
    is_complex,
    is_differentiable,
    is_inexact,
)
from s2sad.ir.words import in_words
from s2sad.optimize.accumulate import regroup_sums
from s2sad.optimize.copied_twice import without_second_copies
from s2sad.optimize.copies import propagate_copies
from s2sad.optimize.cse import eliminate_common_subexpressions
from s2sad.optimize.dce import eliminate_dead_code
from s2sad.optimize.factor import factor_sums
from s2sad.optimize.filling import fill
from s2sad.optimize.fold import fold
from s2sad.optimize.hoist import hoist_invariants
from s2sad.optimize.hoist_reads import hoist_container_reads
from s2sad.optimize.invariant_tapes import read_invariants_directly
from s2sad.optimize.name_lifted import name_lifted
from s2sad.optimize.nested_sums import add_to_nested_parts
from s2sad.optimize.nested_writes import write_nested_parts
from s2sad.optimize.read_in_branches import read_in_branches, read_written_in_branches
from s2sad.optimize.rebuilt_parts import write_rebuilt_parts
from s2sad.optimize.shapes import ask_shapes
from s2sad.optimize.simplify_branches import simplify_branches
from s2sad.optimize.unassigned import name_unassigned
from s2sad.optimize.unread_kept import keep_what_is_read
from s2sad.request import Request
from s2sad.rules.standard import RULES
from s2sad.rules.table import RuleTable
from s2sad.signature import outside_type, refuse_other_containers
from s2sad.transform.adjoint import Reverse, gradient, pull, reverse_into, split, sweeps
from s2sad.transform.apply import Context
from s2sad.transform.tangent import jvp

Pass = Callable[[Function, RuleTable], Function]


def without_rules(each: Callable[[Function], Function]) -> Pass:
    """A pass that does not ask for the facts of the rule table, in the form of those that do."""
    return lambda function, rules: each(function)


PREPARATION: tuple[Pass, ...] = (
    without_rules(eliminate_dead_code),
    without_rules(simplify_branches),
    without_rules(hoist_container_reads),
)
PASSES: tuple[Pass, ...] = (
    without_rules(eliminate_dead_code),
    without_rules(propagate_copies),
    without_rules(simplify_branches),
    fold,
    eliminate_common_subexpressions,
    without_rules(propagate_copies),
    without_rules(hoist_container_reads),
    hoist_invariants,
    without_rules(read_invariants_directly),
    eliminate_common_subexpressions,
    fold,
    factor_sums,
    eliminate_common_subexpressions,
    factor_sums,
    without_rules(read_invariants_directly),
    without_rules(simplify_branches),
    without_rules(ask_shapes),
    without_rules(read_written_in_branches),
    without_rules(write_rebuilt_parts),
    without_rules(add_to_nested_parts),
    without_rules(eliminate_dead_code),
    without_rules(regroup_sums),
    write_nested_parts,
    without_rules(write_rebuilt_parts),
)
"""What runs before differentiation, and after it: the order is the whole schedule."""
HOOKS: list[Callable[[Function], None]] = []
"""Called with the function after every step; the tests put the verifier here."""


@dataclass(frozen=True)
class Compiled:
    """Generated modules (two for a vjp: forward and reverse) and what they rest on."""

    modules: tuple[Module, ...]
    types: tuple[Type, ...]
    lowered: Lowered
    functions: tuple[Function, ...]


def rules_of(request: Request) -> RuleTable:
    """All rules that count: s2sad's own, and the user's above them."""
    return RULES if request.rules is None else RULES | request.rules


def checked(function: Function) -> Function:
    """The function, after all hooks have looked at it."""
    for hook in HOOKS:
        hook(function)
    return function


def run(passes: Sequence[Pass], function: Function, rules: RuleTable) -> Function:
    """Apply passes in order."""
    for each in passes:
        function = checked(each(function, rules))
    return function


def lower(function: Any, types: Sequence[Type], rules: RuleTable) -> Lowered:
    """Lower a Python function; a derivative object gives the IR of the derivative."""
    inner = getattr(function, "lower_with", None)
    if inner is not None:
        found: Lowered = inner(types, rules)
        return found
    lowered = Lowering(rules, outside_type).function(function, types)
    return replace(lowered, function=run(PREPARATION, checked(lowered.function), rules))


def context_of(rules: RuleTable) -> Context:
    """What the transforms need."""
    return Context(rules, partial(expand_rule, outside_type), sweeps, reverse_into)


def transformed(lowered: Lowered, request: Request) -> tuple[Function, ...]:
    """The derivative in the IR; two functions for a vjp."""
    return tuple(map(checked, _transformed(lowered.function, request, rules_of(request))))


def transformed_function(function: Function, request: Request, rules: RuleTable) -> Function:
    """The derivative of a function in the IR with given rules: one function."""
    (made,) = _transformed(function, request, rules)
    return made


def split_of(function: Function, argnums: tuple[int, ...], rules: RuleTable) -> Reverse:
    """The two sweeps of a function in the IR."""
    function = read_in_branches(function)
    wrt = [function.params[k] for k in argnums]
    return sweeps(context_of(rules), function, wrt, overwritten(rules, function))


def _transformed(function: Function, request: Request, rules: RuleTable) -> tuple[Function, ...]:
    context = context_of(rules)
    function = function if request.kind == "primal" else read_in_branches(function)
    wrt = [function.params[k] for k in request.argnums]
    for value in wrt:
        _check_argument(value.name, value.type)
    match request.kind:
        case "primal":
            return (function,)
        case "jvp":
            return (jvp(context, function, wrt),)
        case "pull":
            return (pull(context, function, wrt, overwritten(rules, function), request.as_tuple),)
        case "vjp":
            return split(context, function, wrt, overwritten(rules, function), request.has_aux)
        case _:
            _check_scalar(function, request.has_aux)
            with_value = request.kind == "value_and_grad"
            made = gradient(
                context, function, wrt, overwritten(rules, function), with_value, request.as_tuple, request.has_aux
            )
            return (made,)


def _check_argument(name: str, kind: Type) -> None:
    refuse_other_containers(name, kind)
    if is_empty(kind) or is_inexact(kind) or isinstance(kind, Unknown):
        return
    if is_differentiable(kind) and not isinstance(kind, Static):
        return
    if isinstance(kind, Static) and isinstance(kind.value, float | complex):
        raise DifferentiationTypeError(
            f"cannot differentiate with respect to `{name}`: a call needs its value when the derivative is compiled, "
            "as np.linalg.norm(x, p) needs p",
            hint="Choose other arguments with argnums, or write the formula instead of the call.",
        )
    raise DifferentiationTypeError(
        f"cannot differentiate with respect to `{name}`, which is {in_words(kind)}: it must be a float or an array of "
        "floats, or hold some",
        hint="Pass a float (1.0 instead of 1), or choose other arguments with argnums.",
    )


def _check_scalar(function: Function, has_aux: bool) -> None:
    kind = function.result.type
    if has_aux:
        if not isinstance(kind, Tuple) or len(kind.elements) != 2:
            raise DifferentiationTypeError(
                "with has_aux=True the function must return a pair (value, auxiliary)", function.span
            )
        kind = kind.elements[0]
    if isinstance(kind, Scalar) and is_inexact(kind) and not is_complex(kind):
        return
    if isinstance(kind, Unknown) or (isinstance(kind, Array) and kind.ndim == 0 and not is_complex(kind)):
        return
    has_derivatives = is_differentiable(kind) and not isinstance(kind, Static)
    hint = "Use vjp, jacrev or jacfwd for outputs that are not scalar, or reduce the output, for example with np.sum."
    if isinstance(kind, Scalar):
        hint = "Take its real part or its absolute value." if is_complex(kind) else "Return a float."
    raise (NonScalarError if has_derivatives else DifferentiationTypeError)(
        f"grad needs a function that returns a real scalar; {_called(function.name)} returns {in_words(kind)}",
        function.span,
        hint if has_derivatives or isinstance(kind, Scalar) else "Return the number that is to be differentiated.",
    )


def _called(name: str) -> str:
    return "the lambda" if name == "lambda_" else f"`{name}`"


def finished(functions: Sequence[Function], request: Request) -> tuple[Function, ...]:
    """Optimised and placed; the two sweeps of a vjp keep only what is read then."""
    rules = rules_of(request)
    passes = PASSES if request.optimize else PREPARATION[:1]
    optimized = [run(passes, checked(name_lifted(each)), rules) for each in functions]
    if request.kind == "vjp" and request.optimize:
        optimized = list(map(checked, keep_what_is_read(*optimized)))
    placed = [fill(without_second_copies(place(each, rules))) for each in optimized]
    return tuple(checked(name_unassigned(eliminate_dead_code(each))) for each in placed)


def compile_derivative(function: Any, types: Sequence[Type], request: Request, header: list[str]) -> Compiled:
    """Everything from the source to the text of the derivative; static positions are asked of `demand`."""
    lowered = lower(function, types, rules_of(request))
    functions = finished(transformed(lowered, request), request)
    modules = tuple(emit(f, rules_of(request), header) for f in functions)
    there = {path_key(guard.access) for guard in lowered.guards}
    of_rules = tuple(guard for guard in guards_of_rules() if path_key(guard.access) not in there)
    lowered = replace(lowered, guards=(*lowered.guards, *of_rules))
    return Compiled(modules, tuple(types), lowered, functions)


__all__ = ["Compiled", "Request", "StaticDemand", "compile_derivative", "lower", "run", "transformed"]
