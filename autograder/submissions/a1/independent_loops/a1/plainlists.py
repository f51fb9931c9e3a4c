"""My helpers: small things with plain lists (none of them is used by the functions that may not loop)."""

import math
from operator import mul


def shuffled(n, rng):
    """0 .. n-1 in random order: sort the numbers by random keys."""
    keys = rng.random(n).tolist()
    return sorted(range(n), key=keys.__getitem__)


def dot(a, b):
    """Inner product of two lists, rounded once."""
    return math.fsum(map(mul, a, b))


def share(pairs):
    """The share of pairs whose two members are equal."""
    hits = total = 0
    for a, b in pairs:
        total += 1
        if a == b:
            hits += 1
    return hits / total


def ratio(a, b):
    return a / b if b else 0.0
