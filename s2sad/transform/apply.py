"""Applies derivative rules: binds a call to its rule and lowers the rule's body beside it.

A `Context` carries what both transforms need: the rules, and how to lower a rule (the pipeline supplies it).
"""

from __future__ import annotations

import inspect
import operator
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from s2sad.analysis.activity import reads_grid
from s2sad.analysis.inference import bind, infer
from s2sad.analysis.ownership import is_memory
from s2sad.errors import MissingRuleError, SourceSpan, missing_rule
from s2sad.ir.builder import Builder
from s2sad.ir.joins import is_certain
from s2sad.ir.leaves import dtype_of, is_foreign
from s2sad.ir.ops import Call, Const, Operand, Value
from s2sad.ir.printer import callee_name
from s2sad.ir.types import (
    Array,
    Dim,
    FixedList,
    Scalar,
    Static,
    Tuple,
    Type,
    Unknown,
    dims_of,
    is_complex,
    is_numeric,
)
from s2sad.rules.table import Rule, RuleTable
from s2sad.runtime import containers, elementwise, shaping, tree

Nested = Operand | tuple[Any, ...]
Expand = Callable[[RuleTable, Builder, Callable[..., Any], Sequence[Nested], dict[str, Nested]], Nested]


@dataclass(frozen=True)
class Context:
    """What a transform needs beside the function.

    Attributes:
        rules: the rules.
        expand: how a rule's body becomes operations.
        sweeps: reverse mode itself, for rules that are had by transposition.
        reverse: the reverse sweep of operations into adjoints that are being summed, for compositions.
    """

    rules: RuleTable
    expand: Expand
    sweeps: Callable[..., Any]
    reverse: Callable[..., Any]

    def builder(self, span: SourceSpan | None = None, origin: SourceSpan | None = None) -> Builder:
        """An empty builder that infers with these rules."""
        return Builder(lambda *call: infer(self.rules, *call), span, origin)


def find_rule(context: Context, op: Call) -> Rule:
    """The rule of a call; MissingRuleError if there is none or it does not handle the call's keywords."""
    rule = context.rules.get(op.callee)
    name = callee_name(op.callee)
    if op.callee is containers.call_outside and isinstance(op.args[0], Const):
        name = callee_name(op.args[0].value)
    if reads_grid(op) or op.callee is slice:
        raise MissingRuleError(
            "A bound of a slice, or of a grid of NumPy, is differentiated",
            op.span,
            "Write np.meshgrid(np.linspace(a, b, n), ..., indexing='ij'), which has a derivative.",
        )
    if rule is None and op.effect == "random":
        raise MissingRuleError(
            "A value that is differentiated is given to a random generator: what it draws has no derivative",
            op.span,
            "Draw numbers that do not depend on it and compute with them: mu + s * rng.normal(), a + (b - a) *"
            " rng.random(), x[rng.permutation(len(x))].",
        )
    method = op.args[1].value if op.callee is containers.call_method and isinstance(op.args[1], Const) else None
    if isinstance(method, containers.OfKeys):
        raise MissingRuleError(
            "A value that is differentiated, or what is in one list or tuple with it, is a key of a dict or an element"
            " of a set",
            op.span,
            "Keep what is differentiated in lists, or in the values of a dict, and the keys in a list of their own.",
        )
    if method is not None:
        raise MissingRuleError(
            f"A value that is differentiated is given to the method `{method}` of an object of which nothing is known",
            op.span,
            "Call it with constants and compute with its result, or wrap the argument in stop_gradient(...).",
        )
    if op.callee in (containers.keys_of, containers.popped, containers.popped_pair, set, frozenset):
        raise MissingRuleError(
            "A value that is differentiated is a key of a dict or an element of a set",
            op.span,
            "Keep what is differentiated in lists, or in the values of a dict.",
        )
    if rule is not None and rule.definition is not None:
        raise MissingRuleError(
            f"`{name}` is called with arguments of which too little is known for its derivative",
            op.span,
            "Its arguments must be arrays and numbers whose types can be inferred.",
        )
    if rule is None:
        raise missing_rule(name, op.span, "a value that is differentiated reaches it")
    return rule


