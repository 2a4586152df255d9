"""Lowers `y.flat[...]`: elements by their numbers, of which slices are copies, and values that are repeated.

v = y.flat[:2]              t.0 = getitem y.0, slice(None, 2, None); v.0 = np.copy t.0
y.flat[1:] = [a, 1.0]       t.0 = flat_index y.0, ...; t.1 = np.resize ...; y.1 = store y.0, t.0, t.1
"""

from __future__ import annotations

import operator
from typing import TYPE_CHECKING, Any, TypeGuard

import gast
import numpy as np

from s2sad.analysis.inference import is_basic_index, known
from s2sad.errors import AliasingError, SourceSpan, UnsupportedSyntaxError
from s2sad.frontend.state import Binding, Pack, Ref, State, storages_of
from s2sad.ir.ops import Const, Operand
from s2sad.ir.types import Array, Scalar, dims_of
from s2sad.runtime.places import flat_index

if TYPE_CHECKING:
    from s2sad.frontend.lower import Lowering


class FlatIterator:
    """The class of packs that are `y.flat`, about to be subscripted: the array."""


def is_flat(binding: Binding) -> TypeGuard[Pack]:
    """Whether a binding is the `flat` of an array."""
    return isinstance(binding, Pack) and binding.cls is FlatIterator


def subscripted(low: Any, node: Any) -> Binding:
    """The binding of an expression of which an element or a part is meant."""
    if not isinstance(node, gast.Attribute) or node.attr != "flat":
        found: Binding = low.expression(node)
        return found
    owner: Binding = low.expression(node.value)
    if isinstance(owner, Ref) and isinstance(low.read(owner).type, Array):
        return Pack((owner,), FlatIterator)
    attribute: Binding = low.attribute(owner, "flat")
    return attribute


def refuse_named(low: Any, node: Any) -> None:
    """Refuse `f = y.flat`: what a slice of it is, is known only where it is written."""
    if not isinstance(node, gast.Attribute) or node.attr != "flat" or not isinstance(node.value, gast.Name):
        return
    owner = low.expression(node.value)
    if isinstance(owner, Ref) and isinstance(low.read(owner).type, Array):
        raise UnsupportedSyntaxError(
            "`flat` of an array is given a name", low.span, "Write `y.flat[...]` where it is used, or use y.ravel()."
        )


def flat_item(low: Lowering, flat: Pack, index: Operand, name: str) -> Binding:
    """`y.flat[index]`: an element, or a copy of several."""
    (owner,) = flat.elements
    _check_index(index, low.span)
    found = low.subscript(_in_order(low, owner), index, name)
    if isinstance(found, Ref) and is_basic_index(known(index)):
        return low.call(Const(np.copy), [found], {}, name)
    return found


def store_flat(low: Lowering, flat: Pack, index: Operand, value: Binding) -> None:
    """`y.flat[index] = value`: as often as it fits."""
    (owner,) = flat.elements
    assert isinstance(owner, Ref)
    _check_index(index, low.span)
    value = low.array_of(value)
    refuse_overlap(low.state, owner, value, low.span)
    ordered, kind = _in_order(low, owner), low.read(value).type
    part, _ = low.builder.infer(operator.getitem, (low.read(ordered), index), ())
    dims = dims_of(part)
    fits = not dims_of(kind) or isinstance(part, Scalar) or (dims_of(kind) == dims and None not in dims)
    if fits and isinstance(ordered, Ref) and ordered.storage is owner.storage:
        low.store_item(ordered, index, value)
        return
    places = low.call(Const(flat_index), [owner, index, value], {})
    if dims_of(kind):
        first = low.subscript(places, Const(0))
        value = low.call(Const(np.resize), [value, low.builder.call(np.size, low.read(first))], {})
    low.store_item(owner, low.read(places), value)


def refuse_overlap(state: State, owner: Ref, value: Binding, span: SourceSpan | None) -> None:
    """Refuse a value that may share the memory of the array: NumPy copies nothing beforehand."""
    near = {owner.storage} | state.overlaps.get(owner.storage, frozenset())
    if near & set(storages_of(value, state)):
        reason = "An array is assigned to `flat` that may share its memory: NumPy reads what it has written"
        raise AliasingError(reason, span, "Copy it: `a.flat = b.copy()`.")


def _in_order(low: Lowering, owner: Binding) -> Binding:
    """The elements in one row: a view, if the layout of the array is known to allow it."""
    kind = low.read(owner).type
    return owner if isinstance(kind, Array) and kind.ndim == 1 else low.call(Const(np.ravel), [owner], {})


def _check_index(index: Operand, span: SourceSpan | None) -> None:
    key = known(index)
    if key is None or isinstance(key, tuple):
        raise UnsupportedSyntaxError(
            "`flat` of an array is indexed with None or with a tuple", span, "Use one number, slice, list or mask."
        )
