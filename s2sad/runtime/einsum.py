"""The cotangents of `np.einsum`: each operand's is an einsum of the others with `y_bar`.

`einsum_bars(y_bar, "ij,jk->ik", (a, b))` -> `(einsum("ik,jk->ij", y_bar, b), einsum("ij,ik->jk", a, y_bar))`
"""

from __future__ import annotations

import string
from typing import Any

import numpy as np

from s2sad.runtime.shaping import match


def einsum_bars(y_bar: Any, subscripts: str, operands: Any, optimize: Any = False) -> Any:
    """The cotangents of all operands, as a tuple."""
    if len(operands) == 1:
        (a,) = operands
        return (einsum_like(exchange(subscripts, 0, np.ndim(a)), a, y_bar, optimize=optimize),)
    if len(operands) == 2:
        a, b = operands
        a_bar = einsum_like(exchange(subscripts, 0, np.ndim(a), np.ndim(b)), a, y_bar, b, optimize=optimize)
        b_bar = einsum_like(exchange(subscripts, 1, np.ndim(a), np.ndim(b)), b, a, y_bar, optimize=optimize)
        return a_bar, b_bar
    if len(operands) == 3:
        a, b, c = operands
        ranks = np.ndim(a), np.ndim(b), np.ndim(c)
        a_bar = einsum_like(exchange(subscripts, 0, *ranks), a, y_bar, b, c, optimize=optimize)
        b_bar = einsum_like(exchange(subscripts, 1, *ranks), b, a, y_bar, c, optimize=optimize)
        c_bar = einsum_like(exchange(subscripts, 2, *ranks), c, a, b, y_bar, optimize=optimize)
        return a_bar, b_bar, c_bar
    return tuple([einsum_bar(y_bar, subscripts, operands, i, optimize) for i, _ in enumerate(operands)])


def einsum_bar(y_bar: Any, subscripts: str, operands: Any, position: int, optimize: Any) -> Any:
    """The cotangent of the operand at `position`."""
    exchanged = exchange(subscripts, position, *[np.ndim(x) for x in operands])
    before, after = operands[:position], operands[position + 1 :]
    return einsum_like(exchanged, operands[position], *before, y_bar, *after, optimize=optimize)


def order_of(optimize: Any, operands: Any) -> Any:
    """How the einsum of a cotangent finds its order: a path that was given is for other operands."""
    if len(operands) < 3:
        return False
    return optimize if isinstance(optimize, bool | str) else "greedy"


def einsum_like(subscripts: str, like: Any, *factors: Any, optimize: Any = False) -> Any:
    """An einsum in the shape of `like`, whose output letters may repeat (a diagonal) or be absent from the inputs.

    >>> einsum_like("i->ij", np.zeros((2, 3)), np.array([1.0, 2.0]))
    array([[1., 1., 1.],
           [2., 2., 2.]])
    >>> einsum_like("->ii", np.zeros((2, 2)), 3.0)
    array([[3., 0.],
           [0., 3.]])
    """
    if is_plain(subscripts):
        if len(factors) == 1:  # the einsum of one factor may be a view of it
            return match(np.array(np.einsum(subscripts, *factors)), like)
        return match(np.einsum(subscripts, *factors, optimize=optimize), like)
    inputs, output = subscripts.split("->")
    letters = "".join(dict.fromkeys(output))
    present = "".join(letter for letter in letters if letter in inputs)
    value = np.einsum(f"{inputs}->{present}", *factors, optimize=optimize)
    absent = tuple(i for i, letter in enumerate(letters) if letter not in inputs)
    x_bar = np.zeros(np.shape(like), np.result_type(value))
    diagonal = np.einsum(f"{output}->{letters}", x_bar)  # a writable view of x_bar
    diagonal[...] = match(np.expand_dims(value, absent), diagonal)
    return match(x_bar, like)


def is_plain(subscripts: str) -> bool:
    """Whether NumPy takes these explicit subscripts: output letters differ and all appear in the inputs."""
    inputs, output = subscripts.split("->")
    return len(set(output)) == len(output) and set(output) <= set(inputs)


def exchange(subscripts: str, position: int, *ndims: int) -> str:
    """The subscripts with the operand at `position` and the output exchanged, for operands of these ranks.

    >>> exchange("ij,jk", 1, 2, 2)
    'ij,ik->jk'
    """
    inputs, output = explicit(subscripts, ndims).split("->")
    terms = inputs.split(",")
    terms[position], output = output, terms[position]
    return f"{','.join(terms)}->{output}"


def explicit(subscripts: str, ndims: tuple[int, ...]) -> str:
    """The subscripts with an output and with letters in place of ellipses.

    >>> explicit("...i, i", (3, 1)), explicit("ba", (2,)), explicit("ii", (2,))
    ('bai,i->ba', 'ba->ab', 'ii->')
    """
    text = subscripts.replace(" ", "")
    inputs, arrow, output = text.partition("->")
    terms = inputs.split(",")
    spare = [letter for letter in string.ascii_letters if letter not in text]
    if not arrow:
        once = (c for c in sorted(set(inputs) - {",", "."}) if inputs.count(c) == 1)
        output = ("..." if "..." in inputs else "") + "".join(once)
    lengths = [n - len(t.replace("...", "")) if "..." in t else 0 for t, n in zip(terms, ndims, strict=True)]
    terms = [_fill(t, spare, n) for t, n in zip(terms, lengths, strict=True)]
    return f"{','.join(terms)}->{_fill(output, spare, max(lengths))}"


def _fill(term: str, spare: list[str], length: int) -> str:
    """The term with its ellipsis written out; letters are aligned at the right."""
    return term.replace("...", "".join(reversed(spare[:length])))
