"""Comprehensions with conditions or several loops, and generator expressions, as loops inside an expression.

[f(i) for i in xs if c]        items = []                        a `Block`: statements, and an expression for its value
                               for i in xs:
                                   if c: items.append(f(i))
any(c for i in xs)             found = False; for i in xs: if c: found = True; break

The variables of a comprehension get names of their own: they are not those of the function around it.
"""

from __future__ import annotations

import builtins
from collections.abc import Callable
from typing import Any, ClassVar

import gast

from s2sad.frontend.generators import (
    Rename,
    Replace,
    captured_names,
    is_plain,
    mark_if_eager,
    mark_out_of_step,
    mark_taken_at_once,
    parts_of,
    stored_names,
)
from s2sad.frontend.structure import OwnNode, assigned, constant, loaded, may_act, placed, stored, structured_block

Fresh = Callable[[str], str]


class Block(OwnNode, gast.expr):  # type: ignore[misc] # gast has no types
    """An expression that runs statements; its value is that of `result` afterwards.

    `kind` is "list", "dict", "generator" or the builtin that consumes a generator; `names` are its own.
    """

    _fields: ClassVar[tuple[str, ...]] = ("statements", "result")

    def __init__(self, kind: Any, statements: list[Any], result: Any, names: list[str]) -> None:
        super().__init__()
        self.kind = kind
        self.statements = statements
        self.result = result
        self.names = names


