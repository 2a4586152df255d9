"""Gives variables to values: versions of `z` become `z` again wherever they do not get in each other's way.

Values that are moved into each other share a variable if they are never live at the same time (Chaitin's interference);
the user's names win, a clash gets the smallest free number.
"""

from __future__ import annotations

import keyword
import re
from collections import defaultdict
from collections.abc import Iterable
from typing import assert_never

from s2sad.codegen.inlining import TEMPORARIES
from s2sad.codegen.schedule import (
    Append,
    Assign,
    Branch,
    Iterate,
    Move,
    NewList,
    Remark,
    Return,
    Schedule,
    Statement,
    Write,
)
from s2sad.ir.ops import Const, Function, If, Operand, Value


class _Groups:
    """Values that share a variable."""

    def __init__(self) -> None:
        self.parent: dict[Value, Value] = {}
        self.members: dict[Value, list[Value]] = {}

    def find(self, value: Value) -> Value:
        root = value
        while root in self.parent:
            root = self.parent[root]
        while value is not root:
            self.parent[value], value = root, self.parent[value]
        return root

    def unite(self, a: Value, b: Value) -> None:
        ra, rb = self.find(a), self.find(b)
        if ra is not rb:
            self.parent[rb] = ra
            self.members.setdefault(ra, [ra]).extend(self.members.pop(rb, [rb]))


class _Interference:
    """Which variables are live at the same time, by a backward walk over the statements."""

    def __init__(self, schedule: Schedule, groups: _Groups) -> None:
        self.schedule = schedule
        self.groups = groups
        self.edges: dict[Value, set[Value]] = defaultdict(set)
        self.moves: list[tuple[Value, Value]] = []
        self.writes: list[tuple[Value, Value]] = []
        self.values: dict[Value, None] = {}

    def reads(self, operands: Iterable[Operand]) -> set[Value]:
        found = set()
        for operand in operands:
            for leaf in self.schedule.inlining.leaves(operand):
                found.add(self._variable(leaf))
        return found

    def _variable(self, value: Value) -> Value:
        self.values[value] = None
        return self.groups.find(value)

    def define(self, value: Value, live: set[Value], but: Value | None = None) -> None:
        variable = self._variable(value)
        for other in live:
            if other is not variable and other is not but:
                self.edges[variable].add(other)
                self.edges[other].add(variable)
        live.discard(variable)

    def block(self, statements: list[Statement], live: set[Value], leaving: set[Value]) -> set[Value]:
        for statement in reversed(statements):
            live = self.statement(statement, live, leaving)
        return live

    def statement(self, statement: Statement, live: set[Value], leaving: set[Value]) -> set[Value]:
        match statement:
            case Assign():
                return self._assign(statement, live)
            case Write():
                target = statement.target
                self.define(statement.value, live, self._variable(target) if isinstance(target, Value) else None)
                if isinstance(target, Value):
                    self.writes.append((statement.value, target))
                return live | self.reads(statement.op.operands)
            case Move():
                return self._move(statement, live)
            case NewList():
                self.define(statement.value, live)
                return live
            case Append():
                return live | self.reads([statement.target, statement.source])
            case Branch():
                then = self.block(statement.then, set(live), leaving)
                orelse = self.block(statement.orelse, set(live), leaving)
                return then | orelse | self.reads([statement.op.condition])
            case Iterate():
                return self._iterate(statement, live)
            case Return():
                return self.reads([statement.operand])
            case Remark():
                return live
            case _:
                assert_never(statement)

    def _assign(self, statement: Assign, live: set[Value]) -> set[Value]:
        op = statement.op
        if statement.value is not None:
            first = op.operands[0] if statement.in_place and not _is_if(op) else None  # type: ignore[union-attr]
            but = self._variable(first) if isinstance(first, Value) else None
            self.define(statement.value, live, but)
            if isinstance(first, Value):
                self.writes.append((statement.value, first))
        return live | self.reads(self.schedule.inlining.operands(op))

    def _move(self, statement: Move, live: set[Value]) -> set[Value]:
        after = set(live)
        for target, source in statement.pairs:
            plain = isinstance(source, Value) and source not in self.schedule.inlining
            self.define(target, after, self._variable(source) if plain else None)  # type: ignore[arg-type]
            if plain:
                self.moves.append((target, source))  # type: ignore[arg-type]
        # all targets are written before any of them is read again
        for target, _ in statement.pairs:
            for other, source in statement.pairs:
                if target is not other:
                    self._clash(target, other)
                    del source
        return after | self.reads(source for _, source in statement.pairs)

    def _clash(self, a: Value, b: Value) -> None:
        va, vb = self._variable(a), self._variable(b)
        if va is not vb:
            self.edges[va].add(vb)
            self.edges[vb].add(va)

    def _iterate(self, statement: Iterate, live: set[Value]) -> set[Value]:
        op = statement.op
        head = set(live)
        while True:
            after = self.block(statement.after, set(head), live)
            if op.before is not None:
                out = self.block(statement.leaving, set(live), live)
                after = self.block(statement.before, after | out | self.reads([op.before.yields[0]]), live)
            for source in op.sources:
                self.define(source.target, after)
                for other in op.sources:
                    if other is not source:
                        self._clash(source.target, other.target)
            if after <= head:
                break
            head |= after
        return head | self.reads(s.iterable for s in op.sources)


