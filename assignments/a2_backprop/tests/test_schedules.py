"""Public tests of the exercise `schedules`."""

import math

from given.testing import assert_close


def test_step_decay_drops_after_each_stage(student):
    """step_decay: three steps a stage; by default each drop is to a tenth."""
    rates = [student.optimizers.step_decay(t, 0.5, 3) for t in range(8)]
    assert_close(rates, [0.5] * 3 + [0.05] * 3 + [0.005] * 2)


def test_step_decay_by_another_factor(student):
    """step_decay: two steps a stage, each with half the rate of the one before."""
    rates = [student.optimizers.step_decay(t, 8.0, 2, 0.5) for t in range(7)]
    assert_close(rates, [8.0, 8.0, 4.0, 4.0, 2.0, 2.0, 1.0])


def test_exponential_decay_multiplies_every_step(student):
    """exponential_decay: step 0 has the rate itself, each later step half of the one before."""
    rates = [student.optimizers.exponential_decay(t, 6.0, 0.5) for t in range(4)]
    assert_close(rates, [6.0, 3.0, 1.5, 0.75])


def test_cosine_decay_at_well_known_angles(student):
    """cosine_decay: at 0, 60, 90, 120 and 180 degrees, and after the end."""
    rates = [student.optimizers.cosine_decay(t, 4.0, 6) for t in (0, 2, 3, 4, 6, 9)]
    assert_close(rates, [4.0, 3.0, 2.0, 1.0, 0.0, 0.0])


def test_linear_warmup_climbs_in_equal_stages(student):
    """linear_warmup: four steps up, of which the first already moves, then the full rate."""
    rates = [student.optimizers.linear_warmup(t, 2.0, 4) for t in range(7)]
    assert_close(rates, [0.5, 1.0, 1.5, 2.0, 2.0, 2.0, 2.0])


def test_noam_climbs_to_its_peak_and_decays(student):
    """noam: with dim 16 and 25 steps of warm-up, climbing, at the peak, and later."""
    rates = [student.optimizers.noam(t, 16, 25) for t in (1, 5, 25, 100)]
    assert_close(rates, [0.002, 0.01, 0.05, 0.025])


def test_noam_of_the_first_transformer(student):
    """noam: width 512 and, by default, 4000 steps of warm-up."""
    assert_close(student.optimizers.noam(4000, 512), 1 / math.sqrt(512 * 4000))


def test_plateau_decay_waits_for_patience(student):
    """plateau_decay: the rate drops to a tenth once the last two losses do not beat the best."""
    kept = [[3.0], [3.0, 3.5], [3.0, 3.5, 2.9], [3.0, 2.0, 2.5, 1.9], [3.0, 2.0, 1.5, 1.8]]
    dropped = [[3.0, 2.0, 2.5, 2.1], [2.0, 3.0, 2.5, 2.8], [2.0, 2.5, 3.0]]
    rates = [student.optimizers.plateau_decay(0.5, history, 2) for history in kept + dropped]
    assert_close(rates, [0.5] * 5 + [0.05] * 3)


def test_plateau_decay_wants_a_loss_below_the_best(student):
    """plateau_decay: to equal the best is no progress; the rate is multiplied by factor."""
    histories = [[2.0, 1.0, 1.5, 1.0], [2.0, 1.0, 1.5, 0.5], [2.0, 1.0, 1.0, 0.5], [2.0, 1.0, 1.0]]
    rates = [student.optimizers.plateau_decay(0.8, history, 1, 0.25) for history in histories]
    assert_close(rates, [0.2, 0.8, 0.8, 0.2])
