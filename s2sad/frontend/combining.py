"""Functions of `itertools` that combine elements: written out, or by the places of the elements.

combinations((u, v, w), 2)              (u, v), (u, w), (v, w)
combinations(xs, 2)                     [(xs[i], xs[j]) for i, j in combinations(range(len(xs)), 2)]
list(accumulate((u, v, w), f))          [u, t := f(u, v), f(t, w)]
"""

from __future__ import annotations

import itertools
import operator
from typing import TYPE_CHECKING, Any

from s2sad.errors import UnsupportedCallError
from s2sad.frontend.state import Binding, Items, Pack
from s2sad.frontend.stepwise import acts_when_asked
from s2sad.ir.ops import Call, Const, Value
from s2sad.ir.types import INT, List, Range, Tuple
from s2sad.runtime import combining

if TYPE_CHECKING:
    from s2sad.frontend.lower import Lowering

Words = dict[str, Binding]


def _combined(function: Any) -> Any:
    def handler(low: Lowering, args: list[Binding], kwargs: Words, name: str) -> Binding:
        words = {k: v.value for k, v in kwargs.items() if isinstance(v, Const)}
        given = [a.value if isinstance(a, Const) and isinstance(a.value, int) else a for a in args]
        if any(not isinstance(a, int) and low.count_of(a) is None for a in given):
            return _by_places(low, function, given, words, name)
        found = function(*(a if isinstance(a, int) else low.unrolled_elements(a) for a in given), **words)
        return Pack(tuple(Pack(e) if isinstance(e, tuple) else e for e in found))

    return handler


def _by_places(low: Lowering, function: Any, given: list[Any], words: dict[str, Any], name: str) -> Binding:
    """The combinations of sequences of which the lengths are known only at run time; the calls list them at once."""
    sequences = [a for a in given if not isinstance(a, int)]
    sizes = [*(a for a in given if isinstance(a, int)), *words.values()]
    if function is itertools.chain or (function is not itertools.product and not sizes):
        raise UnsupportedCallError(
            f"`itertools.{function.__name__}` of something whose length is known only at run time",
            low.span,
            "Write loops over indices.",
        )
    if any(acts_when_asked(low, each) for each in sequences):
        reason = "Elements are made one by one, and a function that is called meanwhile may change something"
        raise UnsupportedCallError(reason, low.span, "Write a list, `[...]`, for the elements.")
    count = sizes[0] if sizes else 1
    pools = sequences * (count if function is itertools.product else 1)
    ends = [_end_of_range(low, pool) for pool in pools]
    lists = [low.as_list(pool) if end is None else pool for pool, end in zip(pools, ends, strict=True)]
    lengths = [low.length(pool) if end is None else end for pool, end in zip(lists, ends, strict=True)]
    width = len(pools) if function is itertools.product else count
    places = low.bind_value(
        low.builder.call(
            combining.places,
            Const(function),
            Const(None if function is itertools.product else count),
            *lengths,
            name=name,
            type=List(Tuple((INT,) * width)),
            effect="pure",
        ),
        name,
    )
    if None not in ends:
        return places
    elements = tuple(lists if function is itertools.product else lists * width)
    return low.call_function(low.python_function(combining.at_places, None), [Pack(elements), places], {}, name)


def _end_of_range(low: Lowering, binding: Binding) -> Any:
    """`n` of `range(n)`, whose elements are their places; None of anything else."""
    made = low.builder.definitions.get(binding) if isinstance(binding, Value) else None
    is_range = isinstance(made, Call) and made.callee is range and len(made.args) == 1
    return made.args[0] if is_range and isinstance(made, Call) and isinstance(made.result.type, Range) else None


def _accumulated(low: Lowering, args: list[Binding], kwargs: Words, name: str) -> Binding:
    """`itertools.accumulate`, which is taken at once: see `ONE_BY_ONE`."""
    values = args[0] if args else kwargs["iterable"]
    function = args[1] if len(args) > 1 else kwargs.get("func", Const(None))
    start = kwargs.get("initial", Const(None))
    if isinstance(function, Const) and function.value is None:
        function = Const(operator.add)
    first = [] if isinstance(start, Const) and start.value is None else [start]
    if low.count_of(values) is None:
        function_of_all = combining.accumulated_from if first else combining.accumulated
        made = low.python_function(function_of_all, None)
        return low.call_function(made, [low.as_list(values), function, *first], {}, name)
    found = first
    for k in range(len(low.delayed_elements(values))):
        element = low.element_now(values, k)
        found.append(low.call(function, [found[-1], element], {}, name) if found else element)
    return low.new_items(Items(tuple(found)), name)


def _filled(low: Lowering, args: list[Binding], kwargs: Words, name: str) -> Binding:
    """`itertools.zip_longest`, which is taken at once: see `ONE_BY_ONE`."""
    fill = kwargs.get("fillvalue", Const(None))
    if any(low.count_of(each) is None for each in args):
        raise UnsupportedCallError(
            "`itertools.zip_longest` of something whose length is known only at run time",
            low.span,
            "Write a loop over indices.",
        )
    rows = itertools.zip_longest(*map(low.unrolled_elements, args), fillvalue=fill)
    return low.new_items(Items(tuple(map(Pack, rows))), name)


ONE_BY_ONE = (itertools.accumulate, itertools.zip_longest)
"""What makes its elements when they are asked for, and here all at once: what takes it must do so, too."""

COMBINING: dict[Any, Any] = {
    itertools.accumulate: _accumulated,
    itertools.zip_longest: _filled,
    **{
        function: _combined(function)
        for function in (
            itertools.product,
            itertools.combinations,
            itertools.combinations_with_replacement,
            itertools.permutations,
            itertools.chain,
        )
    },
}
"""Callee -> how it is lowered, as in `builtins`."""
