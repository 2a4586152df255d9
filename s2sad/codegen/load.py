"""Compiles the text of a generated module and gives its function; tracebacks and `inspect` find the text.

The module's globals are the imports, the objects handed to it, and the user's modules, whose names are read each time.
"""

from __future__ import annotations

import hashlib
import importlib
import linecache
import sys
import types
import weakref
from collections.abc import Callable
from typing import Any

from s2sad.codegen.module import Module

_MODULES: weakref.WeakKeyDictionary[Callable[..., Any], Module] = weakref.WeakKeyDictionary()
"""What each function was loaded from."""


class Namespace:
    """A user's module as generated code sees it: attributes are the globals, read when they are used."""

    def __init__(self, namespace: dict[str, Any]) -> None:
        object.__setattr__(self, "_namespace", namespace)

    def __getattr__(self, name: str) -> Any:
        try:
            return self._namespace[name]
        except KeyError:
            raise NameError(f"name '{name}' is not defined") from None


def load(module: Module, filename: str, on_disk: bool = False) -> Callable[..., Any]:
    """The function that a module defines.

    Args:
        module: the text and what it needs.
        filename: where the text is kept, or a name for it that `linecache` will know.
        on_disk: whether it is a file.
    """
    if not on_disk:
        linecache.cache[filename] = (len(module.text), None, module.text.splitlines(keepends=True), filename)
    generated = types.ModuleType(module.name)
    generated.__file__ = filename
    namespace = generated.__dict__
    namespace.update(module.objects)
    skipped = _own_imports(module)
    text = "\n".join("" if line in skipped else line for line in module.text.split("\n"))
    exec(compile(text, filename, "exec", dont_inherit=True), namespace)
    for alias, values in module.modules.items():
        namespace[alias] = Namespace(values)
    function: Callable[..., Any] = namespace[module.name]
    _MODULES[function] = module
    return function


def portable(function: Callable[..., Any]) -> tuple[Any, ...]:
    """A function that `load` has given, as what another process can load again with `restored`."""
    module = _MODULES[function]
    spaces = {alias: _carried(space, function) for alias, space in module.modules.items()}
    return module.text, module.name, module.objects, spaces


def restored(text: str, name: str, objects: dict[str, Any], spaces: dict[str, Any]) -> Callable[..., Any]:
    """The function that `portable` took apart."""
    modules = {k: vars(importlib.import_module(v)) if isinstance(v, str) else v for k, v in spaces.items()}
    digest = hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()
    return load(Module(text, name, objects, modules), f"<s2sad {name} {digest}>")


def _carried(space: dict[str, Any], function: Callable[..., Any]) -> Any:
    """The name of a user's module; if another process cannot import it, the values that a function reads there."""
    name = str(space.get("__name__", ""))
    if name != "__main__" and name in sys.modules and vars(sys.modules[name]) is space:
        return name
    return {each: space[each] for each in _names_in(function.__code__) if each in space}


def _names_in(code: types.CodeType) -> set[str]:
    """The names of globals and attributes that a code reads, with those of the functions in it."""
    inner = (each for each in code.co_consts if isinstance(each, types.CodeType))
    return set(code.co_names).union(*map(_names_in, inner))


def _own_imports(module: Module) -> set[str]:
    """Import lines of what is handed over instead: the user's modules, and objects that were found in them."""
    found = set()
    for line in module.text.split("\n"):
        if not line.startswith(("import ", "from ")):
            continue
        last = line.rsplit(" ", 1)[-1]
        if last in module.modules or (line.startswith("from ") and last in module.objects):
            found.add(line)
    return found
