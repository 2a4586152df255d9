"""What the results of functions that are called by reference share with their arguments, part by part.

def walk_jvp(i, out, x, out_dot): ... return (None, out), (None, out_dot)     the second part of the second is `out_dot`

Found from below: at first a function that calls itself is taken to share nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from s2sad.analysis.memory import Memory, Parts, Token, Tokens, tokens_overlap
from s2sad.ir.ops import Call, Function, FunctionRef, Operand, Operation, Region, SharedPart, Shares
from s2sad.ir.rewrite import map_regions
from s2sad.ir.types import Tuple, Type
from s2sad.rules.table import RuleTable
from s2sad.runtime import containers

_NOTHING = SharedPart()


def with_shares(function: Function, rules: RuleTable) -> Function:
    """The function, whose calls by reference say what their results share with their arguments."""
    if not function.functions:
        return function
    shares: dict[str, Shares] = {name: _nothing(each.result.type) for name, each in function.functions.items()}
    while True:
        functions = {name: _annotated(each, shares) for name, each in function.functions.items()}
        found = {name: _either(shares[name], _shares_of(each, rules)) for name, each in functions.items()}
        if found == shares:
            return replace(_annotated(function, shares), functions=functions)
        shares = found


def _nothing(kind: Type) -> Shares:
    return tuple(map(_nothing, kind.elements)) if isinstance(kind, Tuple) else _NOTHING


def _annotated(function: Function, shares: Mapping[str, Shares]) -> Function:
    def of_region(region: Region) -> Region:
        return Region(tuple(map(of_operation, region.ops)), region.yields)

    def of_operation(op: Operation) -> Operation:
        if isinstance(op, Call) and isinstance(op.callee, FunctionRef):
            return replace(op, callee=replace(op.callee, shares=shares.get(op.callee.name)))
        return map_regions(op, of_region)

    return replace(function, body=of_region(function.body))


def _shares_of(function: Function, rules: RuleTable) -> Shares:
    return _Results(function, Memory(rules, function)).shares()


class _Results:
    """The parts of the result of a function, and their tokens by their paths."""

    def __init__(self, function: Function, memory: Memory) -> None:
        self.memory = memory
        ops = [op for op in function.body.ops if isinstance(op, Call) and op.callee is containers.pack]
        self.packs = {op.result: op for op in ops}
        self.given = [memory.of(param) for param in function.params]
        self.theirs = {each for tokens in self.given for token in tokens for each in token.closure()}
        self.whole = self._parts_of(function.result)
        self.tokens: dict[tuple[int, ...], Tokens] = {}
        self._note(self.whole, ())

    def shares(self) -> Shares:
        """What the parts share with the arguments and with each other."""
        return self._together(self.whole, ())

    def _parts_of(self, operand: Operand) -> Parts:
        if operand in self.packs:
            return tuple(map(self._parts_of, self.packs[operand].args))
        return self.memory.parts.get(operand, self.memory.of(operand))

    def _note(self, found: Parts, path: tuple[int, ...]) -> None:
        if not isinstance(found, tuple):
            self.tokens[path] = found
            return
        for k, each in enumerate(found):
            self._note(each, (*path, k))

    def _together(self, found: Parts, path: tuple[int, ...]) -> Shares:
        if isinstance(found, tuple):
            return tuple(self._together(each, (*path, k)) for k, each in enumerate(found))
        positions = frozenset(k for k, own in enumerate(self.given) if tokens_overlap(found, own))
        others = self._others(path)
        if not others:
            return SharedPart(positions)
        beside = (p for p in self.tokens if p != path and self._others(p) and tokens_overlap(found, self.tokens[p]))
        return SharedPart(positions, True, all(each.owned for each in others), frozenset(beside))

    def _others(self, path: tuple[int, ...]) -> set[Token]:
        """The memory that a part may be and that is of no argument."""
        behind = {each for token in self.tokens[path] for each in token.closure()}
        return {each for each in behind if not each.stands} - self.theirs


def _either(a: Shares, b: Shares) -> Shares:
    """What one or the other says; of the result as a whole where they do not have the same parts."""
    if _whole(a) == _NOTHING or _whole(b) == _NOTHING:
        return b if _whole(a) == _NOTHING else a
    return _joined(a, b) if _are_alike(a, b) else _joined(_whole(a), _whole(b))


def _are_alike(a: Shares, b: Shares) -> bool:
    if isinstance(a, tuple) and isinstance(b, tuple):
        return len(a) == len(b) and all(map(_are_alike, a, b))
    return isinstance(a, SharedPart) and isinstance(b, SharedPart)


def _joined(a: Shares, b: Shares) -> Shares:
    if isinstance(a, tuple) and isinstance(b, tuple):
        return tuple(map(_joined, a, b))
    x, y = _whole(a), _whole(b)
    return SharedPart(x.positions | y.positions, x.other or y.other, x.owned and y.owned, x.beside | y.beside)


def _whole(shares: Shares) -> SharedPart:
    if isinstance(shares, SharedPart):
        return shares
    parts = list(map(_whole, shares))
    positions = frozenset[int]().union(*(part.positions for part in parts))
    return SharedPart(positions, any(part.other for part in parts), all(part.owned for part in parts))
