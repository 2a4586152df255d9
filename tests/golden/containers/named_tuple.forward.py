# s2sad: named_tuple.py:13 f, forward mode with respect to p
# types: p: Particle(float, float64[p.1.0])
import numpy as np


def f_jvp(p, p_dot):
    t2 = p[0]
    t_dot = p_dot[0]  # return 0.5 * p.mass * np.sum(p.velocity * p.velocity) + np.log(p.mass)
    t = 0.5 * t2
    t3 = p[1]
    t1 = np.sum(t3 * t3)
    return t * t1 + np.log(t2), t1 * (0.5 * t_dot) + t * np.sum(2 * (t3 * p_dot[1])) + np.divide(1.0, t2) * t_dot
