"""Builtins that reach attributes and variables by their names, as far as these are known.

getattr(v, "a")  ->  v.a          setattr(v, "a", x)  ->  v.a = x          eval(text), locals()  refused
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from s2sad.errors import UnsupportedCallError
from s2sad.frontend.state import Binding
from s2sad.ir.ops import Const

if TYPE_CHECKING:
    from s2sad.frontend.lower import Lowering

Handler = Callable[["Lowering", list[Binding], dict[str, Binding], str], Binding | None]


def _unnamed(function: Any) -> Handler:
    """What reads or writes variables without naming them; `vars(v)` is a call like others."""

    def handler(low: Lowering, args: list[Binding], kwargs: dict[str, Binding], name: str) -> Binding | None:
        if args and function is vars:
            return None
        reason = f"`{function.__name__}` reads or writes variables without naming them"
        raise UnsupportedCallError(reason, low.span, "Name them in the program.")

    return handler


def _getattr(low: Lowering, args: list[Binding], kwargs: dict[str, Binding], name: str) -> Binding | None:
    """`getattr(v, "a")` is `v.a`."""
    key = low.read(args[1])
    if len(args) != 2 or not isinstance(key, Const) or not isinstance(key.value, str):
        return None
    return low.attribute(args[0], key.value, name)


def _setattr(low: Lowering, args: list[Binding], kwargs: dict[str, Binding], name: str) -> Binding | None:
    """`setattr(v, "a", x)` is `v.a = x`."""
    key = low.read(args[1])
    if not isinstance(key, Const) or not isinstance(key.value, str):
        raise UnsupportedCallError("The name of this attribute is known only at run time", low.span, "Use a dict.")
    low.store_attribute(args[0], key.value, args[2])
    return Const(None)


HANDLERS: dict[Any, Handler] = {
    **{function: _unnamed(function) for function in (eval, exec, locals, globals, vars)},
    getattr: _getattr,
    setattr: _setattr,
}
"""Callee -> how it is lowered; a handler that gives None leaves the call to the rule table."""
