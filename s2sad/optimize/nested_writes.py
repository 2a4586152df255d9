"""Writes to a part of a part, in place of writes to a copy of the part, which is then put back.

t = getitem b.1, i                   b.2 = updated b.1, (i, j), 0.0
r.1 = updated t, j, 0.0              b.3 = add_at b.2, (i, k), v
r.2 = add_at r.1, k, v
b.3 = updated b.1, i, r.2            printed  b[i, j] = 0.0; b[i, k] += v          of a list  b[i][j] = 0.0
"""

from __future__ import annotations

import operator
from collections import Counter, defaultdict
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from s2sad.analysis.inference import infer, is_basic_index, known, part_type
from s2sad.analysis.ownership import contents_read
from s2sad.ir.ops import Call, Const, Function, Loop, Operand, Operation, Region, Value, is_derivative
from s2sad.ir.rewrite import read_in, reads_of, substitute
from s2sad.ir.types import Array, FixedList, List, Scalar, Tuple, dims_of
from s2sad.optimize.fold_writes import same_operand
from s2sad.optimize.identity import Identity, each_function
from s2sad.rules.table import RuleTable
from s2sad.runtime import containers, indexing, tree

_PUTS = (indexing.updated, tree.list_updated)
_PATHS = (tree.part_updated, tree.part_added)
_WRITES = (indexing.updated, indexing.add_at, tree.list_updated, tree.list_add_at, *_PATHS)
_ZEROS = (np.zeros_like, np.zeros, tree.zeros_like)
_Holder = Array | List | FixedList


def write_nested_parts(function: Function, rules: RuleTable) -> Function:
    """The function with the writes to parts of parts made where these are."""
    return each_function(function, lambda each: _NestedWrites(rules).region(each.body))


class _NestedWrites(Identity):
    def __init__(self, rules: RuleTable) -> None:
        super().__init__()
        self.rules = rules

    def region(self, region: Region, later: frozenset[Operand] = frozenset()) -> Region:
        """The region after the pass; `later` are values that are read after it."""
        while (chain := _Scope(region, later, self.rules).first_chain()) is not None:
            region, replaced = _rewritten(region, chain)
            self.replaced.update(replaced)
        return super().region(region)

    def inside_loop(self, op: Loop) -> Loop:
        before = self.region(op.before, frozenset(read_in(op.after))) if op.before else None
        return replace(op, before=before, after=self.region(op.after))


@dataclass(eq=False)
class _Chain:
    """Writes to one part of `whole` and, in `last`, the write that puts the part back or adds it.

    Attributes:
        start: what reads the part, or makes the zeros that are written to and added.
        writes: in order; what is read for its shape alone does not count as read.
        also_read: results of writes that something else reads before the next one.
        joined: of writes to an array, the parts of the indices that name the same places in the whole.
        early: reads of the part as it was, which stand behind the first write.
        others: of a list that is written out, the reads of its other elements, and whether something else reads those.
    """

    whole: Operand
    index: Operand
    start: Call
    writes: tuple[Call, ...]
    last: Call
    also_read: frozenset[Operand]
    joined: dict[Call, tuple[Operand, ...]]
    early: tuple[Operation, ...] = ()
    others: dict[Operation, bool] = field(default_factory=dict)

    @property
    def adds(self) -> bool:
        """Whether the part is added to what is there."""
        return self.last.callee is indexing.add_at


