"""Long chains of operators, which Python nests one level for each, as one flat tree that nobody has to descend into.

BinOp(BinOp(BinOp(a, +, b), *, c), -, d)   ->   Chain([a, b, c, d], [+, *, -])
"""

from __future__ import annotations

import ast
from typing import Any

import gast
from gast.ast3 import Ast3ToGAst

LONG = 40
"""How many operators a chain may have that stays nested."""


class Chain(gast.expr):  # type: ignore[misc] # gast has no types
    """`operands[0] operators[0] operands[1] operators[1] ...`, from the left."""

    _fields = ("operands", "operators")


class _Conversion(Ast3ToGAst):  # type: ignore[misc] # gast has no types
    """Python's trees as those of gast, with long chains flat."""

    def visit_BinOp(self, node: ast.BinOp) -> Any:
        operands, operators = _spine(node)
        if len(operators) <= LONG:
            return self.generic_visit(node)
        made = Chain(operands=[self.visit(o) for o in operands], operators=[self.visit(o) for o in operators])
        return gast.copy_location(made, node)


def _spine(node: ast.expr) -> tuple[list[ast.expr], list[ast.operator]]:
    """What stands at the right of each operator, and the first operand; the operators."""
    operands, operators = [], []
    while isinstance(node, ast.BinOp):
        operands.append(node.right)
        operators.append(node.op)
        node = node.left
    return [node, *reversed(operands)], operators[::-1]


def flat_tree(node: ast.AST) -> Any:
    """A tree of gast of its own for a tree of Python."""
    return _Conversion().visit(node)


def partial(chain: Chain, count: int) -> Any:
    """Something at the place of the first `count` operands of a chain."""
    place, last = gast.copy_location(gast.Pass(), chain), chain.operands[count - 1]
    place.end_lineno, place.end_col_offset = last.end_lineno, last.end_col_offset
    return place


__all__ = ["Chain", "flat_tree", "partial"]
