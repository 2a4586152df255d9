"""Check derivatives against references that know nothing of the compiler: complex step and extrapolated differences.

check_grads(lambda x: np.sin(x) * x, (0.7,))        # passes, and returns a Report

derivative of <lambda>    error  allowed  reference
forward                 1.1e-16  1.0e-12  complex step
reverse                 0.0e+00  1.0e-12  complex step
...
"""

from s2sad.testing.checks import IDENTITY, PRIMAL, SINGLE, check_grads
from s2sad.testing.references import AGREEMENT, COARSE, COMPLEX_STEP, RICHARDSON, SHARP, complex_step
from s2sad.testing.report import Check, Report
from s2sad.testing.trees import Tree, Vector

__all__ = [
    "AGREEMENT",
    "COARSE",
    "COMPLEX_STEP",
    "IDENTITY",
    "PRIMAL",
    "RICHARDSON",
    "SHARP",
    "SINGLE",
    "Check",
    "Report",
    "Tree",
    "Vector",
    "check_grads",
    "complex_step",
]
