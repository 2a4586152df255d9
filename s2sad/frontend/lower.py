"""Lowers a Python function to the IR: source -> tree -> structured SSA.

def func(x):                    func func(x: float) -> float64:
    return np.sin(x) * x          t.0 = np.sin x
                                  t.1 = mul t.0, x
                                  return t.1
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import gast

from s2sad.analysis.inference import infer, is_basic_index, known
from s2sad.errors import UnsupportedSyntaxError
from s2sad.frontend.collecting import Collecting
from s2sad.frontend.guards import Guard
from s2sad.frontend.liveness import names_assigned
from s2sad.frontend.operators import BINARY
from s2sad.frontend.outside import Outside, OutsideDemand, path_key
from s2sad.frontend.preparing import prepared_source
from s2sad.frontend.recursion import RecursionFound
from s2sad.frontend.source import FunctionSource
from s2sad.frontend.state import (
    Binding,
    BoundMethod,
    Entries,
    Frame,
    FunctionValue,
    Items,
    Iteration,
    Pack,
    Ref,
    Special,
    storages_of,
)
from s2sad.frontend.structure import RESULT
from s2sad.ir.builder import Builder
from s2sad.ir.ops import Call, Const, Function, Operand, Region, Value, walk
from s2sad.ir.types import (
    NONE,
    Array,
    List,
    Never,
    Record,
    Static,
    Type,
    Unknown,
    elementwise_type,
    scalar_of,
    type_of,
)
from s2sad.rules.table import RuleTable
from s2sad.runtime import statements


class Statements(Collecting):
    """The part of lowering that handles statements."""

    def block(self, nodes: list[Any]) -> None:
        """Lower statements in order."""
        frame = self.frames[-1]
        for node in nodes:
            outer = self.span
            if not frame.trusted:
                self.span = self.builder.span = frame.source.span(node)
            frame.live_out = getattr(node, "live_out", frozenset())
            getattr(self, f"_{type(node).__name__}")(node)
            self.span = outer

    def _Pass(self, node: Any) -> None:
        pass

    def _Expr(self, node: Any) -> None:
        if not isinstance(node.value, gast.Constant):
            self.expression(node.value)

    def _Return(self, node: Any) -> None:
        value = Const(None) if node.value is None else self.expression(node.value, self._result_name(node.value))
        self.state.names[self.frames[-1]][RESULT] = value

    def _result_name(self, node: Any) -> str:
        return "t"

    def _Assign(self, node: Any) -> None:
        target = node.targets[0]
        name = target.id.strip() if isinstance(target, gast.Name) else "t"
        value = self.expression(node.value, name)
        for each in node.targets:
            self.assign(each, value)

    def _AnnAssign(self, node: Any) -> None:
        if node.value is not None:
            name = node.target.id if isinstance(node.target, gast.Name) else "t"
            self.assign(node.target, self.expression(node.value, name))

    def assign(self, target: Any, value: Binding) -> None:
        """Assign a value to a target."""
        match target:
            case gast.Name():
                if isinstance(value, Iteration) and value.kind == "generator":
                    raise UnsupportedSyntaxError("A generator is given a name", self.span, "Write a list: `[...]`.")
                self.state.names[self.frames[-1]][target.id] = value
                self._label(value, target.id)
            case gast.Tuple() | gast.List():
                elements = self.unpacked(value, target.elts)
                if any(isinstance(each, gast.Subscript) for each in target.elts):
                    elements = list(map(self.snapshot, elements))
                for each, element in zip(target.elts, elements, strict=True):
                    self.assign(each, element)
            case gast.Starred():
                self.assign(target.value, value)
            case gast.Attribute():
                self.store_attribute(self.expression(target.value), target.attr, value)
            case gast.Subscript():
                self.store(self.expression(target.value), target.slice, value)
            case _:
                raise UnsupportedSyntaxError("This assignment is not supported", self.span)

    def _label(self, value: Binding, name: str) -> None:
        """Call what has no name yet by the variable that it is assigned to."""
        if isinstance(value, Ref) and not value.path and value.storage.label == "t":
            value.storage.label = name.strip()
        if isinstance(value, Ref):
            content = self.state.current[value.storage]
            if isinstance(content, Items | Entries):
                return
            value = self.read(value)
        if isinstance(value, Value) and value.name == "t":
            value.rename(name.strip())

    def unpacked(self, value: Binding, targets: list[Any]) -> list[Binding]:
        """The values of the targets of an assignment; one of them may be starred."""
        star = next((k for k, t in enumerate(targets) if isinstance(t, gast.Starred)), None)
        if star is None:
            return self._unpack(value, len(targets))
        last = len(targets) - 1 - star
        if not self.has_known_length(value):
            value = self.as_list(value)
            length = self.length(value)
            stop = self.binary(operator.sub, length, Const(last), "t") if last else length
            rest = self.subscript(value, self.read(Pack((Const(star), stop, Const(None)), slice)))
            first = [self.subscript(value, Const(k)) for k in range(star)]
            return [*first, rest, *(self.subscript(value, Const(k - last)) for k in range(last))]
        elements = self.known_elements(value)
        if len(elements) < len(targets) - 1:
            raise UnsupportedSyntaxError(f"{len(elements)} values are unpacked into {len(targets)} names", self.span)
        end = len(elements) - last
        taken = self.new_items(Items(tuple(elements[star:end])), "t")
        return [*elements[:star], taken, *elements[end:]]

    def _unpack(self, value: Binding, count: int) -> list[Binding]:
        if not self.has_known_length(value):
            operand = self.read(value)
            if isinstance(operand.type, Array | List | Unknown | Never):
                return [self.subscript(value, Const(k)) for k in range(count)]
        elements = self.known_elements(value)
        if len(elements) != count:
            raise UnsupportedSyntaxError(f"{len(elements)} values are unpacked into {count} names", self.span)
        return elements

    def store(self, owner: Binding, index_node: Any, value: Binding) -> None:
        """`owner[index] = value`."""
        self.store_item(owner, self.index(index_node), value)

    def store_item(self, owner: Binding, index: Operand, value: Binding) -> None:
        """`owner[index] = value` at an index that was evaluated."""
        if isinstance(owner, Ref) and self.entries_of(owner) is None and not self.is_list(owner):
            kind, key = self.read(owner).type, known(index)
            is_new = isinstance(kind, Record) and isinstance(key, str | int) and key not in dict(kind.fields)
            if is_new and not owner.path and not self.is_visible(owner.storage):
                self.as_display(owner)
        if isinstance(known(index), slice) and self.is_list(owner):
            assert isinstance(owner, Ref)
            self.store_slice(owner, index, value)
            return
        if isinstance(owner, Ref) and not owner.path:
            content = self.state.current[owner.storage]
            changed = _with_element(content, known(index), value)
            if changed is not None:
                self.check_write(owner.storage, elements=True)
                self.state.current[owner.storage] = changed
                return
        if not isinstance(owner, Ref):
            raise UnsupportedSyntaxError(
                "This object cannot be written to in place here", self.span, "Write to an array or list."
            )
        if isinstance(self.read(owner).type, Array):
            value = self.array_of(value)
        self.write(owner, index, self.read(value))
        if isinstance(value, Ref) and not isinstance(self.read(owner).type, Array):
            owner.storage.repeated |= value.storage is owner.storage
            self.share(owner.storage, value)

    def _Delete(self, node: Any) -> None:
        for target in node.targets:
            match target:
                case gast.Name():
                    if self.state.names[self.frames[-1]].pop(target.id, None) is None:
                        self.resolve_name(target.id)
                case gast.Subscript():
                    self._delete_item(self.expression(target.value), self.index(target.slice))
                case gast.Tuple() | gast.List():
                    self._Delete(gast.Delete(targets=target.elts))
                case _:
                    raise UnsupportedSyntaxError("This `del` is not supported", self.span)

    def _delete_item(self, owner: Binding, index: Operand) -> None:
        if self.is_list(owner):
            if isinstance(known(index), slice):
                self.store_slice(owner, index, None)  # type: ignore[arg-type]
            else:
                self.list_pop(owner, index)
            return
        self.call_method(BoundMethod(owner, "pop"), [index], {}, "t")

    def _Global(self, node: Any) -> None:
        names = names_assigned(self.frames[-1].source.tree.body)
        written = next((name for name in node.names if name in names), None)
        if written is not None:
            raise UnsupportedSyntaxError(
                f"The global variable `{written}` is assigned in a differentiated function",
                self.span,
                "Return the value, and assign it where the function is called.",
            )

    def _Nonlocal(self, node: Any) -> None:
        raise UnsupportedSyntaxError(
            f"The variable `{node.names[0]}` of a function that is not differentiated with this one is assigned",
            self.span,
            "Pass the value as an argument and return its new value.",
        )

    def _AugAssign(self, node: Any) -> None:
        callee = BINARY[type(node.op)]
        target = node.target
        if isinstance(target, gast.Name):
            self._augment_name(target, callee, self.resolve_name(target.id), self.expression(node.value))
        elif isinstance(target, gast.Attribute):
            owner = self.expression(target.value)
            old = self.attribute(owner, target.attr)
            value = self.expression(node.value)
            if isinstance(old, Ref) and self.is_list(old) and callee in (operator.add, operator.mul):
                self._augment_list(old, callee, value)
            elif isinstance(old, Ref) and isinstance(self.read(old).type, Array):
                self._augment_array(old, callee, value)
            else:
                self.store_attribute(owner, target.attr, self.binary(callee, old, value, "t"))
        else:
            owner = self.expression(target.value)
            index = self.index(target.slice)
            old = self.subscript(owner, index)
            if isinstance(old, Ref) and isinstance(self.read(old).type, Array) and not self._is_copied(owner, index):
                self._augment_array(old, callee, self.expression(node.value))
                return
            if isinstance(old, Ref) and self.is_list(old) and callee in (operator.add, operator.mul):
                self._augment_list(old, callee, self.expression(node.value))
                return
            new = self.binary(callee, old, self.expression(node.value), "t")
            if not isinstance(owner, Ref):
                raise UnsupportedSyntaxError("This object cannot be written to in place here", self.span)
            self.write(owner, index, self.read(new))

    def _is_copied(self, owner: Binding, index: Operand) -> bool:
        """Whether `owner[index]` selects elements of an array by arrays: what is read is a copy."""
        is_display = isinstance(owner, Ref) and isinstance(self.state.current[owner.storage], Items | Entries)
        return not is_display and isinstance(self.read(owner).type, Array) and not is_basic_index(known(index))

    def _augment_name(self, target: Any, callee: Any, old: Binding, value: Binding) -> None:
        name = target.id
        if isinstance(old, Ref):
            kind = self.read(old).type
            if isinstance(kind, Array):
                self._augment_array(old, callee, value, name)
                return
            if self.is_list(old) and callee in (operator.add, operator.mul):
                self._augment_list(old, callee, value)
                return
        self.assign(target, self.binary(callee, old, value, name))

    def _augment_list(self, old: Ref, callee: Any, value: Binding) -> None:
        """`xs += ys` and `xs *= n` change the list for all its names."""
        if callee is operator.add:
            self.list_extend(old, value)
            return
        new = self.binary(operator.mul, old, value, "t")
        items = self.items_of(new)
        if items is not None and self.items_of(old) is not None:
            self.set_items(old, items)
        else:
            self.set_list(old, lambda xs: self.read(new), new)

    def _augment_array(self, old: Ref, callee: Any, value: Binding, name: str | None = None) -> None:
        current, operand = self.read(old), self.read(self.array_of(value))
        result_type = elementwise_type(current.type, operand.type)
        same = isinstance(result_type, Array) and result_type == current.type
        free = name is not None and not old.path and not self.is_visible(old.storage) and not self._is_shared(old, name)
        if same and free:
            new = self.builder.call(callee, current, operand, name=old.storage.label)
            self.state.names[self.frames[-1]][name] = self.bind_value(new, old.storage.label)  # type: ignore[index]
            return
        new = self.builder.call(callee, current, operand)
        self.write(old, Const(Ellipsis), new)

    def _is_shared(self, ref: Ref, name: str) -> bool:
        overlaps = self.state.overlaps.get(ref.storage, frozenset())
        for names in self.state.names.values():
            for other, binding in names.items():
                if other != name and any(s is ref.storage or s in overlaps for s in storages_of(binding, self.state)):
                    return True
        return False

    def _If(self, node: Any) -> None:
        condition = self.condition(self.expression(node.test))
        self.branch(condition, lambda: self.block(node.body), lambda: self.block(node.orelse), node.live_out)

    def _FunctionDef(self, node: Any) -> None:
        if node.decorator_list:
            raise UnsupportedSyntaxError("A decorator inside a differentiated function is not supported", self.span)
        self.state.names[self.frames[-1]][node.name] = self.function_value(node)

    def _Assert(self, node: Any) -> None:
        condition = self.condition(self.expression(node.test))
        message = [self.operand(node.msg)] if node.msg is not None else []
        self.builder.call(statements.assert_, condition, *message, type=NONE, effect="io")

    def _Raise(self, node: Any) -> None:
        parts = [self.operand(p) for p in (node.exc, node.cause) if p is not None]
        self.builder.call(statements.raise_, *parts, type=NONE, effect="io")


def _with_element(content: Any, key: Any, value: Binding) -> Items | Entries | None:
    """A display with another element at a known key; None if there is no such thing."""
    if isinstance(content, Items) and isinstance(key, int) and -len(content.elements) <= key < len(content.elements):
        elements = list(content.elements)
        elements[key] = value
        return Items(tuple(elements))
    if isinstance(content, Entries) and content.cls is None and isinstance(key, str | int):
        return Entries(tuple({**dict(content.entries), key: value}.items()))
    return None


Nested = Operand | tuple[Any, ...]
NO_SOURCE = FunctionSource(None, "rule", "", (), "rule", "")


@dataclass(frozen=True)
class Lowered:
    """A function in the IR and what it rests on.

    Attributes:
        function: parameters are the function's own in order, then the captured ones.
        captured: access paths of the hidden parameters.
        guards: what must still hold when the compiled code is used.
    """

    function: Function
    captured: tuple[tuple[str, ...], ...]
    guards: tuple[Guard, ...]


class Lowering(Statements):
    """Lowers functions with the rules of one table."""

    def __init__(self, rules: RuleTable, signature_type: Callable[[Any], Type], builder: Builder | None = None) -> None:
        super().__init__(rules, builder)
        self.outside = Outside(signature_type)
        self.outer_bindings = {}
        self.outer_values = {}
        self.prologue = Builder(lambda *call: infer(self.rules, *call))
        self.parameters: dict[Value, int] = {}
        self.recursive = set()
        self.perhaps_unbound = set()
        self.specialisations = {}
        self.inner_functions = {}

    @contextmanager
    def using(self, rules: RuleTable | None) -> Iterator[None]:
        """Lower with these rules above those that count already: a derivative inside that brings its own."""
        outer = self.rules
        self.rules = outer if rules is None else outer | rules
        try:
            yield
        finally:
            self.rules = outer

    def outline(self, function: Binding, args: list[Binding], name: str) -> tuple[Function, tuple[Operand, ...]]:
        """A call as a function of its own: parameters for the arguments, outer values read as they are.

        Returns:
            the function, and the operands of the arguments.
        """
        operands = tuple(self.read(a) for a in args)
        params = tuple(Value(getattr(a, "name", "x"), _plain_type(a)) for a in operands)
        outer_state, outer = self.state, self.builder
        self.state, self.builder = outer_state.copy(), outer.nested()
        bindings = [
            a if isinstance(a, FunctionValue | Special) or is_static_operand(o) else self.bind_value(p, p.name, True)
            for a, o, p in zip(args, operands, params, strict=True)
        ]
        result = self.read(self.call(function, bindings, {}, name), name)
        region = self.builder.region(result)
        for storage, content in outer_state.current.items():
            if self.state.current.get(storage, content) is not content:
                raise UnsupportedSyntaxError(
                    f"`{storage.label}` of the surrounding function is changed inside of a derivative", self.span
                )
        self.state, self.builder = outer_state, outer
        region, functions = self.detached_functions(region)
        return Function(name, params, region, {**self.inner_functions, **functions}, self.span), operands

    def function(self, function: Any, types: Sequence[Type], name: str | None = None) -> Lowered:
        """Lower a Python function for arguments of these types, one per parameter in order."""
        return self.repeated(lambda lowering: lowering._function(function, types, name))

    def repeated(self, lower: Callable[[Lowering], Lowered]) -> Lowered:
        """Lower, again from the start when something is found out that counts from the start."""
        try:
            return lower(self)
        except (RecursionFound, OutsideDemand) as found:
            again = Lowering(self.rules, self.outside.signature_type)
            again.recursive, again.outside.fixed = self.recursive, self.outside.fixed
            if isinstance(found, RecursionFound):
                again.recursive = self.recursive | {found.tree}
            else:
                again.outside.fixed = self.outside.fixed | {path_key(found.access)}
            return again.repeated(lower)

    def _function(self, function: Any, types: Sequence[Type], name: str | None) -> Lowered:
        source = prepared_source(function)
        spec = source.tree.args
        labels = [a.id for a in (*spec.posonlyargs, *spec.args)]
        keyword_only = [a.id for a in spec.kwonlyargs]
        spread = len(types) - len(labels) - len(keyword_only) - (spec.kwarg is not None) if spec.vararg else 0
        order = [*labels, *(f"{spec.vararg.id}_{k}" for k in range(spread)), *keyword_only]
        order += [spec.kwarg.id] if spec.kwarg else []
        params = tuple(Value(label, kind) for label, kind in zip(order, types, strict=True))
        self.parameters = {param: k for k, param in enumerate(params)}
        value = FunctionValue(source, None, function, access=())
        frame = self.new_frame(value)
        self.span = source.span(source.tree)
        bound = [self.parameter(k, p) for k, p in enumerate(params)]
        names = self.state.names[frame] = dict(zip(order, bound, strict=True))
        if spec.vararg is not None:
            names[spec.vararg.id] = Pack(tuple(bound[len(labels) : len(labels) + spread]))
        self.frames.append(frame)
        self.block(source.tree.body)
        result = self.read(self.state.names[frame].get(RESULT, Const(None)), "result")
        region, functions = self.finished_functions(Region((*self.prologue.ops, *self.builder.ops), (result,)))
        functions.update(self.inner_functions)
        hidden = tuple(param for _, param in self.outside.captured.values())
        ir_name = name or (source.name if source.name.isidentifier() else "lambda_")
        ir_function = Function(ir_name, params + hidden, region, functions, source.span(source.tree))
        if any(isinstance(op, Call) and op.effect == "memory" for op in walk(region)):
            self.outside.guards["apart",] = Guard((), "apart", None)
        return Lowered(
            ir_function, tuple(path for path, _ in self.outside.captured.values()), tuple(self.outside.guards.values())
        )

    def parameter(self, index: int, param: Value) -> Binding:
        """The binding of a parameter; a callable is lowered where it is called, its cells read from the argument."""
        if isinstance(param.type, Static) and callable(param.type.value):
            return self._outside_value(param.type.value, (index,), lambda: Const(None))
        if isinstance(param.type, Static) and not isinstance(param.type.value, _NUMBERS_AND_TEXT):
            return Const(param.type.value, path=(index,))
        return self.bind_value(param, param.name, visible=True)


_NUMBERS_AND_TEXT = (type(None), int, float, complex, str, bytes)


def is_static_operand(operand: Operand) -> bool:
    """Whether an operand is a constant that is not a number: it is known inside of an outlined function too."""
    return isinstance(operand, Const) and scalar_of(operand.value) is None


def _plain_type(operand: Operand) -> Type:
    return operand.type


def expand_rule(
    rules: RuleTable,
    builder: Builder,
    function: Callable[..., Any],
    args: Sequence[Nested],
    kwargs: dict[str, Nested],
) -> Nested:
    """Lower a rule at these operands into `builder`; a rule that returns a tuple gives a tuple of results."""
    lowering = Lowering(rules, type_of, builder)
    callee = lowering.callable_binding(function)
    lowering.frames.append(Frame(NO_SOURCE, {}, trusted=True))
    lowering.state.names[lowering.frames[0]] = {}

    def bound(argument: Nested) -> Binding:
        return Pack(tuple(map(bound, argument))) if isinstance(argument, tuple) else lowering.bind_value(argument)

    def unbound(binding: Binding) -> Nested:
        if isinstance(binding, Pack) and binding.cls is None:
            return tuple(map(unbound, binding.elements))
        return lowering.read(binding)

    span = builder.span
    lowering.span = span
    bindings, keywords = list(map(bound, args)), {k: bound(v) for k, v in kwargs.items()}
    if isinstance(callee, FunctionValue):
        result = lowering.inline(callee, bindings, keywords, "t")
    else:
        result = lowering.call(callee, bindings, keywords, "t")
    builder.span = span
    return unbound(result)
