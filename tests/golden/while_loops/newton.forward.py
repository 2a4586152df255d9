# s2sad: newton.py:8 f, forward mode with respect to a
# types: a: float
import math


def f_jvp(a, a_dot):
    x = 0.0
    x_dot = 0.0
    while True:
        t = math.exp(x)
        t_dot = t * x_dot  # step = (x + math.exp(x) - a) / (1.0 + math.exp(x))
        t1 = 1.0 + t
        step = (x + t - a) / t1
        # step = (x + math.exp(x) - a) / (1.0 + math.exp(x))
        step_dot = (x_dot + t_dot - a_dot - step * t_dot) / t1
        x -= step
        x_dot -= step_dot  # x -= step
        if abs(step) < 1e-12:
            result = x
            result_dot = x_dot
            break
    return result, result_dot
