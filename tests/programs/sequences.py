"""Dynamic programming, a filter and a recurrent cell: tables filled row by row."""

import numpy as np


def soft_minimum(a, b, c, gamma):
    low = min(a, b, c)
    return low - gamma * np.log(np.exp((low - a) / gamma) + np.exp((low - b) / gamma) + np.exp((low - c) / gamma))


def soft_dtw(x, y, gamma=0.5):
    """Cuturi & Blondel 2017."""
    n, m = len(x), len(y)
    r = np.full((n + 1, m + 1), 1e10, dtype=x.dtype)
    r[0, 0] = 0.0
    for i in range(1, n + 1):
        for j in range(1, m + 1):
            cost = (x[i - 1] - y[j - 1]) ** 2
            r[i, j] = cost + soft_minimum(r[i - 1, j], r[i, j - 1], r[i - 1, j - 1], gamma)
    return r[n, m]


def logsumexp(x):
    top = np.max(x)
    return top + np.log(np.sum(np.exp(x - top)))


def viterbi(initial, transition, emission, observations=(0, 2, 1, 1, 0)):
    """The soft score of all paths of a hidden Markov model, in logarithms."""
    score = initial + emission[:, observations[0]]
    for o in observations[1:]:
        new = np.zeros_like(score)
        for s in range(len(score)):
            new[s] = logsumexp(score + transition[:, s]) + emission[s, o]
        score = new
    return logsumexp(score)


def needleman_wunsch(scores, gap, temperature=0.7):
    """The soft best alignment of two words, given the score of each pair of letters."""
    n, m = scores.shape
    table = np.zeros((n + 1, m + 1), dtype=scores.dtype)
    for i in range(1, n + 1):
        table[i, 0] = -i * gap
    for j in range(1, m + 1):
        table[0, j] = -j * gap
    for i in range(1, n + 1):
        for j in range(1, m + 1):
            moves = np.array([table[i - 1, j - 1] + scores[i - 1, j - 1], table[i - 1, j] - gap, table[i, j - 1] - gap])
            table[i, j] = temperature * logsumexp(moves / temperature)
    return table[n, m]


def kalman(observations, q, r, x0, p0):
    """The log likelihood of a constant-velocity model."""
    f = np.array([[1.0, 1.0], [0.0, 1.0]])
    h = np.array([1.0, 0.0])
    x, p = x0, p0
    likelihood = 0.0
    for z in observations:
        x = f @ x
        p = f @ p @ f.T + q * np.eye(2)
        s = h @ p @ h + r
        innovation = z - h @ x
        gain = p @ h / s
        x = x + gain * innovation
        p = p - np.outer(gain, h @ p)
        likelihood -= 0.5 * (np.log(2.0 * np.pi * s) + innovation**2 / s)
    return likelihood


def kalman_by_scalars(observations, q, r):
    """A random walk, with floats."""
    x, p = 0.0, 1.0
    total = 0.0
    for z in observations:
        p += q
        k = p / (p + r)
        total += (z - x) ** 2 / (p + r)
        x += k * (z - x)
        p *= 1.0 - k
    return total


def sigmoid(x):
    return 1.0 / (1.0 + np.exp(-x))


def lstm(inputs, w, u, b):
    """The last hidden state; the gates are computed unit by unit."""
    hidden = b.shape[1]
    h = np.zeros(hidden, dtype=w.dtype)
    c = np.zeros(hidden, dtype=w.dtype)
    for x in inputs:
        h_new = np.zeros(hidden, dtype=w.dtype)
        for k in range(hidden):
            i = sigmoid(w[0, k] @ x + u[0, k] @ h + b[0, k])
            f = sigmoid(w[1, k] @ x + u[1, k] @ h + b[1, k])
            o = sigmoid(w[2, k] @ x + u[2, k] @ h + b[2, k])
            g = np.tanh(w[3, k] @ x + u[3, k] @ h + b[3, k])
            c[k] = f * c[k] + i * g
            h_new[k] = o * np.tanh(c[k])
        h = h_new
    return h


def lstm_by_vectors(inputs, w, u, b):
    h = np.zeros(b.shape[1])
    c = np.zeros(b.shape[1])
    for x in inputs:
        i, f, o = (sigmoid(w[k] @ x + u[k] @ h + b[k]) for k in range(3))
        c = f * c + i * np.tanh(w[3] @ x + u[3] @ h + b[3])
        h = o * np.tanh(c)
    return h
