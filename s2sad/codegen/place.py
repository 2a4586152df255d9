"""Decides what happens in place, and inserts the copies that this needs.

    x.2 = store x.1, i, v       x.1 is dead afterwards: x[i] = v
    t = getitem x.1, 1:-1       t is read after the write: t = x[1:-1].copy()
    b.2 = add_at b.1, i, v      b.1 is the function's own and dead: b[i] += v; else on a copy of it

A `store` of the user's program stays in the user's buffer: whoever needs the old content gets a copy of it. A write of
derivative code goes in place where the buffer is its own, else into a copy. (One-shot bufferisation, as in MLIR.)
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field, replace

import numpy as np

from s2sad.analysis.memory import Memory, Tokens, memory_of, tokens_overlap
from s2sad.analysis.ownership import FUNCTIONAL, HOLDERS, is_list_slice, is_memory
from s2sad.analysis.undefined import maybe_undefined
from s2sad.errors import AliasingError
from s2sad.ir.ops import Call, Comment, Const, Function, If, Loop, Operand, Operation, Region, Value, operands_of
from s2sad.ir.rewrite import free_values
from s2sad.ir.types import Array, FixedList, List, Unknown, dims_of
from s2sad.rules.table import RuleTable
from s2sad.runtime import containers, tree

STORES = (containers.store, containers.appended)
LIST_WRITES = (containers.appended, containers.without_last, tree.list_updated)
MAX_ROUNDS = 50


@dataclass(eq=False)
class _Write:
    """A write, and what is live after it."""

    op: Call
    live: frozenset[Operand]
    position: int
    loops: tuple[Loop, ...]
    tapes: tuple[tuple[Loop, Operand], ...]
    regions: frozenset[int]


@dataclass
class _Fixes:
    """Copies to insert in one round."""

    saved: dict[Value, set[_Write]] = field(default_factory=dict)
    targets: set[Call] = field(default_factory=set)
    inits: set[tuple[Loop, int]] = field(default_factory=set)
    collects: set[tuple[Loop, Operand]] = field(default_factory=set)
    yields: set[tuple[Region, int]] = field(default_factory=set)

    def __bool__(self) -> bool:
        return bool(self.saved or self.targets or self.inits or self.collects or self.yields)


class _Scan:
    """One walk over a function: positions, definitions, and what is live after each write."""

    def __init__(self, function: Function, memory: Memory, sums: set[Call] | None = None) -> None:
        self.memory = memory
        self.sums = sums or set()
        self.writes: list[_Write] = []
        self.definitions: dict[Value, Operation | Loop | None] = dict.fromkeys(function.params)
        self.defined_at: dict[Value, tuple[Loop, ...]] = dict.fromkeys(function.params, ())
        self.position: dict[int, int] = {}
        self.uses: dict[Operand, list[tuple[int, tuple[Loop, ...]]]] = {}
        self.regions: dict[int, frozenset[int]] = {}
        self.params: dict[Value, tuple[Loop, int]] = {}
        self.results: dict[Value, tuple[If | Loop, int]] = {}
        self.replaced: dict[Operand, list[Call]] = {}
        self.counter = 0
        self._number(function.body, (), frozenset())
        self._live(function.body, set(memory_of(function.body.yields)), (), ())
        self.writes.reverse()

    def _number(self, region: Region, loops: tuple[Loop, ...], outer: frozenset[int]) -> None:
        around = outer | {id(region)}
        for op in region.ops:
            self.counter += 1
            self.position[id(op)] = self.counter
            self.regions[id(op)] = around
            self._use(self._reads(op), loops)
            for r in op.results:
                self.definitions[r] = op
                self.defined_at[r] = loops
            match op:
                case Call(callee=callee) if callee in LIST_WRITES:
                    self.replaced.setdefault(op.args[0], []).append(op)
                case If():
                    for branch in (op.then, op.orelse):
                        self._number(branch, loops, around)
                    for k, r in enumerate(op.results):
                        self.results[r] = (op, k)
                case Loop():
                    self._number_loop(op, loops, around)
                case _:
                    pass
        self.counter += 1
        self._use(region.yields, loops)

    def _number_loop(self, op: Loop, loops: tuple[Loop, ...], around: frozenset[int]) -> None:
        inside = (*loops, op)
        for k, p in enumerate(op.params):
            self.definitions[p] = op
            self.defined_at[p] = inside
            self.params[p] = (op, k)
        for source in op.sources:
            self.definitions[source.target] = op
            self.defined_at[source.target] = inside
        for inner in op.regions:
            self._number(inner, inside, around)
        for k, r in enumerate(op.results):
            self.results[r] = (op, k)

    def _use(self, operands: Iterable[Operand], loops: tuple[Loop, ...]) -> None:
        for operand in memory_of(operands):
            self.uses.setdefault(operand, []).append((self.counter, loops))

    @staticmethod
    def _reads(op: Operation) -> tuple[Operand, ...]:
        if isinstance(op, Call) and op.callee is containers.rejoined:
            return ()  # the parent is named only to say what the part belongs to
        if isinstance(op, Call) and op.callee in (np.zeros_like, np.ones_like, np.shape, np.size):
            return op.operands[1:]  # the content does not matter
        return operands_of(op)

    def _live(
        self, region: Region, live: set[Operand], loops: tuple[Loop, ...], tapes: tuple[tuple[Loop, Operand], ...]
    ) -> None:
        """Walk backwards; `live` is what is live after the region, and becomes what is live before it."""
        for op in reversed(region.ops):
            match op:
                case Call():
                    live.difference_update(op.results)
                    if is_write(op) or op in self.sums:
                        position, regions = self.position[id(op)], self.regions[id(op)]
                        self.writes.append(_Write(op, frozenset(live), position, loops, tapes, regions))
                case If():
                    live.difference_update(op.results)
                    before: set[Operand] = set()
                    for branch in (op.then, op.orelse):
                        inner = live | set(memory_of(branch.yields))
                        self._live(branch, inner, loops, tapes)
                        before |= inner
                    live |= before
                case Loop():
                    self._live_loop(op, live, loops, tapes)
                case Comment():
                    pass
            live.update(memory_of(self._reads(op)))

    def _live_loop(
        self, op: Loop, live: set[Operand], loops: tuple[Loop, ...], tapes: tuple[tuple[Loop, Operand], ...]
    ) -> None:
        live.difference_update(op.results)
        around: set[Operand] = set(live)
        for region in op.regions:
            around |= set(memory_of(free_values(region)))
        own = set(op.params) | {s.target for s in op.sources}
        for region in op.regions:
            own |= {r for each in region.ops for r in each.results}
        around -= own
        kept = (*tapes, *((op, c) for c in op.collected if is_memory(c.type)))
        inside = (*loops, op)
        after = around | set(memory_of(op.after.yields))
        self._live(op.after, after, inside, kept)
        if op.before is not None:
            first = after | around | set(memory_of(op.before.yields))
            self._live(op.before, first, inside, kept)
        live |= around - set(op.results)


def is_write(op: Call) -> bool:
    """Whether a call changes its first argument in place."""
    return op.callee in STORES or op.callee in FUNCTIONAL or op.callee is containers.without_last


def _makes_list(op: Call) -> bool:
    """Whether a call makes a new list, whatever its elements are."""
    if op.callee is containers.joined:
        return True
    lists = (List, FixedList)
    return isinstance(op.result.type, lists) and not any(isinstance(a.type, (*lists, Unknown)) for a in op.args[:1])


def _holds_elements(op: Call) -> bool:
    """Whether a call makes or changes a list without changing its elements."""
    if op.callee is containers.store:
        return isinstance(op.result.type, List | FixedList)
    return op.callee in LIST_WRITES or op.callee is containers.build_list


def is_accumulation(op: Operation) -> bool:
    """Whether an operation of derivative code adds to an array of the same type: a candidate for `+=`."""
    return (
        isinstance(op, Call)
        and op.callee in (operator.add, operator.iadd)
        and op.origin is not None
        and isinstance(op.result.type, Array)
        and op.args[0].type == op.result.type
        and None not in dims_of(op.result.type)
    )


class _Placer:
    def __init__(self, rules: RuleTable, function: Function) -> None:
        self.memory = Memory(rules, function)
        self.scan = _Scan(function, self.memory)
        self.fixes = _Fixes()

    def find(self) -> _Fixes:
        """The copies that are needed now."""
        for write in self.scan.writes:
            target = write.op.args[0]
            must_stay = write.op.callee in STORES
            if not must_stay:
                self._own(target, write)
            for value in write.live:
                if isinstance(value, Value) and self.memory.may_share(value, target):
                    self._conflict(write, value, target, must_stay)
            for loop, collected in write.tapes:
                if not self._same_element(write, collected) and self.changes_tape(loop, collected, target):
                    self.fixes.collects.add((loop, collected))
        return self.fixes

    def _conflict(self, write: _Write, value: Value, target: Operand, must_stay: bool) -> None:
        if self._same_element(write, value) or self._is_older(write, value):
            return
        if must_stay or (value is not target and self._is_view(value)):
            self._save(write, value)
        else:
            self.fixes.targets.add(write.op)

    def _same_element(self, write: _Write, value: Operand) -> bool:
        """A write to a list changes which elements it holds, not the elements; only `list_add_at` changes one."""
        if not isinstance(value.type, Array) or isinstance(write.op.args[0].type, Array | Unknown):
            return False
        return write.op.callee is not tree.list_add_at or self._is_taken_out(value)

    def _is_older(self, write: _Write, value: Value) -> bool:
        """Whether a write changes a list that was made after `value`, with elements of it perhaps."""
        if not _holds_elements(write.op) or write.op.callee is containers.build_list:
            return False
        made = self.scan.definitions.get(write.op.args[0])  # type: ignore[arg-type]
        while isinstance(made, Call) and made.callee in (*LIST_WRITES, containers.store):
            made = self.scan.definitions.get(made.args[0])  # type: ignore[arg-type]
        if not isinstance(made, Call) or not (_makes_list(made) or is_list_slice(made)):
            return False
        definition = self.scan.definitions.get(value)
        return definition is None or self.scan.position[id(definition)] < self.scan.position[id(made)]

    def _is_taken_out(self, value: Operand) -> bool:
        """Whether an array was an element of a list, and another one took its place."""
        definition = self.scan.definitions.get(value) if isinstance(value, Value) else None
        if not isinstance(definition, Call) or definition.callee is not operator.getitem:
            return False
        source, index = definition.args
        return any(
            op.args[1] == index if op.callee is tree.list_updated else index == Const(-1)
            for op in self.scan.replaced.get(source, ())
            if op.callee is not containers.appended
        )

    def _save(self, write: _Write, value: Value) -> None:
        definition = self.scan.definitions.get(value)
        if isinstance(definition, Call) and definition.callee in (containers.pack, containers.build_list):
            for element in memory_of(definition.args):
                if self.memory.may_share(element, write.op.args[0]):
                    self._save(write, element)
        self.fixes.saved.setdefault(value, set()).add(write)

    def _is_view(self, value: Value) -> bool:
        definition = self.scan.definitions.get(value)
        return isinstance(definition, Call) and definition.callee is operator.getitem

    def changes_tape(self, loop: Loop, collected: Operand, target: Operand) -> bool:
        """Whether a write to `target` may change what an earlier run has put on a tape."""
        tokens: Tokens = self.memory.of(collected)
        carried = {t for p in loop.params for t in self.memory.of(p)}
        later = {p for p in carried if self.memory.flows_into(collected, p)}
        older = frozenset(t for t in tokens if t in carried or not self._is_made_in(t, loop)) | later
        return tokens_overlap(frozenset(older), self.memory.of(target))

    def _is_made_in(self, token: object, loop: Loop) -> bool:
        return any(
            token in self.memory.of(r) for region in loop.regions for op in region.ops for r in op.results
        ) and not any(token in self.memory.of(v) for region in loop.regions for v in free_values(region))

    def own_target(self, write: _Write) -> None:
        """Note the copies that a write in place to its first argument needs."""
        self._own(write.op.args[0], write)

    def _own(self, value: Operand, write: _Write) -> None:
        """Make sure that derivative code writes only to memory that it made."""
        seen: set[Operand] = set()

        def own(operand: Operand, give_up: object) -> None:
            if operand in seen:
                return
            seen.add(operand)
            if isinstance(operand, Const):
                return
            definition = self.scan.definitions.get(operand)
            if operand in self.scan.params:
                loop, k = self.scan.params[operand]
                own(loop.inits[k], (loop, k))
                own(loop.next_values[k], (loop.after, k))
            elif operand in self.scan.results:
                self._own_result(operand, own)
            elif isinstance(definition, Call) and _makes_list(definition) and write.op.callee in LIST_WRITES:
                return
            elif isinstance(definition, Call) and _holds_elements(definition):
                self._own_elements(definition, give_up, own)
            elif not isinstance(definition, Call) or not self._is_own(definition, own):
                self._copy_for(give_up)

        own(value, write.op)

    def _own_elements(self, definition: Call, give_up: object, own: Callable[[Operand, object], None]) -> None:
        """A list whose elements are written to: each must be memory of the function, and apart from the others."""
        if definition.callee is containers.build_list:
            rest: Operand | None = None
            elements = memory_of(definition.args)
        else:
            rest, elements = definition.args[0], memory_of(definition.args[1:])
            own(rest, give_up)
        for k, element in enumerate(elements):
            own(element, give_up)
            others = [*elements[:k], *([] if rest is None else [rest])]
            if any(self.memory.may_share(element, other) for other in others):
                self._copy_for(give_up)

    def _own_result(self, operand: Value, own: object) -> None:
        op, k = self.scan.results[operand]
        call = own
        if isinstance(op, If):
            call(op.then.yields[k], (op.then, k))  # type: ignore[operator]
            call(op.orelse.yields[k], (op.orelse, k))  # type: ignore[operator]
        elif k < len(op.params):
            call(op.inits[k], (op, k))  # type: ignore[operator]
            call(op.next_values[k], (op.after, k))  # type: ignore[operator]
            if op.before is not None:
                call(op.exit_values[k], (op.before, k + 1))  # type: ignore[operator]

    def _is_own(self, definition: Call, own: object) -> bool:
        if is_write(definition) or definition in self.scan.sums:
            return True
        if definition.callee is np.broadcast_to or any(not t.owned for t in self.memory.of(definition.result)):
            return False
        return not any(is_memory(a.type) and self.memory.may_share(a, definition.result) for a in definition.args)

    def _copy_for(self, give_up: object) -> None:
        if isinstance(give_up, Call):
            self.fixes.targets.add(give_up)
        elif isinstance(give_up, tuple) and isinstance(give_up[0], Loop):
            self.fixes.inits.add(give_up)
        elif isinstance(give_up, tuple):
            self.fixes.yields.add(give_up)


def copy_of(value: Operand, missing: Collection[Operand]) -> Call:
    """The operation that copies a value; `missing` are those that may be undefined."""
    callee = np.copy if isinstance(value.type, Array) and value not in missing else tree.copy
    name = value.name if isinstance(value, Value) else "t"
    return Call((Value(name, value.type),), callee, (value,))


class _Inserter:
    """Applies one round of fixes."""

    def __init__(self, fixes: _Fixes, scan: _Scan, missing: set[Operand]) -> None:
        self.fixes = fixes
        self.scan = scan
        self.missing = missing
        self.copies: dict[Value, Call] = {}
        for value in fixes.saved:
            self._plan_copy(value)
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
                copy = copy_of(read, self.missing)
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
                return [replace(op, condition=condition, then=then, orelse=orelse)]
            case Loop():
                return self._loop(op)
            case Comment():
                return [op]

    def _call(self, op: Call) -> list[Operation]:
        args = tuple(map(self._read, op.args))
        if op.callee is containers.rejoined:
            args = (op.args[0], *args[1:])
        if op.callee in (*STORES, containers.rejoined) and op.origin is None and args[0] is not op.args[0]:
            raise AliasingError(
                f"`{op.result.name}` is written in place, and another variable may be the same memory",
                op.span,
                "Make them different arrays, for example with `.copy()`.",
            )
        kwargs = tuple((k, self._read(v)) for k, v in op.kwargs)
        if op in self.fixes.targets:
            copy = copy_of(args[0], self.missing)
            return [copy, replace(op, args=(copy.result, *args[1:]), kwargs=kwargs)]
        return [replace(op, args=args, kwargs=kwargs)]

    def _copies(self, operand: Operand) -> list[Call]:
        """A copy of a list display is a display of copies."""
        definition = self.scan.definitions.get(operand) if isinstance(operand, Value) else None
        if not isinstance(definition, Call) or definition.callee is not containers.build_list:
            return [copy_of(operand, self.missing)]
        copies = {k: copy_of(a, self.missing) for k, a in enumerate(definition.args) if is_memory(a.type)}
        args = tuple(copies[k].result if k in copies else a for k, a in enumerate(definition.args))
        result = Value(definition.result.name, definition.result.type)
        return [*copies.values(), replace(definition, results=(result,), args=args)]

    def _loop(self, op: Loop) -> list[Operation]:
        added: list[Operation] = []
        inits = []
        for k, init in enumerate(op.inits):
            read = self._read(init)
            if (op, k) in self.fixes.inits:
                copies = self._copies(read)
                added.extend(copies)
                read = copies[-1].result
            inits.append(read)
        sources = tuple(replace(s, iterable=self._read(s.iterable)) for s in op.sources)
        heads = (*op.params, *(s.target for s in op.sources))
        first = [self.copies[p] for p in heads if p in self.copies]
        outer, self.loops = self.loops, (*self.loops, op)
        before = self.region(op.before, first, op) if op.before else None
        after = self.region(op.after, [] if before else first, op)
        self.loops = outer
        return [*added, replace(op, inits=tuple(inits), sources=sources, before=before, after=after)]


def place(function: Function, rules: RuleTable) -> Function:
    """The function with copies such that every write can happen in place."""
    for _ in range(MAX_ROUNDS):
        placer = _Placer(rules, function)
        fixes = placer.find()
        if not fixes:
            return own_results(function, rules)
        function = _Inserter(fixes, placer.scan, maybe_undefined(function)).function(function)
    raise AssertionError("the copies that in-place writes need do not settle")


def free_accumulations(function: Function, rules: RuleTable, candidates: list[Call]) -> set[Call]:
    """The sums that may add in place without any copy: the left operand is the function's own, and dead afterwards."""
    memory = Memory(rules, function)
    placer = _Placer.__new__(_Placer)
    placer.memory = memory
    chosen = set(candidates)
    while chosen:
        placer.scan = _Scan(function, memory, chosen)
        refused = set()
        for write in placer.scan.writes:
            if write.op in chosen:
                placer.fixes = _Fixes()
                placer.own_target(write)
                shared = any(memory.may_share(v, write.op.args[0]) for v in write.live)
                shared |= memory.may_share(write.op.args[1], write.op.args[0])
                taped = any(memory.may_share(c, write.op.args[0]) for _, c in write.tapes)
                taped |= any(placer.changes_tape(loop, c, write.op.args[0]) for loop, c in write.tapes)
                if placer.fixes or shared or taped:
                    refused.add(write.op)
        if not refused:
            return chosen
        chosen -= refused
    return chosen


