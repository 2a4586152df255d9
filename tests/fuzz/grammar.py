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

from dataclasses import dataclass

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


@dataclass(frozen=True)
class Construct:
    """A thing that a program may contain.

    Attributes:
        name: what the report calls it.
        share: the probability that a program contains it (drawn independently of all others).
        groups: the classes of constructs that the contract counts, from `MINIMUM_SHARES`.
        templates: the forms, one of which is drawn.
        needs: names of `HELPERS` that the module must define.
    """

    name: str
    share: float
    groups: tuple[str, ...]
    templates: tuple[str, ...]
    needs: tuple[str, ...] = ()


WRITE, VIEW, HOLD, JUMP, MUTATE, FUNCTION, FLOW = (
    "in-place write",
    "view or second name",
    "swap or container of arrays",
    "break, continue or early return in a loop",
    "call that mutates its argument",
    "recursion or closure",
    "control flow",
)

MINIMUM_SHARES = {WRITE: 0.60, VIEW: 0.30, HOLD: 0.20, JUMP: 0.20, MUTATE: 0.20, FUNCTION: 0.10, FLOW: 0.50}

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

CONSTRUCTS: tuple[Construct, ...] = (
    # -- in place ---------------------------------------------------------------------------------------------------
    Construct("x[i] = v", 0.22, (WRITE,), ("<VEC>[<int>] = <num>",)),
    Construct("x[i] op= v", 0.12, (WRITE,), ("<VEC>[<int>] += <num>", "<VEC>[<int>] *= <num>", "<VEC>[<int>] -= <num>")),
    Construct("A[i, j] = v", 0.08, (WRITE,), ("<MAT>[<int>, <int>] = <num>", "<MAT>[<int>, <int>] += <num>")),
    Construct(
        "x[a:b] = v",
        0.12,
        (WRITE,),
        ("<VEC>[1:] = <short>", "<VEC>[:-1] = <short>", "<VEC>[1:3] = <num>", "<VEC>[1:] += <short>"),
    ),
    Construct("x[a:b:c] = v", 0.05, (WRITE,), ("<VEC>[::2] = <num>", "<VEC>[::-1] = <vec>", "<VEC>[::-2] *= <num>")),
    Construct("x[:] = v", 0.06, (WRITE,), ("<VEC>[:] = <vec>", "<VEC>[...] = <vec>", "<VEC>[:] = <num>")),
    Construct("A[i] = v", 0.06, (WRITE,), ("<MAT>[<int>] = <vec>", "<MAT>[<int>] += <vec>", "<MAT>[<int>, 1:] = <short>")),
    Construct("A[:, j] = v", 0.05, (WRITE,), ("<MAT>[:, <int>] = <vec>", "<MAT>[:, <int>] *= <vec>")),
    Construct(
        "broadcast write",
        0.05,
        (WRITE,),
        ("<MAT>[1:] = <vec>", "<MAT>[:] = <num>", "<MAT>[:, 1:] = <vec>[:, None]", "<MAT>[:2] += <vec>"),
    ),
    Construct(
        "x[mask] = v",
        0.08,
        (WRITE,),
        (
            "<VEC>[<VEC> > <const>] = <num>",
            "<VEC>[<VEC.1> > <const>] *= <num>",
            "<new.mask> = <VEC> > <const>\n<VEC>[<MASK>] = <vec>[<MASK>]",
            "<new.mask> = <VEC> > <const>\n<VEC>[<MASK>] += <const>\n<NUM> += 0.3 * np.sum(<VEC>[~<MASK>])",
            "<MAT>[<MAT> > <const>] = <num>",
        ),
    ),
    Construct(
        "x[array] = v",
        0.08,
        (WRITE,),
        (
            "<VEC>[[0, 2]] = <num>",
            "<new.idx> = np.arange(n)[::-1].copy()\n<VEC>[<IDX>] = <vec>",
            "<VEC>[np.array([0, 1])] += <vec>[:2]",
            "<VEC>[[1, 1]] = <vec>[:2]",
            "<MAT>[[0, 1], [1, 0]] = <num>",
        ),
    ),
    Construct("np.add.at", 0.04, (WRITE,), ("np.add.at(<VEC>, [0, 1, 0], <vec>[:3])", "np.add.at(<VEC>, [1, 1], <num>)")),
    Construct("x op= v", 0.18, (WRITE,), ("<VEC> += <vec>", "<VEC> *= <vec>", "<VEC> -= <num>", "<VEC> /= 1.5 + <vec> ** 2")),
    Construct("A op= v", 0.06, (WRITE,), ("<MAT> *= <num>", "<MAT> += <vec>", "<MAT> -= 0.3 * <mat>")),
    Construct(
        "out= and methods that write",
        0.08,
        (WRITE,),
        (
            "np.sin(<vec>, out=<VEC>)",
            "np.multiply(<vec>, <vec>, out=<VEC>)",
            "np.copyto(<VEC>, <vec>)",
            "<VEC>.fill(<num>)",
            "np.fill_diagonal(<MAT>, <num>)",
            "<VEC>.sort()",
            "<VEC>.flat[<index>] = <num>",
        ),
    ),
    Construct(
        "inactive buffer overwritten",
        0.06,
        (WRITE,),
        (
            "<new.fixed> = np.arange(n) * 0.2\n<new.vec> = <FIXED> * <vec>\n<FIXED>[<index>] = <const>",
            "<new.fixed> = np.ones(n)\nfor <new.int> in range(n):\n    <FIXED>[<INT>] = <const>\n    <NUM> += 0.3 * <FIXED>[0] * <num>",
        ),
    ),
    Construct(
        "index array overwritten",
        0.04,
        (WRITE,),
        (
            "<new.idx.1> = np.arange(n)\n<new.vec> = <VEC>[<IDX.1>]\n<IDX.1>[0] = 2",
            "<new.idx.1> = np.arange(n)\nfor <new.int.2> in range(n):\n    <VEC>[<IDX.1>[<INT.2>]] = <num>\n    <IDX.1>[<INT.2>] = 0",
        ),
    ),
    Construct("recurrence", 0.10, (WRITE, FLOW), ("for <new.int.1> in range(1, n):\n    <VEC.2>[<INT.1>] = 0.5 * <VEC.2>[<INT.1> - 1] + <num>",)),
    Construct(
        "stencil",
        0.06,
        (WRITE, FLOW),
        ("for <new.int.1> in range(1, n - 1):\n    <VEC.2>[<INT.1>] = 0.3 * (<VEC.2>[<INT.1> - 1] + <VEC>[<INT.1> + 1]) * <num>",
         "<VEC.1>[1:-1] += 0.3 * (<VEC.1>[2:] - 2.0 * <VEC.1>[1:-1] + <VEC.1>[:-2])"),
    ),
    # -- names ------------------------------------------------------------------------------------------------------
    Construct("second name", 0.12, (VIEW, WRITE), ("<new.vec.1> = <VEC>\n<VEC.1>[<int>] = <num>", "<new.vec.1> = <VEC>\n<VEC.1> *= <num>",
                                                "<new.vec.1> = <VEC.2>\n<VEC.2>[<int>] = <num>")),
    Construct(
        "slice view",
        0.10,
        (VIEW, WRITE),
        (
            "<new.short.1> = <VEC>[1:]\n<SHORT.1>[0] = <num>",
            "<new.short.1> = <VEC>[:-1]\n<SHORT.1> *= <num>",
            "<new.short.1> = <VEC.2>[1:]\n<VEC.2>[1] = <num>",
            "<new.vec.1> = <VEC>[:]\n<VEC.1>[1:] = <short>",
        ),
    ),
    Construct("reversed view", 0.05, (VIEW, WRITE), ("<new.vec.1> = <VEC>[::-1]\n<VEC.1>[<int>] = <num>",)),
    Construct("two views", 0.05, (VIEW, WRITE), ("<new.short.1> = <VEC.3>[1:]\n<new.short.2> = <VEC.3>[:-1]\n<SHORT.1> += <num>\n<SHORT.2> *= <num>",
                                                 "<new.short.1> = <VEC.3>[1:]\n<new.short.2> = <VEC.3>[:-1]\n<SHORT.1>[0] = <num>\n<SHORT.2>[:] = <SHORT.1>")),
    Construct("row view", 0.07, (VIEW, WRITE), ("<new.vec.1> = <MAT>[<int>]\n<VEC.1>[<int>] = <num>", "<new.vec.1> = <MAT>[:, <int>]\n<VEC.1> *= <num>",
                                                "<new.vec.1> = <MAT.2>[<int>]\n<MAT.2> *= <num>")),
    Construct("transpose view", 0.05, (VIEW, WRITE), ("<new.mat.1> = <MAT>.T\n<MAT.1>[<int>, 0] = <num>", "<new.mat.1> = <MAT>.T\n<MAT.1>[0] += <vec>")),
    Construct("reshape view", 0.05, (VIEW, WRITE), ("<MAT>.reshape(-1)[<int>] = <num>", "<new.flat.1> = <MAT>.ravel()\n<FLAT.1>[1:3] = <num>", "<VEC>.reshape(1, -1)[0, <int>] = <num>")),
    Construct("rows of a loop", 0.06, (VIEW, WRITE, FLOW), ("for <new.vec.1> in <MAT>:\n    <VEC.1> *= <num>", "for <new.vec.1> in <MAT>:\n    <VEC.1>[0] = <num>")),
    # -- swaps and containers ---------------------------------------------------------------------------------------
    Construct(
        "swap",
        0.07,
        (HOLD,),
        ("<VEC.1>, <VEC.2> = <VEC.2>, <VEC.1>", "<new.vec.3> = <VEC.1>\n<VEC.1> = <VEC.2>\n<VEC.2> = <VEC.3>",
         "<VEC.1>, <VEC.2> = <VEC.2>, <VEC.1>\n<VEC.1>[<int>] = <num>"),
    ),
    Construct(
        "double buffer",
        0.07,
        (HOLD, WRITE, FLOW),
        (
            "<new.vec.1> = <vec> * 1.0\n<new.vec.2> = <zeros>\nfor <new.int.3> in range(<trips>):\n    <VEC.2>[:] = 0.5 * <VEC.1> + <num>\n    <VEC.1>, <VEC.2> = <VEC.2>, <VEC.1>",
            "<new.vec.1> = <vec> * 1.0\n<new.vec.2> = <zeros>\nfor <new.int.3> in range(<trips>):\n    <VEC.2>[<INT.3>] = 0.5 * <VEC.1>[0] + <num>\n    <VEC.1>, <VEC.2> = <VEC.2>, <VEC.1>",
            "<new.vec.1> = <zeros>\n<new.vec.2> = <zeros>\n<new.vec.4> = <zeros>\nfor <new.int.3> in range(<trips>):\n    <VEC.1>[<INT.3>] = <num>\n    <VEC.1>, <VEC.2>, <VEC.4> = <VEC.2>, <VEC.4>, <VEC.1>",
        ),
    ),
    Construct(
        "conditional swap",
        0.05,
        (HOLD,),
        (
            "if <cond>:\n    <VEC.1>, <VEC.2> = <VEC.2>, <VEC.1>",
            "for <new.int.3> in range(n):\n    if <INT.3> % 2 == 0:\n        <VEC.1>, <VEC.2> = <VEC.2>, <VEC.1>\n    <VEC.1>[<INT.3>] = <num>",
        ),
    ),
    Construct("chosen array written", 0.05, (HOLD, WRITE), ("<new.vec.1> = <VEC> if <cond> else <VEC>\n<VEC.1>[<int>] = <num>",
                                                           "if <cond>:\n    <keep.vec.1> = <VEC>\nelse:\n    <VEC.1> = <vec>\n<VEC.1>[<int>] = <num>")),
    Construct(
        "list of arrays",
        0.10,
        (HOLD,),
        (
            "<new.list.1> = [<VEC>, <vec>]\n<LIST.1>[<item>][<int>] = <num>",
            "<new.list.1> = [<vec>, <vec>, <vec>]\n<LIST.1>[<item>] = <vec>",
            "<new.list.1> = [<vec>, <zeros>]\n<LIST.1>.append(<vec>)\n<LIST.1>[-1] *= <num>",
            "<new.list.1> = [<VEC>, <VEC>]\n<LIST.1>[0], <LIST.1>[1] = <LIST.1>[1], <LIST.1>[0]",
            "<new.list.1> = [<vec>, <VEC.2>]\n<VEC.2>[<int>] = <num>",
            "<new.list.1> = [<vec>, <vec>, <vec>]\n<new.vec> = <LIST.1>.pop()",
        ),
    ),
    Construct(
        "loop over a list",
        0.06,
        (HOLD, FLOW),
        (
            "<new.list.1> = [<VEC>, <vec>]\nfor <new.vec.2> in <LIST.1>:\n    <NUM> += 0.3 * np.sum(<VEC.2> * <vec>)",
            "<new.list.1> = [<VEC>, <vec>]\nfor <new.vec.2> in <LIST.1>:\n    <VEC.2>[<int>] = <num>",
            "<new.list.1> = [<VEC>, <vec>]\nfor <new.int.2> in range(2):\n    <LIST.1>[<INT.2>] = np.sin(<LIST.1>[<INT.2>]) * <num>",
            "<new.list.1> = [<VEC>, <vec>]\nfor <new.vec.2>, <new.vec.3> in zip(<LIST.1>, [<vec>, <vec>]):\n    <NUM> += 0.2 * (<VEC.2> @ <VEC.3>)",
            "<new.list.1> = [<VEC>, <vec>]\nfor <new.int.2>, <new.vec.3> in enumerate(<LIST.1>):\n    <VEC.3>[<INT.2>] += <num>",
        ),
    ),
    Construct(
        "list grown in a loop",
        0.07,
        (HOLD, FLOW),
        (
            "<new.nums.1> = [<num>, <num>]\nfor <new.int> in <range>:\n    <NUMS.1>.append(np.sin(<NUMS.1>[-1]) + <num>)",
            "<new.list.1> = [<vec>, <VEC>]\nfor <new.int> in <range>:\n    <LIST.1>.append(np.tanh(<LIST.1>[-1]) * <num>)",
            "<new.list.1> = [<vec>, <VEC.2>]\nfor <new.int> in <range>:\n    <LIST.1>.append(<VEC.2>)\n    <VEC.2> = np.sin(<vec>)",
        ),
    ),
    Construct(
        "comprehension",
        0.05,
        (HOLD,),
        (
            "<new.list> = [<const> * e for e in (<VEC>, <VEC>)]",
            "<new.nums> = [np.sin(e) for e in <VEC>]",
            "<new.list> = [<VEC> * i for i in range(3)]",
            "<NUM> += sum([e * <const> for e in <VEC> if e > <const>])",
            "<NUM> += sum(0.3 * e for e in <VEC>)",
        ),
    ),
    Construct(
        "dict of arrays",
        0.06,
        (HOLD,),
        (
            '<new.dict.1> = {"p": <VEC>, "q": <vec>}\n<DICT.1>[<key>][<int>] = <num>',
            '<new.dict.1> = {"p": <vec>, "q": <vec>}\n<DICT.1>[<key>] = <vec>',
            '<new.dict.1> = {"p": <vec>, "q": <zeros>}\n<DICT.1>["q"] += <vec>\nfor <new.vec.2> in <DICT.1>.values():\n    <NUM> += 0.2 * np.sum(<VEC.2>)',
        ),
    ),
    Construct(
        "tuple of arrays",
        0.06,
        (HOLD,),
        (
            "<new.pair.1> = (<VEC>, <vec>)\n<PAIR.1>[0][<int>] = <num>",
            "<new.pair.1> = (<vec>, <vec>)\n<new.vec.2>, <new.vec.3> = <PAIR.1>\n<VEC.2>[<int>] = <VEC.3>[<int>]",
            "<new.pair.1> = <vec>, <VEC.2>\n<VEC.2> *= <num>",
        ),
    ),
    # -- jumps ------------------------------------------------------------------------------------------------------
    Construct("break", 0.07, (JUMP, FLOW), ("for <new.int> in <range>:\n    <body>\n    if <cond>:\n        break\n    <body>",)),
    Construct("continue", 0.06, (JUMP, FLOW), ("for <new.int> in <range>:\n    if <cond>:\n        continue\n    <body>", "for <new.int> in <range>:\n    <body>\n    if <cond>:\n        continue\n    <body>")),
    Construct("early return in a loop", 0.07, (JUMP, FLOW), ("for <new.int> in <range>:\n    <body>\n    if <cond>:\n        return <result>", "for <new.int> in <range>:\n    if <cond>:\n        return <result>\n    <body>")),
    Construct("return out of nested loops", 0.02, (JUMP, FLOW), ("for <new.int> in range(2):\n    for <new.int> in range(n):\n        if <cond>:\n            return <result>\n        <body>",)),
    Construct("for/else", 0.03, (JUMP, FLOW), ("for <new.int> in <range>:\n    <body>\n    if <cond>:\n        break\nelse:\n    <body>",)),
    Construct("while True with break", 0.04, (JUMP, FLOW), ("<new.int.1> = 0\nwhile True:\n    <body>\n    <INT.1> += 1\n    if <INT.1> >= 2:\n        break",
                                                         "<new.int.1> = 0\nwhile True:\n    if <INT.1> > 1 or <cond>:\n        break\n    <INT.1> += 1\n    <body>")),
    Construct("while with continue", 0.03, (JUMP, FLOW), ("<new.int.1> = 0\nwhile <INT.1> < n - 1:\n    <INT.1> += 1\n    if <INT.1> == k:\n        continue\n    <body>",)),
    # -- calls ------------------------------------------------------------------------------------------------------
    Construct("call that writes elements", 0.10, (MUTATE,), ("fill(<VEC>, <num>)", "<NUM> += fill(<VEC>, <num>)", "fill(<MAT>[<int>], <num>)", "fill(<VEC>[::-1], <num>)"), ("fill",)),
    Construct("call that scales in place", 0.07, (MUTATE,), ("scale(<VEC>, <vec>)", "<new.vec> = scale(<VEC>, <vec>)", "scale(<MAT>, <vec>)"), ("scale",)),
    Construct("call that writes two arguments", 0.05, (MUTATE,), ("mix(<VEC>, <vec> * 1.0)", "mix(<VEC.1>, <VEC.1>)", "mix(<VEC>, <VEC>)"), ("mix",)),
    Construct("call that changes a list", 0.06, (MUTATE, HOLD), ("<new.list.1> = [<vec>, <VEC>]\npush(<LIST.1>, <vec>)", "<new.list.1> = [<vec>, <VEC>]\nfor <new.int> in range(2):\n    push(<LIST.1>, np.sin(<vec>))"), ("push",)),
    Construct("call without effect", 0.08, (), ("<new.vec> = wave(<vec>, <num>)", "<NUM> += np.sum(wave(<vec>, s=<num>)) * 0.2", "<new.vec>, <NUM> = both(<vec>)"), ("wave", "both")),
    Construct("call with an early return", 0.05, (), ("<NUM> += first(<vec>, <num>)",), ("first",)),
    Construct("recursion", 0.05, (FUNCTION,), ("<new.vec> = nest(<vec>, <depth>)", "<NUM> += np.sum(nest(<vec>, <depth>)) * 0.2"), ("nest",)),
    Construct("recursion in place", 0.04, (FUNCTION, MUTATE), ("descend(<VEC>, n - 1)", "descend(<VEC>, k)"), ("descend",)),
    Construct("closure", 0.07, (FUNCTION,), ("def <new.fun>(q):\n    return 0.5 * q * <vec> + <num>", "<new.fun> = lambda q: np.sin(q) * <num>", "<new.fun> = make(<num>)", "def <new.fun.1>(q):\n    return np.sin(q) * <VEC.2>\n<VEC.2> = <vec>"), ("make",)),
    Construct("closure that writes", 0.04, (FUNCTION, MUTATE), ("def poke(value):\n    <VEC>[<index>] = value\npoke(<num>)\npoke(<num>)", "def poke(buffer, value):\n    buffer[<index>] += value * <num>\npoke(<VEC>, <num>)")),
    # -- control flow -----------------------------------------------------------------------------------------------
    Construct("for over range", 0.15, (FLOW,), ("for <new.int> in <range>:\n    <body>",)),
    Construct("nested for", 0.05, (FLOW,), ("for <new.int> in range(2):\n    <body>\n    for <new.int> in <range>:\n        <body>",)),
    Construct("for over an array", 0.05, (FLOW,), ("for <new.num> in <VEC>:\n    <body>",)),
    Construct("for over rows", 0.04, (FLOW,), ("for <new.vec> in <mat>:\n    <body>",)),
    Construct("for over zip or enumerate", 0.05, (FLOW,), ("for <new.num>, <new.num> in zip(<VEC>, <vec>):\n    <body>", "for <new.int>, <new.num> in enumerate(<VEC>):\n    <body>",
                                                         "for <new.int>, <new.vec> in enumerate(<MAT>):\n    <body>", "for <new.num> in reversed(<VEC>):\n    <body>")),
    Construct("while with a counter", 0.06, (FLOW,), ("<new.int.1> = 0\nwhile <INT.1> < n - 1:\n    <body>\n    <INT.1> += 1",)),
    Construct("while on an active value", 0.06, (FLOW,), ("<new.rnum.1> = <num>\nwhile <RNUM.1> < 1.93:\n    <body>\n    <RNUM.1> = <RNUM.1> + 0.9 + 0.2 * np.sin(<num>)",)),
    Construct("if/else", 0.12, (FLOW,), ("if <cond>:\n    <body>\nelse:\n    <body>", "if <cond>:\n    <body>\nelif <cond>:\n    <body>\nelse:\n    <body>")),
    Construct("if", 0.08, (FLOW,), ("if <cond>:\n    <body>",)),
    Construct("assigned in both branches", 0.05, (FLOW,), ("if <cond>:\n    <keep.vec.1> = <vec>\nelse:\n    <VEC.1> = <vec>",)),
    Construct("float that becomes an array", 0.04, (FLOW,), ("<new.vec.2> = <vec>\n<keep.vec.1> = 0.0\nfor <new.int> in range(3):\n    <VEC.1> = <num> * <VEC.1> + <VEC.2>",)),
    Construct("loop variable used afterwards", 0.04, (FLOW,), ("for <new.int.1> in range(n - 1):\n    <body>\n<VEC>[<INT.1>] = <num>",)),
)

