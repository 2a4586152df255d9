"""Lowers expressions: each returns the binding of its value and adds the operations it needs.

x * z + 1        t.0 = mul x, z; t.1 = add t.0, 1
a if c else b    t.0 = if c: yield a else: yield b
"""

from __future__ import annotations

import operator
from collections.abc import Callable
from types import UnionType
from typing import Any

import gast

from s2sad.analysis.inference import container_item, is_basic_index, known
from s2sad.errors import UnsupportedSyntaxError
from s2sad.frontend.attributes import Attributes
from s2sad.frontend.state import (
    Binding,
    Entries,
    FunctionValue,
    Items,
    Iteration,
    Pack,
    Ref,
    Step,
)
from s2sad.ir.ops import Const, Operand, Value
from s2sad.ir.types import (
    BOOL,
    INT,
    Array,
    FixedList,
    Function,
    List,
    Map,
    Record,
    Scalar,
    Static,
    Tuple,
    Unknown,
    element_type,
    is_int,
)
from s2sad.runtime import containers, text

BINARY: dict[type, Callable[..., Any]] = {
    gast.Add: operator.add,
    gast.Sub: operator.sub,
    gast.Mult: operator.mul,
    gast.Div: operator.truediv,
    gast.FloorDiv: operator.floordiv,
    gast.Mod: operator.mod,
    gast.Pow: operator.pow,
    gast.MatMult: operator.matmul,
    gast.BitAnd: operator.and_,
    gast.BitOr: operator.or_,
    gast.BitXor: operator.xor,
    gast.LShift: operator.lshift,
    gast.RShift: operator.rshift,
}
UNARY: dict[type, Callable[..., Any]] = {
    gast.USub: operator.neg,
    gast.UAdd: operator.pos,
    gast.Not: operator.not_,
    gast.Invert: operator.invert,
}
COMPARE: dict[type, Callable[..., Any]] = {
    gast.Eq: operator.eq,
    gast.NotEq: operator.ne,
    gast.Lt: operator.lt,
    gast.LtE: operator.le,
    gast.Gt: operator.gt,
    gast.GtE: operator.ge,
    gast.Is: operator.is_,
    gast.IsNot: operator.is_not,
    gast.In: operator.contains,
    gast.NotIn: operator.contains,
}
_FOLDABLE = (bool, int, str, bytes, type, UnionType, tuple, slice)


def _is_known_slice(key: slice) -> bool:
    return all(p is None or isinstance(p, int) for p in (key.start, key.stop, key.step))


def _is_foldable(value: Any) -> bool:
    return value is None or isinstance(value, _FOLDABLE) or callable(value)


