"""Derivatives inside differentiated functions: the derivative of the inner function becomes part of the outer one.

def outer(w):                       u_bar = ...        the adjoint of `u`, operation by operation,
    return norm(grad(u)(w))         return norm(u_bar) ready to be differentiated again
"""

from __future__ import annotations

import inspect
from dataclasses import replace
from typing import Any

from s2sad.analysis.inference import known
from s2sad.errors import SignatureError, UnsupportedCallError
from s2sad.frontend.lower import Lowering
from s2sad.frontend.state import Binding, FunctionValue, Pack, Special, Step
from s2sad.ir.ops import Call, Comment, Const, Function, Operand, Region
from s2sad.ir.rewrite import clone, substitute
from s2sad.ir.types import Scalar, is_differentiable
from s2sad.pipeline import split_of, transformed_function
from s2sad.request import Kind, Request
from s2sad.rules.table import RuleTable
from s2sad.runtime.tree import zeros_like


def parameter_names(function: Binding) -> list[str]:
    """The names of the parameters of a function known when compiling."""
    if isinstance(function, Special):
        return list(function.parameters)
    if isinstance(function, FunctionValue) and function.function is not None:
        return list(inspect.signature(function.function).parameters)
    if isinstance(function, FunctionValue):
        spec = function.source.tree.args
        return [a.id for a in (*spec.posonlyargs, *spec.args)]
    if isinstance(function, Const) and callable(function.value):
        try:
            return list(inspect.signature(function.value).parameters)
        except ValueError as error:
            raise SignatureError(str(error)) from None
    raise UnsupportedCallError("A derivative is taken of something that is not known when compiling")


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


def arguments_in_order(function: Binding, args: list[Binding], kwargs: dict[str, Binding]) -> list[Binding]:
    """One binding per parameter that is given, in order; later parameters keep their defaults."""
    names = parameter_names(function)
    ordered = list(args)
    for name in names[len(args) :]:
        if name in kwargs:
            ordered.append(kwargs.pop(name))
        else:
            break
    if kwargs:
        raise SignatureError(f"unexpected keyword argument `{next(iter(kwargs))}`")
    return ordered


def lower_gradient(
    lowering: Lowering, function: Binding, request: Request, args: list[Binding], kwargs: dict[str, Binding], name: str
) -> Binding:
    """A call of `grad(function)` or `value_and_grad(function)` inside a differentiated function."""
    ordered = arguments_in_order(function, args, dict(kwargs))
    with lowering.using(request.rules):
        outlined, operands = lowering.outline(function, ordered, "inner")
        table = lowering.rules
    if request.argnums and max(request.argnums) >= len(operands):
        raise SignatureError("a derivative is taken with respect to an argument that is not passed", lowering.span)
    made = transformed_function(outlined, replace(request, rules=None), table)
    renaming: dict[Operand, Operand] = dict(zip(outlined.params, operands, strict=True))
    renaming.update(made.defaults.items())
    (body,) = lowering.adopt(made.functions, made.body)
    (result,) = splice(lowering, body, renaming)
    return lowering.bind_value(result, name)


def _position(names: list[str], argnum: Any) -> int:
    if isinstance(argnum, str) and argnum in names:
        return names.index(argnum)
    if isinstance(argnum, int) and -len(names) <= argnum < len(names):
        return argnum % len(names)
    raise SignatureError(f"argnums {argnum!r} of a function with the parameters {', '.join(names) or 'none'}")


def positions_of(names: list[str], argnums: Any) -> tuple[int, ...]:
    """The positions of the parameters that `argnums` chooses."""
    return tuple(_position(names, a) for a in ([argnums] if isinstance(argnums, int | str) else list(argnums)))


def derivative_of(
    function: Binding, kind: Kind, argnums: Any, has_aux: bool, rules: RuleTable | None = None
) -> Special:
    """`grad(function)` as a binding."""
    names = parameter_names(function)
    request = Request(kind, positions_of(names, argnums), not isinstance(argnums, int | str), has_aux, rules)

    def lower(lowering: Lowering, args: list[Binding], kwargs: dict[str, Binding], name: str) -> Binding:
        return lower_gradient(lowering, function, request, args, kwargs, name)

    return Special(lower, tuple(names))


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
    values = {k: known(lowering.read(v)) for k, v in given.items()}
    argnums, has_aux = values.get("argnums", 0), values.get("has_aux", False)
    if any(not isinstance(v, int | str | tuple | list) for v in (argnums, has_aux)):
        raise UnsupportedCallError("argnums must be known when compiling", lowering.span)
    return args[0], argnums, has_aux, rules


def lower_grad(kind: Kind, lowering: Lowering, args: list[Binding], kwargs: dict[str, Binding], name: str) -> Binding:
    """A call `grad(f, argnums=...)` inside a differentiated function."""
    function, argnums, has_aux, rules = constant_argnums(lowering, args, kwargs)
    return derivative_of(function, kind, argnums, has_aux, rules)


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
        outlined, operands = lowering.outline(function, points, "inner")
        table = lowering.rules
    dots = [lowering.read(t) for t in lowering.known_elements(tangents)]
    positions = tuple(k for k, o in enumerate(operands) if is_differentiable(o.type))
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
        fresh: dict[Operand, Operand] = {**renaming, swept.y_bar: low.read(args[0])}
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
