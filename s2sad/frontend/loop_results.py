"""The loop as an operation, and what names mean behind it.

z.3 = for i in t.0 carry z.1 = z.0: ...; yield z.2        `z` is z.3
"""

from __future__ import annotations

from typing import Any

from s2sad.frontend.carried import carried_type
from s2sad.frontend.loop_body import Attempt
from s2sad.frontend.pools import places, with_places
from s2sad.frontend.state import Binding, FunctionValue, Pack, Poison, Ref, State, Storage, elements_of, with_elements
from s2sad.ir.joins import join
from s2sad.ir.ops import Loop, Value
from s2sad.ir.run_sizes import without_sizes_of_runs
from s2sad.ir.types import List


def loop_of(attempt: Attempt) -> Value | None:
    """Add the loop and bind the results; the collected list, if there is one."""
    low, head = attempt.low, attempt.head
    state = low.state
    state.paths = {}
    for pair in attempt.plan.overlaps:
        outer = [each for each in pair if isinstance(each, Storage)]
        if len(outer) == 2:
            state.add_overlap(*outer)
    keys = list(head.leaves)
    results = []
    for k, key in enumerate(keys):
        leaf = head.leaves[key]
        kind = join(leaf.type, carried_type(attempt.exits[k].type, leaf.type)) if attempt.exits else leaf.type
        results.append(Value(leaf.label, kind))
    lists = [Value("t", List(without_sizes_of_runs(c.type))) for c in attempt.collected]
    loop = Loop(
        (*results, *lists),
        tuple(attempt.sources),
        tuple(leaf.param for leaf in head.leaves.values() if leaf.param is not None),
        tuple(leaf.init for leaf in head.leaves.values()),
        attempt.before,
        attempt.after,
        low.span,
    )
    low.builder.add(loop)
    _bind_results(attempt, dict(zip(keys, results, strict=True)), state)
    return lists[0] if lists else None


def _bind_results(attempt: Attempt, results: dict[Any, Value], state: State) -> None:
    head = attempt.head
    attempt.low.of_joins.update(results.values())
    names = state.names[head.frame]
    new_storages: dict[Any, Storage] = {}
    for key, leaf in head.leaves.items():
        if leaf.outer is not None:
            state.current[leaf.outer] = results[key]
        elif leaf.storage is not None:
            old = leaf.storage
            new = Storage(leaf.label, old.visible, old.repeated, like=old.like, read_only=old.read_only)
            state.current[new] = results[key]
            new_storages[key] = new
    leaves = [(key, leaf.storage) for key, leaf in head.leaves.items() if leaf.storage is not None]
    back = {storage: new_storages[key] for key, storage in leaves if key in new_storages}
    for old, new in back.items():
        for other in head.state.overlaps.get(old, frozenset()):
            state.add_overlap(new, back.get(other, other))
    for name in attempt.body.names:
        binding = head.bound.get(name)
        if binding is not None:
            names[name] = _result_binding(attempt, (name,), binding, results, new_storages)
        elif name in attempt.functions:
            names[name] = _last_function(attempt, name)
        else:
            names.pop(name, None)

    for storage, display in head.displays.items():
        pairs = enumerate(elements_of(display))
        parts = [_result_binding(attempt, (storage, k), each, results, new_storages) for k, each in pairs]
        state.current[storage] = with_elements(display, parts)


def _last_function(attempt: Attempt, name: str) -> Binding:
    """The function that the last run has made: each makes the same if it holds nothing of its run."""
    function, body = attempt.functions[name], attempt.body
    is_made = body.has_first and attempt.before is None and name in body.in_each_run
    if is_made and isinstance(function, FunctionValue) and function.frame is attempt.head.frame and not function.held:
        return function
    return Poison(
        f"The function `{name}` is made in a loop, of which the last run, if there is any, is known only at run time",
        "Make the function before the loop, with what changes as a parameter.",
    )


def _result_binding(
    attempt: Attempt, key: Any, head: Binding, results: dict[Any, Value], storages: dict[Any, Storage]
) -> Binding:
    if isinstance(head, Pack):
        parts = [_result_binding(attempt, (*key, k), e, results, storages) for k, e in enumerate(head.elements)]
        return Pack(tuple(parts), head.cls)
    if key in attempt.head.selection.names:
        return attempt.head.selection.after(key, results, storages)
    if key in storages:
        return Ref(storages[key])
    if isinstance(head, Ref):
        at = {k: (*key, "at", k) for k in places(head)}
        return with_places(head, {k: results[leaf] for k, leaf in at.items() if leaf in results})
    return results.get(key, head)
