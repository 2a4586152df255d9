# s2sad: dictionary.py:6 f, reverse mode with respect to params
# types: params: {'w': float64[params.w.0], 'b': float64[params.b.0], 'scale': float}, x: float
import numpy as np


def f_grad(params, x):
    # forward sweep
    h = np.tanh(params['w'] * x + params['b'])
    t = h * h
    # reverse sweep
    h_bar = 2 * params['scale'] * h  # return np.sum(h * h) * params["scale"]
    t_bar = h_bar * (1.0 - t)  # h = np.tanh(params["w"] * x + params["b"])
    params_bar = {'w': x * t_bar, 'b': t_bar, 'scale': np.sum(t)}
    return params_bar
