"""Hidden tests of the exercise `momentum`: other data, longer runs, memories from elsewhere."""

import numpy as np

from given.testing import assert_close
from oracles import optimizers

VALLEY = np.array([2.0, 50.0])  # the gradient of w1^2 + 25 w2^2 is VALLEY * w


def follow(rule, w, gradients, config, path):
    """Takes a step for each gradient; `path` has the weights and memory promised after each."""
    for dw, (place, memory) in zip(gradients, path, strict=True):
        w, config = rule(w, dw.copy(), config)
        assert_close(w, place)
        for name, promised in memory.items():
            assert name in config, f"config has no {name} after the step"
            assert_close(config[name], promised)
    return config


def test_sgd_of_three_axes(student, rng):
    """sgd: four steps of an array of three axes."""
    w, gradients = rng.normal(size=(2, 4, 3)), rng.normal(size=(4, 2, 4, 3))
    path = optimizers.sgd(w, gradients, 0.37)
    config = follow(student.optimizers.sgd, w.copy(), gradients, {"learning_rate": 0.37}, path)
    assert_close(config["learning_rate"], 0.37)


def test_sgd_in_the_valley(student):
    """sgd: in the valley w1^2 + 25 w2^2 every step multiplies w1 and w2 by numbers of their own."""
    w, config = np.array([5.0, -1.5]), {}
    for step in range(1, 7):
        want = np.array([5.0 * 0.98**step, -1.5 * 0.5**step])
        w, config = student.optimizers.sgd(w, VALLEY * w, config)
        assert_close(w, want)


def test_momentum_on_random_gradients(student, rng):
    """sgd_momentum: five steps on random gradients, from rest."""
    w, gradients = rng.normal(size=(4, 3)), rng.normal(size=(5, 4, 3))
    path = optimizers.sgd_momentum(w, gradients, 0.23, 0.65)
    config = {"learning_rate": 0.23, "momentum": 0.65}
    follow(student.optimizers.sgd_momentum, w.copy(), gradients, config, path)


def test_momentum_from_a_velocity(student, rng):
    """sgd_momentum: four steps, with a velocity from elsewhere."""
    w, velocity, *gradients = rng.normal(size=(6, 2, 3, 2))
    path = optimizers.sgd_momentum(w, gradients, 0.7, 0.35, velocity)
    config = {"learning_rate": 0.7, "momentum": 0.35, "velocity": velocity.copy()}
    follow(student.optimizers.sgd_momentum, w.copy(), gradients, config, path)


def test_momentum_with_a_rate_alone(student, rng):
    """sgd_momentum: three steps with a learning rate alone, then with a momentum alone."""
    w, gradients = rng.normal(size=7), rng.normal(size=(3, 7))
    path = optimizers.sgd_momentum(w, gradients, rate=0.4)
    follow(student.optimizers.sgd_momentum, w.copy(), gradients, {"learning_rate": 0.4}, path)
    path = optimizers.sgd_momentum(w, gradients, mu=0.2)
    follow(student.optimizers.sgd_momentum, w.copy(), gradients, {"momentum": 0.2}, path)


def test_momentum_rolls_on_where_the_ground_is_flat(student, rng):
    """sgd_momentum: where the gradient is 0, the speed dies away and the weights roll on."""
    velocity = rng.normal(size=5)
    path = [
        (velocity * sum(0.6**k for k in range(1, n + 1)), {"velocity": velocity * 0.6**n})
        for n in range(1, 5)
    ]
    config = {"momentum": 0.6, "velocity": velocity.copy()}
    follow(student.optimizers.sgd_momentum, np.zeros(5), np.zeros((4, 5)), config, path)


def test_nesterov_on_random_gradients(student, rng):
    """nesterov_momentum: five steps on random gradients, from rest."""
    w, gradients = rng.normal(size=(4, 3)), rng.normal(size=(5, 4, 3))
    path = optimizers.nesterov_momentum(w, gradients, 0.27, 0.55)
    config = {"learning_rate": 0.27, "momentum": 0.55}
    follow(student.optimizers.nesterov_momentum, w.copy(), gradients, config, path)


def test_nesterov_from_a_velocity(student, rng):
    """nesterov_momentum: four steps, with a velocity from elsewhere."""
    w, velocity, *gradients = rng.normal(size=(6, 2, 3, 2))
    path = optimizers.nesterov_momentum(w, gradients, 0.6, 0.45, velocity)
    config = {"learning_rate": 0.6, "momentum": 0.45, "velocity": velocity.copy()}
    follow(student.optimizers.nesterov_momentum, w.copy(), gradients, config, path)


def test_nesterov_with_a_rate_alone(student, rng):
    """nesterov_momentum: three steps with a learning rate alone, then with a momentum alone."""
    w, gradients = rng.normal(size=7), rng.normal(size=(3, 7))
    path = optimizers.nesterov_momentum(w, gradients, rate=0.4)
    follow(student.optimizers.nesterov_momentum, w.copy(), gradients, {"learning_rate": 0.4}, path)
    path = optimizers.nesterov_momentum(w, gradients, mu=0.2)
    follow(student.optimizers.nesterov_momentum, w.copy(), gradients, {"momentum": 0.2}, path)


def test_nesterov_without_momentum(student, rng):
    """nesterov_momentum: with momentum 0 it is sgd, whatever velocity comes in."""
    w, velocity, *gradients = rng.normal(size=(5, 3, 4))
    path = [(place, {}) for place, _ in optimizers.sgd(w, gradients, 0.8)]
    config = {"learning_rate": 0.8, "momentum": 0.0, "velocity": velocity.copy()}
    follow(student.optimizers.nesterov_momentum, w.copy(), gradients, config, path)
