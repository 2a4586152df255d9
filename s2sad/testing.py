"""Check derivatives against references that know nothing of the compiler: complex step and extrapolated differences.

    check_grads(lambda x: np.sin(x) * x, (0.7,))        # passes, and returns a Report

    derivative of <lambda>    error  allowed  reference
    forward                 1.1e-16  1.0e-12  complex step
    reverse                 0.0e+00  1.0e-12  complex step
    ...

The complex step evaluates f(x + i h v), whose imaginary part over h is the derivative along v without cancellation
(Squire & Trapp 1998). It is wrong, silently, where a function is not analytic; so it counts only where it agrees
with Richardson-extrapolated central differences (Ridders 1982).
"""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
import optree

from s2sad.api import grad, jvp, vjp
from s2sad.runtime.tree import attributes, rebuilt

Tree: TypeAlias = Any
"""Nested tuples, lists, dicts, named tuples and dataclasses of floats and arrays."""

Vector: TypeAlias = "np.ndarray[Any, np.dtype[Any]]"

COMPLEX_STEP = "complex step"
RICHARDSON = "Richardson"
IDENTITY = "<w, J v>"
PRIMAL = "the function itself"

SHARP = 1e-12
"""Allowed error against the complex step, relative to max(1, |reference|)."""

COARSE = 1e-7
"""Allowed error against Richardson extrapolation, relative to max(1, |reference|)."""

AGREEMENT = 1e-6
"""How close the complex step must come to Richardson extrapolation to be believed."""

SINGLE = 1e-4
"""Allowed error, whatever the reference, where single precision takes part."""

FIRST_STEP = 2.0**-6
LEVELS = 12
OUT_OF_DOMAIN = (ArithmeticError, ValueError, np.linalg.LinAlgError)


# Trees


def _map(function: Callable[..., Any], tree: Tree, *others: Tree) -> Tree:
    """Apply `function` to the leaves of `tree` and the same places of `others`; objects are nodes as well."""

    def visit(leaf: Any, *rest: Any) -> Any:
        names = attributes(leaf)
        if not names:
            return function(leaf, *rest)
        return rebuilt(leaf, [_map(function, *(getattr(value, name) for value in (leaf, *rest))) for name in names])

    return optree.tree_map(visit, tree, *others, none_is_leaf=True)


def _is_differentiable(leaf: Any) -> bool:
    """Whether a leaf is a float or complex number or array."""
    return isinstance(leaf, (float, complex, np.ndarray, np.generic)) and np.asarray(leaf).dtype.kind in "fc"


def _pairs(like: Tree, *trees: Tree) -> list[tuple[Any, ...]]:
    """The leaves of all trees side by side, where the leaf of `like` is differentiable."""
    pairs: list[tuple[Any, ...]] = []

    def collect(*leaves: Any) -> None:
        if _is_differentiable(leaves[0]):
            pairs.append(leaves)

    _map(collect, like, *trees)
    return pairs


def _vector(tree: Tree, like: Tree) -> Vector:
    """The differentiable leaves of a tree (those of `like`) in one vector."""
    parts = [np.ravel(leaf) for _, leaf in _pairs(like, tree)]
    return np.concatenate(parts) if parts else np.zeros(0)


def _dot(a: Tree, b: Tree, like: Tree) -> float:
    """Real part of the sum of products, without conjugation, as in `vjp`."""
    return float(np.real(np.sum(_vector(a, like) * _vector(b, like))))


def _fresh(tree: Tree) -> Tree:
    """A copy whose arrays the function under test may change in place."""
    return _map(lambda leaf: leaf.copy() if isinstance(leaf, np.ndarray) else leaf, tree)


def _zeros(tree: Tree) -> Tree:
    """The tangent of something that does not change: zeros of the same kind, other leaves as they are."""

    def zero(leaf: Any) -> Any:
        if isinstance(leaf, np.ndarray):
            return np.zeros_like(leaf)
        return type(leaf)(0) if isinstance(leaf, (int, float, complex, np.number, np.bool_)) else leaf

    return _map(zero, tree)


