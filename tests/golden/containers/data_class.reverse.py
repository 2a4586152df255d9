# s2sad: data_class.py:13 f, reverse mode with respect to spring, x
# types: spring: Spring(stiffness: float, rest: float, count: int), x: float
from data_class import Spring
from s2sad.runtime.containers import build_object


def f_grad(spring, x):
    # forward sweep
    t = spring.rest
    # reverse sweep
    t1 = 0.5 * spring.stiffness
    t_bar = 0.0
    x_bar = 0.0
    t_bar1 = 0.0
    for k in range(spring.count - 1, -1, -1):
        stretch = x - t * (k + 1)
        stretch_bar = 2 * (t1 * stretch)  # energy += 0.5 * spring.stiffness * stretch * stretch
        x_bar += stretch_bar
        t_bar = t_bar + 0.5 * (stretch * stretch)
        t_bar1 = t_bar1 - (k + 1) * stretch_bar
    spring_bar = build_object(Spring, ('stiffness', 'rest', 'count'), t_bar, t_bar1, 0)
    return spring_bar, x_bar
