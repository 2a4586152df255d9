"""The derivative of a program that Numba compiles is compiled by Numba; docs/numba.md lists the exceptions."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from s2sad.testing.trees import pairs_of

from .programs import TEXTS, Program
from .test_golden import arguments, taken

numba = pytest.importorskip("numba")

PAGE = Path(__file__).parents[2] / "docs" / "numba.md"


def exceptions() -> set[str]:
    """The golden files named in the table of docs/numba.md: `branches/piecewise.reverse`."""
    return set(re.findall(r"^\| `([\w/.]+)`", PAGE.read_text(), re.MULTILINE)) if PAGE.exists() else set()


def compiled(function: Callable[..., Any], arguments: tuple[object, ...]) -> Any:
    """The result in nopython mode, or Numba's complaint."""
    try:
        return numba.njit(function)(*arguments)
    except (numba.core.errors.NumbaError, NotImplementedError) as error:
        return error


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("program", taken())
def test_numba_compiles_the_derivative(program: Program) -> None:
    if isinstance(compiled(program.function, program.args), Exception):
        pytest.skip("Numba does not compile the program itself")
    for mode in TEXTS:
        derivative = program.derivative(mode)
        found = compiled(derivative, arguments(program, mode))
        expected = derivative(*arguments(program, mode))
        listed = f"{program.name}.{mode}" in exceptions()
        assert isinstance(found, Exception) == listed, str(found)
        if not listed:
            pairs = pairs_of(expected, found)
            assert all(np.allclose(a, b, rtol=1e-10, atol=1e-12) for a, b in pairs)
