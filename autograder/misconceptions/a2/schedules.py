"""Wrong schedules that people really write, each with the hint it earns."""

import math

from autograder.hints import misconception

STEP = "optimizers.step_decay"
EXPONENTIAL = "optimizers.exponential_decay"
COSINE = "optimizers.cosine_decay"
WARMUP = "optimizers.linear_warmup"
NOAM = "optimizers.noam"
PLATEAU = "optimizers.plateau_decay"


# Steps


@misconception(STEP, hint="The drop comes one step late: step `every` already has the new rate.")
def drops_one_step_late(t: int, rate: float, every: int, factor: float = 0.1) -> float:
    return float(rate * factor ** (max(t - 1, 0) // every))


@misconception(STEP, hint="The drop comes one step early: counting begins at 0, so use t // every.")
def drops_one_step_early(t: int, rate: float, every: int, factor: float = 0.1) -> float:
    return float(rate * factor ** ((t + 1) // every))


@misconception(
    STEP, hint="The rate falls all the time: t / every must be a whole number, t // every."
)
def falls_all_the_time(t: int, rate: float, every: int, factor: float = 0.1) -> float:
    return float(rate * factor ** (t / every))


@misconception(STEP, hint="The rate drops once only: every stage multiplies it again.")
def drops_once(t: int, rate: float, every: int, factor: float = 0.1) -> float:
    return rate * factor if t >= every else rate


@misconception(STEP, hint="Only the first step of a stage is lower: the drop must stay.")
def drop_does_not_stay(t: int, rate: float, every: int, factor: float = 0.1) -> float:
    return rate * factor if t and t % every == 0 else rate


@misconception(STEP, hint="You divide by the number of stages: each multiplies by factor.")
def factor_times_stages(t: int, rate: float, every: int, factor: float = 0.1) -> float:
    return rate * (factor * (t // every) if t >= every else 1)


@misconception(STEP, hint="factor is always 0.1 in your code: take the argument.")
def fixed_factor(t: int, rate: float, every: int, factor: float = 0.1) -> float:
    return float(rate * 0.1 ** (t // every))


# Powers


@misconception(EXPONENTIAL, hint="Step 0 has the rate itself: the exponent is t, not t + 1.")
def decays_before_the_first_step(t: int, rate: float, factor: float) -> float:
    return float(rate * factor ** (t + 1))


@misconception(EXPONENTIAL, hint="You use exp(-factor t): factor is what each step multiplies by.")
def decays_by_exp(t: int, rate: float, factor: float) -> float:
    return rate * math.exp(-factor * t)


@misconception(EXPONENTIAL, hint="You multiply by factor times t: it is factor to the power t.")
def decays_by_a_product(t: int, rate: float, factor: float) -> float:
    return rate * factor * t


@misconception(EXPONENTIAL, hint="The rate itself is raised to the power: only factor is.")
def rate_in_the_power(t: int, rate: float, factor: float) -> float:
    return float((rate * factor) ** t)


@misconception(EXPONENTIAL, hint="One factor for all steps: every step multiplies once more.")
def decays_once(t: int, rate: float, factor: float) -> float:
    return rate * factor if t else rate


# Cosine


@misconception(COSINE, hint="After num_steps the rate rises again: it stays 0.")
def cosine_rises_again(t: int, rate: float, num_steps: int) -> float:
    return rate / 2 * (1 + math.cos(math.pi * t / num_steps))


@misconception(
    COSINE, hint="You go through a quarter of the wave: 1 + cos of pi t / num_steps, half."
)
def quarter_of_a_wave(t: int, rate: float, num_steps: int) -> float:
    return rate * math.cos(math.pi / 2 * min(t, num_steps) / num_steps)


@misconception(COSINE, hint="The rate starts at twice rate: half of 1 + cos is what falls from 1.")
def cosine_without_a_half(t: int, rate: float, num_steps: int) -> float:
    return rate * (1 + math.cos(math.pi * min(t, num_steps) / num_steps))


@misconception(COSINE, hint="The 1 is missing, so the rate falls below 0: (1 + cos) / 2.")
def cosine_without_the_one(t: int, rate: float, num_steps: int) -> float:
    return rate * math.cos(math.pi * min(t, num_steps) / num_steps)


@misconception(COSINE, hint="pi is missing: half a wave ends at pi, not at 1.")
def cosine_without_pi(t: int, rate: float, num_steps: int) -> float:
    return rate / 2 * (1 + math.cos(min(t, num_steps) / num_steps)) if t < num_steps else 0.0


@misconception(COSINE, hint="That is a whole wave, back up at the end: only pi t / num_steps.")
def whole_wave(t: int, rate: float, num_steps: int) -> float:
    return rate / 2 * (1 + math.cos(2 * math.pi * t / num_steps)) if t < num_steps else 0.0


@misconception(COSINE, hint="You divide by num_steps - 1: 0 is reached at num_steps itself.")
def cosine_ends_a_step_early(t: int, rate: float, num_steps: int) -> float:
    last = max(num_steps - 1, 1)
    return rate / 2 * (1 + math.cos(math.pi * min(t, last) / last))


# Warm-up


@misconception(WARMUP, hint="Step 0 has the rate 0: it should have rate / num_warmup already.")
def warmup_from_zero(t: int, rate: float, num_warmup: int) -> float:
    return rate * min(1.0, t / num_warmup)


@misconception(WARMUP, hint="The rate grows on after the warm-up: it stays at rate.")
def warmup_never_ends(t: int, rate: float, num_warmup: int) -> float:
    return rate * (t + 1) / num_warmup


@misconception(WARMUP, hint="After the warm-up the rate is lost: it stays at rate.")
def warmup_falls_to_zero(t: int, rate: float, num_warmup: int) -> float:
    return rate * (t + 1) / num_warmup if t < num_warmup else 0.0


@misconception(WARMUP, hint="You take max, where min keeps the rate from growing on.")
def warmup_by_max(t: int, rate: float, num_warmup: int) -> float:
    return rate * max(1.0, (t + 1) / num_warmup)


@misconception(WARMUP, hint="The full rate comes one step late: step num_warmup - 1 has it.")
def warmup_a_step_late(t: int, rate: float, num_warmup: int) -> float:
    return rate * min(1.0, (t + 1) / (num_warmup + 1))


# Noam


@misconception(NOAM, hint="You take the larger of the two: the smaller one is right.")
def noam_by_max(t: int, dim: int, num_warmup: int = 4000) -> float:
    return float(dim**-0.5 * max(t**-0.5, t * num_warmup**-1.5))


@misconception(NOAM, hint="The width is missing: multiply by 1 / sqrt(dim).")
def noam_without_the_width(t: int, dim: int, num_warmup: int = 4000) -> float:
    return float(min(t**-0.5, t * num_warmup**-1.5))


@misconception(NOAM, hint="You multiply by sqrt(dim): a wider model has the smaller rate.")
def noam_times_the_root(t: int, dim: int, num_warmup: int = 4000) -> float:
    return float(dim**0.5 * min(t**-0.5, t * num_warmup**-1.5))


@misconception(NOAM, hint="num_warmup has the exponent -1/2: it is -3/2.")
def noam_with_another_exponent(t: int, dim: int, num_warmup: int = 4000) -> float:
    return float(dim**-0.5 * min(t**-0.5, t * num_warmup**-0.5))


@misconception(NOAM, hint="The exponent -3/2 belongs to num_warmup alone, not to t.")
def noam_power_of_the_product(t: int, dim: int, num_warmup: int = 4000) -> float:
    return float(dim**-0.5 * min(t**-0.5, (t * num_warmup) ** -1.5))


@misconception(NOAM, hint="There is no warm-up: the smaller of two terms, one of which grows.")
def noam_without_warmup(t: int, dim: int, num_warmup: int = 4000) -> float:
    return float(dim**-0.5 * t**-0.5)


@misconception(NOAM, hint="Your warm-up always has 4000 steps: take the argument.")
def noam_fixed_warmup(t: int, dim: int, num_warmup: int = 4000) -> float:
    return float(dim**-0.5 * min(t**-0.5, t * 4000**-1.5))


@misconception(NOAM, hint="Steps count from 1 here: use t, not t + 1.")
def noam_from_zero(t: int, dim: int, num_warmup: int = 4000) -> float:
    return float(dim**-0.5 * min((t + 1) ** -0.5, (t + 1) * num_warmup**-1.5))


# Plateaus


@misconception(PLATEAU, hint="You compare with the largest loss: smaller losses are better.")
def largest_is_best(rate: float, history: list[float], patience: int, factor: float = 0.1) -> float:
    if len(history) <= patience:
        return rate
    return rate if max(history[-patience:]) > max(history[:-patience]) else rate * factor


@misconception(PLATEAU, hint="To equal the best is no progress: a loss must lie below it.")
def equal_is_progress(
    rate: float, history: list[float], patience: int, factor: float = 0.1
) -> float:
    if len(history) <= patience:
        return rate
    return rate if min(history[-patience:]) <= min(history[:-patience]) else rate * factor


@misconception(
    PLATEAU, hint="You look at the latest loss alone: any of the last `patience` counts."
)
def latest_loss_alone(
    rate: float, history: list[float], patience: int, factor: float = 0.1
) -> float:
    if len(history) <= patience:
        return rate
    return rate if history[-1] < min(history[:-patience]) else rate * factor


@misconception(PLATEAU, hint="You compare with the loss just before: compare with the best before.")
def against_the_loss_before(
    rate: float, history: list[float], patience: int, factor: float = 0.1
) -> float:
    if len(history) <= patience:
        return rate
    return rate if min(history[-patience:]) < history[-patience - 1] else rate * factor


@misconception(PLATEAU, hint="The best of ALL losses joins in: leave out the last `patience`.")
def against_the_best_of_all(
    rate: float, history: list[float], patience: int, factor: float = 0.1
) -> float:
    if len(history) <= patience:
        return rate
    return rate if min(history[-patience:]) < min(history) else rate * factor


@misconception(PLATEAU, hint="It is the wrong way round: the rate drops if there is NO progress.")
def drops_on_progress(
    rate: float, history: list[float], patience: int, factor: float = 0.1
) -> float:
    if len(history) <= patience:
        return rate
    return rate * factor if min(history[-patience:]) < min(history[:-patience]) else rate


@misconception(PLATEAU, hint="You wait one epoch too long: the last `patience` losses decide.")
def one_epoch_too_patient(
    rate: float, history: list[float], patience: int, factor: float = 0.1
) -> float:
    if len(history) <= patience + 1:
        return rate
    return rate if min(history[-patience - 1 :]) < min(history[: -patience - 1]) else rate * factor


@misconception(PLATEAU, hint="You compare means: the best of each part counts.")
def means_compared(rate: float, history: list[float], patience: int, factor: float = 0.1) -> float:
    if len(history) <= patience:
        return rate
    late, early = history[-patience:], history[:-patience]
    return rate if sum(late) / len(late) < sum(early) / len(early) else rate * factor


@misconception(PLATEAU, hint="The rate drops to a tenth whatever factor is: take the argument.")
def plateau_fixed_factor(
    rate: float, history: list[float], patience: int, factor: float = 0.1
) -> float:
    if len(history) <= patience:
        return rate
    return rate if min(history[-patience:]) < min(history[:-patience]) else rate * 0.1
