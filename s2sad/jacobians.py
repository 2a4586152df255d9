"""Matrices of derivatives at a point, put together from compiled derivatives: the structures are those of JAX.

jacobian: output structure, each leaf holding the structure of the chosen arguments. hessian: that of the pullback.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import chain
from typing import Any

from s2sad import dispatch
from s2sad.cores import Pulled
from s2sad.derivative import Point
from s2sad.errors import DifferentiationTypeError
from s2sad.request import Request
from s2sad.rules.table import RuleTable
from s2sad.runtime import basis, tree


def _primal(function: Any, values: tuple[Any, ...], rules: RuleTable | None) -> Any:
    return dispatch.find(function, Request("primal", (), rules=rules), values)[1]


def _columns(function: Any, runs: Iterable[tuple[Any, ...]], at: Point) -> Iterator[tuple[Any, Any]]:
    """The value and the tangent for every number of the chosen arguments; each run gets arguments of its own."""
    left = iter(runs)
    first: tuple[Any, ...] = ()
    for k in at.positions:
        request = Request("jvp", (k,), True, rules=at.rules)
        for unit in basis.basis_of(at.values[k], at.labels[k]):
            value, tangent = dispatch.find(function, request, next(left), (unit,))[1]
            first = first or (tree.copy(value),)
            _require_one_value(first[0], value)
            yield value, tangent


def _require_one_value(first: Any, other: Any) -> None:
    """Refuse a function that gives another value at the same point, as the runs belong to one matrix."""
    if not tree.is_close(first, other):
        raise DifferentiationTypeError(
            "the function gives different values at one point: it draws random numbers, or keeps a state between calls",
            hint="jacfwd and hessian run it for each number of the arguments. Draw before, and pass what was drawn.",
        )


def _copies(values: tuple[Any, ...]) -> Iterator[tuple[Any, ...]]:
    """The values again and again, for functions that write into them."""
    while True:
        yield tree.copy(values)


def forward(at: Point) -> Any:
    """The Jacobian, one run per number of the arguments; the first one writes into the arguments of the caller."""
    given, at = at.values, replace(at, values=tree.copy(at.values))
    columns = list(_columns(at.function, chain([given], _copies(at.values)), at))
    out = columns[0][0] if columns else _primal(at.function, given, at.rules)
    return basis.from_columns([c[1] for c in columns], out, at.chosen)


def reverse(at: Point) -> Any:
    """The Jacobian, one reverse sweep per number of the output."""
    for k in at.positions:
        basis.require_floats(at.values[k], at.labels[k])
    request = Request("vjp", at.positions, True, rules=at.rules)
    given, at = at.values, replace(at, values=tree.copy(at.values))
    program, (out, kept, *_) = dispatch.find(at.function, request, given)
    rows = [at.arranged(program.functions[1](*kept, e)) for e in basis.basis_of(out, "output")]
    return basis.from_rows(rows, out, at.chosen)


def second(at: Point) -> Any:
    """For each number of the output the Jacobian of the pullback, forward over reverse.

    The function itself is run first, and writes into the arguments of the caller; the others get copies.
    """
    for k in at.positions:
        basis.require_floats(at.values[k], at.labels[k])
    given, at = at.values, replace(at, values=tree.copy(at.values))
    out = tree.copy(_primal(at.function, given, at.rules))
    pulled = Pulled(at.function, at.positions, at.rules)
    rows = []
    for e in basis.basis_of(out, "output"):
        columns = [at.arranged(bars_dot) for _, bars_dot in _columns(pulled, _copies((*at.values, e)), at)]
        rows.append(basis.from_columns(columns, at.chosen, at.chosen))
    return basis.from_rows(rows, out, rows[0]) if rows else rows


def diagonal(at: Point) -> Any:
    """The derivative of each entry of the output with respect to the same entry of the arguments."""
    request = Request("vjp", at.positions, True, rules=at.rules)
    program, (out, kept, *_) = dispatch.find(at.function, request, at.values)
    return at.arranged(program.functions[1](*kept, basis.ones_like(out)))
