"""Private names of a class, as Python itself writes them.

class Net:                        class Net:
    def f(self, x):                   def f(self, x):
        return self.__w * x               return self._Net__w * x
"""

from __future__ import annotations

from typing import Any

import gast


def mangled(name: str, private: str | None) -> str:
    """The name that Python gives to a name in a class.

    >>> mangled("__w", "_Net"), mangled("__init__", "_Net")
    ('_Net__w', '__init__')
    """
    owner = (private or "").lstrip("_")
    is_private = name.startswith("__") and not name.endswith("__") and "." not in name
    return f"_{owner}{name}" if owner and is_private else name


def mangle(tree: Any, private: str | None) -> None:
    """Write the private names in a method of a class in full."""
    if private is None:
        return
    for node in gast.walk(tree):
        match node:
            case gast.Name():
                node.id = mangled(node.id, private)
            case gast.Attribute():
                node.attr = mangled(node.attr, private)
            case gast.keyword() if node.arg is not None:
                node.arg = mangled(node.arg, private)
            case gast.FunctionDef() if node is not tree:
                node.name = mangled(node.name, private)
            case _:
                pass
