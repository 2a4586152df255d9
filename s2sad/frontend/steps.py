"""Writes a `try` as several, each of which comes to its end or does nothing, where it matters how far the body came.

    try:                                failed = False
        a = f(x)                        try: a = f(x)
        b = g(a)                        except E: failed = True
    except E:                           else:
        b = a                               try: b = g(a)
                                            except E: failed = True
                                        if failed: b = a

A handler sees what the last statement of the body was to assign as it was before (`protected`). So the body is cut
behind each statement that changes a name which the handler, or what follows it, reads. Loops and branches in which
that happens are cut inside; what they run over and what they test is computed in a `try` of its own.
"""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any, NamedTuple

import gast

from s2sad.frontend.liveness import mark_liveness, names_assigned, names_read
from s2sad.frontend.structure import (
    Statements,
    Unwind,
    assigned,
    constant,
    flattened,
    jumps,
    loaded,
    placed,
    stored,
    structure,
)

_COMPOUND = (gast.If, gast.For, gast.While)
_JUMPS = (gast.Return, gast.Break, gast.Continue)
_LAZY = frozenset(("map", "filter", "iter", "itertools"))
_CHANGING = frozenset(
    ("append", "appendleft", "extend", "insert", "pop", "popleft", "popitem", "remove", "reverse", "clear", "sort")
)
"""Methods that change what they belong to."""


def cut_in_steps(function: Any) -> None:
    """Rewrite each `try` of a desugared function whose handler would not know what the body has done, in place."""
    if not any(isinstance(node, gast.Try) and node.handlers for node in gast.walk(function)):
        return
    read = _read_behind(function)
    function.body = flattened(_Cutting(read).visit(each) for each in function.body)


class _Read(NamedTuple):
    """The names that are read by the handler of a `try` or later, and behind its body, whether that raised or not."""

    by_handler: frozenset[str]
    at_all: frozenset[str]


def _read_behind(function: Any) -> dict[Any, _Read]:
    """What is read behind the body of each `try`, by the place of the `try`."""
    function = copy.deepcopy(function)
    structure(function)
    for node in gast.walk(function):
        if isinstance(node, gast.FunctionDef):
            mark_liveness(node)
    found = [node for node in gast.walk(function) if isinstance(node, Unwind)]
    return {_place(node): _Read(node.live_out, node.attempt.live_out) for node in found}


def _place(node: Any) -> tuple[int, int]:
    return node.lineno, node.col_offset


class _Cutting(gast.NodeTransformer):  # type: ignore[misc] # gast has no types
    """Inner ones first."""

    def __init__(self, read: dict[Any, _Read]) -> None:
        self.read = read
        self.count = 0

    def fresh(self, name: str) -> str:
        self.count += 1
        return name + "\v" * (self.count + 1)  # one is that of a shared variable

    def visit_Try(self, node: Any) -> Any:
        self.generic_visit(node)
        read = self.read.get(_place(node))
        if not node.handlers or read is None or not _needs_steps(node.body, read.by_handler):
            return node
        finish, node.finalbody = node.finalbody, []
        steps = _Steps(node, read.at_all, self.fresh).all()
        if not finish:
            return steps
        return placed(gast.Try(body=steps, handlers=[], orelse=[], finalbody=finish), node)


def _needs_steps(body: Statements, read: frozenset[str]) -> bool:
    """Whether more is changed of what is read than by the last statement, which does it wholly or not at all."""
    if _changed(body[:-1], read):
        return True
    return bool(_changed(body, read)) and (isinstance(body[-1], _COMPOUND) or jumps(body))


def _changed(statements: Statements, read: frozenset[str]) -> set[str]:
    """Those of the names that statements may assign, or whose contents they may change."""
    found = set(names_assigned(statements))
    for statement in statements:
        for node in gast.walk(statement):
            if isinstance(node, gast.Subscript | gast.Attribute) and isinstance(node.ctx, gast.Store | gast.Del):
                found |= names_read(node.value)
            elif isinstance(node, gast.Expr):
                found |= names_read(node) if isinstance(node.value, gast.Call) else set()
            elif isinstance(node, gast.Attribute) and node.attr in _CHANGING:
                found |= names_read(node.value)
    return found & read