def _random_like(tree: Tree, generator: np.random.Generator) -> Tree:
    """A normally distributed direction for the differentiable leaves, zeros for the others."""

    def draw(leaf: Any) -> Any:
        if not _is_differentiable(leaf):
            return _zeros(leaf)
        value = generator.standard_normal(np.shape(leaf))
        if np.iscomplexobj(leaf):
            value = value + 1j * generator.standard_normal(np.shape(leaf))
        if isinstance(leaf, np.ndarray):
            return np.asarray(value, dtype=leaf.dtype)
        return type(leaf)(value)

    return _map(draw, tree)


def _shifted(tree: Tree, direction: Tree, step: complex) -> Tree:
    """`tree + step * direction` in double precision; every leaf is complex where the step is."""
    widen = np.complex128 if isinstance(step, complex) else np.float64

    def shift(leaf: Any, along: Any) -> Any:
        if not _is_differentiable(leaf):
            return _fresh(leaf)
        kind = np.complex128 if np.iscomplexobj(leaf) else widen
        moved = np.asarray(leaf).astype(kind) + step * np.asarray(along)
        return np.asarray(moved) if isinstance(leaf, np.ndarray) else kind(moved)

    return _map(shift, tree, direction)


# References


def complex_step(fun: Callable[[Any], Tree], x: Tree, v: Tree, h: float = 1e-100) -> Tree:
    """The derivative of an analytic function along a direction, `imag(fun(x + 1j * h * v)) / h`.

    Exact to rounding, because nothing is subtracted. The square of the default `h` does not underflow, so that
    derivatives as small as 1e-200 in intermediate steps survive.

    Parameters:
        fun: a function of one argument that computes with complex numbers as well as with real ones.
        x: a float, an array, or nested containers of them.
        v: the direction, of the structure and shapes of `x`.
        h: the step.

    Returns:
        The derivative, of the structure of `fun(x)`; leaves that are not numbers stay as they are.

    Raises:
        ComplexWarning: where `fun` drops an imaginary part.

    Example:
        >>> float(complex_step(np.exp, 0.0, 1.0))
        1.0
    """
    with warnings.catch_warnings():
        warnings.simplefilter("error", np.exceptions.ComplexWarning)
        out = fun(_shifted(x, v, 1j * h))
    return _map(lambda leaf: np.imag(leaf) / h if _is_differentiable(leaf) else _zeros(leaf), out)


def _richardson(fun: Callable[[Any], Tree], x: Tree, v: Tree, like: Tree) -> Vector:
    """Central differences with halved steps, extrapolated to step 0; for each component the entry that settled best."""

    def difference(step: float) -> Vector:
        try:
            forward = _vector(fun(_shifted(x, v, step)), like)
            backward = _vector(fun(_shifted(x, v, -step)), like)
        except OUT_OF_DOMAIN:
            return np.full_like(_vector(like, like), np.nan)
        return (forward - backward) / (2 * step)

    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")
        differences = [difference(FIRST_STEP / 2**level) for level in range(LEVELS)]
        return _extrapolated(differences)


def _extrapolated(differences: Sequence[Vector]) -> Vector:
    """Neville's tableau in step²; the entry whose two parents differ least from it, for each component."""
    best = differences[-1].copy()
    smallest = np.full(best.shape, np.inf)
    row = [differences[0]]
    for estimate in differences[1:]:
        new = [estimate]
        for order, above in enumerate(row, start=1):
            entry = new[-1] + (new[-1] - above) / (4.0**order - 1.0)
            error = np.maximum(np.abs(entry - new[-1]), np.abs(entry - above))
            better = error < smallest
            best[better], smallest[better] = entry[better], error[better]
            new.append(entry)
        row = new
    return best


