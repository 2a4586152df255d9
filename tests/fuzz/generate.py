"""Draws programs from the grammar: the same seed gives the same text.

generate(7)  ->  Program(text='import numpy as np\n...\ndef program(x, m, a, k):\n...', constructs={'x[i] = v', ...})
"""

from __future__ import annotations

import ast
import random
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

from tests.fuzz import grammar
from tests.fuzz.constructs import CONSTRUCTS, HELPER_TEXTS, Construct
from tests.fuzz.grammar import EXPRESSIONS, NAMES

HOLE = re.compile(r"<((?:new|keep)\.)?([a-z_]+|[A-Z]+)(?:\.(\d))?>")
RECURSIVE = {"vec", "mat", "num", "short", "cond"}
MAX_BLOCKS = 3
HEADER = "import numpy as np"
DERIVATIVES = """

from s2sad import grad, jvp, vjp

def gradient(x, m, a, k):
    return grad(program, argnums=(0, 1, 2))(x, m, a, k)


def adjoint(x, m, a, k, w):
    return vjp(program, x, m, a, k)[1](w)


def tangent(x, m, a, k, vx, vm, va):
    return jvp(program, (x, m, a, k), (vx, vm, va, 0))[1]
"""
"""What the checks of second order differentiate: derivatives as functions of the point."""


@dataclass(frozen=True)
class Program:
    """A module with the functions `program`, and what was drawn for it.

    Attributes:
        text: the module's text without the derivatives.
        constructs: names of the constructs that it contains.
        size: the length of its arrays.
        k: its integer argument.
        plain: whether its allocations have no dtype.
    """

    text: str
    constructs: frozenset[str]
    seed: int
    size: int
    k: int
    plain: bool

    @property
    def classes(self) -> frozenset[str]:
        """The classes of its constructs."""
        return frozenset(each for c in CONSTRUCTS if c.name in self.constructs for each in c.classes)


@dataclass
class _Scope:
    """The variables in scope, by kind."""

    names: dict[str, list[str]] = field(default_factory=dict)

    def add(self, kind: str, name: str) -> None:
        found = self.names.setdefault(kind, [])
        if name not in found:
            found.append(name)

    def of(self, kind: str) -> list[str]:
        return self.names.get(kind, [])

    def copy(self) -> _Scope:
        return _Scope({kind: list(names) for kind, names in self.names.items()})

    def everything(self) -> set[str]:
        return {name for names in self.names.values() for name in names}


