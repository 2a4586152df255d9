"""The functions that people differentiate (`wanted.txt`, and the distributions here), as probes for any library.

    "np.dot(M, x)"  ->  Probe("products", "np.dot", "def probe(M, x):\\n    return np.dot(M, x)\\n", ("M", "x"))

Nothing here knows s2sad: the script that asks other libraries runs in an environment of theirs.
"""

from __future__ import annotations

import ast
import functools
import textwrap
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

_GRID = np.arange(24.0).reshape(2, 3, 4)
_B = np.array([[0.9, 0.3, -0.2], [0.1, 1.4, 0.4], [-0.3, 0.2, 2.1]])
_A = _B @ _B.T + 0.1
VALUES: dict[str, Any] = {
    "x": np.array([0.35, 0.62, 0.81, 0.47]),
    "y": np.array([0.53, 0.28, 0.74, 0.91]),
    "p": np.array([1.3, 1.7, 2.4, 1.1]),
    "s": 0.7,
    "b": np.array([0.4, 1.1, 0.8]),
    "c": np.array([0.7, -0.2, 1.3]),
    "M": _GRID[0] % 5 / 4 + np.cos(_GRID[0]) / 3,
    "A": _A,
    "B": _B,
    "T": _GRID % 7 / 5 + np.sin(_GRID) / 4,
    "S": np.stack([_A, _A @ _A / 3]),
}
CONTINUOUS = ("logpdf", "pdf", "cdf", "logcdf", "sf", "logsf")
DISCRETE = ("logpmf", "pmf", "cdf", "logcdf", "sf", "logsf")
DISTRIBUTIONS = {  # the arguments: location and scale are differentiated, too
    "norm": "p, s, p",
    "t": "p, 3.5, s, p",
    "beta": "x, 2.0, 3.0",
    "gamma": "p, 2.0, 0.0, s",
    "chi2": "p, 3.0, 0.0, s",
    "expon": "p, 0.0, s",
    "lognorm": "p, s, 0.0, y",
    "laplace": "p, s, y",
    "logistic": "p, s, y",
    "uniform": "x, 0.0, p",
    "cauchy": "p, s, y",
    "pareto": "p + 1.0, p, 0.0, s",
    "weibull_min": "p, p, 0.0, s",
    "poisson": "np.array([0, 1, 2, 1]), p",
    "binom": "np.array([0, 1, 2, 1]), 4, x",
    "bernoulli": "np.array([0, 0, 0, 0]), x",
    "nbinom": "np.array([0, 1, 2, 1]), 4, x",
}
IN_SHAPES = {  # the derivative of a distribution function in its shape parameters
    "t": "0.6, p",
    "beta": "0.6, p, y",
    "gamma": "0.6, p",
    "chi2": "0.6, p",
}


def slope(u: Any, t: Any, q: Any = 0.3) -> Any:
    """The right hand side of an equation in u, or an integrand with parameter t."""
    return -q * u * t


def decay(t: Any, u: Any, q: Any) -> Any:
    return -q * u


def residual(u: Any, q: Any) -> Any:
    return u * u - q


def contraction(u: Any, q: Any) -> Any:
    return q / (1.0 + u)


def misfit(u: Any, q: Any) -> Any:
    return ((u * u - q) ** 2).sum()


FUNCTIONS = {f.__name__: f for f in (slope, decay, residual, contraction, misfit)}


@dataclass(frozen=True)
class Probe:
    """One call of a function.

    Attributes:
        topic, name: what it is a probe of; the name may say more: `np.pad edge`.
        text: a Python function `probe` of the variables.
        variables: the names of its arguments, which are all differentiated.
    """

    topic: str
    name: str
    text: str
    variables: tuple[str, ...]

    @property
    def arguments(self) -> tuple[Any, ...]:
        """The values at which it is differentiated."""
        return tuple(np.copy(VALUES[v]) if np.ndim(VALUES[v]) else VALUES[v] for v in self.variables)

    @property
    def function(self) -> str:
        """The name of the function that is called."""
        return self.name.partition(" ")[0]


@functools.cache
def probes() -> tuple[Probe, ...]:
    """All probes."""
    return (*_listed(), *_distributions())


def _listed() -> Iterator[Probe]:
    topic = ""
    for block in _blocks((Path(__file__).parent / "wanted.txt").read_text(encoding="utf-8")):
        if block.startswith("["):
            topic = block.strip("[]")
        else:
            yield _probe(topic, *_named(block))


def _blocks(text: str) -> Iterator[str]:
    """The entries: a line and what is indented below it."""
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    for k, line in enumerate(lines):
        if not line.startswith(" "):
            end = next((j for j in range(k + 1, len(lines)) if not lines[j].startswith(" ")), len(lines))
            yield "\n".join([line, textwrap.dedent("\n".join(lines[k + 1 : end]))]).rstrip()


def _named(block: str) -> tuple[str, str]:
    """Name and program of an entry; an expression is named for what it calls first."""
    name, equals, program = block.partition(" = ")
    if equals and "(" not in name:
        return name, program
    return block.partition("(")[0], block


def _probe(topic: str, name: str, program: str) -> Probe:
    body = program if "return" in program else f"return {program}"
    names = {node.id for node in ast.walk(ast.parse(f"def probe():\n{textwrap.indent(body, '    ')}"))
             if isinstance(node, ast.Name)}  # fmt: skip
    variables = tuple(v for v in VALUES if v in names)
    return Probe(topic, name, f"def probe({', '.join(variables)}):\n{textwrap.indent(body, '    ')}\n", variables)


def _distributions() -> Iterator[Probe]:
    for name, arguments in DISTRIBUTIONS.items():
        for method in DISCRETE if arguments.startswith("np") else CONTINUOUS:
            called = f"scipy.stats.{name}.{method}"
            yield _probe("scipy.stats", called, f"{called}({arguments})")
    for name, arguments in IN_SHAPES.items():
        called = f"scipy.stats.{name}.cdf"
        yield _probe("scipy.stats", f"{called} in shapes", f"{called}({arguments})")
    dirichlet = "scipy.stats.dirichlet.logpdf(np.array([0.2, 0.3, 0.5]), b)"
    yield _probe("scipy.stats", "scipy.stats.dirichlet.logpdf", dirichlet)
    normal = "scipy.stats.multivariate_normal"
    yield _probe("scipy.stats", f"{normal}.logpdf", f"{normal}.logpdf(b, c, A + np.transpose(A))")
    for method in ("cdf", "logcdf"):  # of two components: SciPy samples those of more
        yield _probe(
            "scipy.stats", f"{normal}.{method}", f"{normal}.{method}(b[:2], c[:2], (A + np.transpose(A))[:2, :2])"
        )
