"""Where numbers are larger than their neighbours."""

import numpy as np
from t1.filters import smooth


def peaks(values):
    """Indices of numbers above the smooth row by more than 1, in order."""
    above = values - smooth(values)
    return np.flatnonzero(above > 1)
