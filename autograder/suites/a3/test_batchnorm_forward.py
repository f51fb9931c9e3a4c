"""Hidden tests of the exercise `batchnorm_forward`: other data, combinations and edge cases."""

import numpy as np

from given.testing import assert_close
from oracles.batchnorm import batch_mean, batch_variance, batchnorm, normalized, running


def problem(rng, examples=9, features=5):
    """x with features from small to large, gamma and beta of either sign."""
    scales = np.geomspace(0.1, 30.0, features)
    spread = np.linspace(-1.5, 1.5, examples)[:, None] + 0.1 * rng.normal(size=(examples, features))
    x = scales * (rng.permuted(spread, axis=0) + rng.uniform(-3.0, 3.0, size=features))
    return x, rng.normal(size=features), rng.normal(size=features)


def test_train_output_with_a_large_eps(student, rng):
    """train: out of features of very different scales, with a large eps."""
    x, gamma, beta = problem(rng)
    want = batchnorm(x, gamma, beta, 0.3)
    bn_param = {"mode": "train", "eps": 0.3, "momentum": 0.6}
    out, _ = student.normalization.batchnorm_forward(x, gamma, beta, bn_param)
    assert_close(out, want)


def test_train_output_with_the_default_eps(student, rng):
    """train: out of features whose variances are as small as the default eps."""
    x, gamma, beta = problem(rng, examples=6, features=4)
    x = x * [0.02, 0.01, 0.001, 1e-4]
    want = batchnorm(x, gamma, beta, 1e-5)
    out, _ = student.normalization.batchnorm_forward(x, gamma, beta, {"mode": "train"})
    assert_close(out, want)


def test_train_mode_normalises_by_the_batch_alone(student, rng):
    """train: running statistics that were given have no part in out."""
    x, gamma, beta = problem(rng, examples=5, features=3)
    want = batchnorm(x, gamma, beta, 0.01)
    bn_param = {"mode": "train", "eps": 0.01, "momentum": 0.7}
    bn_param |= {"running_mean": rng.normal(size=3), "running_var": rng.uniform(2, 3, size=3)}
    out, _ = student.normalization.batchnorm_forward(x, gamma, beta, bn_param)
    assert_close(out, want)


def test_running_statistics_go_on_from_those_given(student, rng):
    """train: four batches of different lengths move the statistics on, with another momentum."""
    mean, var = rng.normal(size=4), rng.uniform(1.0, 2.0, size=4)
    bn_param = {"mode": "train", "momentum": 0.65, "eps": 0.4}
    bn_param |= {"running_mean": mean.copy(), "running_var": var.copy()}
    for examples in (3, 8, 5, 4):
        x, gamma, beta = problem(rng, examples, 4)
        mean = running(mean, batch_mean(x), 0.65)
        var = running(var, batch_variance(x), 0.65)
        student.normalization.batchnorm_forward(x, gamma, beta, bn_param)
    assert_close(bn_param.get("running_mean"), mean)
    assert_close(bn_param.get("running_var"), var)


def test_running_statistics_with_the_defaults(student, rng):
    """train: two batches with the default momentum and eps, from nothing."""
    mean, var = np.zeros(3), np.zeros(3)
    bn_param = {"mode": "train"}
    for _ in range(2):
        x, gamma, beta = problem(rng, 6, 3)
        mean, var = running(mean, batch_mean(x), 0.9), running(var, batch_variance(x), 0.9)
        student.normalization.batchnorm_forward(x, gamma, beta, bn_param)
    assert_close(bn_param.get("running_mean"), mean)
    assert_close(bn_param.get("running_var"), var)


def test_test_mode_with_given_statistics(student, rng):
    """test: out with the running statistics, gamma, beta and a large eps."""
    x, gamma, beta = problem(rng)
    mean, var = batch_mean(x) * 1.5 + 1, batch_variance(x) * 0.5 + 0.1
    want = normalized(x, gamma, beta, mean, var, 0.2)
    bn_param = {"mode": "test", "eps": 0.2, "running_mean": mean, "running_var": var}
    out, _ = student.normalization.batchnorm_forward(x, gamma, beta, bn_param)
    assert_close(out, want)


def test_test_mode_without_any_statistics(student, rng):
    """test: before any training the running statistics are zeros, and eps the default one."""
    x, gamma, beta = problem(rng, examples=4, features=6)
    want = normalized(x, gamma, beta, np.zeros(6), np.zeros(6), 1e-5)
    out, _ = student.normalization.batchnorm_forward(x, gamma, beta, {"mode": "test"})
    assert_close(out, want)


def test_training_then_test_row_by_row(student, rng):
    """test: after three batches of training each row alone gives the promised out, twice."""
    bn_param = {"mode": "train", "momentum": 0.8, "eps": 0.05}
    mean, var = np.zeros(4), np.zeros(4)
    for _ in range(3):
        x, gamma, beta = problem(rng, 6, 4)
        mean, var = running(mean, batch_mean(x), 0.8), running(var, batch_variance(x), 0.8)
        student.normalization.batchnorm_forward(x.copy(), gamma.copy(), beta.copy(), bn_param)
    want = normalized(x, gamma, beta, mean, var, 0.05)
    bn_param["mode"] = "test"
    for row in (0, 4, 0):
        given = x[row : row + 1].copy(), gamma.copy(), beta.copy()
        out, _ = student.normalization.batchnorm_forward(*given, bn_param)
        assert_close(out, want[row : row + 1])
    assert_close(bn_param.get("running_mean"), mean)
    assert_close(bn_param.get("running_var"), var)


def test_a_feature_that_does_not_vary(student, rng):
    """train: a feature with the same value in all rows gives beta there, no nan."""
    x, gamma, beta = problem(rng, examples=8, features=4)
    x[:, 2] = 5.0
    want = batchnorm(x, gamma, beta, 1e-5)
    out, _ = student.normalization.batchnorm_forward(x, gamma, beta, {"mode": "train"})
    assert_close(out, want)


def test_a_batch_of_one(student, rng):
    """train: a batch of one gives beta, and the running variance shrinks."""
    x, gamma, beta = problem(rng, examples=1, features=4)
    want, mean, var = beta[None].copy(), 0.5 * batch_mean(x), np.full(4, 0.5)
    bn_param = {"mode": "train", "momentum": 0.5, "running_var": np.ones(4)}
    out, _ = student.normalization.batchnorm_forward(x, gamma, beta, bn_param)
    assert_close(out, want)
    assert_close(bn_param.get("running_mean"), mean)
    assert_close(bn_param.get("running_var"), var)
