"""Which values have adjoints that may meet an infinite or undefined partial derivative.

    y = np.sqrt(x); t = y[1:]        y is exposed: where nothing contributes to its adjoint, 0 * inf must not be formed
    y = np.sin(x); t = y[1:]         y is not: zero times a finite number is zero

A function is taken to be infinite somewhere unless it is listed here; so a new rule is on the safe side.
"""

from __future__ import annotations

import builtins
import math
import operator
import sys
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from typing_extensions import assert_never

from s2sad.analysis.undefined import maybe_undefined, missing_sides
from s2sad.ir.ops import Call, Comment, Const, Function, If, Loop, Operand, Operation, Region
from s2sad.ir.types import Array, FixedList, List, Scalar, Tuple, Type, dims_of, is_differentiable
from s2sad.rules.table import RuleTable
from s2sad.runtime import containers

_SUMS: frozenset[Any] = frozenset(
    (operator.add, operator.sub, operator.neg, operator.pos, np.add, np.subtract, np.negative, np.positive, np.where)
)
"""Elementwise functions whose partial derivatives are numbers, whatever they are applied to."""
_FINITE: frozenset[Any] = _SUMS | frozenset(
    (
        *(operator.mul, np.multiply, np.square, operator.abs, builtins.abs, np.absolute, np.fabs, np.sign),
        *(np.sin, np.cos, np.tan, np.tanh, np.arctan, np.arctan2, np.hypot, np.arcsinh, np.sinc, np.deg2rad),
        *(np.radians, np.rad2deg, np.degrees, np.maximum, np.minimum, np.fmax, np.fmin, np.clip, np.ndarray.clip),
        *(np.logaddexp, np.logaddexp2, np.real, np.imag, np.conj, np.copysign, np.nan_to_num, builtins.max),
        *(builtins.min, math.sin, math.cos, math.tan, math.tanh, math.atan, math.atan2, math.hypot, math.asinh),
        *(math.fabs, math.copysign, math.radians, math.degrees, math.erf, math.erfc, complex),
    )
)
"""Elementwise functions that are finite where their arguments are, and their partial derivatives, too."""
_POWERS: frozenset[Any] = frozenset((operator.pow, builtins.pow, np.power, np.float_power))
_QUOTIENTS: frozenset[Any] = frozenset((operator.truediv, np.true_divide))
_PRODUCTS: frozenset[Any] = frozenset((operator.mul, np.multiply))
_OF_POSITIVE: frozenset[Any] = frozenset((np.sqrt, np.log, np.log2, np.log10, math.sqrt, math.log))


_PARTS: frozenset[Any] = frozenset((containers.store, containers.build_list, containers.pack, operator.getitem))
"""What takes lanes to the same lanes, of parts."""


_PARTIAL: frozenset[Any] = frozenset((operator.getitem, np.take, np.ndarray.take, np.delete, containers.store))
"""What reads or writes a part of its first argument, which the second says."""


@dataclass
class Exposed:
    """The values whose adjoints may meet an infinite partial derivative.

    Attributes:
        lanes: before a function that mixes elements, so that single elements must be told apart.
        paths: anywhere below, so that it matters whether the program's path uses the value.
        running: variables of loops that do not run over all indices from 0: `for i in range(1, n)`.
        partly: those of `lanes` of which the program only uses parts, by slices and arrays of indices.
    """

    lanes: set[Operand] = field(default_factory=set)
    paths: set[Operand] = field(default_factory=set)
    running: set[Operand] = field(default_factory=set)
    partly: set[Operand] = field(default_factory=set)

    def include(self, other: Exposed) -> None:
        """Add the values of another function, which is reversed in the place of a call."""
        self.lanes |= other.lanes
        self.paths |= other.paths


def is_finite(function: Any) -> bool:
    """Whether the partial derivatives of an elementwise function are finite where its arguments are."""
    return function in _FINITE


