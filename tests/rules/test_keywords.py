"""Arguments of NumPy's functions that are given by name have derivatives like those in their positions."""

import numpy as np
import pytest

from s2sad import grad, source
from s2sad.testing import check_grads

X, Y, A = np.array([1.0, 2.0, 3.5]), np.array([1.0, 0.5, 2.0]), np.arange(6.0).reshape(2, 3) + 1.0
CALLS = {
    "dot": (lambda x, y: np.dot(x, b=y), X, Y),
    "dot, both": (lambda x: np.dot(a=x, b=x), X),
    "dot, method": (lambda x, y: x.dot(b=y), X, Y),
    "outer": (lambda x, y: np.outer(x, b=y), X, Y),
    "tensordot": (lambda x, y: np.tensordot(x, b=y, axes=1), X, Y),
    "cross": (lambda x, y: np.cross(x, b=y), X, Y),
    "convolve": (lambda x, y: np.convolve(a=x, v=y, mode="same"), X, Y),
    "kron": (lambda x, y: np.kron(x, b=y), X, Y),
    "solve": (lambda a, x: np.linalg.solve(a=a, b=x), np.eye(3) + 0.1, X),
    "interp": (lambda x, y: np.interp(x=x, xp=[0.0, 2.4, 4.0], fp=y), X, Y),
    "std": (lambda x: np.std(a=x), X),
    "var": (lambda x: np.var(a=x, axis=0), A),
    "sum": (lambda x: np.sum(a=x, axis=0), A),
    "mean": (lambda x: np.mean(a=x, axis=1, keepdims=True), A),
    "expand_dims": (lambda x: np.expand_dims(a=x, axis=0), X),
    "squeeze": (lambda x: np.squeeze(a=x), X),
    "transpose": (lambda x: np.transpose(a=x), A),
    "swapaxes": (lambda x: np.swapaxes(a=x, axis1=0, axis2=1), A),
    "moveaxis": (lambda x: np.moveaxis(a=x, source=0, destination=1), A),
    "copy": (lambda x: np.copy(a=x), X),
    "roll": (lambda x: np.roll(a=x, shift=1), X),
    "tile": (lambda x: np.tile(A=x, reps=2), X),
    "flip": (lambda x: np.flip(m=x), X),
    "broadcast_to": (lambda x: np.broadcast_to(array=x, shape=(2, 3)), X),
    "split": (lambda x: np.split(ary=x, indices_or_sections=3)[1], X),
    "asarray": (lambda x: np.asarray(a=x), X),
    "real": (lambda x: np.real(val=x), X),
    "clip": (lambda x: np.clip(a=x, a_min=1.5, a_max=2.5), X),
    "argmax": (lambda x: x * np.argmax(a=x), X),
    "full": (lambda x: np.full(shape=3, fill_value=np.sum(a=x)), X),
}


@pytest.mark.parametrize("name", CALLS)
def test_arguments_by_name(name):
    function, *values = CALLS[name]
    assert check_grads(function, tuple(values)).ok


def total(x):
    return np.sum(a=x, axis=0, dtype=None)


def test_only_what_is_differentiated_is_moved():
    assert "np.sum(x_dot, axis=0" in source(total, args=(A,), mode="forward")


@pytest.mark.parametrize("reduced", [np.sum, np.mean, np.max, np.prod, np.std, np.linalg.norm])
@pytest.mark.parametrize("keep", [0, 1])
def test_keepdims_as_a_number(reduced, keep):
    def weighted(a):
        return reduced(a, axis=1, keepdims=keep) * (a if keep else a[:, 0])

    assert check_grads(weighted, (A,), order=1).ok


THROUGH_OTHER_THINGS = [
    lambda x: np.sum(np.asarray(x, dtype=object)),
    lambda x: np.sum(x.astype(object)),
    lambda x: np.sum(np.array([x[0], x[1], x[2]], dtype=object)),
    lambda x: np.sum(x.astype(str).astype(float)),
]


@pytest.mark.parametrize("function", THROUGH_OTHER_THINGS)
def test_arrays_of_objects_and_of_strings_may_stand_for_floats(function):
    assert np.array_equal(grad(function)(X), np.ones(3))
