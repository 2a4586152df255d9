"""Functions that mean something to the compiler and little at run time."""

from __future__ import annotations

from typing import Any


def stop_gradient(x: Any) -> Any:
    """`x` itself, treated as a constant by differentiation.

    Example:
        >>> stop_gradient(2.0)
        2.0
    """
    return x


def identity(x: Any) -> Any:
    """`x` under another name."""
    return x


def jvp(function: Any, primals: Any, tangents: Any) -> Any:
    """The value and the tangent of a function, in rules; the compiler puts the derivative in place."""
    raise AssertionError("a derivative in a rule is resolved by the compiler")


def grad(function: Any) -> Any:
    """The gradient of a function, in rules."""
    raise AssertionError("a derivative in a rule is resolved by the compiler")


def jacfwd(function: Any) -> Any:
    """The Jacobian of a function, in rules."""
    raise AssertionError("a derivative in a rule is resolved by the compiler")


def vjp(function: Any, *primals: Any) -> Any:
    """The value and the pullback of a function, in rules."""
    raise AssertionError("a derivative in a rule is resolved by the compiler")
