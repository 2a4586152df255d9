"""`find_source` finds the text of this very function, or says why there is none."""

import ast
import asyncio
import functools
import importlib.util
import linecache
import math
import os
import re
import subprocess
import sys
import textwrap
import threading
import warnings
from itertools import count
from pathlib import Path

import gast
import numpy as np
import pytest

from s2sad.errors import NoSourceError, UnsupportedSyntaxError
from s2sad.frontend import source as source_module
from s2sad.frontend.source import find_source, unwrap

CELLS = count()
# Python 3.10 keeps no columns, later ones none under `-X no_debug_ranges`
HAS_COLUMNS = any(None not in place for place in getattr(find_source.__code__, "co_positions", tuple)())


def text_of(function):
    """The text that `find_source` gives, cut out of the lines by the tree's own positions."""
    source = find_source(function)
    tree = source.tree
    lines = [line.encode() for line in source.lines[tree.lineno - 1 : tree.end_lineno]]
    lines[-1] = lines[-1][: tree.end_col_offset]
    lines[0] = lines[0][tree.col_offset :]
    return b"\n".join(lines).decode()


def run_cell(text, filename=None, flags=0):
    """Run text as IPython runs a cell: compiled under a name that only linecache knows."""
    text = textwrap.dedent(text)
    filename = filename or f"<ipython-input-{next(CELLS)}-abc>"
    linecache.cache[filename] = (len(text), None, text.splitlines(keepends=True), filename)
    namespace = {"__name__": "cell"}
    exec(compile(text, filename, "exec", flags=flags, dont_inherit=True), namespace)
    return namespace


def import_file(path, text):
    """Write a module and import it."""
    path.write_text(textwrap.dedent(text), encoding="utf-8")
    spec = importlib.util.spec_from_file_location(path.stem, path)
    module = importlib.util.module_from_spec(spec)
    sys.dont_write_bytecode, old = True, sys.dont_write_bytecode
    try:
        spec.loader.exec_module(module)
    finally:
        sys.dont_write_bytecode = old
    return module


def edit(path, text):
    """Change a file so that its time or size tells."""
    path.write_text(textwrap.dedent(text), encoding="utf-8")
    os.utime(path, (1, 1))


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


def test_notebook_cells():
    first = run_cell("def f(x):\n    return x\n", "<ipython-input-1-aaa>")["f"]
    second = run_cell("# a comment\n\ndef f(x):\n    return -x\n", "<ipython-input-2-bbb>")["f"]
    kernel = run_cell("def f(x): return 7 * x", "/tmp/ipykernel_9/123.py")["f"]
    assert text_of(first) == "def f(x):\n    return x"
    assert find_source(second).tree.lineno == 3
    assert find_source(second).filename == "<ipython-input-2-bbb>"
    assert text_of(kernel) == "def f(x): return 7 * x"


def test_a_cell_with_top_level_await():
    text = "import asyncio\nawait asyncio.sleep(0); f = lambda x: x\ndef g(x): return x\n"
    filename = "<ipython-input-await>"
    linecache.cache[filename] = (len(text), None, text.splitlines(keepends=True), filename)
    code = compile(text, filename, "exec", flags=ast.PyCF_ALLOW_TOP_LEVEL_AWAIT)
    namespace = {}
    asyncio.run(eval(code, namespace))
    assert text_of(namespace["f"]) == "lambda x: x"
    assert text_of(namespace["g"]) == "def g(x): return x"


def test_future_flags_of_an_earlier_cell():
    flag = source_module.__future__.annotations.compiler_flag
    text = "def f(x):\n    def g(y: int) -> float: return y\n    return g(x)\n"
    assert text_of(run_cell(text, flags=flag)["f"]) == text.rstrip()
    assert text_of(run_cell(text)["f"]) == text.rstrip()
    assert text_of(run_cell("from __future__ import annotations\n" + text)["f"]) == text.rstrip()


