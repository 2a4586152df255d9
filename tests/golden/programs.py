"""The golden programs: one function each, with example arguments, and the generated texts beside it.

branches/piecewise.py  ->  piecewise.ssa, piecewise.reverse.py, piecewise.forward.py
"""

import importlib.util
import sys
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from types import ModuleType
from typing import Any

import s2sad
from s2sad.testing.trees import fresh

HERE = Path(__file__).parent
SUFFIXES = {"ssa": ".ssa", "reverse": ".reverse.py", "forward": ".forward.py"}
TEXTS = ("reverse", "forward")


def load_file(path: Path, name: str) -> ModuleType:
    """The module in a file, whatever the file is called."""
    specification = importlib.util.spec_from_file_location(name, path)
    assert specification is not None
    assert specification.loader is not None
    module = importlib.util.module_from_spec(specification)
    sys.modules[name] = module
    specification.loader.exec_module(module)
    return module


@dataclass(frozen=True)
class Program:
    """A golden program, known by its path without a suffix.

    The module has `f`, `ARGS` and, where they are not the first argument, first order and `f` itself, `ARGNUMS` (which
    arguments are differentiated), `ORDER` (2: the text is of the derivative's derivative) and `TWIN` (a function of the
    same values to which the complex step applies).
    """

    path: Path

    @property
    def name(self) -> str:
        """Feature and name: `branches/piecewise`."""
        return self.path.relative_to(HERE).as_posix()

    @cached_property
    def module(self) -> ModuleType:
        """The program; generated texts that read its globals import it by its name."""
        return load_file(self.path.with_suffix(".py"), self.path.name)

    @property
    def function(self) -> Callable[..., Any]:
        """The function that is differentiated."""
        return self.module.f

    @property
    def args(self) -> tuple[Any, ...]:
        """Example arguments, fresh each time."""
        return fresh(self.module.ARGS)

    @property
    def argnums(self) -> int | tuple[int, ...]:
        """The arguments that are differentiated, as `grad` takes them."""
        return getattr(self.module, "ARGNUMS", 0)

    @property
    def positions(self) -> tuple[int, ...]:
        """The same, as a tuple."""
        return (self.argnums,) if isinstance(self.argnums, int) else self.argnums

    @property
    def order(self) -> int:
        """1, or 2 for the derivative of the derivative."""
        return getattr(self.module, "ORDER", 1)

    @property
    def twin(self) -> Callable[..., Any]:
        """What the complex step is applied to."""
        if self.order == 1:
            return getattr(self.module, "TWIN", self.function)
        return lambda x: s2sad.jvp(self.function, (x,), (1.0,))[1]

    def file(self, mode: str) -> Path:
        """Where a text is kept."""
        return self.path.with_name(self.path.name + SUFFIXES[mode])

    def source(self, mode: str, optimize: bool = True) -> str:
        """A text, generated now."""
        return s2sad.source(self.function, mode, self.argnums, args=self.args, order=self.order, optimize=optimize)

    def derivative(self, mode: str) -> Callable[..., Any]:
        """The function in a golden file, imported from it."""
        assert self.module  # which it may import
        module = load_file(self.file(mode), f"{self.path.name}_{mode}")
        return last_function(module)


def last_function(module: ModuleType) -> Callable[..., Any]:
    """The function that a generated module is about: the last one that it defines."""
    defined = [v for v in vars(module).values() if getattr(v, "__module__", None) == module.__name__ and callable(v)]
    return defined[-1]


PROGRAMS = [
    Program(path.with_suffix(""))
    for path in sorted(HERE.glob("*/*.py"))
    if not path.name.endswith((SUFFIXES["reverse"], SUFFIXES["forward"]))
]
