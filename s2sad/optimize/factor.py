"""Factors sums of products: what terms have in common is multiplied once, equal terms are counted.

    a = mul y_bar, (np.cos x)
    b = mul x, (mul y_bar, (np.sin x))
    s = sub a, b                                printed  y_bar * (np.cos(x) - x * np.sin(x))

A cotangent enters every term of an adjoint, so this is where most passes over arrays are saved. Numbers are multiplied
before arrays: `2 * (r * (0.5 * y_bar))` is `y_bar * r`. Only derivative code is regrouped, only what nothing else
reads is taken apart, and only where that takes less arithmetic.
"""

from __future__ import annotations

import operator
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from s2sad.analysis.inference import infer
from s2sad.analysis.ownership import is_memory, overwritten
from s2sad.ir.ops import Call, Const, Function, Operand, Operation, Region, Value, is_derivative, regions_of
from s2sad.ir.rewrite import drop_dead
from s2sad.ir.types import Scalar, dims_of, is_inexact, is_numeric
from s2sad.optimize.cse import operand_key
from s2sad.optimize.fold_match import Known, count_reads, literal
from s2sad.optimize.fresh import is_buffer
from s2sad.optimize.identity import Identity, each_function, to_fixpoint
from s2sad.rules.table import RuleTable

_SWEEPS = 3
_TEMPORARIES = ("t", "t_bar", "t_dot")
_SUMS = (operator.add, operator.sub)
_PRODUCTS = (operator.mul, operator.truediv, operator.neg)


@dataclass(eq=False)
class _Sum:
    """Terms of which those with common factors were made one, where that takes less arithmetic."""

    terms: list[_Term] = field(default_factory=list)
    factors: list[Counter[Any]] = field(default_factory=list)
    places: dict[Any, list[int]] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.terms)

    def __iter__(self) -> Iterator[_Term]:
        return (term for term in self.terms if term.number != 0)

    def add(self, term: _Term) -> None:
        """One term more; it becomes part of the one that it has most in common with."""
        factors = term.factors()
        near = sorted({k for key in factors for k in self.places.get(key, ())})
        shared = {k: self.factors[k] & factors for k in near}
        for k in sorted(near, key=lambda k: -shared[k].total()):
            joined = _joined(self.terms[k], term, shared[k]) if shared[k] else None
            if joined is not None:
                self._put(k, joined)
                return
        self.terms.append(term)
        self.factors.append(Counter())
        self._put(len(self.terms) - 1, term)

    def _put(self, k: int, term: _Term) -> None:
        before, self.terms[k], self.factors[k] = self.factors[k], term, term.factors()
        for key in self.factors[k].keys() - before.keys():
            self.places.setdefault(key, []).append(k)

    def size(self) -> int:
        """How many operations it takes to compute the sum, and one more."""
        return sum(term.size() + 1 for term in self.terms)


@dataclass(eq=False)
class _Term:
    """`number * above * (sum of inner) / below`."""

    number: int | float = 1
    above: list[Operand] = field(default_factory=list)
    below: list[Operand] = field(default_factory=list)
    inner: _Sum = field(default_factory=_Sum)

    def factors(self) -> Counter[Any]:
        """What the term is multiplied with and divided by, but for the number and the inner sum."""
        return Counter([(operand_key(x), True) for x in self.above] + [(operand_key(x), False) for x in self.below])

    def without(self, factors: Counter[Any]) -> _Term:
        """The term divided by some of its factors."""
        left = Counter(factors)

        def rest(operands: list[Operand], above: bool) -> list[Operand]:
            found = []
            for x in operands:
                key = (operand_key(x), above)
                if left[key]:
                    left[key] -= 1
                else:
                    found.append(x)
            return found

        return _Term(self.number, rest(self.above, True), rest(self.below, False), self.inner)

    def only(self, factors: Counter[Any]) -> _Term:
        """The product of some of the term's factors."""
        others = self.factors()
        others.subtract(factors)
        kept = self.without(+others)
        return _Term(1, kept.above, kept.below)

    def size(self) -> int:
        """How many operations it takes to compute the term."""
        factors = len(self.above) + len(self.below) + bool(self.inner)
        numbers = abs(self.number) != 1 or not factors
        return factors + numbers - 1 + self.inner.size() - bool(self.inner)


def _joined(a: _Term, b: _Term, common: Counter[Any]) -> _Term | None:
    """The sum of two terms as one term; None if that takes no less arithmetic."""
    first, second = a.without(common), b.without(common)
    made = a.only(common)
    plain = not (first.above or first.below or second.above or second.below or second.inner)
    if plain and not first.inner:
        made.number = a.number + b.number
        return made
    if first.inner and not first.above and not first.below and abs(a.number) == 1:
        if second.size() >= b.size():
            return None
        made.number, made.inner = a.number, first.inner
        made.inner.add(replace(second, number=a.number * second.number))
        return made if any(made.inner) else _Term(0)
    made.number = abs(first.number) if abs(first.number) == abs(second.number) != 0 else 1
    if first.number < 0 and second.number < 0:
        made.number = -made.number
    for part in (first, second):
        made.inner.add(replace(part, number=_quotient(part.number, made.number)))
    if not any(made.inner):
        return _Term(0)
    return made if made.size() < a.size() + b.size() + 1 else None


