"""Gives variables that may be None another value where they are not assigned, so that a check can tell.

r.0 = if c: yield None              r.0 = if c: yield None
      else: yield undefined               else: yield unassigned
r.1 = bound r.0, 'r', unassigned    r.1 = bound r.0, 'r', unassigned
"""

from __future__ import annotations

from s2sad.analysis.undefined import sources_of
from s2sad.ir.ops import Call, Const, Function, Operand, is_undefined, walk
from s2sad.ir.rewrite import substitute
from s2sad.optimize.identity import each_function
from s2sad.runtime.statements import bound, unassigned


def name_unassigned(function: Function) -> Function:
    """The function with `unassigned` for `undefined` wherever that flows into a check that asks for it."""
    return each_function(function, lambda each: substitute(each.body, _named(each)))


def _named(function: Function) -> dict[Operand, Operand]:
    calls = [op for op in walk(function.body) if isinstance(op, Call) and op.callee is bound]
    queue = [op.args[0] for op in calls if len(op.args) > 2]
    if not queue:
        return {}
    sources = sources_of(function)
    found = set(queue)
    while queue:
        new = set(sources.get(queue.pop(), ())) - found
        found |= new
        queue += new
    return {operand: Const(unassigned) for operand in found if is_undefined(operand)}
