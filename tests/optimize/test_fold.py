"""Folding: text before and after, for derivative code and for the user's own arithmetic."""

import functools
import operator

import numpy as np
import pytest

from s2sad.ir.ops import Call, Const, walk
from s2sad.ir.types import BOOL, FLOAT, INT, Array, FixedList, Scalar, Tuple
from s2sad.optimize.dce import eliminate_dead_code
from s2sad.optimize.fold import fold
from s2sad.rules.standard import RULES
from s2sad.runtime import containers, indexing, shaping
from s2sad.runtime.elementwise import abs_partial, as_mask, power_partial

from .lowered import MATRIX, NUMPY_FLOAT, VECTOR, M, N, applied, body, built, lowered

ROW = Array("float64", (1, M))
FLOAT32 = Array("float32", (N,))
folded = functools.partial(fold, rules=RULES)


def after(make, *types, derivative=True):
    """The text of what `make` builds after folding."""
    return body(applied(built(make, *types, derivative=derivative), folded, eliminate_dead_code))


def op(callee, *places, **kwargs):
    """A builder of one call: integers are parameters, other things constants."""

    def make(b, *params):
        args = [params[p] if type(p) is int else Const(p[0]) for p in places]
        return b.call(callee, *args, **kwargs)

    return make


@pytest.mark.parametrize(
    ("make", "kind", "text"),
    [
        (op(operator.mul, 0, [1]), FLOAT, "return x"),
        (op(operator.mul, [1.0], 0), VECTOR, "return x"),
        (op(operator.mul, 0, [1.0]), INT, "t.0 = mul x, 1.0\nreturn t.0"),
        (op(operator.truediv, 0, [1]), FLOAT, "return x"),
        (op(operator.truediv, 0, [1]), INT, "t.0 = truediv x, 1\nreturn t.0"),
        (op(operator.pow, 0, [1]), VECTOR, "return x"),
        (op(operator.sub, [3], [1]), FLOAT, "return 2"),
        (op(operator.add, 0, [0.0]), FLOAT, "t.0 = add x, 0.0\nreturn t.0"),
        (op(np.divide, [1.0], 0), VECTOR, "t.0 = np.divide 1.0, x\nreturn t.0"),
        (op(np.ndim, 0), MATRIX, "return 2"),
        (op(np.iscomplexobj, 0), MATRIX, "return False"),
        (op(containers.pack, [0], [2]), FLOAT, "return (0, 2)"),
        (op(operator.not_, [True]), FLOAT, "return False"),
    ],
)
def test_the_users_own_arithmetic_loses_neutral_elements_only(make, kind, text):
    assert after(make, kind, derivative=False) == text


@pytest.mark.parametrize(
    ("make", "kinds", "text"),
    [
        (op(operator.add, 0, [0.0]), [FLOAT], "return x"),
        (op(operator.add, 0, [0.0]), [INT], "t.0 = add x, 0.0\nreturn t.0"),
        (op(operator.sub, 0, [0]), [VECTOR], "return x"),
        (op(operator.mul, 0, [-1.0]), [VECTOR], "t.0 = neg x\nreturn t.0"),
        (op(operator.add, 0, 0), [FLOAT], "t.0 = mul 2, x\nreturn t.0"),
        (op(np.divide, [1.0], 0), [VECTOR], "t.0 = truediv 1.0, x\nreturn t.0"),
        (op(np.divide, [1.0], 0), [FLOAT], "t.0 = np.divide 1.0, x\nreturn t.0"),
        (op(np.real, 0), [VECTOR], "return x"),
        (op(np.conj, 0), [Array("complex128", (N,))], "t.0 = np.conjugate x\nreturn t.0"),
        (op(np.sum, 0), [NUMPY_FLOAT], "return x"),
        (op(np.sum, 0), [FLOAT], "t.0 = np.sum x\nreturn t.0"),
        (op(np.asarray, 0, dtype=Const(bool)), [Array("bool", (N,))], "return x"),
        (op(np.asarray, 0, dtype=Const(float)), [FLOAT32], "t.0 = np.asarray x, dtype=float\nreturn t.0"),
        (op(as_mask, 0), [Array("bool", (N,))], "return x"),
        (op(np.multiply, 0, [1.0]), [VECTOR], "return x"),
    ],
)
def test_derivative_code_is_regrouped(make, kinds, text):
    assert after(make, *kinds) == text


