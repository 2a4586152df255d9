"""Tuples whose length is known only at run time: lists that nobody changes, and tuples again where they leave.

t = tuple(v * v for v in x)      t.0 = for v in x collect v * v        t.1 = tuple t.0 where it is returned
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from s2sad.errors import SourceSpan, UnsupportedSyntaxError
from s2sad.frontend.state import Binding, Ref
from s2sad.ir.ops import Operand
from s2sad.ir.types import Array, List, Unknown

if TYPE_CHECKING:
    from s2sad.frontend.lower import Lowering
    from s2sad.frontend.storage import Storages


def is_long_tuple(binding: Binding) -> bool:
    """Whether a binding is a tuple whose length is known only at run time."""
    return isinstance(binding, Ref) and not binding.path and binding.storage.like is tuple


def refuse_long_index(index: Operand, owner: Callable[[], Operand], span: SourceSpan | None) -> None:
    """Refuse `x[t]`, which reaches as many axes of an array as the tuple is long."""
    if isinstance(index.type, List) and index.type.cls is tuple and isinstance(owner().type, Array | Unknown):
        reason = "An array is indexed by a tuple whose length is known only at run time"
        raise UnsupportedSyntaxError(reason, span, "Write the tuple with its elements: `x[i, j]`.")


def long_tuple(low: Lowering, elements: Binding, name: str) -> Binding:
    """`tuple(elements)`."""
    if is_long_tuple(elements):
        return elements
    made = low.listed(elements, name)
    kind = low.read(made).type
    if not isinstance(made, Ref) or not isinstance(kind, List):
        reason = "A tuple is made of something of which it is not known what it is"
        raise UnsupportedSyntaxError(reason, low.span, "Write a list: `list(...)` in the place of `tuple(...)`.")
    return as_tuple(low, made)


def as_tuple(low: Storages, made: Binding) -> Binding:
    """A list that was just made, and that nobody else names, as a tuple."""
    is_list = isinstance(made, Ref) and isinstance(low.read(made).type, List)
    return low.made_like(made, tuple) if is_list else made  # type: ignore[arg-type] # it is a Ref


def sum_of_tuples(low: Lowering, left: Binding, right: Binding) -> Binding | None:
    """`left + right` of tuples of which the length of one at least is not known; None of other things."""
    if not (is_long_tuple(left) or is_long_tuple(right)):
        return None
    if any(not is_long_tuple(each) and low.tuple_elements(each) is None for each in (left, right)):
        return None
    made = low.listed(left, "t")
    low.list_extend(made, right)
    return long_tuple(low, made, "t")
