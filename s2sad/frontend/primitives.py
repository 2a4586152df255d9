"""Lowers calls of primitives, whose static arguments must be known, and of what nothing is known of.

np.sin(x)             t.0 = np.sin x
np.sum(x, axis=k)     t.0 = np.sum x, axis=0; where k is an argument, the signature must hold its value
match(x_bar, x)       the lines of this helper that the types leave over
log.append(x)         kept in its place, with the effect `unknown`
"""

from __future__ import annotations

import bisect
import collections
import heapq
import operator
import random
from dataclasses import replace
from types import MethodDescriptorType, WrapperDescriptorType
from typing import Any

import gast
import numpy as np

from s2sad.analysis.inference import alias_of, bind, known
from s2sad.analysis.views import is_read_only, undone_view
from s2sad.errors import DifferentiationTypeError, S2SADError, UnsupportedCallError
from s2sad.frontend.inlined import Inlined
from s2sad.frontend.keywords import AXIS_OF_NUMBER, in_positions, no_axis_of_number, parameter_names
from s2sad.frontend.operators import BINARY, UNARY
from s2sad.frontend.outside import OutsideDemand, StaticDemand, path_key
from s2sad.frontend.resolve import NotFoldableError
from s2sad.frontend.state import Binding, BoundMethod, Keywords, Ref, Step, is_python_function
from s2sad.frontend.structure import Attempt
from s2sad.ir.ops import Call, Const, Operand, Value
from s2sad.ir.printer import callee_name
from s2sad.ir.types import (
    UNKNOWN,
    Array,
    FixedList,
    Object,
    Record,
    Scalar,
    Static,
    Tuple,
    Type,
    Unknown,
    is_inexact,
)
from s2sad.rules.result_drawn import type_of_draw
from s2sad.rules.result_unruled import made_type
from s2sad.runtime import containers

HELPERS = "s2sad.runtime."
_COMPUTED_WHEN_COMPILING = frozenset((containers.pack, *BINARY.values(), *UNARY.values()))
_BY_FORMULA = (
    "Leave it out of argnums, or write the formula instead of the call, "
    "as np.sum(np.abs(x) ** p) ** (1.0 / p) instead of np.linalg.norm(x, p)."
)
IN_PLACE_METHODS = frozenset(("sort", "partition", "put", "fill", "resize", "byteswap"))
_LIST_WRITERS = (
    *(getattr(heapq, name) for name in ("heapify", "heappop", "heappush", "heappushpop", "heapreplace")),
    *(bisect.insort_left, bisect.insort_right),
)
_SHUFFLERS = (random.Random, np.random.Generator, np.random.RandomState)
_METHODS = (MethodDescriptorType, WrapperDescriptorType)
_CONTAINERS = (list, dict, set, collections.deque, np.ndarray)
_WRITERS = (
    *_LIST_WRITERS,
    *(np.copyto, np.put, np.place, np.putmask, np.fill_diagonal, np.put_along_axis, np.random.shuffle),
    *(getattr(np.ndarray, name) for name in IN_PLACE_METHODS),
)