def _quotient(a: float, b: float) -> int | float:
    """`a / b`, an int where `b` is a sign."""
    return a * b if abs(b) == 1 else a / b


def _merged(terms: Iterable[_Term]) -> list[_Term]:
    """The terms, those with common factors made one."""
    found = _Sum()
    for term in terms:
        found.add(term)
    return list(found)


def _same_group(part: Call, top: Call) -> bool:
    """Whether an operation is printed among the statements of `top`, and has no name of its own."""
    if part.result.name not in _TEMPORARIES and part.result.name != top.result.name:
        return False
    return part.origin is top.origin or (
        part.origin is not None and top.origin is not None and part.origin.lineno == top.origin.lineno
    )


def _taken(op: Call) -> tuple[Operand, ...]:
    """The operands of a sum or product that may be taken apart: all but a divisor."""
    return op.args[:1] if op.callee is operator.truediv else op.args


def _term(whole: Operand, sign: int, parts: dict[Operand, Call]) -> _Term:
    """An operand as a product; without recursion, for products may be long."""
    term = _Term(sign)
    todo = [(whole, True)]
    while todo:
        operand, above = todo.pop()
        number, op = literal(operand), parts.get(operand)
        if number is not None and above:
            term.number *= number
        elif op is None or op.callee in _SUMS or not above:
            (term.above if above else term.below).append(operand)
        else:
            if op.callee is operator.neg:
                term.number = -term.number
            todo += [(other, op.callee is operator.mul) for other in reversed(op.args[1:])]
            todo.append((op.args[0], True))
    return term


class _Reader:
    """Takes sums and products apart, as far as nothing else reads their parts."""

    def __init__(self, body: Region) -> None:
        self.known = Known()
        count_reads(body, self.known)
        self.homes: dict[Operand, tuple[int, int]] = {}
        self.writes = 0
        self._place(body)

    def _place(self, region: Region) -> None:
        """Note in which region a value is computed, and after how many writes."""
        for op in region.ops:
            for inner in regions_of(op):
                self._place(inner)
            if not isinstance(op, Call) or is_buffer(op):
                self.writes += 1
            if isinstance(op, Call):
                self.known.define(op)
                self.homes.update(dict.fromkeys(op.results, (id(region), self.writes)))

    def is_arithmetic(self, op: Operation, callees: tuple[Any, ...]) -> bool:
        """Whether an operation of derivative code is one of these, on numbers or arrays."""
        if not isinstance(op, Call) or op.callee not in callees or not is_derivative(op):
            return False
        return is_inexact(op.result.type) and all(is_numeric(x.type) for x in op.args)

    def _part(self, operand: Operand, reader: Call) -> Call | None:
        """The operation that gives an operand of `reader`, if it can be taken apart with it."""
        part = self.known.calls.get(operand)
        if part is None or self.homes[operand] != self.homes[reader.result]:
            return None
        if not self.is_arithmetic(part, (*_SUMS, *_PRODUCTS)) or not _same_group(part, reader):
            return None
        is_term = reader.callee in _SUMS and self.known.uses[operand] == 1
        return part if is_term or part.callee in _PRODUCTS else None

    def parts(self, top: Call) -> dict[Operand, Call]:
        """The operations that are taken apart with `top`: those that only `top` and other parts of it read."""
        found: dict[Operand, Call] = {top.result: top}
        reads: Counter[Operand] = Counter()
        queue = [top]
        while queue:
            op = queue.pop()
            for operand in _taken(op):
                part = self._part(operand, op)
                if part is not None:
                    reads[operand] += 1
                    if reads[operand] == self.known.uses[operand]:
                        found[operand] = part
                        queue.append(part)
        return found

    def is_part(self, op: Call) -> bool:
        """Whether an operation is taken apart together with its only reader."""
        reader = self.known.readers.get(op.result)
        if reader is None or self.known.uses[op.result] != 1 or op.result not in _taken(reader):
            return False
        return self.is_arithmetic(reader, (*_SUMS, *_PRODUCTS)) and self._part(op.result, reader) is not None

    def terms(self, top: Call, parts: dict[Operand, Call]) -> list[_Term]:
        """The terms of a sum, or of a product as a sum of one, in order; without recursion, for sums may be long."""
        found: list[_Term] = []
        todo: list[tuple[Operand, int]] = [(top.result, 1)]
        while todo:
            operand, sign = todo.pop()
            op = parts.get(operand)
            if op is not None and op.callee in _SUMS:
                todo += [(op.args[1], -sign if op.callee is operator.sub else sign), (op.args[0], sign)]
            else:
                found.append(_term(operand, sign, parts))
        self._share(found)
        return found

    def _share(self, terms: list[_Term]) -> None:
        """Where `x` and `-x` or `2 * x` are factors, let both be `x`; so with signs that derivative code has put."""
        factors = {x for t in terms for x in t.above}
        for term in terms:
            for k, operand in enumerate(term.above):
                op = self.known.definition(operand, operator.neg, operator.mul)
                if op is None or op.args[-1].type != operand.type:
                    continue
                number = -1 if op.callee is operator.neg else literal(op.args[0])
                is_sign = op.callee is operator.neg and is_derivative(op)
                once = term.number != 1 and self.known.uses[operand] == 1
                if number is not None and (is_sign or once or op.args[-1] in factors):
                    term.above[k] = op.args[-1]
                    term.number *= number


