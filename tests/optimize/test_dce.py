"""Dead code: what nobody reads goes, effects stay, a sweep without operations is not announced."""

import numpy as np

from s2sad.ir.ops import Comment, Const, Function, Region, Value
from s2sad.ir.types import FLOAT, INT
from s2sad.optimize.dce import eliminate_dead_code

from .lowered import applied, body, gradient_of, lowered


def test_what_nobody_reads_goes():
    def f(x, n):
        y = np.sin(x)
        z = 0.0
        for _ in range(n):
            y = np.cos(y)
            z = z + x
        return z

    found = body(applied(lowered(f, FLOAT, INT), eliminate_dead_code))
    assert "np." not in found
    assert "carry z.0 = 0.0:" in found


def test_effects_stay():
    def f(x):
        assert x > 0.0
        np.sin(x)
        return x

    found = body(applied(lowered(f, FLOAT), eliminate_dead_code))
    assert "assert_" in found
    assert "np.sin" not in found


def test_an_empty_sweep_is_not_announced():
    def f(x):
        return np.sin(x)

    assert body(applied(gradient_of(f, FLOAT), eliminate_dead_code)).startswith("# reverse sweep\n")
    x = Value("x", FLOAT)
    empty = Function("f", (x,), Region((Comment("forward sweep"), Comment("reverse sweep")), (Const(0.0),)))
    assert body(applied(empty, eliminate_dead_code)) == "return 0.0"


def test_functions_that_nothing_calls_go():
    x = Value("x", FLOAT)
    other = Function("g", (x,), Region((), (x,)))
    y = Value("y", FLOAT)
    function = Function("f", (y,), Region((), (y,)), {"g": other})
    assert eliminate_dead_code(function).functions == {}
