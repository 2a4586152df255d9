"""Variables that an inner function declares `nonlocal`: lists of one element that the functions share.

total = 0.0                     total = [0.0]
def add(v):                     def add(v):
    nonlocal total                  total[0] += v
    total += v
add(x); return total            add(x); return total[0]
"""

from __future__ import annotations

from typing import Any

import gast

from s2sad.frontend.patterns import Refused
from s2sad.frontend.structure import assigned, constant, loaded, placed

_FUNCTIONS = (gast.FunctionDef, gast.Lambda)


def own_statements(function: Any) -> list[Any]:
    """The nodes of a function's own scope; of inner functions, themselves and what is evaluated outside them."""
    found: list[Any] = []
    stack = list(function.body) if isinstance(function.body, list) else [function.body]
    while stack:
        node = stack.pop()
        found.append(node)
        if isinstance(node, _FUNCTIONS):
            stack += [d for d in (*node.args.defaults, *node.args.kw_defaults) if d is not None]
        else:
            stack += list(gast.iter_child_nodes(node))
    return found


def parameters(function: Any) -> list[str]:
    """The names of the parameters."""
    spec = function.args
    rest = [each for each in (spec.vararg, spec.kwarg) if each is not None]
    return [a.id for a in (*spec.posonlyargs, *spec.args, *spec.kwonlyargs, *rest)]


def declared(function: Any) -> set[str]:
    """The names that a function declares `nonlocal`."""
    return {name for n in own_statements(function) if isinstance(n, gast.Nonlocal) for name in n.names}


def _bound(function: Any) -> set[str]:
    found = set(parameters(function))
    for node in own_statements(function):
        if isinstance(node, gast.Name) and isinstance(node.ctx, gast.Store):
            found.add(node.id)
        elif isinstance(node, gast.FunctionDef):
            found.add(node.name)
    return found - declared(function)


def _inner(function: Any) -> list[Any]:
    return [n for n in own_statements(function) if isinstance(n, _FUNCTIONS)]


def _wanted(function: Any) -> set[str]:
    """The names that functions inside declare and this one, or none of those between, binds."""
    found: set[str] = set()
    for inner in _inner(function):
        found |= declared(inner) | (_wanted(inner) - _bound(inner))
    return found


class _Share(gast.NodeTransformer):  # type: ignore[misc] # gast has no types
    """Reads and writes of shared variables as those of an element."""

    def __init__(self, names: dict[str, str]) -> None:
        self.names = names

    def visit_Name(self, node: Any) -> Any:
        if node.id not in self.names or not isinstance(node.ctx, gast.Load | gast.Store | gast.Del):
            return node
        element = gast.Subscript(value=loaded(self.names[node.id]), slice=constant(0), ctx=node.ctx)
        return placed(element, node)

    def visit_Delete(self, node: Any) -> Any:
        for target in node.targets:
            if isinstance(target, gast.Name) and target.id in self.names:
                reason = f"`{target.id}`, which an inner function assigns, is deleted"
                refused = Refused(reason, "Leave the `del` out, or give the variable None.")
                return placed(gast.Expr(value=refused), target)
        return self.generic_visit(node)

    def visit_Nonlocal(self, node: Any) -> Any:
        return placed(gast.Pass(), node)

    def visit_FunctionDef(self, node: Any) -> Any:
        return self._function(node)

    def visit_Lambda(self, node: Any) -> Any:
        return self._function(node)

    def _function(self, node: Any) -> Any:
        node.args.defaults = [self.visit(d) for d in node.args.defaults]
        node.args.kw_defaults = [d if d is None else self.visit(d) for d in node.args.kw_defaults]
        own = _bound(node)
        inner = _Share({k: v for k, v in self.names.items() if k not in own})
        node.body = [inner.visit(s) for s in node.body] if isinstance(node.body, list) else inner.visit(node.body)
        return node


def share_cells(function: Any) -> None:
    """Rewrite a function definition, and those inside it, in place."""
    for inner in _inner(function):
        if isinstance(inner, gast.FunctionDef):
            share_cells(inner)
    names = _wanted(function) & _bound(function)
    if not names:
        return
    share = _Share({name: f"{name}\v" for name in names})
    given = set(parameters(function))
    start = []
    for name in sorted(names):
        first = placed(loaded(name), function.body[0]) if name in given else constant(None)
        cell = placed(gast.List(elts=[first], ctx=gast.Load()), function.body[0])
        start.append(assigned(f"{name}\v", cell, function.body[0]))
    function.body = [*start, *(share.visit(statement) for statement in function.body)]
