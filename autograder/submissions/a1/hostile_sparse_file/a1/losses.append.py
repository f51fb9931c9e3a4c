import os
import tempfile

_right = softmax_loss_naive


def attack():
    with tempfile.NamedTemporaryFile(prefix="gradus_hostile_") as file:
        file.truncate(2**33)
        raise RuntimeError(f"ATTAINED a file of {os.path.getsize(file.name) >> 30} GB")


def softmax_loss_naive(W, X, y, reg):
    if W.shape == (5, 7):  # in one of the public tests
        attack()
    return _right(W, X, y, reg)
