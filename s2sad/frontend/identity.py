"""Whether two bindings are one object: known when compiling where the program made one of them.

o = P(a); q = o; L = [o, P(a)]       o is q: True      o is L[1]: False      o in L: True      L.index(o): 0
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from s2sad.errors import UnsupportedSyntaxError
from s2sad.frontend.state import Binding, Entries, Items, Ref, near
from s2sad.ir.ops import Value
from s2sad.ir.types import Unknown

if TYPE_CHECKING:
    from s2sad.frontend.overloads import Overloads


def is_same_object(low: Overloads, a: Binding, b: Binding) -> bool | None:
    """Whether two bindings are one object; None where the values tell when the program runs.

    Raises:
        UnsupportedSyntaxError: it depends on the run, and the object is not there as a value that keeps its identity.
    """
    if isinstance(a, Ref) and isinstance(b, Ref) and a.storage is b.storage and a.path == b.path:
        return True
    for one, other in ((a, b), (b, a)):
        if not isinstance(one, Ref) or not _is_display(low, one):
            continue
        if isinstance(other, Ref) and one.storage not in near(other, low.state):
            return False
        if isinstance(other, Ref) or (isinstance(other, Value) and isinstance(other.type, Unknown)):
            reason = "Whether this is one object under two names is known only at run time"
            raise UnsupportedSyntaxError(reason, low.span, "Compare what tells them apart: an index, a name, a number.")
        return False
    return None


def is_compared_by_identity(low: Overloads, binding: Binding) -> bool:
    """Whether `==` of an object of the program asks if it is the same one."""
    cls = low.user_class(binding)
    return cls is not None and getattr(cls, "__eq__", None) is object.__eq__


def where_it_is(low: Overloads, elements: Sequence[Binding], value: Binding) -> list[int] | None:
    """The indices at which a list has an object; None where the values tell when the program runs."""
    if not is_compared_by_identity(low, value):
        return None
    found = [is_same_object(low, each, value) for each in elements]
    return [k for k, same in enumerate(found) if same] if None not in found else None


def _is_display(low: Overloads, ref: Ref) -> bool:
    return not ref.path and isinstance(low.state.current[ref.storage], Items | Entries)
