"""Every pass keeps the value of gradients, and takes time in proportion to their size."""

import functools
import importlib.util
import time

import numpy as np
import pytest

from s2sad.ir.ops import walk
from s2sad.ir.types import FLOAT, INT, Array, FixedList, Record, Tuple
from s2sad.optimize.accumulate import regroup_sums
from s2sad.optimize.copies import propagate_copies
from s2sad.optimize.cse import eliminate_common_subexpressions
from s2sad.optimize.dce import eliminate_dead_code
from s2sad.optimize.factor import factor_sums
from s2sad.optimize.fold import fold
from s2sad.optimize.hoist import hoist_invariants
from s2sad.optimize.hoist_reads import hoist_container_reads
from s2sad.optimize.shapes import ask_shapes
from s2sad.optimize.simplify_branches import simplify_branches
from s2sad.rules.standard import RULES

from .lowered import MATRIX, VECTOR, M, applied, body, gradient_of, run, same

merged = functools.partial(eliminate_common_subexpressions, rules=RULES)
folded = functools.partial(fold, rules=RULES)
factored = functools.partial(factor_sums, rules=RULES)
hoisted = functools.partial(hoist_invariants, rules=RULES)
PASSES = [
    eliminate_dead_code,
    propagate_copies,
    simplify_branches,
    folded,
    merged,
    propagate_copies,
    hoist_container_reads,
    hoisted,
    merged,
    folded,
    factored,
    ask_shapes,
    eliminate_dead_code,
    regroup_sums,
]
rng = np.random.default_rng(0)
X, Y = rng.uniform(0.5, 1.5, (2, 5))
A, B = rng.uniform(0.5, 1.5, (2, 5, 3))
WEIGHTS = [(rng.normal(size=(3, 3)), rng.normal(size=3)) for _ in range(2)]
LAYER = Tuple((Array("float64", (M, M)), Array("float64", (M,))))


def recursion(x):
    z = 0.0
    for _ in range(20):
        z = np.sin(x * z) + x
    return z


def newton(a, tol):
    x = a
    while abs(x * x - a) > tol:
        x = x - (x * x - a) / (2 * x)
    return x


def second_differences(x, n):
    s = 0.0
    for i in range(1, n - 1):
        s += (x[i + 1] - 2 * x[i] + x[i - 1]) ** 2
    return s


def masked(x):
    return np.sum(np.where(x > 1.0, np.sqrt(x) * np.exp(-x), 0))


def chain(x):
    return np.sum(np.sin(x) * np.exp(-x * x)) + np.mean(np.abs(x) ** 3)


def layers(params, x, y):
    for w, b in params:
        x = np.tanh(x @ w + b)
    return np.mean((x - y) ** 2)


def branches(x, y):
    if x > y > 0:
        return x * y
    w = y
    while w < 10:
        w = w * x
        if w > 5:
            break
    return w**3 / x


def decayed(p, x, n):
    for i in range(n):
        if i != 1:
            x = x * np.exp(-p["rate"]) + p["shift"]
    return np.sum(x / (1.0 + x)) * 2


def scaled_rows(a, x):
    return np.sum((a - np.mean(a, axis=0)) ** 2 / x[:, None])


CASES = [
    (recursion, (FLOAT,), (0.7,)),
    (newton, (FLOAT, FLOAT), (2.0, 1e-6)),
    (second_differences, (VECTOR, INT), (X, 5)),
    (masked, (VECTOR,), (X,)),
    (chain, (VECTOR,), (X,)),
    (layers, (FixedList((LAYER, LAYER)), MATRIX, MATRIX), (WEIGHTS, A, B)),
    (branches, (FLOAT, FLOAT), (1.3, 1.5)),
    (branches, (FLOAT, FLOAT), (1.5, 1.3)),
    (decayed, (Record((("rate", FLOAT), ("shift", FLOAT))), VECTOR, INT), ({"rate": 0.5, "shift": 1.0}, X, 3)),
    (scaled_rows, (MATRIX, VECTOR), (A, X)),
]


@pytest.mark.parametrize(("function", "types", "args"), CASES)
def test_every_pass_keeps_the_gradient(function, types, args):
    before = gradient_of(function, *types)
    expected = run(before, *args)
    after = before
    for each in PASSES:
        after = applied(after, each)
        assert same(run(after, *args), expected), each


def test_the_gradient_of_the_recursion():
    assert body(applied(gradient_of(recursion, FLOAT), *PASSES)) == (
        "# forward sweep\n"
        "t.0 = range 20\n"
        "z.2, z_tape.0 = for _.0 in t.0 carry z.0 = 0.0 collect 1:\n"
        "  t.1 = mul x, z.0\n"
        "  t.2 = np.sin t.1\n"
        "  z.1 = add t.2, x\n"
        "  yield z.1, z.0\n"
        "# reverse sweep\n"
        "t.3 = getitem z_tape.0, slice(None, None, -1)\n"
        "z_bar.1, x_bar.2 = for z.3 in t.3 carry z_bar.0 = 1.0, x_bar.0 = 0.0:\n"
        "  t.4 = mul x, z.3\n"
        "  t.5 = np.cos t.4\n"
        "  t_bar.0 = mul z_bar.0, t.5\n"
        "  t_bar.1 = mul z.3, t_bar.0\n"
        "  t_bar.2 = add z_bar.0, t_bar.1\n"
        "  t_bar.3 = mul x, t_bar.0\n"
        "  x_bar.1 = add x_bar.0, t_bar.2\n"
        "  yield t_bar.3, x_bar.1\n"
        "return x_bar.2"
    )


def _long(path, lines):
    steps = ["x = np.sin(x) * y", "y = x * y + 1.0", "x = x / (y * y + 1.0)", "x = x - np.mean(y) * y"]
    text = "".join(f"    {steps[k % 4]}\n" for k in range(lines))
    path.write_text(f"import numpy as np\n\n\ndef f(x, y):\n{text}    return np.sum(x * y)\n")
    spec = importlib.util.spec_from_file_location(path.stem, path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.f


def test_the_time_of_the_passes_is_linear(tmp_path):
    per_operation = []
    for lines in (100, 400):
        function = gradient_of(_long(tmp_path / f"long_{lines}.py", lines), VECTOR, VECTOR)
        count = sum(1 for _ in walk(function.body))
        best = float("inf")
        for _ in range(3):
            start, after = time.perf_counter(), function
            for each in PASSES:
                after = each(after)
            best = min(best, time.perf_counter() - start)
        per_operation.append(best / count)
    assert per_operation[1] < 2.0 * per_operation[0]
    assert per_operation[1] < 500e-6
