"""Gives variables to values: versions of `z` become `z` again wherever they do not get in each other's way.

Values that are moved into each other share a variable if they are never live at the same time (Chaitin's interference);
the user's names win, a clash gets the smallest free number.
"""

from __future__ import annotations

import keyword
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator

from typing_extensions import assert_never

from s2sad.codegen.inlining import TEMPORARIES
from s2sad.codegen.schedule import (
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
    Schedule,
    Statement,
    Write,
)
from s2sad.ir.ops import Call, Const, Function, Operand, Value


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
    """Which variables are live at the same time, by a backward walk over the statements; sets are bit masks.

    `edges[v]` has the bits of the variables that are live where `v` is assigned; two variables interfere if either
    has the other's bit.
    """

    def __init__(self, schedule: Schedule, groups: _Groups) -> None:
        self.schedule = schedule
        self.groups = groups
        self.index: dict[Value, int] = {}
        self.edges: dict[Value, int] = defaultdict(int)
        self.moves: list[tuple[Value, Value]] = []
        self.writes: list[tuple[Value, Value]] = []
        self.values: dict[Value, None] = {}

    def bit(self, value: Value) -> int:
        """The bit of a value's variable."""
        self.values[value] = None
        variable = self.groups.find(value)
        return 1 << self.index.setdefault(variable, len(self.index))

    def reads(self, operands: Iterable[Operand]) -> int:
        """The variables that expressions read."""
        found = 0
        for operand in operands:
            for leaf in self.schedule.inlining.leaves(operand):
                found |= self.bit(leaf)
        return found

    def define(self, value: Value, live: int, but: int = 0) -> int:
        """Note an assignment; what is live before it."""
        bit = self.bit(value)
        self.edges[self.groups.find(value)] |= live & ~bit & ~but
        return live & ~bit

    def block(self, statements: list[Statement], live: int, leaving: int) -> int:
        """What is live before the statements."""
        for statement in reversed(statements):
            live = self.statement(statement, live, leaving)
        return live

    def statement(self, statement: Statement, live: int, leaving: int) -> int:  # noqa: C901 - one case per statement
        """What is live before a statement."""
        match statement:
            case Assign():
                return self._assign(statement, live)
            case Write():
                return self._write(statement, live)
            case Move():
                return self._move(statement, live)
            case NewList():
                return self.define(statement.value, live)
            case Append():
                return live | self.reads([statement.target, statement.source])
            case Branch():
                then = self.block(statement.then, live, leaving)
                orelse = self.block(statement.orelse, live, leaving)
                return then | orelse | self.reads([statement.op.condition])
            case Attempt():
                return self._attempt(statement, live, leaving)
            case Around():
                return self._around(statement, live, leaving)
            case Iterate():
                return self._iterate(statement, live)
            case Return():
                return self.reads([statement.operand])
            case Remark():
                return live
            case _:
                assert_never(statement)

    def _attempt(self, statement: Attempt, live: int, leaving: int) -> int:
        """The handler may run after any statement of the body: what it needs is not overwritten there."""
        handler = self.block(statement.handler, live, leaving)
        if statement.caught is not None:
            handler = self.define(statement.caught, handler)
        otherwise = self.block(statement.otherwise, live, leaving)
        body = self.throughout(statement.body, otherwise, handler, leaving)
        return body | handler | self.reads(statement.kinds)

    def _around(self, statement: Around, live: int, leaving: int) -> int:
        last = self.block(statement.last or [], live, leaving)
        body = self.throughout(statement.body, last, last, leaving)
        if statement.value is not None:
            body = self.define(statement.value, body)
        return body | self.reads(statement.op.operands)

    def throughout(self, body: list[Statement], live: int, always: int, leaving: int) -> int:
        """What is live before a block all through which some variables are."""
        for value in _assigned(body):
            self.edges[self.groups.find(value)] |= always & ~self.bit(value)
        return self.block(body, live, leaving)

    def _write(self, statement: Write, live: int) -> int:
        target = statement.target
        live = self.define(statement.value, live, self.bit(target) if isinstance(target, Value) else 0)
        if isinstance(target, Value):
            self.writes.append((statement.value, target))
        return live | self.reads(statement.op.operands)

    def _assign(self, statement: Assign, live: int) -> int:
        op = statement.op
        if statement.value is not None:
            first = op.operands[0] if statement.in_place and isinstance(op, Call) else None
            live = self.define(statement.value, live, self.bit(first) if isinstance(first, Value) else 0)
            if isinstance(first, Value):
                self.writes.append((statement.value, first))
        return live | self.reads(self.schedule.inlining.operands(op))

    def _move(self, statement: Move, live: int) -> int:
        targets = [target for target, _ in statement.pairs]
        for target, source in statement.pairs:
            plain = source if isinstance(source, Value) and source not in self.schedule.inlining else None
            live = self.define(target, live, self.bit(plain) if plain is not None else 0)
            if plain is not None:
                self.moves.append((target, plain))
        self.together(targets)
        return live | self.reads(source for _, source in statement.pairs)

    def together(self, values: list[Value]) -> None:
        """Values that are assigned at once are different variables."""
        everyone = 0
        for value in values:
            everyone |= self.bit(value)
        for value in values:
            self.edges[self.groups.find(value)] |= everyone & ~self.bit(value)

    def _iterate(self, statement: Iterate, live: int) -> int:
        op = statement.op
        head = live if op.sources or op.before is None else 0  # without sources only the exit leads out
        for value in statement.unset:
            head &= ~self.bit(value)
        while True:
            after = self.block(statement.after, head, live)
            if op.before is not None:
                out = self.block(statement.leaving, live, live)
                after = self.block(statement.before, after | out | self.reads([op.before.yields[0]]), live)
            for source in op.sources:
                after = self.define(source.target, after)
            self.together([source.target for source in op.sources])
            if not after & ~head:
                break
            head |= after
        return head | self.reads(s.iterable for s in op.sources)


