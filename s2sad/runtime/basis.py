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
    """The unit vectors of the space of a tree, leaf by leaf, entry by entry."""
    parts = parts_of(value)
    if parts is not None:
        zeros = [zeros_like(p) for p in parts]
        for k, part in enumerate(parts):
            for unit in basis_of(part, name):
                yield rebuilt(value, [*zeros[:k], unit, *zeros[k + 1 :]])
        return
    if isinstance(value, int | bool | np.integer | np.bool_) or not _is_float(value):
        raise DifferentiationTypeError(f"a Jacobian needs floats: `{name}` holds {type(value).__name__}")
    if np.ndim(value) == 0 and not isinstance(value, np.ndarray):
        yield type(value)(1)
        return
    for k in range(value.size):
        unit = np.zeros_like(value)
        unit.flat[k] = 1
        yield unit


def require_floats(value: Any, name: str) -> None:
    """Refuse a tree that holds something else than floats."""
    for _ in basis_of(value, name):
        break


def count(value: Any) -> int:
    """How many numbers a tree holds."""
    parts = parts_of(value)
    return sum(map(count, parts)) if parts is not None else int(np.size(value))


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
    return _columns_for_leaf(columns, out, x)


def _columns_for_leaf(columns: Sequence[Any], out: Any, x: Any) -> Any:
    parts = parts_of(x)
    if parts is not None:
        return rebuilt(x, [_columns_for_leaf(c, out, p) for c, p in _shared_out(columns, parts)])
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
    return _rows_for_leaf(rows, out, x)


def _rows_for_leaf(rows: Sequence[Any], out: Any, x: Any) -> Any:
    parts = parts_of(x)
    if parts is not None:
        inner = [[(parts_of(r) or [])[k] for r in rows] for k in range(len(parts))]
        return rebuilt(x, [_rows_for_leaf(r, out, p) for r, p in zip(inner, parts, strict=True)])
    if np.ndim(out) == 0 and not isinstance(out, np.ndarray):
        return rows[0]
    shape = np.shape(out) + np.shape(x)
    if not rows:
        return np.zeros(shape, np.result_type(x))
    return np.stack([np.asarray(r) for r in rows]).reshape(shape)


def ones_like(value: Any) -> Any:
    """A tree like `value` whose numbers are one."""
    parts = parts_of(value)
    if parts is not None:
        return rebuilt(value, map(ones_like, parts))
    return np.ones_like(value) if isinstance(value, np.ndarray) else type(value)(1)
