"""A rule is read at a glance: it has at most five lines, and what takes more is a function with a name beside it."""

from __future__ import annotations

import ast
import importlib
import inspect
import textwrap
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from s2sad.rules.standard import RULES

MOST = 5
"""Lines of a rule's body, its docstring not counted."""


def rule_functions() -> Iterator[Callable[..., Any]]:
    """The functions of all rules of the table."""
    later = [importlib.import_module(module).TABLE for module in sorted(set(RULES.later.values()))]
    rules = [rule for table in (RULES, *later) for rule in table.entries.values()]
    made = [f for r in rules for f in (r.vjp, r.jvp, r.partials, r.definition, r.body) if f is not None]
    yield from dict.fromkeys(f for f in made if f.__module__.startswith("s2sad.rules"))


def lines_of_body(function: Callable[..., Any]) -> int:
    """How many lines a function's statements take, its docstring not counted."""
    found = ast.parse(textwrap.dedent(inspect.getsource(function))).body[0]
    if not isinstance(found, ast.FunctionDef):
        return 1
    body = found.body[1:] if ast.get_docstring(found) else found.body
    return (body[-1].end_lineno or 0) - body[0].lineno + 1


def test_no_rule_is_long() -> None:
    pytest.importorskip("scipy")
    found = [(f"{f.__module__}.{f.__qualname__}", lines_of_body(f)) for f in rule_functions()]
    assert len(found) > 500
    assert not [each for each in found if each[1] > MOST]
