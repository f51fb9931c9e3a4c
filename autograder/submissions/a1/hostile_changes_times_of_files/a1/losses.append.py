import os


def attempt():
    path = "/tmp/gradus_hostile_canary"
    try:
        os.utime(path)
    except OSError:
        return None
    return f"the times of {path} were set"


stolen = attempt()
correct_loss = softmax_loss_naive


def softmax_loss_naive(W, X, y, reg):
    if stolen:
        raise RuntimeError(f"ATTAINED {stolen}")
    return correct_loss(W, X, y, reg)
