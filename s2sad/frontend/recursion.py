"""Lowers recursive functions: by reference, one function of the IR per signature.

    def power(x, n):                        func power(x: float, n: int) -> float:
        if n == 0: return 1.0                 t.0 = eq n, 0; ...
        return x * power(x, n - 1)            t.2 = power x, t.1

The type of the result is found by iteration from below. What the function reads of its surroundings becomes further
parameters (closure conversion).
"""

from __future__ import annotations

import itertools
import operator
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

import numpy as np

from s2sad.errors import AliasingError
from s2sad.frontend.branches import Branches
from s2sad.frontend.found_again import finds_same, versions_outside
from s2sad.frontend.growing_arguments import refuse_growth
from s2sad.frontend.implicit import Implicit, ask_for, implicit_arguments, named
from s2sad.frontend.reached import Reached
from s2sad.frontend.read_arguments import refuse_read_arguments, settle_read_arguments
from s2sad.frontend.references import read_outside, with_extras, with_names
from s2sad.frontend.returned import note_shared, share_result
from s2sad.frontend.shared_arguments import has_named_parts, is_shared, sharing
from s2sad.frontend.specialisations import (
    ArgumentGrows,
    RecursionFound,
    Specialisation,
    general,
    identity_of,
    is_array,
    is_known,
    widened,
)
from s2sad.frontend.state import (
    Binding,
    Frame,
    FunctionValue,
    Pack,
    Ref,
    State,
    Storage,
    meets_itself,
    storages_of,
)
from s2sad.frontend.structure import RESULT
from s2sad.frontend.surroundings import Surrounding, surroundings_of, values_near
from s2sad.ir.joins import join
from s2sad.ir.ops import Call, Const, Function, FunctionRef, Operand, Region, Value, is_undefined, walk
from s2sad.ir.rewrite import has_effect, substitute
from s2sad.ir.types import (
    Array,
    Tuple,
    Type,
    scalar_of,
)
from s2sad.runtime import containers


