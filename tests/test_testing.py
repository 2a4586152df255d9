"""`check_grads` and `complex_step` find right derivatives right and, above all, wrong ones wrong."""

import math
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import pytest

from s2sad.errors import ArgumentError
from s2sad.testing import COMPLEX_STEP, RICHARDSON, check_grads, checks, complex_step, references


class Pair(NamedTuple):
    a: float
    b: np.ndarray


@dataclass(frozen=True)
class Spring:
    stiffness: float
    name: str


def wave(x):
    return np.sin(x) * x


def energy(w, x):
    return 0.5 * np.sum((w @ x) ** 2), w @ x


def modulus(x):
    return np.sum(np.abs(x) ** 3)


def logarithm(x):
    return math.log(x)


def scaled(x, n, label):
    return x * n


def shift_first(x):
    y = x * 2.0
    y[0] = y[1]
    return np.sum(y * y)


def test_complex_step_is_exact() -> None:
    assert complex_step(np.exp, 0.5, 2.0) == pytest.approx(2.0 * math.exp(0.5), rel=1e-15)


def test_complex_step_of_trees() -> None:
    def product(t):
        return {"ab": t[0].a * t[0].b, "n": 3, "none": None, "k": Spring(t[1].stiffness ** 2, t[1].name)}

    b = np.array([1.0, 2.0])
    x = (Pair(3.0, b), Spring(5.0, "steel"))
    v = (Pair(1.0, np.array([0.0, 1.0])), Spring(1.0, "steel"))
    result = complex_step(product, x, v)
    np.testing.assert_allclose(result["ab"], [1.0, 5.0], rtol=1e-15)
    assert (result["n"], result["none"]) == (0, None)
    assert result["k"] == Spring(10.0, "steel")


def test_complex_step_reports_a_lost_imaginary_part() -> None:
    def buffered(x):
        y = np.zeros(2)
        y[:] = x
        return y

    with pytest.raises(np.exceptions.ComplexWarning):
        complex_step(buffered, np.ones(2), np.ones(2))


@pytest.mark.parametrize(
    ("function", "x", "slope"),
    [
        (np.sin, 0.7, math.cos(0.7)),
        (np.log, 0.01, 100.0),  # the first steps leave the domain
        (logarithm, 0.01, 100.0),  # and raise
        (abs, 0.003, 1.0),  # and cross the kink
        (np.exp, 20.0, math.exp(20.0)),
    ],
)
def test_richardson_keeps_its_tolerance(function, x, slope) -> None:
    (found,) = references.richardson(function, x, 1.0, like=x)
    assert abs(found - slope) <= 1e-2 * references.COARSE * max(1.0, slope)


def test_all_modes_are_in_the_report() -> None:
    report = check_grads(wave, (0.7,))
    first = {"value, forward", "forward", "value, reverse", "reverse", "grad", "forward = reverse"}
    second = {f"{outer} over {inner}" for outer in ("forward", "reverse") for inner in ("forward", "reverse")}
    assert set(report.errors) == first | second
    assert report.references["reverse"] == report.references["reverse over forward"] == COMPLEX_STEP
    assert str(report).splitlines()[2].split()[-2:] == ["complex", "step"]


def test_one_mode_alone() -> None:
    assert "reverse" not in check_grads(wave, (0.7,), modes=("fwd",)).errors
    assert set(check_grads(wave, (0.7,), modes=("rev",)).errors) == {
        "value, reverse",
        "reverse",
        "grad",
        "reverse over reverse",
    }


def test_trees_of_results() -> None:
    generator = np.random.default_rng(1)
    report = check_grads(energy, (generator.normal(size=(2, 3)), generator.normal(size=3)))
    assert "grad" not in report.errors


@pytest.mark.parametrize(("function", "x"), [(modulus, np.array([0.5, -2.0])), (logarithm, 0.5)])
def test_richardson_where_the_complex_step_is_wrong(function, x) -> None:
    assert check_grads(function, (x,), order=1).references["forward"] == RICHARDSON


def test_other_arguments_pass_through() -> None:
    assert check_grads(scaled, (1.5, 3, "label")).ok


