"""`find_source` finds the text of this very function, or says why there is none."""

import ast
import functools
import linecache
import math
import re
import sys
import textwrap
import threading
from pathlib import Path

import gast
import numpy as np
import pytest

from s2sad.errors import NoSourceError, UnsupportedSyntaxError
from s2sad.frontend.source import find_source, unwrap

from .texts import run_cell, text_of


def plain(x, y=2.0, *rest, scale=1.0):
    z = x * y  # a comment
    return z + scale


def decorate(function):
    @functools.wraps(function)
    def wrapper(*args):
        return function(*args)

    return wrapper


def keep(function):
    return function


@keep
@keep
def decorated(x):
    return x


@functools.lru_cache(
    maxsize=2,
)
def cached(x):
    return x


@decorate
@decorate
def wrapped(x):
    return x + 1.0


def make(a):
    b = a + 1.0

    def inner(x):
        def innermost(t):
            return inner(t) * a

        return innermost(x) * b if x > 0 else a

    return inner


class Model:
    weight = 2.0

    def __init__(self, a):
        self.__a = a

    def loss(self, x):
        return self.__a * x

    @classmethod
    def build(cls, x):
        return cls(x)

    @staticmethod
    def norm(x):
        return abs(x)

    @property
    def size(self):
        return len(self.__class__.__name__)

    def parent(self):
        return super().__repr__()

    pair = lambda self, x: self.__a * x, lambda self, x: self.__a + x

    class Inner:
        def deep(self):
            return self.__b

    def make(self, x):
        return [lambda: self.__a * x, lambda: self.__a - x, lambda: __class__]


if math.pi > 3:

    def conditional(x):
        return x
else:

    def conditional(x):
        return -x


def twin(x):
    return x


first_twin = twin


def twin(x):
    return 2 * x


def test_plain_function():
    source = find_source(plain)
    assert isinstance(source.tree, gast.FunctionDef)
    assert (source.name, source.qualname) == ("plain", "plain")
    assert source.filename == plain.__code__.co_filename
    assert source.tree.lineno == plain.__code__.co_firstlineno
    assert source.line(source.tree.lineno) == "def plain(x, y=2.0, *rest, scale=1.0):"
    assert source.line(0) == source.line(-1) == source.line(10**6) == ""
    assert source.lines == tuple(Path(__file__).read_text(encoding="utf-8").splitlines())
    assert text_of(plain).startswith("def plain(x, y=2.0, *rest, scale=1.0):\n    z = x * y  # a comment\n")
    assert find_source(plain).tree is not source.tree


@pytest.mark.parametrize("function", [decorated, cached.__wrapped__, unwrap(wrapped)])
def test_decorated_functions(function):
    source = find_source(function)
    assert source.tree.name == function.__name__
    assert source.tree.lineno > function.__code__.co_firstlineno
    assert source.line(source.tree.lineno).startswith("def ")


def test_a_wrapper_is_found_as_itself_and_unwrapped_on_request():
    assert find_source(wrapped).tree.name == "wrapper"
    assert find_source(wrapped).qualname == "wrapped"
    assert find_source(unwrap(wrapped)).tree.name == "wrapped"
    assert unwrap(plain) is plain
    assert unwrap(cached) is cached.__wrapped__
    assert unwrap(Model.__dict__["norm"]) is Model.norm
    assert unwrap(3) == 3


def test_unwrap_refuses_a_circle():
    def f():
        return 0

    f.__wrapped__ = f
    with pytest.raises(NoSourceError, match=r"__wrapped__.*leads back"):
        unwrap(f)


def test_closures():
    assert text_of(make(1.0)).startswith("def inner(x):")
    assert find_source(make(1.0)).qualname == "make.<locals>.inner"
    assert text_of(make).startswith("def make(a):")


def test_innermost_closure():
    cell = run_cell(
        """
        def outer(a):
            n = 0
            def middle(b):
                def inner(x):
                    nonlocal n
                    n += 1
                    return inner, a * b * x
                return inner
            return middle
        """
    )
    assert text_of(cell["outer"](1)(2)).startswith("def inner(x):\n            nonlocal n")


@pytest.mark.parametrize(
    ("function", "start"),
    [
        (Model.__init__, "def __init__(self, a)"),
        (Model.loss, "def loss(self, x)"),
        (Model(1.0).loss, "def loss(self, x)"),
        (Model.build, "def build(cls, x)"),
        (Model.norm, "def norm(x)"),
        (Model.__dict__["size"].fget, "def size(self)"),
        (Model.parent, "def parent(self)"),
        (Model.Inner.deep, "def deep(self)"),
        (Model.pair[0], "lambda self, x: self.__a * x"),
        (Model.pair[1], "lambda self, x: self.__a + x"),
        (Model(1.0).make(2.0)[0], "lambda: self.__a * x"),
        (Model(1.0).make(2.0)[1], "lambda: self.__a - x"),
        (Model(1.0).make(2.0)[2], "lambda: __class__"),
    ],
)
def test_methods(function, start):
    assert text_of(function).startswith(start)


