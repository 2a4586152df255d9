"""How generated code names objects: `np.sin`, `math.erf`, a class of the user's module; and the imports this needs.

np.linalg.inv  ->  "np.linalg.inv", import numpy as np
"""

from __future__ import annotations

import builtins
import math
import sys
import types
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from s2sad.ir.ops import FunctionRef
from s2sad.runtime.names import Global

_HOMES: tuple[tuple[str, Any], ...] = (("np", np), ("np.linalg", np.linalg), ("np.fft", np.fft), ("math", math))


def _table() -> dict[int, str]:
    found: dict[int, str] = {}
    for prefix, module in _HOMES:
        for name, value in sorted(vars(module).items()):  # not dir(): NumPy would import what it loads lazily
            if not name.startswith("_") and (callable(value) or isinstance(value, types.ModuleType)):
                found.setdefault(id(value), f"{prefix}.{name}")
    for name in ("float64", "float32", "int64", "complex128", "complex64", "bool_", "ndarray", "mgrid", "ogrid"):
        found[id(getattr(np, name))] = f"np.{name}"
    for preferred in ("absolute", "conjugate", "max", "min", "concatenate", "divide", "arcsin", "arccos", "arctan"):
        found[id(getattr(np, preferred))] = f"np.{preferred}"
    for name in ("arctan2", "arcsinh", "arccosh", "arctanh", "power", "abs"):
        found[id(getattr(np, name))] = f"np.{name}"
    return found


_NAMES = _table()
_SCIPY = tuple(
    f"scipy.{part}"
    for part in (
        "special",
        "stats",
        "linalg",
        "fft",
        "signal",
        "integrate",
        "interpolate",
        "ndimage",
        "optimize",
        "sparse.linalg",
    )
)


def _home(value: Any) -> tuple[str, str] | None:
    """The module of SciPy, among those that are imported, in which an object has a name, and that name."""
    # The class of functions of Cython has a descriptor there in Python 3.10.
    if not str(type(value).__module__).startswith(("scipy.", "numpy")) and not isinstance(value, types.FunctionType):
        return None
    for home in filter(sys.modules.__contains__, _SCIPY):
        for name, found in vars(sys.modules[home]).items():
            if found is value and not name.startswith("_"):
                return home, name
    return None


@dataclass
class References:
    """The imports of one generated module, and the objects that are handed to it because they cannot be imported."""

    imports: dict[str, None] = field(default_factory=dict)
    objects: dict[str, Any] = field(default_factory=dict)
    modules: dict[str, dict[str, Any]] = field(default_factory=dict)
    functions: set[str] = field(default_factory=set)
    helpers: set[str] = field(default_factory=set)

    def of(self, value: Any, path: Any = "") -> str:
        """The expression that names an object."""
        if isinstance(path, Global):
            return f"{self.module(path)}.{path.name}"
        if isinstance(value, Global):
            return f"{self.module(value)}.{value.name}"
        if isinstance(value, FunctionRef):
            return value.name
        if isinstance(value, types.ModuleType):
            return self._module_object(value)
        known = _NAMES.get(id(value))
        if known is not None:
            self.imports["import math" if known.startswith("math") else "import numpy as np"] = None
            return known
        name = getattr(value, "__name__", type(value).__name__)
        home = _home(value)
        if home is not None:
            self.imports[f"import {home[0]}"] = None
            return ".".join(home)
        owner = getattr(value, "__self__", None)
        if isinstance(owner, np.ufunc) or _home(owner) is not None:
            return f"{self.of(owner)}.{name}"
        if getattr(builtins, name, None) is value:
            return str(name)
        return self._imported(value, name)

    def _imported(self, value: Any, name: str) -> str:
        module = getattr(value, "__module__", None)
        if module and module.startswith("s2sad."):
            label = name
            while self.objects.get(label, value) is not value:
                label += "_"
            self.helpers.add(label)
            self.imports[f"from {module} import {name}" + (f" as {label}" if label != name else "")] = None
            return label
        label = name if name.isidentifier() else "constant"
        while label in self.functions:  # a derivative of an object by a rule of its own may have the object's name
            label += "_"
        found = vars(sys.modules[module]).get(name) if module in sys.modules else None
        if found is value and module not in ("__main__", "builtins"):
            self.imports[f"from {module} import {name}" + (f" as {label}" if label != name else "")] = None
            self.objects[label] = value
            return label
        while self.objects.get(label, value) is not value or label in self.functions | self.helpers:
            label += "_"
        self.objects[label] = value
        return label

    def _module_object(self, module: types.ModuleType) -> str:
        if module is np:
            self.imports["import numpy as np"] = None
            return "np"
        self.imports[f"import {module.__name__}"] = None
        return module.__name__

    def module(self, name: Global) -> str:
        """The alias of the user's module whose global is read."""
        alias = name.module.rsplit(".", 1)[-1]
        while alias in self.modules and self.modules[alias] is not name.namespace:
            alias += "_"
        if alias not in self.modules:
            self.modules[alias] = name.namespace
            parent, _, last = name.module.rpartition(".")
            line = f"from {parent} import {last}" if parent else f"import {last}"
            self.imports[line if alias == last else f"{line} as {alias}"] = None
        return alias
