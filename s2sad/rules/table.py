"""The rule table: which derivative belongs to which primitive.

A rule is a plain Python function; the decorator that puts it into the table says what the primitive *is*:

    TABLE = RuleTable()

    @TABLE.elementwise(np.sin)              # the rule returns the partial derivative of each differentiable argument
    def sin_partials(y, x):
        return np.cos(x)

    @TABLE.linear(np.negative, wrt="x")     # jvp = the primitive itself on the tangent; the rule is the vjp
    @TABLE.multilinear(np.matmul)           # jvp = product rule; the rule is the vjp, one result per argument
    @TABLE.custom(np.linalg.inv)            # one jvp (name ends in `_jvp`) and one vjp (name ends in `_vjp`)
    @TABLE.inlined(np.append)               # the rule is what its call is lowered as: writes, functions of functions
    @TABLE.composed(np.ptp)                 # the rule computes the same from other primitives: both modes follow
    TABLE.constant(np.floor)                # derivative zero by nature

The arguments of a rule are, always in this order: (`y_bar`,) the result, then the primal's own names and defaults;
a jvp adds one `NAME_dot` for each differentiable argument; a composition has the primal's arguments alone. A partial
derivative `None` is one that is not known: the derivative is refused. Tables are values: `RULES | mine` is a new one,
`mine` wins; tables named in `later` are imported when an object of their package is met.
"""

from __future__ import annotations

import importlib
import inspect
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Literal, TypeVar

import numpy as np

from s2sad.errors import SignatureError, place_of

Kind = Literal["elementwise", "linear", "multilinear", "custom", "composed", "inlined", "constant"]
RuleFunction = TypeVar("RuleFunction", bound=Callable[..., Any])


@dataclass(frozen=True)
class Facts:
    """What is known about a primitive beside its derivative.

    Attributes:
        result: argument types -> result type; arguments known when compiling arrive as their values. None: by kind
            (elementwise, ...), else unknown.
        alias: "fresh" (new memory), "view" (shares memory with the first argument), "maybe" (may be the argument).
        writes: names of arguments that the call writes to.
        effect: "pure", "may_raise", "random", "io".
        static: names of arguments whose values must be known when compiling (axis, keepdims, order ...).
        kept: whether a helper of the runtime stays a call, though its source could be lowered in place.
        linear: names of arguments in which jointly the result is linear, though the kind does not say so.
        parts: whether the vjp of a primitive with several results takes None for a cotangent that is zero.
        calls: arguments -> the types of what a function among them is called with, before the elements of `args`.
    """

    result: Callable[..., Any] | None = None
    alias: str = "fresh"
    writes: tuple[str, ...] = ()
    effect: str = "pure"
    static: tuple[str, ...] = ()
    kept: bool = False
    linear: tuple[str, ...] = ()
    parts: bool = False
    calls: Callable[..., Any] | None = None


@dataclass(frozen=True)
class Rule:
    """The derivative of one primitive.

    Attributes:
        kind: what the primitive is.
        parameters: the primal's own parameters, as the rule names them (defaults included).
        wrt: names of the differentiable arguments.
        vjp: `(y_bar, y, *args) -> one cotangent per name in wrt`; None where it follows from `partials`.
        jvp: `(y, *args, *tangents) -> y_dot`; None where it follows from the kind.
        fwd: `(*args) -> (y, residuals)` of a `custom_vjp`: its vjp is then `(y_bar, residuals, *args)`.
        partials: `(y, *args) -> one partial derivative per name in wrt` of an elementwise primitive.
        definition: `(*args) -> y`: what a call of an inlined primitive is lowered as.
        body: `(*args) -> y` of a composed primitive, made of others.
        rare: names of the parameters that only `body` knows: it is used where one of them is given.
        facts: the facts of the primitive.
    """

    kind: Kind
    parameters: tuple[inspect.Parameter, ...] = ()
    wrt: tuple[str, ...] = ()
    vjp: Callable[..., Any] | None = None
    jvp: Callable[..., Any] | None = None
    partials: Callable[..., Any] | None = None
    fwd: Callable[..., Any] | None = None
    definition: Callable[..., Any] | None = None
    body: Callable[..., Any] | None = None
    rare: tuple[str, ...] = ()
    facts: Facts = field(default_factory=Facts)

    @property
    def signature(self) -> inspect.Signature:
        """The primal's signature as the rule states it."""
        return inspect.Signature(list(self.parameters), __validate_parameters__=False)

    @property
    def frequent(self) -> Rule:
        """The rule of calls without rare arguments, which its other functions do not know."""
        if not self.rare:
            return self
        parameters = tuple(p for p in self.parameters if p.name not in self.rare)
        return replace(self, parameters=parameters, wrt=tuple(n for n in self.wrt if n not in self.rare), rare=())


