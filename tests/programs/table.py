"""The programs and where they are differentiated."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from tests.programs import dynamics, fields, linear_systems, roots_and_rays, sequences, series


@dataclass(frozen=True)
class Case:
    """A program and its arguments.

    Attributes:
        reference: a function of the same values for the complex step, where the program itself takes a gradient.
        order: 1 where the program is the right function to first order only; 0 where it jumps between the points at
            which differences are taken, so that only the complex step tells its derivative.
        slow: whether its derivatives are among the heavier tests.
    """

    function: Callable[..., Any]
    args: tuple[Any, ...]
    reference: Callable[..., Any] | None = None
    order: int = 2
    slow: bool = False

    @property
    def name(self) -> str:
        return self.function.__name__


def draw(*shape: int, seed: int = 0) -> Any:
    return np.random.default_rng(seed).standard_normal(shape)


N = 4
DOMINANT = 0.5 * draw(N, N) + 4.0 * np.eye(N)
POSITIVE = DOMINANT @ DOMINANT.T
RIGHT = draw(N, seed=1)
BANDS = (draw(6, seed=2), draw(6, seed=3) + 5.0, draw(6, seed=4), draw(6, seed=5))
X = np.array([0.7, -1.2, 1.9, 0.4, -0.3, 1.1, 0.9, -2.0])
FIELD = (np.array([1.0, 0.3]), np.array([0.2, -0.5]), np.array([0.8, -0.4]), np.array([[0.1, 0.2], [1.4, -0.6]]))
BODIES = (draw(3, 2, seed=6), 0.3 * draw(3, 2, seed=7), np.array([1.0, 0.7, 1.3]))
CELL = (draw(3, 2, seed=8), draw(4, 2, 2, seed=9), draw(4, 2, 2, seed=10), draw(4, 2, seed=11))
SPHERES = (np.array([[0.1, 0.2, 3.0], [-0.9, 0.1, 4.0]]), np.array([0.9, 1.1]), np.array([2.0, 3.0, -1.0]))
CAMERAS = np.array(
    [[0.1, -0.2, 0.3, 0.1, 0.2, -5.0, 5.0, 0.1, 0.02], [0.2, 0.1, -0.1, 0.3, 0.1, -4.0, 4.0, 0.0, 0.1]],
)
UNTURNED = CAMERAS * (np.arange(9) > 2)
MODEL = (np.log([0.5, 0.3, 0.2]), draw(3, 3, seed=12), draw(3, 3, seed=13))

CASES = [
    Case(linear_systems.lu_in_place, (DOMINANT,)),
    Case(linear_systems.log_determinant, (DOMINANT,)),
    Case(linear_systems.lu_solve, (DOMINANT, RIGHT)),
    Case(linear_systems.cholesky, (POSITIVE,)),
    Case(linear_systems.thomas, BANDS),
    Case(linear_systems.thomas_in_place, BANDS, order=1),
    Case(linear_systems.gauss_seidel, (DOMINANT, RIGHT)),
    Case(linear_systems.gauss_seidel_by_slices, (DOMINANT, RIGHT)),
    Case(linear_systems.red_black_sor, (draw(5, 5), draw(5, 5, seed=1), 1.3)),
    Case(linear_systems.red_black_sor_by_slices, (draw(8), draw(8, seed=1), 1.3)),
    Case(linear_systems.matrix_exponential, (0.5 * draw(3, 3),)),
    Case(series.cumulative_product, (X,)),
    Case(series.cumulative_product_in_place, (X,)),
    Case(series.running_product, (X,)),
    Case(series.horner, (X, 0.7)),
    Case(series.horner, (X, np.array([0.7, -0.2]))),
    Case(series.clenshaw, (X, 0.7)),
    Case(series.clenshaw_by_index, (X, np.array([0.7, -0.2]))),
    Case(series.power, (X, X[::-1].copy())),
    Case(series.fft_energy, (X, draw(8))),
    Case(series.median, (X,)),
    Case(series.median, (X[:7],)),
    Case(series.median_by_sorting, (X,)),
    Case(dynamics.wave, (draw(5, 5), 0.8)),
    Case(dynamics.wave_by_loops, (draw(5, 5), 0.8)),
    Case(dynamics.accelerations, (BODIES[0], BODIES[2])),
    Case(dynamics.n_body, BODIES),
    Case(dynamics.energy_by_scalars, (BODIES[0], BODIES[2])),
    Case(dynamics.verlet, (0.8, -0.3, 1.7)),
    Case(dynamics.swing, (np.array([1.0, 0.2]), 0.3)),
    Case(dynamics.adaptive_heun, (1.3, 0.7)),
    Case(dynamics.adaptive_bogacki_shampine, (np.array([1.2, -0.4]), 0.9), slow=True),
    Case(fields.shot, FIELD, fields.written_out),
    Case(fields.shot_in_place, FIELD, fields.written_out),
    Case(sequences.soft_dtw, (X[:4], X[3:8])),
    Case(sequences.viterbi, MODEL),
    Case(sequences.needleman_wunsch, (draw(3, 4), 0.4)),
    Case(sequences.kalman, (X, 0.1, 0.3, np.array([0.2, 0.1]), np.array([[1.0, 0.1], [0.1, 0.8]]))),
    Case(sequences.kalman_by_scalars, (X, 0.1, 0.3)),
    Case(sequences.lstm, CELL),
    Case(sequences.lstm_by_vectors, CELL),
    Case(roots_and_rays.newton, (2.3,)),
    Case(roots_and_rays.newton_with_limit, (1.3, 0.7)),
    Case(roots_and_rays.bisected_root, (0.8,)),
    Case(roots_and_rays.bisected_interval, (0.1, 1.2), order=0),
    Case(roots_and_rays.image, SPHERES),
    Case(roots_and_rays.black_scholes, (100.0, 110.0, 0.03, 0.2, 1.5)),
    Case(roots_and_rays.black_scholes, (100.0, 110.0, 0.03, 0.2, 1.5, False)),
    Case(roots_and_rays.rotate, ([0.1, -0.2, 0.3], [1.0, 0.5, 2.0])),
    Case(roots_and_rays.reprojection, (CAMERAS, draw(3, 3), draw(4, 2)), slow=True),
    Case(roots_and_rays.reprojection, (UNTURNED, draw(3, 3), draw(4, 2)), order=1),
]
