"""Turns a schedule into the statements of a Python function (gast); comments are marker statements.

Assign z.1, Append z_tape        z = np.sin(x * z) + x; z_tape.append(z)
"""

from __future__ import annotations

import operator
from typing import Any

import gast
from typing_extensions import assert_never

from s2sad.analysis.inference import known
from s2sad.codegen.expressions import BINARY, Expressions, call, constant, name, negated, signed, target
from s2sad.codegen.inlining import TEMPORARIES
from s2sad.codegen.naming import Names
from s2sad.codegen.schedule import (
    BLOCKS,
    Append,
    Around,
    Assign,
    Attempt,
    Branch,
    Iterate,
    Move,
    NewList,
    Remark,
    Return,
    Statement,
    Write,
)
from s2sad.codegen.silence import is_quiet, silenced
from s2sad.codegen.unpacking import unpacked
from s2sad.errors import SourceSpan
from s2sad.ir.ops import Call, Const, Loop, Operand, Source, Value
from s2sad.ir.types import Array, Scalar, Tuple, is_numeric
from s2sad.runtime import containers, indexing, statements, tree

REMARK = "s2sad_remark_"
ORIGIN = "s2sad_origin_"


class StatementPrinter:
    """Statements of one function; `comments` are the texts of the markers."""

    def __init__(self, names: Names, expressions: Expressions) -> None:
        self.names = names
        self.expressions = expressions
        self.comments: list[str] = []
        self.origin: SourceSpan | None = None
        self.values: dict[int, Statement] = {}

    def block(self, statements_: list[Statement]) -> list[Any]:
        """The nodes of a block."""
        found: list[Any] = []
        quiet: list[bool] = []
        k = 0
        while k < len(statements_):
            statement = statements_[k]
            following = statements_[k + 1] if k + 1 < len(statements_) else None
            comprehension = self._comprehension(statement, following)
            if comprehension is not None:
                nodes, k = [comprehension], k + 1
            else:
                nodes = self.statement(statement)
            for node in nodes:
                self.values[id(node)] = statement
            if nodes:
                found.extend(self._origin_marker(statement))
            found.extend(nodes)
            quiet.extend([is_quiet(statement, self.expressions.inlining)] * (len(found) - len(quiet)))
            k += 1
        return silenced(found, quiet, self.expressions)

    def _origin_marker(self, statement: Statement) -> list[Any]:
        op = getattr(statement, "op", None)
        origin = getattr(op, "origin", None)
        if op is None or (origin is not None and _same_line(origin, self.origin)):
            return []
        self.origin = origin
        if origin is None or not origin.text.strip() or isinstance(statement, BLOCKS):
            self.origin = None if isinstance(statement, BLOCKS) else origin
            return []
        return [self._marker(ORIGIN, origin.text.strip())]

    def _marker(self, kind: str, text: str) -> Any:
        self.comments.append(text)
        return gast.Expr(value=name(f"{kind}{len(self.comments) - 1}"))

    def statement(self, statement: Statement) -> list[Any]:  # noqa: C901 - one case per statement
        """The nodes of a statement."""
        e = self.expressions
        match statement:
            case Assign():
                return self._assign(statement)
            case Write():
                return self._write(statement)
            case Move():
                return self._moves(statement)
            case NewList():
                return [_assign(self.names.of(statement.value), gast.List(elts=[], ctx=gast.Load()))]
            case Append():
                method = gast.Attribute(value=name(self.names.of(statement.target)), attr="append", ctx=gast.Load())
                return [gast.Expr(value=call(method, [e.operand(statement.source)]))]
            case Branch():
                return self._branch(statement)
            case Attempt():
                return self._attempt(statement)
            case Around():
                return self._around(statement)
            case Iterate():
                return self._iterate(statement)
            case Return():
                return [gast.Return(value=e.operand(statement.operand))]
            case Remark():
                self.origin = None
                return [self._marker(REMARK, statement.text)]
            case _:
                assert_never(statement)

    def _assign(self, statement: Assign) -> list[Any]:
        op, e = statement.op, self.expressions
        if isinstance(op, Call) and op.callee is statements.assert_:
            message = e.operand(op.args[1]) if len(op.args) > 1 else None
            return [gast.Assert(test=e.operand(op.args[0]), msg=message)]
        if isinstance(op, Call) and op.callee is statements.kept:
            return []
        if isinstance(op, Call) and op.callee is statements.raise_:
            parts = [e.operand(a) for a in op.args]
            return [gast.Raise(exc=parts[0] if parts else None, cause=parts[1] if len(parts) > 1 else None)]
        if statement.value is None:
            return [gast.Expr(value=e.operation(op))]
        if isinstance(op, Call):
            augmented = self._augmented(statement, op)
            if augmented is not None:
                return [augmented]
        return [_assign(self.names.of(statement.value), e.operation(op))]

    def _augmented(self, statement: Assign, op: Call) -> Any:
        """`x += v`: of numbers always, of arrays where that may happen in place."""
        if op.callee not in BINARY or op.callee is operator.matmul or not op.args or statement.value is None:
            return None
        first = op.args[0]
        is_same = isinstance(first, Value) and first not in self.expressions.inlining
        if not is_same or not self.names.same(statement.value, first):
            return None
        if not statement.in_place and not isinstance(op.result.type, Scalar):
            return None
        node = target(self.names.of(statement.value))
        return gast.AugAssign(target=node, op=BINARY[op.callee](), value=self.expressions.operand(op.args[1]))

    def _write(self, statement: Write) -> list[Any]:
        op, e = statement.op, self.expressions
        found = [self._write_itself(op, e)]
        if not self.names.same(statement.value, statement.target):
            found.append(_assign(self.names.of(statement.value), e.operand(statement.target)))
        return found

    def _write_itself(self, op: Call, e: Expressions) -> Any:
        match op.callee:
            case containers.store | indexing.updated | tree.list_updated:
                return self._store(op, e)
            case tree.part_updated:
                xs, value, *path = op.args
                return gast.Assign(targets=[e.part(xs, path)], value=e.operand(value), type_comment=None)
            case tree.part_added:
                return self._add_to_part(op, e)
            case containers.appended:
                return gast.Expr(value=call(e.attribute(op.args[0], "append"), [e.operand(op.args[1])]))
            case containers.without_last:
                return gast.Expr(value=call(e.attribute(op.args[0], "pop"), []))
            case _:
                return self._add_at(op, e)

    def _store(self, op: Call, e: Expressions) -> Any:
        x, index, value = op.args
        definition = e.inlining.definitions.get(value)
        binary = isinstance(definition, Call) and definition.callee in BINARY and len(definition.args) == 2
        if isinstance(definition, Call) and binary and definition.callee is not operator.matmul:
            augmented = self._augmented_store(x, index, definition, e)
            if augmented is not None:
                return augmented
        return gast.Assign(targets=[e.subscript(x, index, store=True)], value=e.operand(value), type_comment=None)

    def _augmented_store(self, x: Operand, index: Operand, definition: Call, e: Expressions) -> Any:
        """`x[i] += v` for `x[i] = x[i] + v`."""
        first = definition.args[0]
        whole = isinstance(index, Const) and index.value is Ellipsis
        kind = BINARY[definition.callee]()
        if whole and first is x:
            owner = e.operand(x)
            target = _stored(owner) if isinstance(owner, gast.Name) else e.subscript(x, index, store=True)
            return gast.AugAssign(target=target, op=kind, value=e.operand(definition.args[1]))
        read = e.inlining.definitions.get(first)
        if not isinstance(read, Call) or read.callee not in (operator.getitem, containers.read_attribute):
            return None
        if not isinstance(x.type, Array) and not isinstance(first.type, Scalar):
            return None  # an array in a list would be changed, which may be somebody else's
        same_index = read.args[1] is index or (isinstance(index, Const) and _same_const(read.args[1], index))
        if not same_index or not isinstance(x, Value) or not self._same_variable(x, read.args[0]):
            return None
        return gast.AugAssign(target=e.subscript(x, index, store=True), op=kind, value=e.operand(definition.args[1]))

    def _same_variable(self, a: Value, b: Operand) -> bool:
        return a is b or (isinstance(b, Value) and a not in self.expressions.inlining and self.names.same(a, b))

    def _add_to_part(self, op: Call, e: Expressions) -> Any:
        """`xs[k]['w'] += v`."""
        xs, value, *path = op.args
        if is_numeric(value.type):
            sign, added = signed(e.operand(value))
            return gast.AugAssign(target=e.part(xs, path), op=sign, value=added)
        parts = [e.part(xs, path, store) for store in (True, False)]
        total = call(name(e.references.of(tree.add)), [parts[1], e.operand(value)])
        return gast.Assign(targets=parts[:1], value=total, type_comment=None)

    def _add_at(self, op: Call, e: Expressions) -> Any:
        x, index, value = op.args
        if op.callee is indexing.add_at and indexing.may_repeat_type(known(index)):
            e.references.imports["import numpy as np"] = None
            return gast.Expr(value=call(name("np.add.at"), [e.operand(x), e.operand(index), e.operand(value)]))
        if not is_numeric(value.type) and not isinstance(x.type, Array):  # `+=` of lists and tuples would join them
            added = call(name(e.references.of(tree.add)), [e.subscript(x, index), e.operand(value)])
            return gast.Assign(targets=[e.subscript(x, index, store=True)], value=added, type_comment=None)
        sign, added = signed(e.operand(value))
        return gast.AugAssign(target=e.subscript(x, index, store=True), op=sign, value=added)

    # -- moves ----------------------------------------------------------------------------------------------------

    def _moves(self, statement: Move) -> list[Any]:
        """Assignments that happen at once: in an order in which none destroys what another reads, else as a tuple."""
        pending = [(t, s) for t, s in statement.pairs if not self._is_same(t, s)]
        found: list[Any] = []
        while pending:
            free = [p for p in pending if not any(self._reads(s, p[0]) for t, s in pending if t is not p[0])]
            if not free:
                targets = gast.Tuple(elts=[target(self.names.of(t)) for t, _ in pending], ctx=gast.Store())
                sources = gast.Tuple(elts=[self.expressions.operand(s) for _, s in pending], ctx=gast.Load())
                return [*found, gast.Assign(targets=[targets], value=sources, type_comment=None)]
            first = free[0]
            found.append(_assign(self.names.of(first[0]), self.expressions.operand(first[1])))
            pending.remove(first)
        return found

    def _is_same(self, a: Value, b: Operand) -> bool:
        return isinstance(b, Value) and b not in self.expressions.inlining and self.names.same(a, b)

    def _reads(self, source: Operand, variable: Value) -> bool:
        leaves = self.expressions.inlining.leaves(source)
        return any(self.names.of(variable) == self.names.of(leaf) for leaf in leaves)

    # -- control flow ---------------------------------------------------------------------------------------------

    def _branch(self, statement: Branch) -> list[Any]:
        test = self.expressions.operand(statement.op.condition)
        then = self.block(statement.then)
        self.origin = None
        orelse = self.block(statement.orelse)
        self.origin = None
        if not then and not orelse:
            return []
        if not then:
            then, orelse, test = orelse, [], negated(test)
        return [gast.If(test=test, body=then, orelse=orelse)]

    def _attempt(self, statement: Attempt) -> list[Any]:
        blocks = []
        for block in (statement.body, statement.handler, statement.otherwise):
            self.origin = None
            blocks.append(self.block(block))
        self.origin = None
        body, handler, otherwise = blocks
        if not body:
            return otherwise
        kinds = [self.expressions.operand(kind) for kind in statement.kinds]
        kind = kinds[0] if len(kinds) == 1 else gast.Tuple(elts=kinds, ctx=gast.Load())
        caught = None if statement.caught is None else target(self.names.of(statement.caught))
        clause = gast.ExceptHandler(type=kind, name=caught, body=handler or [gast.Pass()])
        return [gast.Try(body=body, handlers=[clause], orelse=otherwise, finalbody=[])]

    def _around(self, statement: Around) -> list[Any]:
        self.origin = None
        body = self.block(statement.body) or [gast.Pass()]
        self.origin = None
        if statement.last is not None:
            last = self.block(statement.last) or [gast.Pass()]
            self.origin = None
            return [gast.Try(body=body, handlers=[], orelse=[], finalbody=last)]
        entered = None if statement.value is None else target(self.names.of(statement.value))
        manager = self.expressions.operand(statement.op.args[0])
        item = gast.withitem(context_expr=manager, optional_vars=entered)
        return [gast.With(items=[item], body=body, type_comment=None)]

    def _iterate(self, statement: Iterate) -> list[Any]:
        op, e = statement.op, self.expressions
        self.origin = None
        before = self.block(statement.before)
        leaving = self.block(statement.leaving)
        after = self.block(statement.after)
        self.origin = None
        test = e.operand(op.before.yields[0]) if op.before and not _is_never_left(op) else None
        if not op.sources and not before and not leaving:
            return [gast.While(test=_negation(test), body=after or [gast.Pass()], orelse=[])]
        body = before
        if test is not None:
            body = [*body, gast.If(test=test, body=[*leaving, gast.Break()], orelse=[])]
        body = [*body, *after] or [gast.Pass()]
        if not op.sources:
            return [gast.While(test=constant(True), body=body, orelse=[])]
        targets, iterable = self._header(op)
        sizes = {self.names.of(s.target): _count(s.target) for s in op.sources if _count(s.target)}
        targets, body = unpacked(targets, body, sizes)
        return [gast.For(target=targets, iter=iterable, body=body, orelse=[], type_comment=None)]

    def _header(self, op: Loop) -> tuple[Any, Any]:
        e = self.expressions
        counters = [s for s in op.sources if self._start(s) is not None]
        others = [s for s in op.sources if self._start(s) is None]
        if len(counters) == 1 and others:
            inner_target, inner = self._zipped(others)
            start = self._start(counters[0])
            assert start is not None
            known_zero = isinstance(start, Const) and start.value == 0
            args = [inner] if known_zero else [inner, e.operand(start)]
            both = gast.Tuple(elts=[target(self.names.of(counters[0].target)), inner_target], ctx=gast.Store())
            return both, call(name("enumerate"), args)
        return self._zipped(list(op.sources))

    def _start(self, source: Source) -> Operand | None:
        definition = self.expressions.inlining.definitions.get(source.iterable)
        if isinstance(definition, Call) and definition.callee is containers.counting:
            return definition.args[0]
        return None

    def _zipped(self, sources: list[Source]) -> tuple[Any, Any]:
        e = self.expressions
        if len(sources) == 1:
            return target(self.names.of(sources[0].target)), e.operand(sources[0].iterable)
        targets = gast.Tuple(elts=[target(self.names.of(s.target)) for s in sources], ctx=gast.Store())
        return targets, call(name("zip"), [e.operand(s.iterable) for s in sources])

    def _comprehension(self, statement: Statement, following: Statement | None) -> Any:
        """`xs = [e for i in it]` for a loop that does nothing but collect."""
        if not isinstance(statement, NewList) or not isinstance(following, Iterate):
            return None
        op, after = following.op, following.after
        if op.params or op.before is not None or len(after) != 1 or not isinstance(after[0], Append):
            return None
        if after[0].target is not statement.value:
            return None
        targets, iterable = self._header(op)
        element = self.expressions.operand(after[0].source)
        generator = gast.comprehension(target=targets, iter=iterable, ifs=[], is_async=0)
        return _assign(self.names.of(statement.value), gast.ListComp(elt=element, generators=[generator]))


