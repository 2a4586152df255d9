"""What is refused in code that the compiler adds or rewrites is located in the user's program, in its words."""

from __future__ import annotations

import numpy as np
import pytest

from s2sad import grad
from s2sad.errors import MissingRuleError

X = np.array([0.7, -0.4, 1.3])


def keys_in_one_tuple_with_values(x):
    pairs = [(str(i), v) for i, v in enumerate(x)]
    return dict(pairs)["0"]


def test_keys_in_one_tuple_with_values() -> None:
    with pytest.raises(MissingRuleError, match=r"in one list or tuple with it, is a key(.|\n)*return dict\(pairs\)"):
        grad(keys_in_one_tuple_with_values)(X)