@dataclass(frozen=True)
class _Reference:
    """A derivative along a direction, found without the compiler's help, and how."""

    value: Vector
    method: str

    @property
    def tolerance(self) -> float:
        return SHARP if self.method == COMPLEX_STEP else COARSE

    def along(self, cotangent: Tree, like: Tree) -> float:
        """The product with a cotangent, as `_dot`."""
        return float(np.real(np.sum(_vector(cotangent, like) * self.value)))


def _reference(fun: Callable[[Any], Tree], x: Tree, v: Tree, like: Tree) -> _Reference:
    """Richardson extrapolation, or the complex step where it runs and agrees."""
    coarse = _richardson(fun, x, v, like)
    if any(np.iscomplexobj(leaf) for (leaf,) in [*_pairs(x), *_pairs(like)]):
        return _Reference(coarse, RICHARDSON)
    try:
        with warnings.catch_warnings(), np.errstate(all="ignore"):
            warnings.simplefilter("ignore")
            sharp = _vector(complex_step(fun, x, v), like)
    except Exception:  # whatever a function does with complex numbers that it was not written for
        return _Reference(coarse, RICHARDSON)
    if sharp.shape == coarse.shape and _error(sharp, coarse) <= AGREEMENT:
        return _Reference(sharp, COMPLEX_STEP)
    return _Reference(coarse, RICHARDSON)


def _error(found: Vector, expected: Vector) -> float:
    """The largest difference, relative to max(1, |expected|); NaN where there is one."""
    return float(np.max(np.abs(found - expected) / np.maximum(1.0, np.abs(expected)), initial=0.0))


# The report


@dataclass(frozen=True)
class Check:
    """One comparison: its error and what is allowed, both relative to max(1, |reference|)."""

    mode: str
    error: float
    tolerance: float
    reference: str

    @property
    def ok(self) -> bool:
        """Whether the error is allowed; NaN never is."""
        return self.error <= self.tolerance


@dataclass(frozen=True)
class Report:
    """What `check_grads` found: one `Check` per mode."""

    function: str
    checks: tuple[Check, ...]

    @property
    def ok(self) -> bool:
        """Whether every check passed."""
        return all(check.ok for check in self.checks)

    @property
    def errors(self) -> Mapping[str, float]:
        """Mode → error."""
        return {check.mode: check.error for check in self.checks}

    @property
    def references(self) -> Mapping[str, str]:
        """Mode → the reference that it was compared with."""
        return {check.mode: check.reference for check in self.checks}

    def __str__(self) -> str:
        title = f"derivative of {self.function}"
        width = max(len(title), *(len(check.mode) for check in self.checks)) if self.checks else len(title)
        lines = [f"{title:{width}}    error  allowed  reference"]
        for check in self.checks:
            verdict = "" if check.ok else "   <- wrong"
            lines.append(f"{check.mode:{width}}  {check.error:.1e}  {check.tolerance:.1e}  {check.reference}{verdict}")
        return "\n".join(lines)


def _compare(mode: str, found: Vector | float, expected: Vector | float, tolerance: float, reference: str) -> Check:
    return Check(mode, _error(np.atleast_1d(found), np.atleast_1d(expected)), tolerance, reference)


def _require_alike(what: str, found: Tree, like: Tree) -> None:
    """A derivative has the structure, shapes and dtypes of the value that it belongs to."""
    try:
        pairs = _pairs(like, found)
    except (ValueError, AttributeError, TypeError) as error:
        raise AssertionError(f"{what} has another structure than its primal: {error}") from error
    for expected, leaf in pairs:
        kinds = [(np.shape(value), np.asarray(value).dtype) for value in (leaf, expected)]
        if kinds[0] != kinds[1]:
            raise AssertionError(f"{what} has shape and dtype {kinds[0]}, its primal {kinds[1]}")


# The checks