class Expressions(Attributes):
    """The part of lowering that handles expressions."""

    def expression(self, node: Any, name: str = "t") -> Binding:
        """Lower an expression; `name` is how to call its value."""
        method = getattr(self, f"_{type(node).__name__}")
        outer = self.span
        if not self.frames[-1].trusted:
            self.span = self.builder.span = self.frames[-1].source.span(node)
        try:
            result: Binding = method(node, name)
        finally:
            self.span = outer
            self.builder.span = outer
        return result

    def operand(self, node: Any, name: str = "t") -> Operand:
        """Lower an expression to an operand."""
        return self.read(self.expression(node, name), name)

    # -- atoms --------------------------------------------------------------------------------------------------

    def _Constant(self, node: Any, name: str) -> Binding:
        return Const(node.value)

    def _Name(self, node: Any, name: str) -> Binding:
        found = self.resolve_name(node.id)
        if isinstance(found, Iteration) and self.reads_again(node):
            raise UnsupportedSyntaxError(
                f"The iterator `{node.id.strip()}` may be read more than once: after the first time it is empty",
                self.span,
                f"Make a list of it: {node.id.strip()} = list(...).",
            )
        return found

    def reads_again(self, node: Any) -> bool:
        """Whether a variable is read in several places, or in a loop that it was not made in."""
        frame = self.frames[-1]
        if node.id not in self.state.names[frame]:
            return True
        tree = frame.source.tree
        names = [n for n in gast.walk(tree) if isinstance(n, gast.Name) and n.id == node.id]
        if sum(isinstance(n.ctx, gast.Load) for n in names) > 1:
            return True
        for loop in gast.walk(tree):
            if isinstance(loop, gast.For | gast.While | gast.ListComp):
                parts = [loop.elt] if isinstance(loop, gast.ListComp) else loop.body
                inside = [n for part in parts for n in gast.walk(part) if n in names]
                if node in inside and not any(isinstance(n.ctx, gast.Store) for n in inside):
                    return True
        return False

    # -- operators ----------------------------------------------------------------------------------------------

    def fold_or_call(self, callee: Any, *args: Operand, name: str = "t") -> Operand:
        """The constant result where all operands are known and none is a float, else a call."""
        if all(isinstance(a, Const) and _is_foldable(a.value) for a in args):
            try:
                return Const(callee(*(a.value for a in args if isinstance(a, Const))))
            except Exception:  # the program raises here, at run time
                return self.builder.call(callee, *args, name=name)
        return self.builder.call(callee, *args, name=name)

    def _NamedExpr(self, node: Any, name: str) -> Binding:
        value = self.expression(node.value, node.target.id)
        self.assign(node.target, value)
        return self.resolve_name(node.target.id)

    def _Refused(self, node: Any, name: str) -> Binding:
        raise UnsupportedSyntaxError(node.reason, self.span, node.rewrite)

    def assign(self, target: Any, value: Binding) -> None:
        """Assign to a target: see `Statements`."""
        raise NotImplementedError

    def _BinOp(self, node: Any, name: str) -> Binding:
        left, right = self.elements([node.left, node.right])
        return self.binary(BINARY[type(node.op)], left, right, name)

    def binary(self, callee: Any, left: Binding, right: Binding, name: str) -> Binding:
        """A binary operator on numbers, arrays or sequences."""
        sequences = self._sequences(callee, left, right)
        if sequences is not None:
            return sequences
        left, right = self.array_operands(left, right)
        return self.bind_value(self.fold_or_call(callee, self.read(left), self.read(right), name=name), name)

    def _sequences(self, callee: Any, left: Binding, right: Binding) -> Binding | None:
        if isinstance(left, Pack) and isinstance(right, Pack) and callee is operator.add:
            return Pack(left.elements + right.elements)
        if callee is operator.add:
            a, b = self._display(left), self._display(right)
            if a is not None and b is not None:
                return self.new_items(Items(a.elements + b.elements), "t")
            if self.is_list(left) and self.is_list(right):
                return self._joined_lists(left, right)
        if callee is operator.mul:
            return self._repeated(left, right) if self._is_sequence(left) else self._repeated(right, left)
        return None

    def _is_sequence(self, binding: Binding) -> bool:
        return isinstance(binding, Pack) or self.is_list(binding)

    def _repeated(self, sequence: Binding, times: Binding) -> Binding | None:
        """`sequence * times`; None if it is not a sequence, or a number of times is not known of a tuple."""
        if isinstance(times, Const) and isinstance(times.value, int):
            if isinstance(sequence, Pack):
                return Pack(sequence.elements * times.value)
            display = self._display(sequence)
            if display is not None:
                return self.new_items(Items(display.elements * times.value), "t")
        if not self.is_list(sequence) or not is_int(self.read(times).type):
            return None
        operands = self.read(sequence), self.read(times)
        made = self.bind_value(self.builder.call(containers.repeated, *operands))
        assert isinstance(made, Ref)
        if self.is_reference(element_type(self.read(made).type)):
            made.storage.repeated = True
            self.share(made.storage, sequence)
        return made

    def is_list(self, binding: Binding) -> bool:
        """Whether a binding is a list."""
        if not isinstance(binding, Ref):
            return False
        if not binding.path and isinstance(self.state.current[binding.storage], Items | Entries):
            return isinstance(self.state.current[binding.storage], Items)
        return isinstance(self.read(binding).type, List | FixedList)

    def _joined_lists(self, left: Binding, right: Binding) -> Binding:
        operands = self.read(left), self.read(right)
        return self.fresh_list(self.builder.call(containers.joined, *operands), left, right)

    def fresh_list(self, operand: Operand, *sources: Binding, name: str = "t") -> Binding:
        """A new list with elements of others: see `Lists`."""
        raise NotImplementedError

    def _display(self, binding: Binding) -> Items | None:
        content = self.state.current[binding.storage] if isinstance(binding, Ref) and not binding.path else None
        return content if isinstance(content, Items) else None

    def _UnaryOp(self, node: Any, name: str) -> Binding:
        operand = self.operand(node.operand)
        if isinstance(node.op, gast.USub) and isinstance(operand, Const) and isinstance(operand.value, int | float):
            return Const(-operand.value)
        return self.bind_value(self.fold_or_call(UNARY[type(node.op)], operand, name=name), name)

    def _Compare(self, node: Any, name: str) -> Binding:
        left = self.expression(node.left)
        result: Operand | None = None
        for op, right_node in zip(node.ops, node.comparators, strict=True):
            if result is None:
                right = self.expression(right_node)
                result = self.compare(op, left, right, name)
            else:
                previous, left_now = result, right
                right = self.expression(right_node)
                this_op, this_right = op, right

                def later(op: Any = this_op, a: Binding = left_now, b: Binding = this_right) -> Binding:
                    return self.compare(op, a, b, name)

                def kept(previous: Operand = previous) -> Binding:
                    return previous

                result = self.read(self.choose(previous, later, kept, name))
            left = right
        assert result is not None
        return result

    def compare(self, op: Any, left: Binding, right: Binding, name: str) -> Operand:
        """One comparison; `is` folds by type."""
        if isinstance(op, gast.Is | gast.IsNot):
            return self._identity(left, right, isinstance(op, gast.Is), name)
        a, b = self.read(left), self.read(right)
        if isinstance(op, gast.In | gast.NotIn):
            inside = self._contains(a, b, name)
            return inside if isinstance(op, gast.In) else self.fold_or_call(operator.not_, inside, name=name)
        return self.fold_or_call(COMPARE[type(op)], a, b, name=name)

    def _contains(self, a: Operand, b: Operand, name: str) -> Operand:
        if isinstance(a, Const) and isinstance(b.type, Record):
            return Const(a.value in dict(b.type.fields))
        return self.fold_or_call(operator.contains, b, a, name=name)

    def _identity(self, left: Binding, right: Binding, same: bool, name: str) -> Operand:
        for one, other in ((left, right), (right, left)):
            if isinstance(other, Const) and other.value is None:
                if isinstance(one, Const):
                    return Const((one.value is None) == same)
                if not (isinstance(one, Value) and isinstance(one.type, Unknown)):
                    return Const(not same)
        if isinstance(left, Const) and isinstance(right, Const):
            return Const((left.value is right.value) == same)
        return self.builder.call(
            operator.is_ if same else operator.is_not, self.read(left), self.read(right), name=name
        )

    def _BoolOp(self, node: Any, name: str) -> Binding:
        result: Binding = self.expression(node.values[0], name)
        for value in node.values[1:]:
            previous = result

            def later(value: Any = value) -> Binding:
                return self.expression(value, name)

            def kept(previous: Binding = previous) -> Binding:
                return previous

            then, orelse = (later, kept) if isinstance(node.op, gast.And) else (kept, later)
            result = self.choose(self.condition(previous), then, orelse, name)
        return result

    def _IfExp(self, node: Any, name: str) -> Binding:
        condition = self.condition(self.expression(node.test))
        return self.choose(
            condition, lambda: self.expression(node.body, name), lambda: self.expression(node.orelse, name), name
        )

    def condition(self, binding: Binding) -> Operand:
        """The operand that decides a branch; containers of known length are decided now."""
        if isinstance(binding, Pack):
            return Const(bool(binding.elements))
        if isinstance(binding, FunctionValue):
            return Const(True)
        operand = self.read(binding)
        if isinstance(operand, Const) and _is_foldable(operand.value):
            return Const(bool(operand.value))
        if isinstance(operand.type, FixedList | Tuple):
            return Const(bool(operand.type.elements))
        if isinstance(operand.type, Record):
            return Const(bool(operand.type.fields))
        return operand

    def choose(
        self, condition: Operand, then: Callable[[], Binding], orelse: Callable[[], Binding], name: str
    ) -> Binding:
        """A value chosen by a condition: decided now where it is known, else an `if` that yields it."""
        if isinstance(condition, Const):
            return then() if condition.value else orelse()
        frame = self.frames[-1]
        hidden = name.strip() + "\t"
        while hidden in self.state.names[frame]:
            hidden += "\t"

        def keep(branch: Callable[[], Binding]) -> Callable[[], None]:
            def assign() -> None:
                value = branch()
                self.state.names[frame][hidden] = value

            return assign

        self.branch(condition, keep(then), keep(orelse), frame.live_out | {hidden})
        return self.state.names[frame].pop(hidden)

    def branch(self, condition: Operand, then: Any, orelse: Any, live: frozenset[str]) -> None:
        """Lower and join two branches: see `Branches`."""
        raise NotImplementedError

    # -- displays -----------------------------------------------------------------------------------------------

    def _Tuple(self, node: Any, name: str) -> Binding:
        return Pack(tuple(self.elements(node.elts)))

    def _List(self, node: Any, name: str) -> Binding:
        return self.new_items(Items(tuple(self.elements(node.elts))), name)

    def elements(self, nodes: list[Any]) -> list[Binding]:
        """Lower elements of a display or arguments of a call; a starred sequence of known length is spread."""
        found: list[Binding] = []
        self.held.append(found)
        try:
            for node in nodes:
                if isinstance(node, gast.Starred):
                    found.extend(self.known_elements(self.expression(node.value)))
                else:
                    found.append(self.expression(node))
        finally:
            self.held.pop()
        return found

    def known_elements(self, binding: Binding) -> list[Binding]:
        """The elements of a sequence whose length is known."""
        if isinstance(binding, Pack):
            return list(binding.elements)
        display = self._display(binding)
        if display is not None:
            return list(display.elements)
        if isinstance(binding, Iteration) and self.has_known_length(binding):
            return self.unrolled_elements(binding)
        if isinstance(binding, Const) and isinstance(binding.value, tuple | list | range | str):
            return [Const(v) for v in binding.value]
        if self.is_record(binding):
            return [Const(k) for k in self.known_entries(binding)]
        operand = self.read(binding)
        if isinstance(operand.type, Tuple | FixedList):
            return [self.step(binding, Step("item", Const(k))) for k in range(len(operand.type.elements))]
        raise UnsupportedSyntaxError(
            "The length of this sequence is known only at run time", self.span, "Index its elements instead."
        )

    def is_record(self, binding: Binding) -> bool:
        """Whether a binding is a dict whose keys are known."""
        if not isinstance(binding, Ref):
            return False
        content = self.state.current[binding.storage]
        if not binding.path and isinstance(content, Items | Entries):
            return isinstance(content, Entries) and content.cls is None
        return isinstance(self.read(binding).type, Record)

    def has_known_length(self, binding: Binding) -> bool:
        """Whether the elements of a sequence can be listed when compiling: see `Loops`."""
        raise NotImplementedError

    def unrolled_elements(self, iterable: Binding) -> list[Binding]:
        """The elements of an iterable of known length: see `Loops`."""
        raise NotImplementedError

    def _Dict(self, node: Any, name: str) -> Binding:
        entries: list[tuple[Any, Binding]] = []
        for key, value in zip(node.keys, node.values, strict=True):
            if key is None:
                entries += self.known_entries(self.expression(value)).items()
                continue
            operand = self.operand(key)
            if not isinstance(operand, Const):
                raise UnsupportedSyntaxError("A dict key is known only at run time", self.span, "Use a list.")
            entries.append((operand.value, self.expression(value)))
        return self.new_items(Entries(tuple(dict(entries).items())), name)

    def known_entries(self, binding: Binding) -> dict[Any, Binding]:
        """The entries of a dict whose keys are known: see `Dicts`."""
        raise NotImplementedError

    def _Lambda(self, node: Any, name: str) -> Binding:
        return self.function_value(node)

    def _JoinedStr(self, node: Any, name: str) -> Binding:
        pieces: list[Any] = []
        operands: list[Operand] = []
        for part in node.values:
            if isinstance(part, gast.Constant):
                pieces.append(part.value)
                continue
            spec = part.format_spec
            plain = all(isinstance(v, gast.Constant) for v in spec.values) if spec is not None else True
            if not plain:
                raise UnsupportedSyntaxError("A computed format specification is not supported", self.span)
            written = "".join(v.value for v in spec.values) if spec is not None else ""
            pieces.append(text.Field(part.conversion, written))
            operands.append(self.operand(part.value))
        return self.builder.call(text.FString(tuple(pieces)), *operands, name=name, type=Unknown(), effect="may_raise")

    # -- subscripts ---------------------------------------------------------------------------------------------

    def _Subscript(self, node: Any, name: str) -> Binding:
        owner = self.expression(node.value)
        if isinstance(owner, Const) and owner.value in self.rules:  # np.r_[a, b]
            parts = node.slice.elts if isinstance(node.slice, gast.Tuple) else [node.slice]
            return self.call(owner, list(map(self._index, parts)), {}, name)
        return self.subscript(owner, self.index(node.slice), name)

    def index(self, node: Any) -> Operand:
        """The operand of an index expression."""
        return self.read(self._index(node))

    def _index(self, node: Any) -> Binding:
        if isinstance(node, gast.Slice):
            parts = (node.lower, node.upper, node.step)
            return Pack(tuple(Const(None) if p is None else self.expression(p) for p in parts), slice)
        if isinstance(node, gast.Tuple):
            return Pack(tuple(self.read(self._index(e)) for e in node.elts))
        return self.expression(node)

    def subscript(  # noqa: C901 - one case per kind of owner
        self, owner: Binding, index: Operand, name: str = "t"
    ) -> Binding:
        """`owner[index]`."""
        key = known(index)
        if isinstance(owner, Pack) and isinstance(key, slice) and not _is_known_slice(key):
            raise UnsupportedSyntaxError("This slice of a tuple is known only at run time", self.span)
        if isinstance(owner, Pack) and isinstance(key, int | slice):
            chosen = owner.elements[key]
            return Pack(chosen) if isinstance(chosen, tuple) else chosen
        if isinstance(owner, Const) and isinstance(index, Const):
            return self.bind_value(self.fold_or_call(operator.getitem, owner, index, name=name))
        if isinstance(owner, Ref) and not owner.path and isinstance(self.state.current[owner.storage], Entries):
            return self._part(owner, index, name)
        display = self._display(owner)
        if display is not None and isinstance(key, slice):
            return self.new_items(Items(display.elements[key]), name)
        if not isinstance(owner, Ref):
            if isinstance(self.read(owner).type, Scalar) and key == ():
                return owner
            return self.bind_value(self.builder.call(operator.getitem, self.read(owner), index, name=name), name)
        owner_type = self.read(owner).type if display is None else None
        if isinstance(owner_type, List | FixedList) and isinstance(key, slice):
            part = self.builder.call(operator.getitem, self.read(owner), index, name=name)
            return self.fresh_list(part, owner, name=name)
        if isinstance(owner_type, Array) and not is_basic_index(key):
            return self.bind_value(self.builder.call(operator.getitem, self.read(owner), index, name=name), name)
        if isinstance(owner_type, Unknown):
            return self.builder.call(operator.getitem, self.read(owner), index, name=name)
        return self._part(owner, index, name)

    def _part(self, owner: Ref, index: Operand, name: str) -> Binding:
        content = self.state.current[owner.storage]
        if isinstance(content, Items | Entries) and not owner.path:
            return self.step(owner, Step("item", index))
        kind = self.read(owner).type
        if isinstance(kind, Record | Tuple | FixedList) and container_item(kind, known(index)) is None:
            raise UnsupportedSyntaxError("This key is not in the container", self.span)
        return self.settle(owner.step(Step("item", index)), name)

    def length(self, binding: Binding) -> Operand:
        """`len(binding)`."""
        if isinstance(binding, Pack):
            return Const(len(binding.elements))
        content = self.state.current[binding.storage] if isinstance(binding, Ref) and not binding.path else None
        if isinstance(content, Items):
            return Const(len(content.elements))
        if isinstance(content, Entries):
            return Const(len(content.entries))
        operand = self.read(binding)
        match operand.type:
            case Tuple() | FixedList():
                return Const(len(operand.type.elements))
            case Record():
                return Const(len(operand.type.fields))
            case Array():
                return self.builder.call(len, operand)
            case List() | Map() | Static() | Function() | Unknown() | _:
                return self.builder.call(len, operand, type=INT, effect="pure")

    def truth(self, binding: Binding) -> Operand:
        """`bool(binding)`."""
        condition = self.condition(binding)
        return condition if isinstance(condition, Const) else self.builder.call(bool, condition, type=BOOL)
