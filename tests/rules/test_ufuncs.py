"""What only ufuncs have: `out=`, `where=`, `dtype=`, `reduce`, `accumulate`, `outer`, `at`, `reduceat`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from s2sad import grad
from s2sad.errors import DifferentiationTypeError, UnsupportedCallError
from s2sad.rules.standard import RULES
from s2sad.rules.ufunc_methods import TABLE
from s2sad.runtime.ufunc_methods import operands
from s2sad.testing import check_grads
from tests.rules import direct
from tests.rules.cases_ufuncs import CASES, TYPES
from tests.rules.compiled import check_first_order, check_second_order, floats, function, program
from tests.rules.direct import Case

M = np.array([[0.37, -0.82, 0.55, 1.2], [0.44, 0.16, -0.91, 0.3], [1.1, 0.6, 0.2, 0.7]])
V = np.array([0.8, -0.6, 1.7, -2.3])
U = np.array([0.4, -0.7, 1.9])


@pytest.mark.parametrize("case", CASES, ids=str)
def test_derivative(case: Case) -> None:
    direct.check(case, TABLE.entries[case.primitive])
    assert floats(program(case)[1])
    check_first_order(case)
    check_second_order(case)


@pytest.mark.parametrize("case", CASES + TYPES, ids=str)
def test_result_type(case: Case) -> None:
    direct.check_result_type(case, TABLE.entries[case.primitive])


def test_every_rule_has_a_case() -> None:
    assert [p for p in TABLE if p not in [c.primitive for c in CASES + TYPES]] == []


@pytest.mark.parametrize("rule", list(dict.fromkeys(direct.rule_functions(TABLE))), ids=lambda f: f.__name__)
def test_rules_call_what_has_rules(rule: Any) -> None:
    assert [f for f in direct.called(rule) if f not in RULES and f not in (range, len, operands)] == []


def out(x: Any, v: Any) -> Any:
    z = np.empty_like(x)
    np.multiply(x, v, out=z)
    return np.add(z, v, out=z) * z


def out_by_position(x: Any) -> Any:
    z = np.zeros_like(x)
    np.add(x, x, z)
    np.exp(z, out=(z,))
    return z


def out_of_a_sum(x: Any) -> Any:
    z = np.empty(4, dtype=x.dtype)
    np.sum(x, axis=0, out=z)
    return z * z


def out_is_an_argument(x: Any, v: Any) -> Any:
    np.multiply(v, v, out=v)
    return x * v


def where(x: Any) -> Any:
    z = np.zeros_like(x)
    np.square(x, out=z, where=M > 0.3)
    return z * x


def where_it_divides(x: Any, v: Any) -> Any:
    z = np.ones_like(x)
    np.divide(v, x - 0.2, out=z, where=M != 0.2)
    return z


def dtype(x: Any) -> Any:
    return np.sin(x, dtype=np.float64) + np.add(x, 1, dtype="float64")


def reduce(x: Any) -> Any:
    return np.add.reduce(x) * np.multiply.reduce(x, axis=0)


def reduce_by_position(x: Any) -> Any:
    return np.maximum.reduce(x, axis=1, keepdims=True) + np.minimum.reduce(x, 1, None, None, True)


def reduce_where(x: Any) -> Any:
    return np.add.reduce(x, axis=None, where=M > 0.3, initial=2.0) * x


def accumulate(x: Any) -> Any:
    return np.add.accumulate(x) + np.multiply.accumulate(x, axis=0)


def outer(x: Any, v: Any) -> Any:
    return np.multiply.outer(x, v) + np.subtract.outer(x, v)


def at(x: Any, u: Any) -> Any:
    z = x.copy()
    np.add.at(z, ROWS, u[:, None])
    np.subtract.at(z, (ROWS, 0), u)
    return z * z


def at_of_others(v: Any, u: Any) -> Any:
    z = v * v
    np.multiply.at(z, ROWS, u)
    np.maximum.at(z, ROWS, -0.1 * u)
    np.minimum.at(z, [0, 1], 0.3)
    return z * z


def at_an_argument(v: Any, u: Any) -> Any:
    np.add.at(v, ROWS, u)
    return v * v


ROWS = np.array([0, 2, 2])
PROGRAMS: list[tuple[Callable[..., Any], tuple[Any, ...]]] = [
    (out, (M, V)),
    (out_by_position, (M,)),
    (out_of_a_sum, (M,)),
    (out_is_an_argument, (M, V)),
    (where, (M,)),
    (dtype, (M,)),
    (reduce, (M,)),
    (reduce_by_position, (M,)),
    (reduce_where, (M,)),
    (accumulate, (M,)),
    (outer, (M, V)),
    (at, (M, U)),
    (at_of_others, (V, U)),
    (at_an_argument, (V, U)),
]


@pytest.mark.parametrize(("made", "args"), PROGRAMS, ids=[f.__name__ for f, _ in PROGRAMS])
def test_programs(made: Callable[..., Any], args: tuple[Any, ...]) -> None:
    check_grads(made, args, order=2)


def test_entries_not_computed_do_not_warn() -> None:
    check_grads(where_it_divides, (M, V), order=1)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("np.sum(np.sqrt(x, where=x > 0))", "not initialised"),
        ("np.sum(np.add(x, x, casting='unsafe'))", "does not handle this call"),
        ("np.sum(np.add(x, x, dtype=int))", "floats and complex numbers only"),
        ("np.sum(np.add(x, x, out=np.zeros(3, dtype=int)))", "array of int64"),
        ("np.sum(x, axis=0, subok=True)", "does not handle this call"),
        ("np.nan_to_num(x, copy=False).sum()", "does not handle this call"),
    ],
)
def test_refused(text: str, message: str) -> None:
    with pytest.raises((DifferentiationTypeError, UnsupportedCallError, SyntaxError), match=message):
        grad(function(f"def program(x):\n    return {text}\n"))(np.array([0.3, 0.7, 0.2]))
