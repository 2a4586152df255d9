"""Gradients against hand-written adjoints and against autograd, and what the dispatch adds.

pytest-benchmark times each gradient; the ratios come from the stopwatch, because they need both sides in turns.
"""

import types
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

import bodies
import numpy as np
import pytest
from stopwatch import fastest

from s2sad import dispatch, grad

MICRO = 1e-6


@dataclass(frozen=True)
class Case:
    """A program at a size, its gradient by hand, and what is promised."""

    name: str
    program: Callable[..., Any]
    by_hand: Callable[..., Any]
    args: tuple[Any, ...]
    ratio: float
    extra: float = 0.0
    argnums: Any = 0
    faster_than_autograd: float | None = None

    def __str__(self) -> str:
        return self.name


def vector(n: int) -> np.ndarray:
    return np.random.default_rng(n).standard_normal(n)


def layers(hidden: int, inputs: int) -> tuple[np.ndarray, ...]:
    """W0, b0, W1, b1, x, y of a perceptron."""
    generator = np.random.default_rng(hidden)
    shapes = [(hidden, inputs), (hidden,), (inputs, hidden), (inputs,), (inputs,), (inputs,)]
    return tuple(generator.standard_normal(shape) / np.sqrt(inputs) for shape in shapes)


def perceptron(hidden: int, inputs: int, faster: float | None) -> Case:
    program, by_hand = bodies.perceptron, bodies.perceptron_by_hand
    args = layers(hidden, inputs)
    return Case(f"MLP {hidden}×{inputs}", program, by_hand, args, 1.10, 0.0, (0, 1, 2, 3), faster)


def chain(n: int, ratio: float, faster: float | None = None) -> Case:
    return Case(f"chain, n = {n}", bodies.chain, bodies.chain_by_hand, (vector(n),), ratio, faster_than_autograd=faster)


def bending(n: int, faster: float | None = None) -> Case:
    program, by_hand = bodies.bending, bodies.bending_by_hand
    return Case(f"indexed loop, n = {n}", program, by_hand, (vector(n),), 1.10, faster_than_autograd=faster)


def masked(n: int, faster: float | None = None) -> Case:
    program, by_hand = bodies.masked, bodies.masked_by_hand
    return Case(f"masked, n = {n}", program, by_hand, (vector(n),), 1.05, 1.0 * MICRO, faster_than_autograd=faster)


CASES = [
    Case("recursion", bodies.recursion, bodies.recursion_by_hand, (0.7,), 1.05, faster_than_autograd=50),
    perceptron(32, 16, 10),
    perceptron(256, 256, None),
    chain(10, 1.10, 10),
    chain(100, 1.10, 10),
    chain(1_000, 1.10, 3.5),
    chain(10_000, 1.10),
    chain(100_000, 1.15),
    chain(1_000_000, 1.15),
    bending(1_000, 50),
    bending(10_000),
    masked(10, 10),
    masked(100, 10),
    masked(1_000, 3.5),
    masked(10_000),
    masked(100_000),
]


def generated(derivative: Any, *args: Any) -> Callable[..., Any]:
    """The function that was generated for these arguments: the derivative without dispatch."""
    core = derivative.core(len(args))
    program, _ = dispatch.find(core.fun, core.request, args)
    return partial(program.functions[0], *args)


def overhead(program: Callable[..., Any], *args: Any) -> float:
    """Seconds from the call of a derivative to its generated function."""
    derivative = grad(program)
    seconds = fastest({"whole": partial(derivative, *args), "generated": generated(derivative, *args)})
    return seconds["whole"] - seconds["generated"]


def with_autograd(program: Callable[..., Any]) -> Callable[..., Any]:
    """The same code with autograd's NumPy in place of NumPy."""
    wrapped = pytest.importorskip("autograd.numpy")
    return types.FunctionType(program.__code__, {**program.__globals__, "np": wrapped})


