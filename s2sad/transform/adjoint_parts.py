"""The adjoint of what a call does to a container or to memory: each part gets that of its place.

p = pack a, b             a_bar += p_bar[0]; b_bar += p_bar[1]
x.2 = store x.1, i, v     v_bar += x_bar[i]; x_bar[i] = 0.0
t = getitem xs, i         xs_bar[i] += t_bar
"""

from __future__ import annotations

import operator
from collections.abc import Callable
from typing import Any

import numpy as np

from s2sad.analysis.inference import container_item, known
from s2sad.errors import MissingRuleError
from s2sad.ir.builder import Builder
from s2sad.ir.classes import field_names
from s2sad.ir.ops import Call, Const, Operand, Value
from s2sad.ir.types import (
    UNKNOWN,
    Array,
    FixedList,
    List,
    Object,
    Record,
    Scalar,
    Tuple,
    Type,
    Unknown,
    children,
    dims_of,
    is_numeric,
)
from s2sad.runtime import containers, indexing, tree
from s2sad.transform.apply import matched
from s2sad.transform.bars import Bars, Piece
from s2sad.transform.masks import both, lanes_of, without_lanes
from s2sad.transform.parts import container_keys, name_of, part_position, read_part
from s2sad.transform.real_parts import as_wide


def container_read(op: Call, bars: Bars, varied: set[Operand]) -> None:
    """An indexed read adds to the part that it read."""
    container, index = op.args
    y_bar = bars.take(op.result)
    if y_bar is None:
        return
    key = known(index)
    if isinstance(container.type, Tuple | FixedList | Record) and isinstance(key, int | str):
        if isinstance(container.type, Tuple | FixedList) and isinstance(key, int) and key < 0:
            key += len(container.type.elements)
        bars.part(container, key, op.result).contribute(op.result, y_bar)
        return
    if isinstance(index, Const) and isinstance(index.value, slice) and index.value == slice(None, None, -1):
        mask = bars.bars[op.result].mask
        if isinstance(mask, Value) and isinstance(mask.type, List):
            mask = bars.builder.call(operator.getitem, mask, index, type=mask.type, effect="pure")
        bars.contribute(container, bars.builder.call(operator.getitem, y_bar, index), mask, clean=mask is not None)
        return
    read, kind = container, container.type
    if isinstance(kind, List) and kind.cls is tuple:  # nothing is added to an element of a tuple
        kind = List(kind.element)
        read = bars.builder.call(list, container, type=kind, effect="pure")
    if isinstance(key, slice):
        whole = bars.builder.call(tree.zeros_like, read, type=kind, effect="pure")
        filled = bars.builder.call(
            tree.list_updated, whole, index, y_bar, type=kind, effect="pure", name=name_of(container)
        )
    else:
        filled = bars.builder.call(indexing.scatter_add, y_bar, index, read, type=kind, effect="may_raise")
    if read is not container:
        filled = bars.builder.call(tuple, filled, type=container.type, effect="pure")
    bars.contribute(container, filled)


def _pack(op: Call, bars: Bars, varied: set[Operand]) -> None:
    for k, element in enumerate(op.args):
        _to_part(op, bars, varied, k, element)


def _to_part(op: Call, bars: Bars, varied: set[Operand], key: Any, element: Operand) -> None:
    if element in varied:
        part = bars.part_bar(op.result, key, element)
        if part is not None:
            mask = bars.bars[op.result].mask
            if isinstance(mask, Value) and isinstance(mask.type, FixedList | Tuple) and isinstance(key, int):
                mask = bars.builder.call(operator.getitem, mask, Const(key), name="mask")
            is_kept = isinstance(mask, Value) and is_numeric(element.type) and is_numeric(mask.type)
            bars.contribute(element, part, mask if is_kept else None, clean=is_kept)


def _build_dict(op: Call, bars: Bars, varied: set[Operand]) -> None:
    for key, element in zip(known(op.args[0]), op.args[1:], strict=True):
        _to_part(op, bars, varied, key, element)


def _build_object(op: Call, bars: Bars, varied: set[Operand]) -> None:
    is_tuple = isinstance(op.result.type, Tuple)
    for k, (name, element) in enumerate(zip(known(op.args[1]), op.args[2:], strict=True)):
        _to_part(op, bars, varied, k if is_tuple else name, element)


