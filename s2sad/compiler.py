"""The door between the two halves of s2sad: the compiler, which is loaded when it is first needed.

The calling half (derivative objects, dispatch, the disk cache) is all that an import, a decoration and a call of code
that is in the disk cache need. What it wants of the compiler it reads here, `compiler.compiling.compiled_for(...)`, and
the first such read imports that module. Nothing else in the calling half imports the compiler; import-linter sees the
imports below and holds the rest to that.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

__all__ = ["compiling", "own_objects", "showing"]

if TYPE_CHECKING:
    from s2sad import compiling, own_objects, showing
else:
    import importlib

    def __getattr__(name: str) -> object:
        """A module of the compiler, at its first use; later uses find it in this module."""
        if name not in __all__:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        globals()[name] = importlib.import_module(f"s2sad.{name}")
        return globals()[name]
