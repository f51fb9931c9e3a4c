"""Hidden tests of the exercise `adaptive`: other data, longer runs, memories from elsewhere."""

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


def test_adagrad_on_random_gradients(student, rng):
    """adagrad: five steps on random gradients, with a large epsilon."""
    w, gradients = rng.normal(size=(4, 3)), rng.normal(size=(5, 4, 3))
    path = optimizers.adagrad(w, gradients, 0.7, 0.3)
    config = {"learning_rate": 0.7, "epsilon": 0.3}
    follow(student.optimizers.adagrad, w.copy(), gradients, config, path)


def test_adagrad_from_a_cache(student, rng):
    """adagrad: four steps, with a cache from elsewhere."""
    w, *gradients = rng.normal(size=(5, 2, 3, 2))
    cache = rng.uniform(0.5, 4, size=(2, 3, 2))
    path = optimizers.adagrad(w, gradients, 1.3, 0.2, cache)
    config = {"learning_rate": 1.3, "epsilon": 0.2, "cache": cache.copy()}
    follow(student.optimizers.adagrad, w.copy(), gradients, config, path)


def test_adagrad_with_a_rate_alone_on_nearly_flat_ground(student, rng):
    """adagrad: three steps; gradients so small that the default epsilon matters."""
    w, gradients = rng.normal(size=6), 1e-8 * rng.normal(size=(3, 6))
    path = [(place, {}) for place, _ in optimizers.adagrad(w, gradients, 0.4)]
    config = follow(student.optimizers.adagrad, w.copy(), gradients, {"learning_rate": 0.4}, path)
    assert_close(config["cache"] * 1e16, np.sum((gradients * 1e8) ** 2, axis=0))


def test_adagrad_stands_still_without_a_gradient(student, rng):
    """adagrad: a weight whose gradients are 0 stays where it is; the others move."""
    w, gradients = rng.normal(size=(3, 4)), rng.normal(size=(4, 3, 4))
    gradients[:, 1] = 0.0
    path = optimizers.adagrad(w, gradients)
    follow(student.optimizers.adagrad, w.copy(), gradients, {"epsilon": 1e-8}, path)


def test_rmsprop_on_random_gradients(student, rng):
    """rmsprop: five steps on random gradients, with a large epsilon."""
    w, gradients = rng.normal(size=(4, 3)), rng.normal(size=(5, 4, 3))
    path = optimizers.rmsprop(w, gradients, 0.7, 0.85, 0.3)
    config = {"learning_rate": 0.7, "decay_rate": 0.85, "epsilon": 0.3}
    follow(student.optimizers.rmsprop, w.copy(), gradients, config, path)


def test_rmsprop_from_a_cache(student, rng):
    """rmsprop: four steps, with a cache from elsewhere."""
    w, *gradients = rng.normal(size=(5, 2, 3, 2))
    cache = rng.uniform(0.5, 4, size=(2, 3, 2))
    path = optimizers.rmsprop(w, gradients, 1.3, 0.35, 0.2, cache)
    config = {"learning_rate": 1.3, "decay_rate": 0.35, "epsilon": 0.2, "cache": cache.copy()}
    follow(student.optimizers.rmsprop, w.copy(), gradients, config, path)


def test_rmsprop_with_a_rate_alone_on_nearly_flat_ground(student, rng):
    """rmsprop: three steps; gradients so small that the default epsilon matters."""
    w, gradients = rng.normal(size=6), 1e-7 * rng.normal(size=(3, 6))
    path = optimizers.rmsprop(w, gradients, 0.4)
    places = [(place, {}) for place, _ in path]
    config = follow(student.optimizers.rmsprop, w.copy(), gradients, {"learning_rate": 0.4}, places)
    assert_close(config["cache"] * 1e16, path[-1][1]["cache"] * 1e16)


def test_rmsprop_with_a_decay_rate_alone(student, rng):
    """rmsprop: four steps on random gradients, with no other setting."""
    w, gradients = rng.normal(size=8), rng.normal(size=(4, 8))
    path = optimizers.rmsprop(w, gradients, decay=0.8)
    follow(student.optimizers.rmsprop, w.copy(), gradients, {"decay_rate": 0.8}, path)


def test_adam_on_random_gradients(student, rng):
    """adam: six steps on random gradients, with a large epsilon."""
    w, gradients = rng.normal(size=(4, 3)), rng.normal(size=(6, 4, 3))
    path = optimizers.adam(w, gradients, 0.7, 0.8, 0.65, 0.3)
    config = {"learning_rate": 0.7, "beta1": 0.8, "beta2": 0.65, "epsilon": 0.3}
    config = follow(student.optimizers.adam, w.copy(), gradients, config, path)
    assert_close(config["t"], 6)


def test_adam_from_a_memory(student, rng):
    """adam: four steps, with the memory of three steps from elsewhere."""
    w, m, *gradients = rng.normal(size=(6, 2, 3, 2))
    v = rng.uniform(0.5, 4, size=(2, 3, 2))
    path = optimizers.adam(w, gradients, 0.9, 0.45, 0.75, 0.2, m, v, 3)
    config = {"learning_rate": 0.9, "beta1": 0.45, "beta2": 0.75, "epsilon": 0.2}
    config.update(m=m.copy(), v=v.copy(), t=3)
    follow(student.optimizers.adam, w.copy(), gradients, config, path)


def test_adam_with_a_rate_alone_on_nearly_flat_ground(student, rng):
    """adam: four steps; gradients so small that the default epsilon matters."""
    w, gradients = rng.normal(size=6), 1e-8 * rng.normal(size=(4, 6))
    path = [(place, {}) for place, _ in optimizers.adam(w, gradients, 0.4)]
    follow(student.optimizers.adam, w.copy(), gradients, {"learning_rate": 0.4}, path)


def test_adam_with_all_defaults(student, rng):
    """adam: five steps on random gradients, with config None at first."""
    w, gradients = rng.normal(size=8), 30 * rng.normal(size=(5, 8))
    path = optimizers.adam(w, gradients)
    follow(student.optimizers.adam, w.copy(), gradients, None, path)


def test_adam_does_not_feel_the_scale_of_the_loss(student, rng):
    """adam: gradients a thousand times larger lead the same way."""
    w, gradients = rng.normal(size=(3, 5)), rng.uniform(1, 2, size=(4, 3, 5))
    gradients *= rng.choice([-1, 1], size=(4, 3, 5))
    path = [(place, {}) for place, _ in optimizers.adam(w, gradients, 0.6, 0.5, 0.9, 0.0)]
    config = {"learning_rate": 0.6, "beta1": 0.5, "beta2": 0.9}
    follow(student.optimizers.adam, w.copy(), 1000 * gradients, config, path)


def test_adam_in_the_valley(student):
    """adam: in the valley w1^2 + 25 w2^2, from (2, 2), both weights go the same way."""
    config, gradients = {"learning_rate": 0.25, "beta1": 0.6, "beta2": 0.7}, []
    w = np.array([2.0, 2.0])
    for _ in range(6):
        gradients.append(VALLEY * w)
        want, _ = optimizers.adam(np.array([2.0, 2.0]), gradients, 0.25, 0.6, 0.7)[-1]
        w, config = student.optimizers.adam(w, VALLEY * w, config)
        assert_close(w, want)
