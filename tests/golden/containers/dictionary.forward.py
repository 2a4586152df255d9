# s2sad: dictionary.py:6 f, forward mode with respect to params
# types: params: {'w': float64[params.w.0], 'b': float64[params.b.0], 'scale': float}, x: float
import numpy as np


def f_jvp(params, x, params_dot):
    h = np.tanh(params['w'] * x + params['b'])
    t2 = h * h  # h = np.tanh(params["w"] * x + params["b"])
    t = np.sum(t2)
    t1 = params['scale']
    return t * t1, t1 * np.sum(2 * (h * ((1.0 - t2) * (x * params_dot['w'] + params_dot['b'])))) + t * params_dot['scale']