class _Comprehensions(gast.NodeTransformer):  # type: ignore[misc] # gast has no types
    def __init__(self, fresh: Fresh, captured: set[str]) -> None:
        self.fresh = fresh
        self.captured = captured

    def visit(self, node: Any) -> Any:
        mark_taken_at_once(node)
        for k, each in enumerate(getattr(node, "generators", ())):
            later = [part for g in node.generators[k + 1 :] for part in (g.iter, *g.ifs)]
            elements = [getattr(node, field) for field in ("elt", "key", "value") if hasattr(node, field)]
            mark_out_of_step(each.iter, [*each.ifs, *later, *elements], self.captured)
        return super().visit(node)

    def visit_ListComp(self, node: Any) -> Any:
        first = self._made_in_step(node)
        self.generic_visit(node)
        plain = is_plain(node)
        inside = any(isinstance(n, gast.Lambda) for n in gast.walk(node.elt))
        if plain and not inside and self.captured.isdisjoint(stored_names(first.target)):
            return node
        if plain:
            self._rename(node)
            return node
        return self._collected(node, "list")

    def visit_SetComp(self, node: Any) -> Any:
        """`{f(v) for v in xs}` -> `set([f(v) for v in xs])`."""
        listed = placed(gast.ListComp(elt=node.elt, generators=node.generators), node)
        return placed(gast.Call(func=constant(set), args=[self.visit(listed)], keywords=[]), node)

    def visit_GeneratorExp(self, node: Any) -> Any:
        self._made_in_step(node)
        self.generic_visit(node)
        return self._collected(node, "generator")

    def visit_DictComp(self, node: Any) -> Any:
        self.generic_visit(node)
        names = self._rename(node)
        hidden = self.fresh("entries")
        target = gast.Subscript(value=loaded(hidden), slice=node.key, ctx=gast.Store())
        store = placed(gast.Assign(targets=[target], value=node.value, type_comment=None), node)
        start = assigned(hidden, placed(gast.Dict(keys=[], values=[]), node), node)
        return self._block("dict", node, [start, self._loops(node, [store])], loaded(hidden), [*names, hidden])

    def _collected(self, node: Any, kind: str) -> Any:
        names = self._rename(node)
        hidden = self.fresh("items")
        method = gast.Attribute(value=loaded(hidden), attr="append", ctx=gast.Load())
        append = placed(gast.Expr(value=gast.Call(func=method, args=[node.elt], keywords=[])), node)
        start = assigned(hidden, placed(gast.List(elts=[], ctx=gast.Load()), node), node)
        block = self._block(kind, node, [start, self._loops(node, [append])], loaded(hidden), [*names, hidden])
        block.is_out_of_step = getattr(node, "is_out_of_step", False)
        return block

    def visit_Call(self, node: Any) -> Any:
        ordered = self._in_order(node)
        if ordered is not node:
            return ordered
        if _is_first_of(node):
            return self._first_of(node)
        if _makes_pairs(node):
            return self._of_pairs(node.args[0], node.func)
        if getattr(node.func, "id", "") in ("enumerate", "zip", "map"):
            mark_out_of_step(node, [], self.captured)
            node.args = [self._as_map(each) for each in node.args]
        if getattr(node.func, "id", "") == "tuple" and len(node.args) == 1:
            node.args = [self._of_a_tuple(node.args[0], node.func)]
        if isinstance(node.func, gast.Attribute) and _is_text(node.func.value) and node.func.attr == "join":
            node.args = [_listed(each) for each in node.args]
        quantifier = {"any": builtins.any, "all": builtins.all}.get(getattr(node.func, "id", ""))
        single = len(node.args) == 1 and not node.keywords and isinstance(node.args[0], gast.GeneratorExp)
        if quantifier is None or not single or len(node.args[0].generators) > 1:
            self.generic_visit(node)
            return node
        generator = node.args[0]
        (each,) = generator.generators
        each.iter = self._as_map(each.iter)
        mark_if_eager(each.iter, [generator.elt, *each.ifs], self.captured)
        self.generic_visit(generator)
        names = self._rename(generator)
        hidden = self.fresh("found")
        wanted = quantifier is builtins.any
        test = generator.elt if wanted else placed(gast.UnaryOp(op=gast.Not(), operand=generator.elt), generator)
        leave = [assigned(hidden, constant(wanted), generator), placed(gast.Break(), generator)]
        decided = placed(gast.If(test=test, body=leave, orelse=[]), generator)
        (each,) = generator.generators
        each.ifs = [placed(gast.BoolOp(op=gast.And(), values=[*each.ifs, decided.test]), generator)] if each.ifs else []
        if each.ifs:
            decided.test, each.ifs = each.ifs[0], []
        statements = [assigned(hidden, constant(not wanted), generator), self._loops(generator, [decided])]
        block = self._block(quantifier, node, statements, loaded(hidden), [*names, hidden])
        block.called = node.func
        return block

    def _first_of(self, node: Any) -> Any:
        """`next((f(v) for v in xs if c), d)` -> `first = d; for v in xs: if c: first = f(v); break`."""
        generator, *default = node.args
        self.generic_visit(generator)
        names = [*self._rename(generator), self.fresh("first"), self.fresh("found")]
        first, found = names[-2:]
        taken = [assigned(first, generator.elt, generator), placed(gast.Break(), generator)]
        if default:
            start = [assigned(first, self.visit(default[0]), node)]
            end = []
        else:
            start = [assigned(found, constant(False), node)]
            taken.insert(1, assigned(found, constant(True), node))
            nothing = placed(gast.Raise(exc=constant(StopIteration), cause=None), node)
            missing = placed(gast.UnaryOp(op=gast.Not(), operand=loaded(found)), node)
            end = [placed(gast.If(test=missing, body=[nothing], orelse=[]), node)]
        block = self._block(next, node, [*start, self._loops(generator, taken), *end], loaded(first), names)
        block.called = node.func
        return block

    def _of_pairs(self, node: Any, consumer: Any) -> Any:
        """`dict((k, v) for ...)` -> `{k: v for ...}`."""
        key, value = node.elt.elts
        block = self.visit(placed(gast.DictComp(key=key, value=value, generators=node.generators), node))
        block.kind, block.called = dict, consumer
        return block

    def _of_a_tuple(self, node: Any, consumer: Any) -> Any:
        """`tuple(f(v) for v in xs)` -> `tuple([f(v) for v in xs])`, whose elements are listed when compiling."""
        comprehension = isinstance(node, gast.GeneratorExp | gast.ListComp)
        if not comprehension or not is_plain(node):
            return node
        listed = placed(gast.ListComp(elt=node.elt, generators=node.generators), node)
        listed.consumer = consumer
        return listed

    def visit_For(self, node: Any) -> Any:
        """`for v in (f(i) for i in xs if c)`: each element is made when the loop gets there."""
        while isinstance(node.iter, gast.GeneratorExp) and len(node.iter.generators) == 1:
            generator = node.iter
            self._rename(generator)
            first = placed(gast.Assign(targets=[node.target], value=generator.elt, type_comment=None), node)
            node = self._loops(generator, [first, *node.body])
        mark_out_of_step(node.iter, node.body, self.captured)
        self.generic_visit(node)
        return node

    def _flatten(self, node: Any) -> None:
        """`(f(u) for u in (g(v) for v in xs if c))` -> `(f(u) for v in xs if c for u in (g(v),))`."""
        first = node.generators[0]
        while isinstance(first.iter, gast.GeneratorExp) and not is_plain(first.iter):
            inner = first.iter
            self._rename(inner)
            first.iter = placed(gast.Tuple(elts=[inner.elt], ctx=gast.Load()), inner)
            node.generators = [*inner.generators, *node.generators]
            first = node.generators[0]

    def _made_in_step(self, node: Any) -> Any:
        """Let elements of the generators that a comprehension runs over be made when it gets there; its first `for`."""
        self._flatten(node)
        for k, each in enumerate(node.generators):
            each.iter = self._as_map(each.iter)
            later = [part for g in node.generators[k + 1 :] for part in (g.iter, *g.ifs)]
            elements = [getattr(node, field) for field in ("elt", "key", "value") if hasattr(node, field)]
            mark_if_eager(each.iter, [*each.ifs, *later, *elements], self.captured)
        return node.generators[0]

    def _as_map(self, node: Any) -> Any:
        """`(f(v) for v in xs)` as `map(lambda v: f(v), xs)`, which makes each element when it is asked for."""
        if not isinstance(node, gast.GeneratorExp) or not is_plain(node):
            return node
        (each,) = node.generators
        name = self.fresh("t")
        if isinstance(each.target, gast.Name):
            name = each.target.id
        elif any(isinstance(n, gast.Starred) for n in gast.walk(each.target)):
            return node
        else:
            self._rename(node)
        parts = {n: placed(part, node) for n, part in parts_of(each.target, loaded(name))}
        element = node.elt if isinstance(each.target, gast.Name) else Replace(parts).visit(node.elt)
        parameter = gast.Name(id=name, ctx=gast.Param(), annotation=None, type_comment=None)
        spec = gast.arguments([parameter], [], None, [], [], None, [])
        function = placed(gast.Lambda(args=spec, body=element), node)
        return placed(gast.Call(func=constant(map), args=[function, each.iter], keywords=[]), node)

    def _in_order(self, node: Any) -> Any:
        """`sum((f(v) for v in xs), g())` as `it = xs; start = g(); sum((f(v) for v in it), start)`.

        The elements of a generator are made when all arguments are there.
        """
        made = [each for each in node.args if isinstance(each, gast.GeneratorExp)]
        others = [a for a in node.args if a not in made] + [k.value for k in node.keywords]
        acting = any(map(may_act, made))
        matters = any(may_act(o) or (acting and not isinstance(o, gast.Constant)) for o in others)
        if not made or not matters or getattr(node, "is_ordered", False):
            return node
        node.is_ordered = True
        statements, names = [], []

        def named(value: Any) -> Any:
            if isinstance(value, gast.Constant | gast.Lambda | gast.Starred):
                return value
            names.append(self.fresh("t"))
            statements.append(assigned(names[-1], self.visit(value), value))
            return placed(loaded(names[-1]), value)

        for k, each in enumerate(node.args):
            if isinstance(each, gast.GeneratorExp):
                each.generators[0].iter = named(each.generators[0].iter)
            else:
                node.args[k] = named(each)
        for keyword in node.keywords:
            keyword.value = named(keyword.value)
        names.append(self.fresh("t"))
        statements.append(assigned(names[-1], self.visit(node), node))
        return self._block("list", node, statements, loaded(names[-1]), names)

    def _rename(self, node: Any) -> list[str]:
        names = {name: self.fresh(name) for g in node.generators for name in stored_names(g.target)}
        rename = Rename(names)
        first, *others = node.generators
        elements = [node.key, node.value] if isinstance(node, gast.DictComp) else [node.elt]
        rest = [part for g in others for part in (g.target, g.iter, *g.ifs)]
        for each in (*elements, first.target, *first.ifs, *rest):
            rename.visit(each)
        return list(names.values())

    def _loops(self, node: Any, body: list[Any]) -> Any:
        for generator in reversed(node.generators):
            for condition in reversed(generator.ifs):
                body = [placed(gast.If(test=condition, body=body, orelse=[]), condition)]
            loop = gast.For(target=generator.target, iter=generator.iter, body=body, orelse=[], type_comment=None)
            body = [placed(loop, generator.target)]
        return body[0]

    def _block(self, kind: Any, node: Any, statements: list[Any], result: Any, names: list[str]) -> Any:
        keeps = any(isinstance(n, gast.Lambda) for n in gast.walk(node))
        block = Block(kind, structured_block(statements), placed(result, node), [] if keeps else names)
        return placed(block, node)


