"""Arguments that a recursive function changes, and others that may be the same memory.

r(rows, rows[0]):  rows[0][1] = a        changes what the other argument is, too: refused
r(o, o.w):         o.total += w[i]       changes a number of the object only: `o.w` stays what it is
"""

from __future__ import annotations

import operator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from s2sad.frontend.rebinding import rebind
from s2sad.frontend.specialisations import Specialisation, is_array
from s2sad.frontend.state import Binding, Ref, near, storages_of
from s2sad.ir.ops import Call, Const, FunctionRef, If, Loop, Operand, Value, regions_of, walk
from s2sad.ir.types import Scalar
from s2sad.runtime import containers

if TYPE_CHECKING:
    from s2sad.frontend.recursion import Recursion


def sharing(low: Recursion, parameter: str, bound: dict[str, Binding]) -> list[str]:
    """The other parameters that are given what is, or is in, the memory of one."""
    reached = near(bound[parameter], low.state)
    return [p for p, b in bound.items() if p != parameter and not reached.isdisjoint(storages_of(b, low.state))]


def has_named_parts(low: Recursion, container: Ref) -> bool:
    """Whether something in a list or dict has another name, or is there twice."""
    if is_array(low.read(container)):
        return False
    found = container.storage.repeated
    depth = len(container.path)

    def seen(each: Ref) -> Binding:
        nonlocal found
        found |= each.storage is container.storage and len(each.path) > depth
        return each

    rebind(low.state, low.held, seen)
    return found


def is_shared(low: Recursion, called: Specialisation, parameter: str, bound: dict[str, Binding]) -> bool:
    """Whether another argument may be memory that the function changes through a parameter."""
    others = sharing(low, parameter, bound)
    if not others:
        return False
    argument = bound[parameter]
    own = {argument.storage, *low.state.overlaps.get(argument.storage, ())} if isinstance(argument, Ref) else set()
    is_one = any(not own.isdisjoint(storages_of(bound[p], low.state)) for p in others)
    return is_one or not _Changes(low, frozenset()).are_of_numbers(called, parameter)


@dataclass(frozen=True)
class _Changes:
    """What functions change of their parameters; `assumed` to be numbers are those that are looked at already."""

    low: Recursion
    assumed: frozenset[tuple[str, str]]

    def are_of_numbers(self, called: Specialisation, parameter: str) -> bool:
        """Whether a function puts numbers into a container only, or elements behind its others."""
        if (called.name, parameter) in self.assumed:
            return True
        if called.region is None or parameter not in called.writes:
            return called.region is not None
        made: dict[Operand, Any] = {result: op for op in walk(called.region) for result in op.results}
        (whole,) = called.region.yields
        packed = made.get(whole)
        if not isinstance(packed, Call) or packed.callee is not containers.pack:
            return False
        names = [called.params[k].name for k in called.written]
        param = called.params[called.written[names.index(parameter)]]
        inner = _Changes(self.low, self.assumed | {(called.name, parameter)})
        end = packed.args[1 + names.index(parameter)]
        return not isinstance(end, Const) and inner.leads_to(end, frozenset((param,)), made)

    def leads_to(self, value: Operand, starts: frozenset[Value], made: dict[Operand, Any]) -> bool:
        """Whether a version of a container comes from one of others by such changes."""
        if value in starts or not isinstance(value, Value):
            return value in starts
        match made.get(value):
            case Call(callee=containers.store, args=(target, _, stored)):
                return isinstance(stored.type, Scalar) and self.leads_to(target, starts, made)
            case Call(callee=containers.appended, args=(target, _)):
                return self.leads_to(target, starts, made)
            case Call(callee=operator.getitem, args=(Value() as whole, Const(value=int(k)))):
                return self._by_a_call(made.get(whole), k, starts, made)
            case If() as op:
                k = op.results.index(value)
                return all(self.leads_to(region.yields[k], starts, made) for region in regions_of(op))
            case Loop() as op if value in op.carried_results:
                k = op.results.index(value)
                ends = (op.next_values[k], *op.exit_values[k : k + 1])
                inside = starts | {op.params[k]}
                return self.leads_to(op.inits[k], starts, made) and all(self.leads_to(e, inside, made) for e in ends)
        return False

    def _by_a_call(self, op: Any, k: int, starts: frozenset[Value], made: dict[Operand, Any]) -> bool:
        if not isinstance(op, Call) or not isinstance(op.callee, FunctionRef) or k == 0:
            return False
        called = next((s for s in self.low.specialisations.values() if s.name == op.callee.name), None)
        position = op.callee.writes[k - 1] if called is not None else 0
        return (
            called is not None
            and self.leads_to(op.args[position], starts, made)
            and self.are_of_numbers(called, called.params[position].name)
        )
