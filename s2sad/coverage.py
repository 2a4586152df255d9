"""What is covered: every function that has a rule or is lowered by the compiler, and what its rule handles.

    covered()  ->  Covered(name="np.sum", aliases=("np.ndarray.sum",), topic="reductions", how="linear",
                           keywords=("axis", "dtype", "keepdims", ...), refused=(), without=())

A keyword that the function has and the rule does not name is refused where it is given, never ignored. Public names
are found by looking through the namespaces of NumPy, SciPy and Python; helpers of the runtime have none and are left
out, though `find` knows them.
"""

from __future__ import annotations

import builtins
import collections
import functools
import importlib
import importlib.util
import inspect
import math
import operator
import textwrap
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from s2sad.errors import S2SADError
from s2sad.frontend.builtins import HANDLERS
from s2sad.frontend.source import find_source
from s2sad.frontend.ufuncs import ACCUMULATIONS, REDUCTIONS, lowered
from s2sad.rules.standard import RULES, TABLES
from s2sad.rules.table import Rule, RuleTable
from s2sad.runtime.ufunc_methods import AT

ZERO = "zero derivative"
REFUSED = "refused"
_OF_UFUNCS = ("out", "where", "dtype")
_OF_ALL_UFUNCS = (*_OF_UFUNCS, "casting", "order", "subok", "signature")
_METHODS = ("reduce", "accumulate", "reduceat", "outer", "at")
_SCIPY = (
    "special",
    "stats",
    "linalg",
    "signal",
    "ndimage",
    "optimize",
    "sparse",
    "sparse.linalg",
    "integrate",
    "interpolate",
)


@dataclass(frozen=True)
class Covered:
    """One function, under all its names, and what its rule handles.

    Attributes:
        primitives: the function, and its other forms.
        name: how it is called: `np.sum`.
        aliases: its other names, and methods with the same rule.
        topic: the file of rules that it is in.
        how: what its rule is, in words.
        keywords: the optional arguments that are handled.
        refused: those that are refused.
        without: the arguments whose derivative is refused.
        functions: what there is to read: the functions of its rule, or what lowers it.
    """

    primitives: tuple[Any, ...]
    name: str
    aliases: tuple[str, ...]
    topic: str
    how: str
    keywords: tuple[str, ...]
    refused: tuple[str, ...]
    without: tuple[str, ...]
    functions: tuple[Callable[..., Any], ...]

    @property
    def modes(self) -> str:
        """In which modes it is differentiated: a rule of one mode gives the other by transposition."""
        if self.how == REFUSED:
            return "none"
        return "any, as zero" if self.how == ZERO else "reverse, forward, and both of them again"

    @property
    def source(self) -> str:
        """The text of its rule."""
        return "\n\n".join(dict.fromkeys(text for f in self.functions for text in _texts(f)))


def covered() -> list[Covered]:
    """All functions that have a name, in the order of the topics, those of one rule together."""
    groups: dict[Any, list[Any]] = {}
    topics = _topics()
    for primitive, (_, rule) in topics.items():
        groups.setdefault(_essence(primitive, rule), []).append(primitive)
    names = _names(topics)
    found = []
    for members in groups.values():
        for row in _rows([p for p in members if p in names], names):
            topic, rule = topics[row[0]]
            found.append(_described(row, rule, topic, [name for p in row for name in names[p]]))
    return [*found, *_lowered()]


@functools.cache
def _by_name() -> dict[str, Covered]:
    return {each: one for one in covered() for each in (one.name, *one.aliases)}


def find(name: str) -> Covered | None:
    """What is covered under a name: a public one, a method of arrays, or that of a helper of the runtime."""
    primitive = _object(name)
    by_name = _by_name()
    known = by_name.get(short(name))
    if known is not None or primitive is None:
        return known
    same = [one for one in by_name.values() if any(_is_same(p, primitive) for p in one.primitives)]
    if same:
        return same[0]
    free = getattr(np, name.rpartition(".")[2], None) if short(name).startswith("np.ndarray.") else None
    for each in (primitive, free):
        topic, rule = _topics().get(each, ("", None)) if _is_hashable(each) else ("", None)
        if rule is not None:
            return _described([each], rule, topic, [short(name)])
    return None


def exists(name: str) -> bool:
    """Whether there is a function of that name, covered or not."""
    return callable(_object(name))


def short(name: str) -> str:
    """`numpy.sin` -> `np.sin`; `ndarray.sum` -> `np.ndarray.sum`."""
    for long, brief in (("numpy.", "np."), ("ndarray.", "np.ndarray."), ("builtins.", "")):
        if name.startswith(long):
            return brief + name.removeprefix(long)
    return name


# ---- rules


