"""IR from Python source for the tests of passes: lowered, differentiated, checked, printed and run."""

import functools
import re
from functools import partial

import numpy as np

from s2sad.analysis.inference import infer
from s2sad.analysis.ownership import overwritten
from s2sad.errors import SourceSpan
from s2sad.frontend.lower import Lowering, expand_rule
from s2sad.ir.builder import Builder
from s2sad.ir.ops import Const, Function, If, Loop, Value, is_undefined
from s2sad.ir.printer import to_text
from s2sad.ir.types import Array, Scalar, Static, Symbol, scalar_of
from s2sad.ir.verify import verify
from s2sad.rules.standard import RULES
from s2sad.runtime import containers, indexing, tree
from s2sad.signature import signature_type
from s2sad.transform.adjoint import gradient, reverse_into, sweeps
from s2sad.transform.apply import Context

N, M = Symbol("n"), Symbol("m")
VECTOR, MATRIX = Array("float64", (N,)), Array("float64", (N, M))
NUMPY_FLOAT = Scalar("float64")
HERE = SourceSpan(__file__, 1, 0)


def lowered(function, *types):
    """The IR of a Python function for arguments of these types."""
    result = Lowering(RULES, lambda v: scalar_of(v) or Static.of(v)).function(function, types).function
    verify(result)
    return result


def gradient_of(function, *types, wrt=(0,)):
    """The IR of the gradient of a Python function."""
    primal = lowered(function, *types)
    params = [primal.params[k] for k in wrt]
    result = gradient(
        Context(RULES, partial(expand_rule, signature_type), sweeps, reverse_into),
        primal,
        params,
        overwritten(RULES, primal),
        False,
        len(wrt) > 1,
    )
    verify(result)
    return result


def built(make, *types, derivative=True):
    """A function whose body `make(builder, *params)` builds, as derivative code or as the user's own."""
    builder = Builder(functools.partial(infer, RULES), None if derivative else HERE, HERE if derivative else None)
    params = tuple(Value(name, kind) for name, kind in zip("xyzuvw", types, strict=False))
    result = make(builder, *params)
    function = Function("f", params, builder.region(result))
    verify(function)
    return function


def body(function):
    """The text form of a function's body, without places and without the last level of indentation."""
    lines = [re.sub(r"\s*# \S+\.py:\d+$", "", line) for line in to_text(function).splitlines()]
    return "\n".join(line.removeprefix("  ") for line in lines[1:])


def applied(function, *passes):
    """The function after passes, each of which must leave correct IR."""
    for each in passes:
        function = each(function)
        verify(function)
    return function


# -- running IR --------------------------------------------------------------------------------------------------------


def _store(x, index, v):
    return indexing.updated(x, index, v) if isinstance(x, np.ndarray) else tree.list_updated(x, index, v)


def _rejoined(parent, key, *arguments_and_part):
    *arguments, part = arguments_and_part
    if callable(key):
        copy = np.array(parent)
        key(copy, *arguments)[...] = part
        return copy
    return _store(parent, key, part)


_FUNCTIONAL = {containers.store: _store, containers.rejoined: _rejoined}


def run(function, *args):
    """The result of a function of the IR, by the letter: every operation on values is functional."""
    values = dict(zip(function.params, args, strict=True))
    with np.errstate(all="ignore"):
        return _region(function.body, values)[0]


def _region(region, values):
    for op in region.ops:
        _operation(op, values)
    return [_read(y, values) for y in region.yields]


def _read(operand, values):
    if isinstance(operand, Const):
        return None if is_undefined(operand) else operand.value
    return values[operand]


def _operation(op, values):
    if isinstance(op, If):
        results = _region(op.then if _read(op.condition, values) else op.orelse, values)
        values.update(zip(op.results, results, strict=True))
    elif isinstance(op, Loop):
        values.update(zip(op.results, _loop(op, values), strict=True))
    elif op.results:
        callee = _FUNCTIONAL.get(op.callee, op.callee)
        keywords = {name: _read(operand, values) for name, operand in op.kwargs}
        values[op.result] = callee(*(_read(x, values) for x in op.args), **keywords)


def _loop(op, values):
    sources = [iter(_read(s.iterable, values)) for s in op.sources]
    carried = [_read(i, values) for i in op.inits]
    n = len(carried)
    lists = [[] for _ in op.collected_results]
    while True:
        elements = [next(s, values) for s in sources]
        if any(e is values for e in elements):
            return [*carried, *lists]
        values.update(zip((s.target for s in op.sources), elements, strict=True))
        values.update(zip(op.params, carried, strict=True))
        first = 0
        if op.before:
            leave, *rest = _region(op.before, values)
            for each, item in zip(lists, rest[n:], strict=False):
                each.append(item)
            first = len(rest) - n
            if leave:
                return [*rest[:n], *lists]
        rest = _region(op.after, values)
        carried = rest[:n]
        for each, item in zip(lists[first:], rest[n:], strict=True):
            each.append(item)


def same(a, b):
    """Whether two results agree to rounding."""
    if isinstance(a, tuple | list):
        return len(a) == len(b) and all(map(same, a, b))
    if isinstance(a, dict):
        return a.keys() == b.keys() and all(same(a[key], b[key]) for key in a)
    return np.shape(a) == np.shape(b) and np.allclose(a, b, rtol=1e-12, atol=1e-12, equal_nan=True)


__all__ = [
    "MATRIX",
    "NUMPY_FLOAT",
    "VECTOR",
    "M",
    "N",
    "applied",
    "body",
    "built",
    "gradient_of",
    "lowered",
    "run",
    "same",
]
