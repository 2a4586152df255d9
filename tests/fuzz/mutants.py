"""Mutants of the compiler: faults as one could make them, each of which the random programs must find.

    with MUTANTS["a copy before a write is dropped"].applied():
        record_of(7).outcome        # 'wrong' for some seed below 300, though 'ok' without the mutant

A mutant replaces one function of the compiler, wherever its modules refer to it, or one derivative rule.
"""

from __future__ import annotations

import importlib
import operator
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import numpy as np

from s2sad.ir.ops import Const
from s2sad.rules.standard import RULES
from s2sad.runtime import indexing
from s2sad.runtime.products import matmul_bar_left

Make = Callable[[Callable[..., Any]], Callable[..., Any]]


@dataclass(frozen=True)
class Mutant:
    """A fault.

    Attributes:
        place: "module:function" or "module:Class.method", or the primitive whose rule is replaced.
        make: the original -> what replaces it; of a rule, the field is named by `rule_field`.
    """

    place: Any
    make: Make
    rule_field: str = ""

    @contextmanager
    def applied(self) -> Iterator[None]:
        """The compiler with the fault."""
        undo = self._in_rule() if self.rule_field else self._in_modules()
        try:
            yield
        finally:
            for owner, name, original in undo:
                _set(owner, name, original)

    def _in_rule(self) -> list[tuple[Any, str, Any]]:
        rule = RULES.get(self.place)
        original = getattr(rule, self.rule_field)
        object.__setattr__(rule, self.rule_field, self.make(original))
        return [(rule, self.rule_field, original)]

    def _in_modules(self) -> list[tuple[Any, str, Any]]:
        module_name, path = self.place.split(":")
        owner: Any = importlib.import_module(module_name)
        *classes, name = path.split(".")
        for each in classes:
            owner = getattr(owner, each)
        original = getattr(owner, name)
        fault = self.make(original)
        undo = [(owner, name, original)]
        if not classes:
            modules = [m for n, m in list(sys.modules.items()) if n.startswith("s2sad")]
            undo = [(m, n, v) for m in modules for n, v in list(vars(m).items()) if v is original]
        for place, attribute, _ in undo:
            _set(place, attribute, fault)
        return undo


def _set(owner: Any, name: str, value: Any) -> None:
    object.__setattr__(owner, name, value) if not isinstance(owner, type) else setattr(owner, name, value)


def _nothing(original: Callable[..., Any]) -> Callable[..., Any]:
    return lambda *args, **kwargs: None


def _false(original: Callable[..., Any]) -> Callable[..., Any]:
    return lambda *args, **kwargs: False


def _argument(position: int) -> Make:
    """The function that gives back one of its arguments."""
    return lambda original: lambda *args, **kwargs: args[position]


def _no_values(original: Callable[..., Any]) -> Callable[..., Any]:
    return lambda *args, **kwargs: frozenset()


def _call_of(callee: Any, instead: Callable[..., Any]) -> Make:
    """`Builder.call` that does something else for one callee: `instead(call, *args)`, None for the usual."""

    def make(original: Callable[..., Any]) -> Callable[..., Any]:
        def call(builder: Any, called: Any, *args: Any, **kwargs: Any) -> Any:
            if called is callee:
                found = instead(lambda *other: original(builder, *other, **kwargs), *args)
                if found is not None:
                    return found
            return original(builder, called, *args, **kwargs)

        return call

    return make


def _not_cleared(call: Callable[..., Any], x: Any, index: Any, v: Any) -> Any:
    return x if isinstance(v, Const) and v.value == 0.0 else None


def _assigned(call: Callable[..., Any], x: Any, index: Any, v: Any) -> Any:
    return call(indexing.updated, x, index, v)


def _hidden_read(call: Callable[..., Any], y_bar: Any, index: Any) -> Any:
    return call(operator.getitem, y_bar, index)


def _only_stores(original: Callable[..., Any]) -> Callable[..., Any]:
    """Of a conflict, only the user's own writes are seen."""

    def conflict(self: Any, write: Any, value: Any, target: Any, must_stay: bool) -> None:
        if must_stay:
            original(self, write, value, target, must_stay)

    return conflict


def _forwards(original: Callable[..., Any]) -> Callable[..., Any]:
    return lambda builder, args: builder.call(range, *args)


def _complete_runs_only(original: Callable[..., Any]) -> Callable[..., Any]:
    """The adjoints after the loop are taken for those after the last complete run."""

    def initial(self: Any) -> Any:
        given = {k: self.bars.take(r) for k, r in enumerate(self.op.carried_results) if r in self.adjoint.varied}
        return {k: bar for k, bar in given.items() if bar is not None}

    return initial


