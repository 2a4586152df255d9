"""Refuse, before anything is compiled, what the first version of the language leaves out.

    def loss(x):
        import math                UnsupportedSyntaxError: `import` inside a function is not differentiated
        return math.exp(x)    ->     File "model.py", line 4, in loss
                                     Import at the top of the module.

`ALLOWED`, `REFUSED` and `REFUSED_FORMS` are the whole language; a construct that is in none of them is refused.
Decorators, defaults and annotations of the function itself are evaluated outside it and are not looked at.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import gast

from s2sad.errors import UnsupportedSyntaxError
from s2sad.frontend.chains import Chain
from s2sad.frontend.source import FunctionSource
from s2sad.frontend.structure import jumps


@dataclass(frozen=True)
class Refusal:
    """Why a construct is refused, and what to write instead."""

    reason: str
    rewrite: str


@dataclass(frozen=True)
class RefusedForm:
    """A form of an allowed construct that is refused: `test` gets the node and its parent."""

    test: Callable[[gast.AST, gast.AST], bool]
    refusal: Refusal


def _classes(names: str) -> Iterator[type]:
    """The classes of gast of these names; what the installed gast does not know cannot come up."""
    return (getattr(gast, name) for name in names.split() if hasattr(gast, name))


ALLOWED: frozenset[type] = frozenset((Chain,)) | frozenset(
    _classes(
        """FunctionDef Lambda arguments Return Assign AugAssign AnnAssign For While If Break Continue Pass Expr
        Assert Raise Delete Global Nonlocal Try ExceptHandler With withitem
        Match match_case MatchValue MatchSingleton MatchSequence MatchMapping
        MatchClass MatchStar MatchAs MatchOr
        BinOp UnaryOp Compare BoolOp IfExp NamedExpr Call keyword Attribute Subscript Slice Starred Tuple List Dict Set
        Constant Name JoinedStr FormattedValue ListComp SetComp DictComp GeneratorExp comprehension
        Load Store Del Param And Or
        Add Sub Mult MatMult Div Mod Pow LShift RShift BitOr BitXor BitAnd FloorDiv Invert Not UAdd USub
        Eq NotEq Lt LtE Gt GtE Is IsNot In NotIn"""
    )
)

_GROUP = Refusal("`except*` is not differentiated", "Write `except`.")
_IMPORT = Refusal("`import` inside a function is not differentiated", "Import at the top of the module.")
_COROUTINE = Refusal("coroutines are not differentiated", "Write a plain `def`, and await where it is called.")
_GENERATOR = Refusal("generators are not differentiated", "Return a list: append to it instead of `yield`.")

REASONS: dict[str, Refusal] = {
    "TryStar": _GROUP,
    "ClassDef": Refusal("a class inside a function is not differentiated", "Define the class at module level."),
    "Import": _IMPORT,
    "ImportFrom": _IMPORT,
    "TypeAlias": Refusal("`type` inside a function is not differentiated", "Define the alias at module level."),
    "AsyncFunctionDef": _COROUTINE,
    "AsyncFor": _COROUTINE,
    "AsyncWith": _COROUTINE,
    "Await": _COROUTINE,
    "Yield": _GENERATOR,
    "YieldFrom": _GENERATOR,
    "TemplateStr": Refusal("a template string is not differentiated", "Write an f-string."),
    "Interpolation": Refusal("a template string is not differentiated", "Write an f-string."),
}

REFUSED: dict[type, Refusal] = {kind: refusal for name, refusal in REASONS.items() for kind in _classes(name)}


def _leaves_finally(statement: gast.AST, parent: gast.AST) -> bool:
    return jumps(statement.finalbody)


def _is_deleted(target: gast.AST, parent: gast.AST) -> bool:
    return isinstance(target.ctx, gast.Del)


def _is_async(loop: gast.AST, parent: gast.AST) -> bool:
    return bool(loop.is_async)


def _is_generic(function: gast.AST, parent: gast.AST) -> bool:
    return bool(getattr(function, "type_params", None))


REFUSED_FORMS: dict[type, tuple[RefusedForm, ...]] = {
    gast.Try: (
        RefusedForm(
            _leaves_finally,
            Refusal(
                "`finally` that is left by a jump, which drops an exception, is not differentiated",
                "Put the jump behind the `try`, and catch what may be raised with `except`.",
            ),
        ),
    ),
    gast.Attribute: (
        RefusedForm(
            _is_deleted,
            Refusal("deleting an attribute is not differentiated", "Assign None to it."),
        ),
    ),
    gast.comprehension: (RefusedForm(_is_async, _COROUTINE),),
    gast.FunctionDef: (
        RefusedForm(
            _is_generic,
            Refusal("type parameters of an inner function are not differentiated", "Leave the type parameters out."),
        ),
    ),
}


def check_syntax(source: FunctionSource) -> None:
    """Refuse a function that uses what the language does not have.

    Args:
        source: the function, as `find_source` gives it. Bodies of inner functions are checked too.

    Raises:
        UnsupportedSyntaxError: at the first refused construct, in the order of the text.
    """
    found = list(_refused(source.tree))
    if not found:
        return
    spans = [(source.span(node), refusal) for node, refusal in found]
    span, refusal = min(spans, key=lambda each: (each[0].lineno, each[0].col_offset))
    raise UnsupportedSyntaxError(refusal.reason, span, refusal.rewrite)


def _refused(tree: gast.AST) -> Iterator[tuple[gast.AST, Refusal]]:
    """The refused constructs, outer before inner; what is inside one of them is not looked at."""
    todo: list[tuple[gast.AST, gast.AST | None]] = [(tree, None)]
    while todo:
        node, parent = todo.pop()
        refusal = _refusal(node, parent)
        if refusal:
            yield node, refusal
        else:
            todo.extend((child, node) for child in _evaluated(node, tree))


def _refusal(node: gast.AST, parent: gast.AST | None) -> Refusal | None:
    kind = type(node)
    if kind in REFUSED:
        return REFUSED[kind]
    if kind not in ALLOWED:
        return Refusal(f"`{kind.__name__}` is not differentiated", "Write it with plain statements and expressions.")
    if parent is None:
        return None  # decorators and type parameters of the function itself do their work outside it
    refusals = (form.refusal for form in REFUSED_FORMS.get(kind, ()) if form.test(node, parent))
    return next(refusals, None)


def _evaluated(node: gast.AST, tree: gast.AST) -> Iterator[gast.AST]:
    """The children of a node that are evaluated when the function `tree` runs."""
    outside = {"annotation", "returns", "type_params"}
    if node is tree:
        outside |= {"decorator_list"}
    elif node is tree.args:
        outside |= {"defaults", "kw_defaults"}
    for name in node._fields:
        value = None if name in outside else getattr(node, name, None)
        for child in value if isinstance(value, list) else [value]:
            if isinstance(child, gast.AST):
                yield child
