"""Writes the function that tests whether compiled code fits a call, reads what it needs from outside, and runs it.

def bind(function):                                            once per derivative
    root = root_of(function)
    code = root.__code__
    b0 = cell_object(function, 'batch')

    def attempt(args):                                         at each call
        try:
            a0, = args
            if not (root.__code__ is code and type(a0) is float and ns['N'] is c1):
                return MISS
            h0 = b0.cell_contents
        except FAILURES:
            return MISS
        return target(a0, h0)

    return attempt
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Sequence
from typing import Any

from s2sad.frontend.guards import Guard
from s2sad.ir.types import Type
from s2sad.runtime.overlap import refuse_misfit, refuse_overlap, refuse_scattered, refuse_second_names
from s2sad.signature import GuardWriter, python_scalar_like
from s2sad.target import root_of

Attempt = Callable[[tuple[Any, ...]], Any]
MISS = object()
FAILURES = (AttributeError, KeyError, IndexError, TypeError, ValueError, NameError)


def cell_object(function: Any, name: str) -> Any:
    """The cell of a closure variable; a function keeps its cells, whose contents change."""
    raw = root_of(function)
    return raw.__closure__[raw.__code__.co_freevars.index(name)]


def cell(function: Any, name: str) -> Any:
    """The content of a closure variable."""
    return cell_object(function, name).cell_contents


def read_access(path: tuple[Any, ...], function: Any, values: Sequence[Any]) -> Any:
    """What is at an access path now."""
    found, rest = function, path
    if path and path[0] == "global":
        first, *attributes = path[2].split(".")
        found, rest = path[1][first], path[3:]
        for name in attributes:
            found = getattr(found, name)
    elif path and isinstance(path[0], int):
        found, rest = values[path[0]], path[1:]
    for name in rest:
        found = _step(found, name)
    return found


def _step(found: Any, name: str) -> Any:
    """One step of an access path: an attribute `.name`, an item `[0]` or `['name']`, or a cell."""
    if name.startswith("["):
        return found[ast.literal_eval(name[1:-1])]
    return getattr(found, name[1:]) if name.startswith(".") else cell(found, name)


_DEMANDS = ("apart", "outside", "contiguous", "fits")


class AttemptWriter:
    """Writes one attempt."""

    def __init__(self) -> None:
        self.writer = GuardWriter()
        self.params: list[str] = []
        self.cells: dict[str, str] = {}

    def expression(self, path: tuple[Any, ...]) -> str:
        """The expression that reads what is at an access path."""
        expression, rest = "function", path
        if path and path[0] == "global":
            first, *attributes = path[2].split(".")
            expression = ".".join([f"{self.writer.constant(path[1])}[{first!r}]", *attributes])
            rest = path[3:]
        elif path and isinstance(path[0], int):
            expression, rest = f"a{path[0]}", path[1:]
        if expression == "function" and rest:
            expression = f"{self.cells.setdefault(rest[0], f'b{len(self.cells)}')}.cell_contents"
            rest = rest[1:]
        for name in rest:
            expression = f"{expression}{name}" if name.startswith((".", "[")) else f"cell({expression}, {name!r})"
        return expression

    def demands(self, guard: Guard) -> list[str]:
        """What refuses arguments of the signature that the code was made for."""
        if guard.kind == "apart":
            names, containers = guard.expected
            pairs = dict(zip(self.params, names, strict=False))
            labels = tuple(pairs.get(param, param) for param in self.params)
            return [f"apart(({', '.join(self.params)},), {labels!r}, {containers})"]
        if guard.kind == "outside":
            places, containers, span = guard.expected
            values = "".join(f"{self.expression(access)}, " for access, *_ in places)
            known = tuple((label, isinstance(access[0], int), *parts) for access, label, *parts in places)
            return [f"outside(({values}), {self.writer.constant(known)}, {containers}, {self.writer.constant(span)})"]
        if guard.kind == "contiguous":
            return [f"contiguous({self._part(guard.access + guard.expected)})"]
        if guard.kind == "fits":
            first, second, span = guard.expected
            sizes = [
                str(part) if isinstance(part, int) else f"{self._part(part[:-1])}.shape[{part[-1]}]"
                for part in (first, second)
            ]
            return [f"{sizes[0]} == {sizes[1]} or misfit({sizes[0]}, {sizes[1]}, {self.writer.constant(span)})"]
        return []

    def _part(self, part: tuple[Any, ...]) -> str:
        """The expression of a part of an argument: its position, then keys."""
        steps = (key if str(key).startswith(".") else f"[{key!r}]" for key in part[1:])
        return f"{self.params[part[0]]}{''.join(steps)}"

    def guard(self, guard: Guard) -> list[str]:
        """The conditions of a guard."""
        if guard.kind in _DEMANDS:
            return []
        expression = self.expression(guard.access)
        if guard.kind == "is":
            return [f"{expression} is {self.writer.constant(guard.expected)}"]
        if guard.kind == "same":
            return [f"{expression} is {self.expression(guard.expected)}"]
        if guard.kind == "other":
            return [f"{expression} is not {self.expression(guard.expected)}"]
        if guard.kind == "type":
            return self.writer.conditions(guard.expected, expression)
        if guard.kind == "dispatch":
            cls, chosen = map(self.writer.constant, guard.expected)
            return [f"{expression}.dispatch({cls}) is {chosen}"]
        if guard.kind == "layers":
            return [f"layers({expression}) == {self.writer.constant(guard.expected)}"]
        code, defaults, keywords = guard.expected
        found = [f"{expression}.__code__ is {self.writer.constant(code)}"]
        for name, value in (("__defaults__", defaults), ("__kwdefaults__", keywords)):
            test = "is None" if value is None else ""
            found.append(
                f"{expression}.{name} {test}" if test else f"same({expression}.{name}, {self.writer.constant(value)})"
            )
        return found


def same(found: Any, expected: Any) -> bool:
    """Whether defaults are what they were: the same objects, or equal numbers, strings and None."""
    if found is expected:
        return True
    if type(found) is not type(expected) or isinstance(expected, float | complex):
        return _same_number(found, expected)
    if isinstance(expected, dict):
        return list(found) == list(expected) and all(same(found[k], v) for k, v in expected.items())
    if isinstance(expected, tuple):
        return len(found) == len(expected) and all(map(same, found, expected))
    return isinstance(expected, int | str | bytes) and bool(found == expected)


def _same_number(found: Any, expected: Any) -> bool:
    return type(found) is type(expected) and repr(found) == repr(expected) and python_scalar_like(expected)


def write_attempt(
    types: Sequence[Type],
    guards: Sequence[Guard],
    captured: Sequence[tuple[Any, ...]],
    extra: int,
    target: Callable[..., Any],
    layers: Callable[[Any], Any],
) -> Callable[[Any], Attempt]:
    """The generated `bind`: `bind(function)(args)` tests a signature and calls the code, or gives MISS.

    The arguments are one tuple; the last `extra` of them are handed on behind the hidden ones, untested.
    """
    writer = AttemptWriter()
    params = writer.params = [f"a{k}" for k in range(len(types))]
    conditions = [c for name, kind in zip(params, types, strict=True) for c in writer.writer.conditions(kind, name)]
    for guard in guards:
        conditions += [c for c in writer.guard(guard) if c not in conditions]
    demands = "".join(f"        {line}\n" for guard in guards for line in writer.demands(guard))
    hidden = [f"h{k}" for k in range(len(captured))]
    extras = [f"d{k}" for k in range(extra)]
    test = " and ".join(["root.__code__ is code", *conditions])
    reads = "".join(f"            {h} = {writer.expression(p)}\n" for h, p in zip(hidden, captured, strict=True))
    cells = "".join(f"    {b} = cell_object(function, {name!r})\n" for name, b in writer.cells.items())
    text = (
        f"def bind(function):\n"
        f"    root = root_of(function)\n"
        f"    code = root.__code__\n"
        f"{cells}"
        f"    def attempt(args):\n"
        f"        try:\n"
        f"            ({''.join(f'{a}, ' for a in [*params, *extras])}) = args\n"
        f"            if not ({test}):\n"
        f"                return MISS\n"
        f"{reads}"
        f"        except FAILURES:\n"
        f"            return MISS\n"
        f"{demands}"
        f"        return target({', '.join([*params, *hidden, *extras])})\n"
        f"    return attempt\n"
    )
    namespace: dict[str, Any] = {
        **writer.writer.constants,
        "target": target,
        "MISS": MISS,
        "FAILURES": FAILURES,
        "root_of": root_of,
        "cell": cell,
        "cell_object": cell_object,
        "same": same,
        "layers": layers,
        "apart": refuse_overlap,
        "outside": refuse_second_names,
        "contiguous": refuse_scattered,
        "misfit": refuse_misfit,
    }
    exec(compile(text, "<s2sad dispatch>", "exec", dont_inherit=True), namespace)
    bind: Callable[[Any], Attempt] = namespace["bind"]
    return bind