def _nothing_before(original: Callable[..., Any]) -> Callable[..., Any]:
    """Inside a region, what had contributed before it is forgotten."""

    def init(self: Any, builder: Any, inside: Any, base_of: Any, *rest: Any, **more: Any) -> None:
        original(self, builder, inside, lambda value: None, *rest, **more)

    return init


def _once(original: Callable[..., Any]) -> Callable[..., Any]:
    """Activity goes through a loop once instead of until nothing changes."""

    def loop(self: Any, op: Any) -> None:
        self.mark_if((s.target, s.iterable) for s in op.sources)
        self.mark_if(zip(op.params, op.inits, strict=True))
        for region in op.regions:
            self.region(region)
        self.mark_if(zip(op.carried_results, op.params, strict=True))
        self.mark_if(zip(op.collected_results, op.collected, strict=True))

    return loop


def _no_interference(original: Callable[..., Any]) -> Callable[..., Any]:
    return lambda self, value, live, but=0: live & ~self.bit(value)


def sine_instead(y: Any, x: Any) -> Any:
    """The partial derivative of the cosine without its sign."""
    return np.sin(x)


def left_twice(y_bar: Any, y: Any, a: Any, b: Any) -> Any:
    """The cotangents of `a @ b`, the second by the rule for the first."""
    return matmul_bar_left(y_bar, a, b), matmul_bar_left(y_bar, a, b)


def power_twice(y: Any, x: Any, p: Any) -> Any:
    """The partial derivatives of a power, the first without its factor."""
    return x ** (p - 1), 0.0 * y


_CALL = "s2sad.ir.builder:Builder.call"
_PLACER = "s2sad.codegen.place:_Placer"
_BACKWARDS = "s2sad.transform.backwards"

MUTANTS: dict[str, Mutant] = {
    "a copy before a write is dropped": Mutant(f"{_PLACER}._save", _nothing),
    "derivative code writes over values that are still read": Mutant(f"{_PLACER}._conflict", _only_stores),
    "a tape keeps arrays that are overwritten": Mutant(f"{_PLACER}.changes_tape", _false),
    "derivative code writes to memory of others": Mutant(f"{_PLACER}._own", _nothing),
    "results share memory": Mutant("s2sad.codegen.place:own_results", _argument(0)),
    "nothing shares memory": Mutant("s2sad.analysis.memory:tokens_overlap", _false),
    "carried arrays are apart, whatever the loop does": Mutant("s2sad.analysis.memory:Memory._settle", _false),
    "overwritten values count as unchanged": Mutant("s2sad.analysis.ownership:overwritten", _no_values),
    "a read moves past a write": Mutant("s2sad.codegen.inlining:_Chooser._is_disturbed", _false),
    "live variables share a name": Mutant("s2sad.codegen.naming:_Interference.define", _no_interference),
    "a broadcast axis is not summed": Mutant("s2sad.transform.apply:_unbroadcast", _argument(1)),
    "a contribution replaces the earlier ones": Mutant("s2sad.transform.apply:add", _argument(2)),
    "the adjoint of an overwritten element is not cleared": Mutant(_CALL, _call_of(indexing.updated, _not_cleared)),
    "the adjoint of a read assigns": Mutant(_CALL, _call_of(indexing.add_at, _assigned)),
    "hidden writes have adjoints": Mutant(_CALL, _call_of(indexing.read_written, _hidden_read)),
    "the tape is read forwards": Mutant(f"{_BACKWARDS}:backwards", _argument(1)),
    "a range is not reversed": Mutant(f"{_BACKWARDS}:reversed_range", _forwards),
    "the run that leaves a loop is not reversed": Mutant(
        "s2sad.transform.last_run:LastRun.reverse", _complete_runs_only
    ),
    "a branch forgets the adjoints before it": Mutant("s2sad.transform.inner_bars:InnerBars.__init__", _nothing_before),
    "activity does not go round a loop": Mutant("s2sad.analysis.activity:_Activity.loop", _once),
    "arrays in containers have only their own names": Mutant(
        "s2sad.frontend.storage:Storages._move_elements", _nothing
    ),
    "a name may be either of two arrays, and neither": Mutant("s2sad.frontend.state:State.add_overlap", _nothing),
    "a write has no tangent": Mutant("s2sad.transform.tangent_parts:_updated", _argument(2)),
    "cos' = sin": Mutant(np.cos, lambda original: sine_instead, "partials"),
    "the second factor of a product has the first one's rule": Mutant(operator.matmul, lambda _: left_twice, "vjp"),
}
"""What is done wrong → how."""
