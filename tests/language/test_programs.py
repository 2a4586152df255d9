"""Every construct of the language, in both modes, against references that know nothing of the compiler."""

from __future__ import annotations

import copy
from typing import Any

import numpy as np
import optree
import pytest

from s2sad import S2SADError, jvp, vjp
from s2sad.testing import check_grads
from .programs import Program
from .programs_arrays import ARRAYS
from .programs_containers import CONTAINERS
from .programs_flow import FLOW
from .programs_functions import FUNCTIONS
from .programs_hard import HARD
from .programs_names import NAMES

PROGRAMS = [*FLOW, *FUNCTIONS, *CONTAINERS, *ARRAYS, *NAMES, *HARD]
OPEN: dict[str, str] = {}


def _cases() -> list[Any]:
    marks = {name: pytest.mark.xfail(reason=reason, strict=True) for name, reason in OPEN.items()}
    return [pytest.param(p, id=p.name, marks=[marks[p.name]] if p.name in marks else []) for p in PROGRAMS]


@pytest.mark.parametrize("program", _cases())
def test_derivatives(program: Program) -> None:
    check_grads(program.function, program.args, order=program.order, argnums=program.argnums)
