"""Hidden tests of the exercise `schedules`: other rates, stages and histories."""

import numpy as np

from given.testing import assert_close
from oracles import schedules


def test_step_decay_over_many_stages(student, rng):
    """step_decay: all steps of several stages, with other factors."""
    for every, factor in ((1, 0.7), (4, 0.3), (7, 0.9)):
        rate = float(rng.uniform(1, 9))
        want = [schedules.step_decay(t, rate, every, factor) for t in range(23)]
        rates = [student.optimizers.step_decay(t, rate, every, factor) for t in range(23)]
        assert_close(rates, want)


def test_step_decay_as_residual_nets_were_trained(student):
    """step_decay: from 0.1 by default to a tenth every thirty epochs."""
    rates = [student.optimizers.step_decay(t, 0.1, 30) for t in (0, 29, 30, 59, 60, 90, 119)]
    assert_close(rates, [0.1, 0.1, 0.01, 0.01, 0.001, 0.0001, 0.0001])


def test_exponential_decay_over_many_steps(student, rng):
    """exponential_decay: steps 0 to 25, of several rates and factors."""
    for factor in (0.95, 0.6, 1.0):
        rate = float(rng.uniform(1, 9))
        want = [schedules.exponential_decay(t, rate, factor) for t in range(26)]
        rates = [student.optimizers.exponential_decay(t, rate, factor) for t in range(26)]
        assert_close(rates, want)


def test_cosine_decay_over_all_steps(student, rng):
    """cosine_decay: every step of a run, and some after its end."""
    for num_steps in (1, 7, 20):
        rate = float(rng.uniform(1, 9))
        want = [schedules.cosine_decay(t, rate, num_steps) for t in range(2 * num_steps + 3)]
        rates = [
            student.optimizers.cosine_decay(t, rate, num_steps) for t in range(2 * num_steps + 3)
        ]
        assert_close(rates, want)


def test_linear_warmup_over_all_steps(student, rng):
    """linear_warmup: every step of a warm-up, and some after its end."""
    for num_warmup in (1, 5, 12):
        rate = float(rng.uniform(1, 9))
        want = [schedules.linear_warmup(t, rate, num_warmup) for t in range(18)]
        rates = [student.optimizers.linear_warmup(t, rate, num_warmup) for t in range(18)]
        assert_close(rates, want)


def test_noam_before_at_and_after_the_peak(student):
    """noam: several widths and warm-ups."""
    for dim, num_warmup in ((64, 10), (300, 7), (1, 100)):
        steps = [1, 2, 6, 7, 8, 10, 11, 99, 100, 101, 5000]
        want = [schedules.noam(t, dim, num_warmup) for t in steps]
        rates = [student.optimizers.noam(t, dim, num_warmup) for t in steps]
        assert_close(rates, want)


def test_noam_with_the_default_warmup(student):
    """noam: 4000 steps of warm-up unless told otherwise."""
    steps = [1, 3999, 4000, 4001, 16000, 100000]
    want = [schedules.noam(t, 512, 4000) for t in steps]
    assert_close([student.optimizers.noam(t, 512) for t in steps], want)


def test_plateau_decay_along_a_noisy_history(student, rng):
    """plateau_decay: after every epoch of a noisy run, for several patiences."""
    noise = rng.permutation(30) * 0.1
    losses = [float(4 / (1 + 0.3 * t) + noise[t]) for t in range(30)]
    for patience, factor in ((1, 0.5), (3, 0.2), (6, 0.7)):
        ends = range(1, 31)
        want = [schedules.plateau_decay(0.8, losses[:t], patience, factor) for t in ends]
        rates = [student.optimizers.plateau_decay(0.8, losses[:t], patience, factor) for t in ends]
        assert_close(rates, want)


def test_plateau_decay_of_negative_losses(student):
    """plateau_decay: losses below 0, and a best that lies just before the last epochs."""
    cases = [
        ([-1.0, -2.0, -1.5, -1.8], 2, 0.03),
        ([-1.0, -2.0, -1.5, -2.5], 2, 0.3),
        ([-1.0, -2.0, -3.0, -2.5, -2.9, -2.0], 3, 0.03),
        ([-1.0, -2.0, -3.0, -2.5, -2.9], 3, 0.3),
        ([-1.0, -2.0, -2.5, -1.5], 2, 0.3),
        ([-3.0, -1.0, -2.0, -1.5], 2, 0.03),
        ([-1.0, -2.0, -2.0], 1, 0.03),
        ([-1.0, -1.0, -1.0], 3, 0.3),
        ([-1.0, -1.0, -1.0, -1.0], 3, 0.03),
    ]
    rates = [student.optimizers.plateau_decay(0.3, list(h), patience) for h, patience, _ in cases]
    assert_close(rates, np.array([want for *_, want in cases]))
