"""The command line: what it asks of the API, what it prints, and one screen for whatever goes wrong."""

import importlib.util
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner

from s2sad import api, cli, testing
from s2sad.cache import DiskCache, key
from s2sad.errors import SourceSpan, UnsupportedSyntaxError

ROOT = Path(__file__).parents[2]

MODEL = '''\
import functools
import json
from dataclasses import dataclass

import numpy as np

print("the module is being run")


@dataclass
class Params:
    a: "float"


def loss(x, W=2.0, *, scale=1.0):
    """A loss."""
    return np.sin(x) * W * scale


def by_position(x, /, *rest):
    return x


def anything(x, **options):
    return x


def positive(x):
    assert x > 0, "x must be positive"
    return x


class Model:
    def energy(self, x):
        return x * x

    @staticmethod
    def kinetic(v):
        return 0.5 * v * v


class Derivative:
    """What a decorated function is, as far as the command line is concerned."""

    def __init__(self, fun):
        self.__wrapped__ = fun

    def __call__(self, x):
        return 0.0

    def source(self, x):
        return ""


@Derivative
@Derivative
def decorated(x):
    return x


def doubled(fun):
    @functools.wraps(fun)
    def wrapper(x):
        return 2 * fun(x)

    return wrapper


@doubled
def wrapped(x):
    return x


WEIGHT = 3.0

if __name__ == "__main__":
    raise SystemExit("main must not run")
'''


@pytest.fixture(autouse=True)
def clean_process(monkeypatch):
    """Modules that a command loads do not outlive the test; the environment chooses neither colours nor a cache."""
    monkeypatch.setattr(sys, "path", [*sys.path])
    monkeypatch.setenv("S2SAD_CACHE_DIR", "")
    for variable in ("FORCE_COLOR", "NO_COLOR", "TTY_COMPATIBLE", "COLUMNS"):
        monkeypatch.delenv(variable, raising=False)
    modules = {**sys.modules}
    yield
    for name in sys.modules.keys() - modules.keys():
        del sys.modules[name]
    sys.modules.update(modules)


@pytest.fixture
def model(tmp_path):
    path = tmp_path / "model.py"
    path.write_text(MODEL)
    return path


@pytest.fixture
def asked(monkeypatch):
    """A source() that records what it was asked for."""
    calls = []

    def source(fun, mode="reverse", argnums=0, **options):
        calls.append({"fun": fun, "mode": mode, "argnums": argnums, **options})
        return f"def {fun.__name__}_grad(x):\n    return [1.0]  # {mode}\n"

    monkeypatch.setattr(api, "source", source)
    return calls


def run(*arguments):
    return CliRunner().invoke(cli.main, [str(argument) for argument in arguments])


def refused(*arguments):
    """The one screen of an error: status 2, nothing on stdout, no traceback."""
    result = run(*arguments)
    assert result.exit_code == 2, result.output
    assert result.stdout == ""
    assert "Traceback" not in result.stderr
    assert len(result.stderr.splitlines()) <= 12
    return result.stderr


# ---- show


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


# ---- errors of show


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
    assert "test_cli.py" in message


# ---- check


@pytest.fixture
def derivatives(monkeypatch):
    """Stand-ins for jvp, vjp and grad of real functions of numbers; `factor` makes them wrong."""
    factor = {"forward": 1.0, "reverse": 1.0}

    def slope(fun, args, tangents, mode):
        return factor[mode] * float(testing.complex_step(lambda p: fun(*p), args, tangents))

    def gradient(fun, args):
        units = [tuple(float(i == j) for j in range(len(args))) for i in range(len(args))]
        return tuple(slope(fun, args, unit, "reverse") for unit in units)

    def vjp(fun, *args):
        return fun(*args), lambda w: tuple(w * part for part in gradient(fun, args))

    def grad(fun, argnums):
        return lambda *args: tuple(gradient(fun, args)[i] for i in argnums)

    monkeypatch.setattr(testing, "jvp", lambda fun, args, dot: (fun(*args), slope(fun, args, dot, "forward")))
    monkeypatch.setattr(testing, "vjp", vjp)
    monkeypatch.setattr(testing, "grad", grad)
    return factor


def test_check_prints_a_table_of_errors(model, derivatives):
    result = run("check", f"{model}:loss", "--at", "x=0.7")
    assert result.exit_code == 0, result.output
    for word in ("argument", "allowed", "all", "forward", "reverse", "complex step", "1.0e-12"):
        assert word in result.stdout


def test_check_varies_the_arguments_named_each_on_its_own(model, derivatives):
    result = run("check", f"{model}:loss", "--wrt", "x", "--wrt", "W", "--at", "x=0.7, scale=0.5")
    assert result.exit_code == 0, result.output
    rows = [[cell.strip() for cell in row.split("│")] for row in result.stdout.splitlines()]
    cells = [(row[1], row[2]) for row in rows if len(row) > 2]
    assert {(name, mode) for name in ("x", "W") for mode in ("forward", "reverse", "grad")} < {*cells}
    assert "all" not in {name for name, *_ in cells}


