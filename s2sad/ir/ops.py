"""The operations of the IR: structured SSA, a closed set.

    Function  = name, parameters, Region                  the region yields what the function returns
    Region    = Operation*, yields
    Operation = Call     results = callee(args)            a primitive, or a Function by reference
              | If       results = condition ? then : orelse
              | Loop     results = iterate (see below)
              | Comment  a remark that is printed
    Operand   = Value | Const

One run of a `Loop`: every source gives its target the next element (a source at its end ends the loop with the carried
values as results); `before` runs and yields `(exit?, exit values ...)`; if exit is true the loop ends with the exit
values; else `after` runs and yields the next carried values. Values after those are appended to lists, which are the
last results: first the ones collected by `before` (once per run that reached it), then those of `after`. Only loops
whose runs are all alike, with nothing behind the exit, collect in `before`: their reverse takes no run by itself.

    for i in range(n):          sources = ((i, range(n)),), before = None, after = body
    while c:                    sources = (),               before = c,    after = body
    for i in range(n):          sources = ((i, range(n)),), before = A, c, after = B
        A; if c: break; B

Values and operations compare by identity: a name is only a hint for the printer.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from s2sad.errors import SourceSpan
from s2sad.ir.types import Never, Type, type_of


@dataclass(frozen=True, eq=False)
class Value:
    """A result of an operation or a parameter; `name` is the user's variable or a hint."""

    name: str
    type: Type

    def rename(self, name: str) -> None:
        """Change the hint: a temporary becomes the variable that it is assigned to."""
        object.__setattr__(self, "name", name)

    def __repr__(self) -> str:
        return f"<{self.name}: {self.type}>"


@dataclass(frozen=True, eq=False)
class Const:
    """A constant operand: a number, or any Python object that the program names."""

    value: Any
    type: Type = field(default=Never())
    path: Any = ""

    def __post_init__(self) -> None:
        if isinstance(self.type, Never) and self.value is not UNDEFINED:
            object.__setattr__(self, "type", type_of(self.value))

    def __repr__(self) -> str:
        return f"<const {self.value!r}>"


class Undefined:
    """The value of a variable that was not assigned on this path; printing it prints no assignment."""

    def __repr__(self) -> str:
        return "undefined"


UNDEFINED = Undefined()
Operand = Value | Const


def undefined() -> Const:
    """A fresh undefined operand."""
    return Const(UNDEFINED)


def is_derivative(op: Call) -> bool:
    """Whether a call belongs to derivative code, where sums may be regrouped: the user's own calls have only a span."""
    return op.origin is not None or op.span is None


def index_key(index: Operand) -> Operand | str:
    """What is equal of equal indices: constants by what is written, values by identity."""
    return repr(index) if isinstance(index, Const) else index


def is_undefined(operand: Operand) -> bool:
    """Whether `operand` is the value of a variable that was not assigned."""
    return isinstance(operand, Const) and operand.value is UNDEFINED


@dataclass(frozen=True)
class SharedPart:
    """What the memory of a part of a result may be.

    Attributes:
        positions: the arguments whose memory it may be.
        other: whether it may be other memory.
        owned: whether the function has made that, so that the caller may write to it.
        beside: the paths of the parts that it may share that with.
    """

    positions: frozenset[int] = frozenset()
    other: bool = False
    owned: bool = True
    beside: frozenset[tuple[int, ...]] = frozenset()


Shares = SharedPart | tuple["Shares", ...]
"""What a result shares with the arguments, or each part of a tuple."""


@dataclass(frozen=True)
class FunctionRef:
    """The name of another function of the program, as a callee.

    `writes` are the positions of the arguments that it changes in place; their new versions are the parts of its result
    behind the first. `twice` is how often a derivative has made a pair of that result and another one. `shares` is what
    the result may share with the arguments, once that is known.
    """

    name: str
    writes: tuple[int, ...] = ()
    twice: int = 0
    shares: Shares | None = None

    def paired(self, name: str) -> FunctionRef:
        """The function that gives a pair of this one's result and another one."""
        return replace(self, name=name, twice=self.twice + 1)


@dataclass(frozen=True, eq=False)
class Lifted:
    """A function of the IR as a constant: what a solver is given in place of a function that the program makes."""

    function: Function

    @property
    def __name__(self) -> str:
        return self.function.name


@dataclass(frozen=True, eq=False)
class Region:
    """Operations in order, and what the region gives to its surroundings."""

    ops: tuple[Operation, ...]
    yields: tuple[Operand, ...]