def test_the_prompt_has_no_text_before_python_313():
    namespace = {}
    exec(compile("def f(x): return x\n", "<stdin>", "single"), namespace)
    with pytest.raises(NoSourceError, match="source text of `f` is not available") as caught:
        find_source(namespace["f"])
    assert "notebook" in caught.value.hint
    assert (caught.value.span.filename, caught.value.lineno) == ("<stdin>", 1)


PROMPT = """\
from s2sad.frontend.source import find_source
def f(x):
    return x * 3

print("found:", find_source(f).lines[find_source(f).tree.end_lineno - 1].strip())
exit()
"""


@pytest.mark.skipif(
    sys.version_info < (3, 13) or sys.platform == "win32", reason="the prompt keeps its text since 3.13"
)
def test_the_prompt():
    pty = pytest.importorskip("pty")
    parent, child = pty.openpty()
    environment = os.environ | {"TERM": "xterm", "PYTHON_HISTORY": os.devnull}
    root = Path(source_module.__file__).parents[2]
    process = subprocess.Popen(
        [sys.executable, "-q"], stdin=child, stdout=child, stderr=child, cwd=root, env=environment, close_fds=True
    )
    os.close(child)
    os.write(parent, PROMPT.encode().replace(b"\n    return", b"\nreturn"))  # the prompt indents by itself
    output = b""
    timer = threading.Timer(30, process.kill)
    timer.start()
    try:
        while chunk := os.read(parent, 4096):
            output += chunk
    except OSError:  # Linux says so when the child has closed its end
        pass
    finally:
        timer.cancel()
        process.wait()
        os.close(parent)
    assert b"found: return x * 3" in output


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


def test_exec_without_text():
    namespace = {}
    exec("def f(x): return x", namespace)
    with pytest.raises(NoSourceError, match="not available"):
        find_source(namespace["f"])


def test_module_whose_file_is_gone(tmp_path):
    module = import_file(tmp_path / "gone.py", "def f(x): return x")
    (tmp_path / "gone.py").unlink()
    with pytest.raises(NoSourceError, match="not available"):
        find_source(module.f)


@pytest.mark.parametrize(
    "text",
    [
        "# moved\ndef f(x): return x * 2\n",
        "def f(x): return x * 3\n",
        "def f(x): return x * 2.0\n",
        "def g(x): return x * 2\n",
        "def f(y): return y * 2\n",
        "f = lambda x: x * 2\n",
        "",
        "def f(x): return x *\n",
        "def f(x): return x * 2\0\n",
        "return lambda x: x\n",
    ],
)
def test_files_that_changed_since_their_import(tmp_path, text):
    path = tmp_path / "changing.py"
    function = import_file(path, "def f(x): return x * 2\n").f
    assert text_of(function) == "def f(x): return x * 2"
    edit(path, text)
    with pytest.raises(NoSourceError, match=r"has changed|not valid Python any more|not available") as caught:
        find_source(function)
    assert caught.value.span.filename == str(path)
    assert caught.value.hint


def test_a_change_elsewhere_in_the_file_does_no_harm(tmp_path):
    path = tmp_path / "growing.py"
    function = import_file(path, "def f(x):\n    return x * 2  # old\n\n\n1\n").f
    digest = find_source(function).digest
    edit(path, "def f(x):\n    return x * 2  # new comment\n\n\ndef g(x): return 3\n")
    assert find_source(function).line(2) == "    return x * 2  # new comment"
    assert find_source(function).digest == digest


def test_digest_is_that_of_the_text_alone(tmp_path):
    text = "def f(x):\n    return x * 2\n"
    here = find_source(import_file(tmp_path / "here.py", text).f)
    there = find_source(import_file(tmp_path / "there.py", "import math\n\n@staticmethod\n" + text).f.__func__)
    other = find_source(import_file(tmp_path / "other.py", text.replace("2", "3")).f)
    assert here.digest == there.digest != other.digest
    assert len(here.digest) == 64


