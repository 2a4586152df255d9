"""Programs in memory: found again, not multiplied, and dropped when what they rest on has changed."""

import concurrent.futures
import gc
import pickle
import threading
import time
import tracemalloc
from typing import Any

import numpy as np
import pytest

from s2sad import compiling, dispatch, grad, jvp, vjp
from s2sad.errors import SignatureError
from s2sad.pipeline import compile_derivative

SCALE = 2.0
LEVELS = 2


def helper(x):
    return x * SCALE


def power(x):
    return x**LEVELS


def loss(p, batch):
    return np.sum((p * batch) ** 2)


class Compilations(list[Any]):
    pass


@pytest.fixture
def compilations(monkeypatch) -> Compilations:
    """The functions compiled during a test."""
    found = Compilations()

    def counted(function: Any, *rest: Any) -> Any:
        found.append(function)
        return compile_derivative(function, *rest)

    monkeypatch.setattr(compiling, "compile_derivative", counted)
    return found


def test_ten_thousand_lambdas(compilations) -> None:
    def run(count: int) -> None:
        batch, p = np.ones(5), np.ones(5)
        for _ in range(count):
            grad(lambda p: loss(p, batch))(p)

    run(100)
    gc.collect()
    tracemalloc.start()
    run(100)
    before, _ = tracemalloc.get_traced_memory()
    start = time.perf_counter()
    run(1000)
    after, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    start = time.perf_counter()
    run(9000)
    assert (time.perf_counter() - start) / 9000 < 200e-6
    assert len(compilations) == 1
    assert after - before < 10_000


def test_function_arguments(compilations) -> None:
    def step(slope, x):
        return x - 0.1 * slope(x)

    def run(count: int) -> list[float]:
        found = []
        for k in range(count):
            c = float(k)
            found.append(grad(step, argnums=1)(grad(lambda x: c * x * x), 1.0))  # noqa: B023 - called at once
            found.append(grad(step, argnums=1)(lambda x: c * x, 1.0))  # noqa: B023 - called at once
        return found

    found = run(30)
    np.testing.assert_allclose(found[::2], [1 - 0.2 * k for k in range(30)])
    np.testing.assert_allclose(found[1::2], [1 - 0.1 * k for k in range(30)])
    assert len(compilations) == 2


def test_functions_in_closures(compilations) -> None:
    def run(k: float) -> float:
        inner = lambda x: k * x * x  # noqa: E731 - a new function in each round
        slope = grad(inner)
        return grad(lambda x: inner(x) * slope(x))(1.0)

    assert [run(k) for k in (1.0, 2.0, 3.0)] == [6.0, 24.0, 54.0]
    assert len(compilations) == 1


def test_new_types_are_compiled_once_each(compilations) -> None:
    derivative = grad(lambda x, y: np.sum(x * y))
    for _ in range(3):
        for x in (1.0, np.float32(1.0), np.ones(2), np.ones((2, 1)), np.ones((2, 2)), np.ones(2, np.float32)):
            derivative(x, 2.0)
    assert len(compilations) == 6


def test_sizes_are_not_compiled(compilations) -> None:
    derivative = grad(lambda xs: sum([np.sum(x) * 2.0 for x in xs]))
    for n in (2, 3, 7):
        found = derivative([np.ones(k + 2) for k in range(n)])
        assert [len(g) for g in found] == [k + 2 for k in range(n)]
    assert len(compilations) == 1


def test_changed_global(compilations, monkeypatch) -> None:
    derivative = grad(lambda x: helper(x))  # noqa: PLW0108 - a call of a global
    assert derivative(1.0) == 2.0
    monkeypatch.setattr(f"{__name__}.SCALE", 5.0)
    assert derivative(1.0) == 5.0
    assert len(compilations) == 1
    monkeypatch.setattr(f"{__name__}.SCALE", np.array([1.0, 2.0]))
    assert jvp(lambda x: helper(x), (1.0,), (1.0,))[1].tolist() == [1.0, 2.0]  # noqa: PLW0108 - a call of a global


def test_changed_static_global(monkeypatch) -> None:
    derivative = grad(power)
    assert derivative(3.0) == 6.0
    monkeypatch.setattr(f"{__name__}.LEVELS", 3)
    assert derivative(3.0) == 27.0


def test_changed_helper(monkeypatch) -> None:
    derivative = grad(lambda x: helper(x))  # noqa: PLW0108 - a call of a global
    assert derivative(1.0) == 2.0
    monkeypatch.setattr(f"{__name__}.helper", lambda x: x * x * 7.0)
    assert derivative(1.0) == 14.0
    monkeypatch.setattr(f"{__name__}.helper", np.exp)
    assert derivative(0.0) == 1.0
    monkeypatch.undo()
    assert derivative(1.0) == 2.0


def test_deleted_global(monkeypatch) -> None:
    derivative = grad(lambda x: helper(x))  # noqa: PLW0108 - a call of a global
    derivative(1.0)
    monkeypatch.delattr(f"{__name__}.helper")
    with pytest.raises(NameError, match="helper"):
        derivative(1.0)


def test_changed_cell() -> None:
    a: Any = 2.0
    derivative = grad(lambda x: np.sum(a * x))
    assert derivative(1.0) == 2.0
    a = 3.0
    assert derivative(1.0) == 3.0
    a = np.ones(4)
    assert derivative(1.0) == 4.0


