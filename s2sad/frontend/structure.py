"""Turns `break`, `continue` and `return` into structure: one entry, one exit, for every block.

    for ...:                    for ...:
        A                           A
        if c: continue              if c: pass
        B                           else:
                                        B
    for ...:                    for ...:
        A                           A
        if c: S; break              Exit(c, [S])          leave the loop when c, after S
        B                           B

    try: A                      Attempt(A, E, completed)  whether A came to its end
    except E: B                 if completed: C           B and C are ordinary blocks
    else: C                     else: Unwind; B

Afterwards `return` stands only at the ends of the `if` tree that ends a function, and a loop has one `Exit` at most,
directly in its body. Jumps that do not fit this form set a flag. Flag names end in a space: no user's name clashes.
"""

from __future__ import annotations

import copyreg
from functools import lru_cache
from typing import Any, ClassVar

import gast

RESULT = "result "
Statements = list[Any]
_JUMPS = (gast.Return, gast.Break, gast.Continue)
_LOOPS = (gast.For, gast.While)
_OWN_SCOPE = (gast.FunctionDef, gast.Lambda, gast.ClassDef)


@lru_cache(256)
def makes_functions(tree: Any) -> bool:
    """Whether a function defines others, which may read its variables when it has returned."""
    return any(isinstance(node, _OWN_SCOPE) and node is not tree for node in gast.walk(tree))


class OwnNode(gast.AST):  # type: ignore[misc] # gast has no types
    """A node that Python's syntax does not have; it is copied without its constructor."""

    def __reduce__(self) -> Any:
        return copyreg.__newobj__, (type(self),), self.__dict__  # type: ignore[attr-defined] # public in effect: pickle


class Attempt(OwnNode, gast.stmt):  # type: ignore[misc] # gast has no types
    """`try: body; except kinds as caught: ...`; `completed` says whether the handler, which follows, has to run."""

    _fields: ClassVar[tuple[str, ...]] = ("body", "kinds", "completed", "caught")

    def __init__(self, body: Statements, kinds: Any, completed: Any, caught: Any, at: Any) -> None:
        super().__init__()
        self.body = body
        self.kinds = kinds
        self.completed = completed
        self.caught = caught
        placed(self, at)


class Unwind(OwnNode, gast.stmt):  # type: ignore[misc] # gast has no types
    """The beginning of a handler: names mean what they meant when the body raised."""

    _fields: ClassVar[tuple[str, ...]] = ()

    def __init__(self, attempt: Attempt) -> None:
        super().__init__()
        self.attempt = attempt
        placed(self, attempt)


class Exit(OwnNode, gast.stmt):  # type: ignore[misc] # gast has no types
    """`if test: body; leave the loop`."""

    _fields: ClassVar[tuple[str, ...]] = ("test", "body")

    def __init__(self, test: Any, body: Statements, at: Any) -> None:
        super().__init__()
        self.test = test
        self.body = body
        gast.copy_location(self, at)


def placed(node: Any, place: Any) -> Any:
    """The node with the place in the source of another one."""
    gast.copy_location(node, place)
    return gast.fix_missing_locations(node)


def assigned(name: str, value: Any, place: Any) -> Any:
    """`name = value`."""
    return placed(gast.Assign(targets=[stored(name)], value=value, type_comment=None), place)


def stored(name: str) -> Any:
    """A name that is assigned."""
    return gast.Name(id=name, ctx=gast.Store(), annotation=None, type_comment=None)


def constant(value: Any) -> Any:
    """A literal."""
    return gast.Constant(value=value, kind=None)


def loaded(name: str) -> Any:
    """A name that is read."""
    return gast.Name(id=name, ctx=gast.Load(), annotation=None, type_comment=None)


def may_act(node: Any, *more: type) -> bool:
    """Whether evaluating an expression may change something, or has a part of one of these kinds."""
    return any(isinstance(n, (gast.Call, gast.NamedExpr, *more)) for n in gast.walk(node))


def _negated(test: Any) -> Any:
    if isinstance(test, gast.UnaryOp) and isinstance(test.op, gast.Not):
        return test.operand
    return placed(gast.UnaryOp(op=gast.Not(), operand=test), test)


def _blocks(statement: Any) -> list[Statements]:
    parts = [statement, *getattr(statement, "handlers", ())]
    blocks = [getattr(part, f, None) for part in parts for f in ("body", "orelse", "finalbody")]
    return [block for block in blocks if isinstance(block, list)]


def jumps(statements: Statements, kinds: tuple[type, ...] = _JUMPS) -> bool:
    """Whether a jump of these kinds leaves the statements; `break` and `continue` of inner loops stay inside."""
    for statement in statements:
        if isinstance(statement, kinds):
            return True
        if isinstance(statement, _OWN_SCOPE):
            continue
        inner = tuple(k for k in kinds if k is gast.Return) if isinstance(statement, _LOOPS) else kinds
        if inner and any(jumps(block, inner) for block in _blocks(statement)):
            return True
    return False


