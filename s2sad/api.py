"""The functions that users call: thin compositions of the pipeline, with the names and conventions of JAX.

    grad(f)(x), value_and_grad(f)(x), jvp(f, (x,), (v,)), vjp(f, x), jacobian(f)(x), hessian(f)(x), source(f)
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from s2sad import dispatch, nested
from s2sad.dispatch import MISS, Program
from s2sad.errors import ArgumentError, SignatureError
from s2sad.frontend.lower import Lowered, Lowering
from s2sad.frontend.source import unwrap
from s2sad.frontend.state import Binding
from s2sad.ir.types import Type, is_differentiable
from s2sad.pipeline import PREPARATION, Kind, Request, lower, run, transformed
from s2sad.rules.table import RuleTable
from s2sad.runtime import basis, tree
from s2sad.signature import signature_type

Argnums = int | str | Sequence[int | str]


class Derivative:
    """A derivative as an ordinary function: called, differentiated again, bound as a method, pickled.

    Attributes:
        fun: the function that is differentiated.
        request: what is asked for.
    """

    def __init__(
        self, fun: Callable[..., Any], kind: Kind, argnums: Argnums, has_aux: bool, rules: RuleTable | None
    ) -> None:
        self.fun = fun
        self.options = (kind, argnums, has_aux)
        self.rules = rules
        self.signature = dispatch.parameters_of(fun)
        self.request = self._request(0)
        self.count = len(self.signature.parameters)
        self.simple = all(
            p.kind in (p.POSITIONAL_ONLY, p.POSITIONAL_OR_KEYWORD) for p in self.signature.parameters.values()
        )
        self.last: Program | None = None
        functools.update_wrapper(self, fun, updated=())
        self.__name__ = getattr(fun, "__name__", type(fun).__name__)

    def _request(self, shift: int) -> Request:
        kind, argnums, has_aux = self.options
        positions = tuple(position(self.signature, a, shift) for a in listed(argnums))
        return Request(kind, positions, not isinstance(argnums, int | str), has_aux, self.rules)

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        if kwargs or len(args) != self.count or not self.simple:
            args = dispatch.bind(self.signature, self.__name__, args, kwargs)
        if self.last is not None:
            result = self.last.attempt(self.fun, *args)
            if result is not MISS:
                return result
        self.last, result = dispatch.find(self.fun, self.request, args)
        return result

    def __set_name__(self, owner: type, name: str) -> None:
        first = next(iter(self.signature.parameters), "")
        if first in ("self", "cls"):
            self.request = self._request(1)

    def __get__(self, instance: Any, owner: type | None = None) -> Any:
        return self if instance is None else functools.partial(self, instance)

    def __repr__(self) -> str:
        return f"<{self.options[0]} of {self.__name__}>"

    def key(self) -> tuple[Any, ...]:
        """What distinguishes derivatives of one function."""
        return (type(self).__name__, self.request)

    def source(self, *args: Any, **kwargs: Any) -> str:
        """The generated source for these example arguments."""
        values = dispatch.bind(self.signature, self.__name__, args, kwargs)
        return dispatch.text_of(self.fun, self.request, values)

    def lower_with(self, types: Sequence[Type], rules: RuleTable) -> Lowered:
        """The IR of the derivative for arguments of these types: it can be differentiated again."""
        table = rules if self.rules is None else rules | self.rules
        lowered = lower(self.fun, types, table)
        (made,) = transformed(lowered, replace(self.request, rules=table))
        return replace(lowered, function=run(PREPARATION, nested.closed(made), table))

    def lower_call(
        self, lowering: Lowering, args: list[Binding], kwargs: dict[str, Binding], name: str
    ) -> Binding:
        """A call of this derivative inside a function that is differentiated."""
        return nested.lower_gradient(lowering, lowering.callable_binding(self.fun), self.request, args, kwargs, name)


def listed(argnums: Argnums) -> Sequence[int | str]:
    """The argnums as a sequence."""
    return (argnums,) if isinstance(argnums, int | str) else tuple(argnums)


def position(signature: Any, argnum: int | str, shift: int) -> int:
    """The position of the parameter that an argnum means; in a class body they count from after `self`."""
    names = list(signature.parameters)
    if isinstance(argnum, str):
        if argnum not in names:
            raise SignatureError(f"argnums names `{argnum}`, which is not a parameter: {', '.join(names) or 'none'}")
        return names.index(argnum)
    if isinstance(argnum, bool) or not isinstance(argnum, int):
        raise SignatureError(f"argnums must be an int, a parameter name or a sequence of them, not {argnum!r}")
    found = argnum + shift if argnum >= 0 else len(names) + argnum
    if not 0 <= found < len(names):
        raise SignatureError(f"argnums {argnum} is out of range: the function has {len(names)} parameters")
    return found


def _derivative(kind: Kind, fun: Any, argnums: Argnums, has_aux: bool, rules: RuleTable | None) -> Any:
    if fun is None:
        return functools.partial(_derivative, kind, argnums=argnums, has_aux=has_aux, rules=rules)
    if not callable(fun):
        raise SignatureError(f"a function is needed, not {fun!r}")
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


def _float_positions(values: Sequence[Any]) -> tuple[int, ...]:
    return tuple(k for k, v in enumerate(values) if is_differentiable(signature_type(v)))


def _bound(fun: Any, primals: Sequence[Any]) -> tuple[Any, ...]:
    signature = dispatch.parameters_of(fun)
    return dispatch.bind(signature, getattr(fun, "__name__", "function"), tuple(primals), {})


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
    if len(primals) != len(tangents):
        raise ArgumentError(f"{len(primals)} primals and {len(tangents)} tangents: there must be one for each")
    given = len(primals)
    values = _bound(fun, primals)
    positions = tuple(k for k in _float_positions(values) if k < given or isinstance(values[k], tuple))
    names = list(dispatch.parameters_of(fun).parameters)
    dots = _tangents(fun, values, tangents, positions, names)
    request = Request("jvp", positions, True, False, rules)
    _, result = dispatch.find(fun, request, values, dots)
    return result  # type: ignore[no-any-return]


def _tangents(
    fun: Any, values: tuple[Any, ...], tangents: Sequence[Any], positions: tuple[int, ...], names: list[str]
) -> tuple[Any, ...]:
    bound = _bound(fun, tangents) if len(tangents) != len(values) else tuple(tangents)
    return tuple(tree.fitted(bound[k], values[k], names[k], "tangent") for k in positions)


class Pullback:
    """The linear map from cotangents of a result to cotangents of the arguments; it can be called many times."""

    def __init__(self, reverse: Any, kept: tuple[Any, ...], out: Any, primals: tuple[Any, ...], where: tuple[int, ...]):
        self._reverse = reverse
        self._kept = kept
        self._out = out
        self._zeros = tuple(None if k in where else tree.zeros_like(p) for k, p in enumerate(primals))
        self._where = where

    def __call__(self, cotangent: Any) -> tuple[Any, ...]:
        bars = self._reverse(*self._kept, tree.fitted(cotangent, self._out, "result", "cotangent"))
        result = list(self._zeros)
        for k, bar in zip(self._where, bars, strict=True):
            result[k] = bar
        return tuple(result)


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
    values = _bound(fun, primals)
    where = _float_positions(values)
    program, (out, kept, *aux) = dispatch.find(fun, Request("vjp", where, True, has_aux, rules), values)
    kept_out = tree.template(out)
    spread = dispatch.spreads(fun, len(primals))
    pullback: Any = Pullback(program.functions[1], kept, kept_out, values, where)
    if spread is not None:
        pullback = _spread_pullback(pullback, spread)
    return (out, pullback, *aux)


def _spread_pullback(pullback: Pullback, at: int) -> Callable[[Any], tuple[Any, ...]]:
    """The pullback of a function of `*args`: the cotangents of its tuple, one by one."""

    def spread(cotangent: Any) -> tuple[Any, ...]:
        bars = pullback(cotangent)
        return (*bars[:at], *bars[at])

    return spread


def _one_argument(fun: Any, argnum: int, args: tuple[Any, ...]) -> tuple[Any, ...]:
    return _bound(fun, args)


def jacfwd(fun: Callable[..., Any], argnums: Argnums = 0) -> Callable[..., Any]:
    """The Jacobian in forward mode: one run per number of the arguments.

    Returns:
        A function whose result has the structure of the output, each leaf holding the structure of the argument;
        for arrays the shape is output shape + argument shape.

    Example:
        >>> jacfwd(lambda x: x * x)(3.0)
        6.0
    """
    signature = dispatch.parameters_of(fun)
    positions = tuple(position(signature, a, 0) for a in listed(argnums))

    def jacobian_of(*args: Any, **kwargs: Any) -> Any:
        values = dispatch.bind(signature, getattr(fun, "__name__", "function"), args, kwargs)
        parts = []
        for k in positions:
            request = Request("jvp", (k,), True)
            columns = [dispatch.find(fun, request, values, (e,))[1] for e in basis.basis_of(values[k], names[k])]
            out = columns[0][0] if columns else fun(*args, **kwargs)
            parts.append(basis.from_columns([c[1] for c in columns], out, values[k]))
        return parts[0] if isinstance(argnums, int | str) else basis.outer_tuple(parts)

    names = list(signature.parameters)
    return functools.update_wrapper(jacobian_of, fun, updated=())


def jacrev(fun: Callable[..., Any], argnums: Argnums = 0) -> Callable[..., Any]:
    """The Jacobian in reverse mode: one reverse sweep per number of the output. Results as of `jacfwd`.

    Example:
        >>> jacrev(lambda x: x * x)(3.0)
        6.0
    """
    signature = dispatch.parameters_of(fun)
    positions = tuple(position(signature, a, 0) for a in listed(argnums))

    def jacobian_of(*args: Any, **kwargs: Any) -> Any:
        values = dispatch.bind(signature, getattr(fun, "__name__", "function"), args, kwargs)
        program, (out, kept, *_) = dispatch.find(fun, Request("vjp", positions, True), values)
        rows = [program.functions[1](*kept, e) for e in basis.basis_of(out, "output")]
        parts = [basis.from_rows([r[n] for r in rows], out, values[k]) for n, k in enumerate(positions)]
        return parts[0] if isinstance(argnums, int | str) else basis.outer_tuple(parts)

    return functools.update_wrapper(jacobian_of, fun, updated=())


jacobian = jacrev


def hessian(fun: Callable[..., Any], argnums: Argnums = 0) -> Callable[..., Any]:
    """The matrix of second derivatives, forward over reverse.

    Example:
        >>> hessian(lambda x: x * x * x)(2.0)
        12.0
    """
    signature = dispatch.parameters_of(fun)
    positions = tuple(position(signature, a, 0) for a in listed(argnums))

    def hessian_of(*args: Any, **kwargs: Any) -> Any:
        values = dispatch.bind(signature, getattr(fun, "__name__", "function"), args, kwargs)
        blocks = []
        out = fun(*args, **kwargs)
        for i in positions:
            row = [_second(fun, values, out, i, j) for j in positions]
            blocks.append(row[0] if isinstance(argnums, int | str) else basis.outer_tuple(row))
        return blocks[0] if isinstance(argnums, int | str) else basis.outer_tuple(blocks)

    return functools.update_wrapper(hessian_of, fun, updated=())


def _second(fun: Any, values: tuple[Any, ...], out: Any, i: int, j: int) -> Any:
    """The block of second derivatives with respect to arguments i and j, for each number of the output."""
    pulled = Pulled(fun, i)
    request = Request("jvp", (j,), True)
    names = list(dispatch.parameters_of(fun).parameters)
    rows = []
    for e in basis.basis_of(out, "output"):
        columns = [
            dispatch.find(pulled, request, (*values, e), (d,))[1][1][0] for d in basis.basis_of(values[j], names[j])
        ]
        rows.append(basis.from_columns(columns, values[i], values[j]))
    return basis.from_rows(rows, out, rows[0]) if rows else rows


class Pulled:
    """The function of the arguments and a cotangent that returns the cotangent of argument i: it has derivatives."""

    def __init__(self, fun: Any, argnum: int) -> None:
        self.fun = fun
        self.argnum = argnum
        self.__name__ = getattr(fun, "__name__", "function")

    @property
    def __signature__(self) -> Any:
        signature = dispatch.parameters_of(self.fun)
        return dispatch.with_cotangent(signature)

    def __call__(self, *args: Any) -> Any:
        raise AssertionError("only compiled")

    def key(self) -> tuple[Any, ...]:
        """What distinguishes pullbacks of one function."""
        return ("pull", self.argnum)

    def lower_with(self, types: Sequence[Type], rules: RuleTable) -> Lowered:
        """The IR of the pullback."""
        lowered = lower(self.fun, types[:-1], rules)
        count = len(types) - 1
        (made,) = transformed(lowered, Request("pull", (self.argnum,), rules=rules))
        hidden = made.params[count:-1]
        params = (*made.params[:count], made.params[-1], *hidden)
        return replace(lowered, function=run(PREPARATION, replace(made, params=params, fresh=()), rules))


def hvp(fun: Callable[..., Any], primals: Sequence[Any], vectors: Sequence[Any]) -> Any:
    """The product of the Hessian with a vector, without the Hessian: the jvp of the gradient.

    Returns:
        The product in the structure of `primals`.

    Example:
        >>> hvp(lambda x: x * x * x, (2.0,), (1.0,))
        (12.0,)

    Reference:
        Pearlmutter, Fast exact multiplication by the Hessian, 1994.
    """
    gradient = grad(fun, argnums=_float_positions(primals))
    product = jvp(gradient, primals, vectors)[1]
    where = iter(product)
    floats = set(_float_positions(primals))
    parts = [next(where) if k in floats else tree.zeros_like(p) for k, p in enumerate(primals)]
    return tuple(parts) if isinstance(primals, tuple) else parts


def elementwise_grad(fun: Callable[..., Any], argnums: Argnums = 0) -> Callable[..., Any]:
    """The derivative of each entry of the output with respect to the same entry of the argument.

    Example:
        >>> elementwise_grad(lambda x: x * x)(3.0)
        6.0
    """
    signature = dispatch.parameters_of(fun)
    positions = tuple(position(signature, a, 0) for a in listed(argnums))

    def derivative(*args: Any, **kwargs: Any) -> Any:
        values = dispatch.bind(signature, getattr(fun, "__name__", "function"), args, kwargs)
        program, (out, kept, *_) = dispatch.find(fun, Request("vjp", positions, True), values)
        bars = program.functions[1](*kept, basis.ones_like(out))
        return bars[0] if isinstance(argnums, int | str) else bars

    return functools.update_wrapper(derivative, fun, updated=())


_MODES: dict[str, Kind] = {"reverse": "grad", "forward": "jvp", "primal": "primal", "ssa": "primal"}


def source(
    fun: Callable[..., Any],
    mode: str = "reverse",
    argnums: Argnums = 0,
    *,
    args: Sequence[Any] | None = None,
    kwargs: dict[str, Any] | None = None,
    order: int = 1,
    optimize: bool = True,
) -> str:
    """The generated text of a derivative.

    Args:
        fun: a function; a derivative object stands for the function that it differentiates.
        mode: "reverse", "forward", "primal" (what the compiler understood) or "ssa" (the IR).
        argnums: which parameters, as for `grad`.
        args: example values of the positional arguments, which give the types; assumed if not given.
        kwargs: example values of keyword arguments.
        order: 2 for the derivative of the derivative, and so on.
        optimize: whether the passes run.

    Example:
        >>> print(source(lambda x: x * x, mode="ssa"))  # doctest: +ELLIPSIS
        func lambda_(x: float) -> float:...
    """
    if mode not in _MODES:
        raise SignatureError(f"mode must be one of {', '.join(_MODES)}, not {mode!r}")
    inner: Any = fun if isinstance(fun, Derivative) else unwrap(fun)
    if isinstance(inner, Derivative):
        inner = inner.fun
    kind = _MODES[mode]
    signature = dispatch.parameters_of(inner)
    positions = tuple(position(signature, a, 0) for a in listed(argnums))
    for _ in range(order - 1 if kind in ("grad", "jvp") else 0):
        inner = Derivative(inner, "grad", argnums, False, None)
    request = Request(kind, positions, not isinstance(argnums, int | str), optimize=optimize)
    return dispatch.show(inner, request, args, kwargs, mode == "ssa")


for _kind, _function in (("grad", grad), ("value_and_grad", value_and_grad)):
    _function.lower_call = nested.lower_grad_factory(_kind)  # type: ignore[attr-defined, arg-type]
jvp.lower_call = nested.lower_jvp  # type: ignore[attr-defined]
vjp.lower_call = nested.lower_vjp  # type: ignore[attr-defined]
