"""A program with parameters is trained like a network: any composition of functions, any wiring of weights.

    A = W0·P        B = f0(A, Q)    C = W1·B    D = W2·B
    E = f1(C)       F = f2(D)       R = f3(E, F)

P (3), Q, A … F and R (2), W0 (2×3), W1 and W2 (2×2), with f0(A, Q) = tanh(A + Q), f1 = sin, f2 = tanh and
f3(E, F) = E F + E. Training on tuples (p, q, t) minimises ½ Σ |R(p, q) − t|². Two variants: `shared` uses W1 in both
places, `with_skip` adds B to the result, past the layers between.
"""

import numpy as np

from s2sad import value_and_grad

STEPS = 200
STEP = 0.1


def f0(a, q):
    return np.tanh(a + q)


def f1(c):
    return np.sin(c)


def f2(d):
    return np.tanh(d)


def f3(e, f):
    return e * f + e


def program(weights, p, q):
    w0, w1, w2 = weights
    b = f0(w0 @ p, q)
    e = f1(w1 @ b)
    f = f2(w2 @ b)
    return f3(e, f)


def shared(weights, p, q):
    w0, w1 = weights
    return program((w0, w1, w1), p, q)


def with_skip(weights, p, q):
    w0, w1, w2 = weights
    b = f0(w0 @ p, q)
    return f3(f1(w1 @ b), f2(w2 @ b)) + b


def make_loss(function):
    """The loss of a program as a function of its weights and the samples [(p, q, t), …]."""

    def loss(weights, samples):
        total = 0.0
        for p, q, t in samples:
            r = function(weights, p, q)
            total += 0.5 * np.sum((r - t) ** 2)
        return total

    return loss


PROGRAMS = {"program": (program, 3), "shared": (shared, 2), "with_skip": (with_skip, 3)}


def start(count, seed=1):
    """Weights (W0, W1[, W2]) to start from."""
    generator = np.random.default_rng(seed)
    shapes = [(2, 3), (2, 2), (2, 2)]
    return tuple(0.5 * generator.standard_normal(shape) for shape in shapes[:count])


def make_samples(function, count, seed=2):
    """Eight tuples (p, q, t) whose targets the function reaches with some other weights."""
    generator = np.random.default_rng(seed)
    teacher = start(count, seed=3)
    inputs = [(generator.standard_normal(3), generator.standard_normal(2)) for _ in range(8)]
    return [(p, q, function(teacher, p, q)) for p, q in inputs]


def train(loss, weights, samples):
    """Weights after gradient descent, and the loss at every step."""
    step = value_and_grad(loss)
    history = []
    for _ in range(STEPS):
        value, gradients = step(weights, samples)
        history.append(value)
        weights = tuple(w - STEP * w_bar for w, w_bar in zip(weights, gradients, strict=True))
    return weights, [*history, loss(weights, samples)]


def main():
    for name, (function, count) in PROGRAMS.items():
        samples = make_samples(function, count)
        _, history = train(make_loss(function), start(count), samples)
        print(f"{name:10} loss {history[0]:.6f} before, {history[-1]:.6f} after {STEPS} steps")


if __name__ == "__main__":
    main()
