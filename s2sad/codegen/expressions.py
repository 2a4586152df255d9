"""Prints operations as expressions.

`mul x, z` -> `x * z`, `getitem x, 1:-1` -> `x[1:-1]`, `np.copy x` -> `x.copy()`
"""

from __future__ import annotations

import inspect
import math
import operator
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import gast
import numpy as np

from s2sad.analysis.inference import known, written_part
from s2sad.codegen.inlining import Inlining
from s2sad.codegen.naming import Names
from s2sad.codegen.references import References
from s2sad.ir.ops import Call, Const, FunctionRef, If, Operand, is_undefined
from s2sad.ir.types import UNKNOWN, Array, Object
from s2sad.runtime import containers, text
from s2sad.runtime.names import Global

BINARY: dict[Any, type] = {
    operator.add: gast.Add,
    containers.joined: gast.Add,
    containers.repeated: gast.Mult,
    operator.sub: gast.Sub,
    operator.mul: gast.Mult,
    operator.truediv: gast.Div,
    operator.floordiv: gast.FloorDiv,
    operator.mod: gast.Mod,
    operator.pow: gast.Pow,
    operator.matmul: gast.MatMult,
    operator.and_: gast.BitAnd,
    operator.or_: gast.BitOr,
    operator.xor: gast.BitXor,
    operator.lshift: gast.LShift,
    operator.rshift: gast.RShift,
}
_UNARY: dict[Any, type] = {
    operator.neg: gast.USub,
    operator.pos: gast.UAdd,
    operator.not_: gast.Not,
    operator.invert: gast.Invert,
}
_COMPARE: dict[Any, type] = {
    operator.eq: gast.Eq,
    operator.ne: gast.NotEq,
    operator.lt: gast.Lt,
    operator.le: gast.LtE,
    operator.gt: gast.Gt,
    operator.ge: gast.GtE,
    operator.is_: gast.Is,
    operator.is_not: gast.IsNot,
}
_NEGATED: dict[type, type] = {
    gast.Eq: gast.NotEq,
    gast.NotEq: gast.Eq,
    gast.Is: gast.IsNot,
    gast.IsNot: gast.Is,
    gast.In: gast.NotIn,
}


def name(identifier: str) -> Any:
    """A name, or a dotted path."""
    first, *rest = identifier.split(".")
    result: Any = gast.Name(id=first, ctx=gast.Load(), annotation=None, type_comment=None)
    for part in rest:
        result = gast.Attribute(value=result, attr=part, ctx=gast.Load())
    return result


def target(identifier: str) -> Any:
    """A name that is assigned."""
    return gast.Name(id=identifier, ctx=gast.Store(), annotation=None, type_comment=None)


def constant(value: Any) -> Any:
    """A literal."""
    return gast.Constant(value=value, kind=None)


def call(function: Any, args: list[Any], keywords: Sequence[tuple[str, Any]] = ()) -> Any:
    """A call."""
    return gast.Call(func=function, args=args, keywords=[gast.keyword(arg=k, value=v) for k, v in keywords])


MAX_BITS = 256
"""How long an int may be that is printed in digits."""


