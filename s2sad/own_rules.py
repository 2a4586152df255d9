"""How the functions that a `custom_jvp` or `custom_vjp` was given are lowered, and what they must return.

jvp(primals, tangents) -> (out, out_dot)      fwd(*args) -> (out, residuals)      bwd(residuals, y_bar) -> (x_bar, ...)
"""

from __future__ import annotations

from typing import Any

from s2sad.errors import DifferentiationTypeError
from s2sad.frontend.lower import Lowering
from s2sad.frontend.state import Binding, Pack
from s2sad.ir.ops import Const
from s2sad.ir.types import Array, FixedList, Object, Record, Scalar, Tuple, Type, dims_of, is_differentiable, is_numeric
from s2sad.ir.words import in_words
from s2sad.runtime import shaping

Bindings = list[Binding]
Named = dict[str, Binding]


def lower_tangent(rule: Any, lowering: Lowering, args: Bindings, kwargs: Named, name: str) -> Binding:
    """The tangent of the result, by the user's jvp."""
    owner = rule.owner
    primals = Pack(tuple(kwargs[n] for n in owner.names(owner.diff)))
    tangents = Pack(tuple(kwargs[f"{n}_dot"] for n in owner.names(owner.diff)))
    fixed = [kwargs[n] for n in owner.names(owner.nondiff)]
    result = lowering.call(lowering.callable_binding(rule.function), [*fixed, primals, tangents], {}, name)
    _, tangent = _returned(rule, lowering, result, 2, "a pair: the result and its tangent")
    return _checked(lowering, tangent, args[0], f"the tangent that the jvp of `{owner.fun.__name__}` returns")


def lower_forward(rule: Any, lowering: Lowering, args: Bindings, kwargs: Named, name: str) -> Binding:
    """The pair that the user's `fwd` returns: the result and the residuals."""
    result = lowering.call(lowering.callable_binding(rule.function), args, kwargs, name)
    out, residuals = _returned(rule, lowering, result, 2, "a pair: the result and the residuals")
    return Pack((out, lowering.bind_value(lowering.read(residuals))))


def lower_backward(rule: Any, lowering: Lowering, args: Bindings, kwargs: Named, name: str) -> Binding:
    """The cotangents by the user's `bwd`; `args`: the cotangent, the residuals, then the primal's arguments."""
    owner = rule.owner
    y_bar, residuals = args[:2]
    primals = [*args[2:], *(kwargs[p.name] for p in owner.parameters[owner.positional :])]
    fixed = [primals[k] for k in owner.nondiff]
    result = lowering.call(lowering.callable_binding(rule.function), [*fixed, residuals, y_bar], {}, name)
    count = len(owner.diff)
    found = _returned(rule, lowering, result, count, f"a tuple of {count}: a cotangent for each argument")
    labels = owner.names(owner.diff)
    what = f"the cotangent of `{{}}` that the bwd of `{owner.fun.__name__}` returns"
    parts = tuple(
        _checked(lowering, part, primals[k], what.format(label))
        for part, k, label in zip(found, owner.diff, labels, strict=True)
    )
    return Pack(parts) if count > 1 else parts[0]


def _returned(rule: Any, lowering: Lowering, result: Binding, count: int, expected: str) -> Bindings:
    """The elements of what a function of the user's rule returned."""
    elements = lowering.tuple_elements(result)
    if elements is None and lowering.is_list(result) and lowering.has_known_length(result):
        elements = lowering.known_elements(result)
    if elements is None or len(elements) != count:
        found = "something else" if elements is None else f"{len(elements)}"
        raise DifferentiationTypeError(
            f"the {rule.suffix} of `{rule.owner.fun.__name__}` must return {expected}; it returns {found}",
            lowering.span,
        )
    return elements


def _checked(lowering: Lowering, direction: Binding, like: Binding, what: str) -> Binding:
    """A tangent or cotangent of the structure and shape of what it belongs to; refused if it is of another."""
    found, expected = lowering.read(direction), lowering.read(like)
    if isinstance(found, Const) and found.value is None:
        return direction
    if not is_differentiable(expected.type):
        return direction
    if not _fits(found.type, expected.type):
        words = in_words(found.type), in_words(expected.type)
        reason = f"is {words[0]}, but belongs to {words[1]}" if words[0] != words[1] else "has another structure"
        raise DifferentiationTypeError(f"{what} {reason}", lowering.span)
    if is_numeric(expected.type) and is_numeric(found.type) and not _same_dims(found.type, expected.type):
        checked = lowering.builder.call(shaping.of_shape, found, expected, Const(what), type=found.type)
        return lowering.bind_value(checked)
    return direction


def _fits(found: Type, expected: Type) -> bool:
    """Whether a direction may belong to a value, as far as the types tell."""
    match found, expected:
        case Scalar() | Array(), Scalar() | Array():
            return len(dims_of(found)) == len(dims_of(expected))
        case Tuple(a, _) | FixedList(a), Tuple(b, _) | FixedList(b):
            return len(a) == len(b) and all(map(_fits, a, b))
        case Record(a), Record(b):
            theirs = dict(b)
            return dict(a).keys() == theirs.keys() and all(_fits(kind, theirs[key]) for key, kind in a)
        case (Scalar() | Array(), Tuple() | Record() | Object()) | (Tuple() | Record() | Object(), Scalar() | Array()):
            return False
    return True


def _same_dims(found: Type, expected: Type) -> bool:
    """Whether shapes are known to be equal."""
    return all(a == b and a is not None for a, b in zip(dims_of(found), dims_of(expected), strict=True))
