"""Asks autograd and JAX which of the wanted functions they differentiate, and writes their answers to `peers.json`.

    python3 -m venv /tmp/peers && /tmp/peers/bin/pip install "autograd==1.9.*" "jax[cpu]==0.10.*" scipy
    /tmp/peers/bin/python -m tests.functions.peers            # in the root of the repository; or for some names:
    /tmp/peers/bin/python -m tests.functions.peers np.sin np.cos

Each probe is run with the library in the place of NumPy and SciPy. The derivative along one direction is compared
with differences of NumPy's own function: "yes", "no" (the library raises) or "wrong" (another number, silently).
"""

from __future__ import annotations

import importlib
import json
import math
import sys
import types
import warnings
from collections.abc import Callable, Iterator
from importlib import metadata
from pathlib import Path
from typing import Any

import numpy as np

from tests.functions.wanted import FUNCTIONS, Probe, probes

FILE = Path(__file__).with_name("peers.json")
PARTS = ("special", "stats", "linalg", "signal", "ndimage", "integrate", "interpolate", "optimize", "sparse",
         "sparse.linalg")  # fmt: skip
TOLERANCE = 1e-5
Along = Callable[[Any], Any]


def along(probe: Probe, numpy: Any, scipy: Any) -> Along:
    """The probe as a real function of one number: a step along a direction in, a weighted sum of the results out."""
    scope: dict[str, Any] = {"np": numpy, "scipy": scipy, "math": math, **FUNCTIONS}
    exec(probe.text, scope)
    rng = np.random.default_rng(1)
    directions = [rng.standard_normal(np.shape(a)) if np.ndim(a) else rng.standard_normal() for a in probe.arguments]

    def value(step: Any) -> Any:
        moved = [a + step * v for a, v in zip(probe.arguments, directions, strict=True)]
        weights = np.random.default_rng(2)
        return sum(_weighted(leaf, numpy, weights) for leaf in _leaves(scope["probe"](*moved)))

    return value


def _leaves(tree: Any) -> Iterator[Any]:
    if isinstance(tree, tuple | list) or type(tree).__name__ == "SequenceBox":
        for each in tree:
            yield from _leaves(each)
    else:
        yield tree


def _weighted(leaf: Any, numpy: Any, weights: np.random.Generator) -> Any:
    factor = weights.standard_normal(np.shape(leaf)) + 1j * weights.standard_normal(np.shape(leaf))
    return numpy.sum(numpy.real(leaf * factor))


def expected(value: Along) -> float:
    """Central differences of NumPy's function, extrapolated."""
    rough, fine = ((value(h) - value(-h)) / (2 * h) for h in (2e-4, 1e-4))
    return float(fine + (fine - rough) / 3)


def answer(derivative: Callable[[], Any], reference: float) -> str:
    """What a library makes of a probe."""
    try:
        found = float(derivative())
    except Exception:  # whatever it raises for what it does not differentiate
        return "no"
    return "yes" if abs(found - reference) <= TOLERANCE * max(1.0, abs(reference)) else "wrong"


def _autograd() -> dict[str, Callable[[Probe, float], str]]:
    autograd = importlib.import_module("autograd")
    numpy, scipy = importlib.import_module("autograd.numpy"), _parts("autograd.scipy")
    modes = {
        "reverse": lambda f: autograd.grad(f)(0.0),
        "forward": lambda f: autograd.make_jvp(f)(0.0)(1.0)[1],
    }
    return {m: lambda p, r, d=d: answer(lambda: d(along(p, numpy, scipy)), r) for m, d in modes.items()}


def _jax() -> dict[str, Callable[[Probe, float], str]]:
    jax = importlib.import_module("jax")
    jax.config.update("jax_enable_x64", True)
    numpy, scipy = importlib.import_module("jax.numpy"), _parts("jax.scipy")
    modes = {
        "reverse": lambda f: jax.grad(f)(0.0),
        "forward": lambda f: jax.jvp(f, (0.0,), (1.0,))[1],
    }
    return {m: lambda p, r, d=d: answer(lambda: d(along(p, numpy, scipy)), r) for m, d in modes.items()}


def _parts(name: str) -> Any:
    """A package with those of its modules that there are."""
    package = importlib.import_module(name)
    for part in PARTS:
        try:
            importlib.import_module(f"{name}.{part}")
        except ImportError:
            continue
    return package


def main() -> None:
    """Ask, and write the answers."""
    libraries = {"autograd": _autograd(), "jax": _jax()}
    scipy: types.ModuleType = _parts("scipy")
    only = sys.argv[1:]
    found: dict[str, Any] = {
        "versions": {name: metadata.version(name) for name in ("numpy", "scipy", *libraries)},
        "answers": json.loads(FILE.read_text(encoding="utf-8"))["answers"] if only else {},
    }
    warnings.simplefilter("ignore")
    for probe in [p for p in probes() if not only or p.name in only]:
        if not hasattr(math, probe.function.removeprefix("math.")) and probe.function.startswith("math."):
            continue  # of a later version of Python
        with np.errstate(all="ignore"):
            reference = expected(along(probe, np, scipy))
            found["answers"][probe.name] = {
                library: {mode: ask(probe, reference) for mode, ask in modes.items()}
                for library, modes in libraries.items()
            }
    FILE.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