def ends(statements: Statements) -> bool:
    """Whether control never runs past the statements."""
    if not statements:
        return False
    last = statements[-1]
    if isinstance(last, (*_JUMPS, gast.Raise)):
        return True
    return isinstance(last, gast.If) and ends(last.body) and ends(last.orelse)


class _Structurer:
    def __init__(self) -> None:
        self.flags = 0

    def flag(self, name: str) -> str:
        self.flags += 1
        return name + " " * self.flags

    def block(self, statements: Statements) -> Statements:
        """Move what follows an `if` with jumps into its branches, so that jumps are last."""
        done: Statements = []
        for k, statement in enumerate(statements):
            rest = statements[k + 1 :]
            if isinstance(statement, (*_JUMPS, gast.Raise)):
                return [*done, statement]
            if isinstance(statement, gast.If):
                statement.body, statement.orelse = self.block(statement.body), self.block(statement.orelse)
                if jumps([statement]):
                    return done + self.split(statement, rest)
            elif isinstance(statement, gast.Try | gast.With):
                return done + (self.except_ if getattr(statement, "handlers", ()) else self.around)(statement, rest)
            elif isinstance(statement, _LOOPS):
                loop = self.loop(statement)
                if len(loop) > 1:
                    return done + loop[:-1] + self.block([loop[-1], *rest])
                done.append(loop[0])
                continue
            elif isinstance(statement, gast.FunctionDef):
                structure(statement)
            done.append(statement)
        return done

    def split(self, statement: Any, rest: Statements) -> Statements:
        if ends(statement.body):
            statement.orelse = self.block(statement.orelse + rest)
            return [statement]
        if ends(statement.orelse):
            statement.body = self.block(statement.body + rest)
            return [statement]
        if not rest:
            return [statement]
        before, (statement,), rest = self.jumps_later([statement], rest)
        return [*before, statement, *self.block(rest)]

    def around(self, statement: Any, rest: Statements) -> Statements:
        """`with` and `finally`: jumps of the body happen behind it."""
        before, statement.body, rest = self.jumps_later(self.block(statement.body), rest)
        if isinstance(statement, gast.Try):
            statement.finalbody = self.block(statement.finalbody)
        return [*before, statement, *self.block(rest)]

    def except_(self, statement: Any, rest: Statements) -> Statements:
        """The body, and whether it came to its end; then one of two blocks: the handler, or what follows the body."""
        if statement.finalbody:
            inner = gast.Try(body=statement.body, handlers=statement.handlers, orelse=statement.orelse, finalbody=[])
            statement.body, statement.handlers, statement.orelse = [placed(inner, statement)], [], []
            return self.around(statement, rest)
        before, body, following = self.jumps_later(self.block(statement.body), statement.orelse)
        completed = self.flag("completed")
        (handler,) = statement.handlers
        attempt = Attempt(body, handler.type, stored(completed), handler.name, statement)
        instead = [Unwind(attempt), *handler.body]
        test = placed(loaded(completed), statement)
        choice = placed(gast.If(test=test, body=following or [gast.Pass()], orelse=instead), statement)
        return [*before, attempt, *self.block([choice, *rest])]

    def jumps_later(self, body: Statements, rest: Statements) -> tuple[Statements, Statements, Statements]:
        """Let the jumps of a body set flags: what stands before it, the body, what follows with the jumps."""
        before: Statements = []
        kinds = [kind for kind in _JUMPS if jumps(body, (kind,))]
        if len(kinds) == 1 and ends(body):
            place = body[-1]
            body = flattened(ReplaceJumps(kinds[0], None).visit(each) for each in body) or [placed(gast.Pass(), place)]
            again = gast.Return(value=loaded(RESULT)) if kinds[0] is gast.Return else kinds[0]()
            return [], body, [placed(again, place)]
        for kind, name in ((gast.Return, "returned"), (gast.Break, "stop"), (gast.Continue, "skip")):
            if jumps(body, (kind,)):
                flag = self.flag(name)
                again = gast.Return(value=loaded(RESULT)) if kind is gast.Return else kind()
                place = body[0]
                body = flattened(ReplaceJumps(kind, flag).visit(each) for each in body)
                before.append(assigned(flag, constant(False), place))
                rest = [placed(gast.If(test=loaded(flag), body=[placed(again, place)], orelse=rest), place)]
        return before, body, rest

    def loop(self, loop: Any) -> Statements:
        """The loop in normal form, preceded and followed by what its returns need."""
        if getattr(loop, "structured", False):
            return [loop]
        loop.body = self.block(loop.body)  # inner loops first: their returns become returns behind them
        if jumps(loop.body, (gast.Return,)):
            flag = self.flag("returned")
            loop.body = [ReplaceJumps(gast.Return, flag, then=gast.Break).visit(s) for s in loop.body]
            loop.body = [s for item in loop.body for s in (item if isinstance(item, list) else [item])]
            after = placed(gast.If(test=loaded(flag), body=[gast.Return(value=loaded(RESULT))], orelse=[]), loop)
            return [assigned(flag, constant(False), loop), *self.loop(loop), after]
        loop.structured = True
        body = _without_continue(loop.body)
        always = isinstance(loop, gast.For) or (isinstance(loop.test, gast.Constant) and bool(loop.test.value))
        if always:
            loop.body, before = self.exits(body, loop)
            return [*before, loop]
        if not jumps(body, (gast.Break,)):
            loop.body = [Exit(_negated(loop.test), [], loop.test), *body]
            return [loop]
        flag = self.flag("stop")
        body = flattened(ReplaceJumps(gast.Break, flag).visit(s) for s in body)
        test = placed(gast.BoolOp(op=gast.Or(), values=[loaded(flag), _negated(loop.test)]), loop.test)
        loop.body = [Exit(test, [], loop.test), *body]
        return [assigned(flag, constant(False), loop), loop]

    def exits(self, body: Statements, loop: Any) -> tuple[Statements, Statements]:
        if not jumps(body, (gast.Break,)):
            return body, []
        direct = _direct_exit(body)
        if direct is not None:
            return direct, []
        flag = self.flag("stop")
        body = flattened(ReplaceJumps(gast.Break, flag).visit(s) for s in body)
        return [assigned(flag, constant(False), loop), *body, Exit(loaded(flag), [], loop)], []