def _texts(function: Callable[..., Any], title: str = "") -> Iterator[str]:
    """The source of a function, and of all functions that it was made with, under their names."""
    yield title + textwrap.dedent(inspect.getsource(function)).rstrip() + "\n"
    for name, value in inspect.getclosurevars(function).nonlocals.items():
        if inspect.isfunction(value):
            yield from _texts(value, f"# {name}:\n")
        elif callable(value):
            yield f"# {name}: {getattr(value, '__name__', value)}\n"


def _topics() -> dict[Any, tuple[str, Rule]]:
    """All primitives, with their topic and rule; those of packages that are not installed are missing."""
    found = {p: (topic, rule) for topic, table in _tables() for p, rule in table.entries.items()}
    return {p: (topic, RULES.entries.get(p, rule)) for p, (topic, rule) in found.items()}


def _tables() -> Iterator[tuple[str, RuleTable]]:
    for name, table in TABLES.items():
        yield name.replace("_", " "), table
    for package, module in RULES.later.items():
        if not package.startswith("s2sad.") and importlib.util.find_spec(package.partition(".")[0]):
            yield package, importlib.import_module(module).TABLE


def _essence(primitive: Any, rule: Rule) -> Any:
    """What primitives of one row have in common: the functions of their rule; nothing where the derivative is zero."""
    functions = _functions(rule)
    return functions if functions else primitive


def _rows(members: list[Any], names: Mapping[Any, list[str]]) -> list[list[Any]]:
    """Primitives of one rule: a row for each function of a library, in front of its other forms."""
    main = [p for p in members if _is_main(names[p][0])] or members[:1]
    rows = {id(p): [p] for p in main}
    last = {p: {name.rpartition(".")[2] for name in names[p]} for p in members}
    for form in [p for p in members if id(p) not in rows]:
        owner = next((p for p in main if last[p] & last[form]), main[0])
        rows[id(owner)].append(form)
    return list(rows.values())


def _is_main(name: str) -> bool:
    return name.startswith(("np.", "scipy.", "math.")) and not name.startswith("np.ndarray.")


def _functions(rule: Rule) -> tuple[Callable[..., Any], ...]:
    every = (rule.partials, rule.jvp, rule.vjp, rule.fwd, rule.definition, rule.body)
    return tuple(f for f in every if f is not None)


def _described(primitives: list[Any], rule: Rule, topic: str, names: list[str]) -> Covered:
    primitive = primitives[0]
    own = [p.name for p in rule.parameters if p.default is not p.empty or p.kind is p.KEYWORD_ONLY]
    known = [p.name for p in rule.parameters]
    optional = _optional(primitive)
    if isinstance(primitive, np.ufunc):
        own += [k for k in _OF_UFUNCS if k not in own]
    elif "out" in optional and "out" not in own:
        own.append("out")
    is_free = rule.kind == "constant"  # what has no derivative is called as it is
    refused = () if is_free else tuple(k for k in optional if k not in known and k not in own)
    functions = _functions(rule)
    return Covered(
        tuple(primitives),
        names[0],
        tuple(names[1:]),
        topic,
        _how(rule),
        tuple(optional) if is_free else tuple(own),
        refused,
        _without(rule),
        functions,
    )


def _how(rule: Rule) -> str:
    """What a rule is, in words."""
    match rule.kind:
        case "constant":
            return ZERO
        case "composed":
            return "composed of others"
        case "inlined":
            return "lowered as others"
        case "elementwise" | "linear" | "multilinear":
            return rule.kind
        case "custom":
            given = [word for word, f in (("jvp", rule.jvp), ("vjp", rule.vjp)) if f is not None]
            return " and ".join(given) or REFUSED


def _optional(primitive: Any) -> list[str]:
    """The names of the optional parameters of a function, as far as it tells them."""
    if isinstance(primitive, np.ufunc):
        return list(_OF_ALL_UFUNCS)
    try:
        parameters = inspect.signature(primitive).parameters.values()
    except (TypeError, ValueError):
        return []
    return [p.name for p in parameters if p.default is not p.empty and p.kind is not p.POSITIONAL_ONLY]


def _without(rule: Rule) -> tuple[str, ...]:
    """The arguments for which a rule says `None`: their derivative exists and is not known."""
    if rule.partials is None:
        return ()
    try:
        statements = find_source(rule.partials).tree.body
    except S2SADError:  # a rule that is written as a lambda among others
        return ()
    returned = getattr(statements[-1], "value", None)
    listed = getattr(returned, "elts", [returned])
    unknown = [type(e).__name__ == "Constant" and e.value is None for e in listed]
    return tuple(name for name, is_unknown in zip(rule.wrt, unknown, strict=False) if is_unknown)


# ---- what the compiler lowers itself


