"""Decides what happens in place, and inserts the copies that this needs.

    x.2 = store x.1, i, v       x.1 is dead afterwards: x[i] = v
    t = getitem x.1, 1:-1       t is read after the write: t = x[1:-1].copy()
    b.2 = add_at b.1, i, v      b.1 is the function's own and dead: b[i] += v; else on a copy of it

A `store` of the user's program stays in the user's buffer: whoever needs the old content gets a copy of it. A write of
derivative code goes in place where the buffer is its own, else into a copy. (One-shot bufferisation, as in MLIR.)
"""

from __future__ import annotations

import operator
from dataclasses import replace

from s2sad.analysis.memory import Memory, Tokens, memory_of, tokens_overlap
from s2sad.analysis.ownership import ELEMENT_WRITES, is_list_slice
from s2sad.analysis.shared_results import with_shares
from s2sad.analysis.undefined import maybe_undefined
from s2sad.codegen.copying import Fixes, Inserter, may_be_shared
from s2sad.codegen.makers import leaves
from s2sad.codegen.owning import Owning
from s2sad.codegen.results import own_results
from s2sad.codegen.writes import (
    LIST_WRITES,
    STORES,
    Scan,
    Write,
    holds_elements,
    makes_list,
    replaces_element,
    written_by,
)
from s2sad.ir.ops import (
    Call,
    Const,
    Function,
    FunctionRef,
    If,
    Loop,
    Operand,
    Value,
)
from s2sad.ir.types import Array, List, Unknown
from s2sad.rules.table import RuleTable
from s2sad.runtime import containers, tree

MAX_ROUNDS = 50


def _must_stay(op: Call) -> bool:
    """Whether a write is to the user's own buffer, and to no copy of it."""
    own_list = op.callee is containers.appended and op.origin is not None  # that of a tangent
    return (op.callee in STORES and not own_list) or isinstance(op.callee, FunctionRef)


