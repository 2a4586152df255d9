"""Lowers blocks that something happens around: `try` with handlers, with `finally`, `with`.

try: y = f(x)              c = attempt
except E: y = 0.0          y.2 = if c: y.0 = ...; yield y.0 else: caught E; yield undefined
                           y.3 = if c: yield y.2 else: yield 0.0
with m as v: A             v = enter m; A; leave v

A handler sees the names as they were before the body, which is right for those that the body assigns last. What else
the body assigns or writes to may or may not have its new value there: it is refused where it is read.
"""

from __future__ import annotations

import inspect
import sys
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import gast

from s2sad.errors import UnsupportedCallError, UnsupportedSyntaxError
from s2sad.frontend.augmented import Augmented
from s2sad.frontend.liveness import names_assigned
from s2sad.frontend.state import Binding, BoundMethod, Entries, Frame, Items, Poison, Ref, Storage, is_python_function
from s2sad.frontend.written import Watch, raises
from s2sad.ir.ops import Call, Const, If, Loop, Operation, Region, Value, regions_of, walk
from s2sad.ir.rewrite import REMOVABLE, defined_in, has_effect, reads_of
from s2sad.ir.types import BOOL, NONE, UNKNOWN
from s2sad.runtime import statements

_PASSING_ON = frozenset(("numpy", "threading", "_thread", "warnings", "io", "decimal", "tempfile", "logging"))
"""Modules whose context managers swallow no exceptions."""
_COPIED = "Compute it into a new name in the body, and assign it behind the `try`, or in its `else`."
Unwound = dict[str, Binding | None]


