"""Cases for the rules of `s2sad/rules/fft.py`: lengths, axes, norms; real and complex, odd and even."""

from __future__ import annotations

from typing import Any

import numpy as np

from s2sad.runtime import fft
from tests.rules.cases_shaping import case

RNG = np.random.default_rng(13)


def arr(*shape: int) -> Any:
    return RNG.standard_normal(shape)


def cplx(*shape: int) -> Any:
    return arr(*shape) + 1j * arr(*shape)


SINGLE = np.arange(4, dtype=np.float32) / 4 - np.float32(0.3)
NORMS = [None, "backward", "ortho", "forward"]
FFT: list[Any] = [
    *(case(f, x(5), norm=norm) for f in (np.fft.fft, np.fft.ifft) for x in (arr, cplx) for norm in NORMS),
    *(
        case(f, x(4, 5), n, axis)
        for f in (np.fft.fft, np.fft.ifft)
        for x in (arr, cplx)
        for n, axis in [(3, 0), (7, 1)]
    ),
    *(case(f, cplx(3, 4)) for f in (np.fft.fftn, np.fft.ifftn, np.fft.fft2, np.fft.ifft2)),
    *(case(f, arr(2, 3, 4), (4, 3), (0, 2), "ortho") for f in (np.fft.fftn, np.fft.ifftn, np.fft.fft2, np.fft.ifft2)),
    *(case(f, arr(2, 3, 4), s=(5, 2)) for f in (np.fft.fft2, np.fft.ifft2)),
    *(case(f, arr(n), norm=norm) for f in (np.fft.rfft, np.fft.ihfft) for n in (4, 5) for norm in NORMS),
    *(case(f, arr(3, 6), n, 0) for f in (np.fft.rfft, np.fft.ihfft) for n in (2, 5)),
    *(
        case(f, x(4), n, norm=norm)
        for f in (np.fft.irfft, np.fft.hfft)
        for x in (arr, cplx)
        for n in (6, 7)
        for norm in NORMS
    ),
    *(case(f, cplx(3, 4), n, 0) for f in (np.fft.irfft, np.fft.hfft) for n in (None, 3, 9)),
    *(case(f, arr(2, 3, 4), axes=(0, 1)) for f in (np.fft.rfftn, np.fft.rfft2)),
    *(case(f, arr(3, 5), (2, 6), norm="forward", axes=(0, 1)) for f in (np.fft.rfftn, np.fft.rfft2)),
    *(case(f, cplx(3, 4)) for f in (np.fft.irfftn, np.fft.irfft2)),
    *(case(f, cplx(3, 4), (4, 5), (1, 0), "ortho") for f in (np.fft.irfftn, np.fft.irfft2)),
    case(np.fft.rfftn, arr(2, 3, 4)),
    case(np.fft.fftshift, arr(5)),
    case(np.fft.fftshift, arr(3, 4), axes=1),
    case(np.fft.ifftshift, cplx(3, 4)),
    case(np.fft.ifftshift, arr(3, 5), (0, 1)),
    case(np.fft.fft, SINGLE),
    case(np.fft.rfft, SINGLE),
    case(np.fft.fftfreq, 5, 0.5),
    case(np.fft.rfftfreq, 6, 0.5),
    case(fft.resized_like, arr(3, 2), arr(2, 4)),
]
