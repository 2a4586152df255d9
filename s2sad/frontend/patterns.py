"""`match` as `if`: each pattern is a test, and assignments of what it captures.

match v:                                       subject = v
    case [a, 0]: A                             if is_sequence(subject) and len(subject) == 2 and subject[1] == 0:
    case {"w": w}: B                               a = subject[0]; A
    case Point(x=u) if u > 0: C                elif is_mapping(subject) and "w" in subject: w = subject["w"]; B
"""

from __future__ import annotations

import collections.abc
from collections.abc import Callable
from typing import Any

import gast

from s2sad.frontend.structure import OwnNode, assigned, constant, loaded, placed

Fresh = Callable[[str], str]


def is_sequence(value: Any) -> bool:
    """Whether a sequence pattern may match; decided by type."""
    return isinstance(value, collections.abc.Sequence) and not isinstance(value, str | bytes | bytearray)


def is_mapping(value: Any) -> bool:
    """Whether a mapping pattern may match; decided by type."""
    return isinstance(value, collections.abc.Mapping)


def matched_attribute(cls: type, position: int) -> str:
    """The attribute that a positional pattern of a class looks at; "" for the object itself."""
    if cls in (bool, bytearray, bytes, dict, float, frozenset, int, list, set, str, tuple):
        return ""
    matched: Any = cls
    names: tuple[str, ...] = matched.__match_args__
    return names[position]


class MatchedAttribute(OwnNode, gast.expr):  # type: ignore[misc] # gast has no types
    """What a positional pattern of a class looks at."""

    _fields = ("value", "cls")

    def __init__(self, value: Any, cls: Any, position: int) -> None:
        super().__init__()
        self.value = value
        self.cls = cls
        self.position = position


class _Pattern:
    """The tests and the captures of one pattern, in order."""

    def __init__(self, place: Any) -> None:
        self.place = place
        self.tests: list[Any] = []
        self.captures: list[Any] = []

    def test(self, node: Any) -> None:
        """Add a test."""
        self.tests.append(placed(node, self.place))

    def call(self, function: Any, *args: Any) -> Any:
        """A call of a function of Python."""
        callee = function if isinstance(function, gast.AST) else constant(function)
        return placed(gast.Call(func=callee, args=list(args), keywords=[]), self.place)

    def compare(self, left: Any, op: Any, right: Any) -> None:
        """Add a comparison."""
        self.test(gast.Compare(left=left, ops=[op], comparators=[right]))

    def item(self, value: Any, key: Any) -> Any:
        """`value[key]`."""
        return placed(gast.Subscript(value=value, slice=key, ctx=gast.Load()), self.place)

    def capture(self, name: str | None, value: Any) -> None:
        """Add a capture."""
        if name is not None:
            self.captures.append(assigned(name, value, self.place))

    def add(self, pattern: Any, value: Any) -> None:
        """Add what `pattern` asks of `value`."""
        match type(pattern).__name__:
            case "MatchValue":
                self.compare(value, gast.Eq(), pattern.value)
            case "MatchSingleton":
                self.compare(value, gast.Is(), constant(pattern.value))
            case "MatchAs":
                if pattern.pattern is not None:
                    self.add(pattern.pattern, value)
                self.capture(pattern.name, value)
            case "MatchOr":
                self._alternatives(pattern, value)
            case "MatchSequence":
                self._sequence(pattern, value)
            case "MatchMapping":
                self._mapping(pattern, value)
            case "MatchClass":
                self._class(pattern, value)

    def _alternatives(self, pattern: Any, value: Any) -> None:
        tests = []
        for each in pattern.patterns:
            inner = _Pattern(self.place)
            inner.add(each, value)
            if inner.captures:
                self.test(Refused("A pattern with `|` that captures a name is not supported", "Write one `case` each."))
                return
            tests.append(inner.condition())
        self.test(gast.BoolOp(op=gast.Or(), values=tests))

    def _sequence(self, pattern: Any, value: Any) -> None:
        patterns = pattern.patterns
        star = next((k for k, p in enumerate(patterns) if isinstance(p, gast.MatchStar)), None)
        self.test(self.call(is_sequence, value))
        count = constant(len(patterns) - (star is not None))
        self.compare(self.call(len, value), gast.Eq() if star is None else gast.GtE(), count)
        for k, each in enumerate(patterns):
            if star is None or k < star:
                self.add(each, self.item(value, constant(k)))
            elif k > star:
                self.add(each, self.item(value, constant(k - len(patterns))))
            else:
                stop = constant(k + 1 - len(patterns) or None)
                part = gast.Slice(lower=constant(k), upper=stop, step=None)
                self.capture(each.name, self.call(list, self.item(value, part)))

    def _mapping(self, pattern: Any, value: Any) -> None:
        self.test(self.call(is_mapping, value))
        for key in pattern.keys:
            self.compare(key, gast.In(), value)
        for key, each in zip(pattern.keys, pattern.patterns, strict=True):
            self.add(each, self.item(value, key))
        if pattern.rest is not None:
            self.captures.append(assigned(pattern.rest, self.call(dict, value), self.place))
            for key in pattern.keys:
                target = gast.Subscript(value=loaded(pattern.rest), slice=key, ctx=gast.Del())
                self.captures.append(placed(gast.Delete(targets=[target]), self.place))

    def _class(self, pattern: Any, value: Any) -> None:
        self.test(self.call(isinstance, value, pattern.cls))
        for k, each in enumerate(pattern.patterns):
            self.add(each, placed(MatchedAttribute(value, pattern.cls, k), self.place))
        for name, each in zip(pattern.kwd_attrs, pattern.kwd_patterns, strict=True):
            self.add(each, placed(gast.Attribute(value=value, attr=name, ctx=gast.Load()), self.place))

    def condition(self) -> Any:
        """The test of the whole pattern."""
        if not self.tests:
            return placed(constant(True), self.place)
        if len(self.tests) == 1:
            return self.tests[0]
        return placed(gast.BoolOp(op=gast.And(), values=self.tests), self.place)


class Refused(OwnNode, gast.expr):  # type: ignore[misc] # gast has no types
    """An expression that is refused when it is lowered."""

    _fields = ()

    def __init__(self, reason: str, rewrite: str) -> None:
        super().__init__()
        self.reason = reason
        self.rewrite = rewrite


def match_as_if(node: Any, fresh: Fresh) -> list[Any]:
    """The statements that a `match` statement means."""
    subject = fresh("subject")
    rest: list[Any] = []
    flags: list[Any] = []
    for case in reversed(node.cases):
        pattern = _Pattern(case.pattern if hasattr(case.pattern, "lineno") else node)
        pattern.add(case.pattern, loaded(subject))
        condition = pattern.condition()
        if case.guard is None:
            body = [*pattern.captures, *case.body]
            rest = [placed(gast.If(test=condition, body=body, orelse=rest), pattern.place)]
            continue
        flag = fresh("matched")
        flags.append(assigned(flag, constant(False), node))
        body = [assigned(flag, constant(True), node), *case.body]
        guarded = placed(gast.If(test=case.guard, body=body, orelse=[]), case.guard)
        first = placed(gast.If(test=condition, body=[*pattern.captures, guarded], orelse=[]), pattern.place)
        if rest:
            otherwise = placed(gast.UnaryOp(op=gast.Not(), operand=loaded(flag)), node)
            rest = [first, placed(gast.If(test=otherwise, body=rest, orelse=[]), node)]
        else:
            rest = [first]
    return [assigned(subject, node.subject, node), *flags, *rest]
