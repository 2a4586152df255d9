"""Finds or compiles the code for the arguments of a call: one program per function code, options and signature.

A call tests the guard of each program, then compiles. The guard and the call are one generated function, which a
derivative object keeps for its next call, so that dispatch costs little more than the test itself.
"""

from __future__ import annotations

import itertools
import threading
import weakref
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from s2sad import deferred
from s2sad.attempts import MISS, Attempt, read_access, write_attempt
from s2sad.codegen.load import load
from s2sad.errors import SignatureError
from s2sad.request import Request
from s2sad.rules.table import RuleTable
from s2sad.signature import Place, types_of
from s2sad.target import labels_of, root_of

MAX_PROGRAMS = 64
"""How many signatures of one function are kept; the oldest goes first."""
_counter = itertools.count()
_LOCK = threading.RLock()


@dataclass(eq=False)
class Program:
    """Compiled code for one signature: `bind(function)(args)` gives MISS if the signature does not fit."""

    bind: Callable[[Any], Attempt]
    functions: tuple[Callable[..., Any], ...]
    captured: tuple[tuple[Any, ...], ...]


@dataclass(eq=False)
class Family:
    """The programs of one function code and one request; `namespace` keeps the globals alive that the key names."""

    namespace: Any
    programs: tuple[Program, ...] = ()
    static: set[Place] = field(default_factory=set)


_FAMILIES: weakref.WeakKeyDictionary[Any, dict[Any, Family]] = weakref.WeakKeyDictionary()


def rules_key(rules: RuleTable | None) -> Any:
    """What distinguishes a table of rules: the entries that are not s2sad's own."""
    if rules is None:
        return None
    if not hasattr(rules, "entries"):
        raise SignatureError(f"`rules` must be a RuleTable, not a {type(rules).__name__}")
    mine = deferred.compiling.foreign(rules)
    return tuple((k, Same(r)) for k, r in mine.items())


@dataclass(frozen=True)
class Same:
    """An object that is only equal to itself."""

    value: Any

    def __hash__(self) -> int:
        return id(self.value)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Same) and other.value is self.value


def request_key(request: Request) -> tuple[Any, ...]:
    """What distinguishes requests."""
    return (
        request.kind,
        request.argnums,
        request.as_tuple,
        request.has_aux,
        request.optimize,
        rules_key(request.rules),
    )


def layers(function: Any) -> tuple[Any, ...]:
    """The derivatives that stand above the user's function."""
    found = []
    while hasattr(function, "lower_with"):
        found.append(function.key())
        function = function.fun
    return tuple(found)


def layers_of(value: Any) -> Any:
    """Which derivative of which code a value is, None for anything else."""
    describe = getattr(value, "layers", None)
    return describe() if describe is not None else None


def family(function: Any, request: Request, count: int) -> Family:
    """The programs of a function for one request and number of values."""
    root = root_of(function)
    by_request = _FAMILIES.get(root.__code__)
    if by_request is None:
        by_request = _FAMILIES.setdefault(root.__code__, {})
    above = layers(function) if function is not root else ()
    key = (request_key(request), above, count, id(root.__globals__))
    found = by_request.get(key)
    if found is None:
        found = by_request.setdefault(key, Family(root.__globals__))
    return found


def find(function: Any, request: Request, values: tuple[Any, ...], extra: tuple[Any, ...] = ()) -> tuple[Program, Any]:
    """The program that fits these arguments, compiled if there is none, and the result of running it.

    `extra` are arguments that come after the hidden ones: the tangents of a jvp.
    """
    kin = family(function, request, len(values))
    args = (*values, *extra)
    tried: tuple[Program, ...] = ()
    while True:
        known = kin.programs
        for program in known:
            if program not in tried:
                result = program.bind(function)(args)
                if result is not MISS:
                    return program, result
        tried = known
        with _LOCK:
            if kin.programs is not known:
                continue  # another thread has compiled meanwhile
            program = build(function, request, values, kin.static)
            kin.programs = (program, *known[: MAX_PROGRAMS - 1])
        result = program.bind(function)(args)
        if result is MISS:  # what cannot be guarded, such as nan where a value is needed when compiling
            with _LOCK:
                kin.programs = tuple(p for p in kin.programs if p is not program)
            hidden = [read_access(path, function, values) for path in program.captured]
            result = program.functions[0](*values, *hidden, *extra)
        return program, result


def build(function: Any, request: Request, values: tuple[Any, ...], static: set[Place]) -> Program:
    """A program for these arguments: from disk, or compiled and stored there."""
    labels = labels_of(function, len(values))
    types = types_of(labels, values, static)
    disk = deferred.storing.Shelf(function, request_key(request), layers(function), values)
    stored = disk.find(types, static)
    if stored is None:
        types, compiled, functions = deferred.compiling.compiled_for(function, request, values, static)
        lowered = compiled.lowered
        stored = deferred.storing.Stored(compiled.modules, lowered.captured, lowered.guards)
        if not any(g.kind in ("apart", "outside", "same", "other", "dispatch") for g in lowered.guards):
            stored = disk.keep(stored, types, static, functions)
    else:
        types = types_of(labels, values, static)
    number = next(_counter)
    loaded = tuple(
        load(module, path or f"<s2sad {module.name} {number}.{k}>", on_disk=path is not None)
        for k, (module, path) in enumerate(zip(stored.modules, stored.paths or (None, None), strict=False))
    )
    extra = len(request.argnums) if request.kind == "jvp" else 0
    bind = write_attempt(types, stored.guards, stored.captured, extra, loaded[0], layers_of)
    return Program(bind, loaded, stored.captured)
