"""Gives a name to the functions that solvers are given: they become functions of the generated module.

brentq <f>, a, b, (t,)      brentq f, a, b, (t,)   and `f` among the functions
"""

from __future__ import annotations

import itertools
from dataclasses import replace

from s2sad.ir.ops import Call, Const, Function, FunctionRef, Lifted, Operand, Region, walk
from s2sad.ir.rewrite import substitute
from s2sad.optimize.identity import each_function


def name_lifted(function: Function) -> Function:
    """Replace functions that are constants by their names, until none is left: they may hold some, too."""
    while found := _lifted(function):
        functions = dict(function.functions)
        references: dict[Lifted, FunctionRef] = {}
        for lifted in dict.fromkeys(operand.value for operand in found):
            name = _free_name(lifted.function.name, {*functions, function.name})
            references[lifted] = FunctionRef(name)
            functions[name] = replace(lifted.function, name=name, functions={})
        named: dict[Operand, Operand] = {operand: Const(references[operand.value]) for operand in found}
        function = _renamed(replace(function, functions=functions), named)
    return function


def _renamed(function: Function, named: dict[Operand, Operand]) -> Function:
    return each_function(function, lambda each: substitute(each.body, named))


def _lifted(function: Function) -> list[Const]:
    regions: list[Region] = [function.body, *(f.body for f in function.functions.values())]
    calls = [op for region in regions for op in walk(region) if isinstance(op, Call)]
    return [a for op in calls for a in op.operands if isinstance(a, Const) and isinstance(a.value, Lifted)]


def _free_name(base: str, taken: set[str]) -> str:
    names = (f"{base}{k or ''}" for k in itertools.count())
    return next(name for name in names if name not in taken)
