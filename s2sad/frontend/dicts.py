"""Methods of dicts whose keys are known: a dict display stays one, with other entries.

d.update(b=v)           {"a": u} -> {"a": u, "b": v}
d.get("c", 0.0)         0.0, as "c" is not there
d["c"] = v              a dict that is a value, and the function's own, becomes a display of its parts first
"""

from __future__ import annotations

from typing import Any

from s2sad.analysis.inference import known
from s2sad.errors import KeysAtRunTime, SourceSpan, UnsupportedCallError
from s2sad.frontend.list_methods import ListMethods
from s2sad.frontend.state import Binding, DictView, Entries, Pack, Ref, Step, Storage
from s2sad.ir.ops import Const
from s2sad.ir.types import Record

NOTHING = Const(None)
LAST = Const(True)
_MISSING: Any = object()


class Dicts(ListMethods):
    """The part of lowering that handles methods of dicts."""

    def entries_of(self, owner: Binding) -> dict[Any, Binding] | None:
        """The entries of a dict display; None of anything else."""
        content = self.state.current[owner.storage] if isinstance(owner, Ref) and not owner.path else None
        return dict(content.entries) if isinstance(content, Entries) and content.cls is None else None

    def set_entries(self, owner: Binding, entries: dict[Any, Binding]) -> None:
        """The dict display has these entries now."""
        assert isinstance(owner, Ref)
        self.check_write(Ref(owner.storage), elements=True)
        self.state.current[owner.storage] = Entries(tuple(entries.items()))

    def known_entries(self, binding: Binding) -> dict[Any, Binding]:
        """The entries of a dict whose keys are known."""
        entries = self.entries_of(binding)
        if entries is not None:
            return entries
        kind = self.read(binding).type
        if isinstance(kind, Record):
            return {k: self.step(binding, Step("item", Const(k))) for k, _ in kind.fields}
        raise KeysAtRunTime(self._made(binding), self.span)

    def _made(self, owner: Binding) -> SourceSpan | None:
        """Where a dict was made."""
        return owner.storage.made if isinstance(owner, Ref) and not owner.path else None

    def as_display(self, owner: Binding) -> dict[Any, Binding]:
        """The entries of a dict that is about to get or lose keys: one that nobody else sees becomes a display."""
        entries = self.entries_of(owner)
        if entries is not None:
            return entries
        kind = self.read(owner).type
        if not isinstance(owner, Ref) or owner.path or self.is_visible(owner.storage) or not isinstance(kind, Record):
            raise UnsupportedCallError(
                "Keys are added to or taken from a dict that is an argument or part of something",
                self.span,
                "Work on a copy: dict(d).",
            )
        hidden = Storage(owner.storage.label)
        self.state.current[hidden] = self.read(owner)
        for other in self.state.overlaps.get(owner.storage, frozenset()):
            self.state.add_overlap(hidden, other)
        self.move_paths(owner.storage, hidden)
        entries = {k: self.step(Ref(hidden), Step("item", Const(k))) for k, _ in kind.fields}
        self.state.current[owner.storage] = Entries(tuple(entries.items()))
        return entries

    def dict_key(self, key: Binding, owner: Binding = NOTHING) -> Any:
        """The value of a key."""
        found = known(self.as_value(key))
        operand = self.as_value(key)
        if isinstance(operand, Const):
            return operand.value
        if isinstance(found, str | int | bool) or found is None:
            return found
        raise KeysAtRunTime(self._made(owner), self.span)

    # -- methods ------------------------------------------------------------------------------------------------

    def dict_items(self, owner: Binding) -> Binding:
        """`d.items()`."""
        return self._view(owner, "items")

    def dict_keys(self, owner: Binding) -> Binding:
        """`d.keys()`."""
        return self._view(owner, "keys")

    def dict_values(self, owner: Binding) -> Binding:
        """`d.values()`."""
        return self._view(owner, "values")

    def _view(self, owner: Binding, kind: str) -> Pack:
        entries = self.known_entries(owner)
        elements: list[Binding] = [Const(k) for k in entries]
        if kind == "values":
            elements = list(entries.values())
        elif kind == "items":
            elements = [Pack((Const(k), v)) for k, v in entries.items()]
        return DictView(tuple(elements), None, owner, kind) if isinstance(owner, Ref) else Pack(tuple(elements))

    def as_it_is_now(self, binding: Binding) -> Binding:
        """What a view of a dict shows now; other things as they are."""
        return self._view(binding.owner, binding.kind) if isinstance(binding, DictView) else binding

    def dict_get(self, owner: Binding, key: Binding, default: Binding = NOTHING) -> Binding:
        """`d.get(key, default)`."""
        return self.known_entries(owner).get(self.dict_key(key, owner), default)

    def dict_setdefault(self, owner: Binding, key: Binding, default: Binding = NOTHING) -> Binding:
        """`d.setdefault(key, default)`."""
        entries = self.known_entries(owner)
        name = self.dict_key(key, owner)
        if name not in entries:
            kept = [default]
            with self.keeping(kept):
                entries = self.as_display(owner)
            entries[name] = kept[0]
            self.set_entries(owner, entries)
        return entries[name]

    def dict_pop(self, owner: Binding, key: Binding, *default: Binding) -> Binding:
        """`d.pop(key, default)`."""
        name = self.dict_key(key, owner)
        if name not in self.known_entries(owner):
            if default:
                return default[0]
            raise UnsupportedCallError(f"The dict has no key {name!r}", self.span)
        entries = self.as_display(owner)
        value = entries.pop(name)
        self.set_entries(owner, entries)
        return value

    def dict_popitem(self, owner: Binding, last: Binding = LAST) -> Binding:
        """`d.popitem()`; `d.popitem(last=False)` of an OrderedDict."""
        at_end = known(self.as_value(last))
        entries = self.as_display(owner)
        if not entries or not isinstance(at_end, bool):
            reason = "An entry is taken from an empty dict" if not entries else "`last` is known only at run time"
            raise UnsupportedCallError(reason, self.span)
        key = list(entries)[-1 if at_end else 0]
        value = entries.pop(key)
        self.set_entries(owner, entries)
        return Pack((Const(key), value))

    def dict_update(self, owner: Binding, *others: Binding, **more: Binding) -> Binding:
        """`d.update(other, key=value)`."""
        new = self.made_dict([*others], more)
        if new.keys() <= self.known_entries(owner).keys() and self.entries_of(owner) is None:
            for key, value in new.items():
                self.store_item(owner, Const(key), value)
            return NOTHING
        kept = list(new.values())
        with self.keeping(kept):
            entries = self.as_display(owner)
        self.set_entries(owner, entries | dict(zip(new, kept, strict=True)))
        return NOTHING

    def dict_clear(self, owner: Binding) -> Binding:
        """`d.clear()`."""
        self.as_display(owner)
        self.set_entries(owner, {})
        return NOTHING

    def dict_copy(self, owner: Binding) -> Binding:
        """`d.copy()`."""
        return self.new_items(Entries(tuple(self.known_entries(owner).items())), "t")

    def made_dict(self, others: list[Binding], more: dict[str, Binding]) -> dict[Any, Binding]:
        """The entries of `dict(other, key=value)`."""
        found: dict[Any, Binding] = {}
        for other in others:
            if not self.is_record(other) and self.has_known_length(other):
                for pair in self.known_elements(other):
                    key, value = self.known_elements(pair)
                    found[self.dict_key(key)] = value
            elif self.is_record(other):
                found |= self.known_entries(other)
            else:
                raise KeysAtRunTime(self.span, self.span)
        return found | more

    def store_item(self, owner: Binding, index: Any, value: Binding) -> None:
        """`owner[index] = value`: see `Assignments`."""
        raise NotImplementedError
