"""Builtins that the compiler understands: they are decided by types, or become loops and plain operations.

len((a, b))  ->  2          isinstance(x, np.ndarray)  ->  True          sum(xs)  ->  a loop that adds
"""

from __future__ import annotations

import builtins
import collections
import copy
import functools
import math
import operator
import string
from typing import TYPE_CHECKING, Any

import numpy as np

from s2sad.errors import UnsupportedCallError
from s2sad.frontend import attribute_names, copied
from s2sad.frontend.builtin_containers import CONTAINERS, Handler, container_class
from s2sad.frontend.cached import CACHES
from s2sad.frontend.object_builtins import OBJECT_HANDLERS
from s2sad.frontend.ordering import ORDERING, of_nothing
from s2sad.frontend.state import (
    Binding,
    FunctionValue,
    Iteration,
    KeyedSet,
    Pack,
    Special,
    Super,
    is_keyed,
    is_placed,
)
from s2sad.frontend.stepwise import refuse_listing, refuse_one_more
from s2sad.ir.classes import class_of, classes_of
from s2sad.ir.ops import Const
from s2sad.ir.types import (
    INT,
    NONE,
    UNKNOWN,
    Array,
    Scalar,
    is_complex,
)
from s2sad.runtime import statements

if TYPE_CHECKING:
    from s2sad.frontend.lower import Lowering


def _range(low: Lowering, args: list[Binding], kwargs: dict[str, Binding], name: str) -> Binding:
    return low.builder.call(range, *map(low.read, args), name=name)


def _len(low: Lowering, args: list[Binding], kwargs: dict[str, Binding], name: str) -> Binding:
    return low.length(args[0])


def _iteration(kind: str) -> Handler:
    def handler(low: Lowering, args: list[Binding], kwargs: dict[str, Binding], name: str) -> Binding:
        return Iteration(kind, (*args, *kwargs.values()))

    return handler


def _reversed(low: Lowering, args: list[Binding], kwargs: dict[str, Binding], name: str) -> Binding:
    """`reversed`; of a list of places it is a loop over them backwards, of a dict one over its keys."""
    if is_placed(args[0]):
        return low.iterated(low.subscript(args[0], Const(slice(None, None, -1))))
    if is_keyed(args[0]) and args[0].cls is not KeyedSet:
        return Iteration("reversed", (low.iterated(args[0]),))
    return Iteration("reversed", tuple(args))


def _iter(low: Lowering, args: list[Binding], kwargs: dict[str, Binding], name: str) -> Binding | None:
    """`iter(xs)`: like a generator, it may be run over once, where it stands."""
    return Iteration("generator", (low.listed(low.iterated(args[0]), "t"),)) if len(args) == 1 else None


def _zip(low: Lowering, args: list[Binding], kwargs: dict[str, Binding], name: str) -> Binding:
    """`zip`; with `strict=True` sequences of different lengths raise, before anything is done with their elements."""
    made = Iteration("zip", tuple(args))
    refuse_one_more(low, args)
    strict = kwargs.get("strict")
    if strict is not None and not (isinstance(strict, Const) and not strict.value) and len(args) > 1:
        first = low.length(args[0])
        for other in args[1:]:
            low.branch(
                low.fold_or_call(operator.ne, first, low.length(other)),
                functools.partial(_unequal, low),
                lambda: None,
                frozenset(),
            )
    return made


def _unequal(low: Lowering) -> None:
    error = low.call(Const(ValueError), [Const("zip() arguments have different lengths")], {}, "error")
    low.builder.call(statements.raise_, low.read(error), type=NONE, effect="io")


def _isinstance(low: Lowering, args: list[Binding], kwargs: dict[str, Binding], name: str) -> Binding:
    value, classes = args
    expected = low.read(classes)
    if isinstance(value, FunctionValue):
        return Const(False)
    asked = expected.value if isinstance(expected, Const) else None
    container = container_class(low, value, asked)
    classes_ = (container,) if container is not None else classes_of(low.read(value).type)
    answers = {issubclass(cls, expected.value) for cls in classes_} if isinstance(expected, Const) else set()
    if len(answers) != 1:
        return low.builder.call(isinstance, low.read(value), expected, type=Scalar("bool", weak=True), effect="pure")
    return Const(answers.pop())


