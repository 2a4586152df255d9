"""Makes a failing program small: what can be left out, with the same outcome, is left out.

total = s                            while everything else that could go has gone
total += np.sum(np.sin(u))    ->     return np.sum(u)
return total
"""

from __future__ import annotations

import ast
import copy
import re
from collections.abc import Callable, Iterator

from tests.fuzz.check import Verdict, check

MAX_CHECKS = 1500
BLOCKS = ("body", "orelse")


def signature(verdict: Verdict) -> str:
    """What two failures with one cause have in common: the outcome, and the message without names and numbers."""
    if verdict.outcome == "wrong":
        return "wrong"
    return f"{verdict.outcome} {without_names(verdict.message)[:120]}"


def without_names(message: str) -> str:
    """The first line of a message, without what belongs to the program at hand."""
    first = message.split("\n", maxsplit=1)[0].split(" | ", maxsplit=1)[0]
    if first.startswith(("AliasingError", "InternalError")):
        first = re.sub(r"`[^`]*`", "`…`", first)
    return re.sub(r"[0-9]+", "N", first)


def _blocks(tree: ast.AST) -> Iterator[list[ast.stmt]]:
    for node in ast.walk(tree):
        for name in BLOCKS:
            block = getattr(node, name, None)
            if isinstance(block, list):
                yield block


def _without_statements(tree: ast.Module) -> Iterator[ast.Module]:
    """One statement less, the last ones first; or the content of a compound statement in its place."""
    sizes = [len(block) for block in _blocks(tree)]
    for b, size in enumerate(sizes):
        for length in (8, 4, 2, 1):
            for start in range(size - length, -1, -1):
                if length == size and b == 0:
                    continue
                made = copy.deepcopy(tree)
                block = list(_blocks(made))[b]
                gone = block[start : start + length]
                block[start : start + length] = [] if len(block) > length else [ast.Pass()]
                if any(not isinstance(s, ast.Pass) for s in gone):
                    yield made
                if length == 1 and hasattr(gone[0], "body") and not isinstance(gone[0], ast.FunctionDef):
                    for name in BLOCKS:
                        inner = getattr(gone[0], name, None)
                        if inner:
                            again = copy.deepcopy(tree)
                            list(_blocks(again))[b][start : start + 1] = copy.deepcopy(inner)
                            yield again


def _parts(node: ast.expr) -> list[ast.expr]:
    called = node.func if isinstance(node, ast.Call) else None
    children = [child for child in ast.iter_child_nodes(node) if isinstance(child, ast.expr) and child is not called]
    return [child for child in children if not isinstance(child, ast.Slice)]


def _places(tree: ast.AST) -> list[tuple[ast.AST, str, int | None]]:
    """Where expressions that are read stand."""
    found: list[tuple[ast.AST, str, int | None]] = []
    for node in ast.walk(tree):
        for name, value in ast.iter_fields(node):
            for k, each in enumerate(value) if isinstance(value, list) else [(None, value)]:
                if isinstance(each, ast.expr) and not isinstance(getattr(each, "ctx", ast.Load()), ast.Store):
                    found.append((node, name, k))
    return found


def _at(place: tuple[ast.AST, str, int | None]) -> ast.expr:
    node, name, k = place
    value = getattr(node, name)
    found: ast.expr = value if k is None else value[k]
    return found


def _smaller_expressions(tree: ast.Module) -> Iterator[ast.Module]:
    """One expression replaced by a part of it, or by a constant."""
    for number, place in enumerate(_places(tree)):
        node = _at(place)
        if isinstance(node, ast.Name | ast.Constant | ast.Attribute | ast.Slice):
            continue
        candidates = _parts(node)
        if not isinstance(node, ast.UnaryOp | ast.List | ast.Tuple | ast.Dict):
            candidates = [*candidates, ast.Constant(0.5)]
        for part in candidates:
            made = copy.deepcopy(tree)
            where, name, k = _places(made)[number]
            if k is None:
                setattr(where, name, copy.deepcopy(part))
            else:
                getattr(where, name)[k] = copy.deepcopy(part)
            yield made


def _valid(tree: ast.Module) -> str | None:
    try:
        return ast.unparse(ast.fix_missing_locations(tree))
    except (ValueError, AttributeError, TypeError):
        return None


def reduce(text: str, fails: Callable[[str], bool], budget: int = MAX_CHECKS) -> str:
    """The smallest text found for which `fails` holds."""
    best, seen = text, {text}
    progress = True
    while progress:
        progress = False
        for reductions in (_without_statements, _smaller_expressions):
            again = True
            while again:
                again = False
                for tree in reductions(ast.parse(best)):
                    candidate = _valid(tree)
                    if candidate is None or candidate in seen or len(candidate) >= len(best):
                        continue
                    seen.add(candidate)
                    if budget <= 0:
                        return best
                    budget -= 1
                    if fails(candidate):
                        best, again, progress = candidate, True, True
                        break
    return best


def shrink(text: str, seed: int, size: int, k: int, verdict: Verdict, budget: int = MAX_CHECKS) -> str:
    """The program as small as it can be while the same thing goes wrong in the same mode."""
    wanted = signature(verdict)

    def fails(candidate: str) -> bool:
        return any(signature(found) == wanted for found in check(candidate, seed, size, k, [verdict.mode]))

    return reduce(text, fails, budget)
