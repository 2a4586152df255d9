"""Find the text of a Python function and parse it.

def square(x):        # model.py, line 7
    return x * x

find_source(square)  ->  FunctionSource(name='square', filename='model.py', tree=<gast.FunctionDef>, ...)
"""

from __future__ import annotations

import ast
import functools
import hashlib
import inspect
import linecache
import types
from dataclasses import dataclass, field
from typing import Any

import gast

from s2sad.errors import NoSourceError, SourceSpan, UnsupportedSyntaxError
from s2sad.frontend.chains import flat_tree
from s2sad.frontend.definitions import Definition, FunctionNode, ParsedFile, last_line, parse
from s2sad.frontend.mangling import mangle


@dataclass(frozen=True)
class FunctionSource:
    """The text and the tree of one function.

    Every call of `find_source` makes a new tree, which its owner may change. Default values are to be read from the
    function object: of two lambdas that differ in their defaults only, Python may keep one code object.

    Attributes:
        tree: the `gast` FunctionDef, AsyncFunctionDef or Lambda. Lines are those of the file, columns count UTF-8
            bytes as in `ast`; `span` turns them into characters.
        name: the name after `def`, or "<lambda>".
        filename: the file, or what stands for it in `linecache` (a notebook cell).
        lines: all lines of the file or cell, without line ends.
        qualname: the function's `__qualname__`.
        digest: a hash of the function's own text, decorators left out; it does not change when the function moves.
    """

    tree: gast.FunctionDef | gast.Lambda = field(repr=False)
    name: str
    filename: str
    lines: tuple[str, ...] = field(repr=False)
    qualname: str
    digest: str

    def line(self, lineno: int) -> str:
        """The source line with the 1-based number `lineno`, or the empty string where there is none."""
        return self.lines[lineno - 1] if 1 <= lineno <= len(self.lines) else ""

    def span(self, node: gast.AST) -> SourceSpan:
        """The place of a node of the tree; a node without position (an operator, say) gets that of a child."""
        places = (place for place in gast.walk(node) if getattr(place, "lineno", None) is not None)
        place: Any = next(places, self.tree)
        text = self.line(place.lineno)
        start = _characters(text, place.col_offset)
        ends_here = getattr(place, "end_lineno", None) == place.lineno
        end = _characters(text, place.end_col_offset) if ends_here else None
        return SourceSpan(self.filename, place.lineno, start, end, text, self.name)


def find_source(function: object) -> FunctionSource:
    """Find the text of a function and parse it.

    Args:
        function: a function written in Python, however it was made: `def` or `lambda`, nested, decorated, a method, in
            a module, a notebook cell, or by `exec` of text that `linecache` knows. Wrappers are not followed: see
            `unwrap`.

    Returns:
        The source of this very function.

    Raises:
        NoSourceError: `function` is not a Python function, its text is not to be had, or the text has changed.
        UnsupportedSyntaxError: the function is nested too deeply, or newer than the installed `gast`.

    Example:
        >>> find_source(inspect.cleandoc).name
        'cleandoc'
    """
    plain = _plain_function(function)
    code = plain.__code__
    parsed = _parsed_file(plain)
    definition = _definition_of(code, parsed)
    tree, digest = _tree(definition.node, code), _digest(parsed.lines, definition.node)
    mangle(tree, definition.private)
    return FunctionSource(tree, code.co_name, code.co_filename, parsed.lines, plain.__qualname__, digest)


def unwrap(function: Any) -> Any:
    """The function under all decorators that used `functools.wraps`, found through `__wrapped__`.

    Raises:
        NoSourceError: the chain of `__wrapped__` leads back to itself.

    Example:
        >>> unwrap(functools.lru_cache(len)) is len
        True
    """
    try:
        return inspect.unwrap(function)
    except ValueError:
        message = f"the `__wrapped__` of {_described(function)} leads back to itself"
        raise NoSourceError(message, hint="Pass the function that is wrapped.") from None


def _plain_function(function: object) -> types.FunctionType:
    """The function itself; a bound method gives its function."""
    if isinstance(function, types.MethodType):
        function = function.__func__
    if isinstance(function, types.FunctionType):
        return function
    if isinstance(function, type):
        hint = "Pass a function, or a method of the class."
    elif isinstance(function, functools.partial):
        hint = "Pass its `func`, or write the call out: `lambda x: f(x, ...)`."
    elif isinstance(inspect.getattr_static(type(function), "__call__", None), types.FunctionType):
        hint = "Pass its `__call__` method, or a function that calls it."
    elif callable(function):
        hint = f"Wrap it in a function of your own: `def f(x): return {_name(function)}(x)`."
    else:
        hint = "Pass a function written in Python."
    raise NoSourceError(f"{_described(function)} has no Python source", hint=hint)


