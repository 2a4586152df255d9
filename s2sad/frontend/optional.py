"""Values that are None or of one type: what uses them as if they were not None makes them values of that type.

m = None; if c: m = x * 2     m: float64[n] or None
m[0] = 1.0                    m.1 = present m; m.2 = store m.1, 0, 1.0
"""

from __future__ import annotations

from s2sad.frontend.state import Binding, Entries, Items, Ref
from s2sad.frontend.storage import Storages
from s2sad.ir.ops import Operand, Value
from s2sad.ir.types import Perhaps
from s2sad.runtime import containers


def assure(low: Storages, binding: Binding) -> None:
    """From here on, where Python would raise if it were None, a name means something that is there."""
    if isinstance(binding, Ref) and not binding.path:
        content = low.state.current[binding.storage]
        if not isinstance(content, Items | Entries):
            low.state.current[binding.storage] = present(low, content)


def present(low: Storages, operand: Operand) -> Operand:
    """A value that is not None, as one of which the type says so."""
    if not isinstance(operand.type, Perhaps):
        return operand
    name = operand.name if isinstance(operand, Value) else "t"
    return low.builder.call(containers.present, operand, name=name)
