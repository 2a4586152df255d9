"""Checks one program: its value, what it does to its arguments, and its derivatives, against its plain text.

    check(generate(7))  ->  Verdict(outcome='ok', mode='', message='')

The reference interprets the plain text with complex arguments, f(x + i h v), whose imaginary part over h is the
derivative along v to rounding (Squire & Trapp 1998). For the second order the same derivative is taken at real points
around x, and differenced by the central formula of order 12; where the formula of order 8 disagrees the second order
is not judged. A program whose allocations have no dtype is interpreted with `dtype=complex` written into them.
"""

from __future__ import annotations

import ast
import linecache
import random
import signal
import types
import warnings
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from s2sad import S2SADError, grad, jvp, vjp
from s2sad.errors import InternalError, ReproducibilityError
from tests.fuzz.generate import DERIVATIVES

STEP = 1e-100
TOLERANCE = 1e-11
"""Allowed errors of value and first derivatives, relative to max(1, |reference|)."""
SECOND_TOLERANCE = 1e-9
"""Allowed error of second derivatives, where the two differences agree ten times better."""
LIMIT = 1e5
"""Programs with larger values or derivatives are not judged: rounding would be."""
PLAIN_SECONDS = 5
SECONDS = 60
"""A plain program, a derivative with its compilation that takes longer has hung."""

SPACING = 0.003
ORDER_8 = (4 / 5, -1 / 5, 4 / 105, -1 / 280)
ORDER_12 = (6 / 7, -15 / 56, 5 / 63, -1 / 56, 1 / 385, -1 / 5544)

FIRST = ("grad", "vjp", "jvp")
SECOND = ("jvp of grad", "grad of jvp", "jvp of vjp", "vjp of vjp")
OUTCOMES = ("ok", "refused", "wrong", "crashed")


@dataclass(frozen=True)
class Verdict:
    """What was found; `outcome` is one of `OUTCOMES`, or "invalid" where the plain program does not run."""

    outcome: str
    mode: str = ""
    message: str = ""
    expected: Any = None
    found: Any = None


class Wrong(Exception):
    """A result that is not the reference."""

    def __init__(self, what: str, expected: Any, found: Any) -> None:
        super().__init__(what)
        self.what, self.expected, self.found = what, expected, found


class Invalid(Exception):
    """The plain program cannot serve as a reference."""


class Hung(BaseException):
    """The time is up; not an Exception, so that nothing in between can hold it up."""


# -- the program as a module ------------------------------------------------------------------------------------------


class _WithComplexAllocations(ast.NodeTransformer):
    def visit_Call(self, node: ast.Call) -> ast.AST:
        self.generic_visit(node)
        if ast.unparse(node.func) == "np.zeros" and not node.keywords and len(node.args) == 1:
            node.keywords = [ast.keyword("dtype", ast.Name("complex", ast.Load()))]
        return node


def load(text: str, name: str) -> types.ModuleType:
    """A module with this text, which tracebacks and the compiler can read."""
    filename = f"<fuzz {name}>"
    linecache.cache[filename] = (len(text), None, text.splitlines(keepends=True), filename)
    module = types.ModuleType(f"fuzz_{name}")
    exec(compile(text, filename, "exec", dont_inherit=True), vars(module))
    return module


def unload(name: str) -> None:
    """Forget the text of a module."""
    linecache.cache.pop(f"<fuzz {name}>", None)


# -- flat numbers ------------------------------------------------------------------------------------------------------


def leaves(tree: Any) -> list[Any]:
    """The arrays and numbers of a result."""
    if isinstance(tree, tuple | list):
        return [leaf for part in tree for leaf in leaves(part)]
    return [np.asarray(tree)]


def flat(tree: Any) -> np.ndarray:
    """All numbers of a result in a row."""
    return np.concatenate([np.ravel(leaf) for leaf in leaves(tree)])


def dot(left: Any, right: Any) -> float:
    """The sum of the products."""
    return float(np.sum(flat(left) * flat(right)))


