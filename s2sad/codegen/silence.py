"""Puts derivative code under a mask, which may divide by zero where the mask cuts, under `np.errstate`.

x_bar = np.exp(-x) / t                 with np.errstate(all='ignore'):
x_bar = np.where(mask, x_bar, 0.0)         x_bar = np.exp(-x) / t
                                       x_bar = np.where(mask, x_bar, 0.0)
"""

from __future__ import annotations

import operator
from typing import Any

import gast

from s2sad.codegen.expressions import Expressions, call, constant, name
from s2sad.codegen.inlining import Inlining
from s2sad.codegen.schedule import BLOCKS, Return, Statement
from s2sad.ir.ops import Call, Const, If, Operand


def silenced(nodes: list[Any], quiet: list[bool], expressions: Expressions) -> list[Any]:
    """The nodes of a block, with neighbours that must not warn under one `np.errstate`."""
    found: list[Any] = []
    for node, may_warn in zip(nodes, quiet, strict=True):
        last = found[-1] if found else None
        if not may_warn:
            found.append(node)
        elif isinstance(last, gast.With) and getattr(last, "is_silence", False):
            last.body.append(node)
        else:
            found.append(_silence(node, expressions))
    return found


def _silence(node: Any, expressions: Expressions) -> Any:
    expressions.references.imports["import numpy as np"] = None
    manager = call(name("np.errstate"), [], [("all", constant("ignore"))])
    item = gast.withitem(context_expr=manager, optional_vars=None)
    silence = gast.With(items=[item], body=[node], type_comment=None)
    silence.is_silence = True
    return silence


def is_quiet(statement: Statement, inlining: Inlining) -> bool:
    """Whether a statement must not warn: it is, or its expression holds, an operation under a mask that may."""
    op = getattr(statement, "op", None)
    if isinstance(statement, Return):
        stack: list[Operand] = [statement.operand]
    elif isinstance(statement, BLOCKS) or not isinstance(op, Call | If):
        return False
    else:
        stack = list(inlining.operands(op))
    risky = isinstance(op, Call) and _may_warn(op)
    while stack and not risky:
        inner = inlining.definitions.get(stack.pop())
        if inner is not None:
            risky = isinstance(inner, Call) and _may_warn(inner)
            stack.extend(inlining.operands(inner))
    return risky


def _may_warn(op: Call) -> bool:
    """Whether an operation under a mask can divide by zero or overflow."""
    if op.callee is operator.neg:
        return False
    by_number = op.callee in (operator.add, operator.sub, operator.mul) and any(isinstance(a, Const) for a in op.args)
    return op.quiet and not by_number
