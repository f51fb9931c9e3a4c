"""Public tests of the exercise `random_search`."""

import numpy as np

from given import probes
from given.testing import assert_close


def draws_of(seed, shape, count):
    """The weights that a generator of this seed draws, one after the other."""
    rng = np.random.default_rng(seed)
    return [rng.normal(size=shape) for _ in range(count)]


def test_random_search_keeps_the_draw_with_the_smallest_loss(student):
    """random_search: of six draws for sum(W * W) / 2 the smallest, with its loss."""
    draws = draws_of(4, (3, 2), 6)
    losses = [sum(v * v for v in draw.ravel().tolist()) / 2 for draw in draws]
    W, smallest = student.search.random_search(
        probes.quadratic, (3, 2), 6, np.random.default_rng(4)
    )
    assert_close(smallest, min(losses))
    assert_close(W, draws[losses.index(min(losses))])


def test_random_search_takes_negative_losses_for_small(student):
    """random_search: of nine draws for sum(W ** 3) the most negative."""
    draws = draws_of(4, (4,), 9)
    losses = [sum(v**3 for v in draw.tolist()) for draw in draws]
    W, smallest = student.search.random_search(probes.cubic, (4,), 9, np.random.default_rng(4))
    assert_close(smallest, min(losses))
    assert_close(W, draws[losses.index(min(losses))])