def _read_attribute(op: Call, bars: Bars, varied: set[Operand]) -> None:
    y_bar = bars.take(op.result)
    if y_bar is not None:
        owner, name = op.args
        if isinstance(owner.type, Unknown):
            bars.contribute_at(owner, Piece(name, y_bar))
            return
        key = known(name)
        if isinstance(owner.type, Tuple):
            key = field_names(owner.type.cls).index(key)
        bars.part(owner, key, op.result).contribute(op.result, y_bar)


def _appended(op: Call, bars: Bars, varied: set[Operand]) -> None:
    xs, v = op.args
    xs_bar = bars.take(op.result)
    if xs_bar is None:
        return
    if v in varied:
        kind = as_wide(v.type, _element(op.result.type))
        last = bars.builder.call(operator.getitem, xs_bar, Const(-1), type=kind, effect="pure", name=name_of(v))
        bars.contribute(v, last)
    if xs in varied:
        kind = as_wide(xs.type, op.result.type)
        rest = bars.builder.call(containers.without_last, xs_bar, type=kind, effect="pure", name=name_of(xs))
        bars.contribute(xs, rest)


def _element(kind: Type) -> Type:
    """The type of the elements of a list; unknown of anything else."""
    return kind.element if isinstance(kind, List) else UNKNOWN


def _store(op: Call, bars: Bars, varied: set[Operand]) -> None:
    x, index, v = op.args
    if isinstance(x.type, Object):
        _rejoined_part(op, bars, varied, x, known(index), v)
    else:
        _write(op, bars, varied, x, index, v)


def _write(op: Call, bars: Bars, varied: set[Operand], x: Operand, index: Operand, v: Operand) -> None:
    """The adjoint of a write: the part written belongs to `v`, and to `x` no more."""
    mask = bars.take_masked(op.result)[1] if is_numeric(x.type) else None
    y_bar = bars.take(op.result)
    if y_bar is None:
        return
    builder = bars.builder
    if not is_numeric(x.type):
        _list_write(builder, bars, varied, y_bar, x, index, v)
        return
    if not dims_of(x.type) and _is_condition(index.type):
        _write_number_if(bars, varied, y_bar, x, index, v)
        return
    whole = _is_whole(index, x)
    if v in varied:
        callee: Any = indexing.read_written if indexing.may_repeat_type(known(index)) else operator.getitem
        if whole:
            part: Operand = y_bar
        else:
            part = builder.call(callee, y_bar, index, name=name_of(v))
        bars.contribute(v, matched(builder, part, v), _mask_of_written(bars, v, part, index, mask), clean=True)
    if x in varied and not whole:
        rest = builder.call(indexing.updated, y_bar, index, Const(0.0), name=name_of(x), type=y_bar.type)
        bars.contribute(x, rest, _mask_of_rest(bars, x, index, mask), clean=True)


def _mask_of_written(bars: Bars, v: Operand, part: Operand, index: Operand, mask: Operand | None) -> Operand | None:
    """The lanes of what was written, if it has a lane for each element that it was written to."""
    if v not in bars.exposed.lanes or not isinstance(mask, Value):
        return None
    if isinstance(mask.type, Scalar):
        return mask
    same = dims_of(part.type) == dims_of(v.type) and not _is_condition(index.type)
    return bars.builder.call(operator.getitem, mask, index, name="mask") if same else None


def _mask_of_rest(bars: Bars, x: Operand, index: Operand, mask: Operand | None) -> Operand | None:
    """The lanes of an array that a write left alone."""
    if x not in bars.exposed.lanes and lanes_of(index, x) is None:
        return None
    rest = without_lanes(bars.builder, x, index)
    return both(bars.builder, mask, rest) if isinstance(mask, Value) else rest


def _is_condition(kind: Type) -> bool:
    """Whether an index may say that nothing is chosen."""
    if isinstance(kind, Tuple):
        return any(map(_is_condition, kind.elements))
    return isinstance(kind, Unknown) or (isinstance(kind, Scalar | Array) and kind.dtype == "bool")


