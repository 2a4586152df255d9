"""Derivatives inside differentiated functions: the derivative of the inner function becomes part of the outer one.

def outer(w):                       u_bar = ...        the adjoint of `u`, operation by operation,
    return norm(grad(u)(w))         return norm(u_bar) ready to be differentiated again
"""

from __future__ import annotations

import functools
from dataclasses import replace
from typing import Any

from s2sad.analysis.inference import known
from s2sad.errors import SignatureError, UnsupportedCallError
from s2sad.frontend.arguments import FlatCall, flat_call, shape_of
from s2sad.frontend.lower import Lowering
from s2sad.frontend.state import Binding, Holding, Pack, Special, Step
from s2sad.ir.ops import Call, Comment, Const, Function, Operand, Region, Value
from s2sad.ir.rewrite import clone, substitute
from s2sad.ir.types import Scalar, Type, is_differentiable
from s2sad.pipeline import split_of, transformed_function
from s2sad.request import Kind, Request
from s2sad.rules.table import RuleTable
from s2sad.runtime.tree import zeros_like


def splice(lowering: Lowering, region: Region, renaming: dict[Operand, Operand]) -> tuple[Operand, ...]:
    """Add the operations of a region to what is being lowered; its results."""
    placed = substitute(region, renaming)
    for op in placed.ops:
        if isinstance(op, Comment):
            continue
        lowering.builder.add(op)
        if isinstance(op, Call):
            for result in op.results:
                lowering.builder.definitions[result] = op
    return placed.yields


def listed(argnums: Any) -> tuple[Any, ...]:
    """The argnums as a tuple."""
    return (argnums,) if isinstance(argnums, int | str) else tuple(argnums)


def shifted(argnums: Any, count: int) -> Any:
    """The argnums of a function whose first parameters are given, for the function with all of them."""
    if isinstance(argnums, int) and not isinstance(argnums, bool):
        return argnums + count if argnums >= 0 else argnums
    return argnums if isinstance(argnums, str | bool) else tuple(shifted(a, count) for a in argnums)


def derivative_of(
    function: Binding, kind: Kind, argnums: Any, has_aux: bool, rules: RuleTable | None = None
) -> Special:
    """`grad(function)` as a binding."""
    single = isinstance(argnums, int | str)

    def lower(
        lowering: Lowering, held: tuple[Binding, ...], args: list[Binding], kwargs: dict[str, Binding], name: str
    ) -> Binding:
        call = flat_call(lowering, held[0], listed(argnums), args, kwargs)
        is_plain = call.groups == (None,)
        request = Request(kind, call.positions, not (single and is_plain), has_aux, rules)
        result = _gradient(lowering, call, request, name)
        if all(n is None for n in call.groups) or single:
            return result
        return _regrouped(lowering, call, result, kind, has_aux)

    return Holding(lower, shape_of(function), held=(function,))


def _gradient(lowering: Lowering, call: FlatCall, request: Request, name: str) -> Binding:
    """A call of `grad(function)` or `value_and_grad(function)` inside a differentiated function."""
    with lowering.using(request.rules):
        outlined, operands = lowering.outline(call.function, call.args, "inner")
        table = lowering.rules
    made = transformed_function(outlined, replace(request, rules=None), table)
    renaming: dict[Operand, Operand] = dict(zip(outlined.params, operands, strict=True))
    renaming.update(made.defaults.items())
    (body,) = lowering.adopt(made.functions, made.body)
    (result,) = splice(lowering, body, renaming)
    return lowering.bind_value(result, name)


def _regrouped(lowering: Lowering, call: FlatCall, result: Binding, kind: Kind, has_aux: bool) -> Binding:
    """The result of a derivative, its gradients in the structure of `argnums`."""
    if kind != "value_and_grad" and not has_aux:
        return call.regrouped(lowering, result, False)
    parts = [lowering.step(result, Step("item", Const(k))) for k in range(2)]
    place = 1 if kind == "value_and_grad" else 0
    parts[place] = call.regrouped(lowering, parts[place], False)
    return Pack(tuple(parts))


def table_in(lowering: Lowering, kwargs: dict[str, Binding]) -> tuple[dict[str, Binding], RuleTable | None]:
    """The table of a call with `rules=`, and the other keywords."""
    rules = kwargs.get("rules", Const(None))
    if not isinstance(rules, Const) or not isinstance(rules.value, RuleTable | None):
        raise UnsupportedCallError("`rules` must be a table that is known when compiling", lowering.span)
    return {name: value for name, value in kwargs.items() if name != "rules"}, rules.value


def constant_argnums(
    lowering: Lowering, args: list[Binding], kwargs: dict[str, Binding]
) -> tuple[Binding, Any, Any, RuleTable | None]:
    """The function, argnums, has_aux and rules of a call `grad(f, argnums=..., has_aux=..., rules=...)`."""
    kwargs, rules = table_in(lowering, kwargs)
    if not args:
        raise SignatureError("a derivative is taken of nothing", lowering.span)
    names = ("argnums", "has_aux")
    given = {**dict(zip(names, args[1:], strict=False)), **kwargs}
    if unknown := given.keys() - set(names):
        raise UnsupportedCallError(
            f"`{unknown.pop()}` of a derivative inside a function is not supported", lowering.span
        )
    operands = {k: lowering.as_value(v) for k, v in given.items()}
    for operand in operands.values():
        if isinstance(operand, Value) and isinstance(known(operand), Type):
            lowering.demand_sources(operand)
    values = {k: known(operand) for k, operand in operands.items()}
    argnums, has_aux = values.get("argnums", 0), values.get("has_aux", False)
    if any(not isinstance(v, int | str | tuple | list) for v in (argnums, has_aux)):
        raise UnsupportedCallError("argnums must be known when compiling", lowering.span)
    return args[0], argnums, has_aux, rules