def fresh(args: Sequence[Any]) -> list[Any]:
    """Copies, which the program may change."""
    return [arg.copy() if isinstance(arg, np.ndarray) else arg for arg in args]


def shifted(args: Sequence[Any], direction: Sequence[Any], step: complex) -> list[Any]:
    """`args + step * direction`; numbers become NumPy's, which compare as arrays do."""
    kind = np.complex128 if isinstance(step, complex) else np.float64
    moved = [a + step * np.asarray(v) for a, v in zip(args[:3], direction, strict=True)]
    return [np.array(moved[0], kind), np.array(moved[1], kind), kind(moved[2]), args[3]]


def kinds(tree: Any) -> Any:
    """The types of a result, in its structure."""
    return (type(tree), *map(kinds, tree)) if isinstance(tree, tuple | list) else type(tree)


def require(what: str, found: Any, expected: Any, tolerance: float) -> None:
    """Found is expected, in structure, shapes and values."""
    if [np.shape(leaf) for leaf in leaves(found)] != [np.shape(leaf) for leaf in leaves(expected)]:
        raise Wrong(f"{what}: shapes", expected, found)
    left, right = flat(found), flat(expected)
    if not np.all(np.abs(left - right) <= tolerance * np.maximum(1.0, np.abs(right))):
        raise Wrong(what, expected, found)


# -- the problem -------------------------------------------------------------------------------------------------------


@dataclass
class Problem:
    """A program with a point, directions, and what the plain text says about them."""

    module: types.ModuleType
    args: list[Any]
    v: list[Any]
    u: list[Any]
    out: Any = None
    after: list[Any] = field(default_factory=list)
    w: Any = None
    out_dot: Any = None
    curvature: Any = None

    @property
    def program(self) -> Callable[..., Any]:
        program: Callable[..., Any] = self.module.program
        return program


def _slope(reference: Callable[..., Any], args: Sequence[Any], v: Sequence[Any]) -> list[Any]:
    """The derivative along v, by the complex step."""
    return [np.imag(leaf) / STEP for leaf in leaves(reference(*shifted(args, v, STEP * 1j)))]


def _curvature(reference: Callable[..., Any], problem: Problem) -> list[Any] | None:
    """The derivative along v then u, or None where the differences do not settle."""
    points = range(1, len(ORDER_12) + 1)
    slopes = {}
    for k in points:
        up, down = (_slope(reference, shifted(problem.args, problem.u, s * SPACING), problem.v) for s in (k, -k))
        if [np.shape(leaf) for leaf in up] != [np.shape(leaf) for leaf in problem.out_dot]:
            return None
        slopes[k] = [p - q for p, q in zip(up, down, strict=True)]
    first, second = (
        [sum(c * slopes[k + 1][j] for k, c in enumerate(weights)) / SPACING for j in range(len(problem.out_dot))]
        for weights in (ORDER_8, ORDER_12)
    )
    error = np.abs(flat(first) - flat(second)) / np.maximum(1.0, np.abs(flat(second)))
    return second if np.all(error <= SECOND_TOLERANCE / 10) else None


def pose(text: str, seed: int, size: int, k: int, name: str) -> Problem:
    """Run the plain program and its references.

    Raises:
        Invalid: it does not run, or its numbers are too large.
    """
    rng = np.random.default_rng(seed)
    args = [rng.uniform(-1.0, 1.0, size), rng.uniform(-1.0, 1.0, (size, size)), float(rng.uniform(0.2, 0.9)), k]
    v, u = ([rng.standard_normal(np.shape(a)) for a in args[:3]] for _ in range(2))
    v[2], u[2] = float(v[2]), float(u[2])
    try:
        plain = ast.unparse(_WithComplexAllocations().visit(ast.parse(text)))
        reference = load(plain, name).program
        problem = Problem(load(text + DERIVATIVES, name), args, v, u)
        with warnings.catch_warnings(), time_limit(PLAIN_SECONDS):
            warnings.simplefilter("error")
            problem.after = fresh(args)
            problem.out = problem.program(*problem.after)
            problem.w = _weights(problem.out, rng)
            problem.out_dot = _slope(reference, args, v)
            problem.curvature = _curvature(reference, problem)
            small = all(np.all(np.abs(flat(n)) < LIMIT) for n in (problem.out, problem.out_dot))
    except (Exception, Hung) as error:
        raise Invalid(f"{type(error).__name__}: {error}") from error
    if not small:
        raise Invalid("the numbers are too large")
    return problem


