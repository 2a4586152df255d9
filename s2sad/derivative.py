"""Derivatives as ordinary functions: called, differentiated again, bound as methods, pickled.

grad(f)      Derivative: compiled for each signature
hessian(f)   Matrix: put together from compiled derivatives
"""

from __future__ import annotations

import functools
import importlib
import inspect
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from s2sad import deferred, dispatch
from s2sad.attempts import MISS, Attempt
from s2sad.cores import Core, MatrixCore, core_of
from s2sad.errors import S2SADError, SignatureError
from s2sad.import_paths import is_found_by_name, remember_text, text_of
from s2sad.request import Kind, Request
from s2sad.rules.table import RuleTable
from s2sad.signature import refuse_other_containers, signature_type
from s2sad.target import Argnums, Target, plain, seen_from, take_apart

MAX_ATTEMPTS = 8
"""How many signatures a derivative object remembers; dispatch knows more."""


def _misses(args: tuple[Any, ...]) -> Any:
    """The attempt of a derivative that was not called yet."""
    return MISS


def listed(argnums: Argnums) -> tuple[int | str, ...]:
    """The argnums as a tuple; SignatureError if they are none."""
    argnums = plain(argnums)
    try:
        return (argnums,) if isinstance(argnums, int | str) else tuple(argnums)
    except TypeError:
        raise SignatureError(
            f"argnums must be an int, a parameter name or a sequence of them, not {argnums!r}"
        ) from None


class Differentiated:
    """What derivative objects have in common: name, signature, pickling, and what they are of."""

    fun: Any
    options: tuple[Any, ...]
    rules: RuleTable | None
    shift: int
    target: Target

    def __init__(self, fun: Any, argnums: Argnums, rules: RuleTable | None) -> None:
        self.of_class = isinstance(fun, classmethod)
        if self.of_class:
            fun = fun.__func__
        self.fun = fun
        self.rules = rules
        self.shift = int(self.of_class)
        self.target = take_apart(fun)
        argnums = plain(argnums)
        try:
            self.argnums = listed(argnums)
        except S2SADError as error:
            raise seen_from(error, fun) from error.__cause__
        self.single = isinstance(argnums, int | str)
        self.__wrapped__ = fun
        self.__name__ = getattr(fun, "__name__", type(fun).__name__)
        self.__qualname__ = getattr(fun, "__qualname__", self.__name__)
        self.__module__ = getattr(fun, "__module__", None) or ""
        self.__doc__ = getattr(fun, "__doc__", None)

    @property
    def __signature__(self) -> inspect.Signature:
        try:
            return inspect.signature(self.fun)
        except ValueError as error:
            raise SignatureError(f"{self.__name__} has no signature: {error}") from None

    @property
    def __annotations__(self) -> dict[str, Any]:  # type: ignore[override] # a variable in `object`
        found: dict[str, Any] = getattr(self.fun, "__annotations__", {})
        return found

    def __set_name__(self, owner: type, name: str) -> None:
        names = self.target.parameters.names
        in_body = self.target.root.__qualname__ == f"{owner.__qualname__}.{self.target.root.__name__}"
        if not isinstance(self.fun, staticmethod) and (in_body or names[:1] in (("self",), ("cls",))):
            self.shift = 1

    def __get__(self, instance: Any, owner: type | None = None) -> Any:
        this: Any = self  # a callable by the `__call__` of the subclasses
        if self.of_class:
            return Bound(this, owner or type(instance))
        return self if instance is None or isinstance(self.fun, staticmethod) else Bound(this, instance)

    def __repr__(self) -> str:
        return f"<{self.options[0]} of {self.__name__}>"

    def __reduce__(self) -> Any:
        if is_found_by_name(self):
            return self.__qualname__
        return (_rebuilt, (type(self), self.fun, self.options, self.rules, self.shift, text_of(self.target.root)))

    def settle(self, values: Sequence[Any]) -> None:
        """Count positions from after the class if the first of these values is a class of which this is a method.

        A `classmethod` above a derivative gives it the class as its first argument, and says nothing before.
        """
        if values and isinstance(values[0], type) and not self.shift:
            held = [each for c in values[0].__mro__ for each in vars(c).values() if isinstance(each, classmethod)]
            functions: list[Any] = [each.__func__ for each in held]
            self.shift = int(any(each is self for each in functions))

    def values(self, args: tuple[Any, ...], kwargs: dict[str, Any]) -> tuple[Any, ...]:
        """The flat values of a call."""
        found = self.target.bind(args, kwargs)
        self.settle(found)
        return found

    def chosen(self, count: int) -> tuple[list[int], list[int | None]]:
        """The positions of the chosen arguments among `count` values, and for each argnum how many if several."""
        found = [self.target.position(a, self.shift if not isinstance(a, str) else 0, count) for a in self.argnums]
        flat = [k for f in found for k in (f if isinstance(f, tuple) else (f,))]
        return flat, [len(f) if isinstance(f, tuple) else None for f in found]

    def check_argnums(self) -> None:
        """Refuse argnums that cannot be right, as soon as possible."""
        parameters = self.target.parameters
        try:
            if parameters.spread is None:
                self.chosen(len(parameters.names))
                return
            for argnum in self.argnums:
                if isinstance(argnum, str) or not isinstance(argnum, int):
                    self.target.position(argnum, 0, len(parameters.names))
        except S2SADError as error:
            raise seen_from(error, self.fun) from error.__cause__


