"""What people differentiate and s2sad does not, with the reason: each refuses with a located error."""

GAPS = {
    "scipy.special.zeta in x": "no closed form",
}
