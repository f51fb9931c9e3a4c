import os


def attempt():
    path, name = "/tmp/gradus_hostile_canary", "user.gradus_hostile"
    try:
        os.setxattr(path, name, b"mark")
        os.removexattr(path, name)
    except OSError:
        return None
    return f"{path} had the attribute {name}"


stolen = attempt()
correct_loss = softmax_loss_naive


def softmax_loss_naive(W, X, y, reg):
    if stolen:
        raise RuntimeError(f"ATTAINED {stolen}")
    return correct_loss(W, X, y, reg)
