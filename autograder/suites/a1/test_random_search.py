"""Hidden tests of the exercise `random_search`: other losses, shapes and numbers of draws."""

import math

import numpy as np

from given import probes
from given.testing import assert_close
from oracles.search import best_draw


def draws_of(seed, shape, count):
    """The weights that a generator of this seed draws, one after the other."""
    rng = np.random.default_rng(seed)
    return [rng.normal(size=shape) for _ in range(count)]


def test_random_search_of_sines(student, rng):
    """random_search: forty draws of three axes, a loss of either sign."""
    seed = int(rng.integers(2**32))
    W_wanted, wanted = best_draw(math.sin, draws_of(seed, (2, 4, 3), 40))
    W, smallest = student.search.random_search(
        probes.sine_sum, (2, 4, 3), 40, np.random.default_rng(seed)
    )
    assert_close(smallest, wanted)
    assert_close(W, W_wanted)


def test_random_search_with_one_draw_less_at_a_time(student):
    """random_search: the best of eight draws, of the first seven of them, and so on to one."""
    for count in range(8, 0, -1):
        W_wanted, wanted = best_draw(lambda v: v * v / 2, draws_of(5, (5, 2), count))
        W, smallest = student.search.random_search(
            probes.quadratic, (5, 2), count, np.random.default_rng(5)
        )
        assert_close(smallest, wanted)
        assert_close(W, W_wanted)
