"""What a pullback keeps: the numbers that were overwritten or are needed, no copies of whole arrays per write."""

from __future__ import annotations

import numpy as np
import optree
import pytest

from s2sad import vjp

from . import dynamics, linear_systems, series


def kept(function, *args) -> int:
    """How many numbers the pullback holds, ranges and other descriptions not counted."""
    _, pullback = vjp(function, *args)
    leaves = optree.tree_leaves(pullback.kept, none_is_leaf=False)
    return sum(np.size(leaf) for leaf in leaves if isinstance(leaf, float | np.floating | np.ndarray))


def bands(n: int) -> list[np.ndarray]:
    generator = np.random.default_rng(0)
    return [generator.standard_normal(n) + 5.0 * (k == 1) for k in range(4)]


@pytest.mark.parametrize(
    ("function", "arguments", "per_element"),
    [
        (series.cumulative_product, lambda n: (np.linspace(0.9, 1.1, n),), 2),
        (series.cumulative_product_in_place, lambda n: (np.linspace(0.9, 1.1, n),), 2),
        (series.running_product, lambda n: (np.linspace(0.9, 1.1, n),), 3),
        (linear_systems.thomas, bands, 11),
        (linear_systems.thomas_in_place, bands, 11),
    ],
)
def test_a_loop_over_elements(function, arguments, per_element) -> None:
    """A number or two per write, and the arrays that are read again."""
    for n in (50, 100):
        assert kept(function, *arguments(n)) <= per_element * n + 10


def test_elimination_keeps_two_numbers_per_update() -> None:
    n = 8
    matrix = np.eye(n) * 5.0 + np.random.default_rng(0).standard_normal((n, n))
    updates = sum((n - 1 - k) * (n - k) for k in range(n))
    assert kept(linear_systems.lu_in_place, matrix) <= 2 * updates + n * n


def test_relaxation_keeps_one_number_per_update() -> None:
    u = np.random.default_rng(0).standard_normal((7, 6))
    sweeps = 3
    assert kept(linear_systems.red_black_sor, u, u, 1.2, sweeps) <= sweeps * 5 * 4 + u.size + 10


def test_leapfrog_keeps_one_field_per_step() -> None:
    u = np.random.default_rng(0).standard_normal((12, 12))
    steps = 9
    assert kept(dynamics.wave, u, 0.5, steps) <= steps * 10 * 10 + 4 * u.size
