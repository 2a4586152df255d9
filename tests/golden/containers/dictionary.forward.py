# s2sad: dictionary.py:6 f, forward mode with respect to params
# types: params: {'w': float64[params.w.0], 'b': float64[params.b.0], 'scale': float}, x: float
import numpy as np


def f_jvp(params, x, params_dot):
    h = np.tanh(params['w'] * x + params['b'])
    t = h * h  # h = np.tanh(params["w"] * x + params["b"])
    t_dot = (1.0 - t) * (x * params_dot['w'] + params_dot['b'])
    t = np.sum(t)
    t1 = params['scale']
    # return np.sum(h * h) * params["scale"]
    t_dot = t1 * np.sum(2 * (h * t_dot)) + t * params_dot['scale']
    return t * t1, t_dot
