"""Functions that are called very often: they are lowered once and called by reference, where that is possible."""

from __future__ import annotations

import linecache
from typing import Any

import numpy as np
import pytest

from s2sad import grad, source
from s2sad.frontend import copies_of_bodies
from s2sad.testing import check_grads


def family(first: str, rest: str, name: str) -> dict[str, Any]:
    """The functions f0 and f1 to f5, each of which calls the one before twice."""
    text = (
        "import numpy as np\n"
        + first
        + "".join(rest.replace("N", str(k)).replace("M", str(k - 1)) for k in range(1, 6))
    )
    linecache.cache[name] = (len(text), None, text.splitlines(keepends=True), name)
    made: dict[str, Any] = {"__name__": name}
    exec(compile(text, name, "exec"), made)
    return made


PURE = family(
    "def f0(x):\n    return np.sin(x) * 1.1\n", "def fN(x):\n    return 0.5 * (fM(x) + fM(x + 0.1))\n", "pure.py"
)
KEPT = family(
    "def f0(x, seen):\n    seen.append(x)\n    return np.sin(x) * 1.1\n",
    "def fN(x, seen):\n    return 0.5 * (fM(x, seen) + fM(x + 0.1, seen))\n",
    "kept.py",
)


@pytest.fixture(autouse=True)
def low_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(copies_of_bodies, "MANY_COPIES", 8)
    monkeypatch.setattr(copies_of_bodies, "MANY_STATEMENTS", 32)


def test_each_level_is_one_function() -> None:
    text = source(PURE["f5"], args=(0.3,))
    assert text.count("def ") == 2 * 3 + 1
    assert len(text.splitlines()) < 120


def test_few_copies_stay_in_place() -> None:
    assert source(PURE["f3"], args=(0.3,)).count("def ") == 1


@pytest.mark.parametrize("level", [3, 5])
def test_derivatives_of_both_orders(level: int) -> None:
    check_grads(PURE[f"f{level}"], (0.3,), order=2)
    check_grads(PURE[f"f{level}"], (np.array([0.3, -0.4]),), order=2)


def test_what_cannot_be_called_by_reference_stays_in_place() -> None:
    def program(x):
        seen = []
        y = KEPT["f5"](x, seen)
        return y * len(seen) + seen[3]

    expected = sum(np.cos(0.3 + 0.1 * bin(k).count("1")) for k in range(32)) * 1.1 + 1.0
    np.testing.assert_allclose(grad(program)(0.3), expected, rtol=1e-12)
