"""Functions of NumPy and SciPy that are differentiated themselves: a Python function that calls each of them.

grad(np.linalg.norm)      def norm(x, *args, **kwargs):
                              return function(x, *args, **kwargs)

So the rule of the function counts, as in a program that calls it, and not the text of the library, if it has one.
"""

from __future__ import annotations

import inspect
import linecache
import types
from collections.abc import Callable
from functools import lru_cache
from typing import Any

_LIBRARIES = frozenset(("numpy", "scipy", "math"))
_TEXT = """def bound(function):
    def {name}({parameters}):
        return function({parameters})

    return {name}
"""


def of_library(function: Any) -> bool:
    """Whether something is a function or a method of NumPy, SciPy or `math`, and no class or object of theirs."""
    name = getattr(function, "__name__", None)
    if isinstance(function, type) or not isinstance(name, str) or name.startswith("__"):
        return False
    inner = function.__func__ if isinstance(function, types.MethodType) else function
    owner = getattr(inner, "__objclass__", None) or inner  # of methods that are not bound
    module = getattr(owner, "__module__", None) or type(owner).__module__  # of ufuncs
    return str(module).partition(".")[0] in _LIBRARIES


@lru_cache(maxsize=1000)
def calling(function: Any) -> Callable[..., Any]:
    """A Python function that calls a function of a library; its source can be found."""
    name = function.__name__ if function.__name__.isidentifier() else "function_"
    parameters = ", ".join([*_required(function), "*args", "**kwargs"])
    text = _TEXT.format(name=name, parameters=parameters)
    filename = f"<s2sad {name}({parameters})>"
    linecache.cache[filename] = (len(text), None, text.splitlines(keepends=True), filename)
    scope: dict[str, Any] = {"__name__": __name__}
    exec(compile(text, filename, "exec"), scope)
    made: types.FunctionType = scope["bound"](function)
    made.__qualname__ = name
    return made


def _required(function: Any) -> list[str]:
    """The names of the parameters that each call gives."""
    try:
        parameters = list(inspect.signature(function).parameters.values())
    except (TypeError, ValueError):  # some functions written in C do not say
        return []
    named = (inspect.Parameter.POSITIONAL_ONLY, inspect.Parameter.POSITIONAL_OR_KEYWORD)
    return [p.name for p in parameters if p.kind in named and p.default is p.empty and p.name != "function"]