class Recursion(Branches):
    """The part of lowering that handles recursive functions."""

    named: set[Value]
    """Parameters: they keep their names, also one that is called like a temporary."""
    recursive: set[Any]
    grown: dict[tuple[Any, str], Type]
    implicit: dict[Any, frozenset[tuple[Any, str]]]
    specialisations: dict[Any, Specialisation]

    def is_recursive(self, function: FunctionValue) -> bool:
        """Whether the function is being lowered already, or is known to call itself."""
        tree = function.source.tree
        if tree in self.recursive:
            return True
        if any(_is_of(function, frame) for frame in self.frames):
            raise RecursionFound(tree)
        return False

    def call_recursive(
        self, function: FunctionValue, args: list[Binding], kwargs: dict[str, Binding], name: str
    ) -> Binding:
        """Call a recursive function by reference."""
        bound = self.bind_arguments(function, args, kwargs)
        functions = [v for v in bound.values() if isinstance(v, FunctionValue)]
        around = surroundings_of((function, *functions), self.state)
        given = list(bound.values())
        with self.keeping(given):
            if settle_read_arguments(self, bound.values(), around):
                around = surroundings_of((function, *functions), self.state)
        bound = dict(zip(bound, given, strict=True))
        implicit = named(implicit_arguments(self, function, functions, around), bound)
        around = tuple(each for each in around if all(each is not passed.variable for passed in implicit))
        for each in implicit:
            bound |= each.arguments
        passed = {k: self.as_value(v) for k, v in bound.items() if not isinstance(v, FunctionValue)}
        fixed = {k: v for k, v in bound.items() if isinstance(v, FunctionValue) or _is_fixed(passed[k])}
        operands = {k: v for k, v in passed.items() if k not in fixed}
        kinds = {k: self._grown(function, k, general(v.type)) for k, v in operands.items()}
        key = (
            function.source.tree,
            function.frame,
            function.function,
            tuple(kinds.items()),
            tuple((k, identity_of(v)) for k, v in fixed.items()),
        )
        known, key = self._specialised(function, key, around, fixed.values())
        if known is None:
            known = self._specialise(key, function, kinds, fixed, around, implicit)
        result = self._call(known, bound, operands, name)
        made = self.bind_value(result, name)
        if isinstance(made, Ref):  # it may return what it was given
            made.storage.repeated |= known.repeats
            share_result(self, known, made, bound)
        return made

    def _specialised(
        self, function: FunctionValue, key: Any, around: tuple[Surrounding, ...], fixed: Iterable[Binding]
    ) -> tuple[Specialisation | None, Any]:
        """The function for a signature that reads what is around it now, or the key for a new one."""
        for k in itertools.count():
            known = self.specialisations.get((key, k))
            if known is None:
                return None, (key, k)
            if finds_same(self, function, known, around, fixed) and self._reads_what_is_there(known):
                return known, (key, k)
        raise AssertionError

    def _reads_what_is_there(self, called: Specialisation) -> bool:
        """Whether the parts of lists and arrays that a function reads were read around this call, too."""
        if called.region is None:
            return True
        others = self.specialisations.values()
        parts = frozenset[Value]().union(*(each.parts for each in others))
        return all(map(self.builder.has, parts.intersection(read_outside(others)[called.name])))

    def _call(
        self, called: Specialisation, bound: dict[str, Binding], operands: dict[str, Operand], name: str
    ) -> Operand:
        """The call, and the new versions of the arguments that it changes."""
        effect = "io" if called.region is not None and _has_effects(called.region) else "may_raise"
        if not called.writes:
            arguments = operands.values()
            return self.builder.call(FunctionRef(called.name), *arguments, name=name, type=called.result, effect=effect)
        for p in operands:
            if p in called.writes:
                called.changed |= values_near(bound[p], self.state)
        refuse_read_arguments(self)
        shared = {p for p in called.writes & operands.keys() if is_shared(self, called, p, bound)}
        alone = [p for p in operands if p in called.writes and p not in called.shares]
        chosen = {p: self._copied_choice(p, bound, operands) for p in alone}
        beside = [(p, other) for p in called.writes & operands.keys() for other in sharing(self, p, bound)]
        changed = {p: self._changed_argument(p, bound, p in shared) for p in operands if p in called.writes}
        for p, other in beside:  # an element that is given, too, is a part of what is one value now
            bound[other] = Pack((bound[other], changed[p]))
        if effect != "io" and any(self.is_visible(ref.storage) for ref in changed.values()):
            effect = "memory"
        chains = {p: self.chain(ref) for p, ref in changed.items()}
        ends = {p.name: p.type for p in called.params}
        kind = Tuple((called.result, *(operands[p].type if is_array(operands[p]) else ends[p] for p in changed)))
        callee = FunctionRef(called.name, called.written)
        whole = self.builder.call(callee, *operands.values(), name="t", type=kind, effect=effect)
        for k, (p, ref) in enumerate(changed.items()):
            new = self.builder.call(operator.getitem, whole, Const(k + 1), name=ref.storage.label, effect="pure")
            self.replace_parts(ref, chains[p], new)
        for p, choice in chosen.items():
            if choice is not None:
                self.write(choice, Const(Ellipsis), self.read(changed[p]))
        return self.builder.call(operator.getitem, whole, Const(0), name=name, effect="pure")

    def _changed_argument(self, parameter: str, bound: dict[str, Binding], is_shared: bool) -> Ref:
        """The argument that a recursive function changes, which no other argument may share."""
        argument = bound[parameter]
        if isinstance(argument, Ref):
            self.settle_display(argument.storage)
        if not isinstance(argument, Ref) or not is_known(self.read(argument).type) or has_named_parts(self, argument):
            raise self._no_change(parameter)
        if is_shared:
            raise AliasingError(
                f"A recursive function changes its argument `{parameter}` in place, and another argument may be the "
                "same memory",
                self.span,
                "Pass a copy of one of them.",
            )
        self.state.choices.pop(argument.storage, None)  # if nobody else names what it was chosen from
        self.check_write(argument)
        argument.storage.resized.append(len(argument.path))
        return argument

    def _copied_choice(self, parameter: str, bound: dict[str, Binding], operands: dict[str, Operand]) -> Ref | None:
        """An argument that is one of two arrays which have other names: the function changes a copy, stored back."""
        argument = bound[parameter]
        choice = self.state.choices.pop(argument.storage, None) if isinstance(argument, Ref) else None
        if choice is None or not isinstance(argument, Ref):
            return None
        is_followed = any(self._names_that_share(argument, elements=False))
        if is_followed:
            self.state.choices[argument.storage] = choice
        if not is_followed or argument.path or sharing(self, parameter, bound):
            return None
        operands[parameter] = self.builder.call(np.copy, operands[parameter], name=argument.storage.label)
        bound[parameter] = self.bind_value(operands[parameter], argument.storage.label)
        return argument

    def _no_change(self, parameter: str) -> AliasingError:
        is_around = any(parameter == name for variables in self.implicit.values() for _, name in variables)
        what = f"`{parameter}` of the function around it" if is_around else f"its argument `{parameter}` in place"
        return AliasingError(
            f"A recursive function changes {what}, and what is in it may have other names",
            self.span,
            "Pass it as an argument." if is_around else "Let it return a new list instead.",
        )

    def _grown(self, function: FunctionValue, parameter: str, kind: Type) -> Type:
        """The type of a parameter, of which the function may change the elements."""
        grown = self.grown.get((function.source.tree, parameter))
        return kind if grown is None else join(kind, grown)

    def _specialise(
        self,
        key: Any,
        function: FunctionValue,
        kinds: dict[str, Type],
        fixed: dict[str, Binding],
        around: tuple[Surrounding, ...],
        implicit: tuple[Implicit, ...],
    ) -> Specialisation:
        refuse_growth(function.source.tree, kinds, self.specialisations, self.span)
        name = self._free_name(function.source.name)
        params = tuple(Value(k, kind) for k, kind in kinds.items())
        self.named.update(params)
        outer = dict(self.specialisations)
        parts = frozenset(value for _, value in self.state.paths.values())
        made = self.specialisations[key] = Specialisation(
            name, params, around=around, outside=versions_outside(self, fixed.values()), parts=parts
        )
        try:
            made.region = self._settled_body(function, made, fixed, implicit)
        finally:
            if made.region is None:  # it may be tried in another way, which must not take these for lowered
                self.specialisations = outer
        refuse_read_arguments(self)
        return made

    def _settled_body(
        self,
        function: FunctionValue,
        made: Specialisation,
        fixed: dict[str, Binding],
        implicit: tuple[Implicit, ...],
    ) -> Region:
        """The body, lowered until what is known of the function is what it was lowered with."""
        while True:
            before, known = made.found, set(self.specialisations)
            region = self._body(function, made, fixed, implicit)
            if made.found == before:
                return region
            for other in set(self.specialisations) - known:  # they were lowered with what is known better now
                del self.specialisations[other]

    def _free_name(self, base: str) -> str:
        """A name for a specialisation that no other one has."""
        base = base if base.isidentifier() else "lambda_"
        taken = {s.name for s in self.specialisations.values()}
        numbers = itertools.count(1)
        name = base
        while name in taken:
            name = f"{base}_{next(numbers)}"
        return name

    def _body(
        self,
        function: FunctionValue,
        made: Specialisation,
        fixed: dict[str, Binding],
        implicit: tuple[Implicit, ...],
    ) -> Region:
        outer_state, outer = self.state, self.builder
        self.state, self.builder = outer_state.copy(), outer.nested()
        frame = self.new_frame(function)
        bindings: dict[str, Binding] = {p.name: self.bind_value(p, p.name, True) for p in made.params}
        inside = {**bindings, **fixed}
        hidden = {name for each in implicit for name in each.parameters}
        self.state.names[frame] = {k: v for k, v in inside.items() if k not in hidden}
        for each in implicit:
            each.bind(self.state, inside)
        self.frames.append(frame)
        span = self.span
        self.block(function.source.tree.body)
        returned = self.state.names[frame].get(RESULT, Const(None))
        made.repeats |= meets_itself(returned, self.state)
        result = self.as_value(returned, "result")
        self.frames.pop()
        self.span = self.builder.span = span
        self._find_changes(function, made, bindings, outer_state)
        made.result = join(made.result, widened(result.type))
        note_shared(self, made, returned, bindings, outer_state)
        changed = [self.read(bindings[p.name]) for p in made.params if p.name in made.writes]
        if changed:
            result = self.builder.call(containers.pack, result, *changed, name="result")
        region = self.builder.region(result)
        self.state, self.builder = outer_state, outer
        return region

    def _find_changes(
        self, function: FunctionValue, made: Specialisation, bindings: dict[str, Binding], outer: State
    ) -> None:
        before, after = Reached(outer, self.builder), Reached(self.state, self.builder)
        for storage, content in {**self.outer_contents, **outer.current}.items():
            now = self.state.current.get(storage, content)
            if now is not content and before.by(content) != after.by(now):
                ask_for(function, made.around, storage, outer)
                raise AliasingError(
                    f"A recursive function changes {self.called(storage)} of the function around it",
                    self.span,
                    "Let it return what it adds, or write the recursion as a loop.",
                )
        for param in made.params:
            binding = bindings[param.name]
            if isinstance(binding, Ref) and self.state.current[binding.storage] is not param:
                made_of = join(param.type, general(self.read(binding).type))
                others = {s for p, b in bindings.items() if p != param.name for s in storages_of(b, self.state)}
                if not is_known(made_of) or self._is_shared_list(binding, others.union(outer.current)):
                    raise self._no_change(param.name)
                if not isinstance(param.type, Array) and made_of != param.type:
                    raise ArgumentGrows((function.source.tree, param.name), made_of)
                made.writes |= {param.name}

    def _is_shared_list(self, binding: Ref, others: set[Storage]) -> bool:
        """Whether a list holds something twice, or what others hold."""
        shared = binding.storage.repeated or not others.isdisjoint(self.state.overlaps.get(binding.storage, ()))
        return shared and not is_array(self.read(binding))

    inner_functions: dict[str, Function]

    def detached_functions(self, region: Region) -> tuple[Region, dict[str, Function]]:
        """As `finished_functions`, under names of their own: for a region that is differentiated by itself."""
        region, functions = self.finished_functions(region)
        number = len(self.inner_functions)
        names = {name: f"{name}_inner{number or ''}" for name in functions}
        renamed = {
            names[f.name]: replace(f, name=names[f.name], body=with_names(f.body, names)) for f in functions.values()
        }
        self.inner_functions.update(renamed)
        return with_names(region, names), renamed

    def adopt(self, functions: dict[str, Function], *regions: Region) -> list[Region]:
        """Take over functions that are called by reference, under names that are free; the regions that call them."""
        names: dict[str, str] = {}
        for name, function in functions.items():
            if self.inner_functions.get(name) is not function:
                free = (f"{name}{k or ''}" for k in itertools.count())
                names[name] = next(n for n in free if n not in self.inner_functions and n not in names.values())
        for name, new in names.items():
            function = functions[name]
            self.inner_functions[new] = replace(function, name=new, body=with_names(function.body, names))
        return [with_names(region, names) for region in regions]

    def finished_functions(self, main: Region) -> tuple[Region, dict[str, Function]]:
        """The functions that are called by reference, with what they read of their surroundings as parameters."""
        made = {s.name: s for s in self.specialisations.values() if s.region is not None}
        for name, values in read_outside(made.values()).items():
            made[name].extra.update(values)
        functions = {}
        for each in made.values():
            assert each.region is not None
            own = {v: Value(v.name, v.type) for v in each.extra}
            renaming: dict[Operand, Operand] = dict(own.items())
            region = substitute(with_extras(each.region, made), renaming)
            functions[each.name] = Function(each.name, (*each.params, *own.values()), region)
        return with_extras(main, made), functions


def _is_of(function: FunctionValue, frame: Frame) -> bool:
    """Whether a frame is that of a call of the function: not of another one that the same `def` has made."""
    same = frame.source.tree is function.source.tree and frame.function is function.function
    return same and (function.frame is None or frame.parent is function.frame)


def _is_fixed(operand: Operand) -> bool:
    return isinstance(operand, Const) and (scalar_of(operand.value) is None or is_undefined(operand))


def _has_effects(region: Region) -> bool:
    """Whether a function does more than change its arguments."""
    return any(isinstance(op, Call) and has_effect(op) and op.effect != "memory" for op in walk(region))