@dataclass(frozen=True)
class _Problem:
    """A function at a point, two directions for its arguments, a cotangent for its result."""

    fun: Callable[..., Tree]
    args: tuple[Any, ...]
    out: Tree
    u: tuple[Any, ...]
    v: tuple[Any, ...]
    w: Tree
    argnums: tuple[int, ...]
    options: Mapping[str, Any]

    def allowed(self, tolerance: float) -> float:
        """The tolerance, but for single precision."""
        dtypes = [np.asarray(leaf).dtype for (leaf,) in [*_pairs(self.args), *_pairs(self.out)]]
        return SINGLE if any(np.finfo(dtype).eps > np.finfo(np.float64).eps for dtype in dtypes) else tolerance

    def value(self, args: tuple[Any, ...]) -> Tree:
        return self.fun(*args)

    def tangent(self, args: tuple[Any, ...], along: tuple[Any, ...]) -> tuple[Tree, Tree]:
        return jvp(self.fun, _fresh(args), _fresh(along), **self.options)

    def adjoint(self, args: tuple[Any, ...]) -> tuple[Tree, tuple[Any, ...]]:
        out, pullback = vjp(self.fun, *_fresh(args), **self.options)
        return out, tuple(pullback(_fresh(self.w)))


def check_grads(
    fun: Callable[..., Tree],
    args: Sequence[Any],
    order: int = 2,
    modes: Sequence[str] = ("fwd", "rev"),
    argnums: int | Sequence[int] | None = None,
    *,
    rules: Any = None,
    seed: int = 0,
) -> Report:
    """Compare the derivatives of a function with the complex step or, where that fails, with differences.

    First order: the tangent and the adjoint along random directions, `grad` where the result is a real number, and
    <w, J v> = <Jᵀw, v>. Second order: all compositions of the modes against the step of the first derivative.

    Parameters:
        fun: the function; its arguments and its result may be nested containers of floats and arrays.
        args: its positional arguments. Leaves that are neither float nor complex are passed through.
        order, modes: 1 or 2; "fwd", "rev" or both.
        argnums: the arguments to vary; by default all that contain a float.
        rules, seed: the rule table, by default that of s2sad; the seed of the random directions.

    Returns: the errors of each mode and the references used.

    Raises: AssertionError where a derivative is wrong, with the table of errors.

    Example:
        >>> check_grads(lambda x: np.tanh(x), (0.3,)).ok
        True
    """
    _require_options(order, modes)
    problem = _problem(fun, tuple(args), argnums, {} if rules is None else {"rules": rules}, seed)
    checks = [*_first_order(problem, modes)]
    if order == 2 and all(check.ok for check in checks):
        checks += _second_order(problem, modes)
    report = Report(getattr(fun, "__name__", repr(fun)), tuple(checks))
    if not report.ok:
        raise AssertionError(f"wrong derivative\n{report}")
    return report


def _require_options(order: int, modes: Sequence[str]) -> None:
    if order not in {1, 2} or not modes or not {*modes} <= {"fwd", "rev"}:
        raise ValueError(f"order must be 1 or 2 and modes some of 'fwd' and 'rev', not {order!r} and {modes!r}")


def _problem(
    fun: Callable[..., Tree],
    args: tuple[Any, ...],
    argnums: int | Sequence[int] | None,
    options: Mapping[str, Any],
    seed: int,
) -> _Problem:
    if argnums is None:
        argnums = [i for i, arg in enumerate(args) if _pairs(arg)]
    chosen = (argnums,) if isinstance(argnums, int) else tuple(argnums)
    if not chosen or not all(0 <= i < len(args) and _pairs(args[i]) for i in chosen):
        raise ValueError(f"arguments {list(chosen)} of {len(args)}: there is no float to vary")
    generator = np.random.default_rng(seed)

    def direction() -> tuple[Any, ...]:
        return tuple(_random_like(arg, generator) if i in chosen else _zeros(arg) for i, arg in enumerate(args))

    out = fun(*_fresh(args))
    return _Problem(fun, args, out, direction(), direction(), _random_like(out, generator), chosen, options)


