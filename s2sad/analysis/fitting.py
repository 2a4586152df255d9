"""Sizes of arguments that must agree, or the primal would raise, whether the derivative does what raises or not.

y.0 = mul a, b      a: float64[a.0], b: float64[b.0]       a.0 and b.0, which are not 1, must be equal
"""

from __future__ import annotations

import operator
from collections.abc import Iterator
from typing import Any

import numpy as np

from s2sad.analysis.inference import known
from s2sad.errors import SourceSpan
from s2sad.ir.ops import Call, Function
from s2sad.ir.types import UNNAMED, Array, Dim, FixedList, Object, Record, Symbol, Tuple, Type
from s2sad.rules.table import RuleTable
from s2sad.runtime import containers

_PRODUCTS = (operator.matmul, np.matmul, np.dot, np.ndarray.dot)
_NOT_BROADCAST = (*_PRODUCTS, containers.has_length)

Part = tuple[Any, ...]
"""An axis of an argument: the position of the argument, keys (attributes with a dot), the axis."""

Fit = tuple[Part, Part | int, SourceSpan | None]
"""An axis whose size must be that of another one, or a number, and the statement that needs it."""


def sizes_that_agree(rules: RuleTable, function: Function, count: int) -> list[Fit]:
    """What must be equal of the first `count` parameters for the operations that every call does."""
    axes = {name: axis for k, p in enumerate(function.params[:count]) for name, axis in _axes(p.type, (k,))}
    found: dict[tuple[Part, Part | int], SourceSpan | None] = {}
    for op in function.body.ops:
        if isinstance(op, Call) and callable(op.callee):
            for a, b in _pairs(rules, op):
                first, second = (b, a) if isinstance(a, int) else (a, b)
                if a == b or not _is_named(first, axes):
                    continue
                if isinstance(second, int) and (second != 1 or op.callee in _NOT_BROADCAST):
                    found.setdefault((axes[str(first)], second), op.span)
                elif _is_named(second, axes):
                    found.setdefault((axes[str(first)], axes[str(second)]), op.span)
    return [(a, b, span) for (a, b), span in found.items()]


def _is_named(dim: Dim, axes: dict[str, Part]) -> bool:
    """Whether a size is that of an axis of an argument."""
    return isinstance(dim, Symbol) and dim.offset == 0 and dim.name in axes


def _axes(kind: Type, path: Part) -> Iterator[tuple[str, Part]]:
    """The sizes with names in a type, and where they are."""
    match kind:
        case Array():
            for axis, dim in enumerate(kind.dims):
                if isinstance(dim, Symbol) and dim.name != UNNAMED:
                    yield dim.name, (*path, axis)
        case Tuple() | FixedList():
            for k, element in enumerate(kind.elements):
                yield from _axes(element, (*path, k))
        case Record():
            for key, value in kind.fields:
                yield from _axes(value, (*path, key))
        case Object():
            for name, value in kind.fields:
                yield from _axes(value, (*path, f".{name}"))
        case _:
            return


def _pairs(rules: RuleTable, op: Call) -> Iterator[tuple[Dim, Dim]]:
    arrays = [a.type for a in op.args if isinstance(a.type, Array) and a.type.dims]
    if op.callee in _PRODUCTS:
        if len(arrays) == 2 and max(len(a.dims) for a in arrays) <= 2:
            yield arrays[0].dims[-1], arrays[1].dims[-2:][0]
        return
    if op.callee is containers.has_length:
        yield arrays[0].dims[0], known(op.args[1])
        return
    rule = rules.get(op.callee)
    if rule is None or rule.kind != "elementwise":
        return
    for k, a in enumerate(arrays):
        for b in arrays[k + 1 :]:
            yield from zip(a.dims[::-1], b.dims[::-1], strict=False)
