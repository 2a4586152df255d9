"""Each function that people differentiate is covered: by name, and by a derivative that is right in all modes.

`GAPS` is strict: what becomes covered fails here until it is taken off the list.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest

from s2sad import coverage
from s2sad.errors import S2SADError
from s2sad.testing import check_grads
from tests.functions.gaps import GAPS
from tests.functions.wanted import FUNCTIONS, Probe, probes
from tests.rules.compiled import function

scipy = pytest.importorskip("scipy")
for part in ("optimize", "sparse", "sparse.linalg"):
    pytest.importorskip(f"scipy.{part}")

REFUSED = {"singular values equal"}
"""First derivatives only: what the vectors do where values are equal has no second one that a rule could know."""


def _exists(probe: Probe) -> bool:
    """Whether this NumPy and this Python have the function."""
    owner = {"np": np, "math": math}.get(probe.function.partition(".")[0])
    return owner is None or hasattr(owner, probe.function.split(".")[1]) or "_" in probe.function


PROBES = [probe for probe in probes() if _exists(probe)]


def made(probe: Probe) -> Any:
    """The probe as a function whose source can be found."""
    return function(probe.text, scipy=scipy, **FUNCTIONS)


def check(probe: Probe, order: int) -> None:
    """Right in both modes, or a gap that is listed."""
    if probe.name not in GAPS:
        check_grads(made(probe), probe.arguments, order=order)
        return
    with pytest.raises(S2SADError):
        check_grads(made(probe), probe.arguments, order=1)


@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # of functions that NumPy is going to drop
@pytest.mark.parametrize("probe", PROBES, ids=lambda probe: probe.name)
def test_first_order(probe: Probe) -> None:
    check(probe, 1)


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
@pytest.mark.parametrize("probe", [p for p in PROBES if p.name not in {*GAPS, *REFUSED}], ids=lambda probe: probe.name)
def test_second_order(probe: Probe) -> None:
    check(probe, 2)


@pytest.mark.parametrize("probe", [p for p in PROBES if p.name in REFUSED], ids=lambda probe: probe.name)
def test_second_order_is_refused(probe: Probe) -> None:
    with pytest.raises(S2SADError):
        check(probe, 2)


def test_names_are_in_the_table() -> None:
    """What has a name of its own is found under it, except for what is an attribute, a statement or a gap."""
    named = [p for p in PROBES if " " not in p.name and p.function.startswith(("np.", "math.", "scipy.", "ndarray."))]
    missing = {p.name for p in named if coverage.find(p.function) is None}
    assert missing <= {*GAPS, "np.r_", "np.c_", "np.ndindex", "np.ndenumerate"}


def test_every_gap_is_a_probe() -> None:
    assert set(GAPS) <= {p.name for p in PROBES}
