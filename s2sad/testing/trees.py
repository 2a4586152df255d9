"""Trees of floats and arrays, as vectors: leaves that are neither float nor complex are passed through.

vector({"a": 1.0, "b": np.ones(2)}, like=...)    ->  array([1., 1., 1.])
zeros((2.0, "name"))                             ->  (0.0, "name")
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeAlias

import numpy as np
import optree

from s2sad.errors import ArgumentError
from s2sad.runtime.tree import attributes, fitted, rebuilt

Tree: TypeAlias = Any
"""Nested tuples, lists, dicts, named tuples and dataclasses of floats and arrays."""

Vector: TypeAlias = "np.ndarray[Any, np.dtype[Any]]"


def mapped(function: Callable[..., Any], tree: Tree, *others: Tree) -> Tree:
    """Apply `function` to the leaves of `tree` and the same places of `others`; objects are nodes as well."""

    def visit(leaf: Any, *rest: Any) -> Any:
        names = attributes(leaf)
        if not names:
            return function(leaf, *rest)
        parts = [[getattr(value, name) for value in (leaf, *rest)] for name in names]
        return rebuilt(leaf, [mapped(function, *values) for values in parts])

    return optree.tree_map(visit, tree, *others, none_is_leaf=True)


def is_differentiable(leaf: Any) -> bool:
    """Whether a leaf is a float or complex number or array."""
    return isinstance(leaf, (float, complex, np.ndarray, np.generic)) and np.asarray(leaf).dtype.kind in "fc"


def pairs_of(like: Tree, *trees: Tree) -> list[tuple[Any, ...]]:
    """The leaves of all trees side by side, where the leaf of `like` is differentiable."""
    pairs: list[tuple[Any, ...]] = []

    def collect(*leaves: Any) -> None:
        if is_differentiable(leaves[0]):
            pairs.append(leaves)

    mapped(collect, like, *trees)
    return pairs


def vector(tree: Tree, like: Tree) -> Vector:
    """The differentiable leaves of a tree (those of `like`) in one vector."""
    parts = [np.ravel(leaf) for _, leaf in pairs_of(like, tree)]
    return np.concatenate(parts) if parts else np.zeros(0)


def pairing(a: Tree, b: Tree, like: Tree) -> float:
    """Real part of the sum of products, without conjugation, as in `vjp`."""
    return float(np.real(np.sum(vector(a, like) * vector(b, like))))


def fresh(tree: Tree) -> Tree:
    """A copy whose arrays the function under test may change in place."""
    return mapped(lambda leaf: leaf.copy() if isinstance(leaf, np.ndarray) else leaf, tree)


def zeros(tree: Tree) -> Tree:
    """The tangent of something that does not change: zeros of the same kind, other leaves as they are."""

    def zero(leaf: Any) -> Any:
        if isinstance(leaf, np.ndarray):
            return np.zeros_like(leaf)
        return type(leaf)(0) if isinstance(leaf, (int, float, complex, np.number, np.bool_)) else leaf

    return mapped(zero, tree)


def require_direction(tree: Tree, direction: Tree) -> None:
    """Refuse a direction of another structure or shape, and one that moves what is no float."""
    fitted(direction, tree, "x", "direction")

    def check(leaf: Any, along: Any) -> None:
        numeric = isinstance(leaf, (int, np.number, np.bool_, np.ndarray)) and not is_differentiable(leaf)
        if numeric and np.any(np.asarray(along) != 0):
            kind = getattr(leaf, "dtype", type(leaf).__name__)
            raise ArgumentError(
                f"the direction moves {leaf!r} of `x`, which is {kind}", hint="Pass floats: 1.0, not 1."
            )

    mapped(check, tree, direction)


def random_like(tree: Tree, generator: np.random.Generator) -> Tree:
    """A normally distributed direction for the differentiable leaves, zeros for the others."""

    def draw(leaf: Any) -> Any:
        if not is_differentiable(leaf):
            return zeros(leaf)
        value = generator.standard_normal(np.shape(leaf))
        if np.iscomplexobj(leaf):
            value = value + 1j * generator.standard_normal(np.shape(leaf))
        if isinstance(leaf, np.ndarray):
            return np.asarray(value, dtype=leaf.dtype)
        return type(leaf)(value)

    return mapped(draw, tree)


def shifted(tree: Tree, direction: Tree, step: complex) -> Tree:
    """`tree + step * direction` in double precision; every leaf is complex where the step is."""
    widen = np.complex128 if isinstance(step, complex) else np.float64

    def shift(leaf: Any, along: Any) -> Any:
        if not is_differentiable(leaf):
            return fresh(leaf)
        kind = np.complex128 if np.iscomplexobj(leaf) else widen
        moved = np.asarray(leaf).astype(kind) + step * np.asarray(along)
        return np.asarray(moved) if isinstance(leaf, np.ndarray) else kind(moved)

    return mapped(shift, tree, direction)
