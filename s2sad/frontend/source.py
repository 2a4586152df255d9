"""Find the text of a Python function and parse it.

    def square(x):        # model.py, line 7
        return x * x

    find_source(square)  ->  FunctionSource(name='square', filename='model.py', tree=<gast.FunctionDef>, ...)

The first line and the name of a code object say where to look, but they cannot tell two lambdas on one line apart, nor
do they notice that a file was edited after its import. So every candidate is compiled again, alone, and is the
function only if the compiler makes the same code from it.
"""

from __future__ import annotations
import __future__

import ast
import functools
import hashlib
import inspect
import linecache
import re
import threading
import types
import warnings
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import gast

from s2sad.errors import NoSourceError, SourceSpan, UnsupportedSyntaxError

_FunctionNode = ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda

_KIND_FLAGS = inspect.CO_VARARGS | inspect.CO_VARKEYWORDS | inspect.CO_GENERATOR | inspect.CO_COROUTINE
# `nested_scopes` shares its bit with CO_NESTED and means nothing any more.
_FUTURES = {getattr(__future__, name).compiler_flag for name in __future__.all_feature_names} - {inspect.CO_NESTED}
_FUTURE_FLAGS = functools.reduce(int.__or__, _FUTURES)
_WARNINGS_LOCK = threading.Lock()


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
    node = _node_of(code, parsed)
    tree, digest = _tree(node, code), _digest(parsed.lines, node)
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


def _parsed_file(function: types.FunctionType) -> _ParsedFile:
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
        return _parse(code.co_filename, "".join(lines))
    except (SyntaxError, ValueError) as error:
        message = f"the text of `{code.co_filename}` is not valid Python any more: {error}"
        raise NoSourceError(message, where, "Mend the file and import the module again.") from None
    except (RecursionError, MemoryError):
        raise _too_deep(code) from None


def _node_of(code: types.CodeType, parsed: _ParsedFile) -> _FunctionNode:
    """The definition that this very code was compiled from."""
    places = parsed.definitions(code.co_firstlineno, code.co_name)
    try:
        matching = [place for place in places if place.makes(code, parsed.imported)]
    except (RecursionError, MemoryError):
        raise _too_deep(code) from None
    if matching:
        return next((place for place in matching if place.encloses(code)), matching[0]).node
    raise NoSourceError(
        f"the text of `{code.co_filename}` has changed: line {code.co_firstlineno} no longer holds this "
        f"`{code.co_name}`",
        SourceSpan(code.co_filename, code.co_firstlineno, function=code.co_name),
        "Import the module again. If an import hook rewrites the module, leave this function out of it.",
    )


def _too_deep(code: types.CodeType) -> UnsupportedSyntaxError:
    return UnsupportedSyntaxError(
        f"an expression near `{code.co_name}` is nested too deeply",
        SourceSpan(code.co_filename, code.co_firstlineno, function=code.co_name),
        "Split it into several statements.",
    )


class _ParsedFile:
    """A file's lines and statements; functions are looked for only in the statements that are asked for."""

    def __init__(self, filename: str, text: str) -> None:
        lines = re.split(r"\r\n|\r|\n", text)
        self.lines = tuple(lines if lines[-1] else lines[:-1])
        with _no_warnings():
            self._statements = ast.parse(text, filename).body
        self.imported = tuple(_imported(self._statements))
        self._ends = [_last_line(statement) for statement in self._statements]
        self._found: dict[int, dict[tuple[int, str], list[_Definition]]] = {}

    def definitions(self, lineno: int, name: str) -> list[_Definition]:
        """The functions whose code starts in this line and has this name."""
        found: list[_Definition] = []
        # Statements end in ascending order; several may share a line: `f = lambda: 1; g = lambda: 2`.
        for index in range(bisect_left(self._ends, lineno), len(self._statements)):
            if _first_line(self._statements[index]) > lineno:
                break
            if index not in self._found:
                self._found[index] = _definitions_in(self._statements[index])
            found += self._found[index].get((lineno, name), [])
        return found


@functools.lru_cache(maxsize=256)
def _parse(filename: str, text: str) -> _ParsedFile:
    return _ParsedFile(filename, text)


@contextmanager
def _no_warnings() -> Iterator[None]:
    """Silence the compiler, which has warned already when the user's file was imported."""
    with _WARNINGS_LOCK, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


