"""A deep network over a list of layers, and what its gradient costs.

    z_{m+1} = tanh(W_m z_m + b_m),    m = 0 … L−1

One column per sample: z (width, samples), W (width, width), b (width, 1). With ε_m = ∂loss/∂z_m, g_m the gradient with
respect to the weights of layer m, A = ∂z_{m+1}/∂z_m and B = ∂z_{m+1}/∂(W_m, b_m), the textbook recursion is

    ε_m = Aᵀ ε_{m+1},    g_m = Bᵀ ε_{m+1}

Going forward a layer takes one matrix product, going back two more. So for L layers of width m the cost of the gradient
grows like L m², and is a small multiple of that of the forward pass.
"""

import os
import subprocess
import sys
import time
from functools import partial
from pathlib import Path

import numpy as np

from s2sad import grad, value_and_grad


def network(params, z):
    for W, b in params:
        z = np.tanh(W @ z + b)
    return z


def mean_squared_error(params, x, y):
    return np.mean((network(params, x) - y) ** 2)


def mean_absolute_error(params, x, y):
    return np.mean(np.abs(network(params, x) - y))


def cross_entropy(params, x, y):
    """−Σ y log softmax(z) per sample; y (classes, samples) is one in the row of the right class, else zero."""
    z = network(params, x)
    return -np.sum(y * (z - np.log(np.sum(np.exp(z), axis=0)))) / y.shape[1]


def error_of_softmax(z, y):
    e = np.exp(z)
    return (np.sum(y, axis=0) * e / np.sum(e, axis=0) - y) / y.shape[1]


# loss: its derivative with respect to the last state
LOSSES = {
    mean_squared_error: lambda z, y: 2.0 * (z - y) / z.size,
    mean_absolute_error: lambda z, y: np.sign(z - y) / z.size,
    cross_entropy: error_of_softmax,
}


def by_hand(loss, params, x, y):
    """Gradient of a loss with respect to every (W, b) by the textbook recursion."""
    states = [x]
    for W, b in params:
        states.append(np.tanh(W @ states[-1] + b))
    error = LOSSES[loss](states[-1], y)
    gradients = []
    for (W, _), z, z_next in zip(params[::-1], states[-2::-1], states[:0:-1], strict=True):
        inner = (1.0 - z_next**2) * error
        gradients.append((inner @ z.T, np.sum(inner, axis=1, keepdims=True)))
        error = W.T @ inner
    return gradients[::-1]


def make_network(layers, width, seed=0):
    generator = np.random.default_rng(seed)
    return [
        (generator.standard_normal((width, width)) / np.sqrt(width), 0.1 * generator.standard_normal((width, 1)))
        for _ in range(layers)
    ]


def make_samples(width, count, seed=1):
    """Inputs and one-hot targets (width, count)."""
    generator = np.random.default_rng(seed)
    return generator.standard_normal((width, count)), np.eye(width)[:, generator.integers(width, size=count)]


def seconds(runs, rounds=15):
    """Seconds for each of the functions without arguments: the shortest of some runs, taken in turns, caches warm."""
    shortest = [np.inf] * len(runs)
    for _ in range(rounds):
        for i, run in enumerate(runs):
            run()
            begin = time.perf_counter()
            run()
            shortest[i] = min(shortest[i], time.perf_counter() - begin)
    return np.array(shortest)


def measure(shapes, samples=256):
    """Seconds for forward passes and for gradients of the mean squared error, for networks of (layers, width)."""
    forward, backward = [], []
    gradient = grad(mean_squared_error)
    for layers, width in shapes:
        arguments = make_network(layers, width), *make_samples(width, samples)
        forward.append(partial(mean_squared_error, *arguments))
        backward.append(partial(gradient, *arguments))
    costs = seconds(forward + backward)
    return costs[: len(shapes)], costs[len(shapes) :]


def slope(sizes, costs):
    """The exponent p in cost = c sizeᵖ, fitted."""
    return float(np.polyfit(np.log(sizes), np.log(costs), 1)[0])


def measure_growth(depths=(2, 4, 8, 16), widths=(256, 384, 512, 640, 768, 1024)):
    """Exponents of the gradient's cost in depth and width, and the largest ratio to the forward pass."""
    forward, backward = measure([(depth, 128) for depth in depths] + [(2, width) for width in widths])
    by_depth, by_width = backward[: len(depths)], backward[len(depths) :]
    return slope(depths, by_depth), slope(widths, by_width), float(np.max(backward / forward))


def measure_growth_on_one_thread():
    """`measure_growth` in an interpreter whose matrix products use one thread, so that time is work."""
    environment = {**os.environ, "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}
    command = [sys.executable, "-c", "import deep_network; print(*deep_network.measure_growth())"]
    folder = Path(__file__).parent
    done = subprocess.run(command, cwd=folder, env=environment, stdout=subprocess.PIPE, text=True, check=True)
    return tuple(float(figure) for figure in done.stdout.split())


def main():
    params = make_network(layers=5, width=8)
    x, y = make_samples(8, 3)
    for loss in LOSSES:
        value, gradients = value_and_grad(loss)(params, x, y)
        expected = by_hand(loss, params, x, y)
        difference = max(np.max(np.abs(gradients[m][k] - expected[m][k])) for m in range(len(params)) for k in (0, 1))
        print(f"{loss.__name__:20} {value:.6f}   gradient differs from the textbook recursion by {difference:.1e}")
    depth, width, ratio = measure_growth_on_one_thread()
    print(f"cost of the gradient ~ layers^{depth:.2f} · width^{width:.2f}, at most {ratio:.1f} times the forward pass")


if __name__ == "__main__":
    main()