def _count(value: Value) -> int:
    """How many elements a tuple without a name of its own has; 0 for anything else."""
    plain = isinstance(value.type, Tuple) and value.type.cls is None and value.name in TEMPORARIES
    return len(value.type.elements) if plain and isinstance(value.type, Tuple) else 0


def _assign(identifier: str, value: Any) -> Any:
    return gast.Assign(targets=[target(identifier)], value=value, type_comment=None)


def _stored(node: Any) -> Any:
    node.ctx = gast.Store()
    return node


def _same_line(a: SourceSpan, b: SourceSpan | None) -> bool:
    return b is not None and (a.filename, a.lineno) == (b.filename, b.lineno)


def _same_const(a: Operand, b: Const) -> bool:
    return isinstance(a, Const) and type(a.value) is type(b.value) and bool(a.value == b.value)


def _is_never_left(op: Loop) -> bool:
    """Whether it is known that nothing leaves a loop over something before its end."""
    condition = op.before.yields[0] if op.before else None
    return bool(op.sources) and isinstance(condition, Const) and condition.value is False


def _negation(test: Any) -> Any:
    if isinstance(test, gast.UnaryOp) and isinstance(test.op, gast.Not):
        return test.operand
    if isinstance(test, gast.BoolOp) and isinstance(test.op, gast.Or):
        return gast.BoolOp(op=gast.And(), values=[_negation(v) for v in test.values])
    return negated(test)