def _is_text(node: Any) -> bool:
    return isinstance(node, gast.Constant) and isinstance(node.value, str)


def _listed(node: Any) -> Any:
    """`f(v) for v in xs` -> `[f(v) for v in xs]`, which is what `", ".join` makes of it first."""
    if not isinstance(node, gast.GeneratorExp):
        return node
    return placed(gast.ListComp(elt=node.elt, generators=node.generators), node)


def _is_first_of(call: Any) -> bool:
    """Whether a call is `next` of a generator expression, perhaps with a default."""
    of_generator = getattr(call.func, "id", "") == "next" and 1 <= len(call.args) <= 2 and not call.keywords
    return of_generator and isinstance(call.args[0], gast.GeneratorExp) and len(call.args[0].generators) == 1


def _makes_pairs(call: Any) -> bool:
    """Whether a call is `dict((k, v) for ...)`, or that of a list."""
    if getattr(call.func, "id", "") != "dict" or len(call.args) != 1 or call.keywords:
        return False
    pair: Any = getattr(call.args[0], "elt", None)
    is_pair = isinstance(pair, gast.Tuple | gast.List) and len(pair.elts) == 2
    starred = is_pair and any(isinstance(each, gast.Starred) for each in pair.elts)
    return is_pair and not starred and isinstance(call.args[0], gast.GeneratorExp | gast.ListComp)


