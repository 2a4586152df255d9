"""Source-to-source automatic differentiation of Python and NumPy."""

from s2sad.api import grad, value_and_grad

__all__ = ["grad", "value_and_grad"]
