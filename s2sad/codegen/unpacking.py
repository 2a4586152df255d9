"""Unpacks the tuples that a loop runs over in its header.

for t in layers:                 for W, b in layers:
    W = t[0]                         x = np.tanh(W @ x + b)
    b = t[1]
    x = np.tanh(W @ x + b)
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import gast

from s2sad.codegen.expressions import target

_UNUSED = "_"


def unpacked(targets: Any, body: list[Any], sizes: dict[str, int]) -> tuple[Any, list[Any]]:
    """The targets and the body of a loop; `sizes` are the lengths of the tuples among the targets, by their names."""
    for variable, size in sizes.items():
        taken = _taken(body, variable)
        names = {index: part for index, part in taken.values() if index < size}
        spare = len(names) < size
        if not names or len(names) < len(taken) or (spare and _UNUSED in _names(body)):
            continue
        parts = [target(names.get(k, _UNUSED)) for k in range(size)]
        targets = _Unpacker(variable, parts).visit(targets)
        dropped = taken.keys() | {k - 1 for k in taken if k and _is_mark(body[k - 1])}
        body = [statement for k, statement in enumerate(body) if k not in dropped] or [gast.Pass()]
    return targets, body


def _taken(body: list[Any], variable: str) -> dict[int, tuple[int, str]]:
    """The statements `part = variable[index]` by position, if nothing else reads the variable; else none."""
    found: dict[int, tuple[int, str]] = {}
    touched: set[str] = set()
    for k, statement in enumerate(body):
        part = _part(statement, variable)
        if part is not None and part[1] not in touched and part not in found.values():
            found[k] = part
            touched.add(part[1])
            continue
        names = _names([statement])
        if variable in names:
            # From here on the name is that of another value, or something else is done with the tuple.
            return found if _is_new(statement, variable) else {}
        touched |= names
    return found


def _part(statement: Any, variable: str) -> tuple[int, str] | None:
    """The index and the name in `name = variable[index]`."""
    match statement:
        case gast.Assign(
            targets=[gast.Name(id=name)],
            value=gast.Subscript(value=gast.Name(id=owner), slice=gast.Constant(value=int(index))),
        ) if owner == variable and name != variable and index >= 0:
            return index, name
    return None


def _is_new(statement: Any, variable: str) -> bool:
    """Whether a statement does nothing with a name but give it another value."""
    match statement:
        case gast.Assign(targets=[gast.Name(id=name)]) if name == variable:
            return variable not in _names([statement.value])
    return False


def _is_mark(statement: Any) -> bool:
    """Whether a statement stands for the comment of the next one."""
    return isinstance(statement, gast.Expr) and isinstance(statement.value, gast.Name)


def _names(nodes: Sequence[Any]) -> set[str]:
    return {node.id for each in nodes for node in gast.walk(each) if isinstance(node, gast.Name)}


class _Unpacker(gast.NodeTransformer):  # type: ignore[misc] # gast has no types
    def __init__(self, variable: str, parts: list[Any]) -> None:
        self.variable = variable
        self.parts = parts

    def visit_Name(self, node: Any) -> Any:
        if node.id != self.variable:
            return node
        return gast.Tuple(elts=self.parts, ctx=gast.Store())
