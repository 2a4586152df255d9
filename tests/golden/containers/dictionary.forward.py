# s2sad: dictionary.py:6 f, forward mode with respect to params
# types: params: {'w': float64[params.w.0], 'b': float64[params.b.0], 'scale': float}, x: float
import numpy as np


def f_jvp(params, x, params_dot):
    t_dot = x * params_dot['w']  # h = np.tanh(params["w"] * x + params["b"])
    h = np.tanh(params['w'] * x + params['b'])
    t = h * h  # h = np.tanh(params["w"] * x + params["b"])
    t1 = np.sum(t)
    # return np.sum(h * h) * params["scale"]
    t_dot = np.sum(2 * (h * ((1.0 - t) * (t_dot + params_dot['b']))))
    t = params['scale']
    t_dot = t * t_dot + t1 * params_dot['scale']  # return np.sum(h * h) * params["scale"]
    return t1 * t, t_dot
