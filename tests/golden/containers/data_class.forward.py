# s2sad: data_class.py:13 f, forward mode with respect to spring, x
# types: spring: Spring(stiffness: float, rest: float, count: int), x: float


def f_jvp(spring, x, spring_dot, x_dot):
    t = spring.rest
    t_dot = spring_dot.rest  # stretch = x - spring.rest * (k + 1)
    t1 = 0.5 * spring.stiffness
    t_dot1 = 0.5 * spring_dot.stiffness  # energy += 0.5 * spring.stiffness * stretch * stretch
    energy = 0.0
    energy_dot = 0.0
    for k in range(spring.count):
        stretch = x - t * (k + 1)
        stretch_dot = x_dot - (k + 1) * t_dot  # stretch = x - spring.rest * (k + 1)
        t2 = t1 * stretch
        energy += t2 * stretch
        # energy += 0.5 * spring.stiffness * stretch * stretch
        energy_dot += stretch * (stretch * t_dot1 + t1 * stretch_dot) + t2 * stretch_dot
    return energy, energy_dot
