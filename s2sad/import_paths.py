"""What pickle may take by name: an object that its import path names, in this process and in another one.

@grad def f    pickled as `module.f`
grad(f)        pickled as `grad`, `f` and, if the other process may not have it, the text of the file of `f`
"""

from __future__ import annotations

import linecache
import sys
from typing import Any


def resolved(module: str, qualname: str) -> Any:
    """What an import path names now, None if nothing."""
    found: Any = sys.modules.get(module)
    for part in qualname.split("."):
        found = getattr(found, part, None)
    return found


def is_found_by_name(value: Any) -> bool:
    """Whether another process finds an object where it says that it was defined."""
    module, qualname = getattr(value, "__module__", None), getattr(value, "__qualname__", None)
    if not isinstance(module, str) or not isinstance(qualname, str) or resolved(module, qualname) is not value:
        return False
    return not (module == "__main__" and _by_cloudpickle())


def text_of(function: Any) -> tuple[str, list[str]] | None:
    """The text of the file of a function that another process may not have."""
    code = getattr(function, "__code__", None)
    if code is None:
        return None
    if resolved(function.__module__ or "", function.__qualname__) is function and function.__module__ != "__main__":
        return None
    lines = linecache.getlines(code.co_filename)
    return (code.co_filename, lines) if lines else None


def remember_text(text: tuple[str, list[str]] | None) -> None:
    """Let the source of functions be found in a text that another process has sent."""
    if text is not None and linecache.getlines(text[0]) != text[1]:
        filename, lines = text
        linecache.cache[filename] = (sum(map(len, lines)), None, lines, filename)


def _by_cloudpickle() -> bool:
    """Whether cloudpickle is at work: it takes what `__main__` defines by value, pickle by name."""
    frame: Any = sys._getframe(1) if "cloudpickle" in sys.modules else None
    while frame is not None:
        if str(frame.f_globals.get("__name__", "")).startswith("cloudpickle"):
            return True
        frame = frame.f_back
    return False