class _Writer:
    """Fills templates. `labels` holds what holes with digits were filled with, in the template at hand."""

    def __init__(self, rng: random.Random, scope: _Scope, plain: bool, result: str) -> None:
        self.rng = rng
        self.scope = scope
        self.result = result
        self.expressions = EXPRESSIONS | (grammar.PLAIN_ALLOCATION if plain else {})
        self.reserved: set[str] = set()
        self.queue: list[Construct] = []
        self.blocks = 0

    # -- expressions ------------------------------------------------------------------------------------------------

    def pick(self, choices: Sequence[tuple[float, str]]) -> str:
        weights = [weight for weight, _ in choices]
        return self.rng.choices([text for _, text in choices], weights)[0]

    def expression(self, kind: str, depth: int = 0) -> str:
        """A random expression of a kind."""
        open_ = [c for c in self.expressions[kind] if self._fits(c[1], depth)]
        labels: dict[str, str] = {}
        return HOLE.sub(lambda hole: self._fill(hole, labels, depth + 1), self.pick(open_))

    def _fits(self, template: str, depth: int) -> bool:
        for hole in HOLE.finditer(template):
            kind = hole[2]
            if kind.isupper() and not self.scope.of(kind.lower()):
                return False
            if kind in RECURSIVE and depth >= grammar.DEPTH:
                return False
            if kind == "mat" and not self.scope.of("mat") + self.scope.of("rmat"):
                return False
        return True

    def _fill(self, hole: re.Match[str], labels: dict[str, str], depth: int) -> str:
        kind, label = hole[2], hole[3]
        key = f"{kind.lower()}.{label}"
        if label and key in labels:
            return labels[key]
        if kind == "result":
            filled = self.returned()
        elif kind.isupper():
            filled = self._existing(kind.lower(), labels)
        else:
            filled = self.expression(kind, depth)
            filled = f"({filled})" if kind in RECURSIVE else filled  # unparse leaves out what is not needed
        if label:
            labels[key] = filled
        return filled

    def _existing(self, kind: str, labels: dict[str, str]) -> str:
        """A variable, and another one than those with digits where there is another."""
        names = self.scope.of(kind)
        others = [name for name in names if name not in labels.values()]
        return self.rng.choice(others or names)

    def returned(self) -> str:
        """What an early return gives back."""
        num, vec = self.expression("num", 1), self.expression("vec", 1)
        return {"num": num, "vec": vec, "both": f"{num}, {vec}"}[self.result]

    # -- statements -------------------------------------------------------------------------------------------------

    @contextmanager
    def inner_scope(self) -> Iterator[None]:
        """Names that are defined inside are not used after."""
        outer = self.scope
        self.scope = outer.copy()
        try:
            yield
        finally:
            self.scope = outer

    def new_name(self, kind: str) -> str:
        used = self.scope.everything() | self.reserved
        stems = NAMES[kind].split()
        numbered = (f"{stem}{number}" for number in range(1, 99) for stem in stems)
        name = next(n for n in (*stems, *numbered) if n not in used)
        self.reserved.add(name)
        return name

    def statement(self, template: str) -> list[str]:
        """The lines of a template."""
        lines = self._missing(template)
        labels: dict[str, str] = {}
        kept: list[tuple[str, str]] = []
        outer = self.scope
        self.scope = inner = outer.copy()
        reserved = set(self.reserved)
        for line in template.split("\n"):
            indent = line[: len(line) - len(line.lstrip())]
            if line.strip() == "<body>":
                lines += [indent + text for text in self.body()]
                continue
            defined: list[tuple[str, str]] = []
            lines.append(HOLE.sub(lambda hole: self._new_or_fill(hole, labels, defined, kept), line))  # noqa: B023 - called at once
            late = bool(indent) or line.startswith(("for ", "def "))
            for kind, name in defined:
                if kind != "fun":
                    inner.add(kind, name)
                if kind == "fun" or not late:
                    kept.append((kind, name))
        self.scope, self.reserved = outer, reserved
        for kind, name in kept:
            outer.add(kind, name)
        return lines

    def _new_or_fill(
        self, hole: re.Match[str], labels: dict[str, str], defined: list[tuple[str, str]], kept: list[tuple[str, str]]
    ) -> str:
        if not hole[1]:
            return self._fill(hole, labels, 0)
        kind, label = hole[2], hole[3]
        name = self.new_name(kind)
        (kept if hole[1] == "keep." else defined).append((kind, name))
        if label:
            labels[f"{kind}.{label}"] = name
        return name

    def _missing(self, template: str) -> list[str]:
        """Definitions of variables that a template needs and that are not in scope."""
        made: set[str] = set()
        lines: list[str] = []
        for line in template.split("\n"):
            holes = list(HOLE.finditer(line))
            labelled = made | {f"{hole[2].upper()}.{hole[3]}" for hole in holes if hole[1]}
            for hole in holes:
                kind = hole[2]
                known = kind in made or f"{kind}.{hole[3]}" in labelled
                if kind.isupper() and not known and not self.scope.of(kind.lower()):
                    lines += self.statement(grammar.MISSING[kind.lower()])
            made |= {text for hole in holes if hole[1] for text in (hole[2].upper(), f"{hole[2].upper()}.{hole[3]}")}
        return lines

    def body(self) -> list[str]:
        """A block: some of the constructs that are still to be placed, and ordinary statements."""
        self.blocks += 1
        lines: list[str] = []
        with self.inner_scope():
            for _ in range(self.rng.choice((0, 1, 1, 2))):
                lines += self.next_construct()
            while not lines or self.rng.random() < 0.2:
                lines += self.filler()
        self.blocks -= 1
        return lines

    def filler(self) -> list[str]:
        return self.statement(self.pick([f for f in grammar.FILLERS if self._usable(f[1])]))

    def _usable(self, template: str) -> bool:
        return all(self.scope.of(h[2].lower()) for h in HOLE.finditer(template) if h[2].isupper())

    def next_construct(self) -> list[str]:
        """The next construct that may stand here."""
        for construct in self.queue:
            template = self.rng.choice(construct.templates)
            if "<body>" in template and self.blocks >= MAX_BLOCKS:
                continue
            self.queue.remove(construct)
            return self.statement(template)
        return []


