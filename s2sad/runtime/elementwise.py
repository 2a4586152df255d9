"""What the rules of elementwise functions call where one formula of NumPy is not right for every value.

`0.0 ** p` has the partial 0, 1 or inf in `x`: `power_partial(0.0, 2)` -> 0.0, `power_partial(0.0, 0.5)` -> inf.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from s2sad.errors import DifferentiationTypeError


def is_mask(condition: Any) -> bool:
    """Whether a condition is an array of booleans."""
    return isinstance(condition, np.ndarray) and condition.dtype.kind == "b"


def holds_objects(x: Any) -> bool:
    """Whether a value is an array of objects, such as arrays of different lengths."""
    return isinstance(x, np.ndarray) and x.dtype == object


def as_mask(condition: Any) -> Any:
    """`condition` as an array of booleans: itself if it is one."""
    return np.asarray(condition, dtype=bool)


def bounds(a_min: Any, a_max: Any, min: Any, max: Any) -> tuple[Any, Any]:
    """The bounds of a `np.clip` that may be given by either name, or be missing."""
    low = a_min if min is None else min
    high = a_max if max is None else max
    return (-math.inf if low is None else low), (math.inf if high is None else high)


def component(x: Any, size: Any) -> Any:
    """`x / size` of a size that is 0 only where `x` is: 0 there, and so are its derivatives."""
    return x / (size + (size == 0))


def abs_partial(x: Any, y: Any) -> Any:
    """The partial derivative of `y = abs(x)`: the sign, the conjugate phase of a complex number; 0 at 0."""
    if np.iscomplexobj(x):
        return component(np.conj(x), y)
    if isinstance(x, float):
        return math.copysign(x != 0.0, x)
    return np.sign(x)


def part_along(partial: Any, dot: Any) -> Any:
    """`partial * dot`; 0 where the tangent is 0, though the partial derivative may be NaN there.

    >>> part_along(float("nan"), 0.0), part_along(3.0, 2.0)
    (0.0, 6.0)
    """
    if np.ndim(partial) == np.ndim(dot) == 0:
        return partial * dot if dot else 0.0 * dot
    with np.errstate(invalid="ignore"):
        return np.where(np.equal(dot, 0), 0.0, partial * dot)


def power_partial(x: Any, p: Any, n: int = 1, m: int = 0) -> Any:
    """The derivative of `x ** p`, n times in `x` and m times in `p`; 0 where its coefficient is 0.

    Raises:
        DifferentiationTypeError: `x` is a negative Python float, whose power is a complex number.
    """
    if not _is_python_number(x) or not _is_python_number(p):
        return _power_partial(x, p, n, m)
    if not isinstance(x, complex) and not isinstance(p, complex) and x < 0 and math.isfinite(p) and p % 1:
        raise DifferentiationTypeError(f"{x!r} ** {p!r} is a complex number, of which there is no gradient")
    if (n, m) == (1, 0):
        try:
            return p * x ** (p - 1) + 0.0
        except (ZeroDivisionError, OverflowError):
            pass
    return _power_partial(x, p, n, m).item()


def _is_python_number(x: Any) -> bool:
    return isinstance(x, int | float | complex) and not isinstance(x, np.generic)


def _power_partial(x: Any, p: Any, n: int, m: int) -> Any:
    """By x^(p-n) q(log x), where d/dx [x^r q(log x)] = x^(r-1) (r q + q')(log x) gives the coefficients of q."""
    x = np.add(x, 0.0) if np.asarray(x).dtype.kind in "biu" else x
    q = [0] * m + [1]
    for k in range(n):
        q = [(p - k) * c + (j + 1) * above for j, (c, above) in enumerate(zip(q, [*q[1:], 0], strict=True))]
    with np.errstate(all="ignore"):
        log_x = np.log(np.where(np.equal(x, 0), 1, x)) if m else 0
        factor = sum(c * log_x**j for j, c in enumerate(q)) if m else q[0]
        if np.ndim(factor) == 0 and factor != 0:
            return factor * np.power(x, p - n)
        return np.where(np.equal(factor, 0), 0, factor * np.power(x, p - n))[()]
