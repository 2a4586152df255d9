"""The rules that s2sad has itself, united file by file: `RULES`."""

from __future__ import annotations

from s2sad.rules import (
    arithmetic,
    containers,
    creation,
    decompositions,
    elementwise,
    fft,
    indexing,
    joining,
    linalg,
    mapping,
    polynomials,
    products,
    reductions,
    selecting,
    shaping,
    special,
)
from s2sad.rules.table import unite

RULES = unite(
    {
        "arithmetic": arithmetic.TABLE,
        "elementwise": elementwise.TABLE,
        "reductions": reductions.TABLE,
        "shaping": shaping.TABLE,
        "joining": joining.TABLE,
        "selecting": selecting.TABLE,
        "mapping": mapping.TABLE,
        "polynomials": polynomials.TABLE,
        "indexing": indexing.TABLE,
        "products": products.TABLE,
        "fft": fft.TABLE,
        "linalg": linalg.TABLE,
        "decompositions": decompositions.TABLE,
        "creation": creation.TABLE,
        "containers": containers.TABLE,
        "special": special.TABLE,
    }
)