def _is_if(op: object) -> bool:
    return isinstance(op, If)


def _legal(name: str) -> str:
    name = re.sub(r"\W", "", name) or "t"
    return f"{name}_" if keyword.iskeyword(name) or name[0].isdigit() else name


class Names:
    """The Python names of the variables of a function."""

    def __init__(self, function: Function, schedule: Schedule, reserved: set[str]) -> None:
        groups = _Groups()
        for a, b in schedule.same:
            groups.unite(b, a)
        interference = _Interference(schedule, groups)
        live = interference.block(schedule.statements, set(), set())
        for param in function.params:
            interference.define(param, live | {interference._variable(p) for p in function.params})
        self.groups = groups
        self._coalesce(interference, function)
        self.names: dict[Value, str] = {}
        self._assign(interference, function, reserved)

    def _coalesce(self, interference: _Interference, function: Function) -> None:
        parameters = set(function.params)
        for a, b in interference.writes:
            self._try(interference, b, a, parameters, True)
        for strict in (True, False):
            for a, b in interference.moves:
                if not strict or a.name == b.name:
                    self._try(interference, a, b, parameters, strict)
        by_name: dict[str, list[Value]] = defaultdict(list)
        for value in interference.values:
            by_name[value.name].append(value)
        for values in by_name.values():
            for other in values[1:]:
                self._try(interference, values[0], other, parameters, True)

    def _try(self, interference: _Interference, a: Value, b: Value, parameters: set[Value], strict: bool) -> None:
        ra, rb = self.groups.find(a), self.groups.find(b)
        if ra is rb or rb in interference.edges[ra]:
            return
        if a.name in TEMPORARIES and a.name == b.name and self._label(ra) != self._label(rb):
            return
        if not strict and not ({self._label(ra), self._label(rb)} & set(TEMPORARIES)) and not _related(a.name, b.name):
            return
        self.groups.unite(ra, rb)
        merged = interference.edges.pop(rb, set())
        for other in merged:
            interference.edges[other].discard(rb)
            interference.edges[other].add(ra)
        interference.edges[ra] |= merged

    def _label(self, group: Value) -> str:
        names = [v.name for v in self.groups.members.get(group, [group])]
        return next((n for n in names if n not in TEMPORARIES), names[0])

    def _assign(self, interference: _Interference, function: Function, reserved: set[str]) -> None:
        order = dict.fromkeys(self.groups.find(p) for p in function.params)
        order |= dict.fromkeys(self.groups.find(v) for v in interference.values)
        parameters = {self.groups.find(p): p for p in function.params}
        used_by: dict[str, list[Value]] = defaultdict(list)
        for group in order:
            base = _legal(parameters[group].name if group in parameters else self._label(group))
            name, number = base, 0
            while name in reserved or any(o in interference.edges[group] for o in used_by[name]):
                number += 1
                name = f"{base}{number}" if not base[-1].isdigit() else f"{base}_{number}"
            used_by[name].append(group)
            self.names[group] = name

    def of(self, value: Value) -> str:
        """The variable of a value."""
        return self.names[self.groups.find(value)]

    def same(self, a: Value, b: Operand) -> bool:
        """Whether two values are one variable."""
        return not isinstance(b, Const) and self.groups.find(a) is self.groups.find(b)


def _related(a: str, b: str) -> bool:
    """Whether two names are versions of one: `u_bar` and `v_bar` are not."""
    return a.rstrip("0123456789") == b.rstrip("0123456789")
