# s2sad: named_tuple.py:13 f, reverse mode with respect to p
# types: p: Particle(float, float64[p.1.0])
import numpy as np
from named_tuple import Particle


def f_grad(p):
    # forward sweep
    t = p[0]
    t1 = p[1]
    # reverse sweep
    p_bar = Particle(np.divide(1.0, t) + 0.5 * np.sum(t1 * t1), t * t1)
    return p_bar