def _names(wrt: str | tuple[str, ...] | None, parameters: tuple[inspect.Parameter, ...]) -> tuple[str, ...]:
    if wrt is None:
        return tuple(p.name for p in parameters if p.default is p.empty and p.kind is p.POSITIONAL_OR_KEYWORD)
    return (wrt,) if isinstance(wrt, str) else tuple(wrt)


def _primal_parameters(rule: Callable[..., Any], leading: int) -> tuple[inspect.Parameter, ...]:
    return tuple(inspect.signature(rule).parameters.values())[leading:]


_FORMS = {
    "jvp": ("a tangent", "(y, *args, *tangents), with a tangent `x_dot` for each differentiable argument `x`"),
    "vjp": ("cotangents", "(y_bar, y, *args)"),
    "partials": ("partial derivatives", "(y, *args)"),
}
"""What the functions of rules give, and the parameters that they have."""


def _require_form(
    rule: Callable[..., Any], form: str, parameters: tuple[inspect.Parameter, ...], wrt: tuple[str, ...]
) -> None:
    """Refuse a rule whose parameters are not those that it is called with."""
    given = inspect.signature(rule)
    dots = {name for name in given.parameters if name.endswith("_dot")} if form == "jvp" else set()
    wanted = {f"{name}_dot" for name in wrt} if form == "jvp" else set()
    if parameters and {*wrt} <= {p.name for p in parameters} and dots == wanted:
        return
    code = getattr(rule, "__code__", None)
    result, expected = _FORMS[form]
    raise SignatureError(
        f"a rule that gives {result} has the parameters {expected}; `{rule.__name__}` has {given}",
        place_of(code) if code is not None else None,
        "For example: def f_jvp(y, x, x_dot), def f_vjp(y_bar, y, x). Those of custom_jvp and custom_vjp are JAX's.",
    )