@dataclass(frozen=True, eq=False)
class Call:
    """`results = callee(*args, **kwargs)`. A primitive has one result.

    Attributes:
        effect: "pure", "may_raise", "memory" (writes that are seen outside), "random", "io" or "unknown".
        origin: for derivative code, the primal statement that it differentiates.
        quiet: derivative code under a mask, which may divide by zero where the mask cuts: it must not warn.
    """

    results: tuple[Value, ...]
    callee: Any
    args: tuple[Operand, ...]
    kwargs: tuple[tuple[str, Operand], ...] = ()
    effect: str = "pure"
    span: SourceSpan | None = None
    origin: SourceSpan | None = None
    quiet: bool = False

    @property
    def result(self) -> Value:
        """The only result."""
        (result,) = self.results
        return result

    @property
    def operands(self) -> tuple[Operand, ...]:
        """Positional and keyword operands in order."""
        return self.args + tuple(operand for _, operand in self.kwargs)


@dataclass(frozen=True, eq=False)
class If:
    """Both regions yield one operand per result."""

    results: tuple[Value, ...]
    condition: Operand
    then: Region
    orelse: Region
    span: SourceSpan | None = None
    origin: SourceSpan | None = None


@dataclass(frozen=True, eq=False)
class Source:
    """An iterable of a loop and the value that takes its elements."""

    target: Value
    iterable: Operand


@dataclass(frozen=True, eq=False)
class Loop:
    """See the module's docstring. `results` are the carried values, then the collected lists.

    `lockstep`: all sources are of one length, as the tapes of one loop are; then a source that is not read can go.
    """

    results: tuple[Value, ...]
    sources: tuple[Source, ...]
    params: tuple[Value, ...]
    inits: tuple[Operand, ...]
    before: Region | None
    after: Region
    span: SourceSpan | None = None
    origin: SourceSpan | None = None
    lockstep: bool = False

    @property
    def carried_results(self) -> tuple[Value, ...]:
        """The results that are the final carried values."""
        return self.results[: len(self.params)]

    @property
    def collected_results(self) -> tuple[Value, ...]:
        """The results that are lists of collected values."""
        return self.results[len(self.params) :]

    @property
    def exit_values(self) -> tuple[Operand, ...]:
        """The carried results where the loop ends by its exit."""
        return self.before.yields[1 : 1 + len(self.params)] if self.before else ()

    @property
    def next_values(self) -> tuple[Operand, ...]:
        """The carried values of the next run."""
        return self.after.yields[: len(self.params)]

    @property
    def collected(self) -> tuple[Operand, ...]:
        """What is appended to the collected lists, in the order of `collected_results`."""
        first = self.before.yields[1 + len(self.params) :] if self.before else ()
        return first + self.after.yields[len(self.params) :]

    @property
    def regions(self) -> tuple[Region, ...]:
        """The regions in the order in which they run."""
        return (self.before, self.after) if self.before else (self.after,)


@dataclass(frozen=True, eq=False)
class Comment:
    """A remark that codegen prints on a line of its own."""

    text: str
    span: SourceSpan | None = None
    origin: SourceSpan | None = None

    @property
    def results(self) -> tuple[Value, ...]:
        """None: a comment defines nothing."""
        return ()


Operation = Call | If | Loop | Comment


@dataclass(frozen=True, eq=False)
class Function:
    """A function of the IR.

    Attributes:
        functions: those that it calls by reference, by name.
        defaults: default values of parameters (the cotangent 1.0 of a gradient).
        fresh: paths into the returned tuple of what must share memory with nothing else: gradients.
        missing: parameters that may not have been assigned: what a sweep has kept that only some paths assign.
        positional_only: how many parameters cannot be given by name.
        keyword_only: how many of the last ones can be given by name only.
    """

    name: str
    params: tuple[Value, ...]
    body: Region
    functions: dict[str, Function] = field(default_factory=dict)
    span: SourceSpan | None = None
    defaults: dict[Value, Const] = field(default_factory=dict)
    fresh: tuple[tuple[int, ...], ...] = ()
    missing: frozenset[Value] = frozenset()
    positional_only: int = 0
    keyword_only: int = 0

    @property
    def result(self) -> Operand:
        """What the function returns."""
        return self.body.yields[0]


def regions_of(op: Operation) -> tuple[Region, ...]:
    """The regions inside an operation."""
    match op:
        case If():
            return (op.then, op.orelse)
        case Loop():
            return op.regions
        case _:
            return ()


def operands_of(op: Operation) -> tuple[Operand, ...]:
    """The operands that an operation itself reads (not those inside its regions)."""
    match op:
        case Call():
            return op.operands
        case If():
            return (op.condition,)
        case Loop():
            return (*(s.iterable for s in op.sources), *op.inits)
        case Comment():
            return ()


def walk(region: Region) -> Iterator[Operation]:
    """All operations of a region and of the regions inside, in order."""
    for op in region.ops:
        yield op
        for inner in regions_of(op):
            yield from walk(inner)