class _Scope:
    """The operations of one region: where they stand, and where their results are read."""

    def __init__(self, region: Region, later: frozenset[Operand], rules: RuleTable) -> None:
        self.rules = rules
        self.ops = region.ops
        self.definitions: dict[Operand, Call] = {}
        self.position: dict[Operation, int] = {}
        self.readers: dict[Operand, list[int]] = defaultdict(list)
        self.mentions: Counter[Operand] = Counter((*region.yields, *later))
        for k, op in enumerate(region.ops):
            self.position[op] = k
            if isinstance(op, Call):
                self.definitions.update(dict.fromkeys(op.results, op))
            self.mentions.update(reads_of(op))
            for operand in reads_of(op, contents_read):
                self.readers[operand].append(k)
        for operand in (*region.yields, *later):
            self.readers[operand].append(len(region.ops))

    def first_chain(self) -> _Chain | None:
        """The first writes to a part that can be made where the part is."""
        return next((c for op in self.ops if isinstance(op, Call) and (c := self._chain(op)) is not None), None)

    def _put(self, op: Call) -> tuple[Operand, Operand, Operand] | None:
        """What a call puts where: list, index, element; it may be a display of all other elements and a new one."""
        if op.callee in (*_PUTS, indexing.add_at):
            return (op.args[0], op.args[1], op.args[2]) if _is_place(op.args[0], op.args[1]) else None
        if op.callee is not containers.build_list:
            return None
        read = [self._element(each, k) for k, each in enumerate(op.args)]
        lists = {each for each in read if each is not None}
        if len(lists) != 1 or read.count(None) != 1 or not is_derivative(op):
            return None
        (whole,) = lists
        k = read.index(None)
        return (whole, Const(k), op.args[k]) if whole.type == op.result.type else None

    def _element(self, operand: Operand, k: int) -> Operand | None:
        """The list of which an operand is the element at `k`."""
        made = self.definitions.get(operand)
        is_read = made is not None and made.callee is operator.getitem and isinstance(made.args[0].type, FixedList)
        return made.args[0] if made is not None and is_read and same_operand(made.args[1], Const(k)) else None

    def _chain(self, last: Call) -> _Chain | None:
        put = self._put(last)
        if put is None:
            return None
        whole, index, part = put
        writes: list[Call] = []
        made = self.definitions.get(part)
        while made is not None and made.callee in _WRITES:
            writes.insert(0, made)
            made = self.definitions.get(made.args[0])
        if made is None or not writes or not all(_is_nested(whole, each) for each in writes):
            return None
        also_read = frozenset(each.result for each in writes if self.mentions[each.result] > 1)
        joined = self._joined(index, writes) if isinstance(whole.type, Array) else {}
        if joined is None:
            return None
        chain = _Chain(whole, index, made, tuple(writes), last, also_read, joined)
        if chain.adds:
            return chain if self._may_add(chain) else None
        behind = [k for k in self.readers[made.result] if k > self.position[writes[0]]]
        if len(self.ops) in behind:
            return None
        chain.early = tuple(self.ops[k] for k in behind)
        if last.callee is containers.build_list:
            reads = [self.definitions[a] for a in last.args if a is not part]
            chain.others = {each: self.mentions[each.result] > 1 for each in reads}
        return chain if self._may_put(chain) else None

    def _joined(self, index: Operand, writes: list[Call]) -> dict[Call, tuple[Operand, ...]] | None:
        """The parts of the index `(i, j)` for `[i][j]`; None where they are not known."""
        outer = self._parts(index)
        found = {}
        for each in writes:
            inner = self._parts(each.args[1])
            if outer is None or inner is None:
                return None
            found[each] = (*outer, *inner)
        return found

    def _parts(self, index: Operand) -> tuple[Operand, ...] | None:
        if isinstance(index, Const):
            return tuple(map(Const, index.value)) if isinstance(index.value, tuple) else (index,)
        made = self.definitions.get(index)
        if made is not None and made.callee is containers.pack:
            return made.args
        return None if isinstance(index.type, Tuple) and index.type.cls is not slice else (index,)

    def _may_add(self, chain: _Chain) -> bool:
        """Whether what is added is zero but for what is written to it, and has the shape of the part."""
        only_adds = all(each.callee is indexing.add_at for each in chain.writes[1:])
        part = chain.last.args[2].type
        kind = infer(self.rules, operator.getitem, (chain.whole, chain.index))[0]
        same = kind == part if isinstance(chain.whole.type, Array) else len(dims_of(kind)) == len(dims_of(part))
        return chain.start.callee in _ZEROS and only_adds and same and not chain.also_read

    def _may_put(self, chain: _Chain) -> bool:
        """Whether nothing reads what was there before once it has been written to."""
        read = chain.start
        if read.callee is not operator.getitem or read.args[0] is not chain.whole:
            return False
        if not isinstance(read.result.type, _Holder) or not same_operand(read.args[1], chain.index):
            return False
        places = [self.position[op] for op in (*chain.writes, chain.last)]
        others = {places[-1], *(self.position[each] for each in chain.others)}
        old = max(k for k in self.readers[chain.whole] if k not in others)
        later = zip(chain.writes, places[1:], strict=True)
        in_time = old < places[0] and all(max(self.readers[w.result]) <= after for w, after in later)
        return in_time and all(self._may_move(each, read, places[0]) for each in chain.early)

    def _may_move(self, op: Operation, read: Call, place: int) -> bool:
        """Whether an operation that reads an element of a part can stand before an earlier place."""
        if not isinstance(op, Call) or op.callee is not operator.getitem or op.args[0] is not read.result:
            return False
        made = self.definitions.get(op.args[1])
        return isinstance(op.result.type, Scalar) and (made is None or self.position[made] < place)


