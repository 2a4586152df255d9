# ruff: noqa: PLW0108 - lambdas are what is differentiated
"""Bad input: each is an S2SADError of the right built-in class, with a place where there is source."""

import functools
import os
import subprocess
import traceback
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from s2sad import (
    S2SADError,
    elementwise_grad,
    grad,
    hessian,
    hvp,
    jacfwd,
    jacrev,
    jvp,
    source,
    value_and_grad,
    vjp,
)


def identity(x):
    return x


def generator(x):
    yield x


async def coroutine(x):
    return x


def with_class(x):
    class Inner:
        pass

    return x


class Sample:
    def __init__(self, x: float) -> None:
        self.x = x


class Matrix(np.ndarray):
    pass


WITHOUT_SOURCE: dict[str, Any] = {}
exec("def f(x): return x", WITHOUT_SOURCE)
CYCLE: list[Any] = [1.0]
CYCLE.append(CYCLE)

TYPE_ERRORS = {
    "int": (identity, 3),
    "bool": (identity, True),
    "str": (identity, "a"),
    "None": (identity, None),
    "int array": (lambda x: np.sum(x) * 1.0, np.arange(3)),
    "bool array": (lambda x: np.sum(x) * 1.0, np.ones(3, bool)),
    "numpy int": (lambda x: x * 1.0, np.int64(3)),
    "set": (lambda x: 1.0, {1.0}),
    "string array": (lambda x: 1.0, np.array(["a"])),
    "object array": (lambda x: x[0], np.array([1.0, None], dtype=object)),
    "dates": (lambda x: 1.0, np.array(["2020-01-01"], dtype="datetime64[D]")),
    "subclass": (lambda x: np.sum(x), np.ones(2).view(Matrix)),
    "itself": (lambda x: x[0], CYCLE),
    "array result": (identity, np.ones(3)),
    "shape (1,)": (identity, np.ones(1)),
    "tuple result": (lambda x: (x, x), 1.0),
    "None result": (lambda x: None, 1.0),
    "int result": (lambda x: 3, 1.0),
    "string result": (lambda x: "a", 1.0),
    "complex result": (lambda z: z * z, 1j),
}


@pytest.mark.parametrize("name", TYPE_ERRORS)
@pytest.mark.parametrize("make", [grad, value_and_grad])
def test_type_errors(name, make) -> None:
    function, argument = TYPE_ERRORS[name]
    with pytest.raises(S2SADError) as caught:
        make(function)(argument)
    assert isinstance(caught.value, TypeError)
    if "result" in name:
        assert caught.value.filename == __file__
        assert caught.value.lineno > 0
        assert caught.value.excerpt


@pytest.mark.parametrize("make", [grad, jacfwd, jacrev, hessian, elementwise_grad])
def test_integer_arguments(make) -> None:
    for argument in (3, True, np.arange(3)):
        with pytest.raises(S2SADError) as caught:
            make(identity)(argument)
        assert isinstance(caught.value, TypeError)


@pytest.mark.parametrize(
    "argnums", [3, -2, "zz", 1.5, None, True, ("x", "zz"), (0, 1), [None], {"a": 1.0}.keys(), b"x"]
)
def test_argnums(argnums) -> None:
    for make in (grad, value_and_grad, jacfwd, jacrev, hessian, elementwise_grad):
        with pytest.raises(S2SADError) as caught:
            make(identity, argnums=argnums)(1.0)
        assert isinstance(caught.value, TypeError)
    if argnums is not None:  # as the derivative that is given says
        with pytest.raises(S2SADError):
            source(identity, argnums=argnums)


@pytest.mark.parametrize("function", [3, "x", None.__class__, [identity], {}, object()])
def test_no_function(function) -> None:
    for make in (grad, jacfwd, hessian):
        with pytest.raises(S2SADError):
            make(function)
    with pytest.raises(S2SADError):
        jvp(function, (1.0,), (1.0,))
    with pytest.raises(S2SADError):
        vjp(function, 1.0)
    with pytest.raises(S2SADError):
        hvp(function, (1.0,), (1.0,))
    with pytest.raises(S2SADError):
        source(function)


@pytest.mark.parametrize(
    "function",
    [abs, len, print, np.linalg.norm.__call__, int, Sample, WITHOUT_SOURCE["f"], "".join],
)
def test_no_source(function) -> None:
    with pytest.raises(S2SADError) as caught:
        grad(function)(1.0)
    assert isinstance(caught.value, OSError | TypeError)


