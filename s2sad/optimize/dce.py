"""Eliminates dead code: operations whose results nobody reads, effects excepted.

# forward sweep         t_bar = ...
t = np.sin x            # nothing reads t, and no sweep is left to announce
# reverse sweep
t_bar = mul 2.0, x
"""

from __future__ import annotations

from dataclasses import replace

from s2sad.ir.ops import Call, Comment, Const, Function, FunctionRef, Operation, Region, walk
from s2sad.ir.rewrite import drop_dead


def _without_empty_sweeps(region: Region) -> Region:
    """A comment says what follows; where nothing does, it goes."""
    kept: list[Operation] = []
    for op in reversed(region.ops):
        if isinstance(op, Comment) and (not kept or isinstance(kept[-1], Comment)):
            continue
        kept.append(op)
    return Region(tuple(reversed(kept)), region.yields)


def _live(region: Region) -> Region:
    return _without_empty_sweeps(drop_dead(region))


def _called(region: Region) -> set[str]:
    calls = [op for op in walk(region) if isinstance(op, Call)]
    named = (each for op in calls for each in (op.callee, *(a.value for a in op.operands if isinstance(a, Const))))
    return {each.name for each in named if isinstance(each, FunctionRef)}


def eliminate_dead_code(function: Function) -> Function:
    """Drop what is not read, in the function and in those that it calls; drop functions that nothing calls."""
    body = _live(function.body)
    functions = {name: replace(f, body=_live(f.body)) for name, f in function.functions.items()}
    wanted: set[str] = set()
    queue = [body]
    while queue:
        for name in _called(queue.pop()) - wanted:
            wanted.add(name)
            if name in functions:
                queue.append(functions[name].body)
    return replace(function, body=body, functions={n: f for n, f in functions.items() if n in wanted})
