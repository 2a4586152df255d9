"""Which names are read later: so that only those are joined after a branch and carried around a loop.

Sets on the statements of a structured function: `live_out` (read after the statement), and on loops `live_head`
(read at the start of a run, or after the loop). Names that inner functions read are live everywhere.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import gast

from s2sad.frontend.comprehensions import Block
from s2sad.frontend.structure import Attempt, Exit

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
        if isinstance(node, _SCOPES) and not isinstance(node, gast.ListComp):
            return
        if isinstance(node, gast.comprehension):
            visit(node.iter)
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
            found |= _free_names(node)
    return found


def _free_names(function: Any) -> set[str]:
    """Names that a function or a lambda reads and that are not its own."""
    spec = function.args
    own = {a.id for a in (*spec.posonlyargs, *spec.args, *spec.kwonlyargs, spec.vararg, spec.kwarg) if a is not None}
    body = function.body if isinstance(function.body, list) else [function.body]
    own.update(names_assigned(body) if isinstance(function.body, list) else ())
    before = [*spec.defaults, *spec.kw_defaults, *getattr(function, "decorator_list", ())]
    read = set().union(*(names_read(node) for node in body))
    return (read - own).union(*(names_read(node) for node in before if node is not None))


def _events(node: Any) -> Iterator[tuple[str, str]]:
    """What an expression does to names, in order: "read" or "set"; "set" only of what is certainly assigned."""
    match node:
        case gast.Name():
            if isinstance(node.ctx, gast.Load):
                yield "read", node.id
        case gast.NamedExpr(target=gast.Name()):
            yield from _events(node.value)
            yield "set", node.target.id
        case gast.BoolOp():
            yield from _events(node.values[0])
            yield from (("read", name) for value in node.values[1:] for name in names_read(value))
        case gast.IfExp():
            yield from _events(node.test)
            yield from (("read", name) for value in (node.body, node.orelse) for name in names_read(value))
        case gast.FunctionDef() | gast.Lambda() | gast.ListComp() | gast.Compare():
            first = [node.left, node.comparators[0]] if isinstance(node, gast.Compare) else []
            for each in first:
                yield from _events(each)
            yield from (("read", name) for name in sorted(names_read(node)) if not first)
            yield from (("read", name) for each in node.comparators[1:] for name in names_read(each)) if first else ()
        case Block():
            yield from (("read", name) for name in sorted(node.live_in))
        case _:
            for child in gast.iter_child_nodes(node):
                yield from _events(child)


class _Liveness:
    """`always`: the names that inner functions read."""

    def __init__(self, always: set[str]) -> None:
        self.always = always

    def block(self, statements: list[Any], live: set[str]) -> set[str]:
        for statement in reversed(statements):
            live = self.statement(statement, live)
        return live

    def reads(self, node: Any, live: set[str]) -> tuple[set[str], set[str]]:
        """The names that an expression reads of what was before it, and those that it certainly assigns."""
        after = live | names_read(node)
        for block in _blocks(node):
            inside = self.block(block.statements, after | names_read(block.result))
            block.live_in = inside & (names_read(block) | set(names_assigned([block])))
            block.live_in -= {n for n in block.live_in if not n.isidentifier() and n in block.names}
        read: set[str] = set()
        given: set[str] = set()
        for kind, name in _events(node):
            if kind == "set":
                given.add(name)
            elif name not in given:
                read.add(name)
        return read, given - read

    def walrus(self, statement: Any, *expressions: Any) -> None:
        """Names that an expression assigns are live inside of it."""
        found = [n.target for e in expressions for n in gast.walk(e) if isinstance(n, gast.NamedExpr)]
        statement.live_out |= {target.id for target in found if isinstance(target, gast.Name)}

    def statement(self, statement: Any, live: set[str]) -> set[str]:
        live = live | self.always
        statement.live_out = frozenset(live)
        match statement:
            case gast.If():
                inner = self.block(statement.body, live) | self.block(statement.orelse, live)
                self.walrus(statement, statement.test)
                read, given = self.reads(statement.test, inner)
                return (inner - given) | read
            case gast.For() | gast.While():
                return self.loop(statement, live)
            case Attempt():
                statement.live_out = frozenset(live | {statement.completed.id})
                return live | self.block(statement.body, live) | names_read(statement.kinds)
            case gast.Try():
                return self.block(statement.body, self.block(statement.finalbody, live))
            case gast.With():
                manager = statement.items[0].context_expr
                self.walrus(statement, manager)
                return self.block(statement.body, live) | self.reads(manager, live)[0]
            case gast.Return():
                self.walrus(statement, statement)
                return self.reads(statement, live)[0] | self.always
            case gast.Raise():
                return self.reads(statement, live)[0] | self.always
            case gast.FunctionDef():
                self.walrus(statement, statement.args)
                return (live - {statement.name}) | names_read(statement) | self.reads(statement.args, live)[0]
            case gast.AugAssign():
                target = {statement.target.id} if isinstance(statement.target, gast.Name) else set()
                return live | self.reads(statement, live)[0] | target
            case _:
                self.walrus(statement, statement)
                read, given = self.reads(statement, live)
                return (live - set(_certainly(statement)) - given) | read

    def loop(self, loop: Any, after: set[str]) -> set[str]:
        is_for = isinstance(loop, gast.For)
        targets = set(names_assigned([loop.target])) if is_for else set()
        head = set(after)
        while True:
            inside = self.body(loop.body, head, after) - targets
            if inside | after <= head:
                break
            head |= inside
        loop.live_head = frozenset(head)
        return head | (self.reads(loop.iter, head)[0] if is_for else set())

    def body(self, statements: list[Any], head: set[str], after: set[str]) -> set[str]:
        live = set(head)
        for statement in reversed(statements):
            if isinstance(statement, Exit):
                statement.live_out = frozenset(after)
                inner = live | self.block(statement.body, set(after))
                self.walrus(statement, statement.test)
                read, given = self.reads(statement.test, inner)
                live = (inner - given) | read
            else:
                live = self.statement(statement, live)
        return live


def _blocks(node: Any) -> list[Block]:
    """The blocks in an expression, outer ones first; those inside of a block's statements are not looked at."""
    found: list[Block] = []
    stack = [node]
    while stack:
        each = stack.pop()
        if isinstance(each, Block):
            found.append(each)
        elif each is node or not isinstance(each, gast.stmt):
            stack += list(gast.iter_child_nodes(each))
    return found


def _certainly(statement: Any) -> list[str]:
    """The names that a simple statement assigns in any case."""
    targets = list(getattr(statement, "targets", ())) or [getattr(statement, "target", None)]
    return names_assigned([t for t in targets if t is not None])


def mark_liveness(function: Any) -> None:
    """Set `live_out` and `live_head` on the statements of a structured function definition."""
    inner = inner_names(function)
    _Liveness(inner).block(function.body, inner)
