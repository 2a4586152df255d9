"""`s2sad show`: what it asks of the API, and what it prints."""

import sys

import numpy as np
import pytest
from click.testing import CliRunner

from s2sad import api, cli

from .commands import refused, run


def test_show_prints_the_source_and_nothing_else(model, asked):
    result = run("show", f"{model}:loss")
    assert result.exit_code == 0
    assert result.stdout == "def loss_grad(x):\n    return [1.0]  # reverse\n"
    assert result.stderr == "the module is being run\n"
    (call,) = asked
    fun = call.pop("fun")
    assert (fun.__name__, fun.__module__) == ("loss", "model")
    assert call == {"mode": "reverse", "argnums": 0, "args": None, "kwargs": None, "order": 1, "optimize": True}


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        (["--mode", "forward"], {"mode": "forward"}),
        (["--mode", "primal"], {"mode": "primal"}),
        (["--mode", "ssa"], {"mode": "ssa"}),
        (["--wrt", "W"], {"argnums": "W"}),
        (["--wrt", "W", "--wrt", "x"], {"argnums": ("W", "x")}),
        (["--order", "2"], {"order": 2}),
        (["--no-optimize"], {"optimize": False}),
        (["--at", "x=0.7"], {"args": (), "kwargs": {"x": 0.7}}),
        (["--at", "0.7, scale=math.pi # radians"], {"args": (0.7,), "kwargs": {"scale": np.pi}}),
        (["--at", "x=WEIGHT, W=Params(a=1.0).a"], {"args": (), "kwargs": {"x": 3.0, "W": 1.0}}),
        (["--at", ""], {"args": (), "kwargs": {}}),
    ],
)
def test_show_passes_its_options_on(model, asked, options, expected):
    assert run("show", f"{model}:loss", *options).exit_code == 0
    assert {name: asked[0][name] for name in expected} == expected


def test_show_evaluates_arrays(model, asked):
    assert run("show", f"{model}:loss", "--at", "x=0.7, W=np.ones((3,2))").exit_code == 0
    np.testing.assert_array_equal(asked[0]["kwargs"]["W"], np.ones((3, 2)))


@pytest.mark.parametrize(
    ("name", "qualified"),
    [
        ("Model.energy", "Model.energy"),
        ("Model.kinetic", "Model.kinetic"),
        ("decorated", "decorated"),
        ("wrapped", "wrapped"),
    ],
)
def test_show_finds_methods_and_what_a_derivative_is_of(model, asked, name, qualified):
    assert run("show", f"{model}:{name}").exit_code == 0
    fun = asked[0]["fun"]
    assert fun.__qualname__ == qualified
    assert type(fun).__name__ == "function"
    assert fun(2.0) == (4.0 if name == "wrapped" else 2.0) if name in {"decorated", "wrapped"} else True


def test_of_a_method_the_first_parameter_after_self_counts(tmp_path):
    path = tmp_path / "members.py"
    path.write_text(MEMBERS)
    for name, wrt in (("plain", "x"), ("fixed", "y"), ("made", "z")):
        assert f"with respect to {wrt}\n" in run("show", f"{path}:Outer.Inner.{name}").stdout
    assert "--at" in refused("show", f"{path}:Outer.Inner.reads")


MEMBERS = """
class Outer:
    class Inner:
        def plain(self, x):
            return x * x

        @staticmethod
        def fixed(y):
            return y * y

        @classmethod
        def made(cls, z):
            return z * z

        def reads(self, x):
            return self.scale * x
"""


def test_show_takes_a_module_from_the_current_folder(model, asked, monkeypatch):
    package = model.parent / "shapes"
    package.mkdir()
    (package / "__init__.py").write_text("")
    (package / "round.py").write_text("def area(r):\n    return 3 * r * r\n")
    monkeypatch.chdir(model.parent)
    assert run("show", "shapes.round:area").exit_code == 0
    assert asked[0]["fun"].__module__ == "shapes.round"
    assert run("show", "model.py:loss").exit_code == 0


def test_a_file_sees_its_neighbours_and_wins_over_a_module_of_its_name(tmp_path, asked):
    (tmp_path / "neighbour.py").write_text("def twice(x):\n    return 2 * x\n")
    (tmp_path / "fractions.py").write_text("from neighbour import twice\n\n\ndef f(x):\n    return twice(x)\n")
    assert run("show", f"{tmp_path / 'fractions.py'}:f").exit_code == 0
    fun = asked[0]["fun"]
    assert fun(1.5) == 3.0
    assert sys.modules[fun.__module__].__dict__ is fun.__globals__


def test_wrt_takes_any_name_where_the_function_does(model, asked):
    assert run("show", f"{model}:anything", "--wrt", "w").exit_code == 0
    assert asked[0]["argnums"] == "w"


def test_wrt_takes_several_names(model, asked):
    for words in (("--wrt", "w", "x"), ("--wrt", "w", "--wrt", "x")):
        assert run("show", *words, f"{model}:anything").exit_code == 0
        assert asked[-1]["argnums"] == ("w", "x")


def test_colours_on_a_terminal_only(model, asked, monkeypatch):
    plain = "def loss_grad(x):\n    return [1.0]  # reverse\n"
    assert run("show", f"{model}:loss").stdout == plain
    monkeypatch.setenv("FORCE_COLOR", "1")
    coloured = CliRunner().invoke(cli.main, ["show", f"{model}:loss"], color=True).stdout
    assert "\x1b[" in coloured
    assert "".join(part.partition("m")[2] for part in f"m{coloured}".split("\x1b[")) == plain
    assert run("show", f"{model}:loss", "--no-color").stdout == plain
    monkeypatch.setenv("NO_COLOR", "1")
    assert run("show", f"{model}:loss").stdout == plain


def test_a_long_line_is_not_broken_or_cut_on_a_terminal(model, monkeypatch):
    line = "y = " + " + ".join(["x"] * 60)
    monkeypatch.setattr(api, "source", lambda *_, **__: f"{line}\n")
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("COLUMNS", "40")
    assert run("show", f"{model}:loss").stdout.count("\n") == 1


def test_output_to_a_file(model, asked, tmp_path):
    result = run("show", f"{model}:loss", "-o", tmp_path / "out.py")
    assert (result.exit_code, result.stdout) == (0, "")
    assert (tmp_path / "out.py").read_text() == "def loss_grad(x):\n    return [1.0]  # reverse\n"
    assert "out.py cannot be written" in refused("show", f"{model}:loss", "-o", tmp_path / "none" / "out.py")
