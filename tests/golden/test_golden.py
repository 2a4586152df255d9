"""Generated texts are as recorded, run as recorded, and give the derivative.

`pytest tests/golden --update-goldens` writes them again; what is executed and compared is always the file.
"""

from types import ModuleType

import numpy as np
import pytest
from _pytest.mark import ParameterSet

from s2sad import testing
from s2sad.testing.report import require_alike
from s2sad.testing.trees import pairing, pairs_of, random_like, zeros

from .programs import PROGRAMS, SUFFIXES, TEXTS, Program, last_function

PENDING = {
    "masks/where_sqrt": "the tangent divides by zero in a lane that is not taken, with a warning",
}
"""Programs whose derivative is wrong or refused for now, and why."""


def cases() -> list[ParameterSet]:
    """All programs as parameters; those that are pending are expected to fail."""
    return [
        pytest.param(p, id=p.name, marks=[pytest.mark.xfail(reason=PENDING[p.name])] if p.name in PENDING else [])
        for p in PROGRAMS
    ]


def taken() -> list[ParameterSet]:
    """The programs that are not pending."""
    return [pytest.param(p, id=p.name) for p in PROGRAMS if p.name not in PENDING]


def directions(program: Program) -> list[tuple[object, ...]]:
    """Two random directions of the arguments that are differentiated."""
    generator = np.random.default_rng(7)
    return [
        tuple(random_like(a, generator) if k in program.positions else zeros(a) for k, a in enumerate(program.args))
        for _ in range(2)
    ]


def arguments(program: Program, mode: str) -> tuple[object, ...]:
    """The arguments of a golden file: tangents come last."""
    along = [directions(program)[0][k] for k in program.positions] if mode == "forward" else []
    return (*program.args, *along)


def close(found: object, expected: object) -> bool:
    """Equal to 1e-12, relative to max(1, |expected|)."""
    return bool(np.abs(found - expected) <= testing.SHARP * max(1.0, np.abs(expected)))


@pytest.mark.parametrize("program", [pytest.param(p, id=p.name) for p in PROGRAMS])
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
        chosen = tuple(program.args[k] for k in program.positions)
        along = tuple(v[k] for k in program.positions)
        bars = reverse(*program.args)
        bars = (bars,) if isinstance(program.argnums, int) else bars
        require_alike("the gradient", bars, chosen)
        assert close(pairing(bars, along, chosen), expected)
        value, dot = forward(*program.args, *along)
        assert close(dot, expected)
        if program.order == 1:
            assert close(value, program.function(*program.args))


@pytest.mark.parametrize("program", taken())
@pytest.mark.parametrize("mode", TEXTS)
def test_plain_text_gives_the_same_numbers(program: Program, mode: str) -> None:
    """Optimised, as recorded, and not optimised."""
    assert program.module  # which the text may import
    plain = ModuleType("plain")
    exec(compile(program.source(mode, optimize=False), f"<plain {program.name}>", "exec"), vars(plain))
    found = last_function(plain)(*arguments(program, mode))
    expected = program.derivative(mode)(*arguments(program, mode))
    pairs = pairs_of(expected, found)
    assert pairs
    assert all(np.allclose(b, a, rtol=1e-12, atol=1e-12) for a, b in pairs)
