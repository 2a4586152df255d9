"""The checks: each mode and each composition of modes against a reference, at a point and along random directions.

check_grads(f, (x,))      f'(x) v by jvp, by vjp, by grad; w'' f''(x)[u, v] by the four compositions
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from s2sad.api import grad, jvp, vjp
from s2sad.errors import ArgumentError
from s2sad.target import plain
from s2sad.testing.references import SHARP, Reference, reference_of
from s2sad.testing.report import Check, Report, compare, require_alike
from s2sad.testing.trees import Tree, fresh, is_differentiable, pairing, pairs_of, random_like, vector, zeros

IDENTITY = "<w, J v>"
PRIMAL = "the function itself"

SINGLE = 1e-4
"""Allowed error, whatever the reference, where single precision takes part."""


@dataclass(frozen=True)
class Problem:
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
        dtypes = [np.asarray(leaf).dtype for (leaf,) in [*pairs_of(self.args), *pairs_of(self.out)]]
        return SINGLE if any(np.finfo(dtype).eps > np.finfo(np.float64).eps for dtype in dtypes) else tolerance

    def value(self, args: tuple[Any, ...]) -> Tree:
        return self.fun(*args)

    def tangent(self, args: tuple[Any, ...], along: tuple[Any, ...]) -> tuple[Tree, Tree]:
        return jvp(self.fun, fresh(args), fresh(along), **self.options)

    def adjoint(self, args: tuple[Any, ...]) -> tuple[Tree, tuple[Any, ...]]:
        out, pullback = vjp(self.fun, *fresh(args), **self.options)
        return out, tuple(pullback(fresh(self.w)))


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

    Raises: AssertionError where a derivative is wrong, with the table of errors; ArgumentError (a ValueError) where the
        options or the arguments do not fit.

    Example:
        >>> check_grads(lambda x: np.tanh(x), (0.3,)).ok
        True
    """
    _require_options(order, modes)
    if not isinstance(args, Sequence):
        raise ArgumentError(f"the arguments must be a sequence with one entry per argument, not {args!r}")
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
        raise ArgumentError(f"order must be 1 or 2 and modes some of 'fwd' and 'rev', not {order!r} and {modes!r}")


def _problem(
    fun: Callable[..., Tree],
    args: tuple[Any, ...],
    argnums: int | Sequence[int] | None,
    options: Mapping[str, Any],
    seed: int,
) -> Problem:
    if argnums is None:
        argnums = [i for i, arg in enumerate(args) if pairs_of(arg)]
    asked: Any = plain(argnums)
    chosen: tuple[Any, ...] = (asked,) if isinstance(asked, int | str) else tuple(asked)
    if not chosen or not all(isinstance(i, int) and 0 <= i < len(args) and pairs_of(args[i]) for i in chosen):
        raise ArgumentError(f"arguments {list(chosen)} of {len(args)}: there is no float to vary")
    generator = np.random.default_rng(seed)

    def direction() -> tuple[Any, ...]:
        return tuple(random_like(arg, generator) if i in chosen else zeros(arg) for i, arg in enumerate(args))

    out = fun(*fresh(args))
    return Problem(fun, args, out, direction(), direction(), random_like(out, generator), chosen, options)


def _first_order(problem: Problem, modes: Sequence[str]) -> Iterator[Check]:
    args, out = problem.args, problem.out
    reference = reference_of(problem.value, args, problem.v, out)
    method, allowed, exact = reference.method, problem.allowed(reference.tolerance), problem.allowed(SHARP)
    found = {}
    if "fwd" in modes:
        value, out_dot = problem.tangent(args, problem.v)
        require_alike("the tangent", out_dot, out)
        found["forward"] = pairing(problem.w, out_dot, out)
        yield compare("value, forward", vector(value, out), vector(out, out), exact, PRIMAL)
        yield compare("forward", vector(out_dot, out), reference.value, allowed, method)
    if "rev" in modes:
        value, args_bar = problem.adjoint(args)
        require_alike("the adjoint", args_bar, args)
        found["reverse"] = pairing(args_bar, problem.v, args)
        yield compare("value, reverse", vector(value, out), vector(out, out), exact, PRIMAL)
        yield compare("reverse", found["reverse"], reference.along(problem.w, out), allowed, method)
        yield from _gradient(problem, reference)
    if len(found) == 2:
        yield compare("forward = reverse", found["reverse"], found["forward"], exact, IDENTITY)


def _gradient(problem: Problem, reference: Reference) -> Iterator[Check]:
    """`grad`, which has code of its own, where the result is one real number."""
    out = problem.out
    if not is_differentiable(out) or np.shape(out) != () or np.iscomplexobj(out):
        return
    chosen = tuple(problem.args[i] for i in problem.argnums)
    gradients = grad(problem.fun, argnums=problem.argnums, **problem.options)(*fresh(problem.args))
    require_alike("the gradient", gradients, chosen)
    slope = pairing(gradients, tuple(problem.v[i] for i in problem.argnums), chosen)
    yield compare("grad", slope, reference.value, problem.allowed(reference.tolerance), reference.method)


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


def _second_order(problem: Problem, modes: Sequence[str]) -> Iterator[Check]:
    """<w, f''(x)[u, v]> by all compositions of the modes."""
    args, v, w, u, out = problem.args, problem.v, problem.w, problem.u, problem.out
    if "fwd" in modes:
        reference = reference_of(lambda x: problem.tangent(x, u)[1], args, v, out)
        expected = reference.along(w, out)
    else:
        reference = reference_of(lambda x: problem.adjoint(x)[1], args, v, args)
        expected = reference.along(u, args)
    for name, found in _compositions(problem, modes):
        yield compare(name, found, expected, problem.allowed(reference.tolerance), reference.method)


def _compositions(problem: Problem, modes: Sequence[str]) -> Iterator[tuple[str, float]]:
    args, v, options = problem.args, problem.v, problem.options
    inner = {
        "fwd": ("forward", _tangent_of(problem.fun, problem.u), problem.w, problem.out),
        "rev": ("reverse", _adjoint_of(problem.fun, problem.w), problem.u, args),
    }
    for mode in modes:
        name, derivative, weight, like = inner[mode]
        if "fwd" in modes:
            _, dot = jvp(derivative, (fresh(args),), (fresh(v),), **options)
            yield f"forward over {name}", pairing(weight, dot, like)
        if "rev" in modes:
            _, pullback = vjp(derivative, fresh(args), **options)
            (bar,) = pullback(fresh(weight))
            yield f"reverse over {name}", pairing(bar, v, args)
