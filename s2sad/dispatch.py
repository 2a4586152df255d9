"""Finds or compiles the code for the arguments of a call: one program per function code, options and signature.

A call tests the guard of the last program that fitted, then those of the others, then compiles. The guard and the call
are one generated function, so that dispatch costs little more than the test itself.
"""

from __future__ import annotations

import itertools
import threading
import weakref
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from s2sad import storing
from s2sad.attempts import MISS, read_access, root_of, write_attempt
from s2sad.codegen.load import load
from s2sad.errors import DifferentiationTypeError, InternalError, S2SADError, SourceSpan
from s2sad.frontend.resolve import StaticDemand, noting
from s2sad.header import header
from s2sad.ir.types import UNKNOWN, Static, Type
from s2sad.pipeline import Compiled, Request, compile_derivative
from s2sad.rules.standard import RULES
from s2sad.rules.table import RuleTable
from s2sad.signature import signature_type
from s2sad.storing import Stored
from s2sad.target import parameters_of

MAX_PROGRAMS = 64
"""How many signatures of one function are kept; the oldest goes first."""
_counter = itertools.count()
_LOCK = threading.RLock()


@dataclass(eq=False)
class Program:
    """Compiled code for one signature: `attempt(function, *args)` gives MISS if the signature does not fit."""

    attempt: Callable[..., Any]
    functions: tuple[Callable[..., Any], ...]
    captured: tuple[tuple[Any, ...], ...]


@dataclass(eq=False)
class Family:
    """The programs of one function code and one request; `namespace` keeps the globals alive that the key names."""

    namespace: Any
    programs: tuple[Program, ...] = ()
    static: set[int] = field(default_factory=set)


_FAMILIES: weakref.WeakKeyDictionary[Any, dict[Any, Family]] = weakref.WeakKeyDictionary()


def rules_key(rules: RuleTable | None) -> Any:
    """What distinguishes a table of rules: the entries that are not s2sad's own."""
    if rules is None:
        return None
    mine = {k: r for k, r in rules.entries.items() if RULES.entries.get(k) is not r}
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


def value_type(value: Any, label: str, static: bool) -> Type:
    """The type of an argument; those whose values are needed when compiling are static."""
    if static:
        return Static.of(value)
    found = signature_type(value, label)
    if isinstance(found, Static) and callable(value):
        if hasattr(value, "binding_at"):
            return Static(value, ("callable", value.layers()))
        if storing.is_python_function(value):
            return Static(value, ("callable", value.__code__, id(value.__globals__)))
    return found


def types_of(function: Any, values: tuple[Any, ...], static: set[int]) -> list[Type]:
    """The types of arguments."""
    labels = parameters_of(root_of(function)).labels(len(values))
    labels += ["y_bar"] * (len(values) - len(labels))
    return [value_type(v, label, k in static) for k, (v, label) in enumerate(zip(values, labels, strict=False))]


def find(function: Any, request: Request, values: tuple[Any, ...], extra: tuple[Any, ...] = ()) -> tuple[Program, Any]:
    """The program that fits these arguments, compiled if there is none, and the result of running it.

    `extra` are arguments that come after the hidden ones: the tangents of a jvp.
    """
    kin = family(function, request, len(values))
    tried: tuple[Program, ...] = ()
    while True:
        known = kin.programs
        for program in known:
            if program not in tried:
                result = program.attempt(function, *values, *extra)
                if result is not MISS:
                    return program, result
        tried = known
        with _LOCK:
            if kin.programs is not known:
                continue  # another thread has compiled meanwhile
            program = build(function, request, values, kin.static)
            kin.programs = (program, *known[: MAX_PROGRAMS - 1])
        result = program.attempt(function, *values, *extra)
        if result is MISS:  # what cannot be guarded, such as nan where a value is needed when compiling
            with _LOCK:
                kin.programs = tuple(p for p in kin.programs if p is not program)
            hidden = [read_access(path, function, values) for path in program.captured]
            result = program.functions[0](*values, *hidden, *extra)
        return program, result


def build(function: Any, request: Request, values: tuple[Any, ...], static: set[int]) -> Program:
    """A program for these arguments: from disk, or compiled and stored there."""
    types = types_of(function, values, static)
    disk = storing.Shelf(function, request_key(request), layers(function), values)
    stored = disk.find(types, static)
    if stored is None:
        types, compiled, functions = compiled_for(function, request, values, static)
        lowered = compiled.lowered
        stored = Stored(compiled.modules, lowered.captured, lowered.guards)
        if not any(g.kind == "apart" for g in lowered.guards):
            stored = disk.keep(stored, types, static, functions)
    else:
        types = types_of(function, values, static)
    number = next(_counter)
    loaded = tuple(
        load(module, path or f"<s2sad {module.name} {number}.{k}>", on_disk=path is not None)
        for k, (module, path) in enumerate(zip(stored.modules, stored.paths or (None, None), strict=False))
    )
    extra = len(request.argnums) if request.kind == "jvp" else 0
    attempt = write_attempt(types, stored.guards, stored.captured, extra, loaded[0], layers_of)
    return Program(attempt, loaded, stored.captured)


def compiled_for(
    function: Any, request: Request, values: tuple[Any, ...], static: set[int]
) -> tuple[list[Type], Compiled, dict[Any, Any]]:
    """Compile for these arguments; `static` grows by those whose values were asked for."""
    from_start = True
    while from_start:
        types = types_of(function, values, static)
        _check_known(function, request, types)
        try:
            with noting() as functions:
                return types, compile_for(function, request, types), functions
        except StaticDemand as demand:
            from_start = demand.index not in static
            static.add(demand.index)
    raise InternalError("a static argument was asked for twice", _place(function))


def _check_known(function: Any, request: Request, types: list[Type]) -> None:
    labels = parameters_of(root_of(function)).labels(len(types))
    for k in request.argnums:
        if types[k] == UNKNOWN:
            raise DifferentiationTypeError(
                f"cannot differentiate with respect to `{labels[k]}`: it is an array of something that is no number"
            )


def compile_for(function: Any, request: Request, types: list[Type], assumed: set[str] | None = None) -> Compiled:
    """Compile for types; whatever goes wrong in the compiler itself is an InternalError with the function's place."""
    try:
        return compile_derivative(function, types, request, header(function, request, types, assumed))
    except (S2SADError, StaticDemand):
        raise
    except Exception as error:
        raise InternalError(
            f"the compiler failed on `{root_of(function).__name__}`: {type(error).__name__}: {error}",
            _place(function),
            "This is a bug of s2sad.",
        ) from error


def _place(function: Any) -> SourceSpan:
    code = root_of(function).__code__
    return SourceSpan(code.co_filename, code.co_firstlineno, function=code.co_name)
