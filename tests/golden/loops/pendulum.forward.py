# s2sad: pendulum.py:6 f, forward mode with respect to angle, omega
# types: angle: float, omega: float
import numpy as np


def f_jvp(angle, omega, angle_dot, omega_dot):
    for _ in range(10):
        omega -= 0.1 * np.sin(angle)
        omega_dot -= 0.1 * (np.cos(angle) * angle_dot)  # omega = omega - h * np.sin(angle)
        angle += 0.1 * omega
        angle_dot += 0.1 * omega_dot  # angle = angle + h * omega
    return 0.5 * omega ** 2 - np.cos(angle), omega * omega_dot + np.sin(angle) * angle_dot