def _name(thing: object) -> str:
    name = getattr(thing, "__qualname__", None) or getattr(thing, "__name__", None)
    return name if isinstance(name, str) else type(thing).__name__


def _described(thing: object) -> str:
    """`thing` as an error message names it."""
    if isinstance(thing, type):
        return f"the class `{_name(thing)}`"
    if isinstance(thing, functools.partial):
        return f"the partial of `{_name(thing.func)}`"
    if isinstance(thing, types.BuiltinFunctionType):
        return f"the builtin `{_name(thing)}`"
    if _name(thing) == type(thing).__name__:
        return f"an object of type `{_name(thing)}`"
    return f"the {type(thing).__name__} `{_name(thing)}`"


def _parsed_file(function: types.FunctionType) -> ParsedFile:
    """The parsed file or cell that holds the function."""
    code = function.__code__
    linecache.checkcache(code.co_filename)
    lines = linecache.getlines(code.co_filename, function.__globals__)
    if not lines:
        # Python 3.13 keeps what was typed at the prompt, or passed by `-c`, by code object.
        from_code = getattr(linecache, "_getlines_from_code", None)
        lines = from_code(code) if from_code else []
    where = SourceSpan(code.co_filename, code.co_firstlineno, function=code.co_name)
    if not lines:
        message = f"the source text of `{code.co_name}` is not available"
        raise NoSourceError(message, where, "Put the function in a file, or in a notebook or IPython cell.")
    try:
        return parse(code.co_filename, "".join(lines))
    except (SyntaxError, ValueError) as error:
        message = f"the text of `{code.co_filename}` is not valid Python any more: {error}"
        raise NoSourceError(message, where, "Mend the file and import the module again.") from None
    except (RecursionError, MemoryError):
        raise _too_deep(code) from None


def _definition_of(code: types.CodeType, parsed: ParsedFile) -> Definition:
    """The definition that this very code was compiled from."""
    places = parsed.definitions(code.co_firstlineno, code.co_name)
    try:
        matching = _matching(places, code, parsed)
    except (RecursionError, MemoryError):
        raise _too_deep(code) from None
    if matching:
        return next((place for place in matching if place.encloses(code)), matching[0])
    raise NoSourceError(
        f"the text of `{code.co_filename}` has changed: line {code.co_firstlineno} no longer holds this "
        f"`{code.co_name}`",
        SourceSpan(code.co_filename, code.co_firstlineno, function=code.co_name),
        "Import the module again. If an import hook rewrites the module, leave this function out of it.",
    )


def _matching(places: list[Definition], code: types.CodeType, parsed: ParsedFile) -> list[Definition]:
    """The definitions that make this very code.

    Python compiles a deeper tree from text than from nodes.
    """
    try:
        return [place for place in places if place.makes(code, parsed.imported)]
    except RecursionError:
        return places if parsed.holds(code) else []


def _too_deep(code: types.CodeType) -> UnsupportedSyntaxError:
    return UnsupportedSyntaxError(
        f"an expression near `{code.co_name}` is nested too deeply",
        SourceSpan(code.co_filename, code.co_firstlineno, function=code.co_name),
        "Split it into several statements.",
    )


def _tree(node: FunctionNode, code: types.CodeType) -> Any:
    """The function as a gast tree of its own."""
    for each in ast.walk(node):
        name = type(each).__name__
        if name != "arg" and not hasattr(gast, name):  # gast drops what it does not know, without a word
            span = SourceSpan(code.co_filename, getattr(each, "lineno", node.lineno), function=code.co_name)
            raise UnsupportedSyntaxError(f"`{name}` is unknown to the installed gast", span, "Update gast.")
    try:
        return flat_tree(node)
    except RecursionError:
        raise _too_deep(code) from None


def _digest(lines: tuple[str, ...], node: FunctionNode) -> str:
    """A hash of the text from the first to the last character of a node."""
    text = [line.encode() for line in lines[node.lineno - 1 : last_line(node)]]
    text[-1] = text[-1][: node.end_col_offset]
    text[0] = text[0][node.col_offset :]
    return hashlib.sha256(b"\n".join(text)).hexdigest()


def _characters(text: str, offset: int) -> int:
    """An offset in UTF-8 bytes, which is what `ast` counts, as an offset in characters."""
    return len(text.encode()[:offset].decode(errors="replace"))
