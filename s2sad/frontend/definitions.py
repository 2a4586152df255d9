"""Find the definition in a file that a code object was compiled from.

    f, g = lambda x: x * 2, lambda x: x * 3        # model.py, line 7

    parse("model.py", text).definitions(7, "<lambda>")  ->  the two lambdas
    definition.makes(g.__code__, imported)              ->  True of the second one only

The first line and the name of a code object say where to look, but they cannot tell two lambdas on one line apart, nor
do they notice that a file was edited after its import. So every candidate is compiled again, alone, and is the
function only if the compiler makes the same code from it.
"""

from __future__ import annotations
import __future__

import ast
import functools
import inspect
import re
import threading
import types
import warnings
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

FunctionNode = ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda

_KIND_FLAGS = inspect.CO_VARARGS | inspect.CO_VARKEYWORDS | inspect.CO_GENERATOR | inspect.CO_COROUTINE
# `nested_scopes` shares its bit with CO_NESTED and means nothing any more.
_FUTURES = {getattr(__future__, name).compiler_flag for name in __future__.all_feature_names} - {inspect.CO_NESTED}
_FUTURE_FLAGS = functools.reduce(int.__or__, _FUTURES)
_WARNINGS_LOCK = threading.Lock()


class ParsedFile:
    """A file's lines and statements; functions are looked for only in the statements that are asked for."""

    def __init__(self, filename: str, text: str) -> None:
        lines = re.split(r"\r\n|\r|\n", text)
        self.lines = tuple(lines if lines[-1] else lines[:-1])
        with _no_warnings():
            self._statements = ast.parse(text, filename).body
        self.imported = tuple(_imported(self._statements))
        self._ends = [last_line(statement) for statement in self._statements]
        self._found: dict[int, dict[tuple[int, str], list[Definition]]] = {}

    def definitions(self, lineno: int, name: str) -> list[Definition]:
        """The functions whose code starts in this line and has this name."""
        found: list[Definition] = []
        # Statements end in ascending order; several may share a line: `f = lambda: 1; g = lambda: 2`.
        for index in range(bisect_left(self._ends, lineno), len(self._statements)):
            if _first_line(self._statements[index]) > lineno:
                break
            if index not in self._found:
                self._found[index] = _definitions_in(self._statements[index])
            found += self._found[index].get((lineno, name), [])
        return found

    def holds(self, code: types.CodeType) -> bool:
        """Whether the file, compiled as a whole, has this very code."""
        wanted, flags = _essence(code), code.co_flags & _FUTURE_FLAGS
        with _no_warnings():
            todo = [compile("\n".join(self.lines), code.co_filename, "exec", flags=flags, dont_inherit=True)]
        while todo:
            found = todo.pop()
            if found.co_firstlineno == code.co_firstlineno and _essence(found) == wanted:
                return True
            todo.extend(constant for constant in found.co_consts if isinstance(constant, types.CodeType))
        return False


@functools.lru_cache(maxsize=256)
def parse(filename: str, text: str) -> ParsedFile:
    return ParsedFile(filename, text)


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


def last_line(node: ast.stmt | ast.expr) -> int:
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


def _definitions_in(statement: ast.stmt) -> dict[tuple[int, str], list[Definition]]:
    """All functions in a statement, by first line and name, with the class that mangles their private names."""
    found: dict[tuple[int, str], list[Definition]] = defaultdict(list)
    todo: list[tuple[ast.AST, str | None]] = [(statement, None)]
    while todo:
        node, private = todo.pop()
        if isinstance(node, FunctionNode):
            name = "<lambda>" if isinstance(node, ast.Lambda) else node.name
            found[_first_line(node), name].append(Definition(node, private))
        if isinstance(node, ast.ClassDef):
            private = node.name
        todo.extend((child, private) for child in ast.iter_child_nodes(node))
    return dict(found)


class Definition:
    """A function in a file that may be the one looked for."""

    def __init__(self, node: FunctionNode, private: str | None) -> None:
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
        start, end = (node.lineno, node.col_offset), (last_line(node), node.end_col_offset or 0)
        for lineno, end_lineno, column, end_column in getattr(code, "co_positions", tuple)():
            if None in (lineno, end_lineno, column, end_column) or (lineno, column) == (end_lineno, end_column):
                continue
            if start <= (lineno, column) and (end_lineno, end_column) <= end:
                return True
        return False


def _compile_alone(
    node: FunctionNode, private: str | None, free: tuple[str, ...], imported: tuple[str, ...], flags: int
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


def _without_surroundings(node: FunctionNode) -> ast.stmt:
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


def _parameters(node: FunctionNode) -> tuple[str, ...]:
    """The parameters in the order of `co_varnames`."""
    args = node.args
    stars = [star for star in (args.vararg, args.kwarg) if star]
    return tuple(each.arg for each in args.posonlyargs + args.args + args.kwonlyargs + stars)
