"""Whether what a rule computes is linear in a tangent or a cotangent, so that it may be transposed.

g * np.cos(r)                              linear
g + 1.0, np.clip(g, -1.0, 1.0), g * g      not
np.where(r > 0, g, 0.0)                    linear; not where the condition is `g > 0`
"""

from __future__ import annotations

import enum
import operator
from collections.abc import Iterable
from typing import Any

import numpy as np
from typing_extensions import assert_never

from s2sad.analysis.inference import STRUCTURAL
from s2sad.ir.ops import Call, Comment, Const, FunctionRef, If, Loop, Operand, Operation, Region, Value, is_undefined
from s2sad.ir.types import is_differentiable
from s2sad.rules.table import Rule
from s2sad.runtime import containers, tree
from s2sad.transform.apply import Context, bound_arguments, rule_arguments, rule_of_call


class Growth(enum.IntEnum):
    """How a value grows with the input. A zero is both of the next two."""

    ZERO = 0
    FIXED = 1
    LINEAR = 2
    OTHER = 3


_SUMS: frozenset[Any] = frozenset(
    (operator.add, operator.sub, operator.neg, operator.pos, np.add, np.subtract, np.negative, np.positive)
)
_PRODUCTS: frozenset[Any] = frozenset((operator.mul, np.multiply))
_QUOTIENTS: frozenset[Any] = frozenset((operator.truediv, np.divide))
_ZEROS: frozenset[Any] = frozenset((np.zeros, np.zeros_like, np.empty, np.empty_like, tree.zeros_like))
_OF_SHAPES: frozenset[Any] = frozenset(
    (np.shape, np.ndim, np.size, np.ones_like, np.iscomplexobj, np.isrealobj, len, isinstance, range)
)
"""Functions of what a linear map does not change: the shape and the kind of a value."""
_KEYS: dict[Any, tuple[int, ...]] = {
    containers.build_dict: (0,),
    containers.build_object: (0, 1),
    containers.repeated: (1,),
    containers.without: (1,),
    containers.with_slice: (1,),
    containers.taken: (1,),
    containers.put_back: (1,),
    containers.store: (1,),
    containers.rejoined: (1,),
    containers.read_attribute: (1,),
}
"""Which arguments of the functions of containers say where the others are."""


def is_linear(context: Context, region: Region, inputs: Iterable[Value]) -> bool:
    """Whether all that a region yields is linear in `inputs` jointly."""
    growths = _Growths(context)
    growths.known.update(dict.fromkeys(inputs, Growth.LINEAR))
    growths.region(region)
    return all(map(growths.is_linear, region.yields))


def _either(a: Growth, b: Growth) -> Growth:
    """The growth of what is one of two values, or has both as its parts; of their sum, too."""
    return max(a, b) if a == b or Growth.ZERO in (a, b) else Growth.OTHER


def _all(growths: Iterable[Growth]) -> Growth:
    found = Growth.ZERO
    for growth in growths:
        found = _either(found, growth)
    return found