class Protected(Augmented):
    """The part of lowering that handles `try` and `with`."""

    def _Attempt(self, node: Any) -> None:
        frame = self.frames[-1]
        kinds = [self.operand(kind) for kind in node.kinds.elts]
        self._settle_written(node)
        outer = dict(self.state.names[frame])
        contents = dict(self.state.current)
        completed = self.builder.call(statements.attempt, name="completed", type=BOOL, effect="unknown")
        changed: list[str] = []
        written: list[Storage] = []
        partly = False

        def body() -> None:
            nonlocal partly
            watch = Watch(self.builder, contents)
            self.watches.append(watch)
            try:
                self._tried_block(node.body)
            finally:
                self.watches.pop()
            names = self.state.names[frame]
            changed.extend(n for n in names if names[n] is not outer.get(n) and names[n] != outer.get(n))
            written.extend(s for s, content in contents.items() if self.state.current[s] is not content)
            partly = watch.is_partly(self.state)
            self.builder.ops = _kept(self.builder.ops)

        def failed() -> None:
            caught = self.builder.call(statements.caught, *kinds, name="error", type=UNKNOWN, effect="unknown")
            for name in changed:
                self.state.names[frame].pop(name, None)
            self.state.names[frame][node.caught.id] = caught

        known = set(self.perhaps_unbound)
        self.branch(completed, body, failed, node.live_out)
        self.perhaps_unbound -= {*_values(self.state.names[frame].values(), self.state)} - known
        self.state.names[frame][node.completed.id] = completed
        last = _assigned_last(node.body)
        before: Unwound = {n: outer.get(n) if n in last else _poison(f"`{n.strip()}`") for n in changed}
        self.unwound[frame, node] = (before, written if partly else [])

    def _settle_written(self, node: Any) -> None:
        """Displays that the body changes become values: then their changes have a place among the operations."""
        displays = [s for s, content in self.state.current.items() if isinstance(content, Items | Entries)]
        if not displays:
            return
        outer, builder, unbound = self.state, self.builder, set(self.perhaps_unbound)
        self.state, self.builder = outer.copy(), builder.nested()
        self._tried_block(node.body)
        found = [s for s in displays if self.state.current[s] is not outer.current[s]]
        self.state, self.builder, self.perhaps_unbound = outer, builder, unbound
        for storage in found:
            self.settle_display(storage)

    def _tried_block(self, nodes: list[Any]) -> None:
        """The body of a `try` with handlers: what Python raises there for certain, the code raises, too."""
        self.trying += 1
        try:
            self.block(nodes)
        finally:
            self.trying -= 1

    unwound: dict[tuple[Frame, Any], tuple[Unwound, list[Storage]]]

    def _Unwind(self, node: Any) -> None:
        frame = self.frames[-1]
        names, storages = self.unwound[frame, node.attempt]
        for name, binding in names.items():
            if binding is None:
                self.state.names[frame].pop(name, None)
            else:
                self.state.names[frame][name] = binding
        for storage in storages:
            self.state.current[storage] = Const(_poison(self.called(storage)), NONE)

    # -- finally ------------------------------------------------------------------------------------------------

    def _Try(self, node: Any) -> None:
        self._with_finally(lambda: self.block(node.body), lambda: self.block(node.finalbody))

    def _with_finally(self, block: Callable[[], None], finish: Callable[[], None]) -> None:
        """A block, and what is done behind it even if it raises."""
        protected = self.builder.call(statements.protect, type=NONE, effect="unknown")
        first, paths = len(self.builder.ops), dict(self.state.paths)
        block()
        self.state.paths = paths
        body = tuple(self.builder.ops[first:])
        self.builder.call(statements.finally_, protected, type=NONE, effect="unknown")
        start = len(self.builder.ops)
        finish()
        last = tuple(self.builder.ops[start:])
        if any(map(has_effect, last)):
            self._check_finally(body, last)
            self.builder.call(statements.released, protected, type=NONE, effect="unknown")
        else:  # nobody sees whether it runs when the body raises
            self.builder.ops[first - 1 :] = [*body, *last]

    def _check_finally(self, body: tuple[Operation, ...], last: tuple[Operation, ...]) -> None:
        """What `finally` needs must be there wherever the body has stopped; what is written in place is."""
        inside = defined_in(Region(body, ()))
        written = {op.result for op in walk(Region(body, ())) if isinstance(op, Call) and op.effect == "memory"}
        for op in last:
            needed = next((v for v in reads_of(op) if v in inside and v not in written), None)
            if needed is not None:
                assert isinstance(needed, Value)
                raise UnsupportedSyntaxError(
                    f"`finally` needs `{needed.name}`, which the body may not have computed when it raises",
                    self.span,
                    "Let `finally` use only what was known before the `try`, or do it behind the `try`.",
                )

    # -- with ---------------------------------------------------------------------------------------------------

    def _With(self, node: Any) -> None:
        (item,) = node.items
        manager = self._manager(item.context_expr)
        cls = self._class_of_manager(manager)
        if cls is not None:
            self._with_object(node, manager, cls)
            return
        operand = self.read(manager)
        entered = self.builder.call(statements.enter, operand, name="entered", type=UNKNOWN, effect="unknown")
        if item.optional_vars is not None:
            self.assign(item.optional_vars, entered)
        self.block(node.body)
        self.builder.call(statements.leave, entered, type=NONE, effect="unknown")

    def _manager(self, node: Any) -> Binding:
        """The context manager of a `with`: made when the program runs, unless its class is the user's."""
        callee = self.expression(node.func) if isinstance(node, gast.Call) else None
        function = callee.value if isinstance(callee, Const) else getattr(callee, "function", None)
        if callee is None or not _is_opaque(function):
            return self._propagating(self.expression(node), None)
        if getattr(function, "__module__", "") == "contextlib" and getattr(function, "__name__", "") == "suppress":
            raise UnsupportedSyntaxError(
                "`contextlib.suppress` is not differentiated", self.span, "Write `try: ... except ...: pass`."
            )
        args = [self.expression(a) for a in node.args]
        words = {k.arg: self.expression(k.value) for k in node.keywords if k.arg is not None}
        if len(words) < len(node.keywords) or any(isinstance(a, gast.Starred) for a in node.args):
            raise UnsupportedCallError("`*` and `**` are not supported here", self.span, "Make it before the `with`.")
        target = callee if isinstance(callee, Const) else Const(function)
        return self._propagating(self.opaque(target, args, words, "manager"), function)

    def _propagating(self, manager: Binding, maker: Any) -> Binding:
        """The manager, wrapped if it may swallow an exception: what follows rests on all of the body."""
        if self._class_of_manager(manager) is not None:
            return manager
        operand = self.read(manager)
        known = maker if maker is not None else type(operand.value) if isinstance(operand, Const) else None
        if known is open or (getattr(known, "__module__", None) or "").partition(".")[0] in _PASSING_ON:
            return operand
        return self.builder.call(statements.propagating, operand, name="manager", type=UNKNOWN, effect="unknown")

    def _class_of_manager(self, manager: Binding) -> type | None:
        """The class of an object that the program made or was given, if its `__enter__` is written in Python."""
        if not isinstance(manager, Ref) or self.special(manager, "__enter__") is None:
            return None
        return self.class_of_object(manager)

    def _with_object(self, node: Any, manager: Binding, cls: type) -> None:
        """An object of the user's class: its methods are lowered like any others."""
        leaving = self._exit_method(manager, cls)
        entered = self.call(BoundMethod(manager, "__enter__"), [], {}, "entered")
        (item,) = node.items
        if item.optional_vars is not None:
            self.assign(item.optional_vars, entered)

        def leave() -> None:
            self.call(leaving, [Const(None)] * 3, {}, "t")

        self._with_finally(lambda: self.block(node.body), leave)

    def _exit_method(self, manager: Binding, cls: type) -> Binding:
        """`__exit__`, which must not look at an exception: it is lowered for the case that there is none."""
        method = self.method_of(manager, cls, "__exit__")
        if method is None:
            raise UnsupportedCallError(f"`{cls.__name__}.__exit__` is not written in Python", self.span)
        spec = method.source.tree.args
        names = {a.id for a in (*spec.args[1:], *([spec.vararg] if spec.vararg else []))}
        read = {
            n.id for n in gast.walk(method.source.tree) if isinstance(n, gast.Name) and isinstance(n.ctx, gast.Load)
        }
        if names & read:
            raise UnsupportedCallError(
                f"`{cls.__name__}.__exit__` looks at the exception",
                self.span,
                "Write `try: ... except ...` in its place.",
            )
        return method


