"""Sums, extrema and sorted lists.

sum(xs)  ->  a loop that adds          max(xs, key=f)  ->  the element at the position of the greatest key
"""

from __future__ import annotations

import builtins
import operator
from typing import TYPE_CHECKING, Any

import numpy as np

from s2sad.errors import UnsupportedCallError
from s2sad.frontend.builtin_containers import Handler
from s2sad.frontend.cuts import cuts_of
from s2sad.frontend.state import Binding, Items, Iteration
from s2sad.frontend.stepwise import refuse_listing
from s2sad.ir.joins import element_type
from s2sad.ir.ops import Const, Operand
from s2sad.ir.types import Array, FixedList, List, Never, Object, Scalar, Tuple, Unknown
from s2sad.runtime import containers

if TYPE_CHECKING:
    from s2sad.frontend.lower import Lowering


def _sum(low: Lowering, args: list[Binding], kwargs: dict[str, Binding], name: str) -> Binding:
    start: Binding = args[1] if len(args) > 1 else kwargs.get("start", Const(0))
    if low.has_known_length(args[0]):
        elements = low.known_elements(args[0])
        total = start
        if len(elements) > 1 and isinstance(start, Const) and start.value == 0 and _is_number(low, elements[0]):
            total, elements = elements[0], elements[1:]
        for element in elements:
            total = low.binary(operator.add, total, element, name)
        return total
    return low.accumulate(args[0], start, operator.add, name)


def _is_number(low: Lowering, binding: Binding) -> bool:
    """Whether `0 + v` is nothing but `v`: not of bools, which it counts."""
    kind = low.read(binding).type
    return isinstance(kind, Array | Scalar) and np.dtype(kind.dtype).kind != "b"


def _running_extremum(low: Lowering, function: Any, iterable: Binding, name: str) -> Binding | None:
    """`max(xs)` of a list or an array whose length is known only at run time."""
    values = low.as_list(iterable) if isinstance(iterable, Iteration) else iterable
    if isinstance(low.read(values).type, Unknown) and not low.is_list(values):
        return low.builder.call(containers.extreme, Const(function), low.read(values), name=name)
    if not low.is_list(values) and not isinstance(low.read(values).type, Array):
        return None
    if isinstance(element_type(low.read(values).type), Object | List | FixedList | Tuple):
        return _extreme_element(low, function, [values])
    rest = low.subscript(values, Const(slice(1, None)))
    return low.accumulate(rest, low.subscript(values, Const(0)), function, name)


def _extreme_element(low: Lowering, function: Any, args: list[Binding], key: Binding | None = None) -> Binding:
    """`max(xs, key=f)`, and `max` of what is compared element by element: the first of those that are greatest."""
    values = args[0] if len(args) == 1 else low.new_items(Items(tuple(args)), "t")
    if key is None:
        listed = keys = low.as_list(values)
    else:
        refuse_listing(low, values, key)
        with low.unchanged_display(values, arrays=True):
            listed = low.as_list(values)
            keys = low.listed(Iteration("map", (key, listed)), "keys")
    return low.subscript(listed, low.builder.call(containers.extreme_position, Const(function), low.read(keys)))


def of_nothing(low: Lowering, function: Any, before: list[Operand], python: type[Exception] = ValueError) -> Operand:
    """A call of what has no elements, for which Python raises: it is left to be raised, as it may never be reached."""
    if low.trying:
        message = f"`{function.__name__}` of nothing"
        raise UnsupportedCallError(message, low.span, "Give it an element.").is_raised(python)
    empty = low.read(low.new_items(Items(()), "t"))
    return low.builder.call(function, *before, empty, type=Never(), effect="io")


def _extremum(function: Any) -> Handler:
    def handler(low: Lowering, args: list[Binding], kwargs: dict[str, Binding], name: str) -> Binding | None:
        if "default" in kwargs and len(args) == 1:
            default = kwargs.pop("default")
            values = low.as_list(args[0]) if isinstance(args[0], Iteration) else args[0]
            return low.choose(
                low.condition(low.length(values)),
                lambda: low.call(Const(function), [values], kwargs),
                lambda: default,
                name,
            )
        if kwargs.keys() == {"key"}:
            return _extreme_element(low, function, args, kwargs["key"])
        elements = args if len(args) > 1 else None
        if elements is None and low.has_known_length(args[0]):
            elements = low.known_elements(args[0])
        if elements is None:
            return _running_extremum(low, function, args[0], name)
        if not elements:
            return of_nothing(low, function, [])
        if any(low.tuple_elements(e) is not None or low.is_list(e) or low.user_class(e) for e in elements):
            return _extreme_element(low, function, args)
        result: Operand = low.read(elements[0])
        for element in elements[1:]:
            result = low.builder.call(function, result, low.read(element), name=name)
        return result

    return handler


def _sorted(low: Lowering, args: list[Binding], kwargs: dict[str, Binding], name: str) -> Binding | None:
    """`sorted`: of known constants now; by a key, the elements in the order of their keys."""
    key = kwargs.get("key")
    backwards = low.read(kwargs.get("reverse", Const(False)))
    values = args[0]
    if key is None and low.has_known_length(values):
        elements = low.known_elements(values)
        if all(isinstance(e, Const) for e in elements) and isinstance(backwards, Const):
            found = sorted((e.value for e in elements if isinstance(e, Const)), reverse=bool(backwards.value))
            return low.new_items(Items(tuple(map(Const, found))), name)
    listed = low.as_list(values)
    keys = low.listed(Iteration("map", (key, listed)), "keys") if key is not None else listed
    order = low.builder.call(containers.order_of, low.read(keys), backwards)
    made = low.builder.call(containers.ordered, low.read(listed), order)
    return low.fresh_list(made, listed, name=name, cuts=cuts_of(low, listed))


ORDERING: dict[Any, Handler] = {
    sorted: _sorted,
    builtins.sum: _sum,
    builtins.max: _extremum(builtins.max),
    builtins.min: _extremum(builtins.min),
}
"""Callee -> how it is lowered, as in `builtins`."""
