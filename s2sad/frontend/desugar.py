"""Rewrites constructs into plainer ones before a function is structured.

    for i in r:                 broken = False
        if c: break             for i in r:
    else:                           if c: broken = True; break
        A                       if not broken: A

    @wrap                       def f(x): ...
    def f(x): ...               f = wrap(f)

    match v: case [a, 0]: A     if is_sequence(v) and len(v) == 2 and v[1] == 0: a = v[0]; A

A variable that an inner function declares `nonlocal` becomes a list of one element, which the functions share.
Names made here end in a space or a form feed: no user's name clashes.
"""

from __future__ import annotations

import contextlib
from typing import Any

import gast

from s2sad.frontend.cells import share_cells
from s2sad.frontend.comprehensions import Block, rewrite_comprehensions
from s2sad.frontend.handlers import with_one_handler
from s2sad.frontend.patterns import match_as_if
from s2sad.frontend.structure import ReplaceJumps, assigned, constant, flattened, jumps, loaded, may_act, placed


class _Statements(gast.NodeTransformer):  # type: ignore[misc] # gast has no types
    """Statements that are written as plainer ones."""

    def __init__(self) -> None:
        self.count = 0

    def fresh(self, name: str) -> str:
        """A name of its own."""
        self.count += 1
        return name + "\f" * self.count

    def visit_For(self, node: Any) -> Any:
        return self._loop(node)

    def visit_While(self, node: Any) -> Any:
        return self._loop(node)

    def _loop(self, node: Any) -> Any:
        self.generic_visit(node)
        if not node.orelse:
            return node
        orelse, node.orelse = node.orelse, []
        if not jumps(node.body, (gast.Break,)):
            return [node, *orelse]
        flag = self.fresh("broken")
        replace = ReplaceJumps(gast.Break, flag, then=gast.Break)
        node.body = flattened(replace.visit(each) for each in node.body)
        test = placed(gast.UnaryOp(op=gast.Not(), operand=loaded(flag)), node)
        after = placed(gast.If(test=test, body=orelse, orelse=[]), orelse[0])
        return [assigned(flag, constant(False), node), node, after]

    def visit_FunctionDef(self, node: Any) -> Any:
        self.generic_visit(node)
        decorators, node.decorator_list = node.decorator_list, []
        first: list[Any] = []
        if _is_order_seen(node, decorators):
            names = [self.fresh("decorator") for _ in decorators]
            first = [assigned(name, each, each) for name, each in zip(names, decorators, strict=True)]
            decorators = [placed(loaded(name), each) for name, each in zip(names, decorators, strict=True)]
        calls: list[Any] = []
        for decorator in reversed(decorators):
            call = placed(gast.Call(func=decorator, args=[loaded(node.name)], keywords=[]), decorator)
            calls.append(assigned(node.name, call, decorator))
        return [*first, node, *calls] if calls else node

    def visit_Try(self, node: Any) -> Any:
        self.generic_visit(node)
        return with_one_handler(node, self.fresh)

    def visit_With(self, node: Any) -> Any:
        """`with a, b: A` -> `with a: with b: A`."""
        self.generic_visit(node)
        body = node.body
        for item in reversed(node.items):
            if _is_suppress(item):
                body = self._suppressed(item.context_expr, body)
            else:
                body = [placed(gast.With(items=[item], body=body, type_comment=None), node)]
        return body

    def _suppressed(self, call: Any, body: list[Any]) -> list[Any]:
        """`with suppress(E): A` -> `try: A; except E: pass`, if `suppress` is what it should be."""
        check = placed(Block(contextlib.suppress, [], constant(None), []), call)
        check.called = call.func
        kinds = gast.Tuple(elts=call.args, ctx=gast.Load())
        handler = gast.ExceptHandler(type=kinds, name=None, body=[gast.Pass()])
        attempt = placed(gast.Try(body=body, handlers=[handler], orelse=[], finalbody=[]), call)
        return [placed(gast.Expr(value=check), call), with_one_handler(attempt, self.fresh)]

    def visit_Match(self, node: Any) -> Any:
        self.generic_visit(node)
        return match_as_if(node, self.fresh)


def _is_suppress(item: Any) -> bool:
    """Whether what a `with` enters looks like `contextlib.suppress(E)`."""
    call = item.context_expr
    if not isinstance(call, gast.Call) or call.keywords or item.optional_vars is not None:
        return False
    name = getattr(call.func, "attr", getattr(call.func, "id", ""))
    return name == "suppress" and call.args != [] and not any(isinstance(a, gast.Starred) for a in call.args)


def _is_order_seen(function: Any, decorators: list[Any]) -> bool:
    """Whether it matters that decorators are evaluated from the top, before the defaults, and applied behind them."""
    computed = [k for k, each in enumerate(decorators) if not isinstance(each, gast.Name)]
    defaults = [each for each in (*function.args.defaults, *function.args.kw_defaults) if each is not None]
    names = {n.id for each in decorators for n in gast.walk(each) if isinstance(n, gast.Name)}
    above_others = any(k < len(decorators) - 1 for k in computed)
    return above_others or function.name in names or (bool(computed) and any(map(may_act, defaults)))


def desugar(function: Any) -> None:
    """Rewrite the body of a function definition, and of those inside it, in place."""
    transformer = _Statements()
    function.body = flattened(transformer.visit(statement) for statement in function.body)
    rewrite_comprehensions(function, transformer.fresh)
    share_cells(function)
