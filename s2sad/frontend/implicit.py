"""What a recursive function changes of the functions around it is passed to it, as if the program had written that.

out = []                            func walk(i: int, out: list[float]) -> None, out
def walk(i): ... out.append(x[i])
walk(0)                             t.0 = walk 0, out.0; out.1 = t.0[1]
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from s2sad.errors import AliasingError
from s2sad.frontend.held import held_of, with_held
from s2sad.frontend.specialisations import SurroundingChanges
from s2sad.frontend.state import Binding, FunctionValue, Ref, State, Storage, is_keyed, near, storages_of
from s2sad.frontend.surroundings import Surrounding

if TYPE_CHECKING:
    from s2sad.frontend.recursion import Recursion


def implicit_arguments(
    low: Recursion, function: FunctionValue, given: Iterable[Binding], around: tuple[Surrounding, ...]
) -> list[Surrounding]:
    """The variables around that are passed to a function, of what it may read there.

    Raises:
        AliasingError: the function reads the memory of one by another name, too.
    """
    wanted = low.implicit.get(function.source.tree, frozenset())
    passed = [each for each in around if (each.frame.source.tree, each.name) in wanted]
    others = [function, *given, *(each.binding for each in around if each not in passed)]
    for k, each in enumerate(passed):
        reached = near(each.binding, low.state)
        others_of_it = [*others, *(p.binding for p in passed[:k])]
        if any(not reached.isdisjoint(storages_of(other, low.state)) for other in others_of_it):
            raise AliasingError(
                f"The recursive function `{function.source.name}` changes `{each.name}` of the function around it, and "
                "may read it by another name, too",
                low.span,
                f"Let it use `{each.name}` only.",
            )
    return passed


@dataclass(frozen=True)
class Implicit:
    """A variable that is passed, by the names of its parameters: one for each list of a dict with keys of run time."""

    variable: Surrounding
    parameters: tuple[str, ...]

    @property
    def arguments(self) -> dict[str, Binding]:
        """What the parameters are given."""
        return dict(zip(self.parameters, _changed_in(self.variable.binding), strict=True))

    def bind(self, state: State, inside: Mapping[str, Binding]) -> None:
        """Let the variable mean what the parameters are."""
        names, binding = state.names[self.variable.frame], self.variable.binding
        given = [inside.get(name, outside) for name, outside in self.arguments.items()]
        if isinstance(binding, Ref):
            (names[self.variable.name],) = given
        else:
            held = tuple(given.pop(0) if isinstance(each, Ref) else each for each in held_of(binding))
            names[self.variable.name] = with_held(binding, held)


def named(passed: Iterable[Surrounding], taken: Iterable[str]) -> tuple[Implicit, ...]:
    """The variables that are passed, with names of parameters that are not taken."""
    names = set(taken)
    found = []
    for each in passed:
        parameters = []
        for _ in _changed_in(each.binding):
            name = each.name
            while name in names:
                name += "_"
            names.add(name)
            parameters.append(name)
        found.append(Implicit(each, tuple(parameters)))
    return tuple(found)


def _changed_in(binding: Binding) -> list[Ref]:
    """What has a storage: a variable that refers to one, or the lists of a dict with keys of run time."""
    return [each for each in ([binding] if isinstance(binding, Ref) else held_of(binding)) if isinstance(each, Ref)]


def ask_for(function: FunctionValue, around: tuple[Surrounding, ...], storage: Storage, outer: State) -> None:
    """Have the variable passed whose memory a function has changed, if there is only one.

    Raises:
        SurroundingChanges: there is one.
    """
    found = [each for each in around if storage in storages_of(each.binding, outer)]
    if len(found) == 1 and (isinstance(found[0].binding, Ref) or is_keyed(found[0].binding)):
        raise SurroundingChanges(function.source.tree, (found[0].frame.source.tree, found[0].name))