def lower_grad(kind: Kind, lowering: Lowering, args: list[Binding], kwargs: dict[str, Binding], name: str) -> Binding:
    """A call `grad(f, argnums=...)` inside a differentiated function."""
    if not args:
        return curried(functools.partial(lower_grad, kind), kwargs)
    function, argnums, has_aux, rules = constant_argnums(lowering, args, kwargs)
    return derivative_of(function, kind, argnums, has_aux, rules)


def curried(lower: Any, kwargs: dict[str, Binding]) -> Special:
    """`grad(argnums=1)`: a decorator with these options."""
    return Special(lambda low, args, more, name: lower(low, args, {**kwargs, **more}, name))


def lower_jvp(lowering: Lowering, args: list[Binding], kwargs: dict[str, Binding], name: str) -> Binding:
    """`jvp(f, primals, tangents)` inside a differentiated function."""
    kwargs, rules = table_in(lowering, kwargs)
    if len(args) != 3 or kwargs:
        raise SignatureError("jvp takes a function, primals and tangents", lowering.span)
    function, primals, tangents = args
    points = lowering.known_elements(primals)
    if len(points) != len(lowering.known_elements(tangents)):
        raise SignatureError("jvp needs one tangent for each primal", lowering.span)
    with lowering.using(rules):
        return pushed(lowering, function, points, dict(enumerate(lowering.known_elements(tangents))), name)


def pushed(
    lowering: Lowering, function: Binding, points: list[Binding], tangents: dict[int, Binding], name: str
) -> Binding:
    """The value and the tangent of a call, for tangents of some of its arguments."""
    outlined, operands = lowering.outline(function, points, "inner")
    table = lowering.rules
    dots = {k: lowering.as_value(t) for k, t in tangents.items()}
    positions = tuple(k for k, o in enumerate(operands) if k in dots and is_differentiable(o.type))
    made = transformed_function(outlined, Request("jvp", positions, True), table)
    renaming: dict[Operand, Operand] = dict(zip(outlined.params, operands, strict=True))
    for param, k in zip(made.params[len(outlined.params) :], positions, strict=True):
        renaming[param] = dots[k]
    (body,) = lowering.adopt(made.functions, made.body)
    (result,) = splice(lowering, body, renaming)
    return lowering.bind_value(result, name)


def lower_hvp(lowering: Lowering, args: list[Binding], kwargs: dict[str, Binding], name: str) -> Binding:
    """`hvp(f, primals, vectors)` inside a differentiated function: the jvp of the gradient."""
    kwargs, rules = table_in(lowering, kwargs)
    if len(args) != 3 or kwargs:
        raise SignatureError("hvp takes a function, primals and vectors", lowering.span)
    function, primals, vectors = args
    positions = tuple(range(len(lowering.known_elements(primals))))
    gradient = derivative_of(function, "grad", positions, False, rules)
    with lowering.using(rules):
        both = lower_jvp(lowering, [gradient, primals, vectors], {}, name)
    return lowering.step(both, Step("item", Const(1)))


def lower_vjp(lowering: Lowering, args: list[Binding], kwargs: dict[str, Binding], name: str) -> Binding:
    """`vjp(f, *primals)` inside a differentiated function: the value, and a pullback that is known when compiling."""
    kwargs, rules = table_in(lowering, kwargs)
    if kwargs:
        raise UnsupportedCallError(f"`{next(iter(kwargs))}` of a vjp inside a function is not supported", lowering.span)
    function, *primals = args
    with lowering.using(rules):
        outlined, operands = lowering.outline(function, primals, "inner")
        table = lowering.rules
    positions = tuple(k for k, o in enumerate(operands) if is_differentiable(o.type))
    swept = split_of(outlined, positions, table)
    renaming: dict[Operand, Operand] = dict(zip(outlined.params, operands, strict=True))
    sweeps = Region(swept.forward, (swept.result,)), Region(swept.reverse, swept.inputs)
    forward, reverse = lowering.adopt(swept.functions, *sweeps)
    (result,) = splice(lowering, forward, renaming)

    def pullback(low: Lowering, args: list[Binding], kwargs: dict[str, Binding], name: str) -> Binding:
        fresh: dict[Operand, Operand] = {**renaming, swept.y_bar: low.as_value(args[0])}
        region = clone(reverse, fresh)
        bars = dict(zip(positions, splice(low, region, {}), strict=True))
        return Pack(tuple(low.bind_value(bars[k] if k in bars else zero(low, o)) for k, o in enumerate(operands)))

    return Pack((lowering.bind_value(result, name), Special(pullback)))


def zero(lowering: Lowering, operand: Operand) -> Operand:
    """The cotangent of an argument that holds no float."""
    value = known(operand)
    if value is not operand.type and not isinstance(value, Scalar):
        return Const(zeros_like(value))
    return lowering.builder.call(zeros_like, operand)


def closed(function: Function) -> Function:
    """The function with its default arguments filled in."""
    renaming: dict[Operand, Operand] = dict(function.defaults.items())
    params = tuple(p for p in function.params if p not in function.defaults)
    return replace(function, params=params, body=substitute(function.body, renaming), defaults={})
