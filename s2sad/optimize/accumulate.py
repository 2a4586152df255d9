"""Regroups sums: what a loop or a branch adds to an accumulator is added up first.

    b = add a, c        s = add c, e        printed  x_bar += c + e
    d = add b, e        d = add a, s

Contributions to one adjoint may be summed in any grouping, so only derivative code is regrouped. The accumulator is
a carried value that the loop passes on, the result of an inner branch or loop, or what the other branch leaves as is.
"""

from __future__ import annotations

import operator
from dataclasses import replace
from typing import Any

from s2sad.ir.ops import Call, Function, If, Loop, Operand, Operation, Region, is_derivative, walk
from s2sad.ir.types import Array, Scalar, Type
from s2sad.optimize.fold_match import Known, arithmetic_type, count_reads, is_full
from s2sad.optimize.identity import Identity, each_function


def _agree(a: Type, b: Type) -> bool:
    """Whether the sum of two has the shape and dtype of either."""
    if isinstance(a, Scalar) and isinstance(b, Scalar):
        return a.dtype == b.dtype
    return isinstance(a, Array) and a == b and is_full(a.dims)


class _Plan:
    """Which chains of sums become one: by the last sum, the accumulator and the sums in order."""

    def __init__(self, body: Region) -> None:
        self.known = Known()
        count_reads(body, self.known)
        self.joins: set[Operand] = set()
        self.chains: dict[Call, tuple[Operand, list[Call]]] = {}
        self.gone: set[Call] = set()
        for op in walk(body):
            if isinstance(op, Call):
                self.known.define(op)
            else:
                self.joins.update(op.results)
        for op in walk(body):
            if isinstance(op, Loop):
                for end, param in zip(op.next_values, op.params, strict=True):
                    self._plan(end, {param, *self.joins})
            elif isinstance(op, If):
                for a, b in zip(op.then.yields, op.orelse.yields, strict=True):
                    self._plan(a, set(self._links(b)))
                    self._plan(b, set(self._links(a)))

    def _sum(self, operand: Operand) -> Call | None:
        """The regroupable sum or difference that gives `operand`."""
        op = self.known.definition(operand, operator.add, operator.sub)
        if op is None or not is_derivative(op):
            return None
        return op if all(_agree(x.type, operand.type) for x in op.args) else None

    def _links(self, end: Operand) -> list[Operand]:
        """`end`, and the accumulated values in front of it that only the chain reads; the last may have other uses."""
        links = [end]
        while (op := self._sum(links[-1])) is not None and (links[-1] is end or self.known.uses[links[-1]] == 1):
            links.append(op.args[0])
        return links

    def _plan(self, end: Operand, bases: set[Operand]) -> None:
        links = self._links(end)
        at = next((k for k, link in enumerate(links) if link in bases), 0)
        if at >= 2:
            sums = [self.known.calls[link] for link in links[:at]]
            self.chains[sums[0]] = links[at], sums[::-1]
            self.gone.update(sums[1:])


class _Sums(Identity):
    def __init__(self, plan: _Plan) -> None:
        super().__init__()
        self.plan = plan

    def call(self, op: Call, ops: list[Operation]) -> None:
        if op in self.plan.gone:
            return
        base, sums = self.plan.chains.get(op, (None, []))
        if base is None:
            ops.append(op)
            return
        known = Known()
        sign, total = _total(op, sums, known)
        ops.extend(known.added)
        ops.append(replace(op, callee=sign, args=(base, total)))


def _total(like: Call, sums: list[Call], known: Known) -> tuple[Any, Operand]:
    """What the sums add to or subtract from the accumulator: the positive contributions first."""
    plus = [op.args[1] for op in sums if op.callee is operator.add]
    minus = [op.args[1] for op in sums if op.callee is operator.sub]
    first, *rest = plus or minus
    steps = [(operator.add, x) for x in rest] + [(operator.sub, x) for x in minus if plus]
    for callee, operand in steps:
        first = known.emit(like, callee, first, operand, type=arithmetic_type(first, operand))
    return (operator.add if plus else operator.sub), first


def regroup_sums(function: Function) -> Function:
    """Add up the contributions to an accumulator before they are added to it."""
    return each_function(function, lambda each: _Sums(_Plan(each.body)).region(each.body))
