"""The disk cache of generated code: found by other processes, ignored as soon as what it rests on has changed."""

import os
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

MODULE = """
import numpy as np
from s2sad import grad

N = 3.0
def helper(x):
    return x * x
def f(x):
    return helper(x) * N
def along(x, axis):
    return np.sum(np.sum(x * x, axis=axis) ** 2)
def make(a):
    def inner(x):
        return a * x * x
    return inner
def applied(g, x):
    return g(x) * x
class Model:
    def __init__(self, w):
        self.w = w
    def twice(self, x):
        return 2.0 * x
    def loss(self, x):
        return self.twice(self.w * x * x)
def bad(x):
    return np.polyval([1.0], x)
"""

SCRIPT = """
import sys
import numpy as np
from s2sad import compiling, grad, vjp, jvp, hessian, dispatch
from s2sad.pipeline import compile_derivative
import model
compiled = []
def counted(function, *rest):
    compiled.append(function)
    return compile_derivative(function, *rest)
compiling.compile_derivative = counted
"""


class Runner:
    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.cache = folder / "cache"
        self.write(MODULE)

    def write(self, text: str) -> None:
        (self.folder / "model.py").write_text(text)

    def run(self, body: str) -> str:
        environment = {**os.environ, "S2SAD_CACHE_DIR": str(self.cache), "PYTHONDONTWRITEBYTECODE": "1"}
        text = SCRIPT + textwrap.dedent(body)
        done = subprocess.run(
            [sys.executable, "-c", text], cwd=self.folder, env=environment, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()


@pytest.fixture
def runner(tmp_path) -> Runner:
    return Runner(tmp_path)


ALL = """
x = np.ones((2, 2))
print(grad(model.f)(2.0), grad(model.along)(x, 1)[0, 0], grad(model.make(3.0))(2.0), vjp(model.f, 1.0)[1](1.0)[0],
      jvp(model.f, (1.0,), (1.0,))[1], hessian(model.f)(1.0), grad(grad(model.make(2.0)))(1.0),
      grad(model.Model(3.0).loss)(1.0), grad(model.applied, argnums=1)(model.make(2.0), 1.0),
      grad(model.applied, argnums=1)(grad(model.make(2.0)), 1.0))
print(len(compiled))
"""
EXPECTED = "12.0 8.0 12.0 6.0 6.0 6.0 4.0 12.0 6.0 8.0"


def test_second_process_compiles_nothing(runner) -> None:
    first, count = runner.run(ALL).splitlines()
    assert first == EXPECTED
    assert int(count) >= 10
    second, count = runner.run(ALL).splitlines()
    assert second == EXPECTED
    assert count == "0"


CALL = "print(grad(model.f)(2.0), len(compiled))"


def test_same_code_elsewhere_in_the_file(runner) -> None:
    assert runner.run(CALL) == "12.0 1"
    assert runner.run(CALL) == "12.0 0"


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("return x * x\ndef f", "return x * x * x\ndef f", "36.0 1"),
        ("helper(x) * N", "helper(x) + N", "4.0 1"),
        ("N = 3.0", "N = 4", "16.0 1"),
        ("N = 3.0", "N = 5.0", "20.0 0"),
        ("def helper(x):\n    return x * x", "helper = np.exp", "22.16716829679195 1"),
    ],
)
def test_changes_are_noticed(runner, old, new, expected) -> None:
    assert runner.run(CALL) == "12.0 1"
    assert old in MODULE
    changed = MODULE.replace(old, new)
    runner.write(changed)
    assert runner.run(CALL) == expected


def test_changed_method(runner) -> None:
    call = "print(grad(model.Model(3.0).loss)(1.0), len(compiled))"
    assert runner.run(call) == "12.0 1"
    assert runner.run(call) == "12.0 0"
    runner.write(MODULE.replace("2.0 * x", "5.0 * x"))
    assert runner.run(call) == "30.0 1"


def test_files_are_real(runner) -> None:
    body = """
        import inspect, traceback, linecache
        grad(model.f)(2.0)
        (kin,) = dispatch._FAMILIES[model.f.__code__].values()
        generated = kin.programs[0].functions[0]
        path = generated.__code__.co_filename
        print(open(path).read().startswith("# s2sad: model.py:"), "def f_grad" in inspect.getsource(generated))
        print(inspect.getsource(generated).splitlines()[0] == open(path).read().splitlines()
              [generated.__code__.co_firstlineno - 1])
        try:
            generated(None)
        except TypeError:
            print("x_bar" in traceback.format_exc() or "x" in traceback.format_exc().split(path)[1])
    """
    assert runner.run(body) == "True True\nTrue\nTrue"
    assert runner.run(body) == "True True\nTrue\nTrue"


def test_corrupt_entries_are_rebuilt(runner) -> None:
    runner.run(CALL)
    for path in runner.cache.iterdir():
        path.write_bytes(path.read_bytes().replace(b"N", b"M"))
    assert runner.run(CALL) == "12.0 1"
    assert runner.run(CALL) == "12.0 0"


def test_errors_leave_nothing(runner) -> None:
    body = """
        from s2sad import S2SADError
        try:
            grad(model.bad)(1.0)
        except S2SADError:
            print("refused")
    """
    assert runner.run(body) == "refused"
    assert not runner.cache.exists() or not list(runner.cache.iterdir())


def test_unwritable_folder(runner) -> None:
    runner.cache.write_text("a file where the folder should be")
    assert runner.run(CALL) == "12.0 1"


def test_time_from_disk(runner) -> None:
    body = """
        import time
        grad(model.helper)(1.0)
        start = time.perf_counter()
        grad(model.f)(2.0)
        print(time.perf_counter() - start)
    """
    runner.run(body)
    assert min(float(runner.run(body)) for _ in range(3)) < 0.02
