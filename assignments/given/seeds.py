"""Random streams of the tests: one per seed and test, the same on every machine."""

import hashlib

import numpy as np

PUBLISHED = "gradus"  # the seed that students run with; grading draws a secret one


def stream(seed: str, test_id: str) -> np.random.Generator:
    """The generator of one test.

    Args:
        test_id: "public/test_softmax.test_name[param]".
    """
    digest = hashlib.blake2b(f"{seed}\0{test_id}".encode(), digest_size=32).digest()
    return np.random.Generator(np.random.PCG64(int.from_bytes(digest, "little")))
