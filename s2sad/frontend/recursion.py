"""Lowers recursive functions: by reference, one function of the IR per signature.

    def power(x, n):                        func power(x: float, n: int) -> float:
        if n == 0: return 1.0                 t.0 = eq n, 0; ...
        return x * power(x, n - 1)            t.2 = power x, t.1

The type of the result is found by iteration from below. What the function reads of its surroundings becomes further
parameters (closure conversion).
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from s2sad.errors import AliasingError
from s2sad.frontend.branches import Branches
from s2sad.frontend.state import Binding, FunctionValue, Ref, State
from s2sad.frontend.structure import RESULT
from s2sad.ir.joins import join
from s2sad.ir.ops import Call, Const, Function, FunctionRef, Operand, Operation, Region, Value, is_undefined, walk
from s2sad.ir.rewrite import free_values, has_effect, map_regions, substitute
from s2sad.ir.types import Array, Never, Scalar, Static, Symbol, Type, map_leaves, scalar_of


class RecursionFound(Exception):
    """A function that is being lowered in place calls itself: lowering starts again and calls it by reference."""

    def __init__(self, tree: Any) -> None:
        super().__init__()
        self.tree = tree


@dataclass(eq=False)
class Specialisation:
    """A recursive function for one signature.

    Attributes:
        name: its name in the IR.
        params: one value per parameter that is not a constant.
        result: what is known of the type of its result.
        region: its body, once it is lowered.
        extra: outer values that it reads.
    """

    name: str
    params: tuple[Value, ...]
    result: Type = field(default_factory=Never)
    region: Region | None = None
    extra: dict[Value, None] = field(default_factory=dict)


def general(kind: Type) -> Type:
    """The type without sizes that change from call to call: `x[1:]` has the type of `x[2:]`."""

    def leaf(each: Type) -> Type:
        if isinstance(each, Scalar):
            return Scalar(each.dtype, each.weak)
        if not isinstance(each, Array):
            return each
        dims = tuple(None if isinstance(d, Symbol) and d.offset else d for d in each.dims)
        return Array(each.dtype, dims)

    return map_leaves(leaf, kind)


class Recursion(Branches):
    """The part of lowering that handles recursive functions."""

    recursive: set[Any]
    specialisations: dict[Any, Specialisation]

    def is_recursive(self, function: FunctionValue) -> bool:
        """Whether the function is being lowered already, or is known to call itself."""
        tree = function.source.tree
        if tree in self.recursive:
            return True
        if any(frame.source.tree is tree and frame.function is function.function for frame in self.frames):
            raise RecursionFound(tree)
        return False

    def call_recursive(
        self, function: FunctionValue, args: list[Binding], kwargs: dict[str, Binding], name: str
    ) -> Binding:
        """Call a recursive function by reference."""
        bound = self.bind_arguments(function, args, kwargs)
        passed = {k: self.read(v) for k, v in bound.items() if not isinstance(v, FunctionValue)}
        fixed = {k: v for k, v in bound.items() if isinstance(v, FunctionValue) or _is_fixed(passed[k])}
        operands = {k: v for k, v in passed.items() if k not in fixed}
        key = (
            function.source.tree,
            function.frame,
            function.function,
            tuple((k, general(v.type)) for k, v in operands.items()),
            tuple((k, _identity(v)) for k, v in fixed.items()),
        )
        known = self.specialisations.get(key)
        if known is None:
            known = self._specialise(key, function, operands, fixed)
        effect = "io" if known.region is not None and _has_effects(known.region) else "may_raise"
        result = self.builder.call(
            FunctionRef(known.name), *operands.values(), name=name, type=known.result, effect=effect
        )
        made = self.bind_value(result, name)
        if isinstance(made, Ref):  # it may return what it was given
            for argument in bound.values():
                self.share(made.storage, argument)
        return made

    def _specialise(
        self, key: Any, function: FunctionValue, operands: dict[str, Operand], fixed: dict[str, Binding]
    ) -> Specialisation:
        name = self._free_name(function.source.name)
        params = tuple(Value(k, general(v.type)) for k, v in operands.items())
        made = self.specialisations[key] = Specialisation(name, params)
        while True:
            before, known = made.result, set(self.specialisations)
            region = self._body(function, made, fixed)
            made.result = join(made.result, _widened(region.yields[0].type))
            if made.result == before:
                break
            for other in set(self.specialisations) - known:  # they were lowered with what is known better now
                del self.specialisations[other]
        made.region = region
        return made

    def _free_name(self, base: str) -> str:
        """A name for a specialisation that no other one has."""
        base = base if base.isidentifier() else "lambda_"
        taken = {s.name for s in self.specialisations.values()}
        numbers = itertools.count(1)
        name = base
        while name in taken:
            name = f"{base}_{next(numbers)}"
        return name

    def _body(self, function: FunctionValue, made: Specialisation, fixed: dict[str, Binding]) -> Region:
        outer_state, outer = self.state, self.builder
        self.state, self.builder = outer_state.copy(), outer.nested()
        frame = self.new_frame(function)
        bindings: dict[str, Binding] = {p.name: self.bind_value(p, p.name, True) for p in made.params}
        self.state.names[frame] = {**bindings, **fixed}
        self.frames.append(frame)
        span = self.span
        self.block(function.source.tree.body)
        result = self.read(self.state.names[frame].get(RESULT, Const(None)), "result")
        self.frames.pop()
        self.span = self.builder.span = span
        self._refuse_changes(made, bindings, outer_state)
        region = self.builder.region(result)
        self.state, self.builder = outer_state, outer
        return region

    def _refuse_changes(self, made: Specialisation, bindings: dict[str, Binding], outer: State) -> None:
        for storage, content in outer.current.items():
            if self.state.current.get(storage, content) is not content:
                raise AliasingError(
                    f"A recursive function changes `{storage.label}` of the function around it",
                    self.span,
                    "Let it return what it adds, or write the recursion as a loop.",
                )
        for param in made.params:
            binding = bindings[param.name]
            if isinstance(binding, Ref) and self.state.current[binding.storage] is not param:
                raise AliasingError(
                    f"A recursive function changes its argument `{param.name}` in place",
                    self.span,
                    "Let it return a new array instead.",
                )

    inner_functions: dict[str, Function]

    def detached_functions(self, region: Region) -> tuple[Region, dict[str, Function]]:
        """As `finished_functions`, under names of their own: for a region that is differentiated by itself."""
        region, functions = self.finished_functions(region)
        number = len(self.inner_functions)
        names = {name: f"{name}_inner{number or ''}" for name in functions}
        renamed = {
            names[f.name]: replace(f, name=names[f.name], body=_with_names(f.body, names)) for f in functions.values()
        }
        self.inner_functions.update(renamed)
        return _with_names(region, names), renamed

    def adopt(self, functions: dict[str, Function], *regions: Region) -> list[Region]:
        """Take over functions that are called by reference, under names that are free; the regions that call them."""
        names: dict[str, str] = {}
        for name, function in functions.items():
            if self.inner_functions.get(name) is not function:
                free = (f"{name}{k or ''}" for k in itertools.count())
                names[name] = next(n for n in free if n not in self.inner_functions and n not in names.values())
        for name, new in names.items():
            function = functions[name]
            self.inner_functions[new] = replace(function, name=new, body=_with_names(function.body, names))
        return [_with_names(region, names) for region in regions]

    def finished_functions(self, main: Region) -> tuple[Region, dict[str, Function]]:
        """The functions that are called by reference, with what they read of their surroundings as parameters."""
        made = {s.name: s for s in self.specialisations.values() if s.region is not None}
        changed = True
        while changed:
            changed = False
            for each in made.values():
                assert each.region is not None
                wanted = [v for v in free_values(each.region) if v not in each.params]
                for other in filter(made.__contains__, _called(each.region)):
                    wanted += [v for v in made[other].extra if v not in each.params]
                new = [v for v in wanted if v not in each.extra]
                each.extra.update(dict.fromkeys(new))
                changed |= bool(new)
        functions = {}
        for each in made.values():
            assert each.region is not None
            own = {v: Value(v.name, v.type) for v in each.extra}
            renaming: dict[Operand, Operand] = dict(own.items())
            region = substitute(_with_extras(each.region, made), renaming)
            functions[each.name] = Function(each.name, (*each.params, *own.values()), region)
        return _with_extras(main, made), functions


def _is_fixed(operand: Operand) -> bool:
    return isinstance(operand, Const) and (scalar_of(operand.value) is None or is_undefined(operand))


def _identity(binding: Binding) -> Any:
    return Static.of(binding.value) if isinstance(binding, Const) else binding


def _widened(kind: Type) -> Type:
    return (scalar_of(kind.value) or kind) if isinstance(kind, Static) else general(kind)


def _called(region: Region) -> list[str]:
    return [op.callee.name for op in walk(region) if isinstance(op, Call) and isinstance(op.callee, FunctionRef)]


def _has_effects(region: Region) -> bool:
    return any(has_effect(op) for op in region.ops)


def _with_extras(region: Region, made: dict[str, Specialisation]) -> Region:
    """The region with the outer values that functions read passed to them."""
    ops: list[Operation] = []
    for each in region.ops:
        op = map_regions(each, lambda inner: _with_extras(inner, made))
        if isinstance(op, Call) and isinstance(op.callee, FunctionRef) and op.callee.name in made:
            extra: Sequence[Value] = tuple(made[op.callee.name].extra)
            ops.append(replace(op, args=(*op.args, *extra)))
        else:
            ops.append(op)
    return Region(tuple(ops), region.yields)


def _with_names(region: Region, names: dict[str, str]) -> Region:
    """The region with functions called by other names."""
    ops: list[Operation] = []
    for each in region.ops:
        op = map_regions(each, lambda inner: _with_names(inner, names))
        if isinstance(op, Call) and isinstance(op.callee, FunctionRef):
            ops.append(replace(op, callee=FunctionRef(names.get(op.callee.name, op.callee.name))))
        else:
            ops.append(op)
    return Region(tuple(ops), region.yields)