class Expressions:
    """Expressions of one function."""

    def __init__(self, names: Names, inlining: Inlining, references: References) -> None:
        self.names = names
        self.inlining = inlining
        self.references = references

    def operand(self, operand: Operand) -> Any:
        """The expression of an operand."""
        if isinstance(operand, Const):
            return self.const(operand)
        op = self.inlining.definitions.get(operand)
        return self.operation(op) if op is not None else name(self.names.of(operand))

    def const(self, operand: Const) -> Any:
        """The expression of a constant."""
        if is_undefined(operand):
            return constant(None)
        return self.value(operand.value, operand.path)

    def value(self, value: Any, path: Any = "") -> Any:
        """The expression of a Python object."""
        if path:
            return name(self.references.of(value, path))
        match value:
            case bool() | None | str() | bytes():
                return constant(value)
            case int() | float() if type(value) in (int, float):
                return self._number(value)
            case complex() if type(value) is complex:
                return constant(value)
            case tuple() if type(value) is tuple:
                return gast.Tuple(elts=[self.value(v) for v in value], ctx=gast.Load())
            case slice():
                return call(name("slice"), [self.value(p) for p in (value.start, value.stop, value.step)])
            case np.dtype():
                return name(self.references.of(value.type))
            case np.generic():
                return call(name(self.references.of(type(value))), [self.value(value.item())])
        if value is Ellipsis:
            return constant(Ellipsis)
        return name(self.references.of(value))

    def _number(self, value: float) -> Any:
        if isinstance(value, float) and not math.isfinite(value):
            self.references.imports["import numpy as np"] = None
            found = name("np.nan" if math.isnan(value) else "np.inf")
            return gast.UnaryOp(op=gast.USub(), operand=found) if value < 0 else found
        if isinstance(value, int) and value.bit_length() > MAX_BITS:  # Python refuses to read very long numbers
            return call(name("int"), [constant(hex(value)), constant(16)])
        if value < 0 or (isinstance(value, float) and math.copysign(1.0, value) < 0):
            return gast.UnaryOp(op=gast.USub(), operand=constant(-value))
        return constant(value)

    # -- operations -----------------------------------------------------------------------------------------------

    def operation(self, op: Call | If) -> Any:
        """The expression of an operation."""
        if isinstance(op, If):
            return self._choice(op)
        callee = op.callee
        if callee in BINARY and len(op.args) == 2:
            left, right = map(self.operand, op.args)
            if callee is operator.add:  # `a + -2.0 * b` is `a - 2.0 * b`
                sign, right = signed(right)
                return gast.BinOp(left=left, op=sign, right=right)
            return gast.BinOp(left=left, op=BINARY[callee](), right=right)
        if callee in _UNARY:
            return self._unary(_UNARY[callee], op.args[0])
        if callee in _COMPARE:
            left, right = map(self.operand, op.args)
            return gast.Compare(left=left, ops=[_COMPARE[callee]()], comparators=[right])
        if callee is operator.contains:
            return gast.Compare(left=self.operand(op.args[1]), ops=[gast.In()], comparators=[self.operand(op.args[0])])
        special = _SPECIAL.get(callee) if callable(callee) else None
        if special is not None:
            found = special(self, op)
            if found is not None:
                return found
        return self._plain_call(op)

    def _unary(self, kind: type, operand: Operand) -> Any:
        inner = self.operand(operand)
        return negated(inner) if kind is gast.Not else gast.UnaryOp(op=kind(), operand=inner)

    def _choice(self, op: If) -> Any:
        condition, then, orelse = op.condition, op.then.yields[0], op.orelse.yields[0]
        if orelse is condition:
            return self._bool(gast.And, condition, then)
        if then is condition:
            return self._bool(gast.Or, condition, orelse)
        return gast.IfExp(test=self.operand(condition), body=self.operand(then), orelse=self.operand(orelse))

    def _bool(self, kind: type, left: Operand, right: Operand) -> Any:
        first, second = self.operand(left), self.operand(right)
        if isinstance(first, gast.BoolOp) and isinstance(first.op, kind):
            return gast.BoolOp(op=kind(), values=[*first.values, second])
        return gast.BoolOp(op=kind(), values=[first, second])

    def arguments(self, op: Call, skip: int = 0) -> tuple[list[Any], list[tuple[str, Any]]]:
        """The arguments of a call."""
        return [self.operand(a) for a in op.args[skip:]], [(k, self.operand(v)) for k, v in op.kwargs]

    def _plain_call(self, op: Call) -> Any:
        args, keywords = self.arguments(op if op.origin is None else _without_defaults(op))
        if isinstance(op.callee, FunctionRef):
            return call(name(op.callee.name), args, keywords)
        if isinstance(op.callee, Global):
            return name(self.references.of(op.callee))
        if isinstance(op.callee, text.FString):
            return self._fstring(op.callee, args)
        if type(op.callee).__name__ == "method_descriptor":
            owner, *rest = args
            return call(gast.Attribute(value=owner, attr=op.callee.__name__, ctx=gast.Load()), rest, keywords)
        return call(name(self.references.of(op.callee)), args, keywords)

    def _fstring(self, template: text.FString, args: list[Any]) -> Any:
        remaining = iter(args)
        values = []
        for piece in template.pieces:
            if isinstance(piece, str):
                values.append(constant(piece))
                continue
            written = piece.specification
            spec = gast.JoinedStr(values=[constant(written)]) if written else None
            field = gast.FormattedValue(value=next(remaining), conversion=piece.conversion, format_spec=spec)
            values.append(field)
        return gast.JoinedStr(values=values)

    # -- subscripts -----------------------------------------------------------------------------------------------

    def subscript(self, owner: Operand, index: Operand, store: bool = False) -> Any:
        """`owner[index]`, of an object `owner.index`."""
        ctx = gast.Store() if store else gast.Load()
        if isinstance(owner.type, Object) and isinstance(index, Const):
            return gast.Attribute(value=self.operand(owner), attr=index.value, ctx=ctx)
        return gast.Subscript(value=self.operand(owner), slice=self.index(index), ctx=ctx)

    def part(self, owner: Operand, path: Sequence[Operand], store: bool = True) -> Any:
        """`owner[k].w`, which is written to, for the path `k, "w"`."""
        node, kind = self.operand(owner), owner.type
        for index in path:
            if isinstance(kind, Object):
                node = gast.Attribute(value=node, attr=known(index), ctx=gast.Load())
            else:
                node = gast.Subscript(value=node, slice=self.index(index), ctx=gast.Load())
            kind = written_part(kind, known(index)) or UNKNOWN
        node.ctx = gast.Store() if store else gast.Load()
        return node

    def index(self, index: Operand) -> Any:
        """An index: slices are written with colons."""
        if isinstance(index, Const):
            return self._known_index(index.value)
        op = self.inlining.definitions.get(index)
        if isinstance(op, Call) and op.callee is slice:
            parts = [None if isinstance(p, Const) and p.value is None else self.operand(p) for p in op.args]
            return gast.Slice(lower=parts[0], upper=parts[1], step=parts[2])
        if isinstance(op, Call) and op.callee is containers.pack:
            return gast.Tuple(elts=[self.index(a) for a in op.args], ctx=gast.Load())
        return self.operand(index)

    def _known_index(self, value: Any) -> Any:
        if isinstance(value, slice):
            parts = [None if p is None else self.value(p) for p in (value.start, value.stop, value.step)]
            return gast.Slice(lower=parts[0], upper=parts[1], step=parts[2])
        if type(value) is tuple and value:
            return gast.Tuple(elts=[self._known_index(v) for v in value], ctx=gast.Load())
        return self.value(value)

    def attribute(self, owner: Operand, attr: str) -> Any:
        """`owner.attr`."""
        return gast.Attribute(value=self.operand(owner), attr=attr, ctx=gast.Load())


