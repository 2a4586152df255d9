"""The errors that s2sad raises, each with the place in the user's source that caused it.

`MissingRuleError("np.foo has no derivative rule", span)` prints

    MissingRuleError: np.foo has no derivative rule
      File "model.py", line 7, in loss
        y = np.foo(x)
            ^^^^^^^^^
      Write a rule ...
"""

from __future__ import annotations

import linecache
import os
import re
from dataclasses import dataclass
from types import CodeType
from typing import Any


@dataclass(frozen=True)
class SourceSpan:
    """A place in a user's source: file, 1-based line, 0-based columns, and the text of the line."""

    filename: str
    lineno: int
    col_offset: int = 0
    end_col_offset: int | None = None
    text: str = ""
    function: str = ""

    def excerpt(self) -> str:
        """The source line with carets under the construct."""
        where = f'  File "{self.filename}", line {self.lineno}' + (f", in {self.function}" if self.function else "")
        stripped = self.text.strip()
        if not stripped:
            return where
        indent = len(self.text) - len(self.text.lstrip())
        start = max(self.col_offset - indent, 0)
        line_end = len(stripped)
        end = line_end if self.end_col_offset is None else min(self.end_col_offset - indent, line_end)
        carets = " " * start + "^" * max(end - start, 1)
        return f"{where}\n    {stripped}\n    {carets}"


_ADDRESS = re.compile(r" at 0x[0-9a-fA-F]+")


def without_addresses(text: str) -> str:
    """A text without the addresses that Python's `repr` of objects holds: they tell nobody anything, and differ.

    >>> without_addresses("<Model object at 0x7f50d1dd2fc0>")
    '<Model object>'
    """
    return _ADDRESS.sub("", text)


class S2SADError(Exception):
    """Base of all errors of s2sad.

    Attributes:
        filename: the user's source file, or None where there is no source.
        lineno: the 1-based line, or None.
        excerpt: the source line with carets under the construct, or the empty string.
        hint: what to do instead, or the empty string.
        if_carried: it is refused only because a loop around it is not lowered run by run.
        python: the exception that Python raises there for certain, None if it is only refused.
        block: the block that was lowered when it was found.
    """

    if_carried = False
    python: type[Exception] | None = None
    block: Any = None

    def __init__(self, message: str, span: SourceSpan | None = None, hint: str = "") -> None:
        message, hint = without_addresses(message), without_addresses(hint)
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.locate(span)

    def locate(self, span: SourceSpan | None) -> None:
        """Say where in the user's source this is."""
        self.args = (self.message, span, self.hint)
        self.span = span
        self.filename = span.filename if span else None
        self.lineno = span.lineno if span else None
        self.excerpt = span.excerpt() if span else ""

    def is_raised(self, python: type[Exception]) -> S2SADError:
        """Note which exception Python raises there for certain."""
        self.python = python
        return self

    def __str__(self) -> str:
        parts = [self.message]
        if self.excerpt:
            parts.append(self.excerpt)
        if self.hint:
            parts.append(f"  {self.hint}")
        return "\n".join(parts)


def place_of(code: CodeType) -> SourceSpan:
    """Where a function is defined: the line of its `def` or lambda, under all decorators."""
    lines = linecache.getlines(code.co_filename)[code.co_firstlineno - 1 :]
    first = r"lambda\b" if code.co_name == "<lambda>" else r"^\s*(async\s+)?def\b"
    header = next((k for k, line in enumerate(lines) if re.search(first, line)), 0)
    text = lines[header].rstrip() if lines else ""
    return SourceSpan(
        code.co_filename, code.co_firstlineno + header, len(text) - len(text.lstrip()), None, text, code.co_name
    )


def trimmed(error: S2SADError) -> S2SADError:
    """The error without the frames of the compiler, to be raised where the user has called s2sad.

    What the message says is enough to mend the program; S2SAD_TRACEBACK=full in the environment keeps the frames.
    """
    return error if os.environ.get("S2SAD_TRACEBACK") == "full" else error.with_traceback(None)


