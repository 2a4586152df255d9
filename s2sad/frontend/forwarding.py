"""What a wrapper does with the arguments that it hands on: whether they may be given to it in another form.

@functools.wraps(fun)                      check_forwarding: `args` and `kwargs` are only handed on
def timed(*args, **kwargs):
    start = perf_counter()
    try:                                   passed_through: "fun", for whatever is returned is its result
        return fun(*args, **kwargs)
    finally:
        print(perf_counter() - start)
"""

from __future__ import annotations

from typing import Any

import gast

from s2sad.errors import UnsupportedSyntaxError
from s2sad.frontend.source import FunctionSource


def check_forwarding(source: FunctionSource, defaults: bool) -> None:
    """Refuse a wrapper that looks at the form of its call: s2sad gives it arguments by position, defaults filled in."""
    spec = source.tree.args
    spread = spec.vararg.id if spec.vararg else None
    mapping = spec.kwarg.id if spec.kwarg else None
    handed = set(map(id, _handed_on(source.tree, defaults)))
    for node in gast.walk(source.tree):
        if not isinstance(node, gast.Name) or id(node) in handed or isinstance(node.ctx, gast.Param):
            continue
        if node.id == mapping or (node.id == spread and defaults):
            raise UnsupportedSyntaxError(
                f"what this wrapper does with `{node.id}` depends on which arguments are passed, and how",
                source.span(node),
                f"Only hand it on (`fun({'**' if node.id == mapping else '*'}{node.id})`), or give the wrapper the "
                "parameters of the function that it wraps.",
            )


def _handed_on(tree: Any, defaults: bool) -> list[Any]:
    """The uses `f(*args)`, `f(**kwargs)` and `args[0]`."""
    found = []
    for node in gast.walk(tree):
        if isinstance(node, gast.Call):
            found += [a.value for a in node.args if isinstance(a, gast.Starred)]
            found += [k.value for k in node.keywords if k.arg is None]
        elif isinstance(node, gast.Subscript) and isinstance(node.slice, gast.Constant):
            found += [node.value] if isinstance(node.slice.value, int) and node.slice.value >= 0 else []
    return found


def passed_through(source: FunctionSource) -> str | None:
    """The name of the function whose result a wrapper returns as it is, for the arguments as they are; else None."""
    spec = source.tree.args
    calls: dict[str, set[str | None]] = {}
    returned: set[str | None] = set()
    for node in gast.walk(source.tree):
        if isinstance(node, gast.Assign) and isinstance(node.targets[0], gast.Name):
            calls.setdefault(node.targets[0].id, set()).add(_forwarded(node.value, spec))
        elif isinstance(node, gast.Name) and isinstance(node.ctx, gast.Store):
            calls.setdefault(node.id, set())
    stores = [n.id for n in gast.walk(source.tree) if isinstance(n, gast.Name) and isinstance(n.ctx, gast.Store)]
    for node in gast.walk(source.tree):
        if isinstance(node, gast.FunctionDef | gast.Lambda) and node is not source.tree:
            return None
        if isinstance(node, gast.Return):
            name = node.value.id if isinstance(node.value, gast.Name) else None
            known = calls.get(name or "", set()) if name and stores.count(name) == 1 else set()
            returned |= known or {_forwarded(node.value, spec)}
    callee = next(iter(returned)) if len(returned) == 1 else None
    kept = callee is not None and callee not in stores and not _changes_parameters(source.tree)
    return callee if kept and _always_returns(source.tree.body) else None


def _changes_parameters(tree: Any) -> bool:
    """Whether parameters get other values, or parts of anything are written."""
    spec = tree.args
    own = {a.id for a in (*spec.posonlyargs, *spec.args, *spec.kwonlyargs, spec.vararg, spec.kwarg) if a}
    stored = [n for n in gast.walk(tree) if isinstance(getattr(n, "ctx", None), gast.Store)]
    return any(not isinstance(n, gast.Name) or n.id in own for n in stored)


def _always_returns(body: list[Any]) -> bool:
    """Whether the last statement of a block is a `return`, perhaps inside a `with` or `try`."""
    last = body[-1]
    return isinstance(last, gast.Return) or (isinstance(last, gast.With | gast.Try) and _always_returns(last.body))


def _forwarded(node: Any, spec: Any) -> str | None:
    """The name `fun` of a call `fun(a, *args, **kwargs)` that hands on all parameters as they are."""
    if not isinstance(node, gast.Call) or not isinstance(node.func, gast.Name) or spec.kwonlyargs:
        return None
    given = [a.value if isinstance(a, gast.Starred) else a for a in node.args] + [k.value for k in node.keywords]
    names = [a.id if isinstance(a, gast.Name) else None for a in given]
    own = [a.id for a in (*spec.posonlyargs, *spec.args, spec.vararg, spec.kwarg) if a]
    plain = all(k.arg is None for k in node.keywords)
    return str(node.func.id) if plain and names == own else None
