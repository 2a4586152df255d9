"""`find_source` finds functions of notebook cells and of the prompt, which are in no file."""

import __future__

import ast
import asyncio
import linecache
import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest

import s2sad
from s2sad.errors import NoSourceError
from s2sad.frontend.source import find_source

from .texts import run_cell, text_of


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
    flag = __future__.annotations.compiler_flag
    text = "def f(x):\n    def g(y: int) -> float: return y\n    return g(x)\n"
    assert text_of(run_cell(text, flags=flag)["f"]) == text.rstrip()
    assert text_of(run_cell(text)["f"]) == text.rstrip()
    assert text_of(run_cell("from __future__ import annotations\n" + text)["f"]) == text.rstrip()


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


def test_exec_without_text():
    namespace = {}
    exec("def f(x): return x", namespace)
    with pytest.raises(NoSourceError, match="not available"):
        find_source(namespace["f"])


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
    root = Path(s2sad.__file__).parents[1]
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
