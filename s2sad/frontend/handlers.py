"""Writes the handlers of a `try` as one, which looks at what it has caught.

try: A                          try: A
except ValueError as e: B       except (ValueError, KeyError) as caught:
except KeyError: C                  if isinstance(caught, ValueError): e = caught; B
                                    else: C
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import gast

from s2sad.frontend.structure import assigned, constant, loaded, placed, stored


class _Reraise(gast.NodeTransformer):  # type: ignore[misc]
    """`raise` of a handler names what the handler has caught."""

    def __init__(self, caught: str) -> None:
        self.caught = caught

    def visit_Raise(self, node: Any) -> Any:
        if node.exc is None:
            node.exc = placed(loaded(self.caught), node)
        return node

    def visit_FunctionDef(self, node: Any) -> Any:
        return node

    def visit_Try(self, node: Any) -> Any:
        """The handlers of an inner `try` have their own; they are rewritten already."""
        inner, node.handlers = node.handlers, []
        self.generic_visit(node)
        node.handlers = inner
        return node


def with_one_handler(node: Any, fresh: Callable[[str], str]) -> Any:
    """The `try` with one handler whose type is a tuple of classes and whose name is one of its own."""
    if not node.handlers:
        return node
    caught = fresh("caught")
    kinds: list[Any] = []
    body: list[Any] = []
    for handler in reversed(node.handlers):
        kind = handler.type or placed(constant(BaseException), handler)
        inside = [_Reraise(caught).visit(each) for each in handler.body]
        if handler.name is not None:
            inside.insert(0, assigned(handler.name.id, placed(loaded(caught), handler), handler))
        if body:
            test = gast.Call(func=constant(isinstance), args=[loaded(caught), kind], keywords=[])
            inside = [placed(gast.If(test=test, body=inside, orelse=body), handler)]
        body = inside
        kinds = [*(kind.elts if isinstance(kind, gast.Tuple) else [kind]), *kinds]
    types = placed(gast.Tuple(elts=kinds, ctx=gast.Load()), node)
    node.handlers = [placed(gast.ExceptHandler(type=types, name=stored(caught), body=body), node)]
    return node
