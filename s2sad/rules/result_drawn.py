"""The result types of the methods of NumPy's random generators, which have no rules: a draw has no derivative.

`drawn_type(np.random.Generator, "normal", {"size": 3})` -> `Array("float64", (3,))`; without a size and with numbers
for parameters the result is a float of Python. A draw changes its generator and nothing else, and is new memory.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from s2sad.ir import types
from s2sad.ir.types import BOOL, FLOAT, INT, UNKNOWN, Array, Instance, Scalar, Type
from s2sad.rules.result_shapes import Dims, as_array, dtype_name, shape_dims
from s2sad.rules.results import as_type, as_value

_MAKERS = {
    np.random.default_rng: np.random.Generator,
    np.random.Generator: np.random.Generator,
    np.random.RandomState: np.random.RandomState,
}
_FREE = {getattr(np.random, name): "random_sample" for name in ("ranf", "sample")}
"""Functions that are methods of the generator which `np.random` has itself, but do not say so."""

_CONTINUOUS = {
    **dict.fromkeys(("random_sample", "standard_cauchy"), ""),
    **dict.fromkeys(("random", "standard_normal"), "size dtype out"),
    **dict.fromkeys(("gumbel", "laplace", "logistic", "normal"), "loc scale"),
    **dict.fromkeys(("exponential", "rayleigh"), "scale"),
    **dict.fromkeys(("chisquare", "standard_t"), "df"),
    **dict.fromkeys(("pareto", "power", "weibull"), "a"),
    "beta": "a b",
    "f": "dfnum dfden",
    "gamma": "shape scale",
    "lognormal": "mean sigma",
    "noncentral_chisquare": "df nonc",
    "noncentral_f": "dfnum dfden nonc",
    "standard_exponential": "size dtype method out",
    "standard_gamma": "shape size dtype out",
    "triangular": "left mode right",
    "uniform": "low high",
    "vonmises": "mu kappa",
    "wald": "mean scale",
}
_DISCRETE = {
    **dict.fromkeys(("binomial", "negative_binomial"), "n p"),
    **dict.fromkeys(("geometric", "logseries"), "p"),
    "hypergeometric": "ngood nbad nsample",
    "poisson": "lam",
    "zipf": "a",
}
"""The parameters of distributions by their names, in order; `size` is the last one of all that do not name it."""

_Given = Mapping[str, Any]


def _number_dims(given: _Given) -> Dims | None:
    """The dims of a draw per parameter: those of the size, else those of the parameters together."""
    size = as_value(given.get("size"))
    if size is not None:
        return shape_dims(size)
    options = ("size", "dtype", "method", "endpoint")
    arrays = [as_array(value) for name, value in given.items() if name not in options]
    known = [a.dims for a in arrays if a is not None]
    return types.broadcast_dims(known) if len(known) == len(arrays) else None


def _drawn(number: Scalar, dtype: str | None, given: _Given) -> Type:
    """An array of draws; one alone is a number."""
    dims = _number_dims(given)
    if dims is None or dtype is None or as_value(given.get("out")) is not None:
        return UNKNOWN
    return number if not dims and as_value(given.get("size")) is None else Array(dtype, dims)


def _whole(cls: type) -> str:
    """The dtype of integers that a generator gives: the older one has those of C."""
    return "int64" if cls is np.random.Generator else np.dtype("long").name


def _continuous(cls: type, given: _Given) -> Type:
    return _drawn(FLOAT, dtype_name(given.get("dtype"), "float64"), given)


def _discrete(cls: type, given: _Given) -> Type:
    """Counts; of a parameter that may be differentiated nothing is said, lest the count passes for a constant."""
    sure = all(_is_count(v) or not isinstance(as_value(v), Type) for name, v in given.items() if name != "size")
    return _drawn(INT, _whole(cls), given) if sure else UNKNOWN


def _integers(cls: type, given: _Given) -> Type:
    dtype = as_value(given.get("dtype", np.int64 if cls is np.random.Generator else int))
    bounds = {name: value for name, value in given.items() if name != "high" or as_value(value) is not None}
    name = dtype_name(dtype, "int64")
    if name is None:
        return UNKNOWN
    return _drawn(INT if dtype is int else BOOL if dtype is bool else Scalar(name), name, bounds)


def _vectors(cls: type, given: _Given) -> Type:
    """Draws of whole vectors, as long as the first parameter."""
    first = as_array(next(iter(given.values()), None))
    size = as_value(given.get("size"))
    dims = () if size is None else shape_dims(size)
    return UNKNOWN if first is None or dims is None or first.ndim != 1 else Array("float64", (*dims, *first.dims))


def _choice(cls: type, given: _Given) -> Type:
    items, size = given.get("a"), as_value(given.get("size"))
    dims = () if size is None else shape_dims(size)
    if dims is None or as_value(given.get("axis", 0)) != 0:
        return UNKNOWN
    if _is_count(items):
        return INT if size is None else Array(_whole(cls), dims)
    array = as_array(items)
    if array is None or not array.ndim:
        return UNKNOWN
    left = (*dims, *array.dims[1:])
    return Array(array.dtype, left) if left or size is not None else Scalar(array.dtype)


def _permutation(cls: type, given: _Given) -> Type:
    items = given.get("x")
    if _is_count(items):
        return Array(_whole(cls), shape_dims(items) or (None,))
    return _permuted(cls, given)


def _permuted(cls: type, given: _Given) -> Type:
    array = as_array(given.get("x"))
    return UNKNOWN if array is None or not array.ndim or as_value(given.get("out")) is not None else array


def _is_count(items: Any) -> bool:
    kind = as_type(as_value(items))
    return isinstance(kind, Scalar) and np.dtype(kind.dtype).kind in "iu"


_Method = tuple[tuple[str, ...], Callable[[type, _Given], Type]]


def _of_distribution(names: str, result: Callable[[type, _Given], Type]) -> _Method:
    words = tuple(names.split())
    return (words if "size" in words else (*words, "size")), result


_METHODS: dict[str, _Method] = {
    **{name: _of_distribution(words, _continuous) for name, words in _CONTINUOUS.items()},
    **{name: _of_distribution(words, _discrete) for name, words in _DISCRETE.items()},
    "integers": (("low", "high", "size", "dtype", "endpoint"), _integers),
    "randint": (("low", "high", "size", "dtype"), _integers),
    "dirichlet": (("alpha", "size"), _vectors),
    "multivariate_normal": (("mean", "cov", "size", "check_valid", "tol", "method"), _vectors),
    "choice": (("a", "size", "replace", "p", "axis", "shuffle"), _choice),
    "permutation": (("x", "axis"), _permutation),
    "permuted": (("x", "axis", "out"), _permuted),
}


def drawn_type(cls: type, name: str, args: tuple[Any, ...], kwargs: Mapping[str, Any]) -> Type:
    """The result type of a method of a generator; `UNKNOWN` of one of which nothing can be said.

    >>> drawn_type(np.random.Generator, "normal", (0.0, 1.0, 3), {}), drawn_type(np.random.RandomState, "rand", (), {})
    (Array(dtype='float64', dims=(3,)), Scalar(dtype='float64', weak=True))
    """
    if name in ("rand", "randn"):
        return _drawn(FLOAT, "float64", {"size": args} if args else {})
    words, result = _METHODS.get(name, ((), None))
    if result is None or len(args) > len(words) or not kwargs.keys() <= {*words}:
        return UNKNOWN
    return result(cls, {**dict(zip(words, args, strict=False)), **kwargs})


def type_of_draw(function: Any, args: tuple[Any, ...], kwargs: Mapping[str, Any]) -> Type:
    """The result type of a function that makes a generator or is a method of one; `UNKNOWN` of others.

    >>> type_of_draw(np.random.randint, (0, 3), {})
    Scalar(dtype='int64', weak=True)
    """
    made = next((cls for maker, cls in _MAKERS.items() if function is maker), None)
    if made is not None:
        return Instance(made)
    free = next((name for each, name in _FREE.items() if function is each), None)
    if free is not None:
        return drawn_type(np.random.RandomState, free, args, kwargs)
    owner = getattr(function, "__self__", None)
    cls = next((cls for cls in set(_MAKERS.values()) if type(owner) is cls), None)
    return UNKNOWN if cls is None else drawn_type(cls, function.__name__, args, kwargs)