def test_argnums_choose() -> None:
    assert check_grads(energy, (np.ones((2, 2)), np.ones(2)), argnums=1).ok


def test_arguments_stay_as_they_are() -> None:
    def overwrite(x):
        x[0] = 2.0 * x[1]
        return np.sum(x)

    x = np.array([1.0, 2.0])
    references.richardson(overwrite, x, np.ones(2), like=1.0)
    np.testing.assert_array_equal(x, [1.0, 2.0])


def test_in_place() -> None:
    assert check_grads(shift_first, (np.array([1.0, 2.0, 3.0]),)).ok


def test_nothing_to_vary() -> None:
    with pytest.raises(ArgumentError, match="no float"):
        check_grads(scaled, (1, 2, ""))


@pytest.mark.parametrize("kwargs", [{"order": 3}, {"modes": ("reverse",)}, {"modes": ()}])
def test_wrong_options(kwargs) -> None:
    with pytest.raises(ArgumentError, match="order must be"):
        check_grads(wave, (0.7,), **kwargs)


@pytest.mark.parametrize("argnums", [4, -1, "x", (0, 1)])
def test_wrong_argnums(argnums) -> None:
    with pytest.raises(ArgumentError, match="no float to vary"):
        check_grads(wave, (0.7,), argnums=argnums)
    assert check_grads(wave, (0.7,), argnums=np.int64(0)).ok


def test_wrong_arguments() -> None:
    with pytest.raises(ArgumentError, match="must be a sequence"):
        check_grads(wave, 0.7)


@pytest.mark.parametrize(
    ("x", "v", "message"),
    [
        (2, 1, "moves 2 of `x`, which is int"),
        (np.array([1, 2]), np.ones(2), "which is int64"),
        (np.ones(3), np.ones(2), "has shape"),
        (np.ones(3), 1.0, "has shape"),
        ((1.0,), [1.0], "another structure"),
        ({"a": 1.0}, {"b": 1.0}, "another structure"),
    ],
)
def test_directions_that_do_not_fit(x, v, message) -> None:
    with pytest.raises(ArgumentError, match=message):
        complex_step(lambda x: x, x, v)
    assert isinstance(ArgumentError(""), ValueError)


def wrong_jvp(fun, primals, tangents):
    return fun(*primals), np.cos(primals[0]) * tangents[0]


def wrong_vjp(fun, *primals):
    return fun(*primals), lambda w: (w * np.cos(primals[0]),)


def wrong_grad(fun, argnums):
    return lambda x: (np.cos(x),)


@pytest.mark.parametrize(
    ("name", "wrong", "mode"),
    [("jvp", wrong_jvp, "forward"), ("vjp", wrong_vjp, "reverse"), ("grad", wrong_grad, "grad")],
)
def test_a_wrong_derivative_is_found(monkeypatch, name, wrong, mode) -> None:
    monkeypatch.setattr(checks, name, wrong)
    with pytest.raises(AssertionError, match=rf"{mode} .*<- wrong"):
        check_grads(wave, (0.7,), order=1)


def test_a_wrong_second_derivative_is_found(monkeypatch) -> None:
    right = checks._compositions
    monkeypatch.setattr(
        checks,
        "_compositions",
        lambda problem, modes: [(name, 1.001 * found) for name, found in right(problem, modes)],
    )
    with pytest.raises(AssertionError, match=r"reverse over forward .*<- wrong"):
        check_grads(wave, (0.7,))


def test_a_wrong_shape_is_found(monkeypatch) -> None:
    monkeypatch.setattr(checks, "jvp", lambda fun, primals, tangents: (fun(*primals), np.ones(3)))
    with pytest.raises(AssertionError, match="shape"):
        check_grads(wave, (0.7,), modes=("fwd",))


def test_nan_is_wrong(monkeypatch) -> None:
    monkeypatch.setattr(checks, "jvp", lambda fun, primals, tangents: (fun(*primals), np.float64("nan")))
    with pytest.raises(AssertionError, match="nan"):
        check_grads(wave, (0.7,), modes=("fwd",))
