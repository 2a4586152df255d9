"""Lowers the body of a function in place of a call, its parameters bound to the very storages of the arguments.

helper(x, k=2)       the body of `def helper(a, k=1)`, in a frame of its own with a bound to x, and k to 2
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from s2sad.errors import SignatureError, UnsupportedCallError
from s2sad.frontend.copies_of_bodies import CopiesOfBodies
from s2sad.frontend.expressions import Expressions
from s2sad.frontend.state import Binding, Entries, Frame, FunctionValue, Keywords, Pack
from s2sad.frontend.structure import RESULT, makes_functions
from s2sad.ir.ops import Const

MAX_DEPTH = 200


class Bodies(Expressions):
    """The part of lowering that lowers bodies of functions."""

    copies: CopiesOfBodies
    place_arguments: Callable[[], None]

    def inline(
        self, function: FunctionValue, args: list[Binding], kwargs: Keywords, name: str, folding: bool = False
    ) -> Binding:
        """Lower the body of a function with its parameters bound to the arguments."""
        if len(self.frames) > MAX_DEPTH:
            raise UnsupportedCallError("Calls are nested too deeply to be compiled", self.span)
        frame = self.new_frame(function, folding or bool(self.frames and self.frames[-1].folding))
        names = self.bind_arguments(function, args, kwargs)
        self.state.names[frame] = names
        outer_span, before = self.span, self.copies.statements
        frame.site = outer_span
        self.frames.append(frame)
        self.place_arguments()
        self.block(function.source.tree.body)
        frame.live_out = frozenset()
        if not frame.trusted:
            self.copies.add(function.source.tree, [each.site for each in self.frames], before)
        self.frames.pop()
        self.span = self.builder.span = outer_span
        names = self.state.names[frame]
        if not makes_functions(function.source.tree):
            del self.state.names[frame]  # nobody can ask for its variables any more
        return names.get(RESULT, Const(None))

    def new_frame(self, function: FunctionValue, folding: bool = False) -> Frame:
        """The frame of a call."""
        if function.frame is not None:
            return Frame(
                function.source,
                function.frame.globals,
                parent=function.frame,
                folding=folding,
                trusted=function.frame.trusted,
            )
        raw = function.function
        cells = dict(zip(raw.__code__.co_freevars, raw.__closure__ or (), strict=True))
        trusted = (raw.__module__ or "").startswith(("s2sad.r", "s2sad.frontend"))
        return Frame(
            function.source, raw.__globals__, cells, None, raw, folding, access=function.access, trusted=trusted
        )

    def bind_arguments(self, function: FunctionValue, args: list[Binding], kwargs: Keywords) -> dict[str, Binding]:
        """Bind arguments to parameters as Python does."""
        spec = function.source.tree.args
        positional = [a.id for a in (*spec.posonlyargs, *spec.args)]
        names: dict[str, Binding] = dict(zip(positional, args, strict=False))
        if len(args) > len(positional) and spec.vararg is None:
            self._wrong_call(function, f"takes {len(positional)} positional arguments but {len(args)} were given")
        if spec.vararg is not None:
            names[spec.vararg.id] = Pack(tuple(args[len(positional) :]))
        keyword_only = [a.id for a in spec.kwonlyargs]
        extra: Keywords = {}
        for key, value in kwargs.items():
            if key in names and key in positional:
                self._wrong_call(function, f"got multiple values for argument '{key}'")
            if key in positional or key in keyword_only:
                names[key] = value
            else:
                extra[key] = value
        if extra and spec.kwarg is None:
            self._wrong_call(function, f"got an unexpected keyword argument '{next(iter(extra))}'")
        if spec.kwarg is not None:
            names[spec.kwarg.id] = self.new_items(Entries(tuple(extra.items())), spec.kwarg.id)
        defaults = dict(zip(positional[len(positional) - len(function.defaults) :], function.defaults, strict=True))
        for key, value in {**defaults, **dict(function.keyword_defaults)}.items():
            names.setdefault(key, value)
        missing = [p for p in (*positional, *keyword_only) if p not in names]
        if missing:
            self._wrong_call(function, f"missing argument '{missing[0]}'")
        return names

    def _wrong_call(self, function: FunctionValue, what: str) -> None:
        raise SignatureError(f"{function.source.name}() {what}", self.span)

    # -- given elsewhere ----------------------------------------------------------------------------------------

    def block(self, statements: list[Any]) -> None:
        """Lower statements: see `Statements`."""
        raise NotImplementedError