class _Steps:
    """The body of one `try`, cut."""

    def __init__(self, node: Any, read: frozenset[str], fresh: Callable[[str], str]) -> None:
        self.node = node
        (self.handler,) = node.handlers
        self.read = read
        self.fresh = fresh
        self.failed = fresh("failed")

    def all(self) -> Statements:
        """The steps, then the handler or what follows the body."""
        first = assigned(self.failed, constant(False), self.node)
        instead = gast.If(test=loaded(self.failed), body=self.handler.body, orelse=self.node.orelse)
        return [first, *self.sequence(self.node.body), placed(instead, self.handler)]

    def sequence(self, statements: Statements) -> Statements:
        """Statements, those behind a step only if it has come to its end."""
        group: Statements = []
        for k, statement in enumerate(statements):
            changed = _changed([statement], self.read)
            parts = self.parts(statement)
            if parts is not None and (changed or jumps([statement])):
                return self.step(group, [*parts, *statements[k + 1 :]])
            if isinstance(statement, _JUMPS) or (_is_cut(statement) and (changed or jumps([statement]))):
                return self.step(group, self.compound(statement, statements[k + 1 :]), cut=True)
            group.append(statement)
            if changed:
                return self.step(group, statements[k + 1 :])
        return self.step(group, [])

    def parts(self, statement: Any) -> Statements | None:
        """A statement that does several things one after the other, as several."""
        if isinstance(statement, gast.Return) and not isinstance(statement.value, gast.Name | gast.Constant | None):
            value = self.fresh("value")
            again = placed(gast.Return(value=loaded(value)), statement)
            return [assigned(value, statement.value, statement), again]
        if not isinstance(statement, gast.Assign) or all(map(_is_atomic, statement.targets)):
            return None
        if len(statement.targets) > 1:
            value = self.fresh("value")
            each = [gast.Assign(targets=[t], value=loaded(value), type_comment=None) for t in statement.targets]
            return [assigned(value, statement.value, statement), *(placed(e, statement) for e in each)]
        (target,) = statement.targets
        if not isinstance(target, gast.Tuple | gast.List) or all(isinstance(t, gast.Name) for t in target.elts):
            return None
        return self.unpacked(target.elts, statement)

    def unpacked(self, targets: list[Any], statement: Any) -> Statements:
        """`x[0], y = v` as `a, b = v; x[0] = a; y = b`."""
        names: list[Any] = []
        rest: Statements = []
        for target in targets:
            value = self.fresh("value")
            is_starred = isinstance(target, gast.Starred)
            names.append(gast.Starred(value=stored(value), ctx=gast.Store()) if is_starred else stored(value))
            taken = target.value if is_starred else target
            rest.append(gast.Assign(targets=[taken], value=loaded(value), type_comment=None))
        whole = gast.Tuple(elts=names, ctx=gast.Store())
        first = gast.Assign(targets=[whole], value=statement.value, type_comment=None)
        return [placed(each, statement) for each in (first, *rest)]

    def step(self, group: Statements, rest: Statements, cut: bool = False) -> Statements:
        """The group in a `try` of its own; the rest behind it, which is cut already or not."""
        following = rest if cut or not rest else self.sequence(rest)
        if not group:
            return following
        if all(_raises_nothing(each) for each in group):
            return [*group, *following]
        failed = assigned(self.failed, constant(True), self.handler)
        handler = gast.ExceptHandler(type=self.handler.type, name=self.handler.name, body=[failed])
        attempt = gast.Try(body=group, handlers=[placed(handler, self.handler)], orelse=following, finalbody=[])
        return [placed(attempt, group[0])]

    def compound(self, statement: Any, rest: Statements) -> Statements:
        """A branch, a loop or a jump, and what follows."""
        if isinstance(statement, gast.If):
            return self.branch(statement, rest)
        return self.loop(statement, rest) if isinstance(statement, _COMPOUND) else [statement]

    def branch(self, statement: Any, rest: Statements) -> Statements:
        value = self.fresh("test")
        orelse = self.sequence(statement.orelse) if statement.orelse else []
        chosen = placed(gast.If(test=loaded(value), body=self.sequence(statement.body), orelse=orelse), statement)
        test = [assigned(value, statement.test, statement.test)]
        return self.step(test, [chosen, *self.unless_failed(chosen, rest)], cut=True)

    def unless_failed(self, done: Any, rest: Statements) -> Statements:
        """What follows a statement in which a step may have failed."""
        if not rest or not any(isinstance(node, gast.Try) for node in gast.walk(done)):
            return self.sequence(rest) if rest else []
        test = placed(gast.UnaryOp(op=gast.Not(), operand=loaded(self.failed)), done)
        return [placed(gast.If(test=test, body=self.sequence(rest), orelse=[]), rest[0])]

    def loop(self, statement: Any, rest: Statements) -> Statements:
        """A loop that is left when one of its steps fails."""
        body = [*self.sequence(statement.body), self.leaving(statement)]
        if isinstance(statement, gast.While):
            value = self.fresh("test")
            test = placed(gast.UnaryOp(op=gast.Not(), operand=loaded(value)), statement)
            ended = placed(gast.If(test=test, body=[gast.Break()], orelse=[]), statement)
            tested = self.step([assigned(value, statement.test, statement.test)], [ended], cut=True)
            body = [*tested, self.leaving(statement), *body]
            loop = placed(gast.While(test=constant(True), body=body, orelse=[]), statement)
            return [loop, *self.unless_failed(loop, rest)]
        value = self.fresh("iterated")
        loop = gast.For(target=statement.target, iter=loaded(value), body=body, orelse=[], type_comment=None)
        following = [placed(loop, statement), *self.unless_failed(loop, rest)]
        return self.step([assigned(value, statement.iter, statement)], following, cut=True)

    def leaving(self, place: Any) -> Any:
        """`if failed: break`."""
        return placed(gast.If(test=loaded(self.failed), body=[gast.Break()], orelse=[]), place)


def _is_cut(statement: Any) -> bool:
    """Whether a statement is cut inside: not a loop whose head may raise in any run of it."""
    if not isinstance(statement, gast.For):
        return isinstance(statement, gast.If | gast.While)
    over = list(gast.walk(statement.iter))
    names = {node.id for node in over if isinstance(node, gast.Name)}
    if names & _LAZY or any(isinstance(node, gast.GeneratorExp | gast.keyword) for node in over):
        return False
    paired = isinstance(statement.iter, gast.Call)
    return paired or isinstance(statement.target, gast.Name)


def _is_atomic(target: Any) -> bool:
    return isinstance(target, gast.Name)


def _raises_nothing(statement: Any) -> bool:
    """Whether a statement does nothing, or gives names a constant, another name, or a range of constants."""
    if not isinstance(statement, gast.Assign):
        return isinstance(statement, gast.Pass)
    value = statement.value
    if isinstance(value, gast.Call) and isinstance(value.func, gast.Name) and value.func.id == "range":
        simple = all(isinstance(each, gast.Constant) for each in value.args)
    else:
        simple = isinstance(value, gast.Constant | gast.Name)
    return simple and all(isinstance(t, gast.Name) for t in statement.targets)
