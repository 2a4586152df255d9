"""A module to show and check, and a process that a command leaves as it was."""

import sys

import pytest

from s2sad import api

MODEL = '''\
import functools
import json
from dataclasses import dataclass

import numpy as np

print("the module is being run")


@dataclass
class Params:
    a: "float"


def loss(x, W=2.0, *, scale=1.0):
    """A loss."""
    return np.sin(x) * W * scale


def by_position(x, /, *rest):
    return x


def anything(x, **options):
    return x


def positive(x):
    assert x > 0, "x must be positive"
    return x


class Model:
    def energy(self, x):
        return x * x

    @staticmethod
    def kinetic(v):
        return 0.5 * v * v


class Derivative:
    """What a decorated function is, as far as the command line is concerned."""

    def __init__(self, fun):
        self.__wrapped__ = fun

    def __call__(self, x):
        return 0.0

    def source(self, x):
        return ""


@Derivative
@Derivative
def decorated(x):
    return x


def doubled(fun):
    @functools.wraps(fun)
    def wrapper(x):
        return 2 * fun(x)

    return wrapper


@doubled
def wrapped(x):
    return x


WEIGHT = 3.0

if __name__ == "__main__":
    raise SystemExit("main must not run")
'''


@pytest.fixture(autouse=True)
def clean_process(monkeypatch):
    """Modules that a command loads do not outlive the test; the environment chooses neither colours nor a cache."""
    monkeypatch.setattr(sys, "path", [*sys.path])
    monkeypatch.setenv("S2SAD_CACHE_DIR", "")
    for variable in ("FORCE_COLOR", "NO_COLOR", "TTY_COMPATIBLE", "COLUMNS"):
        monkeypatch.delenv(variable, raising=False)
    modules = {**sys.modules}
    yield
    for name in sys.modules.keys() - modules.keys():
        del sys.modules[name]
    sys.modules.update(modules)


@pytest.fixture
def model(tmp_path):
    path = tmp_path / "model.py"
    path.write_text(MODEL)
    return path


@pytest.fixture
def asked(monkeypatch):
    """A source() that records what it was asked for."""
    calls = []

    def source(fun, mode="reverse", argnums=0, **options):
        calls.append({"fun": fun, "mode": mode, "argnums": argnums, **options})
        return f"def {fun.__name__}_grad(x):\n    return [1.0]  # {mode}\n"

    monkeypatch.setattr(api, "source", source)
    return calls
