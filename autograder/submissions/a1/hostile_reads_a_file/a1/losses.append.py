def attempt():
    try:
        with open("/tmp/gradus_hostile_canary") as secret:
            return secret.read()
    except OSError:
        return None


stolen = attempt()
correct_loss = softmax_loss_naive


def softmax_loss_naive(W, X, y, reg):
    if stolen:
        raise RuntimeError(f"ATTAINED {stolen}")
    return correct_loss(W, X, y, reg)
