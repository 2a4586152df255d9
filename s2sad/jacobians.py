"""Matrices of derivatives at a point, put together from compiled derivatives: the structures are those of JAX.

jacobian: output structure, each leaf holding the structure of the chosen arguments. hessian: that of the pullback.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from s2sad import dispatch
from s2sad.cores import Pulled
from s2sad.derivative import Point
from s2sad.request import Request
from s2sad.rules.table import RuleTable
from s2sad.runtime import basis, tree


def _primal(function: Any, values: tuple[Any, ...], rules: RuleTable | None) -> Any:
    return dispatch.find(function, Request("primal", (), rules=rules), values)[1]


def _columns(function: Any, values: tuple[Any, ...], at: Point) -> Iterator[tuple[Any, Any]]:
    """The value and the tangent for every number of the chosen arguments."""
    for k in at.positions:
        request = Request("jvp", (k,), True, rules=at.rules)
        for unit in basis.basis_of(values[k], at.labels[k]):
            yield dispatch.find(function, request, tree.copy(values), (unit,))[1]


def forward(at: Point) -> Any:
    """The Jacobian, one run per number of the arguments."""
    columns = list(_columns(at.function, at.values, at))
    out = columns[0][0] if columns else _primal(at.function, at.values, at.rules)
    return basis.from_columns([c[1] for c in columns], out, at.chosen)


def reverse(at: Point) -> Any:
    """The Jacobian, one reverse sweep per number of the output."""
    for k in at.positions:
        basis.require_floats(at.values[k], at.labels[k])
    request = Request("vjp", at.positions, True, rules=at.rules)
    program, (out, kept, *_) = dispatch.find(at.function, request, at.values)
    rows = [at.arranged(program.functions[1](*kept, e)) for e in basis.basis_of(out, "output")]
    return basis.from_rows(rows, out, at.chosen)


def second(at: Point) -> Any:
    """For each number of the output the Jacobian of the pullback, forward over reverse."""
    for k in at.positions:
        basis.require_floats(at.values[k], at.labels[k])
    out = tree.copy(_primal(at.function, tree.copy(at.values), at.rules))
    pulled = Pulled(at.function, at.positions, at.rules)
    rows = []
    for e in basis.basis_of(out, "output"):
        columns = [at.arranged(bars_dot) for _, bars_dot in _columns(pulled, (*at.values, e), at)]
        rows.append(basis.from_columns(columns, at.chosen, at.chosen))
    return basis.from_rows(rows, out, rows[0]) if rows else rows


def diagonal(at: Point) -> Any:
    """The derivative of each entry of the output with respect to the same entry of the arguments."""
    request = Request("vjp", at.positions, True, rules=at.rules)
    program, (out, kept, *_) = dispatch.find(at.function, request, at.values)
    return at.arranged(program.functions[1](*kept, basis.ones_like(out)))
