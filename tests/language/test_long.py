"""A function of a thousand statements; `linecache` knows its text, as it does that of a notebook."""

from __future__ import annotations

import linecache
import math
from typing import Any

import numpy as np
import pytest

from s2sad import grad, jvp, source
from s2sad.testing import complex_step

FILENAME = "<ipython-input-thousand-statements>"
KINDS = ("a = a + 0.1 * b", "c = b * 0.9", "b = c + 0.05 * x * b", "a = a * 0.99")


def written(count: int) -> Any:
    """A function of so many statements."""
    lines = ["def long(x):", "a = x * x", "b = 0.5 * x", *(KINDS[k % 4] for k in range(count)), "return a * b\n"]
    text = "\n    ".join(lines)
    linecache.cache[FILENAME] = (len(text), None, text.splitlines(keepends=True), FILENAME)
    namespace: dict[str, Any] = {"math": math}
    exec(compile(text, FILENAME, "exec"), namespace)
    return namespace["long"]


def of_paths(count: int) -> Any:
    """A function of so many statements that write to an array or make another one."""
    lines = ["def f(x, a):", "    y = x * a"]
    for k in range(count):
        lines += [f"    if y[{k % 3}] > 0.1: y[{(k + 1) % 3}] *= 0.9", "    else: y = y + 0.01 * a"]
    text = "\n".join([*lines, "    return np.sum(y)", ""])
    linecache.cache[FILENAME] = (len(text), None, text.splitlines(keepends=True), FILENAME)
    namespace: dict[str, Any] = {"np": np}
    exec(compile(text, FILENAME, "exec"), namespace)
    return namespace["f"]


@pytest.mark.slow
def test_thousand_statements() -> None:
    long = written(1000)
    slope = complex_step(long, 0.7, 1.0)
    assert math.isclose(grad(long)(0.7), slope, rel_tol=1e-12)
    assert math.isclose(jvp(long, (0.7,), (1.0,))[1], slope, rel_tol=1e-12)
    tangent = lambda x: jvp(long, (x,), (1.0,))[1]  # noqa: E731 - a name of its own is not needed
    assert math.isclose(grad(grad(long))(0.7), complex_step(tangent, 0.7, 1.0), rel_tol=1e-10)


def test_arrays_that_may_be_the_same_again_and_again() -> None:
    """A write names each array once, however many it may be."""
    few, many = (len(source(of_paths(count), args=(np.ones(3), 0.7)).splitlines()) for count in (5, 10))
    assert many < 2.1 * few
