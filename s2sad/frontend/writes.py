"""Writes through references: in-place updates become new versions of a storage, and of everything above it.

A[i, j] = v              A.2 = store A.1, (i, j), v
row = A[i]; row[j] = v   row.0 = getitem A.1, i; row.1 = store row.0, j, v; A.2 = rejoined A.1, i, row.1
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

import gast

from s2sad.analysis.inference import known
from s2sad.errors import AliasingError, KeysAtRunTime, SourceSpan, UnsupportedSyntaxError
from s2sad.frontend.cached import refuse_kept
from s2sad.frontend.choices import has_no_other_names, is_followed, refresh, stands_for, write_chosen
from s2sad.frontend.element_order import in_order
from s2sad.frontend.optional import assure, present
from s2sad.frontend.rebinding import rebind
from s2sad.frontend.state import ITERATED, Binding, Entries, Items, Ref, Step, Storage, holds_places, storages_of
from s2sad.frontend.storage import Storages
from s2sad.frontend.structure import RESULT, Attempt
from s2sad.ir.leaves import may_be_integral
from s2sad.ir.ops import Const, Operand, Value
from s2sad.ir.types import NONE, Array, FixedList, List, Object, Record, Tuple, Unknown, assured, children, is_inexact
from s2sad.runtime import containers, statements


class Writes(Storages):
    """The part of lowering that writes to memory."""

    def write(self, ref: Ref, index: Operand, value: Operand) -> None:
        """`ref[index] = value`."""
        choice = self.state.choices.get(ref.storage)
        if choice is not None and has_no_other_names(self, ref.storage):
            del self.state.choices[ref.storage]
        elif choice is not None:
            write_chosen(self, choice, ref, lambda to: self.write(to, index, value))
            return
        self.settle_display(ref.storage)
        assure(self, Ref(ref.storage))
        self.check_write(ref, elements=not isinstance(assured(self.read(ref).type), Array))
        if ref.storage.repeated and ref.path:
            raise AliasingError(
                f"An element of {self.called(ref.storage)} is written in place, and may be there more than once",
                self.span,
                "Put copies into the list.",
            )
        chain = self.chain(ref)
        chain[-1] = present(self, chain[-1])
        if isinstance(chain[0].type, Unknown):
            raise AliasingError(
                "This object cannot be written to in place here: its type is not known",
                self.span,
                "Give it one kind of value on every path.",
            )
        if not isinstance(chain[-1].type, Array):
            self.detach(ref)
        self._check_store(chain[-1], index, value, None if ref.path else ref.storage.made)
        if may_be_integral(chain[-1].type) and isinstance(chain[-1].type, Array) and is_inexact(value.type):
            self.builder.call(statements.refuse_integers, chain[-1], Const(self.place()), type=NONE, effect="io")
        effect = "memory" if self.is_visible(ref.storage) else "may_raise"
        value = in_order(self.state, self.builder, ref, chain[-1], index, value)
        new: Operand = self.builder.call(
            containers.store, chain[-1], index, value, name=ref.storage.label, effect=effect
        )
        self.replace_parts(ref, chain, new)

    def place(self) -> str:
        """The statement, as messages of the run call it."""
        return f"{self.span.text.strip()}, line {self.span.lineno}" if self.span is not None else ""

    def chain(self, ref: Ref) -> list[Operand]:
        """What lies on a path, from the whole to the part."""
        return [self.read(Ref(ref.storage, ref.path[:k])) for k in range(len(ref.path) + 1)]

    def detach(self, ref: Ref) -> None:
        """Before an element of a container is replaced: names of elements keep what they name."""
        kept: dict[Any, Binding] = {}

        def detached(each: Ref) -> Binding:
            if each.storage is not ref.storage or len(each.path) <= len(ref.path):
                return each
            key = tuple(map(step_key, each.path))
            if key not in kept:
                kept[key] = self.snapshot(each)
            return kept[key]

        rebind(self.state, self.held, detached)
        copies = [each.storage for each in kept.values() if isinstance(each, Ref)]
        for storage in copies:  # `xs[0]` and `xs[-1]` may have been the same element
            for other in copies:
                self.state.add_overlap(storage, other)

    @contextmanager
    def holding(self) -> Iterator[None]:
        """Around code that may not run, or more than once: operands that wait for it must stay what they are."""
        before = [list(values) for values in self.held]
        yield
        if any(a is not b for old, new in zip(before, self.held, strict=True) for a, b in zip(old, new, strict=True)):
            raise UnsupportedSyntaxError(
                "An element of a list is read in an expression that changes the list only on some paths",
                self.span,
                "Assign the element to a name first.",
            )

    def snapshot(self, binding: Binding) -> Binding:
        """An element of a container as the object that it is now, though the container may get another one."""
        if not isinstance(binding, Ref) or not binding.path:
            return binding
        content = self.state.current[binding.storage]
        if not isinstance(content, Items | Entries) and isinstance(content.type, Array):
            return binding
        kept = self.bind_value(self.read(binding), binding.storage.label)
        if isinstance(kept, Ref):
            self.state.add_overlap(kept.storage, binding.storage)
            for other in self.state.overlaps[binding.storage]:
                self.state.add_overlap(kept.storage, other)
        return kept

    def replace_parts(self, ref: Ref, chain: list[Operand], new: Operand) -> None:
        """Note that the part at the end of a path has a new version, and so has everything above it."""
        for parent, step in zip(reversed(chain[:-1]), reversed(ref.path), strict=True):
            if step.kind == "item":
                keys: tuple[Operand, ...] = (step.key,)
                if isinstance(parent.type, Tuple) and not isinstance(step.key, Const):
                    reason = "Which element of a tuple is changed is known only at run time"
                    raise UnsupportedSyntaxError(reason, self.span, "Make a list of it.")
            elif step.kind == "attribute":
                keys = (Const(step.key),)
            else:
                self.reshapes.written(step, parent)
                keys = (Const(step.key), *step.arguments)
            new = self.builder.call(containers.rejoined, parent, *keys, new, name=ref.storage.label)
        self.state.current[ref.storage] = new
        refresh(self, ref.storage)

    def _check_store(self, target: Operand, index: Operand, value: Operand, made: SourceSpan | None) -> None:
        key = known(index)
        is_key = isinstance(key, str | int)
        if isinstance(target.type, Record) and not (is_key and key in dict(target.type.fields)):
            raise KeysAtRunTime(made, self.span)
        is_float = is_inexact(value.type) and not may_be_integral(value.type)
        if isinstance(target.type, Array) and not is_inexact(target.type) and is_float:
            raise UnsupportedSyntaxError(
                f"A float is stored into an array of {target.type.dtype}, which would cut it off",
                self.span,
                "Make the array with dtype=float.",
            )
        if isinstance(target.type, Tuple):
            raise UnsupportedSyntaxError("A tuple does not support item assignment", self.span)

    def check_write(self, ref: Ref, elements: bool = False) -> None:
        """Refuse a write to memory that another live name may share in a way that is not known.

        With `elements`, a container gets another element: that does not change the arrays that it held.
        """
        storage = ref.storage
        if elements and not ref.path and storage.like is tuple:
            raise UnsupportedSyntaxError("A tuple does not support item assignment", self.span, "Make a list of it.")
        if storage.read_only:
            raise UnsupportedSyntaxError(
                f"{_capitalised(self.called(storage))} is written in place, and is a view that NumPy makes read-only",
                self.span,
                "Write to the array itself by index, or to a copy of the view.",
            )
        if storage.copied is not None:
            raise UnsupportedSyntaxError(
                f"The deque `{storage.label}`, which is an argument or comes from outside, is changed",
                self.span,
                "Work on a copy, collections.deque(q), or pass a list.",
            )
        if storage in self.rows or storage in self.enclosing_rows:
            return  # a row of what a loop runs over: the loop is lowered again, by index
        refuse_kept(self, storage)
        names = list(self._names_that_share(ref, elements))
        if names:
            called, own = self.called(storage), self.name_of(storage)
            other_name = "what it was before" if min(names) == own else f"`{min(names)}`"
            raise AliasingError(
                f"{_capitalised(called)} is written in place, and {other_name} may be the same memory",
                self.span,
                self._way_out(ref, own),
            )

    def _names_that_share(self, ref: Ref, elements: bool) -> Iterator[str]:
        """Names that are read later of what a write may change in a way that is not known."""
        storage = ref.storage
        for other in self.state.overlaps.get(storage, ()):
            is_apart = not ref.path and (other in storage.apart or storage in other.apart)
            if is_followed(self.state, storage, other) or (elements and (is_apart or self._is_array(other))):
                continue
            name = self.live_name(other)
            if name is not None:
                yield name

    def _way_out(self, ref: Ref, name: str | None) -> str:
        """What to write instead of a write to shared memory: a copy is another object, which a program may mind."""
        kind = self.read(ref).type
        if isinstance(kind, Object) or any(isinstance(each, Object) for each in children(kind)):
            return "Reach the object in one way only, for example by its index in one list."
        return f"Make them different arrays, for example {self._copy_of(ref, name)}."

    def _copy_of(self, ref: Ref, name: str | None) -> str:
        """How a copy is written: that of a list has the same arrays."""
        is_container = isinstance(self.read(ref).type, List | FixedList | Record | Object)
        copied, at_all = ("copy.deepcopy({})", "copy.deepcopy") if is_container else ("{}.copy()", ".copy()")
        return f"with `{at_all}`" if name is None else f"{name} = {copied.format(name)}"

    def called(self, storage: Storage) -> str:
        """Memory as messages to the user call it."""
        name = self.name_of(storage)
        return "an object that has no name" if name is None else f"`{name.strip()}`"

    def name_of(self, storage: Storage) -> str | None:
        """A variable of the user that holds a storage; None of memory that has only a name of the compiler."""
        for frame in reversed(self.frames):
            bound = self.state.names.get(frame, {}).items()
            names = [n for n, to in bound if isinstance(to, Ref) and to.storage is storage and not to.path]
            shared = [n[:-1] for n in names if n[:-1].isidentifier() and n.endswith("\v")]
            found = [n for n in names if n.isidentifier()] or shared or self._part_names(storage, bound)
            if found:
                return storage.label if storage.label in found else found[0]
        trees = [gast.walk(frame.source.tree) for frame in self.frames if frame.source.tree is not None]
        written = {node.id for tree in trees for node in tree if isinstance(node, gast.Name)}
        return storage.label if storage.label in written else None

    def _part_names(self, storage: Storage, bound: Iterable[tuple[str, Binding]]) -> list[str]:
        """Names of what is an attribute, an element or an entry of a variable of the user."""
        found = []
        for name, to in bound:
            content = self.state.current.get(to.storage) if isinstance(to, Ref) and not to.path else None
            elements = enumerate(content.elements) if isinstance(content, Items) else ()
            parts = content.entries if isinstance(content, Entries) else elements
            is_object = isinstance(content, Entries) and content.cls is not None
            if name.isidentifier():
                named = [k for k, e in parts if isinstance(e, Ref) and e.storage is storage and not e.path]
                found += [f"{name}.{k}" if is_object else f"{name}[{k!r}]" for k in named]
        return found

    def _is_array(self, storage: Storage) -> bool:
        content = self.state.current.get(storage)
        return isinstance(content, Value) and isinstance(content.type, Array)

    outer_bindings: dict[Any, Binding]
    """What was read of the outside: any function may read it again."""

    def live_name(self, storage: Storage) -> str | None:
        """A name by which memory may be read later."""
        for frame, names in self.state.names.items():
            for name, binding in names.items():
                live = name in frame.live_out or name.startswith(ITERATED)
                if name == RESULT and not _goes_on_after_return(frame.source.tree):
                    continue  # where it has a value, nothing of this function is done any more
                if not live:
                    continue
                is_there = storage.is_pool and holds_places(binding, self.state)
                if is_there or any(stands_for(self.state, s, storage) for s in storages_of(binding, self.state)):
                    return "what the loop runs over" if name.startswith(ITERATED) else name.strip()
        outside = [each for each in self.outer_bindings.values() if storage in storages_of(each, self.state)]
        return next((each.storage.label for each in outside if isinstance(each, Ref)), None)


def _goes_on_after_return(tree: Any) -> bool:
    """Whether a function may do something behind a `return`: in `finally`, or where a context manager is left."""
    return any(isinstance(node, gast.Try | gast.With | Attempt) for node in gast.walk(tree))


def step_key(step: Step) -> Any:
    """What tells a step from others, with constants by their values."""
    key = known(step.key) if isinstance(step.key, Const) else step.key
    return (step.kind, key if isinstance(key, int | str) else id(key), step.arguments)


def _capitalised(text: str) -> str:
    """A text as the beginning of a sentence; names in it stay as they are."""
    return text[0].upper() + text[1:]