def refuse_partial(op: Call, name: str) -> MissingRuleError:
    """The error of a derivative that exists but is not known: the rule says `None`."""
    label = callee_name(op.callee)
    return MissingRuleError(
        f"The derivative of `{label}` with respect to `{name}` has no rule",
        op.span,
        "Keep that argument out of what is differentiated, or wrap it in stop_gradient(...).",
    )


def refuse_unknown(context: Context, op: Call, varied: Collection[Operand]) -> None:
    """Refuse a call of which nothing is known if it may write an active value into memory, and active grids."""
    if reads_grid(op) and op.args[1] in varied:
        find_rule(context, op)
    if op.effect != "unknown" or not any(a in varied for a in op.operands):
        return
    if any(is_memory(a.type) for a in op.operands if isinstance(a, Value)):
        find_rule(context, op)


def bound_arguments(rule: Rule, op: Call) -> dict[str, Any]:
    """Operands by the rule's parameter names, defaults included; `*args` is a tuple."""
    return bind(rule, op.args, op.kwargs)


def differentiable_positions(rule: Rule, op: Call) -> set[int]:
    """The positions among a call's arguments (positional ones) through which derivatives pass."""
    bound = rule.signature.bind(*range(len(op.args)), **{k: -1 for k, _ in op.kwargs})
    found: set[int] = set()
    for name in rule.wrt:
        position = bound.arguments.get(name, -1)
        found.update(position if isinstance(position, tuple) else (position,))
    return found


def rule_arguments(rule: Rule, bound: dict[str, Any]) -> tuple[list[Any], dict[str, Any]]:
    """The positional and keyword arguments with which a rule is called."""
    positional: list[Any] = []
    keywords: dict[str, Any] = {}
    for parameter in rule.parameters:
        value = bound[parameter.name]
        if parameter.kind is inspect.Parameter.KEYWORD_ONLY:
            keywords[parameter.name] = value
        elif parameter.kind is inspect.Parameter.VAR_POSITIONAL:
            positional.extend(value)
        else:
            positional.append(value)
    return positional, keywords


def partials_by_operand(rule: Rule, bound: dict[str, Any], partials: Nested) -> list[tuple[str, Operand, Nested]]:
    """Name, operand and partial derivative of each differentiable argument; those of `*args` one by one."""
    listed = (partials,) if len(rule.wrt) == 1 else partials
    assert isinstance(listed, tuple)
    found: list[tuple[str, Operand, Nested]] = []
    for name, partial in zip(rule.wrt, listed, strict=True):
        if isinstance(bound[name], tuple):
            assert isinstance(partial, tuple)
            found.extend((name, *pair) for pair in zip(bound[name], partial, strict=True))
        else:
            found.append((name, bound[name], partial))
    return found


def may_lack_value(op: Call | None) -> bool:
    """Whether a call is a derivative in an exponent, which a negative number has not: a zero beside it is strong."""
    if op is None or op.callee is not elementwise.power_partial or len(op.args) < 4:
        return False
    return not isinstance(op.args[3], Const) or op.args[3].value != 0


def packed(builder: Builder, nested: Nested) -> Operand:
    """What a rule's body returned as one operand."""
    if isinstance(nested, tuple):
        return builder.call(containers.pack, *(packed(builder, n) for n in nested))
    return nested


def rule_of_call(rule: Rule, op: Call) -> Rule:
    """The rule for a call with these arguments: the composition if one is given that only it knows."""
    if not rule.rare:
        return rule
    bound = rule.signature.bind(*op.args, **dict(op.kwargs)).arguments
    if any(name in bound for name in rule.rare):
        return replace(rule, kind="composed", vjp=None, jvp=None, rare=())
    return rule.frequent


def dot_name(value: Operand) -> str:
    """The name of a value's tangent."""
    return f"{value.name}_dot" if isinstance(value, Value) else "t_dot"


