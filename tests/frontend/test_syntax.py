"""`check_syntax` accepts the language of the first version and refuses all else at its first place."""

import ast
import linecache
import re
import sys
import textwrap
from itertools import count

import gast
import pytest

from s2sad.errors import UnsupportedSyntaxError
from s2sad.frontend.source import find_source
from s2sad.frontend.syntax import ALLOWED, REFUSED, REFUSED_FORMS, Refusal, check_syntax

CELLS = count()


def source_of(text, name="f"):
    """The source of a function of this text; it is not run."""
    text = textwrap.dedent(text).lstrip("\n")
    filename = f"<ipython-input-syntax-{next(CELLS)}>"
    linecache.cache[filename] = (len(text), None, text.splitlines(keepends=True), filename)
    namespace = {"wrap": lambda function: function, "make": lambda size: lambda function: function}
    exec(compile(text, filename, "exec"), namespace)
    return find_source(namespace[name])


def body(*lines):
    return "def f(x, y=1.0, *rest, scale=2.0):\n" + textwrap.indent("\n".join(map(textwrap.dedent, lines)), "    ")


ACCEPTED = [
    "return x",
    "return",
    "pass",
    "'a docstring'",
    "a = b = x; return a * b",
    "a, (b, [c, d]) = x; return a",
    "x[0], x[1:2, ..., None] = 1, 2",
    "x[0][1] += 1; x -= 1; x @= y",
    "a: float = 2.0; b: 'int'; return a",
    "a: (yes := 3) = 2",  # annotations of locals are never evaluated
    "for i in range(3):\n    if i: break\n    elif x: continue\n    else: pass",
    "for i, (a, b) in enumerate(x): y += a * b",
    "while x > 1 and not y or x is None:\n    x = x / 2",
    "return x if y else -x",
    "return 1 < x <= y != 3 in rest",
    "return x + ~y - x * y / x // y % x ** y @ x << 1 >> 2 | 3 ^ 4 & 5",
    "assert x > 0, f'{x!r:>{y}} is negative'",
    "raise ValueError('no') from None",
    "return g(x, *rest, y, scale=2, **{'a': x})",
    "return x.T.shape[0], [x, y], {'a': x, 'b': (y,)}, ()",
    "return [i * j for i in x if i > 0 for j in y], [a for a, b in x]",
    "return (lambda t, s=x, *a, k=1: t * s)(y)",
    "def g(t: float, s=x, *a, k=y) -> float:\n    def h(u): return u * t\n    return h(s)\nreturn g(x)",
    "try: x\nexcept (A, B) as e: raise\nexcept: pass\nelse: y\nfinally: pass",
    "with open(x) as g, h(): pass",
    "match x:\n    case [1, *_]: pass\n    case {'a': 1, **b}: pass\n    case 2 | A(1, c=3) as d if d: pass",
    "del x, y[0]",
    "global z\ndef g():\n    nonlocal x\n    x = 1",
    "return (z := x) + z, {i: i for i in x}, sum(i for i in x), x[(z := 1):], f'{x:{(z := 2)}}'",
    *(["return x[*y]"] if sys.version_info >= (3, 11) else []),  # came with Python 3.11
    "a, *b = x; return [*x, 1], {**x, 'a': 1}, lambda **options: x",
    "for i in x: pass\nelse: y = 1\nwhile x: pass\nelse: y = 1",
    "@wrap\ndef g(**options): pass",
    "x.a = 1; x.a += 1; x.a: int = 1; y, (x.a, z) = x\nfor x.a in y: pass",
    "return 1, 1.0, 2j, True, None, ..., b'bytes', 'text'",
]


@pytest.mark.parametrize("text", ACCEPTED)
def test_accepted(text):
    assert check_syntax(source_of(body(text))) is None


def test_accepted_lambda():
    assert check_syntax(source_of("f = lambda x, y=2: x * y")) is None


@pytest.mark.parametrize(
    "text",
    [
        "@wrap\n@make(size={1, 2})\ndef f(x): return x",
        "def f(x=(i for i in range(3)), *, y={1: 2 for _ in ()}) -> {1}: return x",
        "def f(x: (yield_ := 3)) -> {*()}: return x",
        "f = lambda x, y={1, 2}: x",
    ],
)
def test_what_is_evaluated_outside_the_function_is_not_looked_at(text):
    assert check_syntax(source_of(text)) is None


# text, message, the text under the carets
REFUSED_TEXTS = [
    ("try: x\nfinally: return x", "`finally` that is left by a jump", "try: x"),
    ("class A: pass", "a class inside", "class A: pass"),
    ("del x.a", "deleting an attribute is", "x.a"),
    ("import math", "`import` inside", "import math"),
    ("from math import sin", "`import` inside", "from math import sin"),
    ("y = yield x", "generators are", "yield x"),
    ("yield from x", "generators are", "yield from x"),
    ("async def g(): pass", "coroutines are", "async def g(): pass"),
    ("def g(a=(yield)): pass", "generators are", "yield"),
    ("return (lambda a=(yield): a)()", "generators are", "yield"),
    ("def g():\n    def h(): return (yield)", "generators are", "yield"),
    ("raise ValueError((yield))", "generators are", "yield"),
    ("assert x, (yield)", "generators are", "yield"),
    ("x[(yield)] = 2", "generators are", "yield"),
    ("return g(*x, k=(yield))", "generators are", "yield"),
]


