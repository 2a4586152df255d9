"""Generator expressions: their names, and when their elements are made.

for k, u in enumerate(f(v) for v in x):          each is made when the loop gets there: `map(lambda v: f(v), x)`
for k, u in enumerate(f(v) for v in x if c):     all are made before, as a list: refused where that can be told
"""

from __future__ import annotations

import builtins
from collections.abc import Iterator
from typing import Any

import gast

from s2sad.frontend.structure import constant

_CONSUMERS = ("sum", "list", "tuple", "max", "min", "sorted", "set", "dict")
_MODULES = ("np", "numpy", "math")


def stored_names(target: Any) -> list[str]:
    """The names that an assignment to `target` binds."""
    return [n.id for n in gast.walk(target) if isinstance(n, gast.Name) and isinstance(n.ctx, gast.Store)]


class Rename(gast.NodeTransformer):  # type: ignore[misc] # gast has no types
    """Other names for some variables, where no inner scope has its own variable of that name."""

    def __init__(self, names: dict[str, str]) -> None:
        self.names = names

    def visit_Name(self, node: Any) -> Any:
        node.id = self.names.get(node.id, node.id)
        return node

    def visit_Lambda(self, node: Any) -> Any:
        return self._function(node, [node.body])

    def visit_FunctionDef(self, node: Any) -> Any:
        return self._function(node, node.body)

    def _function(self, node: Any, body: list[Any]) -> Any:
        spec = node.args
        for default in (*spec.defaults, *spec.kw_defaults):
            if default is not None:
                self.visit(default)
        own = {a.id for a in gast.walk(spec) if isinstance(a, gast.Name) and isinstance(a.ctx, gast.Param)}
        inner = Rename({k: v for k, v in self.names.items() if k not in own})
        for each in body:
            inner.visit(each)
        return node

    def visit_ListComp(self, node: Any) -> Any:
        first, *others = node.generators
        self.visit(first.iter)
        own = {name for g in node.generators for name in stored_names(g.target)}
        inner = Rename({k: v for k, v in self.names.items() if k not in own})
        for each in (node.elt, *first.ifs, *(part for g in others for part in (g.iter, *g.ifs))):
            inner.visit(each)
        return node


class Replace(gast.NodeTransformer):  # type: ignore[misc] # gast has no types
    """Expressions in place of variables whose names are nowhere else."""

    def __init__(self, expressions: dict[str, Any]) -> None:
        self.expressions = expressions

    def visit_Name(self, node: Any) -> Any:
        return self.expressions.get(node.id, node)


def parts_of(target: Any, whole: Any) -> Iterator[tuple[str, Any]]:
    """The names that `target = whole` binds, and the parts of `whole` that they are."""
    if isinstance(target, gast.Name):
        yield target.id, whole
    for k, each in enumerate(getattr(target, "elts", ())):
        yield from parts_of(each, gast.Subscript(value=whole, slice=constant(k), ctx=gast.Load()))


def is_plain(node: Any) -> bool:
    """Whether each element of one sequence gives one element, and no run changes a variable."""
    assigns = any(isinstance(n, gast.NamedExpr) for n in gast.walk(node.elt))
    return len(node.generators) == 1 and not node.generators[0].ifs and not assigns


def captured_names(function: Any) -> set[str]:
    """The names of a function that functions inside of it read or assign."""
    found: set[str] = set()
    for inner in gast.walk(function):
        if isinstance(inner, gast.FunctionDef | gast.Lambda) and inner is not function:
            nodes = list(gast.walk(inner))
            names = [n for n in nodes if isinstance(n, gast.Name)]
            shared = {name for n in nodes if isinstance(n, gast.Nonlocal) for name in n.names}
            own = {n.id for n in names if not isinstance(n.ctx, gast.Load)} - shared
            found |= {n.id for n in names} - own
    return found