def _lowered() -> Iterator[Covered]:
    ufuncs = [f for f in vars(np).values() if isinstance(f, np.ufunc) and f in RULES.entries]
    for method, function in {**REDUCTIONS, **ACCUMULATIONS}.items():
        name = f"np.{method.__self__.__name__}.{method.__name__}"
        yield _by_compiler(method, name, "methods of ufuncs", f"lowered as np.{function.__name__}", lowered)
    for ufunc in dict.fromkeys(ufuncs):
        if ufunc.nin == 2 and ufunc.nout == 1 and RULES.entries[ufunc].kind != "constant":
            name = f"np.{ufunc.__name__}.outer"
            yield _by_compiler(ufunc.outer, name, "methods of ufuncs", f"lowered as np.{ufunc.__name__}", lowered)
    for ufunc in dict.fromkeys((*AT, np.subtract)):
        yield _by_compiler(ufunc.at, f"np.{ufunc.__name__}.at", "methods of ufuncs", "lowered as a write", lowered)
    topics = _topics()
    for function, handler in HANDLERS.items():
        if function not in topics:
            name = _path(function)
            yield _by_compiler(function, name, "Python", "lowered by the compiler", handler)


def _by_compiler(primitive: Any, name: str, topic: str, how: str, handler: Callable[..., Any]) -> Covered:
    return Covered((primitive,), name, (), topic, how, (), (), (), (handler,))


def _path(function: Any) -> str:
    if function.__module__ is None:  # a method of a class that is built in
        return short(f"builtins.{function.__qualname__}")
    return short(f"{function.__module__.removeprefix('_')}.{function.__name__}")


# ---- names


def _namespaces() -> Iterator[tuple[str, Mapping[str, Any]]]:
    yield "np.", vars(np)
    yield "np.linalg.", vars(np.linalg)
    yield "np.fft.", vars(np.fft)
    yield "np.lib.stride_tricks.", vars(np.lib.stride_tricks)
    yield "np.ndarray.", vars(np.ndarray)
    for name, ufunc in [(n, f) for n, f in vars(np).items() if isinstance(f, np.ufunc)]:
        yield f"np.{name}.", {method: getattr(ufunc, method) for method in _METHODS}
    for module in (math, operator, functools, collections):
        yield f"{module.__name__}.", vars(module)
    yield "", vars(builtins)
    if importlib.util.find_spec("scipy"):
        yield from _scipy_namespaces()


def _scipy_namespaces() -> Iterator[tuple[str, Mapping[str, Any]]]:
    for part in _SCIPY:
        module = importlib.import_module(f"scipy.{part}")
        yield f"scipy.{part}.", vars(module)
    stats = vars(importlib.import_module("scipy.stats"))
    for name, distribution in stats.items():
        if any(hasattr(distribution, method) for method in ("logpdf", "logpmf")) and not isinstance(distribution, type):
            members = {m: getattr(distribution, m) for m in dir(distribution) if not m.startswith("_")}
            yield f"scipy.stats.{name}.", members


def _names(primitives: dict[Any, Any]) -> dict[Any, list[str]]:
    """The public names of primitives, the one that they call themselves first."""
    found: dict[Any, list[str]] = {}
    for prefix, namespace in _namespaces():
        for name, value in namespace.items():
            is_public = not name.startswith("_") and callable(value)
            if is_public and _is_hashable(value) and value in primitives:
                found.setdefault(value, []).append(prefix + name)
    for primitive, names in found.items():
        own = getattr(primitive, "__name__", "")
        names.sort(key=lambda name, own=own: name.rpartition(".")[2] != own)  # type: ignore[misc] # the loop's value
    return found


def _object(name: str) -> Any:
    """The object of a dotted name, None if there is none."""
    first, *rest = short(name).split(".")
    roots: dict[str, Any] = {"np": np, "math": math, "operator": operator, "functools": functools}
    if first in ("scipy", "s2sad") and rest and importlib.util.find_spec(first):
        return _member(first, rest)
    found = roots.get(first, getattr(builtins, first, None))
    for attribute in rest:
        found = getattr(found, attribute, None)
    return found


def _member(package: str, path: list[str]) -> Any:
    """What a dotted name means inside of a package, whose modules are imported as far as there are any."""
    found: Any = importlib.import_module(package)
    for attribute in path:
        inner = f"{getattr(found, '__name__', '')}.{attribute}"
        if inspect.ismodule(found) and not hasattr(found, attribute) and _is_module(inner):
            importlib.import_module(inner)
        found = getattr(found, attribute, None)
    return found


def _is_module(name: str) -> bool:
    try:
        return importlib.util.find_spec(name) is not None
    except ModuleNotFoundError:
        return False


def _is_hashable(value: Any) -> bool:
    return getattr(type(value), "__hash__", None) is not None and not isinstance(value, tuple)


def _is_same(a: Any, b: Any) -> bool:
    return bool(a is b) or (inspect.isroutine(a) and inspect.isroutine(b) and bool(a == b))
