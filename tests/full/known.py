"""Functions of which rows of the covering array are known to fail: strict, what becomes right is taken off the list.

Arguments of the sizes that the functions are written for give no wrong number: these are batches, which SciPy takes
since 1.16 and the rules do not, numbers in the place of arrays, arrays without elements, and dtypes of results.
"""

BATCH = "raises, or has another shape, for batches of matrices, which SciPy takes since 1.16: should refuse"
EMPTY = "raises for arrays without elements"
NUMBER = "raises for a number in the place of an array"
DTYPE = "the derivative has another precision than the result"

KNOWN = {
    "np.apply_along_axis": EMPTY,
    "np.cov": "an adjoint of no elements is complex",
    "np.histogram": "raises for complex weights",
    "np.interp": "not a number at second order where there is one sample",
    "np.linalg.matrix_power": DTYPE,
    "np.linalg.multi_dot": "batches: the rule calls itself without end, which is refused as a bug",
    "np.linalg.norm": EMPTY,
    "np.linalg.vector_norm": EMPTY,
    "np.pad": NUMBER,
    "np.polymul": EMPTY,
    "np.polyval": EMPTY,
    "np.roots": EMPTY,
    "np.select": DTYPE,
    "np.tensordot": "the gradient of a number in single precision is in double precision",
    "scipy.integrate.simpson": DTYPE,
    "np.vectorize": "an adjoint of no elements is in double precision",
    "scipy.linalg.block_diag": BATCH,
    "scipy.linalg.cho_factor": BATCH,
    "scipy.linalg.cho_solve": BATCH,
    "scipy.linalg.cholesky": NUMBER,
    "scipy.linalg.circulant": BATCH,
    "scipy.linalg.det": DTYPE,
    "scipy.linalg.eigh": BATCH,
    "scipy.linalg.expm": NUMBER,
    "scipy.linalg.lu": BATCH,
    "scipy.linalg.lu_factor": BATCH,
    "scipy.linalg.lu_solve": BATCH,
    "scipy.linalg.qr": BATCH,
    "scipy.linalg.solve": BATCH,
    "scipy.linalg.solve_banded": BATCH,
    "scipy.linalg.solve_sylvester": BATCH,
    "scipy.linalg.solve_toeplitz": BATCH,
    "scipy.linalg.solve_triangular": BATCH,
    "scipy.linalg.sqrtm": BATCH,
    "scipy.linalg.svd": BATCH,
    "scipy.linalg.toeplitz": BATCH,
    "scipy.ndimage.convolve": NUMBER,
    "scipy.ndimage.gaussian_filter": EMPTY,
    "scipy.ndimage.gaussian_filter1d": EMPTY,
    "scipy.ndimage.map_coordinates": "not a number where there is one sample",
    "scipy.signal.fftconvolve": "an adjoint of no elements is real",
    "scipy.stats.multivariate_normal.logpdf": "raises where the mean is a batch",
    "scipy.stats.multivariate_normal.pdf": "raises where the mean is a batch",
}