class _Writer:
    """Writes terms as operations in the place of `like`."""

    def __init__(self, rules: RuleTable, like: Call, known: Known) -> None:
        self.rules = rules
        self.like = like
        self.known = known
        self.ops: list[Call] = []
        self.is_safe = True

    def emit(self, callee: Any, *args: Operand, name: str = "t") -> Operand:
        """The result of one more operation."""
        kind, effect = infer(self.rules, callee, args, ())
        result = Value(name, kind)
        op = replace(self.like, results=(result,), callee=callee, args=args, kwargs=(), effect=effect)
        self.ops.append(op)
        self.known.define(op)
        return result

    def total(self, terms: list[_Term], name: str) -> Operand:
        """The sum, positive terms first."""
        ordered = sorted(terms, key=lambda t: t.number < 0) if terms[0].number < 0 else terms
        first, *rest = ordered
        result = self.product(first)
        for term in rest:
            callee = operator.add if term.number >= 0 else operator.sub
            result = self.emit(callee, result, self.product(replace(term, number=abs(term.number))), name=name)
        return result

    def product(self, term: _Term) -> Operand:
        """The product: numbers first, then arrays, those with fewer axes before others; divisions at the end."""
        above = list(term.above)
        if term.inner:
            above.append(self.total(list(term.inner), "t"))
        above.sort(key=lambda x: len(dims_of(x.type)))
        has_sign = term.number < 0
        if abs(term.number) != 1 or not above:
            above.insert(0, Const(term.number))
            has_sign = False
        result, *others = above
        for other in others:
            result = self.emit(operator.mul, result, other)
        if term.below:
            self.is_safe &= self._may_divide(above, term.below)
        for other in term.below:
            result = self.emit(operator.truediv, result, other)
        return self.emit(operator.neg, result) if has_sign else result

    def _may_divide(self, above: Sequence[Operand], below: Sequence[Operand]) -> bool:
        """Whether dividing by zero raises no error that was not raised before."""
        return any(map(self.known.is_numpy, above)) or all(map(self.known.is_numpy, below))


def _price(ops: Iterable[Call]) -> int:
    """What operations cost: those on arrays the more the more axes there are."""
    return sum(10 ** len(dims_of(op.result.type)) for op in ops)


def _doubled(op: Call) -> list[Call] | None:
    """`x + x` -> `2 * x`."""
    if op.callee is not operator.add or op.args[0] is not op.args[1] or op.args[0].type != op.result.type:
        return None
    return [replace(op, callee=operator.mul, args=(Const(2), op.args[0]))]


class _Factoring(Identity):
    def __init__(self, body: Region, rules: RuleTable, written: frozenset[Operand]) -> None:
        super().__init__()
        self.rules = rules
        self.written = written
        self.reader = _Reader(body)

    def call(self, op: Call, ops: list[Operation]) -> None:
        found = self._regrouped(op)
        if isinstance(found, list):
            ops.extend(found)
        elif found is None or (is_memory(op.result.type) and not self.written.isdisjoint((found, op.result))):
            ops.append(op)
        else:
            self.replaced[op.result] = found

    def _regrouped(self, op: Call) -> list[Call] | Operand | None:
        """What takes the place of a sum or product: operations, or what is there anyway; None: the operation itself."""
        reader = self.reader
        if not reader.is_arithmetic(op, (*_SUMS, *_PRODUCTS)) or reader.is_part(op):
            return None
        parts = reader.parts(op)
        if len(parts) == 1:
            return _doubled(op)
        terms = reader.terms(op, parts)
        merged = _merged(terms)
        if not merged:
            return None
        writer = _Writer(self.rules, replace(op, quiet=any(part.quiet for part in parts.values())), reader.known)
        result = writer.total(merged, op.result.name)
        weak = all(isinstance(x.type, Scalar) and x.type.weak for t in terms for x in (*t.above, *t.below))
        if result.type != op.result.type or not (writer.is_safe or weak):
            return None
        if _price(writer.ops) >= _price(parts.values()):
            return None
        if not writer.ops:
            return self.resolve(result)
        *before, last = (replace(made, args=self.all(made.args)) for made in writer.ops)
        return [*before, replace(last, results=op.results)]


def factor_sums(function: Function, rules: RuleTable) -> Function:
    """Multiply once with what the terms of a sum have in common, until nothing changes."""

    def factored(each: Function) -> Region:
        written = overwritten(rules, each)

        def sweep(body: Region) -> Region:
            after = _Factoring(body, rules, written).region(body)
            return after if after is body else drop_dead(after)

        return to_fixpoint(drop_dead(each.body), sweep, _SWEEPS)

    return each_function(function, factored)
