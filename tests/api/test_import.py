"""What is loaded when: the compiler is not, before something has to be compiled."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

PROGRAM = """
import pickle, sys
import numpy as np
from s2sad import Derivative, RuleTable, S2SADError, custom_jvp, custom_vjp, grad, hessian, jacobian, jvp, vjp

rules = RuleTable()

@rules.elementwise(np.spacing)
def spacing_partials(y, x):
    return 1.0

@custom_jvp
def square(x):
    return x * x

@square.defjvp
def square_jvp(primals, tangents):
    return primals[0] ** 2, 2.0 * primals[0] * tangents[0]

@custom_vjp
def cube(x):
    return x**3

cube.defvjp(lambda x: (cube(x), x), lambda x, y_bar: (3.0 * x * x * y_bar,))

@grad
def loss(w, x):
    'Half the square.'
    return 0.5 * np.sum((w * x) ** 2)

@grad
def along(x, axis):
    return np.sum(np.sum(x, axis=axis) ** 2)

class Model:
    def __init__(self):
        self.w = 2.0

    @grad(argnums="x")
    def energy(self, x):
        return self.w * np.sum(x * x)

second = hessian(lambda x: np.sum(x**3))
again = pickle.loads(pickle.dumps(loss))
assert again is loss and loss.__doc__ == "Half the square." and square(2.0) == 4.0
"""
STORE = "s2sad.storing"
COMPILER = ("s2sad.pipeline", "s2sad.frontend.lower", "s2sad.rules.standard", "s2sad.codegen.emit", "gast", "astor")
FOREIGN = ("optree", "rich", "click", "scipy", "platformdirs")


def loaded_by(statements: str, folder: Path, cache: str = "") -> set[str]:
    """The modules of the compiler, and of packages that it may use, that a program has loaded in the end."""
    path = folder / "program.py"
    path.write_text(PROGRAM)
    script = f"from program import *\n{statements}\nprint(*sys.modules)"
    environment = {**os.environ, "S2SAD_CACHE_DIR": cache, "PYTHONPATH": os.pathsep.join([str(folder), *sys.path])}
    done = subprocess.run([sys.executable, "-c", script], env=environment, capture_output=True, text=True, check=True)
    return {STORE, *COMPILER, *FOREIGN} & set(done.stdout.split())


CALLS = {
    "value": "loss(0.5, np.ones(3))",
    "method": "Model().energy(np.ones(2))",
    "static argument": "along(np.ones((2, 3)), 1)",
    "pullback": "vjp(loss.fun, 0.5, np.ones(3))[1](1.0)",
    "tangent": "jvp(loss.fun, (0.5, np.ones(3)), (1.0, np.ones(3)))",
    "matrix": "second(np.ones(2))",
    "rule of its own": "grad(square)(3.0)",
}


def test_decorating_loads_no_compiler(tmp_path: Path) -> None:
    assert not loaded_by("", tmp_path)


@pytest.mark.parametrize("call", CALLS.values(), ids=CALLS)
def test_the_first_call_loads_it(call: str, tmp_path: Path) -> None:
    assert loaded_by(call, tmp_path) == {STORE, *COMPILER}


@pytest.mark.parametrize("name", ["value", "method", "static argument", "pullback", "tangent", "matrix"])
def test_code_from_disk_needs_none(name: str, tmp_path: Path) -> None:
    assert loaded_by(CALLS[name], tmp_path, str(tmp_path / "cache")) == {STORE, *COMPILER}
    assert loaded_by(CALLS[name], tmp_path, str(tmp_path / "cache")) == {STORE}
