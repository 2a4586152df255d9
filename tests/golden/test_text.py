"""Generated text is the same whenever it is generated, and keeps to 100 columns."""

import os
import subprocess
import sys

import pytest

from .programs import HERE, PROGRAMS, SUFFIXES, Program

MAX_COLUMNS = 100
HASH_SEED = "4711"

GENERATE = """
import sys
from tests.golden.programs import PROGRAMS, SUFFIXES
for program in PROGRAMS:
    if program.name in sys.argv[1:]:
        for mode in SUFFIXES:
            print(program.name, mode, program.source(mode), sep=chr(10))
"""


def test_another_process_writes_the_same_text() -> None:
    """With another hash seed, so that no order comes from a set."""
    run = subprocess.run(
        [sys.executable, "-c", GENERATE, *(p.name for p in PROGRAMS)],
        cwd=HERE.parents[1],
        env={**os.environ, "PYTHONHASHSEED": HASH_SEED},
        capture_output=True,
        text=True,
        check=True,
    )
    recorded = [f"{p.name}\n{mode}\n{p.file(mode).read_text()}\n" for p in PROGRAMS for mode in SUFFIXES]
    assert run.stdout == "".join(recorded)


@pytest.mark.parametrize("program", [pytest.param(p, id=p.name) for p in PROGRAMS])
def test_no_line_is_too_long(program: Program) -> None:
    lines = [line for mode in ("reverse", "forward") for line in program.file(mode).read_text().splitlines()]
    assert max(map(len, lines)) <= MAX_COLUMNS


@pytest.mark.parametrize("program", [pytest.param(p, id=p.name) for p in PROGRAMS])
def test_code_without_masks_has_no_guard(program: Program) -> None:
    if program.name.startswith("masks/"):
        pytest.skip("masks are what is shown")
    assert not [mode for mode in ("reverse", "forward") if "np.errstate" in program.file(mode).read_text()]