def flattened(items: Any) -> Statements:
    """Statements, some of which are given as lists."""
    return [s for item in items for s in (item if isinstance(item, list) else [item])]


def _direct_exit(body: Statements) -> Statements | None:
    """The body with its only break as `Exit`, if it is the end of an `if` directly in the body."""
    last = body[-1]
    if isinstance(last, gast.Break):
        return [*body[:-1], Exit(placed(constant(True), last), [], last)]
    if not isinstance(last, gast.If) or jumps(body[:-1], (gast.Break,)):
        return None
    for test, leaving, staying in (
        (last.test, last.body, last.orelse),
        (_negated(last.test), last.orelse, last.body),
    ):
        breaks = leaving and isinstance(leaving[-1], gast.Break) and not jumps(leaving[:-1], (gast.Break,))
        if breaks and not jumps(staying, (gast.Break,)):
            return [*body[:-1], Exit(test, leaving[:-1], last), *staying]
    return None


def _without_continue(statements: Statements) -> Statements:
    """The statements without the `continue`s at their ends, which do nothing there."""
    if statements and isinstance(statements[-1], gast.Continue):
        statements = statements[:-1]
    if statements and isinstance(statements[-1], gast.If):
        last = statements[-1]
        last.body = _without_continue(last.body) or [placed(gast.Pass(), last)]
        last.orelse = _without_continue(last.orelse)
    return statements


class ReplaceJumps(gast.NodeTransformer):  # type: ignore[misc] # gast has no types
    """Jumps of one kind set a flag, if given; a `return` keeps its value; `then` is the jump that takes its place."""

    def __init__(self, kind: type, flag: str | None, then: type | None = None) -> None:
        self.kind = kind
        self.flag = flag
        self.then = then

    def generic_visit(self, node: Any) -> Any:
        if isinstance(node, self.kind):
            value = getattr(node, "value", None) or constant(None)
            kept = [assigned(RESULT, value, node)] if self.kind is gast.Return else []
            then = [placed(self.then(), node)] if self.then else []
            noted = [] if self.flag is None else [assigned(self.flag, constant(True), node)]
            return [*kept, *noted, *then]
        if isinstance(node, _OWN_SCOPE) or (isinstance(node, _LOOPS) and self.kind is not gast.Return):
            return node
        return super().generic_visit(node)


def structured_block(statements: Statements) -> Statements:
    """Statements in the normal form that are no function."""
    return _Structurer().block(statements)


def structure(function: Any) -> None:
    """Bring the body of a function definition, and of those inside it, into the normal form, in place."""
    structurer = _Structurer()
    body = structurer.block(function.body)
    function.body = body if ends(body) or not jumps(body) else _with_final_return(body)


def _with_final_return(body: Statements) -> Statements:
    last = body[-1]
    if isinstance(last, gast.If) and jumps([last]):
        last.body = last.body if ends(last.body) else _with_final_return(last.body or [placed(gast.Pass(), last)])
        last.orelse = (
            last.orelse if ends(last.orelse) else _with_final_return(last.orelse or [placed(gast.Pass(), last)])
        )
        return body
    return [*body, placed(gast.Return(value=constant(None)), last)]