class _Placer(Owning):
    def __init__(self, rules: RuleTable, function: Function) -> None:
        self.memory = Memory(rules, function)
        self.scan = Scan(function, self.memory)
        self.fixes = Fixes()

    def find(self) -> Fixes:
        """The copies that are needed now: first those that make memory the function's own, then those before loops.

        Others may need no copy any more.
        """
        for write in self.scan.writes:
            if not _must_stay(write.op):
                self.own_target(write)
        if self.fixes:
            return self.fixes
        for write in self.scan.writes:
            for target in written_by(write.op):
                self._find(write, target)
        if self.fixes.inits:
            return Fixes(inits=self.fixes.inits)
        self.fixes.saved = {value: each for value, each in self.fixes.saved.items() if not self._holds_copies(value)}
        self.fixes.collects = {each for each in self.fixes.collects if not self._holds_copies(each[1])}
        return self.fixes

    def _holds_copies(self, collected: Operand) -> bool:
        """Whether a tape will hold copies, because those are made where it, or a tape in it, is filled."""
        if collected not in self.scan.results:
            return False
        op, k = self.scan.results[collected]
        if not isinstance(op, Loop) or k < len(op.params):
            return False
        inner = op.collected[k - len(op.params)]
        return (op, inner) in self.fixes.collects or self._holds_copies(inner)

    def _find(self, write: Write, target: Operand) -> None:
        must_stay = _must_stay(write.op)
        for value in write.live:
            if isinstance(value, Value) and tokens_overlap(self._tokens(write, value), self._tokens(write, target)):
                self._conflict(write, value, target, must_stay)
        for loop, collected in write.tapes:
            if not self._same_element(write, collected) and self.changes_tape(loop, collected, target):
                self.fixes.collects.add((loop, collected))

    def _tokens(self, write: Write, operand: Operand) -> Tokens:
        """The memory that an operand may share where a write stands: conditions may say which branch it is from."""
        tokens = self.memory.of(operand)
        definition = self.definition(operand)
        if isinstance(definition, If) and definition.condition in write.decided:
            side = definition.then if write.decided[definition.condition] else definition.orelse
            return self._tokens(write, side.yields[definition.results.index(operand)])
        if isinstance(definition, Call) and definition.args and self.memory.of(definition.args[0]) == tokens:
            return self._tokens(write, definition.args[0])
        return tokens

    def _conflict(self, write: Write, value: Value, target: Operand, must_stay: bool) -> None:
        if self._same_element(write, value) or self._is_older(write, value):
            return
        if leaves(self.memory.rules, self.scan, write.op, value):
            return
        entry = None if must_stay else self._entry(write, value, target)
        if entry is not None:
            self.fixes.inits.add(entry)
        elif must_stay or (value is not target and self._is_view(value)):
            self._save(write, value)
        else:
            self.fixes.targets.add(write.op)

    def _entry(self, write: Write, value: Value, target: Operand) -> tuple[Loop, int] | None:
        """The carried value that only begins as the memory of `value`: one copy in front of the loop is enough."""
        for loop in write.loops:
            starts = dict(zip(loop.params, loop.inits, strict=True))
            if loop in self.scan.defined_at.get(value, ()) and value not in starts:
                continue
            for k, (param, init) in enumerate(starts.items()):
                is_own = param is not value and param not in self.scan.buffers
                begins = is_own and self.memory.may_share(init, starts.get(value, value))
                if begins and self.memory.may_share(param, target):
                    return loop, k
        return None

    def _same_element(self, write: Write, value: Operand) -> bool:
        """A write to a list changes which elements it holds, not the elements; those of `ELEMENT_WRITES` change one."""
        written = write.op.args[0].type
        is_array = isinstance(value.type, Array) and not isinstance(written, Array | Unknown)
        if not is_array and not (isinstance(written, List) and self._is_element(value, written)):
            return False
        if isinstance(write.op.callee, FunctionRef):
            return False
        is_put = write.op.callee not in ELEMENT_WRITES or replaces_element(write.op)
        return is_put or (is_array and self._is_taken_out(value))

    def _is_element(self, value: Operand, kind: List) -> bool:
        """Whether a value was read as an element of a list of this type, so that it is no such list."""
        read = self.definition(value)
        is_read = isinstance(read, Call) and read.callee is operator.getitem
        return isinstance(read, Call) and is_read and read.args[0].type == kind and value.type == kind.element

    def _is_older(self, write: Write, value: Value) -> bool:
        """Whether a write changes a list that was made after `value`, with elements of it perhaps."""
        if not holds_elements(write.op) or write.op.callee is containers.build_list:
            return False
        made = self.definition(write.op.args[0])
        while isinstance(made, Call) and made.callee in (*LIST_WRITES, containers.store):
            made = self.definition(made.args[0])
        if not isinstance(made, Call) or not (makes_list(made) or is_list_slice(made)):
            return False
        definition = self.scan.definitions.get(value)
        return definition is None or self.scan.position[id(definition)] < self.scan.position[id(made)]

    def _is_taken_out(self, value: Operand) -> bool:
        """Whether an array was an element of a list, and another one took its place."""
        definition = self.definition(value)
        if not isinstance(definition, Call) or definition.callee is not operator.getitem:
            return False
        source, index = definition.args
        return any(
            op.args[1] == index if op.callee is tree.list_updated else index == Const(-1)
            for op in self.scan.replaced.get(source, ())
            if op.callee is not containers.appended
        )

    def _save(self, write: Write, value: Value) -> None:
        definition = self.scan.definitions.get(value)
        if isinstance(definition, Call) and definition.callee in (containers.pack, containers.build_list):
            for element in memory_of(definition.args):
                if any(self.memory.may_share(element, target) for target in written_by(write.op)):
                    self._save(write, element)
        self.fixes.saved.setdefault(value, set()).add(write)

    def _is_view(self, value: Value) -> bool:
        definition = self.scan.definitions.get(value)
        return isinstance(definition, Call) and definition.callee in (operator.getitem, containers.read_attribute)

    def changes_tape(self, loop: Loop, collected: Operand, target: Operand) -> bool:
        """Whether a write to `target` may change what an earlier run has put on a tape."""
        tokens: Tokens = frozenset(t for token in self.memory.of(collected) for t in token.closure())
        carried = {t for p in loop.params for t in self.memory.of(p)}
        later = {p for p in carried if self.memory.flows_into(collected, p)}
        older = frozenset(t for t in tokens if t in carried or not self._is_made_in(t, loop)) | later
        return tokens_overlap(frozenset(older), self.memory.of(target))


def place(function: Function, rules: RuleTable) -> Function:
    """The function, and those that it calls, with copies such that every write can happen in place."""
    function = with_shares(function, rules)
    functions = {name: _placed(each, rules) for name, each in function.functions.items()}
    return replace(_placed(function, rules), functions=functions)


def _placed(function: Function, rules: RuleTable) -> Function:
    for _ in range(MAX_ROUNDS):
        placer = _Placer(rules, function)
        fixes = placer.find()
        if not fixes:
            return own_results(function, rules)
        function = Inserter(fixes, placer.scan, maybe_undefined(function)).function(function)
    unsettled = [write for writes in fixes.saved.values() for write in writes]
    if unsettled:
        op = min(unsettled, key=lambda write: write.position).op
        raise may_be_shared(written_by(op)[0], op.span)
    raise AssertionError("the copies that in-place writes need do not settle")


def free_accumulations(function: Function, rules: RuleTable, candidates: list[Call]) -> set[Call]:
    """The sums that may add in place without any copy: the left operand is the function's own, and dead afterwards."""
    memory = Memory(rules, function)
    placer = _Placer.__new__(_Placer)
    placer.memory = memory
    chosen = set(candidates)
    while chosen:
        placer.scan = Scan(function, memory, chosen)
        refused = set()
        for write in placer.scan.writes:
            if write.op in chosen:
                placer.fixes = Fixes()
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