def test_signs_end_in_differences():
    assert after(lambda b, x, y: b.call(operator.add, x, b.call(operator.neg, y)), FLOAT, FLOAT) == (
        "t.0 = sub x, y\nreturn t.0"
    )
    assert after(lambda b, x, y: b.call(operator.add, b.call(operator.neg, x), y), FLOAT, FLOAT) == (
        "t.0 = sub y, x\nreturn t.0"
    )
    assert after(lambda b, x, y: b.call(operator.sub, x, b.call(operator.neg, y)), FLOAT, FLOAT) == (
        "t.0 = add x, y\nreturn t.0"
    )
    assert after(lambda b, x: b.call(operator.neg, b.call(operator.neg, x)), FLOAT) == "return x"


def test_a_sign_leaves_a_product_where_a_sum_takes_it():
    def make(b, x, y):
        return b.call(operator.add, x, b.call(operator.mul, b.call(operator.neg, x), y))

    assert after(make, VECTOR, VECTOR) == "t.0 = mul x, y\nt.1 = sub x, t.0\nreturn t.1"
    assert after(make, VECTOR, VECTOR, derivative=False) == (
        "t.0 = neg x\nt.1 = mul t.0, y\nt.2 = add x, t.1\nreturn t.2"
    )


def test_a_sign_goes_into_a_literal():
    def make(b, x):
        return b.call(operator.mul, Const(2.0), b.call(operator.neg, x))

    assert after(make, VECTOR) == "t.0 = mul -2.0, x\nreturn t.0"


def test_a_product_with_a_reciprocal_is_a_quotient():
    def make(b, x, y):
        return b.call(operator.mul, x, b.call(operator.truediv, Const(1.0), y))

    assert after(make, FLOAT, FLOAT) == "t.0 = truediv x, y\nreturn t.0"
    assert after(make, FLOAT, FLOAT, derivative=False) == "t.0 = truediv 1.0, y\nt.1 = mul x, t.0\nreturn t.1"


def test_np_divide_stays_where_a_python_number_may_divide():
    def made_by_numpy(b, x):
        return b.call(np.divide, Const(1.0), b.call(operator.add, b.call(np.sin, x), Const(1.0)))

    assert "truediv 1.0" in after(made_by_numpy, FLOAT)
    assert "np.divide 1.0" in after(op(np.divide, [1.0], 0), NUMPY_FLOAT)  # a join may have made the type


def test_a_literal_goes_to_the_number_not_over_the_array():
    def make(b, x, y):
        return b.call(operator.mul, y, b.call(operator.mul, Const(2), x))

    assert after(make, VECTOR, FLOAT) == "t.0 = mul 2, y\nt.1 = mul t.0, x\nreturn t.1"


def test_integers_are_counted_together():
    def make(b, x):
        return b.call(operator.sub, b.call(operator.sub, x, Const(1)), Const(1))

    assert after(make, INT) == "t.0 = sub x, 2\nreturn t.0"
    assert after(make, FLOAT).count("sub") == 2


# -- shapes ------------------------------------------------------------------------------------------------------------


def _spread(b, y, x):
    return b.call(np.broadcast_to, y, b.call(np.shape, x), type=Array("float64", x.type.dims), effect="pure")


@pytest.mark.parametrize("callee", [operator.add, operator.mul, operator.truediv, np.multiply])
def test_arithmetic_broadcasts_by_itself(callee):
    def make(b, x, y):
        return b.call(callee, _spread(b, y, x), x)

    name = "np.multiply" if callee is np.multiply else callee.__name__
    assert after(make, MATRIX, NUMPY_FLOAT) == f"t.0 = {name} y, x\nreturn t.0"


def test_a_broadcast_stays_where_it_decides_the_dtype_or_the_shape():
    def float32(b, x, y):
        return b.call(operator.mul, _spread(b, y, x), x)

    assert "broadcast_to" in after(float32, FLOAT32, FLOAT)
    assert "broadcast_to" in after(_spread_of_row, MATRIX, ROW)


def _spread_of_row(b, x, y):
    return b.call(operator.mul, _spread(b, y, x), y)


def test_a_broadcast_moves_behind_arithmetic_of_numbers():
    def make(b, x, y):
        return b.call(operator.mul, Const(2.0), _spread(b, y, x))

    assert (
        after(make, VECTOR, NUMPY_FLOAT)
        == "t.0 = np.shape x\nt.1 = mul 2.0, y\nt.2 = np.broadcast_to t.1, t.0\nreturn t.2"
    )