def test_changed_defaults_of_a_helper() -> None:
    def scaled(x, k=2.0):
        return k * x

    derivative = grad(lambda x: scaled(x))  # noqa: PLW0108 - a call of a global
    assert derivative(1.0) == 2.0
    scaled.__defaults__ = (3.0,)
    assert derivative(1.0) == 3.0
    scaled.__defaults__ = (np.float64(4.0),)
    assert derivative(1.0) == 4.0


def test_changed_code_of_a_helper() -> None:
    def inner(x):
        return 2.0 * x

    def other(x):
        return 3.0 * x

    derivative = grad(lambda x: inner(x))  # noqa: PLW0108 - a call of a global
    assert derivative(1.0) == 2.0
    inner.__code__ = other.__code__
    assert derivative(1.0) == 3.0


def test_static_arguments(compilations) -> None:
    derivative = grad(lambda x, axis: np.sum(np.sum(x * x, axis=axis) ** 2))
    x = np.arange(6.0).reshape(2, 3)
    first, second = derivative(x, 0), derivative(x, 1)
    np.testing.assert_allclose(first, 4 * x * np.sum(x * x, axis=0))
    np.testing.assert_allclose(second, 4 * x * np.sum(x * x, axis=1)[:, None])
    before = len(compilations)
    derivative(x, 0)
    derivative(x, 1)
    assert len(compilations) == before


def test_other_fields_and_keys() -> None:
    derivative = grad(lambda d: sum([v * v for v in d.values()]))
    assert derivative({"a": 1.0}) == {"a": 2.0}
    assert derivative({"a": 1.0, "b": 2.0}) == {"a": 2.0, "b": 4.0}
    assert list(derivative({"b": 1.0, "a": 2.0})) == ["b", "a"]


def test_many_signatures_are_bounded() -> None:
    derivative = grad(lambda x, s: x * len(s))
    for k in range(70):
        derivative(1.0, "x" * k)
    (kin,) = [f for f in dispatch._FAMILIES[derivative.fun.__code__].values()]
    assert len(kin.programs) <= dispatch.MAX_PROGRAMS


def test_threads(compilations) -> None:
    derivative = grad(lambda x: np.sum(np.sin(x) * x))
    barrier = threading.Barrier(8)

    def run(k: int) -> Any:
        barrier.wait()
        return derivative(np.ones(k % 2 + 2))

    with concurrent.futures.ThreadPoolExecutor(8) as pool:
        for k, g in enumerate(pool.map(run, range(8))):
            np.testing.assert_allclose(g, np.full(k % 2 + 2, np.cos(1.0) + np.sin(1.0)))
    assert len(compilations) == 1


def test_vjp_is_compiled_once(compilations) -> None:
    for k in range(5):
        c = float(k)
        assert vjp(lambda x: c * x, 1.0)[1](1.0) == (c,)  # noqa: B023 - called at once
    assert len(compilations) == 1


def test_unpickled_arrays(compilations) -> None:
    """Their dtype equals NumPy's, but is another object."""
    derivative = grad(lambda x: np.sum(x * x))
    for x in (np.ones(3), pickle.loads(pickle.dumps(np.ones(3))), np.ones(3, ">f8")):
        for _ in range(2):
            np.testing.assert_array_equal(derivative(x), [2.0, 2.0, 2.0])
    assert len(compilations) == 1


def test_signatures_in_turns(compilations) -> None:
    derivative = grad(lambda x, n=2, *, scale=1.0: np.sum(scale * x**n))
    for _ in range(3):
        assert derivative(3.0) == 6.0
        assert derivative(3.0, 3) == 27.0
        assert derivative(3.0, n=3, scale=2.0) == 54.0
        assert derivative(scale=2.0, x=3.0) == 12.0
        np.testing.assert_array_equal(derivative(np.ones(2)), [2.0, 2.0])
        np.testing.assert_array_equal(derivative(np.ones((1, 2)), 3), [[3.0, 3.0]])
    assert len(compilations) == 3


@pytest.mark.parametrize(
    ("args", "kwargs"),
    [((), {}), ((1.0, 2.0, 3.0), {}), ((1.0,), {"x": 2.0}), ((1.0,), {"z": 2.0}), ((1.0,), {"y": 1.0, "x": 1.0})],
)
def test_arguments_that_do_not_fit(args: Any, kwargs: Any) -> None:
    """After calls that fit, too."""
    derivative = grad(lambda x, /, y=1.0: x * y)
    assert derivative(2.0, y=3.0) == 3.0
    assert derivative(2.0) == 1.0
    with pytest.raises(SignatureError):
        derivative(*args, **kwargs)


@pytest.mark.parametrize(
    ("values", "of_others"),
    [
        ([1, 2.0], [1, 2]),
        ([np.float64(2.0), 1], [np.float64(2.0), np.float64(3.0)]),
        ([np.float32(1.0), np.int32(1), 2.0], [1.0, 2.0]),
        ([[1, 2.0], [3.0]], [[1, 2], [3]]),
        (([[1, 2], [3.0, 4.0]], 1), ([[1.0, 2.0], [3.0]], 1)),
        ([{"a": [1, 2.0]}, {"a": [3]}], [{"a": [1, 2]}]),
        (([1], [2, 3.0]), ([1], [2, 3])),
    ],
)
def test_lists_of_numbers_of_several_classes_are_compiled_once(compilations, values, of_others) -> None:
    """What is of several classes is the list as a whole: each element is of one."""

    def scaled(x, values):
        return x * len(values) ** 2

    derivative = grad(scaled)
    assert derivative(0.5, values) == derivative(0.5, values)
    assert len(compilations) == 1
    derivative(0.5, of_others)
    assert len(compilations) == 2
    derivative(0.5, values)
    assert len(compilations) == 2
