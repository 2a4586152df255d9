"""Logistic regression by gradient descent.

    p = ½ (tanh(X w) + 1)    loss = −Σ log(p t + (1 − p)(1 − t))    ∂loss/∂w = 2 Xᵀ (p − t)

with inputs X (4×3), boolean targets t (4), weights w (3), starting from w = 0.
"""

import numpy as np

from s2sad import grad

X = np.array(
    [
        [0.9, 1.1, -0.2],
        [0.4, -0.8, 1.3],
        [-0.7, 0.3, 0.5],
        [1.2, -1.6, 0.8],
    ]
)
TARGETS = np.array([True, False, True, False])
STEPS = 100
STEP = 0.01


def predict(w, inputs):
    """Probability (4) that the target is true."""
    return 0.5 * (np.tanh(inputs @ w) + 1.0)


def loss(w, inputs, targets):
    p = predict(w, inputs)
    return -np.sum(np.log(p * targets + (1.0 - p) * (1.0 - targets)))


def by_hand(w, inputs, targets):
    return 2.0 * inputs.T @ (predict(w, inputs) - targets)


def train(w):
    """The weights after `STEPS` steps of gradient descent."""
    gradient = grad(loss)
    for _ in range(STEPS):
        w = w - STEP * gradient(w, X, TARGETS)
    return w


def main():
    w = np.zeros(3)
    print(f"loss before training: {loss(w, X, TARGETS):.6f}")
    w = train(w)
    print(f"loss after {STEPS} steps: {loss(w, X, TARGETS):.6f}")
    print(f"weights: {w.round(4).tolist()}")
    print(f"gradient: {grad(loss)(w, X, TARGETS).round(4).tolist()}")
    print(f"by hand:  {by_hand(w, X, TARGETS).round(4).tolist()}")


if __name__ == "__main__":
    main()
