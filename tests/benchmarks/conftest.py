"""The ledger of measured numbers: printed at the end, and written to docs/benchmarks.md with `--write-benchmarks`."""

import os
import platform
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pytest

DOCUMENT = Path(__file__).parents[2] / "docs" / "benchmarks.md"


@dataclass(frozen=True)
class Row:
    """One measured number and the limit it is held to."""

    work: str
    against: str
    measured: str
    limit: str
    held: bool

    def cells(self) -> tuple[str, ...]:
        return self.work, self.against, self.measured, self.limit, "yes" if self.held else "**no**"


@dataclass
class Ledger:
    """The rows of this run, in the order of the tests."""

    rows: list[Row] = field(default_factory=list)

    def at_most(self, work: str, against: str, value: float, limit: float, *, unit: str = "×", note: str = "") -> None:
        """Note a number, and fail where it is above its limit."""
        row = Row(work, against, f"{value:.2f}{unit}{note}", f"≤ {limit:g}{unit}", value <= limit)
        self.rows.append(row)
        assert row.held, f"{work}: {row.measured} against {against}, {row.limit} is promised"

    def at_least(self, work: str, against: str, value: float, limit: float) -> None:
        """Note how many times faster the work is, and fail where that is below its limit."""
        row = Row(work, against, f"{value:.1f}× faster", f"≥ {limit:g}×", value >= limit)
        self.rows.append(row)
        assert row.held, f"{work}: {row.measured} than {against}, {row.limit} is promised"

    def text(self) -> str:
        head = ("work", "against", "measured", "promised", "held")
        lines = [head, tuple("---" for _ in head), *(row.cells() for row in self.rows)]
        return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


LEDGER = pytest.StashKey[Ledger]()


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--write-benchmarks", action="store_true", help="write the measured numbers to docs/benchmarks.md")


def pytest_configure(config: pytest.Config) -> None:
    config.stash[LEDGER] = Ledger()


@pytest.fixture
def ledger(request: pytest.FixtureRequest) -> Ledger:
    return request.config.stash[LEDGER]


@pytest.fixture(autouse=True)
def _quiet() -> Iterator[None]:
    """The masked program takes the root of negative numbers, in its primal and by hand."""
    with np.errstate(all="ignore"):
        yield


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    table = config.stash[LEDGER]
    if not table.rows:
        return
    terminalreporter.section("numbers to hold")
    terminalreporter.write_line(table.text())
    if config.getoption("--write-benchmarks"):
        DOCUMENT.write_text(_document(table), encoding="utf-8")
        terminalreporter.write_line(f"written to {DOCUMENT}")


def _document(table: Ledger) -> str:
    machine = (
        f"Python {platform.python_version()}, NumPy {np.__version__}, {platform.machine()}, {os.cpu_count()} cores"
    )
    return f"""# Benchmarks

Measured by `pytest tests/benchmarks --write-benchmarks` with {machine}.

Every ratio comes from one process: the gradient and what it is compared with run in turns, and the shortest of at
least 25 runs counts (of three, where a run takes longer than 0.1 s). "By hand" is the adjoint that an expert writes
with NumPy (`tests/benchmarks/bodies.py`). The body is the generated function, called directly; the dispatch is what a
call of the derivative takes more than that. Importing is the shortest of 15 interpreters that import both, less the
shortest of 15 that import NumPy.

pytest-benchmark times each gradient beside this (its own table is printed too, `--benchmark-autosave` and
`--benchmark-compare` work); it measures one function after the other, and a ratio of times that were taken minutes
apart says little on a machine that is also doing something else.

{table.text()}
"""
