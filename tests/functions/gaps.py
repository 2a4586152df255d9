"""What people differentiate and s2sad does not, with the reason: each refuses with a located error."""

GAPS = {
    "scipy.special.betainc in a, b": "no closed form",
    "scipy.special.gammainc in a": "no closed form",
    "scipy.special.zeta in x": "no closed form",
    "scipy.stats.t.cdf in shapes": "that of `stdtr` in its degrees of freedom",
    "scipy.stats.beta.cdf in shapes": "that of `betainc` in a, b",
    "scipy.stats.gamma.cdf in shapes": "that of `gammainc` in a",
    "scipy.stats.chi2.cdf in shapes": "that of `gammainc` in a",
    "scipy.linalg.solve_toeplitz": "no rule",
    "scipy.integrate.quad": "no rule",
    "scipy.integrate.solve_ivp": "no rule",
    "scipy.integrate.odeint": "no rule",
    "scipy.interpolate.CubicSpline": "no rule",
    "scipy.sparse product": "no rules for sparse arrays",
    "scipy.sparse.linalg.spsolve": "no rules for sparse arrays",
}
