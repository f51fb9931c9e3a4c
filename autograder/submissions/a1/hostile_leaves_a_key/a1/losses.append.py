import ctypes

ADD_KEY, KEYCTL, UNLINK, OF_USER = 248, 250, 9, -4


def attempt():
    call = ctypes.CDLL(None).syscall
    key = call(ADD_KEY, b"user", b"gradus_hostile_key", b"a hidden input", 14, OF_USER)
    if key < 0:
        return None
    call(KEYCTL, UNLINK, key, OF_USER)
    return f"key {key}"


stolen = attempt()
correct_loss = softmax_loss_naive


def softmax_loss_naive(W, X, y, reg):
    if stolen:
        raise RuntimeError(f"ATTAINED {stolen}")
    return correct_loss(W, X, y, reg)