def test_two_functions_of_one_name():
    assert text_of(first_twin).endswith("return x")
    assert text_of(twin).endswith("return 2 * x")
    assert text_of(conditional).endswith("return x")
    assert "-x" not in text_of(conditional)


def test_a_function_in_a_pytest_rewritten_module():
    def checked(x):
        assert x > 0, "positive"

        def inner(y):
            assert y
            return y

        return inner(x)

    def outer(x):
        return checked(x)

    assert text_of(checked).startswith("def checked(x):")
    assert text_of(outer).startswith("def outer(x):")


def test_async_and_generators_are_found():
    async def coroutine(x):
        return x

    def generator(x):
        yield x

    async def both(x):
        yield x

    assert isinstance(find_source(coroutine).tree, gast.AsyncFunctionDef)
    assert isinstance(find_source(both).tree, gast.AsyncFunctionDef)
    assert text_of(generator).startswith("def generator(x):")


def test_generic_functions():
    if sys.version_info < (3, 12):
        pytest.skip("type parameters came with Python 3.12")
    cell = run_cell(
        """
        def f[T](x: T, y=lambda t: t) -> T:
            z: T = x
            return T, z
        class C[S]:
            def g[T](self, x): return S, T
        """
    )
    assert text_of(cell["f"]).startswith("def f[T](x: T")
    assert text_of(cell["C"].g).startswith("def g[T]")


@pytest.mark.parametrize(
    ("thing", "named", "hint"),
    [
        (math.sin, "the builtin `sin`", r"def f\(x\): return sin\(x\)"),
        (len, "the builtin `len`", "of your own"),
        (np.sin, "the ufunc `sin`", "of your own"),
        (np.linalg, "the module `numpy.linalg`", "written in Python"),
        (int, "the class `int`", "a method of the class"),
        (Model, "the class `Model`", "a method of the class"),
        (functools.partial(plain, 1.0), "the partial of `plain`", "`func`"),
        (cached, "`cached`", "of your own"),
        ([].append, "the builtin `list.append`", "of your own"),
        (str.upper, "`str.upper`", "of your own"),
        (3.0, "an object of type `float`", "written in Python"),
        (None, "an object of type `NoneType`", "written in Python"),
    ],
)
def test_things_without_source(thing, named, hint):
    with pytest.raises(NoSourceError, match=named) as caught:
        find_source(thing)
    assert isinstance(caught.value, OSError)
    assert re.search(hint, caught.value.hint)


def test_callable_objects_point_to_their_call():
    class Scale:
        def __call__(self, x):
            return x

    with pytest.raises(NoSourceError, match=r"type `.*Scale`") as caught:
        find_source(Scale())
    assert "`__call__`" in caught.value.hint
    assert text_of(Scale().__call__).startswith("def __call__")


def test_spans():
    text = """
    def f(x):
        é = x * 2; y = é @ x
        return (y +
                x)
    """
    source = find_source(run_cell(text)["f"])
    first, second, last = source.tree.body
    span = source.span(second.value)
    assert span.text[span.col_offset : span.end_col_offset] == "é @ x"
    assert (span.filename, span.function, span.lineno) == (source.filename, "f", 3)
    assert source.span(first.value.op).lineno == source.tree.lineno  # an operator has no place of its own
    assert source.span(source.tree.args).col_offset == source.tree.args.args[0].col_offset
    assert source.span(last).end_col_offset is None
    assert span.excerpt().endswith("\n    é = x * 2; y = é @ x\n                   ^^^^^")


def test_continuation_lines_and_comments():
    text = "def f(x):\n    # a comment\n    return x + \\\n        1  # one\n# the end\n"
    assert text_of(run_cell(text)["f"]) == "def f(x):\n    # a comment\n    return x + \\\n        1"


def test_deep_expressions_refuse():
    text = f"def f(x):\n    return {'-' * 2500}x\n"
    try:
        function = run_cell(text)["f"]
    except (RecursionError, MemoryError):
        pytest.skip("too deep for Python itself")
    with pytest.raises(UnsupportedSyntaxError, match="nested too deeply"):
        find_source(function)


def test_a_construct_that_gast_does_not_know_refuses(monkeypatch):
    monkeypatch.delattr(gast, "MatMult")
    function = run_cell("def f(x):\n    return x @ x\n")["f"]
    with pytest.raises(UnsupportedSyntaxError, match="`MatMult` is unknown to the installed gast"):
        find_source(function)


def test_functions_of_the_standard_library():
    names = [
        *vars(textwrap).items(),
        *vars(functools).items(),
        *vars(linecache).items(),
        *vars(ast.NodeVisitor).items(),
    ]
    functions = [each for _, each in names if isinstance(each, type(plain)) and each.__code__.co_filename[0] != "<"]
    assert len(functions) > 20
    for function in functions:
        assert find_source(function).tree.name == function.__code__.co_name


def test_threads():
    module = run_cell("\n".join(f"def f{i}(x): return x * {i}" for i in range(50)))
    wrong = []

    def work():
        wrong.extend(i for i in range(50) if text_of(module[f"f{i}"]) != f"def f{i}(x): return x * {i}")

    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []
