"""Source-to-source automatic differentiation of Python and NumPy: derivatives that are right, fast and readable."""

from typing import TYPE_CHECKING, Any

from s2sad import deferred
from s2sad.api import (
    elementwise_grad,
    grad,
    hessian,
    hvp,
    jacfwd,
    jacobian,
    jacrev,
    jvp,
    source,
    value_and_grad,
    vjp,
)
from s2sad.custom import custom_jvp, custom_vjp
from s2sad.derivative import Derivative
from s2sad.errors import S2SADError
from s2sad.rules.table import RuleTable
from s2sad.runtime.markers import stop_gradient

if TYPE_CHECKING:
    from s2sad.rules.standard import RULES

__all__ = [
    "RULES",
    "Derivative",
    "RuleTable",
    "S2SADError",
    "custom_jvp",
    "custom_vjp",
    "elementwise_grad",
    "grad",
    "hessian",
    "hvp",
    "jacfwd",
    "jacobian",
    "jacrev",
    "jvp",
    "source",
    "stop_gradient",
    "value_and_grad",
    "vjp",
]


def __getattr__(name: str) -> Any:
    """`RULES`, s2sad's own table: it names everything that NumPy has, and is loaded when it is asked for."""
    if name != "RULES":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return deferred.compiling.RULES