def _weights(out: Any, rng: np.random.Generator) -> Any:
    if isinstance(out, tuple):
        return tuple(_weights(part, rng) for part in out)
    value = rng.standard_normal(np.shape(out))
    return value if isinstance(out, np.ndarray) else float(value)


# -- the modes ---------------------------------------------------------------------------------------------------------


def _value(mode: str, out: Any, problem: Problem) -> None:
    require(f"value of {mode}", out, problem.out, TOLERANCE)
    if kinds(out) != kinds(problem.out):
        raise Wrong(f"type of the value of {mode}", kinds(problem.out), kinds(out))


def _fresh_memory(what: str, bars: Sequence[Any], others: Sequence[Any]) -> None:
    """Gradients are writable, and share memory with nothing: not with each other, the arguments or the results."""
    arrays = [bar for bar in leaves(list(bars)) if bar.ndim]
    if not all(array.flags.writeable for array in arrays):
        raise Wrong(f"{what} is read-only", None, bars)
    known = [leaf for leaf in leaves(list(others)) if leaf.ndim]
    for k, array in enumerate(arrays):
        if any(np.shares_memory(array, other) for other in (*known, *arrays[:k])):
            raise Wrong(f"{what} shares memory", None, bars)


def _unchanged(problem: Problem, args: Sequence[Any], mode: str) -> None:
    for found, expected in zip(args, problem.after, strict=True):
        if not np.array_equal(found, expected):
            raise Wrong(f"arguments after {mode}", problem.after, list(args))


def _grad(problem: Problem) -> None:
    args = fresh(problem.args)
    bars = grad(problem.program, argnums=(0, 1, 2))(*args)
    _unchanged(problem, args, "grad")
    _fresh_memory("grad", bars, args)
    require("shapes of grad", [np.shape(b) for b in bars], [np.shape(a) for a in problem.args[:3]], 0.0)
    require("grad", dot(bars, problem.v), float(problem.out_dot[0]), TOLERANCE)


def _vjp(problem: Problem) -> None:
    args = fresh(problem.args)
    out, pullback = vjp(problem.program, *args)
    _value("vjp", out, problem)
    _unchanged(problem, args, "vjp")
    bars = pullback(problem.w)
    _fresh_memory("the pullback's result", bars[:3], [args, out, problem.w])
    require("vjp", dot(bars[:3], problem.v), dot(problem.w, problem.out_dot), TOLERANCE)
    again = pullback(problem.w)
    require("pullback called again", again[:3], bars[:3], 0.0)
    _unchanged(problem, args, "pullback")


def _jvp(problem: Problem) -> None:
    args = fresh(problem.args)
    out, out_dot = jvp(problem.program, args, [*problem.v, 0])
    _value("jvp", out, problem)
    require("jvp", leaves(out_dot), problem.out_dot, TOLERANCE)
    _unchanged(problem, args, "jvp")


def _jvp_of_grad(problem: Problem) -> None:
    _, dots = jvp(problem.module.gradient, fresh(problem.args), [*problem.u, 0])
    require("jvp of grad", dot(dots, problem.v), float(problem.curvature[0]), SECOND_TOLERANCE)


def _grad_of_jvp(problem: Problem) -> None:
    bars = grad(problem.module.tangent, argnums=(0, 1, 2))(*fresh(problem.args), *problem.v)
    require("grad of jvp", dot(bars, problem.u), float(problem.curvature[0]), SECOND_TOLERANCE)


def _jvp_of_vjp(problem: Problem) -> None:
    zero = _zeros(problem.w)
    _, dots = jvp(problem.module.adjoint, [*fresh(problem.args), problem.w], [*problem.u, 0, zero])
    require("jvp of vjp", dot(dots[:3], problem.v), dot(problem.w, problem.curvature), SECOND_TOLERANCE)


