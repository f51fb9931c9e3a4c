"""Public tests of the exercise `adamw`."""

import numpy as np

from given.testing import assert_close, contract


def test_decay_alone_shrinks_the_weights(student):
    """adamw: without a gradient w shrinks by the share learning_rate * weight_decay a step."""
    w, config = np.array([[4.0, -2.0, 0.5]]), {"learning_rate": 0.4, "weight_decay": 0.25}
    for step in (1, 2, 3):
        want = np.array([[4.0, -2.0, 0.5]]) * 0.9**step
        w, config = student.optimizers.adamw(w, np.zeros((1, 3)), config)
        assert_close(w, want)
        assert {"m", "v", "t"} <= set(config), "config has no m, v or t after the step"
        assert_close(config["m"], np.zeros((1, 3)))


def test_decay_stands_beside_the_step_of_adam(student):
    """adamw: the first step has the rate's length, and the decay of the old w comes on top."""
    w, dw = np.array([4.0, -2.0, 10.0]), np.array([300.0, -0.2, 5.0])
    want = np.array([4.0 - 0.4 - 0.4, -2.0 + 0.2 + 0.4, 10.0 - 1.0 - 0.4])
    config = {"learning_rate": 0.4, "weight_decay": 0.25, "beta1": 0.8, "beta2": 0.5}
    next_w, config = student.optimizers.adamw(w, dw.copy(), config)
    assert_close(next_w, want)
    assert {"m", "v", "t"} <= set(config), "config has no m, v or t after the step"
    assert_close(config["m"], 0.2 * dw)
    assert_close(config["v"], 0.5 * dw**2)
    assert_close(config["t"], 1)


def test_defaults_are_those_of_adam_and_a_decay_of_one_hundredth(student):
    """adamw: with config None or {}, learning_rate 0.001 and weight_decay 0.01."""
    for config in (None, {}):
        next_w, config = student.optimizers.adamw(np.array([20.0]), np.array([3.0]), config)
        assert_close(next_w, np.array([20.0 - 0.0002 - 0.001]))
        assert_close(config["weight_decay"], 0.01)


@contract
def test_weights_and_memory_keep_shape_and_dtype(student, rng):
    """adamw: weights, m and v of w's shape and float64; config has all its keys."""
    next_w, config = student.optimizers.adamw(
        rng.normal(size=(4, 2, 3)), rng.normal(size=(4, 2, 3)), None
    )
    keys = {"learning_rate", "beta1", "beta2", "epsilon", "weight_decay", "m", "v", "t"}
    missing = keys - set(config)
    assert not missing, f"config lacks {sorted(missing)}"
    for array in (next_w, config["m"], config["v"]):
        assert array.shape == (4, 2, 3)
        assert array.dtype == np.float64
