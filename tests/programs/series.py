"""Sums, products and polynomials by recurrences; a transform and a selection by recursion."""

import numpy as np


def cumulative_product(x):
    y = np.empty_like(x)
    y[0] = x[0]
    for i in range(1, len(x)):
        y[i] = y[i - 1] * x[i]
    return y


def cumulative_product_in_place(x):
    x = x.copy()
    for i in range(1, len(x)):
        x[i] *= x[i - 1]
    return x


def running_product(x):
    total = 1.0
    products = []
    for value in x:
        total *= value
        products.append(total)
    return np.array(products)


def horner(coefficients, x):
    """The highest power first; x may be an array."""
    result = 0.0
    for c in coefficients:
        result = result * x + c
    return result


def clenshaw(coefficients, x):
    """A series of Chebyshev polynomials."""
    b1, b2 = 0.0, 0.0
    for c in coefficients[:0:-1]:
        b1, b2 = 2.0 * x * b1 - b2 + c, b1
    return x * b1 - b2 + coefficients[0]


def clenshaw_by_index(coefficients, x):
    b1 = b2 = 0.0
    for k in range(len(coefficients) - 1, 0, -1):
        b0 = coefficients[k] + 2.0 * x * b1 - b2
        b2 = b1
        b1 = b0
    return coefficients[0] + x * b1 - b2


def fft(x):
    """Cooley and Tukey, by recursion."""
    n = len(x)
    if n == 1:
        return x
    even = fft(x[0::2])
    odd = fft(x[1::2])
    twiddle = np.exp(-2j * np.pi * np.arange(n // 2) / n)
    return np.concatenate([even + twiddle * odd, even - twiddle * odd])


def fft_by_parts(re, im):
    """The same in real numbers, with the butterflies in a buffer."""
    n = len(re)
    if n == 1:
        return re, im
    even_re, even_im = fft_by_parts(re[0::2], im[0::2])
    odd_re, odd_im = fft_by_parts(re[1::2], im[1::2])
    out_re, out_im = np.empty_like(re), np.empty_like(im)
    half = n // 2
    for k in range(half):
        angle = -2.0 * np.pi * k / n
        c, s = np.cos(angle), np.sin(angle)
        t_re = c * odd_re[k] - s * odd_im[k]
        t_im = s * odd_re[k] + c * odd_im[k]
        out_re[k], out_im[k] = even_re[k] + t_re, even_im[k] + t_im
        out_re[k + half], out_im[k + half] = even_re[k] - t_re, even_im[k] - t_im
    return out_re, out_im


def power(re, im):
    out_re, out_im = fft_by_parts(re, im)
    return out_re**2 + out_im**2


def fft_energy(x, weights):
    spectrum = fft(x)
    return np.sum(weights * np.abs(spectrum) ** 2)


def quickselect(values, k):
    """The k-th smallest, by partitions made of lists."""
    pivot = values[len(values) // 2]
    low = [v for v in values if v < pivot]
    equal = [v for v in values if v == pivot]
    high = [v for v in values if v > pivot]
    if k < len(low):
        return quickselect(low, k)
    if k < len(low) + len(equal):
        return equal[0]
    return quickselect(high, k - len(low) - len(equal))


def median(x):
    n = len(x)
    values = list(x)
    if n % 2 == 1:
        return quickselect(values, n // 2)
    return 0.5 * (quickselect(values, n // 2 - 1) + quickselect(values, n // 2))


def quicksort(a, low, high):
    """In place, by Hoare's partition."""
    if low >= high:
        return
    pivot = a[(low + high) // 2]
    i, j = low, high
    while i <= j:
        while a[i] < pivot:
            i += 1
        while a[j] > pivot:
            j -= 1
        if i <= j:
            a[i], a[j] = a[j], a[i]
            i += 1
            j -= 1
    quicksort(a, low, j)
    quicksort(a, i, high)


def median_by_sorting(x):
    a = x.copy()
    quicksort(a, 0, len(a) - 1)
    middle = len(a) // 2
    if len(a) % 2:
        return a[middle]
    return (a[middle - 1] + a[middle]) / 2.0
