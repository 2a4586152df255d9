"""Statements as primitives: what `assert`, `raise`, `try` and `with` are in the IR; codegen prints the statement.

    c = attempt                        try:
    y = if c: t = f x; yield t            y = f(x)
        else: e = caught ValueError    except ValueError:
              yield 0.0                   y = 0.0

`attempt` is an oracle: whether the body will come to its end. So a `try` is an `if` like any other for everything that
works on the IR, and its condition tells the reverse sweep which way was taken. `kept` is read by nobody: what a body
computes must be computed, though nobody needs it, as it may raise. `with` and `finally`, which do not change what is
computed, are marks: `enter` ... `leave`, `protect` ... `finally_` ... `released`.
"""

from __future__ import annotations

from typing import Any

from s2sad.errors import AliasingError, UnsupportedCallError, UnsupportedSyntaxError


def assert_(condition: Any, message: Any = None) -> None:
    """`assert condition, message`."""
    assert condition, message


class unassigned:
    """What a variable holds that a path did not assign, where it may be None if it is assigned."""


def bound(value: Any, name: str, missing: Any = None) -> Any:
    """`value`, the content of a variable that was perhaps not assigned, and holds `missing` then.

    Raises:
        UnboundLocalError: it was not.
    """
    if value is missing or value is unassigned:
        raise UnboundLocalError(f"cannot access local variable '{name}' where it is not associated with a value")
    return value


def refuse_array(value: Any, statement: str) -> None:
    """Refuse an augmented assignment of what turns out to be an array or a list, which others may share.

    Raises:
        AliasingError: it changes in place.
    """
    if hasattr(type(value), "__iadd__"):
        raise AliasingError(
            f"`{statement}` changes a {type(value).__name__}, which others may share: known only at run time",
            hint="Write `s = s + ...`, or make it by functions whose derivatives s2sad knows.",
        )


def refuse_integers(array: Any, statement: str) -> None:
    """Refuse to store what is differentiated into what turns out to be an array of integers.

    Raises:
        UnsupportedSyntaxError: NumPy would cut it off.
    """
    if array.dtype.kind in "biu":
        raise UnsupportedSyntaxError(
            f"`{statement}` stores a float into an array of {array.dtype}, which cuts it off: known only at run time",
            hint="Make the array with dtype=float.",
        )


def raise_(exception: BaseException, cause: BaseException | None = None) -> None:
    """`raise exception from cause`."""
    if cause is None:
        raise exception
    raise exception from cause


def attempt() -> bool:
    """The condition of a `try`: whether its body comes to its end."""
    raise NotImplementedError


def caught(*kinds: type[BaseException]) -> BaseException:
    """What the handler of a `try` has caught: `except kinds as error`."""
    raise NotImplementedError


def kept(*values: Any) -> None:
    """Values that are computed in any case: doing so may raise."""
    raise NotImplementedError


def enter(manager: Any) -> Any:
    """The beginning of a `with`: what it gives to `as`."""
    raise NotImplementedError


def leave(entered: Any) -> None:
    """The end of a `with`."""
    raise NotImplementedError


def protect() -> None:
    """The beginning of a `try` with a `finally`."""
    raise NotImplementedError


def finally_(protected: None) -> None:
    """The end of its body, and the beginning of the `finally`."""
    raise NotImplementedError


def released(protected: None) -> None:
    """The end of the `finally`."""
    raise NotImplementedError


class propagating:
    """A context manager that must not swallow an exception: what follows it rests on all of its body."""

    def __init__(self, manager: Any) -> None:
        self.manager = manager

    def __enter__(self) -> Any:
        return self.manager.__enter__()

    def __exit__(self, kind: Any, value: BaseException | None, traceback: Any) -> None:
        if self.manager.__exit__(kind, value, traceback) and value is not None:
            raise UnsupportedCallError(
                f"A context manager ({type(self.manager).__name__}) has swallowed {value!r}",
                hint="Write `try: ... except ...` in its place.",
            ) from value