def _helper(name: str, rng: random.Random, plain: bool) -> str:
    scope = _Scope({"vec": ["x"], "num": ["s"], "int": ["i"]})
    writer = _Writer(rng, scope, plain, "num")
    labels: dict[str, str] = {}
    return HOLE.sub(lambda hole: writer._fill(hole, labels, 1), HELPER_TEXTS[name])


def _final(scope: _Scope, result: str, rng: random.Random) -> list[str]:
    """The result depends on everything that is in scope."""
    weights = ("0.9", "1.1", "0.7", "1.3", "0.8")
    terms = [f"{rng.choice(weights)} * np.sum(np.sin({name}))" for kind in ("vec", "short") for name in scope.of(kind)]
    terms += [f"{rng.choice(weights)} * np.sum(np.cos({name}))" for name in scope.of("mat")]
    terms += [f"np.sum({name}[0] * {name}[-1])" for kind in ("list", "pair") for name in scope.of(kind)]
    terms += [f'np.sum({name}["p"] - 0.7 * {name}["q"])' for name in scope.of("dict")]
    terms += [name for kind in ("num", "rnum") for name in scope.of(kind)]
    terms += [f"sum({name})" for name in scope.of("nums")]
    terms += [f"np.sum({name}(0.5 * {scope.of('vec')[0]}))" for name in scope.of("fun")]
    lines = [f"total = {terms[0]}"] + [f"total += {term}" for term in terms[1:]]
    vec = " + ".join(f"{rng.choice(weights)} * {name}" for name in scope.of("vec"))
    return [*lines, {"num": "return total", "vec": f"return total * ({vec})", "both": f"return total, {vec}"}[result]]


def generate(seed: int) -> Program:
    """The program with a number."""
    rng = random.Random(f"s2sad {seed}")
    plain = rng.random() < grammar.PLAIN_SHARE
    result = rng.choices([r for _, r in grammar.RESULTS], [w for w, _ in grammar.RESULTS])[0]
    drawn = [construct for construct in CONSTRUCTS if rng.random() < construct.share]
    rng.shuffle(drawn)
    scope = _Scope({"rvec": ["x"], "rmat": ["m"], "rnum": ["a"], "k": ["k"]})
    if rng.random() < grammar.ARGUMENTS_WRITABLE:
        scope = _Scope({"vec": ["x"], "mat": ["m"], "num": ["a"], "k": ["k"]})
    writer = _Writer(rng, scope, plain, result)
    writer.queue = list(drawn)
    lines = writer.statement(writer.pick(grammar.PROLOGUES))
    while writer.queue:
        lines += writer.next_construct()
        if rng.random() < 0.3:
            lines += writer.filler()
    body = "\n    ".join(["n = len(x)", *lines, *_final(scope, result, rng)])
    needed = dict.fromkeys(name for construct in drawn for name in construct.needs)
    helpers = [_helper(name, rng, plain) for name in needed if re.search(rf"\b{name}\(", body)]
    parts = [HEADER, *helpers, f"def program(x, m, a, k):\n    {body}\n"]
    text = "\n\n\n".join(ast.unparse(ast.parse(part)) for part in parts)
    names = frozenset(construct.name for construct in drawn)
    return Program(text, names, seed, rng.choice((3, 4)), rng.choice((0, 1, 1, 2)), plain)
