"""The command line: show the derivative of a function, check it, look after the cache.

    s2sad show examples/recursion.py:func  ->  the generated source; highlighted on a terminal, plain when piped

Exit status: 0; 1 if `check` finds a mismatch; 2 for whatever keeps a command from being done, on one screen.
"""

from __future__ import annotations

import difflib
import functools
import importlib
import importlib.util
import inspect
import math
import os
import sys
import traceback
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, redirect_stdout
from importlib import metadata
from pathlib import Path
from types import ModuleType
from typing import Any, TypeAlias

import click
import numpy as np
from rich.console import Console
from rich.table import Table

from s2sad import api, coverage, testing
from s2sad.cache import disk_cache
from s2sad.errors import S2SADError
from s2sad.screen import Failure, print_function, print_functions, print_source, write

Fun: TypeAlias = Callable[..., Any]
Arguments: TypeAlias = tuple[tuple[Any, ...], dict[str, Any]]


def _version() -> str:
    try:
        return metadata.version("s2sad")
    except metadata.PackageNotFoundError:
        return "not installed"


TARGET = click.argument("target", metavar="FILE.py:FUNC")
WRT = click.option("--wrt", multiple=True, metavar="NAME...", help="Differentiate with respect to these; repeatable.")


class WithNames(click.Command):
    """A command whose `--wrt` takes several names: all words after it that are names of parameters."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """As click does, with `--wrt W b` for `--wrt W --wrt b`."""
        words: list[str] = []
        for word in args:
            if len(words) > 1 and words[-2] == "--wrt" and word.isidentifier():
                words.append("--wrt")
            words.append(word)
        return super().parse_args(ctx, words)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(_version(), prog_name="s2sad")
def main() -> None:
    """Derivatives of Python and NumPy functions, as Python source.

    \b
    s2sad show examples/recursion.py:func
    s2sad show model.py:loss --wrt W b --at "W=np.ones((3, 2)), b=np.zeros(3)"
    s2sad check model.py:loss --at "W=np.ones((3, 2)), b=np.zeros(3)"
    s2sad functions np.linalg.svd
    s2sad cache info
    """


@main.command(cls=WithNames)
@TARGET
@click.option(
    "--mode", type=click.Choice(["reverse", "vjp", "forward", "primal", "ssa"]), default="reverse", show_default=True
)
@WRT
@click.option("--at", metavar="ARGUMENTS", help='Example arguments that give the types: "x=0.7, W=np.ones((3, 2))".')
@click.option("--order", type=click.IntRange(min=1), default=1, show_default=True, help="2: derivative of derivative.")
@click.option("--no-optimize", is_flag=True, help="What the transform made, before the passes.")
@click.option("--no-color", is_flag=True, help="Plain text on a terminal, too.")
@click.option("-o", "--output", type=click.Path(dir_okay=False, path_type=Path), help="Write a module instead.")
def show(
    target: str,
    *,
    mode: str,
    wrt: tuple[str, ...],
    at: str | None,
    order: int,
    no_optimize: bool,
    no_color: bool,
    output: Path | None,
) -> None:
    """Print the generated derivative of a function.

    The function is FILE.py:FUNC or package.module:FUNC; FUNC may be Class.method. It is differentiated with
    respect to its first parameter (of a method the first after self) unless --wrt names others. Where the result
    is no scalar, the derivative has the cotangent of the result as a parameter, as with --mode vjp.

    \b
    s2sad show examples/recursion.py:func
    s2sad show examples/recursion.py:func --mode ssa
    s2sad show model.py:loss --wrt W --at "x=0.7, W=np.ones((3, 2))"
    s2sad show model.py:loss --order 2 -o loss_grad_grad.py
    """
    fun = _find(target)
    args, kwargs = (None, None) if at is None else _evaluate(at, fun)
    if at is not None:
        _bind(fun, args or (), kwargs or {}, partial=True)
    _require_parameters(fun, wrt)
    argnums: Any = _first(target, fun) if not wrt else wrt[0] if len(wrt) == 1 else wrt
    with _reported():
        text = api.source(fun, mode, argnums, args=args, kwargs=kwargs, order=order, optimize=not no_optimize)
    if output is None:
        print_source(text, plain=no_color)
    else:
        write(output, text)


@main.command(cls=WithNames)
@TARGET
@WRT
@click.option("--at", required=True, metavar="ARGUMENTS", help='Where: "x=0.7, W=np.ones((3, 2))".')
def check(target: str, wrt: tuple[str, ...], at: str) -> None:
    """Compare the derivatives of a function with the complex step.

    Both modes are compared. All arguments that hold floats are varied together, or with --wrt each of those named
    on its own. Where the complex step is not to be trusted (abs, sign, norm ...), Richardson extrapolation stands
    in for it. Exit status 1 if a derivative is wrong.

    \b
    s2sad check examples/recursion.py:func --at "x=0.7"
    s2sad check model.py:loss --wrt W b --at "W=np.ones((3, 2)), b=np.zeros(3)"
    """
    fun = _find(target)
    bound = _bind(fun, *_evaluate(at, fun))
    bound.apply_defaults()
    _require_parameters(fun, wrt)
    found = [(name, _checked(fun, bound, name)) for name in wrt or [None]]
    checks = [(name or "all", check) for name, report in found if not isinstance(report, str) for check in report]
    if checks:
        Console(highlight=False).print(_table(checks))
    for name, report in found:
        if isinstance(report, str):
            click.echo(f"{name}: {report}" if name else report)
    if any(isinstance(report, str) for _, report in found):
        raise SystemExit(1)


@main.command()
@click.argument("name", required=False)
def functions(name: str | None) -> None:
    """List the functions that are differentiated, or print the rule of one.

    With NAME: the modes, the keywords that its rule handles and those that are refused, and the rule's source.

    \b
    s2sad functions
    s2sad functions np.sin
    s2sad functions scipy.special.erf
    s2sad functions ndarray.sum
    """
    if name is None:
        print_functions(coverage.covered())
        return
    found = coverage.find(name)
    if found is None:
        raise Failure(_not_covered(name))
    print_function(found)


def _not_covered(name: str) -> str:
    """What to say of a name that has no rule."""
    last = name.rpartition(".")[2]
    names = {each: each.rpartition(".")[2] for one in coverage.covered() for each in (one.name, *one.aliases)}
    endings = difflib.get_close_matches(last, set(names.values()), n=3)
    alike = [each for own in endings for each, ending in names.items() if ending == own]
    close = difflib.get_close_matches(coverage.short(name), names, n=4, cutoff=0.7)
    found = ", ".join(dict.fromkeys([*close, *alike[:6]]))
    what = "has no rule: an active value that reaches it is refused" if coverage.exists(name) else "is no function"
    return f"{name} {what}" + (f"; there are rules of {found}" if found else "")


@main.group()
def cache() -> None:
    """Look at the disk cache, or empty it.

    \b
    S2SAD_CACHE_DIR chooses its folder; an empty value turns it off.
    """


@cache.command("info")
def cache_info() -> None:
    """Print the folder, the number of entries and their size."""
    found = disk_cache().info()
    click.echo(f"folder:  {found.folder or 'none, the disk cache is off'}")
    click.echo(f"entries: {found.entries}")
    click.echo(f"size:    {found.bytes / 1024:.1f} KiB")


@cache.command("clear")
def cache_clear() -> None:
    """Remove all entries."""
    removed = disk_cache().clear()
    click.echo(f"removed {removed} {'entry' if removed == 1 else 'entries'}")


# ---- the function


def _find(target: str) -> Fun:
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


def _first(target: str, fun: Fun) -> int:
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
        raise Failure(f"{what} cannot be imported\n{_describe(error)}") from None


# ---- the arguments


def _evaluate(text: str, fun: Fun) -> Arguments:
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


def _bind(fun: Fun, args: Sequence[Any], kwargs: dict[str, Any], partial: bool = False) -> inspect.BoundArguments:
    signature = _signature(fun)
    if signature is None:
        raise Failure(f"{getattr(fun, '__name__', fun)!r} has no signature that --at could be matched with")
    try:
        return (signature.bind_partial if partial else signature.bind)(*args, **kwargs)
    except TypeError as error:
        raise Failure(f"--at: {error}; the function is {getattr(fun, '__name__', fun)}{signature}") from None


def _require_parameters(fun: Fun, names: Sequence[str]) -> None:
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


# ---- the comparison


def _checked(fun: Fun, bound: inspect.BoundArguments, name: str | None) -> tuple[testing.Check, ...] | str:
    """The comparisons for one argument or, for None, for all; the description of what is wrong if one fails."""
    argnums = None if name is None else _positions(bound, name)
    called = functools.partial(fun, **bound.kwargs) if bound.kwargs else fun
    with _reported():
        try:
            return testing.check_grads(called, bound.args, order=1, argnums=argnums).checks
        except (AssertionError, ValueError) as error:
            raised_in = Path(traceback.extract_tb(error.__traceback__)[-1].filename)
            if raised_in.parent != Path(testing.__file__).parent:
                raise  # the function's own
            if isinstance(error, AssertionError):
                return str(error)
            raise Failure(f"--at: {error} (a float is written 1.0, not 1)") from None


def _positions(bound: inspect.BoundArguments, name: str) -> tuple[int, ...]:
    """Which of the positional arguments a parameter stands for."""
    parameter = bound.signature.parameters.get(name)
    if parameter is None or parameter.kind in {parameter.KEYWORD_ONLY, parameter.VAR_KEYWORD}:
        raise Failure(f"--wrt: {name!r} is passed by keyword only; check varies positional arguments")
    first = list(bound.signature.parameters).index(name)
    return tuple(range(first, len(bound.args) if parameter.kind is parameter.VAR_POSITIONAL else first + 1))


# ---- the screen


def _table(checks: Sequence[tuple[str, testing.Check]]) -> Table:
    table = Table("argument", "derivative", "reference")
    table.add_column("error", justify="right")
    table.add_column("allowed", justify="right")
    for name, check in checks:
        table.add_row(name, check.mode, check.reference, f"{check.error:.1e}", f"{check.tolerance:.1e}")
    return table


@contextmanager
def _reported() -> Iterator[None]:
    """An error of s2sad as it describes itself; any other with the line that raised it."""
    try:
        yield
    except S2SADError as error:
        raise Failure(f"{type(error).__name__}: {error}") from None
    except (click.ClickException, click.Abort):
        raise
    except Exception as error:  # the user's function runs in here: whatever it raises is shown with its place
        raise Failure(_describe(error)) from None


def _describe(error: BaseException) -> str:
    """The last line of a traceback, and the place in the user's code or the compiler where it was raised."""
    what = "".join(traceback.format_exception_only(error)).rstrip()
    if isinstance(error, SyntaxError):  # says where by itself
        return what
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if not _is_import_machinery(frame)]
    return f"{what}\n{''.join(traceback.format_list(frames[-1:]))}".rstrip()


def _is_import_machinery(frame: traceback.FrameSummary) -> bool:
    return frame.filename.startswith("<frozen") or frame.filename in {__file__, importlib.__file__}
