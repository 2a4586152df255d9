"""The rule table: which derivative belongs to which primitive.

A rule is a plain Python function; the decorator that puts it into the table says what the primitive *is*:

    TABLE = RuleTable()

    @TABLE.elementwise(np.sin)              # the rule returns the partial derivative of each differentiable argument
    def sin_partials(y, x):
        return np.cos(x)

    @TABLE.linear(np.negative, wrt="x")     # jvp = the primitive itself on the tangent; the rule is the vjp
    @TABLE.multilinear(np.matmul)           # jvp = product rule; the rule is the vjp, one result per argument
    @TABLE.custom(np.linalg.inv)            # one jvp (name ends in `_jvp`) and one vjp (name ends in `_vjp`)
    @TABLE.inlined(np.append)               # the rule is what a call of it is lowered as: functions of functions, writes
    TABLE.constant(np.floor)                # derivative zero by nature

The arguments of a rule are, always in this order: (`y_bar`,) the result, then the primal's own names and defaults;
a jvp adds one `NAME_dot` for each differentiable argument. Tables are values: `RULES | mine` is a new one, `mine` wins.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Literal, TypeVar

Kind = Literal["elementwise", "linear", "multilinear", "custom", "constant", "inlined"]
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
    """

    result: Callable[..., Any] | None = None
    alias: str = "fresh"
    writes: tuple[str, ...] = ()
    effect: str = "pure"
    static: tuple[str, ...] = ()
    kept: bool = False


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
    facts: Facts = field(default_factory=Facts)

    @property
    def signature(self) -> inspect.Signature:
        """The primal's signature as the rule states it."""
        return inspect.Signature(list(self.parameters), __validate_parameters__=False)


def _names(wrt: str | tuple[str, ...] | None, parameters: tuple[inspect.Parameter, ...]) -> tuple[str, ...]:
    if wrt is None:
        return tuple(p.name for p in parameters if p.default is p.empty and p.kind is p.POSITIONAL_OR_KEYWORD)
    return (wrt,) if isinstance(wrt, str) else tuple(wrt)


def _primal_parameters(rule: Callable[..., Any], leading: int) -> tuple[inspect.Parameter, ...]:
    return tuple(inspect.signature(rule).parameters.values())[leading:]


@dataclass
class RuleTable:
    """Rules by primitive. Build one by decorating into it; unite tables with `|` (the right one wins)."""

    entries: dict[Any, Rule] = field(default_factory=dict)

    def __or__(self, other: RuleTable) -> RuleTable:
        return RuleTable({**self.entries, **other.entries})

    def __contains__(self, primitive: object) -> bool:
        return _hashable(primitive) and primitive in self.entries

    def __iter__(self) -> Iterator[Any]:
        return iter(self.entries)

    def get(self, primitive: Any) -> Rule | None:
        """The rule of `primitive`, or None; a `custom_jvp` or `custom_vjp` brings its own."""
        if not _hashable(primitive):
            return None
        found = self.entries.get(primitive)
        if found is not None:
            return found
        own = getattr(primitive, "rule", None)
        return own if isinstance(own, Rule) else None

    def _add(self, primitives: tuple[Any, ...], rule: Rule) -> None:
        for primitive in primitives:
            self.entries[primitive] = rule

    def elementwise(
        self, *primitives: Any, wrt: str | tuple[str, ...] | None = None, **facts: Any
    ) -> Callable[[RuleFunction], RuleFunction]:
        """Decorate `(y, *args) -> partials`: one partial derivative per differentiable argument."""

        def decorate(rule: RuleFunction) -> RuleFunction:
            parameters = _primal_parameters(rule, 1)
            self._add(
                primitives,
                Rule("elementwise", parameters, _names(wrt, parameters), partials=rule, facts=Facts(**facts)),
            )
            return rule

        return decorate

    def linear(
        self, *primitives: Any, wrt: str | tuple[str, ...], **facts: Any
    ) -> Callable[[RuleFunction], RuleFunction]:
        """Decorate `(y_bar, y, *args) -> cotangents` of a primitive that is linear in all of `wrt` jointly."""

        def decorate(rule: RuleFunction) -> RuleFunction:
            parameters = _primal_parameters(rule, 2)
            self._add(primitives, Rule("linear", parameters, _names(wrt, parameters), vjp=rule, facts=Facts(**facts)))
            return rule

        return decorate

    def multilinear(
        self, *primitives: Any, wrt: str | tuple[str, ...] | None = None, **facts: Any
    ) -> Callable[[RuleFunction], RuleFunction]:
        """Decorate `(y_bar, y, *args) -> cotangents` of a primitive that is linear in each argument separately."""

        def decorate(rule: RuleFunction) -> RuleFunction:
            parameters = _primal_parameters(rule, 2)
            self._add(
                primitives, Rule("multilinear", parameters, _names(wrt, parameters), vjp=rule, facts=Facts(**facts))
            )
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
            for primitive in primitives:
                entry = self.entries.get(primitive) or Rule("custom", parameters, _names(wrt, parameters))
                entry = replace(entry, vjp=rule) if is_vjp else replace(entry, jvp=rule)
                if facts:
                    entry = replace(entry, facts=Facts(**facts))
                self.entries[primitive] = entry
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
        self._add(primitives, Rule("constant", facts=Facts(**facts)))


def _hashable(primitive: object) -> bool:
    try:
        hash(primitive)
    except TypeError:
        return False
    return True


def unite(tables: Mapping[str, RuleTable]) -> RuleTable:
    """One table of several, later ones winning."""
    result = RuleTable()
    for table in tables.values():
        result = result | table
    return result
