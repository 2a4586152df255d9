"""`s2sad check`: a table of errors, and a status that says whether the derivative is right."""

import pytest

from s2sad import testing
from s2sad.testing import checks

from .commands import refused, run


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

    monkeypatch.setattr(checks, "jvp", lambda fun, args, dot: (fun(*args), slope(fun, args, dot, "forward")))
    monkeypatch.setattr(checks, "vjp", vjp)
    monkeypatch.setattr(checks, "grad", grad)
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
