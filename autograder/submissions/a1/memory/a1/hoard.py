import numpy as np


def hoard(blocks=96):
    """Touches 64 MB at a time, 6 GB in all where nobody stops it."""
    return [np.ones(8 * 2**20) for _ in range(blocks)]