def _vjp_of_vjp(problem: Problem) -> None:
    _, pullback = vjp(problem.module.adjoint, *fresh(problem.args), problem.w)
    bars = pullback((*problem.v, 0))
    require("vjp of vjp", dot(bars[:3], problem.u), dot(problem.w, problem.curvature), SECOND_TOLERANCE)


def _zeros(tree: Any) -> Any:
    return tuple(map(_zeros, tree)) if isinstance(tree, tuple) else tree * 0.0


MODES: dict[str, Callable[[Problem], None]] = {
    "grad": _grad,
    "vjp": _vjp,
    "jvp": _jvp,
    "jvp of grad": _jvp_of_grad,
    "grad of jvp": _grad_of_jvp,
    "jvp of vjp": _jvp_of_vjp,
    "vjp of vjp": _vjp_of_vjp,
}


FOR_ARRAYS = {"grad": "vjp", "jvp of grad": "jvp of vjp", "grad of jvp": "vjp of vjp"}
"""What takes the place of a mode that needs a result which is a number."""


def applicable(problem: Problem, modes: Sequence[str]) -> list[str]:
    """The modes, or those that take their place; none of second order where it has no reference."""
    scalar = not isinstance(problem.out, tuple) and np.ndim(problem.out) == 0
    found = dict.fromkeys(mode if scalar else FOR_ARRAYS.get(mode, mode) for mode in modes)
    return [mode for mode in found if mode not in SECOND or problem.curvature is not None]


@contextmanager
def time_limit(seconds: int) -> Iterator[None]:
    """Raise `Hung` when that much processor time is used up."""

    def stop(*_: Any) -> None:
        raise Hung(f"more than {seconds} s")

    before = signal.signal(signal.SIGPROF, stop)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


def verdict_of(problem: Problem, mode: str) -> Verdict:
    """The verdict of one mode."""
    try:
        with warnings.catch_warnings(), time_limit(SECONDS):
            warnings.simplefilter("error")
            MODES[mode](problem)
    except Wrong as error:
        return Verdict("wrong", mode, error.what, error.expected, error.found)
    except (InternalError, ReproducibilityError) as error:
        return Verdict("crashed", mode, f"{type(error).__name__}: {error.message}")
    except S2SADError as error:
        if error.filename is None or error.lineno is None:
            return Verdict("crashed", mode, f"refused without a place: {type(error).__name__}: {error.message}")
        return Verdict("refused", mode, f"{type(error).__name__}: {error.message} | {error.excerpt}")
    except (Exception, Hung) as error:
        return Verdict("crashed", mode, f"{type(error).__name__}: {error}")
    return Verdict("ok")


def check(text: str, seed: int, size: int, k: int, modes: Sequence[str]) -> list[Verdict]:
    """The verdicts that are not ok, of all modes; an empty list if all are."""
    name = f"{seed}"
    try:
        problem = pose(text, seed, size, k, name)
        verdicts = [verdict_of(problem, mode) for mode in applicable(problem, modes)]
    except Invalid as error:
        return [Verdict("invalid", "", str(error))]
    finally:
        unload(name)
    return [verdict for verdict in verdicts if verdict.outcome != "ok"]


def worst(verdicts: Sequence[Verdict]) -> str:
    """The outcome of a program: a wrong number counts before a crash, that before a refusal."""
    found = {verdict.outcome for verdict in verdicts}
    return next((outcome for outcome in ("invalid", "wrong", "crashed", "refused") if outcome in found), "ok")


def modes_for(seed: int, second: int = 1) -> tuple[str, ...]:
    """The modes for a program: all of first order, and some of second order that change with the seed."""
    return (*FIRST, *random.Random(seed).sample(SECOND, second))


def quick_modes_for(seed: int) -> tuple[str, ...]:
    """The modes for a program where time counts: one reverse mode, and second order for one program in three."""
    return (FIRST[seed % 2], "jvp", *modes_for(seed)[3 : 4 if seed % 3 == 0 else 3])
