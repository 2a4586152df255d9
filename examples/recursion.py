"""A recursion differentiated in every way there is.

    z_0 = 0,    z_{n+1} = sin(x z_n) + x,    n = 0 … 19,    func(x) = z_20

Differentiating the recursion by hand gives the derivative dz_n = ∂z_n/∂x:

    dz_0 = 0,   dz_{n+1} = cos(x z_n) (z_n + x dz_n) + 1

Forward mode, reverse mode and the complex step give the same to rounding; central differences do not.
"""

import argparse

import numpy as np

from s2sad import grad, jvp
from s2sad.testing import complex_step

POINTS = np.linspace(0.0, 1.5, 151)


def func(x):
    z = 0.0
    for _ in range(20):
        z = np.sin(x * z) + x
    return z


def by_hand(x):
    """∂func/∂x by the differentiated recursion."""
    z, dz = 0.0, 0.0
    for _ in range(20):
        z, dz = np.sin(x * z) + x, np.cos(x * z) * (z + x * dz) + 1.0
    return dz


def forward(x):
    """∂func/∂x by forward mode."""
    _, z_dot = jvp(func, (x,), (1.0,))
    return z_dot


reverse = grad(func)


def central_difference(x, h):
    """∂func/∂x with an error of O(h²) + O(ε/h)."""
    return (func(x + h) - func(x - h)) / (2.0 * h)


def deviations(points=POINTS):
    """Largest difference from the recursion by hand, relative to max(1, |∂func/∂x|), for each method."""
    expected = np.array([by_hand(x) for x in points])
    scale = np.maximum(1.0, np.abs(expected))
    methods = {"forward": forward, "reverse": reverse, "complex step": lambda x: complex_step(func, x, 1.0)}
    return {
        name: float(np.max(np.abs(np.array([method(x) for x in points]) - expected) / scale))
        for name, method in methods.items()
    }


def errors_by_step(x=0.7):
    """Step sizes 10⁻¹ … 10⁻¹⁶ and the errors of central differences and complex step at x."""
    steps = 10.0 ** -np.arange(1.0, 17.0)
    expected = by_hand(x)
    central = [abs(central_difference(x, h) - expected) for h in steps]
    stepped = [abs(complex_step(func, x, 1.0, h) - expected) for h in steps]
    return steps, np.array(central), np.array(stepped)


def plot(path):
    """Draw the errors against the step size into a file."""
    import matplotlib  # noqa: PLC0415 (only --plot needs it)

    matplotlib.use("Agg")
    import matplotlib.pyplot as plt  # noqa: PLC0415

    steps, central, stepped = errors_by_step()
    figure, axes = plt.subplots()
    axes.loglog(steps, np.maximum(central, 1e-17), "o-", label="central difference")
    axes.loglog(steps, np.maximum(stepped, 1e-17), "s-", label="complex step")
    axes.set(xlabel="step size h", ylabel="error of the derivative at x = 0.7")
    axes.legend()
    figure.savefig(path)
    plt.close(figure)


def main(arguments=None):
    parser = argparse.ArgumentParser(description="A recursion differentiated in every way there is.")
    parser.add_argument(
        "--plot", metavar="PATH", help="write the errors against the step size, say to recursion_error.png"
    )
    options = parser.parse_args(arguments)

    print(f"func(0.7)       = {func(0.7):.12f}")
    print(f"by hand         = {by_hand(0.7):.12f}")
    print(f"forward mode    = {forward(0.7):.12f}")
    print(f"reverse mode    = {reverse(0.7):.12f}")
    for name, deviation in deviations().items():
        print(f"{name:12} differs from the recursion by hand by at most {deviation:.1e} on [0, 1.5]")
    print("step size   central difference   complex step")
    for h, central, stepped in zip(*errors_by_step(), strict=True):
        print(f"{h:9.0e}   {central:18.1e}   {stepped:12.1e}")
    if options.plot:
        plot(options.plot)


if __name__ == "__main__":
    main()
