"""Finds the values that leave the place where they were computed: their variables must hold something in any case.

w.1 = if c: w.0 = mul x, x; yield w.0      if c: w = x * x
      else: yield undefined                else: w = None      (only as w.1 leaves)
yield w.1                                  w_tape.append(w)
"""

from __future__ import annotations

import numpy as np

from s2sad.codegen.blocks import continued
from s2sad.ir.ops import Call, Comment, If, Loop, Operand, Region, Value
from s2sad.runtime import tree


def stored_somewhere(region: Region, guarded: bool = False) -> set[Value]:
    """Values that leave the place where they were computed: on a tape, around a loop, out of a branch, as an argument.

    What a branch reads (`guarded`) is there whenever it is read; only copies and zeros are made of what may be missing.
    """
    found: set[Operand] = set(region.yields)
    for before, op in reversed(list(zip((None, *region.ops), region.ops, strict=False))):
        match op:
            case Call():
                if not guarded or op.callee in (tree.copy, tree.zeros_like, np.zeros_like):
                    found.update(op.operands)
            case If():
                inside = stored_somewhere(op.then, True) | stored_somewhere(op.orelse, True)
                if before is not None and continued(before, op):  # reached only where the body has come to its end
                    inside -= set(before.results)
                found |= inside
            case Loop():
                found |= _stored_in_loop(op, guarded, found)
            case Comment():
                pass
    return {v for v in found if isinstance(v, Value)}


def _stored_in_loop(op: Loop, guarded: bool, later: set[Operand]) -> set[Operand]:
    """The same for a loop: what only waits for the exit need not be there before, unless the loop can end without."""
    waiting = {k for k, p in enumerate(op.params) if op.next_values[k] is p}
    yields = tuple(y for k, y in enumerate(op.after.yields) if k not in waiting)
    found: set[Operand] = set(op.inits) | set(stored_somewhere(Region(op.after.ops, yields), guarded))
    if op.before is not None:
        found |= stored_somewhere(op.before, guarded)
    return found | {op.params[k] for k in waiting if starts_as(op, k) and op.carried_results[k] in later}


def starts_as(op: Loop, k: int) -> bool:
    """Whether a carried result can be the value before the first run."""
    return bool(op.sources) or op.before is None or op.exit_values[k] is op.params[k]
