"""Every construct of the language, in both modes, against references that know nothing of the compiler."""

from __future__ import annotations

import copy
from typing import Any

import numpy as np
import pytest

from s2sad import S2SADError, jvp, vjp
from s2sad.runtime.tree import parts_of
from s2sad.testing import check_grads

from .programs import Program
from .programs_assignments import ASSIGNMENTS
from .programs_attributes import ATTRIBUTES
from .programs_blocks import BLOCKS
from .programs_branches import BRANCHES
from .programs_buffers import BUFFERS
from .programs_callables import CALLABLES
from .programs_calls import CALLS
from .programs_carried import CARRIED
from .programs_classes import CLASSES
from .programs_closures import CLOSURES
from .programs_composed import COMPOSED
from .programs_comprehensions import COMPREHENSIONS
from .programs_containers import CONTAINERS
from .programs_conversions import CONVERSIONS
from .programs_dict_entries import DICT_ENTRIES
from .programs_dicts import DICTS
from .programs_exits import EXITS
from .programs_for_loops import FOR_LOOPS
from .programs_functional import FUNCTIONAL
from .programs_growing_lists import GROWING_LISTS
from .programs_keyed import KEYED
from .programs_keyed_uses import KEYED_USES
from .programs_kinds import KINDS
from .programs_lambdas import LAMBDAS
from .programs_list_elements import LIST_ELEMENTS
from .programs_lists import LISTS
from .programs_mixed import MIXED
from .programs_names import NAMES
from .programs_objects import OBJECTS
from .programs_overloads import OVERLOADS
from .programs_passed_round import PASSED_ROUND
from .programs_protected import PROTECTED
from .programs_records import RECORDS
from .programs_recursion_in_place import RECURSION_IN_PLACE
from .programs_selections import SELECTIONS
from .programs_sets import SETS
from .programs_views import VIEWS
from .programs_while_loops import WHILE_LOOPS
from .programs_writes import WRITES

REFUSED = {
    "active_in_set",
    "active_keys",
    "counter",
    "memo_of_a_recursion",
    "nested_default",
    "set_of_list_active",
    "half_written_and_read",
    "name_of_a_failed_body_read",
    "finally_needs_the_body",
    "return_in_finally",
    "suppressed_exception",
    "exit_looks_at_the_exception",
    "sum_of_a_failed_loop_read",
    "active_value_given_to_an_unknown_method",
    "key_added_to_an_argument",
    "generator_given_a_name",
    "iterator_read_twice",
    "pop_in_an_operand_that_may_not_run",
    "array_repeated_and_written",
}
"""Programs that a located error refuses: support may be added, a wrong number may not."""

PROGRAMS = [
    *ASSIGNMENTS,
    *BRANCHES,
    *BLOCKS,
    *PROTECTED,
    *FOR_LOOPS,
    *CARRIED,
    *WHILE_LOOPS,
    *EXITS,
    *WRITES,
    *PASSED_ROUND,
    *RECURSION_IN_PLACE,
    *VIEWS,
    *BUFFERS,
    *SELECTIONS,
    *CONTAINERS,
    *GROWING_LISTS,
    *LIST_ELEMENTS,
    *COMPREHENSIONS,
    *DICT_ENTRIES,
    *CALLS,
    *CLOSURES,
    *LAMBDAS,
    *NAMES,
    *LISTS,
    *DICTS,
    *KEYED,
    *KEYED_USES,
    *SETS,
    *CALLABLES,
    *CONVERSIONS,
    *KINDS,
    *OBJECTS,
    *ATTRIBUTES,
    *CLASSES,
    *COMPOSED,
    *FUNCTIONAL,
    *OVERLOADS,
    *RECORDS,
    *MIXED,
]
DIFFERENTIATED = [pytest.param(p, id=p.name) for p in PROGRAMS if p.name not in REFUSED]


@pytest.mark.parametrize("program", DIFFERENTIATED)
def test_derivatives(program: Program) -> None:
    check_grads(program.function, program.args, order=program.order, argnums=program.argnums)


@pytest.mark.parametrize("program", [pytest.param(p, id=p.name) for p in PROGRAMS if p.name in REFUSED])
def test_refused_with_a_place(program: Program) -> None:
    with pytest.raises(S2SADError) as caught:
        check_grads(program.function, program.args, order=1)
    assert caught.value.filename is not None
    assert caught.value.lineno is not None


def _same(a: Any, b: Any) -> bool:
    parts, others = parts_of(a), parts_of(b)
    if parts is not None and others is not None:
        return type(a) is type(b) and len(parts) == len(others) and all(map(_same, parts, others))
    return a is b or callable(a) or (type(a) is type(b) and bool(np.array_equal(a, b)))


@pytest.mark.parametrize("program", DIFFERENTIATED)
def test_the_caller_sees_the_same_writes(program: Program) -> None:
    """Arguments are left as the function itself leaves them, by the tangent and by the forward sweep."""
    plain, forward, reverse = (copy.deepcopy(program.args) for _ in range(3))
    program.function(*plain)
    _, pullback = vjp(program.function, *reverse)
    jvp(program.function, forward, copy.deepcopy(program.args))
    assert _same(forward, plain)
    assert _same(reverse, plain)
    assert callable(pullback)
