"""What has no rule is refused in both modes, also where only a part of the result depends on it."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from s2sad import grad, jacfwd
from s2sad.errors import MissingRuleError


def two_results(x: Any) -> Any:
    return np.sum(np.vectorize(lambda a: (a, a * a))(x)[0]) + np.sum(x)


def directive(x: Any) -> Any:
    return np.sum(np.r_["0,2", x]) + np.sum(x)


@pytest.mark.parametrize("derivative", [grad, jacfwd])
@pytest.mark.parametrize("function", [two_results, directive])
def test_refused(function: Any, derivative: Any) -> None:
    with pytest.raises(MissingRuleError):
        derivative(function)(np.ones(3))
