"""May-alias facts, precise enough for buffers that are swapped around a loop.

Each value has tokens, one per buffer that it may share. A carried array gets a token of its own; two carried arrays
are apart if they are apart at entry and every run leaves them apart (a swap permutes them, a new array is apart).
"""

from __future__ import annotations

import operator
from collections.abc import Iterable
from dataclasses import dataclass, field

from s2sad.analysis.ownership import HOLDERS, is_list_slice, is_memory, shared_operands
from s2sad.analysis.views import is_read_only
from s2sad.ir.ops import (
    Call,
    Comment,
    Const,
    Function,
    FunctionRef,
    If,
    Loop,
    Operand,
    Operation,
    Region,
    Shares,
    Value,
)
from s2sad.ir.rewrite import defined_in, free_values
from s2sad.ir.types import Tuple, Type
from s2sad.rules.table import RuleTable
from s2sad.runtime.names import Global


@dataclass(eq=False)
class Token:
    """One buffer, or one that stands for several.

    Attributes:
        owned: made by the function itself, so that it may be written to.
        reach: tokens of the same memory at other times: what a carried array was before the loop.
        apart: tokens that are certainly other memory in spite of `reach`.
        stands: whether it is nothing but one of those that it reaches.
    """

    owned: bool = True
    reach: set[Token] = field(default_factory=set)
    apart: set[Token] = field(default_factory=set)
    stands: bool = False

    def closure(self) -> set[Token]:
        """The token and everything that it reaches."""
        found: set[Token] = set()
        stack = [self]
        while stack:
            token = stack.pop()
            if token not in found:
                found.add(token)
                stack.extend(token.reach)
        return found


Tokens = frozenset[Token]
Parts = Tokens | tuple["Parts", ...]
"""Tokens, or those of each element of a tuple that came as an argument: its arrays are apart from each other."""
_NONE: Tokens = frozenset()


def tokens_overlap(a: Tokens, b: Tokens) -> bool:
    """Whether memory behind two sets of tokens may be shared."""
    return any(_overlap(s, t, set()) and _overlap(t, s, set()) for s in a for t in b)


def _overlap(s: Token, t: Token, seen: set[tuple[Token, Token]]) -> bool:
    """Whether what `s` stands for may be `t`: first the alternatives of `s` are tried, then those of `t`.

    Either order may prove two tokens apart: what is apart is known of the tokens in between.
    """
    if s is t:
        return True
    if t in s.apart or (s, t) in seen:
        return False
    seen.add((s, t))
    if s.reach:
        return any(_overlap(each, t, seen) for each in s.reach)
    return any(_overlap(s, each, seen) for each in t.reach)


