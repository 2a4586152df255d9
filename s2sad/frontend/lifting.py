"""Functions that are passed to primitives: constants, with what they read of their surroundings passed beside them.

brentq(f, a, b, (t,))           the function object f as a constant operand
brentq(lambda x: x - t, a, b)   brentq <f>, a, b, (t,) with a function f(x, t) of the IR
"""

from __future__ import annotations

import operator
from dataclasses import replace
from typing import Any

from s2sad.analysis.inference import known
from s2sad.errors import UnsupportedCallError
from s2sad.frontend.bodies import Bodies
from s2sad.frontend.state import Binding, BoundMethod, FunctionValue, Pack, Special
from s2sad.ir.builder import Builder
from s2sad.ir.ops import Call, Const, Function, FunctionRef, Lifted, Operand, Region, Value, walk
from s2sad.ir.printer import callee_name
from s2sad.ir.rewrite import clone, free_values, substitute
from s2sad.ir.types import Array, Scalar, Tuple
from s2sad.rules.table import Rule
from s2sad.runtime import containers

_FUNCTIONS = (FunctionValue, BoundMethod, Special)


def _is_given(function: FunctionValue) -> bool:
    """Whether some arguments of a function were given beforehand."""
    return bool(function.bound or function.bound_keywords)


def _name_of(function: Binding, label: str) -> str:
    """What a function is called in generated code."""
    name = function.source.name if isinstance(function, FunctionValue) else getattr(function, "name", label)
    return str(name) if name.isidentifier() else label


class Lifting(Bodies):
    """The part of lowering that passes functions to primitives."""

    def function_arguments(
        self, callee: Any, rule: Rule, args: list[Binding], kwargs: dict[str, Binding]
    ) -> tuple[list[Binding], dict[str, Binding]]:
        """The arguments with functions as constants; what one that is made here reads of it is passed by `args`."""
        if not any(isinstance(a, _FUNCTIONS) for a in (*args, *kwargs.values())):
            return args, kwargs
        try:
            bound = rule.signature.bind(*args, **kwargs)
        except TypeError as error:
            raise UnsupportedCallError(
                f"The derivative rule of `{callee_name(callee)}` does not handle this call: {error}", self.span
            ) from None
        given = bound.arguments
        if rule.facts.calls is not None and "args" in given:
            given["args"] = self._as_tuple(given["args"])
        for label, value in list(given.items()):
            if isinstance(value, FunctionValue) and value.function is not None and not _is_given(value):
                given[label] = Const(value.function, path=self.path_of(value.access, value.function))
            elif isinstance(value, _FUNCTIONS):
                given[label] = self._lifted(callee, rule, label, given)
        return list(bound.args), bound.kwargs

    def _lifted(self, callee: Any, rule: Rule, label: str, given: dict[str, Any]) -> Const:
        """A function as one of the IR with what it reads as further parameters; these are added to `args`."""
        if rule.facts.calls is None or "args" not in rule.signature.parameters:
            raise UnsupportedCallError(
                f"`{callee_name(callee)}` is given a function that is made inside of the differentiated one",
                self.span,
                "Define it outside, at the top of the module.",
            )
        types = rule.facts.calls(**{k: self._known(v) for k, v in given.items()})
        further = self.known_elements(given["args"]) if "args" in given else []
        leading: list[Binding] = [Value("x" if k == 0 else f"x{k}", kind) for k, kind in enumerate(types)]
        outlined, _ = self.outline(given[label], [*leading, *further], _name_of(given[label], label))
        if any(op.effect not in ("pure", "may_raise") for op in walk(outlined.body) if isinstance(op, Call)):
            raise UnsupportedCallError(
                f"A function that `{callee_name(callee)}` is given does more than to compute its result",
                self.span,
                "It is called as often as the solver wants: print, draw random numbers and write outside of it.",
            )
        if any(isinstance(op.callee, FunctionRef) for op in walk(outlined.body) if isinstance(op, Call)):
            raise UnsupportedCallError("A recursive function is given to a solver", self.span, "Write it as a loop.")
        made, outer = self._closed(outlined)
        given["args"] = Pack((*further, *map(self.bind_value, outer)))
        return Const(Lifted(made))

    def _closed(self, function: Function) -> tuple[Function, list[Operand]]:
        """The function with what it reads from outside as parameters, and these values; of tuples, each part."""
        made = Builder(self.builder.infer, self.span)
        read = [v for v in free_values(function.body) if v not in function.params]
        outer, own = list[Operand](), list[Value]()

        def inside(value: Value) -> Value:
            if isinstance(value.type, Tuple) and value.type.cls is None:
                parts = [
                    inside(self.builder.call(operator.getitem, value, Const(k), type=kind, effect="pure"))
                    for k, kind in enumerate(value.type.elements)
                ]
                return made.call(containers.pack, *parts)
            outer.append(value)
            own.append(Value(value.name, value.type))
            return own[-1]

        renamed: dict[Operand, Operand] = {v: inside(v) for v in read}
        body = Region((*made.ops, *substitute(function.body, renamed).ops), ())
        body = replace(body, yields=substitute(Region((), function.body.yields), renamed).yields)
        return replace(function, params=(*function.params, *own), body=body, functions={}), outer

    def _as_tuple(self, args: Binding) -> Binding:
        """SciPy takes a single argument for a tuple of it."""
        single = isinstance(self.read(args).type, Scalar | Array)
        return Pack((args,)) if single else args

    def _known(self, binding: Binding) -> Any:
        return binding if isinstance(binding, _FUNCTIONS) else known(self.read(binding))

    def call_lifted(self, lifted: Lifted, args: list[Binding], name: str) -> Binding:
        """The operations of a function that was lifted, in place of its call."""
        function = lifted.function
        operands: dict[Operand, Operand] = dict(zip(function.params, map(self.read, args), strict=True))
        placed = clone(function.body, operands)
        for op in placed.ops:
            self.builder.add(op)
            if isinstance(op, Call):
                self.builder.definitions.update(dict.fromkeys(op.results, op))
        return self.bind_value(placed.yields[0], name)

    # -- given elsewhere ----------------------------------------------------------------------------------------

    def outline(self, function: Binding, args: list[Binding], name: str) -> tuple[Function, tuple[Operand, ...]]:
        """A call as a function of its own: see `Lowering`."""
        raise NotImplementedError
