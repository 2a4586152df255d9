"""What else the elements are that a loop collects: arrays from outside of the loop, or of what its runs change.

[o.step(k) for k in range(n)]       if `step` puts what it returns into `o.b` as well, the last element is `o.b`
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from s2sad.frontend.state import Binding, Ref, Storage, near, storages_of

if TYPE_CHECKING:
    from s2sad.frontend.storage import Storages


class Collected:
    """The elements of one list, in the runs of the loop that collects them."""

    def __init__(self, lowering: Storages) -> None:
        self.low = lowering
        self.outside = set(lowering.state.current)
        self.head = dict(lowering.state.current)
        self.shared: set[Storage] = set()
        self.repeated = False

    def start_run(self) -> None:
        """Note what there is before a run, carried values included."""
        self.head = dict(self.low.state.current)

    def add(self, element: Binding) -> None:
        """Note what an element is at the end of its run."""
        state = self.low.state
        reached = near(element, state)
        self.repeated |= not reached.isdisjoint(self.head)
        self.shared |= reached & self.outside
        for storage in self.outside - self.shared:
            is_changed = state.current[storage] is not self.head[storage]
            if is_changed and not reached.isdisjoint(storages_of(Ref(storage), state)):
                self.shared.add(storage)

    def describe(self, made: Binding) -> None:
        """Note what the list that was made shares memory with."""
        if isinstance(made, Ref):
            made.storage.repeated = self.repeated
            for storage in self.shared:
                self.low.share(made.storage, Ref(storage))
