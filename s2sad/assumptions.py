"""Types for a function of which no example call is known: what `s2sad show` assumes, from the text of the function.

A parameter that is indexed, iterated, `@`-multiplied or asked for `.shape`, `.T` or `.sum` is an array of float64 (of
the highest rank that its indices show), any other a float. Annotations and defaults come first.
"""

from __future__ import annotations

import inspect
from typing import Any

import gast
import numpy as np

from s2sad.errors import SignatureError
from s2sad.frontend.source import FunctionSource, find_source
from s2sad.ir.types import BOOL, COMPLEX, FLOAT, INT, Array, Static, Symbol, Type, scalar_of
from s2sad.signature import signature_type, value_type
from s2sad.target import described

_ANNOTATIONS: dict[Any, Type] = {
    float: FLOAT,
    int: INT,
    bool: BOOL,
    complex: COMPLEX,
    "float": FLOAT,
    "int": INT,
    "bool": BOOL,
    "complex": COMPLEX,
}
_ARRAY_ATTRIBUTES = frozenset(n for n in dir(np.ndarray) if not n.startswith("_")) - frozenset(dir(complex))


def assumed_types(function: Any, leading: tuple[Any, ...] = ()) -> tuple[list[Type], set[str]]:
    """A type per parameter, and the names of the parameters whose type is only assumed; `leading` values are known."""
    source = find_source(described(function))
    types: list[Type] = []
    assumed: set[str] = set()
    for k, (name, parameter) in enumerate(inspect.signature(function).parameters.items()):
        if k < len(leading):
            types.append(value_type(leading[k], name, static=False))
            continue
        known = FLOAT if parameter.kind is parameter.VAR_POSITIONAL else _declared(parameter)
        if known is None:
            assumed.add(name)
            known = _guessed(name, source)
        types.append(known)
    return types, assumed


def _declared(parameter: inspect.Parameter) -> Type | None:
    annotation = parameter.annotation
    known = _ANNOTATIONS.get(annotation) if isinstance(annotation, type | str) else None
    if known is not None:
        return known
    if parameter.default is parameter.empty:
        return None
    default = parameter.default
    return signature_type(default, parameter.name) if scalar_of(default) else Static.of(default)


def _guessed(name: str, source: FunctionSource) -> Type:
    rank = 0
    counts = False
    for node in gast.walk(source.tree):
        if isinstance(node, gast.Subscript) and _is(node.value, name):
            rank = max(rank, _index_rank(node.slice))
        elif isinstance(node, gast.For) and _is(node.iter, name):
            rank = max(rank, 1)
        elif isinstance(node, gast.BinOp) and isinstance(node.op, gast.MatMult):
            rank = max(rank, 2 if _is(node.left, name) else 1 if _is(node.right, name) else 0)
        elif isinstance(node, gast.Attribute) and _is(node.value, name) and node.attr in _ARRAY_ATTRIBUTES:
            rank = max(rank, 1)
        elif isinstance(node, gast.Attribute) and _is(node.value, name) and not hasattr(np.ndarray, node.attr):
            raise SignatureError(
                f"what `{name}` is cannot be assumed: its attribute `{node.attr}` is used, so it is no float or array",
                source.span(node),
                f'Give an example: --at "{name}=..." on the command line, args=(...) of `source`.',
            )
        elif isinstance(node, gast.Call) and _is(node.func, "range") and any(_is(a, name) for a in node.args):
            counts = True
        elif isinstance(node, gast.Call) and _is(node.func, "len") and any(_is(a, name) for a in node.args):
            rank = max(rank, 1)
    if rank:
        return Array("float64", tuple(Symbol(f"{name}.{k}") for k in range(rank)))
    return INT if counts else FLOAT


def _is(node: Any, name: str) -> bool:
    return isinstance(node, gast.Name) and node.id == name


def _index_rank(index: Any) -> int:
    if not isinstance(index, gast.Tuple):
        return 1
    return sum(1 for e in index.elts if not (isinstance(e, gast.Constant) and e.value in (None, Ellipsis)))