def _callable(low: Lowering, args: list[Binding], kwargs: dict[str, Binding], name: str) -> Binding:
    value = args[0]
    if isinstance(value, FunctionValue | Special):
        return Const(True)
    operand = low.read(value)
    return Const(callable(operand.value) if isinstance(operand, Const) else False)


def _print(low: Lowering, args: list[Binding], kwargs: dict[str, Binding], name: str) -> Binding:
    keywords = {k: low.read(v) for k, v in kwargs.items()}
    low.builder.call(print, *map(low.read, args), name=name, type=NONE, effect="io", **keywords)
    return Const(None)


def _pure_text(function: Any) -> Handler:
    def handler(low: Lowering, args: list[Binding], kwargs: dict[str, Binding], name: str) -> Binding:
        return low.builder.call(function, *map(low.read, args), name=name, type=UNKNOWN, effect="pure")

    return handler


def _slice(low: Lowering, args: list[Binding], kwargs: dict[str, Binding], name: str) -> Binding:
    start, stop, step = (Const(None), *args, Const(None)) if len(args) == 1 else (*args, Const(None))[:3]
    return Pack((start, stop, step), slice)


def _ndim(low: Lowering, args: list[Binding], kwargs: dict[str, Binding], name: str) -> Binding | None:
    match low.read(args[0]).type:
        case Array() as array:
            return Const(array.ndim)
        case Scalar():
            return Const(0)
        case _:
            return None


def _is_complex(answer: bool) -> Handler:
    def handler(low: Lowering, args: list[Binding], kwargs: dict[str, Binding], name: str) -> Binding | None:
        kind = low.read(args[0]).type
        return Const(is_complex(kind) == answer) if isinstance(kind, Array | Scalar) else None

    return handler


def _sign(low: Lowering, args: list[Binding], kwargs: dict[str, Binding], name: str) -> Binding | None:
    """The sign of a complex number is its phase z / |z|, which is not constant; 0 at 0."""
    x = low.read(args[0])
    if not is_complex(x.type) or kwargs or len(args) > 1:
        return None
    size = low.builder.call(np.absolute, x)
    is_zero = low.builder.call(operator.eq, size, Const(0))
    divisor = low.builder.call(operator.add, size, is_zero)
    return low.bind_value(low.builder.call(operator.truediv, x, divisor, name=name), name)


def _type(low: Lowering, args: list[Binding], kwargs: dict[str, Binding], name: str) -> Binding:
    kind = low.read(args[0]).type
    cls = container_class(low, args[0], None) or class_of(kind)
    if cls is None or (isinstance(kind, Scalar) and kind.mixed and not low.frames[-1].trusted):
        raise UnsupportedCallError("The type of this value is known only at run time", low.span)
    return Const(cls)


def _where(low: Lowering, args: list[Binding], kwargs: dict[str, Binding], name: str) -> Binding | None:
    """`np.where(condition)` -> `np.nonzero(condition)`."""
    return low.primitive(np.nonzero, args, {}, name) if len(args) == 1 and not kwargs else None


def _einsum(low: Lowering, args: list[Binding], kwargs: dict[str, Binding], name: str) -> Binding | None:
    """`np.einsum(a, [0, 1], b, [1, 2])` -> `np.einsum("ab,bc", a, b)`."""
    if not args or isinstance(low.read(args[0]), Const):
        return None
    lists = [low.known_elements(x) for x in args[1::2]]
    output = low.known_elements(args[-1]) if len(args) % 2 else None
    operands = args[0 : 2 * len(lists) : 2]

    def term(places: list[Binding]) -> str:
        values = [p.value for p in places if isinstance(p, Const)]
        return "".join("..." if v is Ellipsis else string.ascii_letters[v] for v in values)

    text = ",".join(map(term, lists)) + ("" if output is None else f"->{term(output)}")
    return low.primitive(np.einsum, [Const(text), *operands], kwargs, name)


CONSUMERS = (
    *(builtins.sum, builtins.max, builtins.min, list, tuple, set, frozenset, dict, sorted, any, all),
    *(math.prod, math.fsum, zip, enumerate, map, functools.reduce, collections.deque),
)
"""What takes an iterator and is done with it, or gives another iterator."""