class _Growths:
    """The growth of each value of a region."""

    def __init__(self, context: Context) -> None:
        self.context = context
        self.known: dict[Operand, Growth] = {}
        self.parts: dict[Operand, dict[Any, Operand]] = {}

    def of(self, operand: Operand) -> Growth:
        if isinstance(operand, Const):
            return Growth.ZERO if is_undefined(operand) or _is_zero(operand.value) else Growth.FIXED
        return self.known.get(operand, Growth.FIXED)

    def is_linear(self, operand: Operand) -> bool:
        """Whether a value is linear; of a container, all parts that have derivatives."""
        parts = self.parts.get(operand)
        if parts is not None:
            return all(map(self.is_linear, parts.values()))
        return self.of(operand) in (Growth.ZERO, Growth.LINEAR) or (
            self.of(operand) == Growth.FIXED and not is_differentiable(operand.type)
        )

    def region(self, region: Region) -> None:
        for op in region.ops:
            self.operation(op)

    def operation(self, op: Operation) -> None:
        match op:
            case Call():
                self.known.update(dict.fromkeys(op.results, self.call(op)))
            case If():
                self.region(op.then)
                self.region(op.orelse)
                decided = self.of(op.condition) <= Growth.FIXED
                for result, a, b in zip(op.results, op.then.yields, op.orelse.yields, strict=True):
                    self.known[result] = _either(self.of(a), self.of(b)) if decided else Growth.OTHER
            case Loop():
                self.loop(op)
            case Comment():
                pass
            case _:
                assert_never(op)

    def loop(self, op: Loop) -> None:
        self.known.update({s.target: self.of(s.iterable) for s in op.sources})
        self.known.update({p: self.of(init) for p, init in zip(op.params, op.inits, strict=True)})
        before: list[Growth] = []
        while before != (before := [self.of(p) for p in op.params]):
            for region in op.regions:
                self.region(region)
            for param, value in zip(op.params, op.next_values, strict=True):
                self.known[param] = _either(self.of(param), self.of(value))
        leaves = op.before is None or self.of(op.before.yields[0]) <= Growth.FIXED
        exits = op.exit_values or op.params
        for result, param, value in zip(op.carried_results, op.params, exits, strict=True):
            self.known[result] = _either(self.of(param), self.of(value)) if leaves else Growth.OTHER
        for result, value in zip(op.collected_results, op.collected, strict=True):
            self.known[result] = self.of(value) if leaves else Growth.OTHER

    def call(self, op: Call) -> Growth:
        found = [self.of(operand) for operand in op.operands]
        part = self._part(op)
        if part is not None:
            return part
        if op.callee in _ZEROS:
            return Growth.ZERO
        if op.callee in STRUCTURAL and op.callee not in _OF_SHAPES:
            return self._container(op)
        if op.callee in _SUMS:
            return _all(found)
        if op.callee in _PRODUCTS and Growth.ZERO in found:
            return Growth.ZERO
        if op.callee in _OF_SHAPES or max(found, default=Growth.FIXED) <= Growth.FIXED:
            return self._of_fixed(op)
        if Growth.OTHER in found or isinstance(op.callee, FunctionRef):
            return Growth.OTHER
        if op.callee in _PRODUCTS:
            return Growth.LINEAR if found.count(Growth.LINEAR) == 1 else Growth.OTHER
        if op.callee in _QUOTIENTS:
            return Growth.LINEAR if found[1] == Growth.FIXED else Growth.OTHER
        return self._by_rule(op)

    def _container(self, op: Call) -> Growth:
        """The growth of what is made of parts, and of other parts under other keys."""
        fixed = _KEYS.get(op.callee, ())
        if any(self.of(op.args[k]) > Growth.FIXED for k in fixed if k < len(op.args)):
            return Growth.OTHER
        held = [x for k, x in enumerate(op.args) if k not in fixed]
        keys = _part_keys(op, len(held))
        if keys is not None:
            self.parts[op.result] = dict(zip(keys, held, strict=True))
        elif op.callee is containers.store and op.args[0] in self.parts and isinstance(op.args[1], Const):
            self.parts[op.result] = {**self.parts[op.args[0]], op.args[1].value: op.args[2]}
        return _all(map(self.of, held))

    def _part(self, op: Call) -> Growth | None:
        """The growth of a part of a container; None of other things."""
        reads = op.callee in (operator.getitem, containers.read_attribute)
        parts = self.parts.get(op.args[0]) if reads else None
        key = op.args[1].value if parts is not None and isinstance(op.args[1], Const) else None
        if parts is None or not isinstance(key, int | str):
            return None
        part = parts.get(key + len(parts) if isinstance(key, int) and key not in parts else key)
        if part is None:
            return None
        if part in self.parts:
            self.parts[op.result] = self.parts[part]
        return self.of(part)

    def _of_fixed(self, op: Call) -> Growth:
        """A linear primitive of zeros gives zeros."""
        rule = self.context.rules.get(op.callee)
        if rule is None or rule.kind != "linear":
            return Growth.FIXED
        return _all(self._operands(rule, op)[0])

    def _operands(self, rule: Rule, op: Call) -> tuple[list[Growth], list[Growth]]:
        """The growths of the differentiable arguments of a primitive, and of the others."""
        wrt: list[Growth] = []
        others: list[Growth] = []
        for name, value in bound_arguments(rule, op).items():
            found = map(self.of, value) if isinstance(value, tuple) else (self.of(value),)
            (wrt if name in (rule.facts.linear or rule.wrt) else others).extend(found)
        return wrt, others

    def _by_rule(self, op: Call) -> Growth:
        rule = self.context.rules.get(op.callee)
        if rule is None or not rule.parameters:
            return Growth.OTHER
        rule = rule_of_call(rule, op)
        wrt, others = self._operands(rule, op)
        if rule.body is not None and rule.kind == "composed":
            return self._composed(rule, op)
        if max(others, default=Growth.FIXED) > Growth.FIXED:
            return Growth.OTHER
        if rule.kind == "linear" or rule.facts.linear:
            return _all(wrt)
        if rule.kind == "multilinear" and wrt.count(Growth.LINEAR) == 1:
            return Growth.LINEAR
        return Growth.OTHER

    def _composed(self, rule: Rule, op: Call) -> Growth:
        """The growth of what the composition computes."""
        assert rule.body is not None
        builder = self.context.builder(op.span)
        positional, keywords = rule_arguments(rule, bound_arguments(rule, op))
        made = self.context.expand(self.context.rules, builder, rule.body, positional, keywords)
        for each in builder.ops:
            self.operation(each)
        return _all(map(self.of, _leaves(made)))


def _part_keys(op: Call, count: int) -> Iterable[Any] | None:
    """The keys of the parts of a container that a call makes; None of other calls."""
    if op.callee in (containers.pack, containers.build_list):
        return range(count)
    position = {containers.build_dict: 0, containers.build_object: 1}.get(op.callee)
    keys = op.args[position] if position is not None else None
    return keys.value if isinstance(keys, Const) and len(keys.value) == count else None


def _leaves(nested: object) -> Iterable[Operand]:
    if isinstance(nested, tuple):
        for each in nested:
            yield from _leaves(each)
    elif isinstance(nested, Value | Const):
        yield nested


def _is_zero(value: object) -> bool:
    if isinstance(value, tuple | list):
        return all(map(_is_zero, value))
    return value is None or (isinstance(value, bool | int | float | complex | np.generic) and not value)
