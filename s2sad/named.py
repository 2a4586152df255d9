"""What the words of a command line name: a function, its arguments, some of its parameters.

model.py:loss, "W=np.ones(2)"  ->  the function, after its file has run; ((), {"W": array([1., 1.])})
"""

from __future__ import annotations

import difflib
import importlib
import importlib.util
import inspect
import math
import os
import sys
import traceback
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, redirect_stdout
from pathlib import Path
from types import ModuleType
from typing import Any, TypeAlias

import numpy as np

from s2sad.screen import Failure

Fun: TypeAlias = Callable[..., Any]
Arguments: TypeAlias = tuple[tuple[Any, ...], dict[str, Any]]


# ---- the function


def find_function(target: str) -> Fun:
    """The function that FILE.py:FUNC or package.module:FUNC names; of a derivative, the function it is of."""
    place, colon, path = target.rpartition(":")
    if not colon or not place or not path:
        raise Failure(f"{target!r} names no function: write FILE.py:FUNC or package.module:FUNC")
    module = _load_file(Path(place)) if place.endswith(".py") or os.sep in place else _load_module(place)
    found: Any = module
    for name in path.split("."):
        owner = found
        try:
            found = getattr(owner, name)
        except AttributeError:
            raise Failure(f"{place} has no {path!r}{_suggestion(owner, name)}") from None
    while hasattr(found, "__wrapped__") and hasattr(found, "source"):
        found = found.__wrapped__
    if not callable(found):
        raise Failure(f"{path!r} in {place} is no function but a value of type {type(found).__name__}")
    fun: Fun = found
    return fun


def first_parameter(target: str, fun: Fun) -> int:
    """The position of the first parameter that a caller passes: that after `self` of a method named by its class."""
    path = target.rpartition(":")[2].split(".")
    owner: Any = sys.modules.get(str(getattr(fun, "__module__", "")))
    for name in path[:-1]:
        owner = getattr(owner, name, None)
    if not isinstance(owner, type):
        return 0
    held = inspect.getattr_static(owner, path[-1])
    return 0 if isinstance(held, staticmethod | classmethod) else 1


def _suggestion(owner: Any, name: str) -> str:
    names = [known for known, value in vars(owner).items() if callable(value)] if hasattr(owner, "__dict__") else []
    close = difflib.get_close_matches(name, names, n=1)
    return f"; did you mean {close[0]!r}?" if close else ""


def _load_file(path: Path) -> ModuleType:
    """Run a file as `python FILE.py` does, but under its own name, so that its `main()` does not run."""
    if not path.is_file():
        raise Failure(f"{path}: no such file")
    spec = importlib.util.spec_from_file_location(path.stem, path.absolute())
    if spec is None or spec.loader is None:
        raise Failure(f"{path} is no Python file")
    module = importlib.util.module_from_spec(spec)
    # The compiler finds a function's globals under its module's name: it must be this one, whatever was there.
    sys.modules[path.stem] = module
    sys.path.insert(0, str(path.absolute().parent))
    with _importing(str(path)):
        spec.loader.exec_module(module)
    return module


def _load_module(name: str) -> ModuleType:
    """Import as `python -m` does, with the current folder on the path."""
    sys.path.insert(0, os.getcwd())
    with _importing(name):
        return importlib.import_module(name)


@contextmanager
def _importing(what: str) -> Iterator[None]:
    """Whatever a module prints goes to stderr, for stdout is the derivative's; whatever it raises is a Failure."""
    try:
        with redirect_stdout(sys.stderr):
            yield
    except (Exception, SystemExit) as error:  # the module's own code runs here
        raise Failure(f"{what} cannot be imported\n{described(error)}") from None


# ---- the arguments


def evaluate(text: str, fun: Fun) -> Arguments:
    """`"x=0.7, W=np.ones((3, 2))"` -> `((), {"x": 0.7, "W": array(...)})`; the names of fun's module are in scope."""
    prefix = "arguments("
    try:
        code = compile(f"{prefix}{text}\n)", "--at", "eval")
    except (SyntaxError, ValueError) as error:
        raise Failure(f"--at: {getattr(error, 'msg', error)}\n{_underlined(text, error, len(prefix))}") from None
    scope = {**getattr(fun, "__globals__", {}), "np": np, "math": math, "arguments": lambda *a, **k: (a, k)}
    try:
        arguments: Arguments = eval(code, scope)
        return arguments
    except Exception as error:  # whatever the user's expression raises is shown as it is
        raise Failure(f"--at: {type(error).__name__}: {error}\n  {text}") from None


def _underlined(text: str, error: Exception, shift: int) -> str:
    """The text of --at with a caret where its syntax is wrong."""
    if not isinstance(error, SyntaxError) or "\n" in text:
        return f"  {text}"
    column = (error.offset or 0) - 1 - shift
    if error.lineno != 1 or not 0 <= column <= len(text):  # in the brackets around it: something is missing at the end
        column = len(text)
    return f"  {text}\n  {' ' * column}^"


def bind(fun: Fun, args: Sequence[Any], kwargs: dict[str, Any], partial: bool = False) -> inspect.BoundArguments:
    """The arguments by their parameters; not all of them if `partial`."""
    signature = _signature(fun)
    if signature is None:
        raise Failure(f"{getattr(fun, '__name__', fun)!r} has no signature that --at could be matched with")
    try:
        return (signature.bind_partial if partial else signature.bind)(*args, **kwargs)
    except TypeError as error:
        raise Failure(f"--at: {error}; the function is {getattr(fun, '__name__', fun)}{signature}") from None


def require_parameters(fun: Fun, names: Sequence[str]) -> None:
    """Refuse what `--wrt` names if a function has no such parameter."""
    signature = _signature(fun)
    if signature is None or any(p.kind is p.VAR_KEYWORD for p in signature.parameters.values()):
        return
    for name in names:
        if name not in signature.parameters:
            known = ", ".join(signature.parameters) or "none"
            raise Failure(f"--wrt: there is no parameter {name!r}; the parameters are: {known}")


def _signature(fun: Fun) -> inspect.Signature | None:
    try:
        return inspect.signature(fun)
    except (TypeError, ValueError):
        return None


def positions(bound: inspect.BoundArguments, name: str) -> tuple[int, ...]:
    """Which of the positional arguments a parameter stands for."""
    parameter = bound.signature.parameters.get(name)
    if parameter is None or parameter.kind in {parameter.KEYWORD_ONLY, parameter.VAR_KEYWORD}:
        raise Failure(f"--wrt: {name!r} is passed by keyword only; check varies positional arguments")
    first = list(bound.signature.parameters).index(name)
    return tuple(range(first, len(bound.args) if parameter.kind is parameter.VAR_POSITIONAL else first + 1))


# ---- what is wrong


def described(error: BaseException) -> str:
    """The last line of a traceback, and the place in the user's code or the compiler where it was raised."""
    what = "".join(traceback.format_exception_only(error)).rstrip()
    if isinstance(error, SyntaxError):  # says where by itself
        return what
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if not _is_import_machinery(frame)]
    return f"{what}\n{''.join(traceback.format_list(frames[-1:]))}".rstrip()


def _is_import_machinery(frame: traceback.FrameSummary) -> bool:
    return frame.filename.startswith("<frozen") or frame.filename in {__file__, importlib.__file__}