def zero(builder: Builder, value: Operand) -> Operand:
    """The zero of the cotangent or tangent space of a value: 0 and False for ints and bools; no numbers stay."""
    kind = value.type
    match kind:
        case Scalar():
            number = Const({"b": False, "i": 0, "u": 0, "f": 0.0, "c": 0j}[np.dtype(kind.dtype).kind])
            # A plain number stands for one in double precision.
            is_other = not kind.weak and kind.dtype in ("float16", "float32", "longdouble", "complex64", "clongdouble")
            return _converted(builder, number, kind.dtype) if is_other else number
        case Static():
            zeros = _zero_of_static(kind)
            return Const(zeros.value)
        case Array():
            like = builder.samples.get(kind, value) if builder.in_loop else value
            return builder.call(np.zeros_like, like, name="zero")
        case _:
            return builder.call(tree.zeros_like, value, type=_zero_of_static(kind), effect="pure", name="zero")


def _zero_of_static(kind: Any) -> Any:
    """The type of a zero: numbers that are known when compiling, alone or in tuples, are zeros."""
    match kind:
        case Static(value=bool() | int() | float() | complex() as number):
            return Static.of(type(number)(0))
        case Tuple() | FixedList():
            return replace(kind, elements=tuple(map(_zero_of_static, kind.elements)))
        case _:
            return kind


def broadcast_full(builder: Builder, operand: Operand, like: Operand) -> Operand:
    """`operand`, which may lack axes, with the shape of `like`."""
    kind = like.type
    if not isinstance(kind, Array) or not is_numeric(operand.type) or covers(dims_of(operand.type), kind.dims):
        return operand
    shape = builder.call(np.shape, like)
    if isinstance(operand.type, Scalar) and operand.type.weak and operand.type.dtype != kind.dtype:
        operand = _converted(builder, operand, kind.dtype)
    dtype = operand.type.dtype if isinstance(operand.type, Array | Scalar) else kind.dtype
    return builder.call(np.broadcast_to, operand, shape, type=Array(dtype, kind.dims), effect="pure", name="t")


def covers(have: tuple[Dim, ...], want: tuple[Dim, ...]) -> bool:
    """Whether a shape that can be broadcast to another one has all its entries already."""
    return len(have) == len(want) and all(h == w or is_certain(h) for h, w in zip(have, want, strict=True))


def matched(builder: Builder, operand: Operand, like: Operand) -> Operand:
    """`operand` with the shape, dtype and kind of `like`: known types delete the parts that do nothing."""
    kind, have = like.type, operand.type
    if not is_numeric(kind) or not is_numeric(have):
        if all(is_numeric(each) or isinstance(each, Unknown) for each in (kind, have)):
            return builder.call(shaping.match, operand, like, type=kind, effect="pure")
        return operand
    operand = _unbroadcast(builder, operand, like)
    if is_complex(operand.type) and not is_complex(kind):
        operand = builder.call(np.real, operand)
    return cast(builder, operand, kind)


def cast(builder: Builder, operand: Operand, kind: Type) -> Operand:
    """`operand` with the dtype of `kind`, where the two differ."""
    have = operand.type
    if not isinstance(kind, Array | Scalar) or not isinstance(have, Array | Scalar):
        return operand
    if have.dtype == kind.dtype or np.dtype(kind.dtype).kind not in "fc":
        return operand
    if is_complex(kind) and not is_complex(have) and isinstance(have, Scalar):
        return builder.call(operator.add, operand, Const(0j))
    if isinstance(kind, Scalar) and kind.weak and not isinstance(have, Array):
        return builder.call(float, operand, type=kind, effect="pure") if _is_narrow(have, kind) else operand
    if isinstance(have, Scalar) and have.weak and np.dtype(have.dtype).kind in "fiu":
        return operand
    if isinstance(have, Array) and have.dims:  # one without axes may be a number: what a branch gives in its stead
        result = Array(kind.dtype, have.dims)
        return builder.call(np.ndarray.astype, operand, Const(np.dtype(kind.dtype).type), type=result, effect="pure")
    return builder.call(np.dtype(kind.dtype).type, operand, type=Scalar(kind.dtype), effect="pure")


