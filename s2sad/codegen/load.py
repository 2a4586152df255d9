"""Compiles the text of a generated module and gives its function; tracebacks and `inspect` find the text.

The module's globals are the imports, the objects handed to it, and the user's modules, whose names are read each time.
"""

from __future__ import annotations

import linecache
import types
from collections.abc import Callable
from typing import Any

from s2sad.codegen.module import Module


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
    return function


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
