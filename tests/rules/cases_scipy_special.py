"""Cases of scipy.special."""

from __future__ import annotations

from typing import Any

import numpy as np
import scipy.special as sc

from s2sad.runtime import incomplete
from tests.rules import cases_scipy_bessel
from tests.rules.direct import Case

X = np.array([0.3, 0.71, 0.52])
M = np.array([[0.37, 0.82, 0.55], [0.44, 0.16, 0.91]])
C = np.array([[0.25], [0.64]])
S = np.array([0.8, -0.6, 1.7, -2.3])
P = np.array([0.4, 1.3, 3.7])
Z = np.array([0.3 + 0.4j, 0.7 - 0.2j])
F32 = np.full((2, 3), 0.5, np.float32)

ANYWHERE: list[Any] = [sc.erf, sc.erfc, sc.erfcx, sc.dawsn, sc.ndtr, sc.log_ndtr, sc.expit, sc.log_expit, sc.exprel]
POSITIVE: list[Any] = [sc.gamma, sc.gammaln, sc.loggamma, sc.digamma, sc.entr, sc.expi, sc.exp1]
UNIT: list[Any] = [sc.erfinv, sc.erfcinv, sc.ndtri, sc.logit, sc.ellipk, sc.ellipe]
COMPLEX: list[Any] = [sc.erf, sc.erfc, sc.gamma, sc.loggamma, sc.digamma, sc.ndtr, sc.expi, sc.exp1]
PAIRS: list[Any] = [sc.beta, sc.betaln, sc.poch, sc.xlogy, sc.xlog1py, sc.rel_entr, sc.kl_div, sc.huber]
PAIRS += [sc.pseudo_huber, sc.binom]
KEYWORDS: list[dict[str, Any]] = [{}, {"axis": 0}, {"axis": 1}, {"axis": (0, 1)}]
INF = np.array([[0.3, -np.inf, 0.7], [-np.inf, -np.inf, -np.inf]])

CASES: list[Case] = [
    *(Case(f, (x,)) for f in ANYWHERE for x in (0.45, S, M, C)),
    *(Case(f, (x,)) for f in POSITIVE for x in (0.45, P, M)),
    *(Case(f, (x,)) for f in UNIT for x in (0.45, X, M)),
    *(Case(f, (Z,)) for f in COMPLEX),
    *(Case(f, (-1.6,)) for f in (sc.gamma, sc.gammaln, sc.digamma, sc.ellipk, sc.ellipe)),
    *(Case(f, pair) for f in PAIRS for pair in [(1.7, 0.4), (P, X), (P, 0.6), (1.9, X), (1.0 + M, X), (C, X)]),
    *cases_scipy_bessel.CASES,
    *(Case(sc.polygamma, (n, x)) for n in (0, 1, 3) for x in (0.7, P)),
    *(Case(sc.multigammaln, (x, d)) for x, d in [(3.4, 2), (3.0 + P, 3)]),
    *(Case(f, (a, x)) for f in (sc.gammainc, sc.gammaincc) for a in (2, 2.5, np.array([1, 2, 3]), P) for x in (0.7, P)),
    *(Case(f, (a, x)) for f in (sc.gammaincinv, sc.gammainccinv) for a in (2, 2.5) for x in (0.7, X)),
    *(Case(f, (2, 3, x)) for f in (sc.betainc, sc.betaincc, sc.betaincinv) for x in (0.7, X)),
    *(Case(f, (2.3, 3.1, x)) for f in (sc.betainc, sc.betaincc, sc.betaincinv) for x in (0.3, X)),
    Case(sc.betainc, (P, 1.7, X)),
    Case(incomplete.hazard, (np.array([-2.0, 0.3, 1.7]),)),
    *(Case(f, (a, P, n)) for f in (incomplete.gamma_slope, incomplete.gamma_density) for a in (2.5, P) for n in (0, 1)),
    *(Case(f, (2.3, P, X, *n)) for f in (incomplete.beta_slope, incomplete.beta_density) for n in ((1, 0), (0, 1))),
    *(Case(sc.comb, pair) for pair in [(5.3, 2.1), (4.0 + P, X), (1.0, 3.0)]),
    *(Case(sc.zeta, (3, q)) for q in (0.7, P)),
    *(Case(sc.expn, (n, x)) for n in (2, 3) for x in (0.7, P)),
    *(Case(sc.stdtr, (df, x)) for df in (3, 3.5, np.array([1, 2, 5])) for x in (0.7, X - 0.5)),
    Case(sc.hyp1f1, (2, 3, P)),
    Case(sc.hyp2f1, (1, 2, 3, X)),
    *(Case(sc.lambertw, (x,)) for x in (0.7, P, Z)),
    Case(sc.lambertw, (Z, 1)),
    *(Case(f, (M,), keywords) for f in (sc.logsumexp, sc.softmax, sc.log_softmax) for keywords in KEYWORDS),
    Case(sc.logsumexp, (M,), {"axis": 1, "keepdims": True}),
    *(Case(sc.logsumexp, (M,), {"b": b, "axis": axis}) for b in (X, M) for axis in (None, 1)),
    Case(sc.logsumexp, (M,), {"b": M - 0.9, "axis": 1, "return_sign": True}),
    *(Case(f, (X,)) for f in (sc.logsumexp, sc.softmax, sc.log_softmax)),
]

TYPES: list[Case] = [
    *(Case(f, (x,)) for f in (sc.erf, sc.gammaln, sc.expit) for x in (F32, 2, np.float32(0.5))),
    *cases_scipy_bessel.TYPES,
    *(Case(f, (F32,), {"axis": 1}) for f in (sc.logsumexp, sc.softmax, sc.log_softmax)),
    Case(sc.gammasgn, (P,)),
]
