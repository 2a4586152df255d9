# s2sad: named_tuple.py:13 f, forward mode with respect to p
# types: p: Particle(float, float64[p.1.0])
import numpy as np


def f_jvp(p, p_dot):
    t = p[0]
    t1 = 0.5 * t
    t2 = p[1]
    t3 = np.sum(t2 * t2)
    t4 = t1 * t3 + np.log(t)
    # return 0.5 * p.mass * np.sum(p.velocity * p.velocity) + np.log(p.mass)
    t_dot = p_dot[0] * (0.5 * t3 + np.divide(1.0, t)) + t1 * np.sum(2 * (t2 * p_dot[1]))
    return t4, t_dot
