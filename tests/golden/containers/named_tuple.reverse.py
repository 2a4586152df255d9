# s2sad: named_tuple.py:13 f, reverse mode with respect to p
# types: p: Particle(float, float64[p.1.0])
import numpy as np
from named_tuple import Particle


def f_grad(p, y_bar=1.0):
    # forward sweep
    t = p[0]
    t1 = p[1]
    # reverse sweep
    # return 0.5 * p.mass * np.sum(p.velocity * p.velocity) + np.log(p.mass)
    t_bar = 2 * (t1 * (0.5 * t * y_bar))
    p_bar = Particle(y_bar * np.divide(1.0, t) + 0.5 * (np.sum(t1 * t1) * y_bar), t_bar)
    return p_bar
