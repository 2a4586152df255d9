"""The functions that users call: thin compositions of the pipeline, with the names and conventions of JAX.

grad(f)(x), value_and_grad(f)(x), jvp(f, (x,), (v,)), vjp(f, x), jacobian(f)(x), hessian(f)(x), source(f)
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Sequence
from typing import Any, TypeVar, cast

from s2sad import deferred, dispatch, jacobians
from s2sad.cores import core_of
from s2sad.derivative import Derivative, Matrix, Point, listed
from s2sad.errors import ArgumentError, DifferentiationTypeError, S2SADError, SignatureError, place_of
from s2sad.ir.types import UNKNOWN, is_differentiable
from s2sad.pullback import Pullback
from s2sad.request import Kind, Request
from s2sad.rules.table import RuleTable
from s2sad.runtime import markers, tree
from s2sad.signature import refuse_other_containers, signature_type
from s2sad.target import Argnums, Target, plain, seen_from, take_apart


def _derivative(kind: Kind, fun: Any, argnums: Argnums, has_aux: bool, rules: RuleTable | None) -> Any:
    if fun is None:
        listed(argnums)
        return functools.partial(_derivative, kind, argnums=argnums, has_aux=has_aux, rules=rules)
    return Derivative(fun, kind, argnums, has_aux, rules)


def grad(fun: Any = None, argnums: Argnums = 0, has_aux: bool = False, *, rules: RuleTable | None = None) -> Any:
    """The gradient of a function whose value is a real scalar, in reverse mode.

    Args:
        fun: the function; without it, a decorator with these options.
        argnums: which parameters: an int, a name, or a sequence of them (then the gradient is a tuple).
        has_aux: the function returns `(value, auxiliary)`; the result is `(gradient, auxiliary)`.
        rules: derivative rules beside and above s2sad's own.

    Returns:
        A function of the same arguments. Gradients have the structure, shapes and dtypes of the arguments.

    Raises:
        DifferentiationTypeError: (a TypeError) the output is not a real scalar, or an argument is an integer.
        S2SADError: whatever cannot be differentiated, with its place.

    Example:
        >>> grad(lambda x: x * x)(3.0)
        6.0

    Reference:
        Griewank & Walther, Evaluating Derivatives, 2008, ch. 3.
    """
    return _derivative("grad", fun, argnums, has_aux, rules)


def value_and_grad(
    fun: Any = None, argnums: Argnums = 0, has_aux: bool = False, *, rules: RuleTable | None = None
) -> Any:
    """The value of a function and its gradient, for the price of the gradient. Arguments as for `grad`.

    Example:
        >>> value_and_grad(lambda x: x * x)(3.0)
        (9.0, 6.0)
    """
    return _derivative("value_and_grad", fun, argnums, has_aux, rules)


class _Call:
    """A function with the values of a call: what is compiled, the flat values, and those that were passed."""

    def __init__(self, fun: Any, primals: Sequence[Any]) -> None:
        self.target = take_apart(fun)
        self.values = self.target.bind(tuple(primals), {})
        self.first = len(self.target.leading)
        self.given = len(primals)
        self.function = core_of(self.target.function, self.target, len(self.values))
        self.labels = self.target.parameters.labels(len(self.values))

    def float_positions(self) -> tuple[int, ...]:
        """The positions of the arguments that were passed and hold floats."""
        passed = range(self.first, self.first + self.given)
        kinds = {k: signature_type(self.values[k], self.labels[k]) for k in passed}
        for k, kind in kinds.items():
            refuse_other_containers(self.labels[k], kind)
        return tuple(k for k, kind in kinds.items() if kind != UNKNOWN and is_differentiable(kind))


Entry = TypeVar("Entry", bound=Callable[..., Any])


def _placed(entry: Entry) -> Entry:
    """The entry, whose errors are at the place of the function that it is given if they have none of their own."""

    @functools.wraps(entry)
    def placed(fun: Any, *args: Any, **kwargs: Any) -> Any:
        try:
            return entry(fun, *args, **kwargs)
        except S2SADError as error:
            raise seen_from(error, fun) from error.__cause__

    return cast("Entry", placed)


def _sequence(values: Any, what: str) -> tuple[Any, ...]:
    if not isinstance(values, tuple | list):
        raise SignatureError(f"{what} must be a tuple or list with one entry per argument, not {values!r}")
    return tuple(values)


@_placed
def jvp(
    fun: Callable[..., Any], primals: Sequence[Any], tangents: Sequence[Any], *, rules: RuleTable | None = None
) -> tuple[Any, Any]:
    """The value of a function and its derivative in a direction, in forward mode.

    Args:
        fun: any differentiable function.
        primals: its positional arguments.
        tangents: one direction per argument, of the argument's structure and shapes; anything for an argument that is
            not a float.
        rules: derivative rules beside and above s2sad's own.

    Returns:
        `(fun(*primals), tangent of the result)`.

    Raises:
        ArgumentError: (a ValueError) tangents do not fit the primals.

    Example:
        >>> jvp(lambda x: x * x, (3.0,), (1.0,))
        (9.0, 6.0)

    Reference:
        Griewank & Walther, Evaluating Derivatives, 2008, ch. 3.1.
    """
    points, directions = _sequence(primals, "primals"), _sequence(tangents, "tangents")
    if len(points) != len(directions):
        raise ArgumentError(f"{len(points)} primals and {len(directions)} tangents: there must be one for each")
    call = _Call(fun, points)
    positions = call.float_positions()
    if points and not positions:
        reason = "jvp needs an argument that is a float or holds floats; there is none"
        raise DifferentiationTypeError(reason, hint="Pass floats: 1.0 instead of 1.")
    dots = tuple(tree.fitted(directions[k - call.first], call.values[k], call.labels[k], "tangent") for k in positions)
    both: tuple[Any, Any] = dispatch.find(
        call.function, Request("jvp", positions, True, False, rules), call.values, dots
    )[1]
    return both


@_placed
def vjp(
    fun: Callable[..., Any], *primals: Any, has_aux: bool = False, rules: RuleTable | None = None
) -> tuple[Any, ...]:
    """The value of a function, and the pullback of cotangents of the value to cotangents of the arguments.

    Returns:
        `(fun(*primals), pullback)`; `pullback(y_bar)` is a tuple with one cotangent per argument. With `has_aux`
        also the auxiliary result.

    Example:
        >>> out, pullback = vjp(lambda x, y: x * y, 3.0, 2.0)
        >>> out, pullback(1.0)
        (6.0, (2.0, 3.0))

    Reference:
        Griewank & Walther, Evaluating Derivatives, 2008, ch. 3.2.
    """
    call = _Call(fun, primals)
    where = call.float_positions()
    program, (out, kept, *aux) = dispatch.find(call.function, Request("vjp", where, True, has_aux, rules), call.values)
    passed = range(call.first, call.first + call.given)
    zeros = tuple(() if k in where else (tree.zeros_like(call.values[k]),) for k in passed)
    place = place_of(call.target.root.__code__)
    return (out, Pullback(program.functions[1], kept, tree.template(out), tree.Label("result", place), zeros), *aux)


def _matrix(kind: str, fun: Any, argnums: Argnums, rules: RuleTable | None, assemble: Callable[[Point], Any]) -> Any:
    if fun is None:
        listed(argnums)
        return functools.partial(_matrix, kind, argnums=argnums, rules=rules, assemble=assemble)
    return Matrix(fun, kind, argnums, rules, assemble)


def jacfwd(fun: Any = None, argnums: Argnums = 0, *, rules: RuleTable | None = None) -> Any:
    """The Jacobian in forward mode: one run per number of the arguments.

    Args:
        fun: the function; without it, a decorator with these options.
        argnums: which parameters, as for `grad`.
        rules: derivative rules beside and above s2sad's own.

    Returns:
        A function whose result has the structure of the output, each leaf holding the structure of the argument;
        for arrays the shape is output shape + argument shape.

    Example:
        >>> jacfwd(lambda x: x * x)(3.0)
        6.0
    """
    return _matrix("jacfwd", fun, argnums, rules, jacobians.forward)


def jacrev(fun: Any = None, argnums: Argnums = 0, *, rules: RuleTable | None = None) -> Any:
    """The Jacobian in reverse mode: one reverse sweep per number of the output. Arguments and results as of `jacfwd`.

    Example:
        >>> jacrev(lambda x: x * x)(3.0)
        6.0
    """
    return _matrix("jacrev", fun, argnums, rules, jacobians.reverse)


jacobian = jacrev


def hessian(fun: Any = None, argnums: Argnums = 0, *, rules: RuleTable | None = None) -> Any:
    """The matrix of second derivatives, forward over reverse. Arguments as for `jacfwd`.

    Example:
        >>> hessian(lambda x: x * x * x)(2.0)
        12.0
    """
    return _matrix("hessian", fun, argnums, rules, jacobians.second)


@_placed
def hvp(
    fun: Callable[..., Any], primals: Sequence[Any], vectors: Sequence[Any], *, rules: RuleTable | None = None
) -> Any:
    """The product of the Hessian with a vector, without the Hessian: the jvp of the gradient.

    Returns:
        The product in the structure of `primals`.

    Example:
        >>> hvp(lambda x: x * x * x, (2.0,), (1.0,))
        (12.0,)

    Reference:
        Pearlmutter, Fast exact multiplication by the Hessian, 1994.
    """
    points, directions = _sequence(primals, "primals"), _sequence(vectors, "vectors")
    if len(points) != len(directions):
        raise ArgumentError(f"{len(points)} primals and {len(directions)} vectors: there must be one for each")
    call = _Call(fun, points)
    where = [k - call.first for k in call.float_positions()]
    if not where:
        raise DifferentiationTypeError("hvp needs an argument that is a float or holds floats")
    product = iter(jvp(grad(fun, argnums=where, rules=rules), points, directions)[1])
    parts = [next(product) if k in where else tree.zeros_like(p) for k, p in enumerate(points)]
    return parts if isinstance(primals, list) else tuple(parts)


def elementwise_grad(fun: Any = None, argnums: Argnums = 0, *, rules: RuleTable | None = None) -> Any:
    """The derivative of each entry of the output with respect to the same entry of the argument.

    The function must work entry by entry. Arguments as for `jacfwd`.

    Example:
        >>> elementwise_grad(lambda x: x * x)(3.0)
        6.0
    """
    return _matrix("elementwise_grad", fun, argnums, rules, jacobians.diagonal)


_MODES: dict[str, Kind] = {"reverse": "grad", "vjp": "pull", "forward": "jvp", "primal": "primal", "ssa": "primal"}


@_placed
def source(
    fun: Callable[..., Any],
    mode: str = "reverse",
    argnums: Argnums | None = None,
    *,
    args: Sequence[Any] | None = None,
    kwargs: dict[str, Any] | None = None,
    order: int = 1,
    optimize: bool = True,
    rules: RuleTable | None = None,
) -> str:
    """The generated text of a derivative.

    Args:
        fun: a function; `grad(f, argnums)` stands for `f` with these `argnums`, and `grad(grad(f))` for `grad(f)`. Of
            a Jacobian or a Hessian it is its own text in every mode, and with `order=2` that of its derivative.
        mode: "reverse" (the gradient; for a result that is no scalar, as "vjp"), "vjp" (both sweeps, for a cotangent of
            the result), "forward", "primal" (what the compiler understood) or "ssa" (the IR).
        argnums: which parameters, as for `grad`; without them those of `fun`, or the first.
        args: example values of the positional arguments, which give the types; assumed if not given.
        kwargs: example values of keyword arguments.
        order: 2 for the derivative of the gradient, and so on; of "primal" and "ssa" 2 shows the gradient.
        optimize: whether the passes run.
        rules: derivative rules beside and above s2sad's own.

    Example:
        >>> print(source(lambda x: x * x, mode="ssa"))  # doctest: +ELLIPSIS
        func lambda_(x: float) -> float:...
    """
    if mode not in _MODES:
        raise SignatureError(f"mode must be one of {', '.join(_MODES)}, not {mode!r}")
    kind = _MODES[mode]
    above = order - 1
    if isinstance(fun, Matrix) and kind != "primal":
        kind, above = ("primal", 0) if order == 1 else (kind, order - 2)
    inner: Any = fun.fun if isinstance(fun, Derivative) else fun
    shift, has_aux = (fun.shift, fun.options[2]) if isinstance(fun, Derivative) else (0, False)
    if isinstance(fun, Derivative) and rules is None:
        rules = fun.rules
    if isinstance(fun, Derivative) and kind == "grad":
        kind = fun.options[0]
    argnums = plain(_argnums_of(fun) if argnums is None else argnums)
    for _ in range(above):
        inner, has_aux = Derivative(inner, "grad", argnums, has_aux, rules), False
        inner.shift = shift
    target = take_apart(inner)
    values = None if args is None and not kwargs else _example(target, args or (), kwargs or {})
    parameters = target.parameters
    count = len(parameters.names) if values is None else len(values)
    found = [target.position(a, 0 if isinstance(a, str) else shift, count) for a in listed(argnums)]
    positions = tuple(k for f in found for k in (f if isinstance(f, tuple) else (f,)))
    has_aux = has_aux and kind in ("grad", "value_and_grad")
    request = Request(kind, positions, not isinstance(argnums, int | str), has_aux, rules, optimize)
    return deferred.showing.show(core_of(target.function, target, count), target, request, values, mode == "ssa")


def _argnums_of(fun: Any) -> Argnums:
    """The argnums that a derivative object was made with, else the first argument."""
    argnums: Argnums = fun.options[1] if isinstance(fun, Derivative | Matrix) else 0
    return argnums


def _example(target: Target, args: Sequence[Any], kwargs: dict[str, Any]) -> tuple[Any, ...]:
    return target.bind(tuple(args), kwargs)


def _lowered(name: str) -> Any:
    """How a call of a function of this module is lowered where it stands inside a differentiated function."""

    def lower(*call: Any) -> Any:
        return deferred.own_objects.FUNCTIONS[name](*call)

    return lower


_LOWERED: tuple[Any, ...] = (grad, value_and_grad, jvp, hvp, vjp, jacfwd, jacrev, hessian, elementwise_grad)
for _function in _LOWERED:
    _function.lower_call = _lowered(_function.__name__)
_MARKERS: tuple[Any, ...] = (markers.jvp, markers.vjp, markers.grad, markers.jacfwd)
for _marker in _MARKERS:
    _marker.lower_call = _lowered(_marker.__name__)