def _is_narrow(have: Scalar, kind: Scalar) -> bool:
    """Whether a number of NumPy has fewer digits than the float of Python that it should be."""
    return not have.weak and kind.dtype == "float64" and have.dtype in ("float32", "float16")


def as_argument(builder: Builder, bar: Operand, value: Operand) -> Operand:
    """An adjoint as it is handed out: an array without axes for such an array, in the precision of the argument.

    Adjoints are made of dicts and lists; that of an `OrderedDict` or a `deque` becomes one only here.
    """
    kind, have = value.type, bar.type
    if is_foreign(kind):
        return builder.call(tree.restored, bar, value, name=f"{getattr(value, 'name', 'x')}_bar")
    if isinstance(kind, Scalar) and isinstance(have, Array) and not have.dims:
        bar = builder.call(operator.getitem, bar, Const(()), type=Scalar(have.dtype), effect="pure")
        have = bar.type
    if not isinstance(kind, Array | Scalar) or not isinstance(have, Scalar) or np.dtype(kind.dtype).kind not in "fc":
        return cast(builder, bar, kind)
    if isinstance(kind, Array) and not kind.dims:
        if have.dtype == kind.dtype:
            return builder.call(np.array, bar)
        return builder.call(np.array, bar, dtype=Const(np.dtype(kind.dtype).type))
    if have.dtype != kind.dtype:
        return _converted(builder, bar, kind.dtype)
    return bar


def _converted(builder: Builder, operand: Operand, dtype: str) -> Operand:
    """A number with a dtype."""
    return builder.call(np.dtype(dtype).type, operand, type=Scalar(dtype), effect="pure")


def _unbroadcast(builder: Builder, operand: Operand, like: Operand) -> Operand:
    have, want = dims_of(operand.type), dims_of(like.type)
    extra = len(have) - len(want)
    if not have or extra < 0 or (have == want and None not in want):
        return operand
    uncertain = any(w is None and h != 1 for h, w in zip(have[extra:], want, strict=True))
    uncertain |= any(w not in (h, 1) and not is_certain(w) for h, w in zip(have[extra:], want, strict=True))
    if uncertain:
        return builder.call(shaping.match, operand, like, type=like.type, effect="pure")
    if not want:
        return builder.call(np.sum, operand, type=Scalar(dtype_of(operand.type)), effect="pure")
    if extra:
        axes: Any = tuple(range(extra)) if extra > 1 else 0
        operand = builder.call(np.sum, operand, axis=Const(axes))
    ones = tuple(k for k, (h, w) in enumerate(zip(have[extra:], want, strict=True)) if w == 1 and h != 1)
    if ones:
        axes = ones if len(ones) > 1 else ones[0]
        operand = builder.call(np.sum, operand, axis=Const(axes), keepdims=Const(True))
    return operand


def broadcasts(op: Call, operand: Operand) -> bool:
    """Whether an elementwise result may have another shape than one of its operands."""
    result = op.result.type
    if not is_numeric(result) or not is_numeric(operand.type):
        return True
    have = dims_of(operand.type)
    others = [x for x in op.operands if x is not operand]
    if have and all(isinstance(x.type, Scalar | Static) for x in others):
        return False
    return None in have or not covers(have, dims_of(result))


def add(builder: Builder, a: Operand, b: Operand, name: str) -> Operand:
    """The sum of two cotangents or tangents of one value."""
    taped = any(_is_from_tape(builder, operand) for operand in (a, b))
    if is_numeric(a.type) and is_numeric(b.type) and not taped:
        return builder.call(operator.add, a, b, name=name)
    return builder.call(tree.add, a, b, type=a.type, effect="pure", name=name)


def _is_from_tape(builder: Builder, operand: Operand) -> bool:
    """Whether an operand was read from the tape of a recursive function, where it may be missing."""
    definition = builder.definitions.get(operand)
    return (
        definition is not None
        and definition.callee is operator.getitem
        and isinstance(definition.args[0].type, Unknown)
    )


def same_shape(a: Operand, b: Operand) -> bool:
    """Whether two numeric operands are known to have the same shape."""
    da, db = dims_of(a.type), dims_of(b.type)
    return da == db and all(d is not None for d in da)
