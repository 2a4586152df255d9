"""What a class of the user makes of `+=`, of loops and of names of operators, where `special_methods` does not say it.

v += w            v = V.__iadd__(v, w)
for x in v:       for x in V.__iter__(v):
"""

from __future__ import annotations

import operator
from collections.abc import Callable
from typing import Any

from s2sad.frontend.displays import Displays
from s2sad.frontend.state import Binding
from s2sad.ir.ops import Const

IN_PLACE_METHODS: dict[Callable[..., Any], str] = {
    operator.add: "__iadd__",
    operator.sub: "__isub__",
    operator.mul: "__imul__",
    operator.truediv: "__itruediv__",
    operator.floordiv: "__ifloordiv__",
    operator.mod: "__imod__",
    operator.pow: "__ipow__",
    operator.matmul: "__imatmul__",
    operator.and_: "__iand__",
    operator.or_: "__ior__",
    operator.xor: "__ixor__",
    operator.lshift: "__ilshift__",
    operator.rshift: "__irshift__",
}
"""Function of `operator` -> the method of an augmented assignment."""


class Overloads(Displays):
    """The part of lowering that handles special methods beside operators."""

    def user_class(self, binding: Binding) -> type | None:
        """The class of an object that is a value of the program; None of constants."""
        return None if isinstance(binding, Const) else self.class_of_object(binding)

    def iterated(self, binding: Binding) -> Binding:
        """What iterating over something runs over: what `__iter__` gives, where its class writes that."""
        found = None if isinstance(binding, Const) else self.by_special(binding, "__iter__", [])
        return binding if found is None else found
