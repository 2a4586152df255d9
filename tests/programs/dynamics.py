"""Motions and waves, step by step: leapfrog, Verlet, Runge and Kutta, forces added to both partners."""

import math

import numpy as np


def wave(u0, c, steps=6, dt=0.05):
    """The 2-D wave equation by leapfrog in three buffers."""
    r = (c * dt * (u0.shape[0] - 1)) ** 2
    previous = u0.copy()
    current = u0.copy()
    following = np.zeros_like(u0)
    for _ in range(steps):
        following[1:-1, 1:-1] = (
            2.0 * current[1:-1, 1:-1]
            - previous[1:-1, 1:-1]
            + r
            * (
                current[2:, 1:-1]
                + current[:-2, 1:-1]
                + current[1:-1, 2:]
                + current[1:-1, :-2]
                - 4.0 * current[1:-1, 1:-1]
            )
        )
        previous, current, following = current, following, previous
    return current


def wave_by_loops(u0, c, steps=3, dt=0.05):
    n, m = u0.shape
    r = (c * dt * (n - 1)) ** 2
    u_old, u, u_new = u0.copy(), u0.copy(), np.zeros_like(u0)
    for _ in range(steps):
        for i in range(1, n - 1):
            for j in range(1, m - 1):
                laplacian = u[i - 1, j] + u[i + 1, j] + u[i, j - 1] + u[i, j + 1] - 4.0 * u[i, j]
                u_new[i, j] = 2.0 * u[i, j] - u_old[i, j] + r * laplacian
        u_old, u, u_new = u, u_new, u_old
    return u


def accelerations(positions, masses, softening=0.1):
    """Each pair once: what one body gets, the other gives."""
    n = len(masses)
    acceleration = np.zeros_like(positions)
    for i in range(n):
        for j in range(i + 1, n):
            d = positions[j] - positions[i]
            inverse = (np.sum(d * d) + softening**2) ** -1.5
            acceleration[i] += masses[j] * d * inverse
            acceleration[j] -= masses[i] * d * inverse
    return acceleration


def n_body(positions, velocities, masses, steps=3, dt=0.02):
    """Velocity Verlet."""
    x, v = positions.copy(), velocities.copy()
    a = accelerations(x, masses)
    for _ in range(steps):
        v += 0.5 * dt * a
        x += dt * v
        a = accelerations(x, masses)
        v += 0.5 * dt * a
    return x


def energy_by_scalars(positions, masses):
    """The potential energy with the coordinates written out."""
    total = 0.0
    for i in range(len(masses)):
        for j in range(i):
            dx = positions[i, 0] - positions[j, 0]
            dy = positions[i, 1] - positions[j, 1]
            total -= masses[i] * masses[j] / math.sqrt(dx * dx + dy * dy)
    return total


def verlet(x, v, k, steps=10, dt=0.1):
    """An anharmonic oscillator, and its path."""
    path = np.empty(steps + 1)
    path[0] = x
    a = -k * x - x**3
    for n in range(steps):
        x = x + v * dt + 0.5 * a * dt * dt
        a_new = -k * x - x**3
        v = v + 0.5 * (a + a_new) * dt
        a = a_new
        path[n + 1] = x
    return np.sum(path**2)


def pendulum(t, y, damping):
    return np.array([y[1], -np.sin(y[0]) - damping * y[1]])


def rk4(f, y, t0, t1, steps, *args):
    t = t0
    h = (t1 - t0) / steps
    for _ in range(steps):
        k1 = f(t, y, *args)
        k2 = f(t + 0.5 * h, y + 0.5 * h * k1, *args)
        k3 = f(t + 0.5 * h, y + 0.5 * h * k2, *args)
        k4 = f(t + h, y + h * k3, *args)
        y = y + h / 6.0 * (k1 + 2.0 * k2 + 2.0 * k3 + k4)
        t += h
    return y


def swing(y0, damping):
    return rk4(pendulum, y0, 0.0, 2.0, 10, damping)


def adaptive_heun(y0, k, t_end=1.0, tolerance=1e-3):
    """Heun's method with Euler's inside: steps are repeated until the difference is small."""
    t, y, h = 0.0, y0, 0.1
    while t < t_end:
        if t + h > t_end:
            h = t_end - t
        k1 = -k * y * y + math.sin(t)
        k2 = -k * (y + h * k1) ** 2 + math.sin(t + h)
        error = abs(0.5 * h * (k2 - k1))
        if error <= tolerance:
            t += h
            y += 0.5 * h * (k1 + k2)
        h *= min(2.0, max(0.3, 0.9 * math.sqrt(tolerance / (error + 1e-30))))
    return y


def adaptive_bogacki_shampine(y0, mu, t_end=1.0, rtol=1e-4):
    """Van der Pol's oscillator, third order with a second-order estimate; the accepted last slope is the next first."""

    def f(y):
        return np.array([y[1], mu * (1.0 - y[0] ** 2) * y[1] - y[0]])

    t, y, h = 0.0, y0, 0.2
    k1 = f(y)
    while True:
        h = min(h, t_end - t)
        k2 = f(y + 0.5 * h * k1)
        k3 = f(y + 0.75 * h * k2)
        y_new = y + h * (2.0 * k1 + 3.0 * k2 + 4.0 * k3) / 9.0
        k4 = f(y_new)
        error = np.max(np.abs(h * (-5.0 * k1 + 6.0 * k2 + 8.0 * k3 - 9.0 * k4) / 72.0))
        if error < rtol:
            t += h
            y, k1 = y_new, k4
            if t >= t_end - 1e-12:
                break
        h = 0.9 * h * (rtol / error) ** (1.0 / 3.0)
    return y