def exposed(rules: RuleTable, function: Function, varied: Collection[Operand]) -> Exposed:
    """The values of a function whose adjoints may meet an infinite partial derivative."""
    search = _Search(rules, varied)
    search.region(function.body)
    # Of an array that may be missing, there is no shape for a mask, but where it is known that it is there.
    known = {value for value, *_ in missing_sides(function)}
    missing = {value for value in maybe_undefined(function) - known if not isinstance(value.type, Scalar)}
    search.found.lanes -= missing
    search.found.paths -= missing
    search.found.partly = {
        value
        for value, parts in search.parts.items()
        if value in search.found.lanes and value not in search.whole and not cover_all(value, parts)
    }
    return search.found


def cover_all(value: Operand, indices: Iterable[Operand]) -> bool:
    """Whether slices of a vector surely cover it: `x[1:]` with `x[:-1]`. They do if it has as many elements as that."""
    if len(dims_of(value.type)) != 1:
        return False
    known = [index.value for index in indices if isinstance(index, Const)]
    slices = [each for each in known if isinstance(each, slice) and each.step in (None, 1)]
    from_first = any(each.start in (None, 0) and (each.stop is None or each.stop < 0) for each in slices)
    to_last = any(each.stop is None and (each.start is None or each.start >= 0) for each in slices)
    return from_first and to_last


class _Search:
    """Follows values from operation to operation; `wild` are those that may be infinite or NaN."""

    def __init__(self, rules: RuleTable, varied: Collection[Operand]) -> None:
        self.rules = rules
        self.varied = varied
        self.found = Exposed()
        self.wild: set[Operand] = set()
        self.definitions: dict[Operand, Call] = {}
        self.parts: dict[Operand, list[Operand]] = {}
        self.whole: set[Operand] = set()

    def region(self, region: Region) -> None:
        for op in region.ops:
            self.operation(op)

    def operation(self, op: Operation) -> None:
        match op:
            case Call():
                self.definitions.update(dict.fromkeys(op.results, op))
                self.call(op)
            case If():
                self.region(op.then)
                self.region(op.orelse)
                for result, a, b in zip(op.results, op.then.yields, op.orelse.yields, strict=True):
                    self.joined(result, (a, b))
            case Loop():
                self.loop(op)
            case Comment():
                pass
            case _:
                assert_never(op)

    def loop(self, op: Loop) -> None:
        for source in op.sources:
            self.joined(source.target, (source.iterable,))
        before = -1
        while before < (before := len(self.wild) + len(self.found.lanes) + len(self.found.paths)):
            for param, init, following in zip(op.params, op.inits, op.next_values, strict=True):
                self.joined(param, (init, following))
            for region in op.regions:
                self.region(region)
        exits = op.exit_values or op.params
        for result, *values in zip(op.carried_results, op.params, exits, op.next_values, strict=True):
            self.joined(result, tuple(values))
        for result, value in zip(op.collected_results, op.collected, strict=True):
            self.joined(result, (value,))

    def joined(self, result: Operand, values: tuple[Operand, ...]) -> None:
        """A value is what one of several is."""
        kept = [self.wild, self.found.paths]
        kept += [self.found.lanes] if _has_lanes(result.type) else []
        for each in kept:
            if any(value in each for value in values):
                each.add(result)

    def call(self, op: Call) -> None:
        rule = self.rules.get(op.callee)
        kind = rule.kind if rule is not None and op.callee not in _PARTS else "linear"
        from_wild = any(operand in self.wild for operand in op.operands)
        own = kind == "elementwise" and not self.is_finite(op)
        if (own or from_wild) and any(is_differentiable(r.type) for r in op.results):
            self.wild.update(op.results)
        active = [operand for operand in op.operands if operand in self.varied]
        if not active or kind == "constant":
            return
        self.use(op, active)
        own = own or (kind != "linear" and any(operand in self.wild for operand in _of_partials(op, active)))
        if own or any(operand in self.found.paths for operand in active):
            self.found.paths.update(op.results)
        passes = kind in ("elementwise", "linear") and any(operand in self.found.lanes for operand in active)
        if passes or (own and kind in ("elementwise", "composed") and not _by_number(op)):
            self.found.lanes.update(r for r in op.results if _has_lanes(r.type))

    def use(self, op: Call, active: list[Operand]) -> None:
        """Note which part of its operands a call uses."""
        reads = op.callee in _PARTIAL and len(op.args) > 1 and op.args[0] in active
        if reads and isinstance(op.result.type, Array):
            self.parts.setdefault(op.args[0], []).append(op.args[1])
        self.whole.update(active[1:] if reads else active)

    def is_finite(self, op: Call) -> bool:
        """Whether an elementwise function is finite at finite arguments, with its partial derivatives."""
        if op.callee in _FINITE:
            return True
        if op.callee in _POWERS:
            return _is_whole_power(op.args[1])
        if op.callee in _QUOTIENTS:
            divisor = op.args[1]
            is_fixed = isinstance(divisor.type, Scalar) and divisor not in self.varied
            return is_fixed or self.is_positive(divisor)
        return op.callee in _OF_POSITIVE and self.is_positive(op.args[0])

    def is_positive(self, operand: Operand, strictly: bool = True) -> bool:
        """Whether a value is positive (or only not negative) as its text shows: `1.0 + x * x`."""
        if isinstance(operand, Const):
            number = operand.value
            return isinstance(number, int | float) and (number > 0 or (not strictly and number == 0))
        op = self.definitions.get(operand)
        if op is None:
            return False
        if op.callee in (operator.add, np.add):
            a, b = op.args[:2]
            return any(self.is_positive(p, strictly) and self.is_positive(q, False) for p, q in ((a, b), (b, a)))
        if op.callee in (np.exp, math.exp, np.cosh, math.cosh):
            return True
        if op.callee in (operator.mul, np.multiply):
            return (not strictly and op.args[0] is op.args[1]) or all(self.is_positive(a, strictly) for a in op.args)
        if op.callee in (np.sqrt, math.sqrt):
            return self.is_positive(op.args[0], strictly)
        even = op.callee in _POWERS and _is_whole_power(op.args[1]) and known_number(op.args[1]) % 2 == 0
        return not strictly and (even or op.callee in (np.square, np.absolute, operator.abs, builtins.abs))