def test_a_write_broadcasts_by_itself():
    def make(b, x, y):
        part = b.call(operator.getitem, x, Const(slice(1, None)))
        return b.call(indexing.add_at, x, Const(slice(1, None)), _spread(b, y, part))

    assert after(make, VECTOR, NUMPY_FLOAT) == "t.0 = add_at x, slice(1, None, None), y\nreturn t.0"


def test_where_broadcasts_by_itself():
    def make(b, x, y, z):
        return b.call(np.where, x, _spread(b, y, z), Const(0.0))

    assert after(make, Array("bool", (N,)), NUMPY_FLOAT, VECTOR) == "t.0 = np.where x, y, 0.0\nreturn t.0"


def test_a_broadcast_to_the_own_shape_is_nothing():
    assert after(lambda b, x: _spread(b, x, b.call(np.sin, x)), VECTOR) == "return x"


def test_leading_axes_come_by_themselves():
    def make(b, x, y):
        return b.call(operator.mul, b.call(np.expand_dims, y, Const(0)), x)

    assert after(make, MATRIX, Array("float64", (M,))) == "t.0 = mul y, x\nreturn t.0"


def test_shapes_are_asked_of_parameters():
    def make(b, x):
        return b.call(np.size, b.call(operator.pow, b.call(np.sin, x), Const(2)))

    assert after(make, VECTOR) == "t.0 = np.size x\nreturn t.0"
    assert "np.sin" in after(make, VECTOR, derivative=False)


def test_transposes_and_reshapes_undo_each_other():
    assert after(lambda b, x: b.call(np.transpose, b.call(np.transpose, x)), MATRIX) == "return x"

    def reshaped(b, x, y):
        return b.call(np.reshape, x, b.call(np.shape, y))

    assert after(reshaped, MATRIX, MATRIX) == "return x"
    assert "np.reshape" in after(reshaped, MATRIX, Array("float64", (M, N)))
    assert "np.reshape" in after(reshaped, Array("float64", (None,)), Array("float64", (None,)))


def test_zeros_of_the_same_shape_add_nothing():
    def make(b, x, y):
        return b.call(operator.add, b.call(np.zeros_like, y), x)

    assert after(make, VECTOR, VECTOR) == "return x"
    assert "zeros_like" in after(make, ROW, MATRIX)
    assert "zeros_like" in after(make, Array("float64", (None,)), Array("float64", (None,)))


def test_only_ones_are_known_sizes():
    def make(b, x):
        shape = b.call(np.shape, x)
        return b.call(
            containers.pack, b.call(operator.getitem, shape, Const(0)), b.call(operator.getitem, shape, Const(1))
        )

    assert after(make, ROW) == "t.0 = np.shape x\nt.1 = getitem t.0, 1\nt.2 = pack 1, t.1\nreturn t.2"


# -- helpers -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kinds", "text"),
    [
        ([VECTOR, VECTOR], "return x"),
        ([FLOAT, FLOAT], "return x"),
        ([MATRIX, Array("float64", (M,))], "t.0 = np.sum x, axis=0\nreturn t.0"),
        ([MATRIX, ROW], "t.0 = np.sum x, axis=0, keepdims=True\nreturn t.0"),
        ([MATRIX, FLOAT], "t.0 = np.sum x\nreturn t.0"),
        ([Array("complex128", (N,)), VECTOR], "t.0 = np.real x\nreturn t.0"),
        ([VECTOR, FLOAT32], "t.0 = astype x, np.float32\nreturn t.0"),
        ([VECTOR, Array("int64", (N,))], "return x"),
        ([Array("float64", (None,)), VECTOR], "t.0 = match x, y\nreturn t.0"),
        ([ROW, MATRIX], "t.0 = match x, y\nreturn t.0"),
    ],
)
def test_match_is_what_the_types_say(kinds, text):
    assert after(op(shaping.match, 0, 1), *kinds) == text


@pytest.mark.parametrize(
    ("power", "kind", "text"),
    [
        (2, FLOAT, "t.0 = mul 2, x"),
        (2.0, VECTOR, "t.0 = mul 2.0, x"),
        (3, VECTOR, "t.0 = pow x, 2\nt.1 = mul 3, t.0"),
        (3, FLOAT, "t.0 = pow x, 2\nt.1 = mul 3, t.0"),
        (2.5, VECTOR, "t.0 = pow x, 1.5\nt.1 = mul 2.5, t.0"),
        (0.5, VECTOR, "t.0 = pow x, -0.5\nt.1 = mul 0.5, t.0"),
        (0.5, FLOAT, "t.0 = power_partial x, 0.5"),
        (-1, FLOAT, "t.0 = power_partial x, -1"),
        (-1, VECTOR, "t.0 = power_partial x, -1"),
        (2, INT, "t.0 = power_partial x, 2"),
        (1, VECTOR, "t.0 = np.ones_like x"),
    ],
)
def test_partial_derivatives_of_powers(power, kind, text):
    result = after(op(power_partial, 0, [power]), kind)
    assert result.rpartition("\n")[0] == text


