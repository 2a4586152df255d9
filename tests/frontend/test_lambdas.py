"""`find_source` tells the functions of one line apart."""

import ast

import gast
import pytest

from s2sad.frontend.source import find_source

from .texts import run_cell, text_of

# Python 3.10 keeps no columns, later ones none under `-X no_debug_ranges`
HAS_COLUMNS = any(None not in place for place in getattr(find_source.__code__, "co_positions", tuple)())


def test_lambda_as_a_decorator_is_not_the_function_under_it():
    cell = run_cell(
        """
        seen = []
        @lambda f: seen.append(f) or f
        @(lambda f: f)
        def f(x): return x
        """
    )
    assert text_of(cell["f"]) == "def f(x): return x"


def test_lambdas_on_one_line():
    # fmt: off
    f, g, h = lambda x: x * 2, lambda x: x * 3.0, lambda y: y * 2
    # fmt: on
    assert [text_of(each) for each in (f, g, h)] == ["lambda x: x * 2", "lambda x: x * 3.0", "lambda y: y * 2"]
    assert find_source(f).name == "<lambda>"
    assert isinstance(find_source(f).tree, gast.Lambda)


@pytest.mark.parametrize(
    "text",
    [
        "[lambda x: 1, lambda x: 1.0, lambda x: True, lambda x: -0.0, lambda x: 0.0, lambda x: 0]",
        "[lambda x: (1, 2), lambda x: (1, 2.0), lambda x: x in {1, 2}, lambda x: x in {1, 3}]",
        "[lambda x: a, lambda x: b, lambda x: x.a, lambda x: x.b, lambda a: a, lambda x, a: a]",
        "[lambda x: x, lambda *x: x, lambda **x: x, lambda *, x: x, lambda x, /: x]",
        "[lambda x: lambda y: x, lambda x: lambda y: y, lambda x: lambda: x]",
        "[lambda x: [x for _ in a], lambda x: [_ for _ in a], lambda x: {x for _ in a}, lambda x: [x for x in a]]",
        "[lambda x: f'{x}', lambda x: f'{x!r}', lambda x: f'{x:.3}', lambda: (yield), lambda: (yield 1)]",
        "[lambda x: x if x else 1, lambda x: x and 1, lambda x: x or 1, lambda x: 1 if True else x]",
        "[lambda x: x[0], lambda x: x[:1], lambda x: x[1:], lambda x: x[0, 1], lambda x: x[..., 0]]",
        "[lambda x, f=lambda x: x + 1: f(x), lambda x: x + 1, lambda x: x + 2]",
        "(lambda: [lambda x: x + 1, lambda: 0, lambda x: x + 2])()",
        "(lambda a, b: [lambda x: a, lambda x: b, lambda x: (a, b), lambda x: (b, a)])(1, 2)",
        "[(lambda k: lambda x: k * x)(1), (lambda k: lambda x: k + x)(1)]",
    ],
)
def test_each_of_many_lambdas_on_one_line(text):
    cell = run_cell(f"a = [1]; b = 2; fs = {text}")
    texts = [text_of(each) for each in cell["fs"]]
    assert len(set(texts)) == len(texts)
    tree = ast.parse(text)
    wanted = {ast.get_source_segment(text, node) for node in ast.walk(tree) if isinstance(node, ast.Lambda)}
    assert set(texts) <= wanted
    for function, found in zip(cell["fs"], texts, strict=True):
        again = eval(found, {"a": [1], "b": 2, "k": 1}).__code__
        assert again.co_varnames == function.__code__.co_varnames


def test_lambdas_of_the_same_code():
    functions = run_cell("fs = [lambda x, a=1: a * x, lambda x, a=2: a * x]")["fs"]
    texts = [text_of(each) for each in functions]
    if HAS_COLUMNS:
        assert texts == ["lambda x, a=1: a * x", "lambda x, a=2: a * x"]
    else:
        assert all(text.endswith(": a * x") for text in texts)


def test_lambdas_in_statements_that_share_a_line():
    cell = run_cell("f = lambda x: x; g = lambda x: -x\nif f: h = lambda x: x + 1; k = lambda x: x + 2\n")
    assert text_of(cell["f"]) == "lambda x: x"
    assert text_of(cell["g"]) == "lambda x: -x"
    assert text_of(cell["h"]) == "lambda x: x + 1"
    assert text_of(cell["k"]) == "lambda x: x + 2"


def test_lambdas_in_a_call_over_several_lines():
    cell = run_cell(
        """
        f, g, h, k = map(lambda f: f, [
            lambda x: (
                x + 1  # one
            ), lambda x: x + 2,
            lambda x: \\
                x * 3, lambda x: [
                x, 4],
        ])
        """
    )
    assert text_of(cell["f"]) == "lambda x: (\n        x + 1  # one\n    )"
    assert text_of(cell["g"]) == "lambda x: x + 2"
    assert text_of(cell["h"]) == "lambda x: \\\n        x * 3"
    assert text_of(cell["k"]) == "lambda x: [\n        x, 4]"


def test_one_line_functions():
    cell = run_cell(
        """
        def a(x): pass
        def b(x): "text"
        def c(x): return x
        def d(x):
            pass
            pass
        class C:
            def e(self): ...
            def f(self): x = 1; return lambda: x
        """
    )
    for name in "abcd":
        assert text_of(cell[name]).startswith(f"def {name}(x):")
    assert text_of(cell["C"].e) == "def e(self): ..."
    assert text_of(cell["C"]().f()) == "lambda: x"


def test_many_lambdas_on_one_line_take_no_quadratic_time():
    functions = run_cell(f"fs = [{', '.join(f'lambda x: x * {i}' for i in range(500))}]")["fs"]
    assert [text_of(each) for each in functions[::50]] == [f"lambda x: x * {i}" for i in range(0, 500, 50)]
