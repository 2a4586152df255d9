"""Cases for the rules of `s2sad/rules/scipy_signal.py` and `scipy_ndimage.py`."""

from __future__ import annotations

from typing import Any

import numpy as np
import scipy.ndimage as sn
import scipy.signal as ss

from s2sad.runtime import filters, images
from tests.rules.cases_shaping import case

RNG = np.random.default_rng(29)


def arr(*shape: int) -> Any:
    return RNG.standard_normal(shape)


def cplx(*shape: int) -> Any:
    return arr(*shape) + 1j * arr(*shape)


MODES = ["full", "same", "valid"]
POLES, ZEROS = np.array([1.2, -0.5, 0.25]), np.array([0.4, 0.3])
SCIPY_SIGNAL: list[Any] = [
    *(case(f, arr(5), arr(3), mode) for f in (ss.convolve, ss.fftconvolve, ss.correlate) for mode in MODES),
    *(case(f, arr(4, 5), arr(2, 3), mode) for f in (ss.convolve, ss.fftconvolve, ss.correlate) for mode in MODES),
    *(case(f, cplx(5), cplx(2), mode) for f in (ss.convolve, ss.correlate) for mode in MODES),
    case(ss.convolve, arr(3), arr(5), "same"),
    case(ss.convolve, arr(3), arr(5), "valid"),
    case(ss.convolve, arr(6), arr(4), method="direct"),
    case(ss.lfilter, ZEROS, POLES, arr(7)),
    case(ss.lfilter, np.array([0.5]), np.array([1.0, -0.7]), arr(2, 6)),
    case(ss.lfilter, ZEROS, POLES, arr(6, 2), axis=0),
    case(filters.lags, arr(5), arr(5), arr(2), -1),
    *(case(filters.response, w, np.array([0.4, -0.3, 1.2, 0.7]), -1) for w in (np.array([0.5, 2.0]), np.zeros(0))),
    case(filters.framed, arr(3), arr(3), arr(2), "same"),
    case(filters.cut, arr(4), arr(3), arr(3), arr(2), "same"),
]
BORDERS = ["reflect", "constant", "nearest", "mirror", "wrap"]
SCIPY_NDIMAGE: list[Any] = [
    *(case(f, arr(5, 6), arr(3, 2), mode=mode) for f in (sn.convolve, sn.correlate) for mode in BORDERS),
    *(case(f, arr(6), arr(3), mode="constant", cval=0.7) for f in (sn.convolve, sn.correlate)),
    *(case(f, arr(4, 6), arr(4), axis, mode="mirror") for f in (sn.convolve1d, sn.correlate1d) for axis in (0, 1)),
    *(case(sn.gaussian_filter, arr(8, 7), 0.8, mode=mode) for mode in BORDERS),
    case(sn.gaussian_filter, arr(9), 1.1, truncate=2.0),
    case(sn.gaussian_filter1d, arr(3, 9), 0.7, axis=1),
    *(case(sn.gaussian_filter1d, arr(9), 0.7, -1, order) for order in (1, 2, 3)),
    case(sn.gaussian_filter, arr(8, 7), (0.8, 1.2), (0, 1), mode=("wrap", "nearest"), radius=3),
    case(sn.gaussian_filter, arr(8, 7), 0.8, axes=(1,)),
    case(sn.gaussian_filter, arr(8, 7), np.array([0.8, 1.2])),
    *(case(f, arr(5, 6), arr(3, 4), mode="grid-wrap", origin=(1, -1)) for f in (sn.convolve, sn.correlate)),
    *(case(f, arr(5, 6), arr(4), 0, mode="grid-constant", origin=1) for f in (sn.convolve1d, sn.correlate1d)),
    *(
        case(sn.map_coordinates, arr(4, 5), RNG.uniform(0.1, 2.9, (2, 6)), order=order, mode=mode)
        for order in (1, 2, 3)
        for mode in ("nearest", "constant")
    ),
    *(
        case(sn.map_coordinates, arr(4, 5), np.array([[0.3, -1.6, 3.3], [1.2, 2.6, 6.7]]), order=5, mode=mode)
        for mode in ("mirror", "reflect", "wrap", "grid-wrap")
    ),
    case(sn.map_coordinates, arr(9), RNG.uniform(0.1, 7.9, (1, 2, 3)), mode="mirror"),
    case(sn.map_coordinates, arr(9), RNG.uniform(0.1, 7.9, (1, 4)), mode="mirror", prefilter=False),
    case(sn.map_coordinates, arr(3, 4, 3), RNG.uniform(0.1, 1.9, (3, 4)), order=2, cval=0.3),
    *(case(sn.spline_filter1d, arr(5, 70), 3, axis, mode=mode) for axis in (0, 1) for mode in ("mirror", "reflect")),
    *(case(images.transposed_filter, arr(5, 70), 3, axis, "mirror") for axis in (0, 1)),
    *(case(images.spline_weights, RNG.uniform(0.1, 0.9, 4), 3, n) for n in (0, 1)),
]
