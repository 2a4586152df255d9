"""The worked example of Baydin et al., "Automatic Differentiation in Machine Learning" (2018).

    y = ln x1 + x1 x2 − sin x2,    ∂y/∂x1 = 1/x1 + x2,    ∂y/∂x2 = x1 − cos x2

At (2, 5): y = 11.652, gradient (5.5, 1.716).
"""

import numpy as np

from s2sad import jvp, value_and_grad


def f(x1, x2):
    return np.log(x1) + x1 * x2 - np.sin(x2)


def main():
    y, (x1_bar, x2_bar) = value_and_grad(f, argnums=(0, 1))(2.0, 5.0)
    _, y_dot = jvp(f, (2.0, 5.0), (1.0, 0.0))
    print(f"y       = {y:.3f}")
    print(f"∂y/∂x1  = {x1_bar:.3f}   forward mode: {y_dot:.3f}")
    print(f"∂y/∂x2  = {x2_bar:.3f}")


if __name__ == "__main__":
    main()