def _without_defaults(op: Call) -> Call:
    """A call of derivative code without the keywords that say what is so anyway."""
    if not op.kwargs or not callable(op.callee):
        return op
    try:
        parameters = inspect.signature(op.callee).parameters
    except ValueError:  # a function of C may not say
        return op
    kept = tuple((k, v) for k, v in op.kwargs if k not in parameters or not _is_default(v, parameters[k]))
    return replace(op, kwargs=kept)


def _is_default(operand: Operand, parameter: inspect.Parameter) -> bool:
    if not isinstance(operand, Const) or operand.path or operand.value not in (None, False):
        return False
    is_left_to_numpy = parameter.name == "keepdims" and operand.value is False
    return operand.value is parameter.default or (is_left_to_numpy and parameter.default is np._NoValue)


def _getitem(e: Expressions, op: Call) -> Any:
    owner, index = op.args
    return e.subscript(owner, index)


def _tuple(e: Expressions, op: Call) -> Any:
    return gast.Tuple(elts=[e.operand(a) for a in op.args], ctx=gast.Load())


def _list(e: Expressions, op: Call) -> Any:
    return gast.List(elts=[e.operand(a) for a in op.args], ctx=gast.Load())


def _dict(e: Expressions, op: Call) -> Any:
    keys = op.args[0]
    assert isinstance(keys, Const)
    return gast.Dict(keys=[e.value(k) for k in keys.value], values=[e.operand(a) for a in op.args[1:]])


