"""Source-to-source automatic differentiation of Python and NumPy: derivatives that are right, fast and readable."""

from s2sad.api import (
    Derivative,
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
from s2sad.errors import S2SADError
from s2sad.rules.table import RuleTable

__all__ = [
    "Derivative",
    "RuleTable",
    "S2SADError",
    "elementwise_grad",
    "grad",
    "hessian",
    "hvp",
    "jacfwd",
    "jacobian",
    "jacrev",
    "jvp",
    "source",
    "value_and_grad",
    "vjp",
]