@dataclass
class RuleTable:
    """Rules by primitive. Build one by decorating into it; unite tables with `|` (the right one wins).

    Attributes:
        entries: the rules.
        later: package -> module whose `TABLE` has the rules of its objects, imported when one is met.
    """

    entries: dict[Any, Rule] = field(default_factory=dict)
    later: dict[str, str] = field(default_factory=dict)

    def __or__(self, other: RuleTable) -> RuleTable:
        return RuleTable({**self.entries, **other.entries}, {**self.later, **other.later})

    def __contains__(self, primitive: object) -> bool:
        return _hashable(primitive) and (primitive in self.entries or self._late(primitive) is not None)

    def __iter__(self) -> Iterator[Any]:
        return iter(self.entries)

    def layers(self) -> tuple[Any, ...]:
        """The rules that there are now: what compiled code that names the table rests on."""
        return tuple(self.entries.items())

    def get(self, primitive: Any) -> Rule | None:
        """The rule of `primitive`, or None; a `custom_jvp` or `custom_vjp` brings its own."""
        if not _hashable(primitive):
            return None
        found = self.entries.get(primitive)
        if found is None:
            found = self._late(primitive)
        if found is not None:
            return found
        own = getattr(primitive, "rule", None)
        return own if isinstance(own, Rule) else None

    def _late(self, primitive: Any) -> Rule | None:
        """The rule of an object of a package whose rules are imported only when they are needed."""
        for package in filter(lambda name: _belongs(primitive, name), self.later):
            table: RuleTable = importlib.import_module(self.later[package]).TABLE
            return table.entries.get(primitive)
        return None

    def _add(self, primitives: tuple[Any, ...], rule: Rule) -> None:
        for primitive in primitives:
            self.entries[primitive] = rule

    def elementwise(
        self, *primitives: Any, wrt: str | tuple[str, ...] | None = None, **facts: Any
    ) -> Callable[[RuleFunction], RuleFunction]:
        """Decorate `(y, *args) -> partials`: one partial derivative per differentiable argument."""

        def decorate(rule: RuleFunction) -> RuleFunction:
            parameters = _primal_parameters(rule, 1)
            _require_form(rule, "partials", parameters, names := _names(wrt, parameters))
            self._add(
                primitives,
                Rule("elementwise", parameters, names, partials=rule, facts=Facts(**facts)),
            )
            return rule

        return decorate

    def linear(
        self, *primitives: Any, wrt: str | tuple[str, ...], **facts: Any
    ) -> Callable[[RuleFunction], RuleFunction]:
        """Decorate `(y_bar, y, *args) -> cotangents` of a primitive that is linear in all of `wrt` jointly."""

        def decorate(rule: RuleFunction) -> RuleFunction:
            parameters = _primal_parameters(rule, 2)
            _require_form(rule, "vjp", parameters, names := _names(wrt, parameters))
            self._add(primitives, Rule("linear", parameters, names, vjp=rule, facts=Facts(**facts)))
            return rule

        return decorate

    def multilinear(
        self, *primitives: Any, wrt: str | tuple[str, ...] | None = None, **facts: Any
    ) -> Callable[[RuleFunction], RuleFunction]:
        """Decorate `(y_bar, y, *args) -> cotangents` of a primitive that is linear in each argument separately."""

        def decorate(rule: RuleFunction) -> RuleFunction:
            parameters = _primal_parameters(rule, 2)
            _require_form(rule, "vjp", parameters, names := _names(wrt, parameters))
            self._add(primitives, Rule("multilinear", parameters, names, vjp=rule, facts=Facts(**facts)))
            return rule

        return decorate

    def custom(
        self, *primitives: Any, wrt: str | tuple[str, ...] | None = None, **facts: Any
    ) -> Callable[[RuleFunction], RuleFunction]:
        """Decorate a jvp (`NAME_jvp(y, *args, *tangents)`) or a vjp (`NAME_vjp(y_bar, y, *args)`).

        The two decorations of one primitive complete each other, in any order; facts are given to either. `wrt` is
        given to both or neither.
        """

        def decorate(rule: RuleFunction) -> RuleFunction:
            is_vjp = rule.__name__.endswith("_vjp")
            parameters = _primal_parameters(rule, 2 if is_vjp else 1)
            if not is_vjp:
                parameters = tuple(p for p in parameters if not p.name.endswith("_dot"))
            _require_form(rule, "vjp" if is_vjp else "jvp", parameters, names := _names(wrt, parameters))
            for primitive in primitives:
                entry = self.entries.get(primitive) or Rule("custom", parameters, names)
                entry = replace(entry, vjp=rule) if is_vjp else replace(entry, jvp=rule)
                if facts:
                    entry = replace(entry, facts=Facts(**facts))
                self.entries[primitive] = entry
            return rule

        return decorate

    def composed(
        self,
        *primitives: Any,
        wrt: str | tuple[str, ...] | None = None,
        static: tuple[str, ...] = (),
        rare: tuple[str, ...] = (),
        **facts: Any,
    ) -> Callable[[RuleFunction], RuleFunction]:
        """Decorate `(*args) -> y`, the primitive in terms of others; by default in all arguments not static.

        With `rare`, the primitives have a rule already, and this one is for calls that give one of these arguments;
        then `wrt` names those of the rare arguments that are differentiable.
        """

        def decorate(rule: RuleFunction) -> RuleFunction:
            parameters = _primal_parameters(rule, 0)
            free = tuple(p.name for p in parameters if p.name not in static)
            names = free if wrt is None else _names(wrt, parameters)
            made = Rule("composed", parameters, names, body=rule, rare=rare, facts=Facts(static=static, **facts))
            for primitive in primitives:
                other = self.entries[primitive] if rare else made
                more = () if wrt is None else names
                united = replace(other, body=rule, rare=rare, parameters=parameters, wrt=(*other.wrt, *more))
                self.entries[primitive] = united if rare else made
            return rule

        return decorate

    def inlined(self, *primitives: Any, **facts: Any) -> Callable[[RuleFunction], RuleFunction]:
        """Decorate `(*args) -> y`: what a primitive does, in terms of others. It has no derivative of its own."""

        def decorate(rule: RuleFunction) -> RuleFunction:
            self._add(primitives, Rule("inlined", _primal_parameters(rule, 0), definition=rule, facts=Facts(**facts)))
            return rule

        return decorate

    def refused(self, primitive: Any, **facts: Any) -> None:
        """Enter a helper that has no derivative: a call of it is refused where one is needed."""
        parameters = tuple(inspect.signature(primitive).parameters.values())
        self._add((primitive,), Rule("custom", parameters, _names(None, parameters), facts=Facts(**facts)))

    def constant(self, *primitives: Any, **facts: Any) -> None:
        """Enter primitives whose derivative is zero by nature: `np.floor`, `np.zeros`, `len`."""
        parameters = tuple(inspect.signature(primitives[0]).parameters.values()) if "calls" in facts else ()
        self._add(primitives, Rule("constant", parameters, facts=Facts(**facts)))


def _hashable(primitive: object) -> bool:
    try:
        hash(primitive)
    except TypeError:
        return False
    return True


def _belongs(primitive: Any, package: str) -> bool:
    """Whether an object comes from a package that is imported; a ufunc does not say where it comes from."""
    module = getattr(primitive, "__module__", None)
    if isinstance(module, str) and (module == package or module.startswith(f"{package}.")):
        return True
    if not isinstance(primitive, np.ufunc):
        return False
    return getattr(sys.modules.get(package), primitive.__name__, None) is primitive


def unite(tables: Mapping[str, RuleTable]) -> RuleTable:
    """One table of several, later ones winning."""
    result = RuleTable()
    for table in tables.values():
        result = result | table
    return result
