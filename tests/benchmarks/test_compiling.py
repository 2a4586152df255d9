"""How long compiling and importing take, each in fresh interpreters."""

import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

ROUNDS = 5
IMPORT_ROUNDS = 15

COMPILE = """
import importlib.util, sys, time
from s2sad import grad

def load(path):
    spec = importlib.util.spec_from_file_location("subject", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.f

grad(load(sys.argv[1]))(0.5)
f = load(sys.argv[2])
begin = time.perf_counter()
grad(f)(0.5)
print(time.perf_counter() - begin)
"""


def run(script: str, *args: Path, cache: str = "") -> float:
    """The seconds that a script prints."""
    environment = {**os.environ, "S2SAD_CACHE_DIR": cache}
    command = [sys.executable, "-c", script, *map(str, args)]
    return float(subprocess.run(command, env=environment, capture_output=True, text=True, check=True).stdout)


def write_program(folder: Path, statements: int) -> Path:
    """A file with a function `f(x)` of so many statements in a row."""
    lines = [f"    t{i % 7} = np.sin(t{(i + 3) % 7} * x) + {i}.0" for i in range(statements - 2)]
    start = "    t0 = t1 = t2 = t3 = t4 = t5 = t6 = x"
    path = folder / f"statements_{statements}.py"
    path.write_text("\n".join(["import numpy as np", "", "", "def f(x):", start, *lines, "    return t0", ""]))
    return path


def first_call(folder: Path, statements: int, rounds: int = ROUNDS) -> float:
    """Seconds for the first call of a gradient, without the disk cache; something small is compiled before."""
    warm, subject = write_program(folder, 3), write_program(folder, statements)
    return min(run(COMPILE, warm, subject) for _ in range(rounds))


def test_cold(tmp_path: Path, ledger: Any) -> None:
    ledger.at_most("compile 20 lines, cold", "–", 1e3 * first_call(tmp_path, 20), 50, unit=" ms")


def test_from_disk(tmp_path: Path, ledger: Any) -> None:
    warm, subject = write_program(tmp_path, 3), write_program(tmp_path, 20)
    seconds = [run(COMPILE, warm, subject, cache=str(tmp_path / "cache")) for _ in range(1 + ROUNDS)]
    ledger.at_most("compile 20 lines, from disk", "–", 1e3 * min(seconds[1:]), 3, unit=" ms")


def test_long_functions(tmp_path: Path, ledger: Any) -> None:
    half, whole = first_call(tmp_path, 500, rounds=3), first_call(tmp_path, 1_000, rounds=3)
    try:
        ledger.at_most("compile 1000 statements, cold", "–", whole, 3, unit=" s")
    finally:
        ledger.at_most("compile 1000 statements, cold", "500 statements", whole / half, 2.5)


def start(statement: str, environment: dict[str, str]) -> float:
    """The seconds that an interpreter takes for one statement, from its start to its end."""
    begin = time.perf_counter()
    subprocess.run([sys.executable, "-c", statement], env=environment, check=True)
    return time.perf_counter() - begin


def test_import(tmp_path: Path, ledger: Any) -> None:
    """With bytecode in place, as an installed package has it."""
    environment = {**os.environ, "PYTHONPYCACHEPREFIX": str(tmp_path)}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    alone, both = "import numpy", "import numpy, s2sad"
    for statement in (alone, both):
        start(statement, environment)
    seconds = [(start(alone, environment), start(both, environment)) for _ in range(IMPORT_ROUNDS)]
    without, together = map(min, zip(*seconds, strict=True))
    note = f" (with numpy {1e3 * together:.0f} ms)"
    ledger.at_most("import s2sad", "import numpy", 1e3 * (together - without), 60, unit=" ms", note=note)
