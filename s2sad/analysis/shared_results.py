"""What the results of functions that are called by reference share with their arguments, part by part.

def walk_jvp(i, out, x, out_dot): ... return (None, out), (None, out_dot)     the second part of the second is `out_dot`

Found from below: at first a function that calls itself is taken to share nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from s2sad.analysis.memory import Memory, Parts, Tokens, tokens_overlap
from s2sad.ir.ops import Call, Function, FunctionRef, Operand, Operation, Region, SharedPart, Shares
from s2sad.ir.rewrite import map_regions
from s2sad.rules.table import RuleTable
from s2sad.runtime import containers

_NOTHING = SharedPart()


def with_shares(function: Function, rules: RuleTable) -> Function:
    """The function, whose calls by reference say what their results share with their arguments."""
    if not function.functions:
        return function
    shares: dict[str, Shares] = dict.fromkeys(function.functions, _NOTHING)
    while True:
        functions = {name: _annotated(each, shares) for name, each in function.functions.items()}
        found = {name: _either(shares[name], _shares_of(each, rules)) for name, each in functions.items()}
        if found == shares:
            return replace(_annotated(function, shares), functions=functions)
        shares = found


def _annotated(function: Function, shares: Mapping[str, Shares]) -> Function:
    def of_region(region: Region) -> Region:
        return Region(tuple(map(of_operation, region.ops)), region.yields)

    def of_operation(op: Operation) -> Operation:
        if isinstance(op, Call) and isinstance(op.callee, FunctionRef):
            return replace(op, callee=replace(op.callee, shares=shares.get(op.callee.name)))
        return map_regions(op, of_region)

    return replace(function, body=of_region(function.body))


def _shares_of(function: Function, rules: RuleTable) -> Shares:
    memory = Memory(rules, function)
    packs = {op.result: op for op in function.body.ops if isinstance(op, Call) and op.callee is containers.pack}
    given = [memory.of(param) for param in function.params]
    theirs = {each for tokens in given for token in tokens for each in token.closure()}

    def of_tokens(tokens: Tokens) -> SharedPart:
        positions = frozenset(k for k, own in enumerate(given) if tokens_overlap(tokens, own))
        behind = {each for token in tokens for each in token.closure()}
        return SharedPart(positions, not behind <= theirs, behind <= theirs or all(each.owned for each in tokens))

    def of_parts(parts: Parts) -> Shares:
        return tuple(map(of_parts, parts)) if isinstance(parts, tuple) else of_tokens(parts)

    def of_operand(operand: Operand) -> Shares:
        if operand in packs:
            return tuple(map(of_operand, packs[operand].args))
        return of_parts(memory.parts[operand]) if operand in memory.parts else of_tokens(memory.of(operand))

    return of_operand(function.result)


def _either(a: Shares, b: Shares) -> Shares:
    """What one or the other says."""
    if _NOTHING in (a, b):
        return b if a == _NOTHING else a
    if isinstance(a, tuple) and isinstance(b, tuple) and len(a) == len(b):
        return tuple(map(_either, a, b))
    x, y = _whole(a), _whole(b)
    return SharedPart(x.positions | y.positions, x.other or y.other, x.owned and y.owned)


def _whole(shares: Shares) -> SharedPart:
    if isinstance(shares, SharedPart):
        return shares
    parts = list(map(_whole, shares))
    positions = frozenset[int]().union(*(part.positions for part in parts))
    return SharedPart(positions, any(part.other for part in parts), all(part.owned for part in parts))
