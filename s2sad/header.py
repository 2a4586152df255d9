"""The comment lines at the top of generated modules: which function, which mode, which types.

# s2sad: recursion.py:4 func, reverse mode with respect to x
# types: x: float (assumed; change with --at)
"""

from __future__ import annotations

from typing import Any

from s2sad.errors import S2SADError
from s2sad.frontend.source import find_source
from s2sad.ir.types import Static, Type
from s2sad.request import Request
from s2sad.target import parameters_of, root_of

_MODES = {
    "grad": "reverse mode",
    "value_and_grad": "reverse mode with the value",
    "jvp": "forward mode",
    "vjp": "reverse mode in two parts",
    "pull": "reverse mode for a cotangent of the result",
}


def header(function: Any, request: Request, types: list[Type], assumed: set[str] | None = None) -> list[str]:
    """The comment lines for a function, a request and types."""
    root = root_of(function)
    names = parameters_of(root).labels(len(types))
    shown = ", ".join(
        f"{n}: {_shown(t)}{' (assumed; change with --at)' if n in (assumed or ()) else ''}"
        for n, t in zip(names, types, strict=False)
    )
    try:
        source = find_source(root)
        place = f"{source.filename.rsplit('/', 1)[-1]}:{source.tree.lineno} {source.qualname}"
    except S2SADError:
        place = root.__name__
    wrt = ", ".join(names[k] for k in request.argnums if k < len(names))
    mode = getattr(function, "mode", "primal") if request.kind == "primal" else _MODES[request.kind]
    first = f"s2sad: {place}, {mode}" + (f" with respect to {wrt}" if wrt and mode != "primal" else "")
    return [first, f"types: {shown}"]


def _shown(kind: Type) -> str:
    """A type on one line; objects by the name of their class, for their text may hold an address."""
    if isinstance(kind, Static) and (
        callable(kind.value) or getattr(type(kind.value), "__repr__", None) is vars(object)["__repr__"]
    ):
        return getattr(kind.value, "__name__", type(kind.value).__name__)
    return " ".join(str(kind).split())
