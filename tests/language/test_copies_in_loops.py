"""Loops that write in place copy no arrays: neither in the derivative's own writes nor on tapes."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pytest

import s2sad
from s2sad.testing import check_grads

X = np.array([0.5, 1.2, 0.8, 1.1])
M = np.array([[0.5, -0.3, 0.6], [0.2, 0.7, -0.4], [0.9, 0.1, 0.8]])


def written_if(x):
    for i in range(len(x)):
        if x[i] > 0.6:
            x[i] = np.log(x[i]) + 1.0
    return np.sum(x * x)


def begins_as_the_argument(x):
    y = x * 1.0
    for i in range(1, len(x)):
        if x[i] > 0:
            y[i] = y[i - 1] * x[i]
    return np.sum(y * x)


def begins_as_another_array(x):
    s = np.sin(x)
    y = s - 3.0
    z = s + 1.0
    for i in range(1, len(x)):
        y[i] = y[i - 1] * z[i]
        if y[i] > 0:
            z[i] = y[i]
    return np.sum(y * z) + np.sum(s)


def written_before_a_break(x):
    y = x * 1.0
    for i in range(len(x)):
        y[i] = y[i] ** 2
        if x[i] > 1.15:
            break
        y[i] *= x[i]
    return np.sum(y * x)


def buffers_in_a_list(x):
    rows = [x.copy(), np.zeros_like(x)]
    for i in range(1, len(x)):
        rows[i % 2][i] = rows[(i + 1) % 2][i - 1] * x[i]
        rows[i % 2][0] += x[i]
    return np.sum(rows[0] * rows[1])


def rows_of_a_matrix(m):
    a = np.sin(m)
    for row in a:
        row[0] = row[1] * row[2]
        row *= 2  # noqa: PLW2901 - the form under test
    return np.sum(a * m)


def returns_from_two_loops(x):
    y = x * 1.0
    for i in range(len(x)):
        y[i] *= y[i - 1]
        for j in range(i):
            if y[j] < -10:
                return y[0]
            y[j] += 0.1 * y[i]
            if i == 2 and j == 1:
                return np.sum(y * y)
    return np.sum(y)


def grown_from_its_last(x):
    xs = [x * 1.0]
    for _ in range(3):
        xs.append(np.sin(xs[-1]) * x)
    return np.sum(xs[2] * xs[3])


def stack_of_numbers(x):
    stack = []
    for i in range(4):
        stack.append(x[i] * i)
    s = x[0]
    while len(stack) > 1:
        s = s * stack.pop()
    return s * stack[0] + s


def _copies_in_loops(node: ast.AST, in_loop: bool = False) -> Iterator[str]:
    """The copies that a loop makes in each run: those in front of its exit are not under a condition."""
    if isinstance(node, ast.Call) and in_loop:
        name = ast.unparse(node.func)
        if name == "copy" or name.endswith(".copy"):
            yield ast.unparse(node)
    for child in ast.iter_child_nodes(node):
        inside = isinstance(node, ast.For | ast.While) or (in_loop and not isinstance(node, ast.If))
        yield from _copies_in_loops(child, inside)


PROGRAMS = [
    (written_if, X),
    (begins_as_the_argument, X),
    (begins_as_another_array, X),
    (written_before_a_break, X),
    (buffers_in_a_list, X),
    (rows_of_a_matrix, M),
    (returns_from_two_loops, X),
    (grown_from_its_last, X),
    (stack_of_numbers, X),
]


@pytest.mark.parametrize("mode", ["reverse", "forward"])
@pytest.mark.parametrize(("program", "x"), PROGRAMS, ids=lambda each: getattr(each, "__name__", ""))
def test_no_run_copies_an_array(program: Callable[..., Any], x: Any, mode: str) -> None:
    text = s2sad.source(program, mode, args=(x,))
    assert not list(_copies_in_loops(ast.parse(text))), text


@pytest.mark.parametrize(("program", "x"), PROGRAMS, ids=lambda each: getattr(each, "__name__", ""))
def test_the_derivatives_are_right(program: Callable[..., Any], x: Any) -> None:
    check_grads(program, (x.copy(),), order=2)


def rows_of_a_factor(x):
    factor = np.zeros((4, 4))
    for i in range(4):
        for j in range(i):
            factor[i, j] = x[j] - factor[i, :j] @ factor[j, :j]
        factor[i, i] = np.sum(factor[i, :i] ** 2) + x[i]
    return np.sum(factor)


def test_a_tape_of_copies_is_not_copied_again() -> None:
    text = s2sad.source(rows_of_a_factor, "reverse", args=(X,))
    assert list(_copies_in_loops(ast.parse(text))) == ["t.copy()", "t1.copy()", "t.copy()"]
    check_grads(rows_of_a_factor, (X,), order=2)