@pytest.mark.parametrize("function", [generator, coroutine, with_class])
def test_unsupported_syntax(function) -> None:
    with pytest.raises(S2SADError) as caught:
        grad(function)(1.0)
    error = caught.value
    assert isinstance(error, SyntaxError)
    assert error.filename == __file__
    assert error.lineno >= function.__code__.co_firstlineno
    assert "^" in error.excerpt
    assert error.text in Path(__file__).read_text(encoding="utf-8")
    assert error.offset > 0


def test_missing_rule() -> None:
    with pytest.raises(S2SADError, match="poisson") as caught:
        grad(lambda x: np.random.poisson(x))(1.0)
    assert isinstance(caught.value, NotImplementedError)
    assert caught.value.lineno
    assert "RuleTable" in str(caught.value)


@pytest.mark.parametrize(
    "call",
    [
        lambda: grad(identity)(),
        lambda: grad(identity)(1.0, 2.0),
        lambda: grad(identity)(1.0, z=2.0),
        lambda: grad(identity)(y=1.0),
        lambda: jvp(identity, 1.0, 1.0),
        lambda: jvp(identity, (1.0, 2.0), (1.0, 1.0)),
        lambda: vjp(identity),
        lambda: hvp(identity, 1.0, 1.0),
        lambda: grad(lambda: 1.0)(),
        lambda: grad(lambda x: x, has_aux=True)(1.0),
        lambda: grad(lambda x: undefined * x)(1.0),  # noqa: F821 - the error under test
        lambda: grad(lambda x: np.nothing(x))(1.0),
        lambda: grad(lambda x: x.nothing)(1.0),
        lambda: grad(lambda x: x.nothing)(np.ones(2)),
        lambda: grad(lambda x: x["a"])({"b": 1.0}),
        lambda: grad(lambda x: x())(1.0),
        lambda: grad(lambda x: x.y)(Sample(1.0)),
        lambda: grad(lambda d: d.a)({"a": 1.0}),
        lambda: grad(lambda f, x: f(x), argnums=1)(3, 1.0),
        lambda: grad(lambda f, x: f(x), argnums=1)(len, 1.0),
        lambda: grad(lambda x: identity(x, x))(1.0),
        lambda: grad(lambda x: identity(y=x))(1.0),
        lambda: source(identity, mode="backward"),
        lambda: grad(functools.partial(identity, 1.0))(),
        lambda: hvp(identity, (1.0,), ()),
        lambda: hvp(identity, (3,), (1,)),
        lambda: jvp(identity, (1.0,), ()),
        lambda: grad(lambda x: grad(lambda y: y, argnums=4)(x))(1.0),
        lambda: grad(lambda x: grad(lambda y: y, argnums="k")(x))(1.0),
        lambda: grad(lambda x: grad(3)(x))(1.0),
        lambda: grad(lambda x: grad()(x))(1.0),
        lambda: grad(lambda x: jvp(identity, x)[1])(1.0),
        lambda: grad(lambda x: jvp(identity, (x,), (x, x))[1])(1.0),
        lambda: grad(lambda x: vjp(identity)[0] * x)(1.0),
    ],
)
def test_bad_calls(call) -> None:
    with pytest.raises(S2SADError) as caught:
        call()
    assert type(caught.value).__name__ != "InternalError", caught.value


@pytest.mark.parametrize(
    "call",
    [
        lambda: grad(with_class)(1.0),
        lambda: grad(identity)(1.0, 2.0),
        lambda: jvp(with_class, (1.0,), (1.0,)),
        lambda: vjp(with_class, 1.0),
        lambda: hessian(with_class)(1.0),
        lambda: source(with_class),
    ],
)
def test_an_error_that_nobody_catches_is_short(call, monkeypatch) -> None:
    monkeypatch.delenv("S2SAD_TRACEBACK")
    with pytest.raises(S2SADError) as caught:
        call()
    text = "".join(traceback.format_exception(caught.value))
    assert text.count(f"{os.sep}s2sad{os.sep}") <= 2
    assert len(text.splitlines()) < 20


def test_module_as_function() -> None:
    with pytest.raises(S2SADError):
        grad(subprocess)


def test_errors_do_not_stay() -> None:
    """A failed compilation leaves nothing behind: the same call fails in the same way, others work."""

    def f(x, n):
        return np.random.poisson(x) if n else x * x

    derivative = grad(f)
    for _ in range(2):
        with pytest.raises(NotImplementedError):
            derivative(1.0, 1)
    assert grad(lambda x: x * x)(2.0) == 4.0


def test_a_name_that_is_nowhere_is_a_name_error() -> None:
    with pytest.raises(NameError, match="`nowhere` has no value here") as caught:
        grad(lambda x: x * nowhere)(1.0)  # noqa: F821 - that is what is tested
    assert isinstance(caught.value, S2SADError)
    assert caught.value.lineno