def _assigned(statements: list[Statement]) -> Iterator[Value]:  # noqa: C901 - one case per statement
    """The values that statements assign, in the order of the text."""
    for statement in statements:
        match statement:
            case Assign() | Write() | NewList():
                if statement.value is not None:
                    yield statement.value
            case Move():
                yield from (target for target, _ in statement.pairs)
            case Branch():
                yield from _assigned(statement.then)
                yield from _assigned(statement.orelse)
            case Attempt():
                if statement.caught is not None:
                    yield statement.caught
                yield from _assigned([*statement.body, *statement.handler, *statement.otherwise])
            case Around():
                if statement.value is not None:
                    yield statement.value
                yield from _assigned([*statement.body, *(statement.last or [])])
            case Iterate():
                yield from (source.target for source in statement.op.sources)
                yield from _assigned([*statement.before, *statement.leaving, *statement.after])
            case Append() | Return() | Remark():
                pass
            case _:
                assert_never(statement)


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
        interference.together(list(function.params))
        live = interference.block(schedule.statements, 0, 0)
        for param in function.params:
            interference.define(param, live)
        self.groups = groups
        self.edges = interference.edges
        self.masks = {variable: 1 << index for variable, index in interference.index.items()}
        self._coalesce(interference)
        self.names: dict[Value, str] = {}
        self._assign(interference, function, reserved, list(_assigned(schedule.statements)))

    def _coalesce(self, interference: _Interference) -> None:
        for a, b in interference.writes:
            self._try(b, a, True)
        for strict in (True, False):
            for a, b in interference.moves:
                if not strict or a.name == b.name:
                    self._try(a, b, strict)
        by_name: dict[str, list[Value]] = defaultdict(list)
        for value in interference.values:
            by_name[value.name].append(value)
        for values in by_name.values():
            for other in values[1:]:
                self._try(values[0], other, True)

    def _clash(self, a: Value, b: Value) -> bool:
        return bool(self.edges[a] & self.masks[b] or self.edges[b] & self.masks[a])

    def _try(self, a: Value, b: Value, strict: bool) -> None:
        """Let two values share a variable, if nothing speaks against it."""
        ra, rb = self.groups.find(a), self.groups.find(b)
        if ra is rb or self._clash(ra, rb):
            return
        labels = {self._label(ra), self._label(rb)}
        if a.name in TEMPORARIES and a.name == b.name and len(labels) > 1:
            return
        if not strict and not labels & set(TEMPORARIES) and a.name != b.name:
            return
        self.groups.unite(ra, rb)
        self.edges[ra] |= self.edges.pop(rb, 0)
        self.masks[ra] |= self.masks.pop(rb)

    def _label(self, group: Value) -> str:
        names = [v.name for v in self.groups.members.get(group, [group])]
        return next((n for n in names if n not in TEMPORARIES), names[0])

    def _assign(
        self, interference: _Interference, function: Function, reserved: set[str], assigned: list[Value]
    ) -> None:
        order = dict.fromkeys(self.groups.find(p) for p in function.params)
        order |= dict.fromkeys(self.groups.find(v) for v in (*assigned, *interference.values))
        parameters = {self.groups.find(p): p for p in function.params}
        taken: dict[str, tuple[int, int]] = defaultdict(lambda: (0, 0))
        for group in order:
            base = _legal(parameters[group].name if group in parameters else self._label(group))
            name, number = base, 0
            while name in reserved or self.edges[group] & taken[name][0] or taken[name][1] & self.masks[group]:
                number += 1
                name = f"{base}{number}" if not base[-1].isdigit() else f"{base}_{number}"
            masks, edges = taken[name]
            taken[name] = (masks | self.masks[group], edges | self.edges[group])
            self.names[group] = name

    def of(self, value: Value) -> str:
        """The variable of a value."""
        return self.names[self.groups.find(value)]

    def same(self, a: Value, b: Operand) -> bool:
        """Whether two values are one variable."""
        return not isinstance(b, Const) and self.groups.find(a) is self.groups.find(b)