class Bound(functools.partial[Any]):
    """A derivative as a method of an instance."""

    @property
    def __name__(self) -> str:
        return str(self.func.__name__)

    @property
    def __doc__(self) -> str | None:  # type: ignore[override] # a variable in `object`
        return self.func.__doc__

    def source(self, *args: Any, **kwargs: Any) -> str:
        """The generated source for these example arguments."""
        derivative: Any = self.func
        text: str = derivative.source(*self.args, *args, **kwargs)
        return text


class Derivative(Differentiated):
    """A derivative that is compiled: `grad(f)`, `value_and_grad(f)`.

    Attributes:
        fun: the function that is differentiated.
        options: kind, argnums and has_aux.
    """

    def __init__(
        self, fun: Callable[..., Any], kind: Kind, argnums: Argnums, has_aux: bool, rules: RuleTable | None
    ) -> None:
        super().__init__(fun, argnums, rules)
        self.options = (kind, argnums, has_aux)
        self.cores: dict[tuple[int, int], Any] = {}
        self.groups: list[int | None] = []
        self.attempt: Attempt = _misses
        self.attempts: tuple[Attempt, ...] = ()
        self.check_argnums()
        self.direct = self.target.direct

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        try:
            if not kwargs:
                result = self.attempt(args)
                if result is not MISS:
                    return result
            return self._answer(self.values(args, kwargs))
        except S2SADError as error:
            raise seen_from(error, self.fun) from error.__cause__

    def _answer(self, values: tuple[Any, ...]) -> Any:
        """The derivative at flat values: by code that other calls have used, or by what dispatch finds or compiles."""
        for attempt in self.attempts:
            result = attempt(values)
            if result is not MISS:
                self.attempt = attempt if self.direct else _misses
                return result
        core = self.core(len(values))
        program, result = dispatch.find(core.fun, core.request, values)
        if any(g is not None for g in self.groups):
            return self._grouped(result, len(values))
        attempt = program.bind(core.fun)
        self.attempts = (attempt, *self.attempts[: MAX_ATTEMPTS - 1])
        self.attempt = attempt if self.direct else _misses
        return result

    def core(self, count: int) -> Core:
        """The derivative for calls with `count` values."""
        if self.target.parameters.spread is None:
            count = -1
        found: Core | None = self.cores.get((count, self.shift))
        if found is None:
            size = len(self.target.parameters.names) if count < 0 else count
            positions, self.groups = self.chosen(size)
            kind, _, has_aux = self.options
            as_tuple = not self.single or self.groups != [None]
            request = Request(kind, tuple(positions), as_tuple, has_aux, self.rules)
            found = Core(core_of(self.target.function, self.target, size), request)
            self.cores[count, self.shift] = found
        return found

    def _grouped(self, result: Any, count: int) -> Any:
        """The gradients of `*args` as one tuple."""
        if self.single:
            return result
        _, groups = self.chosen(count)
        kind, _, has_aux = self.options
        flat = list(result[1] if kind == "value_and_grad" else result[0] if has_aux else result)
        found = []
        for size in groups:
            found.append(flat.pop(0) if size is None else tuple(flat.pop(0) for _ in range(size)))
        if kind == "value_and_grad":
            return (result[0], tuple(found))
        return (tuple(found), result[1]) if has_aux else tuple(found)

    def source(self, *args: Any, **kwargs: Any) -> str:
        """The generated source for these example arguments."""
        values = self.values(args, kwargs)
        core = self.core(len(values))
        return deferred.showing.text_of(core.fun, core.request, values)

    def layers(self) -> tuple[Any, ...]:
        """Which derivative of which code this is."""
        above = self.fun.layers()[1:] if hasattr(self.fun, "layers") else ()
        own = (self.options[0], self.argnums, self.single, self.options[2], dispatch.rules_key(self.rules))
        return (self.target.root.__code__, *own, *above)

    def binding_at(self, *place: Any) -> Any:
        """What a name of this derivative means inside a differentiated function."""
        return deferred.own_objects.derivative_binding(self, *place)

    def lower_call(self, *call: Any) -> Any:
        """A call of this derivative inside a function that is differentiated."""
        return deferred.own_objects.lower_derivative(self, *call)