class Primitives(Inlined):
    """The part of lowering that handles calls of primitives."""

    parameters: dict[Value, int]

    def primitive(self, function: Any, args: list[Binding], kwargs: Keywords, name: str = "t") -> Binding:
        """Call a primitive of the rule table."""
        function, kwargs = _perhaps_not_copied(function, kwargs)
        rule = self.rules.get(function)
        args, kwargs = in_positions(function, rule, args, kwargs)
        if args and function in AXIS_OF_NUMBER:
            args, kwargs = no_axis_of_number(function, self.read(args[0]).type, args, kwargs)
        if "keepdims" in kwargs and isinstance(known(self.read(kwargs["keepdims"])), int):
            kwargs["keepdims"] = Const(bool(known(self.read(kwargs["keepdims"]))))
        if rule is not None and rule.definition is not None:
            return self.inlined(function, args, kwargs, name)
        helper = self.specialised(function, args, kwargs, name)
        if helper is not None:
            return helper
        rule = self.rules.get(function)
        assert rule is not None
        args, kwargs = self.function_arguments(function, rule, args, kwargs)
        given = args
        args, kwargs = self.array_arguments(function, rule, args, kwargs)
        operands = tuple(self.read(a) for a in args)
        keywords = {k: self.read(v) for k, v in kwargs.items()}
        if rule.parameters:
            self.check_arguments(function, rule, operands, keywords)
        self.refuse_objects(function, operands)
        if _gives_its_argument(function, operands, keywords):
            return given[0]
        result = self.builder.apply(function, operands, keywords, name)
        alias = alias_of(self.rules, function, *operands, **keywords)
        is_view = alias == "view" or self.reshapes.is_view(function, operands, self.span)
        if is_view and isinstance(args[0], Ref) and not keywords and undone_view(function, operands[1:]):
            return self.view(args[0], Step("view", function, operands[1:]), result.name)
        of_objects = function is np.array and alias != "fresh" and isinstance(result.type, Unknown)
        binding = self.bind_reference(result, name) if of_objects else self.bind_value(result, name)
        if alias != "fresh" and isinstance(binding, Ref):
            self._share_arguments(binding, function, (*args, *kwargs.values()))
        return binding

    def _share_arguments(self, made: Ref, function: Any, arguments: tuple[Binding, ...]) -> None:
        """Note that a result may share the memory of arguments; of what is read-only, it is read-only as well."""
        for argument in arguments:
            self.share(made.storage, argument)
        first = arguments[0] if arguments else None
        if isinstance(first, Ref):
            made.storage.read_only = first.storage.read_only or is_read_only(function, self.read(first))

    def check_arguments(
        self, function: Any, rule: Any, operands: tuple[Operand, ...], keywords: dict[str, Operand]
    ) -> None:
        """Refuse arguments that the rule does not know, and ask for the values of static ones."""
        label = getattr(function, "__name__", str(function))
        try:
            bound = bind(rule, operands, tuple(keywords.items()))
        except TypeError as error:
            raise UnsupportedCallError(
                f"The derivative rule of `{label}` does not handle this call: {error}",
                self.span,
                "Call it without that argument, or pass a rule with `rules=`.",
            ) from None
        for static in rule.facts.static:
            operand = bound.get(static)
            if isinstance(operand, Value):
                self.demand(operand, label, static)

    def refuse_objects(self, function: Any, operands: tuple[Operand, ...]) -> None:
        """A function of numbers and arrays is not given an object: Python or NumPy would call methods of it."""
        module = getattr(function, "__module__", None) or ""
        if not isinstance(function, np.ufunc) and module.partition(".")[0] not in ("numpy", "math", "builtins"):
            return
        for operand in operands:
            if isinstance(operand.type, Object):
                raise DifferentiationTypeError(
                    f"`{callee_name(function)}` is given an object of class `{operand.type.cls.__name__}`",
                    self.span,
                    "Give it what the object holds.",
                )

    def demand(self, operand: Value, label: str, static: str) -> None:
        """The value of an operand is needed when compiling."""
        value = known(operand)
        if not _has_unknown(value) and value is not operand.type:
            return
        said = f"`{static}` of `{label}` must be known when the derivative is compiled"
        self.demand_sources(operand, UnsupportedCallError(f"{said}: it has no derivative", self.span, _BY_FORMULA))
        refusal = UnsupportedCallError(
            said, self.span, "Write it as a literal, or make it an argument of the differentiated function."
        )
        refusal.if_carried = True
        raise refusal

    def demand_sources(self, operand: Value, if_active: S2SADError | None = None) -> None:
        """Ask for the values of the arguments and of the numbers from outside that an operand is computed from.

        Args:
            operand: what is to be known.
            if_active: the refusal if it is a float that is differentiated.
        """
        place = self._place_of(operand)
        if place is not None and (len(place) == 1 or _is_immutable(operand.type)):
            raise StaticDemand(place, if_active if is_inexact(operand.type) else None)
        access = self._access_of(operand)
        if access is not None and _is_immutable(operand.type) and path_key(access) not in self.outside.fixed:
            raise OutsideDemand(access)
        made = self.builder.definitions.get(operand)
        if isinstance(made, Call) and made.callee in _COMPUTED_WHEN_COMPILING:
            for arg in made.args:
                if isinstance(arg, Value):
                    self.demand_sources(arg, if_active)

    def _place_of(self, operand: Operand) -> tuple[Any, ...] | None:
        """Which parameter, or leaf of one, an operand is."""
        whole, keys = self._leaf(operand)
        return (self.parameters[whole], *keys) if isinstance(whole, Value) and whole in self.parameters else None

    def _access_of(self, operand: Operand) -> tuple[Any, ...] | None:
        """The access path of something from outside, or of a leaf of it, that an operand is."""
        whole, keys = self._leaf(operand)
        access = self.outside.origins.get(whole)
        if access is None:
            return None
        return (*access, *(k if isinstance(k, str) and k.startswith(".") else f"[{k!r}]" for k in keys))

    def _leaf(self, operand: Operand) -> tuple[Operand, tuple[Any, ...]]:
        """What an operand is a leaf of, and the keys that lead there."""
        made = self.builder.definitions.get(operand)
        if not isinstance(made, Call) or made.callee not in (operator.getitem, containers.read_attribute):
            return operand, ()
        owner, key = made.args
        if not isinstance(owner.type, Record | Tuple | FixedList | Object):
            return operand, ()
        if not isinstance(key, Const) or not isinstance(key.value, int | str):
            return operand, ()
        name: Any = key.value
        if made.callee is containers.read_attribute:
            name = f".{name}"
        elif isinstance(name, str) and name.startswith("."):  # it would be taken for an attribute
            return operand, ()
        elif isinstance(owner.type, Tuple | FixedList) and name < 0:
            name += len(owner.type.elements)
        whole, keys = self._leaf(owner)
        return whole, (*keys, name)

    def specialised(self, function: Any, args: list[Binding], kwargs: Keywords, name: str) -> Binding | None:
        """A helper of the runtime whose branches are decided by types, lowered in place; None if it is not one."""
        if not is_python_function(function) or not (function.__module__ or "").startswith(HELPERS):
            return None
        rule = self.rules.get(function)
        if rule is not None and (rule.facts.kept or (rule.kind != "custom" and _is_kept(function))):
            return None
        outer_state, outer = self.state, self.builder
        self.state, self.builder = outer_state.copy(), outer.nested()
        depth = len(self.frames)
        try:
            body = self.python_function(function, None)
            if any(isinstance(node, Attempt) for node in gast.walk(body.source.tree)):
                raise NotFoldableError  # what it does depends on values
            result = self.inline(body, args, kwargs, name, folding=True)
        except (NotFoldableError, S2SADError):
            del self.frames[depth:]
            self.state, self.builder = outer_state, outer
            return None
        if rule is not None and rule.facts.result is not None and isinstance(result, Ref) and not result.path:
            kind, _ = self.builder.infer(
                function, tuple(map(self.read, args)), tuple((k, self.read(v)) for k, v in kwargs.items())
            )
            self._declare(result, kind)
        for op in self.builder.ops:
            outer.add(op)
        self.builder = outer
        return result

    def _declare(self, made: Ref, kind: Type) -> None:
        """Give what a helper made the sizes that its rule says: a cotangent is as long as what it belongs to."""
        last, value = self.builder.ops[-1] if self.builder.ops else None, self.state.current[made.storage]
        if not isinstance(value, Value) or not isinstance(last, Call) or last.results != (value,):
            return
        if not isinstance(kind, Array) or not isinstance(value.type, Array) or None in kind.dims:
            return
        if (kind.dtype, kind.ndim) == (value.type.dtype, value.type.ndim):
            declared = Value(value.name, kind)
            self.builder.ops[-1] = self.builder.definitions[declared] = replace(last, results=(declared,))
            self.state.current[made.storage] = declared

    def primitive_helper(self, function: Any, args: list[Binding], kwargs: Keywords, name: str) -> Binding:
        """A helper that could not be specialised: a call of it."""
        operands = tuple(self.read(a) for a in args)
        keywords = {k: self.read(v) for k, v in kwargs.items()}
        result = self.builder.apply(function, operands, keywords, name)
        return Const(result.type.value) if isinstance(result.type, Static) else self.bind_value(result, name)

    def opaque(self, callee: Const, args: list[Binding], kwargs: Keywords, name: str) -> Binding:
        """Call something of which nothing is known: kept in place, and no derivative passes through it."""
        self.refuse_folding()
        if args and isinstance(callee.value, _METHODS) and callee.value.__objclass__ in _CONTAINERS:
            return self.call_method(BoundMethod(args[0], callee.value.__name__), args[1:], kwargs, name)
        if _writes_in_place(callee.value):
            of_lists = any(callee.value is each for each in _LIST_WRITERS)
            raise UnsupportedCallError(
                f"`{callee_name(callee.value)}` writes to its argument in a way that is not followed",
                self.span,
                "Call a function written in Python in its place: that is followed."
                if of_lists
                else "Write the elements by index: y[i] = ..., y[i] += ...",
            )
        operands = tuple(self.read(a) for a in args)
        keywords = {k: self.read(v) for k, v in kwargs.items()}
        values, words = tuple(map(known, operands)), {k: known(v) for k, v in keywords.items()}
        text = getattr(callee.value, "__self__", None)
        if isinstance(text, str):  # what it gives shows no memory of its arguments
            operands = (Const(text), Const(callee.value.__name__), *operands)
            return self.builder.call(
                containers.call_method, *operands, name=name, type=UNKNOWN, effect="may_raise", **keywords
            )
        drawn, made = type_of_draw(callee.value, values, words), made_type(callee.value, values, words)
        function, given = callee.value, operands
        if callee.path:
            function, given = containers.call_outside, (callee, *operands)
        if made != UNKNOWN:
            whole = self.builder.call(function, *given, name=name, type=made, effect="may_raise", **keywords)
            return self.bind_value(whole, name)
        found = self.called_as_it_is(function, given, keywords, drawn, name)
        if drawn != UNKNOWN or alias_of(self.rules, callee.value) == "fresh" or not isinstance(found, Value):
            return found
        arguments = [a for a in (*args, *kwargs.values()) if self.is_reference(self.read(a).type)]
        return self.perhaps_shown(found, arguments, name) if arguments else found

    def perhaps_shown(self, whole: Value, arguments: list[Binding], name: str) -> Ref:
        """What a function gives of which nothing is known: it may show the memory of its arguments."""
        made = self.bind_reference(whole, name)
        for argument in arguments:
            self.share(made.storage, argument)
        return made

    def called_as_it_is(
        self, function: Any, operands: tuple[Operand, ...], keywords: dict[str, Operand], drawn: Type, name: str
    ) -> Binding:
        """A call that stays in its place and happens once; `drawn` is the type of what a random generator gives."""
        self.refuse_written(function, operands, keywords)
        effect = "unknown" if drawn == UNKNOWN else "random"
        return self.bind_value(self.builder.call(function, *operands, name=name, type=drawn, effect=effect, **keywords))

    def refuse_written(self, function: Any, operands: tuple[Operand, ...], keywords: dict[str, Operand]) -> None:
        """Refuse a call without a rule that writes to an array that it is given: `out=y`, `overwrite_x=True`."""
        names = parameter_names(function)
        if function is containers.call_method:  # drawn by a generator, or of an object of which nothing is known
            names = ("owner", "name", *parameter_names(getattr(np.random.Generator, str(known(operands[1])), None))[1:])
        for name, given in (*zip(names, operands, strict=False), *keywords.items()):
            is_written = (
                known(given) is not None if name == "out" else name == "output" and isinstance(given.type, Array)
            )
            if is_written:
                raise UnsupportedCallError(
                    f"`{name}=` of a function without a rule writes to an array in a way that is not followed",
                    self.span,
                    "Write its result to the array: y[...] = f(...).",
                )
            if name.startswith("overwrite_") and known(given) is not False:
                raise UnsupportedCallError(
                    f"`{name}=` lets a function write to its argument in a way that is not followed",
                    self.span,
                    f"Leave `{name}` out: the function then works on a copy.",
                )

    # -- given elsewhere ----------------------------------------------------------------------------------------

    def call_method(self, method: BoundMethod, args: list[Binding], kwargs: Keywords, name: str) -> Binding:
        """Call a method: see `Methods`."""
        raise NotImplementedError