class _Results:
    """Copies what a function must hand out as memory of its own."""

    def __init__(self, function: Function, rules: RuleTable) -> None:
        self.memory = Memory(rules, function)
        self.definitions = {r: op for op in function.body.ops if isinstance(op, Call) for r in op.results}
        self.missing = maybe_undefined(function)
        self.added: list[Operation] = []
        self.seen: Tokens = frozenset()

    def note(self, operand: Operand, path: tuple[int, ...], fresh: tuple[tuple[int, ...], ...]) -> None:
        """Remember the memory of the results that need not be fresh."""
        definition = self.definitions.get(operand)  # type: ignore[arg-type]
        if path in fresh:
            return
        if definition is not None and definition.callee is containers.pack:
            for k, part in enumerate(definition.args):
                self.note(part, (*path, k), fresh)
        else:
            self.seen |= self.memory.of(operand)

    def fixed(self, operand: Operand, path: tuple[int, ...], fresh: tuple[tuple[int, ...], ...]) -> Operand:
        """The result with copies where they are needed."""
        if path in fresh:
            return self._own(operand)
        definition = self.definitions.get(operand)  # type: ignore[arg-type]
        if definition is None or definition.callee is not containers.pack:
            return operand
        return self._rebuilt(definition, [self.fixed(a, (*path, k), fresh) for k, a in enumerate(definition.args)])

    def _rebuilt(self, definition: Call, parts: list[Operand]) -> Operand:
        if all(a is b for a, b in zip(parts, definition.args, strict=True)):
            return definition.result
        result = Value(definition.result.name, definition.result.type)
        self.added.append(replace(definition, results=(result,), args=tuple(parts)))
        return result

    def _own(self, operand: Operand) -> Operand:
        definition = self.definitions.get(operand)  # type: ignore[arg-type]
        if definition is not None and definition.callee in HOLDERS and not is_write(definition):
            return self._rebuilt(definition, [self._own(a) for a in definition.args])
        tokens = self.memory.of(operand)
        if not tokens:
            return operand
        view = definition is not None and definition.callee is np.broadcast_to
        if view or not all(t.owned for t in tokens) or tokens_overlap(tokens, self.seen):
            copy = copy_of(operand, self.missing)
            self.added.append(copy)
            return copy.result
        self.seen |= tokens
        return operand


def own_results(function: Function, rules: RuleTable) -> Function:
    """The function with copies of results that are not memory of its own: arguments, views, parts of each other."""
    if not function.fresh:
        return function
    results = _Results(function, rules)
    results.note(function.result, (), function.fresh)
    result = results.fixed(function.result, (), function.fresh)
    return replace(function, body=Region((*function.body.ops, *results.added), (result, *function.body.yields[1:])))
