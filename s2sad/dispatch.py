"""Finds or compiles the code for the arguments of a call: one program per function code, options and signature.

A call tests the guard of the last program that fitted, then those of the others, then compiles. The guard and the call
are one generated function, so that dispatch costs little more than the test itself.
"""

from __future__ import annotations

import inspect
import itertools
import threading
import weakref
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from s2sad.codegen.load import load
from s2sad.errors import S2SADError, SignatureError
from s2sad.frontend.resolve import Guard, StaticDemand
from s2sad.frontend.source import find_source
from s2sad import assumptions
from s2sad.ir.printer import to_text
from s2sad.ir.types import Static, Type
from s2sad.pipeline import Compiled, Request, compile_derivative
from s2sad.signature import GuardWriter, signature_type

MISS = object()
_counter = itertools.count()
_LOCK = threading.RLock()


@dataclass(eq=False)
class Program:
    """Compiled code for one signature: `attempt(function, *args)` gives MISS if the signature does not fit."""

    attempt: Callable[..., Any]
    compiled: Compiled
    functions: tuple[Callable[..., Any], ...]


@dataclass(eq=False)
class Family:
    """The programs of one function code and one request."""

    programs: list[Program] = field(default_factory=list)
    static: set[int] = field(default_factory=set)


_FAMILIES: weakref.WeakKeyDictionary[Any, dict[Any, Family]] = weakref.WeakKeyDictionary()


def parameters_of(function: Any) -> inspect.Signature:
    """The signature of a function; SignatureError if it has none."""
    try:
        return inspect.signature(function)
    except (TypeError, ValueError) as error:
        raise SignatureError(f"{function!r} has no signature: {error}") from None


def bind(signature: inspect.Signature, name: str, args: tuple[Any, ...], kwargs: dict[str, Any]) -> tuple[Any, ...]:
    """One value per parameter, in order: defaults filled in, `*args` as a tuple."""
    try:
        bound = signature.bind(*args, **kwargs)
    except TypeError as error:
        raise SignatureError(f"{name}() {error}") from None
    bound.apply_defaults()
    return tuple(bound.arguments[p] for p in signature.parameters)


def root_of(function: Any) -> Any:
    """The user's function under derivative objects and bound methods."""
    while hasattr(function, "lower_with"):
        function = function.fun
    return getattr(function, "__func__", function)


def code_of(function: Any) -> Any:
    """What the programs of a function are kept under: its code object, or the object itself."""
    raw = root_of(function)
    return getattr(raw, "__code__", raw)


def _layers(function: Any) -> tuple[Any, ...]:
    """The derivatives that stand above the user's function."""
    found = []
    while hasattr(function, "lower_with"):
        found.append(function.key())
        function = function.fun
    return tuple(found)


def family(function: Any, request: Request) -> Family:
    """The programs of a function for one request."""
    by_request = _FAMILIES.setdefault(code_of(function), {})
    key = (request, _layers(function))
    found = by_request.get(key)
    if found is None:
        found = by_request[key] = Family()
    return found


def types_of(function: Any, values: tuple[Any, ...], static: set[int]) -> list[Type]:
    """The types of arguments; those whose values are needed when compiling are static."""
    names = list(parameters_of(function).parameters)
    return [
        Static.of(v) if k in static else signature_type(v, names[k] if k < len(names) else "x")
        for k, v in enumerate(values)
    ]


def find(
    function: Any, request: Request, values: tuple[Any, ...], extra: tuple[Any, ...] = ()
) -> tuple[Program, Any]:
    """The program that fits these arguments, compiled if there is none, and the result of running it.

    `extra` are arguments that come after the hidden ones: the tangents of a jvp.
    """
    with _LOCK:
        kin = family(function, request)
        known = list(kin.programs)
    for program in known:
        result = program.attempt(function, *values, *extra)
        if result is not MISS:
            return program, result
    with _LOCK:
        program = build(function, request, values, kin.static)
        kin.programs.append(program)
    result = program.attempt(function, *values, *extra)
    if result is MISS:
        hidden = captured_values(function, program.compiled.lowered.captured)
        result = program.functions[0](*values, *hidden, *extra)
    return program, result


def build(function: Any, request: Request, values: tuple[Any, ...], static: set[int]) -> Program:
    """Compile a program for these arguments."""
    while True:
        types = types_of(function, values, static)
        try:
            compiled = compile_derivative(function, types, request, header(function, request, types))
            break
        except StaticDemand as demand:
            if demand.index in static:
                raise AssertionError("a static argument was asked for twice") from demand
            static.add(demand.index)
    number = next(_counter)
    functions = tuple(
        load(module, f"<s2sad {module.name} {number}.{k}>") for k, module in enumerate(compiled.modules)
    )
    return Program(attempt_of(request, compiled, types, functions[0]), compiled, functions)


