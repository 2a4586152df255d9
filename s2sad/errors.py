"""The errors that s2sad raises, each with the place in the user's source that caused it.

`MissingRuleError("np.foo has no derivative rule", span)` prints

    MissingRuleError: np.foo has no derivative rule
      File "model.py", line 7, in loss
        y = np.foo(x)
            ^^^^^^^^^
      Write a rule ...
"""

from __future__ import annotations

import os
from dataclasses import dataclass


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


class S2SADError(Exception):
    """Base of all errors of s2sad.

    Attributes:
        filename: the user's source file, or None where there is no source.
        lineno: the 1-based line, or None.
        excerpt: the source line with carets under the construct, or the empty string.
        hint: what to do instead, or the empty string.
    """

    def __init__(self, message: str, span: SourceSpan | None = None, hint: str = "") -> None:
        super().__init__(message)
        self.args = (message, span, hint)
        self.message = message
        self.span = span
        self.hint = hint
        self.filename = span.filename if span else None
        self.lineno = span.lineno if span else None
        self.excerpt = span.excerpt() if span else ""

    def __str__(self) -> str:
        parts = [self.message]
        if self.excerpt:
            parts.append(self.excerpt)
        if self.hint:
            parts.append(f"  {self.hint}")
        return "\n".join(parts)


def trimmed(error: S2SADError) -> S2SADError:
    """The error without the frames of the compiler, to be raised where the user has called s2sad.

    What the message says is enough to mend the program; S2SAD_TRACEBACK=full in the environment keeps the frames.
    """
    return error if os.environ.get("S2SAD_TRACEBACK") == "full" else error.with_traceback(None)


class NoSourceError(S2SADError, OSError):
    """The source text of a function cannot be found: a builtin, a compiled function, text that is gone."""


class UnsupportedSyntaxError(S2SADError, SyntaxError):
    """A construct of Python that the compiler does not differentiate; `text` and `offset` as in SyntaxError.

    Attributes:
        if_carried: the construct is refused only because a loop around it is not lowered run by run.
    """

    def __init__(self, message: str, span: SourceSpan | None = None, hint: str = "", if_carried: bool = False) -> None:
        S2SADError.__init__(self, message, span, hint)
        self.if_carried = if_carried
        self.msg = f"{message}\n  {hint}" if hint else message  # all that Python prints of it
        self.text = span.text if span else None
        self.offset = span.col_offset + 1 if span else None


class MissingRuleError(S2SADError, NotImplementedError):
    """An active value reaches a function for which no derivative rule is known."""


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
