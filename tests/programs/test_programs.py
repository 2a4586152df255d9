"""Programs as people write them, in both modes and at second order."""

from __future__ import annotations

import copy
from typing import Any

import numpy as np
import optree
import pytest

from s2sad import jvp, vjp
from s2sad.testing import check_grads, complex_step

from .table import CASES, Case
from .twins import twin

EACH = [pytest.param(case, id=f"{case.name}_{k}") for k, case in enumerate(CASES)]
MARKED = [
    pytest.param(*p.values, id=p.id, marks=pytest.mark.slow if p.values[0].slow else ())
    for p in EACH
    if p.values[0].order
]


def direction(tree: Any, generator: np.random.Generator) -> Any:
    """A direction for the floats of a structure, zeros for the rest."""

    def draw(leaf: Any) -> Any:
        if isinstance(leaf, float):
            return float(generator.standard_normal())
        return generator.standard_normal(leaf.shape) if isinstance(leaf, np.ndarray) else leaf

    return optree.tree_map(draw, tree)


def dot(a: Any, b: Any) -> float:
    pairs = zip(optree.tree_leaves(a), optree.tree_leaves(b), strict=True)
    return float(sum(np.sum(x * y) for x, y in pairs if not isinstance(y, bool)))


@pytest.mark.parametrize("case", MARKED)
def test_derivatives(case: Case, thorough: bool) -> None:
    check_grads(case.function, case.args, order=case.order if thorough else 1)


@pytest.mark.parametrize("case", [p for p in EACH if not p.id.startswith("fft_energy")])  # complex inside
def test_complex_step(case: Case) -> None:
    generator = np.random.default_rng(3)
    v = direction(case.args, generator)
    reference = twin(case.reference or case.function)
    expected = complex_step(lambda args: reference(*args), case.args, v)
    out, out_dot = jvp(case.function, copy.deepcopy(case.args), v)
    w = direction(out, generator)
    _, pullback = vjp(case.function, *copy.deepcopy(case.args))
    scale = max(1.0, abs(dot(w, expected)))
    assert abs(dot(w, out_dot) - dot(w, expected)) <= 1e-12 * scale
    assert abs(dot(pullback(w), v) - dot(w, out_dot)) <= 1e-12 * scale