def mark_out_of_step(iterable: Any, body: list[Any], captured: set[str]) -> None:
    """Mark generators whose elements are made before a loop over `zip` or `enumerate` of them, and should not be.

    Args:
        iterable: what the loop runs over.
        body: what it does in each run.
        captured: the names that inner functions read.
    """
    for call in gast.walk(iterable):
        if not isinstance(call, gast.Call) or getattr(call.func, "id", "") not in ("enumerate", "zip", "map"):
            continue
        mapped = [gast.Call(func=call.args[0], args=[], keywords=[])] if call.func.id == "map" and call.args else []
        for each in call.args:
            if isinstance(each, gast.GeneratorExp) and not is_plain(each):
                found = _may_meet(each, [*body, *mapped], captured)
                each.is_out_of_step = found or getattr(each, "is_out_of_step", False)


def mark_if_eager(iterable: Any, body: list[Any], captured: set[str]) -> None:
    """Mark a generator that a loop runs over, all of whose elements are made before it, if that can be told."""
    if isinstance(iterable, gast.GeneratorExp):
        iterable.is_out_of_step = _may_meet(iterable, body, captured)


def mark_taken_at_once(node: Any) -> None:
    """Mark what a comprehension runs over that is run to its end while nothing else happens."""
    consumed = [*node.args] if isinstance(node, gast.Call) and getattr(node.func, "id", "") in _CONSUMERS else []
    consumed += [node.value] if isinstance(node, gast.Starred) else []
    consumed += [node] if isinstance(node, gast.ListComp | gast.SetComp | gast.DictComp) else []
    for each in (c for c in consumed if hasattr(c, "generators")):
        inside = [n for field, part in gast.iter_fields(each) if field != "generators" for n in gast.walk(part)]
        inside += [n for g in each.generators for part in g.ifs for n in gast.walk(part)]
        if not any(_is_own(n) or isinstance(n, gast.NamedExpr) for n in inside):
            for generator in each.generators:
                generator.iter.is_taken_at_once = True


def _may_meet(generator: Any, body: list[Any], captured: set[str]) -> bool:
    """Whether it can be told if the elements of a generator are made before a loop or in its runs."""
    calls = _calls(generator)
    read = {n.id for n in gast.walk(generator) if isinstance(n, gast.Name)} | (captured if calls else set())
    changed: set[str] = set()
    acts = False
    for node in (n for statement in body for n in gast.walk(statement)):
        acts |= _is_own(node)
        acts |= calls and isinstance(node, gast.Name) and node.id in captured
        if isinstance(getattr(node, "ctx", None), gast.Store):
            acts |= calls and not isinstance(node, gast.Name)
            changed |= _root(node)
    return acts or bool(changed & read)


def called_names(function: Any) -> set[str] | None:
    """The functions of the program that a function calls by name; None if it changes what it may not own itself."""
    nodes = list(gast.walk(function))
    stores = any(isinstance(getattr(n, "ctx", None), gast.Store) and not isinstance(n, gast.Name) for n in nodes)
    own = [n for n in nodes if _is_own(n)]
    names = {n.func.id for n in own if isinstance(n.func, gast.Name)}
    given = {n.id for n in nodes if isinstance(n, gast.Name) and not isinstance(n.ctx, gast.Load)}
    acts = stores or any(isinstance(n, gast.Nonlocal | gast.AugAssign) for n in nodes)
    return None if acts or names & given or len(own) > sum(isinstance(n.func, gast.Name) for n in own) else names


def _calls(node: Any) -> bool:
    return any(map(_is_own, gast.walk(node)))


def _is_own(node: Any) -> bool:
    """Whether a node calls what may be a function of the program."""
    if not isinstance(node, gast.Call):
        return False
    function = getattr(node.func, "result", node.func)  # of a block
    if isinstance(function, gast.Attribute):
        return not _root(function) & set(_MODULES)
    return not isinstance(function, gast.Lambda) and not hasattr(builtins, getattr(function, "id", ""))


def _root(node: Any) -> set[str]:
    """The name `x` of `x`, `x[i]` and `x.a[i]`."""
    while isinstance(node, gast.Attribute | gast.Subscript):
        node = node.value
    return {node.id} if isinstance(node, gast.Name) else set()
