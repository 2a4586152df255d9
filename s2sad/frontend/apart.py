"""What a function that writes in place must have one name for only: arguments, and what it reads from outside.

A[0] = x[0]             A is written: whatever else comes from outside must be other memory, at each call
net.cache[i] = x[i]     of net, `cache` is written: its other attributes may share what they like
"""

from __future__ import annotations

import itertools
import operator
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from s2sad.analysis.memory import Memory
from s2sad.analysis.ownership import is_memory, shared_operands
from s2sad.frontend.guards import Guard
from s2sad.ir.ops import Call, Const, Function, FunctionRef, If, Loop, Operand, Operation, Region, Value, walk
from s2sad.ir.types import Array, FixedList, List, Object, Record, Type
from s2sad.rules.table import RuleTable
from s2sad.runtime import containers
from s2sad.runtime.names import Global

Access = tuple[Any, ...]


def apart(
    rules: RuleTable, function: Function, count: int, origins: Mapping[Operand, Access], guards: Iterable[Guard]
) -> Iterator[Guard]:
    """The guards that memory which the function writes has no second name.

    Args:
        count: how many parameters are its own: the others, and globals, are read from outside.
        origins: access paths of what is read from outside.
        guards: what it rests on otherwise: constants among it.
    """
    calls = [op for op in walk(function.body) if isinstance(op, Call)]
    writes = [op for op in calls if op.effect == "memory"]
    own = function.params[:count]
    if writes:
        held = any(_is_container(operand.type) for op in writes for operand in op.args)
        yield Guard((), "apart", (tuple(param.name for param in own), held))
    read = (*function.params[count:], *(op.result for op in calls if isinstance(op.callee, Global)))
    outer = {v: origins[v] for v in read if v in origins and is_memory(v.type)}
    fixed = tuple(_constants(guards))
    writes += [op for op in calls if isinstance(op.callee, FunctionRef) and op.callee.writes and op not in writes]
    if not writes or not (outer or fixed):
        return
    roots = {**{param: (k,) for k, param in enumerate(own) if is_memory(param.type)}, **outer}
    memory, parts = Memory(rules, function), _Parts(rules, function, roots)
    written = {root: set[tuple[str, ...]]() for root in roots}
    places = []
    for op in writes:
        for operand in _written(op):
            reached = [root for root in roots if memory.may_share(operand, root)]
            part = parts.written(op, operand)
            for root in reached:
                written[root].add(part.steps if part is not None and reached == [part.root] else ())
            places += [(op, operand)] if reached else []
    if not places:
        return
    for a, b in itertools.combinations(outer, 2):
        if type(a.type) is type(b.type) and (written[a] or written[b]):
            yield Guard(outer[a], "other", outer[b])
    named = tuple(
        (path, _label(path, own), tuple(sorted(written[root])), tuple(sorted(parts.used[root])))
        for root, path in roots.items()
    )
    holds = any(not isinstance(operand.type, Array) for _, operand in places)
    constants = tuple((path, _label(path, own), (), ((),)) for path in fixed)
    yield Guard((), "outside", ((*named, *constants), holds, places[0][0].span))


def _written(op: Call) -> tuple[Operand, ...]:
    """What a call writes to."""
    return tuple(op.args[k] for k in op.callee.writes) if isinstance(op.callee, FunctionRef) else op.args[:1]


def _is_container(kind: Type) -> bool:
    return isinstance(kind, FixedList | List | Object | Record)


def _constants(guards: Iterable[Guard]) -> Iterator[Access]:
    """Where the arrays and containers are that the code takes as they were when it was compiled."""
    for guard in guards:
        if guard.kind == "is" and isinstance(guard.expected, _MUTABLE):
            yield guard.access
        if guard.kind == "code" and guard.access:
            _, defaults, keywords = guard.expected
            for k, value in enumerate(defaults or ()):
                if isinstance(value, np.ndarray | tuple):
                    yield (*guard.access, ".__defaults__", f"[{k}]")
            for name, value in (keywords or {}).items():
                if isinstance(value, np.ndarray | tuple):
                    yield (*guard.access, ".__kwdefaults__", f"[{name!r}]")


_MUTABLE = (np.ndarray, list, dict, tuple)


def _label(access: Access, own: tuple[Value, ...]) -> str:
    """What is at an access path as the user writes it."""
    first, rest = (access[2], access[3:]) if access[0] == "global" else (access[0], access[1:])
    label = own[first].name if isinstance(first, int) else first
    for step in rest:  # a name is that of a cell of a function
        label = f"{label}{step}" if step.startswith((".", "[")) else step
    return label


@dataclass(frozen=True)
class _Part:
    """Part of what comes from outside.

    Attributes:
        steps: how it is written behind the name of the root.
        exact: whether it is no less than that.
        given: the steps to what has been put into it: that may be another part.
    """

    root: Value
    steps: tuple[str, ...] = ()
    exact: bool = True
    given: frozenset[tuple[str, ...]] = frozenset()

    def gives(self, steps: tuple[str, ...]) -> _Part:
        """After something has been put there."""
        return replace(self, given=self.given | {steps})