@pytest.mark.parametrize(("text", "message", "marked"), REFUSED_TEXTS)
def test_refused(text, message, marked):
    source = source_of(body("z_ = 1", text))
    with pytest.raises(UnsupportedSyntaxError, match=re.escape(message)) as caught:
        check_syntax(source)
    error = caught.value
    assert isinstance(error, SyntaxError)
    assert error.hint.endswith(".")
    assert error.lineno >= 3
    assert error.span.function == "f"
    if marked:
        start, end = error.span.col_offset, error.span.end_col_offset
        under = error.text[start:end].rstrip()
        # a multi-line construct marks its whole first line
        assert marked.startswith(under) or under.startswith(marked)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("async def f(x): return x", "coroutines"),
        ("async def f(x):\n    async with x: await x", "coroutines"),
        ("def f(x): yield x", "generators"),
        ("f = lambda x: (yield x)", "generators"),
    ],
)
def test_the_function_itself_is_refused(text, message):
    with pytest.raises(UnsupportedSyntaxError, match=message):
        check_syntax(source_of(text))


@pytest.mark.skipif(sys.version_info < (3, 11), reason="`except*` came with Python 3.11")
def test_except_star():
    with pytest.raises(UnsupportedSyntaxError, match="`except\\*` is"):
        check_syntax(source_of(body("try: x\nexcept* ValueError: pass")))


@pytest.mark.skipif(sys.version_info < (3, 12), reason="type parameters came with Python 3.12")
def test_type_parameters():
    assert check_syntax(source_of("def f[T](x: T) -> T: return x")) is None
    with pytest.raises(UnsupportedSyntaxError, match="type parameters of an inner function"):
        check_syntax(source_of(body("def g[T](x: T): return x")))
    with pytest.raises(UnsupportedSyntaxError, match="`type` inside"):
        check_syntax(source_of(body("type A = int")))


@pytest.mark.skipif(sys.version_info < (3, 14), reason="template strings came with Python 3.14")
def test_template_strings():
    with pytest.raises(UnsupportedSyntaxError, match=r"template string|unknown to the installed gast"):
        check_syntax(source_of(body("return t'{x}'")))


def test_the_first_construct_in_the_text_is_named():
    text = body("a = [(yield), (yield 1)]", "import a", "for i in x:\n    yield i")
    with pytest.raises(UnsupportedSyntaxError, match="generators are") as caught:
        check_syntax(source_of(text))
    assert (caught.value.lineno, caught.value.span.col_offset) == (2, 10)


def test_the_message_shows_place_and_rewrite():
    source = source_of(body("y = x  # é", "import x"))
    with pytest.raises(UnsupportedSyntaxError) as caught:
        check_syntax(source)
    assert str(caught.value) == (
        "`import` inside a function is not differentiated\n"
        f'  File "{source.filename}", line 3, in f\n'
        "    import x\n"
        "    ^^^^^^^^\n"
        "  Import at the top of the module."
    )


def test_unknown_constructs_are_refused_by_default():
    source = source_of(body("return x"))

    class Novelty(gast.expr):
        _fields = ("value",)

    novelty = Novelty()
    novelty.value, novelty.lineno, novelty.col_offset = gast.Constant(1, None), 2, 4
    source.tree.body[0].value = novelty
    with pytest.raises(UnsupportedSyntaxError, match="`Novelty` is not differentiated"):
        check_syntax(source)


def test_the_tables_are_disjoint_and_cover_the_grammar_of_this_python():
    assert not ALLOWED & set(REFUSED)
    assert set(REFUSED_FORMS) <= ALLOWED
    assert all(isinstance(each, Refusal) and each.reason and each.rewrite for each in REFUSED.values())
    abstract = {"expr_context", "boolop", "operator", "unaryop", "cmpop"}
    inside_refused = {"Del", "AugLoad", "AugStore"}
    concrete = {
        kind.__name__
        for base in (ast.stmt, ast.expr, ast.expr_context, ast.boolop, ast.operator, ast.unaryop, ast.cmpop)
        for kind in base.__subclasses__()
        if kind.__module__ in ("ast", "_ast")
    }
    deprecated = {"Num", "Str", "Bytes", "NameConstant", "Ellipsis", "Index", "ExtSlice"}
    known = {kind.__name__ for kind in ALLOWED | set(REFUSED)}
    assert concrete - known - abstract - inside_refused - deprecated == set()
