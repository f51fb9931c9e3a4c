"""Learning rates by counting: step after step, stage after stage."""

import math
from collections.abc import Sequence
from fractions import Fraction


def step_decay(t: int, rate: float, every: int, factor: float) -> float:
    """Walks through the steps; each whole stage that lies behind multiplies the rate once."""
    now, made = rate, 0
    for _ in range(t):
        made += 1
        if made == every:
            now, made = now * factor, 0
    return now


def exponential_decay(t: int, rate: float, factor: float) -> float:
    """One factor for each step made."""
    now = rate
    for _ in range(t):
        now *= factor
    return now


def cosine_decay(t: int, rate: float, num_steps: int) -> float:
    """rate times the square of the cosine of half the angle: (1 + cos a) / 2."""
    if t >= num_steps:
        return 0.0
    return rate * math.cos(math.pi / 2 * float(Fraction(t, num_steps))) ** 2


def linear_warmup(t: int, rate: float, num_warmup: int) -> float:
    """One equal share of the rate for each step begun, until all shares are spent."""
    shares = sum(1 for step in range(num_warmup) if step <= t)
    return float(Fraction(shares, num_warmup)) * rate


def noam(t: int, dim: int, num_warmup: int) -> float:
    """Growth to the peak, then decay: 1 / sqrt(dim), times what the phase gives."""
    if t <= num_warmup:
        return t / (math.sqrt(dim) * num_warmup * math.sqrt(num_warmup))
    return 1 / math.sqrt(dim * t)


def plateau_decay(rate: float, history: Sequence[float], patience: int, factor: float) -> float:
    """The rate stays if there is nothing to compare, or a late loss beats all early ones."""
    early = len(history) - patience
    if early <= 0:
        return rate
    for late in history[early:]:
        if all(late < loss for loss in history[:early]):
            return rate
    return rate * factor
