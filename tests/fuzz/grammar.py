"""The grammar of the random programs with all its weights: the one table that `docs/reliability.md` prints.

A template is Python text with holes. `<vec>` is an expression of that kind, `<VEC>` the name of a variable of that
kind, `<new.vec>` a name that is defined here (`<keep.vec>`: on every path), `<body>` a block of further constructs.
Holes with the same digit, `<VEC.1>` … `<VEC.1>`, are filled with the same text; `<VEC.1>` after `<new.vec.1>` is the
new name. `rvec`, `rmat` and `rnum` are variables that are only read: the arguments of most programs.

    vec    array of shape (n,)          num    float                    list   list of two or more vec
    short  array of shape (n - 1,)      int    index into a vec         nums   non-empty list of num
    mat    array of shape (n, n)        idx    permutation of range(n)  pair   tuple of two vec
    fixed  inactive array (n,)          fun    function vec -> vec      dict   {"p": vec, "q": vec}

Values stay bounded: functions are bounded or damped, loops run at most n times.
"""

from __future__ import annotations

NAMES: dict[str, str] = {
    "vec": "u v w y z",
    "short": "p o",
    "mat": "b c g",
    "num": "s t r",
    "rnum": "h",
    "list": "items rows",
    "nums": "values",
    "pair": "pair",
    "dict": "state",
    "int": "i j l",
    "idx": "order",
    "fun": "f",
    "fixed": "fixed",
    "mask": "mask",
    "flat": "flat",
    "grid": "grid",
}
"""Kind → the names of its variables; when they are in use, numbers are appended."""

MISSING: dict[str, str] = {
    "vec": "<new.vec> = np.sin(x)",
    "mat": "<new.mat> = m * a",
    "num": "<new.num> = 0.5 * a",
    "short": "<new.short> = x[1:] * a",
    "int": "<new.int> = 1",
}
"""The definition that goes before a construct which needs a variable of a kind that is not in scope."""


CLASSES: dict[str, tuple[str, float]] = {
    "write": ("in-place write", 0.60),
    "view": ("view or second name", 0.30),
    "hold": ("swap or container of arrays", 0.20),
    "jump": ("break, continue or early return in a loop", 0.20),
    "mutate": ("call that mutates its argument", 0.20),
    "function": ("recursion or closure", 0.10),
    "flow": ("nested control flow", 0.50),
}
"""The classes of constructs: what they are, and in how many of the programs at least there is one."""

