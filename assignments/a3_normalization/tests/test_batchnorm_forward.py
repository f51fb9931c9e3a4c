"""Public tests of the exercise `batchnorm_forward`."""

import numpy as np
import pytest

from given.testing import assert_close, contract


def batch(rng):
    """Seven examples of four features, mean about 12, standard deviation about 5."""
    spread = np.linspace(-1.5, 1.5, 7)[:, None] + 0.1 * rng.normal(size=(7, 4))
    return 12 + 5 * rng.permuted(spread, axis=0)


def parameters(rng):
    """gamma, positive and none of them 1, and beta, both (4,)."""
    return rng.uniform(2.0, 3.0, size=4), rng.normal(size=4)


def test_eps_is_added_to_the_variance_inside_the_root(student):
    """train: variances 1 and 6 with eps = 3 divide by the roots of 4 and 9."""
    x = np.array([[6.0, 5.0], [4.0, -1.0], [6.0, 2.0], [4.0, 2.0], [6.0, 5.0], [4.0, -1.0]])
    gamma, beta = np.array([10.0, 6.0]), np.array([1.0, -1.0])
    want = [[6.0, 5.0], [-4.0, -7.0], [6.0, -1.0], [-4.0, -1.0], [6.0, 5.0], [-4.0, -7.0]]
    out, _ = student.normalization.batchnorm_forward(x, gamma, beta, {"mode": "train", "eps": 3.0})
    assert_close(out, want)


def test_train_output_has_mean_beta_and_standard_deviation_gamma(student, rng):
    """train: each column of out has mean beta and standard deviation gamma."""
    x, (gamma, beta) = batch(rng), parameters(rng)
    want = gamma * np.sqrt(x.var(axis=0) / (x.var(axis=0) + 1e-5)), beta.copy()
    out, _ = student.normalization.batchnorm_forward(x, gamma, beta, {"mode": "train"})
    assert np.shape(out) == (7, 4)
    assert_close(out.std(axis=0), want[0])
    assert_close(out.mean(axis=0), want[1])


def test_gamma_and_beta_can_undo_the_normalisation(student, rng):
    """train: gamma = std and beta = mean give x back; twice as much gives 2 x."""
    x = batch(rng)
    mean, std = x.mean(axis=0), np.sqrt(x.var(axis=0) + 0.5)
    for times in (1.0, 2.0):
        settings = {"mode": "train", "eps": 0.5}
        given = x.copy(), times * std, times * mean
        out, _ = student.normalization.batchnorm_forward(*given, settings)
        assert_close(out, times * x)


def test_running_statistics_start_at_zero_with_momentum_09(student, rng):
    """train: after a first batch they are a tenth of its mean and of its variance."""
    x, (gamma, beta) = batch(rng), parameters(rng)
    mean = x.sum(axis=0) / 7
    var = ((x - mean) ** 2).sum(axis=0) / 7
    bn_param = {"mode": "train"}
    student.normalization.batchnorm_forward(x, gamma, beta, bn_param)
    assert_close(bn_param.get("running_mean"), 0.1 * mean)
    assert_close(bn_param.get("running_var"), 0.1 * var)


def test_running_statistics_after_three_batches(student, rng):
    """train: after three batches with momentum 1/2 they weigh 1/8, 2/8 and 4/8."""
    batches, (gamma, beta) = [batch(rng) for _ in range(3)], parameters(rng)
    shares = np.array([1, 2, 4]) / 8
    mean, var = shares @ [x.mean(axis=0) for x in batches], shares @ [x.var(0) for x in batches]
    bn_param = {"mode": "train", "momentum": 0.5, "eps": 2.0}
    for x in batches:
        student.normalization.batchnorm_forward(x, gamma, beta, bn_param)
    assert_close(bn_param.get("running_mean"), mean)
    assert_close(bn_param.get("running_var"), var)


def test_test_mode_uses_the_running_statistics(student):
    """test: (x - running_mean) / sqrt(running_var + eps), with gamma and beta, by hand."""
    bn_param = {"mode": "test", "eps": 3.0, "running_mean": np.array([2.0, -1.0])}
    bn_param["running_var"] = np.array([1.0, 13.0])
    x, gamma, beta = np.array([[4.0, 7.0], [0.0, 3.0], [2.0, -1.0]]), [10.0, 1.0], [0.5, -3.0]
    want = [[10.5, -1.0], [-9.5, -2.0], [0.5, -3.0]]
    given = x, np.array(gamma), np.array(beta)
    out, _ = student.normalization.batchnorm_forward(*given, bn_param)
    assert_close(out, want)


def test_test_mode_ignores_the_other_examples(student, rng):
    """test: an example alone gives the row that it gives in a batch, before and after it."""
    x, (gamma, beta) = batch(rng), parameters(rng)
    mean, var = np.full(4, 11.0), np.full(4, 15.0)
    want = gamma * (x - 11.0) / np.sqrt(15.0 + 1.0) + beta
    bn_param = {"mode": "test", "eps": 1.0, "running_mean": mean, "running_var": var}
    for rows in (slice(2, 3), slice(0, 7), slice(4, 6)):
        given = x[rows].copy(), gamma.copy(), beta.copy()
        out, _ = student.normalization.batchnorm_forward(*given, bn_param)
        assert_close(out, want[rows])


@contract
def test_test_mode_keeps_the_running_statistics(student, rng):
    """test: running_mean and running_var keep their values."""
    mean, var = rng.normal(size=4), rng.uniform(1.0, 2.0, size=4)
    bn_param = {"mode": "test", "running_mean": mean.copy(), "running_var": var.copy()}
    student.normalization.batchnorm_forward(batch(rng), *parameters(rng), bn_param)
    assert_close(bn_param.get("running_mean"), mean)
    assert_close(bn_param.get("running_var"), var)


@contract
def test_another_mode_is_an_error(student, rng):
    """a mode that is neither train nor test raises ValueError."""
    with pytest.raises(ValueError):  # noqa: PT011 - the words are free
        student.normalization.batchnorm_forward(batch(rng), *parameters(rng), {"mode": "eval"})


@contract
def test_shapes(student, rng):
    """out has the shape of x, the running statistics have that of gamma."""
    bn_param = {"mode": "train"}
    out, _ = student.normalization.batchnorm_forward(batch(rng), *parameters(rng), bn_param)
    assert np.shape(out) == (7, 4)
    assert np.shape(bn_param.get("running_mean")) == (4,)
    assert np.shape(bn_param.get("running_var")) == (4,)


@contract
@pytest.mark.parametrize("mode", ["train", "test"])
def test_inputs_and_settings_are_left_as_they_came(student, rng, mode):
    """x, gamma, beta and the settings in bn_param are left as they came."""
    given = batch(rng), *parameters(rng)
    before = [array.copy() for array in given]
    bn_param = {"mode": mode, "eps": 0.25, "momentum": 0.75}
    student.normalization.batchnorm_forward(*given, bn_param)
    assert all(np.array_equal(now, then) for now, then in zip(given, before, strict=True))
    assert [bn_param[name] for name in ("mode", "eps", "momentum")] == [mode, 0.25, 0.75]
