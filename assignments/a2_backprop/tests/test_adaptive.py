"""Public tests of the exercise `adaptive`: adagrad, rmsprop and adam."""

import numpy as np

from given.testing import assert_close, contract


def follow(rule, w, gradients, config, path):
    """Takes a step for each gradient; `path` has the weights and memory promised after each."""
    for dw, (place, memory) in zip(gradients, path, strict=True):
        w, config = rule(w, dw.copy(), config)
        assert_close(w, place)
        for name, promised in memory.items():
            assert name in config, f"config has no {name} after the step"
            assert_close(config[name], promised)


def test_adagrad_steps_shrink_like_one_over_root_t(student):
    """adagrad: under a constant gradient the step t has length learning_rate / sqrt(t)."""
    w, dw = np.array([[5.0, -1.0, 0.5]]), np.array([[3.0, -0.4, 20.0]])
    path, moved = [], 0.0
    for t in range(1, 5):
        moved += 0.5 / np.sqrt(t)
        path.append((w - moved * np.sign(dw), {"cache": t * dw**2}))
    gradients = [dw.copy() for _ in range(4)]
    follow(student.optimizers.adagrad, w.copy(), gradients, {"learning_rate": 0.5}, path)


def test_adagrad_adds_epsilon_to_the_root(student):
    """adagrad: a cache that comes in grows by dw squared; epsilon stands outside the root."""
    config = {"learning_rate": 0.5, "epsilon": 1.0, "cache": np.array([16.0, 0.0, 144.0])}
    path = [(np.array([0.75, 2.4, 3.0 + 2.5 / 14]), {"cache": np.array([25.0, 16.0, 169.0])})]
    w, dw = np.array([1.0, 2.0, 3.0]), np.array([3.0, -4.0, -5.0])
    follow(student.optimizers.adagrad, w, [dw], config, path)


def test_adagrad_by_default_starts_with_one_hundredth(student):
    """adagrad: config may be None or {}; the first step then has length 0.01."""
    for config in (None, {}):
        w, dw = np.array([3.0, -1.0]), np.array([50.0, -0.2])
        path = [(np.array([2.99, -0.99]), {"cache": np.array([2500.0, 0.04])})]
        follow(student.optimizers.adagrad, w, [dw], config, path)


def test_rmsprop_steps_tend_to_the_learning_rate(student):
    """rmsprop: under a constant gradient step t is learning_rate / sqrt(1 - decay_rate^t) long."""
    w, dw = np.array([[5.0, -1.0, 0.5]]), np.array([[3.0, -0.4, 20.0]])
    path, moved = [], 0.0
    for t in range(1, 31):
        filled = 1 - 0.6**t
        moved += 0.5 / np.sqrt(filled)
        path.append((w - moved * np.sign(dw), {"cache": filled * dw**2}))
    gradients = [dw.copy() for _ in range(30)]
    config = {"learning_rate": 0.5, "decay_rate": 0.6}
    follow(student.optimizers.rmsprop, w.copy(), gradients, config, path)


def test_rmsprop_adds_epsilon_to_the_root(student):
    """rmsprop: a cache that comes in keeps its share; epsilon stands outside the root."""
    config = {"learning_rate": 0.5, "decay_rate": 0.75, "epsilon": 1.0}
    config["cache"] = np.array([16.0, 0.0, 80.0])
    path = [(np.array([0.6, 2 + 2 / 3, 3 + 2 / 9]), {"cache": np.array([16.0, 4.0, 64.0])})]
    w, dw = np.array([1.0, 2.0, 3.0]), np.array([4.0, -4.0, -4.0])
    follow(student.optimizers.rmsprop, w, [dw], config, path)


def test_rmsprop_by_default_keeps_99_of_100(student):
    """rmsprop: defaults are learning_rate 0.01 and decay_rate 0.99: a first step of 0.1."""
    for config in (None, {}):
        w, dw = np.array([3.0, -1.0]), np.array([50.0, -0.2])
        path = [(np.array([2.9, -0.9]), {"cache": np.array([25.0, 0.0004])})]
        follow(student.optimizers.rmsprop, w, [dw], config, path)