def _is_place(whole: Operand, index: Operand) -> bool:
    """Whether an index is one place: of an array that of a part, which integers name; of a list that of an element."""
    parts = known(index) if isinstance(known(index), tuple) else (known(index),)
    numbers = all(type(p) is int or (isinstance(p, Scalar) and p.dtype.startswith(("int", "uint"))) for p in parts)
    return numbers and isinstance(whole.type, _Holder)


def _is_nested(whole: Operand, write: Call) -> bool:
    """Whether a write to a part can be one to the whole: additions at indices that may repeat are functions."""
    part = write.args[0].type
    if isinstance(part, List | FixedList):
        in_place = write.callee is not tree.list_updated or isinstance(write.args[2].type, Scalar)
        return in_place and (write.callee in _PATHS or _is_place(write.args[0], write.args[1]))
    if not isinstance(part, Array):
        return False
    if isinstance(whole.type, Array):
        return is_basic_index(known(write.args[1]))
    return write.callee is indexing.updated or not indexing.may_repeat_type(known(write.args[1]))


def _rewritten(region: Region, chain: _Chain) -> tuple[Region, dict[Operand, Operand]]:
    """The region with the writes of a chain made where the part is, and what stands for values now."""
    ops: list[Operation] = []
    whole, replaced = chain.whole, dict[Operand, Operand]()
    for op in region.ops:
        if op is chain.writes[0]:
            ops.extend(chain.early)
        if op in chain.writes and isinstance(op, Call) and not chain.adds:
            whole = _write(chain, op, whole, op.callee, ops)
            if op.result in chain.also_read:
                read = Value(op.result.name, op.result.type)
                ops.append(replace(chain.start, results=(read,), args=(whole, chain.index)))
                replaced[op.result] = read
        elif op is chain.last:
            for each in chain.writes if chain.adds else ():
                whole = _write(chain, each, whole, indexing.add_at, ops)
            replaced[chain.last.result] = whole
        elif op in chain.others and isinstance(op, Call):
            ops.extend([replace(op, args=(whole, op.args[1]))] if chain.others[op] else [])
        elif op not in chain.writes and op not in chain.early:
            ops.append(op)
    return substitute(Region(tuple(ops), region.yields), replaced), replaced


def _write(chain: _Chain, write: Call, whole: Operand, callee: Any, ops: list[Operation]) -> Value:
    """Append the write to a part as one to the whole; the new version of the whole."""
    version = Value(chain.last.result.name, chain.last.result.type)
    v, *path = write.args[1:] if write.callee in _PATHS else reversed(write.args[1:])
    if isinstance(whole.type, Array):
        args: tuple[Operand, ...] = (whole, _packed(chain.joined[write], write, ops), v)
    else:
        callee = tree.part_updated if callee in (*_PUTS, tree.part_updated) else tree.part_added
        args = (whole, v, chain.index, *path)
    ops.append(replace(write, results=(version,), callee=callee, args=args))
    return version


def _packed(parts: tuple[Operand, ...], write: Call, ops: list[Operation]) -> Operand:
    """A tuple of the parts of an index, made in front of the write."""
    if all(isinstance(part, Const) for part in parts):
        return Const(tuple(part.value for part in parts if isinstance(part, Const)))
    result = Value("t", Tuple(tuple(map(part_type, parts))))
    ops.append(replace(write, results=(result,), callee=containers.pack, args=parts, effect="pure"))
    return result
