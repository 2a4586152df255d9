"""One screen for whatever goes wrong in `s2sad show`."""

import os
from pathlib import Path

import pytest

from s2sad import api
from s2sad.errors import SourceSpan, UnsupportedSyntaxError

from .commands import refused


def test_missing_file_module_and_function(model, asked):
    assert "nothing.py: no such file" in refused("show", "nothing.py:f")
    assert "no such file" in refused("show", f"{model.parent}{os.sep}:f")
    message = refused("show", "no_such_package.x:f")
    assert message.splitlines()[1:] == ["ModuleNotFoundError: No module named 'no_such_package'"]
    assert "write FILE.py:FUNC" in refused("show", f"{model}")
    assert "has no 'lost'; did you mean 'loss'?" in refused("show", f"{model}:lost")
    assert "did you mean 'energy'?" in refused("show", f"{model}:Model.energie")
    assert "did you mean" not in refused("show", f"{model}:zzz")
    assert "'WEIGHT' in" in refused("show", f"{model}:WEIGHT")
    assert asked == []


@pytest.mark.parametrize(
    ("text", "fragments"),
    [
        ("import numpy\n\n1 / 0\n", ['broken.py", line 3', "1 / 0", "ZeroDivisionError: division by zero"]),
        ("x = 1\ndef f(:\n", ['broken.py", line 2', "def f(:", "SyntaxError"]),
        ("import no_such_package\n", ['broken.py", line 1', "No module named 'no_such_package'"]),
        ("from . import other\n", ['broken.py", line 1', "ImportError"]),
        ("import sys\nsys.exit('usage: broken')\n", ['broken.py", line 2', "SystemExit: usage: broken"]),
        ("x = '\0'\n", ["broken.py", "Error"]),
    ],
)
def test_a_module_that_cannot_be_imported(tmp_path, asked, text, fragments):
    (tmp_path / "broken.py").write_text(text)
    message = refused("show", f"{tmp_path / 'broken.py'}:f")
    assert "cannot be imported" in message
    for fragment in fragments:
        assert fragment in message
    assert asked == []


@pytest.mark.parametrize(
    ("at", "fragments"),
    [
        ("x=0.7, W=", ["  x=0.7, W=\n", "^"]),
        ("x=0.7 W=1", ["  x=0.7 W=1\n", "^"]),
        ("x=1)", ["unmatched ')'"]),
        ("x=(1", ["was never closed"]),
        ("x=1, 2", ["positional argument follows keyword argument"]),
        ("x=\0", ["null bytes"]),
        ("x=1\n  y=2", ["invalid syntax"]),
        ("x=nothing", ["NameError: name 'nothing' is not defined", "x=nothing"]),
        ("x=np.ones((2,)) @ np.ones(3)", ["ValueError"]),
        ("q=1.0", ["got an unexpected keyword argument 'q'", "loss(x, W=2.0, *, scale=1.0)"]),
        ("1.0, x=1.0", ["multiple values for argument 'x'"]),
    ],
)
def test_bad_example_arguments(model, asked, at, fragments):
    message = refused("show", f"{model}:loss", "--at", at)
    for fragment in ["--at: ", *fragments]:
        assert fragment in message
    assert asked == []


@pytest.mark.parametrize(("at", "mistake"), [("x=0.7, W=2 $ 3", "$"), ("x=(1, W=[2)", ")"), ("x=(0.7, W", "")])
def test_the_caret_is_under_the_mistake(model, at, mistake):
    *_, line, caret = refused("show", f"{model}:loss", "--at", at).splitlines()
    assert line == f"  {at}"
    assert line[caret.index("^") :][:1] == mistake


def test_bad_wrt(model, asked):
    message = refused("show", f"{model}:loss", "--wrt", "x", "--wrt", "w")
    assert "--wrt: there is no parameter 'w'; the parameters are: x, W, scale" in message
    assert asked == []


def test_usage_errors_of_click(model):
    assert "is not one of" in refused("show", f"{model}:loss", "--mode", "sideways")
    assert "Invalid value for '--order'" in refused("show", f"{model}:loss", "--order", "0")


def test_an_error_of_the_compiler_is_shown_with_excerpt_and_caret(model, monkeypatch):
    span = SourceSpan(str(model), 7, 4, 14, "    yield from x", "loss")

    def source(*_, **__):
        raise UnsupportedSyntaxError("yield is not differentiated", span, "Build a list.")

    monkeypatch.setattr(api, "source", source)
    message = refused("show", f"{model}:loss", "-o", model.parent / "out.py")
    assert "Error: UnsupportedSyntaxError: yield is not differentiated\n" in message
    assert f'File "{model}", line 7, in loss\n    yield from x\n    ^^^^^^^^^^\n  Build a list.' in message
    assert not (model.parent / "out.py").exists()


def test_an_error_inside_the_compiler_has_no_traceback_either(model, monkeypatch):
    def source(*_, **__):
        raise KeyError("x.0")

    monkeypatch.setattr(api, "source", source)
    message = refused("show", f"{model}:loss")
    assert "KeyError: 'x.0'" in message
    assert Path(__file__).name in message