@pytest.mark.parametrize("mode", ["forward", "reverse"])
def test_check_fails_on_a_mismatch(model, derivatives, mode):
    derivatives[mode] = 1.0 + 1e-9
    result = run("check", f"{model}:loss", "--wrt", "W", "--at", "x=0.7")
    assert result.exit_code == 1
    assert "W: wrong derivative" in result.stdout
    assert "Traceback" not in result.output


def test_check_refuses_what_cannot_be_checked(model, derivatives):
    assert "there is no float to vary (a float is written 1.0" in refused("check", f"{model}:loss", "--at", "x=1, W=2")
    assert "no parameter 'w'" in refused("check", f"{model}:loss", "--wrt", "w", "--at", "x=0.7")
    assert "'scale' is passed by keyword only" in refused("check", f"{model}:loss", "--wrt", "scale", "--at", "x=0.7")
    assert "missing a required argument: 'x'" in refused("check", f"{model}:loss", "--at", "W=0.7")
    assert "Missing option '--at'" in refused("check", f"{model}:loss")


def test_an_assertion_of_the_function_is_no_mismatch(model, derivatives):
    message = refused("check", f"{model}:positive", "--at", "x=-1.0")
    assert "AssertionError: x must be positive" in message
    assert 'model.py", line' in message


def test_check_varies_the_rest_of_the_arguments(model, derivatives):
    assert run("check", f"{model}:by_position", "--wrt", "rest", "--at", "1.0, 2.0, 3.0").exit_code == 0


# ---- cache, version, help


def test_cache_info_and_clear(tmp_path, monkeypatch):
    monkeypatch.setenv("S2SAD_CACHE_DIR", str(tmp_path))
    DiskCache(tmp_path).store(key("a"), "x = 1\n" * 400, (), {})
    result = run("cache", "info")
    assert result.exit_code == 0
    for fragment in (str(tmp_path), "entries: 1", "2.5 KiB"):
        assert fragment in result.stdout
    assert run("cache", "clear").stdout == "removed 1 entry\n"
    assert run("cache", "clear").stdout == "removed 0 entries\n"
    assert "entries: 0" in run("cache", "info").stdout


def test_cache_info_where_it_is_off():
    assert "the disk cache is off" in run("cache", "info").stdout
    assert run("cache", "clear").stdout == "removed 0 entries\n"


def test_version_and_help():
    assert run("--version").stdout.startswith("s2sad, version ")
    for command in ([], ["show"], ["check"]):
        result = run(*command, "--help")
        assert result.exit_code == 0
        assert f"s2sad {' '.join(command) or 'show'} examples/recursion.py:func" in result.stdout


# ---- end to end


def test_the_recursion_is_shown(tmp_path):
    target = f"{ROOT / 'examples' / 'recursion.py'}:func"
    shown = run("show", target)
    assert shown.exit_code == 0, shown.output
    assert "z_tape.append(z)" in shown.stdout
    assert "z_bar = x * t_bar" in shown.stdout
    assert "types: x: float" in shown.stdout
    assert "func func(x: float)" in run("show", target, "--mode", "ssa").stdout
    assert "x_dot" in run("show", target, "--mode", "forward").stdout
    assert run("show", target, "-o", tmp_path / "recursion_grad.py").exit_code == 0
    spec = importlib.util.spec_from_file_location("recursion_grad", tmp_path / "recursion_grad.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    assert module.func_grad(0.7) == pytest.approx(2.441437658805, abs=1e-12)


def test_the_recursion_is_checked():
    result = run("check", f"{ROOT / 'examples' / 'recursion.py'}:func", "--at", "x=0.7")
    assert result.exit_code == 0, result.output
    assert "complex step" in result.stdout


def test_unsupported_constructs_and_missing_source_are_refused(tmp_path):
    path = tmp_path / "bad.py"
    path.write_text("def f(x):\n    yield x\n\n\nexec('def g(x): return x')\nprint_it = print\n")
    message = refused("show", f"{path}:f")
    assert "UnsupportedSyntaxError" in message
    assert 'bad.py", line 2, in f\n    yield x\n    ^^^^^^^' in message
    assert "NoSourceError" in refused("show", f"{path}:g")
    assert "NoSourceError" in refused("show", f"{path}:print_it")


def test_the_module_is_a_program_that_writes_plain_text_to_a_pipe():
    command = [sys.executable, "-m", "s2sad", "show", "examples/recursion.py:func"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"}
    found = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, check=True)
    assert b"func_grad" in found.stdout
    assert b"\x1b" not in found.stdout
    assert found.stderr == b""