class _Filters(gast.NodeTransformer):  # type: ignore[misc] # gast has no types
    """`filter(f, xs)` as `(v for v in xs if f(v))`."""

    def __init__(self, fresh: Fresh) -> None:
        self.fresh = fresh

    def visit_Call(self, node: Any) -> Any:
        self.generic_visit(node)
        if getattr(node.func, "id", "") != "filter" or len(node.args) != 2 or node.keywords:
            return node
        function, iterable = node.args
        if isinstance(function, gast.Constant):
            function = constant(bool)
        elif not isinstance(function, gast.Name | gast.Attribute | gast.Lambda):
            return node
        name = self.fresh("v")
        builtin = placed(Block(filter, [], function, []), node)
        builtin.called = node.func
        test = gast.Call(func=builtin, args=[loaded(name)], keywords=[])
        source = gast.comprehension(target=stored(name), iter=iterable, ifs=[test], is_async=0)
        return placed(gast.GeneratorExp(elt=loaded(name), generators=[source]), node)


def rewrite_comprehensions(function: Any, fresh: Fresh) -> None:
    """Rewrite the comprehensions and generator expressions in a function definition, in place."""
    names = {n.name for n in gast.walk(function) if isinstance(n, gast.FunctionDef)}
    names |= {n.id for n in gast.walk(function) if isinstance(n, gast.Name) and not isinstance(n.ctx, gast.Load)}
    if "filter" not in names:
        filters = _Filters(fresh)
        function.body = [filters.visit(statement) for statement in function.body]
    transformer = _Comprehensions(fresh, captured_names(function))
    function.body = [transformer.visit(statement) for statement in function.body]