def _write_number_if(
    bars: Bars, varied: set[Operand], y_bar: Operand, x: Operand, condition: Operand, v: Operand
) -> None:
    """The adjoint of a write to an array without axes under a condition."""
    builder = bars.builder
    if not isinstance(condition.type, Scalar | Array):
        raise MissingRuleError("A write to an array without axes has no derivative for such an index")
    if v in varied:
        part = builder.call(operator.getitem, builder.call(np.asarray, y_bar), condition, name=name_of(v))
        bars.contribute(v, matched(builder, part, v))
    if x in varied:
        bars.contribute(x, builder.call(np.where, condition, Const(0.0), y_bar, name=name_of(x)))


def _is_whole(index: Operand, x: Operand) -> bool:
    """Whether `x[index] = v` replaces all elements; a number has one, which all writes but conditional ones replace."""
    if not dims_of(x.type):
        return True
    if not isinstance(index, Const):
        return False
    parts = index.value if isinstance(index.value, tuple) else (index.value,)
    return all(part is Ellipsis or (isinstance(part, slice) and part == slice(None)) for part in parts)


def _list_write(
    builder: Builder, bars: Bars, varied: set[Operand], y_bar: Operand, x: Operand, index: Operand, v: Operand
) -> None:
    if isinstance(index, Const) and index.value == slice(None):  # all of a list is replaced
        if v in varied:
            bars.contribute(v, y_bar)
        return
    if v in varied:
        kind = as_wide(v.type, container_item(y_bar.type, known(index)) or UNKNOWN)
        part = builder.call(operator.getitem, y_bar, index, type=kind, effect="pure", name=name_of(v))
        bars.contribute(v, part)
    if x in varied:
        kind = x.type.element if isinstance(x.type, List) else container_item(x.type, known(index)) or v.type
        other_length = any(map(_has_list, (v.type, kind))) or (isinstance(kind, FixedList) and kind != v.type)
        like = x if other_length else y_bar  # the list that was there may have had another length
        old = builder.call(operator.getitem, like, index, type=kind, effect="pure")
        nothing = builder.call(tree.zeros_like, old, type=kind, effect="pure")
        whole = as_wide(x.type, y_bar.type)
        rest = builder.call(tree.list_updated, y_bar, index, nothing, type=whole, effect="pure", name=name_of(x))
        bars.contribute(x, rest)


def _has_list(kind: Type) -> bool:
    return isinstance(kind, List | Unknown) or any(map(_has_list, children(kind)))


def _rejoined(op: Call, bars: Bars, varied: set[Operand]) -> None:
    parent, key, *arguments, part = op.args
    if isinstance(key, Const) and callable(key.value) and not isinstance(key.value, type(Ellipsis)):
        _rejoined_view(op, bars, varied, key.value, tuple(arguments), part)
        return
    position = part_position(op.result, known(key))
    if position is not None:
        _rejoined_part(op, bars, varied, parent, position, part)
    else:
        _write(op, bars, varied, parent, key, part)


def _rejoined_view(
    op: Call, bars: Bars, varied: set[Operand], view: Any, arguments: tuple[Operand, ...], part: Operand
) -> None:
    """A write through a view that covers the whole array: its adjoint is the view of the adjoint."""
    y_bar = bars.take(op.result)
    if y_bar is not None and part in varied:
        bars.contribute(part, bars.builder.call(view, y_bar, *arguments, name=name_of(part), type=part.type))


def _rejoined_part(op: Call, bars: Bars, varied: set[Operand], parent: Operand, key: Any, part: Operand) -> None:
    for each in container_keys(op.result):
        element: Operand = part if each == key else read_part(bars.builder, parent, each)
        y_bar = bars.part_bar(op.result, each, element)
        if y_bar is None:
            continue
        if each == key:
            bars.contribute(part, y_bar)
        elif parent in varied:
            bars.part(parent, each, element).contribute(element, y_bar)


STRUCTURAL: dict[Any, Callable[[Call, Bars, set[Operand]], None]] = {
    containers.pack: _pack,
    containers.build_list: _pack,
    containers.build_dict: _build_dict,
    containers.build_object: _build_object,
    containers.read_attribute: _read_attribute,
    containers.appended: _appended,
    containers.store: _store,
    indexing.updated: _store,
    containers.rejoined: _rejoined,
}
"""How a call that makes, reads or writes parts passes adjoints on."""