class NoSourceError(S2SADError, OSError):
    """The source text of a function cannot be found: a builtin, a compiled function, text that is gone."""


class UnsupportedSyntaxError(S2SADError, SyntaxError):
    """A construct of Python that the compiler does not differentiate; `text` and `offset` as in SyntaxError."""

    def __init__(self, message: str, span: SourceSpan | None = None, hint: str = "", if_carried: bool = False) -> None:
        S2SADError.__init__(self, message, span, hint)
        self.if_carried = if_carried
        self.msg = f"{message}\n  {hint}" if hint else message  # all that Python prints of it

    def locate(self, span: SourceSpan | None) -> None:
        """As for other errors; also for Python's own printing of a SyntaxError."""
        S2SADError.locate(self, span)
        self.text = span.text if span else None
        self.offset = span.col_offset + 1 if span else None


class UndefinedNameError(S2SADError, NameError):
    """A name is read that is neither assigned nor a global one: a NameError when the function itself runs."""


class KeysAtRunTime(UnsupportedSyntaxError):
    """A dict gets keys that are known only at run time.

    Attributes:
        made: where the dict was made, if it can be made as one of such keys; None of an argument, say.
    """

    def __init__(self, made: SourceSpan | None, span: SourceSpan | None) -> None:
        super().__init__(
            "A key is added to a dict of which not all keys are known when compiling",
            span,
            "Write the dict with all its keys before, or build a new one: `d = {}`.",
            if_carried=True,
        )
        self.made = made


class ElementsOfOtherKind(UnsupportedSyntaxError):
    """A list that was made as one of arrays gets something else.

    Attributes:
        made: where the list was made.
    """

    def __init__(self, made: SourceSpan | None, span: SourceSpan | None) -> None:
        super().__init__("A list of arrays gets an element that is none", span, "Use two lists.")
        self.made = made


class MissingRuleError(S2SADError, NotImplementedError):
    """An active value reaches a function for which no derivative rule is known."""


def missing_rule(name: str, span: SourceSpan | None, what: str) -> MissingRuleError:
    """The error of a function without a rule: `what` says what happens with it, the hint how to register one."""
    hint = "Or wrap the argument in stop_gradient(...)."
    if all(part.isidentifier() for part in name.split(".")):
        last = name.rsplit(".", maxsplit=1)[-1]
        rule = f"TABLE = RuleTable(); @TABLE.custom({name}) def {last}_jvp(...)"
        hint = f"Register one: {rule}; grad(f, rules=TABLE). {hint}"
    return MissingRuleError(f"`{name}` has no derivative rule, and {what}", span, hint)


class DifferentiationTypeError(S2SADError, TypeError):
    """A derivative was asked for that does not exist: of a non-scalar output, of an integer argument."""


class NonScalarError(DifferentiationTypeError):
    """The gradient of a function whose result has derivatives, but is not one real number."""


class SignatureError(S2SADError, TypeError):
    """The arguments do not fit the function, or `argnums` does not fit the arguments."""


class ArgumentError(S2SADError, ValueError):
    """Tangents or cotangents do not have the structure or shape of the primal values."""


class AliasingError(S2SADError, NotImplementedError):
    """An in-place write to something that may be reachable under another name the compiler cannot follow."""


class UnsupportedCallError(S2SADError, NotImplementedError):
    """A call that cannot be resolved when compiling: a function known only at run time."""


class DegenerateSpectrumError(S2SADError, ValueError):
    """Eigenvalues or singular values are equal, and the derivative through their vectors is unknown or not there."""


class ReproducibilityError(S2SADError, RuntimeError):
    """Generated text does not mean what the IR says: an internal check failed."""


class InternalError(S2SADError, RuntimeError):
    """The compiler failed where it should have refused: a bug of s2sad, with the function that shows it."""
