"""The explicit heat equation in place, differentiated with respect to the diffusivity and the initial state.

    ∂u/∂t = κ ∂²u/∂s²  on 0 ≤ s ≤ 1 m, ends held at their temperature

    v_i = u_i + r (u_{i+1} − 2 u_i + u_{i−1}),    r = κ Δt / Δs²,    then u and v change places

κ in m²/s, u (n) in K, Δs = 1/(n − 1) in m, Δt in s; stable for r ≤ ½. One step is u ← (I + r L) u with L the second
difference, so the misfit ½ Δs Σ (u − u_measured)² has by hand, going backwards from u_bar = Δs (u − u_measured),

    κ_bar += Δt/Δs² u_bar · L u,    u_bar ← (I + r L)ᵀ u_bar
"""

import numpy as np

from s2sad import grad, value_and_grad

CELLS = 41
STEPS = 50
DT = 1.0e-3


def diffuse(kappa, initial, steps, dt):
    """Temperatures (n) after `steps` steps of `dt` seconds."""
    r = kappa * dt * (initial.shape[0] - 1) ** 2
    u = initial.copy()
    v = initial.copy()
    for _ in range(steps):
        v[1:-1] = u[1:-1] + r * (u[2:] - 2.0 * u[1:-1] + u[:-2])
        u, v = v, u
    return u


def misfit(kappa, initial, measured, steps=STEPS, dt=DT):
    u = diffuse(kappa, initial, steps, dt)
    return 0.5 * np.sum((u - measured) ** 2) / (initial.shape[0] - 1)


def second_difference(n):
    """L (n×n), zero in its first and last row: the ends do not change."""
    matrix = np.zeros((n, n))
    inner = np.arange(1, n - 1)
    matrix[inner, inner - 1] = matrix[inner, inner + 1] = 1.0
    matrix[inner, inner] = -2.0
    return matrix


def by_hand(kappa, initial, measured, steps=STEPS, dt=DT):
    """The gradient of `misfit` with respect to κ and the initial state, by the formulas above."""
    n = initial.size
    ratio = dt * (n - 1) ** 2
    difference = second_difference(n)
    states = [initial]
    for _ in range(steps):
        states.append(states[-1] + kappa * ratio * difference @ states[-1])
    u_bar = (states[-1] - measured) / (n - 1)
    kappa_bar = 0.0
    for u in states[-2::-1]:
        kappa_bar += ratio * u_bar @ difference @ u
        u_bar = u_bar + kappa * ratio * difference.T @ u_bar
    return kappa_bar, u_bar


def make_problem(kappa=0.2):
    """An initial state (n) and what is measured at the end for a given diffusivity."""
    s = np.linspace(0.0, 1.0, CELLS)
    initial = np.sin(np.pi * s) + 0.5 * np.sin(3.0 * np.pi * s) + s
    return initial, diffuse(kappa, initial, STEPS, DT)


def fit(initial, measured, kappa=0.05):
    """The diffusivity that explains the measurement: secant steps on ∂misfit/∂κ = 0."""
    slope = grad(misfit)
    before, g_before = kappa, slope(kappa, initial, measured)
    kappa = 1.1 * kappa
    for _ in range(20):
        g = slope(kappa, initial, measured)
        if abs(kappa - before) < 1e-12 or g == g_before:
            break
        before, g_before, kappa = kappa, g, kappa - g * (kappa - before) / (g - g_before)
    return kappa


def main():
    initial, measured = make_problem()
    value, (kappa_bar, initial_bar) = value_and_grad(misfit, argnums=("kappa", "initial"))(0.05, initial, measured)
    expected = by_hand(0.05, initial, measured)
    print(f"misfit at κ = 0.05 m²/s: {value:.6f} K² m")
    print(f"∂misfit/∂κ = {kappa_bar:.6f}, by hand {expected[0]:.6f}")
    print(f"∂misfit/∂u(0), largest difference from by hand: {np.max(np.abs(initial_bar - expected[1])):.1e}")
    print(f"κ fitted to the measurement: {fit(initial, measured):.9f} m²/s (made with 0.2)")


if __name__ == "__main__":
    main()
