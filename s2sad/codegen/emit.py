"""Prints a placed function as the text of a Python module.

IR -> statements on values -> variables -> gast -> text. astor prints no comments, so they travel as marker statements
that are replaced in the text; the text is parsed again and must be the tree that was printed.
"""

from __future__ import annotations

import ast
import builtins
import re
import textwrap
import warnings
from typing import Any

import gast

with warnings.catch_warnings():
    # astor still asks ast for the node classes that Python 3.12 deprecated
    warnings.filterwarnings("ignore", message=r".*(ast\.|Attribute s is deprecated|Attribute n is deprecated).*")
    import astor

from s2sad.analysis.memory import Memory
from s2sad.codegen.expressions import Expressions
from s2sad.codegen.folding import folded
from s2sad.codegen.inlining import Inlining, choose_inlining
from s2sad.codegen.module import Module
from s2sad.codegen.naming import Names
from s2sad.codegen.place import free_accumulations
from s2sad.codegen.references import References
from s2sad.codegen.schedule import Around, Attempt, Branch, Iterate, Return, schedule
from s2sad.codegen.statements import ORIGIN, REMARK, StatementPrinter
from s2sad.codegen.writes import is_accumulation
from s2sad.errors import ReproducibilityError
from s2sad.ir.ops import Call, Const, Function, If, Operand, Value, walk
from s2sad.rules.table import RuleTable
from s2sad.runtime import containers

MAX_COLUMNS = 100
MAX_SPLITS = 8
_FROM = re.compile(r"^from (s2sad\S*) import (\w+)$")
_MARKER = re.compile(rf"^(\s*)(?:{REMARK}|{ORIGIN})(\d+)$")


def _source_of(node: Any) -> str:
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", category=DeprecationWarning)
        text: str = astor.to_source(gast.gast_to_ast(node), pretty_source="".join)
    return text


def _with_comments(text: str, comments: list[str]) -> list[str]:
    """The lines with markers replaced: section remarks alone, primal statements behind the line that follows.

    Of a section without statements the remark is dropped; a statement too long for a line is cut.
    """
    found: list[str] = []
    pending: str | None = None
    empty = False
    for line in text.splitlines():
        marker = _MARKER.match(line)
        if marker is None:
            if pending is not None:
                fits = len(line) + len(pending) + 4 <= MAX_COLUMNS
                indent = line[: len(line) - len(line.lstrip())]
                found += [f"{line}  # {pending}"] if fits else [_cut(f"{indent}# {pending}"), line]
                pending = None
            else:
                found.append(line)
            empty = False
            continue
        comment = comments[int(marker.group(2))]
        if ORIGIN in line:
            pending = comment
            continue
        if empty:
            found.pop()
        found.append(f"{marker.group(1)}# {comment}")
        empty = True
    return found


def _cut(comment: str) -> str:
    """A comment line that fits."""
    return comment if len(comment) <= MAX_COLUMNS else f"{comment[: MAX_COLUMNS - 4]} ..."


def _wrapped(text: str) -> list[str]:
    """Comment lines for the header."""
    return textwrap.wrap(text, MAX_COLUMNS, initial_indent="# ", subsequent_indent="#     ")


def _check(lines: list[str], source: str) -> None:
    """The text must mean what was printed, without the markers."""
    expected = "\n".join(line for line in source.splitlines() if _MARKER.match(line) is None)
    if ast.dump(ast.parse("\n".join(lines))) != ast.dump(ast.parse(expected)):
        raise ReproducibilityError("generated text does not parse to the tree that was printed")


def _definition(function: Function, names: Names, body: list[Any], expressions: Expressions) -> Any:
    params = [gast.Name(id=names.of(p), ctx=gast.Param(), annotation=None, type_comment=None) for p in function.params]
    first, last = function.positional_only, len(params) - function.keyword_only
    defaults = [expressions.const(function.defaults[p]) if p in function.defaults else None for p in function.params]
    arguments = gast.arguments(
        args=params[first:last],
        posonlyargs=params[:first],
        vararg=None,
        kwonlyargs=params[last:],
        kw_defaults=defaults[last:],
        kwarg=None,
        defaults=[d for d in defaults[:last] if d is not None],
    )
    return gast.FunctionDef(
        name=function.name,
        args=arguments,
        body=body,
        decorator_list=[],
        returns=None,
        type_comment=None,
        type_params=[],
    )


class _FunctionPrinter:
    """One function; statements that are too long are printed again with a subexpression named."""

    def __init__(self, function: Function, rules: RuleTable, references: References, reserved: set[str]) -> None:
        self.function = function
        self.rules = rules
        self.references = references
        self.reserved = reserved

    def lines(self) -> list[str]:
        memory = Memory(self.rules, self.function)
        accumulations = _accumulations(self.function, self.rules)
        inlining = choose_inlining(self.function, memory, accumulations)
        # A sum that is named only to split a line is no write: reads of what it would add to were moved past it.
        accumulations = {op for op in accumulations if op.result not in inlining}
        for _ in range(MAX_SPLITS):
            lines, too_long = self._attempt(inlining, accumulations)
            if not _split(inlining, too_long):
                break
        return lines

    def _attempt(self, inlining: Inlining, accumulations: set[Call]) -> tuple[list[str], list[Call | If]]:
        scheduled = schedule(self.function, inlining, accumulations)
        reserved = self.reserved | _used_names(self.references) | _builtins_called(self.function)
        names = Names(self.function, scheduled, reserved)
        expressions = Expressions(names, inlining, self.references)
        printer = StatementPrinter(names, expressions)
        body = printer.block(scheduled.statements)
        node = _definition(self.function, names, body, expressions)
        gast.fix_missing_locations(node)
        source = _source_of(node)
        printed = _with_comments(source, printer.comments)
        lines = [part for line in printed for part in folded(line, MAX_COLUMNS)]
        _check(lines, source)
        return lines, self._ops_in([line for line in lines if len(line) > MAX_COLUMNS], printer)

    def _ops_in(self, lines: list[str], printer: StatementPrinter) -> list[Call | If]:
        """The operations whose statements were printed as `lines`."""
        wanted = {line.split("  # ", 1)[0].strip() for line in lines if not line.lstrip().startswith("#")}
        found: list[Call | If] = []
        if not wanted:
            return found
        for statement in printer.values.values():
            op = getattr(statement, "op", None)
            if isinstance(statement, Return):
                op = printer.expressions.inlining.definitions.get(statement.operand)
            if isinstance(statement, Branch | Iterate | Attempt | Around) or not isinstance(op, Call | If):
                continue
            for node in printer.statement(statement):
                if _source_of(gast.fix_missing_locations(node)).strip() in wanted:
                    found.append(op)
        return found


