# s2sad: pendulum.py:6 f, reverse mode with respect to angle, omega
# types: angle: float, omega: float
import numpy as np


def f_grad(angle, omega):
    # forward sweep
    angle_tape = []
    for _ in range(10):
        angle_tape.append(angle)
        omega -= 0.1 * np.sin(angle)
        angle += 0.1 * omega
    # reverse sweep
    omega_bar = omega
    angle_bar = np.sin(angle)
    for angle in angle_tape[::-1]:
        omega_bar += 0.1 * angle_bar  # angle = angle + h * omega
        angle_bar -= 0.1 * omega_bar * np.cos(angle)  # omega = omega - h * np.sin(angle)
    return angle_bar, omega_bar