def _is_opaque(function: Any) -> bool:
    """Whether what makes a context manager is called when the program runs: it is not the user's own class."""
    if isinstance(function, type):
        root = function.__module__.partition(".")[0]
        outside = root in sys.stdlib_module_names or root in ("numpy", "scipy")
        return outside or not is_python_function(inspect.getattr_static(function, "__enter__", None))
    if is_python_function(function):
        return inspect.isgeneratorfunction(inspect.unwrap(function))
    return function is not None


def _poison(called: str) -> Poison:
    reason = f"{called} is changed in the body of a `try`, which may have raised before or after that"
    return Poison(reason[0].upper() + reason[1:], _COPIED)


def _assigned_last(body: list[Any]) -> set[str]:
    """Names that only the last statement assigns: when the body has raised, they have their old values."""
    body = list(body)
    found: set[str] = set()
    while body and isinstance(body[-1], gast.Assign) and isinstance(body[-1].value, gast.Constant):
        found |= set(names_assigned([body.pop()]))  # raises nothing
    if not body:
        return found
    last = body[-1]
    targets = last.targets if isinstance(last, gast.Assign) else [getattr(last, "target", None)]
    if not isinstance(last, gast.Assign | gast.AugAssign | gast.AnnAssign) or not all(map(_takes_names, targets)):
        return found - set(names_assigned(body))
    inside = names_assigned([last.value] if last.value is not None else [])  # of a walrus: there, or not yet
    return (found | set(names_assigned(targets))) - set(names_assigned(body[:-1])) - set(inside)


def _takes_names(target: Any) -> bool:
    """Whether a target takes a value, or its elements, in names: all of them or, if that raises, none."""
    if isinstance(target, gast.Tuple | gast.List):
        return all(isinstance(each, gast.Name | gast.Starred) for each in target.elts)
    return isinstance(target, gast.Name)


def _values(bindings: Any, state: Any) -> list[Any]:
    """The values of bindings, those of references included."""
    found = []
    for binding in bindings:
        storage = getattr(binding, "storage", None)
        found.append(state.current.get(storage) if storage is not None else binding)
    return [each for each in found if isinstance(each, Value)]


def _kept(ops: list[Operation]) -> list[Operation]:
    """The operations, and behind them a note of those that must not be dropped, as they may raise."""
    found = [_kept_inside(op) for op in ops]
    calls = [op for op in found if isinstance(op, Call) and op.effect in REMOVABLE and raises(op)]
    read = {operand for op in calls for operand in op.operands}
    values = tuple(op.result for op in calls if op.result not in read)
    if not values:
        return found
    last = calls[-1]
    return [*found, Call((Value("t", NONE),), statements.kept, values, (), "io", last.span, last.origin)]


def _kept_inside(op: Operation) -> Operation:
    if not regions_of(op):
        return op
    assert isinstance(op, If | Loop)
    if isinstance(op, If):
        return replace(op, then=_kept_region(op.then), orelse=_kept_region(op.orelse))
    before = _kept_region(op.before) if op.before is not None else None
    return replace(op, before=before, after=_kept_region(op.after))


def _kept_region(region: Region) -> Region:
    return Region(tuple(_kept(list(region.ops))), region.yields)
