"""Generated texts are as recorded, run as recorded, and give the derivative.

`pytest tests/golden --update-goldens` writes them again; what is executed and compared is always the file.
"""

import os
import re
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

import s2sad
from .programs import PROGRAMS, SUFFIXES, TEXTS, Program
from s2sad import testing

MAX_COLUMNS = 100
PENDING = {
}
"""Programs that the compiler does not take yet, and why."""


def cases(*skipped: str) -> list[object]:
    """All programs as parameters; those that are pending are expected to fail."""
    return [
        pytest.param(p, id=p.name, marks=[pytest.mark.xfail(reason=PENDING[p.name])] if p.name in PENDING else [])
        for p in PROGRAMS
        if p.name not in skipped
    ]


def directions(program: Program) -> list[tuple[object, ...]]:
    """Two random directions of the arguments that are differentiated."""
    generator = np.random.default_rng(7)
    return [
        tuple(
            testing._random_like(a, generator) if k in program.positions else testing._zeros(a)
            for k, a in enumerate(program.args)
        )
        for _ in range(2)
    ]


def close(found: object, expected: object) -> bool:
    """Equal to 1e-12, relative to max(1, |expected|)."""
    return bool(np.abs(found - expected) <= testing.SHARP * max(1.0, np.abs(expected)))


@pytest.mark.parametrize("program", cases())
@pytest.mark.parametrize("mode", SUFFIXES)
def test_text_is_as_recorded(program: Program, mode: str, update_goldens: bool) -> None:
    text = program.source(mode)
    if update_goldens:
        program.file(mode).write_text(text)
    assert program.file(mode).read_text() == text
    assert program.source(mode) == text


@pytest.mark.parametrize("program", cases())
def test_golden_files_give_the_derivative(program: Program) -> None:
    reverse, forward = (program.derivative(mode) for mode in TEXTS)
    for v in directions(program):
        expected = testing.complex_step(lambda args: program.twin(*args), program.args, v)
        bars = reverse(*program.args)
        chosen = tuple(program.args[k] for k in program.positions)
        along = tuple(v[k] for k in program.positions)
        bars = (bars,) if isinstance(program.argnums, int) else bars
        testing._require_alike("the gradient", bars, chosen)
        assert close(testing._dot(bars, along, chosen), expected)
        value, dot = forward(*program.args, *along)
        assert close(dot, expected)
        if program.order == 1:
            assert close(value, program.function(*program.args))


@pytest.mark.parametrize("program", cases())
def test_plain_text_gives_the_same_numbers(program: Program) -> None:
    """Optimised, as recorded, and not optimised."""
    for mode in TEXTS:
        plain = s2sad_function(program, mode)
        along = [directions(program)[0][k] for k in program.positions] if mode == "forward" else []
        found, expected = plain(*program.args, *along), program.derivative(mode)(*program.args, *along)
        pairs = testing._pairs(expected, found)
        assert pairs
        assert all(np.allclose(b, a, rtol=1e-12, atol=1e-12) for a, b in pairs)


def s2sad_function(program: Program, mode: str):  # noqa: ANN201
    text = program.source(mode, optimize=False)
    namespace: dict[str, object] = {"__name__": "plain"}
    exec(compile(text, f"<plain {program.name}>", "exec"), namespace)
    found = [v for v in namespace.values() if getattr(v, "__module__", None) == "plain"]
    return found[-1]
