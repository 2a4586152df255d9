"""The rules that s2sad has itself, united file by file: `RULES`."""

from __future__ import annotations

from s2sad.rules import (
    arithmetic,
    choices,
    complex_parts,
    constants,
    containers,
    creation,
    decompositions,
    elementwise,
    fft,
    indexing,
    joining,
    linalg,
    mapping,
    math_functions,
    polynomials,
    products,
    reductions,
    sampling,
    selecting,
    shaping,
    special,
    statistics,
    ufunc_methods,
)
from s2sad.rules.table import unite

RULES = unite(
    {
        "arithmetic": arithmetic.TABLE,
        "elementwise": elementwise.TABLE,
        "choices": choices.TABLE,
        "complex_parts": complex_parts.TABLE,
        "math_functions": math_functions.TABLE,
        "constants": constants.TABLE,
        "reductions": reductions.TABLE,
        "statistics": statistics.TABLE,
        "sampling": sampling.TABLE,
        "ufunc_methods": ufunc_methods.TABLE,
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
RULES.later.update(
    {
        "scipy.special": "s2sad.rules.scipy_special",
        "scipy.stats": "s2sad.rules.scipy_stats",
        "scipy.linalg": "s2sad.rules.scipy_linalg",
        "scipy.signal": "s2sad.rules.scipy_signal",
        "scipy.ndimage": "s2sad.rules.scipy_ndimage",
        "scipy.optimize": "s2sad.rules.scipy_optimize",
        "scipy.integrate": "s2sad.rules.scipy_integrate",
        "scipy.interpolate": "s2sad.rules.scipy_interpolate",
        "s2sad.runtime.triangles": "s2sad.rules.scipy_linalg",
        "s2sad.runtime.bands": "s2sad.rules.scipy_linalg",
        "s2sad.runtime.filters": "s2sad.rules.scipy_signal",
        "s2sad.runtime.images": "s2sad.rules.scipy_ndimage",
        "s2sad.runtime.solvers": "s2sad.rules.scipy_optimize",
        "s2sad.runtime.incomplete": "s2sad.rules.scipy_special",
        "scipy.sparse": "s2sad.rules.scipy_sparse",
        "s2sad.runtime.sparse": "s2sad.rules.scipy_sparse",
        "s2sad.runtime.splines": "s2sad.rules.scipy_interpolate",
        "s2sad.runtime.quadrature": "s2sad.rules.scipy_integrate",
        "s2sad.runtime.trajectories": "s2sad.rules.scipy_integrate",
    }
)
