"""Types for a function of which no example call is known: what `s2sad show` assumes, from the text of the function.

A parameter that is indexed, iterated, `@`-multiplied or asked for `.shape`, `.T` or `.sum` is an array of float64 (of
the highest rank that its indices show), one that is indexed with strings a dict, one that is unpacked a tuple, any
other a float. Annotations and defaults come first.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import Any

import gast
import numpy as np

from s2sad.errors import SignatureError
from s2sad.frontend.chains import Chain
from s2sad.frontend.source import FunctionSource, find_source
from s2sad.ir.types import BOOL, COMPLEX, FLOAT, INT, Array, Record, Static, Symbol, Tuple, Type, scalar_of
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


def _guessed(label: str, source: FunctionSource, keys: tuple[str, ...] = (), above: tuple[str, ...] = ()) -> Type:
    """The type of a parameter, or of what a dict holds under keys, from how the text uses it.

    `above` are the names of what it was unpacked from.
    """
    inner = _string_keys(label, source, keys)
    if inner:
        return Record(tuple((key, _guessed(label, source, (*keys, key), above)) for key in inner))
    names = _unpacked(label, source, keys)
    if names and label not in above:
        return Tuple(tuple(_guessed(name, source, (), (*above, label)) for name in names))
    rank = 0
    counts = False
    for node in gast.walk(source.tree):
        found = _rank_shown(node, lambda each: _is(each, label, keys))
        rank = max(rank, found)
        if isinstance(node, gast.Attribute) and _is(node.value, label, keys) and not hasattr(np.ndarray, node.attr):
            raise SignatureError(
                f"what `{label}` is cannot be assumed: its attribute `{node.attr}` is used, so it is no float or array",
                source.span(node),
                f'Give an example: --at "{label}=..." on the command line, args=(...) of `source`.',
            )
        if isinstance(node, gast.Call) and _is_name(node.func, "range"):
            counts = counts or any(_is(a, label, keys) for a in node.args)
    if rank:
        return Array("float64", tuple(Symbol(f"{'.'.join((label, *keys))}.{k}") for k in range(rank)))
    return INT if counts else FLOAT


def _rank_shown(node: Any, is_it: Callable[[Any], bool]) -> int:
    """How many axes a use of an expression shows that it has."""
    if isinstance(node, gast.Subscript) and is_it(node.value):
        return _index_rank(node.slice)
    if isinstance(node, gast.BinOp) and isinstance(node.op, gast.MatMult):
        return 2 if is_it(node.left) else 1 if is_it(node.right) else 0
    if isinstance(node, Chain):
        products = [isinstance(each, gast.MatMult) for each in node.operators]
        shown = any(is_matrix and is_it(x) for is_matrix, x in zip(products, node.operands[1:], strict=True))
        return 2 if products[0] and is_it(node.operands[0]) else int(shown)
    shown = (
        (isinstance(node, gast.For) and is_it(node.iter))
        or (isinstance(node, gast.Attribute) and is_it(node.value) and node.attr in _ARRAY_ATTRIBUTES)
        or (isinstance(node, gast.Call) and _is_name(node.func, "len") and any(map(is_it, node.args)))
    )
    return int(shown)


def _unpacked(label: str, source: FunctionSource, keys: tuple[str, ...]) -> list[str]:
    """The names that a parameter, or what it holds under keys, is unpacked to, if nothing else shows an array."""
    nodes = list(gast.walk(source.tree))
    if any(isinstance(node, gast.Attribute) and _is(node.value, label, keys) for node in nodes):
        return []
    for node in nodes:
        if isinstance(node, gast.Assign) and _is(node.value, label, keys):
            for target in node.targets:
                parts = target.elts if isinstance(target, gast.Tuple | gast.List) else []
                if parts and all(isinstance(part, gast.Name) and part.id != label for part in parts):
                    return [part.id for part in parts]
    return []


def _string_keys(label: str, source: FunctionSource, keys: tuple[str, ...]) -> list[str]:
    """The strings that a parameter, or what it holds under keys, is indexed with: it is a dict."""
    found: dict[str, None] = {}
    for node in gast.walk(source.tree):
        if isinstance(node, gast.Subscript) and _is(node.value, label, keys):
            index = node.slice
            if isinstance(index, gast.Constant) and isinstance(index.value, str):
                found[index.value] = None
    return list(found)


def _is(node: Any, label: str, keys: tuple[str, ...]) -> bool:
    """Whether an expression is `label[keys[0]]...`."""
    for key in reversed(keys):
        index = getattr(node, "slice", None)
        if not isinstance(index, gast.Constant) or index.value != key:
            return False
        node = node.value
    return _is_name(node, label)


def _is_name(node: Any, name: str) -> bool:
    return isinstance(node, gast.Name) and node.id == name


def _index_rank(index: Any) -> int:
    if not isinstance(index, gast.Tuple):
        return 1
    return sum(1 for e in index.elts if not (isinstance(e, gast.Constant) and e.value in (None, Ellipsis)))
