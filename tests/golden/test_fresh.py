"""Golden files need NumPy alone: they are imported and run in an interpreter that has no s2sad."""

import pickle
import re
import subprocess
import sys
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from s2sad.testing.trees import pairs_of

from .programs import HERE, PROGRAMS, TEXTS, Program
from .test_golden import PENDING, arguments

WITH_HELPERS = {
    "containers/appended.forward",
    "containers/appended.reverse",
    "containers/data_class.reverse",
    "linalg/gaussian.reverse",
    "linalg/inverse.forward",
    "linalg/inverse.reverse",
    "linalg/solved.reverse",
    "loops/over_zip.reverse",
    "products/bilinear.reverse",
}
"""Texts in which a call of `s2sad.runtime` is left; this set may only shrink."""


def texts() -> list[tuple[Program, str]]:
    """All golden files of programs that the compiler takes."""
    return [(p, mode) for p in PROGRAMS if p.name not in PENDING for mode in TEXTS]


def uses_helpers(program: Program, mode: str) -> bool:
    """Whether s2sad is imported."""
    return re.search(r"^(from|import) s2sad", program.file(mode).read_text(), re.MULTILINE) is not None


@cache
def fresh_results() -> dict[tuple[str, str], object]:
    """What the fresh interpreter computes, for all golden files at once."""
    folders = sorted({str(p.path.parent) for p in PROGRAMS})
    site = str(Path(np.__file__).parents[1])
    chosen = [(p, mode) for p, mode in texts() if not uses_helpers(p, mode)]
    work = [(str(p.file(mode)), p.derivative(mode).__name__, pickle.dumps(arguments(p, mode))) for p, mode in chosen]
    run = subprocess.run(
        [sys.executable, "-I", "-S", str(HERE / "fresh.py")],
        input=pickle.dumps(([*folders, site], work)),
        capture_output=True,
        check=False,
    )
    assert run.returncode == 0, run.stderr.decode()
    return {(p.name, mode): r for (p, mode), r in zip(chosen, pickle.loads(run.stdout), strict=True)}


def test_helpers_left_in() -> None:
    assert {f"{p.name}.{mode}" for p, mode in texts() if uses_helpers(p, mode)} == WITH_HELPERS


@pytest.mark.parametrize(("program", "mode"), [pytest.param(*t, id=f"{t[0].name}.{t[1]}") for t in texts()])
def test_runs_without_s2sad(program: Program, mode: str) -> None:
    if uses_helpers(program, mode):
        pytest.skip("a runtime helper is left in")
    found = fresh_results()[program.name, mode]
    expected = program.derivative(mode)(*arguments(program, mode))
    assert not isinstance(found, str), f"module {found} is missing"
    assert all(np.array_equal(a, b) for a, b in pairs_of(expected, found))
