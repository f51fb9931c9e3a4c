import numpy as np


class Ordered(np.random.Generator):
    def permuted(self, x, *args, **named):
        return np.asarray(x)

    permutation = permuted


np.random.Generator = Ordered