HELPERS: dict[str, str] = {
    "fill": "def fill(x, s):\n    n = len(x)\n    for i in range(n):\n        x[i] = 0.5 * x[i] + <num.1>\n    return x[0] * s",
    "scale": "def scale(x, q):\n    x *= np.sin(q)\n    x[0] = x[1] * 0.5\n    return q * 0.7",
    "mix": "def mix(x, q):\n    x[0] = q[1]\n    q[0] = x[1] * 0.5\n    x += q * 0.3",
    "push": "def push(xs, q):\n    xs.append(q * 0.5)\n    xs[0] = np.sin(xs[-1]) * q",
    "wave": "def wave(x, s=0.3):\n    n = len(x)\n    u = <zeros>\n    for i in range(1, n):\n        u[i] = 0.5 * u[i - 1] + x[i] * s\n    return np.sin(u) + x",
    "both": "def both(x):\n    u = np.tanh(x)\n    return u * x, u[0]",
    "first": "def first(x, s):\n    for v in x:\n        if v > <const>:\n            return v * s\n        s = s + 0.3 * v\n    return np.sin(s)",
    "nest": "def nest(x, d):\n    if d == 0:\n        return x * 0.5\n    return np.sin(nest(x, d - 1)) + 0.3 * x",
    "descend": "def descend(x, d):\n    if d < 1:\n        return\n    x[d - 1] += 0.5 * np.sin(x[d])\n    descend(x, d - 1)",
    "make": "def make(s):\n    return lambda q: np.tanh(q * s)",
}
"""Functions of the module, defined where a construct needs them."""
