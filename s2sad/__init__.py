"""Source-to-source automatic differentiation of Python and NumPy: derivatives that are right, fast and readable."""

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

__all__ = [
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