def _object(e: Expressions, op: Call) -> Any:
    cls = op.args[0]
    assert isinstance(cls, Const)
    if issubclass(cls.value, tuple):
        return call(e.const(cls), [e.operand(a) for a in op.args[2:]])
    return None


def _attribute(e: Expressions, op: Call) -> Any:
    attr = op.args[1]
    assert isinstance(attr, Const)
    return e.attribute(op.args[0], attr.value)


def _extreme_position(e: Expressions, op: Call) -> Any:
    extreme, keys = op.args
    listed = e.operand(keys)
    if not isinstance(listed, gast.Name):
        return None
    positions = call(e.const(Const(range)), [call(e.const(Const(len)), [listed])])
    return call(e.operand(extreme), [positions], [("key", e.attribute(keys, "__getitem__"))])


def _of_array(attr: str, is_call: bool = False) -> Callable[[Expressions, Call], Any]:
    def render(e: Expressions, op: Call) -> Any:
        if len(op.args) != 1 or op.kwargs or not isinstance(op.args[0].type, Array) or isinstance(op.args[0], Const):
            return None
        found = e.attribute(op.args[0], attr)
        return call(found, []) if is_call else found

    return render


def _call_outside(e: Expressions, op: Call) -> Any:
    args, keywords = e.arguments(op, skip=1)
    return call(e.operand(op.args[0]), args, keywords)


def _call_method(e: Expressions, op: Call) -> Any:
    args, keywords = e.arguments(op, skip=2)
    method = op.args[1]
    assert isinstance(method, Const)
    return call(e.attribute(op.args[0], method.value), args, keywords)


_SPECIAL: dict[Any, Callable[[Expressions, Call], Any]] = {
    operator.getitem: _getitem,
    containers.pack: _tuple,
    containers.build_list: _list,
    containers.build_dict: _dict,
    containers.build_object: _object,
    containers.read_attribute: _attribute,
    containers.present: lambda e, op: e.operand(op.args[0]),
    containers.call_outside: _call_outside,
    containers.call_method: _call_method,
    containers.extreme: _call_outside,
    containers.extreme_position: _extreme_position,
    np.shape: _of_array("shape"),
    np.size: _of_array("size"),
    np.transpose: _of_array("T"),
    np.copy: _of_array("copy", is_call=True),
}


def negated(test: Any) -> Any:
    """`not test`, as one writes it: `a is not b`."""
    if isinstance(test, gast.Compare) and len(test.ops) == 1 and type(test.ops[0]) in _NEGATED:
        return gast.Compare(left=test.left, ops=[_NEGATED[type(test.ops[0])]()], comparators=test.comparators)
    return gast.UnaryOp(op=gast.Not(), operand=test)


def signed(node: Any) -> tuple[Any, Any]:
    """How an expression is added: `-2.0 * t` is subtracted as `2.0 * t`."""
    if isinstance(node, gast.BinOp) and isinstance(node.op, gast.Mult) and _is_negative(node.right):
        return gast.Sub(), gast.BinOp(left=node.left, op=node.op, right=node.right.operand)
    first = node
    while isinstance(first, gast.BinOp) and isinstance(first.op, gast.Mult | gast.Div):
        parent, first = first, first.left
    if not _is_negative(first):
        return gast.Add(), node
    if first is node:
        node = first.operand
    else:
        parent.left = first.operand
    sign, node = signed(node)
    return (gast.Sub() if isinstance(sign, gast.Add) else gast.Add()), node


def _is_negative(node: Any) -> bool:
    return isinstance(node, gast.UnaryOp) and isinstance(node.op, gast.USub)