class Memory:
    """Tokens of all values of a function."""

    def __init__(self, rules: RuleTable, function: Function) -> None:
        self.rules = rules
        self.tokens: dict[Operand, Tokens] = {}
        self.flows: dict[Token, set[Token]] = {}
        self.outside: dict[Global, Tokens] = {}
        self.parts: dict[Operand, Parts] = {}
        self.made: dict[tuple[Value, tuple[int, ...]], Token] = {}
        for param in function.params:
            if is_memory(param.type):
                self._take_apart(param, _parts_of(param.type))
        self._region(function.body)

    def of(self, operand: Operand) -> Tokens:
        """The tokens of an operand; numbers have none."""
        return self.tokens.get(operand, _NONE)

    def may_share(self, a: Operand, b: Operand) -> bool:
        """Whether two operands may share memory."""
        return tokens_overlap(self.of(a), self.of(b))

    def _region(self, region: Region) -> None:
        for op in region.ops:
            self._operation(op)

    def _operation(self, op: Operation) -> None:
        match op:
            case Call():
                self._call(op)
            case If():
                self._region(op.then)
                self._region(op.orelse)
                self._joins(op)
            case Loop():
                self._loop(op)
            case Comment():
                pass

    def _joins(self, op: If) -> None:
        """Results of a branch: two are apart if either branch leaves them apart, as one that swaps does."""
        made: list[tuple[Token, Operand, Operand]] = []
        for result, a, b in zip(op.results, op.then.yields, op.orelse.yields, strict=True):
            either = self.of(a) | self.of(b)
            if self.of(a) == self.of(b) or not self.of(a) or not self.of(b) or len(either) < 2:
                self._set(result, either)
                continue
            known = next((t for t in self.tokens.get(result, _NONE) if t not in either), None)
            token = known or Token(stands=True)
            token.reach, token.owned, token.apart = set(either), all(t.owned for t in either), set()
            for other, other_a, other_b in made:
                if not self.may_share(a, other_a) and not self.may_share(b, other_b):
                    token.apart.add(other)
                    other.apart.add(token)
            made.append((token, a, b))
            self._set(result, frozenset({token}))

    def _set(self, value: Value, tokens: Tokens) -> None:
        if is_memory(value.type):
            self.tokens[value] = tokens

    def _take_apart(self, value: Value, parts: Parts) -> None:
        """Note the tokens of a value, and those of each element if it is a tuple."""
        self.tokens[value] = _all_of(parts)
        if isinstance(parts, tuple):
            self.parts[value] = parts

    def _call(self, op: Call) -> None:
        if op.callee is operator.getitem and op.args[0] in self.parts and is_memory(op.result.type):
            index, parts = op.args[1], self.parts[op.args[0]]
            if isinstance(index, Const) and isinstance(index.value, int) and isinstance(parts, tuple):
                self._take_apart(op.result, parts[index.value])
                return
        if not isinstance(op.callee, FunctionRef) or op.callee.shares is None:
            self._shared(op)
        elif is_memory(op.result.type):
            self._take_apart(op.result, self._given(op, op.callee.shares, _written_parts(op.callee), ()))

    def _given(self, op: Call, shares: Shares, written: dict[tuple[int, ...], int], path: tuple[int, ...]) -> Parts:
        """The parts of what a function gives of which it is known what they share with the arguments."""
        if path in written:
            return self.of(op.args[written[path]])
        if isinstance(shares, tuple):
            return tuple(self._given(op, part, written, (*path, k)) for k, part in enumerate(shares))
        tokens = _NONE.union(*(self.of(op.args[k]) for k in shares.positions))
        if not tokens and not shares.other:  # numbers, or nothing is known yet
            return frozenset({self.made.setdefault((op.result, path), Token(stands=True))})
        if not shares.other:
            return tokens
        own = self.made.setdefault((op.result, path), Token())
        own.owned &= shares.owned
        for each in shares.beside:
            made = {self.made.setdefault((op.result, each), Token())}
            tokens |= self.of(op.args[written[each]]) if each in written else made
        return tokens | {own}

    def _shared(self, op: Call) -> None:
        """What a result may share with the operands."""
        shared = shared_operands(self.rules, op)
        tokens: set[Token] = set()
        for operand in shared:
            tokens |= self.of(operand)
        fresh = self.tokens.get(op.results[0]) if op.results else None
        for result in op.results:
            if not is_memory(result.type):
                continue
            if isinstance(op.callee, Global):
                self.tokens[result] = self.outside.setdefault(op.callee, frozenset({Token(owned=False)}))
            elif op.args and is_read_only(op.callee, op.args[0]):  # whatever it shows
                known = fresh or frozenset({Token(owned=False)})
                next(iter(known)).reach = set(tokens)
                self.tokens[result] = known
            elif not tokens or _holds(op):
                known = fresh or frozenset({Token(owned=not shared or _holds(op))})
                own = next(iter(known - tokens), None) or Token()
                self.tokens[result] = frozenset(tokens | {own})
            else:
                self.tokens[result] = frozenset(tokens)

    def _loop(self, op: Loop) -> None:
        params = [p for p in op.params if is_memory(p.type)]
        tokens = {p: Token(stands=True) for p in params}
        inits = dict(zip(op.params, op.inits, strict=True))
        nexts = dict(zip(op.params, op.next_values, strict=True))
        exits = dict(zip(op.params, op.exit_values, strict=True)) if op.before else {}
        for p in params:
            self.tokens[p] = frozenset({tokens[p]})
            for q in params:
                if p is not q and not self.may_share(inits[p], inits[q]):
                    tokens[p].apart.add(tokens[q])
        for source in op.sources:
            self._set(source.target, self.of(source.iterable))
        outside = {each for v in _read_from_outside(op) for token in self.of(v) for each in token.closure()}
        while True:
            for p in params:
                tokens[p].reach |= set(self.of(inits[p]))
                tokens[p].owned = all(t.owned for t in self.of(inits[p]))
            for region in op.regions:
                self._region(region)
            if not self._settle(params, tokens, nexts, outside):
                break
        self._results(op, params, tokens, nexts, exits)

    def _settle(
        self, params: list[Value], tokens: dict[Value, Token], nexts: dict[Value, Operand], outside: set[Token]
    ) -> bool:
        """Weaken the assumptions about carried arrays until a run keeps them; True if something changed."""
        changed = False
        own = set(tokens.values())
        for p in params:
            for token in _alternatives(self.of(nexts[p]), own):
                if token in outside and token not in own and token not in tokens[p].reach:  # each run gives it anew
                    tokens[p].reach.add(token)
                    changed = True
                more = token.reach - tokens[p].reach if token in own else set()
                if token in own and token is not tokens[p] and more:
                    tokens[p].reach |= more
                    changed = True
            for q in params:
                if p is q or tokens[q] not in tokens[p].apart:
                    continue
                if self.may_share(nexts[p], nexts[q]):
                    tokens[p].apart.discard(tokens[q])
                    tokens[q].apart.discard(tokens[p])
                    tokens[p].reach.add(tokens[q])
                    changed = True
        return changed

    def _results(
        self,
        op: Loop,
        params: list[Value],
        tokens: dict[Value, Token],
        nexts: dict[Value, Operand],
        exits: dict[Value, Operand],
    ) -> None:
        results = dict(zip(op.params, op.carried_results, strict=True))
        made: dict[Value, Token] = {}
        for p in params:
            behind = {tokens[p]} | set(self.of(nexts[p])) | set(self.of(exits[p]) if exits else _NONE)
            made[p] = Token(owned=all(t.owned for t in behind), reach=behind, stands=True)
            for token in {each for next_token in self.of(nexts[p]) for each in next_token.closure()}:
                if token is not tokens[p]:
                    self.flows.setdefault(token, set()).add(tokens[p])
        for p in params:
            for q in params:
                apart = tokens[q] in tokens[p].apart and not self.may_share(nexts[p], nexts[q])
                if p is not q and apart and not (exits and self.may_share(exits[p], exits[q])):
                    made[p].apart.add(made[q])
            self._set(results[p], frozenset({made[p]}))
        for result, collected in zip(op.collected_results, op.collected, strict=True):
            inner = set(self.of(collected))
            flowing = {made[p] for p in params if self.flows_into(collected, tokens[p])}
            self.tokens[result] = frozenset({Token(reach=inner | flowing)} | inner)

    def flows_into(self, value: Operand, param: Token) -> bool:
        """Whether memory of `value` becomes that of a carried array in a later run."""
        found: set[Token] = set()
        stack = [each for token in self.of(value) for each in token.closure()]
        while stack:
            token = stack.pop()
            if token not in found:
                found.add(token)
                stack.extend(self.flows.get(token, ()))
        return param in found


