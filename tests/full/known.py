"""Functions of which rows of the covering array are known to fail: strict, what becomes right is taken off the list.

Arguments of the sizes that the functions are written for give no wrong number: these are numbers in the place of
arrays, and arrays without elements.
"""

EMPTY = "raises for arrays without elements"
NUMBER = "raises for a number in the place of an array"

KNOWN = {
    "np.apply_along_axis": EMPTY,
    "np.cov": "an adjoint of no elements is complex",
    "np.histogram": "raises for complex weights",
    "np.linalg.multi_dot": "batches: the rule calls itself without end, which is refused as a bug",
    "np.linalg.norm": EMPTY,
    "np.linalg.vector_norm": EMPTY,
    "np.pad": NUMBER,
    "np.polymul": EMPTY,
    "np.polyval": EMPTY,
    "np.roots": EMPTY,
    "np.vectorize": "an adjoint of no elements is in double precision",
    "scipy.ndimage.convolve": NUMBER,
    "scipy.ndimage.gaussian_filter": EMPTY,
    "scipy.ndimage.gaussian_filter1d": EMPTY,
    "scipy.ndimage.map_coordinates": "not a number where there is one sample",
    "scipy.signal.fftconvolve": "an adjoint of no elements is real",
    "scipy.stats.multivariate_normal.logpdf": "raises where the mean is a batch",
    "scipy.stats.multivariate_normal.pdf": "raises where the mean is a batch",
}