_ELEMENTS = (containers.store, containers.appended, containers.without_last)
_SOME = "[]"
"""The step to an element of which it is not known which one it is."""


class _Parts:
    """Of which part of the roots the values are versions, of others nothing is known; and which parts are used."""

    def __init__(self, rules: RuleTable, function: Function, roots: Iterable[Value]) -> None:
        self.rules = rules
        self.roots: dict[Operand, _Part | None] = {root: _Part(root) for root in roots}
        self.unknown: set[Value] = set()
        known = -1
        while known < len(self.unknown):  # what a run of a loop carries is first taken to be what came into it
            known = len(self.unknown)
            self.of = dict(self.roots)
            self.used: dict[Operand, set[tuple[str, ...]]] = {root: set() for root in self.roots}
            self._region(function.body)
        for each in function.body.yields:
            self._use(each)

    def _use(self, *operands: Operand) -> None:
        for each in operands:
            part = self.of.get(each)
            if part is not None:
                self.used[part.root].add(part.steps)

    def written(self, op: Call, operand: Operand) -> _Part | None:
        """The part that a call writes: of a container, an element is another one, and what it held is as it was."""
        part = self.of.get(operand)
        if part is None or not part.exact or op.callee not in _ELEMENTS or not _is_container(operand.type):
            return part
        step = _step_text(operand.type, op.args[1]) if op.callee is containers.store else None
        return replace(part, steps=(*part.steps, step or _SOME))

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
                for result, a, b in zip(op.results, op.then.yields, op.orelse.yields, strict=True):
                    self._join(result, a, b)
            case Loop():
                self._loop(op)

    def _loop(self, op: Loop) -> None:
        self._use(*(source.iterable for source in op.sources))
        for param, start in zip(op.params, op.inits, strict=True):
            self.of[param] = self.of.get(start)
            if param in self.unknown:
                self._use(start)
                self.of[param] = None
        for region in op.regions:
            self._region(region)
        self._use(*op.collected)
        exits = op.exit_values or op.next_values
        for param, after, end, result in zip(op.params, op.next_values, exits, op.carried_results, strict=True):
            if self.of[param] is not None and self.of.get(after) != self.of[param]:
                self.unknown.add(param)
            self._join(result, param, end)
            self._use(*(() if self.of[param] is not None else (after,)))

    def _join(self, result: Value, a: Operand, b: Operand) -> None:
        self.of[result] = self.of.get(a) if self.of.get(a) == self.of.get(b) else None
        if self.of[result] is None:
            self._use(a, b)

    def _call(self, op: Call) -> None:
        part = self.of.get(op.args[0]) if op.args else None
        new = self._step(op, part) if part is not None else None
        if new is not None and new.steps in new.given:  # what was put there has been used then
            new = None
        elif new is None:
            self._use(*op.operands)
        elif op.callee in _ELEMENTS:
            self._use(*op.args[1:] if _is_container(op.args[0].type) else op.args)
        for result in op.results:
            if result not in self.roots:
                self.of[result] = new

    def _step(self, op: Call, part: _Part) -> _Part | None:
        """What a call gives that is, or leads to, a part of what it is given."""
        whole, *keys = op.args
        step = _step_text(whole.type, keys[0]) if keys and part.exact else None
        below = None if step is None else (*part.steps, step)
        if op.callee is containers.rejoined:
            new = self.of.get(op.args[-1])
            if isinstance(whole.type, Array) or (new is not None and new.steps == below):
                return replace(part, given=part.given | (new.given if new else frozenset()))
            return part.gives(below) if below else None
        if op.callee is containers.store:
            if isinstance(whole.type, Array) or not is_memory(op.args[-1].type):
                return part
            return part.gives(below) if below else None
        if op.callee is containers.appended:
            return None if is_memory(op.args[-1].type) else part
        if op.callee in (operator.getitem, containers.read_attribute) and below is not None:
            return replace(part, steps=below)
        is_part = all(each is whole for each in shared_operands(self.rules, op))
        if not is_part or any(each[: len(part.steps)] == part.steps for each in part.given):
            return None
        self._use(op.args[0])
        return replace(part, exact=False)


def _step_text(whole: Type, key: Operand) -> str | None:
    """How a part of a container is written, None of one that is found otherwise: from the end, by a value."""
    if not isinstance(key, Const):
        return None
    if isinstance(whole, Object):
        return f".{key.value}"
    is_key = type(key.value) is str and isinstance(whole, Record)
    from_start = type(key.value) is int and key.value >= 0 and isinstance(whole, FixedList | List)
    return f"[{key.value!r}]" if is_key or from_start else None
