"""Statements as primitives: what `assert` and `raise` are in the IR; codegen prints the statement."""

from __future__ import annotations

from typing import Any


def assert_(condition: Any, message: Any = None) -> None:
    """`assert condition, message`."""
    assert condition, message


def bound(value: Any, name: str) -> Any:
    """`value`, the content of a variable that was perhaps not assigned.

    Raises:
        UnboundLocalError: it was not.
    """
    if value is None:
        raise UnboundLocalError(f"cannot access local variable '{name}' where it is not associated with a value")
    return value


def raise_(exception: BaseException, cause: BaseException | None = None) -> None:
    """`raise exception from cause`."""
    if cause is None:
        raise exception
    raise exception from cause
