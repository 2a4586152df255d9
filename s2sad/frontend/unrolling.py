"""Loops whose runs are lowered one after the other, as what they run over is not of one kind.

for f in (np.sin, np.cos):      t.0 = np.sin x
    y = y + f(x)                y.1 = add y.0, t.0; ...
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from s2sad.errors import S2SADError, UnsupportedSyntaxError
from s2sad.frontend.iterating import Iterables, changed_list
from s2sad.frontend.loop_body import KindChanges
from s2sad.frontend.state import Binding, Entries, FunctionValue, Items, Iteration, Pack, Ref, is_keyed
from s2sad.frontend.stepwise import acts_when_asked
from s2sad.frontend.structure import Exit
from s2sad.ir.ops import Call, Const, Operand, Value
from s2sad.ir.types import FixedList, Record, Tuple, is_differentiable, scalar_of

UNROLL = 8
MAX_UNROLL = 64
MAX_RUNS = 256


class Unrolling(Iterables):
    """The part of lowering that writes the runs of short loops one after the other.

    Attributes:
        unrolling: whether to do so wherever it is possible, after a carried array was refused.
        pooling: whether arrays that loops pass round lie in lists, after that was refused, too.
        selecting: whether names of arrays that loops pass round are numbers of what they may be, in the end.
        unrolled: how many runs that has given so far.
    """

    unrolling = False
    pooling = False
    selecting = False
    unrolled = 0

    def has_known_length(self, binding: Binding) -> bool:
        """Whether the elements of a sequence can be listed when compiling."""
        if isinstance(binding, Pack):
            return not is_keyed(binding)
        if isinstance(binding, Iteration):
            return self._all_known(binding)
        if isinstance(binding, Const):
            return isinstance(binding.value, tuple | list | str)
        if isinstance(binding, Ref):
            content = self.state.current[binding.storage]
            if isinstance(content, Items | Entries) and not binding.path:
                return isinstance(content, Items) or content.cls is None
            return isinstance(self.read(binding).type, Tuple | FixedList | Record)
        return False

    def _all_known(self, iterable: Binding) -> bool:
        if isinstance(iterable, Iteration):
            start = iterable.parts[1:] if iterable.kind == "enumerate" else ()
            return all(isinstance(s, Const) for s in start) and all(self._all_known(p) for p in iterable.sequences)
        return self.has_known_length(iterable)

    def may_unroll(self, count: int | None) -> bool:
        """Whether to lower a short loop run by run, as it is tried where carried arrays would be refused."""
        if not self.unrolling or count is None or count > UNROLL:
            return False
        self.unrolled += count
        return self.unrolled <= MAX_RUNS

    def must_unroll(self, iterable: Binding) -> bool:
        """Whether a loop runs over few things that are not of one kind of value."""
        if isinstance(iterable, Iteration):
            return any(self.must_unroll(p) for p in iterable.sequences) and self._all_known(iterable)
        if not self.has_known_length(iterable):
            return False
        elements = self.known_elements(iterable)
        if not elements:
            return True
        in_rule = self.frames[-1].trusted and isinstance(iterable, Pack | Const)
        if (in_rule or any(not isinstance(e, Value | Const) for e in elements)) and len(elements) <= UNROLL:
            return True
        if any(isinstance(e, FunctionValue) or (isinstance(e, Const) and not scalar_of(e.value)) for e in elements):
            return True
        kinds = {self.read(e).type for e in elements}
        return len(kinds) > 1

    def _leaves_few(self, node: Any, iterable: Binding) -> bool:
        """Whether a loop with an exit runs over a few elements that are differentiated."""
        if not any(isinstance(s, Exit) for s in node.body) or not self._all_known(iterable):
            return False
        if isinstance(iterable, Iteration):
            return any(self._leaves_few(node, part) for part in iterable.sequences)
        elements = self.known_elements(iterable)
        return len(elements) <= UNROLL and any(is_differentiable(e.type) for e in elements if isinstance(e, Value))

    def count_of(self, iterable: Binding) -> int | None:
        """How many elements a short iterable has, where that is known; None otherwise."""
        if not self._all_known(iterable) and not is_short_range(self._range_of(iterable)):
            return None
        try:
            count = len(self.unrolled_elements(iterable)) if not isinstance(iterable, Iteration) else 0
        except UnsupportedSyntaxError:
            return None
        return count if count <= MAX_UNROLL else None

    def _range_of(self, iterable: Binding) -> Any:
        if isinstance(iterable, Const):
            return iterable.value
        if not isinstance(iterable, Value):
            return None
        definition = self.builder.definitions.get(iterable)
        if not isinstance(definition, Call) or definition.callee is not range:
            return None
        parts = [a.value for a in definition.args if isinstance(a, Const)]
        return range(*parts) if len(parts) == len(definition.args) else None

    def is_long_range(self, iterable: Binding) -> bool:
        """Whether an iterable is a range of a known number of elements, too many to be written one after the other."""
        found = self._range_of(iterable)
        return isinstance(found, range) and not is_short_range(found)

    def unrolled_elements(self, iterable: Binding) -> list[Binding]:
        """The elements of an iterable that is unrolled."""
        return [self.element_now(iterable, k) for k in range(len(self.delayed_elements(iterable)))]

    def element_now(self, iterable: Binding, k: int) -> Binding:
        """Element k of an iterable that is unrolled, as it is when those before have been made.

        Raises:
            AliasingError: there are less elements now.
        """
        makers = self.delayed_elements(iterable)
        if k >= len(makers):
            raise changed_list(self.span)
        return makers[k]()

    def delayed_elements(self, iterable: Binding) -> list[Callable[[], Binding]]:
        """What makes each of the elements of an iterable that is unrolled, when a loop gets there."""
        if not isinstance(iterable, Iteration):
            found = self._range_of(iterable)
            elements = [Const(k) for k in found] if is_short_range(found) else self.known_elements(iterable)
            return [partial(_itself, each) for each in elements]
        parts = [self.delayed_elements(p) for p in iterable.sequences]
        if iterable.kind == "enumerate":
            start = iterable.parts[1] if len(iterable.parts) > 1 else Const(0)
            assert isinstance(start, Const)
            counts = [partial(_itself, Const(start.value + k)) for k in range(len(parts[0]))]
            return [partial(_row, pair) for pair in zip(counts, parts[0], strict=True)]
        if iterable.kind == "reversed":
            return parts[0][::-1]
        if iterable.kind == "generator":
            return parts[0]
        rows = list(zip(*parts, strict=False))
        if iterable.kind == "map":
            return [partial(self._mapped, iterable.parts[0], row) for row in rows]
        return [partial(_row, row) for row in rows]

    def _mapped(self, function: Binding, row: tuple[Callable[[], Binding], ...]) -> Binding:
        return self.call(function, [make() for make in row], {})

    def run_by_run_if_needed(
        self, carried: Callable[[], Any], unrolled: Callable[[], Any], peeled: Callable[[], Any] = lambda: None
    ) -> Any:
        """Lower a loop; run by run if functions, or dicts with ever more keys, would have to be carried around it.

        Where a number becomes an array, the first run is lowered by itself: `peeled`.
        """
        state, builder, depth = self.state.copy(), self.builder, len(self.frames)
        count, rows, by_index, pinned = len(builder.ops), self.rows, self.by_index, self.pinned
        held, attempts = [list(values) for values in self.held], self.attempts
        try:
            return carried()
        except (S2SADError, KindChanges) as error:
            if isinstance(error, S2SADError) and not error.if_carried:
                raise
            del self.frames[depth:]
            del builder.ops[count:]
            self.state, self.builder = state, builder
            self.rows, self.by_index, self.pinned = rows, by_index, pinned
            self.held, self.attempts = held, attempts
            return peeled() if isinstance(error, KindChanges) else unrolled()

    def _unroll(self, node: Any, iterable: Callable[[], Binding], first: int = 0, count: int | None = None) -> None:
        """The runs of a loop from `first` on, one after the other; the elements are those of the moment."""
        if count is None:
            count = len(self.delayed_elements(iterable()))
        at = next((k for k, s in enumerate(node.body) if isinstance(s, Exit)), None)
        for k in range(first, count):
            self.assign(node.target, self._elements_now(iterable, count)[k]())
            self.block(node.body[:at])
            if at is not None:
                self._leave_or_go_on(node, at, partial(self._unroll, node, iterable, k + 1, count))
                break
        else:
            self._elements_now(iterable, count)
        self.frames[-1].live_out = node.live_out

    def _elements_now(self, iterable: Callable[[], Binding], count: int) -> list[Callable[[], Binding]]:
        """What an unrolled loop runs over, as it is after some of the runs.

        Raises:
            AliasingError: there are more elements or fewer than at first.
        """
        binding = iterable()
        is_known = self._all_known(binding) or is_short_range(self._range_of(binding))
        elements = self.delayed_elements(binding) if is_known else []
        if not is_known or len(elements) != count:
            raise changed_list(self.span)
        return elements

    def _peel(self, node: Any, iterable: Callable[[], Binding], rest: Callable[[Binding], None]) -> None:
        """The first run of a loop, then a loop of the others."""
        if acts_when_asked(self, iterable()):
            reason = "A number becomes an array in a loop over what a function makes that may change something"
            raise UnsupportedSyntaxError(reason, self.span, "Loop over a list: `[...]`.")
        found = self._range_of(iterable())
        first, *others = [Const(found[0])] if isinstance(found, range) else self.unrolled_elements(iterable())
        at = next((k for k, s in enumerate(node.body) if isinstance(s, Exit)), None)
        self.frames[-1].live_out = node.live_head
        self.assign(node.target, first)
        self.block(node.body[:at])

        def go_on() -> None:
            rest(self._range(found[1:]) if isinstance(found, range) else Pack(tuple(others)))

        if at is None:
            go_on()
        else:
            self._leave_or_go_on(node, at, go_on)
        self.frames[-1].live_out = node.live_out

    def _range(self, found: range) -> Operand:
        parts = [found.start, found.stop] if found.step == 1 else [found.start, found.stop, found.step]
        return self.builder.call(range, *map(Const, parts))

    def _leave_or_go_on(self, node: Any, at: int, remaining: Callable[[], None]) -> None:
        """The exit of an unrolled loop: the remaining runs are the other branch."""
        leave = node.body[at]
        frame = self.frames[-1]
        frame.live_out = leave.live_out | node.live_head
        condition = self.condition(self.expression(leave.test))

        def go_on() -> None:
            self.block(node.body[at + 1 :])
            remaining()

        self.branch(condition, lambda: self.block(leave.body), go_on, node.live_out)

    def branch(self, condition: Operand, then: Any, orelse: Any, live: frozenset[str]) -> None:
        """Lower and join two branches: see `Branches`."""
        raise NotImplementedError


def _itself(binding: Binding) -> Binding:
    return binding


def _row(row: tuple[Callable[[], Binding], ...]) -> Binding:
    return Pack(tuple(make() for make in row))


def is_short_range(found: Any) -> bool:
    """Whether something is a range of few numbers."""
    return isinstance(found, range) and len(found) <= MAX_UNROLL
