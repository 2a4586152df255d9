"""`find_source` reads the file as it is now, and refuses what has changed since the import."""

import importlib.util
import warnings

import pytest

from s2sad.errors import NoSourceError
from s2sad.frontend import definitions
from s2sad.frontend.source import find_source

from .texts import edit, import_file, run_cell, text_of


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
    original = definitions.ParsedFile
    monkeypatch.setattr(definitions, "ParsedFile", lambda *args: parsed.append(args) or original(*args))
    for i in range(1000):
        assert find_source(getattr(module, f"f{i}")).tree.lineno == i + 1
    assert len(parsed) == 1


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
