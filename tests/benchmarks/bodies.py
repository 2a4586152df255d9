"""The programs to be timed, each body with its gradient as an expert would write it with NumPy."""

import numpy as np


def recursion(x):
    z = 0.0
    for _ in range(20):
        z = np.sin(x * z) + x
    return z


def recursion_by_hand(x):
    z = 0.0
    z_tape = []
    for _ in range(20):
        z_tape.append(z)
        z = np.sin(x * z) + x
    x_bar, z_bar = 0.0, 1.0
    for z in z_tape[::-1]:
        t_bar = z_bar * np.cos(x * z)
        x_bar += z_bar + z * t_bar
        z_bar = x * t_bar
    return x_bar


def perceptron(W0, b0, W1, b1, x, y):
    h = np.tanh(W0 @ x + b0)
    r = W1 @ h + b1 - y
    return 0.5 * np.sum(r * r)


def perceptron_by_hand(W0, b0, W1, b1, x, y):
    h = np.tanh(W0 @ x + b0)
    r = W1 @ h + b1 - y
    t_bar = (1.0 - h * h) * (W1.T @ r)
    return t_bar[:, None] * x, t_bar, r[:, None] * h, r


def chain(x):
    return np.sum(np.sin(x) * np.exp(-x * x))


def chain_by_hand(x):
    return np.exp(-x * x) * (np.cos(x) - 2.0 * x * np.sin(x))


def bending(x):
    s = 0.0
    for i in range(1, x.shape[0] - 1):
        s += (x[i + 1] - 2.0 * x[i] + x[i - 1]) ** 2
    return s


def bending_by_hand(x):
    x_bar = np.zeros_like(x)
    for i in range(x.shape[0] - 2, 0, -1):
        t_bar = 2.0 * (x[i + 1] - 2.0 * x[i] + x[i - 1])
        x_bar[i + 1] += t_bar
        x_bar[i] -= 2.0 * t_bar
        x_bar[i - 1] += t_bar
    return x_bar


def masked(x):
    return np.sum(np.where(x > 0, np.sqrt(x) * np.exp(-x), 0.0))


def masked_by_hand(x):
    s = np.sqrt(x)
    return np.where(x > 0, np.exp(-x) * (0.5 / s - s), 0.0)


def square(x):
    return x * x


def first_of_one(a):
    return a @ a


def first_of_two(a, b):
    return a @ a


def first_of_four(a, b, c, d):
    return a @ a


def total(A):
    return np.sum(A)


def product_of_leaves(pair):
    return pair["a"] * pair["b"]


def dot_of_leaves(pair):
    return pair["a"] @ pair["b"]


def sum_of_pairs(pairs):
    s = 0.0
    for a, b in pairs:
        s += a * b
    return s
