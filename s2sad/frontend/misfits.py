"""Operators that Python refuses for the types of their operands: found when compiling, with the place.

x + "a", x * None, x @ x and x[0] of a float, len(x) of a number        TypeError
"""

from __future__ import annotations

import operator
from typing import Any

import numpy as np

from s2sad.errors import DifferentiationTypeError, SourceSpan
from s2sad.ir.ops import Operand
from s2sad.ir.printer import callee_name
from s2sad.ir.types import (
    Array,
    FixedList,
    List,
    Map,
    Never,
    Record,
    Scalar,
    Static,
    Tuple,
    Type,
    Unknown,
    dims_of,
    is_int,
)
from s2sad.ir.words import in_words


def refuse_operands(callee: Any, left: Operand, right: Operand, span: SourceSpan | None) -> None:
    """Refuse a binary operator that has no meaning for these operands."""
    a, b = left.type, right.type
    if any(isinstance(kind, Unknown | Never) or (isinstance(kind, Scalar) and kind.integral) for kind in (a, b)):
        return
    if not (_is_misfit(callee, a, b) or _is_misfit(callee, b, a)):
        return
    if callee is operator.mod and _is_text(a):
        return  # formatting
    reason = f"`{callee_name(callee)}` of {in_words(a)} and {in_words(b)} is a TypeError"
    raise DifferentiationTypeError(reason, span).is_raised(TypeError)


def refuse_operand(callee: Any, operand: Operand, span: SourceSpan | None) -> None:
    """Refuse a unary operator, `len` or a loop that has no meaning for its operand."""
    kind = operand.type
    number = isinstance(kind, Scalar) and callee in (len, iter)
    if number or (callee not in (len, iter) and (_is_container(kind) or _is_text(kind) or _is_none(kind))):
        reason = f"`{callee_name(callee)}` of {in_words(kind)} is a TypeError"
        raise DifferentiationTypeError(reason, span).is_raised(TypeError)


def refuse_cast(kind: Type, target: Type, span: SourceSpan | None) -> None:
    """Refuse a result that NumPy does not put into an array, as a part of it would be lost."""
    if not isinstance(kind, Scalar | Array) or not isinstance(target, Array) or kind.integral:
        return
    if not np.can_cast(np.dtype(kind.dtype), np.dtype(target.dtype), "same_kind"):
        reason = f"A result of dtype {kind.dtype} is put into an array of {target.dtype}: NumPy raises a TypeError"
        hint = f"Make the array with dtype={kind.dtype}."
        raise DifferentiationTypeError(reason, span, hint).is_raised(TypeError)


def refuse_depth(part: Type, nested: Type, span: SourceSpan | None) -> None:
    """Refuse lists that are nested more deeply than the part of an array to which they are assigned has axes."""
    if isinstance(part, Scalar | Array) and isinstance(nested, Array) and nested.ndim > len(dims_of(part)):
        reason = f"Lists with {nested.ndim} levels are assigned to {in_words(part)}: NumPy raises a ValueError"
        raise DifferentiationTypeError(reason, span, "Write as many levels as there are axes.").is_raised(ValueError)


def refuse_index(owner: Operand, key: Any, span: SourceSpan | None) -> None:
    """Refuse an element of a number."""
    harmless = key is None or key is Ellipsis or key == ()
    if isinstance(owner.type, Scalar) and not harmless and not isinstance(key, tuple | Type):
        error = DifferentiationTypeError(f"An element is taken of {in_words(owner.type)}", span)
        raise error if owner.type.mixed else error.is_raised(TypeError if owner.type.weak else IndexError)


def _is_misfit(callee: Any, a: Type, b: Type) -> bool:
    """Whether an operator has no meaning because of the first of two types."""
    if isinstance(a, Scalar) and callee is operator.matmul:
        return True
    if _is_text(a):
        return isinstance(b, Scalar | Array) and not (callee is operator.mul and is_int(b))
    return _is_none(a) or (_is_container(a) and not _is_set_operation(callee, a, b))


def _is_set_operation(callee: Any, a: Type, b: Type) -> bool:
    """Whether an operator may be one of dicts whose keys are known only at run time, or the elements of a list."""
    if isinstance(a, Map | Record) and isinstance(b, Map | Record):
        return callee is operator.or_
    return isinstance(b, Array) or (isinstance(b, Scalar) and not b.weak)


def _is_container(kind: Type) -> bool:
    return isinstance(kind, List | FixedList | Record | Map) or (isinstance(kind, Tuple) and kind.cls is not slice)


def _is_text(kind: Type) -> bool:
    return isinstance(kind, Static) and isinstance(kind.value, str | bytes)


def _is_none(kind: Type) -> bool:
    return isinstance(kind, Static) and kind.value is None
