"""Public tests of the exercise `momentum`: sgd, sgd_momentum and nesterov_momentum."""

import numpy as np

from given.testing import assert_close, contract

VALLEY = np.array([2.0, 50.0])  # the gradient of w1^2 + 25 w2^2 is VALLEY * w


def follow(rule, w, gradients, config, path):
    """Takes a step for each gradient; `path` has the (weights, velocity) promised after each."""
    for dw, (place, velocity) in zip(gradients, path, strict=True):
        w, config = rule(w, dw.copy(), config)
        assert_close(w, place)
        assert "velocity" in config, "config has no velocity after the step"
        assert_close(config["velocity"], velocity)


def test_sgd_goes_against_the_gradient(student):
    """sgd: w - learning_rate * dw, whatever the shape."""
    w, dw = np.array([[1.0, 2.0, 3.0], [0.0, -1.0, 5.0]]), np.array([[4.0, 0.0, -2.0], [1.0, 6, 8]])
    want = np.array([[0.0, 2.0, 3.5], [-0.25, -2.5, 3.0]])
    next_w, _ = student.optimizers.sgd(w, dw, {"learning_rate": 0.25})
    assert_close(next_w, want)


def test_sgd_without_a_rate_takes_one_hundredth(student):
    """sgd: config may be None or {}; the learning rate is then 0.01."""
    for config in (None, {}):
        w, dw = np.array([3.0, -1.0]), np.array([50.0, -200.0])
        next_w, config = student.optimizers.sgd(w, dw, config)
        assert_close(next_w, np.array([2.5, 1.0]))
        assert_close(config["learning_rate"], 0.01)


def test_momentum_under_a_constant_gradient_gathers_speed(student):
    """sgd_momentum: three steps under a constant gradient; the push halves with age."""
    gradients = [np.array([4.0, -2.0]) for _ in range(3)]
    path = [
        (np.array([0.6, 2.2]), np.array([-0.4, 0.2])),
        (np.array([0.0, 2.5]), np.array([-0.6, 0.3])),
        (np.array([-0.7, 2.85]), np.array([-0.7, 0.35])),
    ]
    config = {"learning_rate": 0.1, "momentum": 0.5}
    follow(student.optimizers.sgd_momentum, np.array([1.0, 2.0]), gradients, config, path)


def test_momentum_uses_the_velocity_that_comes_in(student):
    """sgd_momentum: a velocity in config is kept up by its share, and the gradient pushes."""
    w, dw = np.array([[1.0], [2.0], [3.0]]), np.array([[0.0], [5.0], [-10.0]])
    config = {"learning_rate": 0.2, "momentum": 0.75, "velocity": np.array([[4.0], [0.0], [-8.0]])}
    next_w, config = student.optimizers.sgd_momentum(w, dw, config)
    assert_close(next_w, np.array([[4.0], [1.0], [-1.0]]))
    assert_close(config["velocity"], np.array([[3.0], [-1.0], [-4.0]]))


def test_momentum_by_default_keeps_nine_tenths_of_its_speed(student):
    """sgd_momentum: defaults are learning_rate 0.01 and momentum 0.9; two steps."""
    gradients = [np.array([100.0]), np.array([0.0])]
    path = [(np.array([4.0]), np.array([-1.0])), (np.array([3.1]), np.array([-0.9]))]
    for config in (None, {}, {"momentum": 0.9}):
        follow(student.optimizers.sgd_momentum, np.array([5.0]), gradients, config, path)


def test_momentum_of_zero_is_plain_descent(student, rng):
    """sgd_momentum: with momentum 0 it is sgd, and the velocity is the step."""
    w, gradients = rng.normal(size=(3, 2)), list(rng.normal(size=(3, 3, 2)))
    path = [(w - 0.3 * sum(gradients[:n]), -0.3 * gradients[n - 1]) for n in (1, 2, 3)]
    config = {"learning_rate": 0.3, "momentum": 0.0}
    follow(student.optimizers.sgd_momentum, w.copy(), gradients, config, path)


def test_nesterov_looks_ahead_by_the_velocity(student):
    """nesterov_momentum: three steps under a constant gradient, with momentum 1/2."""
    gradients = [np.array([4.0, -2.0]) for _ in range(3)]
    path = [
        (np.array([0.4, 2.3]), np.array([-0.4, 0.2])),
        (np.array([-0.3, 2.65]), np.array([-0.6, 0.3])),
        (np.array([-1.05, 3.025]), np.array([-0.7, 0.35])),
    ]
    config = {"learning_rate": 0.1, "momentum": 0.5}
    follow(student.optimizers.nesterov_momentum, np.array([1.0, 2.0]), gradients, config, path)


def test_nesterov_is_the_rule_with_two_points(student):
    """nesterov_momentum: in the valley w1^2 + 25 w2^2, w is the point ahead of the place."""
    rate, mu = 0.03, 0.8
    place, velocity = np.array([3.0, -2.0]), np.array([0.5, 0.25])
    w, config = place + mu * velocity, {"learning_rate": rate, "momentum": mu}
    config["velocity"] = velocity.copy()
    for _ in range(4):
        velocity = mu * velocity - rate * VALLEY * (place + mu * velocity)
        place = place + velocity
        w, config = student.optimizers.nesterov_momentum(w, VALLEY * w, config)
        assert_close(w, place + mu * velocity)


def test_nesterov_by_default_looks_ahead_by_nine_tenths(student):
    """nesterov_momentum: defaults are learning_rate 0.01 and momentum 0.9; two steps."""
    gradients = [np.array([100.0]), np.array([0.0])]
    path = [(np.array([3.1]), np.array([-1.0])), (np.array([2.29]), np.array([-0.9]))]
    for config in (None, {}, {"learning_rate": 0.01}):
        follow(student.optimizers.nesterov_momentum, np.array([5.0]), gradients, config, path)


@contract
def test_weights_and_velocity_keep_shape_and_dtype(student, rng):
    """sgd_momentum, nesterov_momentum: w and velocity of w's shape and float64; config complete."""
    for rule in (student.optimizers.sgd_momentum, student.optimizers.nesterov_momentum):
        next_w, config = rule(rng.normal(size=(4, 2, 3)), rng.normal(size=(4, 2, 3)), None)
        missing = {"learning_rate", "momentum", "velocity"} - set(config)
        assert not missing, f"config lacks {sorted(missing)}"
        for array in (next_w, config["velocity"]):
            assert array.shape == (4, 2, 3)
            assert array.dtype == np.float64
