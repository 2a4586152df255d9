"""Newton's method written with `grad`, and differentiated through.

Root: x³ = a, by  x ← x − f(x) / f'(x).              dx/da = a^(−2/3) / 3
Minimum: of cosh x − a x, by  x ← x − g'(x) / g''(x).   sinh x = a, so x = arsinh a and dx/da = 1/√(1 + a²)

The derivatives of f and g in the loop are made by `grad`; the derivative of the whole loop with respect to a is
`grad` again: of second order for the root, of third for the minimum.
"""

import numpy as np

from s2sad import grad


def cubic(x, a):
    return x**3 - a


def cube_root(a):
    """x with x³ = a > 0."""
    x = 1.0
    step = 1.0
    while abs(step) > 1e-9:
        step = cubic(x, a) / grad(cubic)(x, a)
        x = x - step
    return x


def potential(x, a):
    return np.cosh(x) - a * x


def lowest_point(a):
    """x where the potential is least."""
    slope = grad(potential)
    curvature = grad(slope)
    x = 0.0
    for _ in range(8):
        x = x - slope(x, a) / curvature(x, a)
    return x


def main():
    print("   a   ∛a             d∛a/da         1/(3 ∛a²)")
    for a in (0.5, 2.0, 8.0):
        print(f"{a:4}   {cube_root(a):.10f}   {grad(cube_root)(a):.10f}   {a ** (-2.0 / 3.0) / 3.0:.10f}")
    print("   a   lowest point   derivative     1/√(1 + a²)")
    for a in (0.5, 1.0, 2.0):
        print(f"{a:4}   {lowest_point(a):.10f}   {grad(lowest_point)(a):.10f}   {1.0 / np.sqrt(1.0 + a * a):.10f}")


if __name__ == "__main__":
    main()
