"""The door to what is loaded when it is first needed: the compiler, and the disk cache before it.

Derivative objects and dispatch are all that an import and a decoration need. What they want of the rest they read
here, `deferred.compiling.compiled_for(...)`, and the first such read imports that module. Code from the disk cache
needs `storing`; `compiling`, `own_objects`, `own_rules` and `showing` bring the compiler. Nothing above this module
imports what is behind it in another way; import-linter sees the imports below and holds the rest to that.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

__all__ = ["compiling", "own_objects", "own_rules", "showing", "storing"]

if TYPE_CHECKING:
    from s2sad import compiling, own_objects, own_rules, showing, storing
else:
    import importlib

    def __getattr__(name: str) -> object:
        """A module behind the door, at its first use; later uses find it in this module."""
        if name not in __all__:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        globals()[name] = importlib.import_module(f"s2sad.{name}")
        return globals()[name]