def test_adam_first_step_has_the_length_of_the_rate(student):
    """adam: by default each weight's first step is 0.001 long, however steep the ground."""
    for config in (None, {}):
        w, dw = np.array([3.0, -1.0, 0.0]), np.array([500.0, -0.2, 1.0])
        memory = {"m": np.array([50.0, -0.02, 0.1]), "v": np.array([250.0, 4e-5, 1e-3]), "t": 1}
        path = [(np.array([2.999, -0.999, -0.001]), memory)]
        follow(student.optimizers.adam, w, [dw], config, path)


def test_adam_keeps_its_pace_under_a_constant_gradient(student):
    """adam: under a constant gradient all steps are learning_rate long; m, v are not corrected."""
    w, dw, path = np.array([[5.2, -1.3, 0.7]]), np.array([[3.0, -0.4, 20.0]]), []
    for t in range(1, 6):
        memory = {"m": (1 - 0.7**t) * dw, "v": (1 - 0.8**t) * dw**2, "t": t}
        path.append((w - 0.5 * t * np.sign(dw), memory))
    gradients = [dw.copy() for _ in range(5)]
    config = {"learning_rate": 0.5, "beta1": 0.7, "beta2": 0.8}
    follow(student.optimizers.adam, w.copy(), gradients, config, path)


def test_adam_rolls_on_where_the_ground_turns_flat(student):
    """adam: a second step without a gradient, from what m and v remember of the first."""
    share = (0.7 / 1.7) / np.sqrt(0.6 / 1.6)  # beta / (1 + beta) of each: corrected for t = 2
    path = [
        (np.array([-0.5, 0.5]), {"t": 1}),
        (np.array([-0.5, 0.5]) * (1 + share), {"m": np.array([1.26, -0.63]), "t": 2}),
    ]
    config = {"learning_rate": 0.5, "beta1": 0.7, "beta2": 0.6}
    gradients = [np.array([6.0, -3.0]), np.zeros(2)]
    follow(student.optimizers.adam, np.zeros(2), gradients, config, path)


def test_adam_adds_epsilon_to_the_corrected_root(student):
    """adam: a memory of one step comes in; epsilon stands outside the root of the corrected v."""
    config = {"learning_rate": 0.5, "beta1": 0.5, "beta2": 0.5, "epsilon": 8.0, "t": 1}
    config.update(m=np.array([4.0, -1.0]), v=np.array([32.0, 5.0]))
    memory = {"m": np.array([6.0, 1.5]), "v": np.array([48.0, 10.5]), "t": 2}
    path = [(np.array([0.75, 2.0 - 1 / (8 + np.sqrt(14))]), memory)]
    follow(student.optimizers.adam, np.array([1.0, 2.0]), [np.array([8.0, 4.0])], config, path)


@contract
def test_weights_and_memory_keep_shape_and_dtype(student, rng):
    """adagrad, rmsprop, adam: weights and memory of w's shape, float64; config has all its keys."""
    memories = {"adagrad": ["cache"], "rmsprop": ["cache"], "adam": ["m", "v"]}
    settings = {"adagrad": set(), "rmsprop": {"decay_rate"}, "adam": {"beta1", "beta2", "t"}}
    for name, memory in memories.items():
        rule = getattr(student.optimizers, name)
        next_w, config = rule(rng.normal(size=(4, 2, 3)), rng.normal(size=(4, 2, 3)), None)
        missing = {"learning_rate", "epsilon", *memory, *settings[name]} - set(config)
        assert not missing, f"config lacks {sorted(missing)}"
        for array in (next_w, *(config[key] for key in memory)):
            assert array.shape == (4, 2, 3)
            assert array.dtype == np.float64
