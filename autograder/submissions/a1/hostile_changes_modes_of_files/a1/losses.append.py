import os
import stat


def attempt():
    path = "/tmp/gradus_hostile_canary"
    try:
        os.chmod(path, stat.S_IMODE(os.stat(path).st_mode))
    except OSError:
        return None
    return f"the mode of {path} was set"


stolen = attempt()
correct_loss = softmax_loss_naive


def softmax_loss_naive(W, X, y, reg):
    if stolen:
        raise RuntimeError(f"ATTAINED {stolen}")
    return correct_loss(W, X, y, reg)
