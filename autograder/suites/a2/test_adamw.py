"""Hidden tests of the exercise `adamw`: other data, longer runs, single settings."""

from given.testing import assert_close
from oracles import optimizers


def follow(rule, w, gradients, config, path):
    """Takes a step for each gradient; `path` has the weights and memory promised after each."""
    for dw, (place, memory) in zip(gradients, path, strict=True):
        w, config = rule(w, dw.copy(), config)
        assert_close(w, place)
        for name, promised in memory.items():
            assert name in config, f"config has no {name} after the step"
            assert_close(config[name], promised)
    return config


def test_random_gradients(student, rng):
    """adamw: five steps on random gradients, with a strong decay and a large epsilon."""
    w, gradients = 3 * rng.normal(size=(4, 3)), rng.normal(size=(5, 4, 3))
    path = optimizers.adamw(w, gradients, 0.6, 0.35, 0.8, 0.65, 0.3)
    config = {"learning_rate": 0.6, "weight_decay": 0.35, "beta1": 0.8, "beta2": 0.65}
    config = follow(student.optimizers.adamw, w.copy(), gradients, {**config, "epsilon": 0.3}, path)
    assert_close(config["t"], 5)


def test_all_defaults(student, rng):
    """adamw: four steps with config None at first; weights so large that the decay shows."""
    w, gradients = 30 * rng.uniform(1, 2, size=(2, 3, 2)), rng.normal(size=(4, 2, 3, 2))
    path = optimizers.adamw(w, gradients)
    follow(student.optimizers.adamw, w.copy(), gradients, None, path)


def test_a_decay_alone(student, rng):
    """adamw: four steps with no setting but weight_decay."""
    w, gradients = 100 * rng.normal(size=7), rng.normal(size=(4, 7))
    path = optimizers.adamw(w, gradients, decay=5.0)
    follow(student.optimizers.adamw, w.copy(), gradients, {"weight_decay": 5.0}, path)


def test_without_decay_it_is_adam(student, rng):
    """adamw: with weight_decay 0 the weights go where Adam leads them."""
    w, gradients = rng.normal(size=(3, 4)), rng.normal(size=(5, 3, 4))
    path = optimizers.adam(w, gradients, 0.4, 0.7, 0.8)
    config = {"learning_rate": 0.4, "beta1": 0.7, "beta2": 0.8, "weight_decay": 0.0}
    follow(student.optimizers.adamw, w.copy(), gradients, config, path)


def test_from_a_memory(student, rng):
    """adamw: one step, with the memory of two steps from elsewhere."""
    w, m, dw = rng.normal(size=(3, 2, 5))
    v = rng.uniform(0.5, 4, size=(2, 5))
    ((place, memory),) = optimizers.adam(w, [dw], 0.9, 0.45, 0.75, 0.2, m, v, 2)
    path = [(place - 0.9 * 0.3 * w, memory)]
    config = {"learning_rate": 0.9, "beta1": 0.45, "beta2": 0.75, "epsilon": 0.2}
    config.update(m=m.copy(), v=v.copy(), t=2, weight_decay=0.3)
    follow(student.optimizers.adamw, w.copy(), [dw], config, path)