def _first_line(node: ast.stmt | ast.expr) -> int:
    """The line a code object starts in: that of the first decorator, if any."""
    decorators: list[ast.expr] = getattr(node, "decorator_list", [])
    return decorators[0].lineno if decorators else node.lineno


def _last_line(node: ast.stmt | ast.expr) -> int:
    return node.lineno if node.end_lineno is None else node.end_lineno


def _imported(statements: list[ast.stmt]) -> Iterator[str]:
    """The names that a file imports at module level."""
    todo: list[ast.AST] = list(statements)
    while todo:
        node = todo.pop()
        if isinstance(node, ast.Import | ast.ImportFrom):
            yield from (alias.asname or alias.name.partition(".")[0] for alias in node.names if alias.name != "*")
        elif isinstance(node, ast.stmt | ast.ExceptHandler | ast.match_case) and not hasattr(node, "decorator_list"):
            todo.extend(ast.iter_child_nodes(node))


def _definitions_in(statement: ast.stmt) -> dict[tuple[int, str], list[_Definition]]:
    """All functions in a statement, by first line and name, with the class that mangles their private names."""
    found: dict[tuple[int, str], list[_Definition]] = defaultdict(list)
    todo: list[tuple[ast.AST, str | None]] = [(statement, None)]
    while todo:
        node, private = todo.pop()
        if isinstance(node, _FunctionNode):
            name = "<lambda>" if isinstance(node, ast.Lambda) else node.name
            found[_first_line(node), name].append(_Definition(node, private))
        if isinstance(node, ast.ClassDef):
            private = node.name
        todo.extend((child, private) for child in ast.iter_child_nodes(node))
    return dict(found)


class _Definition:
    """A function in a file that may be the one looked for."""

    def __init__(self, node: _FunctionNode, private: str | None) -> None:
        self.node = node
        self.private = private
        self._essences: dict[tuple[tuple[str, ...], tuple[str, ...], int], tuple[object, ...] | None] = {}

    def makes(self, code: types.CodeType, imported: tuple[str, ...]) -> bool:
        """Whether Python compiles this definition to `code`, line numbers aside.

        A call `np.sin(x)` has its own bytecode where the file imports `np`; cells are compiled statement by statement,
        so that there an import does not count.
        """
        if _asserts_rewritten(code):
            return _parameters(self.node) == code.co_varnames[: len(_parameters(self.node))]
        flags = code.co_flags & _FUTURE_FLAGS
        wanted = _essence(code)
        return any(self._essence(code.co_freevars, names, flags) == wanted for names in (imported, ()))

    def _essence(self, free: tuple[str, ...], imported: tuple[str, ...], flags: int) -> tuple[object, ...] | None:
        key = free, imported, flags
        if key not in self._essences:
            try:
                self._essences[key] = _essence(_compile_alone(self.node, self.private, *key))
            except SyntaxError:  # the text has changed: a free variable is gone that is `nonlocal`, say
                self._essences[key] = None
        return self._essences[key]

    def encloses(self, code: types.CodeType) -> bool:
        """Whether an instruction of `code` lies in this text; never on Python 3.10, which keeps no columns."""
        node = self.node
        start, end = (node.lineno, node.col_offset), (_last_line(node), node.end_col_offset or 0)
        for lineno, end_lineno, column, end_column in getattr(code, "co_positions", tuple)():
            if None in (lineno, end_lineno, column, end_column) or (lineno, column) == (end_lineno, end_column):
                continue
            if start <= (lineno, column) and (end_lineno, end_column) <= end:
                return True
        return False


def _compile_alone(
    node: _FunctionNode, private: str | None, free: tuple[str, ...], imported: tuple[str, ...], flags: int
) -> types.CodeType:
    """The code of a function, compiled in a scope that owns its free variables instead of in its file."""
    text = f"class {private}:\n def scope(): pass" if private else "def scope(): pass"
    module = ast.parse("".join(f"import {name}\n" for name in imported) + text)
    outer: Any = module.body[-1]
    scope = outer.body[0] if private else outer
    scope.args.args = [ast.copy_location(ast.arg(name, None), scope) for name in free]
    scope.body = [_without_surroundings(node)]
    own_names = set() if isinstance(node, ast.Lambda) else {node.name, f"_{(private or '').lstrip('_')}{node.name}"}
    if own_names.isdisjoint(free):  # the function does not call itself through a cell: then, if at all, by a global
        scope.body[:0] = [ast.copy_location(ast.Global([name]), scope) for name in own_names]
    with _no_warnings():
        code: types.CodeType = compile(module, "<s2sad>", "exec", flags=flags, dont_inherit=True)
    for _ in range(3 if private else 2):
        code = next(constant for constant in code.co_consts if isinstance(constant, types.CodeType))
    return code


