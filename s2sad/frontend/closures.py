"""Makes Python function objects of functions that the program defines, where a constant is needed.

app(lambda y: y**n, x)      with n = 3 known when compiling: the function object that Python would make there
"""

from __future__ import annotations

import types
from collections.abc import Iterator
from typing import Any

from s2sad.errors import S2SADError, UnsupportedCallError
from s2sad.frontend.lower import Lowering
from s2sad.frontend.resolve import CLOSED
from s2sad.frontend.source import FunctionSource, find_source
from s2sad.frontend.state import Binding, Frame, FunctionValue
from s2sad.ir.ops import Const


def function_object(lowering: Lowering, binding: Binding) -> Binding:
    """The binding, a function as a constant.

    Raises:
        UnsupportedCallError: the function reads a value that is known only at run time.
    """
    if not isinstance(binding, FunctionValue):
        return binding
    if binding.function is not None:
        return Const(binding.function)
    assert binding.frame is not None
    code = _code_of(binding.source, binding.frame)
    if code is None:
        raise UnsupportedCallError("This function cannot be made outside of the one around it", lowering.span)
    cells = tuple(
        types.CellType(_constant(lowering, lowering.resolve_in(binding.frame, n), n)) for n in code.co_freevars
    )
    defaults = tuple(_constant(lowering, value, "a default") for value in binding.defaults)
    made = types.FunctionType(code, binding.frame.globals, code.co_name, defaults or None, cells)
    made.__kwdefaults__ = {n: _constant(lowering, v, n) for n, v in binding.keyword_defaults} or None
    CLOSED.add(made)
    return Const(made)


def _constant(lowering: Lowering, binding: Binding, name: str) -> Any:
    found = function_object(lowering, binding)
    if isinstance(found, Const):
        return found.value
    raise UnsupportedCallError(
        f"A function that is not differentiated reads `{name}`, which is known only at run time",
        lowering.span,
        "Pass it as an argument that is differentiated.",
    )


def _code_of(source: FunctionSource, frame: Frame) -> types.CodeType | None:
    """The code object of a function that is defined in the function of a frame."""
    outermost: Frame = frame
    while outermost.parent is not None:
        outermost = outermost.parent
    if outermost.function is None:
        return None
    place = (source.tree.lineno, source.tree.col_offset)
    for code in _inner_codes(outermost.function.__code__):
        if code.co_name == source.name and place == _place(code, outermost.globals):
            return code
    return None


def _place(code: types.CodeType, namespace: dict[str, Any]) -> tuple[int, int] | None:
    cells = tuple(types.CellType(None) for _ in code.co_freevars)
    try:
        tree = find_source(types.FunctionType(code, namespace, code.co_name, None, cells)).tree
    except S2SADError:
        return None
    return tree.lineno, tree.col_offset


def _inner_codes(code: types.CodeType) -> Iterator[types.CodeType]:
    for constant in code.co_consts:
        if isinstance(constant, types.CodeType):
            yield constant
            yield from _inner_codes(constant)