def _first_order(problem: _Problem, modes: Sequence[str]) -> Iterator[Check]:
    args, out = problem.args, problem.out
    reference = _reference(problem.value, args, problem.v, out)
    method, allowed, exact = reference.method, problem.allowed(reference.tolerance), problem.allowed(SHARP)
    found = {}
    if "fwd" in modes:
        value, out_dot = problem.tangent(args, problem.v)
        _require_alike("the tangent", out_dot, out)
        found["forward"] = _dot(problem.w, out_dot, out)
        yield _compare("value, forward", _vector(value, out), _vector(out, out), exact, PRIMAL)
        yield _compare("forward", _vector(out_dot, out), reference.value, allowed, method)
    if "rev" in modes:
        value, args_bar = problem.adjoint(args)
        _require_alike("the adjoint", args_bar, args)
        found["reverse"] = _dot(args_bar, problem.v, args)
        yield _compare("value, reverse", _vector(value, out), _vector(out, out), exact, PRIMAL)
        yield _compare("reverse", found["reverse"], reference.along(problem.w, out), allowed, method)
        yield from _gradient(problem, reference)
    if len(found) == 2:
        yield _compare("forward = reverse", found["reverse"], found["forward"], exact, IDENTITY)


def _gradient(problem: _Problem, reference: _Reference) -> Iterator[Check]:
    """`grad`, which has code of its own, where the result is one real number."""
    out = problem.out
    if not _is_differentiable(out) or np.shape(out) != () or np.iscomplexobj(out):
        return
    chosen = tuple(problem.args[i] for i in problem.argnums)
    gradients = grad(problem.fun, argnums=problem.argnums, **problem.options)(*_fresh(problem.args))
    _require_alike("the gradient", gradients, chosen)
    slope = _dot(gradients, tuple(problem.v[i] for i in problem.argnums), chosen)
    yield _compare("grad", slope, reference.value, problem.allowed(reference.tolerance), reference.method)


def _tangent_of(fun: Callable[..., Tree], direction: tuple[Any, ...]) -> Callable[[tuple[Any, ...]], Tree]:
    """The derivative along a direction as a function of the point, which the compiler differentiates again."""

    def tangent(primals: tuple[Any, ...]) -> Tree:
        return jvp(fun, primals, direction)[1]

    return tangent


def _adjoint_of(fun: Callable[..., Tree], cotangent: Tree) -> Callable[[tuple[Any, ...]], Tree]:
    """The adjoint for a cotangent as a function of the point, which the compiler differentiates again."""

    def adjoint(primals: tuple[Any, ...]) -> Tree:
        _, pullback = vjp(fun, *primals)
        return pullback(cotangent)

    return adjoint


def _second_order(problem: _Problem, modes: Sequence[str]) -> Iterator[Check]:
    """<w, f''(x)[u, v]> by all compositions of the modes."""
    args, v, w, u, out = problem.args, problem.v, problem.w, problem.u, problem.out
    if "fwd" in modes:
        reference = _reference(lambda x: problem.tangent(x, u)[1], args, v, out)
        expected = reference.along(w, out)
    else:
        reference = _reference(lambda x: problem.adjoint(x)[1], args, v, args)
        expected = reference.along(u, args)
    for name, found in _compositions(problem, modes):
        yield _compare(name, found, expected, problem.allowed(reference.tolerance), reference.method)


def _compositions(problem: _Problem, modes: Sequence[str]) -> Iterator[tuple[str, float]]:
    args, v, options = problem.args, problem.v, problem.options
    inner = {
        "fwd": ("forward", _tangent_of(problem.fun, problem.u), problem.w, problem.out),
        "rev": ("reverse", _adjoint_of(problem.fun, problem.w), problem.u, args),
    }
    for mode in modes:
        name, derivative, weight, like = inner[mode]
        if "fwd" in modes:
            _, dot = jvp(derivative, (_fresh(args),), (_fresh(v),), **options)
            yield f"forward over {name}", _dot(weight, dot, like)
        if "rev" in modes:
            _, pullback = vjp(derivative, _fresh(args), **options)
            (bar,) = pullback(_fresh(weight))
            yield f"reverse over {name}", _dot(bar, v, args)
