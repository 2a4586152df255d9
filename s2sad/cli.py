"""The command line: show the derivative of a function, check it, look after the cache.

    s2sad show examples/recursion.py:func  ->  the generated source; highlighted on a terminal, plain when piped

Exit status: 0; 1 if `check` finds a mismatch; 2 for whatever keeps a command from being done, on one screen.
"""

from __future__ import annotations

import difflib
import functools
import inspect
import traceback
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib import metadata
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.table import Table

from s2sad import api, coverage, testing
from s2sad.cache import disk_cache
from s2sad.errors import S2SADError
from s2sad.named import (
    Fun,
    bind,
    described,
    evaluate,
    find_function,
    first_parameter,
    positions,
    require_parameters,
)
from s2sad.screen import Failure, print_function, print_functions, print_source, write


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
    fun = find_function(target)
    args, kwargs = (None, None) if at is None else evaluate(at, fun)
    if at is not None:
        bind(fun, args or (), kwargs or {}, partial=True)
    require_parameters(fun, wrt)
    argnums: Any = first_parameter(target, fun) if not wrt else wrt[0] if len(wrt) == 1 else wrt
    with _reported(assumed=at is None):
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
    fun = find_function(target)
    bound = bind(fun, *evaluate(at, fun))
    bound.apply_defaults()
    require_parameters(fun, wrt)
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


# ---- the comparison


def _checked(fun: Fun, bound: inspect.BoundArguments, name: str | None) -> tuple[testing.Check, ...] | str:
    """The comparisons for one argument or, for None, for all; the description of what is wrong if one fails."""
    argnums = None if name is None else positions(bound, name)
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


# ---- the screen


def _table(checks: Sequence[tuple[str, testing.Check]]) -> Table:
    table = Table("argument", "derivative", "reference")
    table.add_column("error", justify="right")
    table.add_column("allowed", justify="right")
    for name, check in checks:
        table.add_row(name, check.mode, check.reference, f"{check.error:.1e}", f"{check.tolerance:.1e}")
    return table


@contextmanager
def _reported(assumed: bool = False) -> Iterator[None]:
    """An error of s2sad as it describes itself; any other with the line that raised it."""
    try:
        yield
    except S2SADError as error:
        hint = '\n  Types were assumed: example arguments may help, --at "x=...".' if assumed else ""
        raise Failure(f"{type(error).__name__}: {error}{'' if '--at' in str(error) else hint}") from None
    except (click.ClickException, click.Abort):
        raise
    except Exception as error:  # the user's function runs in here: whatever it raises is shown with its place
        raise Failure(described(error)) from None