def _of_partials(op: Call, active: list[Operand]) -> Iterable[Operand]:
    """The operands that the partial derivatives depend on."""
    if op.callee in _SUMS:
        return ()
    if op.callee in _PRODUCTS and len(op.args) == 2:
        return [other for one, other in (op.args, op.args[::-1]) if one in active]
    if op.callee in _QUOTIENTS and op.args[1] not in active:
        return op.args[1:]
    return op.operands


def _by_number(op: Call) -> bool:
    """Whether an array is divided by a number: where that is zero, no element is better off than others."""
    return op.callee in _QUOTIENTS and not dims_of(op.args[1].type) and isinstance(op.args[1].type, Array | Scalar)


def _has_lanes(kind: Type) -> bool:
    if isinstance(kind, List):
        return isinstance(kind.element, Array)
    return isinstance(kind, Array) or (isinstance(kind, FixedList | Tuple) and any(map(_has_lanes, kind.elements)))


def known_number(operand: Operand) -> float:
    """The number that an operand is known to be, NaN of others and of an int that no float can hold."""
    number = operand.value if isinstance(operand, Const) else None
    if isinstance(number, int) and abs(number) > sys.float_info.max:
        return math.nan
    return float(number) if isinstance(number, int | float) else math.nan


def _is_whole_power(exponent: Operand) -> bool:
    number = known_number(exponent)
    return number >= 0 and number.is_integer()
