"""What the disk cache keeps of compiled code, and when an entry counts: all that the code rests on, in words.

    grad of model.py:loss at (float, float64[W.0, W.1])  ->  text, names of objects and modules, paths of captured cells
    depends on: global `N` of the module is an int; `helper` has the code 51ab...; `np` is the module numpy

Whatever cannot be put into words (an object without an import path, a user's rules) is not stored.
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
import sys
import types
import weakref
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from s2sad.attempts import read_access
from s2sad.cache import JSON, Dependency, disk_cache, key
from s2sad.codegen.module import Module
from s2sad.frontend.guards import Guard
from s2sad.ir.types import (
    Array,
    FixedList,
    List,
    Object,
    Range,
    Record,
    Scalar,
    Static,
    Tuple,
    Type,
)
from s2sad.signature import Place, outside_type, python_scalar_like, signature_type, with_values
from s2sad.target import root_of

HEAP_TYPE = 1 << 9


class NotStorableError(Exception):
    """Something that cannot be described so that another process finds the same."""


@dataclass
class Stored:
    """Compiled code as it is stored: `paths` are the files of its modules, None where there are none."""

    modules: tuple[Module, ...]
    captured: tuple[tuple[Any, ...], ...]
    guards: tuple[Guard, ...]
    paths: tuple[str, ...] | None = None


# ---- descriptions


_FINGERPRINTS: weakref.WeakKeyDictionary[types.CodeType, str] = weakref.WeakKeyDictionary()


def fingerprint(code: types.CodeType) -> str:
    """A digest of what a code object does and of where it was written."""
    found = _FINGERPRINTS.get(code)
    if found is None:
        parts = (code.co_filename, code.co_firstlineno, code.co_code.hex(), code.co_names, code.co_varnames)
        more = (code.co_freevars, code.co_cellvars, code.co_flags, code.co_argcount, code.co_kwonlyargcount)
        text = repr((code.co_name, *parts, *more, code.co_posonlyargcount, *map(_constant, code.co_consts)))
        found = hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()
        _FINGERPRINTS[code] = found
    return found


def _constant(value: Any) -> str:
    if isinstance(value, types.CodeType):
        return fingerprint(value)
    if isinstance(value, frozenset):
        return f"frozenset{sorted(map(_constant, value))}"
    if isinstance(value, tuple):
        return f"({', '.join(map(_constant, value))})"
    return f"{type(value).__name__} {value!r}"


def name_of(value: Any) -> list[str]:
    """The import path of an object: its module and its name there."""
    if isinstance(value, types.ModuleType):
        if sys.modules.get(value.__name__) is value:
            return [value.__name__, ""]
        raise NotStorableError
    modules = [getattr(value, "__module__", None), "numpy", "builtins", "scipy.special"]
    name = getattr(value, "__qualname__", None) or getattr(value, "__name__", None)
    for module in modules:
        if isinstance(module, str) and isinstance(name, str):
            path = [module, name]
            try:
                if object_at(path) is value:
                    return path
            except NotStorableError:
                continue
    raise NotStorableError


def object_at(path: Sequence[str]) -> Any:
    """What an import path names now, in modules that are loaded."""
    module, name = path
    found: Any = sys.modules.get(module)
    if found is None:
        raise NotStorableError
    for part in filter(None, name.split(".")):
        try:
            found = getattr(found, part)
        except AttributeError:
            raise NotStorableError from None
    return found


def described(kind: Type) -> str:
    """A type in words that mean the same in every process."""
    match kind:
        case Scalar():
            return f"{kind.dtype}{'~' if kind.weak else ''}"
        case Array():
            return f"{kind.dtype}{[str(d) for d in kind.dims]}"
        case Tuple():
            cls = "" if kind.cls is None else _class(kind.cls)
            return f"{cls}({', '.join(map(described, kind.elements))})"
        case FixedList():
            return f"fixed {kind.cls.__name__}[{', '.join(map(described, kind.elements))}]"
        case List():
            return f"{kind.cls.__name__}[{described(kind.element)}]"
        case Record():
            return f"{kind.cls.__name__}{{{', '.join(f'{_value(k)}: {described(t)}' for k, t in kind.fields)}}}"
        case Object():
            return f"{_class(kind.cls)}{{{', '.join(f'{k}: {described(t)}' for k, t in kind.fields)}}}"
        case Range():
            return "range"
        case Static():
            return _static(kind)
        case _:
            raise NotStorableError


def _static(kind: Static) -> str:
    identity = kind.identity
    if isinstance(identity, tuple) and identity[0] in ("code", "callable"):
        value = kind.value
        return f"function {_layers(value.layers()) if hasattr(value, 'layers') else fingerprint(value.__code__)}"
    try:
        return f"static {_value(kind.value)}"
    except NotStorableError:
        return f"static {name_of(kind.value)}"


def _value(value: Any) -> str:
    """An immutable value in words."""
    if isinstance(value, tuple) and type(value) is tuple:
        return f"({', '.join(map(_value, value))})"
    if not python_scalar_like(value):
        raise NotStorableError
    return f"{type(value).__name__} {value!r}"


def _class(cls: type) -> str:
    """A class by its name and what its methods and numbers are."""
    parts = []
    for base in cls.__mro__[:-1]:
        for name, value in sorted(vars(base).items()):
            if isinstance(value, types.FunctionType):
                parts.append(f"{name} {fingerprint(value.__code__)}")
            elif python_scalar_like(value):
                parts.append(f"{name} {_value(value)}")
    fields = [f.name for f in dataclasses.fields(cls)] if dataclasses.is_dataclass(cls) else []
    digest = hashlib.blake2b(repr((parts, fields)).encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()
    return f"{'.'.join(name_of(cls))} {digest}"


def _layers(found: Any) -> str:
    code, *rest = found
    return f"{fingerprint(code)} {rest!r}"


def is_python_class(cls: type) -> bool:
    """Whether a class is written in Python: what it is may change though its name stays."""
    return bool(cls.__flags__ & HEAP_TYPE) and not cls.__module__.startswith(("numpy", "scipy"))


def state_of(kind: str, value: Any) -> str:
    """What a guard of that kind sees in a value."""
    match kind:
        case "is":
            if isinstance(value, type) and is_python_class(value):
                return f"is {_class(value)}"
            try:
                return f"is {_value(value)}"
            except NotStorableError:
                return f"is {name_of(value)}"
        case "type":
            return described(outside_type(value))
        case "layers":
            return _layers(value.layers())
        case _:
            keywords = value.__kwdefaults__
            named = None if keywords is None else tuple(keywords.items())
            return f"{fingerprint(value.__code__)} {_value(value.__defaults__)} {_value(named)}"


def _expected(kind: str, value: Any) -> Any:
    match kind:
        case "is":
            return value
        case "type":
            return outside_type(value)
        case "layers":
            return value.layers()
        case _:
            return (value.__code__, value.__defaults__, value.__kwdefaults__)


# ---- entries


class Shelf:
    """The entries of one function, request and call."""

    def __init__(self, function: Any, request: Any, layers: Any, values: tuple[Any, ...]) -> None:
        self.function = function
        self.root = root_of(function)
        self.values = values
        self.disk = disk_cache()
        self.name = ""
        own_rules = request[-1] is not None or any(each[-1][-1] is not None for each in layers)
        if self.disk.folder is not None and not own_rules:
            module = str(self.root.__globals__.get("__name__", ""))
            self.name = repr((fingerprint(self.root.__code__), self.root.__qualname__, module, request, layers))

    def key(self, types: list[Type], part: int) -> str:
        """The key of one module of an entry."""
        return key(self.name, "; ".join(map(described, types)), str(part))

    def find(self, types: list[Type], static: set[Place]) -> Stored | None:
        """The entry for these types, if all that it rests on still holds; `static` is filled in from disk."""
        if not self.name:
            return None
        try:
            return self._find(types, static)
        except (NotStorableError, KeyError, TypeError, ValueError, AttributeError, IndexError):
            return None

    def _find(self, types: list[Type], static: set[Place]) -> Stored | None:
        entry = self.disk.load(self.key(types, 0), self._holds)
        if entry is None:
            return None
        asked: Any = entry.extra.get("static")
        if asked is not None:
            new = {tuple(place) for place in asked} - static
            if not new:
                return None
            found = self._find(with_values(types, self.values, new), static | new)
            if found is not None:
                static |= new
            return found
        record: Any = entry.extra
        guards = [(self._access(path), kind) for path, kind in record["guards"]]
        texts, paths = [entry.text], [str(entry.path)]
        for part in range(1, record["parts"]):
            other = self.disk.load(self.key(types, part))
            if other is None or other.extra.get("stamp") != record["stamp"]:
                return None
            texts.append(other.text)
            paths.append(str(other.path))
        return Stored(
            tuple(
                Module(
                    text,
                    name,
                    {k: object_at(p) for k, p in objects.items()},
                    {alias: self._namespace(module) for alias, module in modules.items()},
                )
                for text, (name, objects, modules) in zip(texts, record["modules"], strict=True)
            ),
            tuple(map(self._access, record["captured"])),
            tuple(
                Guard(path, kind, _expected(kind, read_access(path, self.function, self.values)))
                for path, kind in guards
            ),
            tuple(paths),
        )

    def keep(self, stored: Stored, types: list[Type], static: set[Place], functions: dict[Any, Any]) -> Stored:
        """Store compiled code; with the paths of its files where that was possible."""
        if not self.name:
            return stored
        try:
            return self._keep(stored, types, static, functions)
        except (NotStorableError, KeyError, TypeError, ValueError, AttributeError, IndexError):
            return stored

    def _keep(self, stored: Stored, types: list[Type], static: set[Place], functions: dict[Any, Any]) -> Stored:
        dependencies = [self._dependency(g) for g in stored.guards]
        guarded = {g.expected[0] for g in stored.guards if g.kind in ("code", "layers")} | {self.root.__code__}
        for code, function in functions.items():
            if code not in guarded and not str(function.__module__).startswith("s2sad."):
                dependencies.append((json.dumps(["function", *name_of(function)]), fingerprint(code)))
        stamp = hashlib.blake2b(repr([m.text for m in stored.modules]).encode(), digest_size=16).hexdigest()
        record: dict[str, JSON] = {
            "parts": len(stored.modules),
            "stamp": stamp,
            "captured": [self._words(path) for path in stored.captured],
            "guards": [[self._words(g.access), g.kind] for g in stored.guards],
            "modules": [
                [
                    m.name,
                    {k: name_of(v) for k, v in m.objects.items()},
                    {alias: self._module(space) for alias, space in m.modules.items()},
                ]
                for m in stored.modules
            ],
        }
        paths = [
            self.disk.store(self.key(types, part), module.text, (), {"stamp": stamp})
            for part, module in enumerate(stored.modules)
            if part
        ]
        paths.insert(0, self.disk.store(self.key(types, 0), stored.modules[0].text, dependencies, record))
        if static:
            asked = {place[0] for place in static}
            plain = [t if k not in asked else signature_type(self.values[k]) for k, t in enumerate(types)]
            self._point(plain, types, static)
        if None in paths:
            return stored
        return dataclasses.replace(stored, paths=tuple(map(str, paths)))

    def _point(self, plain: list[Type], types: list[Type], static: set[Place]) -> None:
        """An entry without text: which arguments' values are asked for."""
        if plain != types:
            self.disk.store(self.key(plain, 0), "", (), {"static": sorted(map(list, static), key=repr)})

    def _dependency(self, guard: Guard) -> Dependency:
        value = read_access(guard.access, self.function, self.values)
        return (json.dumps(["guard", guard.kind, self._words(guard.access)]), state_of(guard.kind, value))

    def _holds(self, dependency: Dependency) -> bool:
        what, *rest = json.loads(dependency[0])
        try:
            if what == "function":
                return bool(fingerprint(object_at(rest).__code__) == dependency[1])
            kind, words = rest
            value = read_access(self._access(words), self.function, self.values)
            return state_of(kind, value) == dependency[1]
        except (NotStorableError, LookupError, TypeError, ValueError, AttributeError):
            return False

    def _words(self, path: tuple[Any, ...]) -> list[Any]:
        return [path[0], self._module(path[1]), *path[2:]] if path and path[0] == "global" else list(path)

    def _access(self, words: list[Any]) -> tuple[Any, ...]:
        return (words[0], self._namespace(words[1]), *words[2:]) if words and words[0] == "global" else tuple(words)

    def _module(self, namespace: dict[str, Any]) -> str:
        if namespace is self.root.__globals__:
            return ""
        module = sys.modules.get(namespace.get("__name__", ""))
        if module is None or module.__dict__ is not namespace:
            raise NotStorableError
        return str(namespace["__name__"])

    def _namespace(self, module: str) -> dict[str, Any]:
        if not module:
            namespace: dict[str, Any] = self.root.__globals__
            return namespace
        return sys.modules[module].__dict__
