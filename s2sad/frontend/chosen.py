"""Functions of which it is known only at run time which one is called: a choice between calls.

f = np.sin if c else np.cos               if c: t = np.sin(x)
f(x)                                      else: t = np.cos(x)
[np.sin, np.cos][i % 2](x)                t = i % 2; if t == 0: ...
{"+": add, "*": mul}[key](a, b)           if key not in ("+", "*"): raise KeyError(key); if key == "+": ...
"""

from __future__ import annotations

import operator
from functools import partial
from typing import TYPE_CHECKING, Any

from s2sad.analysis.inference import known
from s2sad.frontend.state import Binding, Entries, FunctionValue, Holding, Items, Pack, Ref
from s2sad.ir.ops import Call, Const, Operand, Value
from s2sad.ir.types import NONE, FixedList, Record, Scalar, Static, Tuple
from s2sad.runtime import statements

if TYPE_CHECKING:
    from s2sad.frontend.subscripts import Subscripts

Keywords = dict[str, Binding]


def call_of_one(low: Any, held: tuple[Any, ...], args: list[Binding], kwargs: Keywords, name: str) -> Binding:
    """A call of the first of two functions where a condition holds, else of the second."""
    condition, a, b = held
    found: Binding = low.choose(
        condition, lambda: low.call(a, args, kwargs, name), lambda: low.call(b, args, kwargs, name), name
    )
    return found


def call_if_assigned(
    variable: str, unless: bool, low: Any, held: tuple[Any, ...], args: list[Binding], kwargs: Keywords, name: str
) -> Binding:
    """A call of a function that a variable means only if a condition holds, or does not."""
    condition, function = held
    missing = condition if unless else low.fold_or_call(operator.not_, condition)
    told = f"cannot access local variable '{variable}' where it is not associated with a value"
    low.branch(missing, partial(_raise, low, UnboundLocalError, Const(told)), lambda: None, frozenset())
    found: Binding = low.call(function, args, kwargs, name)
    return found


def function_at(low: Subscripts, owner: Binding, index: Operand) -> Binding | None:
    """The function that a list, tuple or dict of functions has at an index of run time; None of other things."""
    if isinstance(index, Const) or isinstance(known(index), slice | str | int):
        return None
    pairs = _elements(low, owner)
    if not pairs or not all(map(is_function, pairs.values())):
        return None
    is_dict = list(pairs) != list(range(len(pairs)))
    if not is_dict and not (isinstance(index.type, Scalar) and index.type.dtype.startswith("int")):
        return None
    return Holding(partial(_call_at, list(pairs), is_dict), held=(index, *pairs.values()))


def function_of_run(functions: list[Binding], run: Operand) -> Binding:
    """The function that a list has for a run of a loop, by the number of the run."""
    return Holding(partial(_call_at, list(range(len(functions))), False, is_inside=True), held=(run, *functions))


def _elements(low: Subscripts, owner: Binding) -> dict[Any, Binding]:
    """What a list, tuple or dict has by which index or key, if that is known; outside of the program functions only."""
    if isinstance(owner, Pack) and issubclass(owner.cls or tuple, tuple):
        return dict(enumerate(owner.elements))
    if not isinstance(owner, Ref | Value):
        return {}
    content = low.state.current[owner.storage] if isinstance(owner, Ref) and not owner.path else None
    if isinstance(content, Items):
        return dict(enumerate(content.elements))
    if isinstance(content, Entries):
        return dict(content.entries) if content.cls is None else {}
    kind = low.read(owner).type
    types = dict(kind.fields) if isinstance(kind, Record) else {}
    types = dict(enumerate(kind.elements)) if isinstance(kind, Tuple | FixedList) else types
    statics = {key: t.value for key, t in types.items() if isinstance(t, Static) and callable(t.value)}
    return {key: low.callable_binding(f) for key, f in statics.items()} if len(statics) == len(types) else {}


def is_function(binding: Binding) -> bool:
    """Whether a binding is a function."""
    return isinstance(binding, FunctionValue) or (isinstance(binding, Const) and callable(binding.value))


def _call_at(
    keys: list[Any],
    is_dict: bool,
    low: Any,
    held: tuple[Any, ...],
    args: list[Binding],
    kwargs: Keywords,
    name: str,
    is_inside: bool = False,
) -> Binding:
    """A call of the function that is at an index or key; `is_inside`: the index is certainly one of the keys."""
    index, *functions = held
    signed = not is_dict and not is_inside and not _counts_to(low, index, len(keys))
    if is_dict or signed:
        among = Const(tuple(keys) if is_dict else tuple(range(-len(keys), len(keys))))
        missing_key = (KeyError, index) if is_dict else (IndexError, Const("list index out of range"))
        missing = low.fold_or_call(operator.not_, low.fold_or_call(operator.contains, among, index))
        low.branch(missing, partial(_raise, low, *missing_key), lambda: None, frozenset())

    def choice(k: int) -> Binding:
        def called() -> Binding:
            found: Binding = low.call(functions[k], args, kwargs, name)
            return found

        if k == len(keys) - 1:
            return called()
        if signed:
            is_this = low.fold_or_call(operator.contains, Const((k, k - len(keys))), index)
        else:
            is_this = low.fold_or_call(operator.eq, index, Const(keys[k]))
        chosen: Binding = low.choose(is_this, called, partial(choice, k + 1), name)
        return chosen

    return choice(0)


def _counts_to(low: Any, index: Operand, count: int) -> bool:
    """Whether an index is certainly one of 0, ..., count - 1: `i % count`."""
    made = low.builder.definitions.get(index)
    is_rest = isinstance(made, Call) and made.callee is operator.mod and isinstance(made.args[1], Const)
    return is_rest and 0 < made.args[1].value <= count


def _raise(low: Any, kind: type[Exception], told: Operand) -> None:
    error = low.call(Const(kind), [told], {}, "error")
    low.builder.call(statements.raise_, low.read(error), type=NONE, effect="io")