@dataclass(frozen=True, eq=False)
class Point:
    """Where a matrix of derivatives is taken.

    Attributes:
        function: what is compiled.
        values: the flat values of the call.
        positions: which of them are differentiated.
        labels: their names.
        rules: derivative rules beside and above s2sad's own.
        arranged: puts one part per chosen argument into the structure of `argnums`.
    """

    function: Any
    values: tuple[Any, ...]
    positions: tuple[int, ...]
    labels: Sequence[str]
    rules: RuleTable | None
    arranged: Callable[[Sequence[Any]], Any]

    @property
    def chosen(self) -> Any:
        """The values of the chosen arguments in the structure of `argnums`."""
        return self.arranged([self.values[k] for k in self.positions])


class Matrix(Differentiated):
    """A derivative that is put together from others: a Jacobian, a Hessian, elementwise derivatives."""

    def __init__(
        self, fun: Any, kind: str, argnums: Argnums, rules: RuleTable | None, assemble: Callable[[Point], Any]
    ) -> None:
        super().__init__(fun, argnums, rules)
        self.options = (kind, argnums)
        self.assemble = assemble
        self.check_argnums()

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        try:
            return self.assemble(self._point(self.values(args, kwargs)))
        except S2SADError as error:
            raise seen_from(error, self.fun) from error.__cause__

    def _point(self, values: tuple[Any, ...]) -> Point:
        """Where the matrix is taken."""
        positions, groups = self.chosen(len(values))

        def arranged(parts: Sequence[Any]) -> Any:
            left = iter(parts)
            found = [next(left) if n is None else tuple(next(left) for _ in range(n)) for n in groups]
            return found[0] if self.single else tuple(found)

        function = core_of(self.target.function, self.target, len(values))
        labels = self.target.parameters.labels(len(values))
        for k in positions:
            refuse_other_containers(labels[k], signature_type(values[k], labels[k]))
        return Point(function, values, tuple(positions), labels, self.rules, arranged)

    def core(self, count: int) -> Any:
        """What is compiled when the matrix itself is differentiated."""
        return MatrixCore(self)

    def source(self, *args: Any, **kwargs: Any) -> str:
        """The generated source for these example arguments: the whole matrix as one function."""
        values = self.values(args, kwargs)
        positions = tuple(self.chosen(len(values))[0])
        return deferred.showing.text_of(self.core(len(values)), Request("primal", positions), values)

    def layers(self) -> tuple[Any, ...]:
        """Which matrix of which code this is."""
        above = self.fun.layers()[1:] if hasattr(self.fun, "layers") else ()
        return (self.target.root.__code__, *self.options, dispatch.rules_key(self.rules), *above)

    def binding_at(self, *place: Any) -> Any:
        """What a name of this matrix means inside a differentiated function."""
        return deferred.own_objects.derivative_binding(self, *place)

    def lower_call(self, *call: Any) -> Any:
        """A call of this matrix inside a function that is differentiated."""
        return deferred.own_objects.lower_derivative(self, *call)


# ---- pickling


def _rebuilt(
    cls: Any, fun: Any, options: tuple[Any, ...], rules: Any, shift: int, text: tuple[str, list[str]] | None
) -> Any:
    """A derivative object from what was pickled."""
    remember_text(text)
    if cls is Matrix:
        made = getattr(importlib.import_module("s2sad.api"), options[0])(fun, options[1], rules=rules)
    else:
        made = cls(fun, *options, rules)
    made.shift = shift
    return made


__all__ = ["Derivative", "Matrix", "Point", "S2SADError", "listed"]