def _split(inlining: Inlining, too_long: list[Call | If]) -> bool:
    """Name the elements of each tuple, the largest subexpression of other statements; True if there was one."""
    changed = False
    for op in too_long:
        parts = _long_elements(inlining, op)
        for part in parts:
            del inlining.definitions[part]
        if parts:
            changed = True
            continue
        best: Value | None = None
        size = 2
        for operand in _inner(inlining, op):
            count = len(inlining.leaves(operand))
            if count > 2 and (best is None or abs(2 * count - len(_all_leaves(inlining, op))) < size):
                best, size = operand, abs(2 * count - len(_all_leaves(inlining, op)))
        if best is not None and best in inlining:
            del inlining.definitions[best]
            changed = True
    return changed


def _long_elements(inlining: Inlining, op: Call | If) -> list[Operand]:
    """What is more than an operation or two among the elements of a tuple."""
    if not isinstance(op, Call) or op.callee is not containers.pack:
        return []
    return [a for a in dict.fromkeys(op.args) if a in inlining and len(inlining.leaves(a)) > 2]


def _all_leaves(inlining: Inlining, op: Call | If) -> list[Value]:
    return [leaf for each in inlining.operands(op) for leaf in inlining.leaves(each)]


def _inner(inlining: Inlining, op: Call | If) -> list[Value]:
    """All inlined values inside the expression of an operation."""
    found: list[Value] = []
    stack: list[Operand] = list(inlining.operands(op)) if isinstance(op, Call) else []
    while stack:
        operand = stack.pop()
        inner = inlining.definitions.get(operand)
        if inner is not None and isinstance(operand, Value):
            found.append(operand)
            stack.extend(inlining.operands(inner) if isinstance(inner, Call) else ())
    return found


def _accumulations(function: Function, rules: RuleTable) -> set[Call]:
    """Sums of derivative code that may add in place: to an array that is the function's own and dead afterwards."""
    candidates = [op for op in walk(function.body) if isinstance(op, Call) and is_accumulation(op)]
    return free_accumulations(function, rules, candidates)


def _used_names(references: References) -> set[str]:
    names = set(references.objects) | set(references.modules) | {"np", "math"}
    return names | {line.rsplit(" ", 1)[-1].split(".")[0] for line in references.imports}


def _builtins_called(function: Function) -> set[str]:
    """The builtins that the text of a function names: no variable may hide them."""
    found = {"zip", "range", "len", "slice", "int"}
    for op in walk(function.body):
        if isinstance(op, Call):
            values = [op.callee, *(a.value for a in op.operands if isinstance(a, Const))]
            names = [getattr(v, "__name__", None) for v in values if callable(v)]
            found |= {n for n in names if isinstance(n, str) and hasattr(builtins, n)}
    return found


def emit(function: Function, rules: RuleTable, header: list[str]) -> Module:
    """The module that defines a placed function and those that it calls.

    Args:
        function: the function, after `place`.
        rules: the table, for the facts about aliasing.
        header: comment lines for the top of the module.
    """
    reserved = {function.name, *function.functions}
    references = References(functions=reserved)
    bodies: list[list[str]] = []
    for each in (*function.functions.values(), function):
        printer = _FunctionPrinter(each, rules, references, reserved)
        lines = printer.lines()
        if _clashes(each, references):
            lines = printer.lines()
        bodies.append(lines)
    imports = _imports(references)
    head = [line for each in header for line in _wrapped(each)]
    parts = ["\n".join(head), "\n".join(imports), *("\n".join(b) for b in bodies)]
    text = "\n\n\n".join(p for p in ["\n".join(filter(None, parts[:2])), *parts[2:]] if p) + "\n"
    return Module(text, function.name, references.objects, references.modules)


def _imports(references: References) -> list[str]:
    """The import lines: modules first, what comes from one module in one line."""
    plain = sorted(line for line in references.imports if not _FROM.match(line))
    found: dict[str, list[str]] = {}
    for line in sorted(references.imports):
        match = _FROM.match(line)
        if match is not None:
            found.setdefault(match.group(1), []).append(match.group(2))
    return sorted(plain, key=lambda line: (line.startswith("from"), line)) + [
        f"from {module} import {', '.join(names)}" for module, names in found.items()
    ]


def _clashes(function: Function, references: References) -> bool:
    """Whether a name of the user is one that the text imports: then names are given again."""
    user = {v.name for op in walk(function.body) for v in op.results} | {p.name for p in function.params}
    return bool(user & _used_names(references))