EXPRESSIONS: dict[str, tuple[tuple[float, str], ...]] = {
    "vec": (
        (6.0, "<VEC>"),
        (2.0, "<RVEC>"),
        (2.0, "np.sin(<vec>)"),
        (2.0, "np.tanh(<vec>)"),
        (1.0, "np.exp(-<vec> ** 2)"),
        (2.0, "<vec> * <vec>"),
        (2.0, "<const> * <vec> + <num>"),
        (1.5, "(<vec> - <const> * <vec>)"),
        (1.0, "<num> * <vec>"),
        (0.7, "0.3 * (<mat> @ <vec>)"),
        (0.7, "<MAT>[<int>]"),
        (0.4, "<MAT>[:, <int>]"),
        (0.7, "np.where(<vec> > <const>, <vec>, <vec>)"),
        (0.4, "np.maximum(<vec>, <const>)"),
        (0.5, "<vec> / (1.5 + <VEC> ** 2)"),
        (0.4, "np.cumsum(<vec>) * 0.3"),
        (0.4, "<VEC>[::-1]"),
        (0.3, "<VEC>[<IDX>]"),
        (0.4, "np.concatenate((<short>, <VEC>[:1]))"),
        (0.7, "<FIXED> * <vec>"),
        (0.7, "<LIST>[<item>]"),
        (0.5, "<PAIR>[<item>]"),
        (0.5, "<DICT>[<key>]"),
        (0.8, "<FUN>(<vec>)"),
        (0.3, "np.array([<num>, <num>, <num>, <num>])[:n]"),
        (0.3, "np.stack(<LIST>).mean(axis=0)"),
    ),
    "short": (
        (3.0, "<SHORT>"),
        (2.0, "<VEC>[1:]"),
        (2.0, "<VEC>[:-1]"),
        (1.0, "np.sin(<short>)"),
        (1.0, "<short> * <short>"),
        (1.0, "(<VEC>[1:] - 0.5 * <VEC>[:-1])"),
        (0.5, "<num> * <short>"),
    ),
    "mat": (
        (5.0, "<MAT>"),
        (2.0, "<RMAT>"),
        (1.0, "np.sin(<mat>)"),
        (1.0, "<mat> * <vec>"),
        (0.7, "<mat> * <vec>[:, None]"),
        (0.7, "0.5 * np.outer(<vec>, <vec>)"),
        (0.7, "0.3 * (<mat> @ <mat>)"),
        (0.5, "<MAT>.T"),
        (0.7, "(<mat> + <num>)"),
    ),
    "num": (
        (4.0, "<NUM>"),
        (1.5, "<RNUM>"),
        (4.0, "<VEC>[<int>]"),
        (1.0, "<MAT>[<int>, <int>]"),
        (1.5, "np.sin(<num>)"),
        (1.0, "<num> * <num>"),
        (1.0, "<const>"),
        (1.0, "0.2 * np.sum(<vec>)"),
        (0.5, "0.1 * np.sum(<mat>)"),
        (0.6, "0.2 * (<vec> @ <vec>)"),
        (0.5, "np.mean(<vec>)"),
        (0.3, "np.mean(<mat>[1:, 0])"),
        (0.4, "(<num> if <cond> else <num>)"),
        (0.5, "<NUMS>[<item>]"),
        (0.4, "0.3 * sum(<NUMS>)"),
        (0.3, "0.2 * np.sum(<VEC>[<VEC> > <const>])"),
        (0.4, "np.sum(<SHORT>) * 0.2"),
        (0.3, "<const> * <INT>"),
    ),
    "cond": (
        (1.0, "<K> > <digit>"),
        (1.0, "<INT> == <K>"),
        (1.0, "<INT> % 2 == <bit>"),
        (0.5, "n > <digit>"),
        (1.5, "<VEC>[<int>] > <const>"),
        (1.0, "<NUM> < <const>"),
        (0.5, "<NUM> < <const> and <VEC>[<int>] > <const>"),
        (0.5, "not <VEC>[<int>] < <const>"),
    ),
    "int": ((3.0, "<INT>"), (3.0, "<index>"), (1.0, "<K>"), (0.5, "(<INT> + 1) % n"), (0.3, "<IDX>[<index>]")),
    "index": ((2.0, "0"), (2.0, "1"), (1.0, "2"), (1.0, "-1")),
    "item": ((1.0, "0"), (1.0, "1"), (0.5, "-1")),
    "key": ((1.0, '"p"'), (1.0, '"q"')),
    "bit": ((1.0, "0"), (1.0, "1")),
    "digit": ((1.0, "0"), (1.0, "1"), (1.0, "2")),
    "trips": ((2.0, "n"), (1.0, "2"), (1.0, "3"), (0.7, "<K>"), (0.3, "0")),
    "range": (
        (4.0, "range(<trips>)"),
        (1.0, "range(1, n)"),
        (1.0, "range(n - 1, -1, -1)"),
        (0.7, "range(0, n, 2)"),
        (0.4, "range(n - 1, 0, -2)"),
    ),
    "depth": ((1.0, "2"), (1.0, "3"), (1.0, "<K>")),
    "const": tuple((1.0, text) for text in ("0.37", "0.61", "0.83", "-0.29", "0.47", "-0.53", "0.71")),
    "zeros": ((1.0, "np.zeros(n, dtype=x.dtype)"), (1.0, "np.zeros_like(x)")),
    "zeros_mat": ((1.0, "np.zeros((n, n), dtype=x.dtype)"), (1.0, "np.zeros_like(m)")),
}
"""Kind → weighted expressions. Names of a kind that is not in scope do not take part in the draw."""

PLAIN_ALLOCATION = {"zeros": ((1.0, "np.zeros(n)"),), "zeros_mat": ((1.0, "np.zeros((n, n))"),)}
"""What the family of programs with plain allocations has instead; `PLAIN_SHARE` of all programs are of it."""

PLAIN_SHARE = 0.25
DEPTH = 2
"""Expressions nest this deep."""

FILLERS: tuple[tuple[float, str], ...] = (
    (1.0, "<new.vec> = <vec>"),
    (1.0, "<NUM> = <num>"),
    (1.5, "<NUM> += <num>"),
    (1.0, "<VEC> = np.tanh(<vec>)"),
    (0.5, "<new.vec> = <zeros>"),
    (0.3, "<new.mat> = np.sin(<mat>)"),
    (0.3, "<new.num> = <num>"),
)
"""Ordinary statements between the constructs."""

PROLOGUES: tuple[tuple[float, str], ...] = (
    (1.0, "<new.vec> = np.tanh(x * a)\n<new.vec> = <zeros>\n<new.num> = 0.0"),
    (1.0, "<new.vec> = <zeros>\n<new.num> = a * x[0]"),
    (1.0, "<new.vec> = x * 0.9\n<new.mat> = m * a\n<new.num> = 0.0"),
    (0.7, "<new.vec> = np.sin(x)\n<new.vec> = m[0] * x\n<new.mat> = <zeros_mat>\n<new.num> = a"),
    (0.5, "<new.vec> = x.copy()\n<new.num> = 0.1"),
)
ARGUMENTS_WRITABLE = 0.3
"""How often a program may write to its own arguments."""

RESULTS: tuple[tuple[float, str], ...] = ((0.7, "num"), (0.2, "vec"), (0.1, "both"))
