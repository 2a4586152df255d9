"""How s2sad's own objects are lowered where a differentiated function uses them: one function for each kind.

grad(f), hessian(f)     objects of `derivative`: as bindings, as callees, and as what is differentiated again
custom_jvp, custom_vjp  objects of `custom`: primitives, whose rules call what the user gave
grad, jvp, vjp, ...     functions of `api`
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from s2sad.errors import SignatureError
from s2sad.frontend.closures import function_object
from s2sad.frontend.forwarding import check_forwarding
from s2sad.frontend.functions import is_single_dispatch
from s2sad.frontend.lower import NO_SOURCE, Lowered, Lowering
from s2sad.frontend.source import find_source
from s2sad.frontend.state import Binding, Frame, Special
from s2sad.ir.leaves import symbols_in
from s2sad.ir.ops import Const, Function, Region, Value
from s2sad.ir.types import Type
from s2sad.nested import closed, derivative_of, lower_grad, lower_hvp, lower_jvp, lower_vjp, shifted
from s2sad.nested_jacobians import BLOCKS, lower_matrix_call, matrix_of
from s2sad.pipeline import PREPARATION, lower, run, transformed
from s2sad.request import Request
from s2sad.rules.table import RuleTable
from s2sad.signature import outside_type
from s2sad.target import Target, described, parameters_of

Bindings = list[Binding]
Named = dict[str, Binding]


# ---- derivatives as what is differentiated


def lower_core(core: Any, types: Sequence[Type], rules: RuleTable) -> Lowered:
    """The IR of a derivative for arguments of these types: it can be differentiated again."""
    table = rules if core.request.rules is None else rules | core.request.rules
    lowered = lower(core.fun, types, table)
    (made,) = transformed(lowered, replace(core.request, rules=table))
    return replace(lowered, function=run(PREPARATION, closed(made), table))


def lower_pulled(pulled: Any, types: Sequence[Type], rules: RuleTable) -> Lowered:
    """The IR of a pullback as a function of the arguments and the cotangent."""
    lowered = lower(pulled.fun, types[:-1], rules)
    count = len(types) - 1
    (made,) = transformed(lowered, Request("pull", pulled.argnums, True, rules=rules))
    hidden = made.params[count:-1]
    params = (*made.params[:count], made.params[-1], *hidden)
    return replace(lowered, function=run(PREPARATION, replace(made, params=params, fresh=()), rules))


def lower_matrix_core(core: Any, types: Sequence[Type], rules: RuleTable) -> Lowered:
    """The IR of a Jacobian or Hessian."""
    table = rules if core.matrix.rules is None else rules | core.matrix.rules
    matrix = core.matrix

    def call(lowering: Lowering, args: Bindings) -> Binding:
        target = matrix.target
        passed = _as_passed(core.fun, lowering, args)
        if target.function is target.root:
            function = lowering.python_function(target.root, ())
            return lowering.call(_derivative_of(matrix, function, len(target.leading)), *passed, "y")
        return lowering.call(matrix.binding_at(lowering, ()), *_not_yet_given(target, *passed), "y")

    lowered = lowered_call(core.fun, types, table, call)
    function = lowered.function
    return replace(lowered, function=replace(function, name=f"{function.name}_{matrix.options[0]}"))


def _not_yet_given(target: Target, positional: Bindings, kwargs: Named) -> tuple[Bindings, Named]:
    """The arguments of a call without those that a target has already."""
    left = positional[len(target.leading) :]
    if not target.keywords:
        return left, kwargs
    words = dict(zip(target.parameters.names[len(target.leading) :], left, strict=False))
    return [], {n: v for n, v in {**words, **kwargs}.items() if n not in target.keywords}


def lower_custom_core(core: Any, types: Sequence[Type], rules: RuleTable) -> Lowered:
    """The IR of a function that calls a function with a rule of its own."""

    def call(lowering: Lowering, args: Bindings) -> Binding:
        return lowering.call(Const(core.function), *_as_passed(core.fun, lowering, args), "y")

    return lowered_call(core.fun, types, rules, call)


def lower_wrapped(core: Any, types: Sequence[Type], rules: RuleTable) -> Lowered:
    """The IR of a call of a wrapper with the parameters of what it wraps."""
    parameters = parameters_of(core.fun)
    if described(core.fun) is not core.fun and not is_single_dispatch(core.fun):
        check_forwarding(find_source(core.fun), bool(parameters.defaults))

    def call(lowering: Lowering, args: Bindings) -> Binding:
        return lowering.call(lowering.python_function(core.fun, ()), *_as_passed(core.fun, lowering, args), "y")

    return lowered_call(core.fun, types, rules, call)


def _as_passed(root: Any, lowering: Lowering, args: Bindings) -> tuple[Bindings, Named]:
    """Flat values as the positional and keyword arguments of a call."""
    parameters = parameters_of(root)
    positional = parameters.positional + parameters.elements(len(args))
    by_name = parameters.names[parameters.positional + (parameters.spread is not None) :]
    kwargs = dict(zip(by_name, args[positional:], strict=True))
    if parameters.mapping:
        kwargs.update(lowering.known_entries(kwargs.pop(by_name[-1])))
    return args[:positional], kwargs


def lowered_call(
    root: Any, types: Sequence[Type], rules: RuleTable, call: Callable[[Lowering, Bindings], Binding]
) -> Lowered:
    """The IR of a function with the parameters of `root` whose body is a call of something else."""
    return Lowering(rules, outside_type).repeated(lambda lowering: _lowered_call(lowering, root, types, call))


def _lowered_call(
    lowering: Lowering, root: Any, types: Sequence[Type], call: Callable[[Lowering, Bindings], Binding]
) -> Lowered:
    params = tuple(Value(n, t) for n, t in zip(parameters_of(root).labels(len(types)), types, strict=True))
    lowering.parameters = {param: k for k, param in enumerate(params)}
    lowering.outside.sizes.update(name for kind in types for name in symbols_in(kind))
    lowering.frames.append(Frame(NO_SOURCE, root.__globals__))
    lowering.state.names[lowering.frames[0]] = {}
    bindings = [lowering.parameter(k, p) for k, p in enumerate(params)]
    result = lowering.as_value(call(lowering, bindings))
    region, functions = lowering.finished_functions(Region((*lowering.prologue.ops, *lowering.builder.ops), (result,)))
    name = root.__name__ if root.__name__.isidentifier() else "lambda_"
    hidden = tuple(param for _, param in lowering.outside.captured.values())
    return lowering.lowered(Function(name, (*params, *hidden), region, functions), len(params))


# ---- derivatives as names and callees


def _differentiated(derivative: Any, lowering: Lowering, access: Any) -> Binding:
    """The function under a derivative, with its cells read at `access`."""
    target = derivative.target
    if target.function is target.root:
        return lowering.python_function(target.root, access)
    if not hasattr(derivative.fun, "binding_at"):  # a function with a rule of its own
        return Const(derivative.fun)
    inner: Binding = derivative.fun.binding_at(lowering, access)
    return inner


def derivative_binding(derivative: Any, lowering: Lowering, access: Any) -> Binding:
    """What a name of `grad(f)` means inside a differentiated function."""
    if derivative.target.leading or derivative.target.keywords:
        return Const(derivative)
    return _derivative_of(derivative, _differentiated(derivative, lowering, access), 0)


def _derivative_of(derivative: Any, function: Binding, given: int) -> Special:
    """A derivative object, of what a function binding means; its first parameters are given."""
    kind, argnums, has_aux = (*derivative.options, None)[:3]
    argnums = shifted(argnums, given + derivative.shift)
    if has_aux is None:
        return matrix_of(function, kind, argnums, derivative.rules)
    return derivative_of(function, kind, argnums, has_aux, derivative.rules)


def lower_derivative(derivative: Any, lowering: Lowering, args: Bindings, kwargs: Named, name: str) -> Binding:
    """A call of `grad(f)` or `hessian(f)` inside a function that is differentiated."""
    derivative.settle([a.value for a in args[:1] if isinstance(a, Const)])
    leading, keywords = derivative.target.leading, derivative.target.keywords
    function = derivative.target.root
    if derivative.target.function is not function:  # a derivative again, which has its own first arguments
        function, leading, keywords = derivative.fun, (), {}
        while isinstance(function, functools.partial):
            leading, keywords = (*function.args, *leading), {**function.keywords, **keywords}
            function = function.func
    values = [*map(Const, leading), *args]
    words = {**{k: Const(v) for k, v in keywords.items()}, **kwargs}
    bound = _derivative_of(derivative, lowering.callable_binding(function), len(leading))
    return lowering.call(bound, values, words, name)


# ---- the functions of the API

FUNCTIONS: dict[str, Callable[[Lowering, Bindings, Named, str], Binding]] = {
    "grad": functools.partial(lower_grad, "grad"),
    "value_and_grad": functools.partial(lower_grad, "value_and_grad"),
    "jvp": lower_jvp,
    "hvp": lower_hvp,
    "vjp": lower_vjp,
    **{kind: functools.partial(lower_matrix_call, kind) for kind in BLOCKS},
}
"""How calls `grad(f, ...)`, `jvp(f, ...)` inside differentiated functions are lowered."""


# ---- functions with rules of their own


def lower_custom(function: Any, lowering: Lowering, args: Bindings, kwargs: Named, name: str) -> Binding:
    """A call in a differentiated function: a primitive whose result has the type of what the body returns."""
    if function.rule is None:
        raise SignatureError(
            f"`{function.fun.__name__}` has no derivative yet: call its def{function.kind}", lowering.span
        )
    body = lowering.python_function(function.fun, None)
    names = lowering.bind_arguments(body, args, kwargs)
    bindings = [names[p.name] for p in function.parameters]
    for k in function.nondiff:
        bindings[k] = function_object(lowering, bindings[k])
    count = function.positional
    by_name = [p.name for p in function.parameters[count:]]

    def call(low: Lowering, given: Bindings, _: Named, name: str) -> Binding:
        return low.call(body, given[:count], dict(zip(by_name, given[count:], strict=True)), name)

    outlined, operands = lowering.outline(Special(call) if by_name else body, bindings, name)
    kind = outlined.result.type
    words = dict(zip(by_name, operands[count:], strict=True))
    result = lowering.builder.call(function, *operands[:count], name=name, type=kind, effect="pure", **words)
    return lowering.bind_value(result, name)
