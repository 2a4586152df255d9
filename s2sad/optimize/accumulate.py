"""Regroups sums: what a loop or a branch adds to an accumulator is added up first.

    b = add a, c        s = add c, e        printed  x_bar += c + e
    d = add b, e        d = add a, s

Contributions to one adjoint may be summed in any grouping, so only derivative code is regrouped.
"""

from __future__ import annotations

import operator
from dataclasses import replace

from s2sad.ir.ops import Call, Function, If, Loop, Operand, Operation, Region, Value
from s2sad.ir.types import Array, Scalar, Type
from s2sad.optimize.fold_match import Known, arithmetic_type, count_reads, is_full
from s2sad.optimize.identity import Identity, each_function


def _agree(a: Type, b: Type) -> bool:
    """Whether sums of the two have the shape and dtype of either."""
    if isinstance(a, Scalar) and isinstance(b, Scalar):
        return a.dtype == b.dtype
    return isinstance(a, Array) and a == b and is_full(a.dims)


class _Sums(Identity):
    def __init__(self, known: Known) -> None:
        super().__init__()
        self.known = known
        self.bases: dict[Operand, Operand] = {}
        """The last sum of a chain -> the accumulator to which the chain adds."""

    def inside_loop(self, op: Loop) -> Loop:
        self._note(op.after, zip(op.next_values, op.params, strict=True))
        return super().inside_loop(op)

    def inside_branch(self, op: If) -> If:
        for own, other in ((op.then, op.orelse), (op.orelse, op.then)):
            chains = {k: self._chain(y, own) for k, y in enumerate(own.yields)}
            rivals = {k: {id(x) for x in self._chain(y, other)} for k, y in enumerate(other.yields)}
            for k, chain in chains.items():
                base = next((x for x in chain if id(x) in rivals[k]), None)
                if base is not None:
                    self.bases[own.yields[k]] = base
        return super().inside_branch(op)

    def _note(self, region: Region, pairs: object) -> None:
        for end, base in pairs:  # type: ignore[attr-defined]
            self.bases[end] = base

    def _chain(self, end: Operand, region: Region) -> list[Operand]:
        chain = [end]
        while (call := self._sum(chain[-1])) is not None:
            chain.append(call.args[0])
        return chain
