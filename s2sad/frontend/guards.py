"""What lowering hands over beside the IR: the objects of the outside that the code rests on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Guard:
    """What compiled code rests on: an object of the outside that must still be the same.

    Attributes:
        access: where it is: `("global", namespace, name)`, `(k,)` for argument k, or nothing for the function itself,
            and then the names of cells, of attributes: ".name", or items: "[0]".
        kind: "is" (the object), "code" (its code object and defaults), "layers" (which derivative of which code),
            "type" (its signature type), "dispatch" (for which class it calls which function), "apart" (no two
            arguments share memory), "contiguous" (the part of an argument with the keys in `expected` is) or "fits"
            (two axes of arguments have one size).
        expected: what was found when compiling.
    """

    access: tuple[Any, ...]
    kind: str
    expected: Any
