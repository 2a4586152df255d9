"""Jacobians from their rows or columns: trees of trees, as in JAX.

`from_rows([g0, g1], out, x)` stacks the cotangents of `x` for each number of `out`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from s2sad.errors import DifferentiationTypeError
from s2sad.runtime.tree import parts_of, rebuilt, zeros_like


def _is_float(leaf: Any) -> bool:
    return np.asarray(leaf).dtype.kind in "fc"


def basis_of(value: Any, name: str) -> Iterator[Any]:
    """The unit vectors of the space of a tree, leaf by leaf, entry by entry; leaves that are no floats have none.

    Raises:
        DifferentiationTypeError: there is something in it, but no float.
    """
    if not _holds_float(value) and not _is_empty(value):
        raise DifferentiationTypeError(f"a Jacobian needs floats: `{name}` holds {_held(value)}")
    yield from _units(value)


def _holds_float(value: Any) -> bool:
    parts = parts_of(value)
    return _is_float(value) if parts is None else any(map(_holds_float, parts))


def _is_empty(value: Any) -> bool:
    parts = parts_of(value)
    return parts is not None and all(map(_is_empty, parts))


def _held(value: Any) -> str:
    """What is in a tree, by the name of a class."""
    parts = parts_of(value)
    return _held(parts[0]) if parts else str(getattr(value, "dtype", None) or type(value).__name__)


def _units(value: Any) -> Iterator[Any]:
    parts = parts_of(value)
    if parts is not None:
        zeros = [zeros_like(p) for p in parts]
        for k, part in enumerate(parts):
            for unit in _units(part):
                yield rebuilt(value, [*zeros[:k], unit, *zeros[k + 1 :]])
    elif not _is_float(value):
        return
    elif np.ndim(value) == 0 and not isinstance(value, np.ndarray):
        yield type(value)(1)
    else:
        for k in range(value.size):
            unit = np.zeros_like(value)
            unit.flat[k] = 1
            yield unit


def require_floats(value: Any, name: str) -> None:
    """Refuse a tree that holds no floats."""
    for _ in basis_of(value, name):
        break


def count(value: Any) -> int:
    """How many numbers with derivatives a tree holds."""
    parts = parts_of(value)
    if parts is not None:
        return sum(map(count, parts))
    return int(np.size(value)) if _is_float(value) else 0


def _shared_out(values: Sequence[Any], parts: Sequence[Any]) -> Iterator[tuple[Sequence[Any], Any]]:
    """The values that belong to the numbers of each part, beside the part."""
    start = 0
    for part in parts:
        n = count(part)
        yield values[start : start + n], part
        start += n


def from_columns(columns: Sequence[Any], out: Any, x: Any) -> Any:
    """The Jacobian of `out` with respect to `x` from one tangent of `out` per number of `x`."""
    parts = parts_of(out)
    if parts is not None:
        inner = [[(parts_of(c) or [])[k] for c in columns] for k in range(len(parts))]
        return rebuilt(out, [from_columns(c, p, x) for c, p in zip(inner, parts, strict=True)])
    return _columns_for_leaf(columns, out, x) if _is_float(out) else zeros_like(out)


def _columns_for_leaf(columns: Sequence[Any], out: Any, x: Any) -> Any:
    parts = parts_of(x)
    if parts is not None:
        return rebuilt(x, [_columns_for_leaf(c, out, p) for c, p in _shared_out(columns, parts)])
    if not _is_float(x):
        return zeros_like(x)
    if np.ndim(x) == 0 and not isinstance(x, np.ndarray):
        return columns[0]
    shape = np.shape(out) + np.shape(x)
    if not columns:
        return np.zeros(shape, np.result_type(out))
    return np.stack([np.asarray(c) for c in columns], axis=-1).reshape(shape)


def from_rows(rows: Sequence[Any], out: Any, x: Any) -> Any:
    """The Jacobian of `out` with respect to `x` from one cotangent of `x` per number of `out`."""
    parts = parts_of(out)
    if parts is not None:
        return rebuilt(out, [from_rows(r, p, x) for r, p in _shared_out(rows, parts)])
    return _rows_for_leaf(rows, out, x) if _is_float(out) else zeros_like(out)


def _rows_for_leaf(rows: Sequence[Any], out: Any, x: Any) -> Any:
    parts = parts_of(x)
    if parts is not None:
        inner = [[(parts_of(r) or [])[k] for r in rows] for k in range(len(parts))]
        return rebuilt(x, [_rows_for_leaf(r, out, p) for r, p in zip(inner, parts, strict=True)])
    if not _is_float(x):
        return zeros_like(x)
    if np.ndim(out) == 0 and not isinstance(out, np.ndarray):
        return rows[0]
    shape = np.shape(out) + np.shape(x)
    if not rows:
        return np.zeros(shape, np.result_type(x))
    return np.stack([np.asarray(r) for r in rows]).reshape(shape)


def ones_like(value: Any) -> Any:
    """A tree like `value` whose floats are one."""
    parts = parts_of(value)
    if parts is not None:
        return rebuilt(value, map(ones_like, parts))
    if not _is_float(value):
        return zeros_like(value)
    return np.ones_like(value) if isinstance(value, np.ndarray) else type(value)(1)