def test_the_partial_derivative_of_the_first_power():
    assert after(op(power_partial, 0, [1]), FLOAT) == "return 1.0"


def test_np_power_of_a_python_number_does_not_raise():
    def make(b, x):
        return b.call(containers.pack, b.call(np.power, x, Const(3)), b.call(power_partial, x, Const(3)))

    assert "pow x" not in after(make, FLOAT)
    assert after(make, FLOAT).count("np.power x") == 2


def test_the_partial_derivative_of_abs():
    assert after(op(abs_partial, 0, 1), VECTOR, VECTOR) == "t.0 = np.sign x\nreturn t.0"
    assert after(op(abs_partial, 0, 1), FLOAT, FLOAT) == ("t.0 = ne x, 0.0\nt.1 = math.copysign t.0, x\nreturn t.1")
    assert "abs_partial" in after(op(abs_partial, 0, 1), Array("complex128", (N,)), VECTOR)


def test_helpers_of_static_values_are_evaluated():
    assert after(op(shaping.inverse_axes, [(1, 2, 0)]), FLOAT) == "return (2, 0, 1)"


def test_reshape_like():
    assert after(op(shaping.reshape_like, 0, 1), VECTOR, VECTOR) == "return x"
    assert after(op(shaping.reshape_like, 0, 1), VECTOR, MATRIX) == (
        "t.0 = np.shape y\nt.1 = np.reshape x, t.0\nreturn t.1"
    )


# -- containers --------------------------------------------------------------------------------------------------------


def test_elements_that_were_just_put_in():
    def make(b, x, y):
        pair = b.call(containers.pack, x, y)
        some = b.call(containers.build_list, pair, y)
        first = b.call(operator.getitem, some, Const(0))
        return b.call(operator.getitem, first, Const(-1))

    assert after(make, FLOAT, VECTOR) == "return y"


def test_entries_and_attributes_that_were_just_put_in():
    class Point:
        pass

    def entry(b, x, y):
        d = b.call(containers.build_dict, Const(("w", "b")), x, y)
        return b.call(operator.getitem, d, Const("b"))

    def attribute(b, x, y):
        p = b.call(containers.build_object, Const(Point), Const(("u", "v")), x, y)
        return b.call(containers.read_attribute, p, Const("u"))

    assert after(entry, FLOAT, VECTOR) == "return y"
    assert after(attribute, FLOAT, VECTOR) == "return x"


def test_the_end_of_a_list_that_was_just_appended():
    def make(b, x, y):
        longer = b.call(containers.appended, x, y)
        last = b.call(operator.getitem, longer, Const(-1))
        return b.call(containers.pack, last, b.call(containers.without_last, longer, type=x.type))

    assert after(make, FixedList((FLOAT,)), FLOAT) == "t.0 = pack y, x\nreturn t.0"


def test_the_length_of_a_tuple_is_known():
    assert after(op(len, 0), Tuple((FLOAT, FLOAT))) == "return 2"
    assert after(op(len, 0), VECTOR) == "t.0 = len x\nreturn t.0"


# -- memory ------------------------------------------------------------------------------------------------------------


def test_a_copy_that_is_written_to_stays():
    def written(x):
        y = x * 1
        y[0] = 5.0
        return np.sum(y)

    function = applied(lowered(written, VECTOR), folded)
    assert "mul x, 1" in body(function)


def test_spans_and_origins_survive():
    def make(b, x, y):
        return b.call(operator.add, x, b.call(operator.neg, y))

    before = built(make, FLOAT, FLOAT)
    calls = [op for op in walk(folded(before).body) if isinstance(op, Call)]
    assert all(call.origin is before.body.ops[0].origin for call in calls)


def test_folding_reaches_inside_loops_and_branches():
    def f(x, n):
        for _ in range(n):
            if x > 1.0:
                x = x * 1.0
        return x

    assert "mul" not in body(applied(lowered(f, FLOAT, INT), folded))


def test_comparisons_of_literals_are_settled():
    assert after(op(operator.lt, [1], [2]), BOOL) == "return True"
    assert after(op(operator.lt, 0, [2]), Scalar("float64")) == "t.0 = lt x, 2\nreturn t.0"
