"""The text form of the IR: deterministic, one operation a line, with the source line as a comment.

func func(x: float) -> float:
  z.2 = for _ in range(20) carry z.0 = 0.0:      # recursion.py:5
    t.0 = mul x, z.0                             # recursion.py:6
    ...
"""

from __future__ import annotations

import operator
import os
from collections import Counter
from typing import Any

import numpy as np
from typing_extensions import assert_never

from s2sad.errors import SourceSpan
from s2sad.ir.ops import (
    Call,
    Comment,
    Function,
    FunctionRef,
    If,
    Loop,
    Operand,
    Operation,
    Region,
    Value,
    is_undefined,
)

_MODULES = {"numpy": "np", "_operator": "", "builtins": "", "numpy.linalg": "np.linalg", "math": "math"}


def callee_name(callee: Any) -> str:
    """The short name of a primitive: `np.sin`, `mul`, `getitem`."""
    if isinstance(callee, FunctionRef):
        return callee.name
    unnamed = getattr(type(callee), "__repr__", None) is vars(object)["__repr__"]
    shown = f"{type(callee).__name__} object" if unnamed else str(callee)
    name = getattr(callee, "__name__", None) or shown
    module = getattr(callee, "__module__", None) or ("numpy" if type(callee).__name__ == "ufunc" else "")
    if module == "operator" or callee is getattr(operator, name, None):
        return str(name)
    if type(callee).__name__ == "ufunc" and getattr(np, str(name), None) is not callee:
        return f"scipy.special.{name}" if module == "numpy" else str(name)
    if type(callee).__name__ == "FString":
        return "f-string"
    prefix = _MODULES.get(module) or _public(module)
    return f"{prefix}.{name}" if prefix else str(name)


def _public(module: str) -> str:
    """How users reach a module of NumPy or SciPy: `scipy.optimize` for `scipy.optimize._optimize`; "" for others."""
    parts = module.split(".")
    if parts[0] not in ("numpy", "scipy"):
        return ""
    private = next((k for k, part in enumerate(parts) if part.startswith("_")), len(parts))
    return ".".join(["np" if parts[0] == "numpy" else "scipy", *parts[1:private]])


class _Printer:
    def __init__(self) -> None:
        self.names: dict[Value, str] = {}
        self.versions: Counter[str] = Counter()
        self.lines: list[tuple[str, SourceSpan | None]] = []
        self.lines_of: dict[int, int] = {}

    def define(self, value: Value) -> str:
        if value not in self.names:
            self.names[value] = f"{value.name}.{self.versions[value.name]}"
            self.versions[value.name] += 1
        return self.names[value]

    def show(self, operand: Operand) -> str:
        if isinstance(operand, Value):
            return self.names.get(operand) or f"{operand.name}.?"
        if is_undefined(operand):
            return "undefined"
        value = operand.value
        if operand.path:
            return str(getattr(operand.path, "name", operand.path))
        return callee_name(value) if callable(value) else repr(value)

    def line(self, indent: int, text: str, span: SourceSpan | None, op: object = None) -> None:
        if op is not None:
            self.lines_of[id(op)] = len(self.lines)
        self.lines.append(("  " * indent + text, span))

    def region(self, region: Region, indent: int, keyword: str) -> None:
        for op in region.ops:
            self.operation(op, indent)
        if region.yields or not region.ops:
            self.line(indent, f"{keyword} {', '.join(map(self.show, region.yields))}".rstrip(), None, region)

    def operation(self, op: Operation, indent: int) -> None:
        match op:
            case Call():
                arguments = [self.show(a) for a in op.args] + [f"{k}={self.show(v)}" for k, v in op.kwargs]
                results = ", ".join(map(self.define, op.results))
                text = f"{results} = {callee_name(op.callee)} {', '.join(arguments)}".rstrip()
                self.line(indent, text, op.span, op)
            case If():
                self._if(op, indent)
            case Loop():
                self._loop(op, indent)
            case Comment():
                self.line(indent, f"# {op.text}", None, op)
            case _:
                assert_never(op)

    def _if(self, op: If, indent: int) -> None:
        at = len(self.lines)
        self.line(indent, "", op.span, op)
        self.region(op.then, indent + 1, "yield")
        self.line(indent, "else:", None)
        self.region(op.orelse, indent + 1, "yield")
        head = ", ".join(map(self.define, op.results))
        head = f"{head} = " if head else ""
        self.lines[at] = ("  " * indent + f"{head}if {self.show(op.condition)}:", op.span)

    def _loop(self, op: Loop, indent: int) -> None:
        at = len(self.lines)
        self.line(indent, "", op.span, op)
        inits = [self.show(i) for i in op.inits]
        iterables = [self.show(s.iterable) for s in op.sources]
        targets = [self.define(s.target) for s in op.sources]
        carried = [f"{self.define(p)} = {i}" for p, i in zip(op.params, inits, strict=True)]
        if op.before:
            self.region(op.before, indent + 1, "exit if")
        self.region(op.after, indent + 1, "yield")
        results = ", ".join(map(self.define, op.results))
        head = f"{results} = " if results else ""
        head += f"for {', '.join(targets)} in {', '.join(iterables)}" if targets else "loop"
        if carried:
            head += f" carry {', '.join(carried)}"
        if op.collected_results:
            head += f" collect {len(op.collected_results)}"
        self.lines[at] = ("  " * indent + head + ":", op.span)

    def function(self, function: Function) -> None:
        parameters = []
        for parameter in function.params:
            plain = parameter.name if self.versions[parameter.name] == 0 else self.define(parameter)
            self.names.setdefault(parameter, plain)
            self.versions[parameter.name] += 1
            parameters.append(f"{self.names[parameter]}: {parameter.type}")
        result = function.body.yields[0].type if function.body.yields else "None"
        self.line(0, f"func {function.name}({', '.join(parameters)}) -> {result}:", function.span)
        self.region(function.body, 1, "return")


def _located(lines: list[tuple[str, SourceSpan | None]]) -> str:
    width = min(max((len(text) for text, _ in lines), default=0) + 2, 60)
    rows = []
    for text, span in lines:
        place = f"# {os.path.basename(span.filename)}:{span.lineno}" if span else ""
        rows.append(f"{text:<{width}}{place}".rstrip())
    return "\n".join(rows) + "\n"


def to_text(function: Function) -> str:
    """The text form of a function and of those that it calls."""
    parts = []
    for each in (*function.functions.values(), function):
        printer = _Printer()
        printer.function(each)
        parts.append(_located(printer.lines))
    return "\n".join(parts)


def to_text_with_mark(function: Function, offender: object, complaint: str) -> str:
    """The text form with `complaint` under the line of the operation or region `offender`."""
    printer = _Printer()
    printer.function(function)
    lines = [text for text, _ in printer.lines]
    at = printer.lines_of.get(id(offender), len(lines) - 1)
    return "\n".join([*lines[: at + 1], f"^^^ {complaint}", *lines[at + 1 :]])