@pytest.mark.parametrize("case", CASES, ids=str)
def test_values(case: Case) -> None:
    """What is compared computes the same."""
    found = grad(case.program, argnums=case.argnums)(*case.args)
    expected = case.by_hand(*case.args)
    pairs = zip(found, expected, strict=True) if isinstance(expected, tuple) else [(found, expected)]
    for a, b in pairs:
        np.testing.assert_allclose(a, b, rtol=1e-10, atol=1e-10)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_body(case: Case, ledger: Any, benchmark: Any) -> None:
    derivative = grad(case.program, argnums=case.argnums)
    whole, by_hand = partial(derivative, *case.args), partial(case.by_hand, *case.args)
    benchmark(whole)
    seconds = fastest({"whole": whole, "body": generated(derivative, *case.args), "by hand": by_hand})
    note = f" (whole call {seconds['whole'] / MICRO:.1f} µs, by hand {seconds['by hand'] / MICRO:.1f} µs)"
    name = f"{case.name}, less {case.extra / MICRO:g} µs" if case.extra else case.name
    ratio = (seconds["body"] - case.extra) / seconds["by hand"]
    benchmark.extra_info.update({"against by hand": ratio, "promised": case.ratio})
    ledger.at_most(f"body: {name}", "by hand", ratio, case.ratio, note=note)


@pytest.mark.parametrize("case", [case for case in CASES if case.faster_than_autograd], ids=str)
def test_autograd(case: Case, ledger: Any) -> None:
    program = with_autograd(case.program)
    autograd = pytest.importorskip("autograd")
    theirs = autograd.grad(program, case.argnums)
    ours = grad(case.program, argnums=case.argnums)
    seconds = fastest({"ours": partial(ours, *case.args), "theirs": partial(theirs, *case.args)})
    ledger.at_least(case.name, "autograd", seconds["theirs"] / seconds["ours"], case.faster_than_autograd)


def test_indexed_loop_is_linear(ledger: Any) -> None:
    short, long = vector(1_000), vector(10_000)
    derivative = grad(bodies.bending)
    seconds = fastest({"short": partial(derivative, short), "long": partial(derivative, long)})
    ledger.at_most("indexed loop, n = 10000", "ten times n = 1000", seconds["long"] / seconds["short"] / 10, 1.2)


def test_code_without_masks_has_no_guard() -> None:
    text = grad(bodies.chain).source(vector(3))
    assert "where" not in text
    assert "errstate" not in text


@dataclass(frozen=True)
class Call:
    """Arguments whose dispatch is promised a time, in microseconds."""

    name: str
    program: Callable[..., Any]
    args: tuple[Any, ...]
    limit: float

    def __str__(self) -> str:
        return self.name


CALLS = [
    Call("a float", bodies.square, (0.7,), 0.5),
    Call("1 array", bodies.first_of_one, (vector(3),), 0.75),
    Call("2 arrays", bodies.first_of_two, (vector(3), vector(3)), 1.0),
    Call("4 arrays", bodies.first_of_four, tuple(vector(3) for _ in range(4)), 1.5),
    Call("a matrix", bodies.total, (np.ones((3, 4)),), 0.75),
    Call("a dict of 2 floats", bodies.product_of_leaves, ({"a": 0.7, "b": 0.3},), 2.0),
    Call("a dict of 2 arrays", bodies.dot_of_leaves, ({"a": vector(3), "b": vector(3)},), 2.0),
    Call("a tuple of 4 pairs", bodies.sum_of_pairs, (tuple((0.1 * k, 0.2) for k in range(4)),), 5.0),
]


@pytest.mark.parametrize("call", CALLS, ids=str)
def test_dispatch(call: Call, ledger: Any) -> None:
    seconds = overhead(call.program, *call.args)
    ledger.at_most(f"dispatch: {call.name}", "its generated function", seconds / MICRO, call.limit, unit=" µs")