def _perhaps_not_copied(function: Any, kwargs: Keywords) -> tuple[Any, Keywords]:
    """`np.array(x, copy=False)` as `np.asarray(x)`, which may be the array itself."""
    copy = kwargs.get("copy", Const(True))
    if function is not np.array or (isinstance(copy, Const) and copy.value is True):
        return function, kwargs
    return np.asarray, {k: v for k, v in kwargs.items() if k != "copy"}


def _gives_its_argument(function: Any, operands: tuple[Operand, ...], keywords: dict[str, Operand]) -> bool:
    """Whether a call gives its first argument as it is: `np.diff(y, n=0)`."""
    order = [*operands[1:2], *(keywords[k] for k in keywords if k == "n")]
    return function is np.diff and bool(order) and known(order[0]) == 0


def _has_unknown(value: Any) -> bool:
    """Whether a value that is known in parts holds a number that is not."""
    return isinstance(value, Scalar) or (isinstance(value, tuple | list) and any(map(_has_unknown, value)))


def _is_immutable(kind: Type) -> bool:
    return isinstance(kind, Scalar | Static) or (isinstance(kind, Tuple) and all(map(_is_immutable, kind.elements)))


def _writes_in_place(function: Any) -> bool:
    """Whether a function of NumPy is known to change its argument."""
    owner, name = getattr(function, "__self__", None), getattr(function, "__name__", "")
    is_method = (isinstance(owner, np.ufunc) and name == "at") or (isinstance(owner, _SHUFFLERS) and name == "shuffle")
    return is_method or any(function is each for each in _WRITERS)


def _is_kept(function: Any) -> bool:
    return getattr(function, "__name__", "") in ("updated", "add_at", "scatter_add", "stop_gradient", "identity")