def _without_surroundings(node: _FunctionNode) -> ast.stmt:
    """The function as a statement, without all that is evaluated outside it: decorators, defaults, annotations."""
    bare = functools.partial(map, lambda each: ast.copy_location(ast.arg(each.arg, None), each))
    old = node.args
    arguments = ast.arguments(
        posonlyargs=list(bare(old.posonlyargs)),
        args=list(bare(old.args)),
        vararg=next(bare([old.vararg]), None) if old.vararg else None,
        kwonlyargs=list(bare(old.kwonlyargs)),
        kw_defaults=[None] * len(old.kwonlyargs),
        kwarg=next(bare([old.kwarg]), None) if old.kwarg else None,
        defaults=[],
    )
    outside = {"args": arguments, "decorator_list": [], "returns": None, "type_params": []}
    fields: dict[str, Any] = {name: outside.get(name, value) for name, value in ast.iter_fields(node)}
    function: Any = ast.copy_location(type(node)(**fields), node)
    function.lineno = _first_line(node)
    return ast.copy_location(ast.Return(function), node) if isinstance(node, ast.Lambda) else function


def _essence(constant: object) -> tuple[object, ...]:
    """What makes two code objects (or constants in them) the same, line numbers aside; 1, 1.0 and True differ."""
    match constant:
        case types.CodeType() as code:
            return (
                (code.co_name, code.co_code, code.co_names, code.co_varnames, code.co_freevars, code.co_cellvars),
                (code.co_argcount, code.co_posonlyargcount, code.co_kwonlyargcount, code.co_flags & _KIND_FLAGS),
                *map(_essence, code.co_consts),
            )
        case tuple():
            return ("tuple", *map(_essence, constant))
        case frozenset():
            return ("frozenset", frozenset(map(_essence, constant)))
        case str() if "<locals>." in constant:  # the qualified name of an inner function
            return ("qualname", constant.rpartition("<locals>.")[2])
        case _:
            return (type(constant), repr(constant))


def _asserts_rewritten(code: types.CodeType) -> bool:
    """Whether pytest rewrote an `assert` in the function: its bytecode then differs from the text, its meaning not."""
    names = code.co_names + code.co_varnames
    inner = (constant for constant in code.co_consts if isinstance(constant, types.CodeType))
    return any(name.startswith("@py") for name in names) or any(map(_asserts_rewritten, inner))


def _parameters(node: _FunctionNode) -> tuple[str, ...]:
    """The parameters in the order of `co_varnames`."""
    args = node.args
    stars = [star for star in (args.vararg, args.kwarg) if star]
    return tuple(each.arg for each in args.posonlyargs + args.args + args.kwonlyargs + stars)


def _tree(node: _FunctionNode, code: types.CodeType) -> Any:
    """The function as a gast tree of its own."""
    for each in ast.walk(node):
        name = type(each).__name__
        if name != "arg" and not hasattr(gast, name):  # gast drops what it does not know, without a word
            span = SourceSpan(code.co_filename, getattr(each, "lineno", node.lineno), function=code.co_name)
            raise UnsupportedSyntaxError(f"`{name}` is unknown to the installed gast", span, "Update gast.")
    try:
        return gast.ast_to_gast(node)
    except RecursionError:
        raise _too_deep(code) from None


def _digest(lines: tuple[str, ...], node: _FunctionNode) -> str:
    """A hash of the text from the first to the last character of a node."""
    text = [line.encode() for line in lines[node.lineno - 1 : _last_line(node)]]
    text[-1] = text[-1][: node.end_col_offset]
    text[0] = text[0][node.col_offset :]
    return hashlib.sha256(b"\n".join(text)).hexdigest()


def _characters(text: str, offset: int) -> int:
    """An offset in UTF-8 bytes, which is what `ast` counts, as an offset in characters."""
    return len(text.encode()[:offset].decode(errors="replace"))
