"""Lowers loops: what a run changes becomes carried values, found by lowering the body until nothing new appears.

    for i in range(n):      z.2 = for i in range(n) carry z.0 = 0.0:
        z = z + x[i]            t.0 = getitem x, i; z.1 = add z.0, t.0; yield z.1

Names are carried if they are assigned in the body and read later; storages if they are written in the body. Inside
the loop every carried array is a storage of its own; which of them may be the same memory is found by induction.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import gast

from s2sad.errors import UnsupportedSyntaxError
from s2sad.frontend.carried import Plan
from s2sad.frontend.iterating import references_of, views_of
from s2sad.frontend.liveness import names_assigned
from s2sad.frontend.loop_body import Attempt, Body
from s2sad.frontend.loop_results import loop_of
from s2sad.frontend.partly_known import PartlyKnown
from s2sad.frontend.pools import put_into_pool
from s2sad.frontend.state import ITERATED, Binding, Entries, Items, Ref, State, elements_of
from s2sad.frontend.structure import Exit
from s2sad.ir.builder import Builder
from s2sad.ir.ops import Operand, Source, Value

MAX_ATTEMPTS = 40


class Loops(PartlyKnown):
    """The part of lowering that handles loops."""

    def _For(self, node: Any) -> None:
        iterable = self.iterated(self.expression(node.iter))
        frame = self.frames[-1]
        hidden = f"{ITERATED}{len(self.frames)}.{id(node)}"
        self.state.names[frame][hidden] = iterable
        try:
            self._for(node, hidden)
        finally:
            self.state.names[frame].pop(hidden, None)

    def _for(self, node: Any, hidden: str) -> None:
        frame = self.frames[-1]

        def iterable() -> Binding:
            return self.state.names[frame][hidden]

        count = self.count_of(iterable())
        if self.must_unroll(iterable()) or self._leaves_few(node, iterable()) or self.may_unroll(count):
            self._unroll(node, iterable)
        elif self.is_partly_known(iterable()):
            self.run_while_there_is_more(node, iterable)
        elif count is None and not self.is_long_range(iterable()):
            self._run_for(node, iterable)
        else:
            self.run_by_run_if_needed(
                lambda: self._run_for(node, iterable, has_first=count != 0),
                lambda: self._unroll(node, iterable),
                lambda: self._peel(node, iterable, lambda rest: self._run_for(node, lambda: rest)),
            )

    def _run_for(self, node: Any, iterable: Callable[[], Binding], has_first: bool = False) -> None:
        frame = self.frames[-1]
        names = [n for n in names_assigned([node.target, *node.body]) if n in node.live_head]

        def bind(targets: list[Value]) -> None:
            self.assign(node.target, self.loop_element(iterable(), targets))

        body = self._loop_body(node, names, bind)
        body.iterated, body.has_first = lambda: references_of(iterable()), has_first
        dicts = [view.owner.storage for view in views_of(iterable())]
        before = [self.state.current[storage] for storage in dicts]
        self.run_loop(lambda by_index: self.sources(iterable(), node.target, by_index), body)
        if any(self.state.current.get(storage) is not content for storage, content in zip(dicts, before, strict=True)):
            reason = "A dict changes while a loop runs over it"
            raise UnsupportedSyntaxError(reason, self.span, "Loop over a list: `list(d.items())`.", if_carried=True)
        frame.live_out = node.live_out

    def _While(self, node: Any) -> None:
        names = [n for n in names_assigned(node.body) if n in node.live_head]
        if not any(isinstance(s, Exit) for s in node.body):
            raise UnsupportedSyntaxError("This loop never ends", self.span, "Give it a `break`.")
        self.run_loop(lambda by_index: [], self._loop_body(node, names, lambda targets: None))
        self.frames[-1].live_out = node.live_out

    def _loop_body(self, node: Any, names: list[str], bind: Callable[[list[Value]], None]) -> Body:
        at = next((k for k, s in enumerate(node.body) if isinstance(s, Exit)), None)
        if at is None:
            simple = [s for s in node.body if isinstance(s, gast.FunctionDef | gast.Assign)]
            return Body(bind, names, after=lambda: self.block(node.body), in_each_run=names_assigned(simple))
        leave = node.body[at]

        def condition() -> Operand:
            self.frames[-1].live_out = leave.live_out
            return self.condition(self.expression(leave.test))

        return Body(
            bind,
            names,
            before=lambda: self.block(node.body[:at]),
            condition=condition,
            leave=lambda test: self.leave_if(test, lambda: self.block(leave.body)),
            after=lambda: self.block(node.body[at + 1 :]),
        )

    def run_loop(self, make_sources: Callable[[bool], list[Source]], body: Body) -> Value | None:
        """Lower a loop; the value of `body.collect`, if given, is collected into a list, which is returned."""
        self.refuse_folding()
        plan = Plan(pooling=self.pooling, selecting=self.selecting, by_index=self.selecting)
        outer_state, outer_builder, frame = self.state, self.builder, self.frames[-1]
        outer_rows, outer_by_index, live = self.rows, self.by_index, frame.live_out
        outer_pinned, outer_enclosing, outer_attempts = self.pinned, self.enclosing_rows, self.attempts
        outer_later = self.assigned_later
        for _ in range(MAX_ATTEMPTS):
            plan.changed, plan.refusal = False, None
            self.state, self.builder = outer_state, outer_builder
            for storage in [s for s in plan.storages if s in outer_state.current and not plan.keeps(s, outer_state)]:
                self.settle_display(storage)
            for bound in [self._bound_before(owner) for owner in plan.rebound]:
                if isinstance(bound, Ref) and not bound.path:
                    self.settle_display(bound.storage)
            for storage in plan.detached:
                self.detach(Ref(storage))
            base, self.builder = self._pooled(plan, outer_state, self._trial(outer_builder))
            self.state = base.copy()
            self.rows, self.by_index = {}, plan.by_index
            self.enclosing_rows = outer_enclosing | outer_rows.keys()
            self.pinned = outer_pinned | plan.pinned
            attempt = Attempt(self, plan, body, make_sources(plan.by_index))
            self.attempts = (*outer_attempts, partial(plan.suspect, outer_state.current))
            self.assigned_later = (*outer_later, (frame, frozenset(body.names)))
            with self.holding():
                attempt.lower()
            self.attempts, self.assigned_later = outer_attempts, outer_later
            frame.live_out = live
            if not plan.changed:
                if plan.refusal is not None:
                    raise plan.refusal
                break
        else:
            raise UnsupportedSyntaxError("The types of this loop's variables do not settle", self.span)
        for op in self.builder.ops:
            outer_builder.add(op)
        self.builder, self.state = outer_builder, base
        self.rows, self.by_index, self.pinned = outer_rows, outer_by_index, outer_pinned
        self.enclosing_rows = outer_enclosing
        return loop_of(attempt)

    def _bound_before(self, owner: Any) -> Binding | None:
        """What a name, or an element of a display, is before a loop."""
        if isinstance(owner, str):
            return self.state.names[self.frames[-1]].get(owner)
        content = self.state.current.get(owner[0])
        elements = elements_of(content) if isinstance(content, Items | Entries) else ()
        return elements[owner[1]] if owner[1] < len(elements) else None

    def _pooled(self, plan: Plan, outer: State, builder: Builder) -> tuple[State, Builder]:
        """The state before a loop, with the arrays that it passes round in a list."""
        if not plan.pooled:
            return outer, builder
        self.state, self.builder = outer.copy(), builder
        if self.placing:
            for array in plan.pooled:
                self.place_of(Ref(array))
        else:
            put_into_pool(self, plan.pool, plan.pooled)
        return self.state, builder

    def _trial(self, outer: Builder) -> Builder:
        builder = outer.nested()
        builder.span = self.span
        return builder

    def leave_if(self, condition: Operand, leaving: Any) -> None:
        """What a loop does before it leaves by its exit: see `Branches`."""
        raise NotImplementedError
