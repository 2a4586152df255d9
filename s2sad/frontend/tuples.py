"""Tuples whose length is known only at run time: lists that nobody changes, and tuples again where they leave.

t = tuple(v * v for v in x)      t.0 = for v in x collect v * v        t.1 = tuple t.0 where it is returned
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeGuard

from s2sad.errors import SourceSpan, UnsupportedSyntaxError
from s2sad.frontend.state import Binding, Entries, Items, Pack, Ref
from s2sad.ir.joins import element_type
from s2sad.ir.ops import Const, Operand, Value
from s2sad.ir.types import Array, FixedList, List, Tuple, Unknown

if TYPE_CHECKING:
    from s2sad.frontend.displays import Displays
    from s2sad.frontend.lower import Lowering
    from s2sad.frontend.storage import Storages


AT_RUN_TIME = -1


def is_long_tuple(binding: Binding) -> TypeGuard[Ref]:
    """Whether a binding is a tuple whose length is known only at run time."""
    return isinstance(binding, Ref) and not binding.path and binding.storage.like is tuple


def refuse_long_index(index: Operand, owner: Callable[[], Operand], span: SourceSpan | None) -> None:
    """Refuse `x[t]`, which reaches as many axes of an array as the tuple is long."""
    if isinstance(index.type, List) and index.type.cls is tuple and isinstance(owner().type, Array | Unknown):
        reason = "An array is indexed by a tuple whose length is known only at run time"
        raise UnsupportedSyntaxError(reason, span, "Write the tuple with its elements: `x[i, j]`.")


def lengthened(low: Displays, binding: Binding, name: str) -> Ref:
    """A tuple as one whose length is known only at run time.

    Raises:
        UnsupportedSyntaxError: its elements are of many kinds.
    """
    if is_long_tuple(binding):
        return binding
    elements = low.known_elements(binding)
    listed = low.read(low.new_items(Items(tuple(elements)), name))
    if isinstance(element_type(listed.type), Unknown):
        reason = f"The length of the tuple `{name}` is known only at run time, and its elements are of many kinds"
        raise UnsupportedSyntaxError(reason, low.span, "Give its elements one kind, or several tuples.")
    made = low.made_like(low.bind_reference(listed, name), tuple)
    for each in elements:
        low.share(made.storage, each)
    return made


def differ_in_length(a: int | None, b: int | None) -> bool:
    """Whether two lengths of tuples are not one length that is known."""
    return a is not None and b is not None and (a != b or a == AT_RUN_TIME)


def length_of_tuple(low: Storages, binding: Binding | None) -> int | None:
    """The length of a tuple, `AT_RUN_TIME` if nothing more is known; None of named tuples, and of other things."""
    if isinstance(binding, Pack):
        return len(binding.elements) if binding.cls is None else None
    if isinstance(binding, Const):
        return len(binding.value) if type(binding.value) is tuple else None
    if not isinstance(binding, Ref | Value):
        return None
    if is_long_tuple(binding):
        return AT_RUN_TIME
    if isinstance(binding, Ref) and isinstance(low.state.current[binding.storage], Items | Entries):
        return None
    kind = low.read(binding).type
    return len(kind.elements) if isinstance(kind, Tuple) and kind.cls is None else None


def long_tuple(low: Lowering, elements: Binding, name: str) -> Binding:
    """`tuple(elements)`."""
    if is_long_tuple(elements):
        return elements
    made = low.listed(elements, name)
    kind = low.read(made).type
    if not isinstance(made, Ref) or not isinstance(kind, List | FixedList):
        reason = "A tuple is made of something of which it is not known what it is"
        raise UnsupportedSyntaxError(reason, low.span, "Write a list: `list(...)` in the place of `tuple(...)`.")
    return as_tuple(low, made)


def as_tuple(low: Storages, made: Binding) -> Binding:
    """A list that was just made, and that nobody else names, as a tuple."""
    if isinstance(made, Ref) and isinstance(low.read(made).type, List | FixedList):
        return low.made_like(made, tuple)
    return made


def sum_of_tuples(low: Lowering, left: Binding, right: Binding) -> Binding | None:
    """`left + right` of tuples of which the length of one at least is not known; None of other things."""
    if not (is_long_tuple(left) or is_long_tuple(right)):
        return None
    if any(not is_long_tuple(each) and low.tuple_elements(each) is None for each in (left, right)):
        return None
    if not is_long_tuple(left):
        made = low.listed(left, "t")
        low.list_extend(made, right)
        return long_tuple(low, made, "t")
    return with_elements(low, left, right)


def with_elements(low: Lowering | Displays, first: Ref, more: Binding) -> Ref:
    """A tuple that begins with the elements of a long one: nobody changes it, so that its list need not be copied."""
    made = low.fresh_list(low.read(first), first, name=first.storage.label)
    assert isinstance(made, Ref)
    if low.has_known_length(more):
        for each in low.known_elements(more):
            low.list_append(made, each)
    else:
        low.list_extend(made, more)
    return low.made_like(made, tuple)
