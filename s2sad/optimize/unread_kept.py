"""What a pullback keeps is what its reverse sweep still reads after optimisation, each value once.

forward: ...; tape = pack n, x_tape, x         tape = pack n, x_tape
reverse: (n, x_tape, x, y_bar): reads no x     (n, x_tape, y_bar)
"""

from __future__ import annotations

from dataclasses import replace

from s2sad.ir.ops import Call, Function, Operand, Region, Value
from s2sad.ir.rewrite import free_values, substitute
from s2sad.optimize.dce import eliminate_dead_code
from s2sad.runtime import containers


def _definition(function: Function, operand: Operand) -> Call | None:
    """The display of a tuple at the end of a function that gives `operand`."""
    for op in function.body.ops:
        if isinstance(op, Call) and operand in op.results:
            return op if op.callee is containers.pack else None
    return None


def keep_what_is_read(forward: Function, reverse: Function) -> tuple[Function, Function]:
    """The two sweeps of a `vjp` without kept values that the reverse one does not read."""
    result = _definition(forward, forward.result)
    tape = _definition(forward, result.args[1]) if result is not None and len(result.args) > 1 else None
    *params, y_bar = reverse.params
    if result is None or tape is None or len(tape.args) != len(params):
        return forward, reverse
    read = {*free_values(reverse.body), *reverse.body.yields}
    first: dict[Operand, Value] = {}
    renaming: dict[Operand, Operand] = {}
    for param, kept in zip(params, tape.args, strict=True):
        if param in read:
            renaming[param] = first.setdefault(kept, param)
    packed = Value(tape.result.name, tape.result.type)
    both = Value(result.result.name, result.result.type)
    ops = (
        *forward.body.ops,
        replace(tape, results=(packed,), args=tuple(first)),
        replace(result, results=(both,), args=(result.args[0], packed, *result.args[2:])),
    )
    forward = replace(forward, body=Region(ops, (both,)))
    body = substitute(reverse.body, {p: q for p, q in renaming.items() if p is not q})
    return eliminate_dead_code(forward), replace(reverse, params=(*first.values(), y_bar), body=body)
