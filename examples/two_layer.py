"""Two layers by hand: one step of gradient descent for a network with one hidden layer.

    x1 = W0 x0 (2)    x2 = tanh(x1) (2)    x3 = W1 x2 (1)    loss = ½ (x3 − y)²

with W0 (2×2), W1 (1×2), x0 = (1.0, 0.1), y = 0.5, and the step  W ← W − 0.2 ∂loss/∂W. By hand:

    x3_bar = x3 − y    W1_bar = x3_bar x2ᵀ    x1_bar = (1 − x2²) W1ᵀ x3_bar    W0_bar = x1_bar x0ᵀ
"""

import numpy as np

from s2sad import value_and_grad

W0 = np.array([[1.0, -3.0], [0.2, 1.0]])
W1 = np.array([[1.0, -1.0]])
X0 = np.array([1.0, 0.1])
Y = np.array([0.5])
STEP = 0.2


def loss(W0, W1, x0, y):
    x1 = W0 @ x0
    x2 = np.tanh(x1)
    x3 = W1 @ x2
    return 0.5 * np.sum((x3 - y) ** 2)


def by_hand(W0, W1, x0, y):
    """The gradients with respect to W0 and W1, as in the formulas above."""
    x2 = np.tanh(W0 @ x0)
    x3_bar = W1 @ x2 - y
    x1_bar = (1.0 - x2**2) * (W1.T @ x3_bar)
    return np.outer(x1_bar, x0), np.outer(x3_bar, x2)


def descend(W0, W1):
    """Loss, gradients and the weights after one step."""
    value, (W0_bar, W1_bar) = value_and_grad(loss, argnums=("W0", "W1"))(W0, W1, X0, Y)
    return value, (W0_bar, W1_bar), (W0 - STEP * W0_bar, W1 - STEP * W1_bar)


def main():
    value, gradients, weights = descend(W0, W1)
    print(f"loss {value:.4f} before, {loss(*weights, X0, Y):.4f} after the step")
    for name, gradient, weight in zip(("W0", "W1"), gradients, weights, strict=True):
        print(f"∂loss/∂{name} = {gradient.round(4).tolist()}")
        print(f"new {name}   = {weight.round(4).tolist()}")


if __name__ == "__main__":
    main()
