"""Derivatives in other processes: by name, by function and options, by value."""

import copy
import multiprocessing
import pickle
import subprocess
import sys

import cloudpickle
import numpy as np
import pytest

from s2sad import grad, hessian, jacfwd, jacobian, value_and_grad, vjp
from s2sad.errors import S2SADError
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
        mods.with_jvp,
        mods.with_vjp,
        grad(mods.with_jvp),
        grad(mods.with_vjp),
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
    assert pickle.loads(pickle.dumps(mods.with_jvp)) is mods.with_jvp
    assert pickle.loads(cloudpickle.dumps(mods.with_vjp)) is mods.with_vjp


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


PULLBACK_SENDER = """
import sys, cloudpickle
import numpy as np
from s2sad import custom_vjp, grad, vjp
FACTOR = 3.0
@custom_vjp
def twice(x):
    return 2.0 * x
twice.defvjp(lambda x: (2.0 * x, None), lambda r, bar: (bar * FACTOR,))
def f(x):
    return twice(np.sin(x)) * FACTOR
sys.stdout.buffer.write(cloudpickle.dumps([vjp(f, 0.0)[1], lambda bar: (grad(twice)(0.0) * bar,)]))
"""


@pytest.mark.parametrize(
    "again",
    [
        copy.copy,
        copy.deepcopy,
        lambda pullback: pickle.loads(pickle.dumps(pullback)),
        lambda pullback: pickle.loads(cloudpickle.dumps(pullback)),
    ],
)
def test_pullbacks(again) -> None:
    _, pullback = vjp(mods.read_twice, np.array([0.1, 0.2]), np.array([1, 2]))
    copied = again(pullback)
    bars = copied(np.ones(2))
    np.testing.assert_array_equal(bars[0], pullback(np.ones(2))[0])
    bars[1][:] = 7
    assert copied(np.ones(2))[1].tolist() == [0, 0]
    np.testing.assert_array_equal(jacobian(lambda c: copied(c)[0])(np.ones(2)), np.diag(bars[0]))
    with pytest.raises(S2SADError, match="cotangent of `result`") as caught:
        copied(np.ones(3))
    assert caught.value.filename == mods.__file__


def test_pullbacks_by_value(tmp_path) -> None:
    (tmp_path / "sender.py").write_text(PULLBACK_SENDER)
    sent = subprocess.run([sys.executable, tmp_path / "sender.py"], capture_output=True, check=True).stdout
    (tmp_path / "sender.py").unlink()
    receiver = "import sys, pickle; print([float(f(1.0)[0]) for f in pickle.loads(sys.stdin.buffer.read())])"
    found = subprocess.run([sys.executable, "-c", receiver], input=sent, capture_output=True, check=False)
    assert found.stdout.decode().strip() == "[9.0, 3.0]", found.stderr.decode()