def attempt_of(
    request: Request, compiled: Compiled, types: list[Type], target: Callable[..., Any]
) -> Callable[..., Any]:
    """The generated function that tests a signature and calls the code."""
    writer = GuardWriter()
    params = [f"a{k}" for k in range(len(types))]
    conditions = [c for name, kind in zip(params, types, strict=True) for c in writer.conditions(kind, name)]
    for guard in compiled.lowered.guards:
        conditions += _guard_conditions(guard, writer)
    hidden = [access_expression(path) for path in compiled.lowered.captured]
    test = " and ".join(conditions) or "True"
    extra = [f"d{k}" for k in range(len(request.argnums))] if request.kind == "jvp" else []
    arguments = ", ".join([*params, *hidden, *extra])
    text = (
        f"def attempt(function, {', '.join([*params, *extra])}):\n"
        f"    if {test}:\n"
        f"        return target({arguments})\n"
        f"    return MISS\n"
    )
    namespace: dict[str, Any] = {**writer.constants, "target": target, "MISS": MISS, "cell": cell}
    exec(compile(text, "<s2sad dispatch>", "exec"), namespace)
    attempt: Callable[..., Any] = namespace["attempt"]
    return attempt


def _guard_conditions(guard: Guard, writer: GuardWriter) -> list[str]:
    if guard.access and guard.access[0] == "global":
        expression = f"{writer.constant(guard.access[1])}[{guard.access[2]!r}]"
    else:
        expression = access_expression(guard.access)
    if guard.kind == "is":
        return [f"{expression} is {writer.constant(guard.expected)}"]
    if guard.kind == "type":
        return writer.conditions(guard.expected, expression)
    code, defaults, _ = guard.expected
    name = writer.constant(code)
    found = [f"getattr({expression}, '__code__', None) is {name}"]
    if defaults is not None:
        found.append(f"{expression}.__defaults__ == {writer.constant(defaults)}")
    return found


def access_expression(path: tuple[Any, ...]) -> str:
    """The expression that reads a hidden argument from the function object: cells, by name."""
    expression = "function"
    for name in path:
        expression = f"cell({expression}, {name!r})"
    return expression


def cell(function: Any, name: str) -> Any:
    """The content of a closure variable."""
    raw = root_of(function)
    return raw.__closure__[raw.__code__.co_freevars.index(name)].cell_contents


def captured_values(function: Any, paths: tuple[tuple[str, ...], ...]) -> list[Any]:
    """The values of hidden arguments now."""
    found = []
    for path in paths:
        value = function
        for name in path:
            value = cell(value, name)
        found.append(value)
    return found


_MODES = {
    "primal": "primal",
    "grad": "reverse mode",
    "value_and_grad": "reverse mode with the value",
    "jvp": "forward mode",
    "vjp": "reverse mode in two parts",
}


def header(function: Any, request: Request, types: list[Type], assumed: set[str] | None = None) -> list[str]:
    """The comment lines at the top of a generated module."""
    names = list(parameters_of(function).parameters)
    shown = ", ".join(
        f"{n}: {_shown(t)}{' (assumed; change with --at)' if n in (assumed or ()) else ''}"
        for n, t in zip(names, types, strict=False)
    )
    try:
        source = find_source(root_of(function))
        place = f"{source.filename.rsplit('/', 1)[-1]}:{source.tree.lineno} {source.qualname}"
    except S2SADError:
        place = getattr(function, "__name__", str(function))
    wrt = ", ".join(names[k] for k in request.argnums if k < len(names))
    mode = _MODES[request.kind]
    return [f"s2sad: {place}, {mode}" + (f" with respect to {wrt}" if wrt and mode != "primal" else ""), f"types: {shown}"]


def _shown(kind: Type) -> str:
    return str(kind)




def text_of(function: Any, request: Request, values: tuple[Any, ...]) -> str:
    """The generated text for example values."""
    program = build(function, request, values, set())
    return "\n\n".join(module.text for module in program.compiled.modules)


def show(
    function: Any, request: Request, args: Any, kwargs: dict[str, Any] | None, ssa: bool
) -> str:
    """The generated text, or the IR, for example values or assumed types."""
    signature = parameters_of(function)
    if args is None and not kwargs:
        types, assumed = assumptions.assumed_types(root_of(function))
    else:
        values = bind(signature, getattr(function, "__name__", "function"), tuple(args or ()), kwargs or {})
        types, assumed = types_of(function, values, set()), set()
    compiled = compile_for(function, request, types, assumed)
    if ssa:
        return to_text(compiled.functions[0])
    return "\n\n".join(module.text for module in compiled.modules)


def compile_for(function: Any, request: Request, types: list[Type], assumed: set[str]) -> Compiled:
    """Compile for types instead of values."""
    return compile_derivative(function, types, request, header(function, request, types, assumed))


def spreads(function: Any, given: int) -> int | None:
    """The position of `*args` of a function, None if it has none."""
    for k, parameter in enumerate(parameters_of(function).parameters.values()):
        if parameter.kind is parameter.VAR_POSITIONAL:
            return k
    return None


def with_cotangent(signature: inspect.Signature) -> inspect.Signature:
    """The signature of a pullback as a function: one more parameter."""
    kind = inspect.Parameter.POSITIONAL_ONLY
    plain = [p.replace(kind=kind, default=p.empty) for p in signature.parameters.values()]
    return inspect.Signature([*plain, inspect.Parameter("y_bar", kind)])
