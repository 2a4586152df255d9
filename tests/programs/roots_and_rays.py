"""Roots found with `while`, rays that hit spheres, prices of options, points seen by cameras."""

import math

import numpy as np


def newton(a, tolerance=1e-13):
    """x with x + e^x = a."""
    x = 0.0
    while True:
        step = (x + math.exp(x) - a) / (1.0 + math.exp(x))
        x -= step
        if abs(step) < tolerance:
            return x


def newton_with_limit(a, b):
    x = a
    for _ in range(50):
        fx = x**3 + b * x - a
        if abs(fx) < 1e-14:
            break
        x = x - fx / (3.0 * x**2 + b)
    return x


def bisection(f, low, high, tolerance=1e-10):
    f_low = f(low)
    while high - low > tolerance:
        middle = 0.5 * (low + high)
        f_middle = f(middle)
        if f_low * f_middle <= 0.0:
            high = middle
        else:
            low, f_low = middle, f_middle
    return 0.5 * (low + high)


def bisected_root(a):
    """Bisection, then two steps of Newton's method: the first carries the derivative, the second that of it."""
    x = bisection(lambda x: x**3 + a * x - 2.0, 0.0, 2.0)
    for _ in range(2):
        x = x - (x**3 + a * x - 2.0) / (3.0 * x**2 + a)
    return x


def bisected_interval(a, b):
    """The bracket is active: the ends of the interval are."""
    low, high = a, b
    while abs(high - low) > 1e-3:
        middle = 0.5 * (low + high)
        if math.sin(middle) > 0.3:
            high = middle
        else:
            low = middle
    return 0.25 * low + 0.75 * high


def intersect(origin, direction, centre, radius):
    """The distance to a sphere along a ray, None where it misses."""
    offset = origin - centre
    b = np.dot(offset, direction)
    c = np.dot(offset, offset) - radius**2
    discriminant = b * b - c
    if discriminant < 0.0:
        return None
    root = np.sqrt(discriminant)
    if -b - root > 0.0:
        return -b - root
    if -b + root > 0.0:
        return -b + root
    return None


def shade(origin, direction, centres, radii, light):
    """The brightness of the nearest sphere, by Lambert's law."""
    direction = direction / np.sqrt(np.sum(direction**2))
    nearest = math.inf
    brightness = 0.1
    for k in range(len(radii)):
        t = intersect(origin, direction, centres[k], radii[k])
        if t is None or t > nearest:
            continue
        nearest = t
        point = origin + t * direction
        normal = (point - centres[k]) / radii[k]
        to_light = light - point
        cosine = np.dot(normal, to_light) / np.sqrt(np.dot(to_light, to_light))
        brightness = 0.1 + 0.9 * max(cosine, 0.0)
    return brightness


def image(centres, radii, light):
    """The mean brightness of a small picture."""
    total = 0.0
    for i in range(3):
        for j in range(3):
            direction = np.array([0.3 * (i - 1.0), 0.3 * (j - 1.0), 1.0])
            total += shade(np.zeros(3), direction, centres, radii, light)
    return total / 9.0


def normal_cdf(x):
    return 0.5 * (1.0 + math.erf(x / math.sqrt(2.0)))


def black_scholes(spot, strike, rate, volatility, expiry, call=True):
    d1 = (math.log(spot / strike) + (rate + 0.5 * volatility**2) * expiry) / (volatility * math.sqrt(expiry))
    d2 = d1 - volatility * math.sqrt(expiry)
    if call:
        return spot * normal_cdf(d1) - strike * math.exp(-rate * expiry) * normal_cdf(d2)
    return strike * math.exp(-rate * expiry) * normal_cdf(-d2) - spot * normal_cdf(-d1)


def rotate(omega, p):
    """Rodrigues' formula on lists of three numbers."""
    theta2 = omega[0] * omega[0] + omega[1] * omega[1] + omega[2] * omega[2]
    if theta2 > 1e-20:
        theta = math.sqrt(theta2)
        c, s = math.cos(theta), math.sin(theta)
        wx, wy, wz = omega[0] / theta, omega[1] / theta, omega[2] / theta
        cx = wy * p[2] - wz * p[1]
        cy = wz * p[0] - wx * p[2]
        cz = wx * p[1] - wy * p[0]
        d = (wx * p[0] + wy * p[1] + wz * p[2]) * (1.0 - c)
        return [p[0] * c + cx * s + wx * d, p[1] * c + cy * s + wy * d, p[2] * c + cz * s + wz * d]
    return [
        p[0] + omega[1] * p[2] - omega[2] * p[1],
        p[1] + omega[2] * p[0] - omega[0] * p[2],
        p[2] + omega[0] * p[1] - omega[1] * p[0],
    ]


def project(camera, point):
    """Bundle adjustment in the large: rotation, translation, focal length, two radial distortions."""
    p = rotate(camera[0:3], point)
    for k in range(3):
        p[k] += camera[3 + k]
    x, y = -p[0] / p[2], -p[1] / p[2]
    r2 = x * x + y * y
    distortion = 1.0 + r2 * (camera[7] + camera[8] * r2)
    return camera[6] * distortion * x, camera[6] * distortion * y


def reprojection(cameras, points, pixels, seen=((0, 0), (0, 1), (1, 0), (1, 2))):
    """Half the sum of squares over the observations (camera, point)."""
    total = 0.0
    for n, (i, j) in enumerate(seen):
        u, v = project(cameras[i], points[j])
        total += 0.5 * ((u - pixels[n, 0]) ** 2 + (v - pixels[n, 1]) ** 2)
    return total
