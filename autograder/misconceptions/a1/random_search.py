"""Wrong random searches that people really write, each with the hint it earns."""

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from autograder.hints import misconception

Floats = NDArray[np.float64]
Loss = Callable[[Floats], float]
Generator = np.random.Generator
Answer = tuple[Any, Any]

SEARCH = "search.random_search"


def smallest_of(loss: Loss, draws: list[Floats]) -> Answer:
    best = min(draws, key=loss)
    return best, loss(best)


def normals(shape: Any, num_draws: int, rng: Generator) -> list[Floats]:
    return [rng.normal(size=shape) for _ in range(num_draws)]


@misconception(SEARCH, hint="You keep the draw with the largest loss: the smallest is the best.")
def largest_loss(loss: Loss, shape: Any, num_draws: int, rng: Generator) -> Answer:
    worst = max(normals(shape, num_draws, rng), key=loss)
    return worst, loss(worst)


@misconception(SEARCH, hint="You return the last draw: keep the best one when you meet it.")
def last_draw(loss: Loss, shape: Any, num_draws: int, rng: Generator) -> Answer:
    W = normals(shape, num_draws, rng)[-1]
    return W, loss(W)


@misconception(
    SEARCH, hint="The loss is the best draw's, W is the last draw: keep W with its loss."
)
def loss_without_its_weights(loss: Loss, shape: Any, num_draws: int, rng: Generator) -> Answer:
    draws = normals(shape, num_draws, rng)
    return draws[-1], min(map(loss, draws))


@misconception(SEARCH, hint="You draw uniform numbers: rng.normal is asked for.")
def uniform_draws(loss: Loss, shape: Any, num_draws: int, rng: Generator) -> Answer:
    return smallest_of(loss, [rng.random(size=shape) for _ in range(num_draws)])


@misconception(SEARCH, hint="You step away from the best W so far: each draw is made anew.")
def steps_from_the_best(loss: Loss, shape: Any, num_draws: int, rng: Generator) -> Answer:
    best = rng.normal(size=shape)
    for _ in range(num_draws - 1):
        best = min(best, best + rng.normal(size=shape), key=loss)
    return best, loss(best)


@misconception(SEARCH, hint="W = 0 competes with the draws: only random weights do.")
def zeros_compete(loss: Loss, shape: Any, num_draws: int, rng: Generator) -> Answer:
    return smallest_of(loss, [np.zeros(shape), *normals(shape, num_draws, rng)])


@misconception(SEARCH, hint="One draw is missing: there are num_draws of them.")
def one_draw_less(loss: Loss, shape: Any, num_draws: int, rng: Generator) -> Answer:
    return smallest_of(loss, normals(shape, max(1, num_draws - 1), rng))


@misconception(SEARCH, hint="You draw once more than num_draws.")
def one_draw_more(loss: Loss, shape: Any, num_draws: int, rng: Generator) -> Answer:
    return smallest_of(loss, normals(shape, num_draws + 1, rng))


@misconception(SEARCH, hint="You compare absolute losses: the more negative, the smaller.")
def absolute_losses(loss: Loss, shape: Any, num_draws: int, rng: Generator) -> Answer:
    W = min(normals(shape, num_draws, rng), key=lambda draw: abs(loss(draw)))
    return W, loss(W)


@misconception(SEARCH, hint="Your draws come from np.random: take rng.")
def draws_of_the_global_generator(loss: Loss, shape: Any, num_draws: int, rng: Generator) -> Answer:
    return smallest_of(loss, [np.random.normal(size=shape) for _ in range(num_draws)])


@misconception(SEARCH, hint="You scale the draws down: take them as rng.normal gives them.")
def small_draws(loss: Loss, shape: Any, num_draws: int, rng: Generator) -> Answer:
    return smallest_of(loss, [0.001 * draw for draw in normals(shape, num_draws, rng)])


@misconception(SEARCH, hint="The two answers are exchanged: W comes first, then its loss.")
def answers_exchanged(loss: Loss, shape: Any, num_draws: int, rng: Generator) -> Answer:
    return smallest_of(loss, normals(shape, num_draws, rng))[::-1]
