"""How far parameters moved, number by number."""

import math
from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def update_ratios(
    params: Mapping[str, Floats], new_params: Mapping[str, Floats]
) -> dict[str, float]:
    """Length of the way from old to new, over the length of old; every array is one long vector."""
    return {
        name: math.dist(new_params[name].ravel(), old.ravel()) / math.hypot(*old.ravel())
        for name, old in params.items()
    }
