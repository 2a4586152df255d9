"""Lowers a Python function to the IR: source -> tree -> structured SSA.

def func(x):                    func func(x: float) -> float64:
    return np.sin(x) * x          t.0 = np.sin x
                                  t.1 = mul t.0, x
                                  return t.1
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np

from s2sad.analysis.fitting import sizes_that_agree
from s2sad.analysis.inference import infer
from s2sad.errors import AliasingError, ElementsOfOtherKind, KeysAtRunTime, S2SADError, UnsupportedSyntaxError
from s2sad.frontend.apart import apart
from s2sad.frontend.cached import Cache, Outlined
from s2sad.frontend.copies_of_bodies import CopiesOfBodies, TooManyCopies
from s2sad.frontend.guards import Guard, note_guards
from s2sad.frontend.outside import FirstInside, Outside, OutsideDemand, path_key
from s2sad.frontend.preparing import prepared_source
from s2sad.frontend.reshapes import CopiedReshapes
from s2sad.frontend.source import FunctionSource
from s2sad.frontend.specialisations import ArgumentGrows, RecursionFound, SurroundingChanges
from s2sad.frontend.state import Binding, Frame, FunctionValue, Pack, Ref, Special, Storage, near
from s2sad.frontend.statements import Statements
from s2sad.frontend.structure import RESULT
from s2sad.ir.builder import Builder
from s2sad.ir.leaves import symbols_in
from s2sad.ir.ops import Const, Function, Operand, Region, Value
from s2sad.ir.types import Scalar, Static, Type, scalar_of
from s2sad.rules.table import RuleTable

Nested = Operand | tuple[Any, ...]
NO_SOURCE = FunctionSource(None, "rule", "", (), "rule", "")


@dataclass(frozen=True)
class Lowered:
    """A function in the IR and what it rests on.

    Attributes:
        function: parameters are the function's own in order, then the captured ones.
        captured: access paths of the hidden parameters.
        guards: what must still hold when the compiled code is used.
    """

    function: Function
    captured: tuple[tuple[str, ...], ...]
    guards: tuple[Guard, ...]


class Lowering(Statements):
    """Lowers functions with the rules of one table."""

    def __init__(self, rules: RuleTable, signature_type: Callable[[Any], Type], builder: Builder | None = None) -> None:
        super().__init__(rules, builder)
        self.outside = Outside(signature_type)
        self.outer_bindings, self.outer_contents = {}, {}
        self.outer_values = {}
        self.inside, self.first_reads = {}, {}
        self.prologue = Builder(lambda *call: infer(self.rules, *call))
        self.parameters: dict[Value, int] = {}
        self.caches: dict[Any, Cache] = {}
        self.outlined: Outlined | None = None
        self.named = set()
        self.recursive = set()
        self.grown = {}
        self.implicit = {}
        self.copies = CopiesOfBodies()
        self.perhaps_unbound = set()
        self.unwound = {}
        self.keyed_at = frozenset()
        self.specialisations = {}
        self.of_others, self.made_at, self.pool = frozenset(), {}, Storage("pool", is_pool=True)
        self.inner_functions = {}

    @contextmanager
    def using(self, rules: RuleTable | None) -> Iterator[None]:
        """Lower with these rules above those that count already: a derivative inside that brings its own."""
        outer = self.rules
        self.rules = outer if rules is None else outer | rules
        try:
            yield
        finally:
            self.rules = outer

    def outline(self, function: Binding, args: list[Binding], name: str) -> tuple[Function, tuple[Operand, ...]]:
        """A call as a function of its own: parameters for the arguments, outer values read as they are.

        Returns:
            the function, and the operands of the arguments.
        """
        operands = tuple(map(self.handed_over, args))
        params = tuple(Value(getattr(a, "name", "x"), a.type) for a in operands)
        outer_state, outer = self.state, self.builder
        self.state, self.builder = outer_state.copy(), outer.nested()
        outermost, self.outermost = self.outermost, self.builder
        self.depth += 1
        self.read_first()
        bindings = [
            a
            if isinstance(a, FunctionValue | Special) or is_static_operand(o)
            # An int is read where it is: there its value can be asked for, and it has no derivative.
            else o
            if _is_integer(o)
            else self.bind_value(p, p.name, True)
            for a, o, p in zip(args, operands, params, strict=True)
        ]
        outer_part, self.outlined = self.outlined, Outlined(self.builder, frozenset(self.state.current), params)
        with self.own_pool():
            result = self.handed_over(self.gathered(self.call(function, bindings, {}, name)), name)
        self.outlined = outer_part
        region = self.builder.region(result)
        for storage, content in outer_state.current.items():
            if self.state.current.get(storage, content) is not content:
                raise UnsupportedSyntaxError(
                    f"`{storage.label}` of the surrounding function is changed inside of a derivative",
                    self.span,
                    "Let the inner function return what it computes.",
                )
        self.leave_changed(outer_state)
        changed = [
            a
            for a, b, p in zip(args, bindings, params, strict=True)
            if isinstance(b, Ref) and self.state.current.get(b.storage, p) is not p
        ]
        self.state, self.builder, self.outermost = outer_state, outer, outermost
        self.depth -= 1
        for each in changed:
            if any(self.live_name(storage) for storage in near(each, self.state)):
                raise UnsupportedSyntaxError(
                    "A function inside of a derivative changes its argument, which is read later",
                    self.span,
                    "Give it a copy: `grad(f)(x.copy())`.",
                )
        region, functions = self.detached_functions(region)
        made = Function(name, params, region, {**self.inner_functions, **functions}, self.span)
        self.reshapes.settle_inner(self.rules, made, operands)
        return made, operands

    def handed_over(self, binding: Binding, name: str = "t") -> Operand:
        """The value of a binding for another function, which sees of what class a container is."""
        self.handing_over = True
        try:
            return self.read(binding, name)
        finally:
            self.handing_over = False

    def function(self, function: Any, types: Sequence[Type], name: str | None = None) -> Lowered:
        """Lower a Python function for arguments of these types, one per parameter in order."""
        return self.repeated(lambda lowering: lowering._function(function, types, name))

    def repeated(self, lower: Callable[[Lowering], Lowered]) -> Lowered:
        """Lower, again from the start when something is found out that counts from the start."""
        try:
            return lower(self)
        except AliasingError as error:
            if self.unrolling or self.pooling or self.selecting:
                raise
            return self._otherwise(lower, error)
        except TooManyCopies as found:
            return self._by_reference(found.trees, lower)
        except (RecursionFound, ArgumentGrows, SurroundingChanges, OutsideDemand, FirstInside, CopiedReshapes) as found:
            return self._knowing(found).repeated(lower)
        except (KeysAtRunTime, ElementsOfOtherKind) as found:
            return self._knowing(found).repeated(lower)

    def _knowing(self, found: Exception) -> Lowering:
        """A new start after something was found out."""
        again = self._again()
        match found:
            case KeysAtRunTime() if found.made is not None and found.made not in self.keyed_at:
                again.keyed_at = self.keyed_at | {found.made}
            case ElementsOfOtherKind() if found.made is not None and found.made not in self.of_others:
                again.of_others = self.of_others | {found.made}
            case RecursionFound():
                again.recursive = self.recursive | {found.tree}
            case ArgumentGrows():
                again.grown = {**self.grown, found.parameter: found.kind}
            case SurroundingChanges():
                known = self.implicit.get(found.tree, frozenset())
                again.implicit = {**self.implicit, found.tree: known | {found.variable}}
            case CopiedReshapes():
                again.reshapes.copied = found.sites
            case FirstInside():
                again.outside.first = (*self.outside.first, found.found)
            case OutsideDemand():
                again.outside.fixed = self.outside.fixed | {path_key(found.access)}
            case _:
                raise found
        return again

    def _otherwise(self, lower: Callable[[Lowering], Lowered], error: AliasingError) -> Lowered:
        """Lower with loops written out, with arrays in a pool, or with lists of places, where that follows a write."""
        for fallback in (("unrolling",), ("pooling",), ("pooling", "placing"), ("selecting",)):
            again = self._again()
            for each in fallback:
                setattr(again, each, True)
            with suppress(S2SADError):
                return again.repeated(lower)
        raise error

    def _by_reference(self, trees: frozenset[Any], lower: Callable[[Lowering], Lowered]) -> Lowered:
        """Lower with calls of these functions by reference; in place, however many they are, where that is refused."""
        again = self._again()
        again.recursive = self.recursive | trees
        try:
            return again.repeated(lower)
        except S2SADError:
            again = self._again()
            again.copies.unlimited = True
            return again.repeated(lower)

    def _again(self) -> Lowering:
        """A new start that knows what this one has found out."""
        again = Lowering(self.rules, self.outside.signature_type)
        again.recursive, again.outside.fixed = self.recursive, self.outside.fixed
        again.outside.first = self.outside.first
        again.grown, again.implicit = self.grown, self.implicit
        again.reshapes.copied, again.keyed_at = self.reshapes.copied, self.keyed_at
        again.unrolling, again.pooling = self.unrolling, self.pooling
        again.placing, again.of_others = self.placing, self.of_others
        again.selecting = self.selecting
        again.copies.unlimited = self.copies.unlimited
        return again

    def _function(self, function: Any, types: Sequence[Type], name: str | None) -> Lowered:
        source = prepared_source(function)
        spec = source.tree.args
        labels = [a.id for a in (*spec.posonlyargs, *spec.args)]
        keyword_only = [a.id for a in spec.kwonlyargs]
        spread = len(types) - len(labels) - len(keyword_only) - (spec.kwarg is not None) if spec.vararg else 0
        order = [*labels, *(f"{spec.vararg.id}_{k}" for k in range(spread)), *keyword_only]
        order += [spec.kwarg.id] if spec.kwarg else []
        params = tuple(Value(label, kind) for label, kind in zip(order, types, strict=True))
        self.parameters = {param: k for k, param in enumerate(params)}
        self.named.update(params)
        self.outside.sizes.update(name for kind in types for name in symbols_in(kind))
        value = FunctionValue(source, None, function, access=())
        frame = self.new_frame(value)
        self.span = source.span(source.tree)
        bound = [self.parameter(k, p) for k, p in enumerate(params)]
        names = self.state.names[frame] = dict(zip(order, bound, strict=True))
        if spec.vararg is not None:
            names[spec.vararg.id] = Pack(tuple(bound[len(labels) : len(labels) + spread]))
        self.frames.append(frame)
        with self.own_pool():
            self.place_arguments()
            self.outermost = self.builder
            self.read_first()
            self.block(source.tree.body)
            self.at_the_end = True
            result = self.read(self.state.names[frame].get(RESULT, Const(None)), "result")
        region, functions = self.finished_functions(Region((*self.prologue.ops, *self.builder.ops), (result,)))
        functions.update(self.inner_functions)
        hidden = tuple(param for _, param in self.outside.captured.values())
        ir_name = name or (source.name if source.name.isidentifier() else "lambda_")
        ir_function = Function(ir_name, params + hidden, region, functions, source.span(source.tree))
        return self.lowered(ir_function, len(params))

    def lowered(self, function: Function, count: int) -> Lowered:
        """A complete function with `count` parameters of its own, and what it rests on."""
        for guard in apart(self.rules, function, count, self.outside.origins, tuple(self.outside.guards.values())):
            self.outside.guards[(guard.kind, *path_key((*guard.access, guard.expected)))] = guard
        for _, part in self.reshapes.settle(self.rules, function, count):
            self.outside.guards["contiguous", part] = Guard(part[:1], "contiguous", part[1:])
        for first, second, span in sizes_that_agree(self.rules, function, count):
            self.outside.guards["fits", first, second] = Guard(first[:1], "fits", (first, second, span))
        captured = tuple(path for path, _ in self.outside.captured.values())
        return Lowered(function, captured, tuple(self.outside.guards.values()))

    def parameter(self, index: int, param: Value) -> Binding:
        """The binding of a parameter; a callable is lowered where it is called, its cells read from the argument."""
        if isinstance(param.type, Static) and callable(param.type.value):
            return self._outside_value(param.type.value, (index,), lambda: Const(None))
        if isinstance(param.type, Static) and not isinstance(param.type.value, _NUMBERS_AND_TEXT):
            return Const(param.type.value, path=(index,))
        return self.bind_value(param, param.name, visible=True)


_NUMBERS_AND_TEXT = (type(None), int, float, complex, str, bytes)


def _is_integer(operand: Operand) -> bool:
    """Whether an operand is a number that has no derivative."""
    kind = operand.type
    return isinstance(kind, Scalar) and not kind.mixed and np.dtype(kind.dtype).kind in "biu"


def is_static_operand(operand: Operand) -> bool:
    """Whether an operand is a constant that is not a number: it is known inside of an outlined function too."""
    return isinstance(operand, Const) and scalar_of(operand.value) is None


def expand_rule(
    signature_type: Callable[..., Type],
    rules: RuleTable,
    builder: Builder,
    function: Callable[..., Any],
    args: Sequence[Nested],
    kwargs: dict[str, Nested],
) -> Nested:
    """Lower a rule at these operands into `builder`; a rule that returns a tuple gives a tuple of results."""
    start, fixed = len(builder.ops), set[tuple[Any, ...]]()
    while True:
        lowering = Lowering(rules, partial(_named, signature_type), builder)
        lowering.outside.fixed = fixed
        try:
            result = _expanded(lowering, function, args, kwargs)
        except OutsideDemand as demand:
            fixed = fixed | {path_key(demand.access)}
            del builder.ops[start:]
            continue
        builder.insert(start, lowering.prologue.ops)
        note_guards(lowering.outside.guards)
        return result


def _named(signature_type: Callable[..., Type], value: Any, name: str = "") -> Type:
    """The type of what a rule reads from outside: its sizes are not those of an argument with the same name."""
    return signature_type(value, f"rule {name}")


def _expanded(
    lowering: Lowering, function: Callable[..., Any], args: Sequence[Nested], kwargs: dict[str, Nested]
) -> Nested:
    builder = lowering.builder
    callee = lowering.callable_binding(function)
    lowering.frames.append(Frame(NO_SOURCE, {}, trusted=True))
    lowering.state.names[lowering.frames[0]] = {}

    def bound(argument: Nested) -> Binding:
        return Pack(tuple(map(bound, argument))) if isinstance(argument, tuple) else lowering.bind_value(argument)

    def unbound(binding: Binding) -> Nested:
        if isinstance(binding, Pack) and binding.cls is None:
            return tuple(map(unbound, binding.elements))
        return lowering.read(binding)

    span = builder.span
    lowering.span = span
    bindings, keywords = list(map(bound, args)), {k: bound(v) for k, v in kwargs.items()}
    if isinstance(callee, FunctionValue):
        result = lowering.inline(callee, bindings, keywords, "t")
    else:
        result = lowering.call(callee, bindings, keywords, "t")
    builder.span = span
    return unbound(result)
