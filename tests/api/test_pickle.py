"""Derivatives in other processes: by name, by function and options, by value."""

import copy
import multiprocessing
import pickle
import subprocess
import sys

import cloudpickle
import numpy as np
import pytest

from s2sad import grad, hessian, jacfwd, value_and_grad
from tests.api import mods


@pytest.mark.parametrize(
    "derivative",
    [
        mods.decorated,
        grad(mods.with_helper),
        value_and_grad(mods.with_helper, argnums="x"),
        jacfwd(mods.with_helper),
        hessian(mods.with_helper),
        grad(grad(mods.with_helper)),
        grad(mods.Model(2.0).loss),
        mods.Model(2.0).slope,
    ],
)
@pytest.mark.parametrize("library", [pickle, cloudpickle])
def test_round_trip(derivative, library) -> None:
    again = pickle.loads(library.dumps(derivative))
    assert again(0.5) == derivative(0.5)
    assert copy.deepcopy(derivative)(0.5) == derivative(0.5)


def test_decorated_by_name() -> None:
    assert pickle.loads(pickle.dumps(mods.decorated)) is mods.decorated
    assert pickle.loads(pickle.dumps(mods.Model.slope)) is mods.Model.slope


def test_spawn() -> None:
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        assert pool.map(mods.decorated, [0.7]) == [mods.decorated(0.7)]
        assert pool.map(grad(mods.with_helper), [0.7]) == [mods.with_helper_grad(0.7)]


SENDER = """
import sys, cloudpickle
from s2sad import grad
c = 3.0
f = lambda x: c * x * x
@grad
def g(x):
    return x * x * c
def local():
    def inner(x):
        return x * x * x
    return grad(inner)
sys.stdout.buffer.write(cloudpickle.dumps([grad(f), g, local(), grad(grad(f))]))
"""


def test_by_value(tmp_path) -> None:
    (tmp_path / "sender.py").write_text(SENDER)
    sent = subprocess.run([sys.executable, tmp_path / "sender.py"], capture_output=True, check=True).stdout
    (tmp_path / "sender.py").unlink()
    receiver = "import sys, pickle; print([d(2.0) for d in pickle.loads(sys.stdin.buffer.read())])"
    found = subprocess.run([sys.executable, "-c", receiver], input=sent, capture_output=True, check=False)
    assert found.stdout.decode().strip() == "[12.0, 12.0, 12.0, 6.0]", found.stderr.decode()


def test_main_by_plain_pickle(tmp_path) -> None:
    text = SENDER.replace("import sys, cloudpickle", "import pickle").split("def local")[0]
    text += "assert pickle.loads(pickle.dumps(g)) is g\n"
    (tmp_path / "script.py").write_text(text)
    subprocess.run([sys.executable, tmp_path / "script.py"], check=True)


def test_arrays_survive() -> None:
    derivative = pickle.loads(pickle.dumps(grad(mods.Model(np.float64(2.0)).loss)))
    np.testing.assert_allclose(derivative(np.ones(2)), [4.0, 4.0])
