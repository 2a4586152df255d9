"""Every construct of the language, in both modes, against references that know nothing of the compiler."""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from s2sad import S2SADError, jvp, vjp
from s2sad.runtime.tree import parts_of
from s2sad.testing import check_grads

from .every_program import PROGRAMS, REFUSED, REFUSED_TWICE
from .programs import Program


def vjp_at(program: Program) -> Any:
    return vjp(program.function, *copy.deepcopy(program.args))


def jvp_at(program: Program) -> Any:
    return jvp(program.function, copy.deepcopy(program.args), copy.deepcopy(program.args))


DIFFERENTIATED = [pytest.param(p, id=p.name) for p in PROGRAMS if p.name not in REFUSED]


@pytest.mark.parametrize("mode", [vjp_at, jvp_at])
@pytest.mark.parametrize("program", [pytest.param(p, id=p.name) for p in PROGRAMS if p.name in REFUSED])
def test_refused_with_a_place(program: Program, mode: Callable[[Program], Any]) -> None:
    with pytest.raises(S2SADError) as caught:
        mode(program)
    assert caught.value.filename is not None
    assert caught.value.lineno is not None
    assert caught.value.excerpt
    assert caught.value.hint


def _same(a: Any, b: Any) -> bool:
    parts, others = parts_of(a), parts_of(b)
    if parts is not None and others is not None:
        return type(a) is type(b) and len(parts) == len(others) and all(map(_same, parts, others))
    return a is b or callable(a) or (type(a) is type(b) and bool(np.array_equal(a, b)))


@pytest.mark.parametrize("program", DIFFERENTIATED)
def test_derivatives(program: Program, thorough: bool) -> None:
    """Arguments are left as the function itself leaves them, in both modes, and tangents as they were."""
    plain, forward, reverse, tangents = (copy.deepcopy(program.args) for _ in range(4))
    program.function(*plain)
    _, pullback = vjp(program.function, *reverse)
    jvp(program.function, forward, tangents)
    assert _same(tangents, program.args)
    assert _same(forward, plain)
    assert _same(reverse, plain)
    assert callable(pullback)
    order = 2 if thorough and program.name not in REFUSED_TWICE else 1
    check_grads(program.function, program.args, order=order, argnums=program.argnums)


@pytest.mark.parametrize("program", [pytest.param(p, id=p.name) for p in PROGRAMS if p.name in REFUSED_TWICE])
def test_second_derivatives_are_refused(program: Program) -> None:
    with pytest.raises(S2SADError) as caught:
        check_grads(program.function, program.args, order=2, argnums=program.argnums)
    assert caught.value.lineno is not None
    assert caught.value.hint
