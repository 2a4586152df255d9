"""Rules of the markers: `stop_gradient(x)` has derivative zero, `identity(x)` one, what only checks `x` too."""

from __future__ import annotations

from typing import Any

from s2sad.rules.table import RuleTable
from s2sad.runtime.markers import identity, stop_gradient
from s2sad.runtime.overlap import in_order
from s2sad.runtime.statements import bound

TABLE = RuleTable()


def _same(x: Any) -> Any:
    return x


TABLE.constant(stop_gradient, result=_same, alias="maybe")


@TABLE.linear(identity, wrt="x", result=_same, alias="maybe")
def identity_vjp(y_bar: Any, y: Any, x: Any) -> Any:
    return y_bar


@TABLE.linear(in_order, wrt="value", result=lambda value, target: value, alias="view", effect="may_raise")
def in_order_vjp(y_bar: Any, y: Any, value: Any, target: Any) -> Any:
    return y_bar


@TABLE.linear(bound, wrt="value", result=lambda value, name, missing=None: value, alias="view", effect="io")
def bound_vjp(y_bar: Any, y: Any, value: Any, name: Any, missing: Any = None) -> Any:
    return y_bar
