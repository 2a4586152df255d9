"""Results of a function that must be memory of their own: copies of arguments, views and parts of each other.

return pack x_bar, x_bar       x_bar.1 = np.copy x_bar; return pack x_bar, x_bar.1
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from s2sad.analysis.memory import Memory, Tokens, tokens_overlap
from s2sad.analysis.ownership import HOLDERS
from s2sad.analysis.undefined import maybe_undefined
from s2sad.codegen.copying import copy_of
from s2sad.codegen.writes import is_write
from s2sad.ir.ops import Call, Function, Operand, Operation, Region, Value
from s2sad.rules.table import RuleTable
from s2sad.runtime import containers, tree


class _Results:
    """Copies what a function must hand out as memory of its own."""

    def __init__(self, function: Function, rules: RuleTable) -> None:
        self.memory = Memory(rules, function)
        self.definitions: dict[Operand, Call] = {
            r: op for op in function.body.ops if isinstance(op, Call) for r in op.results
        }
        self.missing = maybe_undefined(function)
        self.added: list[Operation] = []
        self.seen: Tokens = frozenset()

    def note(self, operand: Operand, path: tuple[int, ...], fresh: tuple[tuple[int, ...], ...]) -> None:
        """Remember the memory of the results that need not be fresh."""
        definition = self.definitions.get(operand)
        if path in fresh:
            return
        if definition is not None and definition.callee is containers.pack:
            for k, part in enumerate(definition.args):
                self.note(part, (*path, k), fresh)
        else:
            self.seen |= self.memory.of(operand)

    def fixed(self, operand: Operand, path: tuple[int, ...], fresh: tuple[tuple[int, ...], ...]) -> Operand:
        """The result with copies where they are needed."""
        if path in fresh:
            return self._own(operand)
        definition = self.definitions.get(operand)
        if definition is None or definition.callee is not containers.pack:
            return operand
        return self._rebuilt(definition, [self.fixed(a, (*path, k), fresh) for k, a in enumerate(definition.args)])

    def _rebuilt(self, definition: Call, parts: list[Operand]) -> Operand:
        if all(a is b for a, b in zip(parts, definition.args, strict=True)):
            return definition.result
        result = Value(definition.result.name, definition.result.type)
        self.added.append(replace(definition, results=(result,), args=tuple(parts)))
        return result

    def _own(self, operand: Operand) -> Operand:
        definition = self.definitions.get(operand)
        if definition is not None and definition.callee in HOLDERS and not is_write(definition):
            return self._rebuilt(definition, [self._own(a) for a in definition.args])
        if definition is not None and definition.callee is tree.restored:
            return self._rebuilt(definition, [self._own(definition.args[0]), definition.args[1]])
        tokens = self.memory.of(operand)
        if not tokens:
            return operand
        view = definition is not None and definition.callee is np.broadcast_to
        if view or not all(t.owned for t in tokens) or tokens_overlap(tokens, self.seen):
            copy = copy_of(operand, self.missing)
            self.added.append(copy)
            return copy.result
        self.seen |= tokens
        return operand


def own_results(function: Function, rules: RuleTable) -> Function:
    """The function with copies of results that are not memory of its own: arguments, views, parts of each other."""
    if not function.fresh:
        return function
    results = _Results(function, rules)
    results.note(function.result, (), function.fresh)
    result = results.fixed(function.result, (), function.fresh)
    return replace(function, body=Region((*function.body.ops, *results.added), (result, *function.body.yields[1:])))