def _read_from_outside(op: Loop) -> set[Value]:
    """The values from before a loop that its runs read."""
    own = {*op.params, *(source.target for source in op.sources)}
    for region in op.regions:
        own |= defined_in(region)
    return {value for region in op.regions for value in free_values(region)} - own


def _alternatives(tokens: Tokens, own: set[Token]) -> set[Token]:
    """The tokens, and what those stand for that branches of a loop's body make, up to the carried ones."""
    found: set[Token] = set()
    stack = list(tokens)
    while stack:
        token = stack.pop()
        if token not in found:
            found.add(token)
            stack.extend(token.reach if token not in own else ())
    return found


def _parts_of(kind: Type) -> Parts:
    if isinstance(kind, Tuple):
        return tuple(map(_parts_of, kind.elements))
    return frozenset({Token(owned=False)}) if is_memory(kind) else _NONE


def _all_of(parts: Parts) -> Tokens:
    return frozenset().union(*map(_all_of, parts)) if isinstance(parts, tuple) else parts


def _written_parts(callee: FunctionRef) -> dict[tuple[int, ...], int]:
    """Which parts of a result are certainly the memory of which argument: the new versions of what is changed."""
    return {(*(0,) * callee.twice, k + 1): position for k, position in enumerate(callee.writes)}


def _holds(op: Call) -> bool:
    return op.callee in HOLDERS or is_list_slice(op)


def memory_of(operands: Iterable[Operand]) -> list[Value]:
    """The operands that are memory."""
    return [v for v in operands if not isinstance(v, Const) and is_memory(v.type)]