def test_a_file_is_parsed_once(tmp_path, monkeypatch):
    module = import_file(tmp_path / "many.py", "\n".join(f"def f{i}(x): return x * {i}" for i in range(1000)))
    parsed = []
    original = source_module._ParsedFile
    monkeypatch.setattr(source_module, "_ParsedFile", lambda *args: parsed.append(args) or original(*args))
    for i in range(1000):
        assert find_source(getattr(module, f"f{i}")).tree.lineno == i + 1
    assert len(parsed) == 1


def test_many_lambdas_on_one_line_take_no_quadratic_time():
    functions = run_cell(f"fs = [{', '.join(f'lambda x: x * {i}' for i in range(500))}]")["fs"]
    assert [text_of(each) for each in functions[::50]] == [f"lambda x: x * {i}" for i in range(0, 500, 50)]


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


RECURSIVE = """
import math as m, os.path
try:
    from math import sin, cos as cosine
except ImportError:
    import none.such as sin
from math import *

def power(x, n):
    return 1.0 if n == 0 else x * power(x, n - 1) + m.sin(x) + os.path.sep.join(sin.x()) + cosine.x()

class C:
    def power(self, n):
        return power(n) + self.power(n)
    def __hidden(self, n):
        return __hidden(n) + self.__hidden(n)

def make():
    def power(n):
        return power(n - 1)
    class C:
        def __init__(self):
            def __inner(n):
                return __inner(n - 1)
            self.inner = __inner
    return power, C
"""


@pytest.mark.parametrize("by_statement", [False, True])
def test_recursion_and_imports(by_statement):
    """The bytecode of `m.sin(x)` depends on whether the import was compiled along, which it is not in a notebook."""
    filename = f"<ipython-input-recursive-{by_statement}>"
    linecache.cache[filename] = (len(RECURSIVE), None, RECURSIVE.splitlines(keepends=True), filename)
    statements = ast.parse(RECURSIVE).body
    namespace = {"__name__": "cell"}
    for part in [[each] for each in statements] if by_statement else [statements]:
        exec(compile(ast.Module(part, []), filename, "exec", dont_inherit=True), namespace)
    inner, inner_class = namespace["make"]()
    assert text_of(namespace["power"]).startswith("def power(x, n)")
    assert text_of(namespace["make"]).startswith("def make()")
    assert text_of(namespace["C"].power).startswith("def power(self, n)")
    assert text_of(namespace["C"]._C__hidden).startswith("def __hidden(self, n)")
    assert text_of(inner).startswith("def power(n)")
    assert text_of(inner_class().inner).startswith("def __inner(n)")


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_line_ends_form_feeds_and_a_byte_order_mark(tmp_path, newline):
    text = "\ufeffimport math\n\x0c\ndef f(x):\n    return 'é' + '\x0c'\n\n\ng = lambda x: x\n"
    path = tmp_path / "ends.py"
    path.write_bytes(text.replace("\n", newline).encode())
    spec = importlib.util.spec_from_file_location("ends", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    assert text_of(module.f).startswith("def f(x):\n    return 'é'")
    assert text_of(module.g) == "lambda x: x"


def test_an_encoding_declaration(tmp_path):
    path = tmp_path / "latin.py"
    path.write_bytes("# -*- coding: latin-1 -*-\ndef f(x): return 'é', x\n".encode("latin-1"))
    spec = importlib.util.spec_from_file_location("latin", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    assert text_of(module.f) == "def f(x): return 'é', x"


def test_compiler_warnings_of_the_users_file_are_not_repeated():
    text = "def f(x):\n    return x is 1, '\\d'\n"
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        function = run_cell(text)["f"]
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert text_of(function) == text.rstrip()


def test_deep_expressions_refuse():
    text = f"def f(x):\n    return {' + '.join(['x'] * 3000)}\n"
    try:
        function = run_cell(text)["f"]
    except RecursionError:
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
