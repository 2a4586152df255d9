"""Inserts copies: of values that are read after a write, of what is written to, of what goes onto a tape.

y = add x.1, 1 after x.2 = store x.1, i, v       x.3 = np.copy x.1 before the write; y = add x.3, 1
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field, replace

import numpy as np

from s2sad.codegen.writes import STORES, Scan, Write, written_by
from s2sad.errors import AliasingError, SourceSpan
from s2sad.ir.ops import Call, Comment, Function, FunctionRef, If, Loop, Operand, Operation, Region, Value
from s2sad.ir.types import Array
from s2sad.runtime import containers, tree


@dataclass
class Fixes:
    """Copies to insert in one round."""

    saved: dict[Value, set[Write]] = field(default_factory=dict)
    targets: set[Call] = field(default_factory=set)
    inits: set[tuple[Loop, int]] = field(default_factory=set)
    elements: set[tuple[Call, int]] = field(default_factory=set)
    collects: set[tuple[Loop, Operand]] = field(default_factory=set)
    yields: set[tuple[Region, int]] = field(default_factory=set)

    def __bool__(self) -> bool:
        once = self.saved or self.targets or self.inits or self.elements
        return bool(once or self.collects or self.yields)


def copy_of(value: Operand, missing: Collection[Operand], name: str | None = None) -> Call:
    """The operation that copies a value; `missing` are those that may be undefined."""
    callee = np.copy if isinstance(value.type, Array) and value not in missing else tree.copy
    if name is None:
        name = value.name if isinstance(value, Value) else "t"
    return Call((Value(name, value.type),), callee, (value,))


def may_be_shared(written: Operand, span: SourceSpan | None) -> AliasingError:
    """The refusal of a write to memory that something else may share, in a way for which no copy helps."""
    name = written.name if isinstance(written, Value) else ""
    is_in_line = span is not None and re.search(rf"\b{re.escape(name)}\b", span.text) is not None
    called = f"`{name}`" if name and is_in_line else "An object that has no name"
    return AliasingError(
        f"{called} is written in place, and another variable may be the same memory",
        span,
        "Make them different arrays, for example with `.copy()`.",
    )


class Inserter:
    """Applies one round of fixes."""

    def __init__(self, fixes: Fixes, scan: Scan, missing: set[Operand]) -> None:
        self.fixes = fixes
        self.scan = scan
        self.missing = missing
        self.copies: dict[Value, Call] = {}
        for value in fixes.saved:
            self._plan_copy(value)
        self.bases: dict[Operand, Operand] = {}
        self.counter = 0
        self.loops: tuple[Loop, ...] = ()
        self.untaken: frozenset[int] = frozenset()

    def function(self, function: Function) -> Function:
        body = self.region(function.body, [self.copies[p] for p in function.params if p in self.copies])
        return replace(function, body=body)

    def _plan_copy(self, value: Value) -> Call:
        """The copy of a value that is read after a write; a display is made again of the copies of its elements."""
        if value in self.copies:
            return self.copies[value]
        copy = copy_of(value, self.missing)
        definition = self.scan.definitions.get(value)
        if isinstance(definition, Call) and definition.callee in (containers.pack, containers.build_list):
            saved = {a for a in definition.args if isinstance(a, Value) and a in self.fixes.saved}
            args = tuple(self._plan_copy(a).result if a in saved else a for a in definition.args)
            copy = replace(definition, results=copy.results, args=args)
        self.copies[value] = copy
        return copy

    def _read(self, operand: Operand) -> Operand:
        """What an operand is at the current position: the copy, if a write came before."""
        if not isinstance(operand, Value) or operand not in self.copies:
            return operand
        home = self.scan.defined_at[operand]
        for write in self.fixes.saved[operand]:
            around = any(loop not in home for loop in self.loops if loop in write.loops)
            if around or (self.counter > write.position and not self.untaken & write.regions):
                return self.copies[operand].result
        return operand

    def region(self, region: Region, first: list[Call], loop: Loop | None = None) -> Region:
        ops: list[Operation] = list(first)
        for op in region.ops:
            self.counter += 1
            ops.extend(self.operation(op))
            ops.extend(self.copies[r] for r in op.results if r in self.copies)
        self.counter += 1
        yields = []
        for k, operand in enumerate(region.yields):
            read = self._read(operand)
            wanted = (region, k) in self.fixes.yields
            wanted |= (
                loop is not None
                and k >= len(loop.params)
                and (loop, operand) in self.fixes.collects
                and read is operand
            )
            if wanted:
                kept = loop is not None and k >= len(loop.params)
                copy = copy_of(read, self.missing, "t" if kept else None)
                ops.append(copy)
                read = copy.result
            yields.append(read)
        return Region(tuple(ops), tuple(yields))

    def operation(self, op: Operation) -> list[Operation]:
        match op:
            case Call():
                return self._call(op)
            case If():
                condition = self._read(op.condition)
                then = self.region(op.then, [])
                outer, self.untaken = self.untaken, self.untaken | {id(op.then)}
                orelse = self.region(op.orelse, [])
                self.untaken = outer
                self._keep(op, op.results, op.then.yields, then.yields)
                self._keep(op, op.results, op.orelse.yields, orelse.yields)
                return [replace(op, condition=condition, then=then, orelse=orelse)]
            case Loop():
                return self._loop(op)
            case Comment():
                return [op]

    def _call(self, op: Call) -> list[Operation]:
        args = tuple(map(self._read, op.args))
        if op.callee is containers.rejoined:
            # The part was read of the array or, where a write came before, of its copy: it is a part of that one.
            args = (self.bases.get(op.args[2], op.args[0]), *args[1:])
        self._note_base(op, args)
        stays = op.callee in STORES or isinstance(op.callee, FunctionRef)
        if stays and op.origin is None and any(self._read(each) is not each for each in written_by(op)):
            raise may_be_shared(op.result, op.span)
        kwargs = tuple((k, self._read(v)) for k, v in op.kwargs)
        elements = [k for k in range(len(args)) if (op, k) in self.fixes.elements]
        if elements:
            copies = {k: copy_of(args[k], self.missing) for k in elements}
            args = tuple(copies[k].result if k in copies else a for k, a in enumerate(args))
            return [*copies.values(), replace(op, args=args)]
        if op in self.fixes.targets:
            copy = copy_of(args[0], self.missing)
            return [copy, replace(op, args=(copy.result, *args[1:]), kwargs=kwargs)]
        return [replace(op, args=args, kwargs=kwargs)]

    def _keep(self, op: If | Loop, results: Iterable[Operand], old: Iterable[Operand], new: Iterable[Operand]) -> None:
        """Refuse a copy in place of what the caller sees, where a later write would go to the copy."""
        for result, before, now in zip(results, old, new, strict=False):
            outside = any(not token.owned for token in self.scan.memory.of(before))
            if now is not before and result in self.scan.buffers and outside:
                raise may_be_shared(result, op.span)

    def _note_base(self, op: Call, args: tuple[Operand, ...]) -> None:
        """Remember of which copy a part is, through the writes to the part."""
        if not op.results or not op.args:
            return
        if op.callee is containers.rejoined or op.callee in STORES:
            if op.args[0] in self.bases:
                self.bases[op.result] = self.bases[op.args[0]]
        elif args[0] is not op.args[0]:
            self.bases[op.result] = args[0]

    def _loop(self, op: Loop) -> list[Operation]:
        added: list[Operation] = []
        inits = []
        for k, init in enumerate(op.inits):
            read = self._read(init)
            if (op, k) in self.fixes.inits:
                added.append(copy_of(read, self.missing, op.params[k].name))
                read = added[-1].results[0]
            inits.append(read)
        sources = tuple(replace(s, iterable=self._read(s.iterable)) for s in op.sources)
        heads = (*op.params, *(s.target for s in op.sources))
        first = [self.copies[p] for p in heads if p in self.copies]
        outer, self.loops = self.loops, (*self.loops, op)
        before = self.region(op.before, first, op) if op.before else None
        after = self.region(op.after, [] if before else first, op)
        self.loops = outer
        self._keep(op, op.params, op.inits, inits)
        self._keep(op, op.params, op.after.yields, after.yields)
        if op.before is not None and before is not None:
            self._keep(op, op.results, op.before.yields[1:], before.yields[1:])
        return [*added, replace(op, inits=tuple(inits), sources=sources, before=before, after=after)]
