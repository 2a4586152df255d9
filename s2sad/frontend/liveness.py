"""Which names are read later: so that only those are joined after a branch and carried around a loop.

Sets on the statements of a structured function: `live_out` (read after the statement), and on loops `live_head`
(read at the start of a run, or after the loop). Names that inner functions read are live everywhere.
"""

from __future__ import annotations

from typing import Any

import gast

from s2sad.frontend.structure import Exit

_SCOPES = (gast.FunctionDef, gast.Lambda, gast.ListComp, gast.SetComp, gast.DictComp, gast.GeneratorExp)


def names_read(node: Any) -> set[str]:
    """Names that an expression or statement reads, those of inner scopes included."""
    return {n.id for n in gast.walk(node) if isinstance(n, gast.Name) and isinstance(n.ctx, gast.Load)}


def names_assigned(statements: list[Any]) -> list[str]:
    """Names that statements assign, in the order of their first assignment; inner functions' own names excluded."""
    found: dict[str, None] = {}

    def visit(node: Any) -> None:
        if isinstance(node, gast.FunctionDef):
            found[node.name] = None
            return
        if isinstance(node, _SCOPES):
            return
        if isinstance(node, gast.Name) and isinstance(node.ctx, gast.Store):
            found[node.id] = None
        for child in gast.iter_child_nodes(node):
            visit(child)

    for statement in statements:
        visit(statement)
    return list(found)


def inner_names(function: Any) -> set[str]:
    """Names that functions and lambdas inside a function read: their values may be asked for at any later time."""
    found: set[str] = set()
    for node in gast.walk(function):
        if isinstance(node, (gast.FunctionDef, gast.Lambda)) and node is not function:
            found |= names_read(node)
    return found


def _block(statements: list[Any], live: set[str]) -> set[str]:
    for statement in reversed(statements):
        live = _statement(statement, live)
    return live


def _statement(statement: Any, live: set[str]) -> set[str]:
    statement.live_out = frozenset(live)
    match statement:
        case gast.If():
            return _block(statement.body, live) | _block(statement.orelse, live) | names_read(statement.test)
        case gast.For() | gast.While():
            return _loop(statement, live)
        case gast.Return():
            return names_read(statement) if statement.value is not None else set()
        case gast.Raise():
            return names_read(statement)
        case gast.FunctionDef():
            return (live - {statement.name}) | names_read(statement)
        case gast.AugAssign():
            target = {statement.target.id} if isinstance(statement.target, gast.Name) else set()
            return live | names_read(statement) | target
        case _:
            return (live - set(names_assigned([statement]))) | names_read(statement)


def _loop(loop: Any, after: set[str]) -> set[str]:
    is_for = isinstance(loop, gast.For)
    targets = set(names_assigned([loop.target])) if is_for else set()
    head = set(after)
    while True:
        inside = _body(loop.body, head, after) - targets
        if inside | after <= head:
            break
        head |= inside
    loop.live_head = frozenset(head)
    return head | (names_read(loop.iter) if is_for else set())


def _body(statements: list[Any], head: set[str], after: set[str]) -> set[str]:
    live = set(head)
    for statement in reversed(statements):
        if isinstance(statement, Exit):
            statement.live_out = frozenset(after)
            live = live | _block(statement.body, set(after)) | names_read(statement.test)
        else:
            live = _statement(statement, live)
    return live


def mark_liveness(function: Any) -> None:
    """Set `live_out` and `live_head` on the statements of a structured function definition."""
    _block(function.body, inner_names(function))