def _function(low: Lowering, args: list[Binding], kwargs: dict[str, Binding], name: str) -> Binding:
    """What gives the function that it is given: `functools.update_wrapper`."""
    return args[0]


def _decorator(low: Lowering, args: list[Binding], kwargs: dict[str, Binding], name: str) -> Binding:
    """What gives a decorator that changes nothing of what a function computes: `functools.wraps(f)`."""
    return Special(_function)


def _partial(low: Lowering, args: list[Binding], kwargs: dict[str, Binding], name: str) -> Binding:
    return low.partial(args[0], args[1:], kwargs)


def _reduce(low: Lowering, args: list[Binding], kwargs: dict[str, Binding], name: str) -> Binding:
    """`functools.reduce`."""
    function, values, *start = args
    if low.has_known_length(values):
        count = len(low.delayed_elements(values))
        if not count and not start:
            return of_nothing(low, functools.reduce, [Const(None)], TypeError)
        result = start[0] if start else low.element_now(values, 0)
        for k in range(0 if start else 1, count):
            result = low.call(function, [result, low.element_now(values, k)], {}, name)
        return result
    if start:
        return low.accumulate(values, start[0], function, name)
    refuse_listing(low, values, function)
    values = low.as_list(values) if isinstance(values, Iteration) else values
    with low.unchanged_display(values):
        rest = low.subscript(values, Const(slice(1, None)))
        return low.accumulate(rest, low.subscript(values, Const(0)), function, name)


def _super(low: Lowering, args: list[Binding], kwargs: dict[str, Binding], name: str) -> Binding:
    frame = low.frames[-1]
    cell = frame.cells.get("__class__")
    parameters = frame.source.tree.args
    first = [*parameters.posonlyargs, *parameters.args][:1]
    if len(args) == 2 and isinstance(args[0], Const) and isinstance(args[0].value, type):
        return Super(args[1], args[0].value)
    if args or cell is None or not first:
        raise UnsupportedCallError("This form of `super` is not supported", low.span, "Write `super()` in a method.")
    return Super(low.state.names[frame][first[0].id], cell.cell_contents)


def _operator(function: Any) -> Handler:
    """An operator called by name, on sequences too."""

    def handler(low: Lowering, args: list[Binding], kwargs: dict[str, Binding], name: str) -> Binding:
        return low.binary(function, args[0], args[1], name)

    return handler


def _getitem(low: Lowering, args: list[Binding], kwargs: dict[str, Binding], name: str) -> Binding:
    return low.subscript(args[0], low.read(args[1]), name)


def _power(low: Lowering, args: list[Binding], kwargs: dict[str, Binding], name: str) -> Binding | None:
    """`pow` of integers with a modulus; other calls are left to its rule."""
    if len(args) != 3:
        return None
    operands = list(map(low.read, args))
    if all(isinstance(o, Const) and isinstance(o.value, int) for o in operands):
        return Const(pow(*(o.value for o in operands if isinstance(o, Const))))
    return low.builder.call(pow, *operands, name=name, type=INT, effect="may_raise")


HANDLERS: dict[Any, Handler] = {
    **CONTAINERS,
    pow: _power,
    functools.partial: _partial,
    functools.reduce: _reduce,
    map: _iteration("map"),
    super: _super,
    operator.getitem: _getitem,
    **{function: _operator(function) for function in (operator.add, operator.mul)},
    functools.wraps: _decorator,
    functools.update_wrapper: _function,
    **CACHES,
    **attribute_names.HANDLERS,
    **OBJECT_HANDLERS,
    range: _range,
    len: _len,
    enumerate: _iteration("enumerate"),
    zip: _zip,
    iter: _iter,
    reversed: _reversed,
    isinstance: _isinstance,
    callable: _callable,
    print: _print,
    str: _pure_text(str),
    repr: _pure_text(repr),
    slice: _slice,
    **ORDERING,
    copy.copy: copied.shallow,
    copy.deepcopy: copied.deep,
    np.ndim: _ndim,
    np.sign: _sign,
    np.iscomplexobj: _is_complex(True),
    np.isrealobj: _is_complex(False),
    type: _type,
    np.einsum: _einsum,
    np.where: _where,
}
"""Callee -> how it is lowered; a handler that gives None leaves the call to the rule table."""
