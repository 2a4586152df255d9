# s2sad: dictionary.py:6 f, forward mode with respect to params
# types: params: {'w': float64[params.w.0], 'b': float64[params.b.0], 'scale': float}, x: float
import numpy as np


def f_jvp(params, x, params_dot):
    h = np.tanh(params['w'] * x + params['b'])
    t = h * h  # h = np.tanh(params["w"] * x + params["b"])
    t1 = np.sum(t)
    t2 = params['scale']
    return t1 * t2, t2 * np.sum(2 * (h * ((1.0 - t) * (x * params_dot['w'] + params_dot['b'])))) + t1 * params_dot['scale']
